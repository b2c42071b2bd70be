"""A loan from the first day to the last, and every other end a request has had."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from erfara.compensation import actions as pay
from erfara.compensation.queries import payments
from erfara.foundation import states
from erfara.foundation.errors import NotAllowed, Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.lending import policies
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import occasions, requests
from erfara.lending.models import LoanRequest, Occasion
from erfara.workflows import consent, lend
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_a_loan_goes_from_request_to_closed() -> None:
    library = make.programme()
    request = make.loan_request(library)
    loan = make.team(request, 3)
    assert request.state == "ended"
    assert request.end_reason == "loan"
    make.carried_out(loan)
    make.followed_up(loan)
    assert loan.state == "followed_up"
    make.fed_back(loan)
    assert loan.state == "fed_back"
    by = make.system(library)
    with pytest.raises(Refused):
        lend.close(loan=loan, by=by, at=AT)
    for payment in payments(loan):
        pay.pay(compensation=payment, on=AT.date(), by=by, at=AT)
    lend.close(loan=loan, by=by, at=AT)
    assert loan.state == "closed"


def test_a_question_leaves_only_when_the_assignment_is_complete() -> None:
    library = make.programme()
    request = make.specified(make.loan_request(library), place="", digital=False)
    by = make.system(library)
    inquiry = asking.choose(request=request, contributor=make.contributor(library), by=by, at=AT)
    with pytest.raises(Refused):
        asking.send(request=request, inquiries=[inquiry], answer_by=AT.date(), by=by, at=AT)
    inquiry.refresh_from_db()
    assert inquiry.state == "chosen"
    assert not OutboxMessage.objects.filter(kind="inquiry").exists()


def test_everybody_asked_hears_how_it_ended() -> None:
    library = make.programme()
    request = make.loan_request(library)
    asked = make.asked(request, 4)
    by = make.system(library)
    make.said_yes(asked[0])
    make.said_yes(asked[1])
    asking.answer(inquiry=asked[2], answer="no", by=make.person_actor(asked[2]), at=AT)
    for inquiry in asked[:2]:
        lend.confirm(inquiry=inquiry, by=by, at=AT)
    lend.complete_team(request=request, by=by, at=AT)
    for inquiry in asked:
        inquiry.refresh_from_db()
    assert [i.state for i in asked] == ["confirmed", "confirmed", "told", "told"]
    told = OutboxMessage.objects.filter(kind="inquiry_ended").values_list("about_id", flat=True)
    assert set(told) == {asked[2].pk, asked[3].pk}


def test_one_person_is_too_few_without_a_reason() -> None:
    library = make.programme()
    request = make.loan_request(library)
    inquiry, _other = make.asked(request, 2)
    by = make.system(library)
    lend.confirm(inquiry=make.said_yes(inquiry), by=by, at=AT)
    with pytest.raises(Refused):
        lend.complete_team(request=request, by=by, at=AT)
    loan = lend.complete_team(request=request, reason="En viss person behövs.", by=by, at=AT)
    assert loan.team_reason


def test_withdrawing_takes_every_waiting_question_away_at_once() -> None:
    library = make.programme()
    person = make.contributor(library)
    first, second = (make.asked(make.loan_request(library), [person]) for _ in range(2))
    her = make.person_actor(first[0])
    stopped = consent.withdraw(
        person=person.person, purpose="register", how="own_page", by=her, at=AT
    )
    assert stopped.questions == 2
    for inquiry in (*first, *second):
        inquiry.refresh_from_db()
        assert inquiry.state == "stopped"
    person.refresh_from_db()
    assert person.state == "leaving"
    assert person.erase_after == AT + timedelta(hours=48)


def test_only_the_first_of_two_who_press_gets_through() -> None:
    library = make.programme()
    request = make.loan_request(library)
    same = type(request).objects.get(pk=request.pk)
    by = make.system(library)
    requests.book_meeting(request=request, meeting_at=AT, by=by, at=AT)
    with pytest.raises(Stale):
        requests.ask_to_clarify(request=same, what="Vad?", by_day=AT.date(), by=by, at=AT)


def test_another_programmes_coordinator_cannot_move_anything() -> None:
    request = make.loan_request(make.programme())
    stranger = make.system(make.programme())
    with pytest.raises(NotAllowed):
        requests.book_meeting(request=request, meeting_at=AT, by=stranger, at=AT)


@pytest.mark.parametrize(
    "reason", ["nobody_fits", "no_response", "declined", "asked_elsewhere", "library_closes"]
)
def test_every_end_is_reached_and_told(reason: str) -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    lend.end_request(
        request=request, end_reason=reason, words="Så här blev det.",
        elsewhere="Enhetens egna patienter" if reason == "asked_elsewhere" else "", by=by, at=AT,
    )  # fmt: skip
    assert (request.state, request.end_reason) == ("ended", reason)
    assert OutboxMessage.objects.filter(kind="request_ended", about_id=request.pk).count() == 1


def test_better_asked_elsewhere_says_where() -> None:
    library = make.programme()
    request = make.loan_request(library)
    with pytest.raises(Refused):
        lend.end_request(
            request=request, end_reason="asked_elsewhere", words="Fråga dem.",
            by=make.system(library), at=AT,
        )  # fmt: skip
    request.refresh_from_db()
    assert request.state == "received"


def test_a_cancelled_loan_ends_its_request_and_its_payments() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    for inquiry in make.asked(request, 2):
        lend.confirm(inquiry=make.said_yes(inquiry), amount=Decimal(500), by=by, at=AT)
    request.refresh_from_db()
    lend.cancel_loan(
        loan=request.loan, cancel_reason="too_few", words="De önskade fler.", by=by, at=AT
    )
    request.refresh_from_db()
    assert (request.state, request.end_reason) == ("ended", "too_few")
    assert set(request.loan.participations.values_list("state", flat=True)) == {"cancelled"}
    assert set(payments(request.loan).values_list("state", flat=True)) == {"cancelled"}


def test_nobody_forgot_to_say_who_gets_a_notice() -> None:
    assert states.notices_without_sender() == []


def test_what_has_been_is_noted_and_not_planned() -> None:
    library = make.programme()
    loan = make.team(make.loan_request(library))
    when: dict[str, Any] = {
        "loan": loan, "starts_at": AT - timedelta(hours=1), "ends_at": AT + timedelta(hours=1),
        "place": "Sal 3", "digital": False, "by": make.system(library),
    }  # fmt: skip
    with pytest.raises(Refused, match="har varit"):
        occasions.plan_occasion(**when, at=AT)
    assert not Occasion.objects.exists()
    # Whoever plays in a record of the past plans at the time when it was to come.
    occasions.plan_occasion(**when, at=AT - timedelta(hours=2))
    told = OutboxMessage.objects.filter(kind="occasion_planned").count()
    assert told
    assert occasions.note_occasion(**when, at=AT).state == "held"
    assert OutboxMessage.objects.filter(kind="occasion_planned").count() == told
    with pytest.raises(Refused, match="inte börjat"):
        occasions.note_occasion(**when, at=AT - timedelta(hours=2))


def test_of_two_who_book_the_meeting_the_second_is_told() -> None:
    library = make.programme()
    request, by = make.loan_request(library), make.system(library)
    page = policies.meeting_version(request)
    theirs = LoanRequest.objects.get(pk=request.pk)
    day = AT + timedelta(days=2)
    requests.book_meeting(request=theirs, meeting_at=day, seen=page, by=by, at=AT)
    with pytest.raises(Stale, match="har bokat"):
        requests.book_meeting(
            request=request, meeting_at=AT + timedelta(days=3), seen=page, by=by, at=AT
        )
    assert LoanRequest.objects.get(pk=request.pk).meeting_at == day
    again = policies.meeting_version(request)
    requests.book_meeting(
        request=request, meeting_at=AT + timedelta(days=3), seen=again, by=by, at=AT
    )
    assert LoanRequest.objects.get(pk=request.pk).meeting_at == AT + timedelta(days=3)


def test_an_occasion_cannot_be_held_before_it_begins() -> None:
    library = make.programme()
    loan = make.team(make.loan_request(library))
    by = make.system(library)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=AT + timedelta(days=1), ends_at=AT + timedelta(days=1, hours=1),
        place="", digital=True, by=by, at=AT,
    )  # fmt: skip
    with pytest.raises(Refused):
        occasions.hold_occasion(occasion=occasion, by=by, at=AT)
