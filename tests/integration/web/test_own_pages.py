"""What a person does on her own pages, and what a coordinator answers: details, addresses,
experiences, the log, consents behind a link, the copy; and a borrower's contact who leaves."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links, outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.people.actions.addresses import code_of
from erfara.people.models import AddressChange, Contributor, Errand, LogQuestion, Person
from erfara.people.queries import live_purposes
from erfara.workflows import consent, consents_in_time, timekeeping
from tests import factories as make
from tests.integration.web.looking import NASTY, english, looked_at_often, post, token_about

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
HOURS = timedelta(hours=1)


@pytest.fixture
def her(client: Client) -> Contributor:
    english(client)
    row = make.contributor(
        make.programme(), "Märta Påhittad", email="marta@exempel.invalid",
        consents=["register", "email", "research"], at=clock.now(),
    )  # fmt: skip
    make.person_sign_in(client, row.person)
    return row


@pytest.fixture
def coordinator(her) -> tuple[Client, Actor]:
    other = Client()
    english(other)
    user, actor = make.coordinator(her.programme)
    make.sign_in(other, user)
    return other, actor


def url(her: Contributor, page: str = "") -> str:
    return f"/{her.programme.slug}/min-sida/{page}"


def work(her: Contributor, page: str = "") -> str:
    return f"/arbete/{her.programme.slug}/{page}"


def identity(person: Person) -> dict[str, str]:
    opened = vault.open(
        tenant_id=person.programme_id, person_ids=[person.pk], blob="identity",
        fields=("name", "email", "phone", "address"), purpose="own_page", case="own_page",
        actor=Actor(Role.PERSON, person.programme_id, person.pk), at=clock.now(),
    )  # fmt: skip
    return opened.get(person.pk, {})


def text(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def send() -> list[str]:
    mail.outbox.clear()
    outbox.deliver_due(clock.now())
    return [message.to[0] for message in mail.outbox]


# --- details -------------------------------------------------------------------------------------


def test_name_and_telephone_count_at_once_and_a_new_address_when_its_code_comes_back(client, her):
    new = {"name": "Märta Ny", "email": "ny@exempel.invalid", "phone": "070-123 45 67",
           "address": "Nya vägen 1"}  # fmt: skip
    answer = post(client, url(her, "uppgifter/"), **new)
    change = AddressChange.objects.get()
    assert answer.headers["Location"] == url(her, f"uppgifter/ny-adress/{change.pk}/")
    assert identity(her.person) == {
        **new, "email": "marta@exempel.invalid", "phone": "+46701234567",
    }  # fmt: skip
    assert send() == ["ny@exempel.invalid"]
    page = url(her, f"uppgifter/ny-adress/{change.pk}/")
    wrong = "000000" if code_of(change) != "000000" else "111111"
    assert post(client, page, code=wrong).status_code == 422
    assert vault.index_find(her.programme_id, "email", "ny@exempel.invalid") is None
    assert post(client, page, code=code_of(change)).headers["Location"] == url(her)
    assert post(client, page, code=code_of(change)).status_code == 302
    assert identity(her.person)["email"] == "ny@exempel.invalid"
    assert vault.index_find(her.programme_id, "email", "ny@exempel.invalid") == her.person_id
    assert vault.index_find(her.programme_id, "email", "marta@exempel.invalid") is None
    assert send() == ["marta@exempel.invalid"]
    assert "Märta" not in mail.outbox[0].body


def test_five_guesses_and_the_code_is_over(client, her):
    post(client, url(her, "uppgifter/"), name="Märta", email="ny@exempel.invalid")
    change = AddressChange.objects.get()
    page = url(her, f"uppgifter/ny-adress/{change.pk}/")
    wrong = "000000" if code_of(change) != "000000" else "111111"
    for _i in range(5):
        post(client, page, code=wrong)
    assert post(client, page, code=code_of(change)).status_code == 422
    assert identity(her.person)["email"] == "marta@exempel.invalid"


def test_an_address_of_somebody_else_is_only_said_to_its_owner(client, her):
    make.contributor(her.programme, email="annan@exempel.invalid")
    answer = post(client, url(her, "uppgifter/"), name="Märta", email="annan@exempel.invalid")
    assert answer.status_code == 302
    change = AddressChange.objects.get()
    page = url(her, f"uppgifter/ny-adress/{change.pk}/")
    answer = post(client, page, code=code_of(change))
    assert answer.status_code == 422
    assert "Somebody else is reached there already." in answer.content.decode()


def test_bad_input_is_answered_in_words(client, her):
    pages = {
        "uppgifter/": {"name": "Märta"}, "berattat/": {"text": "x", "role": "patient"},
        "hur-ofta/": {"ask_often": "monthly"},
    }  # fmt: skip
    for page, values in pages.items():
        for field in ("name", "email", "text", "role", "ask_often", "away_from"):
            for nasty in NASTY.values():
                answer = post(client, url(her, page), **{**values, field: nasty})
                assert answer.status_code in {302, 422}, (page, field)


def test_how_often_and_away(client, her):
    page = url(her, "hur-ofta/")
    for wrong in ({"away_from": "2026-12-01"}, {"away_from": "2026-12-09",
                                               "away_until": "2026-12-01"}):  # fmt: skip
        assert post(client, page, ask_often="monthly", **wrong).status_code == 422
    post(client, page, ask_often="monthly", away_from="2026-12-01", away_until="2026-12-09")
    her.refresh_from_db()
    assert (her.ask_often, str(her.away_until)) == ("monthly", "2026-12-09")
    assert "once a month at most" in text(client, url(her)).lower()


# --- experiences ---------------------------------------------------------------------------------


def test_experiences_are_hers_to_change(client, her):
    post(client, url(her, "berattat/"), text="Väntade länge hos tandläkaren.", role="companion",
         area="teeth_and_senses", hidden="on")  # fmt: skip
    new = her.experiences.get(area="teeth_and_senses")
    assert not new.matchable
    page = text(client, url(her))
    assert "Väntade länge hos tandläkaren." in page
    assert "kept out of searches" in page
    there = url(her, f"berattat/{new.pk}/")
    looked_at_often(client, there, times=2)
    post(client, there, text="Väntade en hel dag.", role="companion")
    new.refresh_from_db()
    assert new.matchable
    assert "Väntade en hel dag." in text(client, url(her))
    looked_at_often(client, f"{there}bort/", times=2)
    post(client, f"{there}bort/")
    assert not her.experiences.filter(pk=new.pk).exists()
    assert "Väntade en hel dag." not in text(client, url(her))
    assert her.experiences.count() == 1, "What she told before is as it was."
    assert client.get(there).status_code == 404


def test_a_question_makes_her_remember(client, her):
    inquiry = make.asked(make.loan_request(her.programme, at=clock.now()), [her], at=clock.now())[0]
    link = f"/{her.programme.slug}/fraga/{token_about(inquiry)}/"
    stranger = Client()
    english(stranger)
    post(stranger, link, answer="yes")
    assert "I have that too" in text(stranger, link)
    looked_at_often(stranger, f"{link}jag-har-det-ocksa/", times=2)
    answer = post(stranger, f"{link}jag-har-det-ocksa/", text="Fick fel tid.", role="patient")
    assert answer.headers["Location"] == link
    assert "Fick fel tid." in text(client, url(her))
    assert her.experiences.count() == 2


def test_another_persons_experience_is_not_hers(client, her):
    other = make.contributor(her.programme)
    there = url(her, f"berattat/{other.experiences.get().pk}/")
    for page in (there, f"{there}bort/"):
        assert client.get(page).status_code == 404
        assert post(client, page, text="Mitt", role="patient").status_code == 404


# --- the log -------------------------------------------------------------------------------------


def test_asking_about_the_log_and_getting_an_answer(client, her, coordinator):
    theirs, actor = coordinator
    theirs.get(reverse("coordinator:person", args=[her.programme.slug, her.pk]))
    vault.open(
        tenant_id=her.programme_id, person_ids=[her.person_id], blob="identity", fields=("name",),
        purpose="person_page", case=str(her.pk), actor=actor, at=clock.now(),
    )  # fmt: skip
    page = text(client, url(her, "vem-har-sett/"))
    there = next(part.split('"')[0] for part in page.split('href="') if "/vem-har-sett/2" in part)
    assert post(client, there, words="").status_code == 422
    post(client, there, words="Varför öppnade ni mina uppgifter?")
    question = LogQuestion.objects.get()
    assert "A question about the log" in text(theirs, work(her))
    answering = work(her, f"fragor-om-loggen/{question.pk}/")
    shown = text(theirs, answering)
    assert "Varför öppnade ni mina uppgifter?" in shown
    assert "You are the one it is about." in shown
    assert post(theirs, answering, words="").status_code == 422
    send()
    post(theirs, answering, words="Jag förberedde en fråga till dig.")
    assert "A question about the log" not in text(theirs, work(her))
    assert post(theirs, answering, words="En gång till.").status_code == 302
    assert "Jag förberedde en fråga till dig." in text(client, url(her, f"undrat/{question.pk}/"))
    assert send() == ["marta@exempel.invalid"]
    assert "Jag förberedde" not in mail.outbox[0].body
    link = next(w for w in mail.outbox[0].body.split() if "/besked/svar/" in w)
    behind = text(Client(), "/" + link.split("/", 3)[3])
    assert "Jag förberedde en fråga till dig." in behind
    assert "Märta" not in behind
    read = vault.log_for(her.programme_id, her.person_id).values_list("purpose", flat=True)
    assert "log_question" in set(read), "Reading her question stands in her log too."


def test_a_row_that_is_not_there(client, her):
    for odd in ("20261102-0000000000000000", "x", "99999999-1", "20260230-2"):
        page = url(her, f"vem-har-sett/{odd}/")
        assert client.get(page).status_code == 302
        assert post(client, page, words="Hej").status_code == 302
    assert not LogQuestion.objects.exists()


# --- consents ------------------------------------------------------------------------------------


def consents_link(her: Contributor) -> str:
    at = clock.now()
    link = links.issue(
        tenant_id=her.programme_id, purpose="consents", about_id=her.pk, person_id=her.person_id,
        expires_at=at + timedelta(days=14), at=at,
    )  # fmt: skip
    return f"/{her.programme.slug}/samtycken/{links.token(link)}/"


def test_behind_a_link_each_purpose_can_be_given_and_taken_back(her):
    stranger = Client()
    english(stranger)
    page = consents_link(her)
    looked_at_often(stranger, page, f"{page}email/", times=3)
    assert "Märta" not in text(stranger, page)
    for purpose in ("email", "text_message", "statistics", "handover"):
        post(stranger, f"{page}{purpose}/", do="give")
        assert purpose in live_purposes([her.person_id])[her.person_id]
        answer = stranger.post(f"{page}{purpose}/", {}, follow=True).content.decode()
        assert "Done." in answer
        assert purpose not in live_purposes([her.person_id])[her.person_id]
    assert her.person.consents.filter(purpose="email", withdrawn_how="link").count() == 1
    answer = stranger.post(f"{page}register/", {}, follow=True).content.decode()
    assert "Done. We don&#x27;t ask you any more." in answer
    assert stranger.get(f"{page}email/").status_code == 404


def test_new_words_by_the_administrator_are_asked_about(client, her, coordinator):
    theirs, _actor = coordinator
    by_phone = make.contributor(her.programme, consents=["register"], at=clock.now())
    admin = Client()
    english(admin)
    user, _administrator = make.member(her.programme, Role.ADMINISTRATOR)
    make.sign_in(admin, user)
    page = work(her, "samtycken-ord/register/")
    last = (clock.now() + timedelta(days=30)).date()
    words = {
        "text_sv": "Jag är med och ni får berätta det.", "text_en": "I am in and you may say so.",
        "basis": "consent", "those_before": "end", "answer_by": last.isoformat(),
    }  # fmt: skip
    assert post(admin, page, **{**words, "answer_by": "2026-11-01"}).status_code == 422
    assert post(admin, page, **{**words, "text_sv": ""}).status_code == 422
    send()
    assert post(admin, page, **words).status_code == 302
    assert "Version 2" in text(admin, work(her, "samtycken-ord/"))
    assert send() == ["marta@exempel.invalid"]
    assert "we ask again" in text(client, url(her)).lower()
    shown = text(client, url(her, "samtycken/"))
    assert "If we don't hear from you, we take it as a no." in shown
    assert "I am in and you may say so." in shown
    assert "people to call: 1" in text(theirs, work(her))
    called = text(theirs, work(her, "samtycken/"))
    assert reverse("coordinator:consents", args=[her.programme.slug, by_phone.pk]) in called
    post(client, url(her, "samtycken/register/"), do="give")
    assert "we ask again" not in text(client, url(her)).lower()


def test_the_coordinator_sends_the_page(her, coordinator):
    theirs, _actor = coordinator
    page = reverse("coordinator:send_consents", args=[her.programme.slug, her.pk])
    send()
    assert post(theirs, page).status_code == 302
    assert send() == ["marta@exempel.invalid"]


def test_what_hangs_elsewhere_stands_on_the_day(client, her, coordinator):
    theirs, _actor = coordinator
    post(client, url(her, "samtycken/research/"))
    row = Errand.objects.get()
    assert "A consent was taken back" in text(theirs, work(her))
    post(theirs, work(her, f"att-ta-bort/{row.pk}/"))
    assert "A consent was taken back" not in text(theirs, work(her))


# --- the copy ------------------------------------------------------------------------------------


def test_all_of_it_can_be_read_and_saved_and_stays_nowhere(client, her):
    page = client.get(url(her, "allt/sida/"))
    assert "Märta Påhittad" in page.content.decode()
    data = client.get(url(her, "allt/fil/"))
    assert data.headers["Content-Type"] == "application/json"
    assert data.headers["Content-Disposition"].startswith("attachment")
    found = json.loads(data.content)
    assert found["identity"][0]["email"] == "marta@exempel.invalid"
    assert found["consents"][0]["text"]
    for answer in (page, data):
        assert answer.headers["Cache-Control"] == "no-store"
    own = vault.log_for(her.programme_id, her.person_id, own=True)
    assert "own_copy" in set(own.values_list("purpose", flat=True))


# --- borrowers' contacts -------------------------------------------------------------------------


def test_a_contact_is_forgotten_and_the_request_gets_another(client, her, coordinator):
    theirs, _actor = coordinator
    contact = make.borrower_person(her.programme, email="lan@exempel.invalid")
    request = make.loan_request(her.programme, contact=contact, at=clock.now())
    make.person_sign_in(client, contact)
    assert "One request isn't over." in text(client, url(her, "lamna/"))
    send()
    post(client, url(her, "lamna/"))
    assert send() == ["lan@exempel.invalid"]
    link = next(w for w in mail.outbox[0].body.split() if "/besked/kontakt/" in w)
    undo = "/" + link.split("/", 3)[3]
    stranger = Client()
    english(stranger)
    looked_at_often(stranger, undo, times=2)
    post(stranger, undo)
    contact.refresh_from_db()
    assert contact.erase_after is None
    post(client, url(her, "lamna/"))
    assert consents_in_time.erase_contacts_who_left(clock.now() + 47 * HOURS) == 0
    assert consents_in_time.erase_contacts_who_left(clock.now() + 49 * HOURS) == 1
    contact.refresh_from_db()
    assert contact.erased_at is not None
    assert client.get(url(her)).status_code == 302, "Her session is over."
    assert "The contact has left." in text(theirs, work(her))
    page = work(her, f"forfragningar/{request.pk}/ny-kontakt/")
    assert post(theirs, page, name="Ny Kontakt").status_code == 422
    post(theirs, page, name="Ny Kontakt", email="nykontakt@exempel.invalid")
    request.refresh_from_db()
    assert request.contact_id != contact.pk
    assert "The contact has left." not in text(theirs, work(her))
    assert send() == ["nykontakt@exempel.invalid"]


def test_one_who_is_both_keeps_the_contact_until_the_request_is_over(client, her):
    request = make.loan_request(her.programme, contact=her.person, at=clock.now())
    assert "since one request of yours is on its way" in text(client, url(her, "lamna/"))
    post(client, url(her, "lamna/"))
    later = clock.now() + 49 * HOURS
    assert timekeeping.erase_those_who_left(later) == 1
    her.refresh_from_db()
    person = Person.objects.get(pk=her.person_id)
    assert (her.state, person.erased_at, person.leaves_when_done) == ("left", None, True)
    assert vault.blobs_of(her.programme_id, person.pk) == ["identity"]
    assert identity(person)["name"] == "Märta Påhittad"
    assert not live_purposes([person.pk])[person.pk]
    assert consents_in_time.erase_contacts_who_left(later) == 0
    page = text(client, url(her))
    assert "You have left as one with experience." in page
    from erfara.workflows import lend

    lend.end_request(
        request=request, end_reason="nobody_fits", words="Ingen.", by=make.system(her.programme),
        at=later,
    )  # fmt: skip
    assert consents_in_time.erase_contacts_who_left(later) == 1
    assert vault.is_erased(person.pk)


def test_leaving_shows_what_goes_and_what_stays(client, her):
    page = text(client, url(her, "lamna/"))
    for said in ("This goes", "This stays, without you", "one experience", "48 hours", "14 days"):
        assert said in page
    consent.leave(contributor=her, how="phone", by=make.system(her.programme), at=clock.now())
    assert OutboxMessage.objects.filter(kind="leaving", to_id=her.person_id).exists()
