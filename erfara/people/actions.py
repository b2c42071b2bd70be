"""All writes about people. What they have told goes to the vault, never into a column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.people.consent_texts import FIRST
from erfara.people.models import Consent, ConsentText, Contributor, Experience, Person, Purpose
from erfara.people.models.consents import How
from erfara.people.policies import check_still_here

ERASED_AFTER = timedelta(hours=48)
# The polite no can be read for as long as any other link.
FORGOTTEN_AFTER = timedelta(days=14)
KINDS: tuple[Literal["email"], Literal["phone"]] = ("email", "phone")
IDENTITY = ("name", "email", "phone", "address")


@dataclass(frozen=True, slots=True)
class Told:
    """An experience in own words. `id` is None until it has a row."""

    role: str
    text: str
    id: UUID | None = None


def find_person(programme: Programme, identity: Mapping[str, str]) -> Person | None:
    """The person behind an e-mail address, if the programme knows her.

    A phone number decides only when there is no address: two may share a telephone, and a letter
    to one of them is not for the other.
    """
    kind: Literal["email", "phone"] = "email" if identity.get("email") else "phone"
    found = vault.index_find(programme.pk, kind, identity.get(kind) or "")
    return Person.objects.filter(pk=found, programme=programme).first() if found else None


def _store_identity(person: Person, identity: Mapping[str, str], at: datetime) -> None:
    values = {name: identity.get(name, "") for name in IDENTITY}
    vault.store(
        tenant_id=person.programme_id, person_id=person.pk, blob="identity", values=values, at=at
    )
    for kind in KINDS:
        vault.index_put(
            tenant_id=person.programme_id, person_id=person.pk, kind=kind, value=values[kind], at=at
        )


@action
def find_or_add_person(
    *, programme: Programme, identity: Mapping[str, str], by: Actor, at: datetime
) -> Person:
    """The person with this address, added when nobody has it. A known one's details stay as are:
    a public form must not be able to change them."""
    found = find_person(programme, identity)
    if found is not None:
        unchanged()
        return found
    person = Person.objects.create(programme=programme, created_at=at)
    _store_identity(person, identity, at)
    audit.record("person.added", about=person, by=by, at=at)
    return person


@action
def find_or_add_contact(
    *, programme: Programme, identity: Mapping[str, str], by: Actor, at: datetime
) -> Person:
    """A borrower's contact: known by the e-mail address alone.

    A whole workplace shares a telephone number, so it neither finds nor names anybody; only one
    who gives no e-mail address is known by it.
    """
    email = identity.get("email", "")
    if not email:
        return find_or_add_person(programme=programme, identity=identity, by=by, at=at)
    found = find_person(programme, {"email": email})
    if found is not None:
        unchanged()
        return found
    person = Person.objects.create(programme=programme, created_at=at)
    values = {name: identity.get(name, "") for name in IDENTITY}
    vault.store(tenant_id=programme.pk, person_id=person.pk, blob="identity", values=values, at=at)
    vault.index_put(tenant_id=programme.pk, person_id=person.pk, kind="email", value=email, at=at)
    audit.record("person.added", about=person, by=by, at=at)
    return person


@action
def change_identity(
    *, person: Person, identity: Mapping[str, str], by: Actor, at: datetime
) -> Person:
    """Write a person's name and addresses anew. Refused when somebody else has the address."""
    check_still_here(person)
    owner = find_person(person.programme, identity)
    if owner is not None and owner.pk != person.pk:
        raise Refused(_("Somebody else in the register has that e-mail address or phone number."))
    _store_identity(person, identity, at)
    audit.record("person.changed", about=person, by=by, at=at)
    return person


