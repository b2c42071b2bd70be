"""Rows of the day in words and as HTML: what, why, since when, and one thing to do.

Written in Python and not as tags in a template: there may be a hundred of them on the page that is
opened most (see `erfara.web.pieces`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.web import people_say, pieces
from erfara.web.peer import day as peers
from erfara.web.pieces import escaped
from erfara.workflows.today import Row, Today
from erfara.workflows.today.rows import NOW, WEEK
from erfara.workflows.today.steps import BUTTONS

# What comes next in a row → where it is done.
ROUTES = {
    "book_meeting": "coordinator:request",
    "prepare_meeting": "coordinator:specify",
    "other_times": "coordinator:book_meeting",
    "answer_meeting": "coordinator:answer_meeting",
    "passed_on": "coordinator:request",
    "specify": "coordinator:specify",
    "end_request": "coordinator:request",
    "request": "coordinator:request",
    "look_again": "coordinator:request",
    "assignment": "coordinator:assignment",
    "choose": "coordinator:choose",
    "preview": "coordinator:preview",
    "ask_more": "coordinator:request",
    "complete_team": "coordinator:complete_team",
    "tell": "coordinator:inquiry",
    "tell_many": "coordinator:calls",
    "tell_more": "coordinator:tell_more",
    "tell_more_many": "coordinator:request",
    "confirm": "coordinator:confirm",
    "confirm_many": "coordinator:team",
    "answer_for": "coordinator:inquiry",
    "answer_for_many": "coordinator:calls",
    "late": "coordinator:inquiry",
    "late_many": "coordinator:request",
    "replace": "coordinator:replace",
    "new_occasion": "coordinator:new_occasion",
    "loan": "coordinator:loan",
    "hold_occasion": "coordinator:hold_occasion",
    "not_coming": "coordinator:loan",
    "phone_coming": "coordinator:loan",
    "occasion_changed": "coordinator:loan",
    "interpreter": "coordinator:loan",
    "carry_out": "coordinator:carry_out",
    "close": "coordinator:loan",
    "follow_up": "coordinator:follow_up",
    "follow_up_many": "coordinator:loan",
    "reached": "coordinator:feedback",
    "summary": "coordinator:feedback",
    "borrowers_feedback": "coordinator:feedback",
    "call_team": "coordinator:loan",
    "payments": "coordinator:loan",
    "claim": "coordinator:claim",
    "payment_list": "coordinator:payment_list",
    "agreement": "coordinator:agreement",
    "agreement_late": "coordinator:agreement",
    "agreement_phone": "coordinator:agreement",
    "support_over": "coordinator:loan",
    "review_talk": "coordinator:review_talk",
    "declared": "coordinator:assess_declaration",
    "wish": "coordinator:answer_wish",
    "aftercare": "coordinator:aftercare",
    "aftercare_call": "coordinator:aftercare",
    "aftercare_silent": "coordinator:aftercare_silent",
    "concern": "coordinator:concern",
    "effects": "coordinator:effects",
    "effects_call": "coordinator:effects",
    "effects_ask": "coordinator:effects",
    "story": "coordinator:story",
    "print_list": "coordinator:print_list",
    "message": "coordinator:message",
    "presentation": "coordinator:presentation",
    "log_question": "coordinator:log_question",
    "errand": "coordinator:errand",
    "consents_asked": "coordinator:consents_asked",
    "still": "coordinator:still",
    "let_go": "coordinator:let_go",
    "duplicates": "coordinator:duplicates",
    "training": "coordinator:person",
    "new_contact": "coordinator:new_contact",
    "import": "coordinator:import",
    "import_phone": "coordinator:import_phone",
    "unshown": "coordinator:find",
    "unshown_there": "setup:home",  # where there is no page to look for things on
    "applicant": "coordinator:person",
    "talk_booked": "coordinator:talk",
    "talk_today": "coordinator:talk",
    "talk_passed": "coordinator:talk",
    "talk_go_on": "coordinator:talk",
    "talk_thinking": "coordinator:talk",
    **peers.ROUTES,
}


# A long page: the part of it where the work is done.
PARTS = {
    "tell_more_many": "asked",
    "late_many": "asked",
    "not_coming": "occasions",
    "phone_coming": "occasions",
    "occasion_changed": "occasions",
    "interpreter": "occasions",
    "follow_up_many": "follow-up",
    "call_team": "call",
    "payments": "payment",
    **peers.PARTS,
}

# Pages about several at once: their address has no id.
ABOUT_MANY = peers.ABOUT_MANY | {"duplicates", "consents_asked", "unshown", "unshown_there"}

# How a day that lies ahead is said; otherwise it is the day by which something is to be done.
AHEAD: dict[str, str | Promise] = {
    "prepare_meeting": _("It is on {day}."),
    "loan": _("It is on {day}."),
    "look_again": _("Look again on {day}."),
    "talk_booked": _("It is on {day}."),
    "review_talk": _("It is on {day}."),
    "training": _("The last day is {day}."),
    "talk_thinking": _("Get in touch on {day}."),
    **peers.AHEAD,
}
# One press is enough: where it goes, what it says, and what it carries along.
PRESSES: dict[str, tuple[str, str | Promise, dict[str, str]]] = {
    "errand": ("coordinator:errand", _("It is done"), {}),
    "close": ("coordinator:close_loan", _("Close the loan"), {}),
    "aftercare_silent": ("coordinator:aftercare_silent", _("I have seen it"), {}),
    "look_again": ("coordinator:take_up", _("Take it up again"), {}),
    "interpreter": ("coordinator:interpreter", _("It is booked"), {"interpreter": "booked"}),
    "complete_team": ("coordinator:complete_team", _("The team is complete"), {}),
    "occasion_changed": ("coordinator:occasion_talked", _("It has been talked over"), {}),
    "passed_on": ("coordinator:seen_passing", _("I have seen it"), {}),
    **peers.PRESSES,
}
# May be done in place already in the week before its day.
BEFORE_THE_DAY = frozenset({"errand", "interpreter"})
_ANY = UUID(int=0)


@lru_cache(maxsize=4096)
def _pattern(route: str, slug: str, about: bool) -> str:
    return reverse(route, args=[slug, _ANY] if about else [slug])


def address(route: str, slug: str, pk: UUID | None = None) -> str:
    """The address of a page about something, or of a page about several at once."""
    pattern = _pattern(route, slug, pk is not None)
    return pattern if pk is None else pattern.replace(str(_ANY), str(pk))


def url_of(row: Row, slug: str) -> str:
    """The page where a row's next step is taken."""
    url = address(ROUTES[row.step], slug, None if row.step in ABOUT_MANY else row.pk)
    return f"{url}#{PARTS[row.step]}" if row.step in PARTS else url


