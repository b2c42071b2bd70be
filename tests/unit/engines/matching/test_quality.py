"""The sets of the bench: a change that loses what was reached turns red."""

from statistics import mean

import pytest

from tools.bench import _match_sets as sets


@pytest.mark.parametrize(
    ("name", "least", "least_all"),
    [("development", 0.93, 0.86), ("own", 0.93, 0.92), ("held", 0.74, 0.74), ("fresh", 0.8, 0.8)],
)
def test_people_are_found(name, least, least_all):
    judged = sets.load(name)
    rank = sets.by_erfara(judged)
    everybody = set(judged.texts)
    eligible, everywhere = [], []
    for request in judged.requests:
        grades = judged.grades.get(request.id, {})
        among = set(judged.eligible[request.id])
        if not any(g >= sets.FITTING for one, g in grades.items() if one in among):
            continue
        order = rank(request)
        eligible.append(sets.ndcg(order, grades, among))
        everywhere.append(sets.ndcg(order, grades, everybody))
    assert mean(v or 0.0 for v in eligible) >= least
    assert mean(v or 0.0 for v in everywhere) >= least_all


def test_nobody_fits_is_right_in_every_case_of_the_development_set():
    said = sets.nobody(sets.load("development"))
    assert all(true == says for true, says in said.values())
