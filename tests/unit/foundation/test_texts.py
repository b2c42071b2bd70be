"""Text messages: counted, handed to a gateway on this machine, refused, doubtful, never twice."""

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from erfara.config import env
from erfara.foundation import outbox, phones
from erfara.foundation.models import OutboxMessage, SentLetter
from erfara.foundation.outbox import checks, gateways, registry, texts
from tests.unit.foundation.mail import AT, free_port, letters, put

__all__ = ["letters"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.usefixtures("letters"),
]
NUMBER = "+46701234567"


class Counter(ThreadingHTTPServer):
    """Takes every message, or answers as told: a code, or "hang up" when it has taken it."""

    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Taking)
        self.answer: int | str = 200
        self.got: list[tuple[str, dict[str, str], bytes]] = []


class Taking(BaseHTTPRequestHandler):
    server: Counter

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        if self.server.answer == "hang up":
            self.connection.close()
            return
        self.send_response(int(self.server.answer))
        self.send_header("Content-Length", "2")
        if self.server.answer == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


@contextmanager
def answering(port):
    server = Counter(port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def use(settings, monkeypatch, port, **said):
    """Let everybody be reached by text through a gateway on that port."""
    file = {
        "url": f"http://127.0.0.1:{port}/a1/sms?x=1", "user": "u", "password": "hemligt",
        "from": "Erfara", **said,
    }  # fmt: skip
    settings.ENV = replace(settings.ENV, text_gateway="https", text_file=file)
    for table in ("numbers", "ways", "ways_of_kind"):
        monkeypatch.setattr(registry, table, {})
    reached = {"by": "text", "number": "070-123 45 67"}
    outbox.register_number(
        "person", lambda message, at: reached["number"], lambda message, at: reached["by"]
    )
    return reached


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def reached(settings, monkeypatch, port):
    return use(settings, monkeypatch, port)


def state(message):
    message.refresh_from_db()
    return message.state, message.error


def test_one_post_for_one_message(reached, port):
    message = put()
    with answering(port) as server:
        assert outbox.deliver_due(AT).sent == 1
    [(path, headers, body)] = server.got
    assert path == "/a1/sms?x=1"
    assert headers["Authorization"] == "Basic dTpoZW1saWd0"
    assert parse_qs(body.decode()) == {
        "from": ["Erfara"], "to": [NUMBER],
        "message": ["There is a message for you. https://x.example/l/abc Answer by 1 Dec."],
    }  # fmt: skip
    message.refresh_from_db()
    assert (message.state, message.channel) == ("sent", "text")
    assert mail.outbox == []


def test_json_with_a_token_and_names_of_its_own(settings, monkeypatch, port):
    use(
        settings, monkeypatch, port, user="", password="", token="t", format="json",
        fields={"to": "recipient", "reference": "id"}, more={"flash": False},
    )  # fmt: skip
    message = put()
    with answering(port) as server:
        outbox.deliver_due(AT)
    [(_path, headers, body)] = server.got
    assert headers["Authorization"] == "Bearer t"
    said = json.loads(body)
    assert (said["recipient"], said["id"], said["flash"]) == (NUMBER, message.message_id, False)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (400, ("failed", "NotTaken")), (404, ("failed", "NotTaken")),
        (401, ("waiting", "NotTaken")), (429, ("waiting", "NotTaken")),
        (503, ("waiting", "NotTaken")), (302, ("waiting", "NotTaken")),
        (500, ("failed", "Uncertain")), ("hang up", ("failed", "Uncertain")),
    ],
)  # fmt: skip
def test_what_the_gateway_answers(reached, port, answer, expected, caplog):
    message = put()
    with answering(port) as server:
        server.answer = answer
        outbox.deliver_due(AT)
        # Whatever it was: what may have left isn't sent again by itself, nor followed elsewhere.
        outbox.deliver_due(AT)
        assert len(server.got) == 1
    assert state(message) == expected
    for secret in ("70123", "hemligt", "x.example", "There is"):
        assert secret not in caplog.text


