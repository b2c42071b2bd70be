"""Somebody leaves a complete team: a place, those who could come instead, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.lending import policies, replacing_queries
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import loans, replacing
from erfara.lending.models import Inquiry, Loan, LoanRequest, Participation, Vacancy
from erfara.workflows import consent, lend
from erfara.workflows import replacing as instead
from erfara.workflows.today import today
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
SOON = AT + timedelta(hours=3)


def a_loan(spare: int = 2) -> tuple[Loan, list[Inquiry]]:
    """A complete team of two, and so many who had said yes and wait."""
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    rows = [make.said_yes(one) for one in make.asked(request, 2 + spare)]
    for inquiry in rows[:2]:
        lend.confirm(inquiry=inquiry, by=by, at=AT)
    for inquiry in rows[2:]:
        asking.wait(inquiry=inquiry, by=by, at=AT)
    loan = lend.complete_team(request=request, by=by, at=AT)
    return Loan.objects.get(pk=loan.pk), rows[2:]


def one_leaves(loan: Loan) -> Participation:
    part = loan.participations.filter(state="confirmed").order_by("id").first()
    assert part is not None
    return lend.withdraw_from_loan(participation=part, by=make.system(loan.programme), at=AT)


def fresh(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_related("contributor", "request__loan").get(pk=inquiry.pk)


def asks(loan: Loan) -> bool:
    return policies.asks(LoanRequest.objects.get(pk=loan.request_id))


def letters(inquiry: Inquiry) -> list[str]:
    rows = OutboxMessage.objects.filter(about_id=inquiry.pk).order_by("created_at", "kind")
    return [row.kind for row in rows]


def test_whoever_waits_is_not_told_that_it_is_over_while_the_loan_is_to_come() -> None:
    loan, (first, _second) = a_loan()
    assert fresh(first).state == "waiting"
    assert letters(first) == ["inquiry", "waiting_list"]
    make.carried_out(loan)
    assert fresh(first).state == "told"
    assert "inquiry_ended" in letters(first)


def test_a_loan_that_is_cancelled_ends_the_waiting_list_and_the_search() -> None:
    loan, (first, second) = a_loan()
    one_leaves(loan)
    replacing.ask_instead(
        inquiry=fresh(first), answer_before=SOON, by=make.system(loan.programme), at=AT
    )
    loan.refresh_from_db()
    lend.cancel_loan(
        loan=loan, cancel_reason="people", words="Ingen kunde.", by=make.system(loan.programme),
        at=AT,
    )  # fmt: skip
    assert {fresh(one).state for one in (first, second)} == {"told"}
    assert Vacancy.objects.get().state == "over"
    assert not asks(loan)


def test_a_place_is_looked_for_at_once_and_stands_first_on_the_day() -> None:
    loan, _rest = a_loan()
    loans_before = asks(loan)
    one_leaves(loan)
    assert (loans_before, asks(loan)) == (False, True)
    row = next(r for r in today(loan.programme, AT).now if r.step == "replace")
    assert ("vacancy", "open") in row.covers
    assert not any(r.step == "loan" and r.pk == loan.pk for r in today(loan.programme, AT).now)


def test_the_first_yes_gets_the_place_and_the_second_waits_again() -> None:
    loan, (first, second) = a_loan()
    by = make.system(loan.programme)
    one_leaves(loan)
    for one in (first, second):
        replacing.ask_instead(inquiry=fresh(one), answer_before=SOON, by=by, at=AT)
        make.said_yes(fresh(one), at=AT)
    lend.confirm(inquiry=fresh(first), by=by, at=AT)
    assert not asks(loan)
    assert Vacancy.objects.get().filled_by is not None
    assert fresh(second).state == "waiting"
    with pytest.raises(Stale):  # another coordinator, with the page from before
        lend.confirm(inquiry=fresh(second), by=by, at=AT)
    assert loan.participations.filter(state="confirmed").count() == 2


def test_a_yes_after_somebody_else_was_found_is_received() -> None:
    loan, (first, second) = a_loan()
    by = make.system(loan.programme)
    one_leaves(loan)
    for one in (first, second):
        replacing.ask_instead(inquiry=fresh(one), answer_before=SOON, by=by, at=AT)
    instead.comes_instead(inquiry=fresh(first), by=by, at=AT)
    assert fresh(second).state == "told"
    make.said_yes(fresh(second), at=AT + timedelta(hours=1))
    assert fresh(second).state == "late"
    assert any(r.step == "late" for r in today(loan.programme, AT).now)
    asking.wait(inquiry=fresh(second), by=by, at=AT)
    assert fresh(second).state == "waiting"


def test_a_yes_after_the_loan_was_held_is_kept_and_changes_nothing() -> None:
    loan, (first, _second) = a_loan()
    make.carried_out(loan)
    later = AT + timedelta(days=30)
    make.said_yes(fresh(first), at=later)
    row = fresh(first)
    assert (row.state, row.answer, row.answered_at) == ("told", "yes", later)


def test_short_notice_ends_by_itself_and_so_does_the_search() -> None:
    loan, (first, _second) = a_loan()
    one_leaves(loan)
    replacing.ask_instead(
        inquiry=fresh(first), answer_before=SOON, by=make.system(loan.programme), at=AT
    )
    assert instead.end_in_time(SOON - timedelta(minutes=1)) == 0
    assert instead.end_in_time(SOON) == 1
    assert fresh(first).state == "silent"
    make.said_yes(fresh(first), at=SOON)  # too late by the clock, in time for the team
    assert fresh(first).state == "yes"
    assert instead.end_in_time(AT + timedelta(days=60)) == 1
    assert not asks(loan)
    assert Vacancy.objects.get().state == "open"  # somebody has to decide
    row = next(r for r in today(loan.programme, AT + timedelta(days=60)).now if r.step == "replace")
    assert "passed" in str(row.why) or "har varit" in str(row.why)


def test_it_is_enough_as_it_is_with_a_reason() -> None:
    loan, (first, _second) = a_loan()
    by = make.system(loan.programme)
    one_leaves(loan)
    loan.refresh_from_db()
    with pytest.raises(Refused):
        replacing.let_be(loan=loan, reason=" ", by=by, at=AT)
    replacing.let_be(loan=Loan.objects.get(pk=loan.pk), reason="En räcker.", by=by, at=AT)
    assert Vacancy.objects.get().state == "let_be"
    assert fresh(first).state == "waiting"  # somebody else may still fall out
    assert not [r for r in today(loan.programme, AT).now if r.step in {"replace", "loan"}]


def test_nobody_left_is_not_enough() -> None:
    loan, _rest = a_loan()
    one_leaves(loan)
    one_leaves(Loan.objects.get(pk=loan.pk))
    with pytest.raises(Refused):
        replacing.let_be(
            loan=Loan.objects.get(pk=loan.pk), reason="Ingen.", by=make.system(loan.programme),
            at=AT,
        )  # fmt: skip


def test_people_from_outside_take_places_but_not_more_than_there_are() -> None:
    loan, _rest = a_loan()
    by = make.system(loan.programme)
    one_leaves(loan)
    request = LoanRequest.objects.get(pk=loan.request_id)
    with pytest.raises(Refused):
        loans.add_outside(request=request, count=2, by=by, at=AT)
    loans.add_outside(
        request=request, count=1, through="association", brings=["relative"], by=by, at=AT
    )
    part = loan.participations.get(outside=True)
    assert (part.through, part.brings) == ("association", ["relative"])
    assert not asks(loan)
    loans.change_outside(participation=part, through="library", brings=[], by=by, at=AT)
    assert Participation.objects.get(pk=part.pk).through == "library"


def test_the_team_is_not_made_larger_than_agreed_by_two_at_once() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    rows = [make.said_yes(one) for one in make.asked(request, 3)]
    for inquiry in rows[:2]:
        loans.confirm(inquiry=inquiry, most=2, by=by, at=AT)
    with pytest.raises(Refused):
        loans.confirm(inquiry=rows[2], most=2, by=by, at=AT)
    loans.confirm(inquiry=rows[2], by=by, at=AT)


def test_whoever_pauses_or_leaves_is_on_no_waiting_list() -> None:
    loan, (first, second) = a_loan()
    by = make.system(loan.programme)
    consent.pause(contributor=first.contributor, until=None, by=by, at=AT)
    asking.leave_list(inquiry=fresh(second), by=make.person_actor(second), at=AT)
    assert [fresh(one).state for one in (first, second)] == ["stopped", "told"]
    one_leaves(loan)
    assert not list(replacing_queries.could_come(LoanRequest.objects.get(pk=loan.request_id)))


def test_she_who_gets_no_messages_is_phoned() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    rows = make.asked(
        request,
        [
            make.contributor(library),
            make.contributor(library),
            make.contributor(library, consents=["register"]),
        ],
    )
    for row in rows:
        asking.answer(inquiry=row, answer="yes", by=by, at=AT)
    for row in rows[:2]:
        lend.confirm(inquiry=row, by=by, at=AT)
    asking.wait(inquiry=rows[2], by=by, at=AT)
    loan = lend.complete_team(request=request, by=by, at=AT)
    one_leaves(loan)
    with pytest.raises(Refused):
        replacing.ask_instead(inquiry=fresh(rows[2]), answer_before=SOON, by=by, at=AT)
    instead.comes_instead(inquiry=fresh(rows[2]), by=by, at=AT)
    assert fresh(rows[2]).state == "confirmed"
    assert not asks(loan)


def test_whoever_pauses_meanwhile_is_neither_listed_nor_confirmed_by_phone() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    rows = [make.said_yes(one) for one in make.asked(request, 3)]
    for inquiry in rows[:2]:
        lend.confirm(inquiry=inquiry, by=by, at=AT)
    loan = lend.complete_team(request=request, by=by, at=AT)  # the third is thanked
    one_leaves(loan)
    assert [one.pk for one in replacing_queries.could_come(request)] == [rows[2].pk]
    consent.pause(contributor=rows[2].contributor, until=None, by=by, at=AT)
    assert not list(replacing_queries.could_come(request))
    with pytest.raises(Refused):
        instead.comes_instead(inquiry=fresh(rows[2]), by=by, at=AT)


def test_somebody_chosen_in_anothers_place_and_not_asked_is_on_the_day() -> None:
    loan, _waiting = a_loan()
    one_leaves(loan)
    asking.choose(
        request=LoanRequest.objects.get(pk=loan.request_id), by=make.system(loan.programme), at=AT,
        contributor=make.contributor(loan.programme),
    )  # fmt: skip
    covered = {kind for row in today(loan.programme, AT).rows for kind in row.covers}
    assert ("inquiry", "chosen") in {(kind.table, kind.state) for kind in covered}


def test_nobody_answers_a_question_that_has_not_been_asked() -> None:
    loan, _waiting = a_loan()
    one_leaves(loan)
    chosen = asking.choose(
        request=LoanRequest.objects.get(pk=loan.request_id), by=make.system(loan.programme), at=AT,
        contributor=make.contributor(loan.programme),
    )  # fmt: skip
    with pytest.raises(Stale):
        asking.answer(inquiry=chosen, answer="yes", by=make.person_actor(chosen), at=AT)
    assert fresh(chosen).answer == ""
