"""Talks: booked, moved, begun, thought over, finished, and ended when nothing comes of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from erfara.foundation import outbox
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.actions import interviews
from erfara.people.interview_letters import calendar
from erfara.people.interview_queries import open_interview, too_soon
from erfara.people.models import Contributor, Interview
from erfara.workflows import talks_in_time
from erfara.workflows.today import interviews as interview_rows
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
LATER = AT + timedelta(days=3)


def applicant(email: str = "ny@exempel.invalid", of: Programme | None = None) -> Contributor:
    phone = "" if of else "070-1234567"  # two in one library have not the same
    of = of or factories.programme()
    return people.note_interest(
        programme=of, identity={"name": "Påhittad Ny", "email": email, "phone": phone},
        channel="web", by=factories.system(of), at=AT,
    )  # fmt: skip


def booked(contributor: Contributor, starts_at: datetime = LATER, **values: Any) -> Interview:
    return interviews.book(
        contributor=contributor, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        how="phone", where="Ring 070-1234567", interviewer=None,
        by=factories.system(contributor.programme), at=AT, **values,
    )  # fmt: skip


def sent(at: datetime = AT) -> list[Any]:
    mail.outbox.clear()
    outbox.deliver_due(at)
    return list(mail.outbox)


def events(message: Any) -> list[Any]:
    (name, content, kind) = message.attachments[0]
    assert (name, kind.partition(";")[0]) == ("tid.ics", "text/calendar")
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_she_gets_a_neutral_message_with_the_time_in_a_calendar_file() -> None:
    row = booked(applicant())
    (message,) = sent()
    assert message.to == ["ny@exempel.invalid"]
    (event,) = events(message)
    assert event["SUMMARY"] == "Möte"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    said = f"{message.subject} {message.body} {message.attachments[0][1]}".casefold()
    # Chance may put three such digits into an id or a token.
    for chance in (row.programme.slug, str(event["UID"]).casefold()):
        said = said.replace(chance, "")
    for word in ("samtal", "påhittad", "0701", "070-1", "intervju", "erfaren"):
        assert word not in said


def test_a_changed_time_has_the_same_name_and_a_higher_number() -> None:
    row = booked(applicant())
    (first,) = sent()
    by = factories.system(row.programme)
    interviews.change(
        interview=row, starts_at=LATER + timedelta(days=1), ends_at=LATER + timedelta(hours=25),
        how="in_person", where="Rummet", interviewer=None, by=by, at=AT,
    )  # fmt: skip
    (second,) = sent()
    interviews.call_off(interview=row, by=by, at=AT)
    (third,) = sent()
    found = [events(m)[0] for m in (first, second, third)]
    assert len({str(e["UID"]) for e in found}) == 1
    assert [e["SEQUENCE"] for e in found] == [0, 1, 2]
    assert found[2]["STATUS"] == "CANCELLED"
    assert b"METHOD:CANCEL" in calendar(row, AT).content


def test_a_time_that_was_changed_before_the_message_left_is_sent_once() -> None:
    row = booked(applicant())
    interviews.change(
        interview=row, starts_at=LATER, ends_at=LATER + timedelta(hours=2), how="phone", where="",
        interviewer=None, by=factories.system(row.programme), at=AT,
    )  # fmt: skip
    assert [events(m)[0]["SEQUENCE"] for m in sent()] == [1]


def test_without_an_address_or_a_yes_to_mail_a_coordinator_phones() -> None:
    booked(applicant(email=""))
    of = factories.programme()
    booked(factories.contributor(of, consents=["register"]))
    assert sent() == []
    booked(factories.contributor(of))
    assert len(sent()) == 1


def test_she_calls_it_off_herself_and_is_not_written_to_about_it() -> None:
    row = booked(applicant())
    sent()
    her = Actor(Role.PERSON, row.programme_id, row.contributor.person_id)
    interviews.call_off(interview=row, by=her, at=AT)
    assert row.called_off_by_her
    assert sent() == []


def test_one_talk_at_a_time_and_none_with_somebody_who_leaves() -> None:
    row = booked(applicant())
    with pytest.raises(Refused, match="Det finns redan ett samtal"):
        booked(row.contributor)
    with pytest.raises(Refused, match="har passerat"):
        booked(applicant("b@exempel.invalid"), starts_at=AT - timedelta(minutes=1))
    gone = factories.contributor(factories.programme())
    people.leave(contributor=gone, by=factories.system(gone.programme), at=AT)
    with pytest.raises(Refused, match="lämnar"):
        booked(gone)


def test_a_talk_that_is_thought_over_comes_back_and_goes_on() -> None:
    row = booked(applicant())
    by = factories.system(row.programme)
    interviews.begin(interview=row, by=by, at=AT)
    interviews.begin(interview=row, by=by, at=AT)  # the other of two presses it too
    with pytest.raises(Refused, match="tre månader"):
        interviews.think(interview=row, look_again_on=AT.date(), by=by, at=AT)
    interviews.think(interview=row, look_again_on=date(2026, 11, 20), by=by, at=AT)
    assert open_interview(row.contributor) == row
    interviews.begin(interview=row, by=by, at=LATER)
    assert (row.state, row.look_again_on) == ("under_way", None)
    interviews.end(interview=row, by=Actor.system(row.programme_id), at=LATER)
    assert open_interview(row.contributor) is None


def test_taking_in_needs_her_live_yes_and_finishes_the_talk() -> None:
    row = booked(applicant())
    by = factories.system(row.programme)
    interviews.begin(interview=row, by=by, at=AT)
    with pytest.raises(Refused, match="Utan ett ja"):
        people.take_in(contributor=row.contributor, by=by, at=AT)
    people.give_consent(
        person=row.contributor.person, purpose="register", how="phone", by=by, at=AT
    )
    people.take_in(contributor=row.contributor, by=by, at=AT)
    row.refresh_from_db()
    assert (row.state, row.contributor.state) == ("done", "active")


def test_a_kind_no_and_leaving_end_the_talk() -> None:
    one, two = booked(applicant()), booked(factories.contributor(factories.programme()))
    people.decline(
        contributor=one.contributor, reason="Vi tar inte in fler just nu.",
        by=factories.system(one.programme), at=AT,
    )  # fmt: skip
    her = Actor(Role.PERSON, two.programme_id, two.contributor.person_id)
    people.leave(contributor=two.contributor, by=her, at=AT)
    for row in (one, two):
        row.refresh_from_db()
        assert row.state == "ended"


def test_a_person_moves_nothing_but_her_own_calling_off() -> None:
    row = booked(applicant())
    her = Actor(Role.PERSON, row.programme_id, row.contributor.person_id)
    with pytest.raises(NotAllowed):
        interviews.begin(interview=row, by=her, at=AT)


def test_a_talk_that_comes_to_nothing_ends_by_itself_and_she_waits_for_a_new_one() -> None:
    of = factories.programme()
    by = factories.system(of)
    never_begun = booked(applicant("a@exempel.invalid", of))
    never_finished, thinking = (
        interviews.begin_now(contributor=applicant(mail, of), how="phone", by=by, at=AT)
        for mail in ("b@exempel.invalid", "c@exempel.invalid")
    )
    interviews.think(interview=thinking, look_again_on=date(2026, 11, 20), by=by, at=AT)
    rows = (never_begun, never_finished, thinking)
    after = [(17, 0), (18, 1), (47, 1), (50, 2), (91, 3), (92, 3)]
    for days, over in after:
        talks_in_time.end_forgotten(AT + timedelta(days=days))
        ended = Interview.objects.filter(state="ended").count()
        assert ended == over, days
    assert all(open_interview(row.contributor) is None for row in rows)
    today = interview_rows.talks(of, AT + timedelta(days=92))
    assert [row.step for row in today] == ["applicant"] * 3


@pytest.mark.parametrize(
    ("often", "days", "soon"),
    [("any_time", 0, False), ("monthly", 29, True), ("monthly", 30, False), ("yearly", 364, True)],
)
def test_how_often_she_wants_to_be_asked(often: str, days: int, soon: bool) -> None:
    row = factories.contributor(factories.programme())
    row.ask_often = often
    asked_on = (AT + timedelta(days=days)).date()
    assert (too_soon(row, AT, asked_on) is not None) is soon
    assert too_soon(row, None, asked_on) is None
