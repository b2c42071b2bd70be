"""What is published is read by everybody; nothing else can be read that way."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from erfara.foundation import vault
from erfara.foundation.models.vault import AccessRow, SealedBlob
from erfara.foundation.vault import public
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

TENANT = UUID(int=41)
SECRET = "hemlighet"
BLOB = "public:presentation"


def person(**blobs: dict[str, object]) -> UUID:
    row = uuid4()
    for name, values in blobs.items():
        vault.store(tenant_id=TENANT, person_id=row, blob=name, values=values, at=AT)
    return row


def published(title: str = "En rubrik") -> UUID:
    words = {"title": title, "text": "En text.", "private": SECRET}
    row = person(presentation={"v1": words, "v1:wish": SECRET}, identity={"name": SECRET})
    vault.publish(
        tenant_id=TENANT, person_id=row, blob="presentation", field="v1", public=BLOB, at=AT
    )
    return row


def read(*people: UUID, public: str = BLOB, tenant: UUID = TENANT) -> dict[UUID, dict[str, object]]:
    return vault.read_public(tenant_id=tenant, person_ids=people, public=public)


def test_what_is_published_is_read_by_everybody_and_leaves_no_row() -> None:
    one, two = published("Ett"), published("Två")
    assert read(one, two) == {
        one: {"title": "Ett", "text": "En text."}, two: {"title": "Två", "text": "En text."},
    }  # fmt: skip
    assert not AccessRow.objects.exists()


@pytest.mark.parametrize(
    "blob", ["identity", "presentation", "experience", "", "public:", "public:identity", BLOB + "2"]
)
def test_no_other_blob_can_be_read_published_or_removed_by_it(blob: str) -> None:
    row = published()
    if blob:
        vault.store(tenant_id=TENANT, person_id=row, blob=blob, values={"name": SECRET}, at=AT)
    with pytest.raises(vault.VaultError):
        read(row, public=blob)
    with pytest.raises(vault.VaultError):
        vault.publish(
            tenant_id=TENANT, person_id=row, blob="presentation", field="v1", public=blob, at=AT
        )
    with pytest.raises(vault.VaultError):
        vault.unpublish(tenant_id=TENANT, person_id=row, public=blob)


def test_only_a_name_that_says_it_is_public_can_be_registered_and_only_once() -> None:
    with pytest.raises(ValueError, match="public:"):
        vault.register_public("identity", ("name",))
    with pytest.raises(ValueError, match="taken"):
        vault.register_public(BLOB, ("title", "text", "private"))
    # Each that is added is added here too, and in ADR 10.
    words = ("title", "text")
    assert vault.public_blobs() == {BLOB: words, "public:story": words}


def test_a_blob_that_somebody_renames_in_the_database_does_not_open() -> None:
    row = person(identity={"title": SECRET, "text": SECRET})
    SealedBlob.objects.filter(person_id=row).update(name=BLOB)
    with pytest.raises(vault.VaultError):
        read(row)


def test_nothing_is_published_of_what_is_not_there() -> None:
    row = person(presentation={"v1:wish": SECRET})
    for field in ("v1", "v1:wish"):
        with pytest.raises(vault.VaultError):
            vault.publish(
                tenant_id=TENANT, person_id=row, blob="presentation", field=field, public=BLOB,
                at=AT,
            )  # fmt: skip
    assert read(row) == {}


def test_taken_down_erased_or_elsewhere_there_is_nothing_to_read() -> None:
    down, erased, there = published(), published(), published()
    assert vault.unpublish(tenant_id=TENANT, person_id=down, public=BLOB)
    assert not vault.unpublish(tenant_id=TENANT, person_id=down, public=BLOB)
    vault.erase(tenant_id=TENANT, person_id=erased, at=AT)
    assert read(down, erased) == {}
    assert read(there, tenant=UUID(int=42)) == {}


def test_it_may_be_read_and_published_inside_a_transaction_and_is_undone_with_it() -> None:
    row = published("Gammal")
    with transaction.atomic():
        assert read(row)[row]["title"] == "Gammal"
        vault.unpublish(tenant_id=TENANT, person_id=row, public=BLOB)
        transaction.set_rollback(True)
    assert read(row)[row]["title"] == "Gammal"


def test_reading_costs_two_queries_for_one_and_for_many(django_assert_num_queries: object) -> None:
    people = [published() for _ in range(4)]
    for some in (people[:1], people):
        with (
            django_assert_num_queries(1),  # type: ignore[operator]
            django_assert_num_queries(1, using="keystore"),  # type: ignore[operator]
        ):
            assert len(read(*some)) == len(some)


def test_the_prefix_itself_is_what_guards() -> None:
    """Were something else registered by mistake past the check, it still would not be read."""
    public._blobs["identity"] = ("name",)
    try:
        with pytest.raises(vault.VaultError):
            read(person(identity={"name": SECRET}), public="identity")
    finally:
        del public._blobs["identity"]
