"""Messages about lending. Each says that there is one; what it is about stands behind its link.

A person's link leads to the page of her question, a borrower's to the page of the request. Both
pages show where things are, so one link is enough for every kind of message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from erfara.foundation import audit, clock, links, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending.borrowers import inquiries_over, is_hers, requests_over, to_be_told
from erfara.lending.models import Colleague, Inquiry, Loan, LoanRequest, Participation, RequestDraft
from erfara.lending.policies import asks, last_day_of, last_moment_of
from erfara.lending.states.loans import GOING
from erfara.people.letters import LINK_LIVES, register_draft, with_link
from erfara.people.queries import reached_by_message

TO_PERSON_ASKED = ("inquiry", "inquiry_reminder", "inquiry_reply", "inquiry_instead")
TO_PERSON_AFTER = (
    "confirmed", "waiting_list", "inquiry_ended", "follow_up", "follow_up_reminder", "feedback",
)  # fmt: skip
TO_BORROWER = (
    "request_received", "colleague_added", "clearer_wanted", "clearer_reminder",
    "pass_on_asked", "request_waits", "request_ended",
    "team_ready", "team_changed", "follow_up", "follow_up_reminder", "feedback_reminder",
)  # fmt: skip
# What one question can lead to more than once.
MAY_COME_AGAIN = ("inquiry_instead", "waiting_list", "inquiry_ended")


def tell_person(inquiry: Inquiry, kind: str, at: datetime, occasion: str = "") -> None:
    """Put a message to one who was asked in the outbox, if she is reached by mail."""
    _tell_people([inquiry], kind, at, occasion)


def _tell_people(inquiries: Sequence[Inquiry], kind: str, at: datetime, occasion: str) -> None:
    """One message to each who is reached by mail; who that is, is asked once for all."""
    reached = reached_by_message([inquiry.contributor.person_id for inquiry in inquiries])
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
    rows = Participation.objects.filter(loan=loan, state__in=GOING, outside=False)
    if only is not None:
        rows = rows.filter(pk__in=only)
    going = rows.select_related("inquiry__contributor").order_by("created_at", "id")
    asked = [row.inquiry for row in going if row.inquiry is not None]
    _tell_people(asked, kind, at, occasion)


def tell_borrower(request: LoanRequest, kind: str, at: datetime, occasion: str = "") -> None:
    """Put a message to the borrower's contact, and to each colleague who wants messages, in the
    outbox, where there is an address. One message each."""
    _tell_borrowers(request, to_be_told(request), kind, at, occasion)


def tell_colleague(colleague: Colleague, at: datetime) -> None:
    """Tell one who was added that there is something for her. Nobody else hears of it."""
    _tell_borrowers(
        colleague.request, [colleague.person_id], "colleague_added", at, str(colleague.pk)
    )


def _tell_borrowers(
    request: LoanRequest, people: list[UUID], kind: str, at: datetime, occasion: str
) -> None:
    reached = vault.index_holders(people, "email")
    for person_id in people:
        if person_id in reached:
            outbox.put(
                kind, tenant_id=request.programme_id, about_kind=audit.kind_of(request),
                about_id=request.pk, to_kind="person", to_id=person_id, at=at, occasion=occasion,
            )  # fmt: skip


def _to_person(message: OutboxMessage, inquiry: Inquiry, at: datetime) -> Letter | None:
    """Rendered just before it leaves: a consent withdrawn since then stops it here."""
    contributor = inquiry.contributor
    if contributor.state in {"leaving", "left"} or inquiry.state == "stopped":
        return None
    if not reached_by_message([contributor.person_id]):
        return None
    asking = message.kind in TO_PERSON_ASKED
    if asking and (inquiry.state != "sent" or not asks(inquiry.request)):
        return None
    if message.kind == "inquiry_instead" and (inquiry.answer_before or at) <= at:
        return None  # too late to answer: silence, not a question that has been
    last = last_day_of(inquiry) if asking else None
    # As long as what it answers and 14 days more (`borrowers.inquiries_over`). One who is asked
    # instead of somebody else is asked when the request has ended: hers has its own last day.
    days = max(timedelta(0), last - clock.local_day(message.created_at)) if last else timedelta(0)
    return with_link(
        message, inquiry.programme, "inquiry", contributor.person_id, lives=LINK_LIVES + days,
        deadline=last_moment_of(inquiry) if asking else None,
    )  # fmt: skip


def _to_borrower(message: OutboxMessage, request: LoanRequest) -> Letter | None:
    """To one who is part of the request still, by a link that lives as long as the request."""
    if not is_hers(request, message.to_id):
        return None
    last = None
    if message.kind in {"clearer_wanted", "clearer_reminder"}:
        last = request.ends_on or request.clarify_by
    return with_link(message, request.programme, "request", message.to_id, deadline=last)


def render_to_borrower(message: OutboxMessage, **more: Any) -> Letter | None:
    """The same for a message about something in a request that has its own day or file."""
    request = LoanRequest.objects.filter(pk=message.about_id).select_related("programme").first()
    if request is None or not is_hers(request, message.to_id):
        return None
    return with_link(message, request.programme, "request", message.to_id, **more)


def render(message: OutboxMessage, at: datetime) -> Letter | None:
    """The letter of any message about lending, or None when it may no longer be sent."""
    if message.about_kind == "lending.inquiry":
        inquiry = (
            Inquiry.objects.filter(pk=message.about_id)
            .select_related("contributor", "request__loan", "programme")
            .first()
        )
        return _to_person(message, inquiry, at) if inquiry else None
    request = LoanRequest.objects.filter(pk=message.about_id).select_related("programme").first()
    return _to_borrower(message, request) if request is not None else None


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


def register() -> None:
    """Tell outbox and state tables who sends what about lending, and links how long they live."""
    links.register_life("request", requests_over)
    links.register_life("inquiry", inquiries_over)
    register_draft(RequestDraft)
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
    for kind in ("clearer_wanted", "request_waits", "request_ended"):
        on_notice(kind, _about_request)
