"""Writes about what is paid, by the administrator."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import PriceBase, Rate
from erfara.compensation.rates import PRESETS, preset_rows
from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.organisations.models import Programme


def _end_before(programme: Programme, what: str, first: date) -> None:
    """The rate that holds for the same ends the day before the new one begins."""
    Rate.objects.filter(
        programme=programme, what=what, valid_from__lt=first, valid_to__isnull=True
    ).update(valid_to=first - timedelta(days=1))


def _add(programme: Programme, at: datetime, valid_from: date, **values: object) -> Rate:
    what = str(values["what"])
    if Rate.objects.filter(programme=programme, what=what, valid_from=valid_from).exists():
        raise Refused(_("There is a rate for that from that day already. Choose another day."))
    _end_before(programme, what, valid_from)
    return Rate.objects.create(programme=programme, valid_from=valid_from, created_at=at, **values)


@action
def add_rate(
    *,
    programme: Programme,
    what: str,
    valid_from: date,
    amount: Decimal | None = None,
    percent: Decimal | None = None,
    over: Decimal | None = None,
    up_to: Decimal | None = None,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Rate:
    """A rate from a day on. What held for the same before ends the day before."""
    if (amount is None) == (percent is None):
        raise Refused(_("Write either a sum in kronor or a share in percent."))
    if over is not None and up_to is not None and over >= up_to:
        raise Refused(_("The longest is not longer than the shortest. Change one of them."))
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("It ends before it begins. Change one of the days."))
    row = _add(
        programme, at, valid_from, what=what, amount=amount, percent=percent, over=over,
        up_to=up_to, valid_to=valid_to,
    )  # fmt: skip
    audit.record("programme.rate", about=programme, by=by, at=at, facts={"what": what})
    return row


@action
def use_preset(
    *, programme: Programme, preset: str, valid_from: date, by: Actor, at: datetime
) -> list[Rate]:
    """Copy a county's published rates, from a day on. They can be changed afterwards."""
    if preset not in PRESETS:
        raise Refused(_("Choose which rates to begin from."))
    rows = [_add(programme, at, valid_from, **values) for values in preset_rows(preset)]
    audit.record("programme.rate", about=programme, by=by, at=at, facts={"preset": preset})
    return rows


@action
def end_rate(*, rate: Rate, last: date, by: Actor, at: datetime) -> Rate:
    """Let a rate hold until a day. Earlier agreements keep what they say."""
    if last < rate.valid_from:
        raise Refused(_("It ends before it begins. Change one of the days."))
    rate.valid_to = last
    rate.save(update_fields=["valid_to"])
    audit.record("programme.rate", about=rate.programme, by=by, at=at, facts={"what": rate.what})
    return rate


@action
def set_price_base(
    *, programme: Programme, year: int, amount: int, by: Actor, at: datetime
) -> PriceBase:
    """Write the price base amount of a year, when ours is missing or wrong."""
    if not 20_000 <= amount <= 200_000 or not 2000 <= year <= 2100:
        raise Refused(_("A price base amount is somewhere between 20 000 and 200 000 kronor."))
    row = PriceBase.objects.filter(programme=programme, year=year).first()
    if row is not None and row.amount == amount:
        unchanged()
        return row
    if row is None:
        row = PriceBase.objects.create(programme=programme, year=year, amount=amount, created_at=at)
    else:
        row.amount = amount
        row.save(update_fields=["amount"])
    audit.record("programme.rate", about=programme, by=by, at=at, facts={"year": year})
    return row
