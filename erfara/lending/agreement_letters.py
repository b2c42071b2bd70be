"""Messages about agreements: to those who have not answered, and to no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from erfara.foundation import outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending import letters
from erfara.lending.models import Acceptance, Agreement

KINDS = ("agreement", "agreement_reminder", "agreement_answer", "agreement_again")


def tell_sides(
    agreement: Agreement, kind: str, at: datetime, only: Iterable[Acceptance] | None = None
) -> None:
    """Put a message to each side that has not answered in the outbox. One message per person."""
    waiting = agreement.acceptances.filter(state="asked")
    if only is not None:
        waiting = waiting.filter(pk__in=[answer.pk for answer in only])
    rows = waiting.select_related("participation__inquiry__contributor")
    for row in rows.order_by("created_at", "id"):
        _tell(row, kind, at)


def _tell(answer: Acceptance, kind: str, at: datetime) -> None:
    """To the page of her question, or the borrower's of the request: the agreement is on both."""
    occasion = at.isoformat()
    if answer.participation is None:
        letters.tell_borrower(answer.agreement.loan.request, kind, at, occasion=occasion)
    elif answer.participation.inquiry is not None:
        letters.tell_person(answer.participation.inquiry, kind, at, occasion=occasion)


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    """Only while the answer is still waited for."""
    rows = Acceptance.objects.filter(
        state="asked", agreement__state__in=["asked", "late", "without"]
    ).select_related("agreement")
    if message.about_kind == "lending.inquiry":
        rows = rows.filter(participation__inquiry=message.about_id)
    else:
        rows = rows.filter(participation=None, agreement__loan__request=message.about_id)
    answer = rows.order_by("-created_at").first()
    letter = letters.render(message, at) if answer is not None else None
    if answer is None or letter is None:
        return None
    return replace(letter, deadline=answer.agreement.accept_by)


def register() -> None:
    """Tell outbox and state tables."""
    for kind in KINDS:
        outbox.register_kind(kind, _render)
    on_notice("agreement", tell_sides)
    for kind in ("agreement_answer", "agreement_again"):
        on_notice(kind, _tell)
