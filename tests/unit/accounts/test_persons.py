"""Codes, links and sessions of people: what works, for how long, and what others can't spoil."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from erfara.accounts import persons
from erfara.accounts.models import PersonSession, SignInRequest
from erfara.foundation import links, outbox
from erfara.foundation.models import Link, OutboxMessage
from erfara.foundation.outbox import registry
from erfara.foundation.vault import index

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.usefixtures("mailbox"),
]

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TENANT = uuid4()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mailbox(monkeypatch):
    """People are reached, and letters rendered without a programme in the database."""
    monkeypatch.setitem(registry.addresses, "person", lambda message, at: "her@example.se")


@pytest.fixture
def her():
    person = uuid4()
    index.index_put(tenant_id=TENANT, person_id=person, kind="email", value="her@example.se", at=AT)
    index.index_put(tenant_id=TENANT, person_id=person, kind="phone", value="070-123 45 67", at=AT)
    return person


def ask(address="her@example.se", *, at=AT, ip="192.0.2.1", tenant=TENANT):
    return persons.ask(tenant_id=tenant, address=address, sender_ip=ip, at=at)


def use(request_id, code=None, *, at=AT + MINUTE, tenant=TENANT):
    code = code or persons.code_of(request_id, tenant)
    return persons.use_code(tenant_id=tenant, request_id=request_id, code=code, at=at)


def wrong(request_id):
    return f"{(int(persons.code_of(request_id, TENANT)) + 1) % 10**6:06d}"


def token_of(request_id):
    return links.token(Link.objects.get(about_id=request_id))


@pytest.mark.parametrize(
    "address", ["her@example.se", " Her@Example.SE ", "0701234567", "+46 70 123 45 67"]
)
def test_whoever_is_known_gets_a_letter_and_comes_in(her, address):
    asked = ask(address)
    assert persons.handle_waiting(AT) == 1
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to_kind, message.to_id) == ("sign_in", "person", her)
    session, key = use(asked)
    assert session.person_id == her
    assert persons.viewer(key, TENANT, AT + MINUTE) == session


def test_the_code_is_six_digits_and_stands_nowhere(her):
    asked = ask()
    persons.handle_waiting(AT)
    code = persons.code_of(asked, TENANT)
    assert len(code) == 6
    assert code.isdigit()
    rows = [
        *SignInRequest.objects.values(),
        *OutboxMessage.objects.values(),
        *Link.objects.values(),
    ]
    assert code not in str(rows)
    assert "her@example.se" not in str(rows)


def test_nobody_is_written_to_who_is_not_known_here(her):
    asked, elsewhere = ask("him@example.se"), ask(tenant=uuid4())
    assert persons.handle_waiting(AT) == 0
    assert not OutboxMessage.objects.exists()
    assert use(asked) is None
    assert use(elsewhere) is None


def test_the_web_does_the_same_for_known_and_unknown(her, django_assert_num_queries):
    for address in ("her@example.se", "him@example.se"):
        with django_assert_num_queries(2):
            ask(address)
    assert {row.person_id for row in SignInRequest.objects.all()} == {None}


def test_five_wrong_tries_end_the_code_but_not_the_link(her):
    asked = ask()
    persons.handle_waiting(AT)
    for _ in range(5):
        assert use(asked, wrong(asked)) is None
    assert use(asked) is None
    assert persons.tries_left(tenant_id=TENANT, request_id=asked, at=AT) == 0
    assert persons.use_link(tenant_id=TENANT, token=token_of(asked), at=AT + MINUTE)


def test_tries_are_counted_down(her):
    asked = ask()
    assert persons.tries_left(tenant_id=TENANT, request_id=asked, at=AT) == 5
    use(asked, wrong(asked))
    assert persons.tries_left(tenant_id=TENANT, request_id=asked, at=AT) == 4
    assert persons.tries_left(tenant_id=TENANT, request_id=uuid4(), at=AT) == 0


def test_many_codes_can_not_be_guessed_through_a_day_and_links_still_work(her):
    for hour in range(5):
        at = AT + hour * timedelta(hours=2)
        asked = ask(at=at)
        persons.handle_waiting(at)
        for _ in range(5):
            use(asked, wrong(asked), at=at)
    at = AT + timedelta(hours=11)
    asked = ask(at=at)
    persons.handle_waiting(at)
    assert use(asked, at=at) is None
    assert persons.use_link(tenant_id=TENANT, token=token_of(asked), at=at)


def test_a_code_works_once_for_twenty_minutes_in_its_own_programme(her):
    asked = ask()
    persons.handle_waiting(AT)
    assert use(asked, at=AT + 20 * MINUTE) is None
    assert persons.use_code(
        tenant_id=uuid4(), request_id=asked, code=persons.code_of(asked, TENANT), at=AT
    ) is None  # fmt: skip
    assert use(asked)
    assert use(asked) is None


def test_code_and_link_of_one_letter_are_one_way_in(her):
    asked = ask()
    persons.handle_waiting(AT)
    token = token_of(asked)
    assert use(asked)
    assert persons.use_link(tenant_id=TENANT, token=token, at=AT + MINUTE) is None

    asked = ask()
    persons.handle_waiting(AT)
    assert persons.use_link(tenant_id=TENANT, token=token_of(asked), at=AT + MINUTE)
    assert use(asked) is None


def test_a_code_that_was_never_sent_opens_nothing(her):
    asked = ask()
    assert use(asked) is None  # the worker has not written yet: nobody can know it
    persons.handle_waiting(AT)
    assert use(asked)


def test_a_link_works_once_for_two_hours_in_its_own_programme(her):
    asked = ask()
    persons.handle_waiting(AT)
    token = token_of(asked)
    assert persons.use_link(tenant_id=uuid4(), token=token, at=AT + MINUTE) is None
    assert persons.use_link(tenant_id=TENANT, token="nonsense", at=AT + MINUTE) is None
    late = AT + timedelta(hours=2)
    assert persons.use_link(tenant_id=TENANT, token=token, at=late) is None
    assert persons.use_link(tenant_id=TENANT, token=token, at=late - MINUTE)
    assert persons.use_link(tenant_id=TENANT, token=token, at=late - MINUTE) is None


def test_at_most_five_letters_an_hour_and_those_sent_still_work(her):
    asked = [ask(at=AT + n * MINUTE, ip=f"192.0.2.{n}") for n in range(8)]
    for n in range(8):
        persons.handle_waiting(AT + n * MINUTE)
    assert OutboxMessage.objects.count() == 5
    at = AT + 8 * MINUTE
    assert persons.use_link(tenant_id=TENANT, token=token_of(asked[0]), at=at)
    assert use(asked[7], at=at) is None
    later = ask(at=AT + timedelta(minutes=70))
    assert persons.handle_waiting(AT + timedelta(minutes=70)) == 1
    assert use(later, at=AT + timedelta(minutes=71))


def test_letters_are_counted_per_person_however_she_is_asked_for(her):
    for n in range(6):
        ask("her@example.se" if n % 2 else "0701234567", at=AT + n * MINUTE)
    persons.handle_waiting(AT + 6 * MINUTE)
    assert OutboxMessage.objects.count() == 5


def test_a_sender_who_asks_too_much_leaves_no_more_rows(her):
    for n in range(40):
        assert ask(f"{n}@example.se")
    assert SignInRequest.objects.count() == 30
    assert use(ask()) is None
    ask(ip="192.0.2.77")
    assert SignInRequest.objects.count() == 31


def test_two_workers_write_one_letter(her):
    ask()
    rows = list(SignInRequest.objects.all())
    persons.handle_waiting(AT)
    SignInRequest.objects.filter(pk=rows[0].pk).update(handled_at=AT)
    assert persons.handle_waiting(AT) == 0
    assert OutboxMessage.objects.count() == 1


def test_sessions_end_when_idle_after_a_day_at_work_and_by_the_person(her):
    session, key = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    assert persons.viewer(key, TENANT, AT + 29 * MINUTE) == session
    assert persons.viewer(key, TENANT, AT + 58 * MINUTE) == session
    assert persons.viewer(key, TENANT, AT + 88 * MINUTE) is None

    session, key = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    at = AT
    while at < AT + timedelta(hours=8):
        assert persons.viewer(key, TENANT, at) == session
        at += 20 * MINUTE
    assert persons.viewer(key, TENANT, at) is None

    session, key = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    persons.sign_out(session=session, at=AT)
    assert persons.viewer(key, TENANT, AT) is None

    _, key = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    assert persons.end_all(tenant_id=TENANT, person_id=her, at=AT)
    assert persons.viewer(key, TENANT, AT) is None


def test_a_key_is_good_in_its_own_programme_only_and_is_not_kept(her):
    session, key = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    assert len(key) == 43
    assert key not in str(PersonSession.objects.values())
    assert persons.viewer(key, uuid4(), AT) is None
    for nonsense in (None, "", "x", key[:-1], key + "x", session.key_hash, "\udcff", "å" * 5000):
        assert persons.viewer(nonsense, TENANT, AT) is None


def test_reading_pages_writes_every_five_minutes_at_most(her, django_assert_num_queries):
    _, key = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    with django_assert_num_queries(1):
        persons.viewer(key, TENANT, AT + 4 * MINUTE)
    with django_assert_num_queries(2):
        persons.viewer(key, TENANT, AT + 5 * MINUTE)


def test_what_is_over_is_swept(her):
    ask()
    session, _ = persons.start_session(tenant_id=TENANT, person_id=her, at=AT, how="test")
    persons.sign_out(session=session, at=AT)
    assert persons.sweep(AT + timedelta(hours=23)) == 0
    assert persons.sweep(AT + timedelta(days=8)) == 2


def test_a_letter_that_can_no_longer_be_used_is_not_sent(her, monkeypatch):
    from erfara.accounts import letters

    monkeypatch.setattr(letters, "_slug_of", lambda tenant_id: "sormland")
    asked = ask()
    persons.handle_waiting(AT)
    message = OutboxMessage.objects.get()
    first, again = letters.sign_in(message, AT), letters.sign_in(message, AT + MINUTE)
    assert first
    assert again
    assert outbox.body_of(first) == outbox.body_of(again)
    code = persons.code_of(asked, TENANT)
    assert f"{code[:3]} {code[3:]}" in outbox.body_of(first)
    assert token_of(asked) in first.url
    use(asked)
    assert letters.sign_in(message, AT + MINUTE) is None
