"""Keeping figures that were counted beforehand, and having some counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.rows import the_one
from erfara.insight.behind import Part
from erfara.insight.models import FigureRows, FigureSheet
from erfara.insight.spans import Span
from erfara.organisations.models import Programme

# So many spans of a programme may wait to be counted.
MOST_WAITING = 5
# What is asked for is let go of after so long; who needs it longer asks again, or has the file.
KEPT = timedelta(days=3)
# Who took an order and hasn't counted it by then has died on the way.
LOST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a span, and the requests behind each number."""

    figures: Mapping[str, Any]
    rows: Sequence[Part] = field(default_factory=list)


def _replace(sheet: FigureSheet, counts: Counts, at: datetime) -> None:
    sheet.rows.all().delete()
    FigureRows.objects.bulk_create(
        [
            FigureRows(programme_id=sheet.programme_id, sheet=sheet, created_at=at, **asdict(one))
            for one in counts.rows
        ],
        batch_size=200,
    )  # fmt: skip


@action
def keep(
    *, programme: Programme, sheets: Mapping[str, Counts], by: Actor, at: datetime
) -> list[FigureSheet]:
    """Keep these sheets in place of older ones of the same span. They stand until they are counted
    again, also where somebody had asked for one."""
    found = []
    for key, counts in sheets.items():
        kept = {
            "counted_at": at, "figures": counts.figures, "asked_at": None, "waits": False,
            "taken_at": None,
        }  # fmt: skip
        sheet, _new = FigureSheet.objects.update_or_create(
            programme=programme, key=key, defaults=kept, create_defaults=kept | {"created_at": at}
        )
        _replace(sheet, counts, at)
        found.append(sheet)
    audit.record("figures.counted", about=found[0], by=by, at=at, facts={"sheets": str(len(found))})
    return found


@action
def order(*, programme: Programme, span: Span, by: Actor, at: datetime) -> FigureSheet:
    """Have the figures of a span counted by the worker, or counted anew.

    What waits already, or is counted every few hours anyway, is not ordered twice. Refused while
    `MOST_WAITING` others wait.
    """
    sheet = the_one(FigureSheet.objects.filter(programme=programme, key=span.key))
    if sheet is not None and (sheet.waits or sheet.asked_at is None):
        unchanged()
        return sheet
    if FigureSheet.objects.filter(programme=programme, waits=True).count() >= MOST_WAITING:
        raise Refused(
            _("There are already {number} countings that wait. Try again in a minute."),
            number=MOST_WAITING,
        )
    if sheet is None:
        sheet = FigureSheet(programme=programme, key=span.key, created_at=at)
    sheet.asked_at, sheet.waits, sheet.taken_at = at, True, None
    sheet.save()
    audit.record("figures.ordered", about=sheet, by=by, at=at)
    return sheet


def take(at: datetime) -> FigureSheet | None:
    """The order that has waited longest, for this worker alone; nothing when none waits. What a
    worker took and lost is taken again."""
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=at - LOST)
    waiting = FigureSheet.objects.filter(free, asked_at__isnull=False, waits=True)
    for sheet in waiting.select_related("programme").order_by("asked_at")[:MOST_WAITING]:
        if FigureSheet.objects.filter(free, pk=sheet.pk, waits=True).update(taken_at=at):
            return sheet
    return None


@action
def deliver(*, sheet: FigureSheet, counts: Counts, by: Actor, at: datetime) -> FigureSheet:
    """Keep what was ordered. What another has counted meanwhile is left as it is."""
    waiting = FigureSheet.objects.filter(pk=sheet.pk, waits=True)
    if not waiting.update(waits=False, taken_at=None, counted_at=at, figures=counts.figures):
        unchanged()
        return sheet
    _replace(sheet, counts, at)
    audit.record("figures.counted", about=sheet, by=by, at=at, facts={"sheets": "1"})
    return sheet


@action
def let_go(*, programme: Programme, before: datetime, by: Actor, at: datetime) -> int:
    """Let go of what somebody asked for before a moment, counted or not. How many they were."""
    asked = FigureSheet.objects.filter(programme=programme, asked_at__lt=before)
    number = asked.count()
    if not number:
        unchanged()
        return 0
    asked.delete()
    audit.record("figures.let_go", about=programme, by=by, at=at, facts={"sheets": str(number)})
    return number
