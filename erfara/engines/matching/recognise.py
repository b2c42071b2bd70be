"""From a text in anybody's words to concepts, each with the words that carried it.

A label is found when all its words stand near each other in one sentence, in any order: Swedish
turns its order, and people put things between. What is denied ("har aldrig haft hemtjänst"), what
was work and no experience ("arbetat trettio år i hemtjänsten") and what was thought first and
wasn't so ("trodde att det var migrän, men") counts for little. A lack is an experience: "fick
aldrig någon rehab" is about rehabilitation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import log

from erfara.engines.matching import language
from erfara.engines.matching.language import Lexicon, Token
from erfara.engines.matching.scheme import Scheme, experience

WEIGHTS = {"pref": 1.0, "alt": 1.0, "hidden": 0.9, "clue": 0.42, "beside": 0.6}
ONLY_NAMES = 0.8
ONLY_CLUES = 0.8  # as sure as hints alone can make it
DENIED, WORKED, SUPPOSED = 0.08, 0.12, 0.4
_SWALLOWED = 0.45  # a word inside a longer expression that means something else
_SHORTEST_PART = 4  # a shorter word inside a longer one says nothing by itself
_REMEMBERED = 20_000  # sentences; the same ones are read again for every request
_LONGEST = 20_000  # characters read of one text; an interview is a tenth of that

_NOT = frozenset(
    language.key(word)
    for word in ("inte", "ej", "icke", "inget", "ingen", "inga", "aldrig", "utan", "slapp", "nej")
)
_NEGATED = re.compile(
    r"\b(?:har|hade|haft|är|var|varit|lider|behöver|behövt|behövde|gäller|handlar|rör|söker|avser)\b"
    r"(?:\s+\w+){0,2}?\s+(?:inte|ej|aldrig|icke)\b"
    r"|\b(?:aldrig|inte|ej)\s+(?:\w+\s+)?(?:haft|varit|legat|druckit|rökt|använt|behövt|levt|drabbats)\b"
    r"|\b(?:inte|ej)\s+(?:om|för|till|vid|med|av)\b"
    r"|\b(?:ingen|inget|inga)\s+"
    r"|^inte\s",
    re.IGNORECASE,
)
_WORKED = re.compile(
    r"\b(?:arbetat|arbetade|arbetar|jobbat|jobbade|jobbar|anställd|utbildad|yrkesverksam"
    r"|tjänstgjort|arbetslivet|yrkesliv\w*)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:i|inom|på|som|med|vid|åt)\b", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"\b(?:trodde|misstänkte|misstänktes|trott)\b[^,.;]{0,60}$"
    r"|\bvisade sig inte\b[^,.;]{0,30}$|\bblev det (?:inte|aldrig|ingen)\b[^,.;]{0,20}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;–—]|\s(?:men|utan|däremot|fast)\s", re.IGNORECASE)
# Words that can only mean that something was lacking or refused, and so was met.
_ANOTHER = re.compile(
    r"\b(?:inte jag(?: själv)? utan|inte jag som|det var inte jag|inte mig utan|gällde inte mig"
    r"|handlar inte om mig|inte min egen)\b",
    re.IGNORECASE,
)
_ONESELF = re.compile(
    r"\b(?:jag själv (?:har|hade|blev|fick)|fråga mig och inte|själv (?:fått|haft|drabbats))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A concept in a text: how surely it is meant (0..1), and the words that say so."""

    concept: str
    weight: float
    words: str
    start: int
    end: int
    denied: bool = False


@dataclass(frozen=True, slots=True)
class _Label:
    concept: str
    keys: tuple[str, ...]
    weight: float
    kind: str
    denies: bool
    tight: bool  # leans on small words, which must stand beside it
    all_keys: frozenset[str]


@dataclass(slots=True)
class _Hit:
    label: _Label
    tokens: tuple[int, ...]
    weight: float
    start: int
    end: int
    whole: bool = True  # no word was read out of a compound
    close: bool = True  # its words stand side by side


