"""The parts of what is known about somebody, each written by itself.

Two coordinators may write at once. Each writer brings the number that the part had when it was
shown to her; when somebody else has written since, nothing is stored and `Changed` is raised, so
that both versions can be shown. Own words go to the vault, field by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.people.actions.consents import give_consent
from erfara.people.models import Consent, Contributor, Part, Training
from erfara.people.policies import check_still_here

# What may be told of in parts: those who want to join, and those who are here.
OPEN_TO_WRITE = frozenset({"interested", "active", "paused", "resting"})
COLUMNS = frozenset({"forms", "ask_often", "messages_by", "away_from", "away_until"})
WISHES = (
    "avoid", "adaptations", "language", "interpreter", "availability", "reach_ways", "reach",
    "places", "on_screen", "travels",
)  # fmt: skip
TRAININGS, BACKGROUND = "trainings", "background"


class Changed(Stale):
    """Somebody else has written this part since it was shown."""


def area_part(area: str) -> str:
    """The name of the part that holds the experiences of one place on the map."""
    return f"area_{area or 'none'}"


def check_may_write(contributor: Contributor) -> None:
    """Raises Refused unless something can be written about this person now."""
    check_still_here(contributor.person)
    if contributor.state not in OPEN_TO_WRITE:
        raise Refused(_("This person is leaving or has left. Nothing more is written down."))


def turn(contributor: Contributor, name: str, seen: int | None, by: Actor, at: datetime) -> None:
    """Count one more writing of a part. `seen`: the number its writer had before her (0: nobody
    had written it); None when she overwrites nothing, such as one who only adds."""
    mine = Part.objects.filter(contributor=contributor, name=name)
    if seen is not None:
        mine = mine.filter(number=seen)
    if mine.update(number=F("number") + 1, changed_at=at, changed_by=by.id):
        return
    if not seen:
        try:
            with transaction.atomic():
                Part.objects.create(
                    programme_id=contributor.programme_id, contributor=contributor, name=name,
                    changed_at=at, changed_by=by.id, created_at=at,
                )  # fmt: skip
        except IntegrityError:
            pass
        else:
            return
    raise Changed(_("Somebody else has written here since you opened the page."))


@action
def write_part(
    *,
    contributor: Contributor,
    part: str,
    seen: int,
    columns: Mapping[str, Any] | None = None,
    wishes: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Write one part: `columns` of the register, own words under `wishes`. Empty words are removed.

    Raises Changed when somebody else has written it since the writer saw it.
    """
    check_may_write(contributor)
    values, words = dict(columns or {}), dict(wishes or {})
    if not set(values) <= COLUMNS or not set(words) <= set(WISHES):
        raise TypeError("no such field")
    turn(contributor, part, seen, by, at)
    if values:
        for name, value in values.items():
            setattr(contributor, name, value)
        contributor.save(update_fields=list(values))
    if words:
        vault.amend(
            tenant_id=contributor.programme_id, person_id=contributor.person_id, blob="wishes",
            values={name: value or None for name, value in words.items()}, at=at,
        )  # fmt: skip
    audit.record("contributor.part", about=contributor, by=by, at=at, facts={"part": part})
    return contributor


@dataclass(frozen=True, slots=True)
class Trained:
    """One training as it was written down."""

    kind: str
    year: int | None = None
    completed_on: date | None = None
    valid_until: date | None = None


@action
def write_trainings(
    *, contributor: Contributor, trained: Iterable[Trained], seen: int, by: Actor, at: datetime
) -> list[Training]:
    """All trainings of a person, anew."""
    check_may_write(contributor)
    turn(contributor, TRAININGS, seen, by, at)
    Training.objects.filter(contributor=contributor).delete()
    rows = [
        Training.objects.create(
            programme_id=contributor.programme_id, contributor=contributor, kind=one.kind,
            year=one.year, completed_on=one.completed_on, valid_until=one.valid_until,
            created_at=at,
        )
        for one in trained
    ]  # fmt: skip
    audit.record(
        "contributor.part", about=contributor, by=by, at=at,
        facts={"part": TRAININGS, "count": len(rows)},
    )  # fmt: skip
    return rows


@action
def agree(
    *, contributor: Contributor, consents: Iterable[str], how: str, by: Actor, at: datetime
) -> list[Consent]:
    """What she says yes to in a talk. What she doesn't say yes to stays as it is."""
    check_may_write(contributor)
    given = [
        give_consent(person=contributor.person, purpose=purpose, how=how, by=by, at=at)
        for purpose in consents
    ]
    turn(contributor, "consents", None, by, at)
    audit.record("contributor.part", about=contributor, by=by, at=at, facts={"part": "consents"})
    return given
