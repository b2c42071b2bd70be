"""Sending what is due.

A worker claims a row by a conditional update, so that of several workers one gets it. A row whose
worker died may or may not have left: it becomes `uncertain`, is tried twice more at most, with the
same Message-ID and the same link, and then waits for a human. A text message is no known one when
it comes again, so an uncertain one waits for a human at once, unless the gateway knows references.
While a server can't be reached nothing for it is claimed or opened: it just waits.
"""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet

from erfara.foundation import transactions
from erfara.foundation.models.outbox import Channel, OutboxMessage
from erfara.foundation.outbox import registry
from erfara.foundation.outbox.lines import Line, Undeliverable, line_to

State = OutboxMessage.State
logger = logging.getLogger("erfara.outbox")

LOCK = timedelta(minutes=5)
# A round ends well before the lock of its last message does, also with a slow server.
ROUND_SECONDS = 60.0
UNCERTAIN_TRIES = 2
# A message that can't be rendered so many times has a fault that waiting doesn't cure.
RENDER_ATTEMPTS = 8
LONGEST_WAIT = timedelta(hours=1)


@dataclass(slots=True)
class Delivered:
    """What a round did. `unreachable`: a server didn't answer, nothing of its was tried."""

    sent: int = 0
    cancelled: int = 0
    waiting: int = 0
    uncertain: int = 0
    failed: int = 0
    held: int = 0
    unreachable: bool = False


def deliver_due(at: datetime, limit: int = 50) -> Delivered:
    """Send up to `limit` due messages, each to exactly one recipient."""
    if transactions.inside():
        raise RuntimeError("Sending takes place outside any transaction.")
    done = Delivered()
    _take_up_abandoned(at, done)
    turns = _Turns(at)
    worker = secrets.token_hex(8)
    ends = time.monotonic() + ROUND_SECONDS
    left = limit
    try:
        while left > 0 and time.monotonic() <= ends:
            due = turns.next(left)
            for message in due:
                if time.monotonic() > ends:
                    break
                line = turns.line_for(message, done)
                if line is None:
                    continue
                left -= 1
                if _claim(message, worker, at):
                    _deliver(message, line, at, done)
            if not turns.again:
                break
    finally:
        for line in turns.lines.values():
            line.hang_up()
    return done


class _Turns:
    """Whose turn it is in a round: those for whom there is a server that answers."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.lines: dict[str, Line] = {}
        self.silent: set[str] = set()
        self.looked_at: set[UUID] = set()
        self.again = False

    def next(self, limit: int) -> list[OutboxMessage]:
        """The next ones that are due. A server that is silent must not keep the others waiting."""
        self.again = False
        rows = _due(self.at).order_by("not_before", "created_at", "id")
        if self.silent:
            rows = rows.exclude(channel__in=self.silent)
        if self.looked_at:
            rows = rows.exclude(pk__in=self.looked_at)
        return list(rows[:limit])

    def line_for(self, message: OutboxMessage, done: Delivered) -> Line | None:
        """The line that this one leaves by, with a connection. None: not now."""
        channel = registry.channel_of(message, self.at)
        if message.state == State.UNCERTAIN and message.channel not in {"", channel}:
            # It may have left by a way that she has taken back: it isn't sent by another.
            rows = OutboxMessage.objects.filter(pk=message.pk, state=State.UNCERTAIN)
            done.cancelled += rows.update(state=State.CANCELLED, cancelled_at=self.at)
            return None
        if channel not in self.silent:
            if channel not in self.lines:
                mail = get_connection() if channel == Channel.MAIL else None
                self.lines[channel] = line_to(channel, mail)
            if _reach(self.lines[channel], done):
                message.channel = channel
                self.looked_at.add(message.pk)
                return self.lines[channel]
            self.silent.add(channel)
        # Noted, so that the next look passes it by; asked again when it is tried.
        OutboxMessage.objects.filter(pk=message.pk).exclude(channel=channel).update(channel=channel)
        self.looked_at.add(message.pk)
        self.again = True
        return None


def _due(at: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        state__in=(State.WAITING, State.UNCERTAIN), not_before__lte=at
    )


def _take_up_abandoned(at: datetime, done: Delivered) -> None:
    """Rows whose worker never came back: tried again, or shown to a human."""
    abandoned = OutboxMessage.objects.filter(state=State.SENDING, locked_until__lt=at)
    over = Q(uncertain_tries__gte=UNCERTAIN_TRIES)
    if not registry.texts_may_be_repeated():
        over |= Q(channel=Channel.TEXT)
    done.failed += abandoned.filter(over).update(
        state=State.FAILED, error="Uncertain", locked_until=None, locked_by=""
    )
    done.uncertain += abandoned.exclude(over).update(
        state=State.UNCERTAIN, not_before=at, locked_until=None, locked_by=""
    )


def _reach(line: Line, done: Delivered) -> bool:
    """Have a connection before anything is claimed or opened."""
    there = line.reach()
    done.unreachable |= not there
    return there


def _claim(message: OutboxMessage, worker: str, at: datetime) -> bool:
    """Take a row for this worker. False when another has it or it has been cancelled."""
    again = message.state == State.UNCERTAIN
    row = OutboxMessage.objects.filter(
        pk=message.pk, state=message.state, not_before=message.not_before
    )
    if not row.update(
        state=State.SENDING,
        locked_until=at + LOCK,
        locked_by=worker,
        channel=message.channel,
        attempts=F("attempts") + 1,
        uncertain_tries=F("uncertain_tries") + int(again),
    ):
        return False
    message.refresh_from_db()
    return True


def _finish(message: OutboxMessage, state: State, **changes: Any) -> bool:
    """Put a claimed row in its next state; only while it is still ours."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk, state=State.SENDING, locked_by=message.locked_by
    )
    changes = {"error": "", **changes, "locked_until": None, "locked_by": "", "state": state}
    return mine.update(**changes) == 1


