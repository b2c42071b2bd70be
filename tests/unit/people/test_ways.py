"""By what somebody is reached: what she has agreed to decides, then what she has and wants."""

from dataclasses import replace

import pytest
from django.core import mail

from erfara.foundation import outbox, vault
from erfara.foundation.models import AccessRow, OutboxMessage, SentLetter
from erfara.foundation.outbox import texts
from erfara.people.models import Contributor, Purpose
from erfara.people.queries import Way, reached_by_message, ways_to_reach
from erfara.workflows import consent
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
BOTH = ("register", "email", "text_message")
TEXT = ("register", "text_message")


@pytest.fixture
def texting(settings):
    settings.ENV = replace(settings.ENV, text_gateway="demonstration")


@pytest.fixture
def here():
    # A name of its own: how long a text message gets must not depend on how many came before.
    return make.programme("lanet", name="Det levande biblioteket")


def with_phone(here, number, consents=TEXT):
    row = make.contributor(here, consents=consents)
    vault.index_put(tenant_id=here.pk, person_id=row.person_id, kind="phone", value=number, at=AT)
    vault.amend(
        tenant_id=here.pk, person_id=row.person_id, blob="identity", values={"phone": number},
        at=AT,
    )  # fmt: skip
    return row


def way(row):
    return ways_to_reach([row.person_id])[row.person_id]


def wants_texts(row):
    Contributor.objects.filter(pk=row.pk).update(messages_by="text")
    return row


def test_without_a_gateway_nobody_is_reached_by_text(here, django_assert_num_queries):
    row = wants_texts(with_phone(here, "0701234567"))
    assert way(row) == Way.PHONE
    row = with_phone(here, "0711234567", BOTH)
    with django_assert_num_queries(2):
        ways_to_reach([row.person_id])


def test_the_way_is_hers(here, texting):
    mailed = make.contributor(here)
    texted = with_phone(here, "0701234567")
    both = with_phone(here, "0731234567", BOTH)
    rather = wants_texts(with_phone(here, "0761234567", BOTH))
    at_home = wants_texts(with_phone(here, "016-10 00 00", BOTH))
    only_at_home = with_phone(here, "016-10 00 01")
    neither = with_phone(here, "0721234567", ("register",))
    assert [way(r) for r in (mailed, texted, both, rather, at_home, only_at_home, neither)] == [
        Way.MAIL, Way.TEXT, Way.MAIL, Way.TEXT, Way.MAIL, Way.PHONE, Way.PHONE,
    ]  # fmt: skip


def test_many_cost_what_one_costs(here, texting, django_assert_num_queries):
    everybody = [with_phone(here, f"07012345{n:02}", BOTH).person_id for n in range(12)]
    for some in (everybody[:1], everybody):
        with django_assert_num_queries(4):
            assert reached_by_message(some) == set(some)


def hers():
    """The mails that have left to anybody but the borrower's contact."""
    return [one for one in mail.outbox if not one.to[0].startswith("lan")]


def question_to(row):
    request = make.loan_request(row.programme)
    [inquiry] = make.asked(request, [row])
    return inquiry


def test_a_question_leaves_as_a_text_message_and_says_nothing(here, texting):
    row = with_phone(here, "0701234567")
    inquiry = question_to(row)
    assert not inquiry.by_phone
    outbox.deliver_due(AT)
    kept = SentLetter.objects.get()
    assert (kept.to_address, kept.channel) == ("+46701234567", "text")
    assert texts.segments(kept.body) == 1
    for secret in ("Kallelser", "Påhittad", "focus"):
        assert secret not in kept.body
    assert here.name in kept.body
    assert AccessRow.objects.filter(person_id=row.person_id, purpose="deliver").exists()
    assert hers() == []


@pytest.mark.parametrize(("keeps_mail", "state"), [(False, "cancelled"), (True, "sent")])
def test_a_yes_taken_back_before_it_leaves_stops_the_text(here, texting, keeps_mail, state):
    row = wants_texts(with_phone(here, "0701234567", BOTH if keeps_mail else TEXT))
    question_to(row)
    consent.withdraw(
        person=row.person, purpose=Purpose.TEXT_MESSAGE, how="phone", by=make.system(here), at=AT
    )
    outbox.deliver_due(AT)
    message = OutboxMessage.objects.get(kind="inquiry")
    assert (message.state, SentLetter.objects.count()) == (state, 0)
    assert len(hers()) == keeps_mail
