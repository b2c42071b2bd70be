"""Today: what needs a coordinator, and the one step that each thing waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.foundation.errors import Refused, Stale
from erfara.organisations import actions
from erfara.organisations.models import RowKey
from erfara.organisations.queries import as_coordinator
from erfara.organisations.words import say, say_plural
from erfara.web import http, people_say
from erfara.web.coordinator.day_rows import Lines, address
from erfara.web.handbook import first_week
from erfara.workflows.today import Row, Today, today
from erfara.workflows.today.rows import LATER, LIMIT, NOW, WEEK

# So many rows are shown before somebody asks for more: of today, or of today and the week together.
SHOWN = 25
# The week has so many at least, however long today is.
OF_THE_WEEK = 5
# A list of everything is read page by page.
PER_PAGE = 50
# Few that only wait are not folded; of many the first are.
UNFOLDED, FOLDED = 4, 10

# Ways to look at the day: all of a part of it, all of it, what somebody has.
PARTS = {"nu": NOW, "veckan": WEEK, "senare": LATER, "vilar": "resting"}
WHOSE = {"mina", "lediga"}
HEADINGS = {
    NOW: _("Now"), WEEK: _("This week"), LATER: _("Waits for others, or for its day"),
    "resting": _("Rests"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A heading, its rows as HTML, how many more there are and where they stand."""

    heading: str
    lines: list[SafeString]
    more: int = 0
    url: str = ""


def _heading(now: int, week: int, beyond: int) -> str:
    """What the day comes to, in a sentence or two."""
    if not now + week:
        return say(_("Nothing needs you right now"))
    word = people_say.in_words(now + week)
    if beyond:
        return say(_("At least {word} things need you."), word=word)
    needs = say_plural(
        "{word} thing needs you.", "{word} things need you.", now + week, word=word.capitalize()
    )
    if not week:
        return needs
    return f"{needs} {say(_('{word} today.'), word=people_say.in_words(now).capitalize())}"


def _views(day: Today, me: Any, chosen: str) -> list[tuple[str, str, bool]]:
    """Whose rows are looked at: shown when somebody has taken something. With how many they are,
    when all have been read."""
    if not any(mark.taken_by for mark in day.marks.values()):
        return []
    rows = [*day.now, *day.week]

    def said(view: str, label: Any) -> str:
        if day.beyond:
            return say(label)
        return f"{say(label)} ({sum(_seen(day, row, me, view) for row in rows)})"

    return [
        (said(view, label), f"?visa={view}" if view else "?", view == chosen)
        for view, label in (("", _("All")), ("mina", _("Mine")), ("lediga", _("Nobody’s")))
    ]


def _seen(day: Today, row: Row, me: Any, view: str) -> bool:
    mark = day.mark(row)
    holder = mark.taken_by if mark is not None else None
    return view not in WHOSE or holder == (me if view == "mina" else None)


def _view(request: Any) -> tuple[str, str]:
    """The way in which the day is looked at, and how an address says it."""
    view, page = request.GET.get("visa", ""), request.GET.get("page", "")
    if view not in WHOSE and view not in PARTS and view != "alla":
        return "", ""
    return view, f"?visa={view}" + (f"&page={page}" if page.isascii() and page.isdigit() else "")


def home(request: Any, slug: str) -> HttpResponse:
    """The coordinator's first page."""
    view, back = _view(request)
    # A list of all of something reads all; the day itself so many of each kind.
    day = today(request.programme, request.at, None if view else LIMIT, may_be_kept=True)
    lines = Lines(request, slug, day, back)
    context = _listed(request, day, lines, view) if view else _of_the_day(day, lines)
    return render(
        request,
        "coordinator/home.html",
        {
            "heading": _heading(len(day.now), len(day.week), day.beyond),
            "beyond": day.beyond, "limit": LIMIT, "slug": slug,
            "read_at": people_say.read_before(day.read_at, now=request.at),
            "first_week": first_week.shown(request),
            "views": _views(day, request.viewer.id, view), "chosen": view,
            "all_of": view if view not in WHOSE else "", **context,
        },
    )  # fmt: skip


def _of_the_day(day: Today, lines: Lines) -> dict[str, Any]:
    """The first of each part, and how many more there are."""
    needs = lines.by_place([*day.now, *day.week])
    parts = {part: [one for one in needs if one[0].group == part] for part in (NOW, WEEK)}
    now = parts[NOW][:SHOWN]
    week = parts[WEEK][: max(SHOWN - len(now), OF_THE_WEEK)]
    groups = [
        Group(say(HEADINGS[part]), [lines.several(rows) for rows in shown],
              sum(map(len, parts[part][len(shown):])), f"?visa={name}")
        for name, part, shown in (("nu", NOW, now), ("veckan", WEEK, week))
        if shown
    ]  # fmt: skip
    things = lines.things(day.later)
    waiting = [lines.together(thing) for thing in things[:FOLDED]]
    resting = [lines.asleep(row) for row in day.resting[:FOLDED]]
    return {
        "groups": groups,
        "waiting": Group("", waiting, len(things) - len(waiting), "?visa=senare"),
        "waits": len(things), "few_wait": len(things) <= UNFOLDED,
        "resting": Group("", resting, len(day.resting) - len(resting), "?visa=vilar"),
        "rests": len(day.resting),
    }  # fmt: skip


