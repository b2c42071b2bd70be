"""Who has opened somebody's details, in words: for her own page and for the coordinator's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Role
from erfara.organisations.words import say
from erfara.people.opened_by import ROLES

# What is written of an opening is the same for everybody; that her details are protected is said
# to her alone, and known by the key store alone.
ONE_PAGE = frozenset(
    {"person_page", "talk", "candidate", "course_place", "certificate", "pool_page"}
)
PROTECTED = _("opened your page; your details are protected")


def one_in_words(
    actor_role: str, actor_label: str, purpose: str, *, protected: bool = False
) -> dict[str, str]:
    """Who opened something, and why."""
    role = ROLES.get(actor_role)
    who = actor_label
    if not who or actor_role == Role.SYSTEM:
        who = say(role) if role else actor_role
    elif role:
        said = say(role)
        # HR stays HR.
        who = f"{who}, {said if said[1:2].isupper() else said[:1].lower() + said[1:]}"
    veiled = protected and purpose in ONE_PAGE and actor_role == Role.COORDINATOR
    return {"who": who, "why": say(PROTECTED if veiled else vault.purpose_label(purpose))}


def in_words(rows: Iterable[Mapping[str, Any]], *, protected: bool = False) -> list[dict[str, Any]]:
    """Rows of `own_queries.openings_of`: who, for what, how often that day."""
    return [
        {"day": row["day"], "count": row["count"],
         **one_in_words(
             row["actor_role"], row["actor_label"], row["purpose"], protected=protected
         )}
        for row in rows
    ]  # fmt: skip
