"""A new programme on the pages of its lead: what comes first, where it is; who steers; own page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.organisations.models import Programme
from erfara.peersupport.setup import queries
from erfara.peersupport.setup.models import Goal, InformationDay, Invited, Party
from erfara.people.models import Person
from erfara.web.coordinator.day_rows import url_of
from erfara.workflows import workplaces as flow
from erfara.workflows.today import today
from tests import factories
from tests.factories.peers import certificates as pool
from tests.factories.peers import setup as make
from tests.factories.peers import workplaces
from tests.integration.web.looking import queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """The pages' day is the one on which things are made."""
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def of() -> Programme:
    return make.programme()


@pytest.fixture
def lead(of: Programme) -> Client:
    return factories.sign_in(Client(), factories.coordinator(of)[0])


def url(name: str, of: Programme, *args: Any) -> str:
    return reverse(f"setup:{name}", args=[of.slug, *args])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def steps(of: Programme) -> list[str]:
    return [row.step for row in today(of, AT).rows]


def test_a_new_programme_begins_with_its_model_and_then_the_rest(of, lead):
    assert steps(of) == ["setup_model"]
    assert url("model", of) in text(lead.get(reverse("coordinator:home", args=[of.slug])))
    assert lead.get(url("plan", of)).headers["Location"] == url("model", of)
    lead.post(url("model", of), {"model": "joint", "starts_on": "2026-11-01"})
    row = queries.setup_of(of)
    assert row is not None
    assert (row.model, row.employer_model, row.interviewed) == ("joint", "principal", 25)
    assert set(steps(of)) >= {
        "setup_employer", "setup_movement", "setup_issuer", "setup_goals", "setup_pair",
    }  # fmt: skip
    make.begun(of)
    assert not [step for step in steps(of) if step.startswith("setup_")]


def test_a_librarys_first_week_is_not_its_own(client):
    new = make.programme(first_week_over=False)
    user, _actor = factories.coordinator(new)
    page = text(factories.sign_in(client, user).get(reverse("coordinator:home", args=[new.slug])))
    assert url("model", new) in page
    assert "forsta-veckan" not in page


def test_what_is_wrong_in_a_form_is_said_and_kept(of, lead):
    make.decided(of)
    answer = lead.post(url("plan", of), {
        "interviewed": "4", "trained": "12", "employed": "8", "peers_per_workplace": "2",
        "keep_applicants_months": "6", "interviews": ["user_org", "hr"],
            "municipalities": "Fjällnäs\n\nSjöbo\nFjällnäs",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "Sjöbo" in text(answer)
    lead.post(url("plan", of), {
        "interviewed": "14", "trained": "12", "employed": "8", "peers_per_workplace": "1",
        "keep_applicants_months": "6", "interviews": ["user_org", "hr"],
            "municipalities": "Fjällnäs\n\nSjöbo\nFjällnäs",
    })  # fmt: skip
    row = queries.setup_of(of)
    assert row is not None
    assert (row.municipalities, row.peers_per_workplace) == (["Fjällnäs", "Sjöbo"], 1)


def test_parties_are_named_on_their_page_and_nowhere_else(of, lead):
    make.decided(of)
    lead.post(url("new_party", of), {
        "kind": "employer", "organisation": "Region Påhitt", "name": "Bo Påhittad",
        "email": "bo@exempel.invalid",
    })  # fmt: skip
    party = Party.objects.get()
    lead.post(url("new_member", of), {
        "party": str(party.pk), "name": "Moa Påhittad", "function": "enhetschef",
        "email": "moa@exempel.invalid",
    })  # fmt: skip
    page = text(lead.get(url("parties", of)))
    assert "Bo Påhittad" in page
    assert "Moa Påhittad" in page
    assert "Bo Påhittad" not in text(lead.get(url("home", of)))
    answer = lead.post(url("new_party", of), {
        "kind": "region", "organisation": "Region Påhitt", "name": "Utan väg",
    })  # fmt: skip
    assert answer.status_code == 422
    lead.post(url("end_party", of, party.pk))
    assert "Moa Påhittad" not in text(lead.get(url("parties", of)))


def test_a_list_of_parties_costs_the_same_however_many(of, lead):
    make.decided(of)
    counts = []
    for number in (1, 2):
        for more in range(number):
            make.party(of, "municipality", f"Kommun {number}{more}", name="Bo",
                       email=f"bo{number}{more}@exempel.invalid")  # fmt: skip
        counts.append([queries_of(lead, url(page, of)) for page in ("parties", "home")])
    assert counts[0] == counts[1]


def test_an_information_day_from_plan_to_who_came(of, lead, monkeypatch):
    make.begun(of)
    lead.post(url("new_day", of), {
        "day": "2026-11-20", "starts": "9", "ends": "12", "place": "Folkets hus",
    })  # fmt: skip
    row = InformationDay.objects.get()
    lead.post(url("day", of, row.pk), {"organisation": "Region Påhitt", "unit": "Norr"})
    assert "information_day" in steps(of)
    early = lead.get(url("day", of, row.pk))
    assert url("hold_day", of, row.pk) not in text(early)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=30))
    assert next(r.step for r in today(of, clock.now()).rows) == "information_day_over"
    lead = factories.sign_in(Client(), factories.coordinator(of)[0])
    invited = Invited.objects.get()
    lead.post(url("hold_day", of, row.pk), {f"came-{invited.pk}": "7"})
    assert Invited.objects.get().came == 7
    assert "7" in text(lead.get(url("days", of)))


