"""One formula, four readings: exact, drawn, as an Excel cell, as a sentence.

A line of the model is a small tree of parameters. Because every reading walks the same tree, the
Excel file can't say anything else than the engine, nor the explanation than the figure.

Values are whatever the reader hands in by key: `Fraction` for exact figures, arrays for draws.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any

from erfara.engines.costs.said import Language
from erfara.engines.costs.units import (
    Kind,
    Number,
    Percentage,
    product_kind,
    ratio_kind,
    sum_kind,
)

Values = Mapping[str, Any]
Show = Callable[[str], str]


@dataclass(frozen=True)
class Formula:
    """A node of the tree. `kind` is checked when it is built, so a wrong sum never exists."""

    @property
    def kind(self) -> Kind:
        raise NotImplementedError

    @property
    def name(self) -> str:
        """What an error calls it."""
        return ""

    def value(self, values: Values) -> Any:
        """The figure, of whatever type the values are."""
        raise NotImplementedError

    def excel(self, cell: Show) -> str:
        """The formula without its equals sign; `cell` gives the name of a parameter's cell."""
        raise NotImplementedError

    def words(self, values: Values, language: Language) -> str:
        """The formula with figures in it."""
        raise NotImplementedError

    def rests_on(self) -> Iterator[str]:
        """The parameters it rests on, from left to right."""
        raise NotImplementedError

    def __mul__(self, other: Formula) -> Formula:
        return Product((*_factors(self), *_factors(other)))

    def __add__(self, other: Formula) -> Formula:
        return Sum((self, other))

    def __truediv__(self, other: Formula) -> Formula:
        return Ratio(self, other)


def _factors(node: Formula) -> tuple[Formula, ...]:
    return node.parts if isinstance(node, Product) else (node,)


@dataclass(frozen=True)
class Leaf(Formula):
    """A parameter, by its key. `noun` follows the figure in words: 8 peers."""

    key: str
    of: Kind
    noun: tuple[str, str] = ("", "")
    label: str = ""

    @property
    def kind(self) -> Kind:
        return self.of

    @property
    def name(self) -> str:
        return self.label or self.key

    def value(self, values: Values) -> Any:
        return values[self.key]

    def excel(self, cell: Show) -> str:
        return cell(self.key)

    def words(self, values: Values, language: Language) -> str:
        text = self.of.show(values[self.key], language)
        noun = self.noun[1 if language == "sv" else 0]
        return f"{text} {noun}" if noun else text

    def rests_on(self) -> Iterator[str]:
        yield self.key


@dataclass(frozen=True)
class Given(Formula):
    """A figure that is the same in every scenario: 12 months in a year."""

    amount: Fraction
    of: Kind = Number

    @property
    def kind(self) -> Kind:
        return self.of

    def value(self, values: Values) -> Any:
        # A whole number multiplies an array as one; a fraction would make it one of objects.
        return self.amount.numerator if self.amount.denominator == 1 else self.amount

    def excel(self, cell: Show) -> str:
        if self.amount.denominator == 1:
            return str(self.amount.numerator)
        return f"({self.amount.numerator}/{self.amount.denominator})"

    def words(self, values: Values, language: Language) -> str:
        return self.of.show(self.amount, language)

    def rests_on(self) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True)
