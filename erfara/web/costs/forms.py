"""The scenario's fields as forms, from the engine's own table of what may stand there."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs import spec
from erfara.engines.costs.checking import shipped_on_costs
from erfara.engines.costs.errors import CostsError
from erfara.foundation import forms
from erfara.governance import content as documents
from erfara.governance.content import Node, Tree, text_of
from erfara.organisations.words import say
from erfara.web.costs import figures
from erfara.web.costs import say as words
from erfara.web.people_say import first_capital

_LONG = {"note", "found", "about"}
_SHAPE_LABELS: dict[str, Any] = {
    "uniform": _("evenly between the ends"),
    "triangular": _("triangle: ends and the most likely"),
    "pert": _("PERT: ends and the most likely, smooth"),
    "gamma": _("gamma: mean and standard deviation"),
    "normal": _("normal: mean and standard deviation"),
    "beta": _("beta: mean and standard deviation"),
    "gamma_shape": _("gamma: shape and scale"),
    "beta_ab": _("beta: a and b"),
}
_AS_A_WHOLE = _("as for the whole")


def sources_of(content: Tree) -> list[tuple[str, str]]:
    """What a figure may come from: the document's own sources and those shipped."""
    spoken = words.language()
    own = [
        (str(row["id"]), text_of(row.get("title"), spoken)) for row in content.get("sources", [])
    ]
    known = {id for id, _title in own}
    return own + [
        (id, source.title.say(spoken)) for id, source in shipped_on_costs()[1] if id not in known
    ]


def _targets(content: Tree, to: str) -> list[tuple[str, str]]:
    if to == "sources":
        return sources_of(content)
    spoken = words.language()
    return [(str(row["id"]), text_of(row.get("name"), spoken)) for row in content.get(to, [])]


class NodeForm(forms.Form):
    """A mapping of the document: one row of a section, or its first page.

    `node` is what stands there now, empty for a new row. `written()` gives what is to stand there;
    what nobody touched comes back exactly as it was.
    """

    version = forms.Hidden(required=False, max_length=9)

    def __init__(
        self, data: Any, *, fields: tuple[spec.Field, ...], node: Mapping[str, Node],
        content: Tree, version: int, only: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"version": version})
        self.node, self.content = node, content
        self.specs = tuple(
            f for f in fields
            if f.type not in {"id", "list"} and f.name != "erfara" and (not only or f.name in only)
        )  # fmt: skip
        for field in self.specs:
            self._add(field, field.name, node.get(field.name))

    # Fields -----------------------------------------------------------------------------------

    def _add(self, field: spec.Field, name: str, node: Node) -> None:
        if field.type == "group":
            inner = node if isinstance(node, Mapping) else {}
            for one in field.fields:
                self._add(one, f"{name}__{one.name}", inner.get(one.name))
                if name == "basis":
                    self.fields[f"{name}__{one.name}"].help_text = _("Where nothing else is said.")
        elif field.type == "parameter":
            self._add_figure(field, name, node)
        else:
            self.fields[name] = self._field(field, name, node)

    def _field(self, field: spec.Field, name: str, node: Node) -> django_forms.Field:
        label, required = words.label(field), field.required
        # Half of a group is asked for by the engine, when the other half is there.
        required = required and "discount" not in name
        if field.type == "text":
            kind = forms.LongText if field.name in _LONG else forms.Text
            text = text_of(node, words.language())
            more: dict[str, Any] = {"rows": 3} if field.name in _LONG else {}
            length = 2000 if field.name in _LONG else 200
            return kind(label, required=required, initial=text, max_length=length, **more)
        if field.type == "date":
            return forms.Date(label, required=required, initial=words.day(str(node or "")))
        if field.type == "choice":
            choices = [(value, words.choice(field, value)) for value in field.choices]
            return forms.Select(label, choices=choices, required=required, initial=node or "",
                                empty_label=_("Choose") if required else _("not said"))  # fmt: skip
        if field.type == "reference":
            return forms.Select(label, choices=_targets(self.content, field.to), initial=node or "",
                                required=required, empty_label=_AS_A_WHOLE)  # fmt: skip
        if field.type == "references":
            chosen = node if isinstance(node, list) else [node] if node else []
            return forms.Checkboxes(label, choices=_targets(self.content, field.to),
                                    hint=words.explained(field), required=required,
                                    initial=chosen)  # fmt: skip
        return forms.Text(label, required=required, initial=node or "", max_length=20,
                          width="short")  # fmt: skip

    def _add_figure(self, field: spec.Field, name: str, node: Node) -> None:
        now = figures.shown(node)
        required = field.required and "discount" not in name
        unit = words.unit(field)
        example = figures.grouped(field.example)
        example = example.replace(".", ",") if words.language() == "sv" else example
        hint = say(_("{unit}, like {example}"), unit=first_capital(unit), example=example)
        if more := words.explained(field):
            hint = f"{hint}. {more}."
        self.fields[name] = forms.Text(
            words.label(field), required=required, initial=now["figure"], max_length=60,
            width="medium", hint=hint,
        )  # fmt: skip
        evidence = [(key, words.choice(_EVIDENCE, key)) for key in spec.EVIDENCE]
        label = words.label(field)

        def said(text: Any) -> str:
            # Each of many alike says what it is about, for those who go from field to field.
            return say(_("{what}: {field}"), what=label, field=say(text))

        self.fields.update({
            f"{name}--source": forms.Select(
                said(_("source")), choices=sources_of(self.content), required=False,
                initial=now["source"], empty_label=_AS_A_WHOLE),
            f"{name}--year": forms.Text(
                said(_("year it holds for")), required=False, initial=now["year"], max_length=20,
                width="short"),
            f"{name}--evidence": forms.Select(
                said(_("how well it is known")), choices=evidence, required=False,
                initial=now["evidence"], empty_label=_AS_A_WHOLE),
            f"{name}--note": forms.Text(
                said(_("note")), required=False, max_length=500,
                initial=text_of(now["note"], words.language())),
            f"{name}--shape": forms.Select(
                said(_("how it spreads")), required=False, initial=now["shape"],
                choices=[(key, say(text)) for key, text in _SHAPE_LABELS.items()],
                empty_label=_("a figure, or a range")),
            f"{name}--more": forms.Text(
                said(_("most likely, or standard deviation")), required=False,
                initial=now["more"], max_length=60, width="medium"),
        })  # fmt: skip

    def rows(self) -> Iterator[dict[str, Any]]:
        """The fields in the order of the page; a figure with what stands beside it folded away."""
        for name in self.fields:
            if name == "version" or "--" in name:
                continue
            beside = [self[n] for n in self.fields if n.startswith(f"{name}--")]
            now = [str(bound.value() or "") for bound in beside]
            yield {
                "field": self[name],
                "beside": beside,
                "open": any(bound.errors for bound in beside),
                "said": bool(any(now)),
            }

    # What was written -------------------------------------------------------------------------

    def written(self) -> dict[str, Node]:
        """The mapping as it is to stand in the document."""
        found = {name: copy.deepcopy(value) for name, value in self.node.items()}
        for field in self.specs:
            self._write(found, field, field.name)
        return found

    def _write(self, place: dict[str, Node], field: spec.Field, name: str) -> None:
        before = place.get(field.name)
        if field.type == "group":
            inner = dict(before) if isinstance(before, Mapping) else {}
            for one in field.fields:
                self._write(inner, one, f"{name}__{one.name}")
            value: Node = inner or None
        else:
            value = self._value(field, name, before)
        if value in (None, "", [], {}):
            place.pop(field.name, None)
        else:
            place[field.name] = value

    def _value(self, field: spec.Field, name: str, before: Node) -> Node:
        names = [n for n in self.fields if n == name or n.startswith(f"{name}--")]
        if before is not None and not any(self._touched(n) for n in names):
            return before
        given = self.cleaned_data[name]
        if field.type == "parameter":
            if not given:
                return None
            values = {n.partition("--")[2] or "figure": self.cleaned_data[n] or "" for n in names}
            return figures.written(before, values)
        if field.type == "date":
            return given.isoformat() if given else None
        if field.type == "references":
            return list(given)
        return given

    def _touched(self, name: str) -> bool:
        initial, given = self.fields[name].initial, self.cleaned_data.get(name)
        if isinstance(initial, list):  # the order of ticks means nothing
            return sorted(initial) != sorted(given or [])
        return (initial or "") != (given or "")

    # What has to change -----------------------------------------------------------------------

    def refuse_costs(self, error: CostsError, path: str) -> None:
        """Say at each field what the engine says of it; what is elsewhere stands on top."""
        for problem in error.problems[:20]:
            where = problem.field
            inside = where.removeprefix(f"{path}.") if path else where
            name = inside.replace(".", "__") if inside != where or not path else ""
            if name not in self.fields:
                stem, _dot, part = inside.rpartition(".")
                beside = f"{stem.replace('.', '__')}--{part}"
                name = beside if beside in self.fields else ""
            text = words.sentence(problem)
            if not name and path and not where.startswith(path):
                elsewhere = words.path_words(tuple(where.split(".")), self.content)
                text = f"{elsewhere}: {text}"
            self.refuse(text, field=name or None)


