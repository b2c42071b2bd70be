"""A register looked through: by what people have told, by how and where, by how often asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from erfara.engines.matching import people as engine
from erfara.engines.matching.match import Matcher
from erfara.foundation import clock
from erfara.lending.models import LoanRequest
from erfara.vocabulary.choices import AskOften
from erfara.workflows.finding.entries import Entry
from erfara.workflows.finding.library import Library, library_of
from erfara.workflows.finding.proposing import REMEMBERED, lang_of_page
from erfara.workflows.finding.wanted import Wanted, wanted_of

T = TypeVar("T")
LONG_AGO = timedelta(days=365)
MUCH = 3  # so many loans in a year is much


@dataclass(frozen=True, slots=True)
class Filters:
    """What a coordinator looks for; empty is everybody.

    `asked`: never, long (not for a year), seldom (has asked for it), due (not too soon again).
    `may`: "" everybody, "yes" those who can be asked, or the name of what keeps somebody out.
    """

    words: str = ""
    place: str = ""
    language: str = ""
    area: str = ""
    role: str = ""
    form: str = ""
    training: str = ""
    asked: str = ""
    may: str = ""
    on_screen: bool = False
    travels: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is looked for."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody stands on a page: the words of both sides, and what keeps her out."""

    reasons: tuple[str, ...] = ()
    left_out: str = ""


def _trained(entry: Entry, kind: str, on: date) -> bool:
    return any(one == kind and (until is None or until >= on) for one, until in entry.trained)


def _asked(entry: Entry, how: str, on: date) -> bool:
    if how == "never":
        return entry.last is None
    if how == "long":
        return entry.last is None or clock.local_day(entry.last) <= on - LONG_AGO
    if how == "much":
        return entry.lent_lately(on) >= MUCH
    if how == "seldom":
        return entry.contributor.ask_often != AskOften.ANY_TIME
    return entry.too_soon(on) is None


def _fits(entry: Entry, wanted: Wanted, by: Filters, on: date) -> bool:
    """Whether somebody is what is looked for, her own words apart."""
    if by.area and not any(one.area == by.area for one in entry.lived):
        return False
    if by.role and not any(one.role == by.role for one in entry.lived):
        return False
    # Who hasn't said in which forms she takes part may be asked about any.
    if by.form and entry.contributor.forms and by.form not in entry.contributor.forms:
        return False
    if by.training and not _trained(entry, by.training, on):
        return False
    if by.place and not (
        entry.wish("travels") == "yes" or by.place.casefold() in entry.wish("places").casefold()
    ):
        return False
    if by.language and by.language.casefold() not in entry.wish("language").casefold():
        return False
    if by.on_screen and entry.wish("on_screen") != "yes":
        return False
    if by.travels and entry.wish("travels") != "yes":
        return False
    if by.asked and not _asked(entry, by.asked, on):
        return False
    if by.may:
        return (wanted.why_left_out(entry, on) or "yes") == by.may
    return True


def _order(entry: Entry) -> tuple[bool, float, int]:
    """Those never asked first, then those asked longest ago; of equals the one longest here."""
    last = entry.last.timestamp() if entry.last else 0.0
    return (entry.last is not None, last, entry.contributor.number)


@dataclass(frozen=True, slots=True)
class Asking:
    """How the register is asked: how many have never been, and what keeps how many out."""

    never: int = 0
    may: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looking:
    """One look at a library for one request: brought up to date once, and then only asked."""

    library: Library
    matcher: Matcher
    wanted: Wanted
    day: date

    def _once(self, what: object, answer: Callable[[], T]) -> T:
        """What was answered since the library last changed, or the answer."""
        key = (self.library.version, self.day, lang_of_page(), repr(self.wanted), what)
        with self.library.lock:
            if key not in self.library.answers:
                if len(self.library.answers) >= REMEMBERED:
                    self.library.answers.clear()
                self.library.answers[key] = answer()
            return self.library.answers[key]  # type: ignore[return-value]

    def find(self, by: Filters) -> tuple[UUID, ...]:
        """Those in the register who are looked for. With words: who has told most of it first."""
        return self._once(by, lambda: self._find(by))

    def _find(self, by: Filters) -> tuple[UUID, ...]:
        entries = self.library.entries.values()
        found = [one for one in entries if _fits(one, self.wanted, by, self.day)]
        if by.words.strip():
            hits = self.matcher.search(_searched(by.words), [str(one.id) for one in found])
            return tuple(UUID(hit.id) for hit in hits)
        return tuple(one.id for one in sorted(found, key=_order))

    def why(self, ids: list[UUID], words: str = "") -> dict[UUID, Why]:
        """Why each of these stands there: by the words searched for, or by what is asked for.

        Her words are in it: for those who are opened on the same page, and for nobody else.
        """
        return self._once(("why", tuple(ids), words), lambda: self._why(ids, words))

    def _why(self, ids: list[UUID], words: str) -> dict[UUID, Why]:
        self.matcher.lang = lang_of_page()
        asked = _searched(words) if words.strip() else self.wanted.request
        reasons = self.matcher.reasons(asked, [str(pk) for pk in ids], searched=bool(words.strip()))
        entries = self.library.entries
        return {
            pk: Why(
                tuple(reasons.get(str(pk), ())),
                self.wanted.why_left_out(entries[pk], self.day) or "",
            )
            for pk in ids
            if pk in entries
        }

    def asking(self) -> Asking:
        """Who is never asked, and who can't be asked now and why."""
        return self._once("asking", self._asking)

    def _asking(self) -> Asking:
        never = may = 0
        out: dict[str, int] = {}
        for entry in self.library.entries.values():
            reason = self.wanted.why_left_out(entry, self.day)
            never += entry.last is None
            if reason:
                out[reason] = out.get(reason, 0) + 1
            else:
                may += 1
        return Asking(never, may, dict(sorted(out.items(), key=lambda one: -one[1])))


@dataclass(frozen=True, slots=True)
class Preparing:
    """The search can't be asked yet: `read` of `of` people are read."""

    read: int
    of: int


def looking(row: LoanRequest, *, at: datetime) -> Looking | Preparing:
    """A look at the library of a request."""
    library = library_of(row.programme)
    with library.lock:
        matcher = library.fresh(row.programme, at)
        if matcher is None:
            return Preparing(library.read, library.of)
        return Looking(library, matcher, wanted_of(row, {}), clock.local_day(at))


def _searched(words: str) -> engine.Request:
    return engine.Request("search", words)
