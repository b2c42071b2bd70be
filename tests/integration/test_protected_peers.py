"""Protected details in peer support, with canaries: two in the world have them.

She has applied, has completed a course, has a certificate and is offered a place; another has said
yes to one, so that the workplace would know who she is. Every address is asked for by every role,
as in `test_protected`. A mate of theirs is the control: her words are found.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse

from erfara.foundation import outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed
from erfara.foundation.models import AccessRow
from erfara.organisations.models import Programme
from erfara.web.roles_table import TABLE, belongs
from erfara.workflows.protection import protect_person
from tests.integration import matrix
from tests.integration.peers import HOME
from tests.integration.test_protected import everything
from tests.integration.world import DATABASES, undone

pytestmark = pytest.mark.django_db(databases=DATABASES)

KIND = Programme.Kind.PEER_SUPPORT
VIEWERS = (
    "public", "person", "workplace", "coordinator", "user_org", "recruiter", "trainer", "steering",
    "administrator",
)  # fmt: skip
# Of what both kinds of programme have, what tells of people.
SHARED = {"coordinator:home", "person:log"}
PROTECTED = ("she", "coming")
# What stands behind the step: page, and what of hers it is about.
STEPS = {
    "recruiting:open_protected": ("candidate she", "recruiting:candidate"),
    "training:open_protected": ("enrolment done", "training:place"),
    "certificates:open_protected": ("certificate she", "certificates:one"),
    "pool:open_protected": ("supporter she", "pool:one"),
}


@pytest.fixture(scope="module")
def world(peer_world, django_db_blocker):
    own = peer_world.own
    with django_db_blocker.unblock(), undone():
        for of in PROTECTED:
            protect_person(person=own.people[of], by=own.by, at=peer_world.now)
        yield peer_world


def looks(route, viewers):
    """All that is there to look at, for those who are let in: the others see nothing at all."""
    row = TABLE[route]
    anybody = row.link or row.is_public  # who looks at those makes no difference
    for cell in matrix.cells(route, ("public",) if anybody else viewers, KIND):
        lets_in = anybody or cell.viewer in row.roles
        if cell.method == "GET" and cell.relation is matrix.Relation.OWN and lets_in:
            yield cell


def crawl(world, viewers, routes=None):
    """Whose words stand where: route, viewer and thing, by whom they are about."""
    found: dict[str, Counter[tuple[str, str, str]]] = {
        of: Counter() for of in (*PROTECTED, "mate", "refused")
    }
    alone = {route for route in matrix.routes() if not belongs(route, Programme.Kind.LIBRARY)}
    for route in sorted(routes or alone | SHARED):
        for cell in looks(route, viewers):
            with undone():
                path = matrix.address(world, cell)
                response = world.request(world.viewers[cell.viewer], "GET", path)
                text = everything(response)
            if response.status_code >= 400 and "GET" in TABLE[route].methods:
                found["refused"][cell.route, cell.viewer, cell.thing] += 1
            for canary in world.seen(text):
                if canary.life == "own" and canary.programme == HOME and canary.of in found:
                    found[canary.of][cell.route, cell.viewer, cell.thing] += 1
    return found


def own_page(route, viewer):
    """Her own pages: with her session, or behind a link that is hers."""
    return viewer == "person" or TABLE[route].link not in {"", None, "place_wish", "workplace"}


def test_their_words_stand_nowhere_but_on_their_own_pages(world):
    found = crawl(world, VIEWERS)
    # What is about them opens all the same, without them; but not the paper with the name, which
    # the leads print.
    assert found["refused"].keys() == {("certificates:pdf", "user_org", "certificate she")}
    for of in PROTECTED:
        assert [key for key in found[of] if not own_page(key[0], key[1])] == []
    assert any(own_page(key[0], key[1]) for key in found["she"]), "her own pages are hers"
    mates = {route for route, _viewer, _thing in found["mate"]}
    assert {"pool:home", "certificates:home", "training:cohort", "training:place", "pool:one"} <= (
        mates
    )


def test_unprotected_they_would_stand_there(world, monkeypatch):
    """The same over a few addresses, with nobody protected: it sees what it is to see."""
    monkeypatch.setattr(vault, "shielded", lambda tenant_id: frozenset())
    routes = {"pool:home", "pool:offer", "training:cohort", "certificates:one", "certificates:pdf"}
    found = crawl(world, ("coordinator", "user_org"), routes)
    assert {key[0] for key in found["she"]} == routes - {"certificates:pdf"}  # it is packed
    there = crawl(world, ("workplace",), {"place_wish:wish", "place_wish_link:wish"})
    assert {key[0] for key in there["coming"]} == {"place_wish:wish", "place_wish_link:wish"}


@pytest.mark.parametrize("route", STEPS)
def test_a_lead_opens_hers_after_the_step_and_it_is_logged(world, route):
    thing, page = STEPS[route]
    slug, pk = world.own.programme.slug, world.own.things[thing].pk
    viewer, before = world.viewers["coordinator"], AccessRow.objects.count()
    path, ahead = reverse(page, args=[slug, pk]), reverse(route, args=[slug, pk])
    with undone():
        turned = world.request(viewer, "GET", path)
        assert turned.headers["Location"].startswith(ahead)
        step = everything(world.request(viewer, "GET", turned.headers["Location"]))
        assert not [canary for canary in world.seen(step) if canary.of == "she"]
        assert AccessRow.objects.count() == before, "nothing is opened before"
        went = world.request(viewer, "POST", ahead, {"next": path})
        assert went.headers["Location"] == path
        text = everything(world.request(viewer, "GET", path))
        assert world.own.word("she", "name") in text
        assert AccessRow.objects.count() > before
        # Where she stands with others she is still a number.
        listed = crawl(
            world, ("coordinator",),
            {"pool:home", "pool:wish", "certificates:home", "training:cohort", "recruiting:round",
             "training:presence", "training:offer", "coordinator:home"},
        )  # fmt: skip
        assert listed["she"] == Counter()


def test_the_vault_itself_refuses_whatever_a_page_forgets(world):
    """A lead who has not taken the step; and, with or without it, everybody else."""
    she, own = world.own.people["she"].pk, world.own
    tenant = own.programme.pk
    mark = vault.shield_mark(tenant, she)
    cases = {
        "candidate": (own.things["candidate she"].pk, "identity"),
        "course_place": (own.things["enrolment she"].pk, "identity"),
        "certificate": (own.things["certificate she"].pk, "certificates"),
        "pool_page": (own.things["supporter she"].pk, "identity"),
    }

    def opens(purpose, role, unveiled):
        case, blob = cases[purpose]
        actor = Actor(role, tenant, own.users[role].pk, "", unveiled)
        with undone():
            vault.open(
                tenant_id=tenant, person_ids=[she], blob=blob, fields=("name",), purpose=purpose,
                case=str(case), actor=actor, at=world.now,
            )  # fmt: skip

    for purpose in cases:
        for role in (Role.COORDINATOR, Role.USER_ORGANISATION, Role.TRAINER):
            with pytest.raises(NotAllowed):
                opens(purpose, role, "")
        opens(purpose, Role.COORDINATOR, mark)


def test_the_issuer_types_the_name_she_was_told_and_sees_none(world):
    """The form holds no name, and says whom to ask."""
    renew = reverse(
        "certificates:renew", args=[world.own.programme.slug, world.own.things["errand"].pk]
    )
    with undone():
        shown = world.request(world.viewers["user_org"], "GET", renew).content.decode()
    assert 'name="name" value=' not in shown.replace('value=""', "")
    assert "uppgifter är skyddade" in shown


def test_no_letter_goes_to_one_whose_details_are_protected(world, mailoutbox):
    with undone():
        while outbox.deliver_due(world.now).sent:
            pass
        assert mailoutbox, "there are letters"
        for letter in mailoutbox:
            assert world.seen(letter.subject + letter.body) == []
