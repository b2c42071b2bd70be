"""Members, settings, words, life; and the operator's programmes and mail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

import erfara
from erfara.accounts.models import User
from erfara.foundation import audit, clock
from erfara.foundation.actors import Role
from erfara.foundation.models import OutboxMessage
from erfara.organisations import own_words
from erfara.organisations.models import Membership, OwnWords, Programme
from erfara.organisations.words import say, words_of
from tests import factories as make
from tests.integration.web.looking import (
    HARMLESS,
    NASTY,
    english,
    looked_at_often,
    post,
    queries_of,
    same_queries,
)

TEMPLATES = Path(erfara.__file__).parent / "web" / "templates"

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def programme(client: Client) -> Programme:
    english(client)
    row = make.programme()
    user, _actor = make.member(row, Role.ADMINISTRATOR, name="Ada Administratör")
    make.sign_in(client, user)
    return row


def url(programme: Programme, page: str) -> str:
    return f"/arbete/{programme.slug}/{page}"


def in_days(days: int) -> str:
    return (clock.now().date() + timedelta(days=days)).isoformat()


def test_members_with_their_last_day(client, programme):
    make.coordinator(programme)
    page = client.get(url(programme, "medlemmar/")).content.decode()
    assert "Ada Administratör" in page
    assert "works here" in page
    same_queries(client, url(programme, "medlemmar/"), lambda: make.coordinator(programme))
    looked_at_often(client, url(programme, "medlemmar/"), times=6)


def test_inviting_somebody_new(client, programme):
    form = url(programme, "medlemmar/bjud-in/")
    new = {"email": "Ny@exempel.invalid", "name": "Ny Kollega", "role": "coordinator",
           "ends_on": in_days(200)}  # fmt: skip
    once = uuid4().hex
    for _i in range(2):
        assert post(client, form, **new, once=once).url == url(programme, "medlemmar/")
    user = User.objects.get(email="ny@exempel.invalid")
    row = Membership.objects.get(user=user)
    assert (row.role, row.ends_on.isoformat()) == ("coordinator", in_days(200))
    assert OutboxMessage.objects.filter(kind="staff_invitation").count() == 1
    assert "Ny Kollega" in client.get(url(programme, "medlemmar/")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"email": "inte en adress"}, {"role": "operator"}, {"role": "person"}, {"ends_on": "igår"},
     {"ends_on": "2020-01-01"}, {"ends_on": "2099-01-01"}, {"name": ""},
     *({"name": nasty} for nasty in NASTY.values()), *({"email": n} for n in NASTY.values())],
)  # fmt: skip
def test_an_invitation_that_can_not_be_sent(client, programme, wrong):
    new = {"email": "ny@exempel.invalid", "name": "Ny Kollega", "role": "steering",
           "ends_on": in_days(20), **wrong}  # fmt: skip
    answer = post(client, url(programme, "medlemmar/bjud-in/"), **new)
    assert answer.status_code == 422
    assert not User.objects.filter(email="ny@exempel.invalid").exists()


def test_nobody_gives_or_ends_a_role_of_their_own(client, programme):
    own = Membership.objects.get(user__name="Ada Administratör")
    answer = post(
        client, url(programme, "medlemmar/bjud-in/"), email=own.user.email, name="Ada",
        role="coordinator", ends_on=in_days(20),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Somebody else has to give you a role" in answer.content.decode()
    answer = client.post(url(programme, f"medlemmar/{own.pk}/avsluta/"), {}, follow=True)
    assert "Somebody else has to end your role" in answer.content.decode()
    own.refresh_from_db()
    assert own.ended_at is None


def test_renewing_and_ending(client, programme):
    user, _actor = make.coordinator(programme)
    row = Membership.objects.get(user=user)
    renew = url(programme, f"medlemmar/{row.pk}/forlang/")
    looked_at_often(client, renew, times=4)
    assert post(client, renew, ends_on=in_days(300)).status_code == 302
    assert post(client, renew, ends_on=in_days(900)).status_code == 422
    row.refresh_from_db()
    assert row.ends_on.isoformat() == in_days(300)
    for _i in range(2):
        assert post(client, url(programme, f"medlemmar/{row.pk}/avsluta/")).status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None
    # It counts from the next request.
    other = english(make.sign_in(Client(), user))
    assert other.get(url(programme, "")).status_code == 404
    assert client.get(renew).status_code == 302


def test_members_of_another_programme_are_not_there(client, programme):
    other = make.programme()
    user, _actor = make.coordinator(other)
    row = Membership.objects.get(user=user)
    assert client.get(url(programme, f"medlemmar/{row.pk}/forlang/")).status_code == 404
    assert post(client, url(programme, f"medlemmar/{row.pk}/avsluta/")).status_code == 404
    assert client.get(url(other, "medlemmar/")).status_code == 404


SETTINGS = {
    "name": "Biblioteket", "owner": "Region Påhitt", "about": "Kort.", "broker": "coordinator",
    "payer": "library", "smallest_team": "3", "inquiry_days": "7", "follow_up_days": "21",
    "feedback_days": "90", "payment_days": "30", "concern_days": "5",
    "contact_email": "hej@exempel.invalid", "contact_phone": "016-10 00 00",
    "recruits_from": "", "recruits_until": "2030-01-01", "shows_staff_names": "on",
}  # fmt: skip


def test_settings(client, programme):
    page = url(programme, "installningar/")
    looked_at_often(client, page, times=6)
    assert post(client, page, **SETTINGS).url == page
    programme.refresh_from_db()
    assert (programme.broker, programme.payer, programme.smallest_team) == (
        "coordinator", "library", 3,
    )  # fmt: skip
    assert programme.recruits_from is None
    shown = client.get(page).content.decode()
    assert "2030-01-01" in shown
    assert "016-10 00 00" in shown
    # The same once more changes nothing and says nothing wrong.
    assert post(client, page, **SETTINGS).status_code == 302
    assert audit.history(programme.pk).filter(event="programme.settings").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"smallest_team": "0"}, {"feedback_days": "många"}, {"inquiry_days": "9999"},
     {"broker": "ingen"}, {"recruits_from": "2031-01-01"}, {"contact_email": "x"},
     *({field: nasty} for field in ("name", "about", "owner", "contact_phone", "recruits_from")
       for nasty in NASTY.values())],
)  # fmt: skip
def test_settings_that_can_not_be(client, programme, wrong):
    answer = post(client, url(programme, "installningar/"), **{**SETTINGS, **wrong})
    assert answer.status_code == 422
    assert "Region Påhitt" in answer.content.decode() or "owner" in wrong
    programme.refresh_from_db()
    assert programme.owner == ""


OWN = {
    "sv-contributor-gender": "en", "sv-contributor-sg": "vägvisare",
    "sv-contributor-sg-def": "vägvisaren", "sv-contributor-pl": "vägvisare",
    "sv-contributor-pl-def": "vägvisarna", "en-contributor-sg": "guide",
    "en-contributor-pl": "guides",
}  # fmt: skip


def test_words_are_seen_before_they_are_saved(client, programme):
    page = url(programme, "ord/")
    answer = post(client, page, vocabulary="peer", do="preview", **OWN)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Ask guides" in shown
    assert "Nothing is saved yet" in shown
    assert 'value="vägvisarna"' in shown
    programme.refresh_from_db()
    assert (programme.vocabulary, programme.word_overrides) == ("erfaren", {})
    assert post(client, page, vocabulary="peer", do="save", **OWN).url == page
    programme.refresh_from_db()
    assert programme.vocabulary == "peer"
    assert programme.word_overrides["sv"]["contributor"]["pl.def"] == "vägvisarna"
    shown = client.get(page).content.decode()
    assert "Ask guides" in shown
    assert "peer network" in shown
    # Emptied again: the set's own words are back.
    assert post(client, page, vocabulary="peer").status_code == 302
    programme.refresh_from_db()
    assert programme.word_overrides == {}


@pytest.mark.parametrize(
    "wrong",
    [{"vocabulary": "finns-inte"}, {"sv-contributor-pl": ""}, {"sv-contributor-gender": ""},
     {"en-contributor-pl": ""}, {"sv-contributor-sg": "<b>x</b>"}, {"sv-contributor-sg": "{x}"},
     *({"sv-contributor-sg": nasty} for nasty in NASTY.values())],
)  # fmt: skip
def test_words_that_can_not_be_put_together(client, programme, wrong):
    answer = post(client, url(programme, "ord/"), **{"vocabulary": "peer", **OWN, **wrong})
    assert answer.status_code == 422
    assert "vägvisarna" in answer.content.decode()
    programme.refresh_from_db()
    assert programme.word_overrides == {}


def test_the_life_of_a_programme(client, programme):
    page = url(programme, "lage/")
    looked_at_often(client, page, times=6)
    assert post(client, page, transition="pause").status_code == 422
    for nasty in NASTY.values():
        answer = post(client, page, **{"transition": "pause", "pause-reason": nasty})
        assert answer.status_code == 422
    once = uuid4().hex
    for _i in range(2):
        pausing = {"transition": "pause", "pause-reason": "Semester.", "once": once}
        assert post(client, page, **pausing).url == page
    programme.refresh_from_db()
    assert programme.state == "paused"
    shown = client.get(page).content.decode()
    assert "Semester." in shown
    assert post(client, page, transition="resume").status_code == 302
    programme.refresh_from_db()
    assert programme.state == "running"
    for nonsense in ("", "resume", "erase", "\x00", "x" * 5000):
        answer = client.post(page, {"transition": nonsense}, follow=True)
        assert "Somebody has already moved it on" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STEERING])
def test_others_are_told_whom_the_page_is_for(client, programme, role):
    user, _actor = make.member(programme, role)
    other = make.sign_in(Client(), user)
    for page in ("medlemmar/", "medlemmar/bjud-in/", "installningar/", "ord/", "lage/"):
        assert other.get(url(programme, page)).status_code == 403


@pytest.fixture
def operator(client: Client) -> User:
    english(client)
    user = make.user("Olle Operatör", is_operator=True)
    make.sign_in(client, user)
    return user


def failed(programme: Programme) -> OutboxMessage:
    make.loan_request(programme)
    row = OutboxMessage.objects.filter(tenant_id=programme.pk, state="waiting").first()
    assert row is not None
    row.state, row.error = "failed", "SMTPServerDisconnected"
    row.save(update_fields=["state", "error"])
    return row


def test_the_operator_sees_programmes_and_mail_and_nobodys_details(client, operator):
    programme = make.programme()
    message = failed(programme)
    page = client.get("/drift/").content.decode()
    for said in (programme.name, "SMTPServerDisconnected", "One message could not be sent"):
        assert said in page
    assert "exempel.invalid" not in page.replace(operator.email, "")
    assert str(message.to_id) not in page
    same_queries(client, "/drift/", lambda: failed(make.programme()))
    looked_at_often(client, "/drift/", "/drift/ny/", times=6)


def test_an_empty_installation(client, operator):
    page = client.get("/drift/").content.decode()
    assert "No programmes yet" in page
    assert queries_of(client, "/drift/") < 20


def test_trying_again(client, operator):
    message = failed(make.programme())
    again = f"/drift/meddelanden/{message.pk}/forsok-igen/"
    assert client.get(again).status_code == 405
    assert post(client, again).url == "/drift/"
    message.refresh_from_db()
    assert message.state == "waiting"
    answer = client.post(again, {}, follow=True)
    assert "no longer among those" in answer.content.decode()
    assert post(client, f"/drift/meddelanden/{uuid4()}/forsok-igen/").status_code == 404


NEW = {
    "name": "Nya biblioteket", "slug": "nya", "kind": "library", "county": "Påhittat län",
    "vocabulary": "levande_bok", "email": "forst@exempel.invalid", "person": "Första Personen",
}  # fmt: skip


def test_founding_a_programme(client, operator):
    once = uuid4().hex
    for _i in range(2):
        new = {**NEW, "ends_on": in_days(300), "once": once}
        assert post(client, "/drift/ny/", **new).url == "/drift/"
    programme = Programme.objects.get(slug="nya")
    assert (programme.state, programme.vocabulary) == ("building", "levande_bok")
    row = Membership.objects.get(programme=programme)
    assert (row.role, row.user.email) == ("administrator", "forst@exempel.invalid")
    assert OutboxMessage.objects.filter(kind="staff_invitation").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "arbete"}, {"slug": "Åäö"}, {"slug": "a b"}, {"slug": "UPPE"}, {"slug": "a_b"},
     {"slug": ""}, {"slug": "upptagen"}, {"vocabulary": "x"}, {"kind": "x"}, {"email": "x"},
     *({field: nasty} for field in ("name", "slug", "county", "person")
       for nasty in NASTY.values())],
)  # fmt: skip
def test_a_programme_that_can_not_be_founded(client, operator, wrong):
    make.programme("upptagen")
    answer = post(client, "/drift/ny/", **{**NEW, "ends_on": in_days(300), **wrong})
    assert answer.status_code == 422
    assert Programme.objects.count() == 1


@pytest.mark.parametrize("text", HARMLESS)
def test_odd_names_are_only_names(client, operator, text):
    new = {**NEW, "name": HARMLESS[text], "ends_on": in_days(300)}
    assert post(client, "/drift/ny/", **new).status_code == 302
    assert "<script>alert" not in client.get("/drift/").content.decode()


def test_only_the_operator_gets_in(client, programme):
    assert client.get("/drift/").status_code == 403
    assert post(client, "/drift/ny/", **NEW).status_code == 403
    assert Client().get("/drift/").status_code == 302


SENTENCE = "ord/egna/letter.asked.sentence/"


def test_words_of_ones_own_are_seen_before_they_stand(client, programme):
    page = url(programme, SENTENCE)
    looked_at_often(client, url(programme, "ord/egna/"), times=2)
    seen = post(client, page, do="preview", sv="Tack för att vi <i>får</i> fråga", en="Thank you")
    assert seen.status_code == 422  # no tags, not even harmless ones
    seen = post(client, page, do="preview", sv="Vi i {library:sg.def} tackar.", en="Thank you.")
    assert "Vi i biblioteket tackar." in seen.content.decode()
    assert "Thank you." in seen.content.decode()
    assert not OwnWords.objects.exists()
    assert (
        post(client, page, do="save", sv="Vi i {library:sg.def} tackar.", en="").status_code == 302
    )
    all_of_it = client.get(url(programme, "ord/meddelanden/")).content.decode()
    assert "Vi i biblioteket tackar." in all_of_it
    refused = post(client, page, do="save", sv="Om din diagnos.", en="Call 0701234567.")
    assert refused.status_code == 422
    assert OwnWords.objects.count() == 1
    assert client.get(url(programme, "ord/egna/page.nowhere/")).status_code == 404


def test_a_page_says_them_escaped_and_in_its_own_language(client, programme):
    page = url(programme, "ord/egna/page.welcome/")
    assert post(client, page, do="save", sv="Här & nu.", en="").status_code == 302
    public = f"/{programme.slug}/"
    assert "nu." not in client.get(public).content.decode()
    assert "Här &amp; nu." in Client().get(public).content.decode()


def test_words_for_a_page_are_seen_between_what_stands_round_them_there(client, programme):
    page = url(programme, "ord/egna/page.question/")
    seen = post(client, page, do="preview", sv="Våra egna.", en="Our own.").content.decode()
    mine = seen.index("Våra egna.")
    assert seen.index("Vill du vara med?") < mine < seen.index(f"{programme.name} frågar dig.")
    # What is said to stand there does, after the place itself.
    for key, place in own_words.places(programme).items():
        if place.group == own_words.PAGES and place.after:
            (source,) = [
                text for one in TEMPLATES.rglob("*.html")
                if f'own_words "{key}"' in (text := one.read_text())
            ]  # fmt: skip
            with override("en"):
                assert str(place.after) in source.split(f'own_words "{key}"')[1], key


def test_every_message_is_shown_with_when_and_to_whom(
    client, programme, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        answer = client.get(url(programme, "ord/meddelanden/"))
    page = answer.content.decode()
    texted = {
        kind["name"]: row["as_text"]
        for group in answer.context["groups"] for row in group["rows"] for kind in row["kinds"]
    }  # fmt: skip
    assert (texted["inquiry"], texted["week_ahead"], texted["request_received"]) == (
        True, False, False,
    )  # fmt: skip
    for kind in own_words.kinds_of(programme):
        with words_of(programme), override("en"):
            assert escape(say(kind.when)) in page, kind.name
