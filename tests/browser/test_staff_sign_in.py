"""Staff sign in in a real browser: by a passkey from a made-up authenticator, and by a provider."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, expect

from erfara.accounts import oidc
from tests.integration.signin import GOOD_PASSWORD, programme, user

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


@pytest.fixture
def page(browser):
    """A page in Chromium with a platform authenticator that always says yes."""
    page = browser.new_page(locale="sv-SE")
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    page.close()


def sign_in_with_password(page: Page, at: str) -> None:
    page.goto(f"{at}/konto/logga-in/")
    page.fill("input[name=login]", "anna@example.se")
    page.fill("input[name=password]", GOOD_PASSWORD)
    page.press("input[name=password]", "Enter")


def test_a_passkey_from_first_sign_in_to_the_next(page, live_server):
    # Given somebody who works here and has a password and nothing more
    user()
    at = live_server.url.replace("127.0.0.1", "localhost")
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    # When she signs in she is led to a second step, and makes a passkey
    sign_in_with_password(page, at)
    page.wait_for_url(f"{at}/konto/")
    page.click("a[href='/konto/nycklar/ny/']")
    page.click("#passkey-add button")
    # Then she gets her recovery codes
    page.wait_for_url(f"{at}/konto/reservkoder/")
    expect(page.locator("ul.number li")).to_have_count(10)
    # And signs in the next time by the passkey alone
    page.context.clear_cookies()
    page.goto(f"{at}/konto/logga-in/?next=/konto/nycklar/")
    page.click("#passkey-login button")
    page.wait_for_url(lambda url: "logga-in" not in url)
    page.goto(f"{at}/konto/nycklar/")
    expect(page.locator("h1")).to_be_visible()
    assert "/konto/nycklar/" in page.url
    # And by password, with the passkey as the second step
    page.context.clear_cookies()
    sign_in_with_password(page, at)
    page.wait_for_url(f"{at}/konto/andra-steget/")
    page.click("#passkey-use button")
    page.wait_for_url(lambda url: "andra-steget" not in url)
    page.goto(f"{at}/konto/nycklar/")
    assert "/konto/nycklar/" in page.url
    # And nothing was refused by the page's own rules on the way
    assert [line for line in wrong if "Content Security" in line] == []


@pytest.fixture
def provider(live_server, settings):
    """A real identity provider that knows our address."""
    process = subprocess.Popen(
        [
            "node",
            str(Path(__file__).with_name("oidc_server.mjs")),
            f"{live_server.url}/konto/organisation/sormland/svar/",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    row = {
        "programme": "sormland",
        "name": "Region Sörmland",
        "client_id": "erfara",
        "secret": "a secret for a test on this machine alone",
        "server_url": process.stdout.readline().strip(),
    }
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers([row])
    yield row
    process.terminate()
    process.wait(timeout=10)
    process.stdout.close()


def test_by_the_organisations_own_sign_in(page, live_server, provider):
    # Given somebody whom her organisation's provider answers for
    programme()
    SocialAccount.objects.create(user=user(), provider="sormland", uid="annas-subject")
    # When she presses her organisation's button and says who she is there
    page.goto(f"{live_server.url}/konto/logga-in/?next=/konto/nycklar/")
    page.click("text=Region Sörmland")
    page.wait_for_url(f"{provider['server_url']}/**")
    page.fill("input[name=who]", "annas-subject")
    page.click("button")
    # Then she is where she was going, with no second step of ours
    page.wait_for_url(f"{live_server.url}/konto/nycklar/")
    # And somebody whom nobody has connected is told so
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/konto/logga-in/")
    page.click("text=Region Sörmland")
    page.wait_for_url(f"{provider['server_url']}/**")
    page.fill("input[name=who]", "a stranger")
    page.click("button")
    page.wait_for_url(f"{live_server.url}/konto/organisation/sormland/svar/**")
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{live_server.url}/konto/nycklar/")
    assert "/konto/logga-in/" in page.url
