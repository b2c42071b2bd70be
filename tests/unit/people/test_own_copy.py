"""Everything about a person is in her own copy: every model and every blob, or a reason why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.outbox import registry
from erfara.lending.actions import draws
from erfara.lending.models import number_drawn
from erfara.people import opened_by, own_copy
from erfara.people.models import Contributor, Person
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

# Models that point to somebody and tell her nothing: why.
NOT_TOLD = {
    "foundation.datakey": "a key, which is worth something only while it is secret",
    "foundation.sealedblob": "what is in it is opened, and told by the parts",
    "foundation.blindindex": "a digest of the address, which is told as it is",
    "foundation.likeness": "a digest of name and address, which are told as they are",
    "people.notsame": "that somebody looked: two numbers that turned out to be two people",
    "foundation.link": "a way in: whoever has the copy must not get one",
    "foundation.tombstone": "only there when there is nobody left to tell",
    "foundation.shield": "the mark lies open in no copy that somebody else could find",
    "foundation.auditevent": "what happened stands in the parts, with what it happened to",
    "foundation.postedonce": "a form's key and the page after it",
    "accounts.personsession": "a way in",
    "accounts.signinrequest": "a way in; swept after a day",
    "organisations.daymark": "how staff sort their day; what rows are about is told by the parts",
    "organisations.membership": "staff, not people of the register",
    "people.signup": "a draft by itself, nobody's before it is sent; sent, it is told as interest",
    "people.printlist": "a list of many; that she stood on it is in her log",
    "people.backgroundcount": "counts of many, rounded",
    "people.publicmessage": "written to the library without signing in; points to no person",
    "people.registerimport": "a file of many; what was taken from it is told as hers",
    "people.importedrow": "a row of a file; what was taken from it is told as hers",
    "lending.assignment": "the borrower's own words",
}


def points_to_somebody(model) -> bool:
    personal = getattr(model, "personal", None)
    if personal is None:
        return False
    to_her = any(
        isinstance(f, ForeignKey) and f.related_model in (Person, Contributor)
        for f in model._meta.get_fields()
    )
    return to_her or bool(personal.pseudonym)


def untold() -> list[str]:
    told = {label for part in own_copy.parts() for label in part.models}
    return [
        model._meta.label_lower
        for model in apps.get_models()
        if points_to_somebody(model) and model._meta.label_lower not in told | set(NOT_TOLD)
    ]


def test_every_model_about_a_person_is_told():
    assert untold() == []


def test_a_part_that_is_missing_is_seen(monkeypatch):
    parts = {name: p for name, p in own_copy._parts.items() if name != "consents"}
    monkeypatch.setattr(own_copy, "_parts", parts)
    assert untold() == ["people.consent"]


def test_everything_sealed_is_opened_and_logged():
    library = make.programme()
    row = make.contributor(library, "Märta Påhittad")
    vault.store(
        tenant_id=library.pk, person_id=row.person_id, blob="forgotten", values={"x": "y"},
        at=make.AT,
    )  # fmt: skip
    her = Actor(Role.PERSON, library.pk, row.person_id)
    copy = own_copy.Copy(row.person, row, her, make.AT)
    data = own_copy.as_data(own_copy.collect(copy))
    assert data["identity"][0]["name"] == "Märta Påhittad"
    assert data["experiences"][0]["role"] == "patient"
    assert {c["purpose"] for c in data["consents"]} == {"register", "email"}
    unopened = set(vault.blobs_of(library.pk, row.person_id)) - copy.opened
    assert unopened == {"forgotten"}, "What no part opens is seen."
    log = vault.log_for(library.pk, row.person_id, own=True)
    assert set(log.values_list("purpose", flat=True)) == {"own_copy"}
    assert not vault.log_for(library.pk, row.person_id).exists(), "Her own visits stand apart."


# Kinds of message that never go to somebody of the register.
NOT_TO_HER = {
    "already_here", "application_link", "clearer_reminder", "clearer_wanted", "colleague_added",
    "contact_leaving", "course_yours", "interview_yours",
    "meeting_booked", "meeting_called_off", "meeting_choose_reminder", "meeting_offered",
    "meeting_reminder", "message_answered", "pass_on_asked", "request_draft_link", "new_password",
    "request_ended", "request_received", "request_waits", "sign_up_link", "staff_invitation",
    "week_ahead",
}  # fmt: skip


def test_her_copy_says_in_words_who_opened_what_and_what_a_message_was_about():
    assert set(registry.kinds) - NOT_TO_HER == set(opened_by.MESSAGES)
    assert {role.value for role in Role} - {"public", "steering"} <= set(opened_by.ROLES)
    person = make.contributor(make.programme()).person
    said = opened_by.who("person", person.pk, "", her=person.pk)
    assert (said, opened_by.opened("text:1")) == ("Du", "Vad som sades om en fråga")
    assert opened_by.who("coordinator", None, "Siri", her=person.pk) == "Siri"


def test_she_sees_the_lotteries_that_she_could_be_drawn_in():
    library = make.programme()
    request, by = make.specified(make.loan_request(library)), make.system(library)
    one, other = make.contributor(library), make.contributor(library)
    draws.keep_draw(
        request=request, size=1, seed=7, pool={number_drawn(one.number): ["own"]}, quotas={},
        panel=[number_drawn(one.number)], report={}, by=by, at=make.AT,
    )  # fmt: skip
    copies = [own_copy.as_data(own_copy.collect(own_copy.Copy(
        row.person, row, Actor(Role.PERSON, library.pk, row.person_id), make.AT
    ))) for row in (one, other)]  # fmt: skip
    assert [draw["drawn"] for draw in copies[0]["draws"]] == [True]
    assert not copies[1].get("draws")
