"""What `erfara stats --json` prints of a library: a shape that is relied on from outside.

The numbers are those of the figures (`counting.py`); what is told of each request stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.insight.counting import Counted, table_of
from erfara.insight.facts import asked_for
from erfara.insight.outcomes import IN_TEAM, outcome_of
from erfara.insight.spans import EVERYTHING, Span
from erfara.insight.tables import MEANS, Words
from erfara.organisations.models import Programme

DEFINITIONS: dict[str, Words] = {
    **{key: MEANS[key].definition for key in ("recruited", "requests", "carried_out")},
    "feedback_rate": _(
        "Loans carried out whose summary has reached everybody who took part, "
        "out of all loans carried out."
    ),
    "on_time_rate": _(
        "Loans carried out whose summary had reached everybody who took part by the day it was "
        "owed."
    ),
}


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """One request as it counts."""

    no: int
    received_year: int
    form: str
    outcome: str
    participants: int | None
    follow_up: str | None


def _follow_up(state: str, loan_state: str | None, done: int, written_off: int) -> str | None:
    """`done`, `planned` (a day is set, or will be when the loan is held), or None."""
    if loan_state is None:
        return "planned" if state == "waiting" else None
    if loan_state == "cancelled":
        return None
    if done:
        return "done"
    return None if written_off else "planned"


def request_figures(programme: Programme, span: Span = EVERYTHING) -> list[RequestFigures]:
    """Every request of a programme that came within the span, by number. Constant queries."""
    borrowers_talk = Q(loan__follow_ups__participation__isnull=True)
    rows = (
        asked_for(programme, span)
        .annotate(
            people=Count(
                "loan__participations",
                filter=Q(loan__participations__state__in=IN_TEAM),
                distinct=True,
            ),
            held=Count("loan__occasions", filter=Q(loan__occasions__state="held"), distinct=True),
            followed=Count(
                "loan__follow_ups",
                filter=borrowers_talk & Q(loan__follow_ups__state="done"),
                distinct=True,
            ),
            written_off=Count(
                "loan__follow_ups",
                filter=borrowers_talk & Q(loan__follow_ups__state="written_off"),
                distinct=True,
            ),
        )
        .order_by("no")
        .values_list(
            "no", "received_at", "form", "state", "end_reason", "loan__state",
            "loan__cancel_reason", "people", "held", "followed", "written_off",
        )
    )  # fmt: skip
    return [
        RequestFigures(
            no=no,
            received_year=local_day(received_at).year,
            form=form,
            outcome=outcome_of(state, reason, loan_state, why, bool(held), bool(people)),
            participants=people if loan_state or state != "ended" else None,
            follow_up=_follow_up(state, loan_state, followed, written_off),
        )
        for (
            no, received_at, form, state, reason, loan_state, why, people, held, followed,
            written_off,
        ) in rows
    ]  # fmt: skip


def library_statistics(programme: Programme, span: Span = EVERYTHING) -> dict[str, Any]:
    """All figures of a library and a span, in the shape that `erfara stats --json` prints.

    People belong to no unit: for one, how many have joined and left is null.
    """
    of, people = Counted(programme, span), span.unit is None

    def by_year(key: str, column: str) -> dict[int, int]:
        return {int(year): cells[column] for year, cells in table_of(of, key).plain().items()}

    recruited = by_year("recruited", "people") if people else {}
    left = by_year("left", "people") if people else {}
    asked, carried = by_year("requests", "requests"), by_year("carried_out", "loans")
    spanned = sorted({*recruited, *left, *asked})
    if spanned:
        stands = programme.clock_stands_at if span.last is None else None
        last = max(spanned[-1], local_day(stands).year if stands else 0)
        spanned = list(range(spanned[0], last + 1))
    told, held = table_of(of, "feedback"), sum(carried.values())
    everybody, in_time = (
        int(told.value(row, "loans") or 0) for row in ("everybody_heard", "in_time")
    )
    return {
        "library": programme.slug,
        "by_year": {
            str(year): {
                "recruited": recruited.get(year, 0) if people else None,
                "requests": asked.get(year, 0),
                "carried_out": carried.get(year, 0),
            }
            for year in spanned
        },
        "contributors": {
            "recruited": sum(recruited.values()) if people else None,
            "left": sum(left.values()) if people else None,
        },
        "outcomes": {
            key: cells["requests"] for key, cells in table_of(of, "outcomes").plain().items()
        },
        "carried_out": held,
        "summary_reached_all": everybody,
        "feedback_rate": round(everybody / held, 3) if held else None,
        "summary_on_time": in_time,
        "on_time_rate": round(in_time / held, 3) if held else None,
        "definitions": {key: str(text) for key, text in DEFINITIONS.items()},
        "requests": [
            {
                "no": f.no,
                "received_year": f.received_year,
                "form": f.form or None,
                "outcome": f.outcome,
                "participants": f.participants,
                "follow_up": f.follow_up,
            }
            for f in request_figures(programme, span)
        ],
    }
