"""Turns of asking: a talk about a question, a waiting list, a late yes, and somebody who has just
fallen out of a team that meets tomorrow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from erfara.lending.actions import inquiries, occasions
from erfara.lending.models import Inquiry
from erfara.people.models import Contributor
from erfara.workflows import lend
from erfara.workflows.demonstration.hours import by_clock

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


def play(county: County, folk: list[Contributor]) -> None:
    """Add them to a living county."""
    _talk(county)
    _falls_out(county, folk)


def _talk(county: County) -> None:
    """She wonders, is told more, and wonders once again."""
    inquiry = Inquiry.objects.filter(programme=county.programme, state="asked_more").first()
    if inquiry is None:
        return
    inquiries.tell_more(
        inquiry=inquiry, text="Ja, ta gärna med dig någon. Säg till om det är trappor som är "
        "svåra.", by=county.by, at=county.start - timedelta(hours=20),
    )  # fmt: skip
    county.answers(inquiry, "asked_more", 0, "Tack. Får jag gå lite tidigare?")


@transaction.atomic
def _falls_out(county: County, folk: list[Contributor]) -> None:
    by, start = county.by, county.start
    request = county.ask_for(
        "Region Blåberg", "Barnkliniken", "Hur är det att vänta på besked?", 30
    )
    county.prepare(request, 24)
    asked = county.ask(request, [folk[n] for n in (0, 5, 4, 3, 2)], 20)
    for inquiry in asked[:4]:
        county.answers(inquiry, "yes", 18)
    parts = [lend.confirm(inquiry=one, by=by, at=county.days(-12)) for one in asked[:2]]
    for inquiry in asked[2:4]:
        inquiries.wait(inquiry=inquiry, by=by, at=county.days(-12))
    loan = lend.complete_team(request=request, by=by, at=county.days(-9))
    # By the clock of the day, not of the start: nobody meets at night, whenever it was started.
    begins = by_clock(county.days(1), 13, 30)
    occasions.plan_occasion(
        loan=loan, starts_at=begins, ends_at=begins + timedelta(hours=2),
        place="Påhittade huset", digital=False, by=by, at=county.days(-8),
    )  # fmt: skip
    asked[4].refresh_from_db()
    county.answers(asked[4], "yes", 6)
    lend.withdraw_from_loan(participation=parts[1], by=by, at=start - timedelta(hours=1))
