"""State tables: where a thing can be, who has to move it on, and what its moves tell whom.

A table is data. Buttons, rights, the diagram in the docs, notices and tests are read from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused, Stale
from erfara.foundation.models import StatefulModel

Label = str | Promise


@dataclass(frozen=True, slots=True)
class State:
    """A place to be. `pen` has to act next, and the state shows up as that role's to do.

    A state without a pen rests: it is left when somebody wants to. A final one is never left.
    """

    value: str
    label: Label
    pen: Role | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A move. `label` is the button, `event` the line in the history, `pens` who may make it.

    `notices` are kinds of message, put in the outbox for whom `on_notice` was registered.
    """

    name: str
    source: tuple[str, ...]
    target: str
    label: Label
    event: Label
    pens: frozenset[Role]
    notices: tuple[str, ...] = ()
    needs_reason: bool = False


def moves(
    name: str,
    source: str,
    target: str,
    label: Label,
    event: Label,
    *pens: Role,
    notices: Iterable[str] = (),
    needs_reason: bool = False,
) -> Transition:
    """A row of a table, short to write. Several sources stand with spaces between."""
    return Transition(
        name, tuple(source.split()), target, label, event,
        frozenset(pens), tuple(notices), needs_reason,
    )  # fmt: skip


TABLES: dict[str, StateTable] = {}


class StateTable:
    """All states and moves of one kind of thing. Refuses to exist when it has a dead end."""

    def __init__(
        self, name: str, *, initial: str, states: Iterable[State], transitions: Iterable[Transition]
    ) -> None:
        self.name = name
        self.initial = initial
        self.states = {s.value: s for s in states}
        self.transitions = {t.name: t for t in transitions}
        self._check()
        TABLES[name] = self

    def _check(self) -> None:
        if self.initial not in self.states:
            raise ValueError(f"{self.name}: no state {self.initial}")
        for t in self.transitions.values():
            for value in (*t.source, t.target):
                if value not in self.states:
                    raise ValueError(f"{self.name}.{t.name}: no state {value}")
            if not t.pens:
                raise ValueError(f"{self.name}.{t.name}: nobody may make it")
        for s in self.states.values():
            leaving = [t for t in self.transitions.values() if s.value in t.source]
            if s.final and leaving:
                raise ValueError(f"{self.name}.{s.value} is final and yet left")
            if s.final and s.pen:
                raise ValueError(f"{self.name}.{s.value} is final and yet somebody's to do")
            if not s.final and not leaving:
                raise ValueError(f"{self.name}.{s.value} is never left and not final")
            if s.pen and not any(s.pen in t.pens for t in leaving):
                raise ValueError(f"{self.name}.{s.value}: its pen holder can't move it on")

    def state(self, value: str) -> State:
        return self.states[value]

    @property
    def choices(self) -> list[tuple[str, Label]]:
        return [(s.value, s.label) for s in self.states.values()]

    @property
    def open_states(self) -> list[str]:
        """States in which somebody still has something to do."""
        return [s.value for s in self.states.values() if not s.final]

    def available(self, state: str, role: Role) -> list[Transition]:
        """The moves that this role may make from this state: the buttons."""
        return [t for t in self.transitions.values() if state in t.source and role in t.pens]

    def may(self, name: str, state: str, role: Role) -> bool:
        t = self.transitions[name]
        return state in t.source and role in t.pens


M = TypeVar("M", bound=StatefulModel)

# kind of notice → what puts it in the outbox for an object that has moved
Notify = Callable[[Any, str, datetime], object]
_notices: dict[str, Notify] = {}


def on_notice(kind: str, notify: Notify) -> None:
    """Say who gets messages of a kind: `notify(obj, kind, at)` puts them in the outbox."""
    _notices[kind] = notify


def notices_without_sender() -> list[str]:
    """Notices that a table names and nobody sends. A test wants this empty."""
    named = {n for table in TABLES.values() for t in table.transitions.values() for n in t.notices}
    return sorted(named - set(_notices))


def lock(obj: StatefulModel) -> None:
    """Keep others from moving a thing until the transaction ends, and see where it is now.

    For what depends on where several things are: each move by itself is safe without.
    """
    rows = type(obj)._base_manager.select_for_update()
    obj.refresh_from_db(fields=["state"], from_queryset=rows)


def check(obj: StatefulModel, name: str, *, by: Actor, reason: str = "") -> None:
    """Raise what `move` would. For what is written before the move, or depends on it."""
    t = obj.table.transitions[name]
    # The tenant itself has no programme: it is its own.
    home = getattr(obj, "programme_id", obj.pk)
    if by.role not in t.pens or (by.tenant_id is not None and home != by.tenant_id):
        raise NotAllowed(_("This step is somebody else's to take."))
    if t.needs_reason and not reason.strip():
        raise Refused(_("Write why, in a sentence."))
    if obj.state not in t.source:
        raise Stale(
            _("Somebody has already taken this step. It is now: {state}."), state=obj.state_label
        )


def move(
    obj: M,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
) -> M:
    """Move a thing on, write it down and put its notices in the outbox, in one transaction.

    `fields` are columns that change in the same breath, where a constraint ties them to the state.
    Raises NotAllowed when the actor doesn't hold the pen, Refused when a reason is missing,
    Stale when the thing isn't (or is no longer) where the move starts.
    """
    check(obj, name, by=by, reason=reason)
    t, before = obj.table.transitions[name], obj.state
    with transaction.atomic():
        # Conditional, so that of two who press at the same time only one gets through.
        changed = (
            type(obj)
            ._base_manager.filter(pk=obj.pk, state=before)
            .update(state=t.target, **(fields or {}))
        )
        if not changed:
            raise Stale()
        for column, value in (fields or {}).items():
            setattr(obj, column, value)
        obj.state = t.target
        obj._loaded_state = t.target
        audit.record(
            f"{obj.table.name}.{name}", about=obj, by=by, at=at, reason=reason.strip(),
            facts=facts, from_state=before, to_state=t.target,
        )  # fmt: skip
        for kind in t.notices:
            _notices[kind](obj, kind, at)
    return obj
