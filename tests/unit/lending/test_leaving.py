"""Of several times somebody is at some and then leaves, or there will be no more: what was done
stays done."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from erfara.compensation import actions as pay
from erfara.compensation.models import Compensation
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import occasions
from erfara.lending.models import Loan, Occasion, Participation
from erfara.people.models.consents import How
from erfara.workflows import consent, lend
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FIRST, SECOND = AT + 10 * DAY, AT + 17 * DAY


def a_series(number: int = 3) -> tuple[Loan, list[Participation], list[Occasion]]:
    """A team and two times, the first of which is over in an hour from `FIRST`."""
    loan = make.team(make.loan_request(make.programme()), number)
    by = make.system(loan.programme)
    times = [
        occasions.plan_occasion(
            loan=loan, starts_at=start, ends_at=start + HOUR, place="Sal 3", digital=False, by=by,
            at=AT,
        )
        for start in (FIRST, SECOND)
    ]  # fmt: skip
    return loan, list(loan.participations.order_by("created_at", "id")), times


def state_of(row: Participation | Loan | Occasion) -> str:
    row.refresh_from_db()
    return str(row.state)


def fee(part: Participation) -> Compensation:
    return Compensation.objects.get(participation=part)


def test_who_came_once_and_leaves_took_part_is_paid_and_hears_what_it_led_to() -> None:
    loan, (once, before, stays), (one, two) = a_series()
    by = make.system(loan.programme)
    lend.withdraw_from_loan(participation=before, by=by, at=AT)
    occasions.hold_occasion(occasion=one, by=by, at=FIRST + HOUR)
    lend.withdraw_from_loan(participation=once, by=by, at=FIRST + DAY)
    assert (state_of(before), state_of(once)) == ("withdrew", "left")
    assert (fee(before).state, fee(once).state) == ("cancelled", "agreed")
    assert two.attendances.get(participation=once).state == "off"
    less = pay.agree(
        participation=once, amount=Decimal(533), basis="lump", payer="library", by=by, at=SECOND
    )
    occasions.hold_occasion(occasion=two, by=by, at=SECOND + HOUR)
    loan.request.refresh_from_db()
    lend.carry_out(loan=loan, by=by, at=SECOND + HOUR)
    assert [state_of(p) for p in (once, before, stays)] == ["took_part", "withdrew", "took_part"]
    assert fee(once) == less
    assert less.state == "agreed"
    with_whom = set(loan.follow_ups.values_list("participation", flat=True))
    assert with_whom == {None, once.pk, stays.pk}
    assert once.inquiry_id is not None
    told = OutboxMessage.objects.filter(kind="follow_up", about_id=once.inquiry_id)
    assert told.count() == 1


def test_one_who_leaves_before_it_is_noted_who_came_may_have_been_there() -> None:
    loan, (there, away, _stays), (one, two) = a_series()
    by = make.system(loan.programme)
    for part in (there, away):
        lend.withdraw_from_loan(participation=part, by=by, at=FIRST + 2 * HOUR)
        assert state_of(part) == "left"
    occasions.hold_occasion(occasion=one, absent=[away.pk], by=by, at=FIRST + DAY)
    assert not two.attendances.filter(participation=there, state="expected").exists()
    occasions.hold_occasion(occasion=two, by=by, at=SECOND + HOUR)
    loan.request.refresh_from_db()
    lend.carry_out(loan=loan, by=by, at=SECOND + HOUR)
    assert (state_of(there), state_of(away)) == ("took_part", "withdrew")
    assert (fee(there).state, fee(away).state) == ("agreed", "cancelled")


def test_nobody_waits_for_one_who_came_and_has_been_erased_since() -> None:
    loan, (gone, *_others), (one, two) = a_series()
    by = make.system(loan.programme)
    occasions.hold_occasion(occasion=one, by=by, at=FIRST + HOUR)
    assert gone.contributor is not None
    consent.leave(contributor=gone.contributor, how=How.PHONE, by=by, at=FIRST + DAY)
    gone.contributor.refresh_from_db()
    consent.erase(contributor=gone.contributor, at=FIRST + 4 * DAY)
    occasions.hold_occasion(occasion=two, by=by, at=SECOND + HOUR)
    loan.request.refresh_from_db()
    lend.carry_out(loan=loan, by=by, at=SECOND + HOUR)
    assert state_of(gone) == "took_part"
    assert not loan.follow_ups.filter(participation=gone).exists()


def test_a_series_that_has_begun_is_ended_and_not_cancelled() -> None:
    loan, parts, (one, two) = a_series()
    by = make.system(loan.programme)
    occasions.hold_occasion(occasion=one, absent=[parts[2].pk], by=by, at=FIRST + HOUR)
    with pytest.raises(Refused, match="Avsluta det här i stället"):
        lend.cancel_loan(loan=loan, cancel_reason="borrower", words="Nej.", by=by, at=FIRST + DAY)
    loan.request.refresh_from_db()
    with pytest.raises(Refused):
        lend.carry_out(loan=loan, by=by, at=FIRST + DAY)  # a time is left, and nobody said why
    lend.carry_out(loan=loan, no_more="De hinner inte.", by=by, at=FIRST + DAY)
    assert (state_of(loan), state_of(two)) == ("carried_out", "cancelled")
    assert [fee(p).state for p in parts] == ["agreed", "agreed", "cancelled"]
    assert loan.feedback.count() == 2
    told = OutboxMessage.objects.filter(kind="occasion_cancelled")
    assert told.exists()


def test_a_loan_to_which_nobody_came_can_still_be_cancelled() -> None:
    loan, parts, (one, _two) = a_series(2)
    by = make.system(loan.programme)
    lend.withdraw_from_loan(participation=parts[0], by=by, at=FIRST + HOUR)
    occasions.hold_occasion(occasion=one, absent=[p.pk for p in parts], by=by, at=FIRST + HOUR)
    lend.cancel_loan(loan=loan, cancel_reason="people", words="Nej.", by=by, at=FIRST + DAY)
    assert [state_of(p) for p in parts] == ["withdrew", "cancelled"]
    assert [fee(p).state for p in parts] == ["cancelled", "cancelled"]


def test_a_loan_that_everybody_has_left_after_coming_still_gets_to_its_end() -> None:
    request = make.loan_request(make.programme())
    by = make.system(request.programme)
    (inquiry,) = make.asked(request, 1)
    part = lend.confirm(inquiry=make.said_yes(inquiry), by=by, at=AT)
    occasions.note_occasion(
        loan=part.loan, starts_at=AT, ends_at=AT + HOUR, place="Sal 3", digital=False, by=by,
        at=FIRST,
    )  # fmt: skip
    lend.withdraw_from_loan(participation=part, by=by, at=FIRST)
    loan = lend.complete_team(request=request, reason="En räckte.", by=by, at=FIRST)
    lend.carry_out(loan=loan, by=by, at=FIRST)
    assert (state_of(loan), state_of(part)) == ("carried_out", "took_part")
