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
from typing import Any

import numpy as np
import numpy.typing as npt

from erfara.engines.matching import language
from erfara.engines.matching.asked import BESIDE, OWN, Asked
from erfara.engines.matching.people import OWN_ROLES, Experience, Person
from erfara.engines.matching.recognise import Found, Recogniser, about_another

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.signedinteger[Any]]

FLOOR = 0.25  # a concept that is less sure in a text is not kept
BEST_IN_GROUP = 0.7  # the rest is how much of the whole group is answered
TEXT = 0.12  # what the same words add to the same meaning
LIKELY = 0.5  # what words say that go with what is asked, but name nothing by themselves
SEVERAL = 0.25  # what is answered by the person's experiences together, not by one alone
HEAD = 0.55  # how much of the score needs the group that the request is about
BESIDE_CONCEPTS = frozenset({"relatives", "accompanying-a-friend"})
_K, _B = 1.2, 0.6
_EMPTY = 0.25
_COMMON, _FEW = 0.04, 150  # words in more rows than this tell nobody from anybody
NARROW = 2000  # rows that are scored exactly
LEAST_ROUGH = 0.05
NEAR_ENOUGH = 0.3


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
        self._start = array("q")
        self._row_concept = array("h")
        self._row_weight = array("f")
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

    def lived(self, experience: Experience) -> dict[str, Found]:
        """The concepts of an experience: those its words say, as somebody has set them right."""
        found = {one.concept: one for one in self.recogniser.find(experience.text)}
        for concept in experience.accepted:
            if concept in self.recogniser.scheme.concepts:
                known = found.get(concept)
                words = known.words if known else self.recogniser.scheme.concepts[concept].name()
                found[concept] = Found(concept, 1.0, words, 0, 0)
        for concept in experience.rejected:
            found.pop(concept, None)
        return found

    def renew(self, person: Person) -> bool:
        """Somebody's circumstances anew, with the same experiences and the same no-go.

        False when she isn't here, or has told something else: then she is to be added.
        """
        place = self.place.get(person.id)
        old = self.people[place] if place is not None else None
        if place is None or old is None:
            return False
        if old.experiences != person.experiences or old.no_go != person.no_go:
            return False
        self.people[place] = person
        return True

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
        lived = {concept: one.weight for concept, one in self.lived(experience).items()}
        if not own:
            # A relative and a companion stand beside alike: how near is nobody's business.
            for concept in BESIDE_CONCEPTS & self.recogniser.scheme.concepts.keys():
                lived[concept] = max(lived.get(concept, 0.0), 0.6)
        self._start.append(len(self._row_concept))
        order = self.recogniser.scheme.order
        for concept, weight in lived.items():
            if weight < FLOOR:
                continue
            self._row_concept.append(order[concept])
            self._row_weight.append(weight)
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
        for k, count in counts.items():
            tf = count * (_K + 1) / (count + _K * (1 - _B + _B * length / 25))
            self._words.setdefault(k, _List()).add(row, tf)

    def forget(self, person_id: str) -> bool:
        """Nothing of her is left in memory afterwards. False when she wasn't here."""
        place = self.place.pop(person_id, None)
        if place is None:
            return False
        self.people[place] = None
        self.recogniser.forget()
        for row in self._rows_of[place]:
            self._texts[row] = None
            self._owner[row] = -1
            last = self._start[row + 1] if row + 1 < len(self._start) else len(self._row_weight)
            for at in range(self._start[row], last):
                self._row_concept[at], self._row_weight[at] = 0, 0.0
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
        """Everybody's fit. `stopped=True` counts what people won't talk about as well.

        First a sum over the lists of all that is near, for every row at once; then the exact score
        for the `NARROW` rows that it puts first. A library of fewer rows is scored exactly whole.
        """
        people, rows = len(self.people), len(self._owner)
        if rows == 0:
            none = np.zeros(people, np.float32)
            return Scores(none, np.full(people, -1, np.int32), none)
        owner = np.frombuffer(self._owner, np.int32)
        own_words = likely = np.zeros(0, np.float32)
        text = text and bool(asked.keys)
        if text:
            own_words = self._text(asked.keys, rows, 0.35)
            likely = self._text(asked.likely, rows, 0.2)
        if rows > NARROW:
            rough = self._rough(asked, rows)
            if text:
                rough += np.float32(0.3) * likely
            among = np.flatnonzero(rough > LEAST_ROUGH)
            if len(among) > NARROW:
                cut = np.argpartition(rough[among], len(among) - NARROW)
                among = np.sort(among[cut[len(among) - NARROW :]])
        else:
            among = np.arange(rows)
        owner = owner[among]
        sides = np.array(asked.sides, np.float32)[np.frombuffer(self._side, np.int8)[among]]
        sides[owner < 0] = 0
        if not stopped:
            sides[np.frombuffer(self._stopped, np.int8)[among] > 0] = 0
        matched, evidence = self._matched(asked, among)
        if text:
            matched = (1 - TEXT - LIKELY) * matched + TEXT * own_words[among]
            matched += LIKELY * likely[among]
        return _by_person(owner, among, matched * sides, evidence * sides, people)

    def _rough(self, asked: Asked, rows: int) -> Floats:
        worth: dict[str, float] = {}
        for one in asked.wanted:
            for concept, near in self.recogniser.scheme.near(one.concept).items():
                if near >= NEAR_ENOUGH:
                    worth[concept] = max(worth.get(concept, 0.0), one.weight * near)
        rough = np.zeros(rows, np.float32)
        for concept, weight in worth.items():
            if weight >= 0.1 and (found := self._concepts.get(concept)):
                at, weights = found.arrays()
                rough[at] += weights * np.float32(weight)
        return rough

    def _table(self, among: Rows) -> Floats:
        """The concepts of some rows, one line for each concept of the scheme."""
        starts = np.frombuffer(self._start, np.int64)
        first = starts[among]
        size = np.append(starts, len(self._row_concept))[among + 1] - first
        line = np.repeat(np.arange(len(among)), size)
        within = np.arange(len(line)) - np.repeat(np.cumsum(size) - size, size)
        at = np.repeat(first, size) + within
        table = np.zeros((len(self.recogniser.scheme.concepts), len(among)), np.float32)
        concepts = np.frombuffer(self._row_concept, np.int16)[at]
        table[concepts, line] = np.frombuffer(self._row_weight, np.float32)[at]
        return table

    def _matched(self, asked: Asked, among: Rows) -> tuple[Floats, Floats]:
        scheme = self.recogniser.scheme
        table = self._table(among)
        whole = sum(asked.groups) or 1.0
        head = asked.groups.index(max(asked.groups)) if asked.groups else -1
        total = np.zeros(len(among), np.float32)
        head_match = np.zeros(len(among), np.float32)
        for number, heavy in enumerate(asked.groups):
            best = np.zeros(len(among), np.float32)
            mean = np.zeros(len(among), np.float32)
            own = [one for one in asked.wanted if one.group == number]
            share = sum(one.weight for one in own)
            for one in own:
                match = np.zeros(len(among), np.float32)
                for concept, near in scheme.near(one.concept).items():
                    np.maximum(match, table[scheme.order[concept]] * np.float32(near), out=match)
                np.maximum(best, match * np.float32(one.weight / heavy), out=best)
                mean += match * np.float32(one.weight / share)
            group = np.float32(BEST_IN_GROUP) * best + np.float32(1 - BEST_IN_GROUP) * mean
            total += group * np.float32(heavy / whole)
            if number == head:
                head_match = best
        matched: Floats = total * (np.float32(1 - HEAD) + np.float32(HEAD) * head_match)
        return matched, head_match

    def _text(self, keys: Mapping[str, float], rows: int, whole: float) -> Floats:
        found = np.zeros(rows, np.float32)
        most = 0.0
        common = max(_COMMON * rows, _FEW)
        for k, weight in keys.items():
            one = self._words.get(k)
            df = len(one.rows) if one else 0
            idf = log(1 + (rows - df + 0.5) / (df + 0.5))
            most += weight * idf
            if one is None or df > common:
                continue
            at, weights = one.arrays()
            found[at] += weights * np.float32(weight * idf)
        least: Floats = np.minimum(found / np.float32(whole * most or 1.0), np.float32(1))
        return least


