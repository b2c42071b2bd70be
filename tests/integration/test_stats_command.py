"""`erfara stats`: the same figures as on the page, with keys and units that stay."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from erfara.config import cli
from erfara.insight import prepared
from erfara.insight.counting import Counted, tables_of
from erfara.insight.models import FigureSheet
from erfara.insight.prepared import NotCounted
from erfara.insight.spans import EVERYTHING
from erfara.insight.tables import MEANS
from erfara.organisations.models import Programme
from erfara.people.actions import protection
from tests import factories as make
from tests.factories import AT
from tests.integration import years

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def stats(capsys: pytest.CaptureFixture[str], programme: Programme, *words: str) -> dict[str, Any]:
    assert cli.main(["stats", "--library", programme.slug, "--json", *words]) == cli.GOOD
    return dict(json.loads(capsys.readouterr().out))


def test_the_figures_are_printed_with_their_units(capsys) -> None:
    programme = make.programme()
    years.years(programme)
    found = stats(capsys, programme)
    exact = {one.key: one.plain() for one in tables_of(Counted(programme, EVERYTHING))}
    # Groups of people are for the register alone, until they are counted for the quarter.
    assert found["people_groups_counted_at"] is None
    assert set(found["figures"]) == {key for key, one in MEANS.items() if not one.people}
    assert found["figures"] == {key: exact[key] for key in found["figures"]}
    assert found["figures"]["requests"]["2024"] == {
        "requests": found["by_year"]["2024"]["requests"]
    }
    assert found["figures"]["feedback"]["everybody_heard"] == {
        "loans": found["summary_reached_all"], "of_loans": found["carried_out"],
    }  # fmt: skip
    assert {row: one["requests"] for row, one in found["figures"]["outcomes"].items()} == (
        found["outcomes"]
    )
    assert set(found["figures"]["times"]["ended"]) == {
        "requests", "lower_quartile_days", "median_days", "upper_quartile_days",
    }  # fmt: skip
    # Every column says what it counts.
    units = {
        column.rsplit("_", 1)[-1] for means in MEANS.values() for column in means.columns
    }  # fmt: skip
    assert units == {"people", "requests", "loans", "days", "hours", "needs"}

    assert prepared.count_in(programme, AT)
    assert not prepared.count_in(programme, AT)
    shown = stats(capsys, programme)["figures"]
    assert shown["asked"]["everybody"]["in_register_people"] % 5 == 0
    for row in shown["asked"].values():
        assert all(n is None or n % 5 == 0 for n in row.values())
    assert "area:social_services" in exact["asked"]
    assert "area:social_services" not in shown["asked"]

    few = stats(
        capsys, programme, "--from", "2024-01-01", "--to", "2024-12-31", "--unit",
        "Exempels kommun, Hemtjänsten", "--definitions",
    )  # fmt: skip
    assert few["figures_of_unit"] == "Exempels kommun, Hemtjänsten"
    assert few["figures"]["requests"] == {"2024": {"requests": 1}}
    assert few["figures"]["asked"] == shown["asked"]  # two spans can't be subtracted
    assert "recruited" not in few["figures"]
    # What stands above the figures is of the same span and unit
    assert few["by_year"] == {"2024": {"recruited": None, "requests": 1, "carried_out": 1}}
    assert few["contributors"] == {"recruited": None, "left": None}
    assert few["outcomes"] == {
        row: one["requests"] for row, one in few["figures"]["outcomes"].items()
    }
    assert [row["received_year"] for row in few["requests"]] == [2024]
    meaning = few["figure_definitions"]["kept"]
    assert meaning["title"]["sv"] != meaning["title"]["en"]


def test_what_is_not_there_is_a_wrong_call(capsys) -> None:
    programme = make.programme()
    for words, said in (
        (["--unit", "Mars"], "There is no unit 'Mars'"),
        (["--from", "2025-02-01", "--to", "2025-01-01"], "comes after"),
    ):
        assert cli.main(["stats", "--library", programme.slug, *words]) == cli.BAD_CALL
        assert said in capsys.readouterr().err
    peers = make.programme(kind=Programme.Kind.PEER_SUPPORT)
    assert cli.main(["stats", "--library", peers.slug, "--json"]) == cli.BAD_CALL
    assert "peer support" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["stats", "--library", programme.slug, "--from", "i fjol"])


def test_the_keys_of_another_installation_are_said_and_no_traceback(capsys, monkeypatch) -> None:
    programme = make.programme()
    _user, by = make.coordinator(programme)
    protection.protect(contributor=make.contributor(programme), by=by, at=AT)
    shield = sys.modules["erfara.foundation.vault.shield"]
    monkeypatch.setattr(shield, "_key", lambda _tenant: b"x" * 32)
    assert cli.main(["stats", "--library", programme.slug]) == cli.BAD_DATA
    assert "erfara doctor" in capsys.readouterr().err


def test_a_large_library_is_counted_beforehand(monkeypatch) -> None:
    monkeypatch.setattr(prepared, "LARGE", 2)
    programme = make.programme()
    for day in range(3):
        make.loan_request(programme, at=years.moment(2025, 1 + day, 3))
    fresh = prepared.kept_or_counted(programme, EVERYTHING, sees_register=True)
    assert fresh.counted_at is None
    assert isinstance(prepared.sheet(programme, EVERYTHING, sees_register=True), NotCounted)
    assert prepared.count_due(AT) == 1
    assert {"//", "2025-01-01/2025-12-31/", "2025-01-01/2025-06-30/"} < set(
        FigureSheet.objects.values_list("key", flat=True)
    )
    make.loan_request(programme, at=years.moment(2025, 4, 3))
    kept = prepared.kept_or_counted(programme, EVERYTHING, sees_register=True)
    assert kept.counted_at == AT
    assert [one.plain() for one in kept.tables] == [one.plain() for one in fresh.tables]
    assert [row.label for one in kept.tables for row in one.rows] == [
        row.label for one in fresh.tables for row in one.rows
    ]
    assert prepared.count_due(AT + prepared.EVERY) == 1
    again = prepared.kept_or_counted(programme, EVERYTHING, sees_register=True)
    requests = next(one for one in again.tables if one.key == "requests")
    assert requests.total("requests") == 4
