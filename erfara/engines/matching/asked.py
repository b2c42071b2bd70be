"""What a request asks for: concepts with their weight, in groups, and from whom.

The wish weighs most, the purpose a little, the borrower's own name hardly at all. What is named
first is what it is about; examples ("till exempel", in brackets) and extras ("gärna", "särskilt")
are alternatives and no demands. Concepts of one facet are alternatives to each other and make one
group; a person who answers several groups fits better than one who answers the same group twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from erfara.engines.matching import language
from erfara.engines.matching.recognise import Found, Recogniser

OWN, BESIDE = 0, 1
FIELDS = (("wished_experience", 1.0), ("purpose", 0.3), ("borrower", 0.12))
_KINDS = {"core": 1.0, "quality": 0.45, "person": 0.12}
_PHASE = 0.7  # how far somebody came is said of something else
_EXAMPLE, _EXTRA = 0.55, 0.5
_LATER = 0.9  # each further concept of the wish, down to
_LEAST = 0.6
_MIN = 0.5  # a concept less sure than this is not what was asked for
_NAMED, _PHRASED = 0.95, 0.6  # beside a real name, what only sounds like a phrase counts less
OTHER_SIDE = 0.42  # an experience from the side that was not asked for

_LIKELY, RELATED_ENOUGH, _MOST_LIKELY = 0.3, 0.8, 220

_EXAMPLES = re.compile(
    r"\b(?:till exempel|t\.? ?ex\.?|exempelvis|såsom|bland annat|bl\.? ?a\.?|oavsett)\b|\(",
    re.IGNORECASE,
)
_EXTRAS = re.compile(
    r"\b(?:gärna|särskilt|helst|meriterande|intressera\w*|plus om|även)\b", re.IGNORECASE
)
_UNWANTED = re.compile(
    r"\b(?:inte (?:för|om|av|från)|ej|utom|förutom|undantag\w*|avser inte|gäller inte|inte söker"
    r"|söker inte)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"\begen\b|\benskild|\begna\b|\bsjälva?\b|patient(?:er|en|erna)?\b|klient|brukare|omsorgstagare|"
    r"\bpersoner (?:som|med|i|under|över|utan|från)\b|\bdu som\b|hyresgäst|elever|\bbarn som\b|"
    r"ung(?:a|domar) (?:som|med|vuxna|i|från)|\bkvinnor (?:som|med)|\bmän (?:som|med)|deltagare|"
    r"\bmänniskor (?:som|med)|\bföräldrar (?:som|med erfarenhet)|\bäldre (?:som|med)|placerade|"
    r"\bvuxna (?:som|med)",
    re.IGNORECASE,
)
_BESIDE_WORDS = re.compile(
    r"anhörig|närstående|medföljare|\bmakar\b|\bsyskon|familjemedlem|efterlevande|"
    r"\bbarn till\b|förälder till|föräldrar (?:till|vars|som har barn)|mammor till|pappor till|"
    r"stöd (?:åt|till|för) (?:någon|en) ann|följt (?:med )?(?:en|någon)|partner till",
    re.IGNORECASE,
)
_PARENTS = re.compile(r"föräld|mammor|pappor|vårdnadshavare|syskon", re.IGNORECASE)
_STRICTLY = re.compile(r"\begen erfarenhet|\bsjälva? (?:har|haft|varit|levt)", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:sedan|efter|från och med) (?P<year>(?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A concept that is asked for."""

    concept: str
    weight: float
    words: str
    group: int
    kind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as read."""

    wanted: tuple[Wanted, ...]
    groups: tuple[float, ...]  # how much each group weighs; the heaviest is what it is about
    sides: tuple[float, float]  # what an own experience counts, and one from beside
    keys: Mapping[str, float]  # words of the wish for the comparison of texts
    likely: Mapping[str, float] = field(default_factory=dict)  # words that go with what is asked
    unwanted: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def head(self) -> tuple[Wanted, ...]:
        """The concepts of the group that the request is about."""
        first = self.groups.index(max(self.groups)) if self.groups else -1
        return tuple(one for one in self.wanted if one.group == first)


def sides(wish: str) -> tuple[float, float]:
    """What an own experience counts in this wish, and one as a relative or companion."""
    if _PARENTS.search(wish) and not _STRICTLY.search(wish):
        return 1.0, 1.0  # a parent stands beside a child and in the middle of it
    own, beside = bool(_OWN_WORDS.search(wish)), bool(_BESIDE_WORDS.search(wish))
    if own and not beside:
        return 1.0, 0.35 if _STRICTLY.search(wish) else OTHER_SIDE
    if beside and not own:
        return OTHER_SIDE, 1.0
    if beside and own:
        # "Anhöriga till personer med …": the persons are whom it is about, not who is asked.
        rest = re.sub(
            r"(?:anhöriga?|närstående|föräldrar|syskon|barn|makar|partner|mammor|pappor|förälder)"
            r"(?:,? (?:eller|och) (?:anhöriga|närstående|vänner))? (?:till|åt|vars)[^,.;]*",
            "", wish, flags=re.IGNORECASE,
        )  # fmt: skip
        return (1.0, 1.0) if _OWN_WORDS.search(rest) else (OTHER_SIDE, 1.0)
    return 1.0, 1.0


def read(
    request: Mapping[str, object],
    recogniser: Recogniser,
    *,
    accepted: Iterable[str] = (),
    rejected: Iterable[str] = (),
) -> Asked:
    """A request's texts as concepts. With none that is known, `wanted` is empty.

    `accepted` and `rejected`: concepts that somebody has said it is about, or isn't.
    """
    scheme = recogniser.scheme
    weights: dict[str, float] = {}
    words: dict[str, str] = {}
    unwanted: dict[str, None] = {}
    for name, share in FIELDS:
        text = str(request.get(name) or "")
        found = [
            one for one in recogniser.find(text, names=True) if one.weight >= _MIN or one.denied
        ]
        found.sort(key=lambda one: one.start)
        found = _narrowest(found, recogniser) if name != "wished_experience" else found
        rank = 1.0
        named = any(one.weight >= _NAMED and not one.denied for one in found)
        for one in found:
            if one.denied or _UNWANTED.search(text[: one.start]):
                unwanted[one.concept] = None
                continue
            kind = scheme.kind(one.concept)
            weight = share * one.weight * _KINDS[kind]
            phrase = named and one.weight < _NAMED
            weight *= _PHRASED if phrase else 1.0
            if scheme.concepts[one.concept].facet == "phases":
                weight *= _PHASE
            if rank < 1 or name != "wished_experience":
                weight *= scheme.width(one.concept)  # what is named first is meant, however wide
            if name == "wished_experience":
                weight *= rank * _beside(text, one.start)
                if kind == "core" and not phrase:
                    rank = max(_LEAST, rank * _LATER)
            if weight > weights.get(one.concept, 0.0):
                weights[one.concept] = weight
                words[one.concept] = one.words
    for said in accepted:
        if said in scheme.concepts:
            weights[said] = max(weights.get(said, 0.0), _KINDS[scheme.kind(said)])
            words.setdefault(said, scheme.concepts[said].name())
            unwanted.pop(said, None)
    for gone in (*unwanted, *rejected):
        weights.pop(gone, None)
    wanted = _grouped(weights, words, recogniser)
    groups = [0.0] * (max((wish.group for wish in wanted), default=-1) + 1)
    for wish in wanted:
        groups[wish.group] = max(groups[wish.group], wish.weight)
    return Asked(
        tuple(wanted),
        tuple(groups),
        sides(str(request.get("wished_experience") or "")),
        _keys(request, recogniser),
        _likely(wanted, recogniser),
        tuple(unwanted),
        words,
    )


def _narrowest(found: Iterable[Found], recogniser: Recogniser) -> list[Found]:
    """Without what only spans something narrower that is named as well."""
    found = list(found)
    above = {up for one in found for up in recogniser.scheme.ancestors(one.concept)}
    return [one for one in found if one.concept not in above]


def _beside(text: str, start: int) -> float:
    """Less for what stands as an example or an extra in its sentence."""
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "? ", "! ")) + 1
    before = text[begin:start]
    factor = 1.0
    example = language.last(_EXAMPLES, before)
    if example and not (example.group() == "(" and ")" in before[example.end() :]):
        factor *= _EXAMPLE
    if _EXTRAS.search(before):
        factor *= _EXTRA
    return factor


def _grouped(
    weights: Mapping[str, float], words: Mapping[str, str], recogniser: Recogniser
) -> list[Wanted]:
    scheme = recogniser.scheme
    group_of: dict[str, int] = {}
    wanted = []
    for concept, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        facet = scheme.concepts[concept].facet
        group = group_of.setdefault(_SIDE.get(facet, facet), len(group_of))
        wanted.append(Wanted(concept, weight, words[concept], group, scheme.kind(concept)))
    return wanted


# Facets whose concepts are said for one another: an illness by its care, help by its place.
_SIDE = {"mind": "health", "body": "health", "senses": "health", "npf": "health",
         "addiction": "health"}  # fmt: skip


def _keys(request: Mapping[str, object], recogniser: Recogniser) -> dict[str, float]:
    keys: dict[str, float] = {}
    for name, share in FIELDS[:2]:
        for token in language.tokens(str(request.get(name) or "")):
            for k, sure in recogniser.lexicon.readings(token.text):
                if k not in language.STOP and k not in _REQUEST_WORDS and not k.isdigit():
                    keys[k] = max(keys.get(k, 0.0), share * sure)
    return keys


def _likely(wanted: Iterable[Wanted], recogniser: Recogniser) -> dict[str, float]:
    """The words of the labels of what is asked: half a label found is a hint as well."""
    words: dict[str, float] = {}
    for one in wanted:
        if one.kind == "person" or one.weight < _LIKELY:
            continue
        for concept, near in recogniser.scheme.near(one.concept).items():
            if near < RELATED_ENOUGH:
                continue
            for k, weight in recogniser.profile(concept).items():
                words[k] = max(words.get(k, 0.0), one.weight * near * weight)
    most = sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MOST_LIKELY]
    return dict(most)


# What every request says and no experience is about.
_REQUEST_WORDS = frozenset(
    language.key(word)
    for word in (
        "erfarenhet erfarenheter person personer patient patienter söker vill behöver kommun region"
        " utveckling utveckla arbete personal verksamhet verksamheten stöd hjälp kontakt vård"
        " anhörig anhöriga närstående egen exempel underlag process fått haft levt olika brukare"
        " klient klienter människor erfara perspektiv vuxna länet inför ny nya rutin ta fram"
    ).split()
)
