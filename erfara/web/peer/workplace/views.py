"""One workplace, as those who speak for it see it and fill it in: signed in, or behind a link.

Behind a link nobody's name is opened: the page says who is named, and how to see it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.training.queries import courses_for
from erfara.peersupport.workplaces import access, actions, queries, rounds
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.policies import STANDS_STILL
from erfara.peersupport.workplaces.readiness import ITEMS
from erfara.web import http, ways
from erfara.web.coordinator.names import identities
from erfara.web.coordinator.pages import can
from erfara.web.peer.workplace.home import next_of
from erfara.web.peer.workplaces import forms, shown
from erfara.web.peer.workplaces.changes import HEADINGS, LEADS, NEW_MANAGER
from erfara.web.peer.workplaces.views import initial_of
from erfara.workflows import workplaces as flow


def _mine(request: Any, pk: UUID | None) -> Workplace:
    return access.workplace_for(request.viewer, request.programme, ways.about(request, pk))


def page(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """How it stands, what is left to do, who is named, and the way out."""
    row = _mine(request, pk)
    going_on = queries.live_round(row)
    named = request.link is None
    opened = (
        identities(request, row.people_ids(), purpose="own_workplace", case=row.pk)
        if named and not row.is_over
        else {}
    )
    change = {role: ways.url(request, role) for role, _label in shown.ROLES}
    matrix = duty_queries.counting(row)
    progress = queries.progress_of([row.pk]).get(row.pk)
    mine = [
        one for one in duty_queries.answers(matrix) if one.person_id == request.viewer.own_id
    ] if matrix is not None else []  # fmt: skip
    context = {
        "row": row, "can": can(row, request.viewer), "going_on": going_on,
        "stands_still": row.state in STANDS_STILL,
        "next": next_of(row, progress, request.at),
        "listed": shown.listed(
            going_on or queries.last_round(row),
            lambda key: ways.url(request, "item", key=key) if going_on is not None else "",
            request.at,
        ),
        "tone": shown.TONES.get(row.state, "neutral"), "named": named,
        "people": shown.named(row, opened, change if not row.is_over else {}),
        "matrix": matrix, "answer": mine[0] if mine else None,
        "courses": courses_for(row),
        "answer_url": _answer_url(request, slug, mine[0].pk) if mine else "",
        "signed_in_page": reverse("workplace:page", args=[slug, row.pk]),
        "home": reverse("my_workplaces:home", args=[slug]),
        "wish_url": reverse("place_ask_link:ask", args=[slug, token])
        if token
        else reverse("place_ask:ask", args=[slug, row.pk]),
        "ways": {name: ways.url(request, name)
                 for name in ("still_so", "answer", "manager", "manager_left", "want_out")},
    }  # fmt: skip
    return render(request, "peer/workplace/page.html", context)


def _answer_url(request: Any, slug: str, pk: UUID) -> str:
    """Where she answers about who does what: by id, so one who came by a link signs in."""
    return reverse("own_duties:answer", args=[slug, pk])


def _form_page(request: Any, row: Workplace, form: Any, **context: Any) -> HttpResponse:
    context |= {"form": form, "back": ways.url(request, "page"), "back_label": str(row.unit)}
    context.setdefault("kind", "primary")
    return render(request, "peer/workplace/form.html", context, status=form.status)


def item(
    request: Any, slug: str, key: str, pk: UUID | None = None, token: str = ""
) -> HttpResponse:
    """One thing on the list: in place, not needed here, or left to do."""
    row = _mine(request, pk)
    going_on = queries.live_round(row)
    back = ways.url(request, "page")
    if going_on is None and key in ITEMS:
        return HttpResponseRedirect(back)
    one = shown.item_or_none(going_on, key)
    if one is None:
        raise Http404
    form = forms.ItemForm(
        http.posted(request), item=ITEMS[key], today=clock.local_day(request.at),
        initial=initial_of(one, request),
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: rounds.write_item(item=one, by=request.viewer, at=request.at, **form.values()),
        to=f"{back}#list", done=_("Written down."),
    ):  # fmt: skip
        return answer
    return _form_page(
        request, row, form, heading=say(ITEMS[key].title), lead=say(ITEMS[key].hint),
        example=say(ITEMS[key].example), left=one.left, button=say(_("Save")),
    )  # fmt: skip


def still_so(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """All that was in place before still is."""
    row = _mine(request, pk)
    back, going_on = ways.url(request, "page"), queries.live_round(row)
    if going_on is None:
        return HttpResponseRedirect(back)
    return http.press(
        request, lambda: rounds.still_so(readiness=going_on, by=request.viewer, at=request.at),
        to=f"{back}#list", back=back, done=_("Thank you. It is written down."),
    )  # fmt: skip


def answer(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Yes to an offer, or not now."""
    row, back = _mine(request, pk), ways.url(request, "page")
    who = {"by": request.viewer, "at": request.at}
    if request.POST.get("answer") == "yes":
        return http.press(
            request, lambda: actions.accept_offer(workplace=row, **who), to=back, back=back,
            done=_("Thank you. We get in touch with you."),
        )  # fmt: skip
    return http.press(
        request, lambda: flow.rest(workplace=row, look_again_on=None, **who), to=back,
        back=back, done=_("Thank you for the answer. You hear no more about it."),
    )  # fmt: skip


