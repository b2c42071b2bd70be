"""Saving scenarios: nothing that makes no sense, nothing over another's head, nothing unsaid."""

from __future__ import annotations

import copy

import pytest

from erfara.engines.costs.errors import CostsError
from erfara.foundation import audit
from erfara.foundation.errors import NotAllowed, Refused
from erfara.governance import actions, queries
from erfara.governance.models import Scenario, ScenarioVersion
from erfara.governance.policies import SavedMeanwhile
from tests import factories
from tests.factories import saved_costs

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def row():
    return saved_costs.scenario(factories.programme())


def changed(row, wage):
    tree = copy.deepcopy(queries.newest(row).content)
    tree["employment"][0]["wage"] = wage
    return tree


def save(row, tree, seen, **more):
    by = factories.system(row.programme)
    return actions.save_scenario(
        scenario=row, content=tree, seen=seen, by=by, at=factories.AT, **more
    )


def test_the_second_is_told_and_nothing_is_written(row):
    another = Scenario.objects.get(pk=row.pk)
    save(row, changed(row, "31000"), 1)
    with pytest.raises(SavedMeanwhile):
        save(another, changed(another, "32000"), 1)
    assert ScenarioVersion.objects.filter(scenario=row).count() == 2
    assert queries.newest(Scenario.objects.get()).content["employment"][0]["wage"] == "31000"


def test_what_makes_no_sense_is_nobodys_version(row):
    with pytest.raises(CostsError):
        save(row, changed(row, "NaN"), 1)
    assert Scenario.objects.get().version == 1


def test_a_version_is_never_changed(row):
    version = queries.newest(row)
    version.called = "Annat"
    with pytest.raises(TypeError):
        version.save()


def test_each_save_is_written_down(row):
    save(row, changed(row, "31000"), 1, called="Mars")
    actions.go_back(
        scenario=row, number=1, seen=2, by=factories.system(row.programme), at=factories.AT
    )
    assert [event.event for event in audit.history(row.pk)] == [
        "scenario.back", "scenario.saved", "scenario.started",
    ]  # fmt: skip
    assert ScenarioVersion.objects.get(scenario=row, number=2).called == "Mars"


def test_put_away_is_not_written_in(row):
    by = factories.system(row.programme)
    actions.move_scenario(scenario=row, transition="put_away", by=by, at=factories.AT)
    with pytest.raises(Refused):
        save(row, changed(row, "31000"), 1)
    elsewhere = factories.system(factories.programme())
    with pytest.raises(NotAllowed):
        actions.move_scenario(scenario=row, transition="take_out", by=elsewhere, at=factories.AT)


def test_the_sums_in_the_list_are_those_of_the_engine(row):
    assert queries.newest(row).figures == {
        "one_off": "227012.85", "full_year": "2680159.68", "total": "5587332.21",
    }  # fmt: skip