def test_without_an_answer_in_time_nobody_knows(reached, port, monkeypatch):
    monkeypatch.setattr(gateways, "TIMEOUT_SECONDS", 0.05)
    late = threading.Event()
    monkeypatch.setattr(Taking, "do_POST", lambda self: late.wait(2))
    message = put()
    with answering(port):
        outbox.deliver_due(AT)
        late.set()
    assert state(message) == ("failed", "Uncertain")


def test_a_gateway_that_knows_references_is_asked_again(settings, monkeypatch, port):
    use(settings, monkeypatch, port, fields={"reference": "id"})
    message = put()
    with answering(port) as server:
        server.answer = "hang up"
        outbox.deliver_due(AT)
        assert state(message)[0] == "uncertain"
        server.answer = 200
        assert outbox.deliver_due(AT + timedelta(hours=1)).sent == 1
    first, second = (parse_qs(body.decode())["id"] for _path, _headers, body in server.got)
    assert first == second == [message.message_id]


def test_a_worker_that_died_with_a_text_message_leaves_it_to_a_human(reached):
    message = put()
    OutboxMessage.objects.update(
        state="sending", channel="text", locked_until=AT - timedelta(minutes=1), locked_by="dead"
    )
    assert outbox.deliver_due(AT).failed == 1
    assert state(message) == ("failed", "Uncertain")


def test_while_the_gateway_is_silent_texts_wait_and_mails_leave(reached, letters):
    texts_ = [put(at=AT - timedelta(minutes=9)) for _number in range(3)]
    outbox.register_address("other", letters.address)
    mails = put(to_kind="other")
    done = outbox.deliver_due(AT, limit=2)
    assert (done.sent, done.unreachable) == (1, True)
    assert state(mails)[0] == "sent"
    assert {state(m) for m in texts_} == {("waiting", "")}
    assert letters.rendered == [mails.pk]
    assert not any(m.attempts for m in OutboxMessage.objects.exclude(pk=mails.pk))


def test_the_way_is_asked_anew_until_it_has_left_and_never_after(reached, port):
    waits, doubtful = put(), put()
    outbox.deliver_due(AT)  # nobody answers
    assert {m.channel for m in OutboxMessage.objects.all()} == {"text"}
    OutboxMessage.objects.filter(pk=doubtful.pk).update(state="uncertain", attempts=1)
    reached["by"] = "mail"
    done = outbox.deliver_due(AT + timedelta(hours=1))
    assert (done.sent, done.cancelled) == (1, 1)
    assert (state(waits)[0], state(doubtful)[0]) == ("sent", "cancelled")
    waits.refresh_from_db()
    assert waits.channel == "mail"
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("number", "error"), [(None, "NoNumber"), ("12", "BadNumber")])
def test_no_number_is_shown_to_a_human(reached, port, number, error):
    reached["number"] = number
    message = put()
    with answering(port) as server:
        outbox.deliver_due(AT)
    assert state(message) == ("failed", error)
    assert server.got == []


def test_without_a_gateway_everything_is_mail(reached, settings):
    settings.ENV = replace(settings.ENV, text_gateway="")
    put()
    assert outbox.deliver_due(AT).sent == 1
    assert len(mail.outbox) == 1


def test_the_demonstration_keeps_them_and_production_refuses(reached, settings):
    settings.ENV = replace(settings.ENV, text_gateway="demonstration")
    put()
    assert outbox.deliver_due(AT).sent == 1
    kept = SentLetter.objects.get()
    assert (kept.to_address, kept.channel, kept.created_at) == (NUMBER, "text", AT)
    settings.ENV = replace(settings.ENV, mode="production")
    assert [error.id for error in checks.text_messages()] == ["erfara.E003"]
    with pytest.raises(env.ConfigurationError, match="no text message is kept"):
        env.read({"ERFARA_TEXT_GATEWAY": "demonstration"} | PRODUCTION)


