"""What is known of a workplace and who is named there, changed by a lead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.workplaces import actions
from erfara.web import http
from erfara.web.peer.workplaces import forms
from erfara.web.peer.workplaces.pages import form_page, here, the_one
from erfara.workflows import workplaces as flow

LEADS = {
    "contact": _("She gets the messages, and writes on the list."),
    "clinician": _("Somebody in treatment to turn to. She gets no messages."),
}
HEADINGS = {"contact": _("Another contact person"), "clinician": _("Another clinician")}
NEW_MANAGER = _(
    "What hung on the one before is looked through again, and the new one reads who does what and "
    "says yes to it."
)


def facts(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What kind of workplace it is, and how many it would have."""
    row = the_one(request, pk)
    form = forms.FactsForm(
        http.posted(request),
        setup=setup_of(request.programme),
        initial={name: getattr(row, name) for name in actions.FACTS},
    )
    if answer := http.save(
        request, form,
        lambda: actions.change_facts(
            workplace=row, facts=form.facts(), by=request.viewer, at=request.at
        ),
        to=here(slug, pk), done=_("Written down."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, row, form, heading=say(_("About the workplace")), button=say(_("Save"))
    )


def manager(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who the manager is now."""
    row = the_one(request, pk)
    form = forms.ManagerForm(
        http.posted(request), there=row.manager_id is not None,
        initial={"since": clock.local_day(request.at)},
    )  # fmt: skip
    there_was = row.manager_id is not None
    if answer := http.save(
        request, form,
        lambda: flow.new_manager(
            workplace=row, identity=form.identity(), since=form.cleaned_data["since"],
            erase_now=form.erases(), by=request.viewer, at=request.at,
        ),
        to=here(slug, pk),
        done=_("Written down. What hung on the manager is looked through again.") if there_was
        else _("Written down."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, row, form, heading=say(_("Who is the manager?")),
        lead=say(NEW_MANAGER) if row.manager_id else "", button=say(_("Save")),
    )  # fmt: skip


def manager_left(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The manager has changed, whoever it will be: one press."""
    row = the_one(request, pk)
    return http.press(
        request,
        lambda: flow.new_manager(
            workplace=row, identity=None, since=clock.local_day(request.at), by=request.viewer,
            at=request.at,
        ),
        to=here(slug, pk), back=here(slug, pk),
        done=_("Written down. What hung on the manager is looked through again."),
    )  # fmt: skip


def contact(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who the contact person is now."""
    return _named(request, slug, pk, "contact")


def clinician(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who the clinician is now."""
    return _named(request, slug, pk, "clinician")


def _named(request: Any, slug: str, pk: UUID, role: str) -> HttpResponse:
    row = the_one(request, pk)
    form = forms.PersonForm(http.posted(request), there=getattr(row, role) is not None)
    if answer := http.save(
        request, form,
        lambda: flow.name_person(
            workplace=row, role=role, identity=form.identity(), erase_now=form.erases(),
            by=request.viewer, at=request.at,
        ),
        to=here(slug, pk), done=_("Written down."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, row, form, heading=say(HEADINGS[role]), lead=say(LEADS[role]),
        button=say(_("Save")),
    )  # fmt: skip
