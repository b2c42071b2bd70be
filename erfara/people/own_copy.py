"""All that is about one person, for her to keep: each app adds its part.

A part is a list of entries, an entry a list of fields. A field has a name for programs and a label
for people; its value is as it is kept (a choice, a day, a number, her own words). Whatever the
vault holds is opened through the copy, in her own name, and stands in her log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from erfara.foundation import vault
from erfara.foundation.actors import Actor
from erfara.organisations.words import say
from erfara.people.models import Contributor, Person

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is known. `value` None: nothing was said. `code`: for programs, where the
    value is a choice in words."""

    name: str
    label: Label
    value: Any
    code: Any = None


Entry = list[Field]


@dataclass(slots=True)
class Copy:
    """Whose copy it is, and the way to what the vault holds of her."""

    person: Person
    contributor: Contributor | None
    by: Actor
    at: datetime
    opened: set[str] = field(default_factory=set)

    def open(self, blob: str, names: Iterable[str]) -> dict[str, Any]:
        """Some fields of one of her blobs; empty when there is none."""
        self.opened.add(blob)
        found = vault.open(
            tenant_id=self.person.programme_id, person_ids=[self.person.pk], blob=blob,
            fields=tuple(names), purpose="own_copy", case="own_copy", actor=self.by, at=self.at,
        )  # fmt: skip
        return found.get(self.person.pk) or {}


Collect = Callable[[Copy], list[Entry]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the copy: its name for programs, its heading, and which models it tells of."""

    name: str
    title: Label
    collect: Collect
    models: tuple[str, ...] = ()


_parts: dict[str, Part] = {}


def register_part(name: str, title: Label, collect: Collect, models: Iterable[str] = ()) -> None:
    """Add a part. `models` are the labels (`people.consent`) of what it tells of."""
    if name in _parts and _parts[name].collect is not collect:
        raise ValueError(f"{name} is registered already.")
    _parts[name] = Part(name, title, collect, tuple(models))


def parts() -> list[Part]:
    """All parts, in the order they were registered: people first."""
    return list(_parts.values())


def collect(copy: Copy) -> list[tuple[Part, list[Entry]]]:
    """Everything, part by part. Opens the vault, so never inside a transaction."""
    return [(part, part.collect(copy)) for part in parts()]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Promise):
        return say(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def as_data(found: list[tuple[Part, list[Entry]]]) -> dict[str, Any]:
    """The copy for programs: part → entries → names and values. Choices have their codes."""
    return {
        part.name: [
            {f.name: _plain(f.value if f.code is None else f.code) for f in entry}
            for entry in entries
        ]
        for part, entries in found
    }
