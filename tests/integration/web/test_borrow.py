"""Asking to borrow without an account: a list of tasks, kept, sent, thrown away, forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from erfara.foundation import clock, drafts, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import Link, OutboxMessage
from erfara.foundation.outbox import registry
from erfara.lending import terms
from erfara.lending.models import LoanRequest, RequestDraft
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.people.models import Person
from erfara.web.public.strangers import TRAP
from erfara.workflows import timekeeping
from tests import factories as make
from tests.integration.web.looking import HARMLESS, NASTY, english, looked_at_often, post

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

PAGES: dict[str, dict[str, str]] = {
    "vad": {"purpose": "Vi vill förstå hur det är att vänta.", "wished_outcome": "Råd."},
    "vilka": {"wished_experience": "Att ha väntat på akuten."},
    "hur": {"form": "workshop", "people_wanted": "3", "recurring": "yes"},
    "redo": {"use_of_answers": "Nya skyltar i mars.", "day_contact": "Enhetschefen",
             "room": "Sal 3", "colleagues_prepared": "begun"},
    "inflytande": {"level_wished": "service", "ladder_wished": "influence"},
    "villkor": {"agree": "on"},
    "vem": {"organisation": "Region Påhitt", "unit": "Akuten", "name": "Lo Låntagare",
            "email": "lo@exempel.invalid", "phone": "016-10 00 00"},
}  # fmt: skip


@pytest.fixture
def programme(client: Client) -> Programme:
    cache.clear()
    english(client)
    return make.programme(contact_email="hej@exempel.invalid", contact_phone="016-10 00 00")


def begun(client: Client, programme: Programme, **values: str) -> str:
    """The address under which a new draft's pages stand."""
    answer = post(client, f"/{programme.slug}/lana/", **values)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"
    return str(answer.url).removesuffix("uppgifter/")


def written(client: Client, programme: Programme, **other: dict[str, str]) -> str:
    """A draft with every page filled in, an hour ago: each leads on to the one after it."""
    base = begun(client, programme)
    following = [*list(PAGES)[1:], "kolla"]
    for (page, values), then in zip({**PAGES, **other}.items(), following, strict=True):
        answer = post(client, f"{base}{page}/", **values)
        assert (answer.status_code, answer.url) == (302, f"{base}{then}/"), page
    old(base)
    return base


def old(base: str) -> None:
    """So long ago that nobody has been too quick."""
    RequestDraft.objects.update(created_at=clock.now() - timedelta(hours=1))


def shown(client: Client, url: str) -> str:
    page: str = client.get(url).content.decode()
    return page


def test_a_request_goes_from_the_list_to_the_coordinator(client, programme):
    base = written(client, programme)
    page = shown(client, base + "uppgifter/")
    assert page.count('data-tone="good"') == 6
    assert "One thing is not known yet." in page
    page = shown(client, base + "kolla/")
    for said in ("Vi vill förstå", "Workshop", "Sal 3", "Have influence", "Accepted", "Lo Låntag"):
        assert said in page, said
    once = uuid4().hex
    done = f"/{programme.slug}/lana/tack/"
    assert post(client, base + "kolla/", once=once).url == done
    # The second click finds what the first one did.
    assert post(client, base + "kolla/", once=once).status_code in {302, 404}
    asked = LoanRequest.objects.select_related("unit__organisation", "assignment").get()
    assert (asked.people_wanted, asked.form, asked.recurring) == (3, "workshop", True)
    assert (asked.level_wished, asked.ladder_wished) == ("service", "influence")
    assert (asked.colleagues_prepared, asked.budget_holder) == ("begun", "")
    assert str(asked.unit) == "Region Påhitt, Akuten"
    assert not asked.taken_down
    # What is in place is in the assignment from the start.
    into = asked.assignment
    assert (into.use_of_answers, into.contact_person, into.place) == (
        "Nya skyltar i mars.", "Enhetschefen", "Sal 3",
    )  # fmt: skip
    assert asked.terms_version == terms.version_now(programme)
    assert (asked.terms_accepted_role, asked.terms_accepted_by) == ("borrower", asked.contact_id)
    assert OutboxMessage.objects.filter(kind="request_received").count() == 1
    draft = RequestDraft.objects.get()
    assert (draft.state, vault.is_erased(draft.pk)) == ("sent", True)
    assert client.get(base + "uppgifter/").status_code == 404
    assert "Lo Låntagare" not in shown(client, done)


