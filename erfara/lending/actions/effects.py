"""Writes about what a loan has changed, months after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending import after_letters as letters
from erfara.lending.actions.stories import write_story
from erfara.lending.models import (
    Delivery,
    Effect,
    EffectAsk,
    EffectDelivery,
    Loan,
    Participation,
    Story,
)
from erfara.people.actions.signs import seen
from erfara.people.models import Contributor, Person
from erfara.vocabulary.choices import EffectArea

# Silence ends an ask after so many days; it is reminded of once, halfway.
ANSWERED_WITHIN = timedelta(days=60)
REMINDED_AFTER = timedelta(days=30)
# So long is phoned about; then those who could not be reached are let be.
REACHED_WITHIN = timedelta(days=60)
SENTENCE = 500


@action
def ask_for_effects(
    *, loan: Loan, participation: Participation | None = None, months: int, by: Actor, at: datetime
) -> EffectAsk | None:
    """Ask the borrower, or one who took part, what the loan has changed. One at a time.

    The loan may be closed: what it leads to comes after that. None when there is nobody to ask.
    """
    lock(loan)
    whom = letters.asked_person(loan, participation)
    asks = EffectAsk.objects.filter(loan=loan, participation=participation)
    if loan.state == "cancelled" or whom is None or asks.filter(state="asked").exists():
        unchanged()
        return None
    if asks.filter(months__gte=months).exists() or asks.filter(answer="nothing_more").exists():
        unchanged()
        return None
    row = EffectAsk.objects.create(
        programme_id=loan.programme_id, loan=loan, participation=participation, months=months,
        by_phone=not letters.reached(loan, participation),
        answer_by=clock.local_day(at) + ANSWERED_WITHIN, state=EffectAsk.table.initial,
        created_at=at,
    )  # fmt: skip
    audit.record("effect_ask.asked", about=row, by=by, at=at, facts={"months": months})
    letters.ask_for_effects(row, "effect_ask", at)
    return row


@action
def remind_of_effects(*, ask: EffectAsk, by: Actor, at: datetime) -> EffectAsk:
    """The one reminder."""
    waiting = EffectAsk.objects.filter(pk=ask.pk, state="asked", reminded_at__isnull=True)
    if not waiting.update(reminded_at=at):
        unchanged()
        return ask
    ask.reminded_at = at
    audit.record("effect_ask.reminded", about=ask, by=by, at=at)
    letters.ask_for_effects(ask, "effect_reminder", at)
    return ask


def _check_answers_own(ask: EffectAsk, by: Actor) -> None:
    """A borrower answers for the loan, a person for herself, a coordinator for whom she phones."""
    wrong = Role.BORROWER if ask.participation_id else Role.PERSON
    if by.role == wrong:
        raise Refused(_("This is somebody else's to answer."))


def _heard(ask: EffectAsk, by: Actor, at: datetime) -> None:
    contributor = ask.participation.contributor if ask.participation else None
    if by.role == Role.PERSON and contributor is not None:
        seen([contributor.person_id], clock.local_day(at))


@action
def tell_effects(*, ask: EffectAsk, told: Mapping[str, str], by: Actor, at: datetime) -> EffectAsk:
    """What has changed: area → a sentence, which may be empty.

    A borrower writes about its own work. What a person writes is hers: it goes to the vault.
    """
    _check_answers_own(ask, by)
    if not told:
        raise Refused(_("Choose what has changed, or say that nothing has."))
    if unknown := set(told) - set(EffectArea.values):
        raise ValueError(f"no areas: {sorted(unknown)}")
    if any(len(text) > SENTENCE for text in told.values()):
        raise Refused(_("Write at most {most} characters about each."), most=SENTENCE)
    move(
        ask, "tell", by=by, at=at,
        fields={"answer": EffectAsk.Answer.CHANGED, "answered_at": at},
        facts={"areas": sorted(told)},
    )  # fmt: skip
    contributor = ask.participation.contributor if ask.participation else None
    for area in EffectArea.values:  # the order in which they are asked about
        if area in told:
            Effect.objects.create(
                programme_id=ask.programme_id, ask=ask, area=area, created_at=at,
                text="" if contributor else told[area].strip(),
            )  # fmt: skip
    words = {area: text.strip() for area, text in told.items() if text.strip()}
    if contributor and words:
        vault.store(
            tenant_id=ask.programme_id, person_id=contributor.person_id, blob=ask.blob,
            values=words, at=at,
        )  # fmt: skip
    _heard(ask, by, at)
    return ask


@action
def tell_nothing(*, ask: EffectAsk, answer: str, by: Actor, at: datetime) -> EffectAsk:
    """Nothing yet, or nothing more will come of it: both are full answers."""
    _check_answers_own(ask, by)
    if answer not in {EffectAsk.Answer.NOTHING_YET, EffectAsk.Answer.NOTHING_MORE}:
        raise Refused(_("Choose one of the answers."))
    move(
        ask, "tell_nothing", by=by, at=at, fields={"answer": answer, "answered_at": at},
        facts={"answer": answer},
    )  # fmt: skip
    _heard(ask, by, at)
    return ask


@action
def send_effects(*, ask: EffectAsk, by: Actor, at: datetime) -> EffectAsk:
    """Send what has changed to those who took part. Only what the borrower has told."""
    if ask.participation_id is not None:
        raise Refused(_("What a person tells is hers, and is not sent on."))
    for participation in letters.who_took_part(ask.loan):
        EffectDelivery.objects.get_or_create(
            ask=ask, participation=participation,
            defaults={"programme_id": ask.programme_id, "created_at": at},
        )  # fmt: skip
    move(ask, "send", by=by, at=at, fields={"sent_at": at})
    _arrive(ask, by, at)
    return ask


def _arrive(ask: EffectAsk, by: Actor, at: datetime) -> None:
    lock(ask)
    left = ask.deliveries.filter(reached_at__isnull=True).exists()
    if ask.state == "on_its_way" and not left:
        move(ask, "arrive", by=by, at=at)


@action
def note_effects_reached(
    *, delivery: EffectDelivery, how: str, by: Actor, at: datetime
) -> EffectDelivery:
    """One who took part knows what it led to."""
    if how not in Delivery.How.values:
        raise Refused(_("Choose how it was told."))
    waiting = EffectDelivery.objects.filter(pk=delivery.pk, reached_at__isnull=True)
    if not waiting.update(reached_at=at, how=how):
        unchanged()
        return delivery
    delivery.reached_at, delivery.how = at, how
    audit.record("effect_ask.reached", about=delivery.ask, by=by, at=at, facts={"how": how})
    _arrive(delivery.ask, by, at)
    return delivery


@action
def let_effects_arrive(*, ask: EffectAsk, by: Actor, at: datetime) -> EffectAsk:
    """Two months of phoning are enough: it stands on their own pages."""
    return move(ask, "arrive", by=by, at=at)


@action
def note_effects(*, ask: EffectAsk, reason: str, by: Actor, at: datetime) -> EffectAsk:
    """Read, and not sent on: why, when it is a borrower's."""
    return move(ask, "note", by=by, at=at, reason=reason)


