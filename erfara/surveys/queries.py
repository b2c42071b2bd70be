"""Reads about answers. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from erfara.people.models import Person
from erfara.surveys.models import Response
from erfara.surveys.sets import BORROWER_FOLLOW_UP


def response_about(about_id: UUID) -> Response | None:
    """The answers saved about one thing, with whose words they are."""
    return Response.objects.filter(about_id=about_id).select_related("person").first()


def responses_about(about_ids: Iterable[UUID]) -> list[Response]:
    """The answers saved about several things, in the order they came. One query."""
    rows = Response.objects.filter(about_id__in=list(about_ids)).select_related("person")
    return list(rows.order_by("created_at", "id"))


def responses_of(person: Person, *, as_borrower: bool = False) -> QuerySet[Response]:
    """Everything a person has answered, or only what she answered as a borrower."""
    rows = Response.objects.filter(person=person).order_by("created_at", "id")
    return rows.filter(set_key=BORROWER_FOLLOW_UP.key) if as_borrower else rows
