"""A summary's first draft, from what may be told on. Nobody's own words without her yes to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.lending import queries
from erfara.lending.models import FollowUp, Loan
from erfara.organisations.words import say
from erfara.surveys.models import Response
from erfara.surveys.queries import responses_about
from erfara.surveys.sets import BORROWER_FOLLOW_UP

# What a borrower has written that those who took part may care about.
BORROWERS = ("went", "insight", "use")
PERSONS = ("own_words",)


def _words(request: Any, talk: FollowUp, row: Response, fields: tuple[str, ...]) -> list[str]:
    """Own words, opened and logged; nothing of one who is erased or whose details are protected."""
    shielded = vault.shielded(talk.programme_id)
    if row.person.erased_at is not None or row.person_id in shielded:
        return []
    opened = vault.open(
        tenant_id=talk.programme_id, person_ids=[row.person_id], blob=row.blob, fields=fields,
        purpose="follow_up", case=str(talk.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    found = opened.get(row.person_id) or {}
    return [found[name].strip() for name in fields if found.get(name)]


def from_answers(request: Any, loan: Loan) -> str:
    """What may be told on, each side under its own line; empty when there is nothing.

    Opened only when a coordinator asks for it, and only of those who have said yes.
    """
    talks = {talk.pk: talk for talk in queries.follow_ups(loan) if talk.state == "done"}
    rows = [row for row in responses_about(talks) if row.answers.get("share") == "yes"]
    parts: list[str] = []
    for borrower, heading in (
        (True, _("From {borrower:sg.def}:")),
        (False, _("From those who took part:")),
    ):
        lines: list[str] = []
        for row in rows:
            if (row.set_key == BORROWER_FOLLOW_UP.key) == borrower:
                fields = BORROWERS if borrower else PERSONS
                lines += _words(request, talks[row.about_id], row, fields)
        if lines:
            # By length, not in the order of the team: nobody is told apart by it.
            lines = lines if borrower else sorted(lines, key=len)
            parts.append("\n".join([say(heading), *(f"– {line}" for line in lines)]))
    return "\n\n".join(parts)
