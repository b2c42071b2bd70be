"""Messages about what comes after a loan: how somebody is, an answer, what it led to.

Each says that there is a message and no more. Each has a link of its own, since what it asks may
be answered long after the link to the question or the request has run out.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending.models import (
    Aftercare,
    Colleague,
    Concern,
    EffectAsk,
    EffectDelivery,
    Feedback,
    Loan,
    Participation,
)
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.queries import may_be_written_to, reached_by_message
from erfara.people.states import GONE

YEAR = timedelta(days=365)


def _put(kind: str, row: Any, person_id: UUID, at: datetime, occasion: str = "") -> None:
    outbox.put(
        kind, tenant_id=row.programme_id, about_kind=audit.kind_of(row), about_id=row.pk,
        to_kind="person", to_id=person_id, at=at, occasion=occasion,
    )  # fmt: skip


# How she is


def _ask_how(row: Aftercare, kind: str, at: datetime) -> None:
    if not row.by_phone:
        _put(kind, row, row.contributor.person_id, at)


def _how(message: OutboxMessage, at: datetime) -> Letter | None:
    row = (
        Aftercare.objects.filter(pk=message.about_id)
        .select_related("contributor", "programme")
        .first()
    )
    if row is None or row.state != "asked" or row.contributor.state in GONE:
        return None
    person_id = row.contributor.person_id
    if not reached_by_message([person_id]):
        return None
    return with_link(
        message, row.programme, "aftercare", person_id, lives=LINK_LIVES + timedelta(days=7),
        deadline=row.answer_by,
    )  # fmt: skip


# An answer to what felt wrong


def reached_with_answer(row: Concern) -> bool:
    """Whether the product itself can tell that there is an answer."""
    return row.person.erased_at is None and may_be_written_to(row.person)


def _answered(row: Concern, kind: str, at: datetime) -> None:
    if reached_with_answer(row):
        _put(kind, row, row.person_id, at, occasion=at.isoformat())


def _answer(message: OutboxMessage, at: datetime) -> Letter | None:
    row = Concern.objects.filter(pk=message.about_id).select_related("person", "programme").first()
    if row is None or row.state == "stopped" or not reached_with_answer(row):
        return None
    # As long as she may say that it is not enough, and a while more.
    return with_link(
        message, row.programme, "concern", row.person_id, lives=LINK_LIVES + timedelta(days=60)
    )


# What it led to


def _colleagues(loan: Loan, without: UUID | None = None) -> list[UUID]:
    """Colleagues at the borrower's who want messages, besides the contact."""
    rows = Colleague.objects.filter(
        request_id=loan.request_id, state="with_us", gets_messages=True,
        person__erased_at__isnull=True,
    ).exclude(person_id__in=[loan.request.contact_id, without])  # fmt: skip
    return list(rows.order_by("created_at", "id").values_list("person_id", flat=True))


def asked_person(
    loan: Loan, participation: Participation | None, without: UUID | None = None
) -> UUID | None:
    """Who is asked what has changed; None when nobody is left. `without`: one who is leaving."""
    if participation is not None:
        contributor = participation.contributor
        gone = contributor is None or contributor.state in GONE
        return None if gone or contributor is None else contributor.person_id
    contact = loan.request.contact
    if contact.erased_at is None and contact.pk != without:
        return contact.pk
    return next(iter(_colleagues(loan, without)), None)


def reached(loan: Loan, participation: Participation | None) -> bool:
    """Whether they are reached by a message; otherwise a coordinator phones."""
    whom = asked_person(loan, participation)
    if whom is None:
        return False
    if participation is not None:
        return bool(reached_by_message([whom]))
    return bool(vault.index_holders([whom, *_colleagues(loan)], "email"))


