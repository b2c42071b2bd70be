"""What changes about a person in the register: taken in, written anew, paused, gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms, vault
from erfara.lending.queries import coming_loans, waiting_for
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.actions import Told
from erfara.people.consent_queries import lines_of
from erfara.people.models import Contributor, Purpose
from erfara.people.models.consents import How
from erfara.people.queries import (
    experiences_of,
    live_purposes,
    reached_by_message,
    texts_in_force,
)
from erfara.web import http
from erfara.web.coordinator.names import identities, names
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_forms import (
    TOGETHER,
    DeclineForm,
    HowForm,
    IdentityForm,
    PauseForm,
    ToldForm,
    WelcomeForm,
    already_told,
    capital,
)
from erfara.workflows import consent


def url_of(slug: str, contributor_id: UUID) -> str:
    """The page of a person."""
    return reverse("coordinator:person", args=[slug, contributor_id])


def name_of(request: Any, row: Contributor) -> str:
    """The name, opened for a page that shows it."""
    who = names(request, [row.person_id], purpose="person_page", case=row.pk)
    return who.of(row.person_id)


def told_by(request: Any, row: Contributor) -> list[Told]:
    """What a person has told, opened for a page that shows it."""
    rows = experiences_of([row.pk])[row.pk]
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[row.person_id], blob="experience",
        fields=[str(e.pk) for e in rows], purpose="person_page", case=str(row.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    texts = opened.get(row.person_id, {})
    return [
        Told(
            e.role, texts.get(str(e.pk)) or "", e.pk, e.area, e.matchable, e.came_with, e.created_at
        )
        for e in rows
    ]  # fmt: skip


def gone(request: Any, row: Contributor, back: str) -> HttpResponse | None:
    """On to the page of somebody whose details are erased: there is nothing to change."""
    if row.person.erased_at is None:
        return None
    messages.error(request, say(_("The details are erased. There is nothing left to change.")))
    return HttpResponseRedirect(back)


def wants_another_row(request: Any) -> bool:
    """Whether the button was pressed that gives room for one more experience."""
    return request.method == "POST" and request.POST.get("do") == "more"


def welcome(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """After the talk: what she has told and what she agrees to, and she is in."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    if answer := gone(request, row, back):
        return answer
    texts = texts_in_force(request.programme)
    if wants_another_row(request):
        form = WelcomeForm.one_more(request.POST, texts=texts)
    else:
        form = WelcomeForm(request.POST or None, texts=texts)
        if answer := http.save(
            request,
            form,
            lambda: actions.welcome(
                contributor=row,
                told=form.told(),
                forms=form.cleaned_data["takes_part"],
                consents=form.consents(),
                how=form.cleaned_data["how"],
                by=request.viewer,
                at=request.at,
            ),
            to=back,
            done=_("Welcomed. From now on this person can be asked."),
        ):
            return answer
    name = name_of(request, row)
    return form_page(
        request, "people_welcome", form, identity=False,
        open_now=request.programme.recruits_on(clock.local_day(request.at)),
        heading=say(_("Welcome {name}"), name=name), button=say(_("Take in")),
        back=back, back_label=name,
    )  # fmt: skip


