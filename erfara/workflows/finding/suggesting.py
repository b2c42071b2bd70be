"""What a text seems to be about, to be said yes or no to by whoever knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from erfara.engines.matching.recognise import Recogniser, recogniser_saying
from erfara.engines.matching.scheme import experience
from erfara.organisations.models import Programme
from erfara.workflows.finding.entries import local_words
from erfara.workflows.finding.proposing import lang_of_page

SURE = 0.4
MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something a text may be about. `yes`: said so, or not said yet and understood so."""

    concept: str
    name: str
    note: str
    words: str
    yes: bool


def name_of(concept: str) -> str:
    """A concept in the language of the page; its own id when it is no longer there."""
    known = experience().concepts.get(concept)
    return known.name(lang_of_page()) if known else concept


def concepts() -> list[tuple[str, str]]:
    """All concepts by name: what a word of one's own can stand for."""
    lang = lang_of_page()
    return sorted(((one.id, one.name(lang)) for one in experience().concepts.values()),
                  key=lambda pair: pair[1].casefold())  # fmt: skip


class Suggester:
    """Reads texts of one library. Nothing is written by it."""

    def __init__(self, programme: Programme) -> None:
        self.recogniser: Recogniser = recogniser_saying(local_words(programme))

    def of(
        self,
        text: str,
        accepted: Collection[str] = (),
        rejected: Iterable[str] = (),
        *,
        names: bool = False,
    ) -> list[Suggestion]:
        """What a text is about, the surest first; those said yes or no to are always among it."""
        scheme, lang = self.recogniser.scheme, lang_of_page()
        found = {
            one.concept: one.words
            for one in self.recogniser.find(text, names=names)
            if one.weight >= SURE and not one.denied and scheme.kind(one.concept) != "person"
        }
        no = set(rejected)
        ordered = list(dict.fromkeys([*accepted, *list(found)[:MOST], *no]))
        return [
            Suggestion(
                one, scheme.concepts[one].name(lang), scheme.concepts[one].notes.get(lang, ""),
                found.get(one, ""), one not in no,
            )
            for one in ordered
            if one in scheme.concepts
        ]  # fmt: skip