class Recogniser:
    """Finds the concepts of one scheme in texts. Made once; asking changes nothing in it."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        every = [
            (concept, label)
            for concept in scheme.concepts.values()
            for label in concept.labels
            if label.lang == "sv"
        ]
        swedish = [(concept, label) for concept, label in every if label.kind != "beside"]
        self._beside = [(c.id, label.text) for c, label in every if label.kind == "beside"]
        self.lexicon = Lexicon(label.text for _, label in every)
        made: dict[tuple[str, tuple[str, ...]], _Label] = {}
        for concept, label in swedish:
            keys = language.label_keys(label.text)
            weight = WEIGHTS[label.kind]
            old = made.get((concept.id, keys))
            if keys and (old is None or old.weight < weight):
                denies = any(k in _NOT for k in keys)
                tight = language.leans(label.text)
                made[concept.id, keys] = _Label(
                    concept.id, keys, weight, label.kind, denies, tight, frozenset(keys)
                )
        self._known: dict[tuple[str, bool], list[Found]] = {}
        self._labels = tuple(made.values())
        shared: dict[str, int] = defaultdict(int)
        for one in made.values():
            for k in one.keys:
                shared[k] += 1
        self._by_key: dict[str, list[_Label]] = defaultdict(list)
        for one in made.values():
            self._by_key[min(one.keys, key=lambda k: (shared[k], k))].append(one)

    @cached_property
    def _profiles(self) -> dict[str, dict[str, float]]:
        """For each concept the words of its labels, those that few other concepts have the most."""
        seen: dict[str, dict[str, float]] = {one: {} for one in self.scheme.concepts}
        for label in self._labels:
            own = seen[label.concept]
            for k in label.keys:
                if k not in language.STOP:
                    own[k] = min(2.0, own.get(k, 0.0) + label.weight / len(label.keys) ** 0.5)
        for concept, text in self._beside:
            for k in language.label_keys(text):
                seen[concept][k] = max(seen[concept].get(k, 0.0), WEIGHTS["beside"])
        spread: dict[str, int] = defaultdict(int)
        for own in seen.values():
            for k in own:
                spread[k] += 1
        many = len(seen)
        profiles = {}
        for one, own in seen.items():
            telling = {k: weight * log(1 + many / spread[k]) for k, weight in own.items()}
            size = sum(weight * weight for weight in telling.values()) ** 0.5 or 1.0
            profiles[one] = {k: weight / size for k, weight in telling.items()}
        return profiles

    def profile(self, concept: str) -> dict[str, float]:
        """The words that go with a concept, with what each says for it. Longest side is 1."""
        return self._profiles[concept]

    def find(self, text: str, *, names: bool = False) -> list[Found]:
        """The concepts of a text, the surest first. Empty for nothing we know.

        With `names` only what names a concept counts fully: a request is written in terms, and
        what people say instead of a term is a word like any other there.
        """
        best: dict[str, Found] = {}
        for start, sentence in language.sentences(text[:_LONGEST]):
            for at_start in self._remembered(sentence, names):
                found = at_start
                if start:
                    # Not `replace`: a fifth of the reading of a text was spent in it.
                    found = Found(
                        found.concept, found.weight, found.words, found.start + start,
                        found.end + start, found.denied,
                    )  # fmt: skip
                old = best.get(found.concept)
                if old is None:
                    best[found.concept] = found
                elif old.denied and found.denied:
                    continue
                else:
                    strong, weak = (found, old) if found.weight > old.weight else (old, found)
                    both = 1 - (1 - strong.weight) * (1 - 0.5 * weak.weight)
                    best[found.concept] = Found(
                        strong.concept, min(1.0, both), strong.words, strong.start, strong.end
                    )
        return sorted(best.values(), key=lambda f: (-f.weight, f.concept))

    def _remembered(self, sentence: str, names: bool) -> list[Found]:
        known = self._known.get((sentence, names))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[sentence, names] = self._in_sentence(sentence, names=names)
        return known

    def forget(self) -> None:
        """Let go of every sentence that was read: somebody's words may be among them."""
        self._known.clear()

    def _in_sentence(self, sentence: str, *, names: bool) -> list[Found]:
        words = language.tokens(sentence)
        places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        kinds: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, word in enumerate(words):
            for k, sure in self.lexicon.readings(word.text):
                places[k].append((at, sure))
                for of in language.classes(k):
                    kinds[of].append((at, sure))
        # "Dottern" is a relative where a label says relative beside something else, never alone.
        wider = {k: [*places.get(k, ()), *kinds[k]] for k in kinds}
        there = places.keys() | wider.keys()
        hits = [
            hit
            for k in dict.fromkeys((*places, *wider))
            for label in self._by_key.get(k, ())
            if label.all_keys <= there
            and (hit := _match(label, places, wider, words, names=names)) is not None
        ]
        _swallow(hits)
        if names:
            hits = [hit for hit in hits if hit.label.kind != "clue"]
            for hit in hits:
                if hit.label.kind == "hidden":
                    hit.weight *= ONLY_NAMES if len(hit.tokens) > 1 else ONLY_NAMES**2
        by_concept: dict[str, list[_Hit]] = defaultdict(list)
        for hit in hits:
            by_concept[hit.label.concept].append(hit)
        found = []
        for concept, own in by_concept.items():
            own.sort(key=lambda h: (-h.weight, h.start, h.label.keys))
            said, covered, first = 0.0, set(own[0].tokens), own[0]
            said = first.weight
            for hit in own[1:]:
                if set(hit.tokens) - covered:
                    said = 1 - (1 - said) * (1 - hit.weight * 0.7)
                    covered |= set(hit.tokens)
            if first.label.kind == "clue":
                said = min(said, ONLY_CLUES)
            factor = self._holds(first, sentence, concept)
            found.append(
                Found(
                    concept,
                    said * factor,
                    sentence[first.start : first.end],
                    first.start,
                    first.end,
                    factor < SUPPOSED,
                )
            )
        return found

    def _holds(self, hit: _Hit, sentence: str, concept: str) -> float:
        """1 where the words mean what they say, less where they are denied or about work."""
        begin = 0
        for cut in _CLAUSE.finditer(sentence, 0, hit.start):
            begin = cut.end()
        before = sentence[begin : hit.start]
        kind = self.scheme.kind(concept)
        if kind == "quality":
            return 1.0
        worked = _WORKED.search(before)
        if worked and _AT.search(before, worked.end()) and not hit.label.denies:
            facet = self.scheme.concepts[concept].facet
            if facet in ("care", "social", "phases", "birth", "senses", "work", "addiction"):
                return WORKED
        if hit.label.denies:
            return 1.0
        if _SUPPOSED.search(before):
            return SUPPOSED
        denial = language.last(_NEGATED, before)
        if denial is None:
            return 1.0
        between = len(before[denial.end() :].split())
        bare = denial.group().strip().lower() in ("ingen", "inget", "inga")
        if bare:
            # "Ingen frågade", "ingen rehab": somebody or something was missing, and that was met.
            return DENIED if between == 0 and self.scheme.concepts[concept].facet in (
                "body", "mind", "addiction") else 1.0  # fmt: skip
        return DENIED if between <= 4 else 1.0


