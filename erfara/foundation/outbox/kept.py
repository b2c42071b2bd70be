"""The letters that the demonstration keeps, to be read in the browser."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from erfara.foundation.models.outbox import OutboxMessage, SentLetter


def sent_letters() -> QuerySet[SentLetter]:
    """All kept letters, newest first. None where letters really leave."""
    return SentLetter.objects.order_by("-created_at", "id")


def forget_letters_to(*, tenant_id: UUID, person_id: UUID) -> int:
    """Throw away the kept letters to somebody who is erased. How many."""
    hers = OutboxMessage.objects.filter(tenant_id=tenant_id, to_id=person_id)
    ids = list(hers.values_list("message_id", flat=True))
    return SentLetter.objects.filter(message_id__in=ids).delete()[0]
