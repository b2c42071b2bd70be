"""Who has opened somebody's details, in words: for her own page and for the coordinator's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Role
from erfara.organisations.words import say

ROLES = {
    Role.PERSON: _("{contributor:sg.cap}"),
    Role.BORROWER: _("{borrower:sg.def.cap}"),
    Role.COORDINATOR: _("{coordinator:sg.cap}"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.OPERATOR: _("Whoever runs the system"),
    Role.SYSTEM: _("{library:sg.def.cap}, by itself"),
}


def in_words(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `own_queries.openings_of`: who, for what, how often that day."""
    found = []
    for row in rows:
        role = ROLES.get(row["actor_role"])
        who = row["actor_label"]
        if not who or row["actor_role"] == Role.SYSTEM:
            who = say(role) if role else row["actor_role"]
        elif role:
            who = f"{who}, {say(role)[:1].lower()}{say(role)[1:]}"
        found.append(
            {"day": row["day"], "who": who, "why": say(vault.purpose_label(row["purpose"])),
             "count": row["count"]}
        )  # fmt: skip
    return found
