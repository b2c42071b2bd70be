"""Writes about a round of getting ready: what is in place, what is left, when it is enough."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import check, lock, move
from erfara.lending.agreement_texts import check_no_numbers
from erfara.peersupport.workplaces import letters, policies, queries
from erfara.peersupport.workplaces.models import ROUND_OPEN, Readiness, ReadinessItem, Workplace
from erfara.peersupport.workplaces.readiness import ITEMS, OF_COURSE

Standing, Told = ReadinessItem.Standing, ReadinessItem.Told
A_YEAR = timedelta(days=365)
# Nobody is to be late because something was sent back.
AT_LEAST = timedelta(days=7)


def open_round(
    workplace: Workplace, why: str, due_on: date, before: Readiness | None, at: datetime
) -> Readiness:
    """A new round. What was in place in the one before is kept, to be confirmed; what hung on a
    manager who has gone since is not."""
    kept = queries.items_of(before) if before is not None else {}
    falls = why == Readiness.Why.NEW_MANAGER or _older_than_manager(workplace, before)
    row = Readiness.objects.create(
        programme_id=workplace.programme_id, workplace=workplace, why=why, due_on=due_on,
        state=Readiness.table.initial, created_at=at,
    )  # fmt: skip
    ReadinessItem.objects.bulk_create(
        _item(row, key, kept.get(key), falls and ITEMS[key].of_manager, at) for key in ITEMS
    )
    return row


def _older_than_manager(workplace: Workplace, before: Readiness | None) -> bool:
    changed = workplace.manager_changed_at
    filled = before.filled_at if before is not None else None
    return changed is not None and filled is not None and filled <= changed


def _item(
    row: Readiness, key: str, before: ReadinessItem | None, falls: bool, at: datetime
) -> ReadinessItem:
    made = ReadinessItem(
        programme_id=row.programme_id, readiness=row, key=key, standing=Standing.MISSING,
        created_at=at,
    )  # fmt: skip
    if before is None or before.standing == Standing.MISSING or falls:
        return made
    made.standing = Standing.KEPT if before.standing == Standing.DONE else before.standing
    made.evidence, made.number = before.evidence, before.number
    made.done_on, made.told_by = before.done_on, before.told_by
    return made


def stop_round(workplace: Workplace, by: Actor, at: datetime) -> None:
    """Nothing is waited for any more."""
    row = queries.live_round(workplace)
    if row is not None:
        move(row, "stop", by=by, at=at)


def drop_of_manager(row: Readiness, due_on: date, by: Actor, at: datetime) -> None:
    """What hung on the manager who has gone is left to do again, with time to do it."""
    keys = [key for key, item in ITEMS.items() if item.of_manager]
    row.items.filter(key__in=keys).update(
        standing=Standing.MISSING, evidence="", number=None, done_on=None, told_by="", left=""
    )
    row.due_on = max(row.due_on, due_on)
    row.save(update_fields=["due_on"])
    if row.state == "filled":
        move(row, "reopen", by=by, at=at)
    elif row.state == "late":
        move(row, "give_time", by=by, at=at)


def _settle(row: Readiness, by: Actor, at: datetime) -> None:
    """Where a round is follows from its items."""
    left = row.items.exclude(standing__in=queries.IN_PLACE).exists()
    if not left and row.state in {"open", "late"}:
        move(row, "fill", by=by, at=at, fields={"filled_at": at})
    elif left and row.state == "filled":
        move(row, "reopen", by=by, at=at)


def _going_on(row: Readiness) -> None:
    lock(row)
    if row.state not in ROUND_OPEN:
        raise Stale(_("The list has been looked at already, or stopped. Look at it as it is now."))


@action
def write_item(
    *,
    item: ReadinessItem,
    standing: str,
    evidence: str = "",
    number: int | None = None,
    done_on: date | None = None,
    by: Actor,
    at: datetime,
) -> ReadinessItem:
    """Say how one thing stands: in place, not needed here, or left to do after all."""
    row = item.readiness
    _going_on(row)
    if standing not in {Standing.DONE, Standing.NOT_NEEDED, Standing.MISSING}:
        raise Refused(_("Choose how it stands."))
    policies.check_item(item.key, standing, evidence, number, done_on, clock.local_day(at))
    done = standing == Standing.DONE
    values = {
        "standing": standing, "evidence": " ".join(evidence.split()),
        "number": number if done and ITEMS[item.key].counts else None,
        "done_on": done_on if done else None,
        "told_by": Told.LEAD if by.role == Role.COORDINATOR else Told.WORKPLACE, "left": "",
    }  # fmt: skip
    if standing == Standing.MISSING:
        values |= {"evidence": "", "told_by": "", "left": item.left}
    if all(getattr(item, name) == value for name, value in values.items()):
        unchanged()
        return item
    _write(item, values)
    audit.record("readiness.item", about=row, by=by, at=at,
                 facts={"item": item.key, "standing": standing})  # fmt: skip
    _settle(row, by, at)
    return item


def _write(item: ReadinessItem, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))


@action
def still_so(*, readiness: Readiness, by: Actor, at: datetime) -> Readiness:
    """All that was in place before still is: one press."""
    _going_on(readiness)
    told = Told.LEAD if by.role == Role.COORDINATOR else Told.WORKPLACE
    rows = readiness.items.filter(standing=Standing.KEPT)
    if not rows.update(standing=Standing.DONE, done_on=clock.local_day(at), told_by=told, left=""):
        unchanged()
        return readiness
    audit.record("readiness.still_so", about=readiness, by=by, at=at)
    _settle(readiness, by, at)
    return readiness


@action
def say_left(*, item: ReadinessItem, words: str, by: Actor, at: datetime) -> ReadinessItem:
    """Somebody who looks it through says that this isn't enough, and what is left."""
    if not words.strip():
        raise Refused(_("Write what is left to do."))
    check_no_numbers({"words": words})
    row = item.readiness
    _going_on(row)
    if not item.in_place and item.left == words.strip():
        unchanged()
        return item
    _write(item, {"standing": Standing.MISSING, "done_on": None, "number": None,
                  "left": words.strip()})  # fmt: skip
    row.due_on = max(row.due_on, clock.local_day(at + AT_LEAST))
    row.save(update_fields=["due_on"])
    audit.record("readiness.left", about=row, by=by, at=at, facts={"item": item.key})
    if row.state == "filled":
        move(row, "reopen", by=by, at=at)
    elif row.state == "late":
        move(row, "give_time", by=by, at=at)
    letters.tell_of_round(row, "readiness_left", at)
    return item


