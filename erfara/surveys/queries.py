"""Reads about answers. None of them opens the vault."""

from __future__ import annotations

from uuid import UUID

from erfara.surveys.models import Response


def response_about(about_id: UUID) -> Response | None:
    """The answers saved about one thing, with whose words they are."""
    return Response.objects.filter(about_id=about_id).select_related("person").first()