def ask_for_effects(row: EffectAsk, kind: str, at: datetime) -> None:
    """Ask, or remind. One message per person: the contact, and colleagues who want to know."""
    whom = asked_person(row.loan, row.participation)
    if whom is None or row.by_phone:
        return
    if row.participation_id is not None:
        _put(kind, row, whom, at)
        return
    everybody = list(dict.fromkeys([whom, *_colleagues(row.loan)]))
    for person_id in everybody:
        if vault.index_holders([person_id], "email"):
            _put(kind, row, person_id, at)


def _asks(message: OutboxMessage, at: datetime) -> Letter | None:
    row = (
        EffectAsk.objects.filter(pk=message.about_id)
        .select_related("programme", "loan__request__contact", "participation__contributor")
        .first()
    )
    if row is None or row.state != "asked":
        return None
    purpose = "effect_ask"
    if row.participation is not None:
        contributor = row.participation.contributor
        if contributor is None or contributor.state in GONE:
            return None
        if not reached_by_message([message.to_id]):
            return None
        purpose = "own_effect"
    elif message.to_id not in {row.loan.request.contact_id, *_colleagues(row.loan)}:
        return None  # somebody else has taken over
    left = max(timedelta(0), row.answer_by - clock.local_day(message.created_at))
    return with_link(
        message, row.programme, purpose, message.to_id, lives=LINK_LIVES + left,
        deadline=row.answer_by,
    )  # fmt: skip


def who_took_part(loan: Loan) -> QuerySet[Participation]:
    """Those of the library who took part and are still here."""
    return (
        Participation.objects.filter(
            loan=loan, state="took_part", outside=False, contributor__person__erased_at__isnull=True
        )
        .select_related("contributor")
        .order_by("created_at", "id")
    )


def _sent(row: EffectAsk, kind: str, at: datetime) -> None:
    waiting = EffectDelivery.objects.filter(ask=row, reached_at__isnull=True)
    people = [
        p.participation.contributor.person_id
        for p in waiting.select_related("participation__contributor").order_by("created_at", "id")
        if p.participation.contributor is not None
    ]
    mailed = reached_by_message(people)
    for person_id in people:
        if person_id in mailed:
            _put(kind, row, person_id, at)


def _led_to(message: OutboxMessage, at: datetime) -> Letter | None:
    row = EffectAsk.objects.filter(pk=message.about_id).select_related("programme").first()
    if row is None or row.state not in {"on_its_way", "sent"}:
        return None
    hers = EffectDelivery.objects.filter(
        ask=row, participation__contributor__person_id=message.to_id,
    ).exclude(participation__contributor__state__in=GONE)  # fmt: skip
    if not hers.exists() or not reached_by_message([message.to_id]):
        return None
    return with_link(message, row.programme, "effects", message.to_id, lives=LINK_LIVES + YEAR)


# A debt that two reminders did not help


def escalate_feedback(row: Feedback, at: datetime) -> int:
    """Tell the contact's colleagues that an answer is owed. How many were written to."""
    people = [
        pk for pk in _colleagues(row.loan) if vault.index_holders([pk], "email")
    ]  # fmt: skip
    for person_id in people:
        _put("feedback_escalated", row, person_id, at)
    return len(people)


def _owed(message: OutboxMessage, at: datetime) -> Letter | None:
    row = (
        Feedback.objects.filter(pk=message.about_id)
        .select_related("programme", "loan__request")
        .first()
    )
    if row is None or row.state != "owed" or message.to_id not in _colleagues(row.loan):
        return None
    return with_link(
        message, row.programme, "request", message.to_id, about_id=row.loan.request_id,
        lives=LINK_LIVES + timedelta(days=row.programme.feedback_days),
    )  # fmt: skip


def register() -> None:
    """Tell outbox and state tables who sends what."""
    for kind, render in (
        ("aftercare", _how), ("concern_answer", _answer), ("effect_ask", _asks),
        ("effect_reminder", _asks), ("effects", _led_to), ("feedback_escalated", _owed),
    ):  # fmt: skip
        outbox.register_kind(kind, render)
    on_notice("aftercare", _ask_how)
    on_notice("concern_answer", _answered)
    on_notice("effects", _sent)
