"""Messages: put once, sent once, to one, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext_lazy

from erfara.foundation import outbox
from erfara.foundation.models import OutboxMessage, SentLetter
from erfara.foundation.outbox import backends, checks, registry
from tests.unit.foundation.mail import AT, TENANT, letters, put

__all__ = ["letters"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.usefixtures("letters"),
]


def state(message):
    message.refresh_from_db()
    return message.state


# Putting and taking back


def test_the_same_message_is_put_once():
    about, to = uuid4(), uuid4()
    first = put(about_id=about, to_id=to)
    assert put(about_id=about, to_id=to) == first
    assert put(about_id=about, to_id=to, occasion="reminder 1") != first
    assert put(about_id=about) != first
    assert OutboxMessage.objects.count() == 3


def test_what_is_undone_is_not_told():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(about_id=1 / 0)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(("kind", "to_kind"), [("unheard", "person"), ("hello", "unheard")])
def test_what_nobody_can_send_is_refused_at_once(kind, to_kind):
    with pytest.raises(LookupError):
        outbox.put(
            kind, tenant_id=TENANT, about_kind="x", about_id=uuid4(), to_kind=to_kind,
            to_id=uuid4(), at=AT,
        )  # fmt: skip


def test_registering_twice_is_an_error_unless_it_is_the_same():
    render = registry.kinds["hello"]
    outbox.register_kind("hello", render)
    with pytest.raises(ValueError, match="registered"):
        outbox.register_kind("hello", lambda message, at: None)


def test_a_programme_that_sends_nothing(letters):
    def hold(tenant):
        return tenant == TENANT

    outbox.register_hold(hold)
    outbox.register_hold(hold)
    assert registry.holds == [hold]
    held, other = put(), put(tenant_id=uuid4())
    assert (held.state, other.state) == ("held", "waiting")
    outbox.deliver_due(AT)
    assert (state(held), state(other)) == ("held", "sent")


def test_a_programme_that_stops_sending_after_the_message_was_put(letters):
    message = put()
    outbox.register_hold(lambda tenant: True)
    assert outbox.deliver_due(AT).held == 1
    assert state(message) == "held"
    assert letters.rendered == []
    assert mail.outbox == []


def test_cancelling_reaches_what_has_not_left():
    to, about = uuid4(), uuid4()
    sent = put(to_id=to)
    outbox.deliver_due(AT)
    waiting, another, elsewhere = (
        put(to_id=to),
        put(about_id=about),
        put(to_id=to, tenant_id=uuid4()),
    )
    assert outbox.cancel(tenant_id=TENANT, to_kind="person", to_id=to, at=AT) == 1
    assert outbox.cancel(tenant_id=TENANT, about_id=about, kind="other", at=AT) == 0
    assert outbox.cancel(tenant_id=TENANT, about_id=about, kind="hello", at=AT) == 1
    assert [state(m) for m in (sent, waiting, another, elsewhere)] == [
        "sent", "cancelled", "cancelled", "waiting",
    ]  # fmt: skip
    assert waiting.cancelled_at == AT
    with pytest.raises(TypeError):
        outbox.cancel(tenant_id=TENANT, at=AT)


def test_a_failed_message_can_be_tried_anew(letters):
    message = put()
    letters.to = None
    outbox.deliver_due(AT)
    assert state(message) == "failed"
    letters.to = "a@example.se"
    assert outbox.retry(message.pk, at=AT) is True
    assert outbox.retry(message.pk, at=AT) is False
    outbox.deliver_due(AT)
    assert (state(message), message.error) == ("sent", "")


# What a letter says


def test_one_neutral_letter_to_one_recipient():
    message = put()
    assert outbox.deliver_due(AT).sent == 1
    (sent,) = mail.outbox
    assert sent.to == [f"{message.to_id}@example.se"]
    assert sent.cc == sent.bcc == []
    assert sent.from_email == django_settings.ENV.mail_from
    assert sent.subject == "You have a message"
    assert sent.body == (
        "There is a message for you.\n\nhttps://x.example/l/abc\n\n"
        "Please answer no later than Dec. 1, 2026.\n"
    )
    header = sent.message()
    assert header["Message-ID"] == message.message_id == f"<{message.pk}@erfara.invalid>"
    assert header["Auto-Submitted"] == "auto-generated"
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == ("sent", AT, 1)
    assert (message.locked_until, message.locked_by, message.error) == (None, "", "")


def test_a_letter_speaks_the_language_it_is_told_or_the_installations():
    letter = outbox.Letter(gettext_lazy("Yes"), (gettext_lazy("No"),), "u", None)
    assert outbox.body_of(letter) == "Nej\n\nu\n"
    assert outbox.body_of(replace(letter, language="en")) == "No\n\nu\n"
    day = replace(letter, deadline=date(2026, 12, 1))
    assert "1 december 2026" in outbox.body_of(day)
    soon = replace(letter, deadline=datetime(2026, 12, 1, 21, 55, tzinfo=UTC))
    assert "Svara senast 1 december 2026 kl. 22.55." in outbox.body_of(soon)
    assert "Dec. 1, 2026 at 22:55" in outbox.body_of(replace(soon, language="en"))


def test_a_subject_cannot_start_a_header_of_its_own(letters):
    letters.letter = replace(letters.letter, subject="Hello\r\nBcc: x@example.se")
    put()
    outbox.deliver_due(AT)
    header = mail.outbox[0].message()
    assert header["Bcc"] is None
    assert "\n" not in header["Subject"]


@pytest.mark.parametrize(
    "address",
    ["a@example.se, b@example.se", "a@example.se\nBcc: b@example.se", "no address", "a@", " "],
)
def test_an_address_is_one_address(letters, address):
    letters.to = address
    message = put()
    assert outbox.deliver_due(AT).failed == 1
    assert (state(message), message.error) == ("failed", "BadAddress")
    assert mail.outbox == []


@pytest.mark.parametrize("address", [None, ""])
def test_nowhere_to_send_is_shown_to_a_human(letters, address):
    letters.to = address
    message = put()
    outbox.deliver_due(AT)
    assert (state(message), message.error) == ("failed", "NoAddress")


def test_a_kind_that_this_version_does_not_know(letters):
    message = put()
    registry.kinds.clear()
    outbox.deliver_due(AT)
    assert (state(message), message.error) == ("failed", "UnknownKind")


def test_what_may_not_be_sent_any_more_is_cancelled_without_asking_for_the_address(letters):
    message = put()
    letters.letter = None
    letters.address = None
    assert outbox.deliver_due(AT).cancelled == 1
    assert (state(message), message.cancelled_at) == ("cancelled", AT)
    assert mail.outbox == []
    assert outbox.deliver_due(AT + timedelta(days=1)).sent == 0


def test_a_renderer_that_fails_delays_its_message_and_no_other(letters, caplog):
    broken, whole = put(), put()
    render = letters.render

    def one_fails(message, at):
        if message.pk == broken.pk:
            raise RuntimeError("Ylva Canary")
        return render(message, at)

    registry.kinds["hello"] = one_fails
    done = outbox.deliver_due(AT)
    assert (done.sent, done.waiting) == (1, 1)
    assert (state(broken), broken.error) == ("waiting", "RuntimeError")
    assert broken.not_before == AT + timedelta(minutes=1)
    assert state(whole) == "sent"
    assert str(broken.pk) in caplog.text
    assert "Canary" not in caplog.text
    at = AT
    for _ in range(7):
        at += timedelta(hours=2)
        outbox.deliver_due(at)
    assert (state(broken), broken.attempts) == ("failed", 8)


def test_messages_wait_for_their_time_and_for_their_turn():
    later = put(not_before=AT + timedelta(hours=1))
    first, second = put(at=AT - timedelta(minutes=2)), put(at=AT - timedelta(minutes=1))
    assert outbox.deliver_due(AT, limit=1).sent == 1
    assert [state(m) for m in (first, second, later)] == ["sent", "waiting", "waiting"]
    assert outbox.deliver_due(AT).sent == 1
    assert outbox.deliver_due(AT + timedelta(hours=1)).sent == 1


def test_what_is_put_at_one_moment_leaves_in_that_order(letters):
    in_order = [put().pk for _turn in range(12)]
    assert outbox.deliver_due(AT).sent == 12
    assert letters.rendered == in_order


def test_a_round_ends_before_its_locks_do(monkeypatch):
    monkeypatch.setattr("erfara.foundation.outbox.send.ROUND_SECONDS", -1.0)
    message = put()
    assert outbox.deliver_due(AT).sent == 0
    assert state(message) == "waiting"


def test_a_server_that_hangs_up_first_spoils_nothing(monkeypatch):
    def close(self):
        raise OSError("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.close", close)
    message = put()
    assert outbox.deliver_due(AT).sent == 1
    assert state(message) == "sent"


# What follows when it has left


def test_what_follows_happens_with_the_sending():
    seen = []
    outbox.after_sent(
        "hello", lambda message, at: seen.append((message.state, message.sent_at, at))
    )
    put()
    outbox.deliver_due(AT)
    assert seen == [("sent", AT, AT)]


def test_when_what_follows_fails_the_letter_is_not_sent_again(caplog):
    other = uuid4()

    def hook(message, at):
        put(about_id=other)
        raise RuntimeError("Ylva Canary")

    outbox.after_sent("hello", hook)
    message = put()
    assert outbox.deliver_due(AT).sent == 1
    assert (state(message), message.error) == ("sent", "RuntimeError")
    assert not OutboxMessage.objects.filter(about_id=other).exists()
    assert "Canary" not in caplog.text
    assert outbox.deliver_due(AT + timedelta(days=1)).sent == 0
    assert len(mail.outbox) == 1


def test_a_worker_that_lost_its_lock_changes_nothing_more():
    seen = []
    outbox.after_sent("hello", lambda message, at: seen.append(at))
    message = put()
    render = registry.kinds["hello"]

    def slow(message, at):
        OutboxMessage.objects.update(locked_by="another")
        return render(message, at)

    registry.kinds["hello"] = slow
    assert outbox.deliver_due(AT).sent == 0
    assert state(message) == "sending"
    assert seen == []


def test_a_message_cancelled_between_looking_and_taking_is_left_alone(monkeypatch):
    message = put()
    reach = "erfara.foundation.outbox.send._reach"

    def meanwhile(connection, done):
        outbox.cancel(tenant_id=TENANT, about_id=message.about_id, at=AT)
        return True

    monkeypatch.setattr(reach, meanwhile)
    assert outbox.deliver_due(AT).sent == 0
    assert state(message) == "cancelled"
    assert mail.outbox == []


def test_a_lost_worker_is_tried_for_twice_and_then_shown_to_a_human():
    message = put()
    at = AT
    for expected in ("uncertain", "uncertain", "failed"):
        OutboxMessage.objects.filter(pk=message.pk, state="waiting").update(state="uncertain")
        message.refresh_from_db()
        if expected == "failed":
            OutboxMessage.objects.update(uncertain_tries=2)
        OutboxMessage.objects.update(state="sending", locked_until=at, locked_by="dead")
        assert outbox.deliver_due(at, limit=0).sent == 0
        assert state(message) == "sending"  # its lock lasts until then
        at += timedelta(minutes=6)
        outbox.deliver_due(at, limit=0)
        assert state(message) == expected
    assert message.error == "Uncertain"


# The operator's view


def test_the_overview_counts_and_names_nobody(letters):
    put(), put(not_before=AT + timedelta(days=1)), put(tenant_id=uuid4())
    seen = outbox.overview(AT + timedelta(hours=1))
    assert seen.counts == {
        "waiting": 3, "sending": 0, "sent": 0, "uncertain": 0, "failed": 0, "cancelled": 0,
        "held": 0,
    }  # fmt: skip
    assert (seen.oldest_due, seen.errors) == (AT, {})
    letters.to = None
    outbox.deliver_due(AT)
    mine = outbox.overview(AT, TENANT)
    assert (mine.counts["failed"], mine.counts["waiting"]) == (1, 1)
    assert (mine.oldest_due, mine.errors) == (None, {"NoAddress": 1})


# Ways to leave


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.se", ("mail.example.se", 25, "", "", False, False)),
        ("smtp+tls://u%40x:p%3Aw@h:2525", ("h", 2525, "u@x", "p:w", True, False)),
        ("smtps://u:p@h", ("h", 465, "u", "p", False, True)),
        ("smtp+tls://h", ("h", 587, "", "", True, False)),
    ],
)
def test_a_mail_server_is_an_address(url, expected, settings):
    server = backends.server_of(url)
    assert (
        server.host, server.port, server.username, server.password, server.use_tls, server.use_ssl,
    ) == expected  # fmt: skip
    assert "p:w" not in repr(server)
    settings.ENV = replace(django_settings.ENV, smtp_url=url)
    backend = backends.SmtpBackend()
    assert (backend.host, backend.port, backend.timeout) == (server.host, server.port, 10)


@pytest.mark.parametrize("url", ["", "mail.example.se", "http://h", "smtp://", "smtp://h:port"])
def test_an_address_that_is_no_mail_server(url, settings):
    with pytest.raises(ImproperlyConfigured, match="ERFARA_SMTP_URL"):
        backends.server_of(url)
    settings.ENV = replace(django_settings.ENV, smtp_url=url)
    settings.EMAIL_BACKEND = checks.SMTP
    assert [error.id for error in checks.mail()] == ["erfara.E002"]


def test_production_starts_with_its_mail_server_only(settings):
    settings.ENV = replace(django_settings.ENV, mode="production", smtp_url="smtp://h")
    settings.EMAIL_BACKEND = checks.SMTP
    assert checks.mail() == []
    settings.EMAIL_BACKEND = checks.DEMONSTRATION
    assert [error.id for error in checks.mail()] == ["erfara.E001"]
    with pytest.raises(ImproperlyConfigured):
        backends.DemonstrationBackend()


def test_the_demonstration_keeps_letters_to_be_read(settings):
    settings.EMAIL_BACKEND = checks.DEMONSTRATION
    assert checks.mail() == []
    message = put()
    assert outbox.deliver_due(AT).sent == 1
    kept = SentLetter.objects.get()
    assert (kept.message_id, kept.created_at) == (message.message_id, AT)
    assert kept.to_address == f"{message.to_id}@example.se"
    assert "\n\nhttps://x.example/l/abc\n" in kept.body
    mail.send_mail("Other", "text", None, ["b@example.se"])
    assert SentLetter.objects.get(subject="Other").message_id == ""