PRODUCTION = {
    "ERFARA_MODE": "production", "ERFARA_BASE_URL": "https://x.example", "ERFARA_HOSTS": "x",
    "ERFARA_SMTP_URL": "smtp://h", "ERFARA_MAIL_FROM": "a@x.example", "ERFARA_KEY_FILE": "/k",
    "ERFARA_SECRET_KEY_FILE": "/s",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "http://gateway.example/sms"}, "https://"),
        ({"url": "https://u:hemligt@gateway.example"}, "on their own"),
        ({"from": "Blåbergs bibliotek"}, "eleven letters"),
        ({"token": "t"}, "either"), ({"user": ""}, "either"),
        ({"format": "xml"}, "form or json"), ({"fields": {"cc": "x"}}, "may name"),
        ({"secret": "x"}, "nothing it knows"), ({"url": "https://h:port/"}, "no number"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_at_the_start(settings, change, said):
    file = {"url": "https://h/sms", "user": "u", "password": "hemligt", "from": "Erfara"}
    settings.ENV = replace(settings.ENV, text_gateway="https", text_file=file)
    assert checks.text_messages() == []
    settings.ENV = replace(settings.ENV, text_file={**file, **change})
    [error] = checks.text_messages()
    assert said in error.msg
    assert "hemligt" not in error.msg


def test_a_path_that_leads_nowhere_and_one_that_leads_somewhere(settings):
    settings.ENV = replace(settings.ENV, text_gateway="nobody.texts.Gateway")
    assert checks.text_messages()
    name = "erfara.foundation.outbox.gateways.DemonstrationGateway"
    settings.ENV = replace(settings.ENV, text_gateway=name)
    assert checks.text_messages() == []


@pytest.mark.parametrize(
    "values",
    [
        {"ERFARA_TEXT_GATEWAY": "sms"}, {"ERFARA_TEXT_GATEWAY": "https"},
        {"ERFARA_TEXT_GATEWAY": "https", "ERFARA_TEXT_FILE": "/nowhere"},
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_stops_the_start(values):
    with pytest.raises(env.ConfigurationError, match="ERFARA_TEXT_"):
        env.read({"ERFARA_MODE": "test", **values})
    assert env.read({"ERFARA_MODE": "demo"}).text_gateway == "demonstration"
    assert env.read({"ERFARA_MODE": "test"}).text_gateway == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("å" * 160, 1), ("å" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1),
        ("€" * 81, 2), ("š" * 70, 1), ("š" * 71, 2),
    ],
)  # fmt: skip
def test_what_a_text_message_holds(text, parts):
    assert texts.segments(text) == parts


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_real_one_is_one_part(language):
    letter = outbox.Letter(
        "You have a message", ("a long line that a mail has",),
        "https://erfara.regionblaberg.se/l/" + "x" * 43, date(2026, 12, 24), language,
        short="Du har ett meddelande från “Blåbergs levande bibliotek”:",
    )  # fmt: skip
    text = texts.text_of(letter)
    assert texts.segments(text) == 1, len(text)
    assert "long line" not in text
    assert '"Blåbergs levande bibliotek"' in text


@pytest.mark.parametrize(
    ("written", "number", "mobile"),
    [
        ("070-123 45 67", NUMBER, True), ("+46 (0)70 123 45 67", NUMBER, True),
        ("0046701234567", NUMBER, True), ("016-10 00 00", "+4616100000", False),
        ("+47 912 34 567", "+4791234567", True), ("0710-12 34 56", "+46710123456", False),
    ],
)  # fmt: skip
def test_numbers_have_one_form(written, number, mobile):
    assert phones.e164(written) == number
    assert phones.is_mobile(number) is mobile


def test_the_environment_of_the_tests_sends_nothing():
    assert django_settings.ENV.text_gateway == ""
    with pytest.raises(ImproperlyConfigured):
        gateways.gateway()
    assert put(to_id=uuid4()).channel == ""
