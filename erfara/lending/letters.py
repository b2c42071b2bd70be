"""Messages about lending. Each says that there is one; what it is about stands behind its link.

A person's link leads to the page of her question, a borrower's to the page of the request. Both
pages show where things are, so one link is enough for every kind of message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending.models import Inquiry, Loan, LoanRequest, Occasion, Participation
from erfara.lending.policies import asks
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.queries import reached_by_mail

TO_PERSON_ASKED = ("inquiry", "inquiry_reminder", "inquiry_reply", "inquiry_instead")
TO_PERSON_AFTER = (
    "confirmed", "waiting_list", "inquiry_ended", "loan_cancelled", "occasion_planned",
    "occasion_cancelled", "follow_up", "follow_up_reminder", "feedback",
)  # fmt: skip
TO_BORROWER = (
    "request_received", "meeting_booked", "clearer_wanted", "request_waits", "request_ended",
    "team_ready", "team_changed", "follow_up", "follow_up_reminder", "feedback_reminder",
    "loan_cancelled", "occasion_planned", "occasion_cancelled",
)  # fmt: skip
STILL_GOING = ("confirmed", "took_part")
# What one question can lead to more than once.
MAY_COME_AGAIN = ("inquiry_instead", "waiting_list", "inquiry_ended")


def tell_person(inquiry: Inquiry, kind: str, at: datetime, occasion: str = "") -> None:
    """Put a message to one who was asked in the outbox, if she is reached by mail."""
    _tell_people([inquiry], kind, at, occasion)


def _tell_people(inquiries: Sequence[Inquiry], kind: str, at: datetime, occasion: str) -> None:
    """One message to each who is reached by mail; who that is, is asked once for all."""
    reached = reached_by_mail([inquiry.contributor.person_id for inquiry in inquiries])
    for inquiry in inquiries:
        person_id = inquiry.contributor.person_id
        if person_id in reached:
            outbox.put(
                kind, tenant_id=inquiry.programme_id, about_kind=audit.kind_of(inquiry),
                about_id=inquiry.pk, to_kind="person", to_id=person_id, at=at, occasion=occasion,
            )  # fmt: skip


def tell_participants(
    loan: Loan, kind: str, at: datetime, occasion: str = "", only: Collection[UUID] | None = None
) -> None:
    """Put a message to each who takes or took part in the outbox. One message per person."""
    rows = Participation.objects.filter(loan=loan, state__in=STILL_GOING, outside=False)
    if only is not None:
        rows = rows.filter(pk__in=only)
    going = rows.select_related("inquiry__contributor").order_by("created_at", "id")
    asked = [row.inquiry for row in going if row.inquiry is not None]
    _tell_people(asked, kind, at, occasion)


def tell_borrower(request: LoanRequest, kind: str, at: datetime, occasion: str = "") -> None:
    """Put a message to the borrower's contact in the outbox, if there is an address to it."""
    if not vault.index_holders([request.contact_id], "email"):
        return
    outbox.put(
        kind, tenant_id=request.programme_id, about_kind=audit.kind_of(request),
        about_id=request.pk, to_kind="person", to_id=request.contact_id, at=at, occasion=occasion,
    )  # fmt: skip


def _to_person(message: OutboxMessage, inquiry: Inquiry) -> Letter | None:
    """Rendered just before it leaves: a consent withdrawn since then stops it here."""
    contributor = inquiry.contributor
    if contributor.state in {"leaving", "left"} or inquiry.state == "stopped":
        return None
    if not reached_by_mail([contributor.person_id]):
        return None
    asking = message.kind in TO_PERSON_ASKED
    if asking and (inquiry.state != "sent" or not asks(inquiry.request)):
        return None
    last = inquiry.request.answer_by if asking else None
    lives = LINK_LIVES
    if last is not None:
        lives += max(timedelta(0), last - clock.local_day(message.created_at))
    else:
        lives += timedelta(days=inquiry.programme.feedback_days)
    return with_link(
        message, inquiry.programme, "inquiry", contributor.person_id, lives=lives, deadline=last
    )


def _to_borrower(message: OutboxMessage, request: LoanRequest) -> Letter | None:
    lives = LINK_LIVES + timedelta(days=request.programme.feedback_days)
    last = request.clarify_by if message.kind == "clearer_wanted" else None
    if last is not None:
        lives = max(lives, LINK_LIVES + (last - clock.local_day(message.created_at)))
    return with_link(
        message, request.programme, "request", request.contact_id, lives=lives, deadline=last
    )


def render(message: OutboxMessage, at: datetime) -> Letter | None:
    """The letter of any message about lending, or None when it may no longer be sent."""
    if message.about_kind == "lending.inquiry":
        inquiry = (
            Inquiry.objects.filter(pk=message.about_id)
            .select_related("contributor", "request__loan", "programme")
            .first()
        )
        return _to_person(message, inquiry) if inquiry else None
    request = (
        LoanRequest.objects.filter(pk=message.about_id)
        .select_related("programme", "contact")
        .first()
    )
    if request is None or request.contact.erased_at is not None:
        return None
    return _to_borrower(message, request)


def _about_inquiry(inquiry: Inquiry, kind: str, at: datetime) -> None:
    if kind in {"inquiry", "inquiry_instead"} and inquiry.by_phone:
        return  # she is phoned, as the page of the question says
    occasion = ""
    if kind == "inquiry_reply":
        occasion = str(inquiry.messages.filter(from_person=False).count() or "")
    elif kind in MAY_COME_AGAIN:
        occasion = at.isoformat()
    tell_person(inquiry, kind, at, occasion=occasion)


def _about_request(request: LoanRequest, kind: str, at: datetime) -> None:
    tell_borrower(request, kind, at, occasion=at.isoformat())


def _about_loan(loan: Loan, kind: str, at: datetime) -> None:
    tell_participants(loan, kind, at)
    tell_borrower(loan.request, kind, at)


def _about_occasion(occasion: Occasion, kind: str, at: datetime) -> None:
    tell_participants(occasion.loan, kind, at, occasion=str(occasion.pk))
    tell_borrower(occasion.loan.request, kind, at, occasion=str(occasion.pk))


def register() -> None:
    """Tell outbox and state tables who sends what about lending."""
    for kind in {*TO_PERSON_ASKED, *TO_PERSON_AFTER, *TO_BORROWER}:
        outbox.register_kind(kind, render)
    for kind in (
        "inquiry",
        "inquiry_reply",
        "inquiry_instead",
        "waiting_list",
        "confirmed",
        "inquiry_ended",
    ):
        on_notice(kind, _about_inquiry)
    for kind in ("meeting_booked", "clearer_wanted", "request_waits", "request_ended"):
        on_notice(kind, _about_request)
    on_notice("loan_cancelled", _about_loan)
    on_notice("occasion_cancelled", _about_occasion)
