"""Backups: whole while others write, worthless to whoever finds them, and nobody comes back."""

from __future__ import annotations

import base64
import json
import sqlite3
import threading
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections, transaction

from erfara.foundation import backup, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.backup import archive, restoring, schema
from erfara.foundation.models import AuditEvent
from erfara.foundation.vault import policy
from tests.unit.foundation.databases import empty_databases, on_disk

__all__ = ["empty_databases", "on_disk"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.sqlite,
]
AT = datetime(2026, 11, 21, 2, tzinfo=UTC)
DAY = timedelta(days=1)
TENANT = uuid4()
STAFF = Actor(Role.COORDINATOR, TENANT, uuid4(), "Coordinator")
NAME = "Kanarieylva"


@pytest.fixture(autouse=True)
def world(monkeypatch, on_disk):
    monkeypatch.setattr(policy, "_purposes", {})
    vault.register_purpose("list", "Reading", lambda *_asked: True)
    backup.create_backup_key(settings.ENV.backup_key_file)
    return on_disk


def put(name: str = NAME):
    person = uuid4()
    vault.store(tenant_id=TENANT, person_id=person, blob="identity", values={"name": name}, at=AT)
    return person


def look(*people):
    return vault.open(
        tenant_id=TENANT, person_ids=people, blob="identity", fields=["name"], purpose="list",
        case="", actor=STAFF, at=AT,
    )  # fmt: skip


def event(about, number: int) -> None:
    AuditEvent.objects.create(
        created_at=AT, at=AT, tenant_id=TENANT, event="tested", about_kind="x", about_id=about,
        by_role="system", facts={"number": number},
    )  # fmt: skip


def both(made: list[backup.Made]) -> list[Path]:
    return [one.path for one in made]