def _by_person(owner: Rows, among: Rows, matched: Floats, evidence: Floats, people: int) -> Scores:
    """From rows to people: the best row decides, what others add is a little."""
    safe = np.where(owner < 0, 0, owner)
    best_score = np.zeros(people, np.float32)
    np.maximum.at(best_score, safe, matched)
    sure = np.zeros(people, np.float32)
    np.maximum.at(sure, safe, evidence)
    several = np.bincount(safe, matched, people).astype(np.float32) - best_score
    several = np.clip(several, 0.0, 1.0)
    best = np.full(people, -1, np.int32)
    at_best = np.flatnonzero((matched > 0) & (matched >= best_score[safe]))[::-1]
    best[owner[at_best]] = among[at_best]
    score = best_score + SEVERAL * several * (1 - best_score) * best_score
    return Scores(score.astype(np.float32), best, sure)


def _telling(text: str) -> frozenset[str]:
    """The words of a no-go that may be found again in the experience it is about."""
    return frozenset(
        token.key for token in language.tokens(text) if token.key not in language.STOP
    ) - _EMPTY_WORDS  # fmt: skip


_EMPTY_WORDS = frozenset(
    language.key(word)
    for word in "prata talar frågor detaljer inget inte sådant som utom enskilt samtal rör".split()
)
