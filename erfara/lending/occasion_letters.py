"""Messages about the times of a loan, with calendar files that say no more than when.

One message for each who is concerned: whoever doesn't take part in an occasion hears nothing of
it. One whose details are protected gets no calendar file: calendars are shared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from erfara.foundation import outbox, vault
from erfara.foundation.calendars import CalendarFile, Time, calendar_file
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending import letters
from erfara.lending.attending import OPEN
from erfara.lending.models import Attendance, Loan, Occasion, Participation

TO_BOTH = ("occasion_planned", "occasion_changed", "occasion_cancelled", "loan_cancelled")
# The day before: are you still coming, and is everything as agreed?
DAY_BEFORE = ("still_coming", "as_agreed")


def _key(occasion: Occasion) -> str:
    """Tells the messages about one occasion's changes apart."""
    return f"{occasion.pk}:{occasion.sequence}"


def tell_of(
    occasion: Occasion,
    kind: str,
    at: datetime,
    *,
    only: Collection[UUID] | None = None,
    borrower: bool = True,
) -> None:
    """Tell those who take part in an occasion, or some of them, and the borrower."""
    if only is None:
        rows = Attendance.objects.filter(occasion=occasion, state__in=OPEN)
        only = list(rows.values_list("participation_id", flat=True))
    key = _key(occasion)
    letters.tell_participants(occasion.loan, kind, at, occasion=key, only=only)
    if borrower:
        letters.tell_borrower(occasion.loan.request, kind, at, occasion=key)


def tell_joined(participation: Participation, occasions: Iterable[Occasion], at: datetime) -> None:
    """Tell one who joins a team of what has been planned: one message for what was planned at
    once, with its calendar file."""
    first: dict[datetime, Occasion] = {}
    for one in occasions:
        first.setdefault(one.created_at, one)
    for one in first.values():
        tell_of(one, "occasion_planned", at, only=[participation.pk], borrower=False)


def ask_day_before(occasion: Occasion, only: Collection[UUID], at: datetime) -> None:
    """Ask those of them who are reached by mail, and the borrower, whether it is as agreed."""
    key = _key(occasion)
    letters.tell_participants(occasion.loan, "still_coming", at, occasion=key, only=only)
    letters.tell_borrower(occasion.loan.request, "as_agreed", at, occasion=key)


def times_of(
    occasions: Iterable[Occasion], *, page: str = "", cancelled: bool | None = None
) -> list[Time]:
    """Occasions as a calendar wants them."""
    return [
        Time(
            one.pk, one.sequence, one.starts_at, one.ends_at,
            cancelled=one.state == "cancelled" if cancelled is None else cancelled, page=page,
        )
        for one in occasions
    ]  # fmt: skip


def own_calendar(occasions: Iterable[Occasion], at: datetime) -> CalendarFile:
    """What somebody takes home from her own page: all the times she takes part in."""
    return calendar_file(*times_of(occasions), at=at)


def _hers(message: OutboxMessage) -> Q:
    """The occasions of the one who gets a message: all of them for a borrower."""
    if message.about_kind != "lending.inquiry":
        return Q(loan__request_id=message.about_id)
    return Q(attendances__participation__inquiry_id=message.about_id)


def _occasion_of(message: OutboxMessage) -> tuple[Occasion | None, bool]:
    """What a message is about, and whether it is about the newest change of it."""
    pk, _colon, sequence = message.occasion.partition(":")
    occasion = Occasion.objects.filter(pk=pk).first() if pk else None
    return occasion, occasion is not None and str(occasion.sequence) == sequence


def _planned_together(message: OutboxMessage, first: Occasion) -> list[Occasion]:
    rows = Occasion.objects.filter(
        _hers(message), loan=first.loan_id, created_at=first.created_at, state="planned"
    )
    if message.about_kind == "lending.inquiry":
        rows = rows.filter(attendances__state__in=OPEN)
    return list(rows.distinct().order_by("starts_at", "id"))


def _still_expected(message: OutboxMessage, occasion: Occasion) -> bool:
    """Whether she is one who comes to it."""
    if message.about_kind != "lending.inquiry":
        return True
    return Attendance.objects.filter(
        occasion=occasion, participation__inquiry_id=message.about_id, state__in=OPEN
    ).exists()


def _not_answered(message: OutboxMessage, occasion: Occasion) -> bool:
    if message.about_kind != "lending.inquiry":
        return not occasion.borrower_says
    return Attendance.objects.filter(
        occasion=occasion, participation__inquiry_id=message.about_id, state="expected"
    ).exists()


def _about(message: OutboxMessage, at: datetime) -> list[Time] | None:
    """The times that go with a message; None when it has been overtaken and is not sent."""
    if message.kind == "loan_cancelled":
        rows = Occasion.objects.filter(
            _hers(message), loan__state="cancelled", state="cancelled", starts_at__gt=at
        )
        return times_of(rows.distinct().order_by("starts_at", "id"))
    occasion, newest = _occasion_of(message)
    if occasion is None:
        return None
    if message.kind == "occasion_planned":
        return times_of(_planned_together(message, occasion)) or None
    if message.kind == "occasion_cancelled":
        if occasion.state == "cancelled":
            return times_of([occasion])
        # The occasion goes on without her: it leaves her calendar, and nobody else's.
        if _still_expected(message, occasion):
            return None
        return [replace(one, sequence=one.sequence + 1)
                for one in times_of([occasion], cancelled=True)]  # fmt: skip
    if occasion.state != "planned" or not newest or not _still_expected(message, occasion):
        return None
    if message.kind == "occasion_changed":
        return times_of([occasion])
    return [] if occasion.starts_at > at and _not_answered(message, occasion) else None


def render(message: OutboxMessage, at: datetime) -> Letter | None:
    """Rendered just before it leaves: of two changes in a row only the newer one is told."""
    times = _about(message, at)
    if times is None:
        return None
    letter = letters.render(message, at)
    if letter is None or not times or message.to_id in vault.shielded(message.tenant_id):
        return letter
    return replace(letter, calendar=calendar_file(*times, at=at))


def _about_loan(loan: Loan, kind: str, at: datetime) -> None:
    letters.tell_participants(loan, kind, at)
    letters.tell_borrower(loan.request, kind, at)


def register() -> None:
    """Tell outbox and state tables who sends what about the times of a loan."""
    for kind in (*TO_BOTH, *DAY_BEFORE):
        outbox.register_kind(kind, render)
    on_notice("loan_cancelled", _about_loan)
    for kind in ("occasion_changed", "occasion_cancelled"):
        on_notice(kind, tell_of)