def test_only_the_purpose_and_who_you_are_is_needed(client, programme):
    base = begun(client, programme)
    old(base)
    assert "What you want to find out" in shown(client, base + "uppgifter/")
    for name in ("vad", "vem"):
        answer = post(client, f"{base}{name}/")
        assert answer.status_code == 422
    assert "Send the request" not in shown(client, base + "kolla/")
    # Sent all the same, from an old page: said in words, nothing lost.
    assert post(client, base + "kolla/").url == base + "kolla/"
    assert "Write what you want to find out" in shown(client, base + "kolla/")
    for name in ("vad", "vem"):
        post(client, f"{base}{name}/", **PAGES[name])
    # "We don't know yet" is an answer: saved empty, and sent.
    post(client, base + "redo/")
    assert "5 things are not known yet." in shown(client, base + "uppgifter/")
    assert post(client, base + "kolla/").url.endswith("/tack/")
    asked = LoanRequest.objects.get()
    assert (asked.use_of_answers, asked.terms_accepted_at) == ("", None)


def test_a_page_leads_to_the_next_one_that_nobody_has_looked_at(client, programme):
    base = begun(client, programme)
    assert post(client, base + "hur/").url == base + "redo/"
    assert post(client, base + "vilka/").url == base + "redo/"
    page = shown(client, base + "redo/")
    assert "To the list" in page
    # Nothing comes after the last one; what was passed by stands in the list.
    assert post(client, base + "vem/", **PAGES["vem"]).url == base + "uppgifter/"


def test_an_answer_that_is_taken_away_is_gone(client, programme):
    base = written(client, programme)
    post(client, base + "redo/", room="")
    post(client, base + "villkor/")
    post(client, base + "kolla/")
    asked = LoanRequest.objects.get()
    assert (asked.use_of_answers, asked.room, asked.terms_accepted_at) == ("", "", None)


def test_a_yes_to_other_terms_than_what_is_borrowed_has_is_none(client, programme):
    base = written(client, programme)
    post(client, base + "hur/", **{**PAGES["hur"], "form": "support", "people_wanted": "1"})
    assert "Accepted" not in shown(client, base + "kolla/")
    assert shown(client, base + "uppgifter/").count('data-tone="good"') == 5
    assert "One person comes" in shown(client, base + "villkor/")
    post(client, base + "kolla/")
    assert LoanRequest.objects.get().terms_accepted_at is None


def test_changed_from_the_look_through_it_leads_back_there(client, programme):
    base = written(client, programme)
    assert 'vilka/?back=check"' in shown(client, base + "kolla/")
    answer = post(client, base + "vilka/?back=check", wished_experience="Annat.")
    assert answer.url == base + "kolla/"
    assert "Annat." in shown(client, base + "kolla/")


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_input_gets_a_sentence_and_loses_nothing(client, programme, nasty):
    base = begun(client, programme)
    for page, values in PAGES.items():
        for field in values:
            if page == "villkor":
                continue
            answer = post(client, f"{base}{page}/", **{**values, field: NASTY[nasty]})
            assert answer.status_code == 422, (page, field)
            others = [v for f, v in values.items() if f not in {field, "phone"} and " " in v]
            assert all(value in answer.content.decode() for value in others), (page, field)


def test_odd_text_is_only_text(client, programme):
    for text in HARMLESS.values():
        base = written(client, programme, vad={"purpose": text}, vilka={"wished_experience": text})
        assert "<script>alert" not in shown(client, base + "kolla/")
        post(client, base + "kolla/")
    assert set(LoanRequest.objects.values_list("purpose", flat=True)) == set(HARMLESS.values())


def test_one_sender_can_begin_so_often_an_hour(client, programme, monkeypatch):
    monkeypatch.setattr("erfara.web.public.strangers.MOST_AN_HOUR", 2)
    once = uuid4().hex
    for _double_click in range(4):
        begun(client, programme, once=once)
    begun(client, programme)
    url = f"/{programme.slug}/lana/"
    assert post(client, url).url == url
    assert "Begin in an hour" in shown(client, url)
    assert RequestDraft.objects.count() == 2
    begun(english(Client(REMOTE_ADDR="192.0.2.66")), programme)