@action
def tell_publicly(*, ask: EffectAsk, by: Actor, at: datetime) -> Story:
    """Begin a story from what a borrower has told, once it has gone to those who took part.

    It is told when both sides have said yes.
    """
    if ask.participation_id is not None or ask.state not in {"on_its_way", "sent"}:
        raise Refused(_("There is nothing here that can be told publicly."))
    if Story.objects.filter(loan=ask.loan, state__in=["draft", "asked", "public"]).exists():
        raise Refused(_("A story about this loan is begun already. Write it in there."))
    told = list(ask.effects.order_by("created_at", "id"))
    lines = [row.text or str(row.get_area_display()) for row in told]
    title = ask.loan.request.assignment.title or str(_("What it led to"))
    return write_story(loan=ask.loan, title=title[:120], text="\n\n".join(lines), by=by, at=at)


@action
def fall_silent(*, ask: EffectAsk, by: Actor, at: datetime) -> EffectAsk:
    """Two months without an answer. It can still be answered while its link lives."""
    return move(ask, "fall_silent", by=by, at=at)


@action
def stop_ask(*, ask: EffectAsk, by: Actor, at: datetime) -> EffectAsk:
    """Nobody is there to answer: the details are erased, or the loan was undone."""
    return move(ask, "stop", by=by, at=at, reason=str(_("There is nobody to ask any more.")))


@action
def stop_asks(
    *, person: Person | None, contributor: Contributor | None, by: Actor, at: datetime
) -> int:
    """Somebody is erased: what she took part in is not asked of her any more.

    `person`: she was a borrower's contact too, and what nobody else can answer ends with that.
    """
    system, count = Actor.system(by.tenant_id), 0
    if contributor is not None:
        hers = EffectAsk.objects.filter(participation__contributor=contributor)
        for ask in hers.filter(state__in=["asked", "silent", "told"]).order_by("id"):
            stop_ask(ask=ask, by=system, at=at)
            count += 1
        waiting = EffectDelivery.objects.filter(
            participation__contributor=contributor, reached_at__isnull=True
        ).select_related("ask")
        for delivery in waiting.order_by("id"):
            delivery.delete()
            _arrive(delivery.ask, system, at)
    if person is not None:
        as_contact = EffectAsk.objects.filter(
            loan__request__contact=person, participation__isnull=True, state="asked"
        ).select_related("loan__request__contact")
        for ask in as_contact.order_by("id"):
            if letters.asked_person(ask.loan, None, without=person.pk) is None:
                stop_ask(ask=ask, by=system, at=at)
                count += 1
    unchanged()
    return count
