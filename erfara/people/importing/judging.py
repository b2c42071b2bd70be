"""What will happen with each row, and what is wrong in it. Nothing is guessed, nothing written.

A row becomes a plain dictionary, which is how it lies in the vault until it is written or erased:
`o` the outcome, `v` what is brought in, `p` the problems, `c` the cells as they stood, `m` what
somebody has written instead. Of people with protected identity nothing is kept but the row number.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from erfara.foundation.numbers import has_personal_number
from erfara.people.importing import columns, kept, reading, values
from erfara.people.importing.reading import Cell, Row, column_letter
from erfara.people.importing.values import Doubt, Read

# Outcomes: into the register · asked for consent · known, nothing changed · known, experiences
# added · somebody has to look · left out · protected identity, never brought in by a file
NEW, ASKED, KNOWN, UPDATE, STOP, OUT, PROTECTED = "n", "a", "k", "u", "s", "x", "p"
OUTCOMES = (STOP, NEW, ASKED, KNOWN, UPDATE, OUT, PROTECTED)
WRITTEN = frozenset({NEW, ASKED, UPDATE})
# Said beside a row, which goes in all the same.
SAID_ONLY = frozenset({
    "phone_nought", "consent_doubt", "consent_no_date", "consent_not_written", "hidden_row",
    "year_not_kept",
})  # fmt: skip
# A cell with one of these may be left empty in all rows at once: what it holds isn't needed.
MAY_BE_EMPTY = frozenset({
    "joined", "birth_year", "forms", "channel", "role", "phone", "address", "experience",
    "availability", "reach", "avoid", "adaptations", "language",
})  # fmt: skip
TAKE, LEAVE, ADD = "_take", "_leave", "_add"
_TOTALS = re.compile(r"^(summa|totalt?|total|antal|sum|medel|medelvärde|genomsnitt)\b")
WISHES = ("avoid", "adaptations", "language", "availability", "reach")
_LONGEST = {"address": 300, "experience": 2000}


@dataclass(slots=True)
class Options:
    """What the coordinator has said about the whole file."""

    mapping: Sequence[str]
    labels: Sequence[str]
    header: int
    role: str = ""
    channel: str = "other"
    paper: bool = False
    hidden: str = "take"
    forgive: frozenset[str] = field(default_factory=frozenset)


class Judge:
    """Judges one row after another; which addresses other rows have is seen by `Seen`."""

    def __init__(self, options: Options, today: dt.date) -> None:
        self.options, self.today = options, today
        self.labels = [columns.folded(label.rpartition(": ")[2]) for label in options.labels]

    def judge(self, row: Row, mended: Mapping[str, str] | None = None) -> dict[str, Any]:
        """A row as it lies in the vault, before other rows and the register are asked."""
        mended = mended or {}
        texts = [cell.text if cell else "" for cell in row.cells]
        again = columns.is_repeated(row, self.labels)
        if not again and self._protected(row, texts):
            return {"o": PROTECTED}
        judged: dict[str, Any] = {"o": STOP, "v": {}, "p": [], "m": dict(mended)}
        judged |= kept.of_row(row)
        if mended.get(LEAVE):
            return judged | {"o": OUT, "p": [["left", "", "", ""]]}
        if not mended.get(TAKE) and (why := self._left_out(row, again)):
            return judged | {"o": OUT, "p": [[why, "", "", ""]]}
        if mended.get(TAKE):  # somebody has looked: what was crossed out counts
            row = Row(row.number, [c and c._replace(struck=False) for c in row.cells], row.hidden)
        read = Read()
        cells = self._by_field(row, mended)
        self._who(cells, read)
        self._what(cells, read)
        consents = self._consents(cells, read)
        if row.hidden and self.options.hidden == "take":
            read.wrong("hidden_row", "")
        self._age(cells, read, consents)
        read.values["consents"] = consents
        judged["v"] = {name: value for name, value in read.values.items() if value}
        judged["p"] = [
            [code, name, what, self._where(cells, name, row.number)]
            for code, name, what in read.problems
        ]
        if any(code == "said_no" for code, *_rest in read.problems):
            judged["o"] = OUT
        elif any(code not in SAID_ONLY for code, *_rest in read.problems):
            judged["o"] = STOP
        else:
            judged["o"] = NEW if "register" in consents else ASKED
        return judged

    # the whole row ------------------------------------------------------------------------------
    def _protected(self, row: Row, texts: list[str]) -> bool:
        if values.is_protected("\n".join(texts)):
            return True
        return any(
            name == "protected" and values.marks_protected(cell)
            for name, cell in zip(self.options.mapping, row.cells, strict=False)
        )

    def _left_out(self, row: Row, again: bool) -> str:
        """Why a row is no person to bring in; empty when it may be one."""
        filled = [cell for cell in row.cells if cell and cell.text]
        named = [
            cell for name, cell in zip(self.options.mapping, row.cells, strict=False)
            if name in columns.NAMES and cell and cell.text
        ]  # fmt: skip
        if (named and all(cell.struck for cell in named)) or all(cell.struck for cell in filled):
            return "struck"
        if row.hidden and self.options.hidden == "leave":
            return "hidden_out"
        if again:
            return "headings_again"
        first = filled[0] if filled else None
        is_total = first is not None and _TOTALS.match(columns.folded(first.text))
        return "totals" if is_total and not any("@" in cell.text for cell in filled) else ""

    def _by_field(self, row: Row, mended: Mapping[str, str]) -> dict[str, list[tuple[int, Cell]]]:
        found: dict[str, list[tuple[int, Cell]]] = {}
        for at, (name, cell) in enumerate(
            zip(self.options.mapping, row.cells, strict=False), start=1
        ):
            if name and cell is not None and (cell.text or cell.formula):
                found.setdefault(name, []).append((at, cell))
        for name, text in mended.items():
            if name in columns.FIELDS:
                found[name] = [(0, Cell(text))] if text else []
        if any(name in mended for name in ("name",)):
            found.pop("given", None), found.pop("family", None)
        return found

    def _where(self, cells: Mapping[str, list[tuple[int, Cell]]], name: str, number: int) -> str:
        at = next((at for at, _cell in cells.get(name, [])), 0)
        if not at and name and name in self.options.mapping:
            at = list(self.options.mapping).index(name) + 1
        return f"{column_letter(at)}{number}" if at else ""

    # the cells ----------------------------------------------------------------------------------
    def _take(
        self, cells: Mapping[str, list[tuple[int, Cell]]], name: str, read: Read,
        understand: Callable[[Cell], Any],
    ) -> Any:  # fmt: skip
        """The value of a field, or None with its problem written down."""
        for _at, cell in cells.get(name, []):
            if cell.struck:
                return self._doubt(Doubt("cell_struck"), name, read)
            if cell.kind in {reading.ERROR, reading.UNCOUNTED}:
                return self._doubt(Doubt("formula_empty"), name, read)
            try:
                return understand(cell)
            except Doubt as doubt:
                return self._doubt(doubt, name, read)
        return None

    def _doubt(self, doubt: Doubt, name: str, read: Read) -> None:
        if name not in self.options.forgive:
            read.wrong(doubt.code, name, doubt.what)

    def _text(self, cells: Mapping[str, list[tuple[int, Cell]]], name: str, read: Read) -> str:
        """Free text, from one column or several in their order."""
        parts = []
        for at, cell in cells.get(name, []):
            text = self._take({name: [(at, cell)]}, name, read, lambda one: one.text)
            if text and has_personal_number(text):
                self._doubt(Doubt("personal_number"), name, read)
            elif text:
                parts.append(text)
        joined = (", " if name == "address" else "\n").join(parts)
        if len(joined) > _LONGEST.get(name, 1000):
            self._doubt(Doubt("too_long"), name, read)
            return ""
        return joined

    def _who(self, cells: Mapping[str, list[tuple[int, Cell]]], read: Read) -> None:
        keep = read.values
        parts = [
            self._take(cells, name, read, lambda one: values.name(one.text))
            for name in columns.NAMES
        ]
        keep["name"] = " ".join(part for part in parts if part)
        unread = {problem[1] for problem in read.problems}
        if not keep["name"] and not unread & set(columns.NAMES):
            read.wrong("name_missing", "name")
        keep["email"] = self._take(cells, "email", read, lambda one: values.email(one.text))
        keep["phone"] = self._take(cells, "phone", read, lambda one: values.phone(one, read))
        keep["address"] = self._text(cells, "address", read)
        unread = {problem[1] for problem in read.problems if problem[0] not in SAID_ONLY}
        if not any(keep[way] for way in columns.WAYS) and not unread & set(columns.WAYS):
            read.wrong("no_way", "email")

    def _what(self, cells: Mapping[str, list[tuple[int, Cell]]], read: Read) -> None:
        keep, options = read.values, self.options
        keep["experience"] = self._text(cells, "experience", read)
        role = self._take(
            cells, "role", read, lambda one: values.chosen(one.text, values.ROLES, "role_odd")
        )
        if role and len(role) > 1:
            self._doubt(Doubt("role_two"), "role", read)
            role = None
        keep["role"] = role[0] if role else options.role
        unread = {problem[1] for problem in read.problems}
        if keep["experience"] and not keep["role"] and "role" not in unread:
            read.wrong("role_missing", "role")
        forms: list[str] = []
        for at, cell in cells.get("forms", []):
            forms += self._take(
                {"forms": [(at, cell)]}, "forms", read,
                lambda one: values.chosen(one.text, values.FORMS, "form_odd"),
            ) or []  # fmt: skip
        keep["forms"] = list(dict.fromkeys(forms))
        channel = self._take(
            cells, "channel", read,
            lambda one: values.chosen(one.text, values.CHANNELS, "channel_odd"),
        )  # fmt: skip
        keep["channel"] = channel[0] if channel else options.channel
        joined = self._take(cells, "joined", read, lambda one: values.day(one, self.today))
        keep["joined"] = joined.isoformat() if joined else ""
        for name in WISHES:
            keep[name] = self._text(cells, name, read)

    def _age(
        self, cells: Mapping[str, list[tuple[int, Cell]]], read: Read, consents: Mapping[str, str]
    ) -> None:
        year = self._take(cells, "birth_year", read, lambda one: values.birth_year(one, self.today))
        if year and "statistics" in consents:
            read.values["birth_year"] = year
        elif year:
            read.wrong("year_not_kept", "birth_year")

    def _consents(
        self, cells: Mapping[str, list[tuple[int, Cell]]], read: Read
    ) -> dict[str, str]:  # fmt: skip
        """Purpose → the day of a clear written yes. Everything less is asked for anew, and said."""
        found: dict[str, str] = {}
        for name, purpose in (
            ("consent", "register"), ("consent_email", "email"),
            ("consent_statistics", "statistics"),
        ):  # fmt: skip
            cell = next((cell for _at, cell in cells.get(name, [])), None)
            if cell is not None and cell.struck:
                read.wrong("consent_doubt", name, cell.text[:60])
                continue
            said = values.yes(cell)
            text = cell.text if cell else ""
            if said == "no" and cell is not None and cell.kind == reading.BOOL:
                said = ""  # a box without a tick is no answer
            if said == "no" and name == "consent":
                read.wrong("said_no", name)
            elif said == "doubt" or (said and cell is not None and cell.formula):
                read.wrong("consent_doubt", name, text[:60])
            elif said == "yes":
                on = self._consented_on(cells, text)
                written = self.options.paper or bool(
                    re.search(r"skriftlig|papper|påskriv|underteck", text.casefold())
                )
                if not written:
                    read.wrong("consent_not_written", name, text[:60])
                elif on is None:
                    read.wrong("consent_no_date", name, text[:60])
                else:
                    found[purpose] = on.isoformat()
        return found if "register" in found else {}

    def _consented_on(
        self, cells: Mapping[str, list[tuple[int, Cell]]], text: str
    ) -> dt.date | None:
        within = re.search(r"\d{4}-\d{2}-\d{2}", text)
        tried = [Cell(within[0])] if within else []
        tried += [cell for _at, cell in cells.get("consent_date", []) if not cell.struck]
        for cell in tried:
            try:
                return values.day(cell, self.today)
            except Doubt:
                continue
        return None


class Seen:
    """Which row has which address or number, in this file."""

    def __init__(self, known: Mapping[str, int] | None = None) -> None:
        self.first: dict[str, int] = dict(known or {})

    def look(self, number: int, judged: dict[str, Any], normal: Callable[[str, str], str]) -> None:
        """Say where a row has what an earlier one has; else it is now this row's."""
        if judged["o"] not in {NEW, ASKED, STOP}:
            return
        values_of = judged["v"]
        whole = hash_of("row", *judged["c"])
        other = self.first.get(whole, number)
        if other != number and not judged["m"]:
            judged["o"] = OUT
            judged["p"] = [["same_row", "", str(other), ""]]
            return
        self.first.setdefault(whole, number)
        for kind in ("email", "phone"):
            if not values_of.get(kind):
                continue
            key = hash_of(kind, normal(kind, values_of[kind]))
            other = self.first.get(key, number)
            if other != number:
                judged["o"] = STOP
                judged["p"].append([f"{kind}_same", kind, str(other), ""])
            else:
                self.first[key] = number


