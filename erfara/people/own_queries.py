"""Reads for a person's own pages. None of them opens the vault."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate

from erfara.foundation import audit, vault
from erfara.foundation.prepared import Prepared
from erfara.people.duplicates import people_before
from erfara.people.models import Contributor, LogQuestion, Person
from erfara.people.queries import STILL_UNDER_WAY


def contacts_who_left(at: datetime) -> QuerySet[Person]:
    """Borrowers' contacts to be erased: their 48 hours are over, or they only stay until their
    last request is."""
    over = Q(erase_after__lte=at - STILL_UNDER_WAY)
    return (
        Person.objects.filter(over | Q(leaves_when_done=True), erased_at__isnull=True)
        .filter(programme__clock_stands_at__isnull=True)
        .select_related("programme")
        .order_by("created_at")
    )


def asked_to_be_forgotten(person: Person) -> bool:
    """Whether somebody who is to be erased has asked for it herself: then nobody else takes it
    back. One who was let go, since she was nothing here any more, has not."""
    if person.erase_after is None:
        return False
    events = audit.history(person.pk).filter(event__in=["person.leaving", "person.let_go"])
    return events.values_list("event", flat=True).first() != "person.let_go"


def questions_about_log(person: Person) -> QuerySet[LogQuestion]:
    """What she has asked about her log, newest first."""
    return LogQuestion.objects.filter(person=person).order_by("-created_at", "id")


_PLACE = Prepared(lambda person: Contributor.objects.filter(person=person))


def contributor_of(person: Person) -> Contributor | None:
    """A person's place in the register; None for one who only borrows."""
    row = next(iter(_PLACE.objects(Contributor, person=person.pk)), None)
    if row is not None:
        row.person, row.programme = person, person.programme
    return row


def openings_of(person: Person) -> QuerySet[Any]:
    """Who has opened a person's details, a row for each day, reason and who; newest first."""
    return (
        vault.log_for(person.programme_id, person.pk, also=people_before(person))
        .annotate(day=TruncDate("at"))
        .values("day", "purpose", "actor_role", "actor_label")
        .annotate(count=Count("id"), last=Max("at"))
        .order_by("-day", "-last", "purpose", "actor_role", "actor_label")
    )


def openings_on(person: Person, day: date) -> QuerySet[Any]:
    """The rows of one day."""
    return openings_of(person).filter(day=day)
