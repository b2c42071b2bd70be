"""Every figure on the screen against SQL that was written separately, straight at the tables.

The page is read as a coordinator sees it: every number is a link, to as many rows as it says.
"""

# ruff: noqa: S608 - nothing in this SQL comes from outside the file

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from statistics import median, quantiles
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client

from erfara.foundation import vault
from erfara.foundation.actors import Role
from erfara.insight.tables import MEANS
from erfara.organisations.models import Programme, Unit
from tests import factories as make
from tests.integration import years
from tests.integration.web.looking import english

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

# A moment as the day it was here. All moments of this world are at nine in the morning in UTC,
# which is the same day here, so that SQLite needs no time zone.
_DAY = {
    "sqlite": r"date(substr(\1, 1, 19))",
    "postgresql": r"(\1 at time zone 'Europe/Stockholm')::date",
}
_DAYS = {"sqlite": r"(julianday(\2) - julianday(\1))", "postgresql": r"(\2 - \1)"}
_YEAR = {"sqlite": r"substr(\1, 1, 4)", "postgresql": r"to_char(\1, 'YYYY')"}
_TICKED = {"sqlite": r"json_extract(\1, '$.\2')", "postgresql": r"\1->>'\2'"}

# Loans carried out: not cancelled, an occasion held, and somebody who was part of it.
HELD = """
    exists (select 1 from lending_loan l where l.request_id = r.id and l.state <> 'cancelled'
        and exists (select 1 from lending_occasion o where o.loan_id = l.id and o.state = 'held')
        and exists (select 1 from lending_participation p where p.loan_id = l.id
            and p.state in ('confirmed', 'left', 'took_part', 'cancelled')))
"""
REQUESTS = f"""
    select r.*, DAY(r.received_at) as came, l.id as loan_id, l.state as loan_state, l.cancel_reason,
        l.carried_out_on, DAY(l.closed_at) as closed_on, {HELD} as held
    from lending_loanrequest r left join lending_loan l on l.request_id = r.id
    where r.programme_id = %(here)s and DAY(r.received_at) between %(first)s and %(last)s /*unit*/
"""
HERE = "state in ('active', 'paused', 'resting', 'leaving') and joined_on is not null"
REACHED = """
    exists (select 1 from lending_feedback f where f.loan_id = q.loan_id and f.kind = 'summary'
        and f.state = 'given' {} and not exists (select 1 from lending_delivery d
            where d.feedback_id = f.id and {}))
"""
TICKED = """
    select q.*, TICKED(s.answers, level) as was_level, TICKED(s.answers, ladder) as was_ladder
    from q left join lending_followup t on t.loan_id = q.loan_id and t.participation_id is null
    left join surveys_response s on s.about_id = t.id and s.set_key = 'borrower_follow_up'
    where q.held
"""
RUNG = """case {} when 'information' then 1 when 'consultation' then 2 when 'dialogue' then 3
    when 'discussion' then 4 when 'influence' then 5 when 'shared_decision' then 6 end"""
