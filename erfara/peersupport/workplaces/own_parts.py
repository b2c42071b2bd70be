"""What somebody who speaks for a workplace finds of it in her own copy."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.workplaces.actions import WORDS
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.queries import named_ever
from erfara.people.own_copy import Copy, Entry, Field, register_part

_ROLES = (
    ("contact", _("contact person")),
    ("manager", _("manager")),
    ("clinician", _("clinician")),
)


def _roles(row: Workplace, person_id: Any) -> list[str]:
    return [
        say(label) for name, label in _ROLES if getattr(row, f"{name}_id") == person_id
    ]  # fmt: skip


def _workplaces(copy: Copy) -> list[Entry]:
    """Workplaces where she is named, as what, and what she wrote when she raised its hand."""
    found = []
    for row in named_ever(copy.person):
        words = copy.open(row.blob, [WORDS])
        found.append(
            [
                Field("name", _("Workplace"), str(row.unit)),
                Field("as", _("You are its"), _roles(row, copy.person.pk)),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("since", _("Here since"), row.created_at),
                Field("manager_since", _("Manager since"),
                      row.manager_since if row.manager_id == copy.person.pk else None),
                Field("words", _("What you wrote"), words.get(WORDS)),
            ]
        )  # fmt: skip
    return found


def register() -> None:
    """Tell the copy."""
    register_part(
        "workplaces", _("Workplaces you speak for"), _workplaces, ["peersupport.workplace"]
    )
