"""Signing up without an account: page by page, kept, sent, thrown away, forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from erfara.foundation import clock, drafts, links, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor, SignUp
from erfara.web.public.strangers import TRAP
from erfara.workflows import consent, timekeeping
from tests import factories as make
from tests.integration.web.looking import HARMLESS, NASTY, english
from tests.integration.web.looking import post as send

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
EMAIL = "siv@exempel.invalid"


@pytest.fixture
def programme(client: Client) -> Programme:
    english(client)
    cache.clear()
    return make.programme(contact_email="hej@exempel.invalid", contact_phone="016-10 00 00")


def post(client: Client, url: str, values: dict[str, str], *, follow: bool = False) -> Any:
    page = send(client, url, **values)
    return client.get(page["Location"]) if follow else page


def begun(client: Client, programme: Programme, name: str = "Siv Påhittad") -> str:
    """The address of the draft, up to its page."""
    page = post(client, f"/{programme.slug}/bli-med/borja/", {"name": name})
    assert page.status_code == 302, page.content.decode()
    return page["Location"].removesuffix("na-dig/")


def written(client: Client, programme: Programme, **other: str) -> str:
    base = begun(client, programme)
    pages = {
        "na-dig/": {"email": EMAIL, "when_to_reach": "Helst på morgonen.", **other},
        "beratta/": {"told": "Följde min syster till akuten."},
        "hittade-hit/": {"channel": "relatives_centre"},
    }
    for page, values in pages.items():
        assert post(client, base + page, values).status_code == 302
    SignUp.objects.update(created_at=clock.now() - timedelta(minutes=3))
    return base


def interest_of(row: Contributor) -> dict[str, str]:
    coordinator = Actor(Role.COORDINATOR, row.programme_id, uuid4())
    found = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob="interest",
        fields=("told", "when_to_reach"), purpose="person_page", case=str(row.pk),
        actor=coordinator, at=clock.now(),
    )  # fmt: skip
    return found[row.person_id]


def test_somebody_signs_up_page_by_page(client, programme):
    base = written(client, programme)
    check = client.get(base + "kolla/").content.decode()
    for said in ("Siv Påhittad", EMAIL, "akuten", "a relatives&#x27; centre"):
        assert said in check, said
    sent = post(client, base + "kolla/", {})
    assert sent["Location"] == f"/{programme.slug}/bli-med/tack/"
    row = Contributor.objects.get(programme=programme)
    assert (row.state, row.channel) == ("interested", "relatives_centre")
    assert interest_of(row) == {
        "told": "Följde min syster till akuten.", "when_to_reach": "Helst på morgonen.",
    }  # fmt: skip
    assert OutboxMessage.objects.get().kind == "interest_received"
    draft = SignUp.objects.get()
    assert draft.state == "sent"
    assert draft.emptied_at
    assert vault.blobs_of(tenant_id=programme.pk, person_id=draft.pk) == []
    assert client.get(base + "kolla/").status_code == 404


def test_what_was_written_is_there_when_one_comes_back(client, programme):
    base = written(client, programme)
    later = Client()
    english(later)
    assert "Helst på morgonen." in later.get(base + "na-dig/").content.decode()
    assert "akuten" in later.get(base + "beratta/").content.decode()
    changed = post(later, base + "namn/?back=check", {"name": "Siv P."})
    assert changed["Location"] == base + "kolla/"
    assert "Siv P." in later.get(base + "kolla/").content.decode()


def test_one_way_to_reach_somebody_is_needed(client, programme):
    base = begun(client, programme)
    page = post(client, base + "na-dig/", {"when_to_reach": "Kvällar."})
    assert page.status_code == 422
    assert "Write an e-mail address, a phone number or a postal address." in page.content.decode()
    assert "Kvällar." in page.content.decode()
    SignUp.objects.update(created_at=clock.now() - timedelta(minutes=3))
    assert "Nothing yet" in client.get(base + "kolla/").content.decode()
    post(client, base + "kolla/", {})
    assert not Contributor.objects.exists()


def test_one_who_is_here_already_sees_the_same_and_gets_a_letter(client, programme):
    known = make.contributor(programme, email=EMAIL)
    base = written(client, programme)
    first = post(client, base + "kolla/", {})
    assert first["Location"] == f"/{programme.slug}/bli-med/tack/"
    assert Contributor.objects.get() == known
    assert [m.kind for m in OutboxMessage.objects.all()] == ["already_here"]
    post(client, written(client, programme) + "kolla/", {})
    assert OutboxMessage.objects.count() == 1  # one letter a day, whoever writes her address


def test_one_who_was_answered_no_may_sign_up_again(client, programme):
    row = people.note_interest(
        programme=programme, channel="web", by=Actor(Role.COORDINATOR, programme.pk, uuid4()),
        identity={"name": "Siv", "email": EMAIL, "phone": "", "address": ""}, at=clock.now(),
    )  # fmt: skip
    people.decline(
        contributor=row, reason="Fullt.", by=Actor(Role.COORDINATOR, programme.pk, uuid4()),
        at=clock.now(),
    )  # fmt: skip
    post(client, written(client, programme) + "kolla/", {})
    row.refresh_from_db()
    assert (row.state, row.erase_after) == ("interested", None)


def test_one_who_took_it_back_may_sign_up_again(client, programme):
    post(client, written(client, programme) + "kolla/", {})
    row = Contributor.objects.get()
    by = Actor(Role.PERSON, programme.pk, row.person_id)
    consent.leave(contributor=row, how="link", by=by, at=clock.now())
    post(client, written(client, programme) + "kolla/", {})
    row.refresh_from_db()
    assert (row.state, row.erase_after) == ("interested", None)


def test_it_can_be_thrown_away_and_is_gone(client, programme):
    base = written(client, programme)
    post(client, base + "kasta/", {})
    draft = SignUp.objects.get()
    assert (draft.state, bool(draft.emptied_at)) == ("thrown_away", True)
    assert vault.is_erased(draft.pk)
    assert client.get(base + "kolla/").status_code == 404


def test_a_draft_that_nobody_goes_on_with_is_erased_after_two_weeks(client, programme):
    written(client, programme)
    timekeeping.forget_drafts(clock.now() + timedelta(days=13))
    assert SignUp.objects.get().state == "draft"
    timekeeping.forget_drafts(clock.now() + timedelta(days=15))
    draft = SignUp.objects.get()
    assert draft.state == "forgotten"
    assert vault.is_erased(draft.pk)


def test_an_emptying_that_was_cut_short_is_finished(client, programme):
    base = written(client, programme)
    row = SignUp.objects.get()
    drafts.throw_away(draft=row, by=Actor(Role.PERSON, programme.pk, row.pk), at=clock.now())
    assert not vault.is_erased(row.pk)
    timekeeping.forget_drafts(clock.now())
    assert vault.is_erased(row.pk)
    assert client.get(base + "kolla/").status_code == 404


def test_the_link_comes_by_mail_once_a_day(client, programme):
    base = written(client, programme)
    for _time in range(3):
        post(client, base + "lank/", {})
    letter = OutboxMessage.objects.get()
    assert (letter.kind, letter.to_kind) == ("sign_up_link", "sign_up")


def test_whoever_stops_on_the_way_is_sent_the_link_and_loses_nothing(client, programme):
    base = begun(client, programme)
    here = base + "beratta/"
    assert "send me a link" not in client.get(here).content.decode()  # nowhere to send it yet
    post(client, base + "na-dig/", {"email": EMAIL})
    assert "send me a link" in client.get(here).content.decode()
    assert post(client, here, {"told": "", "then": "link"})["Location"] == here
    assert OutboxMessage.objects.filter(kind="sign_up_link").count() == 1
    page = post(client, here, {"told": "Det var så här.", "then": "link"}, follow=True)
    assert "Det var så här." in page.content.decode()


def test_nobody_begins_while_nobody_is_taken_in(client, programme):
    programme.recruits_until = clock.now().date() - timedelta(days=1)
    programme.save(update_fields=["recruits_until"])
    assert (
        "We take nobody in just now" in client.get(f"/{programme.slug}/bli-med/").content.decode()
    )
    old_link = client.get(f"/{programme.slug}/bli-med/borja/").content.decode()
    assert "We take nobody in just now" in old_link
    page = post(client, f"/{programme.slug}/bli-med/borja/", {"name": "Siv"})
    assert page.status_code == 422
    assert "takes nobody in right now" in page.content.decode()
    assert not SignUp.objects.exists()


def test_a_library_that_closes_meanwhile_says_so_and_keeps_what_was_written(client, programme):
    base = written(client, programme)
    programme.recruits_until = clock.now().date() - timedelta(days=1)
    programme.save(update_fields=["recruits_until"])
    page = post(client, base + "kolla/", {}, follow=True)
    assert "takes nobody in right now" in page.content.decode()
    assert SignUp.objects.get().state == "draft"
    assert not Contributor.objects.exists()


def test_programs_and_the_very_quick_are_held_up(client, programme):
    url = f"/{programme.slug}/bli-med/borja/"
    trapped = post(client, url, {"name": "Bot", TRAP: "x"})
    assert trapped["Location"] == f"/{programme.slug}/bli-med/tack/"
    assert not SignUp.objects.exists()
    base = written(client, programme)
    SignUp.objects.update(created_at=clock.now())
    page = post(client, base + "kolla/", {}, follow=True)
    assert "Read it through once more" in page.content.decode()
    assert not Contributor.objects.exists()


def test_a_sender_begins_so_many_an_hour(client, programme):
    for _number in range(20):
        begun(client, programme)
    page = post(client, f"/{programme.slug}/bli-med/borja/", {"name": "Siv den tjugoförsta"})
    assert page.status_code == 422
    assert "Siv den tjugoförsta" in page.content.decode()


@pytest.mark.parametrize("odd", [*NASTY.values(), *HARMLESS.values()])
def test_anything_may_be_written(client, programme, odd):
    page = post(client, f"/{programme.slug}/bli-med/borja/", {"name": odd})
    assert page.status_code in {302, 422}
    base = begun(client, programme)
    for path, field in (("na-dig/", "when_to_reach"), ("beratta/", "told"), ("na-dig/", "email"),
                        ("hittade-hit/", "channel"), ("namn/", "name")):  # fmt: skip
        assert post(client, base + path, {field: odd}).status_code in {302, 422}
    assert client.get(base + "kolla/").status_code == 200


def test_another_programme_does_not_open_it(client, programme):
    base = written(client, programme)
    other = make.programme()
    moved = base.replace(f"/{programme.slug}/", f"/{other.slug}/")
    assert client.get(moved + "kolla/").status_code == 404


def test_the_paper_holds_the_same_questions(client, programme):
    page = client.get(f"/{programme.slug}/bli-med/pa-papper/").content.decode()
    for said in ("How can we reach you?", "a campaign", "016-10 00 00"):
        assert said in page, said


def test_the_letter_leads_to_a_page_where_one_can_change_ones_mind(client, programme):
    post(client, written(client, programme) + "kolla/", {})
    row = Contributor.objects.get()
    link = links.issue(
        tenant_id=programme.pk, purpose="register", about_id=row.pk, person_id=row.person_id,
        expires_at=clock.now() + timedelta(days=1), at=clock.now(),
    )  # fmt: skip
    url = f"/{programme.slug}/besked/{links.token(link)}/"
    assert "We have got what you wrote" in client.get(url).content.decode()
    post(client, url, {})
    row.refresh_from_db()
    assert row.state == "leaving"
