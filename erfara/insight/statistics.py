"""A library's figures, each counted from rows and with a definition beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Place, Prepared
from erfara.insight import effects, years
from erfara.lending.models import (
    Delivery,
    EndReason,
    Feedback,
    LoanRequest,
    Occasion,
    Participation,
)
from erfara.organisations.models import Programme

DEFINITIONS: dict[str, str | Promise] = {
    "recruited": _(
        "People who joined that year and have not left. Those who have left are counted apart."
    ),
    "requests": _("Requests that came in that year, whatever became of them."),
    "carried_out": _(
        "Loans with at least one person who took part, by the year the request came. "
        "A loan that goes on over several occasions counts from the first one held."
    ),
    "feedback_rate": _(
        "Loans carried out whose summary has reached everybody who took part, "
        "out of all loans carried out."
    ),
    "on_time_rate": effects.ON_TIME,
}


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """One request as it counts. `request_id` is the row it comes from."""

    request_id: str
    no: int
    received_year: int
    form: str
    outcome: str
    participants: int | None
    follow_up: str | None
    summary_reached_all: bool


def _year(moment: datetime) -> int:
    return local_day(moment).year


# Those who were part of a loan, also when it was cancelled later.
IN_TEAM = ("confirmed", "took_part", "cancelled")


def _held_with_people(loan_state: str | None, held: int, people: int) -> bool:
    return loan_state is not None and loan_state != "cancelled" and held > 0 and people > 0


# Every word that the figures have for what became of a request.
OUTCOMES = (
    "carried_out", "cancelled_too_few", "cancelled", "nobody_fits", "no_response", "waiting",
    "declined", "asked_elsewhere", "passed_on", "withdrawn", "library_closes", "open",
)  # fmt: skip

# What the figures call a request's end; a request without one is still open.
_ENDS: dict[str, str] = {
    EndReason.NOBODY_FITS: "nobody_fits",
    EndReason.NO_RESPONSE: "no_response",
    EndReason.TOO_FEW: "cancelled_too_few",
    EndReason.ASKED_ELSEWHERE: "asked_elsewhere",
    EndReason.PASSED_ON: "passed_on",
    EndReason.DECLINED: "declined",
    EndReason.WITHDRAWN: "withdrawn",
    EndReason.LIBRARY_CLOSES: "library_closes",
}


def _outcome(
    state: str, end_reason: str, loan_state: str | None, cancel_reason: str | None, carried: bool
) -> str:
    if carried:
        return "carried_out"
    if state == "waiting":
        return "waiting"
    if loan_state == "cancelled":
        return "cancelled_too_few" if cancel_reason == "too_few" else "cancelled"
    return _ENDS.get(end_reason, "open")


def outcome_of(
    state: str, end_reason: str, loan_state: str | None, why: str | None, held: bool, people: bool
) -> str:
    """What became of a request, in the figures' word for it."""
    carried = _held_with_people(loan_state, int(held), int(people))
    return _outcome(state, end_reason, loan_state, why, carried)


def _follow_up(state: str, loan_state: str | None, done: int, written_off: int) -> str | None:
    """`done`, `planned` (a day is set, or will be when the loan is held), or None."""
    if loan_state is None:
        return "planned" if state == "waiting" else None
    if loan_state == "cancelled":
        return None
    if done:
        return "done"
    return None if written_off else "planned"


def request_figures(programme: Programme) -> list[RequestFigures]:
    """Every request of a programme as it counts, by number. Constant queries."""
    borrowers_talk = Q(loan__follow_ups__participation__isnull=True)
    rows = (
        LoanRequest.objects.filter(programme=programme)
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
            "id", "no", "received_at", "form", "state", "end_reason", "loan__id", "loan__state",
            "loan__cancel_reason", "people", "held", "followed", "written_off",
        )
    )  # fmt: skip
    reached = _summaries_that_reached_all(programme)
    figures = []
    for (
        pk, no, received_at, form, state, end_reason, loan_id, loan_state,
        cancel_reason, people, held, followed, written_off,
    ) in rows:  # fmt: skip
        carried_out = _held_with_people(loan_state, held, people)
        figures.append(
            RequestFigures(
                request_id=str(pk),
                no=no,
                received_year=_year(received_at),
                form=form,
                outcome=_outcome(state, end_reason, loan_state, cancel_reason, carried_out),
                participants=people if loan_state or state != "ended" else None,
                follow_up=_follow_up(state, loan_state, followed, written_off),
                summary_reached_all=carried_out and loan_id in reached,
            )
        )
    return figures


