"""The page of one question: by link and signed in, from the asking to what it led to."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from erfara.compensation.queries import payment_of
from erfara.foundation import clock
from erfara.foundation.models import Link
from erfara.lending import own_queries
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import occasions
from erfara.lending.models import Inquiry
from erfara.workflows import consent, lend
from tests import factories as make
from tests.integration.web.looking import (
    HARMLESS,
    NASTY,
    by_link,
    english,
    looked_at_often,
    post,
    signed_in,
    token_about,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def inquiry(client: Client) -> Inquiry:
    english(client)
    programme = make.programme(contact_phone="016-10 00 00")
    return make.asked(make.loan_request(programme, at=clock.now()), 2, at=clock.now())[0]


def test_the_question_says_what_one_needs_to_know(client, inquiry):
    page = client.get(by_link(inquiry)).content.decode()
    for said in (
        inquiry.programme.name, "Region Påhitt, Utvecklingsenheten", "Kallelser på nätet",
        "Hur kallelser kan bli tydligare.", "Torsdag 26 november kl. 13–15", "två timmar",
        "Påhittade gatan 1", "1 066 kr var", "sickness benefit", "At least one more",
        "En förstudie om nya kallelser.", "The last day to answer is",
        "You can say no without explaining why.",
    ):  # fmt: skip
        assert said in page, said
    assert page.count('name="answer"') == 4
    # Nobody's name is opened behind a link.
    assert "Påhittad Person" not in page


@pytest.mark.parametrize("answer", ["yes", "no", "not_now", "asked_more"])
@pytest.mark.parametrize("way", ["link", "signed_in"])
def test_one_tap_answers_and_shows_what_happens_next(client, inquiry, answer, way):
    url = by_link(inquiry) if way == "link" else signed_in(client, inquiry)
    sent = post(client, url, answer=answer)
    assert (sent.status_code, sent.url) == (302, url)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.answer) == (answer, answer)
    page = client.get(url).content.decode()
    # The other three stay open until the last day; whoever wants to know more sees three as well.
    assert page.count('value="yes"') == (answer != "yes")
    assert page.count('value="no"') == (answer != "no")
    assert "You can answer otherwise" in page


def test_one_may_change_ones_mind_and_come_back(client, inquiry):
    url = by_link(inquiry)
    for answer in ("yes", "no", "not_now", "yes", "yes"):
        post(client, url, answer=answer)
    inquiry.refresh_from_db()
    assert inquiry.state == "yes"


def test_a_repeated_click_and_the_back_button_change_nothing(client, inquiry):
    url, once = by_link(inquiry), uuid4().hex
    for _i in range(3):
        assert post(client, url, answer="yes", once=once).status_code == 302
    post(client, url, answer="yes")
    inquiry.refresh_from_db()
    assert inquiry.state == "yes"
    # Each of the four buttons has a key of its own: another answer from an old page counts.
    page = client.get(url).content.decode()
    keys = [part.split('"')[0] for part in page.split('name="once" value="')[1:]]
    assert len(keys) == len(set(keys))


def test_looking_changes_nothing(client, inquiry):
    link, own = by_link(inquiry), signed_in(client, inquiry)
    asking.answer(
        inquiry=inquiry, answer="asked_more", words="Vilken våning?",
        by=make.person_actor(inquiry), at=clock.now(),
    )  # fmt: skip
    looked_at_often(client, link, own, times=25)


def test_telling_more(client, inquiry):
    url = by_link(inquiry)
    post(client, url, answer="asked_more")
    post(client, url, answer="asked_more", words="Finns det hiss?\nOch fika?")
    inquiry.refresh_from_db()
    asking.tell_more(
        inquiry=inquiry, text="Ja, båda delarna.", by=make.system(inquiry.programme), at=clock.now()
    )
    page = client.get(url).content.decode()
    assert "Finns det hiss?" in page
    assert "Ja, båda delarna." in page
    assert page.count('name="answer"') == 4
    assert post(client, url, answer="yes").status_code == 302


def test_until_when(client, inquiry):
    url = by_link(inquiry)
    post(client, url, answer="not_now")
    day = clock.now().date() + timedelta(days=40)
    assert post(client, url, answer="not_now", until=day.isoformat()).status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.not_now_until == day
    for wrong in ("", "igår", "1999-01-01", "99999-01-01", *NASTY.values()):
        answer = post(client, url, answer="not_now", until=wrong)
        assert answer.status_code == 422
    inquiry.refresh_from_db()
    assert inquiry.not_now_until == day


@pytest.mark.parametrize("nasty", NASTY)
def test_what_can_not_be_kept_is_said_and_not_lost(client, inquiry, nasty):
    answer = post(client, by_link(inquiry), answer="asked_more", words=NASTY[nasty])
    assert answer.status_code == 422
    assert NASTY[nasty].replace("\x00", "")[:50] in answer.content.decode()
    assert not own_queries.talk(inquiry).exists()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_looks_odd_is_kept_as_it_is(client, inquiry, text):
    url = by_link(inquiry)
    assert post(client, url, answer="asked_more", words=HARMLESS[text]).status_code == 302
    page = client.get(url).content.decode()
    assert "<script>alert" not in page
    assert HARMLESS[text].replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in page


@pytest.mark.parametrize("answer", ["", "ja", "confirmed", "\x00", "å" * 5000])
def test_an_answer_that_is_none_of_the_four(client, inquiry, answer):
    sent = client.post(url := by_link(inquiry), {"answer": answer}, follow=True)
    assert sent.redirect_chain[-1][0] == url
    assert "Choose one of the four answers" in sent.content.decode()


def test_links_that_lead_nowhere(client, inquiry):
    slug = inquiry.programme.slug
    other = make.programme()
    wrong_purpose = token_about(inquiry, purpose="register")
    right = token_about(inquiry)
    for url in (
        f"/{slug}/fraga/{wrong_purpose}/",
        f"/{slug}/fraga/{right[:-1]}/", f"/{slug}/fraga/x/", f"/{other.slug}/fraga/{right}/",
        f"/{slug}/fraga/{right}x/kan-inte/",
    ):  # fmt: skip
        page = client.get(url)
        assert page.status_code == 404, url
        assert "This link leads nowhere any more" in page.content.decode()
        assert post(client, url, answer="yes").status_code == 404
    Link.objects.update(revoked_at=clock.now())
    assert client.get(f"/{slug}/fraga/{right}/").status_code == 404
    inquiry.refresh_from_db()
    assert inquiry.state == "sent"


def test_somebody_elses_question_is_not_there(client, inquiry):
    other = make.contributor(inquiry.programme)
    make.person_sign_in(client, other.person)
    url = f"/{inquiry.programme.slug}/min-sida/fragor/{inquiry.pk}/"
    for page in ("", "kan-inte/", "efterat/"):
        assert client.get(url + page).status_code == 404
    assert post(client, url, answer="yes").status_code == 404


def test_a_question_not_yet_sent_is_not_there(client, inquiry):
    chosen = asking.choose(
        request=inquiry.request, contributor=make.contributor(inquiry.programme),
        by=make.system(inquiry.programme), at=clock.now(),
    )  # fmt: skip
    assert client.get(by_link(chosen)).status_code == 404
    assert client.get(signed_in(client, chosen)).status_code == 404


def test_a_withdrawn_consent_takes_the_question_away_at_once(client, inquiry):
    url = by_link(inquiry)
    post(client, url, answer="yes")
    consent.withdraw(
        person=inquiry.contributor.person, purpose="email", how="phone",
        by=make.system(inquiry.programme), at=clock.now(),
    )  # fmt: skip
    page = client.get(url).content.decode()
    assert "This question has been taken away" in page
    assert 'name="answer"' not in page
    post(client, url, answer="yes")
    inquiry.refresh_from_db()
    assert inquiry.state == "stopped"


def test_closed_with_thanks_for_one_who_was_not_chosen(client, inquiry):
    post(client, url := by_link(inquiry), answer="yes")
    others = [i for i in own_queries_of(inquiry) if i.pk != inquiry.pk]
    by = make.system(inquiry.programme)
    for other in others:
        lend.confirm(inquiry=make.said_yes(other, at=clock.now()), by=by, at=clock.now())
    lend.complete_team(request=inquiry.request, reason="En räcker.", by=by, at=clock.now())
    page = client.get(url).content.decode()
    assert "Thank you for this time" in page
    assert "Thank you for answering" in page
    assert "This time others take part" in page
    answer = client.post(url, {"answer": "no"}, follow=True)
    assert "Thank you for this time" in answer.content.decode()


def own_queries_of(inquiry: Inquiry) -> list[Inquiry]:
    from erfara.lending.queries import addressed

    return list(addressed(inquiry.request))


def test_an_end_without_loan_is_told_in_words(client, inquiry):
    lend.end_request(
        request=inquiry.request, end_reason="too_few", words="Vi blev för få.",
        by=make.system(inquiry.programme), at=clock.now(),
    )  # fmt: skip
    assert "too few could take part" in client.get(by_link(inquiry)).content.decode()


@pytest.fixture
def taking_part(client: Client) -> Inquiry:
    english(client)
    programme = make.programme()
    contact = make.borrower_person(programme, name="Lova Låntagare", email="lova@exempel.invalid")
    loan = make.team(make.loan_request(programme, contact=contact, at=clock.now()), at=clock.now())
    first = loan.participations.order_by("created_at").first()
    assert first is not None
    assert first.inquiry is not None
    inquiry: Inquiry = first.inquiry
    return inquiry


def test_confirmed_shows_time_pay_and_whom_to_contact(client, taking_part):
    link = client.get(by_link(taking_part)).content.decode()
    assert "You are taking part" in link
    assert "Lova" not in link, "a link opens nobody's name"
    page = client.get(signed_in(client, taking_part)).content.decode()
    assert "Lova Låntagare" in page
    assert "lova@exempel.invalid" in page
    assert "1,066" in page


def test_where_everything_is_passed_on_nobody_is_named(client, taking_part):
    programme = taking_part.programme
    programme.broker = "coordinator"
    programme.save(update_fields=["broker"])
    page = client.get(signed_in(client, taking_part)).content.decode()
    assert "Lova" not in page
    assert "passes everything on" in page


def test_not_wanting_to_be_paid(client, taking_part):
    url = by_link(taking_part)
    for _i in range(2):
        assert post(client, url + "ingen-ersattning/").url == url
    participation = own_queries.participation_of(taking_part)
    assert participation is not None
    payment = payment_of(participation)
    assert payment is not None
    assert payment.state == "declined"


def test_not_being_able_to_come(client, taking_part):
    url = by_link(taking_part)
    looked_at_often(client, url + "kan-inte/", times=4)
    assert post(client, url + "kan-inte/").url == url
    assert "You can&#x27;t take part after all" in client.get(url).content.decode()
    assert post(client, url + "kan-inte/").status_code == 302
    participation = own_queries.participation_of(taking_part)
    assert participation is not None
    assert participation.state == "withdrew"


def test_a_cancelled_loan_says_why(client, taking_part):
    participation = own_queries.participation_of(taking_part)
    assert participation is not None
    lend.cancel_loan(
        loan=participation.loan, cancel_reason="people", words="Lokalen brann.",
        by=make.system(taking_part.programme), at=clock.now(),
    )  # fmt: skip
    page = client.get(by_link(taking_part)).content.decode()
    assert "It has been cancelled" in page
    assert "Lokalen brann." in page


def test_afterwards_and_what_it_led_to(client, taking_part):
    participation = own_queries.participation_of(taking_part)
    assert participation is not None
    loan = make.carried_out(participation.loan, at=clock.now())
    url = by_link(taking_part)
    assert "How was it for you?" in client.get(url).content.decode()
    form = url + "efterat/"
    assert post(client, form).status_code == 422
    for nasty in NASTY.values():
        answer = post(client, form, q_felt="good", q_again="yes", q_own_words=nasty)
        assert answer.status_code == 422
    once = uuid4().hex
    for _i in range(2):
        answer = post(client, form, q_felt="good", q_again="rest", q_wrong="Dragigt.", once=once)
        assert (answer.status_code, answer.url) == (302, url)
    assert client.get(form).status_code == 302
    assert post(client, form, q_felt="good", q_again="rest").status_code == 302
    make.fed_back(make.followed_up(loan), at=clock.now())
    page = client.get(url).content.decode()
    assert page.count("Det här kom fram.") == 2


def test_an_occasion_has_its_day_on_the_page(client, taking_part):
    participation = own_queries.participation_of(taking_part)
    assert participation is not None
    start = clock.now() + timedelta(days=9)
    occasions.plan_occasion(
        loan=participation.loan, starts_at=start, ends_at=start + timedelta(hours=2),
        place="Stora salen", digital=False, by=make.system(taking_part.programme), at=clock.now(),
    )  # fmt: skip
    assert "Stora salen" in client.get(by_link(taking_part)).content.decode()
