"""Small pieces of HTML, written in Python: what stands in lists by the hundred.

A template of its own for each costs ten to forty times as much (25 rows of five cells: 5 ms as tags
in a template, 0.4 ms like this), and the lists are what everybody waits for. The tags of the same
names write themselves with these, so that each piece has one home. Whatever isn't HTML already is
escaped here; nothing is translated here.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from erfara.foundation import clock
from erfara.web import people_say


def escaped(value: Any) -> str:
    """A value as HTML: escaped, unless it is HTML already. The same as Django's, a third of it."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


def link(text: Any, href: str, *, kind: str = "plain") -> SafeString:
    """A link; `back` has an arrow and leads up, `person` is brick."""
    kinds = "link" if kind == "plain" else f"link link-{kind}"
    arrow = '<span aria-hidden="true">← </span>' if kind == "back" else ""
    return SafeString(f'<a class="{kinds}" href="{escaped(href)}">{arrow}{escaped(text)}</a>')


_BUTTONS = {
    "primary": "",
    "secondary": ' data-variant="secondary"',
    "danger": ' data-variant="secondary" data-color="danger"',
    "quiet": ' data-variant="tertiary"',
}


def button(
    text: Any, *, kind: str, href: str = "", name: str = "", value: str = "", described_by: str = ""
) -> SafeString:
    """A button that sends the form around it, or with `href` a link that looks like one."""
    look = _BUTTONS[kind]
    if href:
        return SafeString(f'<a class="ds-button" href="{escaped(href)}"{look}>{escaped(text)}</a>')
    sends = f' name="{escaped(name)}" value="{escaped(value)}"' if name else ""
    described = f' aria-describedby="{escaped(described_by)}"' if described_by else ""
    return SafeString(
        f'<button class="ds-button" type="submit"{look}{sends}{described}>{escaped(text)}</button>'
    )


def post_button(
    text: Any, action: str, *, kind: str, token: Any, once: Any, values: Iterable[Any] = (),
    hint: Any = "", hint_id: str = "",
) -> SafeString:  # fmt: skip
    """A form of its own that is one button. `token`: against forgery; `once`: makes it once."""
    hidden_values = [("csrfmiddlewaretoken", token or ""), ("once", once), *values]
    inputs = "".join(
        f'<input type="hidden" name="{escaped(name)}" value="{escaped(value)}">'
        for name, value in hidden_values
    )
    said = f'<p class="quiet" id="{hint_id}">{escaped(hint)}</p>' if hint else ""
    sends = button(text, kind=kind, described_by=hint_id if hint else "")
    return SafeString(
        f'<form method="post" action="{escaped(action)}" class="post-button">{inputs}{sends}{said}'
        "</form>"
    )


def state(word: Any, tone: str = "neutral") -> SafeString:
    """Where something stands, always a word."""
    return SafeString(f'<span class="state" data-tone="{tone}">{escaped(word)}</span>')


def quiet(text: Any) -> SafeString:
    """What stands beside something and is read after it."""
    return SafeString(f'<span class="quiet">{escaped(text)}</span>')


def nowrap(text: Any) -> SafeString:
    """What stands on one line however narrow the column."""
    return SafeString(f'<span class="nowrap">{escaped(text)}</span>')


def hidden(text: Any) -> SafeString:
    """What is only read aloud."""
    return SafeString(f'<span class="visually-hidden">{escaped(text)}</span>')


def lines(*parts: Any) -> SafeString:
    """Parts under each other; those that are empty take no line."""
    return SafeString("<br>".join(escaped(part) for part in parts if part))


def joined(*parts: Any) -> SafeString:
    """Parts after each other, as they are."""
    return SafeString("".join(escaped(part) for part in parts))


def _time(machine: date, full: str, text: str) -> SafeString:
    return SafeString(
        f'<time datetime="{machine.isoformat()}" title="{escaped(full)}">{escaped(text)}</time>'
    )


def when(start: datetime, end: datetime | None = None, *, now: datetime) -> SafeString:
    """When something happens, as people say it: "torsdag 26 november, kl. 13–15"."""
    return _time(start, people_say.full(start, end), people_say.when(start, end, now=now))