class Several(Formula):
    """What is made of several parts; like parts unless a kind of formula says otherwise."""

    parts: tuple[Formula, ...]

    def __post_init__(self) -> None:
        _ = self.kind

    @cached_property
    def kind(self) -> Kind:
        return sum_kind([(part.kind, part.name) for part in self.parts])

    @property
    def name(self) -> str:
        return next((part.name for part in self.parts if part.name), "")

    def total(self, values: Values) -> Any:
        """All parts added. Not `sum`: an array would begin as a whole number."""
        return reduce(operator.add, (part.value(values) for part in self.parts))

    def rests_on(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.rests_on()


@dataclass(frozen=True)
class Product(Several):
    """Everything multiplied, in the order in which it is explained."""

    @cached_property
    def kind(self) -> Kind:
        kind, name = self.parts[0].kind, self.parts[0].name
        for part in self.parts[1:]:
            kind = product_kind(kind, part.kind, name, part.name)
            name = name or part.name
        return kind

    def value(self, values: Values) -> Any:
        return reduce(operator.mul, (part.value(values) for part in self.parts))

    def excel(self, cell: Show) -> str:
        return "*".join(part.excel(cell) for part in self.parts)

    def words(self, values: Values, language: Language) -> str:
        return " × ".join(part.words(values, language) for part in self.parts)


@dataclass(frozen=True)
class Sum(Several):
    """Like added to like."""

    def value(self, values: Values) -> Any:
        return self.total(values)

    def excel(self, cell: Show) -> str:
        return "(" + "+".join(part.excel(cell) for part in self.parts) + ")"

    def words(self, values: Values, language: Language) -> str:
        return "(" + " + ".join(part.words(values, language) for part in self.parts) + ")"


@dataclass(frozen=True)
class Ratio(Formula):
    """One by another: a wage by the hours of a year."""

    over: Formula
    under: Formula

    def __post_init__(self) -> None:
        _ = self.kind

    @cached_property
    def kind(self) -> Kind:
        return ratio_kind(self.over.kind, self.under.kind, self.over.name, self.under.name)

    @property
    def name(self) -> str:
        return self.over.name

    def value(self, values: Values) -> Any:
        over, under = self.over.value(values), self.under.value(values)
        return (
            Fraction(over, under)
            if isinstance(over, int) and isinstance(under, int)
            else (over / under)
        )

    def excel(self, cell: Show) -> str:
        return f"({self.over.excel(cell)}/{self.under.excel(cell)})"

    def words(self, values: Values, language: Language) -> str:
        return f"({self.over.words(values, language)} / {self.under.words(values, language)})"

    def rests_on(self) -> Iterator[str]:
        yield from self.over.rests_on()
        yield from self.under.rests_on()


@dataclass(frozen=True)
class OnTop(Formula):
    """1 + a percentage: what on-costs or an index do to an amount."""

    rate: Formula

    def __post_init__(self) -> None:
        sum_kind([(Percentage, "1 +"), (self.rate.kind, self.rate.name)])

    @cached_property
    def kind(self) -> Kind:
        return Number

    @property
    def name(self) -> str:
        return self.rate.name

    def value(self, values: Values) -> Any:
        return 1 + self.rate.value(values)

    def excel(self, cell: Show) -> str:
        return f"(1+{self.rate.excel(cell)})"

    def words(self, values: Values, language: Language) -> str:
        return f"(1 + {self.rate.words(values, language)})"

    def rests_on(self) -> Iterator[str]:
        yield from self.rate.rests_on()


@dataclass(frozen=True)
class Mean(Several):
    """The mean of alternatives: (a + b) / 2. A function with a test, not brackets by hand."""

    def value(self, values: Values) -> Any:
        return self.total(values) / len(self.parts)

    def excel(self, cell: Show) -> str:
        return "AVERAGE(" + ",".join(part.excel(cell) for part in self.parts) + ")"

    def words(self, values: Values, language: Language) -> str:
        inner = " + ".join(part.words(values, language) for part in self.parts)
        return f"({inner}) / {len(self.parts)}"


@dataclass(frozen=True)
class Power(Formula):
    """A factor to a whole number of years: an index."""

    base: Formula
    exponent: int

    @cached_property
    def kind(self) -> Kind:
        return Number

    def value(self, values: Values) -> Any:
        return self.base.value(values) ** self.exponent

    def excel(self, cell: Show) -> str:
        return f"{self.base.excel(cell)}^({self.exponent})"

    def words(self, values: Values, language: Language) -> str:
        return f"{self.base.words(values, language)}^{self.exponent}"

    def rests_on(self) -> Iterator[str]:
        yield from self.base.rests_on()


def product(parts: Sequence[Formula]) -> Formula:
    """The parts multiplied; one part stays as it is."""
    return parts[0] if len(parts) == 1 else Product(tuple(parts))


def constant(amount: int | Fraction, kind: Kind = Number) -> Given:
    """A figure that belongs to the rule, not to the scenario."""
    return Given(Fraction(amount), kind)


MONTHS_A_YEAR = constant(12)
