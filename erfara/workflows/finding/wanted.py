"""What a request wants of those who are asked, and what keeps somebody out of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.engines.matching import people as engine
from erfara.lending.models import Inquiry, LoanRequest, RequestConcept
from erfara.people.models import Purpose
from erfara.people.policies import WHY_NOT
from erfara.people.policies import left_out as not_now
from erfara.vocabulary.choices import Form
from erfara.workflows.finding.entries import Entry

LEFT_OUT: dict[str, str | Promise] = {
    **WHY_NOT,
    "asked": _("has been asked about this already"),
    "not_now": _("has said not now"),
    "too_soon": _("wants to be asked more seldom"),
    "form": _("does not take part in that form"),
    "screen": _("does not take part on a screen"),
    "no_go": _("does not want to talk about what the request is about"),
}
# What a coordinator may wish of a team: how many at least.
WISHES = ("never_asked", "perspectives", "municipalities")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for, as the engine reads it, and what else counts."""

    request: engine.Request
    form: str
    digital: bool
    inquiries: Mapping[UUID, str] = field(default_factory=dict)  # contributor → state

    def why_left_out(self, entry: Entry, on: date) -> str | None:
        """The name in `LEFT_OUT` of what keeps somebody out of the proposal; None when nothing.

        Who is only on the list has not been asked: she stays where she is while others are chosen.
        """
        consents = {Purpose.REGISTER} if entry.agreed else frozenset()
        if why := not_now(entry.contributor, consents, on):
            return why
        if self.inquiries.get(entry.id, "dropped") not in {"dropped", "chosen"}:
            return "asked"
        if entry.not_before is not None and entry.not_before > on:
            return "not_now"
        if entry.too_soon(on) is not None:
            return "too_soon"
        if self.form and entry.contributor.forms and self.form not in entry.contributor.forms:
            return "form"
        if self.digital and entry.wish("on_screen") == "no":
            return "screen"
        return None


def wanted_of(row: LoanRequest, wishes: Mapping[str, int], size: int | None = None) -> Wanted:
    """What a request wants. `size`: another number of people than the assignment says."""
    assignment = row.assignment
    form = assignment.form or row.form
    said = dict(RequestConcept.objects.filter(request=row).values_list("concept", "accepted"))
    people = size or assignment.people_wanted or row.people_wanted or 2
    asked: dict[str, Any] = {
        "id": str(row.pk),
        # Where nobody has said which experience is wished for, what it is about says it.
        "wished_experience": row.wished_experience or assignment.task or row.purpose,
        "purpose": row.purpose, "borrower": str(row.unit),
        "form": form, "people_wanted": people,
        "wishes": {name: number for name, number in sorted(wishes.items()) if number},
        "accepted": tuple(sorted(one for one, yes in said.items() if yes)),
        "rejected": tuple(sorted(one for one, yes in said.items() if not yes)),
    }  # fmt: skip
    states = Inquiry.objects.filter(request=row).values_list("contributor_id", "state")
    return Wanted(
        engine.Request(**asked),
        form=form if form in Form.values else "",
        digital=assignment.digital,
        inquiries=dict(states),
    )