def _summaries_that_reached_all(programme: Programme) -> set[UUID]:
    """Loans whose summary was given and has no delivery that is still to reach somebody."""
    given = set(
        Feedback.objects.filter(
            programme=programme, kind=Feedback.Kind.SUMMARY, state="given"
        ).values_list("loan_id", flat=True)
    )
    missing = set(
        Delivery.objects.filter(
            programme=programme, feedback__kind=Feedback.Kind.SUMMARY, reached_at__isnull=True
        ).values_list("feedback__loan_id", flat=True)
    )
    return given - missing


@dataclass(slots=True)
class _Requests:
    """How many requests came in each year, what became of them, and who heard of it."""

    asked: Counter[int] = field(default_factory=Counter)
    carried: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    told: int = 0


def _alike(programme: Place, ends: list[Place]) -> QuerySet[LoanRequest, tuple[Any, ...]]:
    """Requests that stand alike, put together: which year, how they stand, and how many."""
    loan = OuterRef("loan")
    summary = Q(loan=loan, kind=Feedback.Kind.SUMMARY)
    missing = Q(feedback__loan=loan, feedback__kind=Feedback.Kind.SUMMARY, reached_at__isnull=True)
    return (
        LoanRequest.objects.filter(programme_id=programme)
        .annotate(
            year=years.which("received_at", ends),
            held=Exists(Occasion.objects.filter(loan=loan, state="held")),
            people=Exists(Participation.objects.filter(loan=loan, state__in=IN_TEAM)),
            given=Exists(Feedback.objects.filter(summary, state="given")),
            missing=Exists(Delivery.objects.filter(missing)),
        )
        .values_list(
            "year", "state", "end_reason", "loan__state", "loan__cancel_reason", "held", "people",
            "given", "missing",
        )
        .annotate(count=Count("*"))
        .order_by()
    )  # fmt: skip


_ALIKE = Prepared(_alike)
_SPAN = Prepared(
    lambda programme: (
        LoanRequest.objects.filter(programme_id=programme)
        .values_list(Value(0))  # not grouped: one row
        .annotate(first=Min("received_at"), last=Max("received_at"))
        .order_by()
    )
)


def _requests(programme: Programme) -> _Requests:
    """The same as counting `request_figures`, which reads each request: 240 of them cost 8 ms, the
    few kinds of them that there are 1.5."""
    found = _Requests()
    ((_one, first, last),) = _SPAN.rows(programme=programme.pk)
    if first is None:
        return found
    ends = years.ends(_year(first), _year(last))
    for which, *how, count in _ALIKE.rows(programme=programme.pk, ends=ends):
        year = _year(first) + which
        state, end_reason, loan_state, why, held, people, given, missing = how
        carried_out = _held_with_people(loan_state, held, people)
        found.asked[year] += count
        found.outcomes[_outcome(state, end_reason, loan_state, why, carried_out)] += count
        if carried_out:
            found.carried[year] += count
            found.told += count if given and not missing else 0
    return found


def totals(programme: Programme) -> dict[str, Any]:
    """All figures of a library without the requests one by one, as its page shows them."""
    recruited, left = years.joined(programme)
    requests = _requests(programme)
    spanned = sorted({*recruited, *requests.asked})
    if spanned:
        last = _year(programme.clock_stands_at) if programme.clock_stands_at else spanned[-1]
        spanned = list(range(spanned[0], max(last, spanned[-1]) + 1))
    carried = requests.carried.total()
    return {
        "library": programme.slug,
        "by_year": {
            str(year): {
                "recruited": recruited[year],
                "requests": requests.asked[year],
                "carried_out": requests.carried[year],
            }
            for year in spanned
        },
        "contributors": {"recruited": recruited.total(), "left": left},
        "outcomes": {name: n for name in OUTCOMES if (n := requests.outcomes[name])},
        "requests_in": requests.asked.total(),
        "carried_out": carried,
        "summary_reached_all": requests.told,
        "feedback_rate": round(requests.told / carried, 3) if carried else None,
        "summary_on_time": (in_time := effects.on_time(programme)),
        "on_time_rate": round(in_time / carried, 3) if carried else None,
        "definitions": {key: str(text) for key, text in DEFINITIONS.items()},
    }


def library_statistics(programme: Programme) -> dict[str, Any]:
    """All figures of a library, in the shape that `erfara stats --json` prints."""
    found = totals(programme)
    del found["requests_in"]
    found["requests"] = [
        {
            "no": f.no,
            "received_year": f.received_year,
            "form": f.form or None,
            "outcome": f.outcome,
            "participants": f.participants,
            "follow_up": f.follow_up,
        }
        for f in request_figures(programme)
    ]
    return found