def _match(
    label: _Label,
    places: dict[str, list[tuple[int, float]]],
    wider: dict[str, list[tuple[int, float]]],
    words: list[Token],
    *,
    names: bool,
) -> _Hit | None:
    """The narrowest place in a sentence where all words of the label stand together."""
    if len(label.keys) == 1:
        alone = places.get(label.keys[0])
        if alone is None:
            return None
        at, sure = max(alone, key=lambda place: place[1])
        if sure < 1 and len(label.keys[0]) < _SHORTEST_PART:
            return None
        return _Hit(label, (at,), label.weight * sure, words[at].start, words[at].end)
    lists = []
    for k in label.keys:
        found = wider.get(k) or places.get(k)
        if found is None:
            return None
        lists.append(found)
    named = names and label.kind in ("pref", "alt")
    widest = 2 if label.tight else len(lists) + 3 if named else 2 * len(lists) + 3
    best: tuple[int, float, tuple[int, ...]] | None = None
    for at, sure in lists[0]:
        taken, least = [at], sure
        for others in lists[1:]:
            near = min(others, key=lambda place: (abs(place[0] - at), -place[1]))
            taken.append(near[0])
            least = min(least, near[1])
        span = max(taken) - min(taken)
        if len(set(taken)) == 1 and least >= 1:
            continue  # one whole word is not two
        if named and taken != sorted(taken):
            continue  # a term keeps its order: a lost child is no child of a lost one
        if span <= widest and (best is None or (span, -least) < best[:2]):
            best = (span, -least, tuple(sorted(set(taken))))
    if best is None:
        return None
    span, least, taken_at = best
    # Two of the label's words in one compound of the text are nearer than any two words.
    loose = 1.0 if span < len(lists) + 2 else 0.85
    start, end = words[taken_at[0]].start, words[taken_at[-1]].end
    return _Hit(
        label, taken_at, label.weight * -least * loose, start, end, -least >= 1, span <= len(lists)
    )


def _swallow(hits: list[_Hit]) -> None:
    """A longer expression keeps its words for itself: `god man` is no man."""
    longer = [hit for hit in hits if len(hit.tokens) > 1 and hit.label.kind != "clue"]
    for hit in hits:
        own = set(hit.tokens)
        if any(
            len(other.tokens) > len(hit.tokens)
            and own < set(other.tokens)
            and other.label.concept != hit.label.concept
            and other.whole
            and other.close
            for other in longer
        ):
            hit.weight *= _SWALLOWED


def about_another(text: str) -> bool | None:
    """True when the text says that it is somebody else's experience, False for one's own."""
    if _ANOTHER.search(text):
        return True
    if _ONESELF.search(text):
        return False
    return None


@cache
def recogniser() -> Recogniser:
    """The recogniser of the scheme that comes with Erfara."""
    return Recogniser(experience())


@lru_cache(maxsize=8)
def recogniser_saying(words: tuple[tuple[str, str], ...]) -> Recogniser:
    """The same for a library with words of its own: pairs of word and concept."""
    return Recogniser(experience().saying(words)) if words else recogniser()