def decline(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A kind no to somebody who wants to join."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    open_now = request.programme.recruits_on(clock.local_day(request.at))
    closed = say(_("{library:sg.def.cap} takes nobody in right now. Thank you for wanting to."))
    form = DeclineForm(request.POST or None, initial={"reason": "" if open_now else closed})
    if answer := http.save(
        request,
        form,
        lambda: actions.decline(
            contributor=row,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            at=request.at,
        ),
        to=reverse("coordinator:people", args=[slug]),
        done=_("Answered. The details are erased when there has been time to read it."),
    ):
        return answer
    name = name_of(request, row)
    return form_page(
        request, "people_decline", form, name=name, days=actions.FORGOTTEN_AFTER.days,
        heading=say(_("Say no to {name}, kindly"), name=name), button=say(_("Send the answer")),
        back=back, back_label=name,
    )  # fmt: skip


def edit_person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Name and addresses."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    if answer := gone(request, row, back):
        return answer
    if request.method == "POST":
        form = IdentityForm(request.POST)
        if answer := http.save(
            request,
            form,
            lambda: actions.change_identity(
                person=row.person, identity=form.identity(), by=request.viewer, at=request.at
            ),
            to=back,
            done=_("The details are changed."),
        ):
            return answer
    else:
        opened = identities(
            request, [row.person_id], purpose="person_page", case=row.pk,
            fields=" ".join(actions.IDENTITY),
        )  # fmt: skip
        form = IdentityForm(initial=opened.get(row.person_id, {}))
    return form_page(
        request, "people_edit", form, heading=say(_("Name and how to reach")),
        button=say(_("Save the details")), back=back, back_label=say(_("The person's page")),
    )  # fmt: skip


def edit_experiences(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What she has lived through, in her own words, and the forms that feel right."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    if answer := gone(request, row, back):
        return answer
    if wants_another_row(request):
        form = ToldForm.one_more(request.POST)
    elif request.method == "POST":
        form = ToldForm(request.POST)
        if answer := http.save(
            request,
            form,
            lambda: actions.set_experiences(
                contributor=row,
                told=form.told(),
                shown=form.shown(),
                forms=form.cleaned_data["takes_part"],
                by=request.viewer,
                at=request.at,
            ),
            to=back,
            done=_("What was told is saved."),
        ):
            return answer
    else:
        told = told_by(request, row)
        form = ToldForm(rows=len(told) + 1, initial={**already_told(told), "takes_part": row.forms})
    return form_page(
        request, "people_experiences", form, heading=say(_("What they have lived through")),
        button=say(_("Save what was told")), back=back,
        back_label=say(_("The person's page")),
    )  # fmt: skip


def consents(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One consent: its words in full, and how it was given or taken back."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    if answer := gone(request, row, back):
        return answer
    if row.state not in {"active", "paused", "resting"}:
        messages.error(request, say(_("Consents are asked for when the person is taken in.")))
        return HttpResponseRedirect(back)
    purpose = request.POST.get("purpose") or request.GET.get("purpose")
    live = live_purposes([row.person_id])[row.person_id]
    texts = texts_in_force(request.programme)
    if purpose not in Purpose.values:
        return _all_consents(request, row, back)
    wanted = request.POST.get("do") or request.GET.get("do")
    giving = (wanted or ("take" if purpose in live else "give")) == "give"
    form = HowForm(request.POST or None)
    if answer := _change_consent(request, row, form, purpose, giving, back):
        return answer
    label = say(Purpose(purpose).label)
    return form_page(
        request, "people_consent", form, purpose=purpose, giving=giving,
        do="give" if giving else "take", text=forms.said(texts[purpose]), waiting=waiting_for(row),
        stops=not giving and purpose in consent.NEEDED_TO_BE_ASKED,
        leaves=not giving and purpose == Purpose.REGISTER,
        heading=capital(label) if giving else say(_("Take back: {what}"), what=label),
        button=say(_("Note the yes") if giving else _("Take the consent back")),
        kind="primary" if giving else "danger", back=back,
        back_label=say(_("The person's page")),
    )  # fmt: skip


def _change_consent(
    request: Any, row: Contributor, form: HowForm, purpose: str, giving: bool, back: str
) -> HttpResponse | None:
    change: Callable[..., Any] = consent.give if giving else consent.withdraw
    return http.save(
        request,
        form,
        lambda: change(
            person=row.person, purpose=purpose, how=form.cleaned_data["how"], by=request.viewer,
            at=request.at,
        ),
        to=back,
        done=_("The yes is noted.")
        if giving
        else _("Done. The consent is taken back, and what hung on it has stopped."),
    )  # fmt: skip


def _all_consents(request: Any, row: Contributor, back: str) -> HttpResponse:
    """Every purpose with its words, and whether there is a yes to it."""
    rows = [
        {"purpose": line.purpose, "label": capital(Purpose(line.purpose).label),
         "text": line.text, "because": line.because, "live": line.live is not None,
         "asked": line.asked}
        for line in lines_of(row.person, request.programme)
    ]  # fmt: skip
    reached = bool(reached_by_message([row.person_id]))
    context = {"rows": rows, "back": back, "contributor": row, "reached": reached}
    return render(request, "coordinator/people_consents.html", context)


def pause_person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Not to be asked for a while."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    form = PauseForm(request.POST or None, today=clock.local_day(request.at))
    if answer := http.save(
        request,
        form,
        lambda: consent.pause(
            contributor=row,
            until=form.cleaned_data["until"],
            by=request.viewer,
            at=request.at,
        ),
        to=back,
        done=_("Paused. No questions until then."),
    ):
        return answer
    name = name_of(request, row)
    return form_page(
        request, "people_pause", form, waiting=waiting_for(row), coming=coming_loans(row),
        heading=say(_("{name} pauses"), name=name), button=say(_("Pause")), back=back,
        back_label=name,
    )  # fmt: skip


def resume_person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """To be asked again."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    return http.press(
        request,
        lambda: actions.resume(contributor=row, by=request.viewer, at=request.at),
        to=back,
        back=back,
        done=_("Noted. From now on this person can be asked again."),
    )


def leave_person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She leaves the library: what happens, before it happens."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    form = HowForm(request.POST or None)
    if answer := http.save(
        request,
        form,
        lambda: consent.leave(
            contributor=row, how=form.cleaned_data["how"], by=request.viewer, at=request.at
        ),
        to=back,
        done=_("Noted. The details are erased after 48 hours."),
    ):
        return answer
    name = name_of(request, row)
    return form_page(
        request, "people_leave", form, waiting=waiting_for(row), coming=coming_loans(row),
        heading=say(_("{name} leaves {library:sg.def}"), name=name),
        button=say(_("Note it and erase the details")), kind="danger", back=back,
        back_label=name, may_pause=row.state == "active",
    )  # fmt: skip


def stay_person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She changes her mind within the 48 hours. The other consents are asked for anew."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    how = request.POST.get("how", "")
    if how not in dict(TOGETHER):
        how = How.PHONE
    return http.press(
        request,
        lambda: actions.stay(contributor=row, how=how, by=request.viewer, at=request.at),
        to=reverse("coordinator:consents", args=[slug, row.pk]),
        back=back,
        done=_("Good. Now ask which of the other consents are to be given anew."),
    )
