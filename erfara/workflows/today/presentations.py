"""Presentations that want something of a coordinator: to be written, changed, asked about."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.presentation_queries import under_way
from erfara.workflows.today.rows import LATER, NOW, WEEK, Row, covers, first_of

# So long a text may wait for her before somebody asks.
QUIET = timedelta(days=14)

_WAITING = Prepared(
    lambda programme: (
        under_way(programme)
        .select_related(None)
        .values_list(
            "contributor_id", "contributor__number", "contributor__person_id", "state",
            "begun_by_herself", "sent_at", "created_at",
        )
    )
)  # fmt: skip


def waiting(programme: Programme, day: date) -> list[Row]:
    """A row for each text under way, the one that ends first on top."""
    found = first_of(_WAITING, programme=programme.pk)
    by_mail = vault.index_holders([row[2] for row in found], "email") if found else set()
    rows = []
    for pk, number, person, state, herself, sent, created in found:
        since = clock.local_day(sent or created)
        why, group = _why(state, person in by_mail, day, since, herself=herself)
        rows.append(
            Row("presentation", pk, number, why, since, group, values={"no": number},
                covers=covers(("presentation", state)), what=_("The presentation of number {no}"))
        )  # fmt: skip
    return rows


def _why(
    state: str, has_mail: bool, day: date, since: date, *, herself: bool
) -> tuple[str | Promise, str]:
    if state == "wished":
        return _("Wants something changed in the text."), NOW
    if state == "sent" and not has_mail:
        return _("Has no e-mail. Print the text, and read it together."), WEEK
    if state == "sent" and since + QUIET <= day:
        return _("Has had a text to read for a while. Ask how it is; otherwise it ends."), NOW
    if state == "sent":
        return _("Has a text to read."), LATER
    if herself:
        return _("Has begun a text. Read it through together."), NOW
    return _("A text is being written."), WEEK
