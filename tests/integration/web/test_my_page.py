"""My page: what it led to, what waits, my details and who has opened them, pausing and leaving."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from erfara.foundation import clock, links, vault
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import inquiries as asking
from erfara.lending.models import Inquiry
from erfara.people import actions as people
from erfara.people.models import Consent, Contributor
from erfara.people.queries import live_purposes
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import (
    NASTY,
    english,
    looked_at_often,
    post,
    queries_of,
    same_queries,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def her(client: Client) -> Contributor:
    english(client)
    programme = make.programme()
    row = make.contributor(
        programme, "Märta Påhittad", [people.Told("relative", "Följde min vän till akuten.")],
        email="marta@exempel.invalid", consents=["register", "email", "research"],
        at=clock.now(),
    )  # fmt: skip
    make.person_sign_in(client, row.person)
    return row


def url(her: Contributor, page: str = "") -> str:
    return f"/{her.programme.slug}/min-sida/{page}"


def ask(her: Contributor) -> Inquiry:
    return make.asked(make.loan_request(her.programme, at=clock.now()), [her], at=clock.now())[0]


def take_part(her: Contributor) -> None:
    request = make.loan_request(her.programme, at=clock.now())
    by = make.system(her.programme)
    other = make.contributor(her.programme, at=clock.now())
    for inquiry in make.asked(request, [her, other], at=clock.now()):
        lend.confirm(inquiry=make.said_yes(inquiry, at=clock.now()), by=by, at=clock.now())
    loan = make.carried_out(lend.complete_team(request=request, by=by, at=clock.now()),
                            at=clock.now())  # fmt: skip
    make.fed_back(make.followed_up(loan), at=clock.now())


def test_an_empty_page_says_what_will_stand_there(client, her):
    page = client.get(url(her)).content.decode()
    for said in (
        "Märta Påhittad, this is your page", "Nothing yet", "Nothing just now",
        "marta@exempel.invalid", "Följde min vän till akuten.", "Pause", "Leave the library",
        "Here you see who has opened your details",
    ):  # fmt: skip
        assert said in page, said


def test_what_it_led_to_comes_first(client, her):
    take_part(her)
    waiting = ask(her)
    page = client.get(url(her)).content.decode()
    assert "Det här kom fram." in page
    order = [page.index(f'id="{part}"') for part in ("done", "waits", "details", "consents",
                                                     "away")]  # fmt: skip
    assert order == sorted(order)
    assert f"/min-sida/fragor/{waiting.pk}/" in page


def test_a_question_that_is_over_can_still_be_read(client, her):
    question = ask(her)
    link = f"/min-sida/fragor/{question.pk}/"
    heading = "What you have been asked before"
    page = client.get(url(her)).content.decode()
    assert (heading in page, page.count(link)) == (False, 1)
    asking.tell(inquiry=question, by=make.system(her.programme), at=clock.now())
    page = client.get(url(her)).content.decode()
    assert (heading in page, page.count(link)) == (True, 1)
    assert client.get(url(her, f"fragor/{question.pk}/")).status_code == 200


def test_what_was_cancelled_can_still_be_read(client, her):
    loan = make.team(make.loan_request(her.programme), [her, make.contributor(her.programme)])
    question = Inquiry.objects.get(contributor=her)
    lend.cancel_loan(loan=loan, cancel_reason="borrower", words="De hinner inte.",
                     by=make.system(her.programme), at=clock.now())  # fmt: skip
    page = client.get(url(her)).content.decode()
    assert page.count(f"/min-sida/fragor/{question.pk}/") == 1


def test_the_number_of_queries_does_not_grow(client, her):
    same_queries(client, url(her), lambda: ask(her))
    same_queries(client, url(her), lambda: take_part(her))
    same_queries(
        client, url(her),
        lambda: make.loan_request(her.programme, contact=her.person, at=clock.now()),
    )  # fmt: skip


def opened(her: Contributor, actor: Actor, *, times: int = 1, days_ago: int = 0) -> None:
    for _i in range(times):
        vault.open(
            tenant_id=her.programme_id, person_ids=[her.person_id], blob="identity",
            fields=("name",), purpose="person_page", case=str(her.pk), actor=actor,
            at=clock.now() - timedelta(days=days_ago),
        )  # fmt: skip


def test_who_has_opened_my_details_folded_by_day(client, her):
    _user, anna = make.coordinator(her.programme)
    opened(her, anna, times=3)
    opened(her, anna, days_ago=2)
    for page in (url(her), url(her, "vem-har-sett/")):
        text = client.get(page).content.decode()
        assert f"{anna.label}, coordinator" in text
        assert text.count("Ask about this<") == 2, "One row a day."
    assert "(3 times)" in client.get(url(her)).content.decode()


def test_the_log_has_pages_and_few_queries(client, her):
    _user, anna = make.coordinator(her.programme)
    opened(her, anna, days_ago=1)
    few = queries_of(client, url(her, "vem-har-sett/"))
    for day in range(2, 30):
        opened(her, anna, days_ago=day)
    assert queries_of(client, url(her, "vem-har-sett/")) == few
    assert "page=2" in client.get(url(her, "vem-har-sett/")).content.decode()
    for odd in ("9", "x", "-1", "\x00"):
        assert client.get(url(her, "vem-har-sett/"), {"page": odd}).status_code == 200


def test_taking_a_consent_back_says_what_stops_and_how_much_went(client, her):
    first, second = ask(her), ask(her)
    asking.answer(inquiry=second, answer="yes", by=make.person_actor(second), at=clock.now())
    page = url(her, "samtycken/email/")
    looked_at_often(client, page, times=4)
    assert "If you say no, this stops at once" in client.get(page).content.decode()
    once = uuid4().hex
    answer = client.post(page, {"once": once}, follow=True).content.decode()
    assert "Done. We don&#x27;t write to you any more." in answer
    assert "Two questions that waited for your answer have been taken away." in answer
    for inquiry in (first, second):
        inquiry.refresh_from_db()
        assert inquiry.state == "stopped"
    # Once more, and from an old page: nothing happens, and nothing is said of questions.
    assert (
        "have been taken away"
        not in client.post(page, {"once": once}, follow=True)
        .content.decode()
        .split("</header>")[1]
        .split("<h1>")[0]
    )
    assert post(client, page).status_code == 302
    assert live_purposes([her.person_id])[her.person_id] == {"register", "research"}
    # And given again, with the words of today.
    assert "not asked, or no" in client.get(url(her, "samtycken/")).content.decode()
    assert post(client, page, do="give").status_code == 302
    assert live_purposes([her.person_id])[her.person_id] == {"register", "email", "research"}


@pytest.mark.parametrize("purpose", ["nonsense", "e-mail"])
def test_consents_that_there_are_not(client, her, purpose):
    assert client.get(url(her, f"samtycken/{purpose}/")).status_code == 404
    assert post(client, url(her, f"samtycken/{purpose}/")).status_code == 404


def test_without_consent_to_the_register_she_leaves(client, her):
    post(client, url(her, "samtycken/register/"))
    her.refresh_from_db()
    assert her.state == "leaving"
    assert "You are leaving the library" in client.get(url(her)).content.decode()


def test_pausing_until_a_day_and_being_asked_again(client, her):
    inquiry = ask(her)
    until = clock.now().date() + timedelta(days=30)
    for wrong in ("igår", "1999-01-01", *NASTY.values()):
        answer = post(client, url(her, "pausa/"), until=wrong)
        assert answer.status_code == 422
    answer = client.post(url(her, "pausa/"), {"until": until.isoformat()}, follow=True)
    assert "One question that waited" in answer.content.decode()
    inquiry.refresh_from_db()
    her.refresh_from_db()
    assert (inquiry.state, her.state, her.paused_until) == ("stopped", "paused", until)
    assert "t ask you until" in answer.content.decode()
    # Pausing twice is refused in words; nothing is lost.
    assert (
        "Somebody has already taken this step"
        in post(client, url(her, "pausa/"), until="").content.decode()
    )
    assert post(client, url(her, "fortsatt/")).status_code == 302
    her.refresh_from_db()
    assert her.state == "active"


def test_leaving_and_staying(client, her):
    ask(her)
    page = url(her, "lamna/")
    looked_at_often(client, page, times=4)
    assert "48 hours" in client.get(page).content.decode()
    answer = client.post(page, {}, follow=True).content.decode()
    assert "Done. We don&#x27;t ask you any more. One question that waited" in answer
    assert "I want to stay after all" in answer
    assert client.get(page).status_code == 302
    assert post(client, page).status_code == 302
    her.refresh_from_db()
    assert her.state == "leaving"
    for _i in range(2):
        post(client, url(her, "stanna/"))
    her.refresh_from_db()
    assert her.state == "active"
    assert live_purposes([her.person_id])[her.person_id] == {"register"}


def word(her: Contributor) -> str:
    at = clock.now()
    link = links.issue(
        tenant_id=her.programme_id, purpose="register", about_id=her.pk, person_id=her.person_id,
        expires_at=at + timedelta(days=14), at=at,
    )  # fmt: skip
    return f"/{her.programme.slug}/besked/{links.token(link)}/"


def test_behind_the_message_about_leaving_one_can_stay(client, her):
    link = word(her)
    client.cookies.pop("erfara_person")
    post_answer = post(client, link)
    assert post_answer.status_code == 302, "still in the register: refused in words"
    people.leave(
        contributor=her, by=Actor(Role.PERSON, her.programme_id, her.person_id), at=clock.now()
    )
    looked_at_often(client, link, times=4)
    page = client.get(link).content.decode()
    assert "You are leaving the library" in page
    assert "Märta" not in page
    for _i in range(2):
        assert post(client, link).status_code == 302
    her.refresh_from_db()
    assert her.state == "active"
    assert "You are still in the library" in client.get(link).content.decode()


def test_behind_a_kind_no_there_is_a_kind_no(client):
    english(client)
    programme = make.programme()
    applicant = people.note_interest(
        programme=programme, identity={"name": "Ny", "email": "ny@exempel.invalid"},
        channel="web", by=make.system(programme), at=clock.now(),
    )  # fmt: skip
    people.decline(
        contributor=applicant, reason="Vi tar inte in fler nu.", by=make.system(programme),
        at=clock.now(),
    )  # fmt: skip
    page = client.get(word(applicant)).content.decode()
    assert "Thank you for wanting to be part of this" in page
    assert "Vi tar inte in fler nu." in page


def test_a_link_to_something_else_leads_nowhere(client, her):
    inquiry = ask(her)
    from tests.integration.web.looking import token_about

    token = token_about(inquiry)
    assert client.get(f"/{her.programme.slug}/besked/{token}/").status_code == 404
    astray = links.issue(
        tenant_id=her.programme_id, purpose="register", about_id=uuid4(),
        person_id=her.person_id, expires_at=clock.now() + timedelta(days=1), at=clock.now(),
    )  # fmt: skip
    astray_url = f"/{her.programme.slug}/besked/{links.token(astray)}/"
    assert client.get(astray_url).status_code == 404


def test_one_who_only_borrows_has_no_place_in_the_register(client):
    english(client)
    programme = make.programme()
    contact = make.borrower_person(programme)
    request = make.loan_request(programme, contact=contact)
    make.person_sign_in(client, contact)
    page = client.get(f"/{programme.slug}/min-sida/").content.decode()
    assert f"/mina-forfragningar/{request.pk}/" in page
    assert "Be forgotten" in page
    for away in ("pausa", "hur-ofta", "berattat", "samtycken"):
        assert client.get(f"/{programme.slug}/min-sida/{away}/").status_code == 404
        if away != "samtycken":
            assert post(client, f"/{programme.slug}/min-sida/{away}/").status_code == 404


def test_another_programmes_session_is_not_hers(client, her):
    other = make.programme()
    assert client.get(f"/{other.slug}/min-sida/").status_code == 302
    assert Consent.objects.filter(person=her.person).count() == 3


def test_looking_changes_nothing(client, her):
    ask(her)
    take_part(her)
    looked_at_often(client, url(her), url(her, "vem-har-sett/"), times=10)
