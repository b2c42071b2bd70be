"""What comes after a loan, on its page: how people are, promised and turned out, what it led to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.lending import after_queries as queries
from erfara.lending.models import FollowUp, Loan, Participation
from erfara.organisations.words import say, say_plural
from erfara.surveys.queries import responses_about
from erfara.surveys.sets import BORROWER_FOLLOW_UP, PERSON_FOLLOW_UP


class _Member(Protocol):
    @property
    def part(self) -> Participation: ...
    @property
    def name(self) -> str: ...


def _promised(loan: Loan, talks: Iterable[FollowUp]) -> list[dict[str, str]]:
    """How much of a say there was to be, and how it was: as agreed, and as each side tells it."""
    asked = loan.request
    rows = responses_about([talk.pk for talk in talks if talk.is_over])
    found = []
    if asked.level or asked.ladder:
        labels = [asked.get_level_display(), asked.get_ladder_display()]
        found.append((say(_("Promised")), ", ".join(say(text) for text in labels if text)))
    for row in rows:
        if row.set_key != BORROWER_FOLLOW_UP.key:
            continue
        said = [
            dict(BORROWER_FOLLOW_UP.question(key).choices).get(row.answers.get(key, ""), "")
            for key in ("level", "ladder")
        ]
        if any(said):
            text = ", ".join(say(one) for one in said if one)
            found.append((say(_("{borrower:sg.def.cap} says")), text))
    choices = dict(PERSON_FOLLOW_UP.question("ladder").choices)
    told = Counter(
        row.answers["ladder"]
        for row in rows
        if row.set_key == PERSON_FOLLOW_UP.key and row.answers.get("ladder") in choices
    )
    if told:
        lines = [f"{say(choices[key])} ({told[key]})" for key in choices if told[key]]
        found.append((say(_("Those who took part say")), ", ".join(lines)))
    return [{"what": what, "said": said_} for what, said_ in found] if len(found) > 1 else []


def on_loan_page(
    loan: Loan, members: Iterable[_Member], talks: Iterable[FollowUp], slug: str
) -> dict[str, Any]:
    """The parts of the page, with the names that it has opened already."""
    called: dict[UUID, str] = {member.part.pk: member.name for member in members}
    care = queries.care_after(loan)
    asks = []
    for row in queries.asks_of(loan):
        who = say(_("{borrower:sg.def.cap}"))
        if row.participation_id is not None:
            who = called.get(row.participation_id, "")
        what = say_plural(
            "{who}, after a month", "{who}, after {count} months", row.months, who=who
        )
        asks.append(
            {"what": what, "state": row.state_label,
             "url": reverse("coordinator:effects", args=[slug, row.pk])}
        )  # fmt: skip
    return {
        "promised": _promised(loan, talks),
        "care": [
            {"name": called.get(row.participation_id, ""), "state": row.state_label,
             "day": row.occasion.starts_at,
             "url": reverse("coordinator:aftercare", args=[slug, row.pk])}
            for row in care
        ],
        "asks": asks,
    }  # fmt: skip
