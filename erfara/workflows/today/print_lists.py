"""Lists of names that wait for a second person's yes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.queries import print_lists_waiting
from erfara.workflows.today.rows import NOW, Row, covers, first_of

_WAITING = Prepared(
    lambda programme: print_lists_waiting(programme).values_list("pk", "asked_at", "people")
)


def waiting(programme: Programme) -> list[Row]:
    """Each list that was asked for. The one who asked can't decide it, and sees that it waits."""
    return [
        Row(
            "print_list", pk, 0,
            _("Another than the one who asked decides. It ends by itself after three days."),
            clock.local_day(asked_at), NOW, None, {"number": len(people)},
            covers(("print_list", "asked")), _("A list to print. Names on it: {number}"),
        )
        for pk, asked_at, people in first_of(_WAITING, programme=programme.pk)
    ]  # fmt: skip
