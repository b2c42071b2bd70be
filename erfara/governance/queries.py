"""All reads of saved cost scenarios."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from erfara.governance.models import Scenario, ScenarioVersion
from erfara.organisations.models import Programme


def scenarios(programme: Programme, state: str = "kept") -> QuerySet[Scenario]:
    """Those in use, or those put away, by name; each with the sums of its newest version."""
    newest = ScenarioVersion.objects.filter(
        scenario=OuterRef("pk"), number=OuterRef("version")
    ).values("figures")[:1]
    return (
        Scenario.objects.filter(programme=programme, state=state)
        .annotate(sums=Subquery(newest))
        .order_by("sort_key", "created_at", "pk")
    )


def how_many(programme: Programme) -> dict[str, int]:
    """State → how many scenarios."""
    rows = Scenario.objects.filter(programme=programme).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by()}


def chosen(programme: Programme, ids: Iterable[UUID]) -> list[ScenarioVersion]:
    """The newest versions of some scenarios of the programme, in the order asked for."""
    wanted = list(ids)
    rows = ScenarioVersion.objects.filter(
        programme=programme, scenario__in=wanted, number=F("scenario__version")
    ).select_related("scenario")
    found = {row.scenario_id: row for row in rows}
    return [found[pk] for pk in wanted if pk in found]


def newest(scenario: Scenario) -> ScenarioVersion:
    """The version that counts."""
    return ScenarioVersion.objects.get(scenario=scenario, number=scenario.version)


def version(scenario: Scenario, number: int) -> ScenarioVersion | None:
    """One version by its number."""
    return ScenarioVersion.objects.filter(scenario=scenario, number=number).first()


def versions(scenario: Scenario) -> QuerySet[ScenarioVersion]:
    """All versions, newest first, without their documents."""
    rows = ScenarioVersion.objects.filter(scenario=scenario)
    return rows.defer("content").order_by("-number")
