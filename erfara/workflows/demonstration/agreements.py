"""Agreements on their way: one that waits for a side, one with a declaration, a support assignment.

From here on the county asks for agreements. What came before it was lent without.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import acceptances, occasions, requests
from erfara.lending.actions import agreements as actions
from erfara.lending.models import Acceptance, Agreement, Inquiry, Loan, LoanRequest
from erfara.organisations import actions as organisations
from erfara.people.actions import parts
from erfara.people.actions.parts import Trained
from erfara.people.models import Contributor
from erfara.workflows import agreements as workflow
from erfara.workflows import lend
from erfara.workflows.demonstration.hours import by_clock

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


def play(county: County, folk: list[Contributor]) -> None:
    """Put them beside what else happens in the county. Call it last: it changes the settings."""
    organisations.change_settings(
        programme=county.programme, by=Actor(Role.ADMINISTRATOR, county.programme.pk),
        at=county.days(-30),
        values={"asks_agreement": True, "asks_conflicts": True, "secrecy_law": "OSL 25:1"},
    )  # fmt: skip
    _waiting(county, folk)
    _declared(county, folk)
    _support(county, folk)


@transaction.atomic
def _team(
    county: County,
    request: LoanRequest,
    folk: list[Contributor],
    days_ago: int,
    basis: str = "lump",
) -> Loan:
    """Asked, said yes, confirmed: the agreement is begun with it."""
    for inquiry in county.ask(request, folk, days_ago):
        _says_yes(county, inquiry, days_ago - 1, basis)
    loan = lend.complete_team(request=request, by=county.by, at=county.days(-days_ago + 3))
    request.refresh_from_db()
    return loan


def _says_yes(county: County, inquiry: Inquiry, days_ago: int, basis: str) -> None:
    county.answers(inquiry, "yes", days_ago)
    lend.confirm(
        inquiry=inquiry, amount=Decimal(1066), basis=basis, by=county.by,
        at=county.days(-days_ago + 1),
    )  # fmt: skip


def send_to_sides(county: County, loan: Loan, days_ago: int, days: int) -> list[Acceptance]:
    """Sent to both sides: the borrower's answer, then each person's."""
    row = Agreement.objects.get(loan=loan, state="draft")
    at = county.days(-days_ago)
    workflow.send(
        agreement=row, accept_by=clock.local_day(at + timedelta(days=days)), by=county.by, at=at
    )
    return sorted(row.acceptances.order_by("created_at", "id"), key=lambda a: bool(a.participation))


def say_yes(county: County, answer: Acceptance, days_ago: int, declaration: str = "") -> None:
    role = Role.PERSON if answer.participation_id else Role.BORROWER
    acceptances.accept(
        answer=answer, version=answer.agreement.version, support="coordinator",
        conflict="declared" if declaration else "nothing", declaration=declaration,
        by=Actor(role, county.programme.pk, answer.person_id), at=county.days(-days_ago),
    )  # fmt: skip


def _waiting(county: County, folk: list[Contributor]) -> None:
    """The borrower has said yes; one of the two who come has not yet."""
    request = county.ask_for("Region Blåberg", "Röntgen", "Kallelser till röntgen.", 28)
    county.prepare(request, 21)
    loan = _team(county, request, [folk[2], folk[3]], 18)
    borrower, one, _other = send_to_sides(county, loan, 4, 9)
    say_yes(county, borrower, 3)
    say_yes(county, one, 2)


def _declared(county: County, folk: list[Contributor]) -> None:
    """Everybody has said yes; what one has declared is to be assessed."""
    request = county.ask_for("Blåbergs kommun", "Biståndsenheten", "Ett beslut att förstå.", 30)
    county.prepare(request, 24)
    loan = _team(county, request, [folk[0], folk[5]], 20)
    _meets(county, loan, 12, 1)
    borrower, one, other = send_to_sides(county, loan, 6, 12)
    say_yes(county, borrower, 5)
    say_yes(county, one, 4)
    say_yes(county, other, 1, "Min svåger arbetar på enheten. Vi pratar inte om jobbet.")


def _support(county: County, folk: list[Contributor]) -> None:
    """One trained person, several times until a last day, with a talk about how it goes."""
    trained = folk[4]
    parts.write_trainings(
        contributor=trained, seen=0, trained=[Trained("peer_support", 2024)], by=county.by,
        at=county.days(-120),
    )  # fmt: skip
    request = county.ask_for("Blåbergs kommun", "Träffpunkten", "Stöd vid träffpunkten.", 45)
    county.prepare(request, 40)
    requests.change_assignment(
        request=request, by=county.by, at=county.days(-39),
        values={
            "form": "support", "people_wanted": 1, "training": "peer_support",
            "task": "Vara med på träffpunkten en eftermiddag i veckan, prata och lyssna.",
            "use_of_answers": "Den som får stöd avgör vad det ska leda till.",
            "length": "två timmar varje gång", "payment": "Halv dag varje gång, och resan dit.",
        },
    )  # fmt: skip
    loan = _team(county, request, [trained], 36, "half_day")
    row = Agreement.objects.get(loan=loan, state="draft")
    actions.write_agreement(
        loan=loan, written=row.terms, ends_on=clock.local_day(county.days(60)),
        review_on=clock.local_day(county.days(5)), by=county.by, at=county.days(-32),
    )  # fmt: skip
    for answer in send_to_sides(county, loan, 31, 10):
        say_yes(county, answer, 29)
    _meets(county, loan, 8, 2)


def _meets(county: County, loan: Loan, days: int, times: int) -> None:
    """So many times, a week apart."""
    starts = by_clock(county.days(days), 13)
    for number in range(times):
        day = starts + timedelta(days=7 * number)
        occasions.plan_occasion(
            loan=loan, starts_at=day, ends_at=day + timedelta(hours=2),
            place="Påhittade huset", digital=False, by=county.by, at=county.days(-1),
        )  # fmt: skip
