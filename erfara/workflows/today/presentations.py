"""Presentations that want something of a coordinator: to be written, changed, asked about."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.models import Presentation
from erfara.people.presentation_queries import under_way
from erfara.workflows.today.rows import LATER, LIMIT, NOW, WEEK, Row, covers

# So long a text may wait for her before somebody asks.
QUIET = timedelta(days=14)

_WAITING = Prepared(lambda programme: under_way(programme)[: LIMIT + 1])


def waiting(programme: Programme, day: date) -> list[Row]:
    """A row for each text under way, the one that ends first on top."""
    rows: list[Row] = []
    found = _WAITING.objects(Presentation, programme=programme.pk)
    by_mail = vault.index_holders([one.contributor.person_id for one in found], "email")
    for one in found:
        since = clock.local_day(one.sent_at or one.created_at)
        why, group = _why(one, one.contributor.person_id in by_mail, day, since)
        rows.append(
            Row(
                "presentation", one.contributor_id, one.contributor.number, why, since, group,
                values={"no": one.contributor.number},
                covers=covers(("presentation", one.state)),
                what=_("The presentation of number {no}"),
            )
        )  # fmt: skip
    return rows


def _why(one: Presentation, has_mail: bool, day: date, since: date) -> tuple[str | Promise, str]:
    if one.state == "wished":
        return _("Wants something changed in the text."), NOW
    if one.state == "sent" and not has_mail:
        return _("Has no e-mail. Print the text, and read it together."), WEEK
    if one.state == "sent" and since + QUIET <= day:
        return _("Has had a text to read for a while. Ask how it is; otherwise it ends."), NOW
    if one.state == "sent":
        return _("Has a text to read."), LATER
    if one.begun_by_herself:
        return _("Has begun a text. Read it through together."), NOW
    return _("A text is being written."), WEEK
