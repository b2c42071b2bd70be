"""What a first meeting is about: made of what the borrower has written and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.lending.models import LoanRequest
from erfara.organisations.words import say
from erfara.vocabulary.choices import Form

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to talk through. `known`: what is written about it, empty when nothing is."""

    what: Text
    known: Text = ""
    why: Text = ""


def _number(request: LoanRequest) -> Text:
    wanted = request.assignment.people_wanted or request.people_wanted
    return str(wanted) if wanted else ""


def _money(request: LoanRequest) -> Text:
    return request.assignment.payment


def _written(name: str) -> Callable[[LoanRequest], Text]:
    def read(request: LoanRequest) -> Text:
        value: Any = getattr(request, name)
        return str(value) if value else ""

    return read


def _chosen(*names: str) -> Callable[[LoanRequest], Text]:
    """The label of the first of these that is chosen: what is agreed before what was wished."""

    def read(request: LoanRequest) -> Text:
        for name in names:
            if getattr(request, name):
                return say(getattr(request, f"get_{name}_display")())
        return ""

    return read


def _how_many(request: LoanRequest) -> Text:
    if (request.assignment.form or request.form) == Form.SUPPORT:
        return _("One who is trained for it is enough for a support assignment.")
    return _("At least two, so that nobody has to be alone.")


def _nothing(request: LoanRequest) -> Text:
    return ""


Read = Callable[[LoanRequest], Text]
# What is talked through, in order; how it is read; and why it is asked, where that isn't plain.
_POINTS: tuple[tuple[Text, Read, Text | Read], ...] = (
    (_("What you want to find out"), _written("purpose"), ""),
    (_("Which experiences you need"), _written("wished_experience"),
     _("Small and old things count as much as others.")),
    (_("What it is to lead to"), _written("wished_outcome"), ""),
    (_("What you will do with the answers"), _written("use_of_answers"), ""),
    (_("The form"), _chosen("form"), ""),
    (_("How many people"), _number, _how_many),
    (_("General or specific experience"), _chosen("expertise"), ""),
    (_("Whether each speaks for themself, or an association sends them"), _chosen("speaks_for"),
     ""),
    (_("Where experience is to be used"), _chosen("level", "level_wished"), ""),
    (_("How much people have a say"), _chosen("ladder", "ladder_wished"),
     _("The same is asked again afterwards.")),
    (_("What people are paid, and by whom"), _money, ""),
    (_("Who pays, at your place"), _written("budget_holder"), ""),
    (_("Who is prepared among your colleagues"), _chosen("colleagues_prepared"), ""),
    (_("Who meets people on the day"), _written("day_contact"), ""),
    (_("How you tell everybody afterwards what it led to"), _nothing,
     _("That is a condition for borrowing.")),
)  # fmt: skip


def points(request: LoanRequest, own_lines: str = "") -> list[Point]:
    """The agenda: what the product knows and misses, then the coordinator's own lines."""
    made = [
        Point(what, read(request), why(request) if callable(why) else why)
        for what, read, why in _POINTS
    ]
    return made + [Point(line.strip()) for line in own_lines.splitlines() if line.strip()]