def _listed(request: Any, day: Today, lines: Lines, view: str) -> dict[str, Any]:
    """All of a part of the day, page by page."""
    me = request.viewer.id
    wanted = (
        {PARTS[view]} if view in PARTS else {NOW, WEEK} if view in WHOSE else {NOW, WEEK, LATER}
    )
    needs = [
        row
        for part, rows in ((NOW, day.now), (WEEK, day.week))
        for row in rows
        if part in wanted and _seen(day, row, me, view)
    ]
    entries: list[tuple[str, Any]] = [(rows[0].group, rows) for rows in lines.by_place(needs)]
    if "resting" in wanted:
        entries += [("resting", row) for row in day.resting if _seen(day, row, me, view)]
    if LATER in wanted:
        entries += [(LATER, thing) for thing in lines.things(day.later)]
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    write: dict[str, Callable[[Any], SafeString]] = {
        LATER: lines.together, "resting": lines.asleep,
    }  # fmt: skip
    return {
        "groups": [
            Group(say(HEADINGS[part]), [write.get(part, lines.several)(one) for _part, one in some])
            for part, some in groupby(page.object_list, key=itemgetter(0))
        ],
        "page": page,
    }


class DayForm(forms.Form):
    """A day that somebody wrote on a row."""

    day = forms.Date(_("Another day"), missing=_("Write until which day it is to rest."))


def _until(request: Any) -> Any:
    """The day until which a row is to rest."""
    today, do = clock.local_day(request.at), request.POST.get("do")
    if do != "day":
        return today + timedelta(days=1 if do == "tomorrow" else 7)
    form = DayForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["day"]
    raise Refused(str(form.errors["day"][0]))


def _row(request: Any, key: RowKey | None, most: int | None) -> Row | None:
    day = today(request.programme, request.at, most)
    return next((one for one in [*day.rows, *day.resting] if one.key == key), None)


def mark_row(request: Any, slug: str) -> HttpResponse:
    """Take a row, let go of it, let it rest, take it back."""
    home = address("coordinator:home", slug) + _view(request)[1]
    do, key = request.POST.get("do", ""), RowKey.read(request.POST.get("row", ""))
    who = {"programme": request.programme, "by": request.viewer, "at": request.at}

    def run() -> None:
        # What stands on a list of everything may be beyond what a day reads.
        found = (_row(request, key, most) for most in (LIMIT, None))
        row = next((one for one in found if one is not None), None)
        if row is None:
            raise Stale(_("That is no longer waiting. Somebody may have done it."))
        if do == "take":
            actions.take(key=row.key, **who)
        elif do == "let_go":
            actions.let_go(key=row.key, **who)
        elif do == "wake":
            actions.wake(key=row.key, **who)
        elif do in {"tomorrow", "week", "day"}:
            actions.lay_to_rest(key=row.key, until=_until(request), number=row.number, **who)
        else:
            raise Refused(_("Choose what to do with it."))

    said = {
        "take": _("It is yours."), "let_go": _("It is anybody’s again."),
        "wake": _("It is back."),
    }.get(do, _("It rests, and comes back by itself."))  # fmt: skip
    return http.press(request, run, to=home, back=home, done=said)


class MailForm(forms.Form):
    """Whether she wants it."""

    wanted = forms.Check(_("Send me a mail on Monday mornings"), required=False)


def weekly_mail(request: Any, slug: str) -> HttpResponse:
    """A mail on Mondays about what waits, for who wants it."""
    home = address("coordinator:home", slug)
    membership = as_coordinator(request.programme, request.viewer.own_id)
    wanted = membership is not None and membership.weekly_mail
    form = MailForm(http.posted(request), initial={"wanted": wanted})

    def run() -> None:
        if membership is None:
            raise Refused(_("Only {coordinator:pl.def} get it."))
        actions.want_weekly_mail(
            membership=membership, wanted=form.cleaned_data["wanted"], by=request.viewer,
            at=request.at,
        )  # fmt: skip

    if answer := http.save(request, form, run, to=home, done=_("Noted.")):
        return answer
    context = {"form": form, "back": home}
    return render(request, "coordinator/weekly_mail.html", context, status=form.status)
