"""Who is protected is itself a secret."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connections, transaction

from erfara.foundation import vault
from erfara.foundation.models import Shield
from erfara.foundation.vault.errors import InsideTransaction, VaultError

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_the_protected_are_known_in_their_own_programme_alone():
    here, there, hidden, open_one = uuid4(), uuid4(), uuid4(), uuid4()
    vault.shield(tenant_id=here, person_id=hidden, at=AT)
    vault.shield(tenant_id=here, person_id=hidden, at=AT)
    assert vault.shielded(here) == {hidden}
    assert open_one not in vault.shielded(here)
    assert vault.shielded(there) == frozenset()


def test_the_key_store_does_not_tell_whom_it_is_about():
    programme, hidden = uuid4(), uuid4()
    vault.shield(tenant_id=programme, person_id=hidden, at=AT)
    row = Shield.objects.get()
    kept = bytes(row.mark) + bytes(row.sealed)
    assert hidden.bytes not in kept
    assert hidden.hex.encode() not in kept
    assert Shield.objects.using("keystore").count() == 1
    assert "foundation_shield" not in connections["default"].introspection.table_names()


def test_a_protection_ends_and_goes_with_an_erasure():
    programme, one, other = uuid4(), uuid4(), uuid4()
    for person in (one, other):
        vault.store(
            tenant_id=programme, person_id=person, blob="identity", values={"name": "X"}, at=AT
        )
        vault.shield(tenant_id=programme, person_id=person, at=AT)
    vault.unshield(tenant_id=programme, person_id=one)
    assert vault.shielded(programme) == {other}
    vault.erase(tenant_id=programme, person_id=other, at=AT)
    assert vault.shielded(programme) == frozenset()


def test_a_row_moved_from_another_programme_closes_the_door():
    programme, other = uuid4(), uuid4()
    vault.shield(tenant_id=programme, person_id=uuid4(), at=AT)
    Shield.objects.update(tenant_id=other)
    with pytest.raises(VaultError):
        vault.shielded(other)


def test_nobody_is_protected_in_a_transaction_that_could_be_undone():
    with transaction.atomic(using="keystore"), pytest.raises(InsideTransaction):
        vault.shield(tenant_id=uuid4(), person_id=uuid4(), at=AT)
