"""A person from joining to leaving: consents, own words in the vault, being forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist

from erfara.accounts import persons
from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.organisations import actions as organisations
from erfara.people import actions as people
from erfara.people.models import Consent, ConsentText, Contributor, Experience
from erfara.people.policies import may_get_mail, why_not_asked
from erfara.people.queries import live_purposes
from erfara.workflows import consent, timekeeping
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def opened(row: Contributor, blob: str, fields: list[str]) -> dict[str, object]:
    by = make.system(row.programme)
    return vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=blob, fields=fields,
        purpose="person_page", case=str(row.pk), actor=by, at=AT,
    ).get(row.person_id, {})  # fmt: skip


def test_what_somebody_tells_is_kept_in_her_own_words() -> None:
    row = make.contributor(
        make.programme(), name="Påhittad Alma",
        told=[people.Told("relative", "Pappa fick svårt att minnas."),
              people.Told("patient", "Bröt benet 1987.")],
    )  # fmt: skip
    assert opened(row, "identity", ["name"]) == {"name": "Påhittad Alma"}
    ids = {str(e.pk): e.role for e in Experience.objects.filter(contributor=row)}
    words = opened(row, "experience", list(ids))
    assert {ids[key]: text for key, text in words.items()} == {
        "relative": "Pappa fick svårt att minnas.", "patient": "Bröt benet 1987.",
    }  # fmt: skip


def test_there_is_no_field_that_ranks_an_experience() -> None:
    for name in ("severity", "closeness", "recency", "weight", "period", "priority"):
        with pytest.raises(FieldDoesNotExist):
            Experience._meta.get_field(name)


def test_nobody_joins_without_a_yes_to_the_register() -> None:
    library = make.programme()
    with pytest.raises(Refused, match="registret"):
        make.contributor(library, consents=["email"])
    assert not Contributor.objects.filter(programme=library).exists()


def test_nobody_joins_when_nobody_is_taken_in() -> None:
    library = make.programme()
    organisations.change_settings(
        programme=library, values={"recruits_until": date(2026, 1, 1)},
        by=Actor(Role.ADMINISTRATOR, library.pk), at=AT,
    )  # fmt: skip
    with pytest.raises(Refused):
        make.contributor(library)
    row = people.note_interest(
        programme=library, identity={"name": "Påhittad", "email": "p@exempel.invalid"},
        channel="web", by=make.system(library), at=AT,
    )  # fmt: skip
    people.decline(contributor=row, reason="Vi tar inte emot fler.", by=make.system(library), at=AT)
    assert OutboxMessage.objects.filter(kind="interest_declined", to_id=row.person_id).exists()
    later = AT + timedelta(days=15)
    assert timekeeping.erase_those_who_left(later) == 1
    row.refresh_from_db()
    assert row.state == "forgotten"
    assert opened(row, "identity", ["name"]) == {}


def test_two_people_are_not_mixed_up_by_one_address() -> None:
    library = make.programme()
    make.contributor(library, email="Samma@Exempel.invalid")
    with pytest.raises(Refused, match="redan en person"):
        make.contributor(library, email="samma@exempel.INVALID ")


def test_a_public_form_cannot_change_who_somebody_is() -> None:
    library = make.programme()
    row = make.contributor(library, name="Rätt Namn", email="samma@exempel.invalid")
    person = people.find_or_add_person(
        programme=library, identity={"name": "Fel Namn", "email": "samma@exempel.invalid"},
        by=Actor(Role.PUBLIC, library.pk), at=AT,
    )  # fmt: skip
    assert person.pk == row.person_id
    assert opened(row, "identity", ["name"]) == {"name": "Rätt Namn"}


def test_the_same_address_in_two_libraries_is_two_people() -> None:
    one, two = make.programme(), make.programme()
    first = make.contributor(one, email="samma@exempel.invalid")
    second = make.contributor(two, email="samma@exempel.invalid")
    assert first.person_id != second.person_id


def test_a_consent_keeps_the_words_that_were_shown() -> None:
    library = make.programme(vocabulary="peer")
    row = make.contributor(library)
    given = Consent.objects.get(person=row.person, purpose="register")
    assert "peernätverket" in given.text.text_sv.lower()
    assert "{" not in given.text.text_sv + given.text.text_en
    assert ConsentText.objects.filter(programme=library, purpose="register").count() == 1


def test_without_consent_to_email_a_coordinator_phones() -> None:
    library = make.programme()
    by_phone = make.contributor(library, consents=["register"])
    purposes = live_purposes([by_phone.person_id])[by_phone.person_id]
    assert not may_get_mail(purposes)
    assert why_not_asked(by_phone, purposes) is None
    (inquiry,) = make.asked(make.loan_request(library), [by_phone])
    assert inquiry.by_phone
    assert not OutboxMessage.objects.filter(to_id=by_phone.person_id).exists()


def test_leaving_erases_after_48_hours_and_can_be_undone_until_then() -> None:
    library = make.programme()
    row = make.contributor(library)
    her = Actor(Role.PERSON, library.pk, row.person_id)
    _session, key = persons.start_session(
        tenant_id=library.pk, person_id=row.person_id, at=AT, how="test"
    )
    consent.leave(contributor=row, how="own_page", by=her, at=AT)
    assert persons.viewer(key, library.pk, AT + timedelta(minutes=1)) is not None
    assert timekeeping.erase_those_who_left(AT + timedelta(hours=47)) == 0
    row.refresh_from_db()
    people.stay(contributor=row, how="own_page", by=her, at=AT + timedelta(hours=47))
    assert timekeeping.erase_those_who_left(AT + timedelta(hours=49)) == 0
    row.refresh_from_db()
    assert row.state == "active"
    consent.leave(contributor=row, how="own_page", by=her, at=AT)
    assert timekeeping.erase_those_who_left(AT + timedelta(hours=49)) == 1
    row.refresh_from_db()
    assert row.state == "left"
    assert row.person.erased_at is not None
    assert persons.viewer(key, library.pk, AT + timedelta(minutes=1)) is None
    assert opened(row, "identity", ["name"]) == {}
    assert not Experience.objects.filter(contributor=row).exists()
    assert vault.index_find(library.pk, "phone", "070-0000001") is None


def test_erasing_can_be_repeated_after_a_stop_in_the_middle() -> None:
    library = make.programme()
    row = make.contributor(library)
    consent.leave(contributor=row, how="phone", by=make.system(library), at=AT)
    vault.erase(tenant_id=library.pk, person_id=row.person_id, at=AT)  # and then the power goes
    row.refresh_from_db()
    assert timekeeping.erase_those_who_left(AT + timedelta(hours=49)) == 1
    row.refresh_from_db()
    assert row.state == "left"


def test_only_the_librarys_own_coordinators_open_a_person() -> None:
    row = make.contributor(make.programme())
    for stranger in (
        make.system(make.programme()), Actor(Role.BORROWER, row.programme_id, uuid4()),
        Actor(Role.STEERING, row.programme_id, uuid4()), Actor(Role.OPERATOR), Actor(Role.PUBLIC),
        Actor(Role.PERSON, row.programme_id, uuid4()),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            vault.open(
                tenant_id=row.programme_id, person_ids=[row.person_id], blob="identity",
                fields=["name"], purpose="person_page", case="x", actor=stranger, at=AT,
            )  # fmt: skip
    assert not vault.log_for(row.programme_id, row.person_id).exists()


def test_every_opening_stands_in_her_own_log() -> None:
    row = make.contributor(make.programme())
    opened(row, "identity", ["name"])
    entry = vault.log_for(row.programme_id, row.person_id).get()
    assert (entry.actor_role, entry.purpose) == ("coordinator", "person_page")


def test_pausing_takes_questions_away_and_ends_on_its_day() -> None:
    library = make.programme()
    row = make.contributor(library)
    make.asked(make.loan_request(library), [row])
    her = Actor(Role.PERSON, library.pk, row.person_id)
    until = (AT + timedelta(days=30)).date()
    assert consent.pause(contributor=row, until=until, by=her, at=AT) == 1
    assert timekeeping.end_pauses(AT + timedelta(days=29)) == 0
    assert timekeeping.end_pauses(AT + timedelta(days=30)) == 1
    row.refresh_from_db()
    assert row.state == "active"
