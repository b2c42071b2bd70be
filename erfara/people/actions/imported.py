"""People who come with a file: written into the register in batches, then asked, and answered.

What holds for one who is written down by hand holds here: a number of her own, one address for one
person, no place in the register without a yes. Whoever hasn't given a clear written consent is
asked, can't be lent before, and is erased when no answer comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, bulk, clock, outbox, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.organisations.actions import next_numbers
from erfara.organisations.models import Programme
from erfara.organisations.words import say_in_both
from erfara.people.actions.consents import give_consent, text_in_force
from erfara.people.actions.persons import IDENTITY, KINDS, find_person
from erfara.people.importing import judging, kept
from erfara.people.models import (
    Consent,
    ConsentText,
    Contributor,
    Experience,
    Person,
    Purpose,
    RegisterImport,
)
from erfara.people.models.consents import How
from erfara.people.policies import check_still_here

ON_OLD_PAPER = _(
    "Agreed on a paper from before {library:sg.def} kept its register here. "
    "The words stand on that paper."
)
LETTER = "imported"
Rows = Sequence[tuple[int, Mapping[str, Any]]]


@dataclass(slots=True)
class _Batch:
    """All that one chunk of rows becomes, as rows of tables."""

    today: date
    answer_before: datetime
    people: list[UUID] = field(default_factory=list)
    contributors: list[tuple[Any, ...]] = field(default_factory=list)
    experiences: list[tuple[Any, ...]] = field(default_factory=list)
    consents: list[tuple[Any, ...]] = field(default_factory=list)
    # state → contributor and person
    states: dict[str, list[tuple[UUID, UUID]]] = field(default_factory=dict)
    blobs: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=dict)
    index: dict[str, dict[UUID, str]] = field(default_factory=dict)
    turned_away: list[int] = field(default_factory=list)
    # Asked once for all rows: the words of each consent, the noon of each day.
    texts: dict[str, ConsentText] = field(default_factory=dict)
    noons: dict[str, datetime] = field(default_factory=dict)

    def keep(self, blob: str, person_id: UUID, values: dict[str, Any]) -> None:
        self.blobs.setdefault(blob, {})[person_id] = values


CONTRIBUTOR = (
    "id", "person_id", "number", "channel", "forms", "applied_on", "joined_on", "state",
    "erase_after",
)  # fmt: skip


def _old_paper(programme: Programme, purpose: str, at: datetime) -> ConsentText:
    """The words of a consent from before: version 0, which is never the one in force."""
    text_in_force(programme, purpose, at)
    known = ConsentText.objects.filter(programme=programme, purpose=purpose, version=0).first()
    if known is not None:
        return known
    swedish, english = say_in_both(programme, ON_OLD_PAPER)
    return ConsentText.objects.create(
        programme=programme, purpose=purpose, version=0, text_sv=swedish, text_en=english,
        created_at=at,
    )  # fmt: skip


@action
def write_chunk(
    *, register_import: RegisterImport, chunk: int, rows: Rows, by: Actor, at: datetime
) -> list[int]:
    """Write one chunk of a file into the register. Returns the rows that turned out to be taken.

    The chunk's number is counted up in the same transaction, from exactly the one before: a worker
    that is killed leaves all of a chunk or nothing, and no chunk is written twice. Raises Stale
    when another worker has been here.
    """
    mine = RegisterImport.objects.filter(pk=register_import.pk, state="writing", written=chunk)
    if not mine.update(written=F("written") + 1):
        raise Stale()
    programme = register_import.programme
    batch = _batch(register_import, chunk, rows, at)
    alike: dict[str, Any] = {"programme_id": programme.pk, "created_at": at}
    bulk.insert(Person, ("id",), [(one,) for one in batch.people], **alike)
    bulk.insert(
        Contributor, CONTRIBUTOR, batch.contributors, came_with_id=register_import.pk, **alike
    )
    bulk.insert(Experience, ("id", "contributor_id", "role"), batch.experiences, **alike)
    bulk.insert(
        Consent, ("person_id", "purpose", "text_id", "given_at"), batch.consents,
        given_how=How.PAPER, given_by=register_import.confirmed_by, **alike,
    )  # fmt: skip
    vault.store_many(tenant_id=programme.pk, blobs=batch.blobs, at=at)
    vault.like_put(tenant_id=programme.pk, values=batch.blobs.get("identity", {}), at=at, new=True)
    for kind in KINDS:
        vault.index_put_many(
            tenant_id=programme.pk, kind=kind, values=batch.index.get(kind, {}), at=at
        )
    _tell(register_import, batch, by, at)
    added = _add_experiences(register_import, rows, by, at)
    if batch.turned_away:
        _turn_away(register_import, chunk, rows, batch.turned_away, at)
    _count(register_import, batch, added, [chunk] if batch.turned_away else [])
    audit.record(
        "register_import.chunk", about=register_import, by=by, at=at,
        facts={"chunk": chunk, "people": len(batch.contributors)},
    )  # fmt: skip
    return batch.turned_away


def _batch(register_import: RegisterImport, chunk: int, rows: Rows, at: datetime) -> _Batch:
    programme = register_import.programme
    batch = _Batch(clock.local_day(at), last_moment(register_import))
    wanted = [(n, row) for n, row in rows if row["o"] in {judging.NEW, judging.ASKED}]
    taken = {
        kind: set(
            vault.index_find_many(
                programme.pk, kind, [row["v"].get(kind) or "" for _n, row in wanted]
            )
        )
        for kind in KINDS
    }
    free = []
    for number, row in wanted:
        normal = {kind: vault.normalise(kind, row["v"].get(kind) or "") for kind in KINDS}
        if any(normal[kind] in taken[kind] for kind in KINDS):
            batch.turned_away.append(number)  # since it was looked through, somebody has come
            continue
        for kind in KINDS:
            if (value := normal[kind]) is not None:
                taken[kind].add(value)
        free.append((number, row))
    numbers = next_numbers(programme, "contributor", len(free), at) if free else ()
    own_ids = iter(bulk.new_ids(2 * len(free)))
    for given, (number, row) in zip(numbers, free, strict=True):
        person_id = person_id_of(register_import, chunk, number)
        _one(batch, register_import, person_id, own_ids, given, row, at)
    return batch


def person_id_of(register_import: RegisterImport, chunk: int, number: int) -> UUID:
    """Who a row becomes: the same row is the same person, whatever is repeated.

    The ids of a chunk begin alike, so that they lie together in every index of people.
    """
    began = register_import.confirmed_at or register_import.created_at
    own = uuid5(register_import.pk, str(number)).bytes
    return bulk.ordered_id(int(began.timestamp() * 1000) + chunk, own[:10])


def _one(
    batch: _Batch,
    register_import: RegisterImport,
    person_id: UUID,
    own_ids: Iterator[UUID],
    given: int,
    row: Mapping[str, Any],
    at: datetime,
) -> None:
    """Everything that one row becomes."""
    values = row["v"]
    consents: dict[str, str] = values.get("consents", {})
    new = row["o"] == judging.NEW
    joined = date.fromisoformat(values["joined"]) if values.get("joined") else None
    agreed = date.fromisoformat(consents["register"]) if new else None
    state = "active" if new else "asked" if values.get("email") else "to_phone"
    contributor_id = next(own_ids)
    batch.people.append(person_id)
    batch.contributors.append((
        contributor_id, person_id, given, values["channel"], sorted(values.get("forms", [])),
        joined or agreed or batch.today, (joined or agreed) if new else None, state,
        None if new else batch.answer_before,
    ))  # fmt: skip
    batch.states.setdefault(state, []).append((contributor_id, person_id))
    identity = {name: values.get(name) or "" for name in IDENTITY}
    batch.keep("identity", person_id, identity)
    for kind in KINDS:
        if identity[kind]:
            batch.index.setdefault(kind, {})[person_id] = identity[kind]
    if values.get("experience"):
        told_id = next(own_ids)
        batch.experiences.append((told_id, contributor_id, values["role"]))
        batch.keep("experience", person_id, {str(told_id): values["experience"]})
    wishes = {name: values[name] for name in judging.WISHES if values.get(name)}
    if wishes:
        batch.keep("wishes", person_id, wishes)
    if "statistics" in consents and values.get("birth_year"):
        batch.keep("background", person_id, {"birth_year": values["birth_year"]})
    for purpose, day in consents.items() if new else ():
        if purpose not in batch.texts:
            batch.texts[purpose] = _old_paper(register_import.programme, purpose, at)
        if day not in batch.noons:
            batch.noons[day] = _noon(date.fromisoformat(day))
        batch.consents.append((person_id, purpose, batch.texts[purpose].pk, batch.noons[day]))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def last_moment(register_import: RegisterImport) -> datetime:
    """When the last day to answer is over."""
    if register_import.last_day is None:
        raise TypeError("An import that isn't confirmed has no last day.")
    after = register_import.last_day + timedelta(days=1)
    return timezone.make_aware(datetime.combine(after, time()))


# state → the move that leads there, by which the history of a person is written
_MOVES = {"active": "welcome", "asked": "ask_by_letter", "to_phone": "ask_by_phone"}


def _tell(register_import: RegisterImport, batch: _Batch, by: Actor, at: datetime) -> None:
    """The history of each, and a letter to those who are asked by one."""
    tenant_id = register_import.programme_id
    facts = {"import": str(register_import.pk)}
    audit.record_many(
        "person.added", kind="people.person", ids=batch.people, tenant_id=tenant_id, by=by, at=at,
        facts=facts,
    )  # fmt: skip
    for purpose in sorted({one[1] for one in batch.consents}):
        audit.record_many(
            "consent.given", kind="people.person", tenant_id=tenant_id, by=by, at=at,
            ids=[one[0] for one in batch.consents if one[1] == purpose], facts={"purpose": purpose},
        )  # fmt: skip
    for state, those in batch.states.items():
        step = Contributor.table.transitions[_MOVES[state]]
        if by.role not in step.pens or step.target != state:
            raise TypeError("Nobody may write people into the register so.")
        audit.record_many(
            f"contributor.{step.name}", kind="people.contributor", tenant_id=tenant_id, by=by,
            at=at, ids=[one[0] for one in those], facts=facts, from_state=step.source[0],
            to_state=step.target,
        )  # fmt: skip
        if LETTER in step.notices:
            outbox.put_many(
                LETTER, tenant_id=tenant_id, about_kind="people.contributor", to_kind="person",
                pairs=those, at=at,
            )  # fmt: skip


def _add_experiences(
    register_import: RegisterImport, rows: Rows, by: Actor, at: datetime
) -> int:  # fmt: skip
    """What the file tells of people who are here already, when the coordinator has said so."""
    programme_id, added = register_import.programme_id, 0
    for _number, row in rows:
        if row["o"] != judging.UPDATE:
            continue
        values = row["v"]
        known = find_person(register_import.programme, values)
        if known is None:
            continue
        contributor = Contributor.objects.filter(
            person=known, programme_id=programme_id, state__in=["active", "paused"]
        ).first()
        if contributor is None:
            continue
        told = Experience.objects.create(
            programme_id=programme_id, contributor=contributor, role=values["role"], created_at=at
        )
        vault.amend(
            tenant_id=programme_id, person_id=contributor.person_id, blob="experience",
            values={str(told.pk): values["experience"]}, at=at,
        )  # fmt: skip
        audit.record("contributor.experiences", about=contributor, by=by, at=at)
        added += 1
    return added


def _turn_away(
    register_import: RegisterImport, chunk: int, rows: Rows, numbers: Iterable[int], at: datetime
) -> None:
    away = set(numbers)
    vault.amend(
        tenant_id=register_import.programme_id, person_id=register_import.pk,
        blob=kept.chunk_name(chunk), at=at,
        values={
            str(number): {**row, "o": judging.STOP,
                          "p": [*row["p"], ["taken_meanwhile", "email", "", ""]]}
            for number, row in rows
            if number in away
        },
    )  # fmt: skip


def _count(
    register_import: RegisterImport, batch: _Batch, added: int, away: list[int]
) -> None:  # fmt: skip
    row = RegisterImport.objects.only("counts").get(pk=register_import.pk)
    counts = dict(row.counts)
    for state in _MOVES:
        counts[state] = counts.get(state, 0) + len(batch.states.get(state, []))
    counts["added"] = counts.get("added", 0) + added
    counts["away"] = counts.get("away", []) + away
    RegisterImport.objects.filter(pk=row.pk).update(counts=counts)


@action
def finish(
    *,
    register_import: RegisterImport,
    rejected: Sequence[Mapping[str, Any]],
    labels: Sequence[str],
    by: Actor,
    at: datetime,
) -> RegisterImport:
    """Everything is written: of the file, only the rows that didn't come along are kept."""
    place = {"tenant_id": register_import.programme_id, "person_id": register_import.pk}
    vault.store(
        **place, blob=kept.REJECTED, at=at,
        values={"rows": [dict(row) for row in rejected], "labels": list(labels)},
    )  # fmt: skip
    for name in vault.blobs_of(**place):
        if name != kept.REJECTED:
            vault.drop_blob(**place, blob=name)
    register_import.refresh_from_db()
    counts = {**register_import.counts, "rejected": len(rejected)}
    return move(
        register_import, "finish", by=by, at=at,
        fields={"counts": counts, "done_at": at, "erase_after": at + timedelta(days=14)},
    )  # fmt: skip


