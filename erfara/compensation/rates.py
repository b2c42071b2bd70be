"""What is paid by the county's own rates: which hold on a day, and what a meeting comes to.

The rates are data with dates. Two counties' published ones are here to begin from; they are copied
into the programme, and changed there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Q

from erfara.compensation.models import Compensation, PriceBase, Rate
from erfara.compensation.price_base import SHIPPED
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import Form

What = Rate.What
KRONA = Decimal(1)


@dataclass(frozen=True, slots=True)
class Preset:
    """A county's published rates. `percent` of the price base amount, or kronor."""

    name: str
    source: str
    rows: tuple[tuple[str, str, str, str, str], ...]  # what, percent, amount, over, up to


PRESETS: dict[str, Preset] = {
    "uppsala": Preset(
        "Region Uppsala, 25 maj 2021",
        "Region Uppsala 2021-05-25",
        (
            ("short", "0.9", "", "", "2"), ("half_day", "1.8", "", "2", "4"),
            ("day", "3.6", "", "4", ""), ("hour", "0.5", "", "", ""),
        ),
    ),
    "vgr": Preset(
        "Västra Götalandsregionen, 2019",
        "vgregion.se 2019",
        (("half_day", "", "900", "", "4"), ("day", "", "1800", "4", "")),
    ),
}  # fmt: skip


def rates_on(programme: Programme, day: date) -> list[Rate]:
    """The rates that hold that day; of two for the same the one that began last."""
    rows = Rate.objects.filter(programme=programme, valid_from__lte=day).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )
    return list({row.what: row for row in rows.order_by("valid_from")}.values())


def all_rates(programme: Programme) -> list[Rate]:
    """Every rate that has been written, newest first."""
    return list(Rate.objects.filter(programme=programme).order_by("-valid_from", "what"))


def price_bases(programme: Programme) -> dict[int, int]:
    """Year → price base amount, the programme's own over the shipped ones."""
    own = PriceBase.objects.filter(programme=programme).values_list("year", "amount")
    return {**SHIPPED, **dict(own)}


def in_kronor(rate: Rate, day: date, bases: dict[int, int]) -> Decimal | None:
    """What a rate is that day: whole kronor of a share. None: that year's amount isn't known."""
    if rate.amount is not None:
        return rate.amount
    base = bases.get(day.year)
    if base is None or rate.percent is None:
        return None
    return (rate.percent * base / 100).quantize(KRONA, ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The whole sum that the rates give each one, and for what."""

    amount: Decimal
    basis: str
    rate: Rate

    @property
    def what(self) -> str:
        """What the sum is for. Not what the rate is for: three hours are not paid as one."""
        return str(Compensation.Basis(self.basis).label)


_BASIS = {
    What.SHORT: Compensation.Basis.SHORT, What.HOUR: Compensation.Basis.HOUR,
    What.HALF_DAY: Compensation.Basis.HALF_DAY, What.DAY: Compensation.Basis.DAY,
    What.LECTURE: Compensation.Basis.LECTURE,
}  # fmt: skip


def _fits(rate: Rate, hours: Decimal) -> bool:
    bounded = rate.over is not None or rate.up_to is not None
    return (
        bounded
        and (rate.over is None or hours > rate.over)
        and (rate.up_to is None or hours <= rate.up_to)
    )


def suggest(
    programme: Programme, *, form: str, hours: Decimal | None, on: date
) -> Suggestion | None:
    """What the rates give for so long a meeting of this form on that day. None: they say nothing.

    A lecture's own rate comes first, then the one whose hours it falls within, then by the hour.
    """
    rates = {rate.what: rate for rate in rates_on(programme, on)}
    if not rates:
        return None
    bases = price_bases(programme)
    chosen: Rate | None = None
    times = Decimal(1)
    if form == Form.LECTURE and What.LECTURE in rates:
        chosen = rates[What.LECTURE]
    elif hours is not None:
        within = [r for r in rates.values() if r.what in _BASIS and _fits(r, hours)]
        chosen = min(within, key=lambda r: r.up_to or Decimal(999), default=None)
        if chosen is None and What.HOUR in rates:
            chosen, times = rates[What.HOUR], hours
    if chosen is None:
        return None
    one = in_kronor(chosen, on, bases)
    if one is None:
        return None
    amount = (one * times).quantize(KRONA, ROUND_HALF_EVEN)
    return Suggestion(amount, _BASIS[What(chosen.what)], chosen)


def of_claim(programme: Programme, kind: str, quantity: Decimal, on: date) -> Decimal | None:
    """What hours of preparing or kilometres come to that day. None: there is no such rate."""
    rate = next((r for r in rates_on(programme, on) if r.what == kind), None)
    one = in_kronor(rate, on, price_bases(programme)) if rate else None
    return None if one is None else (one * quantity).quantize(Decimal("0.01"), ROUND_HALF_EVEN)


_NUMBERS = {
    "en": 1, "ett": 1, "one": 1, "two": 2, "två": 2, "tre": 3, "three": 3, "fyra": 4, "four": 4,
    "fem": 5, "five": 5, "sex": 6, "six": 6, "sju": 7, "seven": 7, "åtta": 8, "eight": 8,
}  # fmt: skip
_HOURS = re.compile(
    r"(\d+(?:[.,]\d+)?|[a-zåäö]+)\s*(och en halv |and a half )?(?:h\b|tim|hour)", re.IGNORECASE
)
_MINUTES = re.compile(r"(\d+)\s*min", re.IGNORECASE)


def hours_said(text: str) -> Decimal | None:
    """How long an assignment says that it is: in hours, or as half or whole days."""
    said = text.casefold()
    if re.search(r"halv\s?dag|half a day|half day", said):
        return Decimal(4)
    if re.search(r"hel\s?dag|whole day|full day|en dag\b|a day\b", said):
        return Decimal(8)
    minutes = sum(int(n) for n in _MINUTES.findall(said))
    found = _HOURS.search(said)
    hours = Decimal(0)
    if found:
        number = found.group(1).replace(",", ".")
        if number[0].isdigit():
            hours = Decimal(number)
        elif number in _NUMBERS:
            hours = Decimal(_NUMBERS[number])
        else:
            return None
        hours += Decimal("0.5") if found.group(2) else 0
    total = hours + Decimal(minutes) / 60
    return total.quantize(Decimal("0.1")) if total else None


def preset_rows(key: str) -> Iterable[dict[str, object]]:
    """The rows of a preset as fields of `Rate`."""
    preset = PRESETS[key]
    for what, percent, amount, over, up_to in preset.rows:
        yield {
            "what": what, "source": preset.source,
            "percent": Decimal(percent) if percent else None,
            "amount": Decimal(amount) if amount else None,
            "over": Decimal(over) if over else None, "up_to": Decimal(up_to) if up_to else None,
        }  # fmt: skip
