"""Teams and lotteries: exact, balanced, the same each time."""

import random
from itertools import combinations

import pytest

from erfara.engines.matching import lottery
from erfara.engines.matching.by_hand import weigh
from erfara.engines.matching.errors import InputError
from erfara.engines.matching.lottery import Quota
from erfara.engines.matching.people import Person
from erfara.engines.matching.team import COVER, LOAD, NEVER, TIE, Candidate, choose, worth


def person(name, **more):
    more = {"birth_year": 1960, "gender": "woman", "municipality": "Ekby", **more}
    return Person(name, (), **more)


def test_it_is_the_best_team_there_is():
    """Against every possible team, on invented libraries."""
    chance = random.Random(5)
    for _ in range(8):
        people = [
            Candidate(
                person(f"p{at:02}", loans_last_12_months=chance.randint(0, 5)),
                round(chance.random(), 3),
                frozenset(chance.sample("abcde", chance.randint(1, 3))),
            )
            for at in range(9)
        ]
        sides = {a for one in people for a in one.answers}

        def worth(team, sides=sides, people=people):
            gain = sum(
                c.score - LOAD * c.person.loans_last_12_months - TIE * people.index(c)
                + NEVER * (c.person.loans_last_12_months == 0)
                for c in team
            )  # fmt: skip
            covered = len({a for c in team for a in c.answers})
            return gain + covered * COVER / len(sides) * min(len(sides), 4)

        best = max(combinations(people, 3), key=worth)
        assert set(choose(people, 3).ids) == {c.person.id for c in best}


def test_several_sides_rather_than_the_same_one_twice():
    people = [
        Candidate(person("a"), 0.9, frozenset({"x"})),
        Candidate(person("b"), 0.85, frozenset({"x"})),
        Candidate(person("c"), 0.8, frozenset({"y"})),
    ]
    assert choose(people, 2).ids == ["a", "c"]


def test_load_is_shared_and_those_who_ask_for_rest_are_spared():
    people = [
        Candidate(person("a", loans_last_12_months=6), 0.9),
        Candidate(person("b", asked_seldom=True), 0.9),
        Candidate(person("c"), 0.8),
        Candidate(person("d"), 0.8),
    ]
    assert choose(people, 2).ids == ["c", "d"]


def test_a_wish_is_met_when_it_can_be():
    people = [Candidate(person(f"p{at}"), 0.9) for at in range(4)]
    people.append(Candidate(person("young", birth_year=1999, gender="man"), 0.2))
    team = choose(people, 2, {"under_40": 1}, year=2026)
    assert "young" in team.ids
    assert team.relaxed == []


def test_ages_are_those_of_the_year_that_is_said():
    people = [Candidate(person("a", birth_year=1987), 0.9), Candidate(person("b"), 0.8)]
    for year, met in ((2026, True), (2027, False), (None, False)):
        assert bool(choose(people, 2, {"under_40": 1}, year=year).relaxed) is not met
    for year, met in ((2024, False), (2025, True), (None, False)):
        assert bool(choose(people, 2, {"over_65": 1}, year=year).relaxed) is not met


def test_a_wish_that_cannot_be_met_gives_way_by_as_little_as_possible():
    people = [Candidate(person(f"p{at}"), 0.9) for at in range(4)]
    people.append(Candidate(person("young", birth_year=1999), 0.2))
    (one,) = choose(people, 3, {"under_40": 2}, year=2026).relaxed
    assert (one.wish, one.wanted, one.met) == ("under_40", 2, 1)
    assert one.said == "Önskat 2 under 40 år; 1 går att få."


def test_nobody_is_an_empty_team_with_every_wish_open():
    team = choose([], 3, {"gender": 1})
    assert team.ids == []
    assert team.relaxed[0].met == 0


def test_the_order_of_the_input_changes_nothing():
    people = [Candidate(person(f"p{at}"), 0.5) for at in range(8)]
    assert choose(people, 3).ids == choose(people[::-1], 3).ids


IDS = [f"p{at:02}" for at in range(12)]
YOUNG = Quota("under 40", frozenset(IDS[:3]), 2, 2)


def test_chances_are_as_equal_as_the_quotas_allow():
    drawn = lottery.draw(IDS, 4, [YOUNG], seed=7)
    assert drawn.proven
    assert len(set(drawn.panel)) == 4
    assert len(set(drawn.panel) & YOUNG.members) == 2
    # Two of three young, two of nine others: nobody can have more than these.
    assert drawn.smallest_chance == pytest.approx(2 / 9, abs=1e-4)
    assert drawn.chances["p00"] == pytest.approx(2 / 3, abs=1e-4)
    assert sum(share for share, _ in drawn.panels) == pytest.approx(1, abs=1e-4)


def test_the_seed_draws_the_same_panel_again_and_another_another():
    panels = {tuple(lottery.draw(IDS, 4, [YOUNG], seed=s).panel) for s in range(12)}
    assert len(panels) > 1
    again = lottery.draw(IDS[::-1], 4, [YOUNG], seed=3)
    assert again.report() == lottery.draw(IDS, 4, [YOUNG], seed=3).report()


def test_quotas_that_nobody_can_meet_are_told():
    with pytest.raises(InputError, match="no panel"):
        lottery.draw(IDS, 4, [Quota("x", frozenset(IDS[:1]), 2, 4)], seed=1)
    with pytest.raises(InputError, match=r"quotas\.x"):
        lottery.quotas({"x": {"members": ["a"], "least": 3, "most": 1}})


def test_a_team_by_hand_is_held_against_the_best_and_the_next_best_is_the_best_other():
    chance = random.Random(9)
    people = [
        Candidate(
            person(f"p{at}", loans_last_12_months=chance.randint(0, 4), municipality=str(at % 3)),
            round(chance.random(), 3),
            frozenset(chance.sample("abcd", chance.randint(1, 2))),
        )
        for at in range(8)
    ]
    by_id = {one.person.id: one for one in people}
    sides = len({a for one in people for a in one.answers})
    best = choose(people, 3).ids
    assert weigh(people, best, size=3, wishes={}).tried.near == 1
    for ids in combinations(sorted(by_id), 3):
        found = weigh(people, ids, size=3, wishes={"never_asked": 3})
        near = worth([by_id[i] for i in ids], sides) / worth([by_id[i] for i in best], sides)
        assert found.tried.near == pytest.approx(max(0, near), abs=1e-4)
        lent = sum(by_id[i].person.loans_last_12_months > 0 for i in ids)
        assert [one.met for one in found.tried.unmet] == ([3 - lent] if lent else [])
    plain = weigh(people, ids, size=3, wishes={})
    for out, other in plain.next_best.items():
        rest = [by_id[i] for i in ids if i != out]
        pool = [one for one in people if one.person.id not in ids]
        assert other == max(pool, key=lambda one: worth([*rest, one], sides)).person.id
    assert not weigh(people, [], size=3, wishes={}).tried.ids