@action
def approve(*, readiness: Readiness, by: Actor, at: datetime) -> Readiness:
    """A lead has looked at it: all is in place, and the workplace is ready for a year."""
    workplace = readiness.workplace
    lock(workplace)
    lock(readiness)
    check(workplace, "become_ready", by=by)
    if readiness.items.exclude(standing__in=queries.IN_PLACE).exists():
        raise Refused(_("Something is left to do. Look through the list once more."))
    if workplace.contact_id is None:
        raise Refused(_("Write who the contact person is first."))
    if workplace.manager_id is None:
        raise Refused(_("Write who the manager is first."))
    if workplace.clinician_id is None and queries.needs_clinician(readiness):
        raise Refused(
            _("Write who the clinician is first, or on the list why none is needed there.")
        )
    move(readiness, "approve", by=by, at=at)
    today = clock.local_day(at)
    move(workplace, "become_ready", by=by, at=at,
         fields={"ready_on": today, "recheck_on": today + A_YEAR})  # fmt: skip
    return readiness


@action
def give_time(*, readiness: Readiness, due_on: date, by: Actor, at: datetime) -> Readiness:
    """A later last day."""
    if due_on < clock.local_day(at):
        raise Refused(_("The last day has already been. Choose a later one."))
    if readiness.state == "late":
        return move(readiness, "give_time", by=by, at=at,
                    fields={"due_on": due_on, "reminded_at": None})  # fmt: skip
    _going_on(readiness)
    if readiness.due_on == due_on:
        unchanged()
        return readiness
    readiness.due_on, readiness.reminded_at = due_on, None
    readiness.save(update_fields=["due_on", "reminded_at"])
    audit.record("readiness.due", about=readiness, by=by, at=at)
    return readiness


@action
def remind(*, readiness: Readiness, by: Actor, at: datetime) -> Readiness:
    """The one reminder, halfway to the last day."""
    rows = Readiness.objects.filter(pk=readiness.pk, state="open", reminded_at__isnull=True)
    if not rows.update(reminded_at=at):
        unchanged()
        return readiness
    audit.record("readiness.reminded", about=readiness, by=by, at=at)
    letters.tell_of_round(readiness, "readiness_reminder", at)
    return readiness


@action
def pass_deadline(*, readiness: Readiness, by: Actor, at: datetime) -> Readiness:
    """The last day has passed and something is left: a lead gets in touch."""
    return move(readiness, "pass_deadline", by=by, at=at)


def _of_course(
    workplace: Workplace, hours: int
) -> tuple[Readiness | None, ReadinessItem | None]:  # fmt: skip
    """The round that goes on, held still, and what a course of so many hours shows of it."""
    row = queries.live_round(workplace)
    if row is None:
        return None, None
    lock(row)
    item = row.items.filter(key=OF_COURSE[hours]).first()
    return (row, item) if row.state in ROUND_OPEN else (None, None)


@action
def note_course(
    *, workplace: Workplace, hours: int, came: int, held_on: date, by: Actor, at: datetime
) -> ReadinessItem | None:
    """A course of two or four hours was held for those who work there: that is evidence.

    None when no round is going on, or the item stands already with a later day. The course's own
    rows say the rest.
    """
    row, item = _of_course(workplace, hours)
    if row is None or item is None or came < 1:
        unchanged()
        return None
    if item.standing == Standing.DONE and item.done_on is not None and item.done_on >= held_on:
        unchanged()
        return None
    _write(item, {"standing": Standing.DONE, "evidence": "", "number": came, "done_on": held_on,
                  "told_by": Told.COURSE, "left": ""})  # fmt: skip
    audit.record("readiness.item", about=row, by=by, at=at,
                 facts={"item": item.key, "standing": str(Standing.DONE)})  # fmt: skip
    _settle(row, by, at)
    return item


@action
def correct_course(
    *,
    workplace: Workplace,
    hours: int,
    held_on: date,
    shows: tuple[date, int] | None,
    by: Actor,
    at: datetime,
) -> ReadinessItem | None:
    """How many came to a course that day was put right. `shows`: the day of the newest course that
    somebody came to, and how many; None: nobody has been to any, and it is to do again.

    What somebody has said herself stays, and so does a round that is over: it was looked at as it
    was.
    """
    row, item = _of_course(workplace, hours)
    if row is None or item is None or item.told_by != Told.COURSE or item.done_on != held_on:
        unchanged()
        return None
    day, came = shows if shows is not None else (None, None)
    _write(item, {
        "standing": Standing.DONE if shows is not None else Standing.MISSING, "number": came,
        "done_on": day, "told_by": Told.COURSE if shows is not None else "",
    })  # fmt: skip
    audit.record("readiness.item", about=row, by=by, at=at,
                 facts={"item": item.key, "standing": str(item.standing)})  # fmt: skip
    _settle(row, by, at)
    return item