class Elsewhere(ExitStack):
    """Both databases mean files in another folder for a while."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(exist_ok=True)
        for alias in ("default", "keystore"):
            name = Path(str(connections[alias].settings_dict["NAME"])).name
            self.enter_context(restoring.pointed_at(alias, folder / name))


def write_on(stop: threading.Event, written: list) -> None:
    """Two events and a person at a time, as an action does, until told to stop."""
    while not stop.is_set():
        person = put("Skriven")
        with transaction.atomic():
            event(person, 1)
            event(person, 2)
        written.append(person)
    connections.close_all()


def test_what_is_written_meanwhile_is_whole_or_not_there(tmp_path):
    before = [put(f"Person {number}") for number in range(5)]
    stop = threading.Event()
    written: list = []
    writer = threading.Thread(target=write_on, args=(stop, written))
    writer.start()
    made = []
    try:
        for number in range(6):
            while len(written) < 5 * (number + 1):
                stop.wait(0.005)
            made.append(backup.back_up(at=AT + timedelta(seconds=number), to=tmp_path / "b"))
    finally:
        stop.set()
        writer.join()
    seen = set()
    for number, pair in enumerate(made):
        tables = pair[0].manifest.tables
        with Elsewhere(tmp_path / f"home{number}"):
            done = backup.restore(both(pair), overwrite=False, at=AT)
            assert done.erased_again == 0
            assert AuditEvent.objects.count() == tables["foundation_auditevent"]
            events = list(AuditEvent.objects.order_by("sequence").values_list("about_id", "facts"))
            # No half action, and none missing between two others.
            assert [facts["number"] for _about, facts in events] == [1, 2] * (len(events) // 2)
            assert [about for about, _facts in events[::2]] == written[: len(events) // 2]
            assert len(look(*before, *written[: len(events) // 2])) == 5 + len(events) // 2
            seen.add(len(events))
    assert len(seen) > 1  # somebody did write between the copies


def test_one_who_is_erased_later_stays_so_whatever_is_put_back(tmp_path):
    gone, stays = put(), put("Björn")
    old = backup.back_up(at=AT, to=tmp_path / "b")
    vault.erase(tenant_id=TENANT, person_id=gone, at=AT + DAY)
    # The old data beside today's keys.
    assert backup.restore(both(old)[:1], overwrite=True, at=AT + DAY).erased_again == 1
    assert look(gone, stays) == {stays: {"name": "Björn"}}
    # The old keys beside today's data.
    assert backup.restore(both(old)[1:], overwrite=True, at=AT + DAY).erased_again == 1
    assert look(gone, stays) == {stays: {"name": "Björn"}}
    # Both old, where both are still to be read.
    assert backup.restore(both(old), overwrite=True, at=AT + DAY).erased_again == 1
    assert look(gone, stays) == {stays: {"name": "Björn"}}
    # Both old on an empty machine: a later backup has told the folder who is erased.
    with Elsewhere(tmp_path / "too early"):
        assert backup.restore(both(old), overwrite=False, at=AT + DAY).erased_again == 0
        assert look(gone, stays) == {gone: {"name": NAME}, stays: {"name": "Björn"}}
    backup.back_up(at=AT + 2 * DAY, to=tmp_path / "b")
    # That list is found by *.backup too, and is no archive
    left = list((tmp_path / "b").glob("*/erfara-erased.backup"))
    assert left
    with pytest.raises(backup.BackupError, match="lists who has left"):
        backup.check(left)
    with Elsewhere(tmp_path / "new"):
        done = backup.restore([*left, *both(old)], overwrite=False, at=AT + 2 * DAY)
        assert done.erased_again == 1
        assert look(gone, stays) == {stays: {"name": "Björn"}}
        assert vault.is_erased(gone)


def test_an_archive_shows_nothing_to_whoever_finds_it(tmp_path):
    person = put()
    event(person, 77_000_001)
    made = backup.back_up(at=AT, to=tmp_path / "b")
    key = json.loads(settings.ENV.backup_key_file.read_text())["key"]
    ids = (person.hex.encode(), str(person).encode(), person.bytes)
    canaries = [
        NAME.encode(), NAME.encode("utf-16-le"), base64.b64encode(NAME.encode()), b"77000001",
        b"foundation_", b"SQLite", *ids, key.encode(), base64.b64decode(key),
    ]  # fmt: skip
    files = [path for path in (tmp_path / "b").rglob("*") if path.is_file()]
    assert len(files) == 4  # of each part the archive, and who is erased
    for path in files:
        assert path.stat().st_mode & 0o077 == 0
        found = path.read_bytes()
        assert not [canary for canary in canaries if canary in found]
    # The search can find: opened, the ids are there, and the name is sealed still.
    with closing(sqlite3.connect(":memory:")) as opened:
        ring = backup.load_backup_key(settings.ENV.backup_key_file)
        with archive.opened(made[0].path, ring) as (_manifest, copy):
            plain = copy.read()
        opened.deserialize(plain)
        assert person.hex.encode() in plain
        assert NAME.encode() not in plain
        tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master")}
    assert "foundation_datakey" not in tables  # the keys are in the other archive alone


def hurt(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "cut":
        data = data[: len(data) // 2]
    elif how == "cut by a byte":
        data = data[:-1]
    elif how == "cut to nothing":
        data = data[:40]
    elif how == "header":
        data[30] ^= 1
    elif how == "last":
        data[-20] ^= 1
    elif how == "longer":
        data += b"x"
    else:
        data = bytearray(b"Hello")
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("cut", "damaged"), ("cut by a byte", "damaged"), ("cut to nothing", "damaged"),
        ("header", "damaged"), ("last", "damaged"), ("longer", "damaged"),
        ("another file", "no backup of Erfara's"),
    ],
)  # fmt: skip
def test_a_hurt_archive_changes_nothing(tmp_path, world, how, said):
    person = put()
    data, keys = both(backup.back_up(at=AT, to=tmp_path / "b"))
    later = put("Kom senare")
    hurt(keys, how)
    with pytest.raises(backup.BackupError, match=said):
        backup.restore([data, keys], overwrite=True, at=AT)
    with pytest.raises(backup.BackupError, match=said):
        backup.check([keys])
    assert set(look(person, later)) == {person, later}
    assert not list(settings.ENV.home.glob(".backup-*"))


def test_another_key_opens_nothing_and_says_which(tmp_path):
    person = put()
    made = both(backup.back_up(at=AT, to=tmp_path / "b"))
    kept = settings.ENV.backup_key_file.read_text()
    mine = json.loads(kept)["id"]
    try:
        settings.ENV.backup_key_file.unlink()
        with pytest.raises(backup.BackupError, match="erfara keys"):
            backup.back_up(at=AT, to=tmp_path / "b")
        backup.create_backup_key(settings.ENV.backup_key_file)
        with pytest.raises(backup.BackupError, match=f"sealed with the backup key {mine}"):
            backup.restore(made, overwrite=True, at=AT)
        # The right name on a wrong key helps nobody either.
        said = json.loads(settings.ENV.backup_key_file.read_text())
        settings.ENV.backup_key_file.write_text(json.dumps({**said, "id": mine}))
        with pytest.raises(backup.BackupError, match="damaged"):
            backup.restore(made, overwrite=True, at=AT)
    finally:
        settings.ENV.backup_key_file.write_text(kept)
    assert look(person) == {person: {"name": NAME}}


def test_nothing_is_replaced_unless_told_or_while_in_use(tmp_path, world):
    put()
    made = both(backup.back_up(at=AT, to=tmp_path / "b"))
    later = put()
    with pytest.raises(backup.WrongCall, match="--overwrite"):
        backup.restore(made, overwrite=False, at=AT)
    with pytest.raises(backup.WrongCall, match="one of each"):
        backup.restore([made[0], made[0]], overwrite=True, at=AT)
    with Elsewhere(tmp_path / "new"), pytest.raises(backup.WrongCall, match="keys as well"):
        backup.restore(made[:1], overwrite=False, at=AT)
    assert not [p for p in (tmp_path / "new").iterdir() if p.stat().st_size]
    with closing(sqlite3.connect(connections["default"].settings_dict["NAME"])) as somebody:
        somebody.execute("SELECT count(*) FROM foundation_tombstone").fetchone()
        with pytest.raises(backup.BackupError, match="in use"):
            backup.restore(made, overwrite=True, at=AT)
    assert look(later) == {later: {"name": NAME}}
    backup.restore(made, overwrite=True, at=AT)
    assert look(later) == {}


def test_a_backup_from_a_newer_version_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "applied", lambda alias: ["foundation.9999_from_the_future"])
    made = both(backup.back_up(at=AT, to=tmp_path / "b"))
    monkeypatch.undo()
    with pytest.raises(backup.BackupError, match="9999_from_the_future"):
        backup.restore(made, overwrite=True, at=AT)


def test_old_ones_go_and_what_is_not_ours_stays(tmp_path):
    folder = tmp_path / "b"
    last = AT + 100 * DAY
    for part in ("data", "keys"):
        (folder / part).mkdir(parents=True)
        for day in range(100):
            stamp = (AT + day * DAY).strftime("%Y%m%dT%H%M%S%fZ")
            (folder / part / f"erfara-{part}-{stamp}.backup").touch()
    other = folder / "keys" / "erfara-keys-old.backup"
    other.write_text("not ours")
    data, keys = backup.back_up(at=last, to=folder)
    assert other.exists()
    left = {part: backup.archives(part, folder / part) for part in ("data", "keys")}
    assert (left["keys"][0], left["data"][0]) == (keys.path, data.path)
    assert last - min(map(backup.made_at, left["keys"])) < timedelta(days=14)
    assert (len(left["keys"]), len(left["data"])) == (14, 91)
    assert (keys.pruned, data.pruned) == (87, 10)


def test_a_full_disk_leaves_no_half_archive(tmp_path, monkeypatch):
    backup.back_up(at=AT, to=tmp_path / "b")
    monkeypatch.setattr(archive, "write", _full)
    with pytest.raises(backup.BackupError, match="No space left"):
        backup.back_up(at=AT + DAY, to=tmp_path / "b")
    assert len(list((tmp_path / "b" / "data").iterdir())) == 2
    assert not list(settings.ENV.home.glob(".backup-*"))


def _full(file, *_more):
    file.write(b"x" * 100)
    raise OSError(28, "No space left on device")


def test_a_copy_is_read_again_before_it_is_called_a_backup(tmp_path, monkeypatch):
    def one_byte_wrong(file, key, manifest, payload, write=archive.write):
        write(file, key, manifest, payload)
        file.seek(-30, 2)
        file.write(b"x")

    monkeypatch.setattr(archive, "write", one_byte_wrong)
    with pytest.raises(backup.BackupError, match="damaged"):
        backup.back_up(at=AT, to=tmp_path / "b")
    assert not list((tmp_path / "b" / "data").iterdir())
