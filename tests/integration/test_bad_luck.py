"""Bad luck: two at once, twice in a row, withdrawn in between, no mail server.

On files with a connection per thread, as in use. The worker that is killed in the middle of
sending is met in tests/unit/foundation/test_outbox_faults.py.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, idempotency, links, outbox
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import AuditEvent, Link, OutboxMessage
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import requests
from erfara.lending.models import FollowUp, Inquiry, Loan, LoanRequest, Participation
from erfara.organisations.models import Unit
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.surveys.models import Response
from erfara.workflows import consent, lend
from tests import factories
from tests.unit.foundation.databases import empty_databases, on_disk
from tests.unit.foundation.mail import Sink, mail_to_a_free_port, serving

__all__ = ["empty_databases", "on_disk"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.usefixtures("on_disk"),
]


def together(*acts: Callable[[], object]) -> list[Any]:
    """All of them at the same moment, each with connections of its own; what each came to."""
    came_to: list[Any] = [None] * len(acts)
    line_up = threading.Barrier(len(acts))

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            line_up.wait(30)
            came_to[index] = act()
        except BaseException as error:  # noqa: BLE001 - handed to the test, which looks at it
            came_to[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return came_to


def kinds(came_to: list[Any]) -> Counter[str]:
    return Counter(
        type(one).__name__ if isinstance(one, BaseException) else "done" for one in came_to
    )


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def port(settings):
    return mail_to_a_free_port(settings)


# --- two at once ---------------------------------------------------------------------------------


def test_two_coordinators_confirm_the_same_person(programme):
    inquiry = factories.said_yes(factories.asked(factories.loan_request(programme), 1)[0])
    by = factories.system(programme)

    def confirm():
        return lend.confirm(
            inquiry=Inquiry.objects.select_related("request__assignment", "programme").get(
                pk=inquiry.pk
            ),
            by=by, at=factories.AT,
        )  # fmt: skip

    assert kinds(together(confirm, confirm)) == {"done": 1, "Stale": 1}
    assert Participation.objects.count() == Loan.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="confirmed").count() == 1


def test_two_coordinators_take_a_request_different_ways(programme):
    request = factories.specified(factories.loan_request(programme))
    by, at = factories.system(programme), factories.AT
    both = together(
        lambda: requests.ask_to_clarify(
            request=LoanRequest.objects.get(pk=request.pk), what="Hur många?", by_day=at.date(),
            by=by, at=at,
        ),
        lambda: requests.park(
            request=LoanRequest.objects.get(pk=request.pk), waits_for="pengar",
            look_again_on=at.date(), by=by, at=at,
        ),
    )  # fmt: skip
    assert kinds(both) == {"done": 1, "Stale": 1}
    moves = AuditEvent.objects.filter(about_id=request.pk, from_state="specified")
    assert [event.to_state for event in moves] == [LoanRequest.objects.get(pk=request.pk).state]


def test_a_person_answers_while_the_question_is_closed(programme):
    request = factories.loan_request(programme)
    (inquiry,) = factories.asked(request, 1)
    her = factories.person_actor(inquiry)

    def end():
        return lend.end_request(
            request=LoanRequest.objects.get(pk=request.pk), end_reason="too_few", words="För få.",
            by=factories.system(programme), at=factories.AT,
        )  # fmt: skip

    both = together(
        lambda: asking.answer(
            inquiry=Inquiry.objects.select_related("request").get(pk=inquiry.pk), answer="yes",
            by=her, at=factories.AT,
        ),
        end,
    )  # fmt: skip
    # Her yes came before the end, or she reads that it is closed. If it came in between, the
    # coordinator reads that somebody was here, and presses again.
    assert all(isinstance(one, Inquiry | LoanRequest | Refused) for one in both), both
    if isinstance(both[1], Stale):
        end()
    assert Inquiry.objects.get(pk=inquiry.pk).state == "told"
    assert OutboxMessage.objects.filter(kind="inquiry_ended").count() == 1


def pressed(run: Callable[[], object]) -> Callable[[], str]:
    """The same as a page does it: each press with a key of its own, by somebody else."""

    def press() -> str:
        key = uuid4().hex
        return idempotency.once(
            key=key, sender=key, at=factories.AT, run=lambda: str(getattr(run(), "pk", ""))
        )

    return press


def test_borrowers_of_one_new_unit_write_at_the_same_moment(programme):
    def write(number: int):
        return lend.receive_request(
            programme=programme, organisation="Region Ny", unit="Enhet Ny",
            contact={"name": "Ny", "email": f"ny{number}@exempel.invalid", "phone": ""},
            wishes={"purpose": "Något.", "form": "focus_group", "people_wanted": 2},
            taken_down=False, by=factories.system(programme), at=factories.AT,
        )  # fmt: skip

    came_to = together(*[pressed(partial(write, n)) for n in range(4)])
    assert kinds(came_to) == {"done": 4}, came_to
    assert sorted(LoanRequest.objects.values_list("no", flat=True)) == [1, 2, 3, 4]
    assert Unit.objects.filter(programme=programme).count() == 1


def test_two_coordinators_confirm_the_first_two_people(programme):
    """The loan begins with the first one, whichever that is."""
    asked = factories.asked(factories.loan_request(programme), 2)
    by = factories.system(programme)
    for inquiry in asked:
        factories.said_yes(inquiry)

    def confirm(pk):
        inquiry = Inquiry.objects.select_related("request__assignment", "programme").get(pk=pk)
        return lend.confirm(inquiry=inquiry, amount=Decimal(100), by=by, at=factories.AT)

    came_to = together(*[pressed(partial(confirm, i.pk)) for i in asked])
    assert kinds(came_to) == {"done": 2}, came_to
    assert Loan.objects.count() == 1
    assert Participation.objects.count() == 2


def test_two_coordinators_choose_the_same_person(programme):
    request = factories.specified(factories.loan_request(programme))
    her, by = factories.contributor(programme), factories.system(programme)

    def choose():
        return asking.choose(
            request=LoanRequest.objects.get(pk=request.pk),
            contributor=Contributor.objects.get(pk=her.pk), by=by, at=factories.AT,
        )  # fmt: skip

    came_to = together(pressed(choose), pressed(choose))
    assert kinds(came_to) == {"done": 2}, came_to
    assert Inquiry.objects.count() == 1


def test_two_write_down_the_same_talk(programme):
    """A person sends her follow-up while a coordinator, on the phone with her, does the same."""
    loan = factories.carried_out(factories.team(factories.loan_request(programme)))
    inquiry = Inquiry.objects.order_by("pk")[0]
    talk = loan.follow_ups.get(participation__inquiry=inquiry)
    her = factories.person_actor(inquiry)
    at = factories.AT + timedelta(days=25)

    def write(by):
        return lend.follow_up(
            follow_up=FollowUp.objects.select_related(
                "loan__request__contact", "participation__contributor__person", "programme"
            ).get(pk=talk.pk),
            values=factories.FOLLOW_UP_PERSON, channel="phone", by=by, at=at,
        )  # fmt: skip

    both = together(
        pressed(lambda: write(her)), pressed(lambda: write(factories.system(programme)))
    )
    assert kinds(both)["done"] == 1
    assert all(isinstance(one, str | Refused) for one in both), both
    assert Response.objects.count() == 1


def test_two_note_the_same_consent(programme):
    her, by = factories.contributor(programme), factories.system(programme)

    def note():
        return people.give_consent(
            person=her.person, purpose="research", how="phone", by=by, at=factories.AT
        )

    assert kinds(together(pressed(note), pressed(note))) == {"done": 2}
    assert her.person.consents.filter(purpose="research").count() == 1


def test_thirty_two_write_at_once_and_nobody_is_turned_away(programme):
    """Each takes in a request and asks for something clearer: four writes, no error."""
    unit_owner = factories.loan_request(programme)
    by, at = factories.system(programme), factories.AT

    def write(number: int):
        request = requests.receive(
            programme=programme, unit=unit_owner.unit, contact=unit_owner.contact,
            wishes={"purpose": f"Nummer {number}."}, taken_down=True, by=by, at=at,
        )  # fmt: skip
        requests.ask_to_clarify(request=request, what="Vad?", by_day=at.date(), by=by, at=at)
        return request.no

    came_to = together(*[partial(write, n) for n in range(32)])
    assert kinds(came_to) == {"done": 32}
    assert sorted(came_to) == list(range(2, 34))
    assert OutboxMessage.objects.filter(kind="clearer_wanted").count() == 32


# --- twice in a row ------------------------------------------------------------------------------


def test_a_double_click_is_carried_out_once(programme):
    """Two threads with the form's same key: one request, and both are shown it."""
    contact, key = factories.borrower_person(programme), uuid4().hex

    def click():
        def run() -> str:
            return str(factories.loan_request(programme, contact=contact).pk)

        return idempotency.once(key=key, sender="a browser", at=factories.AT, run=run)

    places = together(click, click)
    assert places[0] == places[1]
    assert [str(pk) for pk in LoanRequest.objects.values_list("pk", flat=True)] == [places[0]]


