"""A library with three years behind it and something of every kind that is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from erfara.foundation import vault
from erfara.lending.actions import hours, meetings, owed, proposals, requests
from erfara.lending.models import Effect, EffectAsk, Loan, LoanRequest, Participation
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.actions import Told
from erfara.people.models import Contributor
from erfara.workflows import lend
from tests import factories as make

UNITS = (("Region Påhitt", "Ögonmottagningen"), ("Exempels kommun", "Hemtjänsten"))
# In which capacity, about what, and how they came; those in the same row are like each other.
PEOPLE = (
    ("patient", "health_centre", "personal"), ("patient", "hospital", "personal"),
    ("relative", "growing_old", "web"), ("relative", "health_centre", "personal"),
    ("user", "mind", "campaign"), ("client", "social_services", "user_organisation"),
    ("companion", "", "web"), ("patient", "health_centre", "1177"),
)  # fmt: skip


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 0, tzinfo=UTC)


def somebody(of: Programme, kind: tuple[str, str, str], at: datetime) -> Contributor:
    role, area, channel = kind
    number = Contributor.objects.count() + 1
    return people.register(
        programme=of,
        identity={"name": f"Påhittad {number}", "email": f"pa{of.slug}{number}@exempel.invalid",
                  "phone": "", "address": ""},
        channel=channel, told=[Told(role, f"Berättelse {number}.", area=area or None)],
        forms=["focus_group"], consents=("register", "email"), how="phone",
        by=make.system(of), at=at,
    )  # fmt: skip


def asked_for(of: Programme, at: datetime, unit: int = 0, **wishes: Any) -> LoanRequest:
    organisation, name = UNITS[unit]
    return make.loan_request(of, organisation=organisation, unit=name, at=at, **wishes)


def specified(
    request: LoanRequest, level: str, ladder: str, at: datetime, **more: Any
) -> LoanRequest:
    by = make.system(request.programme)
    requests.specify(
        request=request, held_on=at.date(), terms_accepted=True, by=by, at=at,
        agreed={"level": level, "ladder": ladder, "expertise": "general", "speaks_for": "self"},
    )  # fmt: skip
    values = {**make.ASSIGNMENT, **more}
    requests.change_assignment(request=request, values=values, by=by, at=at)
    return request


def lent(
    of: Programme, at: datetime, who: list[Contributor], *, unit: int = 0,
    promised: tuple[str, str] = ("service", "dialogue"), after: int = 3,
) -> Loan:  # fmt: skip
    """A loan on its way: specified after some days, its team complete the day after that."""
    request = specified(asked_for(of, at, unit), *promised, at + timedelta(days=after))
    return make.team(request, who, at=at + timedelta(days=after + 1))


def talked(loan: Loan, at: datetime, **ticked: str) -> Loan:
    """Everybody has been asked how it went; the borrower has ticked this too."""
    by = make.system(loan.programme)
    for row in loan.follow_ups.filter(state="due").order_by("id"):
        values = (
            {**make.FOLLOW_UP_BORROWER, **ticked}
            if row.participation_id is None
            else make.FOLLOW_UP_PERSON
        )
        lend.follow_up(follow_up=row, values=values, channel="phone", by=by, at=at)
    loan.refresh_from_db()
    return loan


def told_of_effects(loan: Loan, areas: tuple[str, ...], at: datetime, state: str = "sent") -> None:
    ask = EffectAsk.objects.create(
        programme=loan.programme, loan=loan, months=3, answer_by=at.date(), answer="changed",
        answered_at=at, created_at=at, state="asked",
    )  # fmt: skip
    EffectAsk.objects.filter(pk=ask.pk).update(state=state)
    for area in areas:
        Effect.objects.create(
            programme=loan.programme, ask=ask, area=area, text="Kortare.", created_at=at
        )


def years(of: Programme) -> None:
    """Three years: every end, loans at every step, people who are never asked or have left."""
    by = make.system(of)
    here = [
        somebody(of, kind, moment(2023 + number % 3, 2, 1 + number))
        for number, kind in enumerate(PEOPLE * 3)
    ]
    hidden, gone = here[20], here[21]
    vault.shield(tenant_id=of.pk, person_id=hidden.person_id, at=moment(2025, 6, 1))
    Contributor.objects.filter(pk=gone.pk).update(state="left")
    kept = people.register(
        programme=of, identity={"name": "Tyst", "email": "tyst@exempel.invalid", "phone": "",
                                "address": ""},
        channel="web", told=[Told("patient", "Bara för er.", area="mind", matchable=False)],
        forms=[], consents=("register",), how="phone", by=by, at=moment(2025, 1, 5),
    )  # fmt: skip
    assert kept is not None

    # Told in time, with more of a say than was promised, closed, and something has changed.
    loan = make.carried_out(lent(of, moment(2024, 1, 8), here[:3]), at=moment(2024, 2, 5))
    loan = make.fed_back(
        talked(loan, moment(2024, 2, 12), level="service", ladder="influence"),
        at=moment(2024, 2, 20),
    )
    # Its payments aren't counted here, so they aren't waited for either.
    Loan.objects.filter(pk=loan.pk).update(state="closed", closed_at=moment(2024, 3, 1))
    told_of_effects(loan, ("practice", "knowledge"), moment(2024, 8, 1))
    # Told too late, less of a say, an effect that was stopped; another unit.
    loan = make.carried_out(
        lent(of, moment(2024, 9, 2), here[2:5], unit=1, promised=("system", "influence"), after=9),
        at=moment(2024, 10, 1),
    )
    loan = talked(loan, moment(2024, 10, 20), level="system", ladder="consultation")
    for row in loan.feedback.all():
        owed.send_feedback(feedback=row, text="Så blev det.", by=by, at=moment(2025, 3, 1))
        for delivery in row.deliveries.all():
            owed.note_reached(delivery=delivery, how="phone", by=by, at=moment(2025, 3, 3))
    told_of_effects(loan, ("basis",), moment(2025, 3, 1), state="stopped")
    # As promised, the summary still on its way; only one of two has got it.
    loan = make.carried_out(
        lent(of, moment(2025, 1, 7), here[4:6], promised=("service", "consultation")),
        at=moment(2025, 2, 3),
    )
    loan = talked(loan, moment(2025, 2, 10), ladder="consultation")
    summary = loan.feedback.get(kind="summary")
    owed.send_feedback(feedback=summary, text="Så blev det.", by=by, at=moment(2025, 2, 12))
    owed.note_reached(
        delivery=summary.deliveries.order_by("id")[0], how="phone", by=by, at=moment(2025, 2, 13)
    )
    told_of_effects(loan, ("practice",), moment(2025, 5, 1))
    hours.write_hours(
        loan=loan, party="coordinator", what="preparation", minutes=100, day=date(2025, 2, 3),
        by=by, at=moment(2025, 2, 4),
    )  # fmt: skip
    # Held, nothing said yet; and one where nobody could come.
    make.carried_out(lent(of, moment(2025, 3, 3), here[6:8], unit=1), at=moment(2025, 4, 1))
    alone = make.carried_out(lent(of, moment(2025, 3, 4), here[8:10]), at=moment(2025, 4, 2))
    Participation.objects.filter(loan=alone).update(state="absent")
    for reason, day in (("too_few", 3), ("borrower", 4)):
        loan = lent(of, moment(2025, 5, day), here[10:12])
        lend.cancel_loan(
            loan=loan, cancel_reason=reason, words="Det gick inte.", by=by,
            at=moment(2025, 5, day + 8),
        )  # fmt: skip
    # Ends without a loan.
    for number, (reason, elsewhere) in enumerate(
        [("nobody_fits", ""), ("declined", ""), ("too_few", ""), ("no_response", ""),
         ("asked_elsewhere", "Funktionsrätt")]
    ):  # fmt: skip
        at = moment(2023, 3 + number, 6)
        ended = asked_for(of, at, unit=number % 2)
        lend.end_request(
            request=ended, end_reason=reason, words="Så blev det.", elsewhere=elsewhere, by=by,
            at=at + timedelta(days=2 + 3 * number),
        )  # fmt: skip
    # Still on their way: asked and answered in every way, one waiting, one with times offered.
    asking = asked_for(of, moment(2025, 9, 1))
    specified(asking, "individual", "dialogue", moment(2025, 9, 4))
    inquiries = make.asked(asking, here[12:16], at=moment(2025, 9, 5))
    make.said_yes(inquiries[0], at=moment(2025, 9, 6))
    waits = asked_for(of, moment(2025, 9, 8), unit=1)
    requests.park(
        request=waits, waits_for="Ett beslut.", look_again_on=date(2026, 9, 1), by=by,
        at=moment(2025, 9, 20),
    )  # fmt: skip
    offered = asked_for(of, moment(2025, 10, 1))
    meetings.offer(
        request=offered, times=[moment(2025, 10, 20), moment(2025, 10, 21)],
        ways=meetings.Ways(how="phone"), answer_by=date(2025, 10, 15), by=by,
        at=moment(2025, 10, 6),
    )  # fmt: skip
    down = asked_for(of, moment(2025, 10, 2))
    LoanRequest.objects.filter(pk=down.pk).update(taken_down=True)
    # What is missing: looked for now, found, dropped, and one whose request is forgotten.
    for number, (wanting, end) in enumerate(
        ((asking, ""), (waits, "found"), (offered, "dropped"), (down, "time"))
    ):
        need = proposals.seek(
            request=wanting, words=f"=Någon som varit med om {number}", concepts=[], by=by,
            at=moment(2025, 10, 10),
        )  # fmt: skip
        if end:
            proposals.end_sought(sought=need, end=end, by=by, at=moment(2025, 10, 12))
