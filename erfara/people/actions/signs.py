"""Signs of life. Each one ends a silence and wakes whoever rests; none is asked for twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.states import move
from erfara.people.models import Contributor, Silence


def seen(person_ids: Iterable[UUID], day: date) -> None:
    """These people have been heard of that day. Writes only what is new: once a day each.

    Called wherever somebody shows that she is there; nothing is kept of how. May be called from a
    page that is only looked at.
    """
    fresh = Contributor.objects.filter(
        Q(last_seen_on__isnull=True) | Q(last_seen_on__lt=day), person_id__in=list(person_ids)
    )
    found = list(fresh.values_list("pk", flat=True))
    if not found:
        return
    Contributor.objects.filter(pk__in=found).update(last_seen_on=day)
    Silence.objects.filter(
        contributor_id__in=found, ended_on__isnull=True, asked_on__lte=day
    ).update(ended_on=day)
    resting = Contributor.objects.filter(pk__in=found, state="resting")
    for row in resting.select_related("programme"):
        begins, _ends = clock.day_span(day)
        move(row, "wake", by=Actor.system(row.programme_id), at=begins + timedelta(hours=12))


@action
def note_seen(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Somebody has said that she still wants to be asked: herself, or to a coordinator."""
    Silence.objects.filter(contributor=contributor, ended_on__isnull=True).update(
        ended_on=clock.local_day(at)
    )
    seen([contributor.person_id], clock.local_day(at))
    contributor.refresh_from_db()
    if contributor.state == "resting":  # seen today, and let rest today
        move(contributor, "wake", by=by, at=at)
    audit.record("contributor.still_here", about=contributor, by=by, at=at)
    return contributor


@action
def ask_still(*, contributor: Contributor, by: Actor, at: datetime) -> Silence | None:
    """Ask whether she still wants to be asked. Once for each silence."""
    if Silence.objects.filter(contributor=contributor, ended_on__isnull=True).exists():
        unchanged()
        return None
    row = Silence.objects.create(
        programme_id=contributor.programme_id, contributor=contributor,
        since=last_sign(contributor), asked_on=clock.local_day(at), created_at=at,
    )  # fmt: skip
    audit.record("contributor.still_asked", about=contributor, by=by, at=at)
    return row


@action
def note_reminded(*, silence: Silence, by: Actor, at: datetime) -> bool:
    """The one reminder. Whether this was the one."""
    open_one = Silence.objects.filter(pk=silence.pk, ended_on=None, reminded_on=None)
    if not open_one.update(reminded_on=clock.local_day(at)):
        unchanged()
        return False
    audit.record("contributor.still_reminded", about=silence.contributor, by=by, at=at)
    return True


@action
def let_rest(*, silence: Silence, by: Actor, at: datetime) -> Contributor:
    """Nothing has been heard: she rests. Not asked, still hers; any sign wakes her."""
    open_one = Silence.objects.filter(pk=silence.pk, ended_on=None, rested_on=None)
    if not open_one.update(rested_on=clock.local_day(at)):
        unchanged()
        return silence.contributor
    return move(silence.contributor, "rest", by=by, at=at)


@action
def rest_on(*, silence: Silence, by: Actor, at: datetime) -> Silence:
    """A coordinator lets somebody rest another year instead of taking her out."""
    Silence.objects.filter(pk=silence.pk, ended_on=None).update(
        rested_on=clock.local_day(at), told_on=None, goes_on=None
    )
    silence.refresh_from_db()
    audit.record("contributor.rests_on", about=silence.contributor, by=by, at=at)
    return silence


@action
def tell_of_going(*, silence: Silence, goes_on: date, by: Actor, at: datetime) -> Silence:
    """She is told on which day she will be erased unless she answers."""
    open_one = Silence.objects.filter(pk=silence.pk, ended_on=None, told_on=None)
    if not open_one.update(told_on=clock.local_day(at), goes_on=goes_on):
        unchanged()
        return silence
    silence.refresh_from_db()
    audit.record("contributor.told_of_going", about=silence.contributor, by=by, at=at)
    return silence


def last_sign(contributor: Contributor) -> date:
    """The last day on which something was heard of her."""
    joined = contributor.joined_on or contributor.applied_on
    return max(joined, contributor.last_seen_on or joined)


def end_silence(contributor: Contributor, day: date) -> None:
    """There is nothing more to wait for: she pauses, leaves or is gone."""
    Silence.objects.filter(contributor=contributor, ended_on__isnull=True).update(ended_on=day)
