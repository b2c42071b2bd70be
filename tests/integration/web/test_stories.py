"""What a loan led to is told when everybody who was part of it has said yes, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from erfara.foundation import clock, links, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import stories
from erfara.lending.models import Loan, Story, StoryPermission
from erfara.organisations.models import Programme
from erfara.workflows import consent, timekeeping
from erfara.workflows.today import today
from tests import factories as make
from tests.integration.web.looking import HARMLESS, NASTY, english, post, same_queries

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
TOLD = {"title": "Breven gick att läsa", "text": "Mottagningen skrev om sina kallelser."}


@pytest.fixture
def programme() -> Programme:
    return make.programme()


@pytest.fixture
def loan(programme: Programme) -> Loan:
    request = make.specified(make.loan_request(programme))
    return make.followed_up(make.carried_out(make.team(request)))


@pytest.fixture
def staff(programme: Programme) -> Client:
    user, _actor = make.coordinator(programme)
    return make.sign_in(english(Client()), user)


def asked(staff: Client, loan: Loan) -> Story:
    slug = loan.programme.slug
    post(staff, f"/arbete/{slug}/lan/{loan.pk}/berattelse/", **TOLD)
    story = Story.objects.get(loan=loan, state="draft")
    post(staff, f"/arbete/{slug}/berattelser/{story.pk}/fraga/")
    story.refresh_from_db()
    return story


def way_in(permission: StoryPermission) -> str:
    link = links.issue(
        tenant_id=permission.programme_id, purpose="story", about_id=permission.pk,
        person_id=permission.person_id, expires_at=clock.now() + timedelta(days=9),
        at=clock.now(),
    )  # fmt: skip
    return f"/{permission.programme.slug}/berattelse/{links.token(link)}/"


def public(programme: Programme) -> str:
    return english(Client()).get(f"/{programme.slug}/berattelser/").content.decode()


def answer(permission: StoryPermission, what: str) -> Any:
    return post(english(Client()), way_in(permission), answer=what)


def test_it_is_told_when_everybody_has_said_yes_and_no_sooner(programme, loan, staff):
    story = asked(staff, loan)
    rows = list(story.permissions.order_by("id"))
    assert {r.borrower for r in rows} == {True, False}
    assert OutboxMessage.objects.filter(kind="story_asked").count() == len(rows)
    for row in rows:
        assert TOLD["title"] not in public(programme)
        page = english(Client()).get(way_in(row)).content.decode()
        assert TOLD["text"] in page
        answer(row, "yes")
    assert TOLD["title"] in public(programme)
    assert TOLD["text"] in public(programme)


def test_one_no_is_enough_before_and_after(programme, loan, staff):
    story = asked(staff, loan)
    rows = list(story.permissions.order_by("id"))
    answer(rows[0], "no")
    story.refresh_from_db()
    assert story.state == "stopped"
    again = asked(staff, loan)
    for row in again.permissions.order_by("id"):
        answer(row, "yes")
    assert TOLD["title"] in public(programme)
    answer(again.permissions.order_by("id")[1], "no")
    assert TOLD["title"] not in public(programme)
    again.refresh_from_db()
    assert again.state == "down"
    timekeeping.end_stories(clock.now())
    assert vault.is_erased(again.pk)
    assert vault.is_erased(story.pk)


def test_who_leaves_takes_her_yes_with_her(programme, loan, staff):
    story = asked(staff, loan)
    for row in story.permissions.all():
        answer(row, "yes")
    assert TOLD["title"] in public(programme)
    hers = story.permissions.filter(borrower=False).first()
    assert hers is not None
    contributor = hers.person.contributor
    by = Actor(Role.PERSON, programme.pk, hers.person_id)
    consent.leave(contributor=contributor, how="own_page", by=by, at=clock.now())
    assert TOLD["title"] not in public(programme)


def test_silence_is_a_no(programme, loan, staff):
    story = asked(staff, loan)
    timekeeping.end_stories(clock.now() + timedelta(days=20))
    story.refresh_from_db()
    assert story.state == "asked"
    timekeeping.end_stories(clock.now() + timedelta(days=23))
    story.refresh_from_db()
    assert story.state == "stopped"
    gone = english(Client()).get(way_in(story.permissions.all()[0]))
    assert gone.status_code == 404


def test_a_draft_and_those_to_phone_stand_on_the_day(programme, loan, staff):
    by = make.system(programme)
    story = stories.write_story(loan=loan, **TOLD, by=by, at=clock.now())
    (line,) = [r for r in today(programme, clock.now()).rows if r.step == "story"]
    assert line.pk == loan.pk
    stories.ask_for_story(story=story, by=by, at=clock.now())
    assert not [r for r in today(programme, clock.now()).rows if r.step == "story"]
    row = story.permissions.filter(borrower=False)[0]
    vault.index_put(
        tenant_id=programme.pk, person_id=row.person_id, kind="email", value="", at=clock.now()
    )
    assert [r for r in today(programme, clock.now()).rows if r.step == "story"]
    post(staff, f"/arbete/{programme.slug}/berattelser/svar/{row.pk}/", answer="yes")
    row.refresh_from_db()
    assert row.answer == "yes"


def test_it_takes_a_loan_that_is_followed_up(programme, staff):
    early = make.carried_out(make.team(make.specified(make.loan_request(programme))))
    page = post(staff, f"/arbete/{programme.slug}/lan/{early.pk}/berattelse/", **TOLD)
    assert page.status_code == 422
    assert TOLD["text"] in page.content.decode()
    with pytest.raises(Refused):
        stories.write_story(loan=early, **TOLD, by=make.system(programme), at=clock.now())


def test_what_was_sent_out_is_not_written_anew(programme, loan, staff):
    asked(staff, loan)
    url = f"/arbete/{programme.slug}/lan/{loan.pk}/berattelse/"
    assert post(staff, url, title="Annat", text="Annat.").status_code == 404
    with pytest.raises(Refused):
        stories.write_story(
            loan=loan, title="Annat", text="Annat.", by=make.system(programme), at=clock.now()
        )


@pytest.mark.parametrize("odd", [*NASTY.values(), *HARMLESS.values()])
def test_anything_may_be_written(programme, loan, staff, odd):
    url = f"/arbete/{programme.slug}/lan/{loan.pk}/berattelse/"
    for field in TOLD:
        assert post(staff, url, **{**TOLD, field: odd}).status_code in {302, 422}


def test_the_page_of_stories_asks_as_often_with_many(programme, staff):
    def one_more() -> None:
        request = make.specified(make.loan_request(programme))
        story = asked(staff, make.followed_up(make.carried_out(make.team(request))))
        for row in story.permissions.all():
            answer(row, "yes")

    same_queries(english(Client()), f"/{programme.slug}/berattelser/", one_more)


def test_her_own_page_leads_to_what_is_told_with_her_yes(programme, loan, staff):
    story = asked(staff, loan)
    row = story.permissions.filter(borrower=False)[0]
    her = make.person_sign_in(english(Client()), row.person)
    url = f"/{programme.slug}/min-sida/berattelser/{row.pk}/"
    assert url in her.get(f"/{programme.slug}/min-sida/").content.decode()
    assert post(her, url, answer="yes")["Location"] == url
    row.refresh_from_db()
    assert row.answer == "yes"
    assert post(her, url, answer="no")["Location"] == f"/{programme.slug}/berattelser/"
    another = make.person_sign_in(english(Client()), make.contributor(programme).person)
    assert another.get(url).status_code == 404
