"""Reads about who does what, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from erfara.foundation import audit
from erfara.foundation.prepared import Prepared, among
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.peersupport.duties.models import COUNTS, DutyAnswer, DutyMatrix
from erfara.peersupport.setup.models import Party
from erfara.peersupport.workplaces.models import Workplace

OPEN = ("asked", "wants_change", "accepted")
# While a workplace rests or wants out, that comes first.
GOING_ON = ("preparing", "ready", "rechecking")


def counting(workplace: Workplace) -> DutyMatrix | None:
    """The version that counts: sent, and not replaced."""
    return the_one(DutyMatrix.objects.filter(workplace=workplace, state__in=COUNTS))


def draft(workplace: Workplace) -> DutyMatrix | None:
    """The version that is being written."""
    return the_one(DutyMatrix.objects.filter(workplace=workplace, state="draft"))


def last(workplace: Workplace) -> DutyMatrix | None:
    """The newest version, whatever became of it."""
    return versions(workplace).first()


def versions(workplace: Workplace) -> QuerySet[DutyMatrix]:
    """Every version, newest first."""
    return DutyMatrix.objects.filter(workplace=workplace).order_by("-version")


def ids_of(workplace: Workplace) -> list[UUID]:
    """Every version and every answer: what the history is about."""
    found = list(DutyMatrix.objects.filter(workplace=workplace).values_list("pk", flat=True))
    rows = DutyAnswer.objects.filter(matrix__workplace=workplace)
    return [*found, *rows.values_list("pk", flat=True)]


def parties_by_side(programme: Programme) -> dict[str, Party]:
    """Side → who is behind the programme on it, with its organisation: to be proposed."""
    kinds = {Party.Kind.EMPLOYER: "employer", Party.Kind.USER_ORGANISATION: "user_org"}
    rows = Party.objects.filter(programme=programme, kind__in=list(kinds), ends_on__isnull=True)
    return {
        kinds[Party.Kind(row.kind)]: row
        for row in rows.select_related("organisation").order_by("-starts_on", "id")
    }


def newest_in(programme: Programme) -> DutyMatrix | None:
    """The version that was written last, for any workplace: the next begins as it says."""
    rows = DutyMatrix.objects.filter(programme=programme).exclude(state="draft")
    return rows.order_by("-sent_at", "-created_at", "id").first()


def answers(matrix: DutyMatrix) -> list[DutyAnswer]:
    """Each party's answer, in the order of the parties."""
    order = list(DutyAnswer.Side.values)
    rows = DutyAnswer.objects.filter(matrix=matrix).select_related("person")
    return sorted(rows, key=lambda row: order.index(row.side))


def said_yes(answers: Collection[DutyAnswer]) -> set[UUID]:
    """Those of the answers that say yes to their version, or did when it was replaced."""
    found = {row.pk for row in answers if row.state == "accepted"}
    over = [row.pk for row in answers if row.state == "over"]
    if over:
        events = audit.history(*over).filter(from_state="accepted", to_state="over")
        found.update(events.values_list("about_id", flat=True))
    return found


_STATES_OF = Prepared(
    lambda workplaces: DutyMatrix.objects.filter(
        among("workplace_id", workplaces), state__in=[*COUNTS, "draft"]
    ).only("workplace_id", "state", "version")
)


def states_of(workplace_ids: Collection[UUID]) -> dict[UUID, DutyMatrix]:
    """Workplace → the version that counts, else the draft. One query."""
    rows = _STATES_OF.objects(DutyMatrix, workplaces=list(workplace_ids))
    found: dict[UUID, DutyMatrix] = {}
    for row in rows:
        if row.workplace_id not in found or row.state != "draft":
            found[row.workplace_id] = row
    return found


def answers_of(person_id: UUID) -> QuerySet[DutyAnswer]:
    """Every answer of one person, oldest first."""
    return (
        DutyAnswer.objects.filter(person_id=person_id)
        .select_related("matrix__workplace__unit__organisation")
        .order_by("created_at", "id")
    )


def own_answers(programme: Programme, person_id: UUID) -> QuerySet[DutyAnswer]:
    """Answers of hers to versions that count: those that wait first."""
    return (
        answers_of(person_id)
        .filter(programme=programme, matrix__state__in=COUNTS, state__in=OPEN)
        .order_by("answered_at", "created_at", "id")
    )


def over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Answer → since when its version no longer counts; None while it does.

    A version that was replaced has been over since the next was sent; that is when its answers
    were passed over, and nobody needs to know the minute.
    """
    rows = DutyAnswer.objects.filter(pk__in=ids).values_list(
        "pk", "matrix__state", "matrix__sent_at", "matrix__workplace__ended_at", "created_at"
    )
    return {
        pk: None if state in COUNTS else ended or sent or created
        for pk, state, sent, ended, created in rows
    }


# What waits for a lead


def waiting(programme: Programme) -> QuerySet[DutyMatrix]:
    """Versions to be written and sent, and those that somebody has not said yes to in time."""
    return (
        DutyMatrix.objects.filter(
            programme=programme, state__in=["draft", "late"], workplace__state__in=GOING_ON
        )
        .select_related("workplace__unit__organisation")
        .order_by("created_at", "id")
    )


def answers_waiting(programme: Programme) -> QuerySet[DutyAnswer]:
    """Answers that wait for a lead, or for somebody who may have to be phoned."""
    return (
        DutyAnswer.objects.filter(
            programme=programme, matrix__workplace__state__in=GOING_ON,
            # Said twice, so that those who have said yes are never read.
            state__in=["wants_change", "asked"],
        )
        .filter(Q(state="wants_change") | Q(state="asked", matrix__state__in=["asked", "without"]))
        .select_related("matrix__workplace__unit__organisation")
        .order_by("created_at", "id")
    )  # fmt: skip


# Because a day comes


def to_remind(day: date) -> QuerySet[DutyMatrix]:
    """Versions that wait for a yes, not reminded of, whose last day is ahead."""
    return (
        DutyMatrix.objects.filter(
            where_time_passes(), state="asked", answer_by__gte=day, reminded_at__isnull=True
        )
        .select_related("workplace")
        .order_by("answer_by", "id")
    )


def too_late(day: date) -> QuerySet[DutyMatrix]:
    """Versions whose last day has passed without everybody's yes."""
    return (
        DutyMatrix.objects.filter(where_time_passes(), state="asked", answer_by__lt=day)
        .select_related("workplace")
        .order_by("answer_by", "id")
    )
