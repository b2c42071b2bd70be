"""Reads about workplaces, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from erfara.foundation.prepared import Prepared, among
from erfara.foundation.rows import the_one
from erfara.foundation.text import begins, searched
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.peersupport.setup.models import Invited
from erfara.peersupport.workplaces.models import ROUND_OPEN, Readiness, ReadinessItem, Workplace
from erfara.peersupport.workplaces.readiness import ITEMS
from erfara.people.models import Person

# Where somebody there is waited for.
GOING_ON = ("offered", "preparing", "rechecking")
IN_PLACE = (ReadinessItem.Standing.DONE, ReadinessItem.Standing.NOT_NEEDED)


class Progress(NamedTuple):
    """How far an open round has come. `kept`: in place before, to be confirmed."""

    in_place: int
    kept: int
    of: int
    due_on: date
    state: str


def workplaces(programme: Programme, states: Collection[str] | None = None) -> QuerySet[Workplace]:
    """Every workplace, or those in some states, in Swedish order of their names."""
    rows = Workplace.objects.filter(programme=programme)
    if states is not None:
        rows = rows.filter(state__in=states)
    return rows.select_related("unit__organisation").order_by(
        "unit__organisation__sort_key", "unit__sort_key", "no"
    )


def listed(programme: Programme, states: Collection[str] | None) -> QuerySet[Workplace]:
    """The same with what a list says of each and nothing else: all of them are put in order, and
    that costs by how much is read."""
    return workplaces(programme, states).only(
        "no", "state", "kind", "municipality", "unit__name", "unit__organisation__name"
    )


_LISTED = Prepared(lambda programme, states: listed(programme, None).filter(among("state", states)))
_BY_STATE = Prepared(
    lambda programme: (
        Workplace.objects.filter(programme_id=programme)
        .values_list("state")
        .annotate(n=Count("*"))  # not of ids: the index alone answers
    )
)
_PROGRESS = Prepared(
    lambda workplaces: (
        Readiness.objects.filter(among("workplace_id", workplaces), state__in=ROUND_OPEN)
        .annotate(
            done=Count("items", filter=Q(items__standing__in=IN_PLACE)),
            kept=Count("items", filter=Q(items__standing=ReadinessItem.Standing.KEPT)),
            n=Count("items"),
        )
        .values_list("workplace_id", "done", "kept", "n", "due_on", "state")
    )
)


def first_listed(programme: Programme, states: Collection[str], most: int) -> list[Workplace]:
    """The first so many of `listed`."""
    return _LISTED.objects(Workplace, most=most, programme=programme.pk, states=list(states))


def found(programme: Programme, states: Collection[str], words: str) -> list[UUID]:
    """Those in some states whose name, organisation and municipality hold words that begin so, in
    the order of the list. One query: no database searches Swedish letters as Swedish does."""
    wanted = searched(words)
    rows = workplaces(programme, states).values_list(
        "pk", "unit__organisation__name", "unit__name", "municipality"
    )
    return [pk for pk, *said in rows if begins(wanted, searched(" ".join(said)))]


def with_ids(programme: Programme, ids: Collection[UUID]) -> list[Workplace]:
    """These, as the list says them and in its order."""
    return list(listed(programme, None).filter(pk__in=ids))


def count_by_state(programme: Programme) -> dict[str, int]:
    """State → how many."""
    return dict(_BY_STATE.rows(programme=programme.pk))


def progress_of(ids: Collection[UUID]) -> dict[UUID, Progress]:
    """Workplace → how far its open round has come. One query."""
    rows = _PROGRESS.rows(workplaces=list(ids))
    return {pk: Progress(*values) for pk, *values in rows}


def live_round(workplace: Workplace) -> Readiness | None:
    """The round that is going on."""
    return the_one(Readiness.objects.filter(workplace=workplace, state__in=ROUND_OPEN))


def last_round(workplace: Workplace) -> Readiness | None:
    """The round that is going on, or the last that was found to be in place."""
    rows = Readiness.objects.filter(workplace=workplace).exclude(state="stopped")
    return rows.order_by("-created_at", "id").first()


def rounds(workplace: Workplace) -> QuerySet[Readiness]:
    """Every round, newest first."""
    return Readiness.objects.filter(workplace=workplace).order_by("-created_at", "id")


def items_of(readiness: Readiness) -> dict[str, ReadinessItem]:
    """The items of a round by key, in the order of the list."""
    found = {row.key: row for row in ReadinessItem.objects.filter(readiness=readiness)}
    return {key: found[key] for key in ITEMS if key in found}


def needs_clinician(readiness: Readiness | None) -> bool:
    """Whether there has to be a clinician: unless a list says why none is needed there."""
    item = items_of(readiness).get("clinician") if readiness is not None else None
    return item is None or item.standing != ReadinessItem.Standing.NOT_NEEDED


def with_unit(programme: Programme, unit_id: UUID) -> Workplace | None:
    """The live workplace of a unit."""
    return the_one(Workplace.objects.filter(programme=programme, unit_id=unit_id).exclude(
        state="ended"))  # fmt: skip


def at_units(programme: Programme, unit_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Unit → its workplace that takes part, for those that have one. One query."""
    rows = Workplace.objects.filter(programme=programme, unit__in=list(unit_ids))
    return dict(rows.exclude(state="ended").values_list("unit", "pk"))


