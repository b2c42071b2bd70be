"""What comes after loans: who is shaken, what felt wrong, what it led to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Aftercare, Concern, EffectAsk
from erfara.organisations.models import Programme
from erfara.workflows.today.rows import (
    LATER,
    LIMIT,
    NOW,
    WEEK,
    Row,
    about_request,
    covers,
    when_wanted,
)

_CARE = Prepared(
    lambda programme: (
        Aftercare.objects.filter(
            Q(state__in=["needs_care", "silent"]) | Q(state="asked", by_phone=True),
            programme_id=programme,
            # Said once more for the index, which an OR hides from SQLite.
            state__in=["needs_care", "silent", "asked"],
        )
        .select_related("contributor", "participation")
        .only(
            "state",
            "due_on",
            "answer",
            "answer_by",
            "answered_at",
            "contributor__number",
            "participation__loan_id",
        )
        .order_by("due_on", "id")[: 3 * LIMIT + 1]
    )
)
_CONCERNS = Prepared(
    lambda programme: Concern.objects.filter(
        programme_id=programme, state__in=["raised", "reopened"],
        route=Concern.Route.COORDINATOR.value,
    ).order_by("answer_by", "id")[: LIMIT + 1]
)  # fmt: skip
_EFFECTS = Prepared(
    lambda programme: (
        EffectAsk.objects.filter(
            Q(state__in=["told", "on_its_way"]) | Q(state="asked", by_phone=True),
            programme_id=programme,
            state__in=["told", "on_its_way", "asked"],
        )
        .select_related("loan__request__unit__organisation")
        .only(
            "state",
            "answer_by",
            "answered_at",
            "participation_id",
            *about_request("loan__request__"),
        )
        .annotate(left=Count("deliveries", filter=Q(deliveries__reached_at__isnull=True)))
        .order_by("answer_by", "id")[: LIMIT + 1]
    )
)
_NUMBER = _("Number {no} in the register")


def _of_person(row: Aftercare) -> Row:
    no = row.contributor.number
    values = {"no": no}
    if row.state == "asked":
        why: str | Promise = _(
            "Was part of a loan, and is reached by phone. Call and ask how it is."
        )
        return Row("aftercare_call", row.pk, no, why, row.due_on, NOW, None, values, frozenset(),
                   _NUMBER)  # fmt: skip
    since = local_day(row.answered_at) if row.answered_at else row.due_on
    if row.answer == Aftercare.Answer.CALL:
        why = _("Was part of a loan, and wants you to call.")
    else:
        why = _("Was part of a loan, and is a bit shaken. Get in touch.")
    return Row("aftercare", row.pk, no, why, since, NOW, None, values,
               covers(("aftercare", "needs_care")), _NUMBER)  # fmt: skip


def care(programme: Programme, day: date) -> list[Row]:
    """Each who wants to be called, and who is asked by phone; one row a loan for the silent."""
    rows: list[Any] = _CARE.objects(Aftercare, programme=programme.pk)
    found = [_of_person(row) for row in rows if row.state != "silent"]
    silent: dict[Any, list[Aftercare]] = {}
    for row in rows:
        if row.state == "silent":
            silent.setdefault(row.participation.loan_id, []).append(row)
    for several in silent.values():
        count = len(several)
        why = ngettext_lazy(
            "One did not say how it is. See who, and leave it be.",
            "{count} did not say how it is. See who, and leave it be.", count,
        )  # fmt: skip
        first = several[0]
        found.append(
            Row("aftercare_silent", first.pk, 0, why, first.answer_by or first.due_on, WEEK, None,
                {"count": count}, covers(("aftercare", "silent")), _("After a loan"))
        )  # fmt: skip
    return found[: LIMIT + 1]


def concerns(programme: Programme, day: date) -> list[Row]:
    """What felt wrong, for coordinators: at once, and said when the answer is late."""
    rows: list[Any] = _CONCERNS.objects(Concern, programme=programme.pk)
    found = []
    for number, row in enumerate(rows, start=1):
        if row.answer_by < day:
            why: str | Promise = _("The answer is late. Whoever of you can, answers today.")
        elif row.state == "reopened":
            why = _("The answer was not enough. One more is owed.")
        else:
            why = _("Somebody waits for an answer.")
        found.append(
            Row("concern", row.pk, number, why, local_day(row.created_at), NOW, None, {},
                covers(("concern", row.state)), _("Something felt wrong"), last=row.answer_by)
        )  # fmt: skip
    return found


def effects(programme: Programme, day: date) -> list[Row]:
    """What has come in and is to be sent on; whom to call."""
    rows: list[Any] = _EFFECTS.objects(EffectAsk, programme=programme.pk)
    found = []
    for row in rows:
        request, kind = row.loan.request, ("effect_ask", row.state)
        values: dict[str, Any] = {}
        since = local_day(row.answered_at) if row.answered_at else day
        if row.state == "told":
            step, group, covered = "effects", NOW, covers(kind)
            why: str | Promise = _("One who took part has told what it led to. Read it.")
            if row.participation_id is None:
                why = _("It has been told what it led to. Look it through and send it on.")
        elif row.state == "on_its_way":
            step, group, covered = "effects_call", NOW, covers(kind)
            values = {"count": row.left}
            why = ngettext_lazy(
                "One has not been told what it led to.",
                "{count} have not been told what it led to.", row.left,
            )  # fmt: skip
        else:
            step, since, covered = "effects_ask", row.answer_by, frozenset()
            group = NOW if when_wanted(since, day) == NOW else LATER
            why = _("Call and ask what it has led to.")
        found.append(
            Row(step, row.pk, request.no, why, since, group, str(request.unit), values, covered)
        )
    return found
