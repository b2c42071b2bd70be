"""Bad luck with mail: a real server on this machine, refusals, two workers, a killed worker."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections, transaction

from erfara.foundation import outbox
from erfara.foundation.models import OutboxMessage
from tests.unit.foundation.databases import empty_databases, on_disk
from tests.unit.foundation.mail import AT, Sink, letters, mail_to_a_free_port, put, serving

__all__ = ["empty_databases", "letters", "on_disk"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.usefixtures("letters", "on_disk"),
]
ROOT = Path(__file__).parents[3]
WORKER = Path(__file__).with_name("mail_worker.py")


@pytest.fixture
def port(settings):
    return mail_to_a_free_port(settings)


@pytest.fixture
def sink(port):
    sink = Sink()
    with serving(sink, port):
        yield sink


def states():
    return Counter(OutboxMessage.objects.values_list("state", flat=True))


def address(message):
    return f"{message.to_id}@example.se"


def test_each_message_goes_to_exactly_one(sink):
    messages = [put() for _ in range(20)]
    assert outbox.deliver_due(AT).sent == 20
    assert all(len(r.recipients) == 1 for r in sink.got)
    assert {r.recipients[0]: r.message_id for r in sink.got} == {
        address(m): m.message_id for m in messages
    }
    for received in sink.got:
        assert received.parsed["To"] == received.recipients[0]
        assert not {"Cc", "Bcc", "X-Mailer"} & set(received.parsed.keys())
    assert states() == {"sent": 20}


def test_a_server_that_is_down_costs_nothing_however_long(port, letters):
    put(), put()
    for hours in range(0, 48, 6):
        assert outbox.deliver_due(AT + timedelta(hours=hours)).unreachable is True
    assert states() == {"waiting": 2}
    assert letters.rendered == []  # nothing opened for nothing
    assert list(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 0]
    sink = Sink()
    with serving(sink, port):
        assert outbox.deliver_due(AT + timedelta(hours=48)).sent == 2
    assert len(sink.got) == 2


def test_a_server_that_says_later_is_asked_later_and_later(sink):
    message = put()
    sink.replies["*"] = "451 try again"
    waits, at = [], AT
    for _ in range(9):
        done = outbox.deliver_due(at)
        assert (done.waiting, done.sent) == (1, 0)
        message.refresh_from_db()
        waits.append((message.not_before - at) // timedelta(minutes=1))
        assert outbox.deliver_due(message.not_before - timedelta(seconds=1)).waiting == 0
        at = message.not_before
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert (message.state, message.error) == ("waiting", "SMTPRecipientsRefused")
    sink.replies.clear()
    assert outbox.deliver_due(at).sent == 1


def test_a_recipient_who_is_refused_stops_nobody_else(sink):
    bad, good = put(), put()
    sink.replies[address(bad)] = "550 no such user"
    done = outbox.deliver_due(AT)
    assert (done.failed, done.sent) == (1, 1)
    bad.refresh_from_db()
    assert (bad.state, bad.error) == ("failed", "SMTPRecipientsRefused")
    assert [r.recipients for r in sink.got] == [[address(good)]]


@pytest.mark.parametrize(
    ("reply", "state"), [("554 not this", "failed"), ("452 disk full", "waiting")]
)
def test_a_refusal_after_the_text(sink, reply, state):
    message = put()
    sink.at_data[address(message)] = reply
    outbox.deliver_due(AT)
    message.refresh_from_db()
    assert (message.state, message.error) == (state, "SMTPDataError")
    assert sink.got == []


@pytest.mark.parametrize("when", ["hang up before", "hang up after"])
def test_a_line_that_breaks_leaves_us_in_doubt(sink, when):
    message, other = put(), put()
    sink.at_data[address(message)] = when
    done = outbox.deliver_due(AT)
    assert (done.uncertain, done.sent) == (1, 1)
    at = AT
    for expected in ("uncertain", "failed"):
        at += timedelta(hours=1)
        outbox.deliver_due(at)
        message.refresh_from_db()
        assert message.state == expected
    assert message.attempts == 3
    copies = [r for r in sink.got if r.recipients == [address(message)]]
    assert len(copies) == (3 if when == "hang up after" else 0)
    assert len({(r.message_id, r.body) for r in copies}) <= 1
    other.refresh_from_db()
    assert other.state == "sent"


def test_doubt_stays_while_the_server_says_later(sink):
    message = put()
    sink.at_data[address(message)] = "hang up before"
    outbox.deliver_due(AT)
    sink.replies["*"] = "451 try again"
    outbox.deliver_due(AT + timedelta(hours=1))
    message.refresh_from_db()
    assert message.state == "uncertain"
    sink.replies.clear()
    sink.at_data.clear()
    assert outbox.deliver_due(AT + timedelta(hours=2)).sent == 1


def test_what_was_withdrawn_between_preview_and_sending_is_not_sent(sink, letters):
    message = put()
    letters.letter = None
    outbox.deliver_due(AT)
    message.refresh_from_db()
    assert message.state == "cancelled"
    assert sink.got == []


def test_sending_refuses_to_run_inside_a_transaction(sink):
    with pytest.raises(RuntimeError, match="outside"), transaction.atomic():
        outbox.deliver_due(AT)


def test_rendering_runs_outside_any_transaction(sink, letters, monkeypatch):
    seen = []

    def render(message, at):
        seen.append(connection.in_atomic_block)
        return letters.letter

    monkeypatch.setitem(outbox.registry.kinds, "hello", render)
    put()
    outbox.deliver_due(AT)
    assert seen == [False]


def test_two_workers_send_each_message_once(sink):
    for _ in range(60):
        put()
    start = threading.Barrier(3)
    errors = []

    def work():
        try:
            start.wait(5)
            outbox.deliver_due(AT, limit=100)
        except Exception as error:  # noqa: BLE001 - reported by the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert states() == {"sent": 60}
    assert Counter(r.message_id for r in sink.got).most_common(1)[0][1] == 1
    assert len(sink.got) == 60


@pytest.mark.sqlite
def test_a_worker_killed_again_and_again_loses_nothing_and_repeats_only_itself(sink, port, on_disk):
    messages = [put() for _ in range(60)]
    pid_file = on_disk / "worker.pid"
    fatal = set(range(5, 60, 6))

    def kill(sink):
        first_times = len({r.message_id for r in sink.got})
        if first_times in fatal:
            fatal.discard(first_times)
            os.kill(int(pid_file.read_text()), signal.SIGKILL)

    sink.pause, sink.taken, kills = 0.01, kill, len(fatal)
    connections.close_all()
    environment = {
        **os.environ,
        "ERFARA_HOME": str(on_disk),
        "ERFARA_MODE": "test",
        "ERFARA_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "ERFARA_KEY_FILE": str(django_settings.ENV.key_file),
        "PYTHONPATH": os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH")) if p),
    }
    ran = subprocess.run(
        [sys.executable, str(WORKER), "6", str(kills), str(pid_file)],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    killed = int(ran.stdout)
    assert fatal == set(), ran.stderr
    assert killed >= kills
    copies = defaultdict(list)
    for received in sink.got:
        assert len(received.recipients) == 1
        copies[received.message_id].append((received.recipients[0], received.body))
    assert states() == {"sent": 60}
    assert {m.message_id for m in messages} == set(copies)  # nothing lost
    repeated = sum(len(c) for c in copies.values()) - len(copies)
    assert kills <= repeated <= killed
    assert all(len(set(c)) == 1 for c in copies.values())