def day(value: date, *, now: datetime) -> SafeString:
    """A day, as people say it; the year only when it isn't this one."""
    if isinstance(value, datetime):
        return _time(value, people_say.full(value), people_say.day(value, now=now))
    return _day(value, clock.local_day(now).year, get_language())


@lru_cache(maxsize=512)
def _day(value: date, this_year: int, language: str | None) -> SafeString:
    """The same for a day without a time: lists have a few days many times over. `language` is the
    one that is spoken: what is kept is kept for each."""
    now = date(this_year, 1, 1)
    return _time(value, people_say.full(value), people_say.day(value, now=now))


def since(value: date, *, now: datetime) -> SafeString:
    """How long something has been so, counted in days as people count them."""
    return _time(value, people_say.full(value), people_say.since(value, now=now))


def _inside(name: str, body: Any) -> str:
    """What can be done, where there is anything."""
    return f'<div class="{name}">{escaped(body)}</div>' if body else ""


def _called(text: Any, href: str) -> str:
    return f'<a href="{escaped(href)}">{escaped(text)}</a>' if href else escaped(text)


def person(name: Any, body: Any = "", *, href: str = "", note: Any = "") -> SafeString:
    """One person in a list: the name, a line about them, and what can be done."""
    more = f'<p class="quiet">{escaped(note)}</p>' if note else ""
    return SafeString(
        f'<li><div class="person-text"><p class="person-name">{_called(name, href)}</p>{more}</div>'
        f"{_inside('person-do', body)}</li>"
    )


def todo(what: Any, why: Any, body: Any = "", *, href: str = "", time: Any = "") -> SafeString:
    """Who or what, why now, since when, and one button."""
    ago = (
        f' <span class="quiet">·</span> <span class="quiet nowrap">{escaped(time)}</span>'
        if time
        else ""
    )
    return SafeString(
        f'<li><div class="todo-text"><p class="todo-what">{_called(what, href)}</p>'
        f'<p class="todo-why">{escaped(why)}{ago}</p></div>{_inside("todo-do", body)}</li>'
    )


def event(at: datetime, body: Any, *, by: Any = "", now: datetime) -> SafeString:
    """One thing that has happened: when, by whom, and what."""
    whom = f" · {escaped(by)}" if by else ""
    return SafeString(
        f'<li><p class="event-when">{when(at, now=now)}{whom}</p>'
        f'<div class="event-text">{escaped(body)}</div></li>'
    )


def summary_row(key: Any, body: Any, *, change: str = "", label: Any = "") -> SafeString:
    """One row of a summary. `change`: where it is changed, and what that link says."""
    way = ""
    if change:
        way = (
            f'<dd class="summary-change"><a href="{escaped(change)}">{escaped(label)}'
            f'<span class="visually-hidden"> {escaped(key)}</span></a></dd>'
        )
    return SafeString(f"<div><dt>{escaped(key)}</dt><dd>{escaped(body)}</dd>{way}</div>")


def row(cells: Any) -> SafeString:
    """One row of a table."""
    return SafeString(f"<tr>{escaped(cells)}</tr>")


def cell(content: Any, *, label: str, head: bool = False, number: bool = False) -> SafeString:
    """One cell; `head` names the row, `label` is its column's name where rows stand alone."""
    figures = ' class="number"' if number else ""
    if head:
        return SafeString(f'<th scope="row"{figures}>{escaped(content)}</th>')
    return SafeString(f'<td data-label="{escaped(label)}"{figures}>{escaped(content)}</td>')


def rows(
    columns: Sequence[tuple[str, bool]], cells: Iterable[Sequence[Any]], *, head: int
) -> SafeString:
    """Rows of a table. Each column its name and whether it holds figures; `head`: which names."""
    return SafeString(
        "".join(
            row(
                joined(
                    *(
                        cell(content, label=label, head=at == head, number=number)
                        for at, (content, (label, number)) in enumerate(
                            zip(one, columns, strict=True), start=1
                        )
                    )
                )
            )
            for one in cells
        )
    )
