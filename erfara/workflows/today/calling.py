"""Those in a team who are reached by no message, and have to hear of something all the same."""

from __future__ import annotations

from django.db.models import Count, Min

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Participation
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.workflows.today.loans import OfLoan, about_loan, of_loan
from erfara.workflows.today.rows import NOW, Row, first_of

_CALLS = Prepared(
    lambda programme: (
        Participation.objects.filter(programme_id=programme)
        .exclude(call_about="")
        .values_list(*about_loan("loan__"), "call_about")
        .annotate(number=Count("id"), since=Min("call_since"))
        .order_by("since", "loan_id")
    )
)


def calls(programme: Programme) -> list[Row]:
    """A row for each loan some of whose team are to be phoned."""
    found = []
    for row in first_of(_CALLS, grouped=True, programme=programme.pk):
        loan, about, number, since = OfLoan(*row[:5]), *row[5:]
        if about == Participation.CallAbout.CANCELLED:
            why = plural_lazy(
                "It was cancelled. Call one who gets no message.",
                "It was cancelled. Call {count} who get no message.", number,
            )  # fmt: skip
        else:
            why = plural_lazy(
                "No answer came. Call one who gets no message, and say so.",
                "No answer came. Call {count} who get no message, and say so.", number,
            )  # fmt: skip
        found.append(
            of_loan(loan, "call_team", loan.pk, why, clock.local_day(since), NOW,
                    count=number)
        )  # fmt: skip
    return found
