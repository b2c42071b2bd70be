"""For what details may be opened. Upper apps register their purposes at start; all else is no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Actor
from erfara.foundation.errors import NotAllowed

# actor, programme, all the people asked for, case
Allows = Callable[[Actor, UUID, list[UUID], str], bool]


@dataclass(frozen=True, slots=True)
class Purpose:
    """A reason for opening, in the words that the person reads in her log."""

    name: str
    label: str | Promise
    allows: Allows


_purposes: dict[str, Purpose] = {}


def register_purpose(name: str, label: str | Promise, allows: Allows) -> None:
    """Make a purpose known. `allows` says yes to all the people asked for, or nothing is opened."""
    if name in _purposes and _purposes[name].allows is not allows:
        raise ValueError(f"The purpose {name} is taken.")
    _purposes[name] = Purpose(name, label, allows)


def purposes() -> dict[str, Purpose]:
    """All known purposes by name."""
    return dict(_purposes)


def purpose_label(name: str) -> str | Promise:
    """The purpose in words; the bare name when an old log row names one that is gone."""
    return _purposes[name].label if name in _purposes else name


def check(purpose: str, actor: Actor, tenant_id: UUID, ids: list[UUID], case: str) -> None:
    """Raise NotAllowed unless the purpose is known and allows exactly this."""
    known = _purposes.get(purpose)
    # `is True`: a policy that returns something else by mistake has not said yes.
    if known is None or known.allows(actor, tenant_id, ids, case) is not True:
        raise NotAllowed(_("These details are not open to you for this."))
