"""Consents given and taken back, each with the words that were shown."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.people.consent_texts import FIRST
from erfara.people.models import Consent, ConsentText, Person, Purpose
from erfara.people.policies import check_still_here


def text_in_force(programme: Programme, purpose: str, at: datetime) -> ConsentText:
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
        text=text_in_force(person.programme, purpose, at), given_at=at, given_how=how,
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
