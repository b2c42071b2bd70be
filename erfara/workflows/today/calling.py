"""Those in a team who are reached by no message, and have to hear of something all the same."""

from __future__ import annotations

from django.db.models import Count, Min
from django.utils.translation import ngettext_lazy

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Participation
from erfara.organisations.models import Programme
from erfara.workflows.today.loans import OfLoans, of_loan
from erfara.workflows.today.rows import LIMIT, NOW

_CALLS = Prepared(
    lambda programme: (
        Participation.objects.filter(programme_id=programme)
        .exclude(call_about="")
        .values_list("loan_id", "call_about")
        .annotate(number=Count("id"), since=Min("call_since"))
        .order_by("since", "loan_id")[: LIMIT + 1]
    )
)


def calls(programme: Programme) -> OfLoans:
    """A row for each loan some of whose team are to be phoned."""
    wanted = _CALLS.rows(programme=programme.pk)
    loans = yield {loan_id for loan_id, *_how in wanted}
    found = []
    for loan_id, about, number, since in wanted:
        if about == Participation.CallAbout.CANCELLED:
            why = ngettext_lazy(
                "It was cancelled. Call one who gets no message.",
                "It was cancelled. Call {count} who get no message.", number,
            )  # fmt: skip
        else:
            why = ngettext_lazy(
                "No answer came. Call one who gets no message, and say so.",
                "No answer came. Call {count} who get no message, and say so.", number,
            )  # fmt: skip
        found.append(
            of_loan(loans[loan_id], "call_team", loan_id, why, clock.local_day(since), NOW,
                    count=number)
        )  # fmt: skip
    return found
