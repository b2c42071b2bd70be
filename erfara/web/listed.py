"""A list of rows that a page shows a part of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator

from erfara.web.coordinator.pages import PER_PAGE


class _Rows:
    """Rows whose number is known, and whose first page is asked in SQL that is written once: it is
    the one that is looked at. The others are asked as they always are."""

    def __init__(self, rows: Any, number: int, first: Callable[[], Sequence[Any]]) -> None:
        self.rows, self.number, self.first = rows, number, first

    def count(self) -> int:
        return self.number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> Sequence[Any]:
        return self.rows[part] if part.start else self.first()


def paged(rows: Any, number: int, first: Callable[[], Sequence[Any]], wanted: str | None) -> Any:
    """The page that is wanted. `first`: what stands on the first one."""
    ordered: Any = _Rows(rows, number, first)
    return Paginator(ordered, PER_PAGE).get_page(wanted)
