"""Background for statistics: told only by who wants to, kept apart, counted and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.people.actions.parts import BACKGROUND, check_may_write, turn
from erfara.people.counting import VARIABLES
from erfara.people.models import Contributor, Part, Person, Purpose
from erfara.people.queries import live_purposes

BLOB = "background"


@action
def write(
    *, contributor: Contributor, values: Mapping[str, Any], seen: int, by: Actor, at: datetime
) -> None:
    """Note what somebody has chosen to tell. Refused without a live consent to be counted."""
    check_may_write(contributor)
    person_id = contributor.person_id
    if Purpose.STATISTICS not in live_purposes([person_id])[person_id]:
        raise Refused(_("Ask first whether the person agrees to be counted in the statistics."))
    if not set(values) <= set(VARIABLES):
        raise TypeError("no such question")
    turn(contributor, BACKGROUND, seen, by, at)
    vault.amend(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, blob=BLOB,
        values={name: value if value not in ("", None) else None for name, value in values.items()},
        at=at,
    )  # fmt: skip
    audit.record("contributor.part", about=contributor, by=by, at=at, facts={"part": BACKGROUND})


@action
def drop(*, person: Person, by: Actor, at: datetime) -> bool:
    """Remove all of it, as when the consent is taken back. Whether there was any."""
    there = vault.drop_blob(tenant_id=person.programme_id, person_id=person.pk, blob=BLOB)
    Part.objects.filter(contributor__person=person, name=BACKGROUND).delete()
    if not there:
        unchanged()
        return False
    audit.record("background.dropped", about=person, by=by, at=at)
    return True