# Who is named there


def manager(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Who the manager is now."""
    row, back = _mine(request, pk), ways.url(request, "page")
    form = forms.ManagerForm(
        http.posted(request), there=row.manager_id is not None,
        initial={"since": clock.local_day(request.at)},
    )  # fmt: skip
    if done := http.save(
        request, form,
        lambda: flow.new_manager(
            workplace=row, identity=form.identity(), since=form.cleaned_data["since"],
            erase_now=form.erases(), by=request.viewer, at=request.at,
        ),
        to=lambda changed: _after_change(request, changed, back), done=_("Written down."),
    ):  # fmt: skip
        return done
    return _form_page(
        request, row, form, heading=say(_("Who is the manager?")),
        lead=say(NEW_MANAGER) if row.manager_id else "", button=say(_("Save")),
    )  # fmt: skip


def _after_change(request: Any, row: Workplace, back: str) -> str:
    """Whoever gave her place to somebody else no longer sees the workplace."""
    if access.is_hers(row, request.viewer.own_id):
        return back
    return reverse("public:programme", args=[request.programme.slug])


def manager_left(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The manager has changed, whoever it will be: one press."""
    row, back = _mine(request, pk), ways.url(request, "page")
    return http.press(
        request,
        lambda: flow.new_manager(
            workplace=row, identity=None, since=clock.local_day(request.at), by=request.viewer,
            at=request.at,
        ),
        to=lambda changed: _after_change(request, changed, back), back=back,
        done=_("Written down. What hung on the manager is looked through again."),
    )  # fmt: skip


def contact(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Who the contact person is from now on."""
    return _named(request, pk, "contact")


def clinician(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Who the clinician is from now on."""
    return _named(request, pk, "clinician")


def _named(request: Any, pk: UUID | None, role: str) -> HttpResponse:
    row, back = _mine(request, pk), ways.url(request, "page")
    form = forms.PersonForm(http.posted(request), there=getattr(row, role) is not None)
    if done := http.save(
        request, form,
        lambda: flow.name_person(
            workplace=row, role=role, identity=form.identity(), erase_now=form.erases(),
            by=request.viewer, at=request.at,
        ),
        to=lambda changed: _after_change(request, changed, back), done=_("Written down."),
    ):  # fmt: skip
        return done
    return _form_page(
        request, row, form, heading=say(HEADINGS[role]), lead=say(LEADS[role]),
        button=say(_("Save")),
    )  # fmt: skip


def want_out(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """They don't want to go on. A lead gets in touch before anything ends."""
    row, back = _mine(request, pk), ways.url(request, "page")
    if request.method == "POST":
        return http.press(
            request, lambda: flow.want_out(workplace=row, by=request.viewer, at=request.at),
            to=back, back=back, done=_("Thank you for saying so. We get in touch with you."),
        )  # fmt: skip
    if not row.table.may("want_out", row.state, request.viewer.role):
        return HttpResponseRedirect(back)
    return render(
        request, "peer/workplace/want_out.html",
        {"row": row, "back": back, "here": ways.url(request, "want_out")},
    )  # fmt: skip
