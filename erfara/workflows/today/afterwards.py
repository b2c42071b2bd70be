"""What comes after loans: who is shaken, what felt wrong, what it led to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Aftercare, Concern, EffectAsk
from erfara.organisations.models import Programme, unit_label
from erfara.organisations.words import plural_lazy
from erfara.workflows.today.rows import (
    LATER,
    NOW,
    WEEK,
    Row,
    about_request,
    covers,
    first_of,
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
        .order_by("due_on", "id")
        .values_list(
            "pk",
            "state",
            "due_on",
            "answer",
            "answer_by",
            "answered_at",
            "contributor__number",
            "participation__loan_id",
        )
    )
)
_CONCERNS = Prepared(
    lambda programme: (
        Concern.objects.filter(
            programme_id=programme, state__in=["raised", "reopened"],
            route=Concern.Route.COORDINATOR.value,
        )
        .order_by("answer_by", "id")
        .values_list("pk", "state", "answer_by", "created_at")
    )
)  # fmt: skip
_EFFECTS = Prepared(
    lambda programme: (
        EffectAsk.objects.filter(
            Q(state__in=["told", "on_its_way"]) | Q(state="asked", by_phone=True),
            programme_id=programme,
            state__in=["told", "on_its_way", "asked"],
        )
        .order_by("answer_by", "id")
        .values_list(
            "pk",
            *about_request("loan__request__"),
            "state",
            "answer_by",
            "answered_at",
            "participation_id",
        )
        .annotate(left=Count("deliveries", filter=Q(deliveries__reached_at__isnull=True)))
    )
)
_NUMBER = _("Number {no} in the register")


def _of_person(pk: UUID, state: str, due: date, answer: str, answered: Any, no: int) -> Row:
    values = {"no": no}
    if state == "asked":
        why: str | Promise = _(
            "Was part of a loan, and is reached by phone. Call and ask how it is."
        )
        return Row("aftercare_call", pk, no, why, due, NOW, None, values, frozenset(), _NUMBER)
    since = local_day(answered) if answered else due
    if answer == Aftercare.Answer.CALL:
        why = _("Was part of a loan, and wants you to call.")
    else:
        why = _("Was part of a loan, and is a bit shaken. Get in touch.")
    return Row("aftercare", pk, no, why, since, NOW, None, values,
               covers(("aftercare", "needs_care")), _NUMBER)  # fmt: skip


def care(programme: Programme, day: date) -> list[Row]:
    """Each who wants to be called, and who is asked by phone; one row a loan for the silent."""
    found: list[Row] = []
    silent: dict[UUID, list[tuple[UUID, date]]] = {}
    for row in first_of(_CARE, programme=programme.pk):
        pk, state, due, answer, answer_by, answered, no, loan = row
        if state == "silent":
            silent.setdefault(loan, []).append((pk, answer_by or due))
        else:
            found.append(_of_person(pk, state, due, answer, answered, no))
    for several in silent.values():
        count = len(several)
        why = plural_lazy(
            "One did not say how it is. See who, and leave it be.",
            "{count} did not say how it is. See who, and leave it be.", count,
        )  # fmt: skip
        first, since = several[0]
        found.append(
            Row("aftercare_silent", first, 0, why, since, WEEK, None, {"count": count},
                covers(("aftercare", "silent")), _("After a loan"))
        )  # fmt: skip
    return found


def concerns(programme: Programme, day: date) -> list[Row]:
    """What felt wrong, for coordinators: at once, and said when the answer is late."""
    found = []
    rows = first_of(_CONCERNS, programme=programme.pk)
    for number, (pk, state, answer_by, created) in enumerate(rows, start=1):
        if answer_by < day:
            why: str | Promise = _("The answer is late. Whoever of you can, answers today.")
        elif state == "reopened":
            why = _("The answer was not enough. One more is owed.")
        else:
            why = _("Somebody waits for an answer.")
        found.append(
            Row("concern", pk, number, why, local_day(created), NOW, None, {},
                covers(("concern", state)), _("Something felt wrong"), last=answer_by)
        )  # fmt: skip
    return found


def effects(programme: Programme, day: date) -> list[Row]:
    """What has come in and is to be sent on; whom to call."""
    found = []
    for row in first_of(_EFFECTS, grouped=True, programme=programme.pk):
        pk, no, organisation, unit, state, answer_by, answered, participation, left = row
        values: dict[str, Any] = {}
        since = local_day(answered) if answered else day
        if state == "told":
            step, group, covered = "effects", NOW, covers(("effect_ask", state))
            why: str | Promise = _("One who took part has told what it led to. Read it.")
            if participation is None:
                why = _("It has been told what it led to. Look it through and send it on.")
        elif state == "on_its_way":
            step, group, covered = "effects_call", NOW, covers(("effect_ask", state))
            values = {"count": left}
            why = plural_lazy(
                "One has not been told what it led to.",
                "{count} have not been told what it led to.", left,
            )  # fmt: skip
        else:
            step, since, covered = "effects_ask", answer_by, frozenset()
            group = NOW if when_wanted(since, day) == NOW else LATER
            why = _("Call and ask what it has led to.")
        asked_by = unit_label(organisation, unit)
        found.append(Row(step, pk, no, why, since, group, asked_by, values, covered))
    return found
