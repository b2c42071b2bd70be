"""Payment in the living county: rates, a list that waits to be sent, one that was sent, a borrower
who is late, somebody whose payment has not come, a cost to answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from erfara.compensation import actions as pay
from erfara.compensation.actions import claims, lists, rates
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.models import Loan, LoanRequest
from erfara.people.models import Contributor
from erfara.workflows.demonstration.to_the_end import talk_with_all

# So that a visitor is another than the one who made the list that waits for a second yes.
SOMEBODY_ELSE = UUID(int=0xE4)


def _library_pays(county: Any, loan: Loan, days_ago: int) -> None:
    for part in loan.participations.order_by("created_at", "id"):
        pay.agree(
            participation=part, amount=Decimal(1066), basis="half_day", payer="library",
            by=county.by, at=county.days(-days_ago),
        )  # fmt: skip


def play(
    county: Any,
    folk: list[Contributor],
    team: Callable[[Any, LoanRequest, list[Contributor], int], None],
    held: Callable[[Any, LoanRequest, int], None],
) -> None:
    """What stands in each queue about payment."""
    another = Actor(Role.COORDINATOR, county.programme.pk, SOMEBODY_ELSE)
    rates.use_preset(
        programme=county.programme, preset="uppsala", valid_from=date(2021, 5, 25),
        by=Actor(Role.ADMINISTRATOR, county.programme.pk, SOMEBODY_ELSE), at=county.days(-130),
    )  # fmt: skip
    sent = _loan(county, team, held, folk[:2], "Akutmottagningen", "Att hitta rätt ingång.", 30, 12)
    _library_pays(county, sent, 11)
    row = lists.make_list(
        programme=county.programme,
        until=clock.local_day(county.days(-11)),
        by=another,
        at=county.days(-11),
    )
    lists.send_list(row=row, on=clock.local_day(county.days(-10)), by=another, at=county.days(-10))
    waits = _loan(county, team, held, folk[:6], "Barnkliniken", "Att få besked.", 30, 13)
    _library_pays(county, waits, 12)
    lists.make_list(
        programme=county.programme,
        until=clock.local_day(county.days(-12)),
        by=another,
        at=county.days(-1),
    )
    pay.not_come(compensation=row.payments.order_by("id")[0], by=county.by, at=county.days(-2))
    late = _loan(
        county, team, held, folk[2:4], "Utvecklingsenheten", "Ett lugnt rum att vänta i.", 62, 52
    )
    talk_with_all(
        county, late, 40,
        {"content": "rather", "developed": "partly", "paid": "no", "level": "service",
         "ladder": "consultation"},
        {"felt": "good", "again": "yes", "ladder": "dialogue"},
    )  # fmt: skip
    part: Any = waits.participations.order_by("created_at", "id")[0]
    claims.claim(
        participation=part, kind="travel", day=clock.local_day(county.days(-13)),
        amount=Decimal(84), words="Buss fram och tillbaka.",
        by=Actor(Role.PERSON, county.programme.pk, part.contributor.person_id),
        at=county.days(-3),
    )  # fmt: skip


def _loan(
    county: Any, team: Any, held: Any, folk: list[Contributor], unit: str, purpose: str,
    asked: int, met: int,
) -> Loan:  # fmt: skip
    request = county.ask_for("Region Blåberg", unit, purpose, asked + 4)
    team(county, request, folk, asked)
    held(county, request, met)
    loan: Loan = request.loan
    loan.refresh_from_db()
    return loan
