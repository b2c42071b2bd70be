"""What a course is made of, as data: read from the file that is shipped, and from a programme's
own copy. From it and a first day come the times that are proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import get_language

from erfara.foundation import clock
from erfara.peersupport.training.models import SessionKind

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Slot:
    """One time in a template. `week` and `day` are counted from the Monday of the first week, 1 is
    the first; `days` long, until `hours` after `at` on the last of them."""

    week: int
    day: int
    at: str
    hours: int
    kind: str = SessionKind.CLASS.value
    days: int = 1
    evidence: str = ""

    def span(self, first: date) -> tuple[datetime, datetime]:
        """From when to when it is, when the course begins in the week of a day."""
        monday = first - timedelta(days=first.weekday())
        on = monday + timedelta(weeks=self.week - 1, days=self.day - 1)
        hour, minute = (int(part) for part in self.at.split(":"))
        starts = datetime.combine(on, time(hour, minute))
        ends = starts + timedelta(days=self.days - 1, hours=self.hours)
        return timezone.make_aware(starts), timezone.make_aware(ends)


@dataclass(frozen=True, slots=True)
class Module:
    """A part of a course: what it is about, what is needed for it, and its times."""

    title: str
    slots: tuple[Slot, ...]
    about: str = ""
    material: str = ""

    def as_data(self) -> dict[str, Any]:
        """As a template keeps it."""
        return {
            "title": self.title, "about": self.about, "material": self.material,
            "slots": [
                {
                    "week": slot.week, "day": slot.day, "at": slot.at, "hours": slot.hours,
                    "kind": slot.kind, "days": slot.days, "evidence": slot.evidence,
                }
                for slot in self.slots
            ],
        }  # fmt: skip


def read(modules: Iterable[Mapping[str, Any]]) -> list[Module]:
    """The modules of a template as they are kept."""
    return [
        Module(
            one["title"], tuple(Slot(**slot) for slot in one["slots"]), one.get("about", ""),
            one.get("material", ""),
        )
        for one in modules
    ]  # fmt: skip


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((_FOLDER / "templates.yaml").read_text("utf-8"))
    return found


@cache
def _ethics() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((_FOLDER / "ethics.yaml").read_text("utf-8"))
    return found


# The courses that are shipped, by name for programs.
KEYS = tuple(_shipped())


def _language() -> str:
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def first_ethics() -> str:
    """The ethical rules that a programme begins with, in the language in force."""
    return _ethics()[_language()].strip()


def shipped(key: str) -> dict[str, Any]:
    """What a template of a shipped course begins with, in the language in force."""
    one, spoken = _shipped()[key], _language()
    modules = [
        Module(
            title=row["title"][spoken],
            about=row.get("about", {}).get(spoken, ""),
            material=row.get("material", {}).get(spoken, ""),
            slots=tuple(Slot(**slot) for slot in row["sessions"]),
        )
        for row in one["modules"]
    ]
    return {
        "key": key,
        "name": one["name"][spoken],
        "for_whom": one["for_whom"],
        "places": one["places"],
        "share": one["share"],
        "gives_certificate": bool(one.get("certificate")),
        "criteria": [text[spoken] for text in one["criteria"]],
        "modules": [module.as_data() for module in modules],
    }


@dataclass(frozen=True, slots=True)
class Proposed:
    """A time that a course is proposed to meet."""

    module: Module
    slot: Slot
    starts_at: datetime
    ends_at: datetime


def proposed(modules: Sequence[Module], first: date) -> list[Proposed]:
    """All times of a course that begins in the week of a day, in order. None lies before that
    day: what would is moved on to the next week."""
    found = [
        Proposed(module, slot, *slot.span(first)) for module in modules for slot in module.slots
    ]
    found.sort(key=lambda one: one.starts_at)
    if found and clock.local_day(found[0].starts_at) < first:
        return proposed(modules, first + timedelta(days=7 - first.weekday()))
    return found
