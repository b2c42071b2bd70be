"""Messages about a presentation: there is one to read, or it was taken down. What it is about
stands behind the link."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import audit, clock, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.people.erasing import on_erased
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.models import Contributor, Presentation
from erfara.people.models.presentations import HERE
from erfara.people.queries import reached_by_message

# kind of message → the state in which it still holds
WHILE = {"presentation": "sent", "presentation_taken_down": "taken_down"}


def tell(presentation: Presentation, kind: str, at: datetime) -> None:
    """Put a message to her in the outbox, if she is reached by mail."""
    person_id = presentation.contributor.person_id
    if person_id in reached_by_message([person_id]):
        outbox.put(
            kind, tenant_id=presentation.programme_id, about_kind=audit.kind_of(presentation),
            about_id=presentation.pk, to_kind="person", to_id=person_id, at=at,
        )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    row = (
        Presentation.objects.filter(pk=message.about_id)
        .select_related("contributor", "programme")
        .first()
    )
    if row is None or row.state != WHILE[message.kind]:
        return None
    if row.contributor.state not in HERE:
        return None
    if not reached_by_message([row.contributor.person_id]):
        return None
    asks = message.kind == "presentation"
    last = row.ends_on if asks else None
    waits = timedelta(0) if last is None else last - clock.local_day(message.created_at)
    # One page for her presentation, whichever version: that is what the link is about.
    return with_link(
        message, row.programme, "presentation", row.contributor.person_id,
        about_id=row.contributor_id, lives=LINK_LIVES + max(waits, timedelta(0)), deadline=last,
    )  # fmt: skip


def _clear(contributor: Contributor, at: datetime) -> None:
    """Of one who has gone no version stays, not even that there was one."""
    Presentation.objects.filter(contributor=contributor).delete()


def register() -> None:
    """Tell outbox, state table, and what happens at an erasure."""
    for kind in WHILE:
        outbox.register_kind(kind, _render)
    on_notice("presentation", tell)
    on_erased("presentations", _clear)
