"""What a programme of peer support decides, its parties, its goals, its information days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from erfara.foundation import clock, vault
from erfara.foundation.errors import NotAllowed, Refused, Stale
from erfara.peersupport.setup import actions, queries
from erfara.peersupport.setup.kinds import MODELS
from erfara.peersupport.setup.models import GroupMember, Invited, Party
from erfara.peersupport.training.catalogue import shipped
from erfara.people.erasing import clear_person, kept_by
from erfara.workflows import parties as workflow
from tests import factories
from tests.factories.peers import setup as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY = clock.local_day(AT)


@pytest.fixture
def of():
    return make.programme()


def who(of) -> Any:
    return {"by": factories.system(of), "at": AT}


def test_a_model_proposes_and_binds_nothing(of):
    row = actions.decide(programme=of, values={"model": "mentors", "starts_on": DAY}, **who(of))
    assert (row.interviewed, row.trained, row.employed) == (20, 10, 4)
    row = actions.decide(programme=of, values={"employed": 6, "trained": 11}, **who(of))
    assert (row.model, row.employed, row.trained, row.interviewed) == ("mentors", 6, 11, 20)
    actions.decide(programme=of, values={"model": "nsph"}, **who(of))
    now = queries.setup_of(of)
    assert now is not None
    assert now.employed == 6


def test_every_model_names_courses_that_there_are():
    for model in MODELS.values():
        assert all(shipped(key)["modules"] for key in model.courses)


@pytest.mark.parametrize(
    "values",
    [
        {"model": "something"},
        {"model": "nsph", "ends_on": DAY - timedelta(days=1)},
        {"model": "nsph", "interviewed": 5},
        {"model": "nsph", "municipalities": [str(n) for n in range(61)]},
    ],
)
def test_what_cannot_be_is_refused_in_words(of, values):
    with pytest.raises(Refused):
        actions.decide(programme=of, values={"starts_on": DAY, **values}, **who(of))


def test_what_is_needed_first_goes_one_by_one(of):
    assert [one.key for one in queries.needed(of, DAY) if not one.done] == [
        "model", "employer", "movement", "issuer", "goals", "pair",
    ]  # fmt: skip
    make.begun(of)
    assert all(one.done for one in queries.needed(of, clock.local_day(clock.now())))


def test_a_party_is_there_once_and_gets_another_contact(of):
    first = make.party(of, "employer")
    again = make.party(of, "employer")
    assert first.pk == again.pk
    workflow.name_contact(
        party=first, identity={**make.NOBODY, "name": "Bo", "email": "bo@exempel.invalid"},
        **who(of),
    )  # fmt: skip
    assert Party.objects.get().contact is not None


def test_who_leaves_with_her_party_leaves_the_group(of):
    party = make.party(of, "employer")
    member = workflow.join_group(
        party=party, function="enhetschef",
        identity={**make.NOBODY, "name": "Bo", "email": "bo@exempel.invalid"}, **who(of),
    )  # fmt: skip
    assert kept_by(member.person) == {"peer_setup"}
    actions.end_party(party=party, **who(of))
    assert not queries.group(of)
    assert kept_by(member.person) == set()
    with pytest.raises(Refused):
        actions.join_group(party=party, person=member.person, function="x", **who(of))


def test_who_is_erased_speaks_for_nobody(of):
    party = make.party(of, "user_organisation", name="Ulla", email="u@exempel.invalid")
    assert party.contact is not None
    actions.join_group(party=party, person=party.contact, function="ordförande", **who(of))
    clear_person(party.contact, AT)
    assert Party.objects.get().contact is None
    assert GroupMember.objects.get().left_on == DAY


def test_names_of_the_parties_open_for_a_lead_alone(of):
    party = make.party(of, "employer", name="Bo", email="bo@exempel.invalid")
    assert party.contact_id is not None
    ids = [party.contact_id]

    def look(by, case):
        return vault.open(
            tenant_id=of.pk, person_ids=ids, blob="identity", fields=("name",),
            purpose="parties", case=str(case), actor=by, at=AT,
        )  # fmt: skip

    assert look(factories.system(of), of.pk)[party.contact_id]["name"] == "Bo"
    another = make.programme()
    for by, case in ((factories.system(another), another.pk), (factories.system(of), another.pk)):
        with pytest.raises(NotAllowed):
            look(by, case)


def test_a_growth_is_counted_from_somewhere_and_rounded_up(of):
    assert make.goal(of, "grow", 50, base=11).target == 17
    with pytest.raises(Refused):
        make.goal(of, "grow", 50)
    with pytest.raises(Refused):
        make.goal(of, "keep", 11, by_day=DAY - timedelta(days=1))


def test_a_dropped_goal_is_no_longer_there(of):
    goal = make.goal(of, "keep", 11)
    actions.drop_goal(goal=goal, **who(of))
    actions.drop_goal(goal=goal, **who(of))
    assert not queries.goals(of)


def test_a_day_is_written_up_when_it_has_begun_and_then_stands(of):
    row = make.information_day(of)
    (invited,) = queries.invited(row)
    with pytest.raises(Refused):
        actions.hold_day(day=row, came={invited.pk: 4}, **who(of))
    later = {**who(of), "at": AT + timedelta(days=10)}
    actions.hold_day(day=row, came={invited.pk: 4}, **later)
    assert Invited.objects.get().came == 4
    with pytest.raises(Stale):
        actions.call_off_day(day=row, reason="Snö.", **later)
    with pytest.raises(Refused):
        actions.invite(day=row, unit=invited.unit, **later)


def test_nobody_is_invited_twice(of):
    row = make.information_day(of)
    (invited,) = queries.invited(row)
    actions.invite(day=row, unit=invited.unit, **who(of))
    assert Invited.objects.count() == 1
    actions.uninvite(day=row, invited=invited.pk, **who(of))
    actions.uninvite(day=row, invited=invited.pk, **who(of))
    assert Invited.objects.count() == 0
