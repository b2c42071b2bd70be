"""The figures of a scenario, section by section, each with unit, source, year and evidence."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs import spec
from erfara.engines.costs.calculation import Result, calculate
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.scenario import Parameter
from erfara.governance import access, actions, queries
from erfara.governance.content import Node, Tree, scenario_of
from erfara.governance.merging import get, row_key
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.costs import saving, shared
from erfara.web.costs import say as words
from erfara.web.costs.forms import NodeForm, new_row
from erfara.web.costs.shared import explained, held
from erfara.web.people_say import first_capital

BASICS = ("name", "about", "period", "money", "hours_per_year", "basis")


def _plain(field: spec.Field, node: Node, content: Tree) -> str:
    """What stands in a field that is no figure."""
    if field.type == "choice" and isinstance(node, str):
        return words.choice(field, node)
    if field.type in {"reference", "references"}:
        names = node if isinstance(node, list) else [node]
        rows = {row_key(row): row for row in content.get(field.to, [])}
        return say(_(" or ")).join(words.row_name(rows.get(n), str(n)) for n in names)
    return words.node_words(node)


def _figure(field: spec.Field, found: Parameter, result: Result) -> dict[str, Any]:
    spoken = words.language()
    source = result.scenario.sources[found.source].title.say(spoken)
    evidence = spec.EVIDENCE_WORDS[found.evidence][spoken == "sv"]
    return {
        "label": words.label(field),
        "value": found.show(spoken),
        "unit": words.unit(field),
        "source": f"{source}, {found.year}",
        "evidence": first_capital(evidence),
        "note": found.note.say(spoken),
    }


def _row(
    slug: str, pk: UUID, section: str, node: Node, fields: tuple[spec.Field, ...], result: Result,
    content: Tree,
) -> dict[str, Any]:  # fmt: skip
    key = row_key(node)
    figures, texts = [], []
    for field in fields:
        value = node.get(field.name)
        if value is None or field.type in {"id", "list"} or field.name in {"name", "title"}:
            continue
        found = result.scenario.parameters.get(f"{section}.{key}.{field.name}")
        if field.type == "parameter" and found is not None:
            figures.append(_figure(field, found, result))
        else:
            texts.append((words.label(field), _plain(field, value, content)))
    inside = [
        {"heading": words.section(field.name), "section": f"{section}.{key}.{field.name}",
         "url": reverse("costs:section", args=[slug, pk, f"{section}.{key}.{field.name}"]),
         "names": [words.row_name(row) for row in node.get(field.name, [])]}
        for field in fields if field.type == "list"
    ]  # fmt: skip
    return {
        "name": first_capital(words.row_name(node, key)),
        "change": reverse("costs:row", args=[slug, pk, section, key]),
        "remove": reverse("costs:remove_row", args=[slug, pk, section, key]),
        "figures": figures,
        "texts": texts,
        "inside": inside,
    }


def _fields(section: str) -> tuple[spec.Field, ...]:
    fields = words.fields_of(section)
    if fields is None or section == "outcome":
        raise Http404
    return fields


@explained
def section(request: Any, slug: str, pk: UUID, section: str) -> HttpResponse:
    """All rows of one section, each figure with where it comes from."""
    fields = _fields(section)
    one = held(request, pk)
    content = one.version.content
    rows = get(content, tuple(section.split("."))) or []
    if "." in section and get(content, tuple(section.split(".")[:2])) is None:
        raise Http404
    place = words.PAGES.index(section) if section in words.PAGES else None
    about = words.SECTIONS[section][1] if section in words.SECTIONS else words.FUNCTIONS[1]
    onwards = words.PAGES[(place + 1) % len(words.PAGES)] if place is not None else None
    above = reverse("costs:section", args=[slug, pk, section.split(".")[0]])
    context = {
        **shared.around(request, slug, one.scenario, ""),
        "back": reverse("costs:scenario", args=[slug, pk]) if place is not None else above,
        "heading": words.section(section.rpartition(".")[2]),
        "about": say(about),
        "rows": [_row(slug, pk, section, row, fields, one.result, content) for row in rows],
        "add": reverse("costs:new_row", args=[slug, pk, section]),
        "version": one.version.number,
        "sums": shared.sums(one.result),
        "onwards": {
            "name": words.section(onwards),
            "url": reverse("costs:section", args=[slug, pk, onwards]),
        } if onwards else None,
    }  # fmt: skip
    return render(request, "costs/section.html", context)


def _answer(
    request: Any, slug: str, scenario: Any, base: Any, form: NodeForm, *, mine: Any, to: str,
    path: str, heading: str, back: str,
) -> HttpResponse:  # fmt: skip
    """A form of figures: tried, saved, or shown with what has to change."""
    sums: list[dict[str, Any]] = []
    is_tried = request.POST.get("do") == "try"
    if http.filled(request, form):
        tree = mine()
        if is_tried:
            try:
                sums = shared.sums(calculate(scenario_of(tree)))
            except CostsError as error:
                form.refuse_costs(error, path)
        elif answer := saving.save(request, form, scenario, base, tree, to=to, path=path):
            return answer
    context = {
        **shared.around(request, slug, scenario, ""),
        "form": form, "rows": list(form.rows()), "heading": heading, "back": back,
        "sums": sums, "tried": bool(sums),
    }  # fmt: skip
    return render(request, "costs/row.html", context, status=form.status)


def basics(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Name, period and prices, and what holds where nothing else is said."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    base = saving.seen_version(request, scenario)
    form = NodeForm(
        http.posted(request), fields=spec.SCENARIO, node=base.content, content=base.content,
        version=base.number, only=BASICS,
    )  # fmt: skip
    there = reverse("costs:scenario", args=[slug, pk])
    return _answer(
        request, slug, scenario, base, form, mine=form.written, to=there, path="", back=there,
        heading=say(_("Period and prices")),
    )  # fmt: skip


def _one_row(request: Any, slug: str, pk: UUID, section: str, key: str) -> HttpResponse:
    fields = _fields(section)
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    base = saving.seen_version(request, scenario)
    path = (*section.split("."), *([key] if key else []))
    node = get(base.content, path) if key else {}
    above = get(base.content, tuple(section.split(".")[:2])) if "." in section else {}
    if node is None or above is None:
        raise Http404
    form = NodeForm(
        http.posted(request), fields=fields, node=node, content=base.content, version=base.number
    )
    new: list[str] = []

    def mine() -> Tree:
        tree = copy.deepcopy(base.content)
        row = form.written()
        *up, name = section.split(".")
        place = get(tree, tuple(up)) if up else tree
        rows = place.setdefault(name, [])
        if key:
            rows[next(n for n, one in enumerate(rows) if row_key(one) == key)] = row
        else:
            row = new_row(section, row, rows)
            new.append(f"{section}.{row_key(row)}")
            rows.append(row)
        return tree

    back = reverse("costs:section", args=[slug, pk, section])
    heading = first_capital(words.row_name(node, key)) if key else say(
        _("New: {section}"), section=words.section(section.rpartition(".")[2])
    )  # fmt: skip
    place = f"{section}.{key}" if key else _new_path(section, form, base.content)
    return _answer(
        request, slug, scenario, base, form, mine=mine, to=back, path=place, back=back,
        heading=heading,
    )  # fmt: skip


def _new_path(section: str, form: NodeForm, content: Tree) -> str:
    """Where a row that isn't there yet will stand: by this the engine's errors find its fields."""
    if not form.is_bound or not form.is_valid():
        return section
    rows = get(content, tuple(section.split("."))) or []
    row = new_row(section, form.written(), rows)
    return f"{section}.{row['id'] if 'id' in row else f'row{len(rows) + 1}'}"


def row(request: Any, slug: str, pk: UUID, section: str, key: str) -> HttpResponse:
    """One row's figures."""
    return _one_row(request, slug, pk, section, key)


def new_row_page(request: Any, slug: str, pk: UUID, section: str) -> HttpResponse:
    """One more row."""
    return _one_row(request, slug, pk, section, "")


def remove_row(request: Any, slug: str, pk: UUID, section: str, key: str) -> HttpResponse:
    """Take a row out; earlier versions still have it."""
    _fields(section)
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    newest = queries.newest(scenario)
    path = (*section.split("."), key)
    if get(newest.content, path) is None:
        raise Http404
    tree = copy.deepcopy(newest.content)
    *up, name = section.split(".")
    place = get(tree, tuple(up)) if up else tree
    place[name] = [one for one in place[name] if row_key(one) != key]
    if not place[name] and not up:
        del place[name]
    back = reverse("costs:section", args=[slug, pk, section])
    seen = saving.seen_version(request, scenario).number

    def run() -> Any:
        try:
            return actions.save_scenario(
                scenario=scenario, content=tree, seen=seen, by=request.viewer, at=request.at
            )
        except CostsError as error:
            raise saving.in_use(error) from None

    return http.press(
        request, run, to=back, back=back,
        done=_("“{name}” is taken out. Under “Versions” you can fetch it back."),
        name=words.row_name(get(newest.content, path), key),
    )  # fmt: skip
