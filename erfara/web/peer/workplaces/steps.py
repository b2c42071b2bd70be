"""What a lead does with a workplace: begin, give time, let rest, take up, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.peersupport.workplaces import actions, queries, rounds
from erfara.peersupport.workplaces.models import Workplace
from erfara.web import http
from erfara.web.peer.workplaces import forms
from erfara.web.peer.workplaces.pages import form_page, here, the_one
from erfara.workflows import workplaces as flow

TWO_MONTHS, A_MONTH, THREE_WEEKS = timedelta(days=60), timedelta(days=30), timedelta(days=21)


def _until(
    request: Any, row: Workplace, run: Callable[[Any], Any], *, done: Any, proposed: Any,
    label: Any = None, hint: Any = "", required: bool = True, **texts: Any,
) -> HttpResponse:  # fmt: skip
    """A step that takes a day, as its form has it: none where none is required."""
    today = clock.local_day(request.at)
    form = forms.DayForm(
        http.posted(request), today=today, label=label, hint=hint, required=required,
        initial={"day": today + proposed if proposed else None},
    )  # fmt: skip
    if answer := http.save(
        request, form, lambda: run(form.cleaned_data["day"]),
        to=here(request.programme.slug, row.pk), done=done,
    ):  # fmt: skip
        return answer
    return form_page(request, row, form, **{name: say(text) for name, text in texts.items()})


def _who(request: Any) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.at}


def _open(request: Any, row: Workplace, step: str) -> HttpResponse | None:
    """Back to the workplace when the step can't be taken any more; a press finds out itself."""
    if request.method != "POST" and not row.table.may(step, row.state, request.viewer.role):
        return HttpResponseRedirect(here(request.programme.slug, row.pk))
    return None


def begin(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Begin getting ready: the list goes to those who speak for the workplace."""
    row = the_one(request, pk)
    return _open(request, row, "begin") or _until(
        request, row,
        lambda day: flow.begin(workplace=row, due_on=day, **_who(request)),
        proposed=TWO_MONTHS, label=_("By which day is everything in place?"),
        hint=_("Halfway there they get one reminder."),
        done=_("The list is theirs now. A draft of who does what lies ready to be written."),
        heading=_("Begin getting ready"),
        lead=_("The contact person and the manager get the list on a page of their own. You can "
               "fill it in together too."),
        button=_("Send the list"),
    )  # fmt: skip


def give_time(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another last day for the list."""
    row = the_one(request, pk)
    going_on = queries.live_round(row)
    if going_on is None:
        return HttpResponseRedirect(here(slug, pk))
    return _until(
        request, row,
        lambda day: rounds.give_time(readiness=going_on, due_on=day, **_who(request)),
        proposed=A_MONTH, done=_("The list has another last day."),
        heading=_("Another last day"), button=_("Save the day"),
    )  # fmt: skip


def offer_again(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask once more."""
    row = the_one(request, pk)
    return _open(request, row, "offer_again") or _until(
        request, row,
        lambda day: actions.offer_again(workplace=row, answer_by=day, **_who(request)),
        proposed=THREE_WEEKS, label=_("The last day to answer"), done=_("Sent."),
        heading=_("Offer it again"), button=_("Send the offer"),
    )  # fmt: skip


def stay(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It goes on after all."""
    row = the_one(request, pk)
    return _open(request, row, "stay") or _until(
        request, row,
        lambda day: actions.stay(workplace=row, due_on=day, **_who(request)),
        proposed=A_MONTH, label=_("By which day have they looked through the list?"),
        done=_("It goes on. The list is looked through again."),
        heading=_("It goes on after all"), button=_("Go on"),
    )  # fmt: skip


def rest(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Not now."""
    row = the_one(request, pk)
    return _open(request, row, "rest") or _until(
        request, row,
        lambda day: flow.rest(workplace=row, look_again_on=day, **_who(request)),
        proposed=None, required=False, label=_("When do you look at it again?"),
        hint=_("Empty means when somebody wants to."), done=_("It rests. Those there are told."),
        heading=_("Let it rest"), button=_("Let it rest"),
        lead=_("Nothing more is waited for there until it is taken up again. What it wished for "
               "is withdrawn, and whoever was offered a place there is told."),
    )  # fmt: skip


def _press(request: Any, row: Workplace, run: Callable[[], Any], done: Any) -> HttpResponse:
    back = here(request.programme.slug, row.pk)
    return http.press(request, run, to=back, back=back, done=done)


def interested(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """They have said yes to the offer, by phone or when you met."""
    row = the_one(request, pk)
    return _press(
        request, row, lambda: actions.accept_offer(workplace=row, **_who(request)),
        _("Written down: they are interested."),
    )  # fmt: skip


def take_up(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What rested is looked at again."""
    row = the_one(request, pk)
    return _press(
        request, row, lambda: actions.take_up(workplace=row, **_who(request)),
        _("It is taken up again."),
    )  # fmt: skip


def recheck(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask whether all is still in place."""
    row = the_one(request, pk)
    return _press(
        request, row, lambda: actions.recheck(workplace=row, **_who(request)),
        _("They are asked to look through the list again."),
    )  # fmt: skip


def end(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It takes no part any more."""
    row = the_one(request, pk)
    if away := _open(request, row, "end"):
        return away
    form = forms.ReasonForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: flow.end(workplace=row, reason=form.cleaned_data["reason"], **_who(request)),
        to=here(slug, pk), done=_("It has ended. Those there are told."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, row, form, heading=say(_("End it here")), kind="danger",
        lead=say(_("The workplace takes no part any more, and who does what ends with it. Names "
                   "and addresses of those there are erased in two weeks. What it wished for is "
                   "withdrawn, and whoever was offered a place there is told. Is it only for a "
                   "while? Then let it rest instead.")),
        button=say(_("End it")),
    )  # fmt: skip
