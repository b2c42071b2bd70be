"""The same with PostgreSQL's own programs: one moment, one transaction on the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections

from erfara.foundation import backup, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.backup import copying
from erfara.foundation.vault import policy

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.postgres,
]
AT = datetime(2026, 11, 21, 2, tzinfo=UTC)
TENANT = uuid4()
STAFF = Actor(Role.COORDINATOR, TENANT, uuid4(), "Coordinator")


def put(name: str):
    person = uuid4()
    vault.store(tenant_id=TENANT, person_id=person, blob="identity", values={"name": name}, at=AT)
    return person


def look(*people):
    return vault.open(
        tenant_id=TENANT, person_ids=people, blob="identity", fields=["name"], purpose="list",
        case="", actor=STAFF, at=AT,
    )  # fmt: skip


def rows() -> dict[str, int]:
    with connections["default"].cursor() as cursor:
        return copying.count_postgresql(cursor)


def test_there_and_back(tmp_path, monkeypatch):
    monkeypatch.setattr(policy, "_purposes", {})
    vault.register_purpose("list", "Reading", lambda *_asked: True)
    backup.create_backup_key(settings.ENV.backup_key_file)
    stays, gone = put("Björn"), put("Kanarieylva")
    look(stays, gone)
    made = backup.back_up(at=AT, to=tmp_path)
    before = rows()
    assert made[0].manifest.tables == before
    vault.erase(tenant_id=TENANT, person_id=gone, at=AT + timedelta(days=1))
    later = put("Kom senare")
    archives = [one.path for one in made]
    with pytest.raises(backup.WrongCall, match="--overwrite"):
        backup.restore(archives, overwrite=False, at=AT)
    with connections.create_connection("default").cursor() as somebody:
        somebody.execute("SELECT 1")
        with pytest.raises(backup.BackupError, match="in use"):
            backup.restore(archives, overwrite=True, at=AT)
        somebody.connection.close()
    # What the script stumbles over undoes all of it.
    with monkeypatch.context() as spoilt:
        spoilt.setattr(copying, "run", spoiled(copying.run))
        with pytest.raises(backup.BackupError, match="psql failed"):
            backup.restore(archives, overwrite=True, at=AT)
    assert set(look(stays, later)) == {stays, later}

    done = backup.restore(archives, overwrite=True, at=AT + timedelta(days=2))
    assert done.erased_again == 1
    assert look(stays, gone, later) == {stays: {"name": "Björn"}}
    after = rows()
    assert after.pop("foundation_tombstone") == before.pop("foundation_tombstone") + 1
    assert after.pop("foundation_sealedblob") == before.pop("foundation_sealedblob") - 1
    changed = {"foundation_accessrow"}  # she has been looked at again
    assert {k: v for k, v in after.items() if k not in changed} == {
        k: v for k, v in before.items() if k not in changed
    }


def spoiled(run):
    """psql is given a script that ends with a mistake."""

    def spoil(words, surroundings, **more):
        for word in words:
            if word.startswith("--file="):
                with Path(word.removeprefix("--file=")).open("a", encoding="utf-8") as script:
                    script.write("\nSELECT nothing_like_it();\n")
        return run(words, surroundings, **more)

    return spoil
