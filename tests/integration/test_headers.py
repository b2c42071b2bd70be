"""What every page carries, whoever looks: headers, cookies, nothing inline, a language, a title.

And what production refuses: the demonstration, the gallery, a session without a lock on it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from erfara.accounts import persons
from erfara.accounts.models import SignInRequest
from erfara.foundation import links
from erfara.foundation.vault import keys
from erfara.web.middleware import CONTENT_POLICY
from erfara.web.roles_table import TABLE
from tests.integration import matrix
from tests.integration.peers import gathered
from tests.integration.signin import GOOD_PASSWORD
from tests.integration.test_bad_input import POSTED, READ
from tests.integration.watch import Watch
from tests.integration.world import DATABASES, Browser, undone

pytestmark = pytest.mark.django_db(databases=DATABASES)

# Pages that show others inside themselves, or that are a program's answer and no page.
NO_PAGE = frozenset({"public:health", "mfa_login_webauthn"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What answers with a file, and of which kind.
FILES = {
    "coordinator:map_file": "image/svg+xml", "person:map_file": "image/svg+xml",
    "coordinator:talk_calendar": "text/calendar", "talk:calendar": "text/calendar",
    "coordinator:meeting_calendar": "text/calendar", "request:meeting_calendar": "text/calendar",
    "request_link:meeting_calendar": "text/calendar",
    "talk_link:calendar": "text/calendar", "coordinator:feed": "text/calendar",
    "person:copy_data": "application/json", "coordinator:drawn_file": "application/json",
    "question:times": "text/calendar", "question_link:times": "text/calendar",
    "request:times": "text/calendar", "request_link:times": "text/calendar",
    "coordinator:agreement_pdf": "application/pdf", "question:agreement_pdf": "application/pdf",
    "question_link:agreement_pdf": "application/pdf", "request:agreement_pdf": "application/pdf",
    "request_link:agreement_pdf": "application/pdf",
    "coordinator:payment_list_csv": "text/csv",
    "coordinator:payment_list_xlsx": XLSX,
    "steering:figures_csv": "text/csv", "steering:figures_xlsx": XLSX,
    "costs:file": "application/yaml", "costs:pdf": "application/pdf",
    "costs:xlsx": XLSX,
    **gathered("files"),
}  # fmt: skip
# Where somebody can complain of us. The law wants a link from the page about accessibility.
SUPERVISION = re.compile(r'<a href="https://www\.(digg\.se/tdosanmalan|imy\.se)">')
# One page that stands at two addresses.
SAME_PAGE = {
    "person:log_answer": "person:log_question",
    "public:story_answer": "person:story",
    "public:sign_up_name": "sign_up:name",
    "person:contact_word": "person:word",
    "question:that_too": "person:add_experience",
    "coordinator:same": "coordinator:duplicates",
    # By a message's link, and from her own page.
    "person:aftercare_word": "person:aftercare",
    "person:concern_word": "person:concern",
    "borrower:concern": "person:concern",
    "person:led_to_word": "person:led_to",
    "person:own_effect_word": "person:own_effect",
    "person:aftercare_wrong": "person:raise_concern",
    "borrower:effect_ask": "request:led_to",
    # One agreement, read by each of those who enter it.
    "request:agreement": "question:agreement",
    **gathered("same_page"),
}
# What shows a form of a word as it is written, since it tells how to write one.
WRITTEN_SO = {"administrator:own_words": "<code>{library:sg.def}</code>"}
INLINE = re.compile(
    r"<script(?![^>]*(\bsrc=|type=.application/json))|<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:",
    re.IGNORECASE,
)
LEFT_OVER = re.compile(
    r"\{\{|\{%|\}\}|%\}|\{(contributor|borrower|coordinator|library)\b|%\(\w+\)s|\bNone\b"
)
ELSEWHERE = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


@pytest.fixture
def world(request, worlds):
    """The world in which an address is there; a library's where no address is asked for."""
    params = getattr(getattr(request.node, "callspec", None), "params", {})
    return worlds[matrix.kind_of(params["route"]) if "route" in params else matrix.LIBRARY]


