"""The first meeting: offered, chosen, moved, called off; and what nobody answers ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from erfara.foundation import outbox
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import SealedBlob
from erfara.lending import agenda, policies
from erfara.lending.actions import ends, meetings, requests
from erfara.lending.actions import inquiries as asking
from erfara.lending.models import EndReason, LoanRequest, Meeting
from erfara.workflows import consent, erasing, first_meetings, lend
from erfara.workflows.today import today
from tests import factories as make
from tests.factories import AT
from tests.unit.foundation import ical

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
DAY = timedelta(days=1)
LINK = "https://mote.invalid/hemligt-rum"


def offered(request: LoanRequest, *days: int, at: datetime = AT, **ways: Any) -> Meeting:
    return meetings.offer(
        request=request, times=[at + number * DAY for number in days or (5, 6)],
        ways=meetings.Ways(**ways), answer_by=ways.pop("answer_by", None),
        by=make.system(request.programme), at=at,
    )  # fmt: skip


def sent(at: datetime = AT) -> list[Any]:
    mail.outbox.clear()
    outbox.deliver_due(at)
    return list(mail.outbox)


def event(message: Any) -> tuple[str, int, str]:
    (_name, content, kind) = message.attachments[0]
    (found,) = ical.events(content)
    return kind.rpartition("=")[2], found.sequence, found.uid


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_one_time_is_booked_and_stands_in_the_calendar_but_not_in_the_mail() -> None:
    request = make.loan_request(make.programme())
    sent()
    meeting = offered(request, 5, video_link=LINK, place="Storgatan 1")
    assert (meeting.state, fresh(request).state) == ("booked", "pre_meeting")
    assert fresh(request).meeting_at == AT + 5 * DAY
    (message,) = sent()
    assert event(message)[:2] == ("PUBLISH", 1)
    whole = str(message.message())
    assert LINK not in whole
    assert "Storgatan" not in whole
    assert "hemligt" not in whole


def test_of_several_the_borrower_chooses_one_and_a_second_press_changes_nothing() -> None:
    request = make.loan_request(make.programme())
    meeting = offered(request)
    assert (meeting.state, fresh(request).state) == ("offered", "received")
    one, other = meeting.times.order_by("starts_at")
    by = make.borrower_actor(request)
    for _press in range(2):
        meetings.choose_time(meeting=meeting, time_id=other.pk, by=by, at=AT)
    assert fresh(meeting).starts_at == other.starts_at
    assert fresh(request).state == "pre_meeting"
    with pytest.raises(Stale):
        meetings.choose_time(meeting=meeting, time_id=one.pk, by=by, at=AT)
    with pytest.raises(Refused):
        offered(make.loan_request(make.programme()), 1, 2, 3, 4)


def test_that_none_suits_comes_back_and_the_booked_time_leaves_the_calendar() -> None:
    request = make.loan_request(make.programme())
    sent()
    meeting = offered(request, 5)
    (first,) = sent()
    by = make.borrower_actor(request)
    meetings.decline_times(meeting=meeting, words="Vi är på kurs.", by=by, at=AT)
    (second,) = sent()
    assert fresh(request).state == "received"
    assert fresh(request).meeting_at is None
    meeting = offered(request, 8)
    (third,) = sent()
    meetings.call_off(meeting=meeting, by=make.system(request.programme), at=AT)
    (fourth,) = sent()
    found = [event(m) for m in (first, second, third, fourth)]
    assert [one[0] for one in found] == ["PUBLISH", "CANCEL", "PUBLISH", "CANCEL"]
    assert [one[1] for one in found] == [1, 2, 3, 4]
    assert len({one[2] for one in found}) == 1
    offered(request, 9)  # a meeting of its own: nothing of the old one stands in its way
    (fifth,) = sent()
    assert event(fifth)[2] != found[0][2]


@pytest.mark.parametrize("link", ["http://mote.invalid/1", "javascript:alert(1)", "https://", "x"])
def test_a_video_link_is_one(link: str) -> None:
    with pytest.raises(Refused):
        offered(make.loan_request(make.programme()), 5, video_link=link)


def test_of_two_coordinators_the_second_is_told() -> None:
    request = make.loan_request(make.programme())
    seen = policies.meeting_version(request)
    offered(request)
    with pytest.raises(Stale):
        meetings.offer(
            request=fresh(request), times=[AT + 9 * DAY], ways=meetings.Ways(), seen=seen,
            by=make.system(request.programme), at=AT,
        )  # fmt: skip


def test_offered_times_are_reminded_of_twice_and_then_the_request_ends() -> None:
    request = make.loan_request(make.programme())
    meeting = offered(request, 10, 20)
    sent()
    last = fresh(meeting).answer_by
    ran: list[int] = []
    for number in range(1, 40):
        at = AT + number * DAY
        first_meetings.chase_choices(at)
        ran += [number] * len(sent(at))
        if fresh(request).is_over:
            break
    assert last == date(2026, 11, 9)
    assert ran == [3, 8, 23]  # halfway, the day after the last one, and the end a fortnight later
    assert fresh(request).end_reason == EndReason.NO_RESPONSE
    assert fresh(meeting).state == "called_off"


def test_a_clearer_assignment_is_asked_for_in_the_same_way_and_can_be_taken_up_again() -> None:
    request = make.loan_request(make.programme())
    requests.ask_to_clarify(
        request=request, what="Vad?", by_day=(AT + 10 * DAY).date(),
        by=make.system(request.programme), at=AT,
    )  # fmt: skip
    sent()
    ran = []
    for number in range(1, 40):
        at = AT + number * DAY
        first_meetings.chase_clearer(at)
        ran += [number] * len(sent(at))
    assert ran == [5, 11, 26]
    gone, by = fresh(request), make.borrower_actor(request)
    assert (gone.state, gone.end_reason) == ("ended", "no_response")
    ended_at = gone.ended_at
    for _press in range(2):
        again = ends.take_up_again(request=gone, by=by, at=ended_at + DAY)
    assert again.pk != gone.pk
    assert again.purpose == gone.purpose
    assert again.state == "received"
    assert LoanRequest.objects.filter(again_of=gone).count() == 1


def test_a_request_that_lapses_leaves_nobody_on_a_list() -> None:
    of = make.programme()
    request, by = make.specified(make.loan_request(of)), make.system(of)
    inquiry = asking.choose(request=request, contributor=make.contributor(of), by=by, at=AT)
    requests.ask_to_clarify(request=request, what="Vad?", by_day=(AT + DAY).date(), by=by, at=AT)
    for number in range(1, 40):
        first_meetings.chase_clearer(AT + number * DAY)
    assert fresh(request).end_reason == EndReason.NO_RESPONSE
    assert fresh(inquiry).state == "dropped"


def test_times_that_are_offered_stand_for_those_chosen_too() -> None:
    of = make.programme()
    request, by = make.specified(make.loan_request(of)), make.system(of)
    asking.choose(request=request, contributor=make.contributor(of), by=by, at=AT)
    requests.ask_to_clarify(request=request, what="Vad?", by_day=(AT + DAY).date(), by=by, at=AT)
    requests.clarify(
        request=request, wishes={"purpose": "Det här."}, by=make.borrower_actor(request), at=AT
    )
    offered(fresh(request), 5, 6)
    (row,) = today(of, AT).rows
    assert ("inquiry", "chosen") in {(kind.table, kind.state) for kind in row.covers}


def test_what_ended_long_ago_or_otherwise_is_written_anew() -> None:
    of = make.programme()
    request = make.loan_request(of)
    lend.end_request(
        request=request, end_reason="declined", words="Nej.", by=make.system(of), at=AT
    )
    with pytest.raises(Refused):
        ends.take_up_again(request=request, by=make.borrower_actor(request), at=AT)
    LoanRequest.objects.filter(pk=request.pk).update(end_reason="no_response")
    with pytest.raises(Refused):
        ends.take_up_again(
            request=fresh(request), by=make.borrower_actor(request), at=AT + 31 * DAY
        )


def test_a_coordinator_who_goes_on_stops_the_clock() -> None:
    request = make.loan_request(make.programme())
    requests.ask_to_clarify(
        request=request, what="Vad?", by_day=(AT + 2 * DAY).date(),
        by=make.system(request.programme), at=AT,
    )  # fmt: skip
    first_meetings.chase_clearer(AT + 3 * DAY)
    assert fresh(request).ends_on is not None
    offered(fresh(request), 25)
    first_meetings.chase_clearer(AT + 40 * DAY)
    assert fresh(request).state == "pre_meeting"


def test_the_day_before_there_is_one_reminder() -> None:
    request = make.loan_request(make.programme())
    meeting = offered(request, 5)
    sent()
    counts = []
    for hours in (4 * 24 - 12, 4 * 24 + 2, 4 * 24 + 5):
        at = AT + timedelta(hours=hours)
        first_meetings.remind_of_meetings(at)
        counts.append(len(sent(at)))
    assert counts == [0, 1, 0]
    assert fresh(meeting).reminded_at is not None


def test_the_agenda_says_what_is_known_and_what_is_missing() -> None:
    request = make.loan_request(make.programme(), wished_outcome="")
    found = agenda.points(request, "Lokalen\n\n Nästa steg ")
    known = [str(one.known) for one in found]
    assert request.purpose in known
    missing = [str(one.what) for one in found if not one.known]
    assert "Vad det ska leda till" in missing or "What it is to lead to" in missing
    assert [one.what for one in found[-2:]] == ["Lokalen", "Nästa steg"]


def test_notes_lie_under_the_contacts_key_and_go_with_it() -> None:
    of = make.programme()
    request = make.loan_request(of)
    arguments: dict[str, Any] = {"by": make.system(of), "at": AT}
    meetings.keep_notes(
        request=request, notes="Lars vill helst ringa.", agreed={"level": "service"}, seen=0,
        **arguments,
    )  # fmt: skip
    assert fresh(request).level == "service"
    with pytest.raises(Stale):
        meetings.keep_notes(request=fresh(request), notes="Nej.", agreed={}, seen=0, **arguments)
    blobs = SealedBlob.objects.filter(person_id=request.contact_id, name=meetings.BLOB)
    assert blobs.count() == 1
    assert "Lars vill" not in str(fresh(request).__dict__)
    erasing.erase_contact(person=request.contact, at=AT)
    assert not blobs.exists()
    with pytest.raises(Refused):
        meetings.keep_notes(request=fresh(request), notes="Mer.", agreed={}, **arguments)
    assert consent is not None
