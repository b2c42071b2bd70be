"""What a borrower has in place before people come, and what is left to talk about.

Nothing of it stops a request: "we don't know yet" is an answer, and a good thing to begin with.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.lending.models import Assignment, LoanRequest

# What is asked on one page. The purpose belongs to readiness too, and has a page of its own.
READY = ("use_of_answers", "day_contact", "room", "colleagues_prepared", "budget_holder")
# What of it belongs in the assignment, and where there.
CARRIED = {"use_of_answers": "use_of_answers", "day_contact": "contact_person", "room": "place"}


@dataclass(frozen=True, slots=True)
class Ready:
    """One thing that should be in place. `said`: what the borrower has written about it."""

    field: str
    label: str | Promise
    said: str | Promise
    in_place: bool


def readiness(request: LoanRequest) -> list[Ready]:
    """Everything that should be in place, with what is said about each, in a fixed order."""
    prepared = request.colleagues_prepared
    label = LoanRequest.Prepared(prepared).label if prepared else ""
    return [
        Ready("purpose", _("What it is to lead to"), request.wished_outcome or request.purpose,
              bool(request.purpose.strip())),
        Ready("use_of_answers", _("What will be done with the answers"), request.use_of_answers,
              bool(request.use_of_answers.strip())),
        Ready("day_contact", _("Who meets those who come"), request.day_contact,
              bool(request.day_contact.strip())),
        Ready("room", _("Room, or link"), request.room, bool(request.room.strip())),
        Ready("colleagues_prepared", _("Colleagues are prepared"), label,
              prepared == LoanRequest.Prepared.YES),
        Ready("budget_holder", _("Who says yes to what it costs"), request.budget_holder,
              bool(request.budget_holder.strip())),
    ]  # fmt: skip


def gaps(request: LoanRequest) -> list[Ready]:
    """What to talk about at the first meeting."""
    return [one for one in readiness(request) if not one.in_place]


def carry_over(request: LoanRequest, assignment: Assignment) -> list[str]:
    """Write what is in place into what is still empty in the assignment. Which fields changed."""
    changed = []
    for name, field in CARRIED.items():
        said = getattr(request, name).strip()
        if said and not getattr(assignment, field).strip():
            setattr(assignment, field, said)
            changed.append(field)
    return changed