def test_programs_get_thanks_and_nothing_more(client, programme):
    url = f"/{programme.slug}/lana/"
    assert post(client, url, **{TRAP: "http://exempel.invalid"}).url == url + "tack/"
    assert not RequestDraft.objects.exists()
    base = written(client, programme)
    RequestDraft.objects.update(created_at=clock.now())
    assert post(client, base + "kolla/").url == base + "kolla/"
    assert "Read it through once more" in shown(client, base + "kolla/")
    assert not LoanRequest.objects.exists()


def test_the_same_workplace_asks_again_and_learns_nothing_of_who_is_known(client, programme):
    make.contributor(programme, name="Lo Registrerad", email="lo@exempel.invalid")
    for email in ("lo@exempel.invalid", "ny@exempel.invalid"):
        base = written(client, programme, vem={**PAGES["vem"], "email": email})
        answer = post(client, base + "kolla/")
        assert answer.url == f"/{programme.slug}/lana/tack/"
    assert LoanRequest.objects.values("unit").distinct().count() == 1
    assert Person.objects.count() == 2


def test_while_nothing_is_taken_in_nothing_is_lost(client, programme):
    base = written(client, programme)
    organisations.move_programme(
        programme=programme, transition="pause", reason="Påhittat.",
        by=Actor(Role.ADMINISTRATOR, programme.pk), at=clock.now(),
    )  # fmt: skip
    url = f"/{programme.slug}/lana/"
    assert "No new requests are taken in just now" in shown(client, url)
    assert post(client, url).url == url
    assert post(client, base + "kolla/").url == base + "kolla/"
    page = shown(client, base + "kolla/")
    assert "takes in no requests right now" in page
    assert PAGES["vad"]["purpose"] in page
    assert RequestDraft.objects.get().state == "draft"


def test_the_way_back_comes_by_mail_once_a_day_and_leads_to_the_list(client, programme):
    base = begun(client, programme)
    assert "Send me the link" not in shown(client, base + "uppgifter/")
    post(client, base + "vem/", **PAGES["vem"])
    assert "Send me the link" in shown(client, base + "uppgifter/")
    for _time in range(3):
        assert post(client, base + "lank/").url == base + "uppgifter/"
    row = OutboxMessage.objects.get()
    assert (row.kind, row.to_kind) == ("request_draft_link", "request_draft")
    letter = registry.kinds[row.kind](row, clock.now())
    assert letter is not None
    assert letter.url.endswith("/uppgifter/")
    assert "Akuten" not in "".join(str(line) for line in letter.body_lines)


def test_thrown_away_it_is_gone_at_once(client, programme):
    base = written(client, programme)
    post(client, base + "kasta/")
    draft = RequestDraft.objects.get()
    assert (draft.state, vault.is_erased(draft.pk)) == ("thrown_away", True)
    assert client.get(base + "kolla/").status_code == 404


def test_a_draft_lives_as_long_as_somebody_writes_in_it(client, programme):
    base = written(client, programme)
    ago = clock.now() - timedelta(days=20)
    Link.objects.update(expires_at=ago + timedelta(days=14))
    RequestDraft.objects.update(changed_at=clock.now() - timedelta(days=13))
    assert client.get(base + "uppgifter/").status_code == 200
    timekeeping.forget_drafts(clock.now())
    assert RequestDraft.objects.get().state == "draft"
    RequestDraft.objects.update(changed_at=clock.now() - timedelta(days=15))
    page = client.get(base + "uppgifter/")
    assert page.status_code == 404
    timekeeping.forget_drafts(clock.now())
    draft = RequestDraft.objects.get()
    assert (draft.state, vault.is_erased(draft.pk)) == ("forgotten", True)


def test_an_emptying_that_was_cut_short_is_finished(client, programme):
    written(client, programme)
    row = RequestDraft.objects.get()
    drafts.throw_away(draft=row, by=Actor(Role.BORROWER, programme.pk, row.pk), at=clock.now())
    timekeeping.forget_drafts(clock.now())
    assert vault.is_erased(row.pk)


def test_wrong_tokens_and_looking_change_nothing(client, programme):
    base = written(client, programme)
    for wrong in ("x", "A" * 43, base.split("/")[3][:-1] + "Ö"):
        assert client.get(f"/{programme.slug}/lana/{wrong}/uppgifter/").status_code == 404
    pages = [base + page for page in ("uppgifter/", "kolla/", *(f"{p}/" for p in PAGES))]
    looked_at_often(
        client, f"/{programme.slug}/lana/", f"/{programme.slug}/lana/tack/",
        f"/{programme.slug}/hur-mycket/", *pages, times=2,
    )  # fmt: skip
