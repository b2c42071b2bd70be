"""The one door: what opens, for whom, and what is written down before it does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from django.test.utils import CaptureQueriesContext

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import envelope
from erfara.foundation.errors import NotAllowed
from erfara.foundation.models.vault import AccessRow, BlindIndex, DataKey, SealedBlob
from erfara.foundation.vault import datakeys, index, log, policy
from tests.unit.foundation.databases import empty_databases, on_disk

__all__ = ["empty_databases", "on_disk"]
pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
TENANT = uuid4()
STAFF = Actor(Role.COORDINATOR, TENANT, uuid4(), "Coordinator")


@pytest.fixture(autouse=True)
def purpose(monkeypatch):
    """One purpose that says yes to coordinators of the programme asked about."""
    monkeypatch.setattr(policy, "_purposes", {})
    vault.register_purpose(
        "list", "Reading the register", lambda actor, tenant, ids, case: actor.tenant_id == tenant
    )


def put(person=None, blob="identity", **values):
    person = person or uuid4()
    vault.store(tenant_id=TENANT, person_id=person, blob=blob, values=values, at=AT)
    return person


def look(*people, fields=("name",), blob="identity", tenant=TENANT, **other):
    asked = {"purpose": "list", "case": "case 1", "actor": STAFF, "at": AT, **other}
    return vault.open(tenant_id=tenant, person_ids=people, blob=blob, fields=fields, **asked)


def test_what_is_stored_can_be_opened_field_by_field():
    person = put(name="Ylva", phone="070-1", email=None)
    assert look(person) == {person: {"name": "Ylva"}}
    assert look(person, fields=["phone", "email", "address"]) == {
        person: {"phone": "070-1", "email": None, "address": None}
    }


def test_storing_replaces_and_amending_keeps_the_rest():
    person = put(name="Ylva", phone="070-1")
    put(person, name="Ylva B")
    assert look(person, fields=["name", "phone"]) == {person: {"name": "Ylva B", "phone": None}}
    vault.amend(tenant_id=TENANT, person_id=person, blob="identity", values={"phone": "1"}, at=AT)
    vault.amend(tenant_id=TENANT, person_id=person, blob="identity", values={"name": None}, at=AT)
    assert look(person, fields=["name", "phone"]) == {person: {"name": None, "phone": "1"}}
    assert SealedBlob.objects.count() == 1


def test_amending_nothing_begins_a_blob():
    person = uuid4()
    vault.amend(tenant_id=TENANT, person_id=person, blob="experience", values={"a": "b"}, at=AT)
    assert look(person, blob="experience", fields=["a"]) == {person: {"a": "b"}}


def test_every_opening_is_in_the_persons_log():
    one, two = put(name="A"), put(name="B")
    look(one, two, one, actor=STAFF)
    rows = list(AccessRow.objects.order_by("person_id"))
    assert {row.person_id for row in rows} == {one, two}
    assert len(rows) == 2
    for row in rows:
        assert (row.at, row.tenant_id, row.blob, row.purpose, row.case) == (
            AT, TENANT, "identity", "list", "case 1",
        )  # fmt: skip
        assert (row.actor_role, row.actor_id, row.actor_label) == (
            "coordinator", STAFF.id, "Coordinator",
        )  # fmt: skip


def test_her_log_is_hers_newest_first_and_leaves_out_her_own_openings():
    one, two = put(name="A"), put(name="B")
    look(one, at=AT)
    look(one, two, at=AT + timedelta(hours=1))
    look(one, actor=Actor(Role.PERSON, TENANT, one), at=AT + timedelta(hours=2))
    look(one, actor=Actor(Role.PERSON, TENANT, two), at=AT + timedelta(hours=3))
    hours = [(row.at - AT) // timedelta(hours=1) for row in vault.log_for(TENANT, one)]
    assert hours == [3, 1, 0]
    assert vault.log_for(TENANT, one, own=True).count() == 4
    assert vault.log_for(uuid4(), one).count() == 0


def test_log_rows_can_be_neither_changed_nor_removed():
    person = put(name="A")
    look(person)
    row = vault.log_for(TENANT, person).get()
    row.purpose = "other"
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


@pytest.mark.parametrize("answer", [False, None, 1, "yes"])
def test_a_policy_that_does_not_say_yes_opens_and_logs_nothing(answer, monkeypatch):
    person = put(name="A")
    vault.register_purpose("odd", "Odd", lambda *_asked: answer)
    monkeypatch.setattr(envelope, "unseal", lambda *_: pytest.fail("decrypted"))
    with pytest.raises(NotAllowed):
        look(person, purpose="odd")
    assert not AccessRow.objects.exists()


def test_an_unknown_purpose_is_a_no_even_for_nobody():
    with pytest.raises(NotAllowed):
        look(purpose="unheard of")


def test_the_policy_is_asked_about_everything_at_once():
    asked = []

    def allows(*question):
        asked.append(question)
        return True

    vault.register_purpose("asked", "Asked", allows)
    one, two = put(name="A"), put(name="B")
    look(one, two, one, purpose="asked", case="c")
    assert asked == [(STAFF, TENANT, [one, two], "c")]


def test_a_purpose_keeps_its_policy_and_its_words():
    def no(*_asked):
        return False

    vault.register_purpose("x", "First", no)
    vault.register_purpose("x", "Second", no)
    with pytest.raises(ValueError, match="taken"):
        vault.register_purpose("x", "Third", lambda *_asked: True)
    assert vault.purpose_label("x") == "Second"
    assert vault.purpose_label("gone") == "gone"
    assert set(vault.purposes()) == {"list", "x"}


def test_nobody_asked_for_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert look() == {}


def test_who_is_not_there_is_absent_and_not_logged():
    person = put(name="A")
    stranger = uuid4()
    assert look(stranger) == {}
    assert set(look(person, stranger)) == {person}
    assert look(person, blob="experience") == {}
    assert AccessRow.objects.count() == 1


def test_another_programme_opens_nothing():
    person = put(name="A")
    other = uuid4()
    assert look(person, tenant=other, actor=Actor(Role.COORDINATOR, other, uuid4())) == {}
    with pytest.raises(vault.VaultError, match="another programme"):
        vault.store(tenant_id=other, person_id=person, blob="identity", values={}, at=AT)


def test_when_the_log_fails_nothing_is_decrypted(monkeypatch):
    person = put(name="A")

    def fail(*_args, **_kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(log, "write", fail)
    monkeypatch.setattr(envelope, "unseal", lambda *_: pytest.fail("decrypted"))
    with pytest.raises(DatabaseError):
        look(person)


def test_the_log_is_committed_before_anything_is_decrypted(on_disk, monkeypatch):
    person = put(name="A")
    unseal = envelope.unseal
    seen = []

    def watch(*args):
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM foundation_accessrow")
                seen.append(cursor.fetchone()[0])
        finally:
            other.close()
        assert not connections["default"].in_atomic_block
        return unseal(*args)

    monkeypatch.setattr(envelope, "unseal", watch)
    assert look(person) == {person: {"name": "A"}}
    assert seen == [1, 1]  # her key, her blob


def test_the_vault_does_not_open_inside_a_transaction(on_disk):
    person = put(name="A")
    with pytest.raises(vault.InsideTransaction), transaction.atomic():
        look(person)
    with pytest.raises(vault.InsideTransaction), transaction.atomic():
        vault.erase(tenant_id=TENANT, person_id=person, at=AT)
    with pytest.raises(vault.InsideTransaction), transaction.atomic(using="keystore"):
        put(name="B")
    with pytest.raises(vault.InsideTransaction), transaction.atomic():
        vault.janitor(AT)
    with pytest.raises(vault.InsideTransaction), transaction.atomic(using="keystore"):
        vault.rotate(AT)
    assert not AccessRow.objects.exists()
    assert look(person) == {person: {"name": "A"}}


def test_a_page_of_people_costs_as_many_queries_as_one_person(on_disk):
    people = [put(name=str(n)) for n in range(25)]
    counts = []
    for asked in (people[:1], people):
        with (
            CaptureQueriesContext(connections["default"]) as data,
            CaptureQueriesContext(connections["keystore"]) as store,
        ):
            assert len(look(*asked)) == len(asked)
        counts.append((len(data), len(store)))
    assert counts[0] == counts[1]
    assert counts[0][1] == 1


@pytest.mark.sqlite
def test_opening_reads_the_people_asked_for_and_not_the_whole_programme():
    for model, more in ((SealedBlob, {"name": "identity"}), (DataKey, {"destroyed_at": None})):
        rows = model.objects.filter(tenant_id=TENANT, person_id__in=[uuid4(), uuid4()], **more)
        assert "(person_id=?" in rows.explain()


def test_a_value_moved_to_another_person_or_blob_does_not_open():
    one, two = put(name="A"), put(name="B")
    put(one, blob="experience", name="story")
    mine = SealedBlob.objects.get(person_id=one, name="identity")
    SealedBlob.objects.filter(person_id=two).update(sealed=mine.sealed)
    with pytest.raises(vault.VaultError):
        look(two)
    SealedBlob.objects.filter(person_id=one, name="experience").update(sealed=mine.sealed)
    with pytest.raises(vault.VaultError):
        look(one, blob="experience")
    with pytest.raises(vault.VaultError):
        vault.amend(tenant_id=TENANT, person_id=two, blob="identity", values={}, at=AT)


def test_a_key_moved_to_another_person_does_not_open():
    one, two = put(name="A"), put(name="B")
    DataKey.objects.filter(person_id=two).update(wrapped=DataKey.objects.get(person_id=one).wrapped)
    with pytest.raises(vault.VaultError):
        look(two)
    assert look(one) == {one: {"name": "A"}}


def test_rows_moved_to_another_programme_do_not_open():
    person, other = put(name="A"), uuid4()
    SealedBlob.objects.update(tenant_id=other)
    DataKey.objects.update(tenant_id=other)
    with pytest.raises(vault.VaultError):
        look(person, tenant=other, actor=Actor(Role.COORDINATOR, other, uuid4()))


def test_a_blob_can_be_dropped_alone():
    person = put(name="A")
    put(person, blob="text:1", text="words")
    assert vault.blobs_of(TENANT, person) == ["identity", "text:1"]
    assert vault.drop_blob(tenant_id=TENANT, person_id=person, blob="text:1") is True
    assert vault.drop_blob(tenant_id=TENANT, person_id=person, blob="text:1") is False
    assert vault.blobs_of(TENANT, person) == ["identity"]
    assert look(person) == {person: {"name": "A"}}


def test_two_processes_that_make_a_key_at_once_end_with_one(monkeypatch):
    person = uuid4()
    make = datakeys._make

    def other_first(*args):
        make(*args)
        make(*args)

    monkeypatch.setattr(datakeys, "_make", other_first)
    put(person, name="A")
    assert DataKey.objects.count() == 1
    assert look(person) == {person: {"name": "A"}}


# Finding by e-mail or phone


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Åsa@Example.se", "  åsa@example.SE "),
        ("ｙｌｖａ@example.se", "ylva@example.se"),
        ("STRASSE@example.se", "straße@example.se"),
    ],
)
def test_an_address_is_found_however_it_is_written(stored, asked):
    person = uuid4()
    assert vault.index_put(tenant_id=TENANT, person_id=person, kind="email", value=stored, at=AT)
    assert vault.index_find(TENANT, "email", asked) == person
    assert vault.index_find(TENANT, "email", "somebody@example.se") is None
    assert vault.index_find(uuid4(), "email", asked) is None
    assert vault.index_find(TENANT, "phone", asked) is None


@pytest.mark.parametrize(
    "written",
    ["070-123 45 67", "+46701234567", "0046 70 123 45 67", "+46 (0)70-123 45 67", "46701234567"],
)
def test_a_number_has_one_form(written):
    assert vault.normalise("phone", written) == "+46701234567"


@pytest.mark.parametrize("written", ["", "no", "12", "+", "+46+1", "0" * 40, "46", "١٢٣٤٥٦٧"])
def test_what_is_no_number_has_none(written):
    assert vault.normalise("phone", written) is None


def test_a_foreign_number_keeps_its_country():
    assert vault.normalise("phone", "+358 40 123 4567") == "+358401234567"


def test_one_value_per_kind_and_an_empty_one_removes_it():
    person = uuid4()

    def save(value):
        return vault.index_put(tenant_id=TENANT, person_id=person, kind="email", value=value, at=AT)

    assert save("old@example.se")
    assert save("new@example.se")
    assert save("new@example.se")
    assert vault.index_find(TENANT, "email", "old@example.se") is None
    assert vault.index_find(TENANT, "email", "new@example.se") == person
    assert save("") is False
    assert vault.index_find(TENANT, "email", "") is None
    assert not BlindIndex.objects.exists()


def test_two_people_do_not_share_an_address_but_two_programmes_may():
    one, two, elsewhere = uuid4(), uuid4(), uuid4()
    for tenant, person in ((TENANT, one), (elsewhere, two)):
        vault.index_put(
            tenant_id=tenant, person_id=person, kind="email", value="a@example.se", at=AT
        )
    vault.index_put(tenant_id=TENANT, person_id=two, kind="phone", value="0701234567", at=AT)
    with pytest.raises(vault.Taken):
        vault.index_put(tenant_id=TENANT, person_id=two, kind="email", value="A@example.se", at=AT)
    assert vault.index_find(TENANT, "email", "a@example.se") == one
    digests = set(map(bytes, BlindIndex.objects.values_list("digest", flat=True)))
    assert len(digests) == 3


def test_a_digest_can_be_kept_and_asked_about_later():
    person = uuid4()
    kept = index.index_digest(TENANT, "email", "A@example.se")
    assert index.index_find_digest(TENANT, "email", kept) is None
    vault.index_put(tenant_id=TENANT, person_id=person, kind="email", value="a@example.se", at=AT)
    assert index.index_find_digest(TENANT, "email", kept) == person
    assert index.index_find_digest(uuid4(), "email", kept) is None
    assert index.index_digest(TENANT, "phone", "nonsense") != kept


def test_a_row_of_somebody_else_put_in_at_the_same_moment_is_taken_too(monkeypatch):
    person = uuid4()
    vault.index_put(tenant_id=TENANT, person_id=person, kind="phone", value="0701234567", at=AT)
    # As if another process had put in her second number between our delete and our insert.
    monkeypatch.setattr("django.db.models.query.QuerySet.exclude", lambda self, **_: self.none())
    with pytest.raises(vault.Taken):
        vault.index_put(tenant_id=TENANT, person_id=person, kind="phone", value="0707654321", at=AT)
