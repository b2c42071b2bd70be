"""The letters that the demonstration keeps, to be read in the browser."""

from __future__ import annotations

from django.db.models import QuerySet

from erfara.foundation.models.outbox import SentLetter


def sent_letters() -> QuerySet[SentLetter]:
    """All kept letters, newest first. None where letters really leave."""
    return SentLetter.objects.order_by("-created_at", "id")
