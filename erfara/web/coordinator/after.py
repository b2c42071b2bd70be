"""What comes after a loan, for the coordinator: how people are, what felt wrong, what it led to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.lending import after_access as doors
from erfara.lending import after_queries as queries
from erfara.lending.actions import aftercare as actions
from erfara.lending.actions import concerns, effects
from erfara.lending.after_letters import asked_person, reached_with_answer
from erfara.lending.models import Acceptance, Aftercare, EffectAsk
from erfara.organisations.words import say
from erfara.web import concerns as concern_pages
from erfara.web import effects as effect_pages
from erfara.web import http
from erfara.web.coordinator.loan_forms import ReasonForm
from erfara.web.coordinator.names import identities, names
from erfara.web.coordinator.pages import form_page

# How she is


class CareForm(forms.Form):
    """What was done, and when it is asked again."""

    done = forms.LongText(
        _("What did you do?"), max_length=2000, rows=4,
        missing=_("Write what you did, in a sentence."),
        hint=_("A sentence or two. It is kept with this person's own details."),
    )  # fmt: skip
    again_in = forms.Number(
        _("In how many days do we ask once more?"), required=False, min_value=1, max_value=30,
        initial=actions.AGAIN_AFTER_DAYS, hint=_("Empty means that it is enough."),
    )  # fmt: skip


class ByPhoneForm(forms.Form):
    """What was answered by phone."""

    answer = forms.Radios(_("What was the answer?"), choices=Aftercare.Answer.choices)
    words = forms.LongText(
        _("In which words?"), required=False, max_length=2000, rows=3,
        hint=_("It is kept with this person's own details."),
    )  # fmt: skip


def _words(request: Any, row: Aftercare) -> dict[str, str]:
    if row.contributor.person.erased_at is not None:
        return {}
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.contributor.person_id], blob=row.blob,
        fields=("words", "done"), purpose="aftercare", case=str(row.pk), actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    return opened.get(row.contributor.person_id) or {}


def aftercare(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One who was shaken or wants to be called, or who is asked by phone."""
    row = doors.aftercare_for(request.viewer, request.programme, pk)
    home = reverse("coordinator:home", args=[slug])
    phoned = row.state in {"asked", "silent", "unanswered"}
    form: Any = (ByPhoneForm if phoned else CareForm)(http.posted(request))
    by, at = request.viewer, request.at
    if answer := http.save(
        request, form,
        lambda: actions.answer_aftercare(aftercare=row, **form.cleaned_data, by=by, at=at)
        if phoned
        else actions.look_after(aftercare=row, **form.cleaned_data, by=by, at=at),
        to=request.path if phoned else home,
        done=_("The answer is written down.") if phoned
        else _("Noted. Good that you got in touch."),
    ):  # fmt: skip
        return answer
    who = identities(
        request, [row.contributor.person_id], purpose="aftercare", case=row.pk,
        fields="name phone",
    ).get(row.contributor.person_id, {})  # fmt: skip
    context = {
        "row": row, "form": form, "person": who, "words": _words(request, row), "phoned": phoned,
        "name": who.get("name") or say(_("Details erased")), "back": home,
        "loan": row.participation.loan, "support": queries.support_of(row.participation),
        "own": Acceptance.Support.OWN, "open": phoned or row.state == "needs_care",
    }  # fmt: skip
    return render(request, "coordinator/aftercare.html", context, status=form.status)


