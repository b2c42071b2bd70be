"""Giving, withdrawing, pausing and leaving: what hangs on a yes stops with it, everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.states import lock
from erfara.lending.actions import inquiries, stories
from erfara.lending.models import Participation
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people import consent_letters
from erfara.people.actions import background, presentations
from erfara.people.actions import consents as words
from erfara.people.actions.errands import add_errand
from erfara.people.consent_queries import agreed_to, holds_until
from erfara.people.models import Consent, ConsentText, Contributor, Errand, Person, Purpose
from erfara.people.models.consents import How, ThoseBefore
from erfara.workflows import lend
from erfara.workflows.erasing import erase

__all__ = [
    "NEEDED_TO_BE_ASKED",
    "Stopped",
    "ask_before_they_run_out",
    "erase",
    "give",
    "lapse",
    "leave",
    "new_words",
    "pause",
    "withdraw",
]

# Without one of these nothing may wait for her answer.
NEEDED_TO_BE_ASKED = (Purpose.REGISTER, Purpose.EMAIL)
# Whoever is asked because a consent runs out has at least so long to answer.
AT_LEAST = timedelta(days=30)
# What the product can't stop by itself is somebody's to do.
ELSEWHERE = {
    Purpose.SOCIAL_MEDIA: Errand.Kind.SOCIAL_MEDIA,
    Purpose.RESEARCH: Errand.Kind.RESEARCH,
    Purpose.HANDOVER: Errand.Kind.HANDOVER,
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a no has stopped, to be said in words. All empty when it was said before.

    `purposes` were taken back; `questions` that waited for her and `loans` that she was to take
    part in are gone; `left`: she is leaving the register.
    """

    purposes: tuple[str, ...] = ()
    questions: int = 0
    loans: int = 0
    left: bool = False


@action
def give(*, person: Person, purpose: str, how: str, by: Actor, at: datetime) -> Consent:
    """Say yes, or that a yes goes on."""
    contributor = Contributor.objects.filter(person=person).first()
    if contributor is not None:
        lock(contributor)
    return people.give_consent(person=person, purpose=purpose, how=how, by=by, at=at)


@action
def withdraw(*, person: Person, purpose: str, how: str, by: Actor, at: datetime) -> Stopped:
    """Take a consent back, or object; stop what hangs on it in the same transaction.

    Without the consent to be in the register she leaves it, and all other consents go with it.
    """
    contributor = Contributor.objects.filter(person=person).first()
    if contributor is not None:
        lock(contributor)
    gone = people.withdraw_consent(person=person, purpose=purpose, how=how, by=by, at=at)
    if gone is None:
        return Stopped()
    if contributor is None:
        return Stopped((purpose,))
    if purpose == Purpose.REGISTER and contributor.state in {"active", "paused", "resting"}:
        all_of_it = leave(contributor=contributor, how=how, by=by, at=at)
        return replace(all_of_it, purposes=(purpose, *all_of_it.purposes))
    return Stopped((purpose,), questions=_stop(contributor, purpose, by, at))


def _stop(contributor: Contributor, purpose: str, by: Actor, at: datetime) -> int:
    """Stop what hangs on one purpose. How many questions were taken away.

    Text messages need nothing: each is only sent while there is a consent to it.
    """
    if purpose in NEEDED_TO_BE_ASKED:
        return len(inquiries.stop_for(contributor=contributor, by=by, at=at))
    if purpose == Purpose.STATISTICS:
        background.drop(person=contributor.person, by=by, at=at)
    if purpose == Purpose.PICTURE:
        presentations.drop_picture(contributor=contributor, by=by, at=at)
    if purpose == Purpose.PRESENTATION:
        presentations.take_down(contributor=contributor, by=by, at=at)
    if purpose in ELSEWHERE and contributor.joined_on is not None:
        add_errand(contributor=contributor, kind=ELSEWHERE[Purpose(purpose)], by=by, at=at)
    return 0