@action
def note_interest(
    *,
    programme: Programme,
    identity: Mapping[str, str],
    channel: str,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Somebody wants to join. Works also when the library takes nobody in: then say no, kindly."""
    person = find_or_add_person(programme=programme, identity=identity, by=by, at=at)
    if Contributor.objects.filter(person=person).exists():
        raise Refused(_("A person with that e-mail address or phone number is already here."))
    contributor = Contributor.objects.create(
        programme=programme, person=person, number=next_number(programme, "contributor", at),
        channel=channel, applied_on=clock.local_day(at), state=Contributor.table.initial,
        created_at=at,
    )  # fmt: skip
    audit.record("contributor.interest", about=contributor, by=by, at=at)
    return contributor


@action
def welcome(
    *,
    contributor: Contributor,
    told: Iterable[Told],
    forms: Iterable[str],
    consents: Iterable[str],
    how: str,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Take somebody into the register after an interview. Needs the consent to be there."""
    purposes = set(consents)
    if Purpose.REGISTER not in purposes:
        raise Refused(_("Without a yes to being in the register nobody can be taken in."))
    if not contributor.programme.recruits_on(clock.local_day(at)):
        raise Refused(_("{library:sg.def.cap} takes nobody in right now."))
    for purpose in sorted(purposes):
        give_consent(person=contributor.person, purpose=purpose, how=how, by=by, at=at)
    set_experiences(contributor=contributor, told=told, forms=forms, by=by, at=at)
    contributor.joined_on = clock.local_day(at)
    contributor.save(update_fields=["joined_on"])
    return move(contributor, "welcome", by=by, at=at)


@action
def register(
    *,
    programme: Programme,
    identity: Mapping[str, str],
    channel: str,
    told: Iterable[Told],
    forms: Iterable[str],
    consents: Iterable[str],
    how: str,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Interest and interview at once: a coordinator writes down somebody she has met."""
    contributor = note_interest(
        programme=programme, identity=identity, channel=channel, by=by, at=at
    )
    return welcome(
        contributor=contributor, told=told, forms=forms, consents=consents, how=how, by=by, at=at
    )


@action
def decline(*, contributor: Contributor, reason: str, by: Actor, at: datetime) -> Contributor:
    """Say no to somebody who wants to join. The details are erased when the answer has gone."""
    return move(
        contributor, "decline", by=by, at=at, reason=reason,
        fields={"erase_after": at + FORGOTTEN_AFTER},
    )  # fmt: skip


@action
def set_experiences(
    *,
    contributor: Contributor,
    told: Iterable[Told],
    shown: Collection[UUID] | None = None,
    forms: Iterable[str] | None = None,
    by: Actor,
    at: datetime,
) -> list[Experience]:
    """Write the experiences of a person, in her own words, and with `forms` how she takes part.

    `shown` are those the writer had before her (None: all there are). Of these, the ones left out
    are removed; one that somebody else has added meanwhile is kept.
    """
    check_still_here(contributor.person)
    wanted = [t for t in told if t.text.strip()]
    there = {e.pk: e for e in Experience.objects.filter(contributor=contributor)}
    left_out = {pk for pk in there if shown is None or pk in shown}
    texts: dict[str, Any] = {}
    rows: list[Experience] = []
    for t in wanted:
        row = there.get(t.id) if t.id in left_out else None
        if row is None:
            row = Experience.objects.create(
                id=uuid4(), programme_id=contributor.programme_id, contributor=contributor,
                role=t.role, created_at=at,
            )  # fmt: skip
        elif row.role != t.role:
            row.role = t.role
            row.save(update_fields=["role"])
        left_out.discard(row.pk)
        texts[str(row.pk)] = t.text.strip()
        rows.append(row)
    Experience.objects.filter(pk__in=left_out).delete()
    if forms is not None:
        contributor.forms = sorted(set(forms))
        contributor.save(update_fields=["forms"])
    vault.amend(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, blob="experience",
        values={**texts, **{str(pk): None for pk in left_out}}, at=at,
    )  # fmt: skip
    audit.record(
        "contributor.experiences", about=contributor, by=by, at=at, facts={"count": len(rows)}
    )
    return rows


def _text_in_force(programme: Programme, purpose: str, at: datetime) -> ConsentText:
    """The newest version of a consent's words; the shipped first version if there is none yet."""
    text = (
        ConsentText.objects.filter(programme=programme, purpose=purpose)
        .order_by("-version")
        .first()
    )
    if text is not None:
        return text
    shipped = FIRST[Purpose(purpose)]
    with words_of(programme), override("sv"):
        swedish = say(shipped)
    with words_of(programme), override("en"):
        english = say(shipped)
    return ConsentText.objects.create(
        programme=programme, purpose=purpose, version=1, text_sv=swedish, text_en=english,
        created_at=at,
    )  # fmt: skip


@action
def give_consent(*, person: Person, purpose: str, how: str, by: Actor, at: datetime) -> Consent:
    """Note a consent with the words that were shown."""
    check_still_here(person)
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).first()
    if live is not None:
        unchanged()
        return live
    consent = Consent.objects.create(
        programme_id=person.programme_id, person=person, purpose=purpose,
        text=_text_in_force(person.programme, purpose, at), given_at=at, given_how=how,
        given_by=by.id, created_at=at,
    )  # fmt: skip
    audit.record("consent.given", about=person, by=by, at=at, facts={"purpose": purpose})
    return consent


@action
def withdraw_consent(
    *, person: Person, purpose: str, how: str, by: Actor, at: datetime
) -> Consent | None:
    """Take a consent back. What hangs on it is stopped by `workflows.consent`, in the same
    transaction."""
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).first()
    if live is None:
        unchanged()
        return None
    live.withdrawn_at, live.withdrawn_how, live.withdrawn_by = at, how, by.id
    live.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])
    audit.record("consent.withdrawn", about=person, by=by, at=at, facts={"purpose": purpose})
    return live


@action
def pause(*, contributor: Contributor, until: date | None, by: Actor, at: datetime) -> Contributor:
    """Not be asked for a while: until a day, or until further notice."""
    contributor.paused_until = until
    contributor.save(update_fields=["paused_until"])
    return move(contributor, "pause", by=by, at=at)


@action
def resume(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Be asked again."""
    contributor.paused_until = None
    contributor.save(update_fields=["paused_until"])
    return move(contributor, "resume", by=by, at=at)


@action
def leave(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Leave the library. The details are erased after 48 hours, unless she changes her mind."""
    return move(contributor, "leave", by=by, at=at, fields={"erase_after": at + ERASED_AFTER})


@action
def stay(*, contributor: Contributor, how: str, by: Actor, at: datetime) -> Contributor:
    """Stay after all: the consent to be in the register is given anew."""
    if contributor.joined_on is None:
        raise Refused(_("You were never taken in. Sign up again when you want to."))
    if contributor.erase_after is not None and contributor.erase_after <= at:
        raise Refused(_("The time to change one's mind has passed. The details are being erased."))
    give_consent(person=contributor.person, purpose=Purpose.REGISTER, how=how, by=by, at=at)
    return move(contributor, "stay", by=by, at=at, fields={"erase_after": None})


@action
def mark_erased(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Note that a person's details are gone. The vault has been emptied before this."""
    person = contributor.person
    person.erased_at = at
    person.save(update_fields=["erased_at"])
    Consent.objects.filter(person=person, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_how=How.OWN_PAGE
    )
    Experience.objects.filter(contributor=contributor).delete()
    contributor.forms = []
    contributor.save(update_fields=["forms"])
    return move(contributor, "erase" if contributor.state == "leaving" else "forget", by=by, at=at)
