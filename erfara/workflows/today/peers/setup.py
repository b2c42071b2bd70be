"""What a new programme has to write first, and information days."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.peersupport.setup import queries
from erfara.workflows.today.rows import NOW, Row, covers, first_of, when_wanted

# What is missing: why it matters.
WHY: dict[str, str | Promise] = {
    "model": _("Choose a model. It proposes the rest, and all of it can be changed."),
    "employer": _("Write who employs or pays, and whom one turns to there."),
    "movement": _("Write which user organisation is part of it. It has a say in every step."),
    "issuer": _("Write who issues certificates."),
    "goals": _("Write what is to be reached, and until when."),
    "pair": _("It is led by two: one with a profession, one with experience of her own."),
}
WHAT: dict[str, str | Promise] = {
    "model": _("The model of the programme"),
    "employer": _("An employer"),
    "movement": _("A user organisation"),
    "issuer": _("Certificates"),
    "goals": _("Goals"),
    "pair": _("The lead pair"),
}

_DAYS = Prepared(
    lambda programme: (
        queries.days_ahead(programme)
        .select_related(None)
        .values_list("pk", "no", "place", "starts_at", "ends_at")
    )
)


def first_things(programme: Programme, at: datetime) -> list[Row]:
    """What is missing, above everything else. Before there is a model: that alone."""
    day = local_day(at)
    missing = [one.key for one in queries.needed(programme, day) if not one.done]
    if missing[:1] == ["model"]:
        missing = missing[:1]
    begun = local_day(programme.created_at)
    return [
        Row(f"setup_{key}", programme.pk, number, WHY[key], begun, NOW, what=WHAT[key], first=True)
        for number, key in enumerate(missing)
    ]


def rows(programme: Programme, at: datetime) -> list[Row]:
    """What is missing, and days to hold or to write up."""
    day = local_day(at)
    found = []
    for pk, no, place, starts, ends in first_of(_DAYS, programme=programme.pk):
        on, over = local_day(starts), ends < at
        why = _("Write how many came.") if over else _("An information day is planned.")
        found.append(
            Row(
                "information_day_over" if over else "information_day", pk, no, why, on,
                NOW if over else when_wanted(on, day), None, {"no": no, "place": place},
                covers(("information_day", "planned")), _("Information day {no}, {place}"),
            )
        )  # fmt: skip
    return [*first_things(programme, at), *found]
