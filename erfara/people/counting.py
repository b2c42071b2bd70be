"""Who we are, counted so that nobody can be found in it. Pure arithmetic, no database.

One variable at a time. Every number is rounded to the nearest five; 0–4 are not told apart. When
what is shown would still narrow a hidden group down to one or two possible numbers, the variable
isn't shown at all: hidden groups share a total with the others, and a total can be subtracted from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.vocabulary.places import MUNICIPALITIES

FEWEST = 5
# A hidden group must keep at least so many possible numbers.
POSSIBLE = 3
NOT_TOLD = "not_told"
ELSEWHERE = "elsewhere"
SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Variable:
    """A question about background: the words, why it is asked, and the answers that are counted.

    `values` empty: the answer is a year or a place, made into groups by `_group`.
    """

    question: str | Promise
    why: str | Promise
    title: str | Promise
    values: Mapping[str, str | Promise]


_YES_NO = {"yes": _("yes"), "no": _("no")}
AGES = {
    "under_30": _("under 30"), "30_44": _("30–44 years"), "45_64": _("45–64 years"),
    "65_79": _("65–79 years"), "80_up": _("80 years or more"),
}  # fmt: skip

VARIABLES: Mapping[str, Variable] = {
    "birth_year": Variable(
        _("Which year were you born?"),
        _("{borrower:pl.cap} often wish for people of all ages. We want to see who is missing."),
        _("How old we are"),
        {},
    ),
    "gender": Variable(
        _("Which gender do you have?"),
        _("Health care meets people differently. We want to hear from everybody."),
        _("Gender"),
        {"woman": _("woman"), "man": _("man"), "other": _("another gender identity")},
    ),
    "municipality": Variable(
        _("In which municipality do you live?"),
        _("Otherwise we mostly hear from those who live near the office."),
        _("Where we live"),
        {},
    ),
    "born_abroad": Variable(
        _("Were you born in another country?"),
        _("People born abroad have often been missing. We want to see whether that changes."),
        _("Born in another country"),
        _YES_NO,
    ),
    "occupation": Variable(
        _("What do you mostly do in the daytime?"),
        _("Those who are retired have had the time. Others may need other times and forms."),
        _("What we do in the daytime"),
        {
            "work": _("work"), "study": _("study"), "retired": _("retired"),
            "sick_leave": _("on sick leave or sickness compensation"),
            "seeking": _("looking for work"), "other": _("something else"),
        },
    ),
    "care_work": Variable(
        _("Have you worked in health care or social services?"),
        _("Whoever has worked there sees it from inside too. We want to know how many do."),
        _("Have worked in health care or social services"),
        _YES_NO,
    ),
    "association": Variable(
        _("Are you active in an association for patients, users or relatives?"),
        _("Associations have voices already. We want to reach others as well."),
        _("Active in an association"),
        _YES_NO,
    ),
}  # fmt: skip


def age_group(birth_year: int, on: date) -> str:
    """The group of the age reached that year."""
    age = on.year - birth_year
    for limit, name in ((30, "under_30"), (45, "30_44"), (65, "45_64"), (80, "65_79")):
        if age < limit:
            return name
    return "80_up"


def _group(name: str, value: Any, on: date) -> str:
    if value in (None, "", SKIP):
        return NOT_TOLD
    if name == "birth_year":
        return age_group(int(value), on)
    if name == "municipality":
        return str(value) if value in MUNICIPALITIES else ELSEWHERE
    return str(value) if str(value) in VARIABLES[name].values else NOT_TOLD


def rounded(number: int) -> int:
    """To the nearest five."""
    return (number + 2) // 5 * 5


def _hides(number: int) -> bool:
    return number < FEWEST


def count(people: Iterable[Mapping[str, Any]], on: date) -> tuple[int, dict[str, Any]]:
    """The rounded base, and each variable's groups as [group, rounded number or None].

    `people`: what each has told. None as a number: fewer than five, perhaps none. None instead of
    the groups: the variable would give a small group away.
    """
    told = list(people)
    base = len(told)
    exact = {name: Counter(_group(name, one.get(name), on) for one in told) for name in VARIABLES}
    cells = {name: _cells(name, exact[name]) for name in VARIABLES}
    if base < FEWEST:
        return 0, dict.fromkeys(VARIABLES)
    return rounded(base), _guarded(rounded(base), cells)


def _cells(name: str, exact: Counter[str]) -> list[tuple[str, int]]:
    """The groups in their order, all that the question has, small places together."""
    if name != "municipality":
        values = AGES if name == "birth_year" else VARIABLES[name].values
        return [(value, exact.get(value, 0)) for value in (*values, NOT_TOLD)]
    places = {k: n for k, n in exact.items() if k != NOT_TOLD}
    large = [k for k in MUNICIPALITIES if not _hides(places.get(k, 0))]
    # A place with few is not even named: its name would say that somebody lives there.
    rest = sum(n for k, n in places.items() if k not in large)
    found = [(k, places[k]) for k in large]
    return [*found, (ELSEWHERE, rest), (NOT_TOLD, exact.get(NOT_TOLD, 0))]


Shown = tuple[int, int]  # the least and the greatest number that a shown cell can stand for


def _stands_for(number: int | None) -> Shown:
    if number is None:
        return 0, FEWEST - 1
    return max(FEWEST, number - 2), number + 2


def _guarded(base: int, cells: Mapping[str, list[tuple[str, int]]]) -> dict[str, Any]:
    """Drop variables until no hidden group can be narrowed down. All share the one base."""
    shown: dict[str, list[tuple[str, int | None]] | None] = {
        name: [(group, None if _hides(n) else rounded(n)) for group, n in rows]
        for name, rows in cells.items()
    }
    while True:
        worst = _narrowed(base, {n: rows for n, rows in shown.items() if rows is not None})
        if not worst:
            return {name: rows and [list(row) for row in rows] for name, rows in shown.items()}
        for name in worst:
            shown[name] = None


def _narrowed(base: int, shown: Mapping[str, list[tuple[str, int | None]]]) -> set[str]:
    """The variables in which some hidden group has too few possible numbers left.

    Each variable's groups add up to the same unknown total, and nothing else ties them together,
    so intervals tell exactly what is possible.
    """
    sums = {
        name: tuple(map(sum, zip(*(_stands_for(n) for _g, n in rows), strict=True)))
        for name, rows in shown.items()
    }
    low = max([max(FEWEST, base - 2), *(least for least, _most in sums.values())])
    high = min([base + 2, *(most for _least, most in sums.values())])
    found = set()
    for name, rows in shown.items():
        least, most = sums[name]
        for _group_name, number in rows:
            if number is not None:
                continue
            own_least, own_most = _stands_for(number)
            fewest = max(own_least, low - (most - own_most))
            largest = min(own_most, high - (least - own_least))
            if largest - fewest + 1 < POSSIBLE:
                found.add(name)
    return found