def test_a_double_click_on_a_page_is_carried_out_once(programme):
    """The same through the whole stack: the borrower's public form, sent twice at once."""
    user, _actor = factories.coordinator(programme)
    request = factories.loan_request(programme)
    url = reverse("coordinator:take_up", args=[programme.slug, request.pk])
    requests.park(
        request=request, waits_for="pengar", look_again_on=factories.AT.date(),
        by=factories.system(programme), at=factories.AT,
    )  # fmt: skip
    clients = [factories.sign_in(Client(), user)]
    clients.append(Client())
    clients[1].cookies = clients[0].cookies  # the same browser
    once = uuid4().hex
    answers = together(*[partial(c.post, url, {"once": once}) for c in clients])
    assert [answer.status_code for answer in answers] == [302, 302], answers
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert AuditEvent.objects.filter(event="loan_request.take_up").count() == 1


def _link_of(inquiry: Inquiry, at) -> Link:
    return links.issue(
        tenant_id=inquiry.programme_id, purpose="inquiry", about_id=inquiry.pk,
        person_id=inquiry.contributor.person_id, expires_at=at + timedelta(days=9), at=at,
    )  # fmt: skip


def test_a_question_s_link_is_opened_by_a_scanner_and_used_twice(programme):
    """Opening changes nothing, however often; the second yes is the first; a new answer counts."""
    at = clock.now()
    (inquiry,) = factories.asked(factories.loan_request(programme, at=at), 1, at=at)
    url = reverse(
        "question_link:question", args=[programme.slug, links.token(_link_of(inquiry, at))]
    )
    scanner, hers = Client(), Client()
    for _time in range(3):
        assert scanner.get(url).status_code == 200
        assert scanner.head(url).status_code == 200
    assert Inquiry.objects.get(pk=inquiry.pk).state == "sent"
    for _time in range(2):
        assert hers.post(url, {"answer": "yes"}).status_code == 302
        assert Inquiry.objects.get(pk=inquiry.pk).state == "yes"
    assert AuditEvent.objects.filter(about_id=inquiry.pk, to_state="yes").count() == 1
    assert hers.post(url, {"answer": "no"}).status_code == 302
    assert Inquiry.objects.get(pk=inquiry.pk).state == "no"


