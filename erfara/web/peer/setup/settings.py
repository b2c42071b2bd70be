"""What the programme has decided, form by form, its goals and who leads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.organisations import actions as organisations
from erfara.organisations.queries import as_coordinator
from erfara.peersupport.setup import access, actions, queries
from erfara.peersupport.setup.models import Goal, PeerSetup
from erfara.web import http
from erfara.web.peer.setup import forms
from erfara.web.peer.setup.show import form_page
from erfara.web.peer.setup.standing import goal_says

TO_PROGRAMME = _("The programme")


def _home(slug: str) -> str:
    return reverse("setup:home", args=[slug])


def _written(row: PeerSetup | None, form: type[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields} if row is not None else {}


def _decide(
    request: Any, slug: str, form: Any, heading: str | Promise, lead: str | Promise,
    values: Callable[[], dict[str, Any]], **more: Any,
) -> HttpResponse:  # fmt: skip
    """One form about what is decided: write it, back to the programme."""
    home = _home(slug)
    if answer := http.save(
        request, form,
        lambda: actions.decide(
            programme=request.programme, values=values(), by=request.viewer, at=request.at
        ),
        to=home, done=_("Saved."),
    ):  # fmt: skip
        return answer
    return form_page(request, form, heading, back=home, to=TO_PROGRAMME, lead=lead, **more)


def model(request: Any, slug: str) -> HttpResponse:
    """The model, who employs, from when to when."""
    row = queries.setup_of(request.programme)
    form = forms.ModelForm(http.posted(request), initial=_written(row, forms.ModelForm))
    lead = _("The model proposes how many are interviewed, trained and employed, and which course "
             "there is. All of it can be changed afterwards.")  # fmt: skip
    return _decide(
        request,
        slug,
        form,
        _("Which model does {library:sg.def} follow?"),
        lead,
        lambda: form.values,
    )


def _after_model(request: Any, slug: str) -> tuple[PeerSetup | None, HttpResponse | None]:
    """What is decided; before there is a model, the way to choose one."""
    row = queries.setup_of(request.programme)
    if row is not None:
        return row, None
    if request.method == "POST":
        return None, http.say_why(
            request, Refused(_("Choose a model first.")), reverse("setup:model", args=[slug])
        )
    return None, redirect("setup:model", slug)


def money(request: Any, slug: str) -> HttpResponse:
    """Until when there is money."""
    row, away = _after_model(request, slug)
    if away is not None:
        return away
    form = forms.MoneyForm(http.posted(request), initial=_written(row, forms.MoneyForm))
    lead = _("Money for a short time is what most often ends peer support. From half a year before "
             "this day it stands on your day.")  # fmt: skip
    return _decide(
        request, slug, form, _("Until when is there money?"), lead, lambda: form.cleaned_data
    )


def plan(request: Any, slug: str) -> HttpResponse:
    """How many are planned at each step, and where."""
    row, away = _after_model(request, slug)
    if away is not None:
        return away
    written = _written(row, forms.PlanForm)
    written["municipalities"] = "\n".join(written["municipalities"])
    form = forms.PlanForm(http.posted(request), initial=written)
    lead = _("What has happened is shown beside what was planned. A new round of recruitment "
             "begins from these numbers.")  # fmt: skip
    return _decide(request, slug, form, _("How many, and where?"), lead, lambda: form.values)


def certificates(request: Any, slug: str) -> HttpResponse:
    """Who issues certificates, and for how long they count."""
    row, away = _after_model(request, slug)
    if away is not None:
        return away
    form = forms.CertificateForm(http.posted(request), initial=_written(row, forms.CertificateForm))
    lead = _("A certificate says that somebody has completed the training. The user movement "
             "issues it, not the employer.")  # fmt: skip
    return _decide(
        request, slug, form, _("Who issues certificates?"), lead, lambda: form.cleaned_data
    )


def about(request: Any, slug: str) -> HttpResponse:
    """What everybody may read about the programme, and whom one asks."""
    programme = request.programme
    here = reverse("setup:about", args=[slug])
    form = forms.AboutForm(
        http.posted(request), initial={name: getattr(programme, name) for name in forms.SETTINGS}
    )
    if answer := http.save(
        request, form,
        lambda: organisations.change_settings(
            programme=programme, values=dict(form.cleaned_data), by=request.viewer, at=request.at
        ),
        to=here, done=_("The settings are saved."),
    ):  # fmt: skip
        return answer
    leads = Role.COORDINATOR in request.roles
    back = _home(slug) if leads else reverse("administrator:members", args=[slug])
    return form_page(
        request, form, _("What everybody may read about {library:sg.def}"), back=back,
        to=TO_PROGRAMME if leads else _("Members"), template="about",
        administers=Role.ADMINISTRATOR in request.roles,
    )  # fmt: skip


def pair(request: Any, slug: str) -> HttpResponse:
    """Who leads, and from where each of them looks at it."""
    programme, home = request.programme, _home(slug)
    mine = as_coordinator(programme, request.viewer.own_id)
    form = forms.PairForm(
        http.posted(request), initial={"perspective": mine.perspective if mine else ""}
    )

    def run() -> None:
        if mine is None:
            raise Refused(_("Only {coordinator:pl.def} say it."))
        organisations.say_perspective(
            membership=mine, perspective=form.cleaned_data["perspective"], by=request.viewer,
            at=request.at,
        )  # fmt: skip

    if answer := http.save(request, form, run, to=home, done=_("Saved.")):
        return answer
    found = queries.pair(programme, clock.local_day(clock.now()))
    return form_page(
        request, form, _("Two lead together"), back=home, to=TO_PROGRAMME, template="pair",
        lead=_("One has a profession in care or social work, one has experience of her own. Both "
               "have the same rights here."),
        leads=found.leads, whole=found.whole, me=request.viewer.id,
        silent=len(found.leads) > 1 and not all(one.perspective for one in found.leads),
    )  # fmt: skip


def new_goal(request: Any, slug: str) -> HttpResponse:
    """One more goal."""
    home = _home(slug)
    form = forms.GoalForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.set_goal(
            programme=request.programme, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=home + "#goals", done=_("The goal stands on the page of the programme."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("What is to be reached?"), back=home, to=TO_PROGRAMME,
        lead=_("How far it is reached is counted from what has happened. Nobody writes it."),
        button=_("Set the goal"),
    )  # fmt: skip


def change_goal(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another number or another day for a goal; or it no longer holds."""
    goal = access.goal_for(request.viewer, request.programme, pk)
    home = _home(slug) + "#goals"
    form = forms.ChangeGoalForm(
        http.posted(request), grows=goal.kind == Goal.Kind.GROW,
        initial={"number": goal.number, "base": goal.base, "by_day": goal.by_day},
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: actions.change_goal(
            goal=goal, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=home, done=_("The goal is changed."),
    ):  # fmt: skip
        return answer
    says = goal_says(goal)
    return form_page(
        request, form, says, back=home, to=TO_PROGRAMME, template="goal", goal=goal,
        button=_("Save the goal"),
    )  # fmt: skip


def drop_goal(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A goal no longer holds."""
    goal = access.goal_for(request.viewer, request.programme, pk)
    home = _home(slug) + "#goals"
    return http.press(
        request, lambda: actions.drop_goal(goal=goal, by=request.viewer, at=request.at),
        to=home, back=home, done=_("The goal no longer holds."),
    )  # fmt: skip