def over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Workplace → since when it takes no part; None while it does."""
    return dict(Workplace.objects.filter(pk__in=ids).values_list("pk", "ended_at"))


# Lists of other parts


def receivers(programme: Programme) -> QuerySet[Workplace]:
    """Workplaces that somebody could be placed at: all that go on."""
    return workplaces(programme).filter(state__in=["preparing", "ready", "rechecking"])


def ready(programme: Programme) -> QuerySet[Workplace]:
    """Those that are ready."""
    return workplaces(programme).filter(state="ready")


# What waits for a lead


def waiting(programme: Programme) -> QuerySet[Workplace]:
    """Workplaces that wait for a lead: raised hands, unanswered offers, those that want out, and
    those where nobody reads what is written."""
    nobody = Q(contact__isnull=True) | Q(contact__erased_at__isnull=False)
    nobody &= Q(manager__isnull=True) | Q(manager__erased_at__isnull=False)
    wait = ("interested", "unanswered", "wants_out")
    # The states are said twice, so that those that are ready are never read.
    return workplaces(programme, [*wait, *GOING_ON]).filter(Q(state__in=wait) | nobody)


def rounds_waiting(programme: Programme) -> QuerySet[Readiness]:
    """Rounds to be looked at, or not done in time."""
    return (
        Readiness.objects.filter(
            programme=programme,
            state__in=["filled", "late"],
            workplace__state__in=["preparing", "rechecking"],
        )
        .select_related("workplace__unit__organisation")
        .order_by("due_on", "id")
    )


def information_days(workplace: Workplace) -> QuerySet[Invited]:
    """Days of information that the workplace was asked to, and how many came; newest first."""
    rows = Invited.objects.filter(programme=workplace.programme_id, unit=workplace.unit_id)
    return rows.select_related("day").order_by("-created_at", "id")


# Because a day comes


def offers_to_remind(day: date) -> QuerySet[Workplace]:
    """Offers that nobody has answered, not reminded of, whose last day is ahead."""
    return Workplace.objects.filter(
        where_time_passes(), state="offered", answer_by__gte=day, reminded_at__isnull=True
    ).order_by("answer_by", "id")


def offers_too_late(day: date) -> QuerySet[Workplace]:
    """Offers whose last day has passed."""
    return Workplace.objects.filter(
        where_time_passes(), state="offered", answer_by__lt=day
    ).order_by("answer_by", "id")


def rounds_to_remind(day: date) -> QuerySet[Readiness]:
    """Open rounds, not reminded of, whose last day is ahead."""
    return (
        Readiness.objects.filter(
            where_time_passes(), state="open", due_on__gte=day, reminded_at__isnull=True
        )
        .select_related("workplace")
        .order_by("due_on", "id")
    )


def rounds_too_late(day: date) -> QuerySet[Readiness]:
    """Open rounds whose last day has passed."""
    return (
        Readiness.objects.filter(where_time_passes(), state="open", due_on__lt=day)
        .select_related("workplace")
        .order_by("due_on", "id")
    )


def to_recheck(day: date) -> QuerySet[Workplace]:
    """Ready workplaces whose year has passed."""
    return Workplace.objects.filter(
        where_time_passes(), state="ready", recheck_on__lte=day
    ).order_by("recheck_on", "id")


def to_look_at_again(day: date) -> QuerySet[Workplace]:
    """Those that rest until a day which has come."""
    return Workplace.objects.filter(
        where_time_passes(), state="resting", look_again_on__lte=day
    ).order_by("look_again_on", "id")


def named_at(person_ids: Iterable[UUID]) -> QuerySet[Workplace]:
    """Workplaces where one of these is named and that go on."""
    ids = list(person_ids)
    return Workplace.objects.filter(
        Q(contact_id__in=ids) | Q(manager_id__in=ids) | Q(clinician_id__in=ids)
    ).exclude(state="ended")


def named_ever(person: Person) -> QuerySet[Workplace]:
    """Workplaces where she is named, also those that have ended."""
    named = Q(contact=person) | Q(manager=person) | Q(clinician=person)
    return Workplace.objects.filter(named).select_related("unit__organisation").order_by("no")