PEOPLE = f"""
    select c.* from people_contributor c where c.programme_id = %(here)s and {HERE}
        and c.person_id not in (/*protected*/)
"""
SENT = """
    select i.* from lending_inquiry i join lending_loanrequest r on r.id = i.request_id
    where i.programme_id = %(here)s and i.sent_at is not null
        and DAY(i.sent_at) between %(first)s and %(last)s /*unit*/
"""
ASKED = f"""
    with c as ({PEOPLE}), i as ({SENT}), g as (
        select id, 'everybody' as name from c
        union select c.id, 'role:' || e.role from c join people_experience e
            on e.contributor_id = c.id where e.matchable
        union select c.id, 'area:' || e.area from c join people_experience e
            on e.contributor_id = c.id where e.matchable and e.area <> '')
    select name, '{{}}', count(*) from g where {{}} group by name
"""
SOME = "exists (select 1 from i where i.contributor_id = g.id and {})"
DAYS_OF = {
    "first_answer": """
        select DAYS[q.came | min(a.day)] from q join (
            select about_id as id, DAY(at) as day from foundation_auditevent
                where from_state <> '' and by_role in ('coordinator', 'administrator')
            union all select request_id, DAY(created_at) from lending_meeting) a on a.id = q.id
        where not q.taken_down group by q.id, q.came""",
    "ended": "select DAYS[q.came | DAY(q.ended_at)] from q where q.ended_at is not null",
    "closed": "select DAYS[q.came | q.closed_on] from q where q.closed_on is not null",
    "feedback": f"""
        select DAYS[q.carried_out_on | max(DAY(d.reached_at))] from q
        join lending_feedback f on f.loan_id = q.loan_id and f.kind = 'summary'
        join lending_delivery d on d.feedback_id = f.id
        where q.held and q.carried_out_on is not null
            and {REACHED.format("", "d.reached_at is null")}
        group by q.id, q.carried_out_on""",
}
# What each figure is: rows of (row, column, number).
SQL: dict[str, list[str]] = {
    "recruited": [f"""select YEAR(joined_on), 'people', count(*) from people_contributor
        where programme_id = %(here)s and {HERE} and joined_on between %(first)s and %(last)s
        group by 1"""],
    "left": ["""select YEAR(joined_on), 'people', count(*) from people_contributor
        where programme_id = %(here)s and state = 'left' and joined_on is not null
            and joined_on between %(first)s and %(last)s group by 1"""],
    "requests": ["select YEAR(came), 'requests', count(*) from q group by 1"],
    "carried_out": ["select YEAR(came), 'loans', count(*) from q where held group by 1"],
    "outcomes": ["""select case when held then 'carried_out' when state = 'waiting' then 'waiting'
        when loan_state = 'cancelled' and cancel_reason = 'too_few' then 'cancelled_too_few'
        when loan_state = 'cancelled' then 'cancelled'
        when end_reason = 'too_few' then 'cancelled_too_few'
        when end_reason in ('', 'loan') then 'open' else end_reason end, 'requests', count(*)
        from q group by 1"""],
    "feedback": [
        f"""select 'everybody_heard', 'loans', count(*) from q
            where held and {REACHED.format("", "d.reached_at is null")}""",
        f"""select 'in_time', 'loans', count(*) from q where held and {REACHED.format(
            "", "(d.reached_at is null or DAY(d.reached_at) > f.due_on)")}""",
        """select 'borrower_told', 'loans', count(*) from q where held and exists (
            select 1 from lending_feedback f where f.loan_id = q.loan_id and f.kind = 'borrower'
                and f.state = 'given')""",
        *(f"select '{row}', 'of_loans', count(*) from q where held"
          for row in ("everybody_heard", "in_time", "borrower_told")),
    ],
    "effects": ["""select e.area, 'loans', count(distinct q.id) from q
        join lending_effectask a on a.loan_id = q.loan_id and a.participation_id is null
            and a.state <> 'stopped'
        join lending_effect e on e.ask_id = a.id group by 1"""],
    "promised": ["""select case level when '' then 'not_said' else level end,
        case ladder when '' then 'not_said' else ladder end || '_loans', count(*)
        from q where held group by 1, 2"""],
    "happened": [f"""select coalesce(was_level, 'not_said'),
        coalesce(was_ladder, 'not_said') || '_loans', count(*) from ({TICKED}) t group by 1, 2"""],
    "kept": [f"""select case
        when was_ladder is null or ladder = '' then 'not_comparable'
        when {RUNG.format("was_ladder")} > {RUNG.format("ladder")} then 'more'
        when {RUNG.format("was_ladder")} < {RUNG.format("ladder")} then 'less'
        else 'as_promised' end, 'loans', count(*) from ({TICKED}) t group by 1"""],
    "asked": [
        ASKED.format("in_register_people", "true"),
        ASKED.format("never_asked_people", "not " + SOME.format("true")),
        ASKED.format("asked_people", SOME.format("true")),
        ASKED.format(
            "said_yes_people", SOME.format("(i.answer = 'yes' or i.state = 'confirmed')")
        ),
        ASKED.format("chosen_people", SOME.format("i.state = 'confirmed'")),
    ],
    "channels": [f"""select channel, 'people', count(*) from ({PEOPLE}) p
        where joined_on between %(first)s and %(last)s group by 1"""],
    "hours": ["""select YEAR(t.day), t.party || '_hours', sum(t.minutes) / 60.0
        from lending_timespent t join lending_loan l on l.id = t.loan_id
        join lending_loanrequest r on r.id = l.request_id
        where t.programme_id = %(here)s and t.day between %(first)s and %(last)s /*unit*/
        group by 1, 2"""],
    "sought": ["""select case s.end when '' then 'open' else s.end end, 'needs', count(*)
        from lending_sought s join lending_loanrequest r on r.id = s.request_id
        where s.programme_id = %(here)s and DAY(s.created_at) between %(first)s and %(last)s
            /*unit*/ group by 1"""],
}  # fmt: skip


