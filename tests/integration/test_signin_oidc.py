"""Sign-in by a real identity provider: a connected subject comes in, an e-mail address does not."""

import html
import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from erfara.accounts import actions, oidc, staff
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import AuditEvent
from tests.integration.signin import STAFF_PAGE, programme, sign_in_staff, user

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

SERVER = Path(__file__).parents[1] / "browser" / "oidc_server.mjs"
AWAY, BACK = "/konto/organisation/sormland/", "/konto/organisation/sormland/svar/"
EMAIL = "anna@example.se"  # what the provider says of everybody


@pytest.fixture(scope="module")
def issuer():
    process = subprocess.Popen(
        ["node", str(SERVER), f"http://testserver{BACK}"], stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), "node and `npm ci` are needed for this test"
    yield address
    process.terminate()
    process.wait(timeout=10)
    process.stdout.close()


@pytest.fixture(autouse=True)
def configured(issuer, settings):
    row = {
        "name": "Region Sörmland", "client_id": "erfara", "server_url": issuer,
        "secret": "a secret for a test on this machine alone",
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(
        [{"programme": slug, **row} for slug in ("sormland", "uppsala")]
    )


@pytest.fixture
def sormland():
    return programme()


def at_the_provider(away: str, who: str) -> str:
    """What a browser does at the provider's pages. Returns the address it is sent back to."""
    browser = requests.Session()
    step = browser.get(away, allow_redirects=False)
    while not step.is_redirect or "testserver" not in step.headers["Location"]:
        if step.is_redirect:
            place = urljoin(step.url, step.headers["Location"])
            step = browser.get(place, allow_redirects=False)
        else:
            assert step.status_code == 200, step.text
            step = browser.post(step.url, data={"who": who}, allow_redirects=False)
    browser.close()
    return step.headers["Location"].removeprefix("http://testserver")


def away_in(answer) -> str:
    """Where the page in between leads to."""
    found = re.search(r'content="0; url=([^"]+)"', answer.content.decode())
    assert found is not None
    return html.unescape(found[1])


def by_provider(client, who: str, following: str = ""):
    """The whole way: our button, the provider's page, and back."""
    answer = client.post(f"{AWAY}?next={following}" if following else AWAY)
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "same-origin"
    away = away_in(answer)
    assert "code_challenge_method=S256" in away
    return client.get(at_the_provider(away, who))


def connect(who, subject="subject-1", provider="sormland"):
    return SocialAccount.objects.create(user=who, provider=provider, uid=subject)


def test_a_connected_subject_comes_in_without_a_second_step_of_ours(client, sormland):
    anna = user(EMAIL)
    connect(anna)
    answer = by_provider(client, "subject-1", STAFF_PAGE)
    assert answer.headers["Location"] == STAFF_PAGE
    assert client.session["_auth_user_id"] == str(anna.pk)
    assert not staff.second_factor_missing(anna, client.session)
    assert staff.reaches(client.session, "sormland")
    assert not staff.reaches(client.session, "uppsala")
    event = AuditEvent.objects.get(event="user.signed_in")
    assert event.facts == {"how": ["socialaccount"]}
    assert SocialAccount.objects.get().extra_data == {}


def test_the_same_address_with_another_subject_is_nobody(client, sormland):
    connect(user(EMAIL))
    answer = by_provider(client, "subject-2")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.count() == 1


def test_an_address_alone_proves_nothing(client, sormland):
    user(EMAIL)
    answer = by_provider(client, "subject-1")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()
    assert "_auth_user_id" not in client.session


def test_whoever_is_unknown_is_turned_away_and_not_made(client, sormland):
    answer = by_provider(client, "stranger")
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert AuditEvent.objects.count() == 0


def test_a_subject_of_one_provider_is_nobody_at_another(client, sormland):
    connect(user(EMAIL), provider="uppsala")
    assert by_provider(client, "subject-1").status_code == 403


def test_a_closed_user_stays_out(client, sormland):
    anna = user(EMAIL, is_active=False)
    connect(anna)
    answer = by_provider(client, "subject-1")
    assert answer.headers["Location"] == "/konto/stangt/"
    assert "_auth_user_id" not in client.session


def test_whoever_breaks_off_is_told_that_nothing_happened(client, sormland):
    answer = by_provider(client, "")
    assert answer.headers["Location"] == "/konto/organisation/avbrutet/"
    assert client.get(answer.headers["Location"]).status_code == 200


def invite(tenant, email="berit@example.se"):
    by = Actor(Role.ADMINISTRATOR, tenant.pk, None)
    who, token = actions.invite(email=email, name="Berit", by=by, at=clock.now())
    return who, f"/konto/inbjudan/{token}/"


def test_the_invited_connects_by_subject_once(client, sormland):
    berit, path = invite(sormland)
    assert "Region Sörmland" in client.get(path).content.decode()
    answer = client.post(path, {"provider": "sormland"})
    assert answer.headers["Location"] == AWAY
    answer = by_provider(client, "berits-subject")
    assert answer.headers["Location"] == STAFF_PAGE
    assert client.session["_auth_user_id"] == str(berit.pk)
    assert SocialAccount.objects.get().user == berit
    assert Client().get(path).status_code == 410
    # From now on by the button alone; somebody else with the old link gets nowhere.
    assert by_provider(Client(), "berits-subject").headers["Location"] == STAFF_PAGE
    thief = Client()
    thief.post(path, {"provider": "sormland"})
    assert by_provider(thief, "thief").status_code == 403


def test_a_provider_connects_those_whom_its_own_programme_has_invited(client, sormland):
    _, path = invite(programme("uppsala"))
    client.post(path, {"provider": "sormland"})
    assert by_provider(client, "subject-1").status_code == 403
    client.post(path, {"provider": "uppsala"})
    assert by_provider(client, "subject-1").status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_answer_nobody_asked_for_is_turned_away(client, sormland):
    connect(user(EMAIL))
    answer = client.post(AWAY)
    away = away_in(answer)
    back = at_the_provider(away, "subject-1")
    stranger = Client()
    assert stranger.get(back).status_code == 401
    assert "_auth_user_id" not in stranger.session
    assert client.get(re.sub(r"code=[^&]+", "code=made-up", back)).status_code == 401
    assert "_auth_user_id" not in client.session


def test_opening_the_address_alone_goes_nowhere(client, sormland):
    answer = client.get(AWAY)
    assert answer.status_code == 200
    assert "http-equiv" not in answer.content.decode()
    assert client.get("/konto/organisation/okand/").status_code == 404


def test_the_sign_in_page_offers_those_of_the_programme(client, sormland):
    page = client.get("/konto/logga-in/?next=/arbete/sormland/").content.decode()
    assert AWAY in page
    assert "/konto/organisation/uppsala/" not in page
    assert "/konto/organisation/uppsala/" in client.get("/konto/logga-in/").content.decode()


def test_a_session_by_password_is_not_tied_to_a_programme(client, sormland):
    sign_in_staff(client, user(EMAIL))
    assert staff.provider_of(client.session) == ""
    assert staff.reaches(client.session, "uppsala")
