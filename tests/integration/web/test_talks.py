"""Talks on the coordinator's pages: the guide, two screens at once, the lock, and nasty input."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from erfara.accounts import staff as sessions
from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor, Role
from erfara.people import actions
from erfara.people.actions import Told, interviews
from erfara.people.models import Contributor, Experience, Interview, Part, Training
from tests import factories as make
from tests.integration.web.looking import english, looked_at_often, post, same_queries, url
from tests.integration.web.odd import HOSTILE, text_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

PARTS = (
    "settings", "avoid", "adaptations", "language", "availability", "reach", "trainings",
    "consents", "area_digital", "area_none",
)  # fmt: skip


@pytest.fixture
def staff(staff: Client) -> Client:
    return english(staff)


@pytest.fixture
def other(library: Any) -> Client:
    """Another coordinator on another screen."""
    user, _actor = make.coordinator(library)
    return english(make.sign_in(Client(), user))


def applicant(library: Any) -> Contributor:
    return actions.note_interest(
        programme=library,
        identity={"name": f"P{uuid4().hex}", "email": f"{uuid4().hex[:8]}@exempel.invalid"},
        channel="web", by=make.system(library), at=clock.now(),
    )  # fmt: skip


def talk_with(row: Contributor) -> Interview:
    return interviews.begin_now(
        contributor=row, how="phone", by=make.system(row.programme), at=clock.now()
    )


def kept(row: Contributor, blob: str, *fields: str) -> dict[str, Any]:
    """What the vault holds."""
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=blob, fields=fields,
        purpose="own_page", case="own_page", at=clock.now(),
        actor=Actor(Role.PERSON, row.programme_id, row.person_id),
    )  # fmt: skip
    return opened.get(row.person_id, {})


def part(row: Contributor, name: str) -> str:
    return url("part", row, row.pk, name)


def seen_on(answer: Any) -> str:
    found = re.search(r'name="seen" value="(\d+)"', answer.content.decode())
    assert found
    return found[1]


def test_a_talk_is_booked_begun_filled_in_and_the_person_taken_in(
    staff: Client, library: Any
) -> None:
    row = applicant(library)
    when = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%d 13:00")
    booking = {
        "starts_at": when,
        "minutes": "60",
        "how": "video",
        "where": "https://mote.invalid/1",
    }
    assert post(staff, url("book_talk", row), **booking).status_code == 302
    talk = Interview.objects.get()
    assert "A talk is booked" in text_of(staff.get(url("person", row)))
    assert "https://mote.invalid/1" in text_of(staff.get(url("talk", talk)))
    ics = staff.get(url("talk_calendar", talk))
    assert ics.headers["Content-Type"].startswith("text/calendar")
    assert kept(row, "identity", "name")["name"] not in ics.content.decode()
    assert post(staff, url("begin_talk", talk)).status_code == 302
    assert post(staff, part(row, "area_digital"), seen="0", rows="2", text_0="Väntade på ett brev.",
                role_0="patient", kept_0="on").status_code == 302  # fmt: skip
    told = Experience.objects.get()
    assert (told.area, told.matchable) == ("digital", False)
    assert post(staff, part(row, "settings"), seen="0",
                takes_part=["workshop", "support"]).status_code == 302  # fmt: skip
    finish = url("finish_talk", talk)
    refused = post(staff, finish, go_on="take_in")
    assert refused.status_code == 422
    assert "yes to being in the register" in text_of(refused)
    assert post(staff, part(row, "consents"), seen="0", agree_register="on",
                how="phone").status_code == 302  # fmt: skip
    assert post(staff, finish, go_on="take_in").status_code == 302
    row.refresh_from_db()
    talk.refresh_from_db()
    assert (row.state, talk.state, row.forms) == ("active", "done", ["workshop", "support"])
    page = text_of(staff.get(url("person", row)))
    assert "kept out of searches" in page
    assert "Screens, letters and forms" in page


def test_two_write_the_same_part_and_nothing_is_lost(
    staff: Client, other: Client, library: Any
) -> None:
    row = applicant(library)
    talk_with(row)
    here = part(row, "avoid")
    mine, theirs = seen_on(staff.get(here)), seen_on(other.get(here))
    assert post(other, here, seen=theirs, avoid="Min syster.").status_code == 302
    answer = post(staff, here, seen=mine, avoid="Tiden på avdelningen.")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Somebody else has written here" in page
    assert "Min syster." in page
    assert "Tiden på avdelningen." in page
    assert kept(row, "wishes", "avoid") == {"avoid": "Min syster."}
    both = "Min syster. Tiden på avdelningen."
    assert post(staff, here, seen=seen_on(answer), avoid=both).status_code == 302
    assert kept(row, "wishes", "avoid") == {"avoid": both}


def test_two_write_different_parts_at_once(staff: Client, other: Client, library: Any) -> None:
    row = applicant(library)
    talk_with(row)
    assert post(staff, part(row, "avoid"), seen="0", avoid="Skolan.").status_code == 302
    assert post(other, part(row, "adaptations"), seen="0", adaptations="Hiss.").status_code == 302
    assert post(other, part(row, "language"), seen="0", language="arabiska").status_code == 302
    assert kept(row, "wishes", "avoid", "adaptations", "language", "interpreter") == {
        "avoid": "Skolan.", "adaptations": "Hiss.", "language": "arabiska", "interpreter": None,
    }  # fmt: skip


def test_two_write_at_the_same_place_of_the_map(staff: Client, other: Client, library: Any) -> None:
    row = applicant(library)
    talk_with(row)
    here = part(row, "area_digital")
    first = {"rows": "2", "role_0": "patient"}
    assert post(other, here, seen="0", text_0="Hon skrev.", **first).status_code == 302
    answer = post(staff, here, seen="0", text_0="Jag skrev.", **first)
    assert answer.status_code == 422
    assert "Hon skrev." in text_of(answer)
    assert post(staff, here, seen=seen_on(answer), text_0="Jag skrev.", **first).status_code == 302
    told = [str(pk) for pk in Experience.objects.values_list("pk", flat=True)]
    assert sorted(kept(row, "experience", *told).values()) == ["Hon skrev.", "Jag skrev."]


def test_what_she_writes_herself_meanwhile_is_not_overwritten(staff: Client, library: Any) -> None:
    row = make.contributor(library, told=[Told("patient", "Väntade.", None, "digital")])
    here = part(row, "area_digital")
    page = staff.get(here)
    told = Experience.objects.get()
    her = Actor(Role.PERSON, library.pk, row.person_id)
    actions.set_experiences(
        contributor=row, told=[Told("patient", "Väntade i sju veckor.", told.pk, "digital")],
        shown={told.pk}, by=her, at=clock.now(),
    )  # fmt: skip
    answer = post(staff, here, seen=seen_on(page), rows="2", text_0="Väntade länge.",
                  role_0="patient", told_0=str(told.pk))  # fmt: skip
    assert answer.status_code == 422
    assert "Väntade i sju veckor." in text_of(answer)


def test_a_click_twice_is_no_clash(staff: Client, library: Any) -> None:
    row = applicant(library)
    values = {"once": "one", "seen": "0", "avoid": "Skolan."}
    for _click in range(2):
        assert staff.post(part(row, "avoid"), values).status_code == 302
    assert Part.objects.get().number == 1


def test_after_the_lock_what_was_written_is_sent_to_the_same_part(library: Any) -> None:
    user, _actor = make.coordinator(library)
    staff = english(make.sign_in(Client(), user))
    row = applicant(library)
    talk_with(row)
    here = part(row, "adaptations")
    session = staff.session
    sessions.start(session, clock.now() - timedelta(minutes=61), demo=True)
    session.save()
    from_here: dict[str, Any] = {
        "headers": {"origin": "http://testserver", "referer": f"http://testserver{here}"}
    }
    written = {"once": "one", "seen": "0", "adaptations": "Pauser, och en tyst plats."}
    locked = staff.post(here, written, **from_here)
    assert locked.status_code == 401
    page = locked.content.decode()
    assert f'action="{here}"' in page
    assert "Pauser, och en tyst plats." in page
    assert f"next={here}".replace("/", "%2F") in page or f"next={here}" in page
    make.sign_in(staff, user)
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    sent = {name: value for name, value in fields if name in written}
    assert sent == written
    assert staff.post(here, sent).status_code == 302
    assert kept(row, "wishes", "adaptations")["adaptations"] == "Pauser, och en tyst plats."


def test_she_thinks_about_it_and_comes_back_on_the_day(staff: Client, library: Any) -> None:
    row = applicant(library)
    talk = talk_with(row)
    missing = post(staff, url("finish_talk", talk), go_on="think")
    assert missing.status_code == 422
    day = (clock.local_day(clock.now()) + timedelta(days=9)).isoformat()
    answer = post(staff, url("finish_talk", talk), go_on="think", look_again_on=day)
    assert answer.status_code == 302
    page = text_of(staff.get(url("home", library)))
    assert f"Talk with number {row.number}" in page
    assert "Get in touch on" in page
    kind_no = post(staff, url("finish_talk", talk), go_on="decline")
    assert kind_no.headers["Location"] == url("decline", row)


def test_today_knows_who_waits_for_a_talk(staff: Client, library: Any) -> None:
    row = applicant(library)
    assert f"Somebody new, number {row.number}" in text_of(staff.get(url("home", library)))
    talk_with(row)
    page = text_of(staff.get(url("home", library)))
    assert f"Somebody new, number {row.number}" not in page
    assert "The talk has begun" in page


def test_a_renewed_talk_with_somebody_who_is_here(staff: Client, library: Any) -> None:
    row = make.contributor(library)
    assert post(staff, url("talk_now", row)).status_code == 302
    talk = Interview.objects.get()
    assert post(staff, url("finish_talk", talk)).status_code == 302
    row.refresh_from_db()
    talk.refresh_from_db()
    assert (row.state, talk.state) == ("active", "done")


def test_trainings_are_written_and_shown_as_a_merit(staff: Client, library: Any) -> None:
    row = make.contributor(library)
    here = part(row, "trainings")
    wrong = post(staff, here, seen="0", rows="2", kind_0="recovery", when_0="förra våren")
    assert wrong.status_code == 422
    assert "Write the year like this" in text_of(wrong)
    good = {"rows": "2", "kind_0": "recovery", "when_0": "2019", "kind_1": "ambassador",
            "when_1": "2020-05-14", "until_1": "2021-05-14"}  # fmt: skip
    assert post(staff, here, seen="0", **good).status_code == 302
    assert Training.objects.count() == 2
    request = make.specified(make.loan_request(library))
    page = text_of(staff.get(url("choose", request)))
    assert "Trained: recovery-oriented course 2019" in page
    assert "Hjärnkoll ambassador 2020 (no longer valid)" in page


def test_choosing_respects_what_she_has_said(staff: Client, library: Any) -> None:
    row = make.contributor(
        library,
        told=[Told("patient", "Får sökas.", None, "digital"),
              Told("patient", "Bara för er.", None, "mind", False)],
    )  # fmt: skip
    post(staff, part(row, "avoid"), seen="0", avoid="Min tid i skolan.")
    request = make.specified(make.loan_request(library))
    choose = url("choose", request)
    page = text_of(staff.get(choose))
    assert "Får sökas." in page
    assert "Bara för er." not in page
    assert "Min tid i skolan." in page
    today = clock.local_day(clock.now())
    Contributor.objects.filter(pk=row.pk).update(away_from=today, away_until=today)
    assert "is away, as planned" in text_of(staff.get(choose))
    refused = post(staff, choose, contributor=str(row.pk), page="1")
    assert "away" in text_of(staff.get(refused.headers["Location"]))


def test_asked_too_recently_is_said_and_not_hidden(staff: Client, library: Any) -> None:
    row = make.contributor(library)
    make.asked(make.loan_request(library), [row], at=clock.now())
    Contributor.objects.filter(pk=row.pk).update(ask_often="yearly")
    request = make.specified(make.loan_request(library))
    page = text_of(staff.get(url("choose", request)))
    assert "wants to be asked again from" in page
    assert "Choose" in page


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nasty_input_is_answered_in_words(
    staff: Client, library: Any, name: str, hostile: str
) -> None:
    row = applicant(library)
    form = staff.get(part(row, name)).content.decode()
    fields = set(re.findall(r'name="(\w+)"', form)) - {"csrfmiddlewaretoken", "once"}
    for field in fields:
        answer = post(staff, part(row, name), **{field: hostile})
        assert answer.status_code in {302, 422}, (name, field)
        assert "<script>alert(1)" not in answer.content.decode()
    assert staff.get(part(row, name)).status_code == 200


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nasty_bookings(staff: Client, library: Any, hostile: str) -> None:
    row = applicant(library)
    when = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%d 13:00")
    good = {"starts_at": when, "minutes": "60", "how": "phone", "where": "Ring"}
    for field in (*good, "interviewer", "second_interviewer"):
        answer = post(staff, url("book_talk", row), **{**good, field: hostile})
        assert answer.status_code in {302, 422}
        Interview.objects.all().delete()
    for name in ("moon", "area_moon", "background"):
        assert staff.get(part(row, name)).status_code in {302, 404}


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nasty_endings(staff: Client, library: Any, hostile: str) -> None:
    talk = talk_with(applicant(library))
    here = url("finish_talk", talk)
    assert post(staff, here, go_on=hostile).status_code == 422
    assert post(staff, here, go_on="think", look_again_on=hostile).status_code == 422
    talk.refresh_from_db()
    assert talk.state == "under_way"


def test_pages_keep_their_number_of_queries(staff: Client, library: Any) -> None:
    row = make.contributor(library)
    talk = talk_with(row)

    def told() -> None:
        actions.set_experiences(
            contributor=row, told=[Told("patient", "En sak till.", None, "digital")], shown=set(),
            by=make.system(library), at=clock.now(),
        )  # fmt: skip

    for page in (url("map", row), part(row, "area_digital"), url("talk", talk), url("person", row)):
        same_queries(staff, page, told)
    same_queries(staff, url("home", library), lambda: talk_with(applicant(library)))
    request = make.specified(make.loan_request(library))
    same_queries(staff, url("choose", request), lambda: make.contributor(library))


def test_looking_changes_nothing(staff: Client, library: Any) -> None:
    row = applicant(library)
    talk = talk_with(row)
    pages = [url(name, row) for name in ("map", "map_file")]
    pages += [url("talk", talk), url("talk_calendar", talk), *(part(row, n) for n in PARTS)]
    looked_at_often(staff, *pages, times=2)


def test_she_sees_her_time_calls_it_off_and_keeps_her_map(client: Client, library: Any) -> None:
    row = make.contributor(
        library, told=[Told("relative", "Väntade utanför.", None, "going_along")]
    )
    starts = clock.now() + timedelta(days=2)
    talk = interviews.book(
        contributor=row, starts_at=starts, ends_at=starts + timedelta(hours=1), how="in_person",
        where="Rummet på andra våningen", interviewer=None, by=make.system(library),
        at=clock.now(),
    )  # fmt: skip
    english(make.person_sign_in(client, row.person))
    mine = f"/{library.slug}/min-sida/"
    assert "We have a time for a talk" in text_of(client.get(mine))
    page = f"{mine}samtal/{talk.pk}/"
    assert "Rummet på andra våningen" in text_of(client.get(page))
    assert client.get(f"{page}kalender/").status_code == 200
    assert post(client, f"{page}kan-inte/").status_code == 302
    talk.refresh_from_db()
    assert (talk.state, talk.called_off_by_her) == ("cancelled", True)
    assert "Väntade utanför." in text_of(client.get(f"{mine}karta/"))
    drawn = client.get(f"{mine}karta.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "Väntade" not in drawn.content.decode()
    stranger = make.contributor(library)
    english(make.person_sign_in(client, stranger.person))
    assert client.get(page).status_code == 404
