"""Files with registers that wait for a coordinator, and people from them who are to be phoned."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people import import_queries
from erfara.people.models import RegisterImport
from erfara.workflows.today.rows import LIMIT, NOW, Row, covers, when_wanted

WHY: dict[str, str | Promise] = {
    "described": _("The columns are to be described."),
    "review": _("The rows are to be looked through."),
    "stuck": _("It stopped on the way."),
    "done": _("Some rows didn't come along, and are to be fetched."),
}

_FILES = Prepared(lambda programme: import_queries.waiting_for_her(programme)[: LIMIT + 1])


def files(programme: Programme) -> list[Row]:
    """Each file that waits for her. One query."""
    return [
        Row(
            "import", one.pk, one.number, WHY[one.state], clock.local_day(one.created_at), NOW,
            values={"no": one.number}, covers=covers(("register_import", one.state)),
            what=_("File {no} with a register"),
        )
        for one in _FILES.objects(RegisterImport, programme=programme.pk)
    ]  # fmt: skip


def to_phone(programme: Programme, day: date) -> list[Row]:
    """People from a file who are asked by phone: one row for each file. Two queries."""
    rows = []
    for one, count in import_queries.phoning(programme):
        last = one.last_day or day
        rows.append(
            Row(
                "import_phone", one.pk, one.number,
                _("To be asked by phone whether we may keep the details: {number}."), last,
                when_wanted(last, day), values={"no": one.number, "number": count},
                covers=covers(("contributor", "to_phone")), what=_("People from file {no}"),
            )
        )  # fmt: skip
    return rows
