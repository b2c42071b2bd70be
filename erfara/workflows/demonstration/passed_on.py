"""A request of the living county that was passed on to the other one, and the loan it became there.

It is played to its last page, so that each page of a loan can be read in that county's own words.
"""

from __future__ import annotations

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import passing
from erfara.lending.models import Loan, LoanRequest
from erfara.people.models import Contributor
from erfara.workflows import passing as passing_on
from erfara.workflows.demonstration import agreements, asked, living, to_the_end
from erfara.workflows.demonstration.living import County


def play(here: County, there: County) -> Loan:
    """A request that was better asked in the other county, and its loan there."""
    row = here.ask_for("Region Blåberg", "Psykiatrin Väst", "Att komma hem från avdelningen.", 130)
    passed = passing.ask_to_pass_on(
        request=row, to=there.programme, words="Där finns flera som har varit med om det.",
        answer_by=clock.local_day(here.days(-120)), by=here.by, at=here.days(-128),
    )  # fmt: skip
    passing_on.agree(
        passed=passed, contact=asked.asks(row.purpose).identity, at=here.days(-125),
        by=Actor(Role.BORROWER, here.programme.pk, row.contact_id),
    )  # fmt: skip
    request = LoanRequest.objects.get(programme=there.programme, came_from=passed)
    two = Contributor.objects.filter(programme=there.programme).order_by("number")[:2]
    living.team(there, request, list(two), 115)
    loan = request.loan
    for answer in agreements.send_to_sides(there, loan, 110, 10):
        agreements.say_yes(there, answer, 108)
    living.hold(there, request, 100)
    loan.refresh_from_db()
    return to_the_end.finish(
        there, loan, 88, "Ni sade att hemgången börjar när man kommer in.",
        "Vi frågar redan första dagen hur det ska bli hemma.",
    )  # fmt: skip
