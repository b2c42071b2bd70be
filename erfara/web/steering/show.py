"""Figures as the page shows them: the chart, the table with its links, what it means."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.insight.prepared import Sheet
from erfara.insight.tables import SECTIONS, Number, Row, Table
from erfara.organisations.words import current_words, say
from erfara.vocabulary.choices import LadderStep, ParticipationLevel
from erfara.web import charts, pieces
from erfara.web.ladder import SHORT
from erfara.web.people_say import first_capital, numeral

FEW = _("fewer than five")
NOT_SHOWN = _("not shown")
ASKED_TONES = ("never", "asked", "yes", "chosen")
ASKED_KEYS = (
    ("never", _("never asked")), ("asked", _("asked, has not said yes")),
    ("yes", _("said yes, not chosen")), ("chosen", _("chosen")),
)  # fmt: skip


def shown(value: Number | None) -> str:
    """A number as it is read: at most one decimal for days, two for hours."""
    return numeral(round(value, 2) if isinstance(value, float) else value)


@dataclass(slots=True)
class Shown:
    """A figure on the page."""

    key: str
    title: str
    means: str
    columns: list[str]
    numbers: str
    rows: list[list[Any]]
    kind: str
    chart: Any = None
    heads: list[str] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""

    @property
    def empty(self) -> bool:
        return not self.rows


Link = Callable[[str, str, str], str]


def links(slug: str, query: str) -> Link:
    """Figure, row and column → the address of the rows behind the number."""
    base = reverse("steering:figure_rows", args=[slug, "requests"])
    more = f"&{query}" if query else ""

    def link(key: str, row: str, column: str) -> str:
        return base.replace("/requests/", f"/{key}/") + "?" + urlencode(
            {"rad": row, "kolumn": column}
        ) + more  # fmt: skip

    return link


def said(table: Table, row: str, column: str) -> str:
    """What stands in a cell: a number, or why there is none."""
    cell = table.cells.get((row, column))
    if cell is None:
        return say(NOT_SHOWN)
    if cell.value is None:
        return say(FEW) if table.means.people else "–"
    return shown(cell.value)


def _written(table: Table, row: Row, column: str, link: Link | None) -> Any:
    """A number, as a link where there are rows behind it. Read aloud it says which number it is."""
    text = said(table, row.key, column)
    counted = table.value(row.key, "requests" if table.key == "times" else column)
    if not link or not counted:
        return text
    means = table.means
    names = [say(means.title), say(row.label), say(means.columns[column])]
    which = ", ".join(names if len(means.columns) > 1 else names[:2])
    return pieces.link(
        pieces.joined(text, pieces.hidden(f", {which}")), link(table.key, row.key, column)
    )


def figure(table: Table, link: Link | None) -> Shown:
    """One figure as the page shows it; with links for those who may open the rows."""
    means = table.means
    columns = list(means.columns)
    rows = [
        [first_capital(say(row.label)), *(_written(table, row, column, link) for column in columns)]
        for row in table.rows
    ]
    found = Shown(
        table.key, say(means.title), say(means.definition),
        [say(means.first), *(say(label) for label in means.columns.values())],
        " ".join(str(at) for at in range(2, len(columns) + 2)), rows, means.chart,
    )  # fmt: skip
    _CHARTS[means.chart](table, found)
    if means.people and not link:
        found.note = say(_(
            "Rounded to the nearest five. Numbers under five, and numbers that would give such a "
            "one away, are not shown. Counted once a quarter, for all years."
        ))  # fmt: skip
    return found


def _bars(table: Table, found: Shown) -> None:
    column = next(iter(table.means.columns))
    found.chart = charts.bars(
        (
            first_capital(say(row.label)),
            table.value(row.key, column) or 0,
            said(table, row.key, column),
        )
        for row in table.rows
    )


def _share(table: Table, found: Shown) -> None:
    whole = max((table.value(row.key, "of_loans") or 0 for row in table.rows), default=0)
    found.chart = charts.bars(
        (
            (first_capital(say(row.label)), table.value(row.key, "loans") or 0,
             say(_("{some} of {all}"), some=said(table, row.key, "loans"), all=shown(whole)))
            for row in table.rows
        ),
        of=float(whole),
    )  # fmt: skip


def _several(table: Table, found: Shown) -> None:
    found.chart = charts.bars(
        (f"{say(row.label)}, {say(label)}", table.value(row.key, column) or 0,
         said(table, row.key, column))
        for row in table.rows
        for column, label in table.means.columns.items()
        if table.value(row.key, column)
    )  # fmt: skip


def _spread(table: Table, found: Shown) -> None:
    def days(row: str, which: str) -> float:
        return float(table.value(row, f"{which}_days") or 0)

    found.chart = charts.spreads(
        (
            first_capital(say(row.label)),
            say(_("{median} ({low}–{high}) days"), median=said(table, row.key, "median_days"),
                low=said(table, row.key, "lower_quartile_days"),
                high=said(table, row.key, "upper_quartile_days")),
            days(row.key, "lower_quartile"), days(row.key, "median"),
            days(row.key, "upper_quartile"),
        )
        for row in table.rows
        if table.value(row.key, "requests")
    )  # fmt: skip


def _parts(table: Table, found: Shown) -> None:
    rows = []
    for row in table.rows:
        numbers = [int(table.value(row.key, column) or 0) for column in table.means.columns]
        whole, never, asked, yes, chosen = numbers
        told = all(table.value(row.key, column) is not None for column in table.means.columns)
        if told and whole:
            some = (never, max(0, asked - yes), max(0, yes - chosen), chosen)
            rows.append((first_capital(say(row.label)), shown(whole), some))
    found.chart = charts.stacks(rows, ASKED_TONES)
    found.keys = [(tone, say(label)) for tone, label in ASKED_KEYS]


def _dots(table: Table, found: Shown) -> None:
    """The ladder with most say on top, the levels beside each other."""
    steps = [*reversed(LadderStep.values), "not_said"]
    levels = [row.key for row in table.rows]
    rows = [
        (
            first_capital(say(table.means.columns[f"{step}_loans"])),
            [int(table.value(level, f"{step}_loans") or 0) for level in levels],
        )
        for step in steps
    ]
    found.chart = charts.dots(rows)
    found.heads = [
        say(SHORT[row.key])
        if row.key in ParticipationLevel.values
        else first_capital(say(row.label))
        for row in table.rows
    ]


_CHARTS = {
    "bars": _bars, "share": _share, "several": _several, "spread": _spread, "parts": _parts,
    "dots": _dots,
}  # fmt: skip


# What has been written of kept sheets: half the work of their page, and the same every time.
_written_lately: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
_MOST_WRITTEN = 16
_writing = Lock()


def written(sheet: Sheet, link: Link | None, address: str) -> SafeString:
    """The figures of a sheet as the page has them. What is kept is written once for those who see
    the same: of a sheet as it was counted, with or without links, in a language and its words."""
    key = (
        sheet.kept, sheet.counted_at, sheet.groups_at, address if link else "", get_language(),
        current_words(),
    )  # fmt: skip
    with _writing:
        if sheet.kept is not None and key in _written_lately:
            _written_lately.move_to_end(key)
            return _written_lately[key]
    found = render_to_string("steering/_sections.html", {"sections": sections(sheet.tables, link)})
    if sheet.kept is not None:
        with _writing:
            _written_lately[key] = found
            while len(_written_lately) > _MOST_WRITTEN:
                _written_lately.popitem(last=False)
    return found


def forget_written() -> None:
    """Let go of what has been written of kept sheets."""
    with _writing:
        _written_lately.clear()


def sections(tables: list[Table], link: Link | None) -> list[dict[str, Any]]:
    """The figures under their headings."""
    by_key = {one.key: one for one in tables}
    return [
        {"title": say(title), "figures": [figure(by_key[k], link) for k in keys if k in by_key]}
        for title, keys in SECTIONS
        if any(key in by_key for key in keys)
    ]
