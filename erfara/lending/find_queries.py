"""Requests and loans by their words, number or diary number. None of it opens the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, QuerySet, Value
from django.db.models.functions import StrIndex

from erfara.foundation import vault
from erfara.foundation.prepared import Prepared
from erfara.foundation.text import begins, searched
from erfara.lending import word_index
from erfara.lending.models import LoanRequest, RequestWords
from erfara.organisations.models import Programme, unit_label
from erfara.people.models import Contributor

# So many of the newest are looked at when they are shared out among the groups of a page.
MOST = 60
# So many of the newest are gone through before the index of words is asked.
FEW, MANY = 500, 6_000
# The largest number that a request can have.
LARGEST = 2**31 - 1


class Hit(NamedTuple):
    """A request or a loan that was found, as a line."""

    id: UUID
    no: int
    organisation: str
    unit: str
    state: str
    received_at: datetime
    end_reason: str
    title: str
    loan_id: UUID | None
    loan_state: str | None
    diary_number: str | None

    @property
    def asked_by(self) -> str:
        """The unit that asks, with its organisation."""
        return unit_label(self.organisation, self.unit)


FIELDS = (
    "id", "no", "unit__organisation__name", "unit__name", "state", "received_at", "end_reason",
    "assignment__title", "loan__id", "loan__state", "loan__diary_number",
)  # fmt: skip


def _lines(programme: Programme, rows: QuerySet[LoanRequest]) -> list[Hit]:
    """Of these rows those of the programme. With it beside a list of ids, SQLite reads all of its
    requests to find some."""
    found = rows.values_list("programme_id", *FIELDS)
    return [Hit(*values) for whose, *values in found if whose == programme.pk]


def hits(programme: Programme, ids: Collection[UUID]) -> list[Hit]:
    """These requests as lines, the newest first. One query."""
    if not ids:
        return []
    lines = _lines(programme, LoanRequest.objects.filter(pk__in=ids))
    return sorted(lines, key=lambda line: -line.no)


def hits_of_loans(programme: Programme, loan_ids: Collection[UUID]) -> list[Hit]:
    """These loans as lines. One query."""
    if not loan_ids:
        return []
    return _lines(programme, LoanRequest.objects.filter(loan__pk__in=loan_ids))


def persons_of(programme: Programme, entry_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Entry in the register → the person. One query."""
    if not entry_ids:
        return {}
    rows = Contributor.objects.filter(programme=programme, pk__in=entry_ids)
    return dict(rows.values_list("pk", "person_id"))


def _number(words: Sequence[str]) -> int | None:
    """The number of a request, when that is all that was written."""
    if len(words) != 1 or not words[0].isascii() or not words[0].isdecimal():
        return None
    number = int(words[0][:12])
    return number if number <= LARGEST else None


def found(programme: Programme, words: Sequence[str]) -> list[Hit]:
    """Requests in which each of the words begins a word, the newest `MOST`. Four queries at most.

    The one with the number that was written comes first. Words: `foundation.text.searched`.
    """
    if not words:
        return []
    lines = hits(programme, _found(programme, words))
    if (no := _number(words)) is None:
        return lines
    first = _lines(programme, LoanRequest.objects.filter(programme=programme, no=no))
    return [*first, *(line for line in lines if line.no != no)]


_LAST = Prepared(
    lambda programme: (
        LoanRequest.objects.filter(programme_id=programme).order_by("-no").values_list("no")[:1]
    )
)


def _found(programme: Programme, words: Sequence[str]) -> set[UUID]:
    """The ids of the newest `MOST`. What the newest few have is common, and the newest many are
    gone through; what they hardly have is asked of the index of words, where there is one."""
    rows = RequestWords.objects.filter(programme=programme).order_by("-no")
    for number, word in enumerate(words):
        rows = rows.alias(**{f"at_{number}": StrIndex("words", Value(f" {word}"))})
        rows = rows.filter(**{f"at_{number}__gt": 0})
    last = next((no for (no,) in _LAST.rows(programme=programme.pk)), 0)
    if last <= MANY or not word_index.asks(words) or not word_index.is_there():
        return set(rows.values_list("request_id", flat=True)[:MOST])
    for lately, common in ((FEW, MOST * FEW // MANY), (MANY, MOST)):
        newest = rows.filter(no__gt=last - lately).values_list("request_id", flat=True)
        found = set(newest[:MOST])
        if len(found) == MOST:
            return found
        if len(found) < common:
            break
    return set(word_index.newest(programme, words, MOST))


def has_diary_number(hit: Hit, words: Iterable[str]) -> bool:
    """Whether it was found by what the county's registry calls it."""
    number = searched(hit.diary_number or "")
    return bool(number) and begins(words, number)


def latest_of_contacts(
    programme: Programme, person_ids: Collection[UUID]
) -> dict[UUID, tuple[UUID, int]]:
    """Person → her latest request as a borrower's contact: its id and number. Nobody whose details
    are protected. Three queries at most."""
    if not person_ids:
        return {}
    hidden = vault.shielded(programme.pk)
    theirs = LoanRequest.objects.filter(contact_id__in=person_ids).values_list("contact_id")
    latest = dict(theirs.annotate(last=Max("no")).order_by())
    rows = LoanRequest.objects.filter(programme=programme, no__in=latest.values())
    return {
        contact: (pk, no)
        for contact, pk, no in rows.values_list("contact_id", "pk", "no")
        if latest.get(contact) == no and contact not in hidden
    }
