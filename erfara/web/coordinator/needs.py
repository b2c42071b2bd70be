"""What those who come to a loan need, as they have told it: read where its times are planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.lending.models import Loan, Participation
from erfara.organisations.words import say
from erfara.people.own_parts_told import YES_OR_NO
from erfara.web.coordinator.names import Names, called_in_team

WHAT = {
    "adaptations": _("What makes it work"),
    "language": _("Language"),
    "interpreter": _("Interpreter"),
    "travels": _("Travels within the county"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One who comes, and what she has told: label and text."""

    name: str
    told: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a team needs. `silent`: those who have told of nothing; `unknown`: those from outside
    and those whose details are protected, of whom nothing is opened here."""

    people: list[Told]
    silent: int
    unknown: int


def of_team(request: Any, loan: Loan, team: Iterable[Participation], who: Names) -> Needs | None:
    """What those who come need, opened once for all; None before the team is complete."""
    if loan.state != "confirmed" or loan.request.state != "ended":
        return None
    rows = [part for part in team if part.state == "confirmed"]
    veiled = vault.shielded(request.programme.pk)
    seen = {
        part.pk: part.contributor.person_id
        for part in rows
        if part.contributor is not None and part.contributor.person_id not in veiled
    }
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=list(seen.values()), blob="wishes",
        fields=tuple(WHAT), purpose="needs", case=str(loan.request_id), actor=request.viewer,
        at=request.at,
    ) if seen else {}  # fmt: skip
    named = called_in_team(rows, who)
    found = [Told(named[pk], _in_words(opened.get(person, {}))) for pk, person in seen.items()]
    return Needs(
        people=[one for one in found if one.told],
        silent=sum(not one.told for one in found),
        unknown=len(rows) - len(seen),
    )


def _in_words(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (say(label), say(YES_OR_NO[text]) if text in YES_OR_NO else text)
        for name, label in WHAT.items()
        if (text := values.get(name))
    ]
