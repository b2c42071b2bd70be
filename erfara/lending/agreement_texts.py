"""What every agreement says besides the assignment, and what of all of it has to be agreed anew.

The sentences are kept with each agreement, in both languages and in the programme's words of that
day: what was agreed stays as it was, whatever the product says later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.foundation.numbers import has_personal_number
from erfara.lending.models import Assignment, Loan, LoanRequest, Occasion
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.vocabulary.choices import Form

# What a coordinator may write in an agreement; it begins as it stands in the assignment.
WRITTEN = (
    "title", "task", "use_of_answers", "time", "length", "place", "digital", "payer", "payment",
    "contact_person", "practical", "more",
)  # fmt: skip
# Neither who it is between, said in its own words, nor when: new times have a message of their own.
_NOT_AGREED_ANEW = frozenset({"times", "time", "library", "unit", "clauses"})

_ALL = (
    (
        "payment", _("About the payment"),
        _("A fee can affect sickness benefit and other support. Whoever is unsure asks the Social "
          "Insurance Agency first. Nobody has to take a fee."),
    ),
    (
        "told", _("What is told"),
        _("Each chooses what to tell. Nobody records, films or takes pictures. Nobody is named "
          "without having been asked first, each time. What was said may be used without names, "
          "for what is written above."),
    ),
    (
        "secrecy", _("What stays between us"),
        _("Both sides keep to themselves who takes part, and what they hear about other people. "
          "Whoever is unsure asks {coordinator:sg.def}."),
    ),
    (
        "stop", _("The right to stop"),
        _("Whoever takes part may stop at any time, also in the middle. No reason is needed. What "
          "has been done until then is paid. {coordinator:sg.def.cap} tells the other side and "
          "sees to what happens next."),
    ),
    (
        "feedback", _("Everybody hears what it led to"),
        _("Afterwards {borrower:sg.def} tells {library:sg.def} and everybody who took part what "
          "they heard and what they did with it. It is a condition for borrowing."),
    ),
    (
        "support", _("Somebody to turn to"),
        _("Each who takes part has somebody to turn to before, during and after. Each chooses who "
          "it is."),
    ),
    (
        "changes", _("If something changes"),
        _("If the task, the place or the payment changes, both sides read it anew and say yes "
          "again. New times are told in a message of their own."),
    ),
)  # fmt: skip
_SUPPORT = (
    (
        "role", _("What the role is"),
        _("Whoever gives support is a fellow human being with experience of their own. They keep "
          "no records and read none. They are no case manager and no personal representative. They "
          "give no medical advice. They handle no keys and no money, and don't stand in for "
          "staff."),
    ),
    (
        "unnamed", _("Nobody's details"),
        _("Who gets support is not named here, nor anywhere else in {library:sg.def}."),
    ),
    (
        "help", _("How to get help"),
        _("When life is in danger: call 112. Otherwise the contact person there is called first, "
          "then {coordinator:sg.def}. Nobody has to carry a worry alone: {coordinator:sg.def} "
          "answers each one."),
    ),
    (
        "end", _("It has an end"),
        _("The support has a last day, and a talk about how it goes before that. It can go on "
          "after the talk if all three want it to."),
    ),
)  # fmt: skip

NO_NUMBERS = _(
    "There is a personal identity number in the text. Take it away: nobody who gets care or "
    "support is named here."
)


def check_no_numbers(values: Mapping[str, Any]) -> None:
    """Raises Refused when a text holds a Swedish personal identity number, wherever it stands."""
    if any(isinstance(text, str) and has_personal_number(text) for text in values.values()):
        raise Refused(NO_NUMBERS)


def _clauses(programme: Programme, form: str) -> list[dict[str, Any]]:
    """Each sentence with its heading, in each language."""
    wanted = [*_ALL, *(_SUPPORT if form == Form.SUPPORT else ())]
    found: list[dict[str, Any]] = [{"key": key} for key, _heading, _text in wanted]
    for language in ("sv", "en"):
        with translation.override(language), words_of(programme):
            for entry, (_key, heading, text) in zip(found, wanted, strict=True):
                entry[language] = [_said(heading), _said(text)]
    return found


def _said(text: str | Promise) -> str:
    return say(text)


def first_terms(request: LoanRequest) -> dict[str, Any]:
    """What the coordinator may write, as it stands in the assignment."""
    assignment: Assignment = request.assignment
    return {name: getattr(assignment, name, "") for name in WRITTEN}


def whole(loan: Loan, written: Mapping[str, Any], occasions: Iterable[Occasion]) -> dict[str, Any]:
    """All that an agreement says: what was written, between whom, when, and the sentences."""
    request = loan.request
    programme = loan.programme
    return {
        **{name: written.get(name, "") for name in WRITTEN},
        "form": request.assignment.form,
        "library": programme.name,
        "owner": programme.owner,
        "organisation": request.unit.organisation.name,
        "unit": request.unit.name,
        "times": [
            {
                "starts": row.starts_at.isoformat(), "ends": row.ends_at.isoformat(),
                "place": row.place, "digital": row.digital,
            }
            for row in occasions
        ],
        "clauses": _clauses(programme, request.assignment.form),
    }  # fmt: skip


def mark(terms: Mapping[str, Any], *more: object) -> str:
    """A fingerprint of what has to be agreed anew when it differs."""
    kept = {name: value for name, value in terms.items() if name not in _NOT_AGREED_ANEW}
    text = json.dumps([kept, *more], sort_keys=True, default=str, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]
