"""Workplaces: a hand is raised, a list is filled in, and all agree on who does what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erfara.foundation import clock, links, outbox
from erfara.foundation.models import AccessRow, Link, OutboxMessage
from erfara.organisations.models import Programme
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.duties.models import DutyAnswer
from erfara.peersupport.workplaces import queries
from erfara.peersupport.workplaces.models import Workplace
from erfara.web.public import forms as public_forms
from erfara.workflows import workplaces as flow
from erfara.workflows.today import today
from tests import factories as make
from tests.factories.peers import workplaces as peers
from tests.integration.web.looking import queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def of() -> Programme:
    return peers.programme()


@pytest.fixture
def staff(of: Programme) -> Client:
    user, _actor = make.coordinator(of)
    return make.sign_in(Client(), user)


def hers(person: Any) -> Client:
    return make.person_sign_in(Client(), person)


def now() -> Any:
    return clock.now()


def at(of: Programme, route: str, *args: Any) -> str:
    return reverse(route, args=[of.slug, *args])


def steps(of: Programme) -> set[str]:
    return {row.step for row in today(of, now()).rows}


HAND = {
    "organisation": "Region Påhitt", "unit": "Öppenvården norr", "municipality": "Påhittstad",
    "kind": "outpatient", "peers_wanted": "2", "name": "Påhittad Kontakt",
    "email": "kontakt@exempel.invalid", "is_manager": "no", "words": "Vi vill gärna.",
}  # fmt: skip


def raise_hand(of: Programme, **changes: str) -> Any:
    read = public_forms.began(timezone.now() - timedelta(minutes=2))
    return Client().post(at(of, "peer_public:raise_hand"), {**HAND, "began": read, **changes})


def test_a_stranger_raises_a_hand_and_a_lead_sees_it(of, staff):
    assert raise_hand(of).status_code == 302
    row = Workplace.objects.get()
    assert (row.state, row.municipality, row.manager) == ("interested", "Påhittstad", None)
    assert "workplace_hand" in steps(of)
    page = staff.get(at(of, "workplaces:workplace", row.pk)).content.decode()
    assert "Vi vill gärna." in page
    assert "kontakt@exempel.invalid" in page
    assert set(AccessRow.objects.values_list("purpose", flat=True)) == {"workplace"}


def test_a_program_that_fills_in_everything_raises_no_hand(of):
    assert raise_hand(of, more_about_you="köp").status_code == 302
    assert not Workplace.objects.exists()


def test_one_without_a_reason_is_asked_why_and_nothing_is_lost(of):
    answer = raise_hand(of, peers_wanted="1")
    assert answer.status_code == 422
    assert "Öppenvården norr" in answer.content.decode()


def test_the_front_of_the_programme_leads_to_it(of):
    assert at(of, "peer_public:raise_hand") in Client().get(f"/{of.slug}/").content.decode()
    library = make.programme()
    assert Client().get(f"/{library.slug}/arbetsplatser/rack-upp-handen/").status_code == 404


def test_a_lead_offers_and_the_workplace_answers_by_its_link(of, staff):
    staff.post(at(of, "workplaces:new"), {**HAND, "how": "offer", "manager_name": ""})
    row = Workplace.objects.get()
    assert row.state == "offered"
    link = links.issue(
        tenant_id=of.pk, purpose="workplace", about_id=row.pk, person_id=row.contact_id,
        expires_at=now() + timedelta(days=9), at=now(),
    )  # fmt: skip
    token = links.token(link)
    client = Client()
    page = client.get(at(of, "workplace_link:page", token)).content.decode()
    assert 'value="yes"' in page
    assert "Påhittad Kontakt" not in page
    client.post(at(of, "workplace_link:answer", token), {"answer": "yes"})
    row.refresh_from_db()
    assert row.state == "interested"


def waits_for_her(of: Programme, client: Client) -> bool:
    """Whether her workplace stands under what waits for her on her own page."""
    page = client.get(at(of, "own_peer:home")).content.decode()
    waiting = page[page.index('id="waits"') :].split("<h2")[0]
    assert "/min-arbetsplats/" in page
    return "/min-arbetsplats/" in waiting


def test_the_contact_fills_in_the_list_and_a_lead_finds_it_ready(of, staff):
    row = peers.raised(of, at=now())
    due = (now() + timedelta(days=40)).date()
    staff.post(at(of, "workplaces:begin", row.pk), {"day": due.isoformat()})
    row.refresh_from_db()
    assert row.state == "preparing"
    assert "duties_write" in steps(of)
    client = hers(row.contact)
    page = client.get(at(of, "workplace:page", row.pk)).content.decode()
    assert page.count("task-") > 14
    assert waits_for_her(of, client)
    day = now().date().isoformat()
    refused = client.post(at(of, "workplace:item", row.pk, "desk"), {"standing": "done"})
    assert refused.status_code == 422
    for key in queries.items_of(peers.the_round(row)):
        answer = client.post(
            at(of, "workplace:item", row.pk, key),
            {"standing": "not_needed" if key == "clinician" else "done", "evidence": "Ordnat",
             "number": "7", "done_on": day},
        )  # fmt: skip
        assert answer.status_code == 302
    assert "readiness_look" in steps(of)
    assert not waits_for_her(of, client)  # the lead has it now
    assert client.get(at(of, "workplaces:workplace", row.pk)).status_code == 302
    staff.post(at(of, "workplaces:left", row.pk, "keys"), {"words": "Nyckel till förrådet."})
    assert "Nyckel till förrådet." in client.get(
        at(of, "workplace:item", row.pk, "keys")
    ).content.decode()  # fmt: skip
    client.post(
        at(of, "workplace:item", row.pk, "keys"),
        {"standing": "done", "evidence": "Nu finns den", "done_on": day},
    )
    staff.post(at(of, "workplaces:approve", row.pk))
    row.refresh_from_db()
    assert row.state == "ready"
    # One press when the manager changes, twice the same.
    for _twice in range(2):
        client.post(at(of, "workplace:manager_left", row.pk))
    row.refresh_from_db()
    assert (row.state, row.manager) == ("rechecking", None)
    client.post(at(of, "workplace:still_so", row.pk))
    assert queries.progress_of([row.pk])[row.pk].in_place == 11


def test_nobody_sees_another_workplace(of):
    mine, other = peers.preparing(of, at=now()), peers.preparing(of, at=now())
    client = hers(mine.contact)
    home = client.get(at(of, "my_workplaces:home")).content.decode()
    assert str(mine.unit) in home
    assert str(other.unit) not in home
    for route in ("page", "manager", "contact"):
        assert client.get(at(of, f"workplace:{route}", mine.pk)).status_code == 200
        assert client.get(at(of, f"workplace:{route}", other.pk)).status_code == 404
    assert client.post(at(of, "workplace:item", other.pk, "desk"), {}).status_code == 404
    # Whoever gave her place to somebody else sees it no longer.
    answer = client.post(
        at(of, "workplace:contact", mine.pk), {"name": "Ny", "email": "ny@exempel.invalid"}
    )
    assert answer["Location"] == f"/{of.slug}/"
    assert client.get(at(of, "workplace:page", mine.pk)).status_code == 404


def test_all_parties_agree_on_who_does_what(of, staff):
    row = peers.preparing(of, at=now())
    draft = peers.draft_of(row)
    page = staff.get(at(of, "duties:duties", row.pk)).content.decode()
    assert "<table" in page
    staff.post(
        at(of, "duties:row", draft.pk, "supervision"),
        {"title": "Handledning", "does": "user_org", "decides": "user_org", "told": ["peer"],
         "note": "Varje vecka."},
    )  # fmt: skip
    staff.post(at(of, "duties:drop_row", draft.pk, "holiday"))
    until = (now() + timedelta(days=14)).date().isoformat()
    only = {"answer_by": until}
    assert staff.post(at(of, "duties:send", draft.pk), only).status_code == 422
    staff.post(
        at(of, "duties:send", draft.pk),
        {**only, "employer": "Region Påhitt", "employer_name": "Påhittad HR",
         "employer_email": "hr@exempel.invalid", "user_org": "NSPH Påhitt",
         "user_org_name": "Påhittad Ombud"},
    )  # fmt: skip
    matrix = peers.counting(row)
    answers = {one.side: one for one in duty_queries.answers(matrix)}
    assert set(answers) == {"employer", "workplace", "user_org"}
    assert "duties_phone" in steps(of)
    employer = answers["employer"]
    client, url = hers(employer.person), at(of, "own_duties:answer", employer.pk)
    assert "Varje vecka." in client.get(url).content.decode()
    other = at(of, "own_duties:answer", answers["workplace"].pk)
    assert client.get(other).status_code == 404
    client.post(url, {"do": "change", "version": "1", "words": "Lönen sätts lokalt."})
    assert "duties_wish" in steps(of)
    reply = at(of, "duties:reply", employer.pk)
    assert "Lönen sätts lokalt." in staff.get(reply).content.decode()
    staff.post(reply, {"words": "Det stämmer, och så står det."})
    assert "Det stämmer" in client.get(url).content.decode()
    client.post(url, {"do": "accept", "version": "1"})
    hers(answers["workplace"].person).post(other, {"do": "accept", "version": "1"})
    staff.post(at(of, "duties:note", answers["user_org"].pk), {"how": "phone"})
    matrix.refresh_from_db()
    assert matrix.state == "agreed"
    assert set(DutyAnswer.objects.values_list("how", flat=True)) == {"page", "phone"}


def test_what_it_says_is_a_tagged_pdf_that_names_nobody(of, staff):
    row = peers.preparing(of, at=now())
    matrix = peers.duties_agreed(row, at=now())
    answer = staff.get(at(of, "duties:pdf", row.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    theirs = duty_queries.answers(matrix)[0]
    again = hers(theirs.person).get(at(of, "own_duties:pdf", theirs.pk))
    assert again["Content-Type"] == "application/pdf"
    # A version that another has taken the place of is still there to read, and who had said yes.
    staff.post(at(of, "duties:new_version", row.pk))
    peers.duties_asked(row, at=now())
    old = at(of, "duties:version_pdf", matrix.pk)
    assert old in staff.get(at(of, "duties:duties", row.pk)).content.decode()
    assert staff.get(old)["Content-Disposition"] == answer["Content-Disposition"]
    matrix.refresh_from_db()
    answers = duty_queries.answers(matrix)
    assert {one.state for one in answers} == {"over"}
    assert duty_queries.said_yes(answers) == {one.pk for one in answers}


def test_a_message_leads_to_the_right_page_and_no_longer_when_it_is_over(of):
    row = peers.preparing(of, at=now())
    peers.duties_asked(row, at=now())
    outbox.deliver_due(now() + timedelta(seconds=1))
    assert not OutboxMessage.objects.filter(state="failed").exists()
    purposes = set(Link.objects.values_list("purpose", flat=True))
    assert {"workplace", "duties"} <= purposes
    link = Link.objects.filter(purpose="duties")[0]
    url = at(of, "duties_link:answer", links.token(link))
    assert Client().get(url).status_code == 200
    flow.end(workplace=row, reason="Läggs ned.", by=make.system(of), at=now())
    page = Client().get(url).content.decode()
    assert 'value="accept"' not in page


@pytest.mark.parametrize("route", ["workplaces:all", "my_workplaces:home"])
def test_lists_cost_the_same_with_one_row_and_with_three(of, staff, route):
    mine = peers.identity()
    row = peers.preparing(of, at=now(), contact=mine)
    peers.duties_asked(row, at=now())
    client = staff if route == "workplaces:all" else hers(row.contact)
    one = queries_of(client, at(of, route))
    for _more in range(2):
        peers.duties_asked(peers.preparing(of, at=now(), contact=mine), at=now())
    assert queries_of(client, at(of, route)) == one


def test_one_is_found_by_its_name_or_its_municipality_among_those_that_are_shown(of, staff):
    """By the beginning of each word, with Swedish letters; it costs the same with one and two."""
    first = peers.preparing(of, at=now(), unit="Öppenvården Åker")
    page = at(of, "workplaces:all")
    one = queries_of(staff, page + "?sok=åk")
    second = peers.raised(of, at=now(), unit="Åkerns dagverksamhet")
    second.municipality = "Strängnäs"
    second.save(update_fields=["municipality"])

    def shown(search):
        seen = staff.get(f"{page}?{search}").content.decode()
        return [row for row in (first, second) if at(of, "workplaces:workplace", row.pk) in seen]

    assert queries_of(staff, page + "?sok=åk") == one
    assert shown("sok=ÅK") == [first, second]
    assert shown("sok=åker+öpp") == [first]
    assert shown("sok=strängn") == [second]
    assert shown("sok=åk&visa=blir-redo") == [first]
    assert shown("sok=aker") == []
    kept = staff.get(f"{page}?sok=åk&visa=nya").content.decode()
    assert "?visa=redo&amp;sok=%C3%A5k" in kept


def test_the_day_costs_the_same_with_one_row_and_with_three(of, staff):
    peers.filled(of, at=now())
    one = queries_of(staff, at(of, "coordinator:home"))
    for _more in range(2):
        peers.filled(of, at=now())
    assert queries_of(staff, at(of, "coordinator:home")) == one
