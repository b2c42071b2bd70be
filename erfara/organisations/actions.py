"""All writes about programmes, organisations and memberships."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from erfara.accounts.models import User
from erfara.foundation import audit, clock, links
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import Link
from erfara.foundation.rows import write_changed
from erfara.foundation.states import move
from erfara.foundation.text import sort_key
from erfara.organisations.feeds import FEED
from erfara.organisations.models import (
    Counter,
    DayMark,
    Membership,
    Organisation,
    Programme,
    RowKey,
    Unit,
)
from erfara.organisations.models.day import LONGEST_REST
from erfara.organisations.models.programmes import LONGEST_MEMBERSHIP

SETTINGS = (
    "name", "county", "owner", "about", "contact_email", "contact_phone", "vocabulary",
    "word_overrides", "broker", "payer", "inquiry_days", "follow_up_days", "feedback_days",
    "payment_days",
    "smallest_team", "aftercare_days", "concern_days", "effect_months",
    "consent_years", "still_months", "takes_from_others", "recruits_from", "recruits_until",
    "asks_agreement", "asks_conflicts", "secrecy_law", "shows_staff_names", "asks_day_before",
    "first_week_over",
)  # fmt: skip


@action
def create_programme(*, slug: str, name: str, by: Actor, at: datetime, **values: Any) -> Programme:
    """A new programme, being built."""
    programme = Programme.objects.create(
        slug=slug, name=name, state=Programme.table.initial, created_at=at, **values
    )
    audit.record("programme.created", about=programme, by=by, at=at)
    return programme


@action
def change_settings(
    *, programme: Programme, values: dict[str, Any], by: Actor, at: datetime
) -> Programme:
    """Change what the programme has decided for itself. Unknown names are refused."""
    if unknown := set(values) - set(SETTINGS):
        raise ValueError(f"no settings: {sorted(unknown)}")
    changed = write_changed(programme, values)
    if not changed:
        unchanged()
        return programme
    audit.record("programme.settings", about=programme, by=by, at=at, facts={"changed": changed})
    return programme


@action
def set_record(
    *, programme: Programme, clock_stands_at: datetime, note: str, by: Actor, at: datetime
) -> Programme:
    """Make a programme a record: its clock stands still and it sends nothing more."""
    programme.clock_stands_at = clock_stands_at
    programme.record_note = note
    programme.sends_messages = False
    programme.save(update_fields=["clock_stands_at", "record_note", "sends_messages"])
    audit.record("programme.record", about=programme, by=by, at=at)
    return programme


@action
def move_programme(
    *, programme: Programme, transition: str, by: Actor, at: datetime, reason: str = ""
) -> Programme:
    """Open, pause, hand over, close."""
    return move(programme, transition, by=by, at=at, reason=reason)


@action
def find_or_add_unit(
    *, programme: Programme, organisation: str, unit: str, by: Actor, at: datetime
) -> Unit:
    """The unit by its names, added when the programme hasn't met it before."""
    owner = Organisation.objects.filter(
        programme=programme, sort_key=sort_key(organisation)
    ).first()
    if owner is None:
        owner = Organisation.objects.create(
            programme=programme, name=organisation.strip(), sort_key=sort_key(organisation),
            created_at=at,
        )  # fmt: skip
        audit.record("organisation.added", about=owner, by=by, at=at)
    found = Unit.objects.filter(organisation=owner, sort_key=sort_key(unit)).first()
    if found is None:
        found = Unit.objects.create(
            programme=programme, organisation=owner, name=unit.strip(), sort_key=sort_key(unit),
            created_at=at,
        )  # fmt: skip
        audit.record("unit.added", about=found, by=by, at=at)
    else:
        unchanged()
    return found


@action
def grant_membership(
    *, programme: Programme, user: User, role: str, ends_on: date, by: Actor, at: datetime
) -> Membership:
    """Give a user a role until a day, a year ahead at most. Nobody gives a role to themself."""
    if by.id == user.pk:
        raise Refused(_("Somebody else has to give you a role. That protects you too."))
    today = clock.local_day(at)
    if ends_on < today:
        raise Refused(_("The last day has already been. Choose a later one."))
    if ends_on - today > LONGEST_MEMBERSHIP:
        raise Refused(_("A year ahead is the longest. It can be renewed."))
    live = Membership.objects.filter(
        programme=programme, user=user, role=role, ended_at__isnull=True
    ).first()
    if live is not None:
        live.ends_on = ends_on
        live.save(update_fields=["ends_on"])
        audit.record("membership.renewed", about=live, by=by, at=at)
        return live
    row = Membership.objects.create(
        programme=programme, user=user, role=role, starts_on=today, ends_on=ends_on,
        granted_by=by.id, created_at=at,
    )  # fmt: skip
    audit.record("membership.granted", about=row, by=by, at=at, facts={"role": role})
    return row


@action
def end_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """Take a role back. It counts from the user's next request."""
    if membership.ended_at is not None:
        unchanged()
        return membership
    membership.ended_at, membership.ended_by = at, by.id
    membership.save(update_fields=["ended_at", "ended_by"])
    links.revoke(about_id=membership.pk, purpose=FEED, at=at)
    audit.record("membership.ended", about=membership, by=by, at=at)
    return membership