def test_a_one_time_link_lets_in_one_of_two(programme):
    at = clock.now()
    (inquiry,) = factories.asked(factories.loan_request(programme, at=at), 1, at=at)
    link = _link_of(inquiry, at)
    both = together(lambda: links.use(link, at), lambda: links.use(link, at))
    assert [type(one) for one in both if one is not None] == [Stale]


# --- withdrawn in between ------------------------------------------------------------------------


def test_a_consent_withdrawn_between_preview_and_send(programme):
    request = factories.specified(factories.loan_request(programme))
    by, at = factories.system(programme), factories.AT
    stays, goes = factories.contributor(programme), factories.contributor(programme)
    previewed = [
        asking.choose(request=request, contributor=one, by=by, at=at) for one in (stays, goes)
    ]
    consent.withdraw(person=goes.person, purpose="register", how="phone", by=by, at=at)
    fresh = list(Inquiry.objects.filter(pk__in=[i.pk for i in previewed], state="chosen"))
    assert [inquiry.contributor_id for inquiry in fresh] == [stays.pk]
    # The page she sends from is the old one: both ids are in it.
    try:
        asking.send(
            request=request, inquiries=previewed, answer_by=(at + timedelta(days=9)).date(),
            by=by, at=at,
        )  # fmt: skip
    except Refused:
        request.refresh_from_db()
        asking.send(
            request=request, inquiries=fresh, answer_by=(at + timedelta(days=9)).date(),
            by=by, at=at,
        )  # fmt: skip
    told = OutboxMessage.objects.filter(kind="inquiry").values_list("to_id", flat=True)
    assert list(told) == [stays.person_id]
    assert not Inquiry.objects.filter(contributor=goes, sent_at__isnull=False).exists()


