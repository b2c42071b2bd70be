"""A borrower's pages: by link and signed in, from the request to the feedback that is owed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from erfara.foundation import clock
from erfara.lending import own_queries
from erfara.lending.actions import effects, owed
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import requests as actions
from erfara.lending.models import LoanRequest
from erfara.people.models import Person
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import (
    HARMLESS,
    NASTY,
    by_link,
    english,
    looked_at_often,
    post,
    same_queries,
    signed_in,
    token_about,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def contact(client: Client) -> Person:
    english(client)
    programme = make.programme(contact_phone="016-10 00 00")
    return make.borrower_person(programme, email=f"lan-{uuid4().hex}@exempel.invalid")


@pytest.fixture
def asked(contact: Person) -> LoanRequest:
    return make.loan_request(contact.programme, contact=contact, at=clock.now())


def test_my_requests_say_where_they_are(client, contact, asked):
    make.person_sign_in(client, contact)
    url = f"/{contact.programme.slug}/mina-forfragningar/"
    page = client.get(url).content.decode()
    assert "get in touch to book a first meeting" in page
    assert str(asked.pk) in page
    same_queries(
        client, url, lambda: make.loan_request(contact.programme, contact=contact, at=clock.now())
    )


def test_no_requests_says_what_to_do(client, contact):
    make.person_sign_in(client, contact)
    page = client.get(f"/{contact.programme.slug}/mina-forfragningar/").content.decode()
    assert "You have no requests here" in page
    assert f"/{contact.programme.slug}/lana/" in page


@pytest.mark.parametrize("way", ["link", "signed_in"])
def test_accepting_the_terms(client, asked, way):
    url = by_link(asked) if way == "link" else signed_in(client, asked)
    page = client.get(url).content.decode()
    for said in ("At least 2 people come", "condition for borrowing", "We agree to this"):
        assert said in page
    for _i in range(2):
        assert post(client, url + "villkor/").url == url
    asked.refresh_from_db()
    assert asked.terms_accepted_at is not None
    assert "We agree to this" not in client.get(url).content.decode()


def test_writing_it_more_clearly(client, asked):
    url = by_link(asked)
    assert client.get(url + "tydligare/").status_code == 302
    actions.ask_to_clarify(
        request=asked, what="Vilka ska vara med?", by_day=clock.now().date() + timedelta(days=9),
        by=make.system(asked.programme), at=clock.now(),
    )  # fmt: skip
    assert "Vilka ska vara med?" in client.get(url).content.decode()
    form = url + "tydligare/"
    assert "Vi vill göra kallelser på nätet bättre." in client.get(form).content.decode()
    for nasty in NASTY.values():
        answer = post(client, form, purpose=nasty, when_wished="i maj")
        assert answer.status_code == 422
        assert "i maj" in answer.content.decode()
        assert nasty.replace("\x00", "")[:40] in answer.content.decode()
    for wrong in ("0", "många", "-3", "9" * 200):
        assert post(client, form, purpose="x", people_wanted=wrong).status_code == 422
    once = uuid4().hex
    for _i in range(2):
        assert post(client, form, purpose=HARMLESS["script"], once=once).url == url
    asked.refresh_from_db()
    assert (asked.state, asked.purpose) == ("received", HARMLESS["script"])
    assert "<script>alert" not in client.get(url).content.decode()
    # From an old page: refused in words, and what was written is still there.
    late = post(client, form, purpose="Sent igen")
    assert late.status_code == 422
    assert "Sent igen" in late.content.decode()


def test_taking_it_back_while_people_are_asked(client, asked):
    inquiry = make.asked(asked, 1, at=clock.now())[0]
    chosen = asking.choose(
        request=asked, contributor=make.contributor(asked.programme),
        by=make.system(asked.programme), at=clock.now(),
    )  # fmt: skip
    url = by_link(asked)
    assert post(client, url + "ta-tillbaka/").status_code == 422
    once = uuid4().hex
    for _i in range(2):
        answer = post(client, url + "ta-tillbaka/", reason="Pengarna är slut.", once=once)
        assert answer.url == url
    for row in (asked, inquiry, chosen):
        row.refresh_from_db()
    assert (asked.state, asked.end_reason) == ("ended", "withdrawn")
    assert (inquiry.state, chosen.state) == ("told", "dropped")
    page = client.get(url).content.decode()
    assert "Pengarna är slut." in page
    assert client.get(url + "ta-tillbaka/").status_code == 302


def test_who_was_asked_and_who_said_no_is_never_here(client, asked):
    first, second = make.asked(asked, 2, at=clock.now())
    asking.answer(inquiry=first, answer="no", by=make.person_actor(first), at=clock.now())
    make.said_yes(second, at=clock.now())
    page = client.get(signed_in(client, asked)).content.decode()
    assert "Påhittad Person" not in page
    assert "answered" not in page


def test_the_team_is_named_when_signed_in_and_contact_is_direct(client, asked):
    make.team(asked, 2, at=clock.now())
    link = client.get(by_link(asked)).content.decode()
    assert "2 people come" in link
    assert "Påhittad Person" not in link, "a link opens nobody's name"
    page = client.get(signed_in(client, asked)).content.decode()
    assert page.count("Påhittad Person") == 2
    assert "@exempel.invalid" in page


def test_the_team_is_not_named_before_it_is_complete(client, asked):
    inquiry = make.asked(asked, 2, at=clock.now())[0]
    lend.confirm(
        inquiry=make.said_yes(inquiry, at=clock.now()), by=make.system(asked.programme),
        at=clock.now(),
    )  # fmt: skip
    assert "Påhittad Person" not in client.get(signed_in(client, asked)).content.decode()


def test_the_team_is_not_named_where_everything_is_passed_on(client, asked):
    make.team(asked, 2, at=clock.now())
    asked.programme.broker = "coordinator"
    asked.programme.save(update_fields=["broker"])
    page = client.get(signed_in(client, asked)).content.decode()
    assert "Påhittad Person" not in page
    assert "passes everything on" in page


def test_what_is_owed_is_said_and_given(client, asked):
    loan = make.carried_out(make.team(asked, 2, at=clock.now()), at=clock.now())
    url = by_link(asked)
    page = client.get(url).content.decode()
    assert "Answer how it went" in page
    assert "Those who came wait to hear what it led to" in page
    form = url + "efterat/"
    assert post(client, form).status_code == 422
    for nasty in NASTY.values():
        bad = post(client, form, q_content="very", q_developed="yes", q_paid="yes", q_went=nasty)
        assert bad.status_code == 422
    once = uuid4().hex
    for _i in range(2):
        done = post(
            client, form, q_content="very", q_developed="yes", q_paid="yes", q_went="Bra.",
            once=once,
        )  # fmt: skip
        assert done.url == url
    assert client.get(form).status_code == 302

    words = url + "aterkoppling/"
    looked_at_often(client, words, times=4)
    assert "goes to each of the 2 who took part" in client.get(words).content.decode()
    for nasty in ("", *NASTY.values()):
        assert post(client, words, text=nasty, do="send").status_code == 422
    assert post(client, words, text="Ett utkast.", do="keep").url == words
    assert "Ett utkast." in client.get(words).content.decode()
    once = uuid4().hex
    for _i in range(2):
        assert post(client, words, text="Vi ändrade kallelsen.", do="send", once=once).url == url
    feedback = own_queries.feedback_owed(loan)
    assert feedback is not None
    assert (feedback.state, feedback.text) == ("on_its_way", "Vi ändrade kallelsen.")
    assert feedback.deliveries.count() == 2
    assert "Vi ändrade kallelsen." in client.get(url).content.decode()
    assert client.get(words).status_code == 302
    late = post(client, words, text="Något annat.", do="send")
    assert late.status_code == 422
    assert "Något annat." in late.content.decode()


def test_somebody_elses_request_is_not_there(client, asked):
    other = make.borrower_person(asked.programme, email=f"annan-{uuid4().hex}@exempel.invalid")
    assert other.pk != asked.contact_id
    make.person_sign_in(client, make.contributor(asked.programme).person)
    url = f"/{asked.programme.slug}/mina-forfragningar/{asked.pk}/"
    for page in ("", "tydligare/", "ta-tillbaka/", "efterat/", "aterkoppling/"):
        assert client.get(url + page).status_code == 404
        assert post(client, url + page).status_code in {404, 405}
    assert post(client, url + "villkor/").status_code == 404


def test_links_that_lead_nowhere(client, asked):
    right, wrong = token_about(asked), token_about(asked, purpose="inquiry")
    other = make.programme()
    for url in (
        f"/{asked.programme.slug}/forfragan/{wrong}/", f"/{other.slug}/forfragan/{right}/",
        f"/{asked.programme.slug}/forfragan/{right}a/aterkoppling/",
    ):  # fmt: skip
        assert client.get(url).status_code == 404
        assert "This link leads nowhere any more" in client.get(url).content.decode()
        assert post(client, url).status_code in {404, 405}


def test_a_link_opens_as_long_as_the_request_and_then_says_how_to_get_in(client, asked):
    url = f"/{asked.programme.slug}/forfragan/{token_about(asked, days=-1)}/"
    assert client.get(url).status_code == 200
    actions.end(
        request=asked, end_reason="declined", words="Inte nu.", by=make.system(asked.programme),
        at=clock.now() - timedelta(days=15),
    )  # fmt: skip
    page = client.get(url)
    assert page.status_code == 404
    for said in ("this one is too old", "Sign in with a code or a new link", "get a code"):
        assert said in page.content.decode()


def test_looking_changes_nothing(client, asked):
    urls = [by_link(asked), signed_in(client, asked)]
    looked_at_often(client, *urls, times=25)


@pytest.mark.parametrize(
    ("reason", "said"),
    [("nobody_fits", "Nobody in the library"), ("no_response", "No clearer assignment"),
     ("too_few", "Too few could"), ("declined", "The library said no")],
)  # fmt: skip
def test_every_end_is_said_in_words(client, asked, reason, said):
    lend.end_request(
        request=asked, end_reason=reason, words="Så här blev det.",
        by=make.system(asked.programme), at=clock.now(),
    )  # fmt: skip
    page = client.get(by_link(asked)).content.decode()
    assert said in page
    assert "Så här blev det." in page


def test_better_asked_elsewhere_says_where(client, asked):
    lend.end_request(
        request=asked, end_reason="asked_elsewhere", words="Ert eget råd vet mer.",
        elsewhere="Brukarrådet på enheten", by=make.system(asked.programme), at=clock.now(),
    )  # fmt: skip
    assert "Brukarrådet på enheten" in client.get(by_link(asked)).content.decode()


def test_who_has_done_her_part_is_not_asked_to_do_it_again(client, asked):
    loan = make.carried_out(make.team(asked, 2))
    url = by_link(asked)
    lead = "Answer a few questions about how it went."
    assert lead in client.get(url).content.decode()
    lend.follow_up(
        follow_up=loan.follow_ups.get(participation=None), values=make.FOLLOW_UP_BORROWER,
        channel="web", by=make.borrower_actor(asked), at=clock.now(),
    )  # fmt: skip
    page = client.get(url).content.decode()
    assert lead not in page
    assert "Tell those who took part what you did" in page
    owed.send_feedback(
        feedback=loan.feedback.get(kind="borrower"), text="Så blev det.",
        by=make.borrower_actor(asked), at=clock.now(),
    )  # fmt: skip
    assert "You have done your part." in client.get(url).content.decode()


def test_a_colleague_is_added_by_name_and_address_and_taken_away(client, asked):
    url = signed_in(client, asked)
    here = url + "kollegor/"
    for nasty in NASTY.values():
        assert post(client, here, name=nasty, email="k@exempel.invalid").status_code == 422
    once = uuid4().hex
    for _twice in range(2):
        answer = post(client, here, name="Kim Kollega", email="K@exempel.invalid", once=once)
        assert answer.url == here
    row = asked.colleagues.get()
    assert "Kim Kollega" in client.get(here).content.decode()
    assert "One colleague is part of the request" in client.get(url).content.decode()
    # By a link nobody's name is opened, and hers leads to the same page.
    hers = by_link(asked, person_id=row.person_id)
    page = client.get(hers + "kollegor/").content.decode()
    assert "Kim Kollega" not in page
    assert "Sign in and see who" in page
    assert post(client, hers + "kollegor/meddelanden/").url == hers + "kollegor/"
    row.refresh_from_db()
    assert not row.gets_messages
    # The contact is no colleague: nothing to leave, nobody to take away by another's id.
    assert post(client, url + "kollegor/lamna/").url == here
    for wrong in ("", "x", "\x00", str(uuid4())):
        assert post(client, here + "bort/", colleague=wrong).url == here
    assert "no such colleague" in client.get(here).content.decode()
    assert asked.colleagues.get().state == "with_us"
    assert post(client, here + "bort/", colleague=str(row.pk)).url == here
    assert client.get(hers).status_code == 404
    assert post(client, here + "bort/", colleague=str(row.pk)).url == here


def test_a_colleague_leaves_by_her_own_link(client, asked):
    post(client, signed_in(client, asked) + "kollegor/", name="Kim", email="k@exempel.invalid")
    row = asked.colleagues.get()
    hers = by_link(asked, person_id=row.person_id)
    assert post(client, hers + "kollegor/lamna/").url == f"/{asked.programme.slug}/"
    row.refresh_from_db()
    assert row.state == "left"
    assert client.get(hers).status_code == 404


def test_what_is_in_place_is_written_until_people_are_asked(client, asked):
    url = signed_in(client, asked)
    assert "5 things to have in place" in client.get(url).content.decode()
    for nasty in NASTY.values():
        assert post(client, url + "redo/", room=nasty).status_code == 422
    values = {"use_of_answers": "Nya brev.", "day_contact": "Chefen", "room": "Sal 3",
              "colleagues_prepared": "yes", "budget_holder": "Chefen"}  # fmt: skip
    assert post(client, url + "redo/", **values).url == url
    assert "to have in place" not in client.get(url).content.decode()
    make.asked(LoanRequest.objects.get(pk=asked.pk), 2, at=clock.now())
    assert client.get(url + "redo/").status_code == 302
    assert post(client, url + "redo/", room="X").status_code == 422


def test_who_acts_next_and_what_is_late(client, contact, asked):
    make.person_sign_in(client, contact)
    url = f"/{contact.programme.slug}/mina-forfragningar/"
    assert "acts next" in client.get(url).content.decode()
    assert "You act next" not in client.get(url).content.decode()
    loan = make.carried_out(make.team(asked, at=clock.now() - timedelta(days=90)),
                            at=clock.now() - timedelta(days=80))  # fmt: skip
    effects.ask_for_effects(loan=loan, months=3, by=make.system(contact.programme), at=clock.now())
    page = client.get(url).content.decode()
    assert "You act next" in page
    assert "The last day was" in page
    # What is late is what is said, though something with a later day waits too.
    assert "Answer a few questions about how it went." in page
    assert "Tell what has changed since." not in page
    make.fed_back(make.followed_up(loan, at=clock.now()), at=clock.now())
    page = client.get(url).content.decode()
    assert "The last day was" not in page
    assert "Tell what has changed since." in page
    assert "On their way" in page
    other = make.loan_request(contact.programme, contact=contact, at=clock.now())
    actions.end(
        request=other, end_reason="declined", words="Nej.", by=make.system(contact.programme),
        at=clock.now(),
    )  # fmt: skip
    page = client.get(url).content.decode()
    assert page.index("On their way") < page.index(">Ended") < page.index(str(other.pk))
