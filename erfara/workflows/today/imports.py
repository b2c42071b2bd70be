"""Files with registers that wait for a coordinator, and people from them who are to be phoned."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people import import_queries
from erfara.people.models import Contributor
from erfara.workflows.today.rows import NOW, Row, covers, first_of, when_wanted

WHY: dict[str, str | Promise] = {
    "described": _("The columns are to be described."),
    "review": _("The rows are to be looked through."),
    "stuck": _("It stopped on the way."),
    "done": _("Some rows didn't come along, and are to be fetched."),
}

_FILES = Prepared(
    lambda programme: import_queries.waiting_for_her(programme).values_list(
        "pk", "number", "state", "created_at"
    )
)
_TO_PHONE = Prepared(
    lambda programme: (
        Contributor.objects.filter(
            programme_id=programme, state="to_phone", came_with__isnull=False
        )
        .values_list("came_with", "came_with__number", "came_with__last_day")
        .annotate(count=Count("*"))
        .order_by("came_with__number")
    )
)


def files(programme: Programme) -> list[Row]:
    """Each file that waits for her. One query."""
    return [
        Row(
            "import", pk, number, WHY[state], clock.local_day(created), NOW,
            values={"no": number}, covers=covers(("register_import", state)),
            what=_("File {no} with a register"),
        )
        for pk, number, state, created in first_of(_FILES, programme=programme.pk)
    ]  # fmt: skip


def to_phone(programme: Programme, day: date) -> list[Row]:
    """People from a file who are asked by phone: one row for each file. One query."""
    rows = []
    for pk, number, last_day, count in first_of(_TO_PHONE, grouped=True, programme=programme.pk):
        last = last_day or day
        rows.append(
            Row(
                "import_phone", pk, number,
                _("To be asked by phone whether we may keep the details: {number}."), last,
                when_wanted(last, day), values={"no": number, "number": count},
                covers=covers(("contributor", "to_phone")), what=_("People from file {no}"),
            )
        )  # fmt: skip
    return rows
