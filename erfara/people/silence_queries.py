"""Reads about silence: of whom nothing has been heard, and what is the next gentle step."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.models import Contributor, Silence, Training

REMINDED_AFTER = timedelta(days=30)
RESTS_AFTER = timedelta(days=60)
# One who is only phoned isn't let rest because nobody has phoned in time.
GRACE_BY_PHONE = timedelta(days=30)
RESTS_FOR = timedelta(days=365)
GOES_AFTER = timedelta(days=30)
# So many are asked in a day: those who are phoned are somebody's work.
AT_ONCE = 40
# A training that ends is said so long before; afterwards it stands there so long.
SAID_BEFORE, SAID_AFTER = timedelta(days=30), timedelta(days=14)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("Every month has 28 days.")


def _open() -> QuerySet[Silence]:
    return Silence.objects.filter(ended_on__isnull=True).select_related(
        "contributor__programme", "contributor__person"
    )


_OPEN = Prepared(lambda contributor: _open().filter(contributor=contributor).order_by("id"))


def open_silence(contributor: Contributor) -> Silence | None:
    """What is going on with somebody of whom nothing has been heard."""
    return next(iter(_OPEN.objects(Silence, contributor=contributor.pk)), None)


def to_ask(programme: Programme, day: date) -> QuerySet[Contributor]:
    """Those of whom nothing has been heard for as long as the programme says, longest first."""
    if programme.still_months is None:
        return Contributor.objects.none()
    edge = months_before(day, programme.still_months)
    asked = Silence.objects.filter(contributor=OuterRef("pk"), ended_on__isnull=True)
    return (
        Contributor.objects.filter(
            Q(last_seen_on__isnull=True) | Q(last_seen_on__lte=edge), ~Exists(asked),
            programme=programme, state="active", joined_on__lte=edge,
        )
        .select_related("programme", "person")
        .order_by(F("last_seen_on").asc(nulls_first=True), "number")
    )  # fmt: skip


def _asked(day: date) -> QuerySet[Silence]:
    return (
        _open()
        .filter(
            where_time_passes(), asked_on__lte=day, rested_on__isnull=True,
            contributor__state="active",
        )
        .order_by("asked_on", "id")
    )  # fmt: skip


def to_remind(day: date) -> QuerySet[Silence]:
    """Asked a month ago and not reminded."""
    return _asked(day - REMINDED_AFTER).filter(reminded_on__isnull=True)


def to_rest(day: date) -> QuerySet[Silence]:
    """Asked two months ago, and nothing has been heard."""
    return _asked(day - RESTS_AFTER)


def to_go(day: date) -> QuerySet[Silence]:
    """Told that they go on a day, and the day has passed."""
    return (
        _open()
        .filter(where_time_passes(), goes_on__lt=day, contributor__state="resting")
        .order_by("goes_on", "id")
    )


def asked_and_waiting(programme: Programme) -> QuerySet[Silence]:
    """Asked, or told that they go, and no answer yet; the longest waiting first."""
    waits = Q(rested_on__isnull=True, contributor__state="active") | Q(
        told_on__isnull=False, contributor__state="resting"
    )
    return _open().filter(waits, programme=programme).order_by("asked_on", "id")


def rested_since(programme: Programme, last: date) -> QuerySet[Silence]:
    """Resting since a day or before it: a coordinator says whether they go, or rest on."""
    return (
        _open()
        .filter(
            programme=programme, rested_on__lte=last, told_on__isnull=True,
            contributor__state="resting",
        )
        .order_by("rested_on", "id")
    )  # fmt: skip


def trainings_between(programme: Programme, first: date, last: date) -> QuerySet[Training]:
    """Trainings whose last day lies between two days."""
    return (
        Training.objects.filter(
            programme=programme, valid_until__gte=first,
            valid_until__lte=last, contributor__state__in=["active", "paused"],
        )
        .select_related("contributor")
        .order_by("valid_until", "id")
    )  # fmt: skip
