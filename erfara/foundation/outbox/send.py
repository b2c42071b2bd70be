"""Sending what is due.

A worker claims a row by a conditional update, so that of several workers one gets it. A row whose
worker died may or may not have left: it becomes `uncertain`, is tried twice more at most, with the
same Message-ID and the same link, and then waits for a human. While the mail server can't be
reached nothing is claimed and nothing is opened: everything just waits.
"""

from __future__ import annotations

import logging
import secrets
import smtplib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet

from erfara.foundation import transactions
from erfara.foundation.models.outbox import OutboxMessage
from erfara.foundation.outbox import registry
from erfara.foundation.outbox.letter import body_of, subject_of

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
    """What a round did. `unreachable`: the mail server didn't answer, nothing was tried."""

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
    due = list(_due(at).order_by("not_before", "created_at", "id")[:limit])
    if not due:
        return done
    mail = get_connection()
    worker = secrets.token_hex(8)
    ends = time.monotonic() + ROUND_SECONDS
    try:
        for message in due:
            if time.monotonic() > ends:
                break
            if not _reach(mail, done):
                break
            if _claim(message, worker, at):
                _deliver(message, mail, at, done)
    finally:
        _hang_up(mail)
    return done


def _due(at: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        state__in=(State.WAITING, State.UNCERTAIN), not_before__lte=at
    )


def _take_up_abandoned(at: datetime, done: Delivered) -> None:
    """Rows whose worker never came back: tried again, or shown to a human."""
    abandoned = OutboxMessage.objects.filter(state=State.SENDING, locked_until__lt=at)
    done.failed += abandoned.filter(uncertain_tries__gte=UNCERTAIN_TRIES).update(
        state=State.FAILED, error="Uncertain", locked_until=None, locked_by=""
    )
    done.uncertain += abandoned.filter(uncertain_tries__lt=UNCERTAIN_TRIES).update(
        state=State.UNCERTAIN, not_before=at, locked_until=None, locked_by=""
    )


def _reach(mail: Any, done: Delivered) -> bool:
    """Have a connection before anything is claimed or opened."""
    try:
        mail.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("The mail server can't be reached: %s", type(error).__name__)
        _hang_up(mail)
        done.unreachable = True
        return False
    return True


def _hang_up(mail: Any) -> None:
    try:
        mail.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.info("The mail server hung up first: %s", type(error).__name__)


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


def _deliver(message: OutboxMessage, mail: Any, at: datetime, done: Delivered) -> None:
    if registry.is_held(message.tenant_id):
        done.held += _finish(message, State.HELD)
        return
    try:
        email = _compose(message, at)
    except _Undeliverable as error:
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
    if email is None:
        done.cancelled += _finish(message, State.CANCELLED, cancelled_at=at)
        return
    _send(message, email, mail, at, done)


class _Undeliverable(Exception):
    """A human has to see to it; the text is what the operator reads as the error."""


def _before(message: OutboxMessage) -> State:
    """Where an untried row goes back to: once uncertain, always uncertain until it is sent."""
    return State.UNCERTAIN if message.uncertain_tries else State.WAITING


def _compose(message: OutboxMessage, at: datetime) -> EmailMessage | None:
    """The mail, rendered now. None when it may not be sent any more."""
    if message.kind not in registry.kinds or message.to_kind not in registry.addresses:
        raise _Undeliverable("UnknownKind")
    letter = registry.kinds[message.kind](message, at)
    if letter is None:
        return None
    address = registry.addresses[message.to_kind](message, at)
    if not address:
        raise _Undeliverable("NoAddress")
    try:
        validate_email(address)  # exactly one, without a list or a line break in it
    except ValidationError:
        raise _Undeliverable("BadAddress") from None
    email = EmailMessage(
        subject=subject_of(letter),
        body=body_of(letter),
        from_email=settings.ENV.mail_from,
        to=[address],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    if letter.calendar is not None:
        email.attach("tid.ics", letter.calendar.content.decode(), letter.calendar.mimetype)
    email.message()  # what can't be put in a mail shows itself here, before anything has left
    email.leaves_at = at  # type: ignore[attr-defined]  # read by the demonstration's backend
    return email


def _send(
    message: OutboxMessage, email: EmailMessage, mail: Any, at: datetime, done: Delivered
) -> None:
    try:
        mail.send_messages([email])
    except Exception as error:  # noqa: BLE001 - whatever it is, the row must not stay claimed
        _hang_up(mail)
        name = type(error).__name__
        logger.warning("Message %s (%s) was not taken: %s", message.pk, message.kind, name)
        if _never(error):
            done.failed += _finish(message, State.FAILED, error=name)
        elif _refused(error):
            later = _later(message, at)
            done.waiting += _finish(message, _before(message), error=name, not_before=later)
        elif message.uncertain_tries >= UNCERTAIN_TRIES:
            done.failed += _finish(message, State.FAILED, error="Uncertain")
        else:
            later = _later(message, at)
            done.uncertain += _finish(message, State.UNCERTAIN, error=name, not_before=later)
        return
    done.sent += _mark_sent(message, at)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _never(error: Exception) -> bool:
    """The server says no to this recipient or this message, and means it."""
    final = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return final and any(500 <= code < 600 for code in _codes(error))


def _refused(error: Exception) -> bool:
    """The server answered that it hasn't taken the message. Anything else leaves us in doubt."""
    return bool(_codes(error)) or isinstance(error, smtplib.SMTPNotSupportedError)


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
