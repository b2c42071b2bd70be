"""What evaluations found, each made to happen, seen, and ended; funnel and goals against rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.peersupport.pool import queries as in_pool
from erfara.peersupport.pool.actions import supporters, wishes
from erfara.peersupport.pool.actions.already import enter_already
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.setup import actions as setup
from erfara.peersupport.setup import queries
from erfara.peersupport.steering import funnel, goals, warnings
from erfara.peersupport.steering.placed import placed, unpaid
from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
from erfara.people import erasing
from erfara.people.models import Person
from erfara.web.peer.setup.standing import goal_says
from tests import factories
from tests.factories.peers import certificates as pool
from tests.factories.peers import setup as make
from tests.factories.peers import workplaces

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY = clock.local_day(AT)


@pytest.fixture
def of():
    programme = make.programme()
    make.decided(programme)
    return programme


def found(of, day=DAY) -> dict[str, int]:
    return warnings.facts(warnings.warnings(of, day))


def has_a_place(
    of, there: Workplace, who: PeerSupporter | None = None, **wished
) -> PlaceOffer:  # fmt: skip
    """Somebody has a place at a workplace, agreed by both sides."""
    wished.setdefault("funded_until", DAY + timedelta(days=400))
    row = pool.offered(of, who, about=pool.wish(of, there, **wished))
    PlaceOffer.objects.filter(pk=row.pk).update(state="agreed", agreed_on=DAY, said_yes_on=DAY)
    PeerSupporter.objects.filter(pk=row.supporter_id).update(state="placed")
    return row


def settled(of) -> Workplace:
    """A workplace that is ready, where the parties have agreed."""
    there = workplaces.ready(of)
    workplaces.duties_agreed(there)
    there.refresh_from_db()
    return there


def test_in_a_programme_that_is_in_order_nothing_is_wrong(of):
    settled(of)
    assert found(of) == {}


def test_responsibilities_that_are_not_settled(of):
    there = workplaces.ready(of)
    assert found(of) == {"unsettled": 1}
    workplaces.duties_agreed(there)
    assert found(of) == {}


@pytest.mark.parametrize(
    ("keys", "warning"), [(("staff_2h",), "unprepared"), (("does",), "drifting")]
)
def test_staff_who_are_not_prepared_and_a_role_that_is_not_written(of, keys, warning):
    settled(of)
    items = ReadinessItem.objects.filter(key__in=keys)
    items.update(standing="missing", done_on=None)
    assert found(of) == {warning: 1}
    items.update(standing="done", done_on=DAY)
    assert found(of) == {}


def test_one_that_gets_ready_is_not_unprepared_until_somebody_is_there(of):
    there = workplaces.preparing(of)
    assert found(of) == {}
    has_a_place(of, there)
    assert {"unprepared", "drifting", "unsettled"} <= set(found(of))


def test_what_was_not_in_place_in_an_earlier_round_is_over(of):
    there = settled(of)
    ReadinessItem.objects.filter(key="staff_2h").update(standing="missing", done_on=None)
    Readiness.objects.create(
        programme=of, workplace=there, why="yearly", due_on=DAY, state="open",
        created_at=AT + timedelta(days=1),
    )  # fmt: skip
    assert found(of) == {}


def test_a_place_where_the_workplace_has_ended_counts_and_leads_nowhere(of):
    there = settled(of)
    has_a_place(of, there)
    Workplace.objects.update(state="ended", ended_at=AT)
    seen = warnings.warnings(of, DAY)
    assert {one.kind.key for one in seen} >= {"unsettled", "unprepared", "alone", "drifting"}
    assert [one.about for one in seen if one.about] == []


def test_workplaces_are_named_in_swedish_order_and_no_more_than_are_shown(of):
    for name in ("Ölands", "Alby", "Åre"):
        workplaces.ready(of, unit=name)
    seen = warnings.warnings(of, DAY)
    named = warnings.called(of, seen, 2)["unsettled"]
    assert [name for _pk, name in named] == ["Region Påhitt, Alby", "Region Påhitt, Åre"]
    assert seen[0].number == 3


def test_a_yearly_look_that_has_not_been_taken(of):
    settled(of)
    Workplace.objects.update(recheck_on=DAY - timedelta(days=1))
    assert found(of) == {"drifting": 1}


def test_somebody_who_is_alone(of):
    there = settled(of)
    has_a_place(of, there)
    assert found(of)["alone"] == 1
    has_a_place(of, there)
    assert "alone" not in found(of)


@pytest.mark.parametrize("how", ["gone", "new"])
def test_managers_who_change(of, how):
    settled(of)
    if how == "gone":
        Workplace.objects.update(manager=None)
    else:
        Readiness.objects.update(why="new_manager", state="open")
    assert found(of)["managers"] == 1


def test_supervision_that_is_thin(of):
    there = settled(of)
    has_a_place(of, there)
    assert found(of)["supervision"] == 1
    supervisor = pool.completed(of)
    supervisor.cohort.__class__.objects.filter(pk=supervisor.cohort_id).update(
        for_whom="supervisors", gives_certificate=False
    )
    assert "supervision" not in found(of)


def test_money_for_a_short_time(of):
    there = settled(of)
    for until in (None, DAY + timedelta(days=100)):
        PlaceWish.objects.all().update(funded_until=until)
        if until is None:
            has_a_place(of, there, funded_until=None)
        assert found(of)["money"] == 1
    # It is mended for one who has been there for long, by what anybody who leads can write.
    row, by = PlaceWish.objects.get(), factories.system(of)
    PlaceWish.objects.all().update(state="filled")
    assert list(unpaid(of, DAY)) == [row]
    for money in ({"funded_until": None, "lasting": True},
                  {"funded_until": DAY + timedelta(days=400)}):  # fmt: skip
        row.refresh_from_db()
        wishes.pay_until(wish=row, **money, by=by, at=AT)
        assert "money" not in found(of)
        assert not unpaid(of, DAY).exists()
    with pytest.raises(Refused):
        wishes.pay_until(wish=row, funded_until=DAY, by=by, at=AT)
    assert found(of, DAY + timedelta(days=200))["funding"] == 1
    setup.decide(
        programme=of, values={"funded_until": DAY + timedelta(days=900)},
        by=factories.system(of), at=AT,
    )  # fmt: skip
    assert "funding" not in found(of, DAY + timedelta(days=200))


def test_every_finding_of_the_evaluations_has_a_warning():
    assert len({str(kind.finding) for kind in warnings.KINDS.values()}) == 7


def test_nothing_of_another_programme_is_seen(of):
    other = make.programme()
    make.decided(other)
    there = workplaces.ready(other)
    has_a_place(other, there)
    assert found(of) == {}
    assert placed(of, clock.local_day(AT)) == []
    assert funnel.in_between(of) == 0


def test_the_funnel_counts_people_and_stands_beside_the_plan(of):
    who = pool.person(of)
    pool.completed(of, who)
    pool.supporter(of)
    steps = {one.key: one for one in funnel.funnel(of, queries.setup_of(of))}
    assert {key: one.number for key, one in steps.items()} == {
        "applied": 0, "interviewed": 0, "trained": 2, "certified": 1, "employed": 0,
    }  # fmt: skip
    assert [steps[key].plan for key in ("interviewed", "trained", "employed")] == [25, 12, 8]
    assert funnel.in_between(of) == 1
    assert Person.objects.filter(programme=of).count() >= 2


def test_who_has_moved_is_counted_where_the_last_place_is(of):
    """Also on the day on which the first has ended; and where she was is left to reach."""
    first, then = (pool.workplace(of, f"Mottagningen i {town}") for town in ("Granboda", "Isdala"))
    who = has_a_place(of, first).supporter
    assert goals.clinics_without(of) == ["Region Påhitt, Mottagningen i Isdala"]
    supporters.come_back(supporter=who, by=factories.coordinator(of)[1], at=AT)
    assert placed(of, DAY) == []
    has_a_place(of, then, who)
    assert [(one.workplace, one.number) for one in placed(of, DAY)] == [(then.pk, 1)]
    assert goals.clinics_without(of) == ["Region Påhitt, Mottagningen i Granboda"]


def test_goals_are_counted_from_places(of):
    for town in ("Fjällnäs", "fjällnäs", "Sjöbo"):
        there = pool.workplace(of, municipality=town)
        has_a_place(of, there)
    rows = [
        make.goal(of, "keep", 3), make.goal(of, "grow", 50, base=3),
        make.goal(of, "municipalities", 3), make.goal(of, "per_clinic", 3),
        make.goal(of, "employed", 4), make.goal(of, "trained", 1),
    ]  # fmt: skip
    steps = funnel.funnel(of, queries.setup_of(of))
    day = rows[0].by_day + timedelta(days=1)
    seen = {m.goal.kind: m for m in goals.measured(rows, placed(of, day), steps, day)}
    assert {kind: (m.number, m.target) for kind, m in seen.items()} == {
        "keep": (3, 3), "grow": (3, 5), "municipalities": (2, 3), "per_clinic": (3, 3),
        "employed": (3, 4), "trained": (3, 1),
    }  # fmt: skip
    late = {m.goal.kind for m in goals.not_reached(list(seen.values()))}
    assert late == {"grow", "municipalities", "employed"}
    # Where it is written which are to be reached, those count, and what remains has names.
    make.decided(of, municipalities=["Fjällnäs kommun", "Granboda", "Isdala"])
    pool.workplace(of, "Mottagningen i Granboda")
    known = (["Fjällnäs kommun", "Granboda", "Isdala"], goals.clinics_without(of))
    reach, clinic = goals.measured(rows[2:4], placed(of, day), steps, day, *known)
    assert (reach.number, reach.left) == (1, ("Granboda", "Isdala"))
    assert (clinic.number, clinic.left) == (3, ("Region Påhitt, Mottagningen i Granboda",))
    with pytest.raises(Refused, match="kommuner är inskrivna"):
        make.goal(of, "municipalities", 4)
    make.decided(of, municipalities=["Granboda"])
    with pytest.raises(Refused, match="kommun är inskriven"):
        make.goal(of, "municipalities", 2)
    assert goal_says(make.goal(of, "municipalities", 1)) == "Nå 1 kommun"


def test_one_who_was_at_work_already_counts_as_anybody_with_a_place(of):
    """In goals, warnings and where somebody is; not among those who got a place here."""
    by, there = factories.coordinator(of)[1], settled(of)
    make.goal(of, "keep", 2)

    def enter(phone: str, **values) -> PlaceOffer:
        return enter_already(
            workplace=there, identity={"name": "Redan Här", "email": "", "phone": phone},
            since=DAY - timedelta(days=700), values={"extent": 50, "funded_until": None},
            by=by, at=AT, **values,
        )  # fmt: skip

    first = enter("070-1234567", elsewhere="Riksförbundet, 2021")
    (goal,) = goals.measured(list(queries.goals(of)), placed(of, DAY), [], DAY)
    assert (goal.number, goal.reached, goal.short) == (1, False, True)
    assert found(of) == {"alone": 1, "supervision": 1, "money": 1}
    assert {step.key: step.number for step in funnel.funnel(of, None)}["employed"] == 0
    with pytest.raises(Refused, match="redan"):
        enter("070-1234567")
    with pytest.raises(Refused, match="framåt"):
        enter_already(
            workplace=there, identity={"name": "Ny", "phone": "070-7654321"},
            since=DAY + timedelta(days=1), values={}, by=by, at=AT,
        )  # fmt: skip
    enter("070-7654321")
    assert "alone" not in found(of)
    (goal,) = goals.measured(list(queries.goals(of)), placed(of, DAY), [], DAY)
    assert (goal.reached, goal.short) == (True, False)
    # Back in the pool, one with a certificate from elsewhere can be offered a place; without, not.
    waits = [one.supporter for one in PlaceOffer.objects.order_by("created_at", "pk")]
    for one in waits:
        supporters.come_back(supporter=one, by=by, at=AT)
    known = [one.number for one in in_pool.candidates(pool.wish(of, there), DAY)]
    assert known == [first.supporter.number]
    erasing.clear_person(first.supporter.person, AT)
    gone = PeerSupporter.objects.get(pk=first.supporter_id)
    assert (gone.state, gone.elsewhere) == ("left", "")


def test_a_warning_costs_the_same_however_many_there_are(of):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            has_a_place(of, workplaces.ready(of))
        with CaptureQueriesContext(connection) as seen:
            warnings.warnings(of, DAY)
        counts.append(len(seen))
    assert counts[0] == counts[1]