def test_she_withdraws_while_it_is_being_sent(programme):
    request = factories.specified(factories.loan_request(programme))
    by, at = factories.system(programme), factories.AT
    her = factories.contributor(programme)
    inquiry = asking.choose(request=request, contributor=her, by=by, at=at)
    both = together(
        lambda: asking.send(
            request=LoanRequest.objects.get(pk=request.pk),
            inquiries=[Inquiry.objects.select_related("contributor").get(pk=inquiry.pk)],
            answer_by=(at + timedelta(days=9)).date(), by=by, at=at,
        ),
        lambda: consent.withdraw(person=her.person, purpose="register", how="phone", by=by, at=at),
    )  # fmt: skip
    assert not isinstance(both[1], BaseException), both
    # Whoever was first: nothing leaves for her any more.
    outbox.deliver_due(at + timedelta(minutes=1))
    assert not OutboxMessage.objects.filter(kind="inquiry", state="sent").exists()
    assert Inquiry.objects.get(pk=inquiry.pk).state in {"stopped", "dropped"}


@pytest.mark.parametrize("purpose", ["register", "email"])
def test_a_consent_withdrawn_between_put_and_deliver(programme, port, purpose):
    at = factories.AT
    stays, goes = factories.asked(factories.loan_request(programme), 2)
    consent.withdraw(
        person=goes.contributor.person, purpose=purpose, how="phone",
        by=factories.system(programme), at=at,
    )  # fmt: skip
    sink = Sink()
    with serving(sink, port):
        outbox.deliver_due(at + timedelta(minutes=1))
    asked = OutboxMessage.objects.filter(kind="inquiry")
    assert asked.get(to_id=stays.contributor.person_id).state == "sent"
    assert asked.get(to_id=goes.contributor.person_id).state == "cancelled"
    to_her = OutboxMessage.objects.filter(state="sent", to_id=goes.contributor.person_id)
    # Leaving is confirmed to her; not even that without a yes to e-mail being asked about.
    assert {message.kind for message in to_her} <= ({"leaving"} if purpose == "register" else set())


# --- no mail server ------------------------------------------------------------------------------


def test_the_mail_server_is_down_and_comes_back(programme, port):
    """The question goes out, answers come in, and when mail is back each gets hers, once."""
    at = factories.AT
    request = factories.loan_request(programme)
    inquiries = factories.asked(request, 3)
    for hours in (0, 1, 24):
        assert outbox.deliver_due(at + timedelta(hours=hours)).unreachable
    factories.said_yes(inquiries[0], at=at + timedelta(hours=25))  # she was phoned
    sink = Sink()
    with serving(sink, port):
        outbox.deliver_due(at + timedelta(hours=30))
        outbox.deliver_due(at + timedelta(hours=31))
    left = Counter(OutboxMessage.objects.values_list("kind", "state"))
    # The one who has answered isn't asked any more; the others are; the borrower hears too.
    assert left == {
        ("inquiry", "sent"): 2, ("inquiry", "cancelled"): 1, ("request_received", "sent"): 1,
    }  # fmt: skip
    assert len(sink.got) == len({mail.message_id for mail in sink.got}) == 3
    assert all(len(mail.recipients) == 1 for mail in sink.got)