_EVIDENCE = next(field for field in spec.BASIS if field.name == "evidence")


def new_row(section: str, row: dict[str, Node], rows: list[Node]) -> dict[str, Node]:
    """A row with a short name of its own, where rows have one."""
    fields = words.fields_of(section) or ()
    if not any(field.type == "id" for field in fields):
        return row
    name = text_of(row.get("name") or row.get("title"), "sv") or section.rpartition(".")[2]
    taken = {str(one.get("id", "")) for one in rows}
    made: dict[str, Node] = {"id": documents.short_name(name, taken), **row}
    if section == "recruitment":
        made.setdefault("functions", [])
    return made


class StartForm(forms.Form):
    """What to begin from, and what it is to be called."""

    kind = forms.Radios(
        _("What do you want to begin from?"),
        choices=[
            ("uppsala-1", _("Uppsala's proposal 1: eight employed, and {coordinator:a}")),
            ("uppsala-2", _("Uppsala's proposal 2: four employed, and {coordinator:a}")),
            ("uppsala-3", _("Uppsala's proposal 3: nobody employed, {coordinator:a} at half time")),
            ("empty", _("Nothing: you write every figure yourself")),
        ],
        missing=_("Choose what to begin from."),
    )
    name = forms.Text(
        _("What is it to be called?"), max_length=160,
        hint=_("So that your colleagues see what it is about, like: Our county, two years."),
        missing=_("Write what it is to be called."),
    )  # fmt: skip


class NameForm(forms.Form):
    """A name for the version that stands now."""

    version = forms.Hidden(required=False, max_length=9)
    called = forms.Text(
        _("What do you want to call this version?"), max_length=120,
        hint=_("Like: As the steering group saw it in March."),
        missing=_("Write what the version is to be called."),
    )  # fmt: skip


class DrawForm(forms.Form):
    """A budget to hold the draws against."""

    budget = forms.Money(
        _("A budget for the whole period"), required=False, min_value=0,
        max_value=10_000_000_000, hint=_("Kronor. You see how often the cost stays within it."),
    )  # fmt: skip
