"""Who we are: rounded, small groups hidden, and no way to work them out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import AccessRow
from erfara.people import actions as people
from erfara.people.actions import background
from erfara.people.counting import (
    ELSEWHERE,
    FEWEST,
    POSSIBLE,
    VARIABLES,
    _stands_for,
    age_group,
    count,
    rounded,
)
from erfara.people.models import BackgroundCount, Contributor
from erfara.workflows.who_we_are import count_in, quarter_of
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
DAY = date(2026, 11, 2)


def somebody(chance: Random) -> dict[str, Any]:
    """One who has told some of it. Skewed, as registers are."""
    told: dict[str, Any] = {}
    for name, variable in VARIABLES.items():
        if chance.random() < 0.2:
            continue
        if name == "birth_year":
            told[name] = chance.choice([1944, 1950, 1955, 1955, 1980, 2001])
        elif name == "municipality":
            told[name] = chance.choice(["Nyköping", "Nyköping", "Eskilstuna", "Flen", "Trosa"])
        else:
            values = list(variable.values)
            told[name] = values[0] if chance.random() < 0.7 else chance.choice(values)
    return told


def possible_numbers(base: int, counts: dict[str, Any]) -> list[set[int]]:
    """What each hidden group can be, for one who tries every possibility there is."""
    totals = {base + d for d in range(-2, 3) if base + d >= FEWEST}
    sums = {}
    for name, groups in counts.items():
        if groups is None:
            continue
        reach = {0}
        for _group, number in groups:
            least, most = _stands_for(number)
            reach = {have + n for have in reach for n in range(least, most + 1)}
        sums[name] = reach
        totals &= reach
    found = []
    for name in sums:
        for at, (_group, number) in enumerate(counts[name]):
            if number is not None:
                continue
            rest = {0}
            for other, (_g, n) in enumerate(counts[name]):
                if other != at:
                    least, most = _stands_for(n)
                    rest = {have + k for have in rest for k in range(least, most + 1)}
            found.append({k for k, r in product(range(FEWEST), rest) if k + r in totals})
    return found


@pytest.mark.parametrize("seed", range(60))
def test_nobody_can_work_out_a_small_group(seed: int) -> None:
    chance = Random(seed)
    base, counts = count([somebody(chance) for _ in range(chance.randint(5, 60))], DAY)
    for groups in counts.values():
        for _group, number in groups or []:
            assert number is None or (number % 5 == 0 and number >= FEWEST)
    assert all(len(left) >= POSSIBLE for left in possible_numbers(base, counts))


def test_two_hidden_groups_that_would_give_each_other_away_are_not_shown() -> None:
    # Ten are 8–12; two groups of at most four each would have to be four and four.
    told = [{"association": "yes"}] * 4 + [{"association": "no"}] * 4
    base, counts = count(told, DAY)
    assert base == 10
    assert counts["association"] is None or len(counts["association"]) == 3
    assert all(len(left) >= POSSIBLE for left in possible_numbers(base, counts))


def test_a_place_with_few_is_not_even_named() -> None:
    told = [{"municipality": "Nyköping"}] * 12 + [{"municipality": "Trosa"}] * 3
    _base, counts = count(told, DAY)
    assert "Trosa" not in str(counts)
    assert counts["municipality"][:2] == [["Nyköping", 10], [ELSEWHERE, None]]


def test_fewer_than_five_are_not_counted_at_all() -> None:
    base, counts = count([{"gender": "woman"}] * 4, DAY)
    assert base == 0
    assert set(counts.values()) == {None}


def test_rounding_and_ages() -> None:
    assert [rounded(n) for n in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 5, 5, 10, 10, 15]
    assert [age_group(y, DAY) for y in (2000, 1996, 1962, 1961, 1947, 1946)] == [
        "under_30", "30_44", "45_64", "65_79", "65_79", "80_up",
    ]  # fmt: skip
    assert [quarter_of(date(2026, m, 1)) for m in (1, 3, 4, 12)] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4",
    ]  # fmt: skip


def told_us(row: Contributor, **values: str) -> None:
    background.write(contributor=row, values=values, seen=0, by=make.system(row.programme), at=AT)


AGREED = ("register", "email", "statistics")


def test_background_needs_its_own_consent_and_goes_with_it() -> None:
    of = make.programme()
    with pytest.raises(Refused):
        told_us(make.contributor(of), gender="woman")
    row = make.contributor(of, consents=AGREED)
    told_us(row, gender="woman")
    assert background.BLOB in vault.blobs_of(of.pk, row.person_id)
    by = make.system(of)
    assert background.drop(person=row.person, by=by, at=AT)
    assert background.BLOB not in vault.blobs_of(of.pk, row.person_id)
    assert not background.drop(person=row.person, by=by, at=AT)


def test_it_is_counted_once_a_quarter_and_each_sees_it() -> None:
    of = make.programme()
    rows = [make.contributor(of, consents=AGREED) for _ in range(8)]
    for row in rows:
        told_us(row, gender="woman", birth_year="1950")
    without = make.contributor(of)
    protected = make.contributor(of, consents=AGREED)
    told_us(protected, gender="man")
    vault.shield(tenant_id=of.pk, person_id=protected.person_id, at=AT)
    assert count_in(of, AT)
    assert not count_in(of, AT)
    assert not count_in(of, AT + timedelta(days=40))
    assert count_in(of, AT + timedelta(days=70))
    counted = BackgroundCount.objects.order_by("taken_on").first()
    assert counted is not None
    assert (counted.base, counted.quarter) == (10, "2026-Q4")
    opened = AccessRow.objects.filter(purpose="count_background", case="2026-Q4")
    assert set(opened.values_list("person_id", flat=True)) == {r.person_id for r in rows}
    assert without.person_id not in {r.person_id for r in rows}


def test_nothing_is_opened_when_too_few_have_agreed() -> None:
    of = make.programme()
    for _ in range(4):
        told_us(make.contributor(of, consents=AGREED), gender="woman")
    assert not count_in(of, AT)
    assert not AccessRow.objects.filter(purpose="count_background").exists()


def test_background_opens_for_the_count_and_nothing_else() -> None:
    of = make.programme()
    row = make.contributor(of, consents=AGREED)
    told_us(row, gender="woman")
    wanting: dict[str, Any] = {
        "tenant_id": of.pk, "person_ids": [row.person_id], "blob": background.BLOB,
        "fields": ["gender"], "purpose": "count_background", "case": "2026-Q4", "at": AT,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        vault.open(**wanting, actor=Actor(Role.COORDINATOR, of.pk))
    assert vault.open(**wanting, actor=Actor.system(of.pk))
    people.withdraw_consent(
        person=row.person, purpose="statistics", how="phone", by=make.system(of), at=AT
    )
    with pytest.raises(NotAllowed):
        vault.open(**wanting, actor=Actor.system(of.pk))
