"""Scenarios side by side: what each costs, and what the others cost more or less than the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from erfara.engines.costs import spec
from erfara.engines.costs.calculation import ZERO, Result
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.said import Language, json_number, kronor
from erfara.engines.costs.scenario import Text


@dataclass(frozen=True)
class Row:
    """One figure for each scenario."""

    key: str
    name: Text
    figures: tuple[Fraction, ...]

    @property
    def differences(self) -> tuple[Fraction, ...]:
        """Each less the first."""
        return tuple(figure - self.figures[0] for figure in self.figures)


@dataclass(frozen=True)
class Comparison:
    """The table."""

    names: tuple[Text, ...]
    ids: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_json(self, language: Language) -> dict[str, Any]:
        """For programs."""
        return {
            "scenarios": [
                {"id": id, "name": name.say(language)}
                for id, name in zip(self.ids, self.names, strict=True)
            ],
            "rows": [
                {
                    "key": row.key,
                    "name": row.name.say(language),
                    "figures": [json_number(f) for f in row.figures],
                    "differences_from_first": [json_number(d) for d in row.differences],
                }
                for row in self.rows
            ],
        }

    def sentences(self, language: Language) -> Iterator[str]:
        """For a terminal."""
        yield " | ".join(("", *(name.say(language) for name in self.names)))
        for row in self.rows:
            shown = [kronor(figure, language) for figure in row.figures]
            yield " | ".join((row.name.say(language), *shown))


def side_by_side(results: Sequence[Result]) -> Comparison:
    """Compare scenarios; different prices or price years are not compared."""
    first = results[0].scenario.money
    for result in results[1:]:
        money = result.scenario.money
        if (money.currency, money.prices, money.price_year) != (
            first.currency,
            first.prices,
            first.price_year,
        ):
            raise wrong(
                "compare.prices",
                f"{result.scenario.id} has {money.prices} prices of {money.price_year}, "
                f"{results[0].scenario.id} {first.prices} prices of {first.price_year}: they "
                "can't be compared.",
                f"{result.scenario.id} och {results[0].scenario.id} har olika slags priser eller "
                "prisår: de går inte att jämföra.",
            )

    def row(key: str, en: str, sv: str, figure: Callable[[Result], Fraction]) -> Row:
        return Row(key, Text(en, sv), tuple(figure(result) for result in results))

    def of_group(group: str) -> Callable[[Result], Fraction]:
        return lambda result: result.added(x for x in result.lines if x.line.group == group)

    def of_kind(kind: str) -> Callable[[Result], Fraction]:
        return lambda result: sum(result.by_kind[kind].values(), ZERO)

    rows = [
        row("one_off", "one-off", "engångskostnader", lambda result: result.one_off),
        row("full_year", "a full running year", "ett löpande helår", lambda r: r.full_year),
        row("whole_period", "the whole period", "hela perioden", lambda result: result.total),
        *(row(f"group.{g}", *spec.GROUP_WORDS[g], of_group(g)) for g in spec.LINE_GROUPS),
        *(row(f"kind.{kind}", *spec.KIND_WORDS[kind], of_kind(kind)) for kind in spec.COST_KINDS),
    ]
    return Comparison(
        tuple(result.scenario.name for result in results),
        tuple(result.scenario.id for result in results),
        tuple(row for row in rows if any(row.figures)),
    )
