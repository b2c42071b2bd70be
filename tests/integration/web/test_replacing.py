"""Putting a team together, waiting in case, coming too late, and finding somebody else: as each
side sees it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from erfara.compensation import actions as pay
from erfara.foundation import clock
from erfara.foundation.models import OutboxMessage
from erfara.lending import letters
from erfara.lending.actions import attending, occasions
from erfara.lending.actions import inquiries as asking
from erfara.lending.models import Inquiry, Loan, LoanRequest, Vacancy
from erfara.people.models import Experience
from erfara.web import people_say
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import (
    by_link,
    english,
    post,
    queries_of,
    reload,
    signed_in,
    text,
    url,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def asked(staff: Client, library) -> list[Inquiry]:
    """Four who have said yes to what two are wanted for."""
    english(staff)
    at = clock.now()
    rows = make.asked(make.loan_request(library, at=at), 4, at=at)
    return [make.said_yes(row, at=at) for row in rows]


def decide(row: LoanRequest, **given: Inquiry) -> dict[str, str]:
    """What the team's form sends: `confirm_1=inquiry` and so on; the others are for later."""
    sent = {"amount": "1066", "basis": "lump", "payer": "borrower"}
    open_now = Inquiry.objects.filter(request=row, state__in=["yes", "waiting", "late"])
    sent |= {f"person_{one.pk}": "later" for one in open_now}
    return sent | {f"person_{one.pk}": name.split("_")[0] for name, one in given.items()}


def a_loan(asked: list[Inquiry]) -> Loan:
    """Two are in the team, two wait, and it is held in three days."""
    library, at = asked[0].programme, clock.now()
    by = make.system(library)
    for inquiry in asked[:2]:
        lend.confirm(inquiry=inquiry, by=by, at=at)
    for inquiry in asked[2:]:
        asking.wait(inquiry=inquiry, by=by, at=at)
    loan = lend.complete_team(request=asked[0].request, by=by, at=at)
    occasions.plan_occasion(
        loan=loan, starts_at=at + timedelta(days=3), ends_at=at + timedelta(days=3, hours=2),
        place="Påhittade gatan 1", digital=False, by=by, at=at,
    )  # fmt: skip
    return reload(loan)


def one_leaves(loan: Loan) -> str:
    """The one who was confirmed first can't come after all. Her name."""
    part = loan.participations.order_by("created_at", "id").first()
    assert part is not None
    lend.withdraw_from_loan(participation=part, by=make.system(loan.programme), at=clock.now())
    return str(part.pk)


# The team


def test_several_are_decided_about_at_once(staff, asked):
    row = asked[0].request
    page = text(staff.get(url("team", row)))
    assert "4 have said yes" in page
    assert "as a patient" in page
    key = uuid4().hex
    sent = decide(row, confirm_1=asked[0], wait_1=asked[1])
    for _twice in range(2):
        assert post(staff, url("team", row), **sent, once=key).status_code == 302
    states = [reload(one).state for one in asked]
    assert states == ["confirmed", "waiting", "yes", "yes"]
    kinds = OutboxMessage.objects.filter(about_id=asked[1].pk).values_list("kind", flat=True)
    assert list(kinds.filter(kind="waiting_list")) == ["waiting_list"]
    assert "One of 2 takes part" in text(staff.get(url("team", row)))


def test_more_than_were_asked_for_is_said_before_it_is_done(staff, asked):
    row = asked[0].request
    sent = decide(row, confirm_1=asked[0], confirm_2=asked[1], confirm_3=asked[2])
    answer = post(staff, url("team", row), **sent)
    assert answer.status_code == 422
    assert "The team is full" in text(answer)
    assert [reload(one).state for one in asked] == ["yes"] * 4  # all of it or nothing
    assert post(staff, url("team", row), **sent, more="on").status_code == 302
    assert Loan.objects.get().participations.count() == 3


def test_nothing_decided_is_nothing_sent(staff, asked):
    answer = post(staff, url("team", asked[0].request), **decide(asked[0].request))
    assert answer.status_code == 422


