"""A loan's pages: what they show, what they refuse, and the way from agreed to closed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erfara.compensation.models import Compensation
from erfara.foundation import clock
from erfara.foundation.models import AccessRow, OutboxMessage
from erfara.lending.actions import occasions, owed
from erfara.lending.models import Delivery, Feedback, FollowUp, Loan, Occasion, Participation
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import english, nobody_gets_in, post, url
from tests.integration.web.odd import HOSTILE, text_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def staff(staff: Client) -> Client:
    return english(staff)


@pytest.fixture
def loan(library: Any) -> Loan:
    return make.team(make.loan_request(library, at=_earlier(40)), at=_earlier(40))


def _earlier(days: int) -> Any:
    return clock.now() - timedelta(days=days)


def held(loan: Loan, days_ago: int = 2) -> Occasion:
    """A time that has been held."""
    by, start = make.system(loan.programme), _earlier(days_ago)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=start, ends_at=start + timedelta(hours=2), place="Sal 3",
        digital=False, by=by, at=_earlier(30),
    )  # fmt: skip
    return occasions.hold_occasion(occasion=occasion, by=by, at=clock.now())


def team(loan: Loan) -> list[str]:
    """What the boxes of a time's form send: everybody."""
    return [str(pk) for pk in loan.participations.values_list("pk", flat=True)]


def carried_out(loan: Loan) -> Loan:
    return make.carried_out(loan, at=_earlier(2))


def test_a_loan_walks_from_agreed_to_closed_through_its_pages(staff: Client, loan: Loan) -> None:
    page = url("loan", loan)
    occasion = held(loan)
    assert occasion.state == "held"
    assert "Sal 3" in text_of(staff.get(page))
    assert post(staff, url("carry_out", loan)).status_code == 302
    loan.refresh_from_db()
    assert loan.state == "carried_out"

    for row in FollowUp.objects.filter(loan=loan):
        answers = (
            {"q_content": "very", "q_developed": "yes", "q_paid": "no", "q_went": "Bra."}
            if row.participation_id is None
            else {"q_felt": "good", "q_again": "yes", "q_own_words": "De lyssnade."}
        )
        answer = post(staff, url("follow_up", row), channel="phone", **answers)
        assert answer.status_code == 302, text_of(answer)
    loan.refresh_from_db()
    assert loan.state == "followed_up"

    for debt in Feedback.objects.filter(loan=loan):
        answer = post(staff, url("feedback", debt), text="Det här kom fram.", do="send")
        assert answer.status_code == 302
        for delivery in Delivery.objects.filter(feedback=debt):
            assert post(staff, url("reached", delivery), how="phone").status_code == 302
    loan.refresh_from_db()
    assert loan.state == "fed_back"

    refused = staff.post(url("close_loan", loan), {"once": "k"}, follow=True)
    assert "2 payments are not settled yet." in text_of(refused)
    for payment in Compensation.objects.filter(participation__loan=loan):
        assert post(staff, url("pay", payment), on=clock.local_day(clock.now())).status_code == 302
    assert "Close the loan" in text_of(staff.get(page))
    assert post(staff, url("close_loan", loan)).status_code == 302
    loan.refresh_from_db()
    assert loan.state == "closed"
    assert staff.get(page).status_code == 200


@pytest.mark.parametrize("stage", ["agreed", "planned", "carried_out", "followed_up", "fed_back"])
def test_the_page_shows_a_loan_in_every_state(staff: Client, loan: Loan, stage: str) -> None:
    if stage == "planned":
        start = clock.now() + timedelta(days=3)
        occasions.plan_occasion(
            loan=loan, starts_at=start, ends_at=start + timedelta(hours=1), place="",
            digital=True, by=make.system(loan.programme), at=clock.now(),
        )  # fmt: skip
    if stage in {"carried_out", "followed_up", "fed_back"}:
        carried_out(loan)
    if stage in {"followed_up", "fed_back"}:
        make.followed_up(loan, at=clock.now())
    if stage == "fed_back":
        make.fed_back(loan, at=clock.now())
    answer = staff.get(url("loan", loan))
    assert answer.status_code == 200
    assert answer.content.decode().count("Påhittad Person") >= 2


def test_a_cancelled_loan_says_why(staff: Client, loan: Loan) -> None:
    assert staff.get(url("cancel_loan", loan)).status_code == 200
    answer = post(staff, url("cancel_loan", loan), cancel_reason="too_few", reason="Bara två kom.")
    assert answer.status_code == 302
    loan.refresh_from_db()
    assert (loan.state, loan.cancel_reason) == ("cancelled", "too_few")
    assert "Bara två kom." in text_of(staff.get(url("loan", loan)))
    assert not Compensation.objects.filter(participation__loan=loan, state="agreed").exists()


