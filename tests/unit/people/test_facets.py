"""Nothing stands beside a text that fewer than five people share, whoever comes, goes or hides.

Broken once to see red: with ENOUGH = 4, with everybody counted whatever her state, without the
protected left out, and with a filter over what she chose and not over what is shown.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erfara.foundation import vault
from erfara.organisations.models import Programme
from erfara.people.actions.consents import text_in_force
from erfara.people.facets import ENOUGH, NONE, Facets, allowed, groups
from erfara.people.models import Consent, Contributor, Experience, Person, Presentation
from erfara.people.presentation_queries import published, shared_by_enough
from erfara.web.public.presentations import FilterForm
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AREAS, ROLES = ("hospital", "digital"), ("patient", "relative")
STATES = ("active", "paused", "leaving", "left", "interested")
FACETS = st.builds(Facets, st.sampled_from(AREAS), st.sampled_from(ROLES))

somebody = st.fixed_dictionaries(
    {
        "state": st.sampled_from(("active",) * 6 + STATES),
        "told": st.lists(st.tuples(FACETS, st.sampled_from((True, True, True, False))), max_size=3),
        "shows": st.one_of(st.none(), FACETS),
        "agreed": st.sampled_from((True, True, True, False)),
        "protected": st.sampled_from((False,) * 7 + (True,)),
    }
)
registers = st.lists(somebody, max_size=22)


@given(wanted=FACETS, told=st.lists(FACETS), sizes=st.dictionaries(FACETS, st.integers(0, 9)))
@settings(max_examples=300, deadline=None)
def test_the_gate_itself(wanted: Facets, told: list[Facets], sizes: dict[Facets, int]) -> None:
    found = allowed(wanted, told, sizes)
    assert found in {wanted, NONE}
    if found != NONE:
        assert sizes[wanted] >= ENOUGH == 5
        assert wanted in told
    assert allowed(NONE, [NONE], {NONE: 99}) == NONE
    assert allowed(Facets(wanted.area, ""), told, sizes) == NONE


def person(library: Programme, who: dict[str, Any], number: int) -> Contributor:
    """Somebody in a random place in the register. Without the actions: they would refuse some."""
    somebody = Person.objects.create(programme=library, created_at=AT)
    row = Contributor(
        programme=library, person=somebody, number=number, channel="web", applied_on=AT.date(),
        joined_on=AT.date(), state="interested", created_at=AT,
    )  # fmt: skip
    row.save()
    moved = {"state": who["state"], "erase_after": AT if who["state"] == "leaving" else None}
    Contributor.objects.filter(pk=row.pk).update(**moved)
    for facets, matchable in who["told"]:
        Experience.objects.create(
            programme=library, contributor=row, area=facets.area, role=facets.role,
            matchable=matchable, created_at=AT,
        )  # fmt: skip
    if who["protected"]:
        vault.shield(tenant_id=library.pk, person_id=somebody.pk, at=AT)
    if who["shows"]:
        Presentation.objects.bulk_create(
            [Presentation(
                programme=library, contributor=row, no=1, state="public", created_at=AT,
                public_at=AT, area=who["shows"].area, role=who["shows"].role,
            )]
        )  # fmt: skip
    return row


def agree(library: Programme, row: Contributor) -> None:
    Consent.objects.create(
        programme=library, person=row.person, purpose="presentation", given_at=AT,
        given_how="phone", text=text_in_force(library, "presentation", AT), created_at=AT,
    )  # fmt: skip


def sharing(library: Programme) -> Counter[Facets]:
    """Who shares what, counted another way: person by person."""
    hidden = vault.shielded(library.pk)
    count: Counter[Facets] = Counter()
    for row in Contributor.objects.filter(programme=library, state="active"):
        if row.person_id not in hidden:
            told = row.experiences.filter(matchable=True).values_list("area", "role")
            count.update({Facets(*pair) for pair in told})
    return count


def choices(form: FilterForm, name: str) -> list[Any]:
    """What a field of the filter offers; nothing where it isn't there."""
    field: Any = form.fields.get(name)
    return list(field.choices) if field else []


def holds(library: Programme) -> None:
    """What is promised, for all that is shown and every way to look for it."""
    shown, count = published(library), sharing(library)
    hidden = vault.shielded(library.pk)
    for one in shown:
        assert one.person_id not in hidden
        assert one.facets == NONE or count[one.facets] >= 5
    form = FilterForm({}, shown=shown)
    for area in (None, *AREAS):
        for role in (None, *ROLES):
            found = [
                one for one in shown
                if area in {None, one.facets.area} and role in {None, one.facets.role}
            ]  # fmt: skip
            if area or role:
                assert all(count[one.facets] >= 5 for one in found)
    offered = [key for name in ("area", "role") for key, _label in choices(form, name)]
    assert set(offered) <= {part for one in shown if one.facets != NONE for part in one.facets}
    assert groups(library, AREAS) == {k: v for k, v in count.items() if k.area in AREAS}


@given(register=registers, leaving=st.data())
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_random_registers_and_after_every_departure(
    register: list[dict[str, Any]], leaving: st.DataObject
) -> None:
    library = make.programme()
    rows = [person(library, who, number) for number, who in enumerate(register, 1)]
    for row, who in zip(rows, register, strict=True):
        if who["agreed"]:
            agree(library, row)
    holds(library)
    order = leaving.draw(st.permutations(range(len(rows)))) if rows else []
    for number in order[:8]:
        how = leaving.draw(st.sampled_from(("leave", "pause", "hide", "forget", "keep")))
        row = rows[number]
        if how == "leave":
            Contributor.objects.filter(pk=row.pk).update(state="left")
        elif how == "pause":
            Contributor.objects.filter(pk=row.pk).update(state="paused")
        elif how == "hide":
            vault.shield(tenant_id=library.pk, person_id=row.person_id, at=AT)
        elif how == "forget":
            row.experiences.all().delete()
        else:
            row.experiences.update(matchable=False)
        holds(library)


def test_the_fifth_opens_the_group_and_its_leaving_closes_it() -> None:
    library = make.programme()
    who = {"state": "active", "told": [(Facets("hospital", "patient"), True)], "shows": None,
           "agreed": True, "protected": False}  # fmt: skip
    facets = Facets("hospital", "patient")
    rows = [person(library, who, number) for number in range(1, 5)]
    assert shared_by_enough(library, [facets]) == set()
    rows.append(person(library, who, 5))
    assert shared_by_enough(library, [facets]) == {facets}
    Contributor.objects.filter(pk=rows[0].pk).update(state="left")
    assert shared_by_enough(library, [facets]) == set()


def test_another_library_s_people_do_not_count() -> None:
    here, there = make.programme(), make.programme()
    who = {"state": "active", "told": [(Facets("hospital", "patient"), True)], "shows": None,
           "agreed": True, "protected": False}  # fmt: skip
    for number in range(1, 4):
        person(here, who, number)
        person(there, who, number)
    assert groups(here, AREAS) == {Facets("hospital", "patient"): 3}
