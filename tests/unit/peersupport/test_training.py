"""Courses: dates that are proposed, places given once, who hears of what, how they end."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from icalendar import Calendar

from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.foundation.spans import Span
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.certificates.queries import without_certificate
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.training import catalogue, letters, policies, queries
from erfara.peersupport.training.actions import assessing, places, planning, sessions
from erfara.peersupport.training.models import (
    Cohort,
    CourseSession,
    Enrolment,
    SessionPresence,
)
from erfara.peersupport.training.policies import Busy
from erfara.workflows import recruiting, training_in_time
from tests import factories as make
from tests.factories.peers import recruitment
from tests.factories.peers import training as courses

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return recruitment.programme()


def states(cohort: Cohort) -> list[str]:
    return [row.state for row in queries.enrolments_of(cohort)]


def messages(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind, state="waiting").order_by("created_at"))


# Templates and dates


@pytest.mark.parametrize("key", catalogue.KEYS)
def test_every_course_that_is_shipped_can_be_planned(here, key):
    cohort = courses.planned(here, key)
    times = courses.times(cohort)
    assert times
    assert all(one.starts_at > AT for one in times)
    assert [one.starts_at for one in times] == sorted(one.starts_at for one in times)


def test_the_long_trainings_lead_to_a_certificate_and_short_ones_when_it_is_said(here):
    certify = {key for key in catalogue.KEYS if catalogue.shipped(key)["gives_certificate"]}
    assert certify == {"five_weeks", "twelve_meetings"}
    short = courses.opened(here)
    chosen = candidate(recruitment.announced(here))
    courses.yes(courses.invited(short, who=[chosen])[0])
    training_in_time.run(courses.times(short)[0].starts_at)
    courses.held(short)
    (row,) = queries.enrolments_of(short)
    row = courses.completed(row)
    assert PeerCandidate.objects.get(pk=chosen.pk).state == "waiting"
    with pytest.raises(Refused, match="gives no certificate"):
        certificates.propose(enrolment=row, by=make.system(here), at=AT)
    assert not list(without_certificate(here))
    said = courses.planned(here, gives_certificate=True, starts_on=date(2027, 2, 1))
    assert said.gives_certificate
    values: dict[str, Any] = {
        "name": said.name, "place": "", "places": 3, "answer_days": 7, "teachers": (),
        "by": make.system(here), "at": AT,
    }  # fmt: skip
    assert planning.change_cohort(cohort=said, **values).gives_certificate
    assert not planning.change_cohort(
        cohort=said, gives_certificate=False, **values
    ).gives_certificate
    planning.open_cohort(cohort=said, by=make.system(here), at=AT)
    # Now people say yes to what it is.
    assert not planning.change_cohort(
        cohort=said, gives_certificate=True, **values
    ).gives_certificate
    # What isn't for peer supporters never gives one.
    assert not courses.planned(here, "trainers", gives_certificate=True).gives_certificate


def test_five_weeks_are_three_in_class_and_two_at_home(here):
    times = courses.times(courses.planned(here, "five_weeks"))
    weeks: dict[str, set[int]] = {one.kind: set() for one in times}
    for one in times:
        weeks[one.kind].add(one.starts_at.isocalendar().week)
    assert len(weeks["home"]) == 2
    assert len(weeks["class"] | weeks["role_play"]) == 3
    assert [one.kind for one in times].count("class") + [one.kind for one in times].count(
        "role_play"
    ) == 15


def test_twelve_meetings_go_over_two_terms(here):
    times = courses.times(courses.planned(here, "twelve_meetings"))
    assert len(times) == 12
    gaps = [b.starts_at - a.starts_at for a, b in pairwise(times)]
    assert sum(gap > 8 * WEEK for gap in gaps) == 1  # the holidays between


def test_a_first_day_late_in_the_week_moves_all_of_it_to_the_next(here):
    friday = date(2026, 12, 4)
    first = courses.times(courses.planned(here, "two_days", starts_on=friday))[0]
    assert first.starts_at.date() == date(2026, 12, 8)


# Places


def test_as_many_are_asked_as_there_are_places_and_the_rest_stand_in_line(here):
    cohort = courses.opened(here, places=2)
    rows = courses.invited(cohort, 4)
    assert states(cohort) == ["asked", "asked", "waiting", "waiting"]
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert len(messages("place_offered")) == 2


def test_nobody_is_asked_before_the_dates_are_settled(here):
    cohort = courses.planned(here, places=2)
    courses.invited(cohort, 3)
    assert states(cohort) == ["waiting"] * 3
    assert not messages("place_offered")
    planning.open_cohort(cohort=cohort, by=make.system(here), at=AT)
    assert states(cohort) == ["asked", "asked", "waiting"]


def test_a_no_lets_the_next_in_line_be_asked(here):
    cohort = courses.opened(here, places=1)
    first, second, _third = courses.invited(cohort, 3)
    places.decline(enrolment=courses.again(first), by=courses.herself(first), at=AT)
    assert states(cohort) == ["declined", "asked", "waiting"]
    assert courses.again(second).seat == 1
    # and pressing twice changes nothing more
    places.decline(enrolment=courses.again(first), by=courses.herself(first), at=AT)
    assert states(cohort) == ["declined", "asked", "waiting"]


def test_silence_lets_the_place_go_after_the_last_day_and_one_reminder(here):
    cohort = courses.opened(here, places=1, answer_days=6)
    first, _second = courses.invited(cohort, 2)
    by_day = [AT + timedelta(days=n) for n in range(9)]
    training_in_time.run(by_day[2])
    assert not messages("place_reminder")
    training_in_time.run(by_day[3])
    training_in_time.run(by_day[4])
    assert len(messages("place_reminder")) == 1
    training_in_time.run(by_day[6])
    assert states(cohort) == ["asked", "waiting"]
    training_in_time.run(by_day[7])
    assert states(cohort) == ["lapsed", "asked"]
    with pytest.raises(Stale, match="has gone to somebody else"):
        courses.yes(first)


def test_one_who_is_phoned_keeps_her_place_until_somebody_has_phoned(here):
    cohort = courses.opened(here, places=1)
    silent = courses.person(here, email="")
    courses.invited(cohort, who=[silent, courses.person(here)])
    training_in_time.run(AT + timedelta(days=30 - 5))
    assert states(cohort) == ["asked", "waiting"]
    assert Enrolment.objects.get(person=silent).by_phone


def test_more_places_move_the_line_up_and_fewer_never_take_one(here):
    cohort = courses.opened(here, places=1)
    courses.invited(cohort, 3)
    by = make.system(here)
    keep: dict[str, Any] = {
        "name": cohort.name, "place": cohort.place, "answer_days": 7, "teachers": [],
    }  # fmt: skip
    planning.change_cohort(cohort=cohort, places=2, by=by, at=AT, **keep)
    assert states(cohort) == ["asked", "asked", "waiting"]
    with pytest.raises(Refused, match="There can’t be fewer"):
        planning.change_cohort(cohort=cohort, places=1, by=by, at=AT, **keep)


def test_fewer_places_let_who_sits_far_back_sit_nearer(here):
    cohort = courses.opened(here, places=3)
    first, *_rest = courses.invited(cohort, 3)
    places.decline(enrolment=courses.again(first), by=courses.herself(first), at=AT)
    planning.change_cohort(
        cohort=cohort, places=2, name="Kurs", place="", answer_days=7, teachers=[],
        by=make.system(here), at=AT,
    )  # fmt: skip
    live = [row for row in queries.enrolments_of(cohort) if row.state == "asked"]
    assert {row.seat for row in live} == {1, 2}
    assert len(live) == 2


def test_the_database_gives_no_seat_twice(here):
    cohort = courses.opened(here, places=2)
    one, other = courses.invited(cohort, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=other.pk).update(seat=one.seat)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=other.pk).update(seat=None)


def test_nobody_has_places_on_courses_that_overlap_unless_it_is_said(here):
    somebody = courses.person(here)
    courses.yes(courses.invited(courses.opened(here), who=[somebody])[0])
    other = courses.opened(here, "five_days", name="Samma vecka")
    with pytest.raises(Busy) as refusal:
        courses.invited(other, who=[somebody])
    assert refusal.value.person_ids == {somebody.pk}
    later = courses.opened(here, "five_days", starts_on=date(2027, 1, 11))
    assert courses.invited(later, who=[somebody])[0].state == "asked"
    places.invite(
        cohort=other, who=[places.Invitee(somebody)], overlap_ok=True, by=make.system(here), at=AT
    )
    assert states(other) == ["asked"]


def test_a_time_is_not_moved_onto_another_course_of_somebody(here):
    somebody = courses.person(here)
    courses.yes(courses.invited(courses.opened(here), who=[somebody])[0])
    other = courses.opened(here, starts_on=date(2027, 1, 11))
    courses.yes(courses.invited(other, who=[somebody])[0])
    session = courses.times(other)[0]
    busy = courses.times(Cohort.objects.exclude(pk=other.pk).get())[0]
    with pytest.raises(Busy):
        sessions.change_session(
            session=session, seen=policies.session_version(session),
            span=Span(busy.starts_at, busy.ends_at), by=make.system(here), at=AT,
        )  # fmt: skip


def test_one_in_line_who_has_got_another_course_is_passed_over_and_keeps_her_number(here):
    somebody = courses.person(here)
    cohort = courses.opened(here, places=1)
    first, _her, _third = courses.invited(
        cohort, who=[courses.person(here), somebody, courses.person(here)]
    )
    courses.yes(courses.invited(courses.opened(here, name="En annan"), who=[somebody])[0])
    places.decline(enrolment=courses.again(first), by=courses.herself(first), at=AT)
    assert states(cohort) == ["declined", "waiting", "asked"]


# Recruitment hears


def candidate(row) -> PeerCandidate:
    return PeerCandidate.objects.select_related("person").get(pk=recruitment.decided(row).pk)


def test_a_place_moves_the_candidate_and_losing_it_puts_her_on_the_waiting_list(here):
    row = recruitment.announced(here)
    first, second = candidate(row), candidate(row)
    cohort = courses.opened(here, places=1)
    one, other = courses.invited(cohort, who=[first, second])
    courses.yes(one)
    first.refresh_from_db()
    assert (first.state, second.state) == ("in_training", "offered_training")
    begins = courses.times(cohort)[0].starts_at
    training_in_time.run(begins)
    assert courses.again(other).state == "no_place"
    second.refresh_from_db()
    assert second.state == "waiting"
    # She who waits can be given a place on the next one.
    later = courses.opened(here, starts_on=date(2027, 1, 11))
    courses.yes(courses.invited(later, who=[second])[0])
    second.refresh_from_db()
    assert second.state == "in_training"


def test_who_completes_and_who_does_not_is_told_to_recruitment(here):
    row = recruitment.announced(here)
    first, second, third = candidate(row), candidate(row), candidate(row)
    cohort = courses.opened(here, places=3, gives_certificate=True)
    for one in courses.invited(cohort, who=[first, second, third]):
        courses.yes(one)
    begins = courses.times(cohort)[0].starts_at
    training_in_time.run(begins)
    courses.held(cohort)
    one, two, three = queries.enrolments_of(cohort)
    courses.completed(one)
    for enrolment, way in ((two, "next"), (three, "nothing")):
        assessing.assess(
            enrolment=courses.again(enrolment), completed=False, met=[False], words="Därför.",
            way=way, by=make.system(here), at=AT + timedelta(days=60),
        )  # fmt: skip
    assert [PeerCandidate.objects.get(pk=c.pk).state for c in (first, second, third)] == [
        "completed", "waiting", "not_trained",
    ]  # fmt: skip
    cohort.refresh_from_db()
    assert cohort.state == "done"


def test_who_withdraws_leaves_her_place_to_the_next_and_can_no_longer_take_it(here):
    row = recruitment.announced(here)
    first, second = candidate(row), candidate(row)
    cohort = courses.opened(here, places=1)
    one, other = courses.invited(cohort, who=[first, second])
    recruiting.withdraw(candidate=first, by=courses.herself(one), at=AT)
    assert states(cohort) == ["declined", "asked"]
    assert PeerCandidate.objects.get(pk=first.pk).state == "withdrew"
    with pytest.raises(Stale):
        courses.yes(one)
    # One who has said yes leaves the course instead.
    courses.yes(other)
    second.refresh_from_db()
    with pytest.raises(Refused):
        recruiting.withdraw(candidate=second, by=courses.herself(other), at=AT)
    assert states(cohort) == ["declined", "accepted"]


def test_a_candidate_has_one_place_at_a_time(here):
    one = candidate(recruitment.announced(here))
    courses.invited(courses.opened(here), who=[one])
    later = courses.opened(here, starts_on=date(2027, 1, 11))
    with pytest.raises(Stale, match="has got a place meanwhile"):
        courses.invited(later, who=[one])


# Who hears of what


def files(kind: str) -> dict[Any, list[tuple[str, str, int, str]]]:
    """Who gets a calendar file with a kind of message: title, uid, sequence, status of each."""
    found = {}
    for message in messages(kind):
        letter = letters.render(message, AT)
        if letter is None:
            continue
        events = []
        if letter.calendar is not None:
            for event in Calendar.from_ical(letter.calendar.content).walk("VEVENT"):
                events.append((
                    str(event["summary"]), str(event["uid"]), int(str(event["sequence"])),
                    str(event["status"]),
                ))  # fmt: skip
        found[message.to_id] = events
    return found


def test_a_changed_time_reaches_exactly_those_who_come_with_a_neutral_file(here):
    cohort = courses.opened(here, places=2)
    coming, asked, _waiting = courses.invited(cohort, 3)
    other = courses.opened(here, name="En annan", starts_on=date(2027, 1, 11))
    courses.yes(courses.invited(other, 1)[0])
    courses.yes(coming)
    dates = files("course_dates")[coming.person_id]
    assert len(dates) == 2
    session = courses.times(cohort)[0]
    sessions.change_session(
        session=session, seen=policies.session_version(session),
        span=Span(session.starts_at + timedelta(hours=1), session.ends_at + timedelta(hours=1)),
        by=make.system(here), at=AT,
    )  # fmt: skip
    told = files("course_session_changed")
    assert set(told) == {coming.person_id}
    ((title, uid, sequence, status),) = told[coming.person_id]
    assert (title, sequence, status) == ("A meeting", 1, "CONFIRMED")
    assert uid in {one[1] for one in dates}
    session.refresh_from_db()
    sessions.cancel_session(
        session=session, reason="Läraren är sjuk.", by=make.system(here), at=AT
    )  # fmt: skip
    told = files("course_session_cancelled")
    assert set(told) == {coming.person_id}
    assert told[coming.person_id] == [(title, uid, 2, "CANCELLED")]
    # The older message is overtaken, and is not sent any more.
    assert files("course_session_changed") == {}
    assert asked.state == "asked"


def test_what_it_is_about_and_who_teaches_changes_without_a_message(here):
    user, _actor = courses.trainer(here)
    cohort = courses.opened(here, teachers=[user.pk])
    courses.yes(courses.invited(cohort)[0])
    session = courses.times(cohort)[0]
    sessions.change_session(
        session=session, seen=policies.session_version(session),
        span=Span(session.starts_at, session.ends_at), module="Något annat", teacher_id=user.pk,
        by=make.system(here), at=AT,
    )  # fmt: skip
    assert not messages("course_session_changed")
    assert CourseSession.objects.get(pk=session.pk).teacher_id == user.pk


def test_of_two_who_change_a_time_the_second_is_told(here):
    session = courses.times(courses.opened(here))[0]
    seen = policies.session_version(session)

    def move_by(hours: int) -> None:
        span = Span(
            session.starts_at + timedelta(hours=hours), session.ends_at + timedelta(hours=hours)
        )
        sessions.change_session(
            session=session, seen=seen, span=span, by=make.system(here), at=AT
        )  # fmt: skip

    move_by(1)
    with pytest.raises(Stale):
        move_by(2)


def test_a_time_for_making_up_concerns_those_who_are_to_come_and_makes_it_up(here):
    cohort = courses.running(here, 3)
    away, late, _there = queries.enrolments_of(cohort)
    first, second = courses.times(cohort)
    by = make.system(here)
    everybody = {row.pk for row in queries.enrolments_of(cohort)}
    sessions.note_presence(
        session=first, present=everybody - {away.pk, late.pk}, by=by, at=first.ends_at
    )
    extra = sessions.add_session(
        cohort=cohort, kind="make_up", makes_up=first, who=[away.pk], by=by, at=first.ends_at,
        span=Span(second.ends_at + timedelta(days=1), second.ends_at + timedelta(days=1, hours=2)),
        module="Ta igen",
    )  # fmt: skip
    assert {m.to_id for m in messages("course_session_added")} == {away.person_id}
    sessions.note_presence(session=second, present=everybody, by=by, at=second.ends_at)
    cohort.refresh_from_db()
    assert cohort.state == "running"  # the extra time is still to come
    sessions.note_presence(session=extra, present={away.pk}, by=by, at=extra.ends_at)
    came = SessionPresence.objects.filter(session=first)
    assert came.get(enrolment=away).came == "made_up"
    assert came.get(enrolment=late).came == "absent"
    shares = queries.shares_of(cohort, [away, late])
    assert (shares.of(away), shares.of(late)) == ((2, 2), (1, 2))
    cohort.refresh_from_db()
    assert cohort.state == "assessing"
    # She wasn't there after all: then she has not made it up either.
    sessions.note_presence(session=extra, present=set(), by=by, at=extra.ends_at)
    assert came.get(enrolment=away).came == "absent"
    sessions.note_presence(session=extra, present={away.pk}, by=by, at=extra.ends_at)
    assert came.get(enrolment=away).came == "made_up"


def test_one_who_comes_later_has_what_was_held_before_to_make_up(here):
    cohort = courses.running(here, 1)
    first = courses.times(cohort)[0]
    by = make.system(here)
    sessions.note_presence(session=first, present=set(), by=by, at=first.ends_at)
    (late,) = courses.invited(cohort, at=first.ends_at)
    places.ask_late(enrolment=courses.again(late), by=by, at=first.ends_at)
    (missed,) = queries.missed(late)
    assert missed.session_id == first.pk
    sessions.make_up(presence=missed, by=by, at=first.ends_at)
    assert queries.shares_of(cohort, [late]).of(late) == (1, 1)


def test_a_whole_course_is_called_off_once_to_each(here):
    cohort = courses.opened(here, places=2)
    coming, _asked, _waiting = courses.invited(cohort, 3)
    courses.yes(coming)
    planning.cancel_cohort(cohort=cohort, reason="För få.", by=make.system(here), at=AT)
    told = files("course_cancelled")
    assert len(told) == 3
    assert {one[3] for one in told[coming.person_id]} == {"CANCELLED"}
    assert not messages("course_session_cancelled")
    assert set(states(cohort)) == {"called_off"}


def test_a_letter_is_neutral_and_stops_when_it_no_longer_holds(here):
    cohort = courses.opened(here, places=1)
    (row,) = courses.invited(cohort)
    (message,) = messages("place_offered")
    letter = letters.render(message, AT)
    assert letter is not None
    whole = f"{letter.subject} {' '.join(map(str, letter.body_lines))}".lower()
    assert not any(word in whole for word in ("kurs", "course", "peer", "plats", "place "))
    assert letter.deadline == row.answer_by
    courses.yes(row)
    assert letters.render(message, AT) is None
