"""Writes about coming: asked the day before, and what each answered. Nobody has to say why."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.spans import Span
from erfara.foundation.states import lock, move
from erfara.lending.attending import OPEN, check_free, may_have_come, where_begun
from erfara.lending.models import Attendance, Occasion, Participation
from erfara.lending.occasion_letters import ask_day_before
from erfara.people.actions.signs import seen
from erfara.people.queries import reached_by_message

SAYS = {"coming": "say_coming", "not_coming": "say_not_coming"}


@action
def ask_still_coming(*, occasion: Occasion, by: Actor, at: datetime) -> Occasion:
    """The day before: one neutral message to each who is expected, and one to the borrower.

    Those who are not reached by mail are the coordinator's to phone. Nobody is asked twice.
    """
    lock(occasion)
    occasion.refresh_from_db()
    if occasion.state != "planned" or occasion.asked_at or occasion.starts_at <= at:
        unchanged()
        return occasion
    rows = list(
        occasion.attendances.filter(state="expected", participation__contributor__isnull=False)
        .select_related("participation__contributor")
        .order_by("created_at", "id")
    )
    people = [row.participation.contributor.person_id for row in rows]  # type: ignore[union-attr]
    mailed = reached_by_message(people)
    for row, person_id in zip(rows, people, strict=True):
        row.asked_at, row.by_phone = at, person_id not in mailed
        row.save(update_fields=["asked_at", "by_phone"])
    occasion.asked_at = at
    occasion.save(update_fields=["asked_at"])
    audit.record("occasion.asked", about=occasion, by=by, at=at)
    ask_day_before(occasion, [r.participation_id for r in rows if not r.by_phone], at)
    return occasion


@action
def say_coming(*, attendance: Attendance, answer: str, by: Actor, at: datetime) -> Attendance:
    """Coming, or not after all; may be changed until it begins. The same twice changes nothing.

    One who couldn't come and can after all is refused when she is expected elsewhere meanwhile.
    """
    if answer not in SAYS:
        raise Refused(_("Choose one of the two answers."))
    contributor = attendance.participation.contributor
    if answer == "coming":
        occasion = attendance.occasion
        span = Span(occasion.starts_at, occasion.ends_at)
        check_free([attendance.participation], [span], but=occasion)
    lock(attendance)
    if attendance.occasion.starts_at <= at:
        raise Refused(_("It has begun already."))
    if contributor is not None and by.tenant_id is not None and by.id == contributor.person_id:
        seen([contributor.person_id], clock.local_day(at))
    if attendance.state == answer or (answer, attendance.state) == ("not_coming", "excused"):
        unchanged()
        return attendance
    return move(attendance, SAYS[answer], by=by, at=at, fields={"answered_at": at})


def step_out(participation: Participation, by: Actor, at: datetime) -> None:
    """She takes part no more: nobody expects her at what is to come. Call with the loan locked.

    What has begun stands until it is noted who came: she may have been there before she left.
    """
    was_there = may_have_come(participation, at)
    move(participation, "leave" if was_there else "withdraw", by=by, at=at)
    rows = participation.attendances.filter(state__in=OPEN).exclude(where_begun(at))
    for row in rows.order_by("id"):
        move(row, "call_off", by=by, at=at)


@action
def settle(*, attendance: Attendance, by: Actor, at: datetime) -> Attendance:
    """Somebody can't come, and it has been seen to: it is enough without, or another comes."""
    return move(attendance, "excuse", by=by, at=at)


@action
def borrower_says(*, occasion: Occasion, says: str, by: Actor, at: datetime) -> Occasion:
    """The borrower: it is as agreed, or something has changed; or that it has been talked over."""
    if says not in Occasion.Says.values:
        raise Refused(_("Choose one of the two answers."))
    if occasion.state != "planned" or occasion.starts_at <= at:
        raise Refused(_("It has begun already, or is cancelled."))
    waiting = Occasion.objects.filter(pk=occasion.pk, state="planned").exclude(borrower_says=says)
    if not waiting.update(borrower_says=says):
        unchanged()
        return occasion
    occasion.borrower_says = says
    audit.record(f"occasion.{says}", about=occasion, by=by, at=at)
    return occasion
