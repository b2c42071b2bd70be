"""Courses: who was there, what is signed and assessed, and two who press at once."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections
from django.utils import translation

from erfara.foundation import vault
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import registry
from erfara.foundation.spans import Span
from erfara.peersupport.training import policies, queries
from erfara.peersupport.training.actions import (
    assessing,
    ending,
    groups,
    places,
    planning,
    sessions,
)
from erfara.peersupport.training.models import (
    Assessment,
    Cohort,
    CourseSession,
    Enrolment,
    EthicsSigned,
    SessionPresence,
)
from erfara.peersupport.training.policies import Busy
from erfara.peersupport.training.states import HOLDS
from erfara.workflows import training_in_time
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


# Attendance, ethics, assessment


def test_presence_can_be_put_right_and_twice_changes_nothing(here):
    cohort = courses.running(here, 2)
    one, other = queries.enrolments_of(cohort)
    session = courses.times(cohort)[0]
    note = lambda *who: sessions.note_presence(  # noqa: E731
        session=CourseSession.objects.get(pk=session.pk), present={w.pk for w in who},
        by=make.system(here), at=session.ends_at,
    )  # fmt: skip
    note(one)
    note(one)
    note(one, other)
    rows = SessionPresence.objects.filter(session=session)
    assert sorted(rows.values_list("came", flat=True)) == ["present", "present"]


def test_what_has_not_begun_was_not_attended(here):
    cohort = courses.running(here, 1)
    session = courses.times(cohort)[1]
    with pytest.raises(Refused, match="has not begun"):
        sessions.note_presence(
            session=session, present=set(), by=make.system(here),
            at=session.starts_at - timedelta(hours=1),
        )  # fmt: skip


def test_completing_takes_the_share_the_signature_and_every_criterion(here):
    cohort = courses.running(here, 2)
    row, away = queries.enrolments_of(cohort)
    by, at = make.system(here), AT + timedelta(days=60)

    def assess(one, met=(True,)):
        return assessing.assess(
            enrolment=courses.again(one), completed=True, met=list(met), words="Bra.", by=by, at=at
        )

    courses.signed(row, at)
    with pytest.raises(Refused, match="None of the times has been held"):
        assess(row)
    first = courses.times(cohort)[0]
    sessions.note_presence(session=first, present={row.pk}, by=by, at=first.ends_at)
    # The half of the course that is still to come counts too.
    with pytest.raises(Refused, match="per cent of the times") as refusal:
        assess(row)
    assert refusal.value.values["attended"] == 50
    courses.held(cohort, absent=[away.pk])
    EthicsSigned.objects.all().delete()
    with pytest.raises(Refused, match="not signed"):
        assess(row)
    courses.signed(row, at)
    with pytest.raises(Refused, match="criteria"):
        assess(row, [False])
    courses.signed(away, at)
    with pytest.raises(Refused, match="per cent"):
        assess(away)
    assess(row)
    assert courses.again(row).state == "completed"
    for presence in queries.missed(courses.again(away)):
        sessions.make_up(presence=presence, by=by, at=at)
    assess(away)
    assert courses.again(away).state == "completed"


def test_not_completed_takes_why_and_a_way_on_and_she_reads_the_words(here):
    cohort = courses.running(here, 1)
    courses.held(cohort)
    (row,) = queries.enrolments_of(cohort)
    who: dict[str, Any] = {"by": make.system(here), "at": AT + timedelta(days=60)}
    with pytest.raises(Refused, match="Write why"):
        assessing.assess(
            enrolment=courses.again(row), completed=False, met=[True], words="", way="", **who
        )
    made = assessing.assess(
        enrolment=courses.again(row), completed=False, met=[True], words="Vill vänta.",
        way="next", way_words="Våren passar bättre.", **who,
    )  # fmt: skip
    opened = vault.open(
        tenant_id=here.pk, person_ids=[row.person_id], blob="training",
        fields=(str(made.pk), f"{made.pk}:way"), purpose="own_course", case=str(row.pk),
        actor=courses.herself(row), at=AT,
    )[row.person_id]  # fmt: skip
    assert set(opened.values()) == {"Vill vänta.", "Våren passar bättre."}
    assert "Vill vänta" not in str(Assessment.objects.values().get())
    assert messages("place_assessed")


def test_a_newer_version_of_the_rules_is_signed_anew(here):
    cohort = courses.running(here, 1)
    (row,) = queries.enrolments_of(cohort)
    courses.signed(row)
    by = make.system(here)
    with pytest.raises(Stale):
        assessing.write_ethics(programme=here, text="Nya.", seen=0, by=by, at=AT)
    assessing.write_ethics(programme=here, text="Nya regler.", seen=1, by=by, at=AT)
    assert row.person_id not in queries.who_signed(here.pk, [row.person_id])
    assert {m.to_id for m in messages("ethics_again")} == {row.person_id}
    with pytest.raises(Stale, match="newer version"):
        assessing.sign_ethics(person=row.person, version=1, by=courses.herself(row), at=AT)
    courses.signed(row)
    assert row.person_id in queries.who_signed(here.pk, [row.person_id])


def test_leaving_gives_the_place_on_before_the_course_and_ends_it_when_nobody_is_left(here):
    cohort = courses.opened(here, places=1)
    first, second = courses.invited(cohort, 2)
    courses.yes(first)
    places.leave(enrolment=courses.again(first), again=False, by=courses.herself(first), at=AT)
    assert states(cohort) == ["left", "asked"]
    courses.yes(second)
    planning.start_cohort(
        cohort=cohort, by=make.system(here), at=courses.times(cohort)[0].starts_at
    )
    courses.held(cohort)
    assert cohort.state == "assessing"
    places.leave(enrolment=courses.again(second), again=False, by=make.system(here), at=AT)
    cohort.refresh_from_db()
    assert cohort.state == "done"


def test_one_who_is_erased_gives_her_place_to_the_next(here):
    from erfara.workflows import erasing

    cohort = courses.opened(here, places=1)
    first, _second = courses.invited(cohort, 2)
    courses.yes(first)
    erasing.erase_contact(person=first.person, at=AT)
    assert states(cohort) == ["declined", "asked"]


def test_one_who_completed_nothing_is_erased_after_a_year_and_one_who_did_stays(here):
    cohort = courses.running(here, 2)
    courses.held(cohort)
    one, other = queries.enrolments_of(cohort)
    over = AT + timedelta(days=60)
    places.leave(enrolment=courses.again(one), again=False, by=make.system(here), at=over)
    courses.completed(other, over)
    training_in_time.forget_those_who_went(over + timedelta(days=364))
    assert courses.again(one).person.erased_at is None
    training_in_time.forget_those_who_went(over + timedelta(days=366))
    assert courses.again(one).person.erased_at is not None
    assert courses.again(other).person.erased_at is None


# Groups


def test_how_many_of_the_staff_came_is_evidence_that_a_workplace_is_prepared(here):
    from erfara.peersupport.workplaces.models import ReadinessItem
    from tests.factories.peers import workplaces as there

    workplace = there.preparing(here)
    cohort = courses.opened(here, "workplaces")
    group = courses.with_group(cohort, workplace=workplace, expected=14)
    assert {m.to_id for m in messages("course_dates")} == {workplace.contact_id}
    training_in_time.run(courses.times(cohort)[0].starts_at)
    for session, number in zip(courses.times(cohort), (14, 9), strict=True):
        sessions.note_numbers(
            session=session, numbers={group.pk: number}, by=make.system(here), at=session.ends_at
        )
    items = ReadinessItem.objects.filter(readiness__workplace=workplace)
    assert dict(items.filter(key__startswith="staff").values_list("key", "number")) == {
        "staff_2h": 14, "staff_4h": 9,
    }  # fmt: skip
    # What was written wrong is put right on the workplace's list too.
    for number, shown in ((3, ("done", 3)), (0, ("missing", None)), (5, ("done", 5))):
        sessions.note_numbers(
            session=courses.times(cohort)[0], numbers={group.pk: number}, by=make.system(here),
            at=AT + timedelta(days=40),
        )  # fmt: skip
        assert items.values_list("standing", "number").get(key="staff_2h") == shown
    cohort.refresh_from_db()
    assert cohort.state == "done"
    with pytest.raises(Refused, match="have been there"):
        groups.drop_group(group=group, by=make.system(here), at=AT)


def test_who_teaches_hears_of_what_changes_and_not_of_what_she_has_changed_herself(here):
    user, herself = courses.trainer(here)
    other, _actor = courses.trainer(here)
    cohort = courses.opened(here, teachers=[user.pk, other.pk])
    first, second = courses.times(cohort)
    sessions.change_session(
        session=first, seen=policies.session_version(first), teacher_id=user.pk,
        span=Span(first.starts_at, first.ends_at), by=make.system(here), at=AT,
    )  # fmt: skip
    assert not messages("course_yours")
    sessions.cancel_session(session=first, reason="Storm.", by=make.system(here), at=AT)
    (message,) = messages("course_yours")
    assert message.to_id == user.pk
    letter = registry.kinds["course_yours"](message, AT)
    assert letter is not None
    assert letter.calendar is not None
    assert str(cohort.pk) in letter.url
    assert b"STATUS:CANCELLED" in letter.calendar.content
    sessions.cancel_session(session=second, reason="Storm.", by=herself, at=AT)
    assert {m.to_id for m in messages("course_yours") if m != message} == {other.pk}
    planning.cancel_cohort(cohort=cohort, reason="För få.", by=make.system(here), at=AT)
    told = {m.to_id for m in messages("course_yours") if m.about_id == cohort.pk}
    assert told == {user.pk, other.pk}


# Two at the same moment


def at_once(*acts) -> list[str]:
    """Each act in a thread of its own; what was refused, and how."""
    ready, refused = threading.Barrier(len(acts)), list[str]()

    def run(act) -> None:
        try:
            ready.wait(timeout=10)
            act()
        except (Refused, IntegrityError) as error:
            refused.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return refused


@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
def test_a_place_is_never_given_twice_when_leads_press_at_once():
    here = recruitment.programme()
    cohort = courses.opened(here, places=2)
    people = [courses.person(here) for _ in range(8)]
    at_once(*[
        lambda one=one: courses.invited(Cohort.objects.get(pk=cohort.pk), who=[one])
        for one in people
    ])  # fmt: skip
    rows = list(Enrolment.objects.filter(cohort=cohort))
    held = [row.seat for row in rows if row.state in HOLDS]
    assert len(held) == 2
    assert set(held) == {1, 2}
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))


@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
def test_a_yes_and_the_last_day_at_once_leave_one_of_them():
    here = recruitment.programme()
    cohort = courses.opened(here, places=1)
    first, second = courses.invited(cohort, 2)
    system = Actor.system(here.pk)
    later = AT + timedelta(days=8)
    refused = at_once(
        lambda: courses.yes(first, later),
        lambda: places.lapse(enrolment=courses.again(first), by=system, at=later),
    )
    assert len(refused) == 1
    now = [courses.again(first).state, courses.again(second).state]
    assert now in (["accepted", "waiting"], ["lapsed", "asked"])


@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
def test_somebody_is_not_given_two_places_at_the_same_time_by_two_leads():
    here = recruitment.programme()
    one, other = courses.opened(here), courses.opened(here, name="Samma dagar")
    somebody = courses.person(here)
    refused = at_once(
        lambda: courses.invited(Cohort.objects.get(pk=one.pk), who=[somebody]),
        lambda: courses.invited(Cohort.objects.get(pk=other.pk), who=[somebody]),
    )
    assert refused == ["Busy"]
    assert Enrolment.objects.filter(person=somebody, state__in=HOLDS).count() == 1


def test_a_time_is_checked_after_those_who_have_places_are_held(here, monkeypatch):
    """What another transaction does to them while this one waits is seen: two courses of hers
    don't move to the same time at once. SQLite lets one write at a time, so it is played here."""
    somebody = courses.person(here)
    one, other = courses.opened(here), courses.opened(here, starts_on=date(2027, 1, 11))
    for cohort in (one, other):
        courses.yes(courses.invited(cohort, who=[somebody])[0])
    mine, hers = courses.times(one)[0], courses.times(other)[0]
    wanted = Span(mine.starts_at + WEEK / 7 * 4, mine.ends_at + WEEK / 7 * 4)
    real = ending.hold_people

    def meanwhile(act):
        def hold(ids):
            ids = set(ids)
            assert ids == {somebody.pk}
            real(ids)
            monkeypatch.setattr(sessions, "hold_people", real)
            act()

        monkeypatch.setattr(sessions, "hold_people", hold)

    def change(session):
        sessions.change_session(
            session=session, seen=policies.session_version(session), span=wanted,
            by=make.system(here), at=AT,
        )  # fmt: skip

    meanwhile(lambda: change(hers))
    with pytest.raises(Busy):
        change(mine)
    # Somebody who gets a place meanwhile was not held: look again.
    meanwhile(lambda: courses.invited(one))
    with pytest.raises(Stale):
        change(mine)


def test_a_course_begins_and_ends_by_itself(here):
    cohort = courses.opened(here, places=2)
    one, two = courses.invited(cohort, 2)
    courses.yes(one)
    moment: datetime = courses.times(cohort)[0].starts_at
    training_in_time.run(moment - timedelta(minutes=1))
    cohort.refresh_from_db()
    assert cohort.state == "open"
    training_in_time.run(moment)
    cohort.refresh_from_db()
    assert cohort.state == "running"
    assert [courses.again(one).state, courses.again(two).state] == ["taking_part", "lapsed"]