def test_a_warning_stands_on_the_page_and_on_the_day_until_it_is_mended(of, lead):
    make.begun(of)
    there = workplaces.ready(of)
    assert "warning_unsettled" in steps(of)
    page = text(lead.get(url("home", of)))
    assert str(there.unit) in page
    day = text(lead.get(reverse("coordinator:home", args=[of.slug])))
    assert url("home", of) + "#warnings" in day
    workplaces.duties_agreed(there)
    assert not [step for step in steps(of) if step.startswith("warning_")]


def test_one_workplace_under_several_warnings_is_one_row_with_a_step_for_each(of, lead):
    """With what else waits about it; where there are more workplaces than warnings, by warning."""
    make.begun(of)
    there = workplaces.ready(of)
    by = workplaces.there(there.contact)
    flow.new_manager(workplace=there, identity=None, since=AT.date(), by=by, at=AT)
    assert {"warned_unsettled", "warned_drifting", "warned_managers"} <= set(steps(of))
    home = reverse("coordinator:home", args=[of.slug])
    day = text(lead.get(home))
    (line,) = (one for one in day.split('<li><p class="todo-what">')[1:])
    assert line.startswith(escape(str(there.unit)))
    inside = line.split("</ul></li>")[0]
    needs = [row for row in today(of, clock.now()).rows if row.group != "later"]
    about = [row for row in needs if row.values.get("workplace")]
    assert inside.count("<li>") == len(about) > 2
    for row in about:
        assert url_of(row, of.slug) in inside
    assert text(lead.get(f"{home}?visa=alla")).count('<li><p class="todo-what">') == 1
    for _ in range(3):
        other = workplaces.ready(of)
        workplaces.duties_agreed(other)
        flow.new_manager(workplace=other, identity=None, since=AT.date(),
                         by=workplaces.there(other.contact), at=AT)  # fmt: skip
    assert "warning_managers" in steps(of)
    assert "warned_managers" not in steps(of)


def test_who_steers_sees_numbers_and_no_way_to_anybody(of):
    make.begun(of)
    there = workplaces.ready(of)
    user, _actor = factories.member(of, Role.STEERING)
    reader = factories.sign_in(Client(), user)
    assert reader.get("/arbete/").headers["Location"] == url("figures", of)
    page = text(reader.get(url("figures", of)))
    assert str(there.unit) not in page
    assert "drop_goal" not in page
    assert "1 arbetsplats" in page or "1 workplace" in page
    assert reader.get(url("home", of)).status_code == 403


def test_goals_are_set_changed_and_dropped(of, lead):
    make.decided(of)
    lead.post(url("new_goal", of), {"kind": "grow", "number": "50", "base": "11",
                                    "by_day": "2027-06-01"})  # fmt: skip
    assert "17" in text(lead.get(url("home", of)))
    goal = Goal.objects.get()
    change = url("change_goal", of, goal.pk)
    assert change in text(lead.get(url("home", of)))
    page = text(lead.get(change))
    assert 'value="11"' in page
    assert url("drop_goal", of, goal.pk) in page
    assert lead.post(change, {"number": "20", "by_day": "2027-06-01"}).status_code == 422
    lead.post(change, {"number": "100", "base": "11", "by_day": "2027-09-01"})
    assert "22" in text(lead.get(url("home", of)))
    lead.post(url("drop_goal", of, goal.pk))
    assert not queries.goals(of)


def test_two_lead_and_each_says_what_she_brings(of, lead):
    lead.post(url("pair", of), {"perspective": "experience"})
    assert not queries.pair(of, clock.local_day(AT)).whole
    assert queries.pair(of, clock.local_day(AT)).perspectives == {"experience"}


def test_her_own_page_and_her_way_out(of):
    who = pool.person(of)
    her = factories.person_sign_in(Client(), who)
    home = reverse("own_peer:home", args=[of.slug])
    assert pool.NAME in text(her.get(home))
    log, copy = (reverse(f"person:{page}", args=[of.slug]) for page in ("log", "copy"))
    for page in (log, copy):
        assert home in text(her.get(page))
    assert her.get(reverse("person:home", args=[of.slug])).status_code == 404
    leave = reverse("own_peer:leave", args=[of.slug])
    assert her.get(leave).status_code == 200
    her.post(leave)
    assert Person.objects.get(pk=who.pk).erase_after is not None
    her.post(reverse("own_peer:stay", args=[of.slug]))
    assert Person.objects.get(pk=who.pk).erase_after is None


def test_what_becomes_of_details_is_said_as_it_is_here(of):
    """Not as in a library: others read than those who lead, and a no is kept for so long."""
    make.decided(of, model="merit", keep_applicants_months=9)
    said = text(Client().get(reverse("public:privacy", args=[of.slug])))
    assert "en från arbetsgivarens HR och en från arbetsplatsen" in said
    assert "En ansökan: 9 månader efter ett nej" in said
    assert "de som håller kursen ser ditt namn" in said
    assert "lånar" not in said
    assert "register" not in said


def test_settings_and_handbook_lead_where_one_may_go(of):
    """Whoever administers comes back to the settings of peer support; each role reads its help."""
    user, _actor = factories.member(of, Role.ADMINISTRATOR)
    administrator = factories.sign_in(Client(), user)
    assert url("about", of) in text(
        administrator.get(reverse("administrator:words", args=[of.slug]))
    )
    assert url("about", of) in text(
        administrator.get(reverse("administrator:life", args=[of.slug]))
    )
    for role in (Role.RECRUITER, Role.TRAINER, Role.USER_ORGANISATION):
        client = factories.sign_in(Client(), factories.member(of, role)[0])
        answer = client.get(reverse("handbook:guide", args=[of.slug, "programme"]))
        assert answer.status_code == 200, role