@pytest.fixture(scope="module")
def looked(worlds, django_db_blocker):
    """Route → the page as somebody who is let in sees it, for those that show one."""
    found = {}
    for route, cell in READ.items():
        world = worlds[matrix.kind_of(route)]
        with undone():
            answer = world.request(world.viewers[cell.viewer], "GET", matrix.address(world, cell))
        found[route] = answer
    return found


def html(answer) -> str:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if is_page and answer.content else ""


@pytest.mark.parametrize("route", sorted(READ))
def test_a_page_carries(route, looked):
    answer = looked[route]
    headers = answer.headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")
    # An address may be a secret: no other site is told where somebody came from. Our own are,
    # since a form from a page that tells nobody is taken for somebody else's.
    assert headers["Referrer-Policy"] == "same-origin"
    assert not {"Server", "X-Powered-By"} & set(headers)


@pytest.mark.parametrize("route", sorted(set(READ) - NO_PAGE))
def test_a_page_is_clean(route, looked):
    text = html(looked[route])
    if route in FILES:
        assert looked[route].status_code == 200
        assert looked[route].headers["Content-Type"].partition(";")[0] == FILES[route]
        assert looked[route].headers["Content-Disposition"].startswith("attachment")
        return
    if not text:
        assert looked[route].status_code in {302, 404}, "neither a page nor a way to one"
        return
    assert re.search(r'<html[^>]* lang="sv"', text)
    assert not INLINE.search(text), INLINE.search(text)
    visible = re.sub(r"<(textarea|script).*?</\1>", "", text, flags=re.DOTALL)
    if written := WRITTEN_SO.get(route):
        assert visible.count(written) == 1
        visible = visible.replace(written, "")
    assert not LEFT_OVER.search(visible), LEFT_OVER.search(visible)
    ours = SUPERVISION.sub("", text)
    assert not ELSEWHERE.search(ours), ELSEWHERE.search(ours)
    assert len(re.findall(r"<h1\b", text)) == 1
    assert len(re.findall(r"<main\b", text)) == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})


def test_titles_tell_pages_apart(looked):
    pages = defaultdict(set)
    for route, answer in looked.items():
        text = html(answer)
        if answer.status_code == 200 and text and not route.startswith("gallery:error"):
            head = text.partition("</head>")[0]  # a drawing has a title of its own
            (title,) = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
            assert title.strip()
            space, _colon, name = route.rpartition(":")
            page = f"{space.removesuffix('_link')}:{name}"  # the same page, reached two ways
            pages[title.strip()].add(SAME_PAGE.get(page, page))
    alike = {title: routes for title, routes in pages.items() if len(routes) > 1}
    assert alike == {}, "\n".join(map(str, alike.items()))


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_page_of_refusal_carries_the_same(world, status):
    viewer = world.viewers["steering"]
    path = {400: "/halsa/", 403: "/arbete/kanarie/register/", 404: "/arbete/kanarie/nej/"}[status]
    host = {"HTTP_HOST": "evil.example"} if status == 400 else {}
    answer = world.ask(viewer, "GET", path, **host)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
    assert answer.headers["Cache-Control"] == "no-store"
    assert "evil.example" not in answer.content.decode()


# --- forms and cookies ---------------------------------------------------------------------------


@pytest.mark.parametrize("route", sorted(POSTED))
def test_no_form_is_taken_from_another_site(route, world):
    """Every address that takes a form refuses one without our token, and nothing happens."""
    cell = POSTED[route]
    browser, world.browser = world.browser, Browser(checks_csrf=True)
    watch = Watch()
    try:
        with undone():
            before = watch.count()
            answer = world.request(
                world.viewers[cell.viewer], "POST", matrix.address(world, cell), {"once": "x"}
            )
            assert watch.count() == before
    finally:
        world.browser = browser
    assert answer.status_code == 403


def flags(cookie) -> dict[str, object]:
    return {name: cookie[name] for name in ("path", "httponly", "samesite", "secure")}


