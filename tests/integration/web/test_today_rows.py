"""Rows of the day: taken, laid to rest, pressed in place, and back when something has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.lending.actions import requests
from erfara.organisations import actions
from erfara.organisations.models import DayMark, RowKey
from erfara.people.actions.errands import add_errand
from erfara.web.coordinator.day_rows import PRESSES
from erfara.workflows import lend
from erfara.workflows import today as day
from tests import factories as make
from tests.integration.the_day import WAYS

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """The pages' day is the one on which things are made."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def row_of(library: Any, at: Any = AT) -> Any:
    (row,) = day.today(library, at).rows
    return row


def press(staff: Client, library: Any, row: Any, do: str, **more: str) -> Any:
    address = reverse("coordinator:mark_row", args=[library.slug])
    return staff.post(address, {"row": str(row.key), "do": do, **more}, follow=True)


def page(staff: Client, library: Any, view: str = "") -> str:
    address = reverse("coordinator:home", args=[library.slug])
    return str(staff.get(address + (f"?visa={view}" if view else "")).content.decode())


def test_a_row_that_rests_is_away_until_its_day_and_comes_back_by_itself(staff, library):
    make.loan_request(library)
    # Since when, in words that can't be read as when: "I morgon: … · i dag" says two things
    assert '<span class="quiet nowrap">sedan i dag</span>' in page(staff, library)
    answer = press(staff, library, row_of(library), "week")
    assert "vilar" in answer.content.decode()
    asleep = day.today(library, AT)
    assert not asleep.rows
    assert len(asleep.resting) == 1
    assert len(day.today(library, AT + 6 * DAY).resting) == 1
    assert row_of(library, AT + 7 * DAY)


def test_it_can_be_taken_back_at_once(staff, library):
    make.loan_request(library)
    row = row_of(library)
    press(staff, library, row, "day", day=(AT + 20 * DAY).date().isoformat())
    assert not day.today(library, AT).rows
    press(staff, library, row, "wake")
    assert row_of(library)
    assert not DayMark.objects.exists()


@pytest.mark.parametrize("written", ["", "snart", "2020-01-01", "2099-01-01"])
def test_a_day_that_cannot_be_is_said_and_nothing_rests(written, staff, library):
    make.loan_request(library)
    assert press(staff, library, row_of(library), "day", day=written).status_code == 200
    assert row_of(library)
    assert not DayMark.objects.exists()


def test_what_rests_is_back_when_its_state_has_changed(staff, library):
    request = make.loan_request(library)
    press(staff, library, row_of(library), "week")
    requests.book_meeting(request=request, meeting_at=AT + DAY, by=make.system(library), at=AT)
    assert row_of(library).step == "prepare_meeting"


def test_what_rests_is_back_when_there_is_more_of_it(library):
    request = make.loan_request(library)
    asked = make.asked(request, 3)
    for inquiry in asked[:2]:
        make.said_yes(inquiry)
    by = make.coordinator(library)[1]
    row = next(row for row in day.today(library, AT).rows if row.step == "confirm_many")
    actions.lay_to_rest(
        programme=library, key=row.key, until=(AT + 5 * DAY).date(), number=row.number, by=by,
        at=AT,
    )  # fmt: skip
    assert [one.step for one in day.today(library, AT).resting] == ["confirm_many"]
    make.said_yes(asked[2])
    assert not day.today(library, AT).resting


def test_one_takes_it_and_the_other_sees_who_has_it(staff, library):
    make.loan_request(library)
    make.loan_request(library)
    other = Client()
    make.sign_in(other, make.member(library, Role.COORDINATOR, name="Anna Berg")[0])
    row = day.today(library, AT).rows[0]
    press(other, library, row, "take")
    assert "Anna Berg har den" in page(staff, library)
    assert "Du har den" in page(other, library)
    assert page(other, library, "mina").count("todo-what") == 1
    assert page(staff, library, "mina").count("todo-what") == 0
    assert page(staff, library, "lediga").count("todo-what") == 1
    press(staff, library, row, "take")
    assert "Du har den" in page(staff, library)
    press(staff, library, row, "let_go")
    assert "har den" not in page(staff, library)
    assert not DayMark.objects.exists()


def test_a_row_that_is_done_or_anothers_cannot_be_marked(staff, library):
    elsewhere = make.programme()
    make.loan_request(elsewhere)
    (row,) = day.today(elsewhere, AT).rows
    for do in ("take", "week", "let_go", "wake"):
        assert "väntar inte längre" in press(staff, library, row, do).content.decode()
    address = reverse("coordinator:mark_row", args=[library.slug])
    for text in ("", "a.b.c", "a.b.c.d", "x" * 500):
        assert staff.post(address, {"row": text, "do": "take"}).status_code == 302
    assert not DayMark.objects.exists()


