"""Figures: each counted from rows, each with what it means, each opened by those who may."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.insight import hours, records, rows
from erfara.insight.statistics import DEFINITIONS, totals
from erfara.organisations.models import Programme
from erfara.organisations.words import say, say_plural
from erfara.vocabulary.choices import Form
from erfara.web import people_say
from erfara.web.steering import effects

PER_PAGE = 25

OUTCOME_WORDS = {
    "carried_out": _("carried out"),
    "cancelled_too_few": _("cancelled, too few could take part"),
    "cancelled": _("cancelled"),
    "nobody_fits": _("nobody had lived through it"),
    "no_response": _("no clearer assignment came"),
    "waiting": _("waits for something else"),
    "declined": _("said no to"),
    "asked_elsewhere": _("better asked elsewhere"),
    "passed_on": _("passed on to another {library:sg}"),
    "withdrawn": _("taken back"),
    "library_closes": _("not done before {library:sg.def} closes"),
    "open": _("under way"),
}
TITLES = {
    "recruited": _("People who have joined"),
    "left": _("People who have left"),
    "requests": _("Requests that came in"),
    "carried_out": _("Loans carried out"),
    "feedback_rate": _("Loans whose summary reached everybody"),
    "sought": _("Requests for what nobody has told of"),
}
FOLLOW_UPS = {"done": _("done"), "planned": _("to come"), None: _("none")}


def _definition(figure: str) -> str:
    extra = {
        "left": _("People who joined and have left since. Their details are erased."),
        "sought": _("Requests for which a {coordinator:sg} has noted that it is looked for now."),
    }
    if figure in DEFINITIONS:
        return say(DEFINITIONS[figure])
    return say(extra[figure]) if figure in extra else ""


def hours_of(programme: Programme, slug: str, opens: bool) -> list[dict[str, Any]]:
    """The hours of each year, and where their rows are."""
    there = reverse("steering:hours", args=[slug])
    return [
        {
            "year": one.year, "href": f"{there}?year={one.year}" if opens else "",
            **{party: one.hours(party) for party in hours.PARTIES},
        }
        for one in hours.by_year(programme)
    ]  # fmt: skip


def figures(request, slug: str) -> HttpResponse:
    """All figures of the programme, with what each means."""
    programme = request.programme
    found = totals(programme)
    opens = request.viewer.role == Role.COORDINATOR
    by_year = found["by_year"]

    def link(figure: str) -> str:
        return reverse("steering:figure_rows", args=[slug, figure]) if opens else ""

    told, held = found["summary_reached_all"], found["carried_out"]
    context = {
        "empty": not by_year,
        "headline": say_plural(
            "Everybody who took part heard what it led to in {told} of {count} loan.",
            "Everybody who took part heard what it led to in {told} of {count} loans.",
            held, told=told,
        ) if held else "",
        "feedback": [(say(_("everybody heard")), told), (say(_("not yet")), held - told)],
        "held": held,
        "numbers": [
            {"value": value, "label": say(TITLES[figure]), "href": link(figure),
             "means": _definition(figure)}
            for figure, value in (
                ("recruited", found["contributors"]["recruited"]),
                ("left", found["contributors"]["left"]),
                ("requests", found["requests_in"]),
                ("carried_out", held),
                ("sought", len(rows.sought_for(programme))),
            )
        ],
        "years": [{"year": year, **values} for year, values in by_year.items()],
        "charts": [
            {
                "title": say(TITLES[figure]), "unit": unit,
                "rows": [(year, values[figure]) for year, values in by_year.items()],
                "means": _definition(figure),
            }
            for figure, unit in (
                ("recruited", _("people")), ("requests", _("requests")), ("carried_out", _("loans"))
            )
        ],
        "outcomes": [
            {"label": say(OUTCOME_WORDS[name]), "count": found["outcomes"][name],
             "href": link(name)}
            for name in OUTCOME_WORDS
            if found["outcomes"].get(name)
        ],
        "hours": hours_of(programme, slug, opens),
        "hours_means": say(hours.DEFINITION),
        **effects.of_page(programme, slug, opens),
        "feedback_means": _definition("feedback_rate"),
        "feedback_link": link("feedback_rate"),
        "notes": records.notes(programme),
        "who_we_are": request.viewer.role in {Role.COORDINATOR, Role.STEERING},
        "standing": people_say.full_day(programme.clock_stands_at)
        if programme.clock_stands_at
        else "",
    }  # fmt: skip
    return render(request, "steering/figures.html", context)


def figure_rows(request, slug: str, figure: str) -> HttpResponse:
    """The rows that a figure counts."""
    if figure not in rows.FIGURES:
        raise Http404
    programme = request.programme
    title = say(TITLES[figure]) if figure in TITLES else say(OUTCOME_WORDS[figure]).capitalize()
    context: dict[str, Any] = {"title": title, "figure": figure, "means": _definition(figure),
               "notes": records.notes(programme)}  # fmt: skip
    number = request.GET.get("page")
    if figure in {"recruited", "left"}:
        joined = rows.joined(programme, left=figure == "left")
        people = Paginator(joined, PER_PAGE).get_page(number)
        context |= {"page": people, "people": list(people)}
        return render(request, "steering/figure_people.html", context)
    page = Paginator(rows.requests_of(programme, figure), PER_PAGE).get_page(number)
    forms = dict(Form.choices)
    context |= {
        "page": page,
        "requests": [
            {
                "row": row,
                "form": str(forms.get(row.form, "")),
                "outcome": say(OUTCOME_WORDS[row.outcome]),
                "follow_up": say(FOLLOW_UPS[row.follow_up]),
            }
            for row in page
        ],
    }
    return render(request, "steering/figure_requests.html", context)
