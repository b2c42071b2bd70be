"""All writes about saved cost scenarios."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from erfara.engines.costs.calculation import calculate
from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.states import move
from erfara.foundation.text import sort_key
from erfara.governance import policies
from erfara.governance.content import Tree, figures, scenario_of
from erfara.governance.merging import changes
from erfara.governance.models import Scenario, ScenarioVersion
from erfara.organisations.models import Programme

_MOST_NAMED = 20


def _version(
    scenario: Scenario, content: Tree, before: Tree, *, by: Actor, at: datetime, **more: Any
) -> ScenarioVersion:
    # The engine reads it before anything is kept: what doesn't make sense is nobody's version.
    result = calculate(scenario_of(content))
    found = sorted(changes(before, content)) if before else []
    return ScenarioVersion.objects.create(
        programme=scenario.programme, scenario=scenario, number=scenario.version, content=content,
        figures=figures(result), changed=[list(path) for path in found[:_MOST_NAMED]],
        made_by=by.id, created_at=at, **more,
    )  # fmt: skip


def _name(content: Tree) -> str:
    name = scenario_of(content).name
    return (name.sv or name.en)[:160]


@action
def start_scenario(
    *, programme: Programme, kind: str, content: Tree, by: Actor, at: datetime
) -> Scenario:
    """A new scenario with its first version. A document that makes no sense is a CostsError."""
    name = _name(content)
    scenario = Scenario.objects.create(
        programme=programme, name=name, sort_key=sort_key(name)[:160], kind=Scenario.Kind(kind),
        state=Scenario.table.initial, version=1, changed_at=at, created_at=at,
    )  # fmt: skip
    _version(scenario, content, {}, by=by, at=at)
    audit.record("scenario.started", about=scenario, by=by, at=at, facts={"kind": kind})
    return scenario


def _next(scenario: Scenario, content: Tree, seen: int, *, by: Actor, at: datetime, **more: Any,
          ) -> ScenarioVersion:  # fmt: skip
    policies.may_be_changed(scenario)
    name = _name(content)
    # Conditional, so that of two who save at the same time only one gets through.
    through = Scenario.objects.filter(pk=scenario.pk, version=seen, state="kept").update(
        version=seen + 1, changed_at=at, name=name, sort_key=sort_key(name)[:160]
    )
    if not through:
        raise policies.saved_meanwhile()
    before = ScenarioVersion.objects.get(scenario=scenario, number=seen).content
    scenario.refresh_from_db(fields=["version", "changed_at", "name", "sort_key"])
    return _version(scenario, content, before, by=by, at=at, **more)


@action
def save_scenario(
    *, scenario: Scenario, content: Tree, seen: int, by: Actor, at: datetime, called: str = ""
) -> Scenario:
    """A new version, if `seen` is still the newest; else SavedMeanwhile, and nothing is written.

    A document that makes no sense is a CostsError. Nothing changed and nothing named: no version.
    """
    newest = ScenarioVersion.objects.get(scenario=scenario, number=seen)
    if newest.content == content and not called:
        unchanged()
        return scenario
    version = _next(scenario, content, seen, by=by, at=at, called=called)
    audit.record("scenario.saved", about=scenario, by=by, at=at, facts={"version": version.number})
    return scenario


@action
def go_back(*, scenario: Scenario, number: int, seen: int, by: Actor, at: datetime) -> Scenario:
    """An earlier version's document, as a new version: what came between stays where it is."""
    earlier = ScenarioVersion.objects.get(scenario=scenario, number=number)
    version = _next(scenario, copy.deepcopy(earlier.content), seen, by=by, at=at, back_to=number)
    audit.record(
        "scenario.back", about=scenario, by=by, at=at,
        facts={"version": version.number, "back_to": number},
    )  # fmt: skip
    return scenario


@action
def move_scenario(*, scenario: Scenario, transition: str, by: Actor, at: datetime) -> Scenario:
    """Put away, or take out again."""
    return move(scenario, transition, by=by, at=at)