@action
def leave(*, contributor: Contributor, how: str, by: Actor, at: datetime) -> Stopped:
    """Leave the library: every consent is withdrawn, every question taken away."""
    lock(contributor)
    live = contributor.person.consents.filter(withdrawn_at__isnull=True)
    purposes = tuple(sorted(live.values_list("purpose", flat=True)))
    for purpose in purposes:
        people.withdraw_consent(person=contributor.person, purpose=purpose, how=how, by=by, at=at)
        if purpose not in NEEDED_TO_BE_ASKED:
            _stop(contributor, purpose, by, at)
    stories.take_back_stories(person=contributor.person, by=by, at=at)
    # Also what she never said yes to, such as a draft of a text about her.
    presentations.take_down(contributor=contributor, by=by, at=at)
    stopped = inquiries.stop_for(contributor=contributor, by=by, at=at)
    going = Participation.objects.filter(
        contributor=contributor, state="confirmed", loan__state="confirmed"
    ).select_related("loan__request", "programme")
    loans = 0
    for participation in going.order_by("created_at"):
        lend.withdraw_from_loan(participation=participation, by=by, at=at)
        loans += 1
    people.leave(contributor=contributor, by=by, at=at)
    return Stopped(purposes, len(stopped), loans, left=True)


@action
def pause(*, contributor: Contributor, until: date | None, by: Actor, at: datetime) -> int:
    """Pause; questions that wait are taken away. Returns how many."""
    lock(contributor)
    people.pause(contributor=contributor, until=until, by=by, at=at)
    return len(inquiries.stop_for(contributor=contributor, by=by, at=at))


@action
def new_words(
    *,
    programme: Programme,
    purpose: str,
    text_sv: str,
    text_en: str,
    basis: str,
    because_sv: str,
    because_en: str,
    those_before: str,
    answer_by: date | None,
    by: Actor,
    at: datetime,
) -> ConsentText:
    """Write a consent's words anew, and ask those who agreed to the old ones, if so decided.

    Those who are asked are written to; whoever is only phoned is on the coordinators' list.
    """
    row = words.write_words(
        programme=programme, purpose=purpose, text_sv=text_sv, text_en=text_en, basis=basis,
        because_sv=because_sv, because_en=because_en, those_before=those_before,
        answer_by=answer_by, by=by, at=at,
    )  # fmt: skip
    if row.created_at == at and row.answer_by is not None:
        ends = row.those_before == ThoseBefore.END
        _ask(agreed_to(programme, purpose).exclude(text=row), row.answer_by, ends, by, at)
    return row


def _ask(
    consents: Iterable[Consent], answer_by: date, ends: bool, by: Actor, at: datetime
) -> list[Consent]:
    asked = words.ask_again(consents=consents, answer_by=answer_by, ends=ends, by=by, at=at)
    last: dict[Contributor, date] = {}
    for consent in asked:
        contributor = consent.person.contributor
        last[contributor] = min(consent.answer_by or answer_by, last.get(contributor, date.max))
    for contributor, day in last.items():
        consent_letters.ask(contributor, day, at)
    return asked


@action
def ask_before_they_run_out(
    *, consents: Iterable[Consent], by: Actor, at: datetime
) -> list[Consent]:
    """Ask in good time whether consents go on that run out by themselves."""
    asked: list[Consent] = []
    soonest = clock.local_day(at) + AT_LEAST
    for consent in consents:
        until = holds_until(consent, consent.person.contributor.programme.consent_years)
        if until is not None:
            asked += _ask([consent], max(until, soonest), True, by, at)
    words.ask_again(consents=[], answer_by=soonest, ends=True, by=by, at=at)
    return asked


@action
def lapse(*, consent: Consent, by: Actor, at: datetime) -> Stopped:
    """The last day has passed in silence: the consent ends, or goes on with the old words."""
    if consent.withdrawn_at is None and not consent.ends_unanswered:
        words.keep_consent(consent=consent, by=by, at=at)
        return Stopped()
    return withdraw(person=consent.person, purpose=consent.purpose, how=How.LAPSED, by=by, at=at)
