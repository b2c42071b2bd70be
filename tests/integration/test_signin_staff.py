"""Staff sign in by two steps, are locked when idle, and lose nothing that they were writing."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from erfara.accounts import actions, staff
from erfara.foundation import clock, links
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import AuditEvent, Link
from tests.integration.signin import (
    GOOD_PASSWORD,
    OWN_KEYS,
    STAFF_PAGE,
    programme,
    shape,
    sign_in_staff,
    user,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

SECRET = "JBSWY3DPEHPK3PXP"
LOGIN = "/konto/logga-in/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    return user()


def code_now(secret=SECRET, steps=0):
    value = totp.hotp_value(secret, int(time.time()) // 30 + steps)
    return totp.format_hotp_value(value)


def sign_in(client, password=GOOD_PASSWORD, email="anna@example.se", following=""):
    address = f"{LOGIN}?next={following}" if following else LOGIN
    return client.post(address, {"login": email, "password": password, "next": following})


def test_without_a_second_step_nothing_but_setting_one_up_is_reached(client, anna):
    assert sign_in(client).headers["Location"] == STAFF_PAGE
    for path in (STAFF_PAGE, "/drift/"):
        assert client.get(path).headers["Location"] == "/konto/"
    page = client.get("/konto/").content.decode()
    assert "/konto/nycklar/ny/" in page
    assert "/konto/app/" in page


def test_an_app_is_set_up_and_asked_for_from_then_on(client, anna):
    sign_in(client)
    page = client.get("/konto/app/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    wrong = client.post("/konto/app/", {"code": "000000"})
    assert wrong.status_code == 200
    done = client.post("/konto/app/", {"code": f" {code_now(secret)[:3]} {code_now(secret)[3:]}"})
    assert done.headers["Location"] == "/konto/reservkoder/"
    codes = client.get("/konto/reservkoder/").content.decode()
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(recovery) == 10
    assert recovery[0] in codes
    assert recovery[0] not in client.get("/konto/reservkoder/").content.decode()
    assert secret not in str(list(Authenticator.objects.values()))
    assert "mfa.totp.secret" not in client.session
    assert client.get("/drift/").status_code != 302  # let through to the table of roles

    other = Client()
    assert sign_in(other).headers["Location"] == "/konto/andra-steget/"
    assert other.get(STAFF_PAGE).headers["Location"].startswith(LOGIN)
    assert other.get("/konto/andra-steget/").status_code == 200
    assert other.post("/konto/andra-steget/", {"code": "000000"}).status_code == 200
    answer = other.post("/konto/andra-steget/", {"code": recovery[0]})
    assert answer.headers["Location"] == STAFF_PAGE

    third = Client()
    sign_in(third)
    assert third.post("/konto/andra-steget/", {"code": recovery[0]}).status_code == 200
    answer = third.post("/konto/andra-steget/", {"code": code_now(secret, steps=1)})
    assert answer.headers["Location"] == STAFF_PAGE
    events = AuditEvent.objects.filter(event="user.signed_in", about_id=anna.pk).order_by("at")
    assert [row.facts["how"] for row in events] == [
        ["password"], ["password", "recovery_codes"], ["password", "totp"],
    ]  # fmt: skip


def test_the_last_second_step_is_not_taken_away(client, anna):
    totp.TOTP.activate(anna, SECRET)
    sign_in(client)
    client.post("/konto/andra-steget/", {"code": code_now()})
    client.post("/konto/app/ta-bort/")
    assert staff.has_second_factor(anna)


def test_the_same_answer_for_known_and_unknown(anna):
    seen = []
    for email in ("anna@example.se", "nobody@example.se"):
        client = Client()
        answer = sign_in(client, "wrong wrong wrong", email)
        forgotten = client.post("/konto/nytt-losenord/", {"email": email})
        seen.append(
            [
                (one.status_code, shape(one.content.decode()).replace(email, "EMAIL"))
                for one in (answer, forgotten)
            ]
        )
    assert seen[0] == seen[1]


def test_guessing_tires_and_never_shuts_the_owner_out(anna):
    attacker = Client(REMOTE_ADDR="192.0.2.66")
    for n in range(8):
        sign_in(attacker, f"guess {n}")
    owner = Client(REMOTE_ADDR="192.0.2.1")
    assert sign_in(owner).status_code == 200  # right password, and yet not now
    owner.post("/konto/nytt-losenord/", {"email": "anna@example.se"})
    actions.handle_waiting_staff(clock.now())
    path = f"/konto/nytt-losenord/{links.token(Link.objects.get())}/"
    for _ in range(50):
        assert Client().get(path).status_code == 200
    answer = owner.post(path, {"password": GOOD_PASSWORD + " igen"})
    assert answer.headers["Location"] == STAFF_PAGE
    assert answer.headers["Referrer-Policy"] == "same-origin"
    again = owner.post(path, {"password": GOOD_PASSWORD})
    assert again.status_code == 410


def test_a_link_by_mail_does_not_pass_the_second_step(client, anna):
    totp.TOTP.activate(anna, SECRET)
    client.post("/konto/nytt-losenord/", {"email": "anna@example.se"})
    actions.handle_waiting_staff(clock.now())
    path = f"/konto/nytt-losenord/{links.token(Link.objects.get())}/"
    answer = client.post(path, {"password": GOOD_PASSWORD})
    assert answer.headers["Location"] == "/konto/andra-steget/"
    assert client.get(STAFF_PAGE).headers["Location"].startswith(LOGIN)


def test_invited_with_a_password(client):
    tenant = programme()
    by = Actor(Role.ADMINISTRATOR, tenant.pk, None)
    who, token = actions.invite(email="berit@example.se", name="Berit", by=by, at=clock.now())
    path = f"/konto/inbjudan/{token}/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"password": "kort"}).status_code == 422
    assert client.post(path, {"password": "berit@example.se"}).status_code == 422
    answer = client.post(path, {"password": GOOD_PASSWORD})
    assert answer.headers["Location"] == STAFF_PAGE
    assert client.get(STAFF_PAGE).headers["Location"] == "/konto/"
    assert Client().get(path).status_code == 410
    who.refresh_from_db()
    assert who.check_password(GOOD_PASSWORD)


def test_a_closed_sign_in_is_dead_on_the_next_request(client, anna):
    sign_in_staff(client, anna, demo=True)
    assert client.get(OWN_KEYS).status_code == 200
    actions.close_user(user=anna, by=Actor.system(), at=clock.now())
    assert client.get(OWN_KEYS).headers["Location"].startswith(LOGIN)
    assert client.get(STAFF_PAGE).headers["Location"].startswith(LOGIN)
    assert sign_in(Client()).headers["Location"] == "/konto/stangt/"


def test_nobody_signs_up(client):
    for path in ("/konto/registrera/", "/konto/signup/", "/konto/login/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


def test_idle_for_an_hour_leads_back_to_the_same_page(client, anna, monkeypatch):
    sign_in_staff(client, anna, demo=True)
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    for path in (STAFF_PAGE, OWN_KEYS):
        sign_in_staff(client, anna, demo=True)
        session = client.session
        staff.start(session, later - timedelta(minutes=61), demo=True)
        session.save()
        answer = client.get(path)
        assert answer.headers["Location"] == f"{LOGIN}?next={path.replace('/', '%2F')}"
        assert "_auth_user_id" not in client.session


def test_what_was_written_is_kept_when_the_lock_falls(client, anna):
    sign_in_staff(client, anna, demo=True)
    session = client.session
    staff.start(session, clock.now() - timedelta(minutes=61), demo=True)
    session.save()
    fields = {
        "oldpassword": "hemligt 1", "password1": "hemligt 2", "note": ["två", 'rader "<script>'],
        "once": "abc",
    }  # fmt: skip
    answer = client.post("/konto/losenord/", fields, headers={"origin": "http://testserver"})
    html = answer.content.decode()
    assert answer.status_code == 401
    assert 'name="note" value="två"' in html
    assert "&quot;&lt;script&gt;" in html
    assert "hemligt" not in html
    assert 'name="once" value="abc"' in html
    assert 'action="/konto/losenord/"' in html
    assert 'target="_blank"' in html
    assert "_auth_user_id" not in client.session


def test_another_site_gets_nothing_kept(client, anna):
    for origin in ({"origin": "https://evil.example"}, {"origin": "null"}, {}):
        sign_in_staff(client, anna, demo=True)
        session = client.session
        staff.start(session, clock.now() - timedelta(minutes=61), demo=True)
        session.save()
        answer = client.post("/konto/losenord/", {"note": "fientligt"}, headers=origin)
        assert "fientligt" not in answer.content.decode()


def test_a_stale_form_is_kept_and_can_be_sent_again(anna):
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    kept = client.post("/konto/losenord/", {"note": "mina ord"},
                       headers={"origin": "http://testserver"})  # fmt: skip
    assert kept.status_code == 403
    assert 'name="note" value="mina ord"' in kept.content.decode()
    lost = client.post("/konto/losenord/", {"note": "mina ord"},
                       headers={"origin": "https://evil.example"})  # fmt: skip
    assert lost.status_code == 403
    assert "mina ord" not in lost.content.decode()


def test_every_page_of_the_sign_in_shows(client, anna):
    sign_in_staff(client, anna, demo=True)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(anna.pk)
    session.save()
    for path in ("", "losenord/", "app/", "nycklar/", "nycklar/ny/", "logga-ut/", "stangt/",
                 "organisation/avbrutet/", "nytt-losenord/"):  # fmt: skip
        answer = client.get(f"/konto/{path}")
        assert answer.status_code == 200, path
        assert "<h1" in answer.content.decode()
    totp.TOTP.activate(anna, SECRET)
    for path in ("", "app/ta-bort/", "reservkoder/nya/", "bekrafta/", "bekrafta/kod/"):
        assert client.get(f"/konto/{path}").status_code == 200, path


def test_what_matters_is_asked_for_again_after_a_while(client, anna):
    totp.TOTP.activate(anna, SECRET)
    sign_in_staff(client, anna, demo=True)
    answer = client.get("/konto/nycklar/ny/")
    assert answer.headers["Location"].startswith("/konto/bekrafta/")
    again = client.post("/konto/bekrafta/?next=/konto/nycklar/ny/", {"password": "fel fel fel"})
    assert again.status_code == 200
    answer = client.post(
        "/konto/bekrafta/", {"password": GOOD_PASSWORD, "next": "/konto/nycklar/ny/"}
    )
    assert answer.headers["Location"] == "/konto/nycklar/ny/"
    assert client.get("/konto/nycklar/ny/").status_code == 200
