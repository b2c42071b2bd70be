"""The register and the page of each: what they show, what they refuse, what they keep."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import AccessRow
from erfara.people import actions
from erfara.people.actions import Told
from erfara.people.models import Consent, Contributor, Experience
from erfara.workflows import consent, lend, merging
from tests import factories as make
from tests.integration.web.looking import english, nobody_gets_in, post, url
from tests.integration.web.odd import HOSTILE, text_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

NEW = {
    "name": "Påhittad Nykomling", "email": "ny@exempel.invalid", "phone": "070-123 45 67",
    "address": "Påhittade vägen 9", "channel": "personal", "rows": "3",
    "text_0": "Väntade länge på en kallelse.", "role_0": "patient",
    "text_1": "Följde med en vän till tandläkaren.", "role_1": "companion",
    "takes_part": ["workshop", "focus_group"], "agree_register": "on", "agree_email": "on",
    "how": "in_person",
}  # fmt: skip


@pytest.fixture
def staff(staff: Client) -> Client:
    return english(staff)


def texts_of(row: Contributor) -> dict[str, str]:
    """What the vault holds of what a person has told."""
    told = Experience.objects.filter(contributor=row).values_list("pk", flat=True)
    herself = Actor(Role.PERSON, row.programme_id, row.person_id)
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob="experience",
        fields=[str(pk) for pk in told], purpose="own_page", case="own_page", actor=herself,
        at=clock.now(),
    )  # fmt: skip
    return opened.get(row.person_id, {})


def applicant(library: Any, name: str = "Påhittad Sökande") -> Contributor:
    return actions.note_interest(
        programme=library,
        identity={"name": name, "email": f"{uuid4().hex[:8]}@exempel.invalid"},
        channel="web", by=make.system(library), at=clock.now(),
    )  # fmt: skip


def test_somebody_is_written_down_after_a_talk(staff: Client, library: Any) -> None:
    page = text_of(staff.get(url("new_person", library)))
    for asked in ("severity", "how bad", "how long ago", "how close"):
        assert asked not in page.lower()
    once = {"once": "twice", **NEW}
    for _click in range(2):
        answer = staff.post(url("new_person", library), once)
        assert answer.status_code == 302, text_of(answer)
    row = Contributor.objects.get(programme=library)
    assert (row.state, row.channel, row.forms) == (
        "active",
        "personal",
        ["focus_group", "workshop"],
    )
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"register", "email"}
    assert sorted(texts_of(row).values()) == [NEW["text_1"], NEW["text_0"]]
    page = text_of(staff.get(url("person", row)))
    for word in ("Påhittad Nykomling", "ny@exempel.invalid", NEW["text_0"]):
        assert str(word) in page


def test_room_for_one_more_experience_keeps_everything_written(staff: Client, library: Any) -> None:
    half = {**NEW, "name": "", "text_2": "Bröt benet", "do": "more"}
    answer = post(staff, url("new_person", library), **half)
    assert answer.status_code == 200
    page = answer.content.decode()
    for kept in (NEW["text_0"], "Bröt benet", "ny@exempel.invalid", "070"):
        assert str(kept) in page
    assert 'name="text_3"' in page
    assert re.search(r'name="rows"[^>]*value="4"', page)
    assert re.search(r'name="agree_email"[^>]*checked', page)
    assert not Contributor.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"agree_register": ""}, {"name": ""}, {"email": "", "phone": "", "address": ""},
        {"how": ""}, {"role_0": ""}, {"text_1": ""}, {"channel": "rymden"}, {"how": "own_page"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_lost(
    staff: Client, library: Any, change: dict[str, str]
) -> None:
    values = {k: v for k, v in {**NEW, **change}.items() if v}
    answer = post(staff, url("new_person", library), **values)
    assert answer.status_code == 422
    if "text_0" in values:
        assert NEW["text_0"] in answer.content.decode()
    assert not Contributor.objects.exists()


def test_one_who_is_here_already_is_not_written_down_twice(staff: Client, library: Any) -> None:
    make.contributor(library, email="ny@exempel.invalid")
    answer = post(staff, url("new_person", library), **NEW)
    assert answer.status_code == 422
    assert NEW["text_0"] in answer.content.decode()
    assert Contributor.objects.count() == 1


def test_somebody_known_as_a_borrower_keeps_her_details(staff: Client, library: Any) -> None:
    make.borrower_person(library, name="Redan Känd", email="ny@exempel.invalid")
    assert post(staff, url("new_person", library), **NEW).status_code == 302
    row = Contributor.objects.get(programme=library)
    page = text_of(staff.get(url("person", row)))
    assert "Redan Känd" in page
    assert "Known here before" in page


def test_an_interest_is_noted_welcomed_and_another_declined(staff: Client, library: Any) -> None:
    interest = {k: NEW[k] for k in ("name", "email", "phone", "channel")}
    assert staff.get(url("new_interest", library)).status_code == 200
    assert post(staff, url("new_interest", library), **interest).status_code == 302
    row = Contributor.objects.get(programme=library)
    assert row.state == "interested"
    assert "Påhittad Nykomling" in text_of(staff.get(url("people", library)))
    assert staff.get(url("person", row)).status_code == 200
    assert "Påhittad Nykomling" in text_of(staff.get(url("welcome", row)))
    talk = {k: v for k, v in NEW.items() if k not in {"name", "email", "phone", "address"}}
    assert post(staff, url("welcome", row), **talk, do="more").status_code == 200
    assert post(staff, url("welcome", row), **talk).status_code == 302
    row.refresh_from_db()
    assert row.state == "active"

    other = applicant(library)
    assert staff.get(url("decline", other)).status_code == 200
    assert post(staff, url("decline", other), reason="").status_code == 422
    assert post(staff, url("decline", other), reason="Vi har stängt för i år.").status_code == 302
    other.refresh_from_db()
    assert other.state == "declined"
    assert post(staff, url("welcome", other), **talk).status_code == 422


def test_a_library_that_takes_nobody_in_says_so(staff: Client, library: Any) -> None:
    from erfara.organisations import actions as organisations

    yesterday = (clock.now() - timedelta(days=1)).date()
    organisations.change_settings(
        programme=library, values={"recruits_until": yesterday},
        by=Actor(Role.ADMINISTRATOR, library.pk), at=clock.now(),
    )  # fmt: skip
    answer = post(staff, url("new_person", library), **NEW)
    assert answer.status_code == 422
    assert NEW["text_0"] in answer.content.decode()
    row = applicant(library)
    assert staff.get(url("decline", row)).content.decode().count("<textarea") == 1


def test_details_are_changed_but_never_to_somebody_elses(staff: Client, library: Any) -> None:
    row, other = make.contributor(library, "Före Namn"), make.contributor(library)
    address = url("edit_person", row)
    assert "Före Namn" in staff.get(address).content.decode()
    new = {"name": "Efter Namn", "email": "efter@exempel.invalid", "phone": "", "address": ""}
    assert post(staff, address, **new).status_code == 302
    assert "Efter Namn" in text_of(staff.get(url("person", row)))
    taken = AccessRow.objects.count()
    numbers = [c.person_id for c in (row, other)]
    assert len(set(numbers)) == 2
    made = make.contributor(library, email="upptagen@exempel.invalid")
    answer = post(staff, address, **{**new, "email": "upptagen@exempel.invalid"})
    assert answer.status_code == 422
    assert made.person_id != row.person_id
    assert AccessRow.objects.count() == taken  # a refused save opens nobody's details


def test_experiences_are_changed_and_those_added_meanwhile_are_kept(
    staff: Client, library: Any
) -> None:
    row = make.contributor(library, told=[Told("patient", "Först."), Told("relative", "Sedan.")])
    address = url("edit_experiences", row)
    page = staff.get(address).content.decode()
    ids = re.findall(r'name="told_\d+"[^>]*value="([0-9a-f-]{36})"', page)
    assert len(ids) == 2
    actions.set_experiences(
        contributor=row, told=[Told("user", "Tillagd under tiden.")], shown=[],
        by=make.system(library), at=clock.now(),
    )  # fmt: skip
    shown = re.findall(r'name="told_(\d+)"[^>]*value="([0-9a-f-]{36})"', page)
    first = next(pk for n, pk in shown if f"text_{n}" and n == "0")
    values = {"rows": "3", "text_0": "Först, med nya ord.", "role_0": "client", "told_0": first}
    values |= {f"told_{n}": pk for n, pk in shown if n != "0"}  # emptied: taken away
    assert post(staff, address, **values, takes_part=["lecture"]).status_code == 302
    assert sorted(texts_of(row).values()) == ["Först, med nya ord.", "Tillagd under tiden."]
    row.refresh_from_db()
    assert row.forms == ["lecture"]
    assert "Först, med nya ord." in text_of(staff.get(url("person", row)))


def test_consents_are_given_and_taken_back_one_by_one(staff: Client, library: Any) -> None:
    row = make.contributor(library)
    inquiry = make.asked(make.loan_request(library), [row])[0]
    address = url("consents", row)
    assert staff.get(address).status_code == 200
    assert staff.get(f"{address}?purpose=rymden").status_code == 200
    give = {"purpose": "research", "do": "give", "how": "paper"}
    assert staff.get(f"{address}?purpose=research").status_code == 200
    for _click in range(2):
        assert staff.post(address, {"once": "g", **give}).status_code == 302
    assert Consent.objects.filter(person=row.person, purpose="research").count() == 1
    assert post(staff, address, purpose="email", do="take").status_code == 422
    assert staff.get(f"{address}?purpose=email").status_code == 200
    assert post(staff, address, purpose="email", do="take", how="phone").status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == "stopped"
    page = text_of(staff.get(url("person", row)))
    assert "taken back" in page


def test_a_pause_ends_and_leaving_can_be_undone(staff: Client, library: Any) -> None:
    row = make.contributor(library)
    assert staff.get(url("pause_person", row)).status_code == 200
    past = (clock.now() - timedelta(days=5)).date().isoformat()
    assert post(staff, url("pause_person", row), until=past).status_code == 422
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    assert post(staff, url("pause_person", row), until=until).status_code == 302
    assert staff.get(url("person", row)).status_code == 200
    assert "state=paused" not in staff.get(url("people", library)).content.decode()
    assert post(staff, url("resume_person", row)).status_code == 302
    assert staff.get(url("leave_person", row)).status_code == 200
    assert post(staff, url("leave_person", row)).status_code == 422
    for _click in range(2):
        answer = staff.post(url("leave_person", row), {"once": "l", "how": "phone"})
        assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "leaving"
    assert staff.get(url("person", row)).status_code == 200
    assert post(staff, url("stay_person", row)).status_code == 302
    row.refresh_from_db()
    assert row.state == "active"
    refused = staff.post(url("stay_person", row), {"once": "again"}, follow=True)
    assert refused.status_code == 200


def test_one_who_is_erased_is_a_number_and_nothing_can_be_written(
    staff: Client, library: Any
) -> None:
    row = make.contributor(library, "Påhittad Försvunnen")
    consent.leave(contributor=row, how="phone", by=make.system(library), at=clock.now())
    row.refresh_from_db()
    consent.erase(contributor=row, at=clock.now() + timedelta(days=3))
    page = staff.get(url("person", row))
    assert page.status_code == 200
    assert "Påhittad Försvunnen" not in page.content.decode()
    told = {"rows": "1", "text_0": "Något.", "role_0": "patient"}
    for name, values in (
        ("edit_person", {"name": "Ny", "email": "ny@exempel.invalid"}),
        ("edit_experiences", told),
        ("consents", {"purpose": "email", "do": "give", "how": "phone"}),
        ("welcome", {**NEW}), ("pause_person", {}), ("leave_person", {"how": "phone"}),
        ("decline", {"reason": "Nej."}),
    ):  # fmt: skip
        for answer in (staff.get(url(name, row)), post(staff, url(name, row), **values)):
            assert answer.status_code in {200, 302, 422}, name
    row.refresh_from_db()
    assert row.state == "left"
    assert vault.blobs_of(library.pk, row.person_id) == []


def test_an_empty_register_says_what_to_do(staff: Client, library: Any) -> None:
    page = staff.get(url("people", library)).content.decode()
    assert url("new_person", library) in page
    assert "<table" not in page


def test_the_register_opens_its_names_at_once_and_asks_as_often_for_many_as_for_few(
    staff: Client, library: Any
) -> None:
    counts = []
    for _more in (1, 2):
        people = [make.contributor(library) for _ in range(_more)]
        applicant(library, f"Sökande {_more}")
        make.asked(make.loan_request(library), people)
        with CaptureQueriesContext(connection) as seen:
            page = staff.get(url("people", library))
        assert page.status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    logged = AccessRow.objects.filter(purpose="register")
    assert logged.count() == (1 + 1) + (3 + 2)


def test_the_page_of_a_person_asks_as_often_for_many_as_for_few(
    staff: Client, library: Any
) -> None:
    counts = []
    for number in (1, 3):
        told = [Told("patient", f"Berättelse {n}.") for n in range(number)]
        row = make.contributor(library, told=told)
        for _request in range(number):
            inquiry = make.asked(make.loan_request(library), [row])[0]
            lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(library), at=make.AT)
        staff.get(url("person", row))
        with CaptureQueriesContext(connection) as seen:
            assert staff.get(url("person", row)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_register_has_twenty_five_on_a_page(staff: Client, library: Any) -> None:
    for _person in range(27):
        make.contributor(library)
    first = staff.get(url("people", library)).content.decode()
    assert first.count("Påhittad Person") == 25
    second = staff.get(url("people", library) + "?page=2").content.decode()
    assert second.count("Påhittad Person") == 2
    for odd in ("?page=x", "?page=-1", "?page=99999999999999999999", "?state=rymden", "?state="):
        assert staff.get(url("people", library) + odd).status_code == 200


PAGES = [
    "person", "welcome", "decline", "edit_person", "edit_experiences", "consents", "pause_person",
    "leave_person",
]  # fmt: skip


@pytest.mark.parametrize("who", ["borrower", "person", "other programme", "nobody"])
def test_nobody_else_sees_anything_of_the_register(library: Any, who: str) -> None:
    row = make.contributor(library)
    client = Client()
    if who == "borrower":
        make.person_sign_in(client, make.loan_request(library).contact)
    if who == "person":
        make.person_sign_in(client, row.person)
    if who == "other programme":
        user, _actor = make.coordinator(make.programme())
        make.sign_in(client, user)
    addresses = [url(name, row) for name in PAGES]
    addresses += [url(name, library) for name in ("people", "new_person", "new_interest")]
    nobody_gets_in(client, addresses)


def test_another_programmes_person_is_not_found_under_ones_own_address(
    staff: Client, library: Any
) -> None:
    row = make.contributor(make.programme())
    for name in PAGES:
        address = url(name, row).replace(row.programme.slug, library.slug)
        assert staff.get(address).status_code == 404


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_input_gets_a_sentence_and_is_kept(staff: Client, library: Any, words: str) -> None:
    row, other = make.contributor(library), applicant(library)
    fields = "name email phone address channel rows text_0 role_0 told_0 takes_part how"
    # A page as a whole takes a megabyte; more than that is turned away before it is read.
    few = "name text_0" if len(words) > 1_000 else fields
    everything = dict.fromkeys(few.split(), words)
    tries: list[tuple[str, dict[str, Any]]] = [
        (url("new_person", library), everything),
        (url("new_interest", library), everything),
        (url("welcome", other), everything),
        (url("edit_person", row), everything),
        (url("edit_experiences", row), everything),
        (url("pause_person", row), {"until": words}),
        (url("leave_person", row), {"how": words}),
        (url("decline", other), {"reason": words[:50] + "\x00"}),
        (url("consents", row), {"purpose": "email", "do": words, "how": words}),
    ]
    for address, values in tries:
        answer = post(staff, address, **values)
        assert answer.status_code == 422, (address, words[:20])
        page = answer.content.decode()
        assert "<script>alert" not in page
        if words.startswith("<script>") and "name" in values:
            assert "&lt;script&gt;" in page
    more = post(staff, url("new_person", library), **everything, do="more")
    assert more.status_code == 200
    odd = post(staff, url("consents", row), purpose=words, how="phone")
    assert odd.status_code == 200


def test_names_with_braces_and_odd_letters_are_shown_as_written(
    staff: Client, library: Any
) -> None:
    row = make.contributor(library, "Åsa {library:sg} <b>Öst</b> 👩🏽", told=[
        Told("patient", "{inte ett fält} <i>kursivt</i>")])  # fmt: skip
    for address in (url("people", library), url("person", row), url("leave_person", row)):
        page = staff.get(address).content.decode()
        assert "Åsa {library:sg} &lt;b&gt;Öst&lt;/b&gt; 👩🏽" in page
    assert "{inte ett fält} &lt;i&gt;" in staff.get(url("person", row)).content.decode()


def test_what_happened_to_both_entries_stands_with_the_one_that_is_kept(staff, library):
    kept, gone = make.contributor(library, "Anna Berg"), make.contributor(library, "Berg, Anna")
    by = make.system(library)
    actions.staying.pause(contributor=gone, until=None, by=by, at=clock.now())
    gone = Contributor.objects.get(pk=gone.pk)
    actions.staying.resume(contributor=gone, by=by, at=clock.now())
    merging.merge(kept=kept, gone=Contributor.objects.get(pk=gone.pk), by=by, at=clock.now())
    page = text_of(staff.get(url("person", library, kept.pk)))
    assert "everything was put together here" in page
    assert "Paused" in page
