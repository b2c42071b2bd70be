"""What is about to go wrong, where a lead can do something about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.organisations.models import Programme
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.steering.warnings import Warned, called, warnings
from erfara.workflows.today.peers.workplaces import PLACE
from erfara.workflows.today.rows import WEEK, Row

AT_ONE = _("{finding}. {todo}")


def rows(programme: Programme, at: datetime) -> list[Row]:
    """A row for each warning that holds; where the workplaces are fewer than what is said of them,
    each workplace with its own. They have no day: they end when what they say does."""
    if setup_of(programme) is None:
        return []
    day = local_day(at)
    found = [one for one in warnings(programme, day) if one.kind.acts]
    # A place may be at a workplace that goes on no more: then the number is more than its pages.
    of_places = [one for one in found if len(one.about) == one.number]
    if len({pk for one in of_places for pk in one.about}) >= len(of_places):
        of_places = []
    return [
        *_at_each(programme, of_places, day),
        *(
            Row(
                f"warning_{one.kind.key}", programme.pk, one.number, one.kind.says(one.number), day,
                WEEK, None, {"number": one.number}, what=one.kind.finding,
            )
            for one in found
            if one not in of_places
        ),
    ]  # fmt: skip


def _at_each(programme: Programme, found: Sequence[Warned], day: date) -> list[Row]:
    """Each warning at each workplace that it is about. One query."""
    if not found:
        return []
    names = called(programme, found, len(found))
    return [
        Row(
            f"warned_{one.kind.key}", pk, number, AT_ONE, day, WEEK, None,
            {"workplace": name, "finding": one.kind.finding, "todo": one.kind.todo}, what=PLACE,
        )
        for number, one in enumerate(found)
        for pk, name in names[one.kind.key]
    ]  # fmt: skip
