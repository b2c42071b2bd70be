"""The board and the calendar: where everything stands, when it is held, and the feed of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import meetings, occasions
from erfara.lending.board_queries import COLUMNS, LOAN_COLUMNS, REQUEST_COLUMNS
from erfara.lending.models import Loan, LoanRequest, Occasion
from erfara.organisations import actions as organisations
from erfara.organisations.models import Membership, RowKey
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def county():
    return factories.programme()


@pytest.fixture
def who(county):
    user, _actor = factories.coordinator(county)
    return user


@pytest.fixture
def work(client, who):
    return factories.sign_in(client, who)


def url(county, name, *args):
    return reverse(f"coordinator:{name}", args=[county.slug, *args])


def columns(answer):
    return {c.key: [card.number for card in c.cards] for c in answer.context["columns"] if c.count}


def queries_of(client, path):
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_there_is_a_column_for_every_state_that_is_not_the_end():
    assert set(REQUEST_COLUMNS) == set(LoanRequest.table.open_states)
    assert set(LOAN_COLUMNS) == set(Loan.table.open_states)
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_everything_on_its_way_stands_in_its_column_with_whose_turn_it_is(county, work):
    received = factories.loan_request(county)
    offered = factories.loan_request(county, unit="Kliniken")
    meetings.offer(
        request=offered, times=[AT + timedelta(days=n) for n in (3, 4)], ways=meetings.Ways(),
        answer_by=(AT + timedelta(days=2)).date(), by=factories.system(county), at=AT,
    )  # fmt: skip
    asking = factories.loan_request(county)
    factories.asked(factories.specified(asking), 2)
    loan = factories.team(factories.specified(factories.loan_request(county)))
    factories.loan_request(factories.programme())
    answer = work.get(url(county, "board"))
    assert columns(answer) == {
        "received": [f"Förfrågan {received.no}", f"Förfrågan {offered.no}"],
        "asking": [f"Förfrågan {asking.no}"], "confirmed": [f"Förfrågan {loan.request.no}"],
    }  # fmt: skip
    turns = {card.number: card.turn for c in answer.context["columns"] for card in c.cards}
    assert turns[f"Förfrågan {received.no}"] == "samordnaren"
    assert turns[f"Förfrågan {offered.no}"] == "låntagaren"
    assert turns[f"Förfrågan {asking.no}"] == "de som har fått frågan"
    # The board, the list and the day say the same next step of a loan
    assert _next_of(work, county, loan) == {"Planera en tid"}
    occasion = plan(loan, AT + timedelta(days=2))
    assert _next_of(work, county, loan) == {"Det hålls"}
    Occasion.objects.filter(pk=occasion.pk).update(state="held")
    assert _next_of(work, county, loan) == {"Var det sista gången?"}


def _next_of(work, county, loan):
    board = work.get(url(county, "board")).context["columns"]
    found = {c.next for one in board for c in one.cards if one.key == "confirmed"}
    lines = work.get(url(county, "requests")).context["lines"]
    return found | {line[3] for line in lines if line[0] == loan.request.no}


def test_the_board_is_filtered_and_turned_over_column_by_column(county, work, who):
    many = [factories.loan_request(county) for _ in range(12)]
    other = factories.loan_request(county, unit="Kliniken", form="lecture")
    board = url(county, "board")
    (first,) = [c for c in work.get(board).context["columns"] if c.key == "received"]
    assert (first.count, len(first.cards)) == (13, 10)
    assert columns(work.get(f"{board}?received=2"))["received"][-1] == f"Förfrågan {other.no}"
    only = [f"Förfrågan {other.no}"]
    assert columns(work.get(f"{board}?enhet={other.unit_id}"))["received"] == only
    assert columns(work.get(f"{board}?form=lecture"))["received"] == only
    organisations.take(
        programme=county, key=RowKey("x", "loan_request", "received", many[3].pk),
        by=Actor(Role.COORDINATOR, county.pk, who.pk, who.name), at=AT,
    )  # fmt: skip
    factories.coordinator(county)
    mine = work.get(f"{board}?vem={who.pk}")
    assert columns(mine)["received"] == [f"Förfrågan {many[3].no}"]
    for odd in ("enhet=x", "form=%00", "vem=1", "received=-1", "received=zz"):
        assert work.get(f"{board}?{odd}").context["total"] == 13


def test_neither_board_nor_calendar_asks_more_the_more_there_is(county, work):
    def more():
        factories.loan_request(county)
        factories.asked(factories.specified(factories.loan_request(county, unit="Ny")), 2)
        loan = factories.team(factories.specified(factories.loan_request(county)))
        plan(loan, clock.now() + timedelta(minutes=1))

    more()
    pages = [url(county, "board"), url(county, "calendar")]
    few = [queries_of(work, page) for page in pages]
    for _ in range(3):
        more()
    assert [queries_of(work, page) for page in pages] == few


def plan(loan, starts):
    return occasions.plan_occasion(
        loan=loan, starts_at=starts, ends_at=starts + timedelta(hours=2), place="Stora salen",
        digital=False, by=factories.system(loan.programme), at=AT,
    )  # fmt: skip


@pytest.fixture
def held(county):
    """A loan with two times, one called off, and a first meeting, all in November 2026."""
    loan = factories.team(factories.specified(factories.loan_request(county)))
    plan(loan, AT + timedelta(days=10))
    occasions.cancel_occasion(
        occasion=plan(loan, AT + timedelta(days=11)), reason="Salen är upptagen.",
        by=factories.system(county), at=AT,
    )  # fmt: skip
    meetings.book_meeting(
        request=factories.loan_request(county, unit="Kliniken"),
        meeting_at=AT + timedelta(days=10, hours=-1), by=factories.system(county), at=AT,
    )  # fmt: skip
    return loan


def test_a_month_shows_its_times_as_table_and_list_and_leads_to_the_next(county, work, held):
    page = work.get(f"{url(county, 'calendar')}?manad=2026-11")
    assert page.context["total"] == 2
    ((day, entries),) = page.context["days"]
    assert day == (AT + timedelta(days=10)).date()
    assert [entry.what for entry in entries] == ["Första möte", "Lånet genomförs"]
    in_table = [e for _n, week in page.context["weeks"] for d in week for e in d.entries]
    assert in_table == entries
    text = page.content.decode()
    assert "manad=2026-10" in text
    assert "manad=2026-12" in text
    assert work.get(f"{url(county, 'calendar')}?manad=2026-12").context["total"] == 0
    earlier = work.get(f"{url(county, 'calendar')}?manad=2020-02")
    assert (earlier.context["total"], earlier.context["before"]) == (0, "2020-01")
    today = clock.local_day(clock.now())
    for odd in ("2026-13", "x", "0001-01", "9999-12", "\0", "2026-11-30; DROP"):
        assert work.get(url(county, "calendar"), {"manad": odd}).status_code == 200
    assert work.get(url(county, "calendar")).context["first"] == today.replace(day=1)


def test_the_feed_says_what_and_where_and_names_nobody(county, work, held, who):
    page = work.post(url(county, "open_feed"), {"once": "1"}, follow=True)
    address = page.context["address"]
    assert address.endswith(".ics")
    path = address[address.index("/arbete/") :]
    work.logout()
    answer = work.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 2
    titles = {str(event["summary"]) for event in events}
    assert f"{held.request.assignment.title}, {held.request.unit}" in titles
    assert {str(e.get("location", "")) for e in events} == {"Stora salen", "på skärm"}
    text = answer.content.decode()
    assert "Påhittad" not in text.replace("Region Påhitt", "")


def test_the_address_is_renewed_closed_and_ends_with_the_role(county, work, who, held):
    def now():
        address = work.get(url(county, "calendar")).context["address"]
        return address[address.index("/arbete/") :] if address else ""

    def press(once, **sent):
        work.post(url(county, "open_feed"), {"once": once, **sent})
        return now()

    first = press("1")
    second = press("2")
    assert first != second
    assert [work.get(path).status_code for path in (first, second)] == [404, 200]
    assert press("3", do="close") == ""
    assert work.get(second).status_code == 404
    third = press("4")
    elsewhere = third.replace(county.slug, factories.programme().slug)
    assert work.get(elsewhere).status_code == 404
    member = Membership.objects.get(programme=county, user=who)
    # Beyond its last day it leads nowhere, though links of other kinds live on for a while.
    Membership.objects.filter(pk=member.pk).update(
        starts_on=AT.date() - timedelta(days=99),
        ends_on=clock.local_day(clock.now()) - timedelta(1),
    )
    assert work.get(third).status_code == 404
    Membership.objects.filter(pk=member.pk).update(ends_on=clock.local_day(clock.now()))
    assert work.get(third).status_code == 200
    member.refresh_from_db()
    organisations.end_membership(
        membership=member, by=Actor(Role.OPERATOR, None, factories.any_id()), at=clock.now()
    )
    assert work.get(third).status_code == 404


def test_a_request_says_what_is_left_and_whose_turn_it_is(county, work):
    def left(row):
        page = work.get(url(county, "request", row.pk))
        return page.context["left"], page.content.decode()

    row = factories.loan_request(county)
    steps, page = left(row)
    assert steps[0] == ("Första möte", "samordnaren")
    assert [who for _what, who in steps[1:]] == [""] * 3
    assert "Det som är kvar" in page
    factories.asked(factories.specified(row), 2)
    assert left(row)[0] == [("Gruppen är klar", "de som har fått frågan")]
    loan = factories.team(factories.specified(factories.loan_request(county)))
    steps, page = left(loan.request)
    assert (steps, "Det som är kvar" in page) == ([], False)
