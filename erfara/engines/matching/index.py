"""The people of one library in memory: whom a request finds, ranked, at once.

Pseudonymous ids, texts and what the constraints ask about; no name, no address, nothing on disk.
Each experience is a row. For every concept there is a list of the rows it was found in; a request
looks only at the lists of the concepts near what it asks for. A person who is added, changed or
forgotten is so from the next request on: rows are appended, and those that go are emptied where
they stand and thrown away together when a quarter of them is empty.

What an experience counts: how well it answers each group of the request, the heaviest group most;
the best experience decides, and what others of the same person add is a little. When it was, how
hard it was and how near the person stood is nowhere in it.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from erfara.engines.matching import language
from erfara.engines.matching.asked import BESIDE, OWN, Asked
from erfara.engines.matching.people import OWN_ROLES, Experience, Person
from erfara.engines.matching.recognise import Recogniser, about_another

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]

FLOOR = 0.25  # a concept that is less sure in a text is not kept
BEST_IN_GROUP = 0.7  # the rest is how much of the whole group is answered
TEXT = 0.12  # what the same words add to the same meaning
SEVERAL = 0.25  # what is answered by the person's experiences together, not by one alone
HEAD = 0.55  # how much of the score needs the group that the request is about
BESIDE_CONCEPTS = frozenset({"relatives", "accompanying-a-friend"})
_K, _B = 1.2, 0.6
_EMPTY = 0.25
_COMMON = 0.2  # words in more rows than this tell nobody from anybody


class _List:
    """Rows in growing order, each with a weight."""

    __slots__ = ("rows", "weights")

    def __init__(self) -> None:
        self.rows = array("i")
        self.weights = array("f")

    def add(self, row: int, weight: float) -> None:
        self.rows.append(row)
        self.weights.append(weight)

    def empty(self, row: int) -> None:
        at = int(np.searchsorted(self.arrays()[0], row))
        if at < len(self.rows) and self.rows[at] == row:
            self.weights[at] = 0.0

    def arrays(self) -> tuple[Rows, Floats]:
        return np.frombuffer(self.rows, np.int32), np.frombuffer(self.weights, np.float32)


@dataclass(frozen=True, slots=True)
class Scores:
    """What a request found. Arrays over all places of people, empty ones included."""

    total: Floats  # 0..1 for each person
    best: Rows  # each person's row that answers best, -1 for nobody
    evidence: Floats  # how surely the person has lived what the request is about, 0..1


class Index:
    """See the module. `texts=False` keeps no texts: then no words of the person can be quoted."""

    def __init__(self, recogniser: Recogniser, people: Iterable[Person] = ()) -> None:
        self.recogniser = recogniser
        self._reset()
        for person in people:
            self.add(person)

    def _reset(self) -> None:
        self.people: list[Person | None] = []
        self.place: dict[str, int] = {}
        self._rows_of: list[range] = []
        self._owner = array("i")
        self._side = array("b")
        self._stopped = array("b")  # rows that a no-go of the person touches
        self._length = array("f")
        self._texts: list[Experience | None] = []
        self._concepts: dict[str, _List] = {}
        self._words: dict[str, _List] = {}
        self._no_go: dict[str, _List] = {}
        self._gone = 0

    def __len__(self) -> int:
        return len(self.place)

    # Changing

    def add(self, person: Person) -> None:
        """Take somebody in, or take her new answers instead of her old ones."""
        if person.id in self.place:
            self.forget(person.id)
        place = len(self.people)
        self.people.append(person)
        self.place[person.id] = place
        forbidden = {
            one.concept: one.weight
            for one in self.recogniser.find(person.no_go)
            if one.weight >= FLOOR and self.recogniser.scheme.kind(one.concept) == "core"
        }
        for concept, weight in forbidden.items():
            self._no_go.setdefault(concept, _List()).add(place, weight)
        nogo_keys = _telling(person.no_go)
        first = len(self._owner)
        for experience in person.experiences:
            if experience.hidden or not experience.text.strip():
                continue
            self._add_row(place, experience, forbidden, nogo_keys)
        self._rows_of.append(range(first, len(self._owner)))

    def _add_row(
        self,
        place: int,
        experience: Experience,
        forbidden: Mapping[str, float],
        nogo_keys: frozenset[str],
    ) -> None:
        row = len(self._owner)
        self._owner.append(place)
        other = about_another(experience.text)
        own = experience.role in OWN_ROLES if other is None else not other
        self._side.append(OWN if own else BESIDE)
        self._texts.append(experience)
        stopped = False
        lived = {one.concept: one.weight for one in self.recogniser.find(experience.text)}
        if not own:
            # A relative and a companion stand beside alike: how near is nobody's business.
            for concept in BESIDE_CONCEPTS & self.recogniser.scheme.concepts.keys():
                lived[concept] = max(lived.get(concept, 0.0), 0.6)
        for concept, weight in lived.items():
            if weight < FLOOR:
                continue
            self._concepts.setdefault(concept, _List()).add(row, weight)
            if weight >= 0.6 and forbidden.get(concept, 0.0) >= 0.6:
                stopped = True
        counts: dict[str, float] = defaultdict(float)
        length = 0
        for token in language.tokens(experience.text):
            length += 1
            for k, sure in self.recogniser.lexicon.readings(token.text):
                if k not in language.STOP:
                    counts[k] += sure
        shared = nogo_keys & counts.keys()
        self._stopped.append(stopped or len(shared) >= 2)
        self._length.append(float(length))
        for k, count in counts.items():
            tf = count * (_K + 1) / (count + _K * (1 - _B + _B * length / 25))
            self._words.setdefault(k, _List()).add(row, tf)

    def forget(self, person_id: str) -> bool:
        """Nothing of her is left in memory afterwards. False when she wasn't here."""
        place = self.place.pop(person_id, None)
        if place is None:
            return False
        self.people[place] = None
        for row in self._rows_of[place]:
            self._texts[row] = None
            self._owner[row] = -1
            self._gone += 1
        # Where her rows stand is looked up by half in every list: no list knows her by name.
        for lists in (self._concepts, self._words):
            for one in lists.values():
                for row in self._rows_of[place]:
                    one.empty(row)
        for one in self._no_go.values():
            one.empty(place)
        if self._gone > max(64, _EMPTY * len(self._owner)):
            left = [person for person in self.people if person is not None]
            self._reset()
            for person in left:
                self.add(person)
        return True

    # Asking

    def experience(self, row: int) -> Experience | None:
        """The experience of a row; None when it was forgotten."""
        return self._texts[row] if row >= 0 else None

    def rows_of(self, place: int) -> range:
        """The rows of somebody's experiences."""
        return self._rows_of[place]

    def own(self, row: int) -> bool:
        """Whether an experience is the person's own, and not from beside somebody."""
        return self._side[row] == OWN

    def stopped(self, row: int) -> bool:
        """Whether the person doesn't want to talk about this experience."""
        return bool(self._stopped[row])

    def no_go(self, concepts: Mapping[str, float]) -> Floats:
        """For each place, how surely one of these concepts is what the person won't talk about."""
        found = np.zeros(len(self.people), np.float32)
        for concept, near in concepts.items():
            if one := self._no_go.get(concept):
                at, weights = one.arrays()
                found[at] = np.maximum(found[at], weights * near)
        return found

    def score(self, asked: Asked, *, stopped: bool = False, text: bool = True) -> Scores:
        """Everybody's fit. `stopped=True` counts what people won't talk about as well."""
        people, rows = len(self.people), len(self._owner)
        if rows == 0:
            none = np.zeros(people, np.float32)
            return Scores(none, np.full(people, -1, np.int32), none)
        owner = np.frombuffer(self._owner, np.int32)
        side = np.frombuffer(self._side, np.int8)
        sides = np.array(asked.sides, np.float32)[side]
        if not stopped:
            sides = np.where(np.frombuffer(self._stopped, np.int8) > 0, np.float32(0), sides)
        sides = np.where(owner < 0, np.float32(0), sides)
        matched, evidence = self._matched(asked, rows)
        if text and asked.keys:
            matched = (1 - TEXT) * matched + TEXT * self._text(asked.keys, rows)
        matched *= sides
        evidence *= sides
        safe = np.where(owner < 0, 0, owner)
        best_score = np.zeros(people, np.float32)
        np.maximum.at(best_score, safe, matched)
        sure = np.zeros(people, np.float32)
        np.maximum.at(sure, safe, evidence)
        total = np.bincount(safe, matched, people).astype(np.float32)
        several = np.minimum(1.0, total - best_score)
        best = np.full(people, -1, np.int32)
        at_best = np.flatnonzero((matched > 0) & (matched >= best_score[safe]))[::-1]
        best[owner[at_best]] = at_best
        score = best_score + SEVERAL * several * (1 - best_score) * best_score
        return Scores(score.astype(np.float32), best, sure)

    def _matched(self, asked: Asked, rows: int) -> tuple[Floats, Floats]:
        scheme = self.recogniser.scheme
        whole = sum(asked.groups) or 1.0
        head = asked.groups.index(max(asked.groups)) if asked.groups else -1
        total = np.zeros(rows, np.float32)
        head_match = np.zeros(rows, np.float32)
        for number, heavy in enumerate(asked.groups):
            best = np.zeros(rows, np.float32)
            mean = np.zeros(rows, np.float32)
            own = [one for one in asked.wanted if one.group == number]
            share = sum(one.weight for one in own)
            for one in own:
                match = np.zeros(rows, np.float32)
                for concept, near in scheme.near(one.concept).items():
                    if found := self._concepts.get(concept):
                        at, weights = found.arrays()
                        match[at] = np.maximum(match[at], weights * np.float32(near))
                np.maximum(best, match * np.float32(one.weight / heavy), out=best)
                mean += match * np.float32(one.weight / share)
            group = np.float32(BEST_IN_GROUP) * best + np.float32(1 - BEST_IN_GROUP) * mean
            total += group * np.float32(heavy / whole)
            if number == head:
                head_match = best
        matched = total * (np.float32(1 - HEAD) + np.float32(HEAD) * head_match)
        return matched.astype(np.float32), head_match

    def _text(self, keys: Mapping[str, float], rows: int) -> Floats:
        found = np.zeros(rows, np.float32)
        most = 0.0
        for k, weight in keys.items():
            one = self._words.get(k)
            df = len(one.rows) if one else 0
            idf = log(1 + (rows - df + 0.5) / (df + 0.5))
            most += weight * idf
            if one is None or (df > _COMMON * rows and rows > 50):
                continue
            at, weights = one.arrays()
            found[at] += weights * np.float32(weight * idf)
        least: Floats = np.minimum(found / np.float32(0.35 * most or 1.0), np.float32(1))
        return least


def _telling(text: str) -> frozenset[str]:
    """The words of a no-go that may be found again in the experience it is about."""
    return frozenset(
        token.key for token in language.tokens(text) if token.key not in language.STOP
    ) - _EMPTY_WORDS  # fmt: skip


_EMPTY_WORDS = frozenset(
    language.key(word)
    for word in "prata talar frågor detaljer inget inte sådant som utom enskilt samtal rör".split()
)