def _later(message: OutboxMessage, at: datetime) -> datetime:
    """When to try again: a minute, two, four … at most an hour apart."""
    return at + min(timedelta(minutes=2 ** min(message.attempts - 1, 10)), LONGEST_WAIT)


def _deliver(message: OutboxMessage, line: Line, at: datetime, done: Delivered) -> None:
    if registry.is_held(message.tenant_id):
        done.held += _finish(message, State.HELD)
        return
    try:
        composed = _compose(message, line, at)
    except Undeliverable as error:
        done.failed += _finish(message, State.FAILED, error=str(error))
        return
    except Exception as error:  # noqa: BLE001 - upper apps' code: one message must not stop all
        name = type(error).__name__
        # No traceback, no text of the error: either could hold what was opened.
        logger.error("Message %s (%s) can't be rendered: %s", message.pk, message.kind, name)
        if message.attempts >= RENDER_ATTEMPTS:
            done.failed += _finish(message, State.FAILED, error=name)
        else:
            done.waiting += _finish(
                message, _before(message), error=name, not_before=_later(message, at)
            )
        return
    if composed is None:
        done.cancelled += _finish(message, State.CANCELLED, cancelled_at=at)
        return
    _send(message, composed, line, at, done)


def _before(message: OutboxMessage) -> State:
    """Where an untried row goes back to: once uncertain, always uncertain until it is sent."""
    return State.UNCERTAIN if message.uncertain_tries else State.WAITING


def _compose(message: OutboxMessage, line: Line, at: datetime) -> Any:
    """The message, rendered now. None when it may not be sent any more."""
    if message.kind not in registry.kinds or message.to_kind not in registry.addresses:
        raise Undeliverable("UnknownKind")
    letter = registry.kinds[message.kind](message, at)
    return None if letter is None else line.compose(message, letter, at)


def _send(message: OutboxMessage, composed: Any, line: Line, at: datetime, done: Delivered) -> None:
    try:
        line.send(composed)
    except Exception as error:  # noqa: BLE001 - whatever it is, the row must not stay claimed
        line.hang_up()
        name = type(error).__name__
        logger.warning("Message %s (%s) was not taken: %s", message.pk, message.kind, name)
        if line.never(error):
            done.failed += _finish(message, State.FAILED, error=name)
        elif line.refused(error):
            later = _later(message, at)
            done.waiting += _finish(message, _before(message), error=name, not_before=later)
        elif message.uncertain_tries >= UNCERTAIN_TRIES or not line.repeats:
            done.failed += _finish(message, State.FAILED, error="Uncertain")
        else:
            later = _later(message, at)
            done.uncertain += _finish(message, State.UNCERTAIN, error=name, not_before=later)
        return
    done.sent += _mark_sent(message, at)


def _mark_sent(message: OutboxMessage, at: datetime) -> bool:
    """Sent, with what follows from it. If that fails it is still sent, and never sent again."""
    hook = registry.hooks.get(message.kind)
    if hook is not None:
        try:
            with transaction.atomic():
                if not _finish(message, State.SENT, sent_at=at):
                    return False
                hook(OutboxMessage.objects.get(pk=message.pk), at)
        except Exception as error:  # noqa: BLE001 - upper apps' code, after the letter has left
            name = type(error).__name__
            logger.error("Message %s is sent, %s's hook failed: %s", message.pk, message.kind, name)
            return _finish(message, State.SENT, sent_at=at, error=name)
        return True
    return _finish(message, State.SENT, sent_at=at)
