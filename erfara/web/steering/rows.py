"""The rows behind a number, for coordinators: as many as the number says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.insight import facts, prepared, queries, records
from erfara.insight.counting import label_of
from erfara.insight.outcomes import OUTCOME_WORDS
from erfara.insight.prepared import NotCounted
from erfara.insight.tables import MEANS, Number
from erfara.lending.models import Sought
from erfara.organisations.words import say, say_plural
from erfara.vocabulary.choices import Form
from erfara.web import pieces
from erfara.web.people_say import first_capital, full_day
from erfara.web.steering import ordering, show
from erfara.web.steering.spans import chosen

PER_PAGE = 25
_LONGEST = 40


def figure_rows(request: Any, slug: str, figure: str) -> HttpResponse:
    """The rows that a number counts: of one figure, one row of it, one column."""
    if figure not in MEANS:
        raise Http404
    means, asked = MEANS[figure], chosen(request)
    row = request.GET.get("rad", "")[:_LONGEST]
    column = request.GET.get("kolumn", "")
    column = column if column in means.columns else next(iter(means.columns))
    if asked.span.unit and not means.by_unit:
        raise Http404
    behind = prepared.rows_behind(request.programme, asked.span, figure, row, column)
    if isinstance(behind, NotCounted):
        return ordering.not_counted(request, slug, asked, behind, figure, rad=row, kolumn=column)
    ids: Any = behind.ids
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    shown, amounts = list(page), behind.amounts  # the page first: it reads what each row gives
    lines = _LINES[means.of](request, slug, shown, amounts)
    heads = [say(one) for one in _HEADS[means.of]]
    unit = "hours" if figure == "hours" else "days" if figure == "times" else ""
    if unit:
        heads.append(say(_("Hours") if unit == "hours" else _("Days")))
    name = say(label_of(figure, row)) if row else ""
    words = " · ".join(
        one
        for one in (name, say(means.columns[column]) if len(means.columns) > 1 else "", asked.said,
                    asked.unit)
        if one
    )  # fmt: skip
    context = {
        "title": say(means.title), "words": words, "means": say(means.definition), "page": page,
        "count": say_plural("one row", "{count} rows", page.paginator.count),
        "lines": lines, "columns": heads,
        "numbers": str(len(heads)) if amounts else "", "sum": _sum(behind.value, unit),
        "notes": records.notes(request.programme), "counted_at": behind.counted_at,
        "back": reverse("steering:figures", args=[slug])
        + (f"?{asked.query}" if asked.query else "") + f"#{figure}",
    }  # fmt: skip
    return render(request, "steering/figure_rows.html", context, status=asked.form.status)


def _sum(value: Number | None, unit: str) -> str:
    """What the amounts of the rows make together, where they are hours or days."""
    if not unit or value is None:
        return ""
    if unit == "hours":
        return say(_("Together {number} hours."), number=show.shown(value))
    return say(_("The number that was opened: {number}."), number=show.shown(value))


_HEADS = {
    "requests": (_("Request"), _("Came in"), _("For whom"), _("Form"), _("What became of it")),
    "people": (_("Number"), _("Joined")),
    "needs": (_("What is sought"), _("Request"), _("Noted"), _("The search")),
}
Amounts = dict[UUID, Number]


def _requests(request: Any, slug: str, ids: list[UUID], amounts: Amounts) -> list[list[Any]]:
    units = queries.asked_by(request.programme, ids)
    known = facts.requests_among(request.programme, ids)
    forms = dict(Form.choices)
    found = []
    for pk in ids:
        if (fact := known.get(pk)) is None:
            continue  # what was counted some hours ago may be gone
        there = reverse("coordinator:request", args=[slug, pk])
        line = [
            pieces.link(say(_("Request {number}"), number=fact.no), there), full_day(fact.received),
            units[pk], first_capital(str(forms.get(fact.form, ""))),
            first_capital(say(OUTCOME_WORDS[fact.outcome])),
        ]  # fmt: skip
        found.append([*line, show.shown(amounts[pk])] if amounts else line)
    return found


def _people(request: Any, slug: str, ids: list[UUID], amounts: Amounts) -> list[list[Any]]:
    known = {one.id: one for one in facts.people(request.programme, ids)}
    found = []
    for pk in ids:
        if (one := known.get(pk)) is None:
            continue
        text = say(_("Number {number}"), number=one.number)
        there = reverse("coordinator:person", args=[slug, pk])
        found.append([pieces.link(text, there) if one.here else text, str(one.joined.year)])
    return found


def _needs(request: Any, slug: str, ids: list[UUID], amounts: Amounts) -> list[list[Any]]:
    rows = queries.needs_by_id(request.programme, ids)
    ends = {"": label_of("sought", "open"), **dict(Sought.End.choices)}
    found = []
    for pk in ids:
        one = rows[pk]
        asked = ""
        if one.request is not None:
            there = reverse("coordinator:request", args=[slug, one.request.pk])
            asked = pieces.link(say(_("Request {number}"), number=one.request.no), there)
        noted = full_day(local_day(one.created_at))
        found.append([one.words, asked, noted, first_capital(say(ends[one.end]))])
    return found


_LINES = {"requests": _requests, "people": _people, "needs": _needs}