def silent(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who did not answer after one loan. Seen once, and left in peace."""
    row = doors.aftercare_for(request.viewer, request.programme, pk)
    home = reverse("coordinator:home", args=[slug])
    rows = list(queries.silent_with(row))
    if request.method == "POST":

        def leave_be() -> None:
            for one in rows:
                actions.leave_be(aftercare=one, by=request.viewer, at=request.at)

        return http.press(request, leave_be, to=home, back=home, done=_("Good. They are left be."))
    if not rows:
        return HttpResponseRedirect(home)
    loan = row.participation.loan
    who = names(
        request, [one.contributor.person_id for one in rows], purpose="request",
        case=loan.request_id,
    )  # fmt: skip
    context = {
        "rows": [
            {"name": who.of(one.contributor.person_id),
             "url": reverse("coordinator:aftercare", args=[slug, one.pk])}
            for one in rows
        ],
        "loan": loan, "back": home,
    }  # fmt: skip
    return render(request, "coordinator/aftercare_silent.html", context)


# What felt wrong


class AnswerForm(forms.Form):
    """The answer that is owed."""

    words = forms.LongText(
        _("Your answer"), max_length=4000, rows=7, missing=_("Write an answer first."),
        hint=_("It is read by this person only, and can't be changed afterwards."),
    )  # fmt: skip


def concern(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Answer what felt wrong."""
    row = doors.concern_for(request.viewer, request.programme, pk)
    home = reverse("coordinator:home", args=[slug])
    form = AnswerForm(http.posted(request))
    reached = reached_with_answer(row)
    if answer := http.save(
        request, form,
        lambda: concerns.answer_concern(
            concern=row, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=home,
        done=_("Answered. A message says that there is an answer.") if reached
        else _("Answered. Call and say that the answer stands on their page."),
    ):  # fmt: skip
        return answer
    who = identities(
        request, [row.person_id], purpose="concern", case=row.pk, fields="name phone"
    ).get(row.person_id, {})
    contributor = queries.contributor_who_wrote(row)
    return form_page(
        request, "concern", form, row=row, reached=reached, person=who, contributor=contributor,
        said=concern_pages.said(request.viewer, row, "concern", request.at),
        open=row.state in concerns.OPEN, late=row.answer_by < request.at.date(),
        end_url=reverse("coordinator:end_concern", args=[slug, row.pk]),
        heading=say(_("{name} says that something felt wrong"),
                    name=who.get("name") or say(_("Somebody"))),
        button=say(_("Send the answer")), back=home, back_label=say(_("Today")),
    )  # fmt: skip


def end_concern(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """End it, with a reason that the one whose it is reads."""
    row = doors.concern_for(request.viewer, request.programme, pk)
    return end_page(request, row, route="coordinator:concern",
                    home=reverse("coordinator:home", args=[slug]))  # fmt: skip


def end_page(request: Any, row: Any, *, route: str, home: str, title: str = "") -> HttpResponse:
    """Why it ends without an answer to the matter. The same for an administrator, whose page
    has a title of its own: somebody may be both."""
    back = reverse(route, args=[request.programme.slug, row.pk])
    form = ReasonForm(
        http.posted(request), hint=_("Whoever wrote it reads this, and nobody else does.")
    )
    if answer := http.save(
        request, form,
        lambda: concerns.end_concern(
            concern=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=home, done=_("Ended. The reason is on its way."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "end_concern", form, heading=say(_("End it with a reason")), title=title,
        button=say(_("End it")), kind="danger", back=back, back_label=say(_("Back")),
    )  # fmt: skip


# What it led to


def _own_words(request: Any, ask: EffectAsk) -> dict[str, str]:
    """What a person wrote about herself, opened and logged."""
    contributor = ask.participation.contributor if ask.participation else None
    if contributor is None or contributor.person.erased_at is not None:
        return {}
    opened = vault.open(
        tenant_id=ask.programme_id, person_ids=[contributor.person_id], blob=ask.blob,
        fields=[row.area for row in queries.told_in(ask)], purpose="effect", case=str(ask.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(contributor.person_id) or {}


def led_to(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What was told: look once and send it on; or ask by phone and take it down."""
    ask = doors.effect_ask_for(request.viewer, request.programme, pk)
    loan = ask.loan
    whom = asked_person(loan, ask.participation)
    who: dict[str, str] = {}
    # A colleague may be the one who is left; she is opened on the request's page.
    if whom is not None and (ask.participation is not None or whom == loan.request.contact_id):
        who = identities(
            request, [whom], purpose="effect", case=ask.pk, fields="name phone"
        ).get(whom, {})  # fmt: skip
    deliveries = queries.who_knows(ask)
    called = names(
        request,
        [d.participation.contributor.person_id for d in deliveries if d.participation.contributor],
        purpose="request", case=loan.request_id,
    )  # fmt: skip
    words = _own_words(request, ask)
    return effect_pages.answer_page(
        request, ask, "coordinator/effects.html", back=request.path, person=who,
        name=who.get("name") or say(_("Somebody")), words=list(words.values()), loan=loan,
        up=reverse("coordinator:loan", args=[slug, loan.pk]),
        reached=[
            (d, called.of(d.participation.contributor.person_id))
            for d in deliveries
            if d.participation.contributor is not None
        ],
        may_tell=ask.participation_id is None and ask.state in {"on_its_way", "sent"}
        and loan.state in {"followed_up", "fed_back", "closed"},
    )  # fmt: skip


def send_effects(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One press: it goes to those who took part."""
    ask = doors.effect_ask_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:effects", args=[slug, pk])
    return http.press(
        request, lambda: effects.send_effects(ask=ask, by=request.viewer, at=request.at),
        to=here, back=here, done=_("It is on its way to those who took part."),
    )  # fmt: skip


def note_effects(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Read, and not sent on. What a person tells needs no reason: it is hers."""
    ask = doors.effect_ask_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:effects", args=[slug, pk])
    home = reverse("coordinator:home", args=[slug])
    by, at = request.viewer, request.at
    if ask.participation_id is not None and request.method == "POST":
        return http.press(
            request, lambda: effects.note_effects(ask=ask, reason=say(_("Read.")), by=by, at=at),
            to=home, back=here, done=_("Noted."),
        )  # fmt: skip
    form = ReasonForm(
        http.posted(request), hint=_("It stands in the history. Write nothing about a person.")
    )
    if answer := http.save(
        request, form,
        lambda: effects.note_effects(ask=ask, reason=form.cleaned_data["reason"], by=by, at=at),
        to=home, done=_("Noted. It is not sent on."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "end_concern", form, heading=say(_("Don't send it on")),
        button=say(_("Don't send it on")), kind="danger", back=here, back_label=say(_("Back")),
    )  # fmt: skip


def effects_reached(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody without e-mail has been phoned and told."""
    row = doors.effect_delivery_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:effects", args=[slug, row.ask_id])
    return http.press(
        request,
        lambda: effects.note_effects_reached(
            delivery=row, how="phone", by=request.viewer, at=request.at
        ),
        to=here, back=here, done=_("Noted. That is one more who knows."),
    )  # fmt: skip


def tell_publicly(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A story begins as a draft; everybody is asked before it is told."""
    ask = doors.effect_ask_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:effects", args=[slug, pk])
    return http.press(
        request, lambda: effects.tell_publicly(ask=ask, by=request.viewer, at=request.at),
        to=reverse("coordinator:story", args=[slug, ask.loan_id]), back=here,
        done=_("A draft is begun. Nobody has been asked yet."),
    )  # fmt: skip
