"""Writes about workplaces: raised hands, offers, people, rest, and the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.rows import write_changed
from erfara.foundation.states import check, lock, move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme, Unit
from erfara.peersupport.setup.queries import at_each_workplace
from erfara.peersupport.workplaces import letters, policies, queries
from erfara.peersupport.workplaces.models import Readiness, Workplace
from erfara.peersupport.workplaces.rounds import drop_of_manager, open_round, stop_round
from erfara.people.actions.persons import needed_again
from erfara.people.models import Person

FACTS = ("kind", "municipality", "peers_wanted", "why_one")
# An offer is answered within three weeks, unless another day is written.
OFFER_STANDS = timedelta(days=21)
RECHECK_WITHIN = timedelta(days=30)
WORDS = "words"


def _add(
    programme: Programme, unit: Unit, came: str, facts: Mapping[str, Any], contact: Person,
    manager: Person | None, answer_by: date | None, by: Actor, at: datetime,
) -> Workplace:  # fmt: skip
    policies.check_facts(facts, at_each_workplace(programme))
    for person in (contact, manager):
        if person is not None:
            needed_again(person)
    row = Workplace.objects.create(
        programme=programme, unit=unit, no=next_number(programme, "workplace", at), came=came,
        contact=contact, manager=manager, manager_since=clock.local_day(at) if manager else None,
        answer_by=answer_by, state=Workplace.table.initial, created_at=at,
        **{name: facts[name] for name in FACTS if name in facts},
    )  # fmt: skip
    audit.record("workplace.added", about=row, by=by, at=at, facts={"came": came},
                 to_state=row.state)  # fmt: skip
    return row


@action
def raise_hand(
    *,
    programme: Programme,
    unit: Unit,
    facts: Mapping[str, Any],
    contact: Person,
    is_manager: bool = False,
    manager: Person | None = None,
    words: str = "",
    came: str = Workplace.Came.HAND,
    by: Actor,
    at: datetime,
) -> Workplace:
    """A workplace wants to take part. One that is known and rests, or had an offer, is taken up.

    `words` are kept with the one who wrote them. A known workplace keeps its people: a public form
    changes nobody.
    """
    policies.check_facts({**facts, WORDS: words}, at_each_workplace(programme))
    known = queries.with_unit(programme, unit.pk)
    if known is not None:
        return _again(known, by, at)
    row = _add(
        programme, unit, came, facts, contact, contact if is_manager else manager, None, by, at
    )
    move(row, "raise_hand", by=by, at=at)
    if words.strip():
        vault.store(
            tenant_id=programme.pk, person_id=contact.pk, blob=row.blob, at=at,
            values={WORDS: words.strip()},
        )  # fmt: skip
    letters.tell(row, "workplace_received", at)
    return row


def _again(row: Workplace, by: Actor, at: datetime) -> Workplace:
    lock(row)
    if row.state in {"offered", "unanswered"}:
        return move(row, "raise_hand", by=by, at=at)
    if row.state == "resting":
        return move(row, "look_again", by=Actor.system(row.programme_id), at=at,
                    fields={"look_again_on": None})  # fmt: skip
    unchanged()
    return row


@action
def offer(
    *,
    programme: Programme,
    unit: Unit,
    facts: Mapping[str, Any],
    contact: Person,
    manager: Person | None = None,
    answer_by: date | None = None,
    by: Actor,
    at: datetime,
) -> Workplace:
    """Offer a workplace to take part. Its contact answers on a page of her own."""
    known = queries.with_unit(programme, unit.pk)
    if known is not None:
        raise Refused(
            _("{unit} is here already: number {no}."), unit=str(known.unit), no=known.no
        )  # fmt: skip
    answer_by = answer_by or clock.local_day(at + OFFER_STANDS)
    _check_ahead(answer_by, at)
    row = _add(programme, unit, Workplace.Came.OFFERED, facts, contact, manager, answer_by, by, at)
    letters.tell(row, "workplace_offered", at)
    return row


def _check_ahead(day: date, at: datetime) -> None:
    if day < clock.local_day(at):
        raise Refused(_("The last day has already been. Choose a later one."))


@action
def offer_again(*, workplace: Workplace, answer_by: date, by: Actor, at: datetime) -> Workplace:
    """Ask once more."""
    _check_ahead(answer_by, at)
    return move(
        workplace, "offer_again", by=by, at=at,
        fields={"answer_by": answer_by, "reminded_at": None, "look_again_on": None},
    )  # fmt: skip


@action
def accept_offer(*, workplace: Workplace, by: Actor, at: datetime) -> Workplace:
    """The workplace says that it is interested."""
    if workplace.state == "interested":
        unchanged()
        return workplace
    return move(workplace, "raise_hand", by=by, at=at)


@action
def begin(*, workplace: Workplace, due_on: date, by: Actor, at: datetime) -> Readiness:
    """Begin getting ready: a list of what is to be in place, until a day."""
    _check_ahead(due_on, at)
    lock(workplace)
    check(workplace, "begin", by=by)
    before = queries.last_round(workplace)
    why = Readiness.Why.BACK if before is not None else Readiness.Why.FIRST
    made = open_round(workplace, why, due_on, before, at)
    move(workplace, "begin", by=by, at=at, fields={"look_again_on": None, "answer_by": None})
    return made


@action
def rest(*, workplace: Workplace, look_again_on: date | None, by: Actor, at: datetime) -> Workplace:
    """Not now. With a day, it is taken up again then; without one, when somebody wants to."""
    if workplace.state == "resting":
        unchanged()
        return workplace
    if look_again_on is not None and look_again_on <= clock.local_day(at):
        raise Refused(_("Choose a day after today."))
    lock(workplace)
    check(workplace, "rest", by=by)
    stop_round(workplace, by, at)
    move(workplace, "rest", by=by, at=at, fields={"look_again_on": look_again_on})
    if by.role != Role.WORKPLACE:
        letters.tell(workplace, "workplace_rests", at)
    return workplace


@action
def take_up(*, workplace: Workplace, by: Actor, at: datetime) -> Workplace:
    """What rested is looked at again."""
    return move(workplace, "look_again", by=by, at=at, fields={"look_again_on": None})


@action
def want_out(*, workplace: Workplace, by: Actor, at: datetime) -> Workplace:
    """The workplace does not want to go on. A lead talks with it before anything ends."""
    if workplace.state == "wants_out":
        unchanged()
        return workplace
    return move(workplace, "want_out", by=by, at=at)


@action
def stay(*, workplace: Workplace, due_on: date, by: Actor, at: datetime) -> Workplace:
    """It goes on after all. What was in place is looked through."""
    _check_ahead(due_on, at)
    lock(workplace)
    check(workplace, "stay", by=by)
    if queries.live_round(workplace) is None:
        open_round(workplace, Readiness.Why.BACK, due_on, queries.last_round(workplace), at)
    return move(workplace, "stay", by=by, at=at)


@action
def end(*, workplace: Workplace, reason: str, by: Actor, at: datetime) -> Workplace:
    """The workplace takes no part any more. What is waited for there stops.

    `workflows.workplaces.end` ends what lies above too, and lets the people there go.
    """
    policies.check_facts({"reason": reason})
    lock(workplace)
    check(workplace, "end", by=by, reason=reason)
    stop_round(workplace, by, at)
    move(workplace, "end", by=by, at=at, reason=reason,
         fields={"ended_at": at, "recheck_on": None, "look_again_on": None})  # fmt: skip
    letters.tell(workplace, "workplace_ended", at)
    return workplace


# What is known of it


@action
def change_facts(
    *, workplace: Workplace, facts: Mapping[str, Any], by: Actor, at: datetime
) -> Workplace:
    """What kind of workplace it is, where, and how many it wants."""
    policies.check_facts(facts, at_each_workplace(workplace.programme))
    changed = write_changed(workplace, {name: facts[name] for name in FACTS if name in facts})
    if not changed:
        unchanged()
        return workplace
    audit.record("workplace.facts", about=workplace, by=by, at=at, facts={"fields": changed})
    return workplace


@action
def name_person(
    *, workplace: Workplace, role: str, person: Person | None, by: Actor, at: datetime
) -> Workplace:
    """Who is the contact person or the clinician. For the manager: `new_manager`."""
    if role not in {"contact", "clinician"}:
        raise ValueError(role)
    if workplace.is_over:
        raise Refused(_("The workplace takes no part any more."))
    if getattr(workplace, f"{role}_id") == (person.pk if person else None):
        unchanged()
        return workplace
    if role == "contact" and person is None and workplace.manager_id is None:
        raise Refused(_("Somebody there has to get the messages. Write who it is instead."))
    nobody = role == "clinician" and person is None and workplace.state == "ready"
    if nobody and queries.needs_clinician(queries.last_round(workplace)):
        raise Refused(_("Write who the clinician is instead. It is ready only with one."))
    if person is not None:
        needed_again(person)
    setattr(workplace, role, person)
    workplace.save(update_fields=[role])
    audit.record(f"workplace.new_{role}", about=workplace, by=by, at=at)
    return workplace


@action
def new_manager(
    *, workplace: Workplace, person: Person | None, since: date, by: Actor, at: datetime
) -> Workplace:
    """There is another manager. What hung on the old one is asked about anew.

    `person` None: nobody knows yet who it will be. A workplace that was ready looks through its
    list again; one that gets ready has the manager's items left to do.
    """
    lock(workplace)
    if workplace.is_over:
        raise Refused(_("The workplace takes no part any more."))
    same = workplace.manager_id == (person.pk if person else None)
    if same and workplace.manager_since is not None and workplace.manager_since >= since:
        unchanged()
        return workplace
    if same and person is not None:
        raise Refused(_("That is the manager who is written down already."))
    if person is not None:
        needed_again(person)
    # Nobody has ever been written down and now somebody is: she is named, and nothing has changed.
    named_only = workplace.manager_id is None and workplace.manager_since is None
    workplace.manager, workplace.manager_since = person, since
    if named_only:
        workplace.save(update_fields=["manager", "manager_since"])
        audit.record("workplace.manager", about=workplace, by=by, at=at)
        return workplace
    # What one who has gone, or somebody meanwhile, said of it says nothing about the one who comes.
    # While it rests too: then it is asked about when it takes part again.
    workplace.manager_changed_at = at
    workplace.save(update_fields=["manager", "manager_since", "manager_changed_at"])
    audit.record("workplace.new_manager", about=workplace, by=by, at=at)
    due_on = clock.local_day(at + RECHECK_WITHIN)
    if workplace.state == "ready":
        before = queries.last_round(workplace)
        open_round(workplace, Readiness.Why.NEW_MANAGER, due_on, before, at)
        move(workplace, "recheck", by=by, at=at)
    elif (row := queries.live_round(workplace)) is not None:
        drop_of_manager(row, due_on, by, at)
        letters.tell(workplace, "readiness_recheck", at)
    return workplace


# Because a day comes


@action
def remind_of_offer(*, workplace: Workplace, by: Actor, at: datetime) -> Workplace:
    """The one reminder, halfway to the last day."""
    rows = Workplace.objects.filter(pk=workplace.pk, state="offered", reminded_at__isnull=True)
    if not rows.update(reminded_at=at):
        unchanged()
        return workplace
    audit.record("workplace.reminded", about=workplace, by=by, at=at)
    letters.tell(workplace, "workplace_reminder", at)
    return workplace


@action
def pass_offer(*, workplace: Workplace, by: Actor, at: datetime) -> Workplace:
    """The last day has passed and nobody has answered: a lead decides."""
    return move(workplace, "pass_offer", by=by, at=at)


@action
def recheck(*, workplace: Workplace, by: Actor, at: datetime) -> Readiness:
    """A year has passed since it was found ready, or a lead asks: is it all still there?"""
    lock(workplace)
    check(workplace, "recheck", by=by)
    due_on = clock.local_day(at + RECHECK_WITHIN)
    before = queries.last_round(workplace)
    year_over = workplace.recheck_on is not None and workplace.recheck_on <= clock.local_day(at)
    why = Readiness.Why.YEARLY if year_over else Readiness.Why.ASKED
    made = open_round(workplace, why, due_on, before, at)
    move(workplace, "recheck", by=by, at=at)
    return made
