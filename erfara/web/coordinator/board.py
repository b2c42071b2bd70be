"""The board: everything on its way, by how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.lending import board_queries
from erfara.lending.board_queries import COLUMNS, LOAN_COLUMNS, Card, Line
from erfara.lending.models import Loan, LoanRequest
from erfara.lending.policies import whose_turn
from erfara.organisations import queries as organisations
from erfara.organisations.words import say
from erfara.vocabulary.choices import Form
from erfara.web.coordinator.people_forms import capital
from erfara.web.coordinator.request_page import TURNS, next_in, next_of_loan

PER_COLUMN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it stands on the board."""

    url: str
    title: str
    number: str
    asked_by: str
    since: datetime
    turn: str
    next: str


@dataclass(slots=True)
class Column:
    """A state, with a page of what is in it."""

    key: str
    heading: str
    count: int
    cards: list[Shown] = field(default_factory=list)
    page: int = 1
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked at: the parts of an address that say something."""

    unit: str = ""
    form: str = ""
    who: str = ""

    def address(self, **more: object) -> str:
        """The same, with something more, as the end of an address."""
        parts = {"enhet": self.unit, "form": self.form, "vem": self.who, **more}
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def _wanted(request: Any, units: Iterable[str], people: Iterable[str]) -> Wanted:
    sent = request.GET
    unit, form, who = (sent.get(name, "") for name in ("enhet", "form", "vem"))
    return Wanted(
        unit if unit in units else "",
        form if form in Form.values else "",
        who if who in people else "",
    )


def _taken(request: Any, who: str) -> set[UUID]:
    """Requests of which one coordinator has a row of the day."""
    marks = organisations.day_marks(request.programme)
    taken = {key.about_id for key, mark in marks.items() if str(mark.taken_by) == who}
    return board_queries.requests_behind(request.programme, taken)


def _page(request: Any, key: str, rows: list[Line]) -> Page[Line]:
    return Paginator(rows, PER_COLUMN).get_page(request.GET.get(key))


def board(request: Any, slug: str) -> HttpResponse:
    """Columns by state, ten cards in each, those that came in first on top."""
    every = board_queries.lines(request.programme)
    units = organisations.unit_names(request.programme, {line.unit_id for line in every})
    people = {
        str(row.user_id): str(row.user)
        for row in organisations.coordinators(request.programme, clock.local_day(request.at))
    }
    wanted = _wanted(request, map(str, units), people)
    mine = _taken(request, wanted.who) if wanted.who else None
    seen = [
        line
        for line in every
        if (not wanted.unit or str(line.unit_id) == wanted.unit)
        and (not wanted.form or line.form == wanted.form)
        and (mine is None or line.id in mine)
    ]
    pages = {key: _page(request, key, [row for row in seen if row.column == key])
             for key in COLUMNS}  # fmt: skip
    shown = [line for page in pages.values() for line in page]
    draw = Cards(request, slug, shown)
    columns = []
    for key, page in pages.items():
        column = Column(key, _heading(key), page.paginator.count, page=page.number)
        column.cards = [draw.card(line) for line in page if line.id in draw.cards]
        here = {name: one.number for name, one in pages.items() if one.number > 1}
        if page.has_previous():
            column.newer = wanted.address(**{**here, key: page.number - 1}) + f"#{key}"
        if page.has_next():
            column.older = wanted.address(**{**here, key: page.number + 1}) + f"#{key}"
        columns.append(column)
    return render(
        request,
        "coordinator/board.html",
        {
            "columns": columns, "total": len(seen), "wanted": wanted,
            "filtered": bool(wanted.unit or wanted.form or wanted.who),
            "units": [(str(pk), name) for pk, name in units.items()],
            "forms": [(value, capital(label)) for value, label in Form.choices],
            "people": list(people.items()) if len(people) > 1 else [],
            "requests_url": reverse("coordinator:requests", args=[slug]),
            "here": reverse("coordinator:board", args=[slug]),
        },
    )  # fmt: skip


def _heading(key: str) -> str:
    table = Loan.table if key in LOAN_COLUMNS else LoanRequest.table
    return capital(say(table.state(key).label))


class Cards:
    """The cards of one board, read at once for all that are shown."""

    def __init__(self, request: Any, slug: str, shown: list[Line]) -> None:
        self.slug = slug
        ids = [line.id for line in shown]
        self.cards = board_queries.cards(request.programme, ids)
        self.since = board_queries.since_when(
            one.loan_id if one.column in LOAN_COLUMNS and one.loan_id else one.id for one in shown
        )
        self.offered = board_queries.offered_to_borrower(
            [one.id for one in shown if one.column == "received"]
        )
        self.times = board_queries.states_of_times(
            [one.id for one in shown if one.column == "confirmed"]
        )
        self.asked = board_queries.states_of_asked(
            [one.id for one in shown if one.column == "asking"]
        )

    def card(self, line: Line) -> Shown:
        """One card, from what was read for all."""
        card = self.cards[line.id]
        lent = line.column in LOAN_COLUMNS and line.loan_id is not None
        about = line.loan_id if lent else line.id
        route = "coordinator:loan" if lent else "coordinator:request"
        turn, following = self._next(line)
        return Shown(
            url=reverse(route, args=[self.slug, about]),
            title=card.title or card.asked_by,
            number=say(_("Request {no}"), no=card.no),
            asked_by=card.asked_by if card.title else "",
            since=self._since(card, about),
            turn=say(TURNS[turn]) if turn else "",
            next=following,
        )

    def _since(self, card: Card, about: UUID | None) -> datetime:
        return self.since.get(about or card.id, card.received_at)

    def _next(self, line: Line) -> tuple[Role | None, str]:
        """Whose turn it is, and what they do."""
        if line.column in LOAN_COLUMNS:
            return Loan.table.state(line.column).pen, next_of_loan(
                line.column, self.times.get(line.id, ())
            )
        offered = line.id in self.offered
        turn = whose_turn(line.column, offered=offered, asked=self.asked.get(line.id, ()))
        if offered:
            return turn, say(_("{borrower:sg.def.cap} chooses a time to meet"))
        return turn, say(_("They answer")) if turn == Role.PERSON else next_in(line.column)
