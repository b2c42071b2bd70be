"""The mail on Mondays: once, for who wants it, without a name; and marks that are swept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from erfara.foundation import outbox
from erfara.foundation.actors import Role
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import requests
from erfara.organisations import actions
from erfara.organisations.models import DayMark, Membership
from erfara.workflows import today as day
from erfara.workflows import weekly
from tests import factories as make
from tests.integration.the_day import WAYS

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT  # a Monday, ten o'clock here
DAY = timedelta(days=1)


@pytest.fixture
def anna() -> Any:
    """One who coordinates a library and wants the mail."""
    library = make.programme()
    user, by = make.member(library, Role.COORDINATOR, name="Anna Berg")
    row = Membership.objects.get(user=user)
    row.starts_on = AT.date()
    row.save()
    actions.want_weekly_mail(membership=row, wanted=True, by=by, at=AT)
    return row


def sent(at: datetime = AT) -> int:
    weekly.write_on_mondays(at)
    outbox.deliver_due(at)
    return OutboxMessage.objects.filter(kind=weekly.KIND, state="sent").count()


def test_it_comes_once_a_week_on_mondays(anna, mailoutbox):
    make.loan_request(anna.programme)
    outbox.deliver_due(AT)
    mailoutbox.clear()
    assert sent(AT - timedelta(hours=6)) == 0
    assert sent(AT) == 1
    assert sent(AT + timedelta(hours=3)) == 1
    assert sent(AT + DAY) == 1
    assert sent(AT + 7 * DAY) == 2
    assert len(mailoutbox) == 2
    assert mailoutbox[0].to == [anna.user.email]


def test_it_comes_to_nobody_who_has_not_asked(anna, mailoutbox):
    make.coordinator(anna.programme)
    make.loan_request(anna.programme)
    outbox.deliver_due(AT)
    mailoutbox.clear()
    anna.weekly_mail = False
    weekly.write_on_mondays(AT)
    anna.save()
    outbox.deliver_due(AT)
    assert not mailoutbox
    assert OutboxMessage.objects.filter(kind=weekly.KIND).count() == 1


def test_an_empty_week_is_not_written_about(anna, mailoutbox):
    sent()
    assert not mailoutbox


def test_it_is_not_sent_again_when_it_may_have_left(anna, mailoutbox):
    make.loan_request(anna.programme)
    outbox.deliver_due(AT)
    mailoutbox.clear()
    weekly.write_on_mondays(AT)
    OutboxMessage.objects.filter(kind=weekly.KIND).update(uncertain_tries=1, state="uncertain")
    outbox.deliver_due(AT + timedelta(hours=1))
    assert not mailoutbox


def test_it_names_nobody_and_says_nothing_that_anybody_wrote(anna):
    for way in WAYS.values():
        way(anna.programme)
    found = day.today(anna.programme, AT)
    texts = {
        text
        for row in found.rows
        for text in (row.unit, *row.values.values())
        if isinstance(text, str)
    }
    assert texts
    for row in found.rows:
        said = str(
            weekly.letter(anna.programme, day.Today([row], [], [], [], False, {})).body_lines
        )
        assert not [text for text in texts if text and text in said]
        assert "{" not in said


def test_marks_are_swept_when_the_thing_is_done_or_has_rested(anna):
    programme = anna.programme
    by = make.system(programme)
    done, rests = make.loan_request(programme), make.loan_request(programme)
    rows = {row.pk: row for row in day.today(programme, AT).rows}
    who = {"programme": programme, "by": make.coordinator(programme)[1], "at": AT}
    Membership.objects.update(starts_on=AT.date())
    actions.take(key=rows[done.pk].key, **who)
    actions.lay_to_rest(key=rows[rests.pk].key, until=(AT + 3 * DAY).date(), number=1, **who)
    assert weekly.sweep(AT + DAY) == 0
    requests.book_meeting(request=done, meeting_at=AT + 2 * DAY, by=by, at=AT)
    assert weekly.sweep(AT + DAY) == 1
    assert weekly.sweep(AT + 3 * DAY) == 1
    assert not DayMark.objects.exists()


def test_who_no_longer_works_here_has_nothing(anna):
    make.loan_request(anna.programme)
    (row,) = day.today(anna.programme, AT).rows
    by = make.member(anna.programme, Role.COORDINATOR)[1]
    assert by.id is not None
    Membership.objects.filter(user_id=by.id).update(starts_on=AT.date())
    actions.take(programme=anna.programme, key=row.key, by=by, at=AT)
    assert weekly.sweep(AT) == 0
    membership = Membership.objects.get(user_id=by.id)
    actions.end_membership(membership=membership, by=by, at=AT)
    assert weekly.sweep(AT) == 1
