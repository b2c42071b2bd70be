"""Swedish words brought to one form: tokens, lemmas, stems, classes, compounds, spelling.

A *key* is what two forms of a word have in common (`fick`, `får` → `få`; `doktorn`, `läkaren` →
`läkar`). Keys are compared, never shown: what is shown is always the text itself.

The stemmer is Snowball's (`snowballstemmer`); what it can't know stands in `swedish/`: strong
verbs, words that are used for one another, and what a word is one of. Compounds are cut by the
words of the vocabulary and by nothing else, so that `hemtjänstpersonal` is home help and
`händelse` is no hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer

FOLDER = Path(__file__).parent / "swedish"
_WORD = re.compile(r"[^\W_]+(?:[-:’'][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…:;])[”\"’»)]*\s+|\n+")
_DROPPED_E = re.compile(r"([^aeiouyåäö])eln?$")
_CACHE = 200_000
_LINKS = ("", "s", "e", "a", "o", "u")
_LONGEST_WORD = 60  # what follows in a longer one is no Swedish
_SHORTEST_PART = 3
_SHORTEST_COMPOUND = 7
_SHORTEST_ALONE = 5  # a part that is known while the other is not
_SHORTEST_MISSPELT = 7

PART = 0.75  # how much of a word its known part says when both parts are known
LONE_PART = 0.6  # and when the other part is no word we know
MISSPELT = 0.8


def _entries(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        words = line.replace(":", " ").split()
        if words and not line.startswith("#"):
            yield words


def _words(name: str) -> frozenset[str]:
    return frozenset(word for entry in _entries(name) for word in entry)


_LEMMAS: dict[str, str] = {}
for _entry in _entries("lemmas.txt"):
    for _form in _entry:
        _LEMMAS.setdefault(_form.lower(), _entry[0].lower())

_stemmer = snowballstemmer.stemmer("swedish")


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place in a text that a pattern fits, or None."""
    found = None
    for one in pattern.finditer(text):
        found = one
    return found


@lru_cache(maxsize=_CACHE)
def _stem(word: str) -> str:
    lemma = _LEMMAS.get(word)
    if lemma is not None:
        return lemma
    stem = str(_stemmer.stemWord(word))
    # What Snowball's Swedish leaves: kassa-n, nyckel-n, and nyckel beside nycklar.
    if stem == word and len(word) > 4 and word.endswith(("an", "ans")):
        stem = word.removesuffix("s").removesuffix("an")
    stem = _DROPPED_E.sub(r"\1l", stem)
    return stem if len(stem) > 1 else word


_SYNONYMS: dict[str, str] = {}
for _entry in _entries("synonyms.txt"):
    for _form in _entry:
        _SYNONYMS.setdefault(_stem(_form), _stem(_entry[0]))


@lru_cache(maxsize=_CACHE)
def key(word: str) -> str:
    """The key of one word, in any form and case."""
    stem = _stem(word[:_LONGEST_WORD].lower())
    return _SYNONYMS.get(stem, stem)


_CLASSES: dict[str, tuple[str, ...]] = {}
for _entry in _entries("classes.txt"):
    for _form in _entry[1:]:
        _k = key(_form)
        _named = key(_entry[0])
        if _named not in _CLASSES.get(_k, ()) and _k != _named:
            _CLASSES[_k] = (*_CLASSES.get(_k, ()), _named)

# What looks like a word at the end of a longer one and only bends it.
_ENDINGS = frozenset(
    key(word)
    for word in (
        "skap skapa het ning else lig liga bar sam are ande tion ism ist dom ingen heten lighet"
        " aren arens ande anden ration fara fall sida sätt form"
    ).split()
)
STOP = frozenset(key(word) for word in _words("stop.txt"))
# In a label every word was put there on purpose; only the smallest ones are left out.
_STOP_IN_LABELS = _words("stop_in_labels.txt")


def classes(of: str) -> tuple[str, ...]:
    """The keys of what a key is one of: `mamma` → (`anhörig`,)."""
    return _CLASSES.get(of, ())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: as written, its key, and where it stands."""

    text: str
    key: str
    start: int
    end: int


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with the place where each begins."""
    found, at = [], 0
    for piece in _SENTENCE.split(text):
        begin = text.find(piece, at)
        if piece.strip():
            found.append((begin, piece))
        at = begin + len(piece)
    return found


def tokens(text: str, offset: int = 0) -> list[Token]:
    """The words of a text in order."""
    return [
        Token(m.group(), key(m.group()), offset + m.start(), offset + m.end())
        for m in _WORD.finditer(text)
    ]