def test_somebody_needed_today_cannot_be_laid_aside(library):
    WAYS["attendance", "not_coming"](library)
    row = next(row for row in day.today(library, AT).rows if row.first)
    by = make.coordinator(library)[1]
    actions.lay_to_rest(
        programme=library, key=row.key, until=(AT + DAY).date(), number=9, by=by, at=AT
    )
    assert row in day.today(library, AT).rows


def test_one_press_is_enough_and_leads_back_to_the_day(staff, library):
    errand = add_errand(
        contributor=make.contributor(library), kind="research", by=make.system(library), at=AT
    )
    at = errand.due_on - AT.date()
    assert row_of(library, AT + at).group == "now"
    route, _label, more = PRESSES["errand"]
    address = reverse(route, args=[library.slug, errand.pk])
    answer = staff.post(address, {**more, "then": "today"})
    assert answer.url == reverse("coordinator:home", args=[library.slug])
    assert not day.today(library, AT).rows


@pytest.mark.parametrize(
    ("kind", "step"),
    [(("passed_on", "back"), "passed_on"), (("passed_on", "changed"), "passed_on")],
)
def test_what_came_back_is_seen_in_place(staff, library, kind, step):
    WAYS[kind](library)
    (row,) = [row for row in day.today(library, AT).now if row.step == step]
    _press(staff, library, row)
    assert not [one for one in day.today(library, AT).now if one.step == step]


def test_a_team_is_complete_by_one_press_and_a_small_one_is_asked_why(staff, library):
    for size, status in ((2, 302), (1, 422)):
        request = make.loan_request(library)
        for inquiry in make.asked(request, size):
            lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(library), at=AT)
        (row,) = [row for row in day.today(library, AT).now if row.step == "complete_team"]
        answer = _press(staff, library, row, status=status)
        assert ("varför" in answer.content.decode()) == (status == 422)


def test_what_can_be_done_before_its_day_can_be_pressed_before_it(staff, library):
    errand = add_errand(
        contributor=make.contributor(library), kind="research", by=make.system(library), at=AT
    )
    assert row_of(library).group == "week"
    address = reverse("coordinator:errand", args=[library.slug, errand.pk])
    assert f'action="{address}"' in page(staff, library)


def _press(staff, library, row, status=302):
    """What the button in the row does: it stands in the page, and it leads back to the day."""
    route, _label, more = PRESSES[row.step]
    address = reverse(route, args=[library.slug, row.pressed or row.pk])
    assert f'action="{address}"' in page(staff, library)
    answer = staff.post(address, {**more, "then": "today"})
    assert answer.status_code == status
    if status == 302:
        assert answer.url == reverse("coordinator:home", args=[library.slug])
    return answer


def test_what_only_waits_is_one_row_for_each_loan(staff, library, monkeypatch):
    for _number in range(6):
        make.asked(make.loan_request(library), 2)
    text = page(staff, library)
    assert text.count("todo-what") == 6
    assert "6 saker" in text
    assert "Ta en kopp kaffe" in text
    # With more than are shown, it says how many, and leads to all of them page by page
    monkeypatch.setattr("erfara.web.coordinator.home.FOLDED", 4)
    monkeypatch.setattr("erfara.web.coordinator.home.PER_PAGE", 5)
    text = page(staff, library)
    assert text.count("todo-what") == 4
    assert "2 till väntar" in text
    assert 'href="?visa=senare"' in text
    assert page(staff, library, "senare").count("todo-what") == 5
    assert page(staff, library, "senare&page=2").count("todo-what") == 1


def test_a_key_is_read_as_it_was_written(library):
    make.loan_request(library)
    key = row_of(library).key
    assert RowKey.read(str(key)) == key


def test_nobody_decides_for_another_about_the_mail(staff, library):
    page = reverse("coordinator:weekly_mail", args=[library.slug])
    assert staff.post(page, {"wanted": "on"}).status_code == 302
    mine = library.pk and make.coordinator(library)[1]
    from erfara.organisations.models import Membership

    assert Membership.objects.filter(weekly_mail=True).count() == 1
    row = Membership.objects.get(weekly_mail=True)
    with pytest.raises(Refused):
        actions.want_weekly_mail(membership=row, wanted=False, by=mine, at=AT)
    assert staff.post(page, {}).status_code == 302
    assert not Membership.objects.filter(weekly_mail=True).exists()