@pytest.mark.parametrize("production", [False, True])
def test_a_person_s_cookie(world, settings, production):
    settings.ENV = replace(django_settings.ENV, mode="production" if production else "test")
    her = world.own.people["she"].person
    with undone():
        asked = persons.ask(
            tenant_id=her.programme_id, address="x@exempel.invalid", sender_ip="1", at=world.now
        )
        link = links.issue(
            tenant_id=her.programme_id, purpose=persons.LINK_PURPOSE, about_id=asked,
            person_id=her.pk, expires_at=world.now.replace(year=world.now.year + 1), at=world.now,
        )  # fmt: skip
        SignInRequest.objects.filter(pk=asked).update(person_id=her.pk)
        answer = Client().post(f"/kanarie/logga-in/lank/{links.token(link)}/")
    assert answer.status_code == 302
    assert flags(answer.cookies[persons.COOKIE]) == {
        "path": "/kanarie/", "httponly": True, "samesite": "Lax",
        "secure": True if production else "",
    }  # fmt: skip


def test_the_staff_s_cookie(world):
    with undone():
        user = world.user("Ny")
        user.set_password(GOOD_PASSWORD)
        user.save()
        client = Client()
        answer = client.post("/konto/logga-in/", {"login": user.email, "password": GOOD_PASSWORD})
    assert answer.status_code == 302
    cookie = answer.cookies[django_settings.SESSION_COOKIE_NAME]
    assert flags(cookie) == {"path": "/", "httponly": True, "samesite": "Lax", "secure": ""}
    assert not cookie["max-age"]  # gone with the browser
    page = Client().get("/konto/logga-in/")
    assert page.cookies[django_settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"


# --- production ----------------------------------------------------------------------------------

PRODUCTION = """
import django
django.setup()
from django.conf import settings
from django.core.checks import run_checks
from django.urls import Resolver404, resolve
for path in ("/demo/", "/demo/post/", "/galleri/", "/galleri/falt/"):
    try:
        route = resolve(path).view_name
    except Resolver404:
        continue
    # /demo/ then reads as a programme called demo, which there can't be.
    assert route.split(":")[0] not in {"demo", "gallery"}, path
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
assert settings.CSRF_COOKIE_NAME.startswith("__Host-")
assert settings.SECURE_SSL_REDIRECT and settings.SECURE_HSTS_SECONDS >= 31_536_000
assert settings.EMAIL_BACKEND.endswith("SmtpBackend") and not settings.DEBUG
print("refused")
"""


def production(tmp_path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Our settings as they are where real people are."""
    secret, key_file = tmp_path / "secret", tmp_path / "keys.json"
    secret.write_text("x" * 60)
    if not key_file.exists():
        keys.create_key_file(key_file)
    known = {k: v for k, v in os.environ.items() if not k.startswith("ERFARA_")}
    return subprocess.run(
        [sys.executable, "-c", PRODUCTION],
        env={
            **known, "DJANGO_SETTINGS_MODULE": "erfara.config.settings",
            "ERFARA_MODE": "production", "ERFARA_HOME": str(tmp_path),
            "ERFARA_BASE_URL": "https://erfara.example.se", "ERFARA_HOSTS": "erfara.example.se",
            "ERFARA_SMTP_URL": "smtp://localhost:25", "ERFARA_MAIL_FROM": "x@example.se",
            "ERFARA_KEY_FILE": str(key_file), "ERFARA_SECRET_KEY_FILE": str(secret), **more,
        },
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_production_has_no_demonstration_and_no_gallery(tmp_path):
    said = production(tmp_path)
    assert said.stdout.strip() == "refused", said.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ERFARA_BASE_URL", "http://erfara.example.se"), ("ERFARA_SMTP_URL", ""),
        ("ERFARA_SECRET_KEY_FILE", "/nowhere"), ("ERFARA_MODE", "demonstration"),
        ("ERFARA_DEMO", "yes"),
    ],
)  # fmt: skip
def test_production_does_not_start_half_set(tmp_path, name, value):
    said = production(tmp_path, **{name: value})
    assert said.returncode != 0
    assert name in said.stderr
    assert "Traceback" not in said.stderr


def test_the_gate_closes_them_even_when_the_addresses_are_there(world, settings):
    settings.ENV = replace(django_settings.ENV, mode="production")
    closed = [route for route, row in TABLE.items() if row.outside_production]
    assert len(closed) >= 5
    for route in closed:
        cell = READ.get(route) or POSTED[route]
        for method in sorted(TABLE[route].methods):
            answer = world.ask(world.viewers["public"], method, matrix.address(world, cell))
            assert answer.status_code == 404, route