@lru_cache(maxsize=_CACHE)
def label_keys(label: str) -> tuple[str, ...]:
    """The keys a label asks for: all its words but the smallest.

    Where only one word would be left ("gick av"), the small ones say what is meant and stay.
    """
    words = [m.group() for m in _WORD.finditer(label)]
    kept = [w for w in words if w.lower() not in _STOP_IN_LABELS]
    if len(kept) < 2:
        kept = words
    return tuple(dict.fromkeys(key(w) for w in kept))


def leans(label: str) -> bool:
    """Whether a label of several words has only one that isn't among the smallest."""
    words = [m.group().lower() for m in _WORD.finditer(label)]
    return len(words) > 1 and sum(word not in _STOP_IN_LABELS for word in words) < 2


class Lexicon:
    """The words of a vocabulary: cuts compounds by them, and reads misspelt ones as them."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.keys: set[str] = set()
        self._whole: set[str] = set(STOP)  # says what it means by itself, and is never cut
        self._misspelt: dict[str, str] = {}
        surface: set[str] = set()
        for label in labels:
            words = [m.group().lower() for m in _WORD.finditer(label)]
            surface.update(words)
            if len(words) == 1:
                self._whole.add(key(words[0]))
        self.keys = {key(word) for word in surface}
        for word in sorted(surface):
            if len(word) >= _SHORTEST_MISSPELT:
                for cut in _deletions(word):
                    self._misspelt.setdefault(cut, word)
        self._cached: dict[str, tuple[tuple[str, float], ...]] = {}

    def readings(self, word: str) -> tuple[tuple[str, float], ...]:
        """What a word may be read as: pairs of key and how sure, the surest reading of each."""
        word = word[:_LONGEST_WORD].lower()
        found = self._cached.get(word)
        if found is None:
            if len(self._cached) > _CACHE:
                self._cached.clear()
            found = self._cached[word] = self._read(word)
        return found

    def _read(self, word: str) -> tuple[tuple[str, float], ...]:
        own = key(word)
        read = {own: 1.0}
        if own not in self._whole and word not in _LEMMAS:
            for part, sure in self._parts(word):
                read[part] = max(read.get(part, 0.0), sure)
        if own not in self.keys and own not in STOP:
            meant = self._spelling(word)
            if meant and (len(read) == 1 or key(meant) in self._whole):
                read[key(meant)] = MISSPELT
                for part, sure in self._parts(meant):
                    read[part] = max(read.get(part, 0.0), sure * MISSPELT)
        return tuple(read.items())

    def _parts(self, word: str) -> list[tuple[str, float]]:
        if "-" in word:
            pieces = [key(piece) for piece in word.split("-") if len(piece) > 1]
            return [(piece, PART) for piece in pieces]
        if len(word) < _SHORTEST_COMPOUND:
            return []
        best: list[tuple[str, float]] = []
        weight = 0.0
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            left, right = self._left(word[:cut]), key(word[cut:])
            right_known = right in self.keys and right not in _ENDINGS and len(word) - cut >= 4
            if left and right_known:
                found, size = [(left, PART), (right, PART)], 1000.0 + cut
            elif left and cut >= _SHORTEST_ALONE:
                found, size = [(left, LONE_PART)], float(cut)
            elif right_known and len(word) - cut >= _SHORTEST_ALONE and cut >= 4:
                found, size = [(right, LONE_PART * 0.8)], float(len(word) - cut)
            else:
                continue
            if size > weight:
                best, weight = found, size
        return best

    def _left(self, piece: str) -> str | None:
        for link in _LINKS:
            whole = piece.removesuffix(link) if link in ("", "s") else piece + link
            if link == "o" and piece.endswith("o"):
                whole = piece[:-1] + "a"
            if link == "s" and not piece.endswith("s"):
                continue
            if len(whole) >= _SHORTEST_PART and key(whole) in self.keys:
                return key(whole)
        return None

    def _spelling(self, word: str) -> str | None:
        if len(word) < _SHORTEST_MISSPELT:
            return None
        for cut in (word, *_deletions(word)):
            meant = self._misspelt.get(cut)
            if meant and meant[0] == word[0] and abs(len(meant) - len(word)) <= 1:
                # Another ending is another form or another word, and no slip of the hand.
                if meant[:-2] == word[:-2] or _stem(meant)[:4] != word[:4] != meant[:4]:
                    continue
                return meant
        return None


def _deletions(word: str) -> list[str]:
    """The word with one letter left out, for every letter: one slip away, two words share one."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]