class Asked:
    """SQL in this database's own words, asked about one programme, span and unit."""

    def __init__(
        self, programme: Programme, first: str = "1900-01-01", last: str = "2999-12-31",
        unit: Unit | None = None,
    ) -> None:  # fmt: skip
        self.here, self.unit = programme, unit
        self.first, self.last = date.fromisoformat(first), date.fromisoformat(last)

    def _words(self, sql: str) -> str:
        kind = connection.vendor
        hidden = [f"'{pk.hex if kind == 'sqlite' else pk}'" for pk in vault.shielded(self.here.pk)]
        sql = sql.replace("/*protected*/", ", ".join(hidden) or "null")
        sql = sql.replace("/*unit*/", "and r.unit_id = %(unit)s" if self.unit else "")
        sql = re.sub(r"TICKED\(([\w.]+), (\w+)\)", _TICKED[kind], sql)
        sql = re.sub(r"\bDAY\(([\w.]+)\)", _DAY[kind], sql)
        sql = re.sub(r"\bYEAR\(([\w.]+)\)", _YEAR[kind], sql)
        sql = re.sub(r"\bDAYS\[(.+?) \| (.+?)\]", _DAYS[kind], sql)
        return sql.replace("s.end", 's."end"')

    def rows(self, sql: str) -> list[Any]:
        if re.search(r"\bq\b", sql):
            sql = f"with q as ({REQUESTS}) {sql}"
        plain = connection.vendor == "sqlite"
        values: dict[str, Any] = {
            "here": self.here.pk.hex if plain else self.here.pk,
            "first": str(self.first) if plain else self.first,
            "last": str(self.last) if plain else self.last,
            "unit": self.unit and (self.unit.pk.hex if plain else self.unit.pk),
        }
        sql = self._words(sql)
        used = {key: value for key, value in values.items() if f"%({key})s" in sql}
        with connection.cursor() as cursor:
            cursor.execute(sql, used)
            return list(cursor.fetchall())

    def figures(self) -> dict[tuple[str, str, str], float]:
        """(figure, row, column) → number, of those that aren't nought."""
        found = {
            (key, str(row), str(column)): float(number)
            for key, statements in SQL.items()
            if MEANS[key].by_unit or not self.unit
            for sql in statements
            for row, column, number in self.rows(sql)
            if number
        }
        for row, sql in DAYS_OF.items():
            days = [float(one) for (one,) in self.rows(sql)]
            if not days:
                continue
            three = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
            assert three[1] == median(days)
            found["times", row, "requests"] = len(days)
            for column, value in zip(("lower_quartile", "median", "upper_quartile"), three,
                                     strict=True):  # fmt: skip
                found["times", row, f"{column}_days"] = value
        return found


LINK = re.compile(r'<a class="link" href="(/arbete/[^"]*/siffror/[^"]*kolumn=[^"]*)">([^<]*)<')


def number(text: str) -> float:
    """A number as the English page writes it."""
    return float(text.replace(",", "").replace("−", "-"))


def links(page: str) -> Iterator[tuple[tuple[str, str, str], str, float]]:
    """(figure, row, column), the address and the number of every number on the page."""
    for href, text in LINK.findall(page):
        address = unescape(href)
        asked = parse_qs(urlsplit(address).query)
        key = urlsplit(address).path.split("/")[-2]
        yield (key, asked["rad"][0], asked["kolumn"][0]), address, number(text)


@pytest.fixture
def library(client: Client) -> Programme:
    english(client)
    programme = make.programme()
    years.years(programme)
    other = make.programme()  # what happens elsewhere is in none of it
    make.fed_back(make.followed_up(make.carried_out(make.team(make.loan_request(other)))))
    user, _actor = make.member(programme, Role.COORDINATOR)
    make.sign_in(client, user)
    return programme