def name_cells(judged: dict[str, Any], number: int, mapping: Sequence[str]) -> None:
    """Say in which cell each problem is that was found by comparing."""
    for problem in judged.get("p", []):
        if problem[1] and not problem[3] and problem[1] in mapping:
            problem[3] = f"{column_letter(list(mapping).index(problem[1]) + 1)}{number}"


def hash_of(kind: str, *texts: str) -> str:
    """What tells rows and addresses of one file apart. Kept in the vault only."""
    plain = "\x1f".join([kind, *(" ".join(text.split()).casefold() for text in texts)])
    return hashlib.blake2b(plain.rstrip("\x1f").encode(errors="replace"), digest_size=8).hexdigest()


def meet_register(
    judged: dict[str, Any], known: Callable[[str, str], bool]
) -> None:  # fmt: skip
    """Say when somebody in the programme is reached there already, and no more than that."""
    if judged["o"] not in {NEW, ASKED, STOP}:
        return
    hers = judged["v"]
    email, phone = hers.get("email") or "", hers.get("phone") or ""
    if (email and known("email", email)) or (not email and phone and known("phone", phone)):
        add = judged["m"].get(ADD) and hers.get("experience") and hers.get("role")
        judged["o"] = UPDATE if add else KNOWN
        judged["p"] = [p for p in judged["p"] if p[0] not in {"email_same", "phone_same"}]
    elif email and phone and known("phone", phone):
        judged["o"] = STOP
        judged["p"].append(["phone_taken", "phone", "", ""])
