"""What happens to a coordinator's day because time passes: marks are swept, Mondays are written.

The mail on Mondays goes to coordinators who have asked for it. It says how much waits and what
presses most, in words that are the same for everybody: no unit, no name, nothing anybody wrote.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, outbox
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.worker import register_job
from erfara.organisations import actions, queries
from erfara.organisations.models import DayMark, Membership, Programme
from erfara.organisations.words import say, say_plural, words_of
from erfara.workflows.today import Row, Today, today
from erfara.workflows.today.rows import NOW
from erfara.workflows.today.steps import BUTTONS

KIND = "week_ahead"
# Mondays from six in the morning; a worker that stood still then has the rest of the day.
MONDAY, FROM_HOUR = 0, 6
TITLES = 5
# Whatever is said about a row is forgotten after this.
LONGEST_KEPT = timedelta(days=180)

# How it looks, for the page that shows every message.
_ROWS = [
    Row(step, UUID(int=0), no, "", date.min, NOW, "…")
    for no, step in ((12, "confirm"), (14, "choose"))
]
SAMPLE = Today(_ROWS, [], [], [], beyond=0, marks={})


def sweep(at: datetime) -> int:
    """Forget what was said about rows that are done, have rested, or whose holder has left."""
    count = 0
    for programme in queries.programmes_with_day_marks():
        now = programme.moment(at)
        day = today(programme, now, most=None)
        there = {row.key for row in [*day.rows, *day.resting]}
        marks = [
            mark
            for mark in queries.every_day_mark(programme)
            if _is_over(mark, mark.key in there, programme, now)
        ]
        if marks:
            by = Actor.system(programme.pk)
            count += actions.forget_marks(programme=programme, marks=marks, by=by, at=at)
    return count


def _is_over(mark: DayMark, waits: bool, programme: Programme, now: datetime) -> bool:
    local = clock.local_day(now)
    if not waits or mark.created_at + LONGEST_KEPT < now:
        return True
    if mark.rests_until is not None and mark.rests_until > local:
        return False
    if mark.taken_by_id is None:
        return True
    return Role.COORDINATOR not in queries.roles_of(mark.taken_by_id, programme, local)


def write_on_mondays(at: datetime) -> int:
    """Put the mail of this week in the outbox, once for each who wants it. How many want it."""
    local = timezone.localtime(at)
    if local.weekday() != MONDAY or local.hour < FROM_HOUR:
        return 0
    year, week, _day = local.isocalendar()
    wanted = queries.who_want_weekly_mail(local.date())
    for membership in wanted:
        outbox.put(
            KIND, tenant_id=membership.programme_id, about_kind=audit.kind_of(membership),
            about_id=membership.pk, to_kind="staff", to_id=membership.user_id, at=at,
            occasion=f"{year}-{week:02}",
        )  # fmt: skip
    return len(wanted)


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    """None when it isn't wanted any more, when nothing waits, or when it may have been sent
    already: by then the day may say something else, and a repeated message must not differ."""
    membership = (
        Membership.objects.filter(pk=message.about_id, weekly_mail=True)
        .select_related("programme")
        .first()
    )
    if membership is None or message.uncertain_tries:
        return None
    if not membership.live_on(clock.local_day(at)):
        return None
    day = today(membership.programme, at, most=None)
    return letter(membership.programme, day) if day.now or day.week else None


def _title(row: Row) -> str:
    step = say(BUTTONS[row.step])
    if row.unit is None:
        return say(_("Another matter: {step}"), step=step)
    return say(_("Request {no}: {step}"), no=row.no, step=step)


def letter(programme: Programme, day: Today, language: str | None = None) -> Letter:
    """What it says of a day: counts, the first few titles, the link."""
    with translation.override(language or settings.LANGUAGE_CODE), words_of(programme):
        needs = len(day.now) + len(day.week)
        titles = "\n".join(f"– {_title(row)}" for row in [*day.now, *day.week][:TITLES])
        return Letter(
            subject=say(_("Your week")),
            body_lines=(
                say_plural("One thing needs you this week.", "{count} things need you this week.",
                           needs),
                titles,
                say(_("You get this mail on Mondays because you asked for it. You can end it on "
                      "the page behind the link.")),
            ),
            url=settings.BASE_URL + reverse("coordinator:home", args=[programme.slug]),
            language=language,
        )  # fmt: skip


def register() -> None:
    """Tell the outbox and the worker."""
    outbox.register_kind(KIND, _render)
    register_job("day marks", timedelta(hours=24), sweep)
    register_job("mail on Mondays", timedelta(hours=1), write_on_mondays)
