"""Erasing, cuts in the middle of things, changing keys, and what a stolen disk shows."""

import base64
import random
import string
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from erfara.foundation import links, outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import keys
from erfara.foundation.models import Link, OutboxMessage
from erfara.foundation.models.vault import BlindIndex, DataKey, SealedBlob, Tombstone
from erfara.foundation.outbox import registry
from erfara.foundation.vault import datakeys, door, policy, upkeep
from tests.unit.foundation.databases import empty_databases, files_of, on_disk

__all__ = ["empty_databases", "on_disk"]
pytestmark = pytest.mark.django_db(databases=["default", "keystore"], transaction=True)

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
TENANT = uuid4()
STAFF = Actor(Role.COORDINATOR, TENANT, uuid4(), "Coordinator")


class Cut(BaseException):
    """The power goes."""


@pytest.fixture(autouse=True)
def world(monkeypatch, on_disk):
    monkeypatch.setattr(policy, "_purposes", {})
    vault.register_purpose("list", "Reading", lambda *_asked: True)
    for table in ("kinds", "addresses", "hooks"):
        monkeypatch.setattr(registry, table, {})
    monkeypatch.setattr(registry, "holds", [])
    outbox.register_kind("hello", lambda message, at: None)
    outbox.register_address("person", lambda message, at: None)
    return on_disk


def put(name="Ylva", person=None):
    person = person or uuid4()
    vault.store(tenant_id=TENANT, person_id=person, blob="identity", values={"name": name}, at=AT)
    return person


def whole(name="Ylva", address="ylva@example.se"):
    """A person with everything that a person can have."""
    person = put(name)
    vault.store(tenant_id=TENANT, person_id=person, blob="experience", values={"a": "b"}, at=AT)
    vault.index_put(tenant_id=TENANT, person_id=person, kind="email", value=address, at=AT)
    links.issue(
        tenant_id=TENANT, purpose="answer", about_id=uuid4(), person_id=person,
        expires_at=AT + timedelta(days=9), at=AT,
    )  # fmt: skip
    outbox.put(
        "hello", tenant_id=TENANT, about_kind="x", about_id=uuid4(), to_kind="person",
        to_id=person, at=AT,
    )  # fmt: skip
    return person


def look(*people):
    return vault.open(
        tenant_id=TENANT, person_ids=people, blob="identity", fields=["name"], purpose="list",
        case="", actor=STAFF, at=AT,
    )  # fmt: skip


def left_of(person):
    return {
        "key": DataKey.objects.filter(person_id=person, destroyed_at=None).count(),
        "blobs": SealedBlob.objects.filter(person_id=person).count(),
        "index": BlindIndex.objects.filter(person_id=person).count(),
        "links": Link.objects.filter(person_id=person).count(),
        "mail": OutboxMessage.objects.filter(to_id=person, state="waiting").count(),
        "alive": int(not Tombstone.objects.filter(person_id=person).exists()),
    }


NOTHING = dict.fromkeys(["key", "blobs", "index", "links", "mail", "alive"], 0)
ALL = {"key": 1, "blobs": 2, "index": 1, "links": 1, "mail": 1, "alive": 1}


def test_erasing_leaves_a_tombstone_and_everybody_else():
    gone, stays = whole(), whole("Björn", "bjorn@example.se")
    assert left_of(gone) == left_of(stays) == ALL
    vault.erase(tenant_id=TENANT, person_id=gone, at=AT)
    assert left_of(gone) == NOTHING
    assert left_of(stays) == ALL
    assert vault.is_erased(gone)
    assert not vault.is_erased(stays)
    assert look(gone, stays) == {stays: {"name": "Björn"}}
    stone = Tombstone.objects.get()
    assert (stone.person_id, stone.tenant_id, stone.created_at) == (gone, TENANT, AT)
    assert OutboxMessage.objects.get(to_id=gone).state == "cancelled"


def test_erasing_twice_is_erasing_once():
    person = whole()
    vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    vault.erase(tenant_id=TENANT, person_id=person, at=LATER)
    assert Tombstone.objects.get().created_at == AT
    assert DataKey.objects.get().destroyed_at == AT


def test_somebody_without_anything_can_be_erased():
    person = uuid4()
    vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    assert left_of(person) == NOTHING


def test_another_programme_erases_nobody():
    person = whole()
    with pytest.raises(vault.VaultError, match="another programme"):
        vault.erase(tenant_id=uuid4(), person_id=person, at=AT)
    assert left_of(person) == ALL


def test_nothing_is_ever_stored_about_her_again():
    person = whole()
    vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    with pytest.raises(vault.Erased):
        put("again", person)
    with pytest.raises(vault.Erased):
        vault.amend(tenant_id=TENANT, person_id=person, blob="identity", values={}, at=AT)
    assert left_of(person) == NOTHING


