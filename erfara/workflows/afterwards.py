"""What happens by itself after a loan: asking how people are, and months later what it led to."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.models import OutboxMessage
from erfara.foundation.worker import register_job
from erfara.lending import after_queries as queries
from erfara.lending.actions import aftercare, concerns, effects
from erfara.organisations.models import Programme
from erfara.workflows.timekeeping import quietly


def _system(programme_id: UUID) -> Actor:
    return Actor.system(programme_id)


def ask_how_they_are(at: datetime) -> int:
    """Ask each who was there, so many days after each time; and once more where it was agreed."""
    count, today = 0, clock.local_day(at)
    for occasion in queries.held_lately(at):
        days = occasion.programme.aftercare_days or 0
        if clock.local_day(occasion.ends_at) + timedelta(days=days) > today:
            continue
        for part in queries.to_ask_after(occasion):
            count += quietly(
                aftercare.ask_after, occasion=occasion, participation=part,
                by=_system(occasion.programme_id), at=at,
            )  # fmt: skip
    for row in queries.second_questions(today):
        count += quietly(aftercare.ask_again, aftercare=row, by=_system(row.programme_id), at=at)
    return count


def let_silence_be(at: datetime) -> int:
    """End what nobody answered, and what a coordinator has had time to see."""
    today = clock.local_day(at)
    count = sum(
        quietly(aftercare.fall_silent, aftercare=row, by=_system(row.programme_id), at=at)
        for row in queries.fallen_silent(today)
    )
    count += sum(
        quietly(aftercare.leave_be, aftercare=row, by=_system(row.programme_id), at=at)
        for row in queries.seen_long_enough(today, aftercare.SEEN_WITHIN)
    )
    return count


def settle_concerns(at: datetime) -> int:
    """Answers that were enough."""
    return sum(
        quietly(concerns.settle_concern, concern=row, by=_system(row.programme_id), at=at)
        for row in queries.concerns_to_settle(clock.local_day(at))
    )


def ask_what_changed(at: datetime) -> int:
    """Ask borrowers at each of the programme's months, and those who took part at the last one.

    Programmes that ask after as many months are looked at together.
    """
    count, today = 0, clock.local_day(at)
    running = Programme.objects.filter(clock_stands_at__isnull=True).exclude(state="closed")
    borrowers: dict[int, list[Programme]] = {}
    people: dict[int, list[Programme]] = {}
    for programme in running.order_by("created_at", "id"):
        for months in programme.effect_months:
            borrowers.setdefault(months, []).append(programme)
        if programme.effect_months:
            people.setdefault(max(programme.effect_months), []).append(programme)
    for months, asking in sorted(borrowers.items()):
        for loan in queries.loans_to_ask(asking, months, today):
            count += quietly(
                effects.ask_for_effects, loan=loan, months=months, by=_system(loan.programme_id),
                at=at,
            )  # fmt: skip
    for months, asking in sorted(people.items()):
        for part in queries.people_to_ask(asking, months, today):
            count += quietly(
                effects.ask_for_effects, loan=part.loan, participation=part, months=months,
                by=_system(part.programme_id), at=at,
            )  # fmt: skip
    return count


def chase_effects(at: datetime) -> int:
    """One reminder, then the end; and the end of phoning about what was sent."""
    today, count = clock.local_day(at), 0
    for ask in queries.asks_to_remind(today, effects.REMINDED_AFTER, effects.ANSWERED_WITHIN):
        count += quietly(effects.remind_of_effects, ask=ask, by=_system(ask.programme_id), at=at)
    for ask in queries.asks_over(today):
        count += quietly(effects.fall_silent, ask=ask, by=_system(ask.programme_id), at=at)
    for ask in queries.phoned_long_enough(at, effects.REACHED_WITHIN):
        count += quietly(effects.let_effects_arrive, ask=ask, by=_system(ask.programme_id), at=at)
    return count


def after_effects_were_sent(message: OutboxMessage, at: datetime) -> None:
    """It has left for one who took part: it has reached her."""
    delivery = queries.effect_delivery_of(message.about_id, message.to_id)
    if delivery is not None:
        effects.note_effects_reached(
            delivery=delivery, how="message", by=_system(message.tenant_id), at=at
        )


def register() -> None:
    """Tell the worker."""
    for name, every, job in (
        ("ask_how_they_are", timedelta(hours=1), ask_how_they_are),
        ("let_silence_be", timedelta(hours=6), let_silence_be),
        ("settle_concerns", timedelta(hours=12), settle_concerns),
        ("ask_what_changed", timedelta(hours=12), ask_what_changed),
        ("chase_effects", timedelta(hours=12), chase_effects),
    ):
        register_job(name, every, job)