@action
def agree(
    *, contributor: Contributor, consents: Iterable[str], how: str, by: Actor, at: datetime
) -> Contributor:
    """She says yes to being in the register, through her link or to a coordinator.

    Also within the 48 hours after a no or a last day that has passed.
    """
    lock(contributor)
    check_still_here(contributor.person)
    if contributor.state == "active":
        unchanged()
        return contributor
    if contributor.came_with_id is None:
        raise Refused(_("There is nothing to answer here."))
    if contributor.erase_after is not None and contributor.erase_after <= at:
        raise Refused(_("The time to answer has passed. The details are being erased."))
    for purpose in sorted({Purpose.REGISTER, *consents}):
        give_consent(person=contributor.person, purpose=purpose, how=how, by=by, at=at)
    day = clock.local_day(at)
    Contributor.objects.filter(pk=contributor.pk).update(joined_on=day, last_seen_on=day)
    contributor.joined_on = contributor.last_seen_on = day
    outbox.cancel(tenant_id=contributor.programme_id, about_id=contributor.pk, kind=LETTER, at=at)
    name = "stay" if contributor.state == "leaving" else "agree"
    return move(contributor, name, by=by, at=at, fields={"erase_after": None})


@action
def lapse(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """The last day has passed without an answer: she is erased, as she was told."""
    return move(contributor, "lapse", by=by, at=at)


def by_of(register_import: RegisterImport) -> Actor:
    """The coordinator who confirmed, on whose behalf the worker writes."""
    return Actor(Role.COORDINATOR, register_import.programme_id, register_import.confirmed_by)
