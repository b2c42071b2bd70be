"""Own types for what a cost is made of.

A library of physical units sees a percentage and a degree of employment as the same thing, a number
without a unit. Here they are different: 50 % of a post and 50 % on-costs can't be added by mistake.
Only what means something is allowed, and the error names the parameter.
"""

from __future__ import annotations

from fractions import Fraction

from erfara.engines.costs.errors import wrong
from erfara.engines.costs.said import Language, kronor, percent, shortest

Kind = type["Quantity"]


class Quantity:
    """An exact amount of one kind, with the name of the parameter it came from."""

    word = ("a quantity", "en storhet")
    __slots__ = ("amount", "name")

    def __init__(self, amount: Fraction | int | str, name: str = "") -> None:
        self.amount = Fraction(amount)
        self.name = name

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.amount}, {self.name!r})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.amount == getattr(other, "amount", None)

    def __hash__(self) -> int:
        return hash((type(self), self.amount))

    def __add__(self, other: Quantity) -> Quantity:
        return sum_kind([(type(self), self.name), (type(other), other.name)])(
            self.amount + other.amount, self.name
        )

    def __sub__(self, other: Quantity) -> Quantity:
        return sum_kind([(type(self), self.name), (type(other), other.name)])(
            self.amount - other.amount, self.name
        )

    def __mul__(self, other: Quantity) -> Quantity:
        kind = product_kind(type(self), type(other), self.name, other.name)
        return kind(self.amount * other.amount, self.name)

    def __truediv__(self, other: Quantity) -> Quantity:
        kind = ratio_kind(type(self), type(other), self.name, other.name)
        return kind(self.amount / other.amount, self.name)

    @classmethod
    def show(cls, amount: Fraction, language: Language) -> str:
        """The amount as people write it."""
        return shortest(amount, language)


class Number(Quantity):
    """A count or a factor: times a year, assignments, an index."""

    word = ("a number", "ett antal")


class Kronor(Quantity):
    """Money, also per month, hour or person: what it is per is said by the field."""

    word = ("kronor", "kronor")

    @classmethod
    def show(cls, amount: Fraction, language: Language) -> str:
        whole = amount.denominator == 1
        return kronor(amount, language, 0 if whole else 2)


class Percentage(Quantity):
    """A share that is put on top of something: on-costs, indexation. 0.5 is 50 %."""

    word = ("a percentage", "en procentsats")

    @classmethod
    def show(cls, amount: Fraction, language: Language) -> str:
        return percent(amount, language)


class Degree(Quantity):
    """A degree of employment. 0.5 is half time."""

    word = ("a degree of employment", "en sysselsättningsgrad")

    @classmethod
    def show(cls, amount: Fraction, language: Language) -> str:
        return percent(amount, language)


class People(Quantity):
    """People."""

    word = ("people", "personer")


class Hours(Quantity):
    """Working hours."""

    word = ("hours", "timmar")

    @classmethod
    def show(cls, amount: Fraction, language: Language) -> str:
        return f"{shortest(amount, language)} h"


class Days(Quantity):
    """Days of a course."""

    word = ("days", "dagar")

    @classmethod
    def show(cls, amount: Fraction, language: Language) -> str:
        day = "day" if amount == 1 else "days"
        return f"{shortest(amount, language)} {'dagar' if language == 'sv' else day}"


class Months(Quantity):
    """Months in which something is paid."""

    word = ("months", "månader")


KINDS: tuple[Kind, ...] = (Number, Kronor, Percentage, Degree, People, Hours, Days, Months)

# What two kinds make when they are multiplied. Kronor take in anything but kronor; a number
# leaves the other kind as it is. The rest is what a course or an interview needs.
_PRODUCTS: dict[frozenset[Kind], Kind] = {
    frozenset({People, Hours}): Hours,
    frozenset({Days, Hours}): Hours,
    frozenset({People, Days}): Days,
    frozenset({Months, Degree}): Months,
    frozenset({People, Months}): Months,
    frozenset({People, Degree}): People,
}


def _refuse(code: str, en: str, sv: str, one: tuple[Kind, str], two: tuple[Kind, str]) -> Exception:
    names = [name or kind.__name__ for kind, name in (one, two)]
    words = [kind.word for kind, _ in (one, two)]
    return wrong(
        code,
        f"{names[0]} is {words[0][0]} and {names[1]} is {words[1][0]}: they can't be {en}.",
        f"{names[0]} är {words[0][1]} och {names[1]} är {words[1][1]}: de kan inte {sv}.",
        field=names[1],
    )


def sum_kind(parts: list[tuple[Kind, str]]) -> Kind:
    """The kind of a sum: all parts must be of it. Each part is its kind and its name."""
    for part in parts[1:]:
        if part[0] is not parts[0][0]:
            raise _refuse("kinds.sum", "added", "läggas ihop", parts[0], part)
    return parts[0][0]


def product_kind(one: Kind, two: Kind, name: str = "", other: str = "") -> Kind:
    """The kind of a product."""
    if one is Number:
        return two
    if two is Number:
        return one
    pair = frozenset({one, two})
    if Kronor in pair and len(pair) == 2:
        return Kronor
    if pair in _PRODUCTS:
        return _PRODUCTS[pair]
    raise _refuse("kinds.product", "multiplied", "multipliceras", (one, name), (two, other))


def ratio_kind(one: Kind, two: Kind, name: str = "", other: str = "") -> Kind:
    """The kind of a ratio: kronor per anything are kronor, like by like is a number."""
    if two is Number:
        return one
    if one is two:
        return Number
    if one is Kronor:
        return Kronor
    raise _refuse("kinds.ratio", "divided", "delas", (one, name), (two, other))
