"""Sealed bytes and the key file, without a database."""

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from erfara.foundation.crypto import envelope, keys
from erfara.foundation.crypto.errors import KeyFileError, VaultError

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
KEY, KEY_ID = os.urandom(32), os.urandom(8)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=6))
def test_what_is_packed_comes_out_the_same(values):
    packed = envelope.pack(values)
    assert len(packed) % envelope.STEP == 0
    assert envelope.unpack(packed) == values


@pytest.mark.parametrize("text", ["", "\x00", "😀", "\ud800", "אבג", "å" * 600, "<script>"])
def test_difficult_text_survives(text):
    assert envelope.unpack(envelope.pack({"a": text})) == {"a": text}


def test_falsy_values_are_kept_as_they_are():
    values = {"a": False, "b": 0, "c": "", "d": None, "e": [], "f": {}}
    assert envelope.unpack(envelope.pack(values)) == values


@pytest.mark.parametrize("length", [0, 1, 100, 400])
def test_length_hides_which_fields_are_filled(length):
    assert len(envelope.pack({"phone": "x" * length})) == envelope.STEP


@pytest.mark.parametrize(
    "values", [{"a": object()}, {"a": float("nan")}, {1: "a"}, {"a": b"bytes"}, {"a": AT}]
)
def test_what_json_would_change_is_refused_without_quoting_it(values):
    with pytest.raises(VaultError) as caught:
        envelope.pack(values)
    assert "2026" not in str(caught.value)
    assert caught.value.__cause__ is None


@given(st.binary(max_size=300), st.binary(max_size=40), st.binary(max_size=40))
def test_sealed_bytes_open_in_their_own_context_only(plain, context, other):
    sealed = envelope.seal(KEY, KEY_ID, plain, context)
    assert envelope.unseal(KEY, KEY_ID, sealed, context) == plain
    if other != context:
        with pytest.raises(VaultError):
            envelope.unseal(KEY, KEY_ID, sealed, other)


@settings(max_examples=60)
@given(st.data())
def test_one_changed_bit_anywhere_is_refused(data):
    sealed = bytearray(envelope.seal(KEY, KEY_ID, b"plain", b"context"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(VaultError):
        envelope.unseal(KEY, KEY_ID, bytes(sealed), b"context")


@pytest.mark.parametrize("length", [0, 1, 2, 9, 10, 21, 22, 37])
def test_cut_off_bytes_are_refused(length):
    sealed = envelope.seal(KEY, KEY_ID, b"plain", b"context")
    with pytest.raises(VaultError):
        envelope.unseal(KEY, KEY_ID, sealed[:length], b"context")


def test_another_key_is_refused():
    sealed = envelope.seal(KEY, KEY_ID, b"plain", b"context")
    with pytest.raises(VaultError, match="Damaged"):
        envelope.unseal(os.urandom(32), KEY_ID, sealed, b"context")
    with pytest.raises(VaultError, match="another key"):
        envelope.unseal(KEY, os.urandom(8), sealed, b"context")


def test_each_part_of_what_a_value_belongs_to_counts():
    tenant, person, other = uuid4(), uuid4(), uuid4()
    blobs = {
        envelope.blob_context(tenant, person, "identity"),
        envelope.blob_context(other, person, "identity"),
        envelope.blob_context(tenant, other, "identity"),
        envelope.blob_context(tenant, person, "experience"),
    }
    wrapped = {
        envelope.key_context(tenant, person, "aa"),
        envelope.key_context(other, person, "aa"),
        envelope.key_context(tenant, other, "aa"),
        envelope.key_context(tenant, person, "bb"),
    }
    assert len(blobs | wrapped) == 8


def test_nonces_never_repeat():
    nonces = {envelope.seal(KEY, KEY_ID, b"", b"")[10:22] for _ in range(2000)}
    assert len(nonces) == 2000


def test_key_file_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "deep" / "keys.json"
    assert keys.create_key_file(path) is True
    first = path.read_bytes()
    assert keys.create_key_file(path) is False
    assert path.read_bytes() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["keys.json"]


def test_missing_key_file_is_made_outside_production(tmp_path):
    path = tmp_path / "keys.json"
    assert keys.load(path) is keys.load(path)  # read once
    assert path.exists()


def test_missing_key_file_stops_production_with_a_sentence(tmp_path, settings):
    settings.ENV = replace(django_settings.ENV, mode="production")
    with pytest.raises(KeyFileError, match="ERFARA_KEY_FILE"):
        keys.load(tmp_path / "keys.json")
    assert not (tmp_path / "keys.json").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: "not json",
        lambda d: json.dumps({**d, "version": 2}),
        lambda d: json.dumps({**d, "keks": []}),
        lambda d: json.dumps({**d, "keks": [{**d["keks"][0], "id": "ab"}]}),
        lambda d: json.dumps({**d, "keks": [{**d["keks"][0], "key": "QUJD"}]}),
        lambda d: json.dumps({k: v for k, v in d.items() if k != "pepper_master"}),
        lambda d: json.dumps({**d, "link_master": None}),
    ],
)
def test_unusable_key_file_is_said_so_without_quoting_it(tmp_path, change):
    path = tmp_path / "keys.json"
    keys.create_key_file(path)
    data = json.loads(path.read_text())
    path.write_text(change(data))
    with pytest.raises(KeyFileError, match="can't be read") as caught:
        keys.load(path)
    assert data["pepper_master"] not in str(caught.value)
    assert caught.value.__cause__ is None


def test_keys_never_show_themselves(tmp_path):
    ring = keys.load(tmp_path / "keys.json")
    raw = json.loads((tmp_path / "keys.json").read_text())
    shown = repr(ring) + repr(ring.current) + str(ring)
    for secret in (ring.pepper_master, ring.link_master, ring.current.key):
        assert repr(secret)[2:-1] not in shown
    assert raw["pepper_master"] not in shown


def test_each_programme_and_each_use_has_a_key_of_its_own(tmp_path):
    ring = keys.load(tmp_path / "keys.json")
    one, two = uuid4(), uuid4()
    derived = [ring.pepper(one), ring.pepper(two), ring.link_key(one), ring.link_key(two)]
    assert len(set(derived)) == 4
    assert ring.pepper(one) == derived[0]


def test_a_use_in_the_database_has_a_key_of_its_own():
    assert keys.derive("one") == keys.derive("one")
    assert len({keys.derive("one"), keys.derive("two"), keys.load().link_master}) == 3


def test_file_is_read_again_when_it_has_changed(tmp_path):
    path = tmp_path / "keys.json"
    before = keys.load(path)
    added = keys.add_kek(AT, path)
    after = keys.load(path)
    assert after.current.id == added.id
    assert after.keks[1].id == before.current.id
    assert after.keks[1].retired_at == AT
    assert after.pepper_master == before.pepper_master


def test_a_key_is_retired_once_and_the_current_one_is_never_dropped(tmp_path):
    path = tmp_path / "keys.json"
    first = keys.load(path).current.id
    keys.add_kek(AT, path)
    keys.add_kek(AT + timedelta(days=1), path)
    ring = keys.load(path)
    assert [k.retired_at for k in ring.keks] == [None, AT + timedelta(days=1), AT]
    keys.drop_keks({first, ring.current.id}, path)
    assert [k.id for k in keys.load(path).keks] == [k.id for k in ring.keks[:2]]
    with pytest.raises(VaultError, match="lacks key"):
        keys.load(path).kek(first)


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "keys.json"
    keys.create_key_file(path)
    before = path.read_bytes()

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keys.add_kek(AT, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]
