"""Keeping what a request is found by. Called by every action that writes any of it."""

from __future__ import annotations

from collections.abc import Iterable

from erfara.foundation.text import searched
from erfara.lending.models import LoanRequest, RequestWords

LONGEST = 400
# Of what a borrower wrote the beginning says what it is about.
BEGINNING = 30
# Shorter ones stand in every letter and tell none from another.
SHORTEST = 3


def words_of(request: LoanRequest) -> str:
    """The words of a request: who asks, title and diary number first, then its letter."""
    loan = getattr(request, "loan", None)
    surely = f"{request.unit} {request.assignment.title} {loan.diary_number if loan else ''}"
    letter = searched(f"{request.purpose} {request.wished_experience}")[: 2 * BEGINNING]
    long = [word for word in letter if len(word) >= SHORTEST][:BEGINNING]
    found = ""
    for word in dict.fromkeys([*searched(surely), *long]):
        if len(found) + len(word) < LONGEST:
            found += f" {word}"
    return found


def keep_words(request: LoanRequest) -> None:
    """Note what a request is found by now. Joins the caller's transaction."""
    words = words_of(request)
    if not RequestWords.objects.filter(request=request).update(words=words):
        keep_all([request])


def keep_all(requests: Iterable[LoanRequest]) -> None:
    """The same for many that nothing has been noted of."""
    RequestWords.objects.bulk_create(
        [
            RequestWords(
                programme_id=one.programme_id, request=one, no=one.no, words=words_of(one),
                created_at=one.created_at,
            )
            for one in requests
        ],
        batch_size=1000,
    )  # fmt: skip
