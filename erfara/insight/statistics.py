"""A library's figures, each counted from rows and with a definition beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.lending.models import Delivery, EndReason, Feedback, Loan, LoanRequest
from erfara.organisations.models import Programme
from erfara.people.models import Contributor

JOINED = ("active", "paused", "leaving", "left")

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


def _held_with_people(loan: Loan | None, held: int, people: int) -> bool:
    return loan is not None and loan.state != "cancelled" and held > 0 and people > 0


# Every word that the figures have for what became of a request.
OUTCOMES = (
    "carried_out", "cancelled_too_few", "cancelled", "nobody_fits", "no_response", "waiting",
    "declined", "asked_elsewhere", "withdrawn", "library_closes", "open",
)  # fmt: skip

# What the figures call a request's end; a request without one is still open.
_ENDS: dict[str, str] = {
    EndReason.NOBODY_FITS: "nobody_fits",
    EndReason.NO_RESPONSE: "no_response",
    EndReason.TOO_FEW: "cancelled_too_few",
    EndReason.ASKED_ELSEWHERE: "asked_elsewhere",
    EndReason.DECLINED: "declined",
    EndReason.WITHDRAWN: "withdrawn",
    EndReason.LIBRARY_CLOSES: "library_closes",
}


def _outcome(request: LoanRequest, loan: Loan | None, carried_out: bool) -> str:
    if carried_out:
        return "carried_out"
    if request.state == "waiting":
        return "waiting"
    if loan is not None and loan.state == "cancelled":
        return "cancelled_too_few" if loan.cancel_reason == "too_few" else "cancelled"
    return _ENDS.get(request.end_reason, "open")


def _follow_up(request: LoanRequest, loan: Loan | None, done: int, written_off: int) -> str | None:
    """`done`, `planned` (a day is set, or will be when the loan is held), or None."""
    if loan is None:
        return "planned" if request.state == "waiting" else None
    if loan.state == "cancelled":
        return None
    if done:
        return "done"
    return None if written_off else "planned"


def request_figures(programme: Programme) -> list[RequestFigures]:
    """Every request of a programme as it counts, by number. Constant queries."""
    rows = (
        LoanRequest.objects.filter(programme=programme)
        .select_related("loan")
        .annotate(
            people=Count(
                "loan__participations",
                filter=Q(loan__participations__state__in=["confirmed", "took_part", "cancelled"]),
                distinct=True,
            ),
            held=Count("loan__occasions", filter=Q(loan__occasions__state="held"), distinct=True),
            followed=Count(
                "loan__follow_ups",
                filter=Q(
                    loan__follow_ups__participation__isnull=True, loan__follow_ups__state="done"
                ),
                distinct=True,
            ),
            written_off=Count(
                "loan__follow_ups",
                filter=Q(
                    loan__follow_ups__participation__isnull=True,
                    loan__follow_ups__state="written_off",
                ),
                distinct=True,
            ),
        )
        .order_by("no")
    )
    reached = _summaries_that_reached_all(programme)
    figures = []
    for row in rows:
        loan: Loan | None = getattr(row, "loan", None)
        carried_out = _held_with_people(loan, row.held, row.people)
        ended_without_loan = loan is None and row.state == "ended"
        figures.append(
            RequestFigures(
                request_id=str(row.pk),
                no=row.no,
                received_year=_year(row.received_at),
                form=row.form,
                outcome=_outcome(row, loan, carried_out),
                participants=None if ended_without_loan else row.people,
                follow_up=_follow_up(row, loan, row.followed, row.written_off),
                summary_reached_all=carried_out and loan is not None and loan.pk in reached,
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


def library_statistics(programme: Programme) -> dict[str, Any]:
    """All figures of a library, in the shape that `erfara stats --json` prints."""
    figures = request_figures(programme)
    # By day and state, not by person: ten thousand people are some hundred days.
    joined = [
        (row["joined_on"].year, row["state"], row["people"])
        for row in Contributor.objects.filter(
            programme=programme, state__in=JOINED, joined_on__isnull=False
        )
        .values("joined_on", "state")
        .annotate(people=Count("*"))
        .order_by("joined_on", "state")
    ]
    recruited: Counter[int] = Counter()
    for year, state, people in joined:  # a year in which all have left is there too, with nobody
        recruited[year] += people if state != "left" else 0
    left = sum(people for _year, state, people in joined if state == "left")
    asked = Counter(f.received_year for f in figures)
    carried = Counter(f.received_year for f in figures if f.outcome == "carried_out")
    years = sorted({*recruited, *asked})
    if years:
        last = _year(programme.clock_stands_at) if programme.clock_stands_at else years[-1]
        years = list(range(years[0], max(last, years[-1]) + 1))
    all_carried = [f for f in figures if f.outcome == "carried_out"]
    told = sum(f.summary_reached_all for f in all_carried)
    return {
        "library": programme.slug,
        "by_year": {
            str(year): {
                "recruited": recruited[year],
                "requests": asked[year],
                "carried_out": carried[year],
            }
            for year in years
        },
        "contributors": {"recruited": sum(recruited.values()), "left": left},
        "requests": [
            {
                "no": f.no,
                "received_year": f.received_year,
                "form": f.form or None,
                "outcome": f.outcome,
                "participants": f.participants,
                "follow_up": f.follow_up,
            }
            for f in figures
        ],
        "outcomes": dict(Counter(f.outcome for f in figures)),
        "carried_out": len(all_carried),
        "summary_reached_all": told,
        "feedback_rate": round(told / len(all_carried), 3) if all_carried else None,
        "definitions": {key: str(text) for key, text in DEFINITIONS.items()},
    }