def test_somebody_from_outside_counts_with_what_they_bring(staff, asked):
    row = asked[0].request
    post(staff, url("outside", row), count="2", through="association", brings=["relative"])
    page = text(staff.get(url("team", row)))
    assert "2 as a relative" in page
    assert "2 from outside" in page
    part = Loan.objects.get().participations.first()
    assert post(staff, url("change_outside", part), through="library").status_code == 302
    assert (reload(part).through, reload(part).brings) == ("library", [])


def test_the_pages_take_as_many_queries_for_many(staff, asked):
    row = asked[0].request
    few = queries_of(staff, url("team", row))
    at = clock.now()
    for one in make.asked(row, 3, at=at):
        make.said_yes(one, at=at)
    assert queries_of(staff, url("team", row)) == few
    loan = a_loan(asked)
    one_leaves(loan)
    many = queries_of(staff, url("replace", loan))
    for one in Inquiry.objects.filter(request=row, state="waiting"):
        asking.leave_list(inquiry=one, by=make.system(row.programme), at=at)
    assert queries_of(staff, url("replace", loan)) <= many


# Phoning


def test_a_list_of_calls_is_walked_from_the_top(staff, library):
    english(staff)
    at = clock.now()
    people = [make.contributor(library, f"Ring {n}", consents=["register"]) for n in range(3)]
    first, second, third = make.asked(make.loan_request(library, at=at), people, at=at)
    page = text(staff.get(url("calls", first.request)))
    assert "3 to call" in page
    assert page.index("Ring 0") < page.index("Ring 1") < page.index("Ring 2")
    assert "sickness benefit" in page
    post(staff, url("called", first), answer="vain")
    post(staff, url("called", second), answer="yes")
    page = text(staff.get(url("calls", first.request)))
    assert page.index("Ring 2") < page.index("Ring 0")
    assert "Ring 1" not in page
    post(staff, url("called", third), answer="hittat på")
    assert [reload(one).state for one in (first, second, third)] == ["sent", "yes", "sent"]


# Somebody else


def test_somebody_else_is_asked_answers_and_gets_the_place(staff, asked):
    loan = a_loan(asked)
    one_leaves(loan)
    page = text(staff.get(url("loan", loan)))
    assert "Find somebody else" in page
    page = text(staff.get(url("replace", loan)))
    assert "Ask by message, answer within 12 hours" in page
    chosen = asked[2]
    assert post(staff, url("ask_instead", chosen)).status_code == 302
    assert OutboxMessage.objects.filter(kind="inquiry_instead", about_id=chosen.pk).count() == 1
    hers = english(Client())
    page = text(hers.get(by_link(chosen)))
    assert "Somebody can’t come" in page or "Somebody can&#x27;t come" in page
    assert "Answer before" in page
    # When and where it will be, and not what was thought of before anything was planned.
    assert "Påhittade gatan 1" in page
    assert make.ASSIGNMENT["time"] not in page
    chosen.refresh_from_db()
    letter = letters.render(OutboxMessage.objects.get(kind="inquiry_instead", about_id=chosen.pk),
                            clock.now())  # fmt: skip
    assert letter is not None
    assert letter.deadline == chosen.answer_before
    post(hers, by_link(chosen), answer="yes")
    with translation.override("en"):
        until = people_say.when(chosen.answer_before, now=clock.now())
    assert f"answer otherwise up to {until}" in text(hers.get(by_link(chosen)))
    sent = {"amount": "", "basis": "lump", "payer": "borrower"}
    assert post(staff, url("confirm", chosen), **sent).status_code == 302
    assert reload(chosen).state == "confirmed"
    assert Vacancy.objects.get().state == "filled"
    told = OutboxMessage.objects.filter(about_id=chosen.pk).values_list("kind", flat=True)
    assert {"confirmed", "occasion_planned"} <= set(told)
    changed = OutboxMessage.objects.filter(kind="team_changed", about_id=loan.request_id)
    assert changed.count() == 2  # one has left, another has come
    # Another coordinator, with the page from before.
    late = post(staff, url("comes", asked[3]), **sent)
    assert late.status_code == 302
    assert reload(asked[3]).state == "waiting"
    assert "Nobody is looked for" in text(staff.get(url("replace", loan)))


