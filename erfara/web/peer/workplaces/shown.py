"""A workplace and its list as they are shown, to a lead and to those who speak for it alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say, say_plural
from erfara.peersupport.workplaces import queries
from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
from erfara.peersupport.workplaces.readiness import GROUPS, ITEMS, Item
from erfara.web import people_say

TONES = {
    "interested": "action", "unanswered": "warn", "wants_out": "warn", "ready": "good",
    "preparing": "action", "rechecking": "action",
}  # fmt: skip
ITEM_TONES = {"missing": "action", "kept": "action", "done": "good", "not_needed": "neutral"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the list."""

    item: Item
    row: ReadinessItem
    url: str
    state: str
    tone: str
    hint: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A round and its things in groups. `left`: how many are left to do, `kept` to be confirmed."""

    round: Readiness
    groups: list[tuple[str, list[Line]]]
    left: int
    kept: int
    of: int

    @property
    def in_place(self) -> int:
        return self.of - self.left - self.kept


def evidence(row: ReadinessItem, now: datetime) -> str:
    """What is said of one thing: in what way, how many, since when; or what is left."""
    if row.left:
        return say(_("Left to do: {what}"), what=row.left)
    if not row.done_on and not row.evidence:
        return ""
    words = [row.evidence] if row.evidence else []
    if row.number:
        words.append(say_plural("one person", "{count} people", row.number))
    if row.done_on:
        words.append(people_say.day(row.done_on, now=now))
    if row.told_by == ReadinessItem.Told.COURSE:
        words.append(say(row.get_told_by_display()))
    return " · ".join(words)


def listed(
    readiness: Readiness | None, url_of: Callable[[str], str], now: datetime
) -> Listed | None:
    """The list of a round; None where there is none. `url_of` a key: where it is written, or ""."""
    if readiness is None:
        return None
    rows = queries.items_of(readiness)
    groups = [
        (
            say(title),
            [_line(item, rows[item.key], url_of(item.key), now) for item in items
             if item.key in rows],
        )
        for title, items in GROUPS
    ]  # fmt: skip
    standings = [row.standing for row in rows.values()]
    return Listed(
        readiness, groups, standings.count("missing"), standings.count("kept"), len(standings)
    )


def _line(item: Item, row: ReadinessItem, url: str, now: datetime) -> Line:
    return Line(
        item, row, url, say(row.get_standing_display()), ITEM_TONES[row.standing],
        evidence(row, now) or say(item.hint),
    )  # fmt: skip


def item_or_none(readiness: Readiness | None, key: str) -> ReadinessItem | None:
    """One thing of the round that goes on."""
    if readiness is None or key not in ITEMS:
        return None
    return queries.items_of(readiness).get(key)


ROLES = (
    ("contact", _("Contact person")),
    ("manager", _("Manager")),
    ("clinician", _("Clinician")),
)


@dataclass(frozen=True, slots=True)
class Named:
    """One who is named at a workplace; `name` empty where nobody is, or names aren't opened."""

    role: str
    label: str
    there: bool
    name: str
    more: str
    change: str


def named(
    workplace: Workplace, opened: Mapping[UUID, Mapping[str, str]], change: Mapping[str, str]
) -> list[Named]:
    """Contact person, manager and clinician, each with where it is changed."""
    found = []
    for role, label in ROLES:
        person = getattr(workplace, role)
        gone = person is None or person.erased_at is not None
        hers = opened.get(person.pk, {}) if person is not None else {}
        more = " · ".join(one for one in (hers.get("email"), hers.get("phone")) if one)
        found.append(
            Named(role, say(label), not gone, hers.get("name") or "", more, change.get(role, ""))
        )
    return found
