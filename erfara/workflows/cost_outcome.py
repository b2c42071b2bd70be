"""A year's outcome of a cost scenario, taken from the loans themselves: hours at a price."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from erfara.governance.content import Tree
from erfara.insight import hours
from erfara.organisations.models import Programme

# Time is staff in a budget, and so is what people are paid for taking part.
KIND = "staff"


@dataclass(frozen=True, slots=True)
class FromLoans:
    """What a year's loans come to, in kronor. `parts`: whose time, hours, price of one."""

    parts: tuple[tuple[str, Decimal, Decimal], ...]
    paid: Decimal

    @property
    def amount(self) -> Decimal:
        total = sum((number * price for _party, number, price in self.parts), self.paid)
        return total.quantize(Decimal("0.01"))


def from_loans(
    programme: Programme, year: int, prices: Mapping[str, Decimal | None], *, with_paid: bool
) -> FromLoans:
    """Hours by party at a price each (kronor an hour; None: they are left out), and what was paid
    to people in the year, where that is wanted."""
    spent = hours.of_year(programme, year)
    parts = tuple(
        (party, spent.hours(party), price)
        for party in hours.PARTIES
        if (price := prices.get(party)) is not None and spent.minutes.get(party)
    )
    return FromLoans(parts, hours.paid(programme, year)[0] if with_paid else Decimal(0))


def written(content: Tree, year: int, found: FromLoans, because: str) -> Tree:
    """The scenario's document with the year's staff costs as they came out. What stood there for
    them in that year is replaced; everything else stays."""
    tree = copy.deepcopy(content)
    rows = [
        row for row in tree.get("outcome", [])
        if not (row.get("kind") == KIND and str(row.get("year")) == str(year))
    ]  # fmt: skip
    row = {"year": str(year), "kind": KIND, "amount": f"{found.amount.normalize():f}"}
    if because:
        row["because"] = because
    tree["outcome"] = [*rows, row]
    return tree


def standing(content: Tree, year: int) -> Decimal | None:
    """What stands for them in the scenario now."""
    for row in content.get("outcome", []):
        if row.get("kind") == KIND and str(row.get("year")) == str(year):
            node = row.get("amount")
            text = node.get("value") if isinstance(node, dict) else node
            try:
                return Decimal(str(text).replace(" ", "").replace(",", "."))
            except ArithmeticError:
                return None
    return None
