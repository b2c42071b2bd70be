"""A register that stays true: once a year of silence somebody is asked, gently, and any sign of
life undoes every step. Programmes whose clock stands still are left alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.organisations.queries import programmes
from erfara.people import silence_letters as letters
from erfara.people import silence_queries as queries
from erfara.people.actions import signs
from erfara.people.models import Contributor, Silence
from erfara.people.models.consents import How
from erfara.people.queries import reached_by_message
from erfara.workflows import consent
from erfara.workflows.timekeeping import quietly


@action
def ask(*, contributor: Contributor, by: Actor, at: datetime) -> Silence | None:
    """Ask whether she still wants to be asked: by letter, or by a row on a coordinator's day."""
    silence = signs.ask_still(contributor=contributor, by=by, at=at)
    if silence is not None:
        letters.tell(silence, letters.ASK, at)
    return silence


@action
def remind(*, silence: Silence, by: Actor, at: datetime) -> bool:
    """The one reminder."""
    first = signs.note_reminded(silence=silence, by=by, at=at)
    if first:
        letters.tell(silence, letters.REMIND, at)
    return first


@action
def tell_of_going(*, silence: Silence, by: Actor, at: datetime) -> Silence:
    """A coordinator takes the proposal: in a month she goes, unless something is heard."""
    goes_on = clock.local_day(at) + queries.GOES_AFTER
    silence = signs.tell_of_going(silence=silence, goes_on=goes_on, by=by, at=at)
    letters.tell(silence, letters.GOING, at)
    return silence


def ask_those_silent(at: datetime) -> int:
    """Ask those of whom nothing has been heard for as long as the programme says."""
    count, today = 0, clock.local_day(at)
    for programme in programmes():
        if programme.clock_stands_at is not None or programme.state != "running":
            continue
        for row in queries.to_ask(programme, today)[: queries.AT_ONCE]:
            count += quietly(ask, contributor=row, by=Actor.system(programme.pk), at=at)
    return count


def remind_those_silent(at: datetime) -> int:
    """Remind once, by letter. Who is phoned is on the day all the time."""
    rows = list(queries.to_remind(clock.local_day(at)))
    mailed = reached_by_message([row.contributor.person_id for row in rows])
    return sum(
        quietly(remind, silence=row, by=Actor.system(row.programme_id), at=at)
        for row in rows
        if row.contributor.person_id in mailed
    )


def let_those_silent_rest(at: datetime) -> int:
    """Let those rest who have not been heard of. One who is only phoned has a month more."""
    count, today = 0, clock.local_day(at)
    rows = list(queries.to_rest(today))
    mailed = reached_by_message([row.contributor.person_id for row in rows])
    for row in rows:
        grace = timedelta(0) if row.contributor.person_id in mailed else queries.GRACE_BY_PHONE
        if row.asked_on + queries.RESTS_AFTER + grace <= today:
            count += quietly(signs.let_rest, silence=row, by=Actor.system(row.programme_id), at=at)
    return count


def let_those_silent_go(at: datetime) -> int:
    """Those who were told the day, and it has passed in silence, leave as everybody does."""
    return sum(
        quietly(
            consent.leave, contributor=row.contributor, how=How.LAPSED,
            by=Actor.system(row.programme_id), at=at,
        )
        for row in queries.to_go(clock.local_day(at))
    )  # fmt: skip


def register() -> None:
    """Tell the worker."""
    for name, every, job in (
        ("ask_those_silent", timedelta(hours=24), ask_those_silent),
        ("remind_those_silent", timedelta(hours=12), remind_those_silent),
        ("let_those_silent_rest", timedelta(hours=12), let_those_silent_rest),
        ("let_those_silent_go", timedelta(hours=12), let_those_silent_go),
    ):
        register_job(name, every, job)