def test_a_time_that_has_been_is_written_down_and_not_announced(staff: Client, loan: Loan) -> None:
    when = {
        "day": timezone.localtime(_earlier(1)).date().isoformat(), "starts": "13", "ends": "15",
        "place": "Sal 3", "who": team(loan),
    }  # fmt: skip
    refused = post(staff, url("new_occasion", loan), **when)
    assert refused.status_code == 422
    assert "That time has passed" in text_of(refused)
    assert 'value="Sal 3"' in refused.content.decode()
    answer = post(staff, url("new_occasion", loan), **when, held="on")
    assert answer.status_code == 302, text_of(answer)
    assert Occasion.objects.get(loan=loan).state == "held"
    assert not OutboxMessage.objects.filter(kind="occasion_planned").exists()
    assert "Sal 3" in text_of(staff.get(url("loan", loan)))


def test_a_time_to_come_is_planned_and_later_held(staff: Client, loan: Loan) -> None:
    day = timezone.localtime(_earlier(-3)).date().isoformat()
    answer = post(
        staff, url("new_occasion", loan), day=day, starts="13", ends="15", place="Sal 3",
        who=team(loan),
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    occasion = Occasion.objects.get(loan=loan)
    assert occasion.state == "planned"
    assert OutboxMessage.objects.filter(kind="occasion_planned").exists()
    Occasion.objects.filter(pk=occasion.pk).update(
        starts_at=_earlier(1), ends_at=_earlier(1) + timedelta(hours=2)
    )
    assert post(staff, url("hold_occasion", occasion), went="held", last="no").status_code == 302
    occasion.refresh_from_db()
    assert occasion.state == "held"
    assert "Was that the last time?" in text_of(staff.get(url("carry_out", loan)))


def test_who_did_not_come_is_not_asked_how_it_was_and_not_paid(staff: Client, loan: Loan) -> None:
    absent = Participation.objects.filter(loan=loan).order_by("id")[0]
    start = _earlier(2)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=start, ends_at=start + timedelta(hours=2), place="Sal 3",
        digital=False, by=make.system(loan.programme), at=_earlier(30),
    )  # fmt: skip
    page = text_of(staff.get(url("hold_occasion", occasion)))
    assert page.count("Påhittad Person") >= 2
    answer = post(
        staff, url("hold_occasion", occasion), went="held", last="yes", absent=[str(absent.pk)]
    )
    assert answer.status_code == 302, text_of(answer)
    absent.refresh_from_db()
    assert absent.state == "absent"
    assert not FollowUp.objects.filter(participation=absent).exists()
    assert Compensation.objects.get(participation=absent).state == "cancelled"


def test_a_time_can_be_cancelled_and_planned_anew(staff: Client, loan: Loan) -> None:
    start = clock.now() + timedelta(days=3)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=start, ends_at=start + timedelta(hours=1), place="Sal 3",
        digital=False, by=make.system(loan.programme), at=clock.now(),
    )  # fmt: skip
    assert staff.get(url("cancel_occasion", occasion)).status_code == 200
    too_early = post(staff, url("hold_occasion", occasion), went="held", last="yes")
    assert "It has not begun yet" in text_of(too_early)
    occasion.refresh_from_db()
    assert occasion.state == "planned"
    assert (
        post(staff, url("cancel_occasion", occasion), reason="Salen är stängd.").status_code == 302
    )
    occasion.refresh_from_db()
    assert occasion.state == "cancelled"


def test_one_who_cannot_come_is_taken_out_and_not_paid(staff: Client, loan: Loan) -> None:
    part = Participation.objects.filter(loan=loan).order_by("id")[0]
    address = url("withdraw_participation", part)
    for _click in range(2):
        assert staff.post(address, {"once": "the same"}).status_code == 302
    part.refresh_from_db()
    assert part.state == "withdrew"
    assert Compensation.objects.get(participation=part).state == "cancelled"
    again = staff.post(address, {"once": "another"}, follow=True)
    assert again.status_code == 200  # already done: a sentence, not a fault


