"""The mail that asks whether a story may be told. It says only that there is a message."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import audit, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending.models import Story, StoryPermission
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.queries import reached_by_message

# A yes can be taken back for as long as the link lives; later on her own page or by phone.
LIVES = LINK_LIVES + timedelta(days=365)


def reached(permissions: list[StoryPermission]) -> set[object]:
    """Those who get a mail; the rest are phoned. A borrower's contact gave the address for this."""
    agreed = reached_by_message([p.person_id for p in permissions if not p.borrower])
    contacts = [p.person_id for p in permissions if p.borrower]
    return agreed | vault.index_holders(contacts, "email")


def _ask(story: Story, kind: str, at: datetime) -> None:
    rows = list(story.permissions.order_by("created_at", "id"))
    by_mail = reached(rows)
    for row in rows:
        if row.person_id in by_mail:
            outbox.put(
                kind, tenant_id=story.programme_id, about_kind=audit.kind_of(row),
                about_id=row.pk, to_kind="person", to_id=row.person_id, at=at,
            )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    row = (
        StoryPermission.objects.filter(pk=message.about_id)
        .select_related("story", "programme", "person")
        .first()
    )
    if row is None or row.story.state != "asked" or row.person.erased_at is not None:
        return None
    return with_link(
        message, row.programme, "story", row.person_id, lives=LIVES, deadline=row.story.answer_by
    )


def register() -> None:
    """Tell the outbox and the vault."""
    outbox.register_kind("story_asked", _render)
    on_notice("story_asked", _ask)
