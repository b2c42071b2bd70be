"""Make a scenario of a file, or say everything that is wrong with it. Nothing is half loaded."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from erfara.engines.costs import reading, spec
from erfara.engines.costs.errors import CostsError, Problem, wrong
from erfara.engines.costs.figures import FigureReader
from erfara.engines.costs.reading import Entry
from erfara.engines.costs.said import Said
from erfara.engines.costs.scenario import Item, Money, OnCost, Parameter, Scenario, Source, Text
from erfara.engines.costs.spec import Field
from erfara.engines.costs.spread import RULES

DATA = Path(__file__).with_name("data")
_ID = re.compile(r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")
_MOST_YEARS = 30
_MOST_ITEMS = 200
_LONGEST = 2000


class Reader:
    """Walks the entries by the table in `spec` and keeps every problem it meets."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.parameters: dict[str, Parameter] = {}
        self.references: list[tuple[str, str, Entry, str]] = []
        self.bases: list[dict[str, Any]] = [{}]
        self.ranges: str = "mean"

    def wrong(
        self,
        code: str,
        en: str,
        sv: str,
        entry: Entry,
        path: str,
        *,
        expected: tuple[str, str] | None = None,
        example: str = "",
    ) -> None:
        """Keep a problem and go on."""
        said = Said("", *expected) if expected else None
        self.problems.append(Problem(Said(code, en, sv), path, entry.line, said, example))

    def mapping(self, entry: Entry, fields: tuple[Field, ...], path: str) -> dict[str, Any]:
        """The values of a mapping, by its table of fields."""
        if entry.fields is None:
            self.wrong(
                "field.no_mapping",
                "Fields with values belong here.",
                "Här hör fält med värden hemma.",
                entry,
                path,
                example="name: Region",
            )
            return {}
        known = {field.name: field for field in fields}
        for name, value in entry.fields.items():
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                self.wrong(
                    "field.unknown",
                    f"There is no field {name!r} here.",
                    f"Det finns inget fält {name!r} här.",
                    value,
                    _join(path, name),
                    expected=(f"one of {', '.join(known)}", f"något av {', '.join(known)}"),
                    example=f"{near[0]}: {known[near[0]].example}" if near else "",
                )
        values: dict[str, Any] = {}
        basis = {
            name: self.field(entry.fields[name], known[name], _join(path, name))
            for name in ("source", "year", "evidence")
            if name in entry.fields and name in known
        }
        self.bases.append({**self.bases[-1], **{k: v for k, v in basis.items() if v is not None}})
        for field in fields:
            where = _join(path, field.name)
            if field.name in entry.fields:
                value = (
                    basis[field.name]
                    if field.name in basis
                    else self.field(entry.fields[field.name], field, where)
                )
                if value is not None:
                    values[field.name] = value
            elif field.required:
                self.wrong(
                    "field.missing",
                    f"{field.name} is missing.",
                    f"{field.name} saknas.",
                    entry,
                    where,
                    expected=(field.en, field.sv),
                    example=f"{field.name}: {field.example}",
                )
        self.bases.pop()
        return values

    def field(self, entry: Entry, field: Field, path: str) -> Any:
        """The value of one field, or None with a problem kept."""
        if field.type == "group":
            return self.mapping(entry, field.fields, path)
        if field.type == "list":
            return self.rows(entry, field, path)
        if field.type == "parameter":
            try:
                made = FigureReader(self, field, path, self.bases[-1]).read(entry)
            except CostsError as error:
                self.problems.extend(error.problems)
                return None
            else:
                if made.key in self.parameters:
                    self.wrong(
                        "id.twice",
                        "This short name is taken.",
                        "Kortnamnet är upptaget.",
                        entry,
                        path,
                    )
                self.parameters[made.key] = made
                return made
        if field.type == "references":
            texts = entry.items if entry.items is not None else (entry,)
            for one in texts:
                self.refer(one, field, path)
            return tuple(one.text or "" for one in texts)
        if field.type == "text" and entry.fields is not None and set(entry.fields) <= {"en", "sv"}:
            said = {name: one.text or "" for name, one in entry.fields.items()}
            return Text(
                said.get("en", said.get("sv", ""))[:_LONGEST],
                said.get("sv", said.get("en", ""))[:_LONGEST],
            )
        if entry.text is None:
            self.wrong(
                "field.no_value",
                "One value belongs here.",
                "Här hör ett värde hemma.",
                entry,
                path,
                expected=(field.en, field.sv),
                example=field.example,
            )
            return None
        return self.scalar(entry, entry.text.strip(), field, path)

    def scalar(self, entry: Entry, text: str, field: Field, path: str) -> Any:
        """The value of a field that holds one."""
        if field.type == "text":
            if len(text) > _LONGEST:
                self.wrong(
                    "text.long",
                    f"Text of more than {_LONGEST} characters.",
                    f"Text på mer än {_LONGEST} tecken.",
                    entry,
                    path,
                )
            return Text(text[:_LONGEST], text[:_LONGEST])
        if field.type == "id":
            if _ID.match(text) and len(text) <= 40:
                return text
            self.wrong(
                "id.form",
                f"{text[:40]!r} is no short name.",
                f"{text[:40]!r} är inget kortnamn.",
                entry,
                path,
                expected=(
                    "small letters a–z, digits and _ , 40 at the most",
                    "små bokstäver a–z, siffror och _ , högst 40",
                ),
                example=field.example,
            )
        elif field.type == "date":
            found = reading.day(text)
            if found and 1990 <= found.year <= 2100:
                return found
            self.wrong(
                "date.form",
                f"{text[:40]!r} is no day between 1990 and 2100.",
                f"{text[:40]!r} är ingen dag mellan 1990 och 2100.",
                entry,
                path,
                expected=("year-month-day", "år-månad-dag"),
                example=field.example,
            )
        elif field.type == "year":
            if re.fullmatch(r"(19|20|21)[0-9]{2}", text):
                return int(text)
            self.wrong(
                "year.form",
                f"{text[:40]!r} is no year.",
                f"{text[:40]!r} är inget år.",
                entry,
                path,
                expected=("four digits", "fyra siffror"),
                example=field.example,
            )
        elif field.type == "choice":
            if text in field.choices:
                return text
            choices = ", ".join(field.choices)
            self.wrong(
                "choice.unknown",
                f"{text[:40]!r} is none of the choices.",
                f"{text[:40]!r} är inget av valen.",
                entry,
                path,
                expected=(f"one of {choices}", f"något av {choices}"),
                example=field.example or field.choices[0],
            )
        else:
            self.refer(entry, field, path)
            return text
        return None

    def refer(self, entry: Entry, field: Field, path: str) -> None:
        """Remember what points where; looked up when everything is read."""
        self.references.append((field.to, entry.text or "", entry, path))

    def rows(self, entry: Entry, field: Field, path: str) -> tuple[Item, ...] | None:
        """The items of a list; each short name once."""
        if entry.items is None:
            self.wrong(
                "field.no_list",
                "A list belongs here: each row begins with a dash.",
                "Här hör en lista hemma: varje rad börjar med ett streck.",
                entry,
                path,
                example=f"- id: {field.fields[0].example}",
            )
            return None
        if len(entry.items) > _MOST_ITEMS:
            self.wrong(
                "list.long",
                f"More than {_MOST_ITEMS} rows.",
                f"Fler än {_MOST_ITEMS} rader.",
                entry,
                path,
            )
            return None
        named = field.fields[0].type == "id"
        made: list[Item] = []
        for number, row in enumerate(entry.items, 1):
            id = (row.fields or {}).get("id", Entry(row.line)).text or str(number)
            id = id if named and _ID.match(id) else f"row{number}"
            where = f"{path}.{id}"
            values = self.mapping(row, field.fields, where)
            if any(item.id == id for item in made):
                self.wrong(
                    "id.twice",
                    f"The short name {id!r} is taken.",
                    f"Kortnamnet {id!r} är upptaget.",
                    row,
                    where,
                )
            found = values.get("name")
            name = found if isinstance(found, Text) else Text(id, id)
            self.label(name, values)
            made.append(Item(path, id, name, values, row.line))
        return tuple(made)

    def label(self, name: Text, values: dict[str, Any]) -> None:
        """Call the figures of an item by its name too: Coordinator: monthly wage."""
        for field, value in values.items():
            if isinstance(value, Parameter):
                said = Text(f"{name.en}: {value.label.en}", f"{name.sv}: {value.label.sv}")
                values[field] = self.parameters[value.key] = replace(value, label=said)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _on_costs(items: tuple[Item, ...], reader: Reader) -> tuple[OnCost, ...]:
    rows = []
    for item in items:
        parts = tuple(
            (name, found.base)
            for name in ("law", "insurance", "pension", "total")
            if (found := item.parameter(name))
        )
        names = {name for name, _ in parts}
        start, until = item.day("from"), item.day("until")
        if names not in ({"total"}, {"law", "insurance", "pension"}):
            reader.wrong(
                "on_cost.parts",
                "Give law, insurance and pension, or total alone.",
                "Ange lag, försäkring och pension, eller bara totalen.",
                Entry(item.line or 0),
                item.key,
            )
        elif start and until and until < start:
            reader.wrong(
                "date.backwards",
                "It ends before it begins.",
                "Den slutar innan den börjar.",
                Entry(item.line or 0),
                item.key,
            )
        elif start and until:
            first = next(found for name, _ in parts if (found := item.parameter(name)))
            rows.append(
                OnCost(
                    item.text("sector").en,
                    start,
                    until,
                    item.text("ages").en or "all",
                    item.word("status"),
                    parts,
                    first.source,
                    first.year,
                    first.evidence,
                )
            )
    for name in [key for key in reader.parameters if key.startswith("on_costs.")]:
        # They reach the model by organisation and year, not by row.
        del reader.parameters[name]
    return tuple(rows)


