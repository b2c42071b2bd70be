"""The vocabulary of experience: concepts, their labels, and how near they are to each other.

The scheme is SKOS in Turtle (`scheme/*.ttl`, CC0), read once and then only asked. A library may
add a scheme of its own, whose concepts point into this one with `skos:broader`.

A label's kind says how surely its words mean the concept:

- `pref`, `alt`: names of it, as people and professionals say them.
- `hidden`: what is said *instead* of a name ("gick in i väggen"), never shown as a name.
- `clue`: a word that often goes with it and may mean something else. One is a hint, two are more.
- `beside`: a word of the surroundings. It finds no concept, and brings texts nearer to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from math import log2
from pathlib import Path

from erfara.engines.matching.errors import SchemeError
from erfara.engines.matching.turtle import RDF_TYPE, Literal, triples

FOLDER = Path(__file__).parent / "scheme"
BASE = "https://w3id.org/erfara/experience/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWN = "https://w3id.org/erfara/scheme/"
_DC = "http://purl.org/dc/terms/"
_OWL = "http://www.w3.org/2002/07/owl#"
_FACET = "facet-"
_LABELS = {
    _SKOS + "altLabel": "alt",
    _SKOS + "hiddenLabel": "hidden",
    _OWN + "clue": "clue",
    _OWN + "beside": "beside",
}

# How much an experience of the one says about the other.
NARROWER = (0.75, 0.6, 0.5)  # asked generally, lived specifically: by steps down
BROADER = (0.3, 0.12)  # asked specifically, lived "something of the kind": by steps up
RELATED = 0.3
SIBLING = 0.1
_TOO_WIDE = 14  # a parent of more than this brings its children no nearer to each other


@dataclass(frozen=True, slots=True)
class Label:
    """A way to say a concept."""

    text: str
    kind: str
    lang: str = "sv"


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that people live through, with the words for it."""

    id: str
    facet: str
    names: Mapping[str, str]
    labels: tuple[Label, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    replaced_by: str | None = None
    deprecated: bool = False

    def name(self, lang: str = "sv") -> str:
        """Its preferred name."""
        return self.names.get(lang) or self.names["sv"]


@dataclass(frozen=True, slots=True)
class Facet:
    """A side from which experiences are sorted. `kind`: core, quality or person."""

    id: str
    names: Mapping[str, str]
    kind: str


@dataclass
class Scheme:
    """All concepts that are in use, in the order of their files."""

    concepts: dict[str, Concept]
    facets: dict[str, Facet]
    version: str = ""

    @cached_property
    def order(self) -> dict[str, int]:
        """Concept → its number, for arrays."""
        return {one: number for number, one in enumerate(self.concepts)}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Concept → those directly below it."""
        below: dict[str, list[str]] = {one: [] for one in self.concepts}
        for concept in self.concepts.values():
            for above in concept.broader:
                below[above].append(concept.id)
        return {one: tuple(found) for one, found in below.items()}

    def descendants(self, of: str) -> dict[str, int]:
        """Everything below a concept, with the fewest steps down to it."""
        return _reach(of, self.children)

    def ancestors(self, of: str) -> dict[str, int]:
        """Everything above a concept, with the fewest steps up to it."""
        if of not in self._above:
            self._above[of] = _reach(of, {one: c.broader for one, c in self.concepts.items()})
        return self._above[of]

    @cached_property
    def _above(self) -> dict[str, dict[str, int]]:
        return {}

    def saying(self, words: Iterable[tuple[str, str]]) -> Scheme:
        """The same scheme with a library's own words for its concepts: pairs of word and concept.

        A word for a concept that isn't there says nothing.
        """
        own: dict[str, list[Label]] = {}
        for word, concept in words:
            if concept in self.concepts and word.strip():
                own.setdefault(concept, []).append(Label(word.strip(), "alt"))
        concepts = {
            one: replace(concept, labels=(*concept.labels, *own.get(one, ())))
            for one, concept in self.concepts.items()
        }
        return Scheme(concepts, self.facets, self.version)

    def kind(self, of: str) -> str:
        """`core`, `quality` or `person`: what part a concept plays in a request."""
        return self.facets[self.concepts[of].facet].kind

    def width(self, of: str) -> float:
        """1 for a concept with nothing below it, less the more it spans."""
        if of not in self._widths:
            self._widths[of] = 1 / (1 + 0.22 * log2(1 + len(self.descendants(of))))
        return self._widths[of]

    @cached_property
    def _widths(self) -> dict[str, float]:
        return {}

    def near(self, asked: str) -> dict[str, float]:
        """What experiences answer a wish for `asked`, and how well: concept → 0..1."""
        if asked not in self._near:
            self._near[asked] = self._nearness(asked)
        return self._near[asked]

    @cached_property
    def _near(self) -> dict[str, dict[str, float]]:
        return {}

    def _nearness(self, asked: str) -> dict[str, float]:
        found: dict[str, float] = {}

        def put(one: str, value: float) -> None:
            if value > found.get(one, 0.0):
                found[one] = value

        for one, steps in self.ancestors(asked).items():
            put(one, BROADER[min(steps, len(BROADER)) - 1] * self.width(one) ** 0.5)
        for parent in self.concepts[asked].broader:
            if len(self.children[parent]) <= _TOO_WIDE:
                for one in self.children[parent]:
                    put(one, SIBLING)
        for one in self._related.get(asked, ()):
            put(one, RELATED)
            for below in self.children[one]:
                put(below, RELATED * 0.75)
        for one, steps in self.descendants(asked).items():
            put(one, NARROWER[min(steps, len(NARROWER)) - 1])
        found[asked] = 1.0
        return found

    @cached_property
    def _related(self) -> dict[str, tuple[str, ...]]:
        both: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for one in concept.related:
                both.setdefault(concept.id, []).append(one)
                both.setdefault(one, []).append(concept.id)
        return {one: tuple(dict.fromkeys(found)) for one, found in both.items()}


def _reach(start: str, steps: Mapping[str, Iterable[str]]) -> dict[str, int]:
    reached: dict[str, int] = {}
    ring, far = [start], 0
    while ring:
        far += 1
        ring = [b for a in ring for b in steps[a] if b not in reached and b != start]
        reached.update({one: far for one in ring if one not in reached})
    return reached


@dataclass
class _Draft:
    type: str = ""
    names: dict[str, str] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    facet: str = ""
    kind: str = ""
    replaced_by: str | None = None
    deprecated: bool = False
    version: str = ""


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


def _collect(text: str, name: str, drafts: dict[str, _Draft]) -> None:
    lists = {_SKOS + "broader": "broader", _SKOS + "related": "related"}
    links = {_SKOS + "closeMatch", _SKOS + "exactMatch"}
    for subject, predicate, value in triples(text, name):
        draft = drafts.setdefault(_short(subject), _Draft())
        if isinstance(value, Literal):
            if predicate == _SKOS + "prefLabel":
                draft.names[value.lang] = value.text
                draft.labels.append(Label(value.text, "pref", value.lang))
            elif predicate in _LABELS:
                draft.labels.append(Label(value.text, _LABELS[predicate], value.lang))
            elif predicate == _SKOS + "scopeNote":
                draft.notes[value.lang] = value.text
            elif predicate == _OWN + "kind":
                draft.kind = value.text
            elif predicate == _OWL + "deprecated":
                draft.deprecated = value.text == "true"
            elif predicate == _OWL + "versionInfo":
                draft.version = value.text
        elif predicate == RDF_TYPE:
            draft.type = value.removeprefix(_SKOS)
        elif predicate in lists:
            getattr(draft, lists[predicate]).append(_short(value))
        elif predicate in links:
            draft.links.append(value)
        elif predicate == _OWN + "facet":
            draft.facet = _short(value).removeprefix(_FACET)
        elif predicate == _DC + "isReplacedBy":
            draft.replaced_by = _short(value)


def read(texts: Iterable[tuple[str, str]]) -> Scheme:
    """A scheme from (name, Turtle) pairs; an own scheme of a library comes after the main one.

    Concepts that are no longer used are left out, and their labels find their replacement. Raises
    `SchemeError` for a name that is missing in a language, or a link that leads nowhere.
    """
    drafts: dict[str, _Draft] = {}
    for name, text in texts:
        _collect(text, name, drafts)
    facets = {
        one.removeprefix(_FACET): Facet(one.removeprefix(_FACET), d.names, d.kind or "core")
        for one, d in drafts.items()
        if d.type == "Collection"
    }
    concepts: dict[str, Concept] = {}
    old: dict[str, _Draft] = {}
    for one, d in drafts.items():
        if d.type != "Concept":
            continue
        if d.deprecated:
            old[one] = d
            continue
        for lang in ("sv", "en"):
            if not d.names.get(lang):
                raise SchemeError(f"{one} has no name in the language {lang!r}.")
        if d.facet not in facets:
            raise SchemeError(f"{one} belongs to no facet.")
        concepts[one] = Concept(
            one, d.facet, d.names, tuple(d.labels), tuple(d.broader), tuple(d.related),
            d.notes, tuple(d.links),
        )  # fmt: skip
    for one, d in old.items():
        if d.replaced_by not in concepts:
            raise SchemeError(f"{one} is no longer used, and what replaces it isn't there.")
        new = concepts[d.replaced_by]
        moved = tuple(Label(label.text, "hidden", label.lang) for label in d.labels)
        concepts[new.id] = Concept(
            new.id, new.facet, new.names, (*new.labels, *moved), new.broader, new.related,
            new.notes, new.links,
        )  # fmt: skip
    for concept in concepts.values():
        for other in (*concept.broader, *concept.related):
            if other not in concepts:
                raise SchemeError(f"{concept.id} points at {other}, which isn't there.")
    scheme = Scheme(concepts, facets, next((d.version for d in drafts.values() if d.version), ""))
    for one in concepts:
        if any(one == up or one in scheme.ancestors(up) for up in concepts[one].broader):
            raise SchemeError(f"{one} lies below itself.")
    return scheme


@cache
def experience() -> Scheme:
    """The scheme that comes with Erfara."""
    files = sorted(FOLDER.glob("*.ttl"), key=lambda path: (path.stem != "scheme", path.stem))
    return read((path.name, path.read_text(encoding="utf-8")) for path in files)
