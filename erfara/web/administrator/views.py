"""The administrator's pages: who works here, what the programme decides, its words, its life.

Roles count in real time, also where a record's clock stands still.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.organisations import access, actions, queries
from erfara.organisations.models import Membership, Programme
from erfara.organisations.words import Words, say, words_of
from erfara.web import http
from erfara.web.administrator.forms import (
    InviteForm,
    LastDay,
    LifeForm,
    SettingsForm,
    WordsForm,
)
from erfara.web.handbook import first_week
from erfara.web.history import sentences
from erfara.workflows import life_cycle, staffing

PER_PAGE = 25
MOST_EVENTS = 25
SOON = 30  # days before a role ends when it is said


def members(request, slug: str) -> HttpResponse:
    """Who works here and until when."""
    today = clock.local_day(clock.now())
    page = Paginator(queries.members(request.programme), PER_PAGE).get_page(request.GET.get("page"))
    labels = dict(Membership.STAFF_ROLES)
    rows = [
        {
            "row": row,
            "role": say(str(labels.get(row.role, row.role))),
            "live": row.live_on(today),
            "soon": row.live_on(today) and (row.ends_on - today).days <= SOON,
            "own": row.user_id == request.viewer.id,
        }
        for row in page
    ]
    programme = request.programme
    context = {
        "page": page,
        "members": rows,
        "first_week": first_week.shown(request),
        "waits": programme.table.state(programme.state).pen == Role.ADMINISTRATOR,
        "stands": programme.state_label,
    }
    return render(request, "administrator/members.html", context)


def invite(request, slug: str) -> HttpResponse:
    """Let somebody work here until a day."""
    back = reverse("administrator:members", args=[slug])
    form = InviteForm(
        request.POST or None, today=clock.local_day(clock.now()), programme=request.programme
    )
    if answer := http.save(
        request, form,
        lambda: staffing.invite_member(
            programme=request.programme, **form.cleaned_data, by=request.viewer, at=clock.now()
        ),
        to=back, done=_("{name} can work here. Who is new here gets a message with a way in."),
        name=lambda: form.cleaned_data["name"],
    ):  # fmt: skip
        return answer
    return render(
        request, "administrator/invite.html", {"form": form, "back": back}, status=form.status
    )


def renew(request, slug: str, pk: UUID) -> HttpResponse:
    """Let a role go on until a later day."""
    row = access.membership_for(request.viewer, request.programme, pk)
    back = reverse("administrator:members", args=[slug])
    if request.method != "POST" and row.ended_at is not None:
        return HttpResponseRedirect(back)
    form = LastDay(
        request.POST or None, initial={"ends_on": row.ends_on}, today=clock.local_day(clock.now())
    )
    if answer := http.save(
        request, form,
        lambda: actions.grant_membership(
            programme=request.programme, user=row.user, role=row.role,
            ends_on=form.cleaned_data["ends_on"], by=request.viewer, at=clock.now(),
        ),
        to=back, done=_("The role goes on."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": back, "row": row}
    return render(request, "administrator/renew.html", context, status=form.status)


def end_membership(request, slug: str, pk: UUID) -> HttpResponse:
    """End a role now."""
    row = access.membership_for(request.viewer, request.programme, pk)
    back = reverse("administrator:members", args=[slug])
    return http.press(
        request,
        lambda: staffing.end_member(membership=row, by=request.viewer, at=clock.now()),
        to=back, back=back, done=_("The role is ended. It counts from now."),
    )  # fmt: skip


def settings_page(request, slug: str) -> HttpResponse:
    """What the programme decides for itself."""
    programme = request.programme
    here = reverse("administrator:settings", args=[slug])
    names = list(SettingsForm.base_fields)
    form = SettingsForm(
        request.POST or None, initial={name: getattr(programme, name) for name in names}
    )
    if answer := http.save(
        request, form,
        lambda: actions.change_settings(
            programme=programme, values=dict(form.cleaned_data), by=request.viewer,
            at=request.at,
        ),
        to=here, done=_("The settings are saved."),
    ):  # fmt: skip
        return answer
    return render(request, "administrator/settings.html", {"form": form}, status=form.status)


SAMPLES = (
    _("Ask {contributor:pl}"),
    _("{contributor:sg.def.cap} has answered."),
    _("All {contributor:pl.def} have been told."),
    _("{borrower:sg.def.cap} meets {contributor:a}."),
    _("{coordinator:sg.def.cap} reads the request of {borrower:sg.def}."),
    _("You are in {library:sg.def}. {library:en=A new|ett=A new} {library:sg} has opened."),
)


def words(request, slug: str) -> HttpResponse:
    """The nouns of the programme, with a preview of how they read."""
    programme = request.programme
    here = reverse("administrator:words", args=[slug])
    form = WordsForm(request.POST or None, initial=WordsForm.initial_of(programme))
    chosen: Any = programme
    previewing = False
    if request.POST.get("do") == "preview":
        if http.filled(request, form):
            previewing = True
            chosen = Words.from_settings(
                {"vocabulary": form.cleaned_data["vocabulary"], **form.overrides()}
            )
    elif answer := http.save(
        request, form,
        lambda: actions.change_settings(
            programme=programme,
            values={
                "vocabulary": form.cleaned_data["vocabulary"], "word_overrides": form.overrides()
            },
            by=request.viewer, at=request.at,
        ),
        to=here, done=_("The words are saved. They are used on every page from now on."),
    ):  # fmt: skip
        return answer
    with words_of(chosen):
        samples = [say(sample) for sample in SAMPLES]
    context = {"form": form, "samples": samples, "previewing": previewing}
    return render(request, "administrator/words.html", context, status=form.status)


MEANS = {
    "open": _("People can be asked, and requests are taken in."),
    "pause": _("No new requests and no new people. What is under way goes on, and so do payments "
               "and feedback."),
    "resume": _("Requests and people are taken in again."),
    "hand_over": _("No new requests. Everybody is asked whether they want to come along to the new "
                   "owner. Nobody is passed on without having said yes."),
    "begin_closing": _("No new requests and no new people. What is under way is finished, and "
                       "everybody is told."),
    "close": _("Everything is over. It can't be opened again."),
}  # fmt: skip
# In peer support nobody borrows: what it takes in are applications and workplaces.
MEANS_IN_PEER_SUPPORT = MEANS | {
    "open": _("People can apply, and workplaces can raise their hand."),
    "pause": _("No new applications and no new workplaces. Courses, places and all that is under "
               "way go on."),
    "resume": _("Applications and workplaces are taken in again."),
    "hand_over": _("No new applications and no new workplaces. Talk with everybody about what "
                   "the new owner takes over. Nobody is passed on without having said yes."),
    "begin_closing": _("No new applications and no new workplaces. What is under way is finished."),
}  # fmt: skip


def life(request, slug: str) -> HttpResponse:
    """Where the programme is in its life, and where it can go from here."""
    programme = request.programme
    here = reverse("administrator:life", args=[slug])
    moves = programme.table.available(programme.state, Role.ADMINISTRATOR)
    name = request.POST.get("transition", "")[:40]
    chosen = next((t for t in moves if t.name == name), None)
    form: LifeForm | None = None

    def carry_out(reason: str = "") -> Any:
        if chosen is None:
            raise Refused(_("Somebody has already moved it on. Look at it as it is now."))
        return life_cycle.move_programme(
            programme=programme, transition=chosen.name, reason=reason, by=request.viewer,
            at=request.at,
        )  # fmt: skip

    if request.method == "POST":
        if chosen is None or not chosen.needs_reason:
            return http.press(request, carry_out, to=here, back=here, done=_("Done."))
        form = answered = LifeForm(request.POST, prefix=chosen.name)
        if answer := http.save(
            request, form, lambda: carry_out(answered.cleaned_data["reason"]), to=here,
            done=_("Done."),
        ):  # fmt: skip
            return answer
    means = MEANS if programme.kind == Programme.Kind.LIBRARY else MEANS_IN_PEER_SUPPORT
    ways = [
        {
            "transition": t,
            "means": means.get(t.name, ""),
            "open": form is not None and chosen is t,
            "form": (form if form is not None and chosen is t else LifeForm(prefix=t.name))
            if t.needs_reason
            else None,
        }
        for t in moves
    ]
    context = {
        "ways": ways,
        "form": form,
        "events": sentences(audit.history(programme.pk)[:MOST_EVENTS], programme),
    }
    return render(request, "administrator/life.html", context, status=form.status if form else 200)
