"""Figures: each counted from rows, each with what it means, each opened by those who may."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.insight import prepared, records
from erfara.insight.prepared import NotCounted, Sheet
from erfara.insight.tables import MEANS, Table
from erfara.organisations.words import say, say_plural
from erfara.web import paper, people_say, sheets
from erfara.web.steering import ordering, show
from erfara.web.steering.spans import Chosen, chosen

# What stands as large numbers on top: figure, row (all of them), column.
NUMBERS = (
    ("recruited", "", "people"), ("left", "", "people"), ("requests", "", "requests"),
    ("carried_out", "", "loans"), ("sought", "open", "needs"),
)  # fmt: skip
LARGE_LABELS = {"sought": _("Needs that are sought for now")}
INTERNAL = _("For you who work here: small groups are shown as they are. Don't pass it on.")
FOR_ALL = _("Can be shown to others: small groups are left out, and groups are rounded.")


def _mark(asked: Chosen) -> str:
    return say(INTERNAL if asked.exact else FOR_ALL)


def _sheet(request: Any, asked: Chosen) -> Sheet | NotCounted:
    return prepared.sheet(request.programme, asked.span, sees_register=asked.exact)


def _numbers(tables: dict[str, Table], link: show.Link | None) -> list[dict[str, Any]]:
    found = []
    for key, row, column in NUMBERS:
        if key not in tables:
            continue
        table = tables[key]
        value = table.value(row, column) if row else table.total(column)
        found.append(
            {
                "value": value or 0, "label": say(LARGE_LABELS.get(key, MEANS[key].title)),
                "href": link(key, row, column) if link else "",
            }
        )  # fmt: skip
    return found


def _headline(told: int, held: int) -> str:
    return say_plural(
        "Everybody who took part heard what it led to in {told} of {count} loan.",
        "Everybody who took part heard what it led to in {told} of {count} loans.",
        held, told=told,
    ) if held else ""  # fmt: skip


def figures(request: Any, slug: str) -> HttpResponse:
    """All figures of the programme, with what each means."""
    programme, asked = request.programme, chosen(request)
    found = _sheet(request, asked)
    if isinstance(found, NotCounted):
        return ordering.not_counted(request, slug, asked, found)
    link = show.links(slug, asked.query) if asked.exact else None
    tables = {one.key: one for one in found.tables}
    told, held = (
        int(tables["feedback"].value("everybody_heard", column) or 0)
        for column in ("loans", "of_loans")
    )
    context = {
        **ordering.ordering(slug, asked),
        "empty": asked.is_all and not any(
            tables[k].rows for k in ("recruited", "left", "requests", "hours") if k in tables
        ),
        "headline": _headline(told, held), "held": held,
        "heard": [(say(_("everybody heard")), told), (say(_("not yet")), held - told)],
        "numbers": _numbers(tables, link),
        "sections": show.written(found, link, f"{slug}?{asked.query}"),
        "counted_at": found.counted_at, "groups_at": found.groups_at,
        "can_order": found.ordered and not found.waits, "waits": found.waits,
        "groups_missing": not asked.exact and found.groups_at is None,
        # When it was printed is no part of a record whose clock stands still.
        "printed_on": clock.now(), "mark": _mark(asked),
        "other_url": ordering.address(slug, asked.for_the_others) if asked.works_here else "",
        "csv_url": _file(slug, "csv", asked), "xlsx_url": _file(slug, "xlsx", asked),
        "notes": records.notes(programme),
        "who_we_are": request.viewer.role in {Role.COORDINATOR, Role.STEERING},
        "standing": people_say.full_day(programme.clock_stands_at)
        if programme.clock_stands_at
        else "",
    }  # fmt: skip
    answer = render(request, "steering/figures.html", context, status=asked.form.status)
    return ordering.refreshed(answer) if found.waits else answer


def _file(slug: str, kind: str, asked: Chosen) -> str:
    url = reverse(f"steering:figures_{kind}", args=[slug])
    return f"{url}?{asked.query}" if asked.query else url


def _name(slug: str, kind: str, asked: Chosen) -> str:
    return f"siffror-{slug}{'-internt' if asked.exact else ''}.{kind}"


def _cell(table: Table, row: str, column: str) -> Any:
    """A number as a number, and where there is none what stands instead of it."""
    value = table.value(row, column)
    return show.said(table, row, column) if value is None else value


def as_csv(request: Any, slug: str) -> HttpResponse:
    """All figures as text: one number to a line, with its unit and what it means."""
    asked = chosen(request)
    found = _sheet(request, asked)
    if isinstance(found, NotCounted):
        return HttpResponseRedirect(ordering.address(slug, asked.query))
    heads = (_("Figure"), _("Row"), _("Column"), _("How many"), _("Period"), _("Unit that asked"),
             _("What it means"), _("Whom it is for"))  # fmt: skip
    rows: list[list[Any]] = [[say(head) for head in heads]]
    for table in found.tables:
        means = table.means
        period, unit = (
            (say(_("All years")), "")
            if means.people and not asked.exact
            else (asked.said, asked.unit)
        )
        rows += [
            [say(means.title), say(row.label), say(label), _cell(table, row.key, column), period,
             unit, say(means.definition), _mark(asked)]
            for row in table.rows
            for column, label in means.columns.items()
        ]  # fmt: skip
    return paper.download(sheets.as_csv(rows), _name(slug, "csv", asked), sheets.CSV)


def as_xlsx(request: Any, slug: str) -> HttpResponse:
    """All figures as a workbook: a sheet for each, what it means on top."""
    asked = chosen(request)
    found = _sheet(request, asked)
    if isinstance(found, NotCounted):
        return HttpResponseRedirect(ordering.address(slug, asked.query))
    about: list[list[Any]] = [
        [say(_("The figures of {name}"), name=request.programme.name)],
        [say(_("Period")), asked.said],
        *([[say(_("Unit that asked")), asked.unit]] if asked.unit else []),
        [say(_("Taken out on")), people_say.full_day(clock.now())],
        [_mark(asked)],
        [],
        *([say(one.means.title), say(one.means.definition)] for one in found.tables),
    ]
    pages: list[tuple[str, list[list[Any]], int]] = [(say(_("About these figures")), about, 1)]
    for table in found.tables:
        means = table.means
        rows: list[list[Any]] = [
            [say(means.title)],
            [say(means.first), *(say(label) for label in means.columns.values())],
            *(
                [say(row.label), *(_cell(table, row.key, column) for column in means.columns)]
                for row in table.rows
            ),
            [],
            [say(means.definition)],
            [_mark(asked)],
        ]
        pages.append((say(means.title), rows, 2))
    return paper.download(sheets.as_xlsx(pages), _name(slug, "xlsx", asked), sheets.XLSX)
