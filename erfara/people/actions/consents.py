"""Consents given and taken back, each with the words that were shown; and the words themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.organisations.models import Programme
from erfara.organisations.words import say_in_both
from erfara.people import consent_letters
from erfara.people.actions.signs import seen
from erfara.people.consent_texts import FIRST
from erfara.people.models import Consent, ConsentText, Contributor, Person, Purpose
from erfara.people.models.consents import CONSENT_ONLY, Basis, How, ThoseBefore
from erfara.people.policies import check_still_here

# Whoever is asked again gets at least so long to answer.
TIME_TO_ANSWER = timedelta(days=14)


def text_in_force(programme: Programme, purpose: str, at: datetime) -> ConsentText:
    """The newest version of a consent's words; the shipped first version if there is none yet."""
    text = (
        ConsentText.objects.filter(programme=programme, purpose=purpose)
        .order_by("-version")
        .first()
    )
    if text is not None:
        return text
    swedish, english = say_in_both(programme, FIRST[Purpose(purpose)])
    return ConsentText.objects.create(
        programme=programme, purpose=purpose, version=1, text_sv=swedish, text_en=english,
        created_at=at,
    )  # fmt: skip


@action
def write_words(
    *,
    programme: Programme,
    purpose: str,
    text_sv: str,
    text_en: str,
    basis: str = Basis.CONSENT,
    because_sv: str = "",
    because_en: str = "",
    those_before: str = ThoseBefore.KEEP,
    answer_by: date | None = None,
    by: Actor,
    at: datetime,
) -> ConsentText:
    """Write a consent's words anew. Old consents keep the words they were given to.

    `those_before` says whether those who agreed to the old words are asked again, until
    `answer_by`; `workflows.consent.new_words` asks them.
    """
    if purpose in CONSENT_ONLY and basis != Basis.CONSENT:
        raise Refused(_("What is shown to everybody needs a yes. Choose consent."))
    if those_before == ThoseBefore.KEEP:
        answer_by = None
    elif answer_by is None or answer_by < clock.local_day(at) + TIME_TO_ANSWER:
        raise Refused(_("Give them at least 14 days to answer."))
    now = text_in_force(programme, purpose, at)
    new = {
        "text_sv": text_sv.strip(), "text_en": text_en.strip(), "basis": basis,
        "because_sv": because_sv.strip(), "because_en": because_en.strip(),
    }  # fmt: skip
    if all(getattr(now, name) == value for name, value in new.items()):
        unchanged()
        return now
    row = ConsentText.objects.create(
        programme=programme, purpose=purpose, version=now.version + 1, those_before=those_before,
        answer_by=answer_by, created_at=at, **new,
    )  # fmt: skip
    audit.record(
        "consent_text.written", about=programme, by=by, at=at,
        facts={"purpose": purpose, "version": row.version, "those_before": those_before,
               "basis": basis},
    )  # fmt: skip
    return row


def _live(person: Person, purpose: str) -> Consent | None:
    return (
        Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True)
        .select_related("text")
        .first()
    )


@action
def give_consent(*, person: Person, purpose: str, how: str, by: Actor, at: datetime) -> Consent:
    """Note a consent with the words that were shown.

    One that she is asked about again, or that was given to older words, is given anew: the old
    one stays in the history with its own words.
    """
    check_still_here(person)
    live = _live(person, purpose)
    text = text_in_force(person.programme, purpose, at)
    if live is not None and live.answer_by is None and live.text_id == text.pk:
        unchanged()
        return live
    if live is not None:
        live.withdrawn_at, live.withdrawn_how, live.withdrawn_by = at, How.RENEWED, by.id
        live.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])
    consent = Consent.objects.create(
        programme_id=person.programme_id, person=person, purpose=purpose, text=text,
        given_at=at, given_how=how, given_by=by.id, created_at=at,
    )  # fmt: skip
    seen([person.pk], clock.local_day(at))
    event = "consent.given" if live is None else "consent.renewed"
    audit.record(event, about=person, by=by, at=at, facts={"purpose": purpose})
    return consent


@action
def withdraw_consent(
    *, person: Person, purpose: str, how: str, by: Actor, at: datetime
) -> Consent | None:
    """Take a consent back. What hangs on it is stopped by `workflows.consent`, in the same
    transaction."""
    live = _live(person, purpose)
    if live is None:
        unchanged()
        return None
    live.withdrawn_at, live.withdrawn_how, live.withdrawn_by = at, how, by.id
    live.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])
    event = "consent.lapsed" if how == How.LAPSED else "consent.withdrawn"
    audit.record(event, about=person, by=by, at=at, facts={"purpose": purpose})
    return live


@action
def ask_again(
    *, consents: Iterable[Consent], answer_by: date, ends: bool, by: Actor, at: datetime
) -> list[Consent]:
    """Ask whether consents go on, until a day. Who is asked twice has the later day, and silence
    ends what either would have ended."""
    asked = []
    for consent in consents:
        consent.asked_again_at = at
        consent.answer_by = max(answer_by, consent.answer_by or answer_by)
        consent.ends_unanswered = ends or consent.ends_unanswered
        consent.save(update_fields=["asked_again_at", "answer_by", "ends_unanswered"])
        audit.record(
            "consent.asked_again", about=consent.person, by=by, at=at,
            facts={"purpose": consent.purpose},
        )  # fmt: skip
        asked.append(consent)
    unchanged()
    return asked


@action
def keep_consent(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """The last day has passed in silence, and silence keeps what was said yes to."""
    consent.answer_by = None
    consent.save(update_fields=["answer_by"])
    audit.record(
        "consent.kept", about=consent.person, by=by, at=at, facts={"purpose": consent.purpose}
    )
    return consent


@action
def note_consents_sent(*, contributor: Contributor, by: Actor, at: datetime) -> bool:
    """Send her the page of consents by letter. Whether she is reached by one."""
    sent = consent_letters.send_consents(contributor, at)
    if sent:
        audit.record("consent.page_sent", about=contributor, by=by, at=at)
    else:
        unchanged()
    return sent
