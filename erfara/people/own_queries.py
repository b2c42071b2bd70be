"""Reads for a person's own pages. None of them opens the vault."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate

from erfara.foundation import vault
from erfara.foundation.rows import the_one
from erfara.people.models import Contributor, Person


def contributor_of(person: Person) -> Contributor | None:
    """A person's place in the register; None for one who only borrows."""
    return the_one(Contributor.objects.filter(person=person).select_related("person", "programme"))


def openings_of(person: Person) -> QuerySet[Any]:
    """Who has opened a person's details, a row for each day, reason and who; newest first."""
    return (
        vault.log_for(person.programme_id, person.pk)
        .annotate(day=TruncDate("at"))
        .values("day", "purpose", "actor_role", "actor_label")
        .annotate(count=Count("id"), last=Max("at"))
        .order_by("-day", "-last", "purpose", "actor_role", "actor_label")
    )
