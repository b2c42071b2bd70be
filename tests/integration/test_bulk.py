"""Many rows at once: what is written and found, and the keys of many people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from erfara.foundation import bulk, clock, vault
from erfara.foundation.crypto import envelope, keys
from erfara.foundation.models.vault import BlindIndex, DataKey
from erfara.foundation.vault import datakeys

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def _digest(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _write(tenant: UUID, people: list[UUID], at: datetime) -> int:
    rows = [(person, _digest(n)) for n, person in enumerate(people)]
    return bulk.insert(
        BlindIndex, ("person_id", "digest"), rows, on_conflict="DO NOTHING", tenant_id=tenant,
        kind="email", created_at=at,
    )  # fmt: skip


def test_ids_begin_with_their_moment_and_are_of_the_version_they_say() -> None:
    first, later = bulk.ordered_id(1_000, b"\xff" * 10), bulk.ordered_id(1_001, b"\0" * 10)
    assert first < later
    for one in (first, later, *bulk.new_ids(3), *bulk.ids_in_turn(3)):
        assert one.version == 7
        assert one.variant == uuid4().variant
    assert len(set(bulk.new_ids(1000))) == 1000


def test_ids_in_turn_keep_the_turn_within_one_moment() -> None:
    many = [one for number in (1, 1, 5000, 1, 3) for one in bulk.ids_in_turn(number)]
    assert many == sorted(set(many))
    first, again = bulk.ids_in_turn(2)
    assert first.int & (1 << 62) - 1 != again.int & (1 << 62) - 1  # can't be guessed from another


def test_how_many_were_written_counts_none_that_was_there() -> None:
    tenant, at = uuid4(), clock.now()
    people = [uuid4() for _ in range(3)]
    assert _write(tenant, [], at) == 0
    assert _write(tenant, people[:1], at) == 1
    assert _write(tenant, people, at) == 2


def test_rows_are_found_by_more_keys_than_one_query_takes() -> None:
    tenant, other, at = uuid4(), uuid4(), clock.now()
    people = [uuid4() for _ in range(bulk.MANY + 2)]
    _write(tenant, people, at)
    _write(other, [uuid4()], at)
    wanted = [_digest(n) for n in range(bulk.MANY + 5)]
    found = bulk.find(BlindIndex, ("person_id",), "digest", wanted, tenant_id=tenant)
    assert dict(found) == {_digest(n): person for n, person in enumerate(people)}
    assert bulk.find(BlindIndex, ("person_id",), "digest", []) == []


def test_keys_are_in_the_store_before_anything_is_sealed_with_them() -> None:
    tenant, at = uuid4(), clock.now()
    people = [uuid4() for _ in range(3)]
    made = datakeys.for_writing_many(tenant, people, at)
    rows = DataKey.objects.in_bulk(people, field_name="person_id")
    for person, (key, key_id) in made.items():
        row = rows[person]
        assert key_id == datakeys.key_id(row.id)
        assert key == datakeys.unwrap(keys.load(), tenant, person, row.wrapped, row.kek_id)
    assert datakeys.for_writing_many(tenant, people, at) == made


def test_a_key_that_another_process_makes_meanwhile_is_the_one_that_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenant, at = uuid4(), clock.now()
    people = [uuid4() for _ in range(3)]
    asked = datakeys._rows
    calls = []

    def first_blind(ids: list[UUID]) -> object:
        found = asked(ids)
        calls.append(ids)
        if len(calls) == 1:  # just after we have looked, somebody else makes one
            datakeys._make(tenant, people[1], at)
        return found

    monkeypatch.setattr(datakeys, "_rows", first_blind)
    found = datakeys.for_writing_many(tenant, people, at)
    row = DataKey.objects.get(person_id=people[1])
    assert found[people[1]][0] == datakeys.unwrap(
        keys.load(), tenant, people[1], row.wrapped, row.kek_id
    )
    assert set(found) == set(people)


def test_an_erased_person_gets_no_key_among_many() -> None:
    tenant, at = uuid4(), clock.now()
    DataKey.objects.create(
        tenant_id=tenant, person_id=(gone := uuid4()), wrapped=b"", destroyed_at=at, created_at=at
    )
    with pytest.raises(vault.Erased):
        datakeys.for_writing_many(tenant, [uuid4(), gone], at)


def test_values_are_packed_as_they_were() -> None:
    values = {"namn": "Åsa \ud800", "n": [1, None, True]}
    assert envelope.unpack(envelope.pack(values)) == values
    with pytest.raises(vault.VaultError):
        envelope.pack({"n": float("nan")})
