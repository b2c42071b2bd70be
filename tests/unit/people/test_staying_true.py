"""Somebody of whom nothing is heard: asked, reminded, resting, gone; and any sign undoes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import AuditEvent, OutboxMessage
from erfara.lending.actions import inquiries
from erfara.people.actions import signs
from erfara.people.models import Contributor, Silence
from erfara.people.policies import why_not_asked
from erfara.people.queries import contributors, live_purposes
from erfara.people.silence_queries import months_before, open_silence
from erfara.workflows import consent, staying_true
from erfara.workflows.today import today
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
YEAR, DAY = timedelta(days=366), timedelta(days=1)
JOBS = (
    staying_true.ask_those_silent, staying_true.remind_those_silent,
    staying_true.let_those_silent_rest, staying_true.let_those_silent_go,
)  # fmt: skip


@pytest.fixture
def here():
    return make.programme()


def the_worker_runs(at) -> int:
    return sum(job(at) for job in JOBS)


def letters(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def silence_of(row: Contributor) -> Silence:
    found = open_silence(row)
    assert found is not None
    return found


def fresh(row: Contributor) -> Contributor:
    return Contributor.objects.get(pk=row.pk)


def steps(here, at) -> set[str]:
    return {row.step for row in today(here, at).rows}


def test_a_year_of_silence_asks_reminds_rests_and_each_once(here):
    she = make.contributor(here)
    assert the_worker_runs(AT + 200 * DAY) == 0
    asked = AT + YEAR
    assert the_worker_runs(asked) == 1
    assert the_worker_runs(asked + DAY) == 0
    assert letters("still") == 1
    the_worker_runs(asked + 30 * DAY)
    the_worker_runs(asked + 31 * DAY)
    assert letters("still_reminder") == 1
    the_worker_runs(asked + 59 * DAY)
    assert fresh(she).state == "active"
    the_worker_runs(asked + 60 * DAY)
    the_worker_runs(asked + 61 * DAY)
    row = fresh(she)
    assert row.state == "resting"
    assert why_not_asked(row, live_purposes([row.person_id])[row.person_id])
    assert row in contributors(here), "she is still hers, and still there"
    assert letters("still") == letters("still_reminder") == 1


def test_after_a_year_of_rest_a_coordinator_decides_and_then_she_goes_as_everybody(here):
    she = make.contributor(here)
    asked = AT + YEAR
    for day in (0, 30, 60):
        the_worker_runs(asked + day * DAY)
    later = asked + 60 * DAY + YEAR
    assert "let_go" not in steps(here, later - 30 * DAY)
    assert "let_go" in steps(here, later)
    silence = silence_of(she)
    staying_true.tell_of_going(silence=silence, by=make.system(here), at=later)
    assert "let_go" not in steps(here, later)
    assert letters("still_going") == 1
    the_worker_runs(later + 30 * DAY)
    assert fresh(she).state == "resting", "the last day is still hers"
    the_worker_runs(later + 31 * DAY)
    row = fresh(she)
    assert row.state == "leaving"
    assert row.erase_after == later + 31 * DAY + timedelta(hours=48)
    assert not Silence.objects.filter(ended_on=None).exists()


def test_she_may_rest_another_year_instead(here):
    she = make.contributor(here)
    for day in (0, 60):
        the_worker_runs(AT + YEAR + day * DAY)
    later = AT + YEAR + 60 * DAY + YEAR
    signs.rest_on(silence=silence_of(she), by=make.system(here), at=later)
    assert "let_go" not in steps(here, later + 300 * DAY)
    assert "let_go" in steps(here, later + 365 * DAY)


@pytest.mark.parametrize("after", [0, 31, 61, 500])
def test_any_sign_of_life_undoes_every_step(here, after):
    she = make.contributor(here)
    asked = AT + YEAR
    for day in (0, 30, 60):
        if day <= after:
            the_worker_runs(asked + day * DAY)
    if after == 500:
        staying_true.tell_of_going(
            silence=silence_of(she), by=make.system(here), at=asked + 490 * DAY
        )
    signs.seen([she.person_id], (asked + after * DAY).date())
    row = fresh(she)
    assert row.state == "active"
    assert open_silence(row) is None
    assert row.last_seen_on == (asked + after * DAY).date()
    the_worker_runs(asked + (after + 60) * DAY)
    assert fresh(she).state == "active"
    assert the_worker_runs(asked + after * DAY + YEAR) == 1, "and the year begins anew"


def test_a_sign_is_written_once_a_day_and_tells_nothing_of_how(here):
    she = make.contributor(here)
    day = (AT + 9 * DAY).date()
    signs.seen([she.person_id], day)
    before = AuditEvent.objects.count()
    signs.seen([she.person_id], day)
    signs.seen([she.person_id], day - DAY)
    assert fresh(she).last_seen_on == day
    assert AuditEvent.objects.count() == before


def test_an_answer_by_herself_or_by_phone_is_a_sign(here):
    request = make.loan_request(here)
    (hers,) = make.asked(request, 1, at=AT)
    later = AT + 3 * DAY
    inquiries.answer(inquiry=hers, answer="no", by=make.system(here), at=later)
    assert fresh(hers.contributor).last_seen_on == later.date()


def test_taking_part_is_a_sign(here):
    request = make.loan_request(here)
    loan = make.carried_out(make.team(request), at=AT + 20 * DAY)
    people = Contributor.objects.filter(participations__loan=loan)
    seen = set(people.values_list("last_seen_on", flat=True))
    assert seen == {(AT + 20 * DAY).date()}


def test_those_without_a_letter_are_on_the_day_and_get_a_month_more(here):
    she = make.contributor(here, consents=("register",))
    asked = AT + YEAR
    the_worker_runs(asked)
    assert letters("still") == 0
    assert "still" in steps(here, asked)
    the_worker_runs(asked + 60 * DAY)
    assert fresh(she).state == "active"
    the_worker_runs(asked + 90 * DAY)
    assert fresh(she).state == "resting"
    signs.note_seen(contributor=fresh(she), by=make.system(here), at=asked + 95 * DAY)
    assert fresh(she).state == "active"
    assert "still" not in steps(here, asked + 95 * DAY)


def test_pausing_and_leaving_end_the_silence(here):
    for change in (
        lambda row, at: consent.pause(contributor=row, until=None, by=make.system(here), at=at),
        lambda row, at: consent.leave(contributor=row, how="phone", by=make.system(here), at=at),
    ):
        she = make.contributor(here)
        the_worker_runs(AT + YEAR)
        the_worker_runs(AT + YEAR + 60 * DAY)
        change(fresh(she), AT + YEAR + 70 * DAY)
        assert open_silence(she) is None
        assert fresh(she).state in {"paused", "leaving"}


def test_a_record_and_one_that_is_switched_off_are_left_alone(here):
    make.contributor(here)
    here.still_months = None
    here.save()
    standing = make.programme(clock_stands_at=AT)
    make.contributor(standing)
    assert the_worker_runs(AT + 3 * YEAR) == 0


def test_the_months_between_are_the_programme_s_own(here):
    make.contributor(here)
    here.still_months = 6
    here.save()
    assert the_worker_runs(AT + 170 * DAY) == 0
    assert the_worker_runs(AT + 185 * DAY) == 1
    assert months_before(AT.date().replace(month=3, day=31), 1) == AT.date().replace(
        month=2, day=28
    )


def test_only_a_coordinator_or_the_system_lets_rest(here):
    assert not Contributor.table.may("rest", "active", Role.PERSON)
    assert Contributor.table.may("wake", "resting", Role.PERSON)
    assert Actor.system(here.pk).role in Contributor.table.transitions["rest"].pens
