"""Arguments for any action: rows of one small library, and something to say for everything else.

What an action takes is read from its signature, so that a new action is tried the day it is called
from a page. Rows are those around one request, as a page would hand them on.
"""

from __future__ import annotations

import inspect
import random
import types
import typing
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import ForeignKey, QuerySet

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.spans import Span
from erfara.lending.actions.meetings import Ways
from erfara.lending.models import LoanRequest, Meeting, Occasion
from erfara.lending.policies import occasion_version
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Person
from erfara.workflows.finding.proposing import Proposal
from tests import factories as make

Act = Callable[..., object]
SOME_WORDS = "Några ord."
# Words that one of a few has to be: name → what a page offers. An action's own come first.
CHOICES: dict[str, tuple[str, ...]] = {
    "inquiries.answer.answer": ("yes", "yes", "yes", "no", "asked_more", "not_now"),
    "aftercare.answer_aftercare.answer": ("fine", "shaken", "call"),
    "attending.say_coming.answer": ("coming", "coming", "not_coming"),
    "effects.tell_nothing.answer": ("nothing_yet", "nothing_more"),
    "concerns.raise_concern.kind": ("wrong", "improper"),
    "concerns.raise_concern.route": ("coordinator", "administrator"),
    "hours.write_hours.what": ("preparation", "travel", "meeting"),
    "consent.withdraw.purpose": ("register", "email"),
    "consent.give.purpose": ("email", "text_message"),
    "proposals.end_sought.end": ("found", "dropped"),
    "proposals.say_difference.difference": ("", "knows", "share"),
    "how": ("phone", "in_person"),
    "basis": ("lump", "hour"),
    "payer": ("library", "borrower"),
    "party": ("coordinator", "borrower"),
    "end_reason": ("nobody_fits", "asked_elsewhere", "declined", "withdrawn"),
    "cancel_reason": ("borrower", "people", "too_few"),
    "interpreter": ("booked", "none", "to_book"),
    "says": ("as_agreed", "changed"),
    "channel": ("web", "phone"),
    "through": ("borrower", "association"),
    "conflict": ("", "none"),
    "support": ("", "coordinator"),
    "seen": ("",),
}


AS_IT_IS: dict[Any, Any] = {
    Ways: Ways(),
    Proposal: Proposal(ready=True),
}


@cache
def hints(act: Act) -> dict[str, Any]:
    """Parameter → its type, without who and when."""
    # What a module imports for its types alone isn't there when it runs.
    found = typing.get_type_hints(inspect.unwrap(act), localns={"Proposal": Proposal})
    return {name: found[name] for name in inspect.signature(act).parameters if name in found
            and name not in {"by", "at", "return"}}  # fmt: skip


@cache
def way_to(model: type[models.Model], goal: type[models.Model]) -> str | None:
    """The shortest way by foreign keys from one model to another, as a filter writes it."""
    queue: deque[tuple[type[models.Model], str]] = deque([(model, "")])
    been = {model}
    while queue:
        here, path = queue.popleft()
        if here is goal:
            return path
        for field in here._meta.get_fields():
            if isinstance(field, ForeignKey):
                there: Any = field.related_model
                if there not in been and there is not Programme:
                    been.add(there)
                    queue.append((there, f"{path}__{field.name}" if path else field.name))
    return None


class Nothing(Exception):
    """There is no row of a kind yet."""