def test_a_payment_is_changed_until_it_is_settled(staff: Client, loan: Loan) -> None:
    row = Compensation.objects.filter(participation__loan=loan).order_by("id")[0]
    address = url("payment", row.participation)
    assert staff.get(address).status_code == 200
    values = {"amount": "1 250,50", "basis": "half_day", "payer": "library"}
    assert post(staff, address, **values).status_code == 302
    row.refresh_from_db()
    assert (str(row.amount), row.basis, row.payer) == ("1250.50", "half_day", "library")
    assert post(staff, url("decline_payment", row)).status_code == 302
    refused = post(staff, address, **values)
    assert refused.status_code == 422
    assert "1 250,50" in refused.content.decode()
    other = Compensation.objects.filter(participation__loan=loan).exclude(pk=row.pk).get()
    assert staff.get(url("cancel_payment", other)).status_code == 200
    assert post(staff, url("cancel_payment", other), reason="Ställs in.").status_code == 302
    future = (clock.now() + timedelta(days=3)).date().isoformat()
    assert post(staff, url("pay", other), on=future).status_code == 422


def test_saved_answers_are_read_and_the_reading_is_logged(staff: Client, loan: Loan) -> None:
    carried_out(loan)
    row = FollowUp.objects.filter(loan=loan, participation__isnull=False).order_by("id")[0]
    address = url("follow_up", row)
    assert staff.get(address).status_code == 200
    half = post(staff, address, channel="phone", q_own_words="De lyssnade på mig.")
    assert half.status_code == 422
    assert "De lyssnade på mig." in half.content.decode()
    answers = {"q_felt": "good", "q_again": "rest", "q_own_words": "De lyssnade på mig."}
    once = {"once": "one", "channel": "phone", **answers}
    for _click in range(2):
        assert staff.post(address, once).status_code == 302
    page = staff.get(address)
    assert "De lyssnade på mig." in text_of(page)
    assert row.participation
    assert row.participation.contributor
    logged = AccessRow.objects.filter(
        person_id=row.participation.contributor.person_id, purpose="follow_up"
    )
    assert logged.count() == 1
    late = post(staff, address, channel="phone", q_felt="hard", q_again="no")
    assert late.status_code == 422


def test_a_talk_and_a_debt_are_written_off_with_a_reason(staff: Client, loan: Loan) -> None:
    carried_out(loan)
    talk = FollowUp.objects.filter(loan=loan).order_by("id")[0]
    debt = Feedback.objects.filter(loan=loan, kind="borrower").get()
    for row, name in ((talk, "write_off_follow_up"), (debt, "write_off_feedback")):
        address = url(name, row)
        assert staff.get(address).status_code == 200
        assert post(staff, address, reason="").status_code == 422
        assert post(staff, address, reason="Enheten finns inte längre.").status_code == 302
        row.refresh_from_db()
        assert row.state == "written_off"
    assert staff.get(url("follow_up", talk)).status_code == 200
    page = text_of(staff.get(url("loan", loan)))
    assert "Enheten finns inte längre." in page
    assert "Everybody hears what came of it" in page
    by = make.system(loan.programme)
    for follow_up in loan.follow_ups.filter(state="due"):
        owed.write_off_follow_up(follow_up=follow_up, reason="Nej.", by=by, at=clock.now())
    summary = Feedback.objects.get(loan=loan, kind="summary")
    owed.write_off_feedback(feedback=summary, reason="Nej.", by=by, at=clock.now())
    page = text_of(staff.get(url("loan", loan)))  # nobody was told, and nobody says so
    assert "never told what came of it" in page
    assert "nothing is left to tell" in page
    assert "Everybody hears what came of it" not in page


def test_a_summary_is_kept_as_a_draft_and_sent_once(staff: Client, library: Any) -> None:
    request = make.loan_request(library, at=_earlier(40))
    by_phone = make.contributor(library, "Ring Mig", consents=["register"])
    with_mail = make.contributor(library, "Skriv Till")
    for inquiry in make.asked(request, [by_phone, with_mail], at=_earlier(40)):
        lend.confirm(inquiry=make.said_yes(inquiry, at=_earlier(40)), by=make.system(library),
                          at=_earlier(40))  # fmt: skip
    loan = lend.complete_team(request=request, by=make.system(library), at=_earlier(40))
    carried_out(loan)
    row = Feedback.objects.get(loan=loan, kind="summary")
    address = url("feedback", row)
    page = text_of(staff.get(address))
    assert re.search(r"gets a message: +Skriv Till", page)
    assert "Ring Mig" in page
    assert post(staff, address, text="Ett utkast.", do="keep").status_code == 302
    assert not Delivery.objects.filter(feedback=row).exists()
    assert "Ett utkast." in text_of(staff.get(address))
    assert post(staff, address, text="", do="send").status_code == 422
    for _click in range(2):
        assert staff.post(address, {"once": "s", "text": "Klart.", "do": "send"}).status_code == 302
    assert Delivery.objects.filter(feedback=row).count() == 2
    sent = OutboxMessage.objects.filter(kind="feedback")
    assert [m.to_id for m in sent] == [with_mail.person_id]
    late = post(staff, address, text="Något annat.", do="send")
    assert late.status_code == 422
    assert "Något annat." in late.content.decode()


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    staff: Client, library: Any
) -> None:
    counts = []
    for number in (2, 4):
        loan = make.team(make.loan_request(library, at=_earlier(40)), number, at=_earlier(40))
        carried_out(loan)
        summary = Feedback.objects.get(loan=loan, kind="summary")
        owed.send_feedback(feedback=summary, text="Klart.", by=make.system(library), at=clock.now())
        with CaptureQueriesContext(connection) as seen:
            staff.get(url("loan", loan))
        counts.append(len(seen))
    assert counts[0] == counts[1]