def test_on_the_phone_she_comes_or_she_does_not(staff, asked):
    loan = a_loan(asked)
    attending.ask_still_coming(
        occasion=loan.occasions.get(), by=make.system(loan.programme), at=clock.now()
    )
    one_leaves(loan)
    # The others get less, but what the question promised is what she says yes to.
    part = loan.participations.get(state="confirmed")
    pay.agree(participation=part, amount=Decimal(533), basis="hour", payer="library",
              by=make.system(loan.programme), at=clock.now())  # fmt: skip
    page = text(staff.get(url("comes", asked[2])))
    assert "What you say, word for word" in page
    assert "In the question it said: 1 066 kr var." in page
    shown = staff.get(url("comes", asked[2])).context["form"]
    assert (shown["amount"].value(), shown["basis"].value()) == (1066, "lump")
    assert staff.get(url("payment", part)).context["form"]["amount"].value() == 533  # agreed is so
    post(staff, url("cannot_come", asked[2]))
    assert reload(asked[2]).state == "told"
    assert str(asked[2].pk) not in text(staff.get(url("replace", loan)))
    sent = {"amount": "500", "basis": "lump", "payer": "borrower"}
    assert post(staff, url("comes", asked[3]), **sent).status_code == 302
    assert reload(asked[3]).state == "confirmed"
    # The one who was asked hasn't answered; the one who has just said yes has.
    page = text(staff.get(url("loan", loan)))
    assert "One has said yes to coming." in page
    assert "One has not answered." in page
    hers = english(Client())
    assert "Are you still coming?" not in text(hers.get(by_link(asked[3])))


def test_it_may_be_enough_and_it_may_be_looked_on(staff, asked):
    loan = a_loan(asked)
    one_leaves(loan)
    day = clock.local_day(clock.now()) + timedelta(days=2)
    assert post(staff, url("look_on", loan), until=str(day)).status_code == 302
    assert reload(loan).seeks_until == day
    assert post(staff, url("enough", loan), reason="").status_code == 422
    assert post(staff, url("enough", loan), reason="En räcker.").status_code == 302
    assert (reload(loan).seeks_until, Vacancy.objects.get().state) == (None, "let_be")


# What the borrower sees


def test_a_borrower_sees_those_who_take_part_and_nobody_else(staff, asked):
    library = asked[0].programme
    type(library).objects.filter(pk=library.pk).update(broker="direct")
    loan = a_loan(asked)
    borrower = english(Client())
    page_url = signed_in(borrower, loan.request)
    emails = [_email(inquiry) for inquiry in asked]
    page = text(borrower.get(page_url))
    assert [email in page for email in emails] == [True, True, False, False]
    part = asked[0].participation
    lend.withdraw_from_loan(participation=part, by=make.system(library), at=clock.now())
    page = text(borrower.get(page_url))
    assert [email in page for email in emails] == [False, True, False, False]
    post(staff, url("comes", asked[2]), amount="", basis="lump", payer="borrower")
    page = text(borrower.get(page_url))
    assert [email in page for email in emails] == [False, True, True, False]


def _email(inquiry: Inquiry) -> str:
    from erfara.foundation import vault

    person = inquiry.contributor.person_id
    by = make.system(inquiry.programme)
    opened = vault.open(
        tenant_id=inquiry.programme_id, person_ids=[person], blob="identity", fields=["email"],
        purpose="request", case=str(inquiry.request_id), actor=by, at=clock.now(),
    )  # fmt: skip
    return str(opened[person]["email"])


# Her own page


def test_waiting_is_said_and_may_be_left(staff, asked):
    a_loan(asked)
    hers = english(Client())
    page = text(hers.get(by_link(asked[2])))
    assert "You are on the waiting list" in page
    assert post(hers, by_link(asked[2], "av-vantelistan/")).status_code == 302
    page = text(hers.get(by_link(asked[2])))
    assert "Thank you for this time" in page
    assert "I could still come" in page
    post(hers, by_link(asked[2]), answer="yes")
    assert reload(asked[2]).state == "late"
    assert "Thank you for your yes" in text(hers.get(by_link(asked[2])))


