"""Times of loans: nobody at two at once, one message per change, who comes, how long it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from erfara.foundation import vault
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.foundation.spans import Span
from erfara.foundation.states import move
from erfara.lending import occasion_letters
from erfara.lending.actions import attending, hours, occasions
from erfara.lending.attending import EXPECTED, Busy
from erfara.lending.models import Attendance, Loan, Occasion, TimeSpent
from erfara.lending.policies import occasion_version
from erfara.people.models import Contributor
from erfara.workflows import held, lend
from erfara.workflows.today import today
from tests import factories as make
from tests.factories import AT
from tests.unit.foundation import ical

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

START = AT + timedelta(days=20)
HOUR = timedelta(hours=1)


@pytest.fixture
def loan() -> Loan:
    return make.team(make.loan_request(make.programme()), 3)


def plan(loan: Loan, start: datetime = START, *, at: datetime = AT, **more: Any) -> Occasion:
    return occasions.plan_occasion(
        loan=loan, starts_at=start, ends_at=start + 2 * HOUR, place="Sal 3", digital=False,
        by=make.system(loan.programme), at=at, **more,
    )  # fmt: skip


def change(occasion: Occasion, start: datetime, *, at: datetime = AT, **more: Any) -> Occasion:
    return occasions.change_occasion(
        occasion=occasion, seen=more.pop("seen", "") or occasion_version(occasion),
        starts_at=start, ends_at=start + 2 * HOUR, place=more.pop("place", "Sal 3"),
        digital=False, by=make.system(occasion.programme), at=at, **more,
    )  # fmt: skip


def waiting(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("created_at", "id"))


def leaving(kind: str, at: datetime = AT) -> list[Any]:
    """The letters of a kind that would leave now."""
    found = [occasion_letters.render(one, at) for one in waiting(kind)]
    return [one for one in found if one is not None]


def of_team(loan: Loan, who: int = 0) -> Contributor:
    """One of those who were confirmed, in their order."""
    found = loan.participations.order_by("created_at", "id")[who].contributor
    assert found is not None
    return found


def hers(row: Attendance) -> Actor:
    """She whose place at a time it is."""
    assert row.participation.inquiry is not None
    return make.person_actor(row.participation.inquiry)


def another_loan_with(loan: Loan, who: int = 0) -> Loan:
    """Another loan that one of the team takes part in too."""
    contributor = of_team(loan, who)
    request = make.loan_request(loan.programme)
    by = make.system(loan.programme)
    for inquiry in make.asked(request, [contributor, make.contributor(loan.programme)]):
        lend.confirm(inquiry=make.said_yes(inquiry), by=by, at=AT)
    return lend.complete_team(request=request, by=by, at=AT)


def test_nobody_is_expected_at_two_times_that_overlap(loan: Loan) -> None:
    other = another_loan_with(loan)
    plan(loan)
    with pytest.raises(Busy) as refused:
        plan(other, START + HOUR)
    assert refused.value.contributor_ids == {of_team(loan).pk}
    assert not other.occasions.exists()
    plan(other, START + 2 * HOUR)  # one after the other is no overlap
    late = plan(other, START + timedelta(days=1))
    with pytest.raises(Busy):
        change(late, START - HOUR)
    free = [p.pk for p in other.participations.all() if p.contributor_id not in
            set(loan.participations.values_list("contributor_id", flat=True))]  # fmt: skip
    assert plan(other, START, who=free).attendances.count() == 1


def test_who_takes_part_elsewhere_is_not_confirmed_into_it(loan: Loan) -> None:
    plan(loan)
    contributor = of_team(loan)
    request = make.loan_request(loan.programme)
    mine, others = make.asked(request, [contributor, make.contributor(loan.programme)])
    by = make.system(loan.programme)
    first = lend.confirm(inquiry=make.said_yes(others), by=by, at=AT)
    plan(first.loan)
    with pytest.raises(Refused, match="med i ett annat lån"):
        lend.confirm(inquiry=make.said_yes(mine), by=by, at=AT)
    mine.refresh_from_db()
    assert mine.state == "yes"


def test_who_joins_later_comes_to_what_is_planned(loan: Loan) -> None:
    request = make.loan_request(loan.programme)
    one, two = make.asked(request, 2)
    by = make.system(loan.programme)
    first = lend.confirm(inquiry=make.said_yes(one), by=by, at=AT)
    occasion = plan(first.loan)
    second = lend.confirm(inquiry=make.said_yes(two), by=by, at=AT)
    assert occasion.attendances.filter(participation=second, state="expected").exists()
    lend.withdraw_from_loan(participation=second, by=by, at=AT)
    assert occasion.attendances.get(participation=second).state == "off"


def test_several_times_are_one_message_with_all_of_them(loan: Loan) -> None:
    spans = [Span(START + timedelta(days=7 * n), START + timedelta(days=7 * n) + HOUR)
             for n in range(3)]  # fmt: skip
    occasions.plan_occasions(
        loan=loan, spans=spans, place="Sal 3", digital=False, by=make.system(loan.programme), at=AT
    )
    letters = leaving("occasion_planned")
    assert len(letters) == 4  # three people and the borrower
    for letter in letters:
        assert len(ical.events(letter.calendar.content)) == 3
        assert b"Sal 3" not in letter.calendar.content


def test_of_two_changes_in_a_row_the_newer_is_told(loan: Loan) -> None:
    occasion = plan(loan, video_url="https://video.exempel.invalid/rum")
    change(occasion, START + HOUR)
    change(occasion, START + 2 * HOUR)
    assert occasion.sequence == 2
    letters = leaving("occasion_changed")
    assert len(letters) == 4
    (event,) = ical.events(letters[0].calendar.content)
    assert event["sequence"] == 2
    assert ical.begins(event) == START + 2 * HOUR
    assert "video.exempel" not in str(letters[0].body_lines)


def test_the_second_of_two_coordinators_is_told(loan: Loan) -> None:
    occasion = plan(loan)
    seen = occasion_version(occasion)
    change(Occasion.objects.get(pk=occasion.pk), START + HOUR, seen=seen)
    with pytest.raises(Stale):
        change(occasion, START + 3 * HOUR, seen=seen)
    occasion.refresh_from_db()
    assert occasion.starts_at == START + HOUR


def test_only_those_concerned_hear(loan: Loan) -> None:
    first, second, third = loan.participations.order_by("created_at", "id")
    occasion = plan(loan, who=[first.pk, second.pk])
    told = {m.about_id for m in waiting("occasion_planned")}
    assert told == {first.inquiry_id, second.inquiry_id, loan.request_id}
    change(occasion, START, who=[first.pk, third.pk])
    assert {m.about_id for m in waiting("occasion_cancelled")} == {second.inquiry_id}
    (letter,) = leaving("occasion_cancelled")
    assert letter.calendar.method == "CANCEL"
    assert not leaving("occasion_changed")


def test_one_whose_details_are_protected_gets_no_calendar_file(loan: Loan) -> None:
    person = of_team(loan).person
    vault.shield(tenant_id=loan.programme_id, person_id=person.pk, at=AT)
    plan(loan)
    hers = [occasion_letters.render(m, AT) for m in waiting("occasion_planned")
            if m.to_id == person.pk]  # fmt: skip
    assert all(letter is None or letter.calendar is None for letter in hers)


def test_the_day_before_everybody_is_asked_once_and_the_coordinator_sees_who_cant(
    loan: Loan,
) -> None:
    occasion = plan(loan)
    morning = START - timedelta(days=1)
    assert held.ask_still_coming(morning.replace(hour=4)) == 0
    assert held.ask_still_coming(morning) == 1
    assert held.ask_still_coming(morning + HOUR) == 0
    assert len(leaving("still_coming", morning)) == 3
    assert len(leaving("as_agreed", morning)) == 1
    first, second, third = occasion.attendances.order_by("participation__created_at", "id")
    for row, answer in ((first, "coming"), (second, "not_coming")):
        attending.say_coming(attendance=row, answer=answer, by=hers(row), at=morning + HOUR)
    assert len(leaving("still_coming", morning + HOUR)) == 1
    top = today(loan.programme, morning + HOUR).now[0]
    assert (top.step, top.pk) == ("not_coming", loan.pk)
    attending.settle(attendance=second, by=make.system(loan.programme), at=morning + HOUR)
    day = today(loan.programme, START - HOUR)
    assert not [one for one in day.rows if one.step == "not_coming"]
    (left,) = [one for one in day.now if one.step == "loan"]
    assert left.values["count"] == 1  # the third has not answered, and is not chased
    assert third.state == "expected"


def test_another_time_is_asked_about_anew_and_a_cancelled_one_not_at_all(loan: Loan) -> None:
    occasion = plan(loan)
    held.ask_still_coming(START - timedelta(days=1))
    occasion.refresh_from_db()
    row = occasion.attendances.all()[0]
    morning = START - timedelta(days=1)
    attending.say_coming(attendance=row, answer="coming", by=hers(row), at=morning)
    change(occasion, START + timedelta(days=3), at=START - HOUR)
    row.refresh_from_db()
    assert (row.state, row.asked_at) == ("expected", None)
    assert held.ask_still_coming(START + timedelta(days=2)) == 1
    occasion.refresh_from_db()
    occasions.cancel_occasion(
        occasion=occasion, reason="Salen är dubbelbokad.", by=make.system(loan.programme),
        at=START + timedelta(days=2, hours=1),
    )  # fmt: skip
    row.refresh_from_db()
    assert row.state == "off"
    assert not leaving("still_coming", START + timedelta(days=2, hours=1))
    assert len(leaving("occasion_cancelled", START)) == 4


def test_a_cancelled_loan_is_one_message_that_takes_its_times_out(loan: Loan) -> None:
    plan(loan)
    plan(loan, START + timedelta(days=1))
    lend.cancel_loan(
        loan=loan, cancel_reason="borrower", words="Ställs in.", by=make.system(loan.programme),
        at=AT,
    )  # fmt: skip
    assert not waiting("occasion_cancelled")
    letters = leaving("loan_cancelled")
    assert len(letters) == 4
    for letter in letters:
        assert letter.calendar.method == "CANCEL"
        assert len(ical.events(letter.calendar.content)) == 2
    assert set(Attendance.objects.values_list("state", flat=True)) == {"off"}


def test_who_came_to_at_least_one_took_part_and_the_meetings_are_hours(loan: Loan) -> None:
    by = make.system(loan.programme)
    first, second, third = loan.participations.order_by("created_at", "id")
    one, two = plan(loan), plan(loan, START + timedelta(days=7))
    occasions.hold_occasion(
        occasion=one, absent={second.pk, third.pk}, by=by, at=START + 3 * HOUR
    )  # fmt: skip
    held.note_how_it_went(
        occasion=two, absent={first.pk, third.pk}, last=True, without_agreement="Muntligt ja.",
        by=by, at=START + timedelta(days=8),
    )  # fmt: skip
    states = {p.pk: p.state for p in loan.participations.all()}
    assert states == {first.pk: "took_part", second.pk: "took_part", third.pk: "absent"}
    minutes = TimeSpent.objects.filter(loan=loan, what="meeting")
    assert [r.minutes for r in minutes.filter(party="person")] == [120, 120]
    assert minutes.filter(party="borrower").count() == 2


def test_hours_are_told_in_the_follow_up_written_and_set_right(loan: Loan) -> None:
    by = make.system(loan.programme)
    make.carried_out(loan)
    talk = loan.follow_ups.filter(participation__isnull=False)[0]
    lend.follow_up(
        follow_up=talk, values={"felt": "good", "again": "yes", "hours_travelled": "1,5"},
        channel="phone", by=by, at=AT + timedelta(days=25),
    )  # fmt: skip
    told = TimeSpent.objects.get(loan=loan, known="follow_up")
    assert (told.what, told.minutes, told.participation_id) == ("travel", 90, talk.participation_id)
    row = hours.write_hours(
        loan=loan, party="coordinator", what="preparation", minutes=30, day=AT.date(), by=by, at=AT
    )
    hours.correct_hours(row=row, minutes=45, by=by, at=AT)
    row.refresh_from_db()
    assert row.minutes == 45
    assert hours.correct_hours(row=row, minutes=0, by=by, at=AT) is None
    assert not TimeSpent.objects.filter(party="coordinator").exists()
    with pytest.raises(Refused):
        lend.follow_up(
            follow_up=loan.follow_ups.filter(participation__isnull=True).get(),
            values={**make.FOLLOW_UP_BORROWER, "hours_prepared": "nan"}, channel="phone", by=by,
            at=AT + timedelta(days=25),
        )  # fmt: skip


def test_a_night_in_which_the_clock_goes_back_is_as_long_as_it_is(loan: Loan) -> None:
    begins = datetime(2027, 10, 30, 23, 0, tzinfo=UTC)  # one at night here
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=begins, ends_at=begins + 3 * HOUR, place="Härbärget", digital=False,
        by=make.system(loan.programme), at=AT,
    )  # fmt: skip
    occasions.hold_occasion(occasion=occasion, by=make.system(loan.programme), at=begins + 4 * HOUR)
    assert set(TimeSpent.objects.values_list("minutes", flat=True)) == {180}


def test_what_has_begun_is_noted_and_not_changed(loan: Loan) -> None:
    occasion = plan(loan)
    with pytest.raises(Refused):
        change(occasion, START + timedelta(days=1), at=START + HOUR)
    with pytest.raises(Refused):
        occasions.cancel_occasion(
            occasion=occasion, reason="Nej.", by=make.system(loan.programme), at=START + HOUR
        )
    done = occasions.not_held(
        occasion=occasion, reason="Brandlarm.", by=make.system(loan.programme), at=START + HOUR
    )
    assert done.state == "cancelled"
    assert not waiting("occasion_cancelled")


def test_an_interpreter_is_a_thing_to_do_until_it_is_booked(loan: Loan) -> None:
    occasion = plan(
        loan, interpreter="to_book", interpreter_language="teckenspråk", interpreter_by="library"
    )
    steps = {row.step for row in today(loan.programme, START - timedelta(days=3)).rows}
    assert "interpreter" in steps
    occasions.book_interpreter(
        occasion=occasion, interpreter="booked", by=make.system(loan.programme), at=AT
    )
    steps = {row.step for row in today(loan.programme, START - timedelta(days=3)).rows}
    assert "interpreter" not in steps


def test_the_invariant_itself(loan: Loan) -> None:
    """No contributor is expected at two planned times that overlap: what the machine asks too."""
    other = another_loan_with(loan, 1)
    plan(loan)
    row = plan(other, START + 3 * HOUR).attendances.all()[0]
    move(row, "say_not_coming", by=make.system(loan.programme), at=AT)
    rows = Attendance.objects.filter(
        state__in=EXPECTED, occasion__state="planned", participation__contributor__isnull=False
    ).select_related("occasion", "participation")
    spans: dict[Any, list[Span]] = {}
    for one in rows:
        span = Span(one.occasion.starts_at, one.occasion.ends_at)
        hers = spans.setdefault(one.participation.contributor_id, [])
        assert not any(span.overlaps(before) for before in hers)
        hers.append(span)
