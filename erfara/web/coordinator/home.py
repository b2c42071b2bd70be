"""Today: what needs a coordinator, and the one step that each thing waits for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
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

# So many rows of a group are shown before somebody asks for all of them.
SHOWN = 25
# Few that only wait are not folded.
UNFOLDED = 4


def _heading(now: int, week: int) -> str:
    """What the day comes to, in a sentence or two."""
    if not now + week:
        return say(_("Nothing needs you right now"))
    needs = say_plural(
        "{word} thing needs you.", "{word} things need you.", now + week,
        word=people_say.in_words(now + week).capitalize(),
    )  # fmt: skip
    if not week:
        return needs
    return f"{needs} {say(_('{word} today.'), word=people_say.in_words(now).capitalize())}"


def _views(day: Today, me: Any, chosen: str) -> list[tuple[str, str, bool]]:
    """Ways to look at the day: shown when somebody has taken something."""
    if not any(mark.taken_by for mark in day.marks.values()):
        return []
    rows = [*day.now, *day.week]
    return [
        (f"{say(label)} ({sum(_seen(day, row, me, view) for row in rows)})",
         f"?visa={view}" if view else "?", view == chosen)
        for view, label in (("", _("All")), ("mina", _("Mine")), ("lediga", _("Nobody’s")))
    ]  # fmt: skip


def _seen(day: Today, row: Row, me: Any, view: str) -> bool:
    mark = day.mark(row)
    holder = mark.taken_by if mark is not None else None
    return view not in {"mina", "lediga"} or holder == (me if view == "mina" else None)


def _view(request: Any) -> tuple[str, str]:
    """The way in which the day is looked at, and how an address says it."""
    view = request.GET.get("visa", "")
    return (view, f"?visa={view}") if view in {"mina", "lediga", "alla"} else ("", "")


def home(request: Any, slug: str) -> HttpResponse:
    """The coordinator's first page."""
    day = today(request.programme, request.at)
    view, back = _view(request)
    lines = Lines(request, slug, day, back)
    groups, hidden = [], 0
    for heading, rows in ((_("Now"), day.now), (_("This week"), day.week)):
        seen = [row for row in rows if _seen(day, row, request.viewer.id, view)]
        shown = seen if view == "alla" else seen[:SHOWN]
        hidden += len(seen) - len(shown)
        if shown:
            groups.append((say(heading), [lines.whole(row) for row in shown]))
    later = [] if view in {"mina", "lediga"} else day.later
    seen = later if view == "alla" else later[: 2 * SHOWN]
    hidden += len(later) - len(seen)
    waiting = lines.together(seen)
    resting = [lines.asleep(row) for row in day.resting]
    return render(
        request,
        "coordinator/home.html",
        {
            "heading": _heading(len(day.now), len(day.week)),
            "groups": groups, "waiting": waiting, "few_wait": len(waiting) <= UNFOLDED,
            "resting": resting, "hidden": hidden, "more": day.beyond, "slug": slug,
            "first_week": first_week.shown(request),
            "views": _views(day, request.viewer.id, view), "chosen": view,
        },
    )  # fmt: skip


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


def mark_row(request: Any, slug: str) -> HttpResponse:
    """Take a row, let go of it, let it rest, take it back."""
    home = address("coordinator:home", slug) + _view(request)[1]
    do, key = request.POST.get("do", ""), RowKey.read(request.POST.get("row", ""))
    who = {"programme": request.programme, "by": request.viewer, "at": request.at}

    def run() -> None:
        day = today(request.programme, request.at)
        row = next((one for one in [*day.rows, *day.resting] if one.key == key), None)
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
