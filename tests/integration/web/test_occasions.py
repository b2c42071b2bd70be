"""The pages around a loan's times: who is busy, the day before, hours, what it cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from erfara.compensation import actions as pay
from erfara.engines.costs import spec
from erfara.foundation import clock, links
from erfara.foundation.actors import Actor
from erfara.foundation.models import AccessRow
from erfara.governance import queries as scenarios
from erfara.lending.actions import attending, hours, occasions
from erfara.lending.models import Attendance, Loan, Occasion, TimeSpent
from erfara.lending.policies import occasion_version
from erfara.people.actions import parts
from erfara.web import people_say
from erfara.workflows import lend
from tests import factories as make
from tests.factories import saved_costs
from tests.integration.web.looking import english, post, url
from tests.integration.web.odd import text_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def staff(staff: Client) -> Client:
    return english(staff)


@pytest.fixture
def loan(library: Any) -> Loan:
    at = clock.now() - timedelta(days=40)
    return make.team(make.loan_request(library, at=at), at=at)


def plan(loan: Loan, days: float, **more: Any) -> Occasion:
    start = (clock.now() + timedelta(days=days)).replace(microsecond=0)
    return occasions.plan_occasion(
        loan=loan, starts_at=start, ends_at=start + timedelta(hours=2), place="Sal 3",
        digital=False, by=make.system(loan.programme), at=start - timedelta(days=5), **more,
    )  # fmt: skip


def team(loan: Loan) -> list[str]:
    return [str(pk) for pk in loan.participations.values_list("pk", flat=True)]


def day(days: float) -> str:
    return timezone.localtime(clock.now() + timedelta(days=days)).date().isoformat()


def by_link(loan: Loan, purpose: str, about: Any, person_id: Any) -> str:
    """Where a message's link leads."""
    row = links.issue(
        tenant_id=loan.programme_id, purpose=purpose, about_id=about, person_id=person_id,
        expires_at=clock.now() + timedelta(days=30), at=clock.now(),
    )  # fmt: skip
    address = links.url(row)
    return address[address.index("/", 8) :]


def test_a_series_is_planned_on_one_page_and_whoever_is_busy_is_named(
    staff: Client, loan: Loan
) -> None:
    values: dict[str, Any] = {
        "day": day(5), "starts": "13", "ends": "15", "place": "Sal 3", "who": team(loan),
        "more_days": f"{day(12)}\n{day(19)}", "video_url": "https://video.exempel.invalid/a",
        "interpreter_by": "library", "interpreter_language": "finska",
    }  # fmt: skip
    assert post(staff, url("new_occasion", loan), **values).status_code == 302
    assert Occasion.objects.filter(loan=loan, interpreter="to_book").count() == 3
    contributor = loan.participations.order_by("created_at")[0].contributor
    assert contributor is not None
    request = make.loan_request(loan.programme)
    for inquiry in make.asked(request, [contributor, make.contributor(loan.programme)]):
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(loan.programme), at=make.AT)
    other = lend.complete_team(request=request, by=make.system(loan.programme), at=make.AT)
    refused = post(staff, url("new_occasion", other), **values | {"who": team(other)})
    assert refused.status_code == 422
    page = text_of(refused)
    assert "One of them takes part in another loan at that time." in page
    assert page.count(": takes part in another loan at that time") == 1
    assert not other.occasions.exists()
    wrong = post(staff, url("new_occasion", other), **values | {
        "who": team(other), "video_url": "http://video", "more_days": "snart"})  # fmt: skip
    assert "beginning with https://" in text_of(wrong)
    assert "Write one day on each line" in text_of(wrong)


def test_what_those_who_come_need_is_read_where_a_time_is_planned(
    staff: Client, library: Any
) -> None:
    request = make.loan_request(library)
    comes, yes = make.contributor(library), make.contributor(library)
    for one, need in ((comes, "Hörslinga."), (yes, "Utan trappor.")):
        parts.write_part(
            contributor=one, part="adaptations", wishes={"adaptations": need}, seen=0,
            by=make.system(library), at=make.AT,
        )  # fmt: skip
    first, _second = (make.said_yes(row) for row in make.asked(request, [comes, yes]))
    lend.confirm(inquiry=first, by=make.system(library), at=make.AT)
    begun = Loan.objects.get(request=request)
    assert "Hörslinga." not in text_of(staff.get(url("new_occasion", begun))), "No team yet."
    loan = lend.complete_team(
        request=request, reason="En räcker.", by=make.system(library), at=make.AT
    )
    page = text_of(staff.get(url("new_occasion", loan)))
    assert "Hörslinga." in page
    assert "Utan trappor." not in page
    assert "Hörslinga." in text_of(staff.get(url("change_occasion", plan(loan, 6))))
    logged = AccessRow.objects.filter(purpose="needs", case=str(request.pk))
    assert list(logged.values_list("person_id", flat=True)) == [comes.person_id] * 2


