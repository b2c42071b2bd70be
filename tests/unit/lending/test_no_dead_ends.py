"""What begins ends, whoever leaves in between, and nothing is added to what has ended."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from erfara.compensation import actions as pay
from erfara.foundation import clock, vault
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.insight.statistics import library_statistics
from erfara.lending import queries
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import loans, owed, requests
from erfara.lending.models import Feedback, Inquiry, Loan, LoanRequest, Participation
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor, Person
from erfara.workflows import consent, lend, timekeeping
from erfara.workflows.today import today
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def erased(row: Contributor | None) -> None:
    assert row is not None
    row.refresh_from_db()
    consent.leave(contributor=row, how="phone", by=make.system(row.programme), at=AT)
    consent.erase(contributor=row, at=AT + timedelta(days=3))


def by_phone(library: Programme) -> Contributor:
    return make.contributor(library, consents=["register"])


def one_in(loan: Loan) -> Participation:
    part = loan.participations.order_by("id").first()
    assert part is not None
    return part


def asked_one(library: Programme, who: Contributor | None = None) -> tuple[LoanRequest, Inquiry]:
    request = make.loan_request(library)
    (inquiry,) = make.asked(request, [who or make.contributor(library)])
    return request, inquiry


# Somebody is erased while a loan owes her something


def test_a_loan_is_closed_although_one_who_took_part_has_been_erased() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    gone = one_in(loan).contributor
    summary = loan.feedback.get(kind="summary")
    owed.send_feedback(feedback=summary, text="Det här kom fram.", by=make.system(library), at=AT)
    erased(gone)
    assert not loan.follow_ups.filter(participation__contributor=gone, state="due").exists()
    assert not summary.deliveries.filter(participation__contributor=gone).exists()
    delivery = summary.deliveries.get()
    owed.note_reached(delivery=delivery, how="phone", by=make.system(library), at=AT)
    summary.refresh_from_db()
    assert summary.state == "given"


def test_the_last_one_who_waited_for_feedback_keeps_nothing_open_by_leaving() -> None:
    library = make.programme()
    loan = make.followed_up(make.carried_out(make.team(make.loan_request(library), 2)))
    for row in loan.feedback.all():
        owed.send_feedback(feedback=row, text="Det här kom fram.", by=make.system(library), at=AT)
    one, other = loan.participations.order_by("id")
    for delivery in one.deliveries.all():
        owed.note_reached(delivery=delivery, how="phone", by=make.system(library), at=AT)
    erased(other.contributor)
    loan.refresh_from_db()
    assert loan.state == "fed_back"


def test_feedback_to_nobody_who_is_left_is_given_at_once() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    for part in loan.participations.all():
        erased(part.contributor)
    summary = loan.feedback.get(kind="summary")
    owed.send_feedback(feedback=summary, text="Det här kom fram.", by=make.system(library), at=AT)
    assert summary.state == "given"


def test_nothing_is_written_down_about_one_who_is_erased() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    contact = loan.request.contact
    vault.erase(tenant_id=library.pk, person_id=contact.pk, at=AT)
    Person.objects.filter(pk=contact.pk).update(erased_at=AT)
    follow_up = queries.follow_ups(loan).get(participation__isnull=True)
    with pytest.raises(Refused):
        lend.follow_up(
            follow_up=follow_up, values=make.FOLLOW_UP_BORROWER, channel="phone",
            by=make.system(library), at=AT,
        )  # fmt: skip


def test_a_borrower_who_is_erased_is_not_reminded_for_ever() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    Person.objects.filter(pk=loan.request.contact_id).update(erased_at=AT)
    timekeeping.chase_debts(AT + timedelta(days=200))
    assert loan.feedback.get(kind="borrower").reminders == 0


def test_a_closed_library_chases_nobody() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    Programme.objects.filter(pk=library.pk).update(state="closed")
    assert timekeeping.chase_debts(AT + timedelta(days=200)) == 0
    assert loan.feedback.get(kind="borrower").reminders == 0


# What has ended takes nobody in


def test_nobody_is_confirmed_for_a_request_that_has_ended() -> None:
    library = make.programme()
    request, inquiry = asked_one(library, by_phone(library))
    asking.answer(inquiry=inquiry, answer="yes", by=make.system(library), at=AT)
    lend.end_request(
        request=request, end_reason="declined", words="Det går inte.", by=make.system(library),
        at=AT,
    )  # fmt: skip
    seen_before_it_ended = Inquiry.objects.select_related("request").get(pk=inquiry.pk)
    seen_before_it_ended.request.state = "asking"
    with pytest.raises(Refused):
        lend.confirm(inquiry=seen_before_it_ended, by=make.system(library), at=AT)
    assert not Loan.objects.filter(request=request).exists()


def test_people_from_outside_make_no_loan_of_a_request_that_has_not_come_so_far() -> None:
    library = make.programme()
    request = make.loan_request(library)
    with pytest.raises(Refused):
        loans.add_outside(request=request, count=2, by=make.system(library), at=AT)
    assert not Loan.objects.filter(request=request).exists()


def test_nobody_at_all_is_no_team_whatever_the_reason() -> None:
    library = make.programme()
    request, inquiry = asked_one(library)
    part = lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(library), at=AT)
    lend.withdraw_from_loan(participation=part, by=make.person_actor(inquiry), at=AT)
    with pytest.raises(Refused):
        lend.complete_team(request=request, reason="Det räcker.", by=make.system(library), at=AT)


def test_terms_of_a_request_that_has_ended_are_not_accepted() -> None:
    library = make.programme()
    request = make.loan_request(library)
    lend.end_request(
        request=request, end_reason="declined", words="Nej.", by=make.system(library), at=AT
    )
    with pytest.raises(Refused):
        requests.accept_terms(request=request, by=make.borrower_actor(request), at=AT)


def test_whoever_has_withdrawn_is_not_promised_pay() -> None:
    library = make.programme()
    _request, inquiry = asked_one(library)
    part = lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(library), at=AT)
    lend.withdraw_from_loan(participation=part, by=make.person_actor(inquiry), at=AT)
    with pytest.raises(Refused):
        pay.agree(
            participation=part, amount=Decimal(100), basis="lump", payer="borrower",
            by=make.system(library), at=AT,
        )  # fmt: skip


# Somebody withdraws when the team is ready


def test_a_team_that_has_become_too_small_is_seen_and_told() -> None:
    library = make.programme()
    loan = make.team(make.loan_request(library), 2)
    lend.withdraw_from_loan(participation=one_in(loan), by=make.system(library), at=AT)
    assert OutboxMessage.objects.filter(kind="team_changed", about_id=loan.request_id).count() == 1
    rows = [row for row in today(library, AT).now if row.pk == loan.pk]
    assert "replace" in [row.step for row in rows]


def test_a_withdrawn_one_does_not_count_as_confirmed_on_the_day() -> None:
    library = make.programme()
    request, inquiry = asked_one(library)
    part = lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(library), at=AT)
    lend.withdraw_from_loan(participation=part, by=make.person_actor(inquiry), at=AT)
    (row,) = [row for row in today(library, AT).rows if row.pk == request.pk]
    assert row.step == "ask_more"


# Those who are reached by phone


def test_somebody_nobody_has_called_yet_is_not_silent() -> None:
    library = make.programme()
    request, inquiry = asked_one(library, by_phone(library))
    timekeeping.close_unanswered(AT + timedelta(days=30))
    inquiry.refresh_from_db()
    assert inquiry.state == "sent"
    assert any(row.step == "answer_for" for row in today(library, AT + timedelta(days=30)).now)
    lend.end_request(
        request=request, end_reason="too_few", words="För få.", by=make.system(library), at=AT
    )
    assert any(row.step == "tell" for row in today(library, AT).now)


def test_a_consent_without_an_address_is_a_call() -> None:
    library = make.programme()
    row = make.contributor(library)
    people.change_identity(
        person=row.person, identity={"name": "Påhittad Utan", "phone": "070-999 99 99"},
        by=make.system(library), at=AT,
    )  # fmt: skip
    _request, inquiry = asked_one(library, row)
    assert inquiry.by_phone
    assert not OutboxMessage.objects.filter(to_id=row.person_id).exists()


def test_whoever_has_lost_her_address_is_called_and_not_noted_as_told() -> None:
    library = make.programme()
    row = make.contributor(library)
    request, inquiry = asked_one(library, row)
    people.change_identity(
        person=row.person, identity={"name": "Påhittad Utan", "phone": "070-999 99 99"},
        by=make.system(library), at=AT,
    )  # fmt: skip
    lend.end_request(
        request=request, end_reason="too_few", words="För få.", by=make.system(library), at=AT
    )
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.by_phone) == ("sent", True)


def test_a_borrower_without_an_address_fills_no_list_of_failures() -> None:
    library = make.programme()
    person = people.find_or_add_contact(
        programme=library, identity={"name": "Påhittad Låntagare", "phone": "016-11 11 11"},
        by=make.system(library), at=AT,
    )  # fmt: skip
    make.loan_request(library, contact=person)
    assert not OutboxMessage.objects.filter(to_id=person.pk).exists()


# Days


def test_a_late_reply_gives_time_to_answer() -> None:
    library = make.programme()
    request, inquiry = asked_one(library)
    asking.answer(
        inquiry=inquiry, answer="asked_more", words="Vad menas?", by=make.person_actor(inquiry),
        at=AT,
    )  # fmt: skip
    late = AT + timedelta(days=12)
    asking.tell_more(inquiry=inquiry, text="Så här.", by=make.system(library), at=late)
    timekeeping.close_unanswered(late + timedelta(hours=1))
    inquiry.refresh_from_db()
    request.refresh_from_db()
    assert inquiry.state == "sent"
    assert request.answer_by == clock.local_day(late) + timedelta(days=3)


def test_a_talk_is_opened_once_however_long_it_is() -> None:
    library = make.programme()
    _request, inquiry = asked_one(library)
    for number in range(3):
        asking.write_message(
            inquiry=inquiry, text=f"Rad {number}.", by=make.person_actor(inquiry), at=AT
        )
    assert len(set(inquiry.messages.all().values_list("inquiry", flat=True))) == 1
    person = inquiry.contributor.person_id
    names = [name for name in vault.blobs_of(library.pk, person) if name.startswith("text:")]
    assert names == [f"text:{inquiry.pk}"]


def test_two_last_answers_close_nothing_twice() -> None:
    library = make.programme()
    loan = make.followed_up(make.carried_out(make.team(make.loan_request(library), 2)))
    feedback = loan.feedback.get(kind="summary")
    owed.send_feedback(feedback=feedback, text="Så blev det.", by=make.system(library), at=AT)
    first, second = feedback.deliveries.order_by("id")
    for delivery in (first, second, first):
        owed.note_reached(delivery=delivery, how="phone", by=make.system(library), at=AT)
    assert Feedback.objects.get(pk=feedback.pk).state == "given"
    assert library_statistics(library)["feedback_rate"] == 1.0