def test_too_late_is_met_with_thanks(staff, asked):
    at = clock.now()
    late = make.asked(asked[0].request, 1, at=at)[0]
    loan = a_loan(asked)
    hers = english(Client())
    lend.cancel_loan(
        loan=loan, cancel_reason="people", words="Ingen kunde.", by=make.system(loan.programme),
        at=at,
    )  # fmt: skip
    page = text(hers.get(by_link(late)))
    assert "I would have come" in page
    answer = hers.post(by_link(late), {"answer": "yes", "once": uuid4().hex}, follow=True)
    assert "We have kept it" in text(answer)
    assert reload(late).state == "told"


def test_who_said_no_is_asked_once_more_only_when_somebody_is_looked_for(staff, asked):
    at = clock.now()
    by = make.system(asked[0].programme)
    for inquiry in make.asked(asked[0].request, 2, at=at):
        asking.answer(inquiry=inquiry, answer="no", by=make.person_actor(inquiry), at=at)
    said_no, other = inquiry, asked[2]
    loan = a_loan(asked)
    hers = english(Client())
    assert "I could still come" not in text(hers.get(by_link(said_no)))
    lend.withdraw_from_loan(participation=loan.participations.order_by("id")[0], by=by, at=at)
    assert reload(other).state == "waiting"
    assert "I could still come" in text(hers.get(by_link(said_no)))
    lend.cancel_loan(loan=reload(loan), cancel_reason="people", words="Ingen kunde.", by=by, at=at)
    assert "I would have come" not in text(hers.get(by_link(said_no)))


@pytest.mark.parametrize("how_long", ["week", "month"])
def test_not_now_may_be_a_pause(client, library, how_long):
    english(client)
    inquiry, other = (
        make.asked(make.loan_request(library, at=clock.now()), 1, at=clock.now())[0] for _ in "ab"
    )
    post(client, by_link(inquiry), answer="not_now", how_long=how_long)
    assert reload(inquiry).not_now_until is not None
    assert reload(inquiry.contributor).state == "active"
    post(client, by_link(inquiry), answer="not_now", how_long=how_long, everything="on")
    row = reload(inquiry.contributor)
    assert (row.state, row.paused_until) == ("paused", reload(inquiry).not_now_until)
    assert reload(other.contributor).state == "active"


def test_what_a_question_made_her_remember_stands_as_new(staff, asked):
    hers = english(Client())
    sent = {"text": "Det hände mig också.", "role": "patient", "area": ""}
    assert post(hers, by_link(asked[0], "jag-har-det-ocksa/"), **sent).status_code == 302
    row = Experience.objects.get(came_with=asked[0].pk)
    assert row.matchable
    page = text(staff.get(url("person", asked[0].contributor)))
    assert "new: told when asked" in page


def test_a_talk_of_several_rounds_shows_no_address(staff, library):
    english(staff)
    at = clock.now()
    contact = make.borrower_person(library, "Lena Hemlig", "lena.hemlig@exempel.invalid")
    inquiry = make.asked(make.loan_request(library, contact=contact, at=at), 1, at=at)[0]
    hers = english(Client())
    for number in range(2):
        post(hers, by_link(inquiry), answer="asked_more", words=f"Fråga {number}?")
        sent = post(staff, url("tell_more", inquiry), text=f"Svar {number}.")
        assert sent.status_code == 302
    for page in (text(hers.get(by_link(inquiry))), text(hers.get(signed_in(hers, inquiry)))):
        assert page.index("Fråga 0?") < page.index("Svar 0.") < page.index("Svar 1.")
        for secret in ("lena.hemlig", "Lena Hemlig", "016-10 00 00", "anstalld"):
            assert secret not in page, secret
    replies = OutboxMessage.objects.filter(kind="inquiry_reply", about_id=inquiry.pk)
    assert replies.count() == 2
