"""Whom a workplace keeps here, when what she was besides has ended."""

from __future__ import annotations

from django.db.models import Q

from erfara.peersupport.workplaces.models import Workplace
from erfara.people import erasing
from erfara.people.models import Person


def keeps(person: Person) -> bool:
    """Whether she speaks for a workplace that takes part."""
    hers = Q(manager=person) | Q(contact=person) | Q(clinician=person)
    return Workplace.objects.filter(hers).exclude(state="ended").exists()


def register() -> None:
    """Tell what erases people."""
    erasing.register_keeper("workplaces", keeps)
