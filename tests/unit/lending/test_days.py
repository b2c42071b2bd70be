"""A day is the day here: between midnight and two in the morning UTC still has yesterday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link, OutboxMessage
from erfara.lending.actions import inquiries as asking
from erfara.lending.letters import render
from erfara.organisations.queries import roles_of
from erfara.workflows import timekeeping
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

# Half past midnight in Stockholm, the 2nd of July. In UTC it is still the 1st.
NIGHT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


def test_the_day_is_the_one_here() -> None:
    assert clock.local_day(NIGHT) == date(2026, 7, 2)
    assert clock.local_day(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 2, 1)


def test_somebody_who_is_taken_in_after_midnight_joined_that_day() -> None:
    row = make.contributor(make.programme(), at=NIGHT)
    assert (row.applied_on, row.joined_on) == (date(2026, 7, 2), date(2026, 7, 2))


def test_a_question_can_be_answered_the_whole_last_day_and_not_after_it() -> None:
    request = make.loan_request(make.programme(), at=NIGHT - timedelta(days=5))
    (inquiry,) = make.asked(request, 1, at=NIGHT - timedelta(days=5), answer_by=date(2026, 7, 1))
    timekeeping.close_unanswered(NIGHT - timedelta(minutes=31))
    inquiry.refresh_from_db()
    assert inquiry.state == "sent"
    timekeeping.close_unanswered(NIGHT)
    inquiry.refresh_from_db()
    assert inquiry.state == "silent"


def test_yesterday_is_no_last_day_to_answer() -> None:
    library = make.programme()
    request = make.specified(make.loan_request(library, at=NIGHT), at=NIGHT)
    by = make.system(library)
    inquiry = asking.choose(request=request, contributor=make.contributor(library), by=by, at=NIGHT)
    with pytest.raises(Refused):
        asking.send(
            request=request, inquiries=[inquiry], answer_by=date(2026, 7, 1), by=by, at=NIGHT
        )


def test_a_role_ends_at_midnight_here() -> None:
    library = make.programme()
    user, _actor = make.coordinator(library)
    membership = user.memberships.get()
    membership.starts_on, membership.ends_on = date(2026, 6, 1), date(2026, 7, 1)
    membership.save()
    last = NIGHT - timedelta(minutes=31)
    assert roles_of(user.pk, library, clock.local_day(last)) == {Role.COORDINATOR}
    assert roles_of(user.pk, library, clock.local_day(NIGHT)) == set()


def test_a_link_lives_fourteen_days_longer_than_what_it_answers() -> None:
    request = make.loan_request(make.programme(), at=NIGHT)
    make.asked(request, 1, at=NIGHT, answer_by=date(2026, 7, 12))
    message = OutboxMessage.objects.get(kind="inquiry")
    render(message, NIGHT)
    assert Link.objects.get(pk=message.pk).expires_at == NIGHT + timedelta(days=10 + 14)