class Anything:
    """Arguments around one request, at one moment, by chance and yet the same every time."""

    def __init__(self, of: Programme, request: LoanRequest, at: datetime, pick: random.Random):
        self.programme, self.request, self.at, self.pick = of, request, at, pick
        self.coordinator = UUID(int=1)
        self.rows: list[Any] = []

    def arguments(self, act: Act, role: Role) -> dict[str, Any]:
        """What the action is called with, by somebody in this role. Raises `Nothing`."""
        name = "{}.{}".format(*f"{act.__module__}.{act.__qualname__}".rsplit(".", 2)[1:])
        given = {
            one: self.one(f"{name}.{one}", one, wanted) for one, wanted in hints(act).items()
            if one != "around"
        }  # fmt: skip
        self._as_shown(given)
        return {**given, "by": self.somebody(role), "at": self.at}

    def one(self, full: str, name: str, wanted: Any) -> Any:
        """Something for one parameter."""
        origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
        if origin in (typing.Union, types.UnionType):
            some = [kind for kind in inner if kind is not type(None)]
            return None if self.pick.random() < 0.4 else self.one(full, name, some[0])
        if origin is tuple:
            return (None,) * len(inner)
        if origin and issubclass(origin, Mapping):
            return self.mapping(name)
        if origin and issubclass(origin, Collection | Iterable | Sequence):
            return self.several(full, name, inner[0])
        if isinstance(wanted, type) and issubclass(wanted, models.Model):
            return self.row(wanted)
        return self.value(full, name, wanted)

    def several(self, full: str, name: str, kind: Any) -> list[Any]:
        if isinstance(kind, type) and issubclass(kind, models.Model):
            found = list(self.around(kind))
            return self.pick.sample(found, self.pick.randint(0, min(3, len(found))))
        if name in {"absent", "who"}:
            from erfara.lending.models import Participation

            return [row.pk for row in self.several(full, "", Participation)]
        if kind is str:
            return []
        return [self.value(full, name, kind)]

    def value(self, full: str, name: str, kind: Any) -> Any:
        pick = self.pick
        if full in CHOICES or (kind is str and name in CHOICES):
            return pick.choice(CHOICES.get(full) or CHOICES[name])
        if kind is str:
            return SOME_WORDS if pick.random() < 0.95 else ""
        if kind is bool:
            return pick.random() < 0.7
        if kind is int:
            return pick.choice((1, 2, 3))
        if kind is datetime:
            # On few hours, so that two meet.
            return self.at + timedelta(hours=pick.choice((-3, 2, 4, 26)))
        if kind is date:
            return clock.local_day(self.at) + timedelta(days=pick.choice((-1, 0, 0, 3, 10)))
        if kind is Decimal:
            return Decimal(pick.choice((0, 500, 1066)))
        if kind is UUID:
            return uuid4()
        if kind is Span:
            starts = self.at + timedelta(hours=pick.choice((-2, 2, 3, 26)))
            return Span(starts, starts + timedelta(hours=2))
        if kind in AS_IT_IS:
            return AS_IT_IS[kind]
        raise NotImplementedError(f"Say in tests/integration/anything.py what {full} may be.")

    def mapping(self, name: str) -> dict[str, Any]:
        if name == "contact":
            return {"name": "Nya Påhittad", "email": f"ny{self.pick.randint(1, 3)}@exempel.invalid",
                    "phone": "", "address": ""}  # fmt: skip
        return {
            "wishes": {"purpose": "Något tydligare."},
            "values": make.FOLLOW_UP_BORROWER | make.FOLLOW_UP_PERSON,
            "agreed": {}, "assignment": {}, "written": {"task": SOME_WORDS},
            "told": {"trust": "Mer tillit."},
        }[name]  # fmt: skip

    def around(self, model: type[models.Model]) -> QuerySet[Any]:
        """Rows of a model that belong to the request, or to the library where none can."""
        rows: Any = model._default_manager.all()
        if model is Programme:
            return rows.exclude(pk=self.programme.pk).order_by("slug")
        way = way_to(model, LoanRequest)
        if way:
            rows = rows.filter(**{way: self.request.pk})
        elif way == "":
            rows = rows.filter(pk=self.request.pk)
        else:
            rows = rows.filter(programme=self.programme)
        return rows.order_by("created_at", "pk")

    def row(self, model: type[models.Model]) -> Any:
        """One of them, the newer the likelier."""
        found = list(self.around(model))
        if not found:
            raise Nothing(model.__name__)
        row = found[max(self.pick.randrange(len(found)), self.pick.randrange(len(found)))]
        self.rows.append(row)
        return row

    def _as_shown(self, given: dict[str, Any]) -> None:
        """What a page would have shown, and what goes together."""
        for row in self.rows:
            if isinstance(row, Occasion) and "seen" in given:
                given["seen"] = occasion_version(row)
            if isinstance(row, Meeting) and "time_id" in given and (first := row.times.first()):
                given["time_id"] = first.pk
            if "version" in given and self.pick.random() < 0.9:
                given["version"] = row.agreement.version
        if "starts_at" in given and "ends_at" in given and self.pick.random() < 0.9:
            given["ends_at"] = given["starts_at"] + timedelta(hours=2)
        if given.get("seen") == "":
            given["seen"] = None

    def somebody(self, role: Role) -> Actor:
        """A coordinator, the borrower, or one of those whom it is about."""
        if role is Role.COORDINATOR:
            return Actor(role, self.programme.pk, self.coordinator)
        if role is Role.BORROWER:
            return make.borrower_actor(self.request)
        hers = [pk for row in self.rows if (pk := person_of(row)) is not None]
        return Actor(role, self.programme.pk, hers[0] if hers else self.request.contact_id)


def person_of(row: Any) -> UUID | None:
    """Whose a row is, of those in the register."""
    if isinstance(row, Person):
        return row.pk
    if isinstance(row, Contributor):
        return row.person_id
    model: type[models.Model] = type(row)
    way = way_to(model, Contributor)
    if not way:
        return None
    here = row
    for step in way.split("__"):
        here = getattr(here, step)
        if here is None:
            return None
    return here.person_id