def test_a_time_is_changed_and_the_second_of_two_is_told(staff: Client, loan: Loan) -> None:
    occasion = plan(loan, 6)
    seen = occasion_version(occasion)
    values: dict[str, Any] = {
        "seen": seen, "day": day(8), "starts": "10", "ends": "12", "place": "Sal 4",
        "who": team(loan),
    }  # fmt: skip
    assert "Save the change" in text_of(staff.get(url("change_occasion", occasion)))
    assert post(staff, url("change_occasion", occasion), **values).status_code == 302
    occasion.refresh_from_db()
    assert (occasion.place, occasion.sequence) == ("Sal 4", 1)
    late = post(staff, url("change_occasion", occasion), **values | {"place": "Sal 5"})
    assert "Somebody else has changed this time meanwhile" in text_of(late)


def test_the_day_before_is_answered_behind_the_link(client: Client, loan: Loan) -> None:
    occasion = plan(loan, 1)
    attending.ask_still_coming(
        occasion=occasion, by=Actor.system(loan.programme_id), at=clock.now()
    )
    row = occasion.attendances.select_related("participation__inquiry__contributor").first()
    assert row is not None
    inquiry = row.participation.inquiry
    assert inquiry is not None
    there = by_link(loan, "inquiry", inquiry.pk, inquiry.contributor.person_id)
    english(client)
    assert "Are you still coming?" in text_of(client.get(there))
    file = client.get(f"{there}tider/")
    assert file["Content-Type"].startswith("text/calendar")
    assert b"Sal 3" not in file.content
    answer = {"time": str(row.pk), "answer": "not_coming"}
    assert client.post(f"{there}kommer/", {**answer, "once": "a"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "not_coming"
    assert "You can't come. We have noted it" in text_of(client.get(there))
    other = occasion.attendances.exclude(pk=row.pk).get()
    theirs = {"time": str(other.pk), "answer": "not_coming", "once": "b"}
    assert client.post(f"{there}kommer/", theirs).status_code == 404
    asked = by_link(loan, "request", loan.request_id, loan.request.contact_id)
    assert "Is everything as agreed?" in text_of(client.get(asked))
    says = {"time": str(occasion.pk), "answer": "changed", "once": "c"}
    assert client.post(f"{asked}som-avtalat/", says).status_code == 302
    occasion.refresh_from_db()
    assert occasion.borrower_says == "changed"


def test_the_coordinator_sees_and_settles_it_on_the_loans_page(staff: Client, loan: Loan) -> None:
    occasion = plan(loan, 1, interpreter="to_book", interpreter_language="finska")
    row = occasion.attendances.first()
    assert row is not None
    assert post(staff, url("attendance_says", row), answer="not_coming").status_code == 302
    page = text_of(staff.get(url("loan", loan)))
    assert "Somebody can't come to this time" in page
    assert "An interpreter is to be booked" in page
    assert post(staff, url("attendance_says", row), answer="settled").status_code == 302
    assert post(staff, url("interpreter", occasion), interpreter="booked").status_code == 302
    page = text_of(staff.get(url("loan", loan)))
    assert "Somebody can't come to this time" not in page
    assert "The interpreter is booked: finska." in page
    assert Attendance.objects.get(pk=row.pk).state == "excused"


def test_whoever_came_to_some_of_several_times_is_seen_before_she_is_paid(
    staff: Client, loan: Loan
) -> None:
    by, parts_of_it = make.system(loan.programme), list(loan.participations.order_by("pk"))
    for part in parts_of_it:
        pay.agree(participation=part, amount=Decimal(900), basis="lump", payer="library", by=by,
                  at=clock.now())  # fmt: skip
    for days, absent in ((-9, [parts_of_it[0].pk]), (-8, []), (-7, [])):
        occasions.hold_occasion(
            occasion=plan(loan, days), absent=absent, by=by, at=clock.now() - timedelta(days=1)
        )
    page = text_of(staff.get(url("loan", loan)))
    assert page.count("Came to 2 of 3 times.") == 1
    assert "Came to 3 of 3" not in page


def test_time_is_noted_in_a_press_written_and_set_right(staff: Client, loan: Loan) -> None:
    assert post(staff, url("write_hours", loan), minutes="30").status_code == 302
    assert post(staff, url("write_hours", loan), minutes="7").status_code == 302
    written = post(
        staff, url("write_hours", loan), party="borrower", what="preparation", spent="1,5",
        on=day(0),
    )  # fmt: skip
    assert written.status_code == 302, text_of(written)
    page = text_of(staff.get(url("loan", loan)))
    assert "Hours of those who took part: 0. Of the borrower: 1.5. Of the coordinator: 0.5" in page
    # Two lines that are alike are told apart by those who hear the links only.
    post(staff, url("write_hours", loan), minutes="30")
    page = text_of(staff.get(url("loan", loan)))
    names = [part.split("Set right")[0] for part in page.split("Set right : ")[1:]]
    assert len(names) == len({name.split("line ")[1].split()[0] for name in names}) == 3
    first, row = TimeSpent.objects.filter(party="coordinator")
    post(staff, url("correct_hours", first), spent="0")
    assert post(staff, url("correct_hours", row), spent="0").status_code == 302
    assert not TimeSpent.objects.filter(party="coordinator").exists()


def test_the_outcome_of_a_scenario_is_taken_from_the_loans(
    staff: Client, library: Any, loan: Loan
) -> None:
    from django.urls import reverse

    year = 2023
    start = datetime(year, 5, 3, 10, tzinfo=timezone.get_current_timezone())
    occasions.note_occasion(
        loan=loan, starts_at=start, ends_at=start + timedelta(hours=2), place="Sal 3",
        digital=False, by=make.system(library), at=clock.now(),
    )  # fmt: skip
    lend.carry_out(loan=loan, without_agreement="Ja.", by=make.system(library), at=clock.now())
    hours.write_hours(
        loan=loan, party="coordinator", what="preparation", minutes=90, day=start.date(),
        by=make.system(library), at=clock.now(),
    )  # fmt: skip
    row = saved_costs.scenario(library)
    there = reverse("costs:from_loans", args=[library.slug, row.pk, year])
    page = text_of(staff.get(there))
    assert "The hours come from one loan." in page
    assert "4" in page
    values = {"version": "1", "coordinator": "400", "person": "", "borrower": "300"}
    assert post(staff, there, **values).status_code == 302
    row.refresh_from_db()
    content = scenarios.newest(row).content
    (outcome,) = [r for r in content["outcome"] if str(r["year"]) == str(year)
                  and r.get("kind") == "staff"]  # fmt: skip
    assert "staff" in spec.COST_KINDS
    assert outcome["amount"] == "1200"  # 1.5 × 400 + 2 × 300
    assert "hours" in outcome["because"]
    rows = staff.get(reverse("steering:hours", args=[library.slug]), {"year": year})
    assert f"Request {loan.request.no}" in text_of(rows)
    assert "Hours of the loans" in text_of(
        staff.get(reverse("steering:figures", args=[library.slug]))
    )


def test_her_own_page_says_the_next_day_apart_from_what_waits(client: Client, loan: Loan) -> None:
    row = loan.participations.order_by("created_at")[0]
    assert row.contributor is not None
    make.person_sign_in(english(client), row.contributor.person)
    mine = f"/{loan.programme.slug}/min-sida/"

    def parts() -> tuple[str, str]:
        page = text_of(client.get(mine))
        waits = page.index("What waits for you")
        coming = page.index("What you are going to take part in")
        return page[waits:coming], page[coming:]

    waits, coming = parts()
    assert "Nothing just now" in waits
    assert "you are taking part" in coming
    assert loan.request.assignment.time in coming
    plan(loan, 9)
    first = plan(loan, 1)
    waits, coming = parts()
    with translation.override("en"):
        when = people_say.when(first.starts_at, first.ends_at, now=clock.now())
    assert when.replace("\xa0", " ") in coming
    assert loan.request.assignment.time not in coming
    attending.ask_still_coming(occasion=first, by=Actor.system(loan.programme_id), at=clock.now())
    page = text_of(client.get(mine))
    assert "are you still coming?" in page
    assert "Nothing just now" not in page
    assert "you are taking part" not in page