PAGES = [
    "loan", "new_occasion", "carry_out", "write_hours", "cancel_loan", "cancel_occasion",
    "payment", "pay", "cancel_payment", "follow_up", "write_off_follow_up", "feedback",
    "write_off_feedback",
    "reached",
]  # fmt: skip


def addresses(loan: Loan) -> dict[str, str]:
    """Every page about this loan."""
    talk = FollowUp.objects.filter(loan=loan).order_by("id")[0]
    debt = Feedback.objects.get(loan=loan, kind="summary")
    owed.send_feedback(feedback=debt, text="Klart.", by=make.system(loan.programme), at=clock.now())
    pay = Compensation.objects.filter(participation__loan=loan).order_by("id")[0]
    about: dict[str, Any] = {
        "cancel_occasion": Occasion.objects.filter(loan=loan).order_by("id")[0],
        "payment": pay.participation, "pay": pay, "cancel_payment": pay, "follow_up": talk,
        "write_off_follow_up": talk, "feedback": debt, "write_off_feedback": debt,
        "reached": Delivery.objects.filter(feedback=debt).order_by("id")[0],
    }  # fmt: skip
    return {name: url(name, about.get(name, loan)) for name in PAGES}


@pytest.mark.parametrize("who", ["borrower", "person", "other programme", "nobody"])
def test_nobody_else_sees_anything_of_a_loan(loan: Loan, who: str) -> None:
    carried_out(loan)
    client = Client()
    if who == "borrower":
        make.person_sign_in(client, loan.request.contact)
    if who == "person":
        part = Participation.objects.filter(loan=loan).order_by("id")[0]
        assert part.contributor
        make.person_sign_in(client, part.contributor.person)
    if who == "other programme":
        user, _actor = make.coordinator(make.programme())
        make.sign_in(client, user)
    nobody_gets_in(client, addresses(loan).values())


def test_another_programmes_loan_is_not_found_under_ones_own_address(
    staff: Client, library: Any
) -> None:
    other = make.team(make.loan_request(make.programme(), at=_earlier(40)), at=_earlier(40))
    carried_out(other)
    for address in addresses(other).values():
        assert staff.get(address.replace(other.programme.slug, library.slug)).status_code == 404


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_input_gets_a_sentence_and_is_kept(staff: Client, loan: Loan, words: str) -> None:
    carried_out(loan)
    found = addresses(loan)
    talk = FollowUp.objects.filter(loan=loan).order_by("id")[0]
    tries: list[tuple[str, dict[str, Any]]] = [
        (found["new_occasion"], {"day": words, "starts": words, "ends": words, "place": words}),
        (found["write_hours"], {"party": words, "what": words, "spent": words, "on": words}),
        (found["cancel_loan"], {"cancel_reason": words, "reason": words}),
        (found["cancel_occasion"], {"reason": words}),
        (found["payment"], {"amount": words, "basis": words, "payer": words}),
        (found["pay"], {"on": words}),
        (found["write_off_feedback"], {"reason": words[:100] + "\x00"}),
        (found["reached"], {"how": words}),
        (found["feedback"], {"text": words, "do": words}),
        (url("follow_up", talk), {"channel": words, "q_went": words, "q_content": words}),
    ]
    for address, values in tries:
        answer = post(staff, address, **values)
        assert answer.status_code == 422, (address, words[:20])
        page = answer.content.decode()
        assert "<script>alert" not in page
        if words.startswith("<script>") and "reason" in values:
            assert "&lt;script&gt;" in page


def test_a_programme_that_sends_nothing_says_so(staff: Client, loan: Loan, library: Any) -> None:
    from erfara.organisations import actions as organisations

    held(loan)
    organisations.set_record(
        programme=library, clock_stands_at=clock.now(), note="", by=make.OPERATOR, at=clock.now()
    )
    page = text_of(staff.get(url("carry_out", loan)))
    assert "sends no messages" in page