@action
def say_perspective(
    *, membership: Membership, perspective: str, by: Actor, at: datetime
) -> Membership:
    """From where somebody who leads looks at it: a profession, experience of her own. She says it
    herself, and may say nothing."""
    if membership.user_id != by.id or membership.role != Role.COORDINATOR:
        raise NotAllowed(_("This step is somebody else's to take."))
    if perspective not in {"", *Membership.Perspective.values}:
        raise Refused(_("Choose one of them, or neither."))
    if membership.perspective == perspective:
        unchanged()
        return membership
    membership.perspective = perspective
    membership.save(update_fields=["perspective"])
    audit.record("membership.perspective", about=membership, by=by, at=at)
    return membership


@action
def open_feed(*, membership: Membership, by: Actor, at: datetime) -> Link:
    """A secret address at which a coordinator's own calendar program fetches what is booked.

    Asked for again it is a new one, and the old one leads nowhere: what was seen by somebody else
    is ended in one press. Only she herself; it ends with her role.
    """
    if membership.user_id != by.id or membership.role != Role.COORDINATOR:
        raise NotAllowed(_("This step is somebody else's to take."))
    links.revoke(about_id=membership.pk, purpose=FEED, at=at)
    ends = clock.day_span(membership.ends_on)[1]
    link = links.issue(
        tenant_id=membership.programme_id, purpose=FEED, about_id=membership.pk, person_id=None,
        expires_at=ends, at=at,
    )  # fmt: skip
    audit.record("membership.feed_opened", about=membership, by=by, at=at)
    return link


@action
def close_feed(*, membership: Membership, by: Actor, at: datetime) -> None:
    """The address leads nowhere any more."""
    if links.revoke(about_id=membership.pk, purpose=FEED, at=at):
        audit.record("membership.feed_closed", about=membership, by=by, at=at)
    else:
        unchanged()


def next_number(programme: Programme, name: str, at: datetime) -> int:
    """The next number of a series within the programme. Called inside an action's transaction."""
    return next_numbers(programme, name, 1, at)[0]


def next_numbers(programme: Programme, name: str, count: int, at: datetime) -> range:
    """The next so many numbers of a series within the programme.

    The row is locked by its update until the transaction ends, so no number is given twice.
    """
    with transaction.atomic():
        row, _created = Counter.objects.get_or_create(
            programme=programme, name=name, defaults={"created_at": at}
        )
        Counter.objects.filter(pk=row.pk).update(value=F("value") + count)
        last = Counter.objects.values_list("value", flat=True).get(pk=row.pk)
    return range(last - count + 1, last + 1)


def _marked(programme: Programme, key: RowKey, at: datetime) -> DayMark:
    """What has been said about a row of the day, held until the transaction ends; or a new one."""
    found = DayMark.objects.select_for_update().filter(programme=programme, **key._asdict()).first()
    return found or DayMark(programme=programme, **key._asdict(), created_at=at)


def _say(mark: DayMark, event: str, by: Actor, at: datetime, **facts: Any) -> None:
    """Keep what is said about a row now; nothing when nothing is left of it."""
    audit.record(f"day_mark.{event}", about=mark, by=by, at=at, facts={"step": mark.step, **facts})
    if mark.taken_by_id is None and mark.rests_until is None:
        mark.delete()
    else:
        mark.save()


@action
def take(*, programme: Programme, key: RowKey, by: Actor, at: datetime) -> None:
    """A row of the day is one's own, also if somebody else had it: they agree outside of here."""
    mark = _marked(programme, key, at)
    if mark.taken_by_id == by.own_id:
        unchanged()
        return
    mark.taken_by_id = by.own_id
    _say(mark, "taken", by, at)


@action
def let_go(*, programme: Programme, key: RowKey, by: Actor, at: datetime) -> None:
    """A row of the day is anybody's again, whoever had it."""
    mark = _marked(programme, key, at)
    if mark.taken_by_id is None:
        unchanged()
        return
    mark.taken_by_id = None
    _say(mark, "let_go", by, at)


@action
def lay_to_rest(
    *, programme: Programme, key: RowKey, until: date, number: int, by: Actor, at: datetime
) -> None:
    """A row of the day rests until a day. `number`: how many things it stands for now."""
    today = clock.local_day(at)
    if until <= today:
        raise Refused(_("Choose a day after today."))
    if until - today > LONGEST_REST:
        raise Refused(_("Three months ahead is the longest. It can rest again."))
    mark = _marked(programme, key, at)
    mark.rests_until, mark.rested_by, mark.number = until, by.id, number
    _say(mark, "rests", by, at, until=until.isoformat())


@action
def wake(*, programme: Programme, key: RowKey, by: Actor, at: datetime) -> None:
    """A row that rests is back at once."""
    mark = _marked(programme, key, at)
    if mark.rests_until is None:
        unchanged()
        return
    mark.rests_until = mark.rested_by = None
    _say(mark, "woken", by, at)


@action
def forget_marks(*, programme: Programme, marks: list[DayMark], by: Actor, at: datetime) -> int:
    """What was said about rows that are done, or have rested, is no longer kept."""
    audit.record("day_mark.swept", about=programme, by=by, at=at, facts={"number": len(marks)})
    ids = [mark.pk for mark in marks]
    return DayMark.objects.filter(programme=programme, pk__in=ids).delete()[0]


@action
def want_weekly_mail(*, membership: Membership, wanted: bool, by: Actor, at: datetime) -> None:
    """Whether a coordinator gets a mail on Mondays about what waits. Only she decides it."""
    if membership.user_id != by.own_id:
        raise NotAllowed(_("Each decides this for themself."))
    if membership.weekly_mail == wanted:
        unchanged()
        return
    membership.weekly_mail = wanted
    membership.save(update_fields=["weekly_mail"])
    audit.record("membership.weekly_mail", about=membership, by=by, at=at, facts={"on": wanted})
