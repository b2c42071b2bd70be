"""Every figure there is: what it is called, what it means, and the rows behind each number.

A figure is a small table. What it means is said here and nowhere else: the page, the files, the
command and docs/reference/figures.md all read it from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.insight import hours

Words = str | Promise
Number = int | float
NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Means:
    """What a figure is, whatever its numbers are.

    `columns`: key with its unit → what stands over it. `of`: what its rows are, `requests`,
    `people` or `needs`. `by_unit`: whether it can be counted for one unit. `people`: it tells
    people apart by what they have lived or how they came, so small groups in it are hidden from
    all who don't see the register. `chart`: how it is drawn.
    """

    title: Words
    definition: Words
    first: Words
    columns: dict[str, Words]
    of: str = "requests"
    by_unit: bool = True
    people: bool = False
    chart: str = "bars"


_YEAR = _("Year")
_LADDER: dict[str, Words] = {
    "information_loans": _("are told"), "consultation_loans": _("are asked"),
    "dialogue_loans": _("talk together"), "discussion_loans": _("discuss together"),
    "influence_loans": _("have influence"), "shared_decision_loans": _("decide together"),
    "not_said_loans": _("not said"),
}  # fmt: skip

MEANS: dict[str, Means] = {
    "recruited": Means(
        _("People who have joined"),
        _("People who joined that year and have not left. Those who have left are counted apart."),
        _YEAR, {"people": _("People")}, of="people", by_unit=False,
    ),
    "left": Means(
        _("People who have left"),
        _("People who joined that year and have left since. Their details are erased."), _YEAR,
        {"people": _("People")}, of="people", by_unit=False,
    ),
    "requests": Means(
        _("Requests that came in"),
        _("Requests that came in that year, whatever became of them."), _YEAR,
        {"requests": _("Requests")},
    ),
    "carried_out": Means(
        _("Loans carried out"),
        _("Loans with at least one person who took part, by the year the request came. "
          "A loan that goes on over several occasions counts from the first one held."), _YEAR,
        {"loans": _("Loans")},
    ),
    "outcomes": Means(
        _("What became of the requests"),
        _("Every request that came in, by how it stands or how it ended. A loan that was held "
          "counts as carried out, whatever happened later."),
        _("What became of it"), {"requests": _("Requests")},
    ),
    "times": Means(
        _("How long it took"),
        _("Whole days between two dates; the same day is 0. First answer: until a "
          "{coordinator:sg} first moved the request on or offered a meeting; requests taken down "
          "in a talk were answered in it and are left out. Ended: until the request became a loan "
          "or ended otherwise. Closed: until its loan was closed. Feedback: from the day the loan "
          "was carried out until its summary had reached everybody. Half of them took as long as "
          "the median or less, and a quarter as long as the lower quartile or less; between two "
          "values it is reckoned in proportion."),
        _("From request to"),
        {"requests": _("How many"), "lower_quartile_days": _("Lower quartile, days"),
         "median_days": _("Median, days"), "upper_quartile_days": _("Upper quartile, days")},
        chart="spread",
    ),
    "feedback": Means(
        _("Who heard what it led to"),
        _("Of loans carried out. Everybody heard: the summary has reached everybody who took part. "
          "In time: it had by the day it was owed. {borrower:sg.def.cap} told: it has told "
          "everybody who took part, in its own words, what it did with what was said."),
        _("What was told"), {"loans": _("Loans"), "of_loans": _("Of loans carried out")},
        chart="share",
    ),
    "effects": Means(
        _("What loans have led to"),
        _("Loans whose {borrower:sg} has told, months later, that something has changed. A loan "
          "counts once in each area. What those who took part tell about themselves is not in "
          "here."),
        _("What has changed"), {"loans": _("Loans")},
    ),
    "promised": Means(
        _("How much of a say was promised"),
        _("Loans carried out, by the level and the step of the ladder that were agreed at the "
          "first meeting."), _("Level"), _LADDER, chart="dots",
    ),
    "happened": Means(
        _("How much of a say people had"),
        _("The same loans, by what {borrower:sg.def} said in the talk afterwards. What nobody has "
          "answered is not said."), _("Level"), _LADDER, chart="dots",
    ),
    "kept": Means(
        _("Promised against what happened"),
        _("The same loans: whether people had as much of a say as was promised, by the step of the "
          "ladder. Where one of the two isn't said, it can't be compared."),
        _("How much of a say"), {"loans": _("Loans")},
    ),
    "asked": Means(
        _("Who is asked, and who never is"),
        _("People in the register now. Asked: at least one question has gone to them. Said yes: to "
          "at least one of those. Chosen: confirmed for at least one. Never asked: the others. "
          "Somebody with experiences in several places of life stands in several rows. Experiences "
          "that are kept out of searches, and people with protected details, are not counted."),
        _("Who"),
        {"in_register_people": _("In the register"), "never_asked_people": _("Never asked"),
         "asked_people": _("Asked"), "said_yes_people": _("Said yes"),
         "chosen_people": _("Chosen")},
        of="people", people=True, chart="parts",
    ),
    "channels": Means(
        _("How people found us"),
        _("People who have joined and not left, by how they first got in touch. People with "
          "protected details are not counted."),
        _("Way in"), {"people": _("People")}, of="people", by_unit=False, people=True,
    ),
    "hours": Means(
        _("Hours of the loans"), hours.DEFINITION, _YEAR,
        {"person_hours": _("Those who took part"), "borrower_hours": _("{borrower:sg.def.cap}"),
         "coordinator_hours": _("{coordinator:sg.def.cap}")}, chart="several",
    ),
    "sought": Means(
        _("What is sought and missing"),
        _("Needs that a {coordinator:sg} has noted when nobody had told of what a request asked "
          "for, by what has become of the search."),
        _("The search"), {"needs": _("Needs")}, of="needs",
    ),
}  # fmt: skip

# Under which headings they stand, in this order.
SECTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Year by year"), ("recruited", "left", "requests", "carried_out")),
    (_("How it went"), ("outcomes", "times", "feedback")),
    (_("What it led to"), ("effects", "promised", "happened", "kept")),
    (_("The people"), ("asked", "channels", "sought")),
    (_("The time it took"), ("hours",)),
)


class Row(NamedTuple):
    """One row of a figure, by its key, as people say it."""

    key: str
    label: Words


@dataclass(slots=True)
class Cell:
    """A number and what it comes from: ids, and for days and hours how much each gives."""

    value: Number | None
    ids: Sequence[UUID] = ()
    amounts: Sequence[Number] = ()


@dataclass(slots=True)
class Table:
    """One figure with its numbers. `cells`: (row, column) → cell."""

    key: str
    rows: list[Row] = field(default_factory=list)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)

    @property
    def means(self) -> Means:
        return MEANS[self.key]

    def count(self, row: Row, column: str, ids: Sequence[UUID]) -> None:
        """A number that is how many of something there are."""
        if row not in self.rows:
            self.rows.append(row)
        self.cells[row.key, column] = Cell(len(ids), ids)

    def value(self, row: str, column: str) -> Number | None:
        """One number, nothing where there is none."""
        cell = self.cells.get((row, column))
        return None if cell is None else cell.value

    def total(self, column: str) -> Number:
        """The numbers of a column together; meant for those that count each row once."""
        return sum(cell.value or 0 for (_row, at), cell in self.cells.items() if at == column)

    def plain(self) -> dict[str, Any]:
        """Its numbers without the rows behind, to be kept or printed."""
        return {
            row.key: {column: _plain(self.value(row.key, column)) for column in self.means.columns}
            for row in self.rows
        }


def _plain(value: Number | None) -> int | float | None:
    """A number as JSON has it: no halves of a day or an hour beyond two decimals."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == int(value) else round(float(value), 2)