@dataclass(frozen=True, slots=True)
class Words:
    """A row in words."""

    what: str
    why: str
    since: date | None


class Lines:
    """Makes the lines of one page: the words and the forms that all of them share are said once."""

    def __init__(self, request: Any, slug: str, day: Today, back: str = "") -> None:
        self._slug, self._day, self._now = slug, day, request.at
        self._today, self._me = clock.local_day(request.at), request.viewer.id
        self._number = 0
        self._called: dict[tuple[str, str], int] = {}
        self._mark = escaped(address("coordinator:mark_row", slug) + back)
        self._csrf = (
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
        )
        self._says = {
            name: escaped(say(text))
            for name, text in {
                "rest": _("Let it rest"), "tomorrow": _("Until tomorrow"), "week": _("For a week"),
                "day": _("Another day, such as 2026-11-30"), "until": _("Until that day"),
                "take": _("I take it"), "over": _("I take it over"), "let_go": _("Let go of it"),
                "wake": _("Take it back"),
            }.items()
        }  # fmt: skip
        self._buttons: dict[str, str] = {}
        self._days: dict[date, str] = {}
        self._since: dict[date, str] = {}

    def _day_in_words(self, day: date) -> str:
        if day not in self._days:
            self._days[day] = people_say.day(day, now=self._now)
        return self._days[day]

    def _since_in_words(self, day: date) -> str:
        if day not in self._since:
            # What it is about may have a day of its own: "Tomorrow: … · today" says two things.
            said = (
                escaped(say(_("since today")))
                if day == self._today
                else pieces.since(day, now=self._now)
            )
            self._since[day] = (
                f' <span class="quiet">·</span> <span class="quiet nowrap">{said}</span>'
            )
        return self._since[day]

    def _button_of(self, step: str) -> str:
        if step not in self._buttons:
            self._buttons[step] = escaped(say(BUTTONS[step]))
        return self._buttons[step]

    def words(self, row: Row) -> Words:
        """What, why, since when; a last day stands in the why."""
        values = {
            name: say(value)
            if isinstance(value, Promise)
            else self._day_in_words(value)
            if isinstance(value, date)
            else value
            for name, value in row.values.items()
        }
        if row.what:
            what = say(row.what, **values)
        elif row.unit is None:
            what = say(_("Somebody new, number {no}"), no=row.no)
        else:
            what = say(_("Request {no}, {unit}"), no=row.no, unit=row.unit)
        why, since = say(row.why, **values), row.since if row.since <= self._today else None
        if row.step in peers.DAYLESS:
            return Words(what, why, None)
        if ahead := row.last or (row.since if since is None else None):
            said: str | Promise = AHEAD.get(row.step, _("By {day}."))
            if row.last is not None:
                said = _("The last day was {day}.") if ahead < self._today else _("By {day}.")
            why = f"{why} {say(said, day=self._day_in_words(ahead))}"
        return Words(what, why, since)

    def whole(self, row: Row) -> SafeString:
        """A row with what can be done about it in place."""
        words = self.words(row)
        return SafeString(
            f'<li><div class="todo-text"><p class="todo-what">{escaped(words.what)}'
            f"{self._taken(row)}</p>{self._why(words)}</div>{self._do(row, words.what)}</li>"
        )

    def several(self, rows: list[Row]) -> SafeString:
        """Rows about one workplace: what it is called once, and each with what can be done."""
        if len(rows) == 1:
            return self.whole(rows[0])
        parts, what = [], ""
        for row in rows:
            words = self.words(row)
            what = words.what
            parts.append(
                f'<li><div class="todo-text">{self._why(words, self._taken(row))}</div>'
                f"{self._do(row, f'{what}, {words.why}')}</li>"
            )
        return SafeString(
            f'<li><p class="todo-what">{escaped(what)}</p><ul>{"".join(parts)}</ul></li>'
        )

    def _taken(self, row: Row) -> str:
        """Who has it."""
        mark = self._day.mark(row)
        if mark is None or mark.taken_by is None:
            return ""
        mine = mark.taken_by == self._me
        text = say(_("You have it") if mine else _("{name} has it"), name=mark.name)
        return f" {pieces.state(text, 'action' if mine else 'neutral')}"

    def _why(self, words: Words, taken: str = "") -> str:
        since = "" if words.since is None else self._since_in_words(words.since)
        return f'<p class="todo-why">{escaped(words.why)}{since}{taken}</p>'

    def _do(self, row: Row, what: str) -> str:
        about = self._about(row, what)
        return f'<div class="todo-do">{self._next(row, about)}{self._set_aside(row, about)}</div>'

    def _about(self, row: Row, what: str) -> str:
        """What a button is about, for those who don't see the row. Two that are called alike are
        told apart."""
        name = (row.step, what)
        self._called[name] = number = self._called.get(name, 0) + 1
        text = what if number == 1 else f"{what} ({number})"
        return f'<span class="visually-hidden">: {escaped(text)}</span>'

    def _form(self, action: str, hidden: dict[str, str], body: str, *, id: str = "") -> str:
        """`action` is HTML already."""
        inputs = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in hidden.items()
        )
        named = f' id="{id}"' if id else ""
        once = f'<input type="hidden" name="once" value="{uuid4().hex}">'
        return (
            f'<form method="post" action="{action}"{named}>{self._csrf}{once}{inputs}{body}</form>'
        )

    def _next(self, row: Row, about: str) -> str:
        url = url_of(row, self._slug)
        look = SafeString(self._button_of(row.step) + about)
        pressable = row.group == NOW or (row.group == WEEK and row.step in BEFORE_THE_DAY)
        if row.step not in PRESSES or not pressable:
            return pieces.button(look, kind="secondary", href=url)
        route, label, more = PRESSES[row.step]
        press = self._form(
            escaped(address(route, self._slug, row.pressed or row.pk)), {**more, "then": "today"},
            pieces.button(SafeString(escaped(say(label)) + about), kind="secondary"),
        )  # fmt: skip
        return press + pieces.button(look, kind="quiet", href=url)

    def _button(self, do: str, text: str, about: str, *, form: str = "") -> str:
        """`text` is HTML already."""
        outside = f' form="{form}"' if form else ""
        return (
            f'<button class="ds-button" type="submit" data-variant="tertiary" name="do" '
            f'value="{do}"{outside}>{text}{about}</button>'
        )

    def _set_aside(self, row: Row, about: str) -> str:
        """Take it or let go of it, let it rest. The day comes first in its form: that is what
        Enter in the field means."""
        self._number += 1
        name, says, mark = f"row-{self._number}", self._says, self._day.mark(row)
        if mark is None or mark.taken_by is None:
            take = self._button("take", says["take"], about, form=name)
        else:
            take = self._button("let_go", says["let_go"], about, form=name)
            if mark.taken_by != self._me:
                take = self._button("take", says["over"], about, form=name) + take
        hidden = {"row": str(row.key)}
        if row.first:
            return self._form(self._mark, hidden, "", id=name) + take
        fields = (
            f'<label class="ds-label" for="{name}-day">{says["day"]}</label>'
            f'<input class="ds-input" id="{name}-day" name="day" autocomplete="off">'
            f"{self._button('day', says['until'], about)}"
            f"{self._button('tomorrow', says['tomorrow'], about)}"
            f"{self._button('week', says['week'], about)}"
        )
        return (
            f'<details class="details todo-rest"><summary>{says["rest"]}{about}</summary>'
            f"{self._form(self._mark, hidden, fields, id=name)}</details>{take}"
        )

    def asleep(self, row: Row) -> SafeString:
        """A row that rests: until when, and the way back."""
        words, mark = self.words(row), self._day.mark(row)
        day = mark.rests_until if mark is not None else None
        until = say(
            _("Rests until {day}."),
            day=self._day_in_words(day or self._today),
        )
        back = self._button("wake", self._says["wake"], self._about(row, words.what))
        form = self._form(self._mark, {"row": str(row.key)}, back)
        return SafeString(
            f'<li><div class="todo-text"><p class="todo-what">{escaped(words.what)}</p>'
            f'<p class="todo-why">{escaped(words.why)} {escaped(until)}</p></div>'
            f'<div class="todo-do">{form}</div></li>'
        )

    def by_place(self, rows: Iterable[Row]) -> list[list[Row]]:
        """Rows that want somebody, those about one workplace together where its first one stands;
        every other row by itself."""
        found: dict[object, list[Row]] = {}
        for number, row in enumerate(rows):
            found.setdefault(row.values.get("workplace", number), []).append(row)
        return list(found.values())

    def things(self, rows: Iterable[Row]) -> list[list[Row]]:
        """Rows that only wait, put together: those of one request or loan, of one person. By what
        they are called, which is not said for those that are not shown."""
        found: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            called: tuple[Any, ...] = (row.no, row.unit)
            if row.what:
                called = (str(row.what), *map(str, row.values.values()))
            found.setdefault(called, []).append(row)
        return list(found.values())

    def together(self, rows: list[Row]) -> SafeString:
        """One thing that only waits: each reason a link to its page."""
        reasons, what = [], ""
        for row in rows:
            words = self.words(row)
            what = words.what
            href, about = escaped(url_of(row, self._slug)), self._about(row, what)
            reasons.append(f'<a href="{href}">{escaped(words.why)}{about}</a>')
        return SafeString(
            f'<li><div class="todo-text"><p class="todo-what">{escaped(what)}</p>'
            f'<p class="todo-why">{"<br>".join(reasons)}</p></div></li>'
        )
