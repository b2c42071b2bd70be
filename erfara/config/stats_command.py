"""`erfara stats`: the figures of one library, for a time and a unit, with what they mean."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erfara.insight.spans import Span
    from erfara.organisations.models import Programme


class Unknown(Exception):
    """Something that is asked for isn't there; `str` says what is."""


def day(text: str) -> date:
    """A day, written 2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it like 2026-11-21") from None


def add_options(made: argparse.ArgumentParser) -> None:
    """What can be said after the word."""
    made.add_argument("--library", required=True, metavar="SLUG", help="which library")
    made.add_argument("--json", action="store_true", help="JSON on stdout")
    made.add_argument("--from", dest="first", type=day, metavar="DAY", help="from this day")
    made.add_argument("--to", dest="last", type=day, metavar="DAY", help="to and with this day")
    made.add_argument("--unit", metavar="NAME", help="only what this unit asked for")
    made.add_argument(
        "--definitions", action="store_true", help="what each figure means, in both languages"
    )


def _span(programme: Programme, options: argparse.Namespace) -> Span:
    from erfara.insight.spans import Span
    from erfara.organisations.queries import units

    if options.first and options.last and options.first > options.last:
        raise Unknown("The first day comes after the last one.")
    if options.unit is None:
        return Span(options.first, options.last)
    known = {str(one): one.pk for one in units(programme)}
    if options.unit not in known:
        raise Unknown(
            f"There is no unit {options.unit!r}. "
            + (f"Those are: {'; '.join(known)}." if known else "Nobody has asked for anything yet.")
        )
    return Span(options.first, options.last, known[options.unit])


def _meanings(programme: Programme) -> dict[str, Any]:
    from erfara.insight.tables import MEANS
    from erfara.organisations.words import say_in_both

    def both(words: Any) -> dict[str, str]:
        sv, en = say_in_both(programme, words)
        return {"sv": sv, "en": en}

    return {
        key: {
            "title": both(one.title),
            "definition": both(one.definition),
            "columns": {column: both(label) for column, label in one.columns.items()},
        }
        for key, one in MEANS.items()
    }


def figures(options: argparse.Namespace) -> dict[str, Any]:
    """All figures, in the shape that is printed. Groups of people are told as they are to whoever
    doesn't see the register: rounded, the small ones left out."""
    from erfara.insight import prepared
    from erfara.insight.statistics import library_statistics
    from erfara.organisations.models import Programme

    programme = Programme.objects.filter(slug=options.library).first()
    if programme is None:
        known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True))
        raise Unknown(
            f"There is no library {options.library!r}. "
            + (f"Those are: {known}." if known else "This database holds none yet.")
        )
    if programme.kind != Programme.Kind.LIBRARY:
        raise Unknown(
            f"{options.library} is a programme of peer support. These figures are a library's: "
            "peer support has a page of its own for figures and goals."
        )
    span = _span(programme, options)
    found = prepared.kept_or_counted(programme, span, sees_register=False)
    result = library_statistics(programme, span) | {
        "figures_from": span.first and span.first.isoformat(),
        "figures_to": span.last and span.last.isoformat(),
        "figures_of_unit": options.unit,
        "figures_counted_at": found.counted_at and found.counted_at.isoformat(),
        "people_groups_counted_at": found.groups_at and found.groups_at.isoformat(),
        "figures": {one.key: one.plain() for one in found.tables},
    }
    if options.definitions:
        result["figure_definitions"] = _meanings(programme)
    return result
