"""A letter reaches nobody else, nobody is opened for nothing, and leaving can't go half way."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from erfara.foundation import vault
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.workflows import consent, lend, timekeeping
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def may_open(library: Programme, person: UUID, purpose: str, case: object) -> bool:
    try:
        vault.open(
            tenant_id=library.pk, person_ids=[person], blob="identity", fields=["name"],
            purpose=purpose, case=str(case), actor=make.system(library), at=AT,
        )  # fmt: skip
    except NotAllowed:
        return False
    return True


# To the right one


def test_two_who_share_a_telephone_are_not_one() -> None:
    library = make.programme()
    shared = {"name": "Påhittad Ett", "email": "ett@exempel.invalid", "phone": "016-22 22 22"}
    by = make.system(library)
    people.find_or_add_person(programme=library, identity=shared, by=by, at=AT)
    other = {**shared, "name": "Påhittad Två", "email": "tva@exempel.invalid"}
    assert people.find_person(library, other) is None
    with pytest.raises(Refused):
        people.find_or_add_person(programme=library, identity=other, by=by, at=AT)


def test_a_leaving_letter_goes_to_no_mailbox_that_was_never_agreed_to() -> None:
    library = make.programme()
    quiet = make.contributor(library, consents=["register"])
    written_to = make.contributor(library)
    for row in (quiet, written_to):
        consent.leave(contributor=row, how="phone", by=make.system(library), at=AT)
    letters = OutboxMessage.objects.filter(kind="leaving").values_list("to_id", flat=True)
    assert list(letters) == [written_to.person_id]


def test_a_kind_no_needs_an_address() -> None:
    library = make.programme()
    row = people.note_interest(
        programme=library, identity={"name": "Påhittad Utan", "phone": "070-123 12 12"},
        channel="phone", by=make.system(library), at=AT,
    )  # fmt: skip
    people.decline(contributor=row, reason="Fullt just nu.", by=make.system(library), at=AT)
    assert not OutboxMessage.objects.filter(to_id=row.person_id).exists()


# Out, whole


def test_nobody_stays_who_is_being_erased() -> None:
    library = make.programme()
    row = make.contributor(library)
    consent.leave(contributor=row, how="phone", by=make.system(library), at=AT)
    over = AT + people.ERASED_AFTER
    with pytest.raises(Refused):
        people.stay(contributor=row, how="own_page", by=make.system(library), at=over)
    people.stay(
        contributor=row, how="own_page", by=make.system(library), at=over - timedelta(seconds=1)
    )
    assert row.state == "active"


def test_a_click_in_the_last_second_has_time_to_be_carried_out() -> None:
    library = make.programme()
    row = make.contributor(library)
    consent.leave(contributor=row, how="phone", by=make.system(library), at=AT)
    assert timekeeping.erase_those_who_left(AT + people.ERASED_AFTER + timedelta(minutes=1)) == 0
    assert timekeeping.erase_those_who_left(AT + people.ERASED_AFTER + timedelta(minutes=6)) == 1


def test_one_who_cannot_be_erased_keeps_nobody_else_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = make.programme()
    first, second = make.contributor(library), make.contributor(library)
    consent.leave(contributor=first, how="phone", by=make.system(library), at=AT)
    consent.leave(
        contributor=second, how="phone", by=make.system(library), at=AT + timedelta(minutes=1)
    )
    erase = vault.erase

    def breaks(*, person_id: UUID, **values: object) -> None:
        if person_id == first.person_id:
            raise vault.VaultError("the key store can't be reached")
        erase(person_id=person_id, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "erase", breaks)
    assert timekeeping.erase_those_who_left(AT + timedelta(days=3)) == 1
    assert set(Contributor.objects.values_list("state", flat=True)) == {"leaving", "left"}


# Opened for what is said, and no further


def test_the_register_holds_no_borrower() -> None:
    library = make.programme()
    contact, row = make.borrower_person(library), make.contributor(library)
    assert may_open(library, row.person_id, "register", "register")
    assert not may_open(library, contact.pk, "register", "register")


def test_a_persons_page_opens_that_person() -> None:
    library = make.programme()
    row, other = make.contributor(library), make.contributor(library)
    assert may_open(library, row.person_id, "person_page", row.pk)
    assert not may_open(library, other.person_id, "person_page", row.pk)
    assert not may_open(library, row.person_id, "person_page", "none")


def test_a_request_opens_its_contact_and_those_asked_about_it() -> None:
    library = make.programme()
    request = make.loan_request(library)
    (inquiry,) = make.asked(request, 1)
    stranger = make.contributor(library)
    assert may_open(library, request.contact_id, "request", request.pk)
    assert may_open(library, inquiry.contributor.person_id, "request", request.pk)
    assert not may_open(library, stranger.person_id, "request", request.pk)


def test_nobody_is_looked_through_for_a_request_that_has_ended() -> None:
    library = make.programme()
    request, row = make.loan_request(library), make.contributor(library)
    assert may_open(library, row.person_id, "choose", request.pk)
    assert not may_open(library, request.contact_id, "choose", request.pk)
    lend.end_request(
        request=request, end_reason="declined", words="Nej.", by=make.system(library), at=AT
    )
    assert not may_open(library, row.person_id, "choose", request.pk)