def page_of(client: Client, programme: Programme, **asked: Any) -> str:
    answer = client.get(f"/arbete/{programme.slug}/siffror/", asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_every_figure_is_what_sql_says(client: Client, library: Programme) -> None:
    seen = {where: value for where, _href, value in links(page_of(client, library))}
    wanted = Asked(library).figures()
    # A median that is nought days has a link as well.
    assert {where: value for where, value in seen.items() if value} == pytest.approx(
        {where: value for where, value in wanted.items() if value}, abs=0.006
    )
    with connection.cursor() as cursor:  # what `_DAY` relies on
        cursor.execute("select min(received_at), max(received_at) from lending_loanrequest")
        assert {"09:00"} == {str(one)[11:16] for one in cursor.fetchone()}
    # The world has something of every figure, so that none of them is nought on both sides.
    assert {key for key, _row, _column in wanted} == set(MEANS)
    assert {row for key, row, _column in wanted if key == "outcomes"} == {
        "carried_out", "cancelled_too_few", "cancelled", "nobody_fits", "declined", "no_response",
        "asked_elsewhere", "waiting", "open",
    }  # fmt: skip
    assert {row for key, row, _column in wanted if key == "kept"} == {
        "as_promised", "more", "less", "not_comparable",
    }  # fmt: skip


SPANS: list[tuple[dict[str, str], tuple[str, str]]] = [
    ({"tid": "2024"}, ("2024-01-01", "2024-12-31")),
    ({"tid": "2025-1"}, ("2025-01-01", "2025-06-30")),
    ({"fran": "2024-09-02", "till": "2025-03-03"}, ("2024-09-02", "2025-03-03")),
    ({"till": "2025-01-07"}, ("1900-01-01", "2025-01-07")),
]


def test_every_figure_of_a_time_and_a_unit(client: Client, library: Programme) -> None:
    unit = Unit.objects.get(programme=library, name="Hemtjänsten")
    for asked, span in SPANS:
        for more, of in (({}, None), ({"enhet": str(unit.pk)}, unit)):
            seen = {w: v for w, _href, v in links(page_of(client, library, **asked, **more)) if v}
            wanted = {w: v for w, v in Asked(library, *span, of).figures().items() if v}
            assert seen == pytest.approx(wanted, abs=0.006), (asked, of)
            assert len(wanted) > 10, (asked, of)


def test_every_number_opens_to_as_many_rows(client: Client, library: Programme) -> None:
    found = list(links(page_of(client, library)))
    assert len(found) > 100
    for (_key, _row, column), address, value in found:
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        rows = number(re.findall(r'<strong id="count">(.*?) ', text)[0].replace("One", "1"))
        shown = re.findall(r"<tr>.*?</tr>", text.partition("<tbody>")[2])
        assert len(shown) == min(rows, 25), address
        if not column.endswith(("_hours", "_days")):
            assert rows == value, address
            continue
        amounts = [number(re.findall(r'class="number">([^<]*)</td>', row)[0]) for row in shown]
        if column.endswith("_hours"):
            assert sum(amounts) == pytest.approx(value, abs=0.02), address
        elif column == "median_days":
            assert median(amounts) == value, address


def test_a_time_that_has_nothing_and_one_that_nobody_means(client, library):
    page = page_of(client, library, tid="2023-2", fran="", till="")
    assert "Nothing to count here." in page
    wrong = client.get(
        f"/arbete/{library.slug}/siffror/", {"fran": "2025-02-01", "till": "2025-01-01"}
    )
    assert wrong.status_code == 422
    assert "not before the first one" in wrong.content.decode()
    for row in ("9999", "0000", "²²²²", "2025-1", "x" * 500, "<b>"):
        page = client.get(f"/arbete/{library.slug}/siffror/requests/", {"rad": row})
        assert page.status_code == 200
        assert "0 rows" in page.content.decode() or row == "2025-1"
        hours = client.get(f"/arbete/{library.slug}/siffror/timmar/", {"year": row})
        assert hours.status_code == 200
    for nonsense in ({"tid": "1066-3"}, {"enhet": "x"}, {"fran": "i går kväll"}):
        answer = client.get(f"/arbete/{library.slug}/siffror/", nonsense)
        assert answer.status_code == 422