def cut_at(monkeypatch, module, name, *, after):
    """Let the power go right before, or right after, one step."""
    step = getattr(module, name)

    def stop(*args, **kwargs):
        if after:
            step(*args, **kwargs)
        raise Cut

    monkeypatch.setattr(module, name, stop)


STEPS = [
    (upkeep, "_destroy_key"),
    (upkeep, "_remove_rest"),
    (links, "remove_all"),
    (outbox, "cancel"),
    (upkeep, "checkpoint"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS, ids=[name for _module, name in STEPS])
def test_an_erasure_cut_anywhere_is_finished_by_the_janitor(step, after, monkeypatch):
    person, other = whole(), whole("Björn", "bjorn@example.se")
    with monkeypatch.context() as patch:
        cut_at(patch, *step, after=after)
        with pytest.raises(Cut):
            vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    if (step, after) == (STEPS[0], False):
        assert left_of(person) == ALL  # not begun
    else:
        assert look(person) == {}  # unreadable from the first step on
        vault.janitor(LATER)
        assert left_of(person) == NOTHING
    assert left_of(other) == ALL
    assert look(other) == {other: {"name": "Björn"}}
    assert vault.janitor(LATER).erasures == 0


def test_a_cut_between_making_the_key_and_storing_leaves_an_unused_key(monkeypatch):
    with monkeypatch.context() as patch:
        cut_at(patch, door, "_write", after=False)
        with pytest.raises(Cut):
            put()
    assert DataKey.objects.count() == 1
    assert vault.janitor(AT + timedelta(minutes=59)).keys == 0
    assert vault.janitor(LATER).keys == 1
    assert not DataKey.objects.exists()


def test_an_action_that_is_undone_leaves_a_key_that_still_serves():
    person = uuid4()

    def undone():
        with transaction.atomic():
            put("first", person)
            raise Cut

    with pytest.raises(Cut):
        undone()
    assert not SealedBlob.objects.exists()
    put("second", person)
    assert vault.janitor(LATER).keys == 0
    assert look(person) == {person: {"name": "second"}}


def test_a_lost_key_store_is_reported_and_nothing_is_removed():
    person = whole()
    DataKey.objects.all().delete()
    swept = vault.janitor(LATER)
    assert (swept.unreadable, swept.erasures) == (1, 0)
    assert left_of(person) == {**ALL, "key": 0}


@pytest.mark.parametrize("restored", ["data", "keys"])
def test_a_restored_backup_does_not_bring_her_back(restored):
    person = whole()
    blobs, row = list(SealedBlob.objects.all()), DataKey.objects.get()
    vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    if restored == "data":  # yesterday's data: blobs are back, the tombstone is not
        SealedBlob.objects.bulk_create(blobs)
        Tombstone.objects.all().delete()
    else:  # yesterday's key store
        DataKey.objects.all().delete()
        DataKey.objects.bulk_create([row])
    assert look(person) == {}
    vault.janitor(LATER)
    assert left_of(person) == NOTHING
    with pytest.raises(vault.Erased):
        put("again", person)


def test_a_blob_written_while_she_was_erased_is_removed():
    person = whole()
    blob = SealedBlob.objects.get(name="identity")
    vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    SealedBlob.objects.bulk_create([blob])
    assert vault.janitor(LATER).erasures == 1
    assert left_of(person) == NOTHING


def test_the_janitor_does_not_take_the_key_of_somebody_being_stored():
    """Her key is old and unused; the janitor comes between reading it and the commit."""
    person = put()
    vault.drop_blob(tenant_id=TENANT, person_id=person, blob="identity")
    done = threading.Event()
    swept = []

    def sweep():
        swept.append(vault.janitor(LATER))
        connections.close_all()
        done.set()

    thread = threading.Thread(target=sweep)
    with transaction.atomic():
        put("back", person)
        thread.start()
        assert not done.wait(0.3)
    thread.join(10)
    assert swept[0].keys == 0
    assert look(person) == {person: {"name": "back"}}


# Changing the key that wraps all keys


@pytest.fixture
def own_key_file(tmp_path, settings):
    settings.ENV = replace(settings.ENV, key_file=tmp_path / "keys.json")
    return settings.ENV.key_file


def test_after_a_rotation_everything_opens_and_the_old_key_goes(own_key_file):
    people = [put(str(n)) for n in range(5)]
    erased = put()
    vault.erase(tenant_id=TENANT, person_id=erased, at=AT)
    old = keys.load().current.id
    sealed = {b.pk: bytes(b.sealed) for b in SealedBlob.objects.all()}
    assert vault.rotate(AT) == 5
    assert keys.load().current.id != old
    assert not DataKey.objects.filter(kek_id=old).exists()
    assert {b.pk: bytes(b.sealed) for b in SealedBlob.objects.all()} == sealed
    assert vault.drop_retired(AT + timedelta(minutes=59)) == 0
    assert vault.drop_retired(LATER) == 1
    assert vault.drop_retired(LATER) == 0
    assert [k.id for k in keys.load().keks] == [keys.load().current.id]
    assert len(look(*people)) == 5


def test_a_rotation_cut_in_between_is_finished_before_the_old_key_goes(own_key_file, monkeypatch):
    person = put()
    with monkeypatch.context() as patch:
        cut_at(patch, upkeep, "_rewrap", after=False)
        with pytest.raises(Cut):
            vault.rotate(AT)
    assert look(person) == {person: {"name": "Ylva"}}
    put("new", other := uuid4())
    vault.drop_retired(LATER)
    assert look(person, other) == {person: {"name": "Ylva"}, other: {"name": "new"}}


def test_a_copy_of_the_old_key_store_is_worthless_after_the_rotation(own_key_file):
    put()
    old = DataKey.objects.get()
    vault.rotate(AT)
    vault.drop_retired(LATER)
    with pytest.raises(vault.VaultError, match="lacks key"):
        datakeys.unwrap(keys.load(), TENANT, old.person_id, old.wrapped, old.kek_id)


def test_a_retired_key_is_not_dropped_inside_a_transaction(own_key_file):
    put()
    vault.rotate(AT)
    with pytest.raises(vault.InsideTransaction), transaction.atomic(using="keystore"):
        vault.drop_retired(LATER)
    assert len(keys.load().keks) == 2


@pytest.mark.django_db(databases=["default", "keystore"], transaction=False)
def test_inside_a_test_case_an_erasure_leaves_the_wal_alone():
    with transaction.atomic():
        assert connection.in_atomic_block
        upkeep.checkpoint()


# A stolen disk

sqlite_only = pytest.mark.sqlite


MARK = "Kanariefågel"


def forms(text):
    """The ways in which a text could stand in a file, wherever in a longer one it began."""
    found = []
    for cased in (text, text.lower()):
        for plain in (cased.encode(), cased.encode("utf-16-le"), cased.encode("utf-16-be")):
            found += [plain, plain.hex().encode(), plain.hex().upper().encode()]
            for ahead in range(3):
                coded = base64.b64encode(b"\0" * ahead + plain)
                found.append(coded[(0, 2, 3)[ahead] : -4])
    return found


@pytest.mark.parametrize("ahead", range(4))
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("wrap", [bytes, base64.b64encode, lambda b: b.hex().encode()])
def test_the_search_finds_what_is_there(ahead, code, wrap):
    written = wrap(b"x" * ahead + (MARK + "Abc").encode(code) + b"yyyy")
    assert any(form in written for form in forms(MARK))


def on_the_disk(folder):
    return b"".join(path.read_bytes() for path in files_of(folder))


@sqlite_only
def test_a_stolen_disk_shows_none_of_what_people_told(world):
    rng = random.Random(7)
    canaries = []
    for n in range(50):
        words = [MARK + "".join(rng.choices(string.ascii_letters, k=12)) for _ in range(24)]
        address = words[0] + "@example.se"
        person = uuid4()
        values = dict(zip(map(str, range(24)), words, strict=True))
        vault.store(tenant_id=TENANT, person_id=person, blob="identity", values=values, at=AT)
        vault.index_put(tenant_id=TENANT, person_id=person, kind="email", value=address, at=AT)
        if n % 10 == 0:
            look(person)
            vault.amend(
                tenant_id=TENANT, person_id=person, blob="identity", values={"0": words[1]}, at=AT
            )
        canaries += [*words, address]
    assert connections["default"].vendor == "sqlite"
    disk = on_the_disk(world)
    assert len(disk) > 100_000
    assert str(TENANT.hex).encode() in disk  # the search does find what is there
    found = [form for form in forms(MARK) if form in disk]
    found += [word for word in canaries if word.encode() in disk]
    assert not found


@sqlite_only
def test_after_an_erasure_neither_key_nor_blob_is_on_the_disk(world):
    person = whole()
    wrapped = bytes(DataKey.objects.get().wrapped)
    sealed = [bytes(b.sealed) for b in SealedBlob.objects.all()]
    disk = on_the_disk(world)
    assert wrapped in disk
    assert all(s[:64] in disk for s in sealed)
    vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    disk = on_the_disk(world)
    assert wrapped not in disk
    assert not any(s[:64] in disk for s in sealed)
    assert all(p.stat().st_size == 0 for p in files_of(world) if p.name.endswith("-wal"))


@sqlite_only
def test_a_slow_reader_is_not_waited_for(world):
    person = whole()
    reader = connections.create_connection("default")
    with reader.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT * FROM foundation_tombstone")
        cursor.fetchall()
        vault.erase(tenant_id=TENANT, person_id=person, at=AT)  # seconds, not the usual 20
        with connection.cursor() as mine:
            mine.execute("PRAGMA busy_timeout")
            assert mine.fetchone()[0] == settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000
        cursor.execute("COMMIT")
    reader.close()
    vault.janitor(LATER)
    assert all(p.stat().st_size == 0 for p in files_of(world) if p.name.endswith("-wal"))