@cache
def shipped_on_costs() -> tuple[tuple[OnCost, ...], tuple[tuple[str, Source], ...]]:
    """The dated table that comes with Erfara, and its sources."""
    entry = reading.read_file(DATA / "on_costs.yaml")
    reader = Reader()
    fields = tuple(
        field for field in spec.SCENARIO if field.name in ("sources", "basis", "on_costs")
    )
    reader.bases[-1] = {"source": "skr", "evidence": "decided"}
    values = reader.mapping(entry, fields, "")
    rows = _on_costs(values["on_costs"], reader)
    if reader.problems:
        raise CostsError(reader.problems)
    return rows, tuple(_sources(values["sources"]).items())


def _sources(items: tuple[Item, ...]) -> dict[str, Source]:
    return {
        item.id: Source(
            item.id,
            item.text("title"),
            item.values.get("year", 0),
            item.text("url").en,
            item.text("note"),
        )
        for item in items
    }


def read(entry: Entry) -> Scenario:
    """The scenario of a file that was read. All problems at once, or none."""
    from erfara.engines.costs.sense import look_over

    reader = Reader()
    fields = entry.fields or {}
    rule = (fields.get("money", Entry(0)).fields or {}).get("ranges", Entry(0)).text or "mean"
    reader.ranges = rule if rule in RULES else "mean"
    # What holds where nothing else is said must be known before the first figure is read.
    basis = next(field for field in spec.SCENARIO if field.name == "basis")
    if "basis" in fields:
        quiet = Reader()
        reader.bases[-1] = quiet.mapping(fields["basis"], basis.fields, "basis")
    values = reader.mapping(entry, spec.SCENARIO, "")
    shipped, shipped_sources = shipped_on_costs()
    sources = {**dict(shipped_sources), **_sources(values.get("sources", ()))}
    targets = {
        "sources": set(sources),
        "organisations": {item.id for item in values.get("organisations", ())},
        "drivers": {item.id for item in values.get("drivers", ())},
    }
    for to, name, at, path in reader.references:
        if name not in targets[to]:
            known = ", ".join(sorted(targets[to])) or "none"
            reader.wrong(
                "reference.unknown",
                f"There is no {name[:40]!r} in {to}.",
                f"Det finns ingen {name[:40]!r} i {to}.",
                at,
                path,
                expected=(f"one of {known}", f"någon av {known}"),
            )
    on_costs = _on_costs(values.get("on_costs", ()), reader)
    period, money = values.get("period", {}), values.get("money", {})
    start, end = period.get("start"), period.get("end")
    if start and end and end < start:
        reader.wrong(
            "date.backwards",
            "The period ends before it begins.",
            "Perioden slutar innan den börjar.",
            fields["period"],
            "period",
        )
    elif start and end and end.year - start.year >= _MOST_YEARS:
        reader.wrong(
            "period.long",
            f"More than {_MOST_YEARS} years.",
            f"Mer än {_MOST_YEARS} år.",
            fields["period"],
            "period",
        )
    if reader.problems:
        raise CostsError(reader.problems)
    rate = money.get("discount", {}).get("rate")
    sections = {name: value for name, value in values.items() if isinstance(value, tuple)}
    scenario = Scenario(
        id=values["id"],
        name=values["name"],
        about=values.get("about", Text()),
        start=start,
        end=end,
        money=Money(
            money["currency"],
            money["price_year"],
            money["prices"],
            money["timing"],
            money["ranges"],
            rate.base if rate else None,
            money.get("discount", {}).get("kind", ""),
        ),
        sources=sources,
        sections=sections,
        parameters=dict(sorted(reader.parameters.items())),
        on_costs=(*on_costs, *shipped),
    )
    return look_over(scenario, entry)


def load(path: Path) -> Scenario:
    """The scenario in a file."""
    return read(reading.read_file(path))


def loads(text: str) -> Scenario:
    """The scenario in a text."""
    return read(reading.read_text(text))


def shipped() -> tuple[str, ...]:
    """Names of the scenarios that come with Erfara."""
    return tuple(sorted(path.stem for path in (DATA / "scenarios").glob("*.yaml")))


def find(name: str) -> Scenario:
    """A shipped scenario by its name, or the one in the file of that name."""
    if name in shipped():
        return load(DATA / "scenarios" / f"{name}.yaml")
    if not Path(name).exists():
        known = ", ".join(shipped())
        raise wrong(
            "file.unreadable",
            f"There is no file {name}.",
            f"Det finns ingen fil {name}.",
            expected=Said("", f"a file, or one of {known}", f"en fil, eller någon av {known}"),
        )
    return load(Path(name))
