"""What comes after a loan, for the one who was part of it: how it is, what felt wrong, what it led
to. The same views stand behind a message's link and on her own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending import access, own_queries
from erfara.lending import after_access as doors
from erfara.lending import after_queries as queries
from erfara.lending.actions import aftercare as actions
from erfara.lending.actions import effects
from erfara.lending.models import Aftercare
from erfara.people import access as people
from erfara.people.models import Contributor, Person
from erfara.vocabulary.choices import Form
from erfara.web import concerns as concern_pages
from erfara.web import http, ways
from erfara.web.signin.views import no_trace


class HowForm(forms.Form):
    """Own words beside the answer, if she wants to."""

    words = forms.LongText(
        _("Do you want to say something about it?"), required=False, max_length=2000, rows=3
    )


OPEN = ("asked", "silent", "unanswered")


def how_are_you(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """How she is: three answers, each worth as much as the others."""
    row = doors.aftercare_for(request.viewer, request.programme, ways.about(request, pk))
    form = HowForm(http.posted(request))
    here = request.path
    answer = request.POST.get("answer", "")[:8]
    done = (
        _("Thank you. We are glad to hear that.")
        if answer == "fine"
        else _("Thank you for saying so. We get in touch as soon as we can.")
    )
    if sent := http.save(
        request, form,
        lambda: actions.answer_aftercare(
            aftercare=row, answer=answer, words=form.cleaned_data["words"], by=request.viewer,
            at=request.at,
        ),
        to=here, done=done,
    ):  # fmt: skip
        return no_trace(sent)
    may = row.state in OPEN
    context = {
        "row": row, "form": form, "assignment": row.participation.loan.request.assignment,
        "answers": _answers(row), "may": may, "support": queries.support_of(row.participation),
        "wrong": reverse("person:aftercare_wrong", args=[slug, token])
        if token
        else reverse("person:raise_concern", args=[slug]),
    }  # fmt: skip
    return no_trace(render(request, "person/aftercare.html", context, status=form.status))


def _answers(row: Aftercare) -> list[dict[str, Any]]:
    """The buttons that can be pressed now."""
    if row.state in OPEN:
        return [{"value": value, "label": label} for value, label in Aftercare.Answer.choices]
    if row.state == "fine":
        return [{"value": "call", "label": Aftercare.Answer.CALL.label}]
    return []


# What felt wrong


def raise_concern(request: Any, slug: str) -> HttpResponse:
    """Something felt wrong, from her own page: about anything."""
    person = people.own_person(request.viewer, request.programme)
    return concern_pages.raise_page(
        request, person, back=reverse("person:home", args=[slug]), kinds=("wrong", "improper"),
    )  # fmt: skip


def wrong_after(request: Any, slug: str, token: str) -> HttpResponse:
    """Something felt wrong, behind the message that asks how she is."""
    row = doors.aftercare_for(request.viewer, request.programme, request.link.about_id)
    return concern_pages.raise_page(
        request, row.contributor.person, kinds=("wrong", "improper"),
        back=reverse("person:aftercare_word", args=[slug, token]),
        inquiry=row.participation.inquiry, loan=row.participation.loan,
    )  # fmt: skip


def something_wrong(
    request: Any, slug: str, pk: UUID | None = None, token: str = ""
) -> HttpResponse:
    """Something felt wrong about a question, or about a loan that came of it."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    participation = own_queries.participation_of(inquiry)
    loan = participation.loan if participation is not None else None
    kinds: tuple[str, ...] = ("improper", "wrong") if loan is None else ("wrong", "improper")
    if inquiry.request.assignment.form == Form.SUPPORT:
        kinds = ("support", *kinds)
    return concern_pages.raise_page(
        request, inquiry.contributor.person, back=ways.url(request, "question"),
        kinds=kinds, title=_("Something felt wrong with the question or the loan"),
        inquiry=inquiry, loan=loan,
    )  # fmt: skip


def concern(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What she wrote, the answer, and whether it is enough."""
    return concern_pages.own_page(request, ways.about(request, pk))


# What it led to


class OwnEffectForm(forms.Form):
    """One short question, answered by a button; words if she wants to."""

    words = forms.LongText(
        _("What has it led to for you?"), required=False, max_length=effects.SENTENCE, rows=3,
        hint=_("Small things count."),
    )  # fmt: skip


def own_effect(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Whether it has led to something for herself."""
    ask = doors.effect_ask_for(request.viewer, request.programme, ways.about(request, pk))
    form = OwnEffectForm(http.posted(request))
    answer = request.POST.get("answer", "")[:12]

    def give() -> None:
        by, at = request.viewer, request.at
        if answer == "changed":
            told = {"taking_part": form.cleaned_data["words"]}
            effects.tell_effects(ask=ask, told=told, by=by, at=at)
        else:
            effects.tell_nothing(ask=ask, answer=answer, by=by, at=at)

    if sent := http.save(
        request, form, give, to=request.path, done=_("Thank you. It is written down.")
    ):
        return no_trace(sent)
    context = {
        "ask": ask, "form": form, "assignment": ask.loan.request.assignment,
        "may": ask.state in {"asked", "silent"},
    }  # fmt: skip
    return no_trace(render(request, "person/own_effect.html", context, status=form.status))


def led_to(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What a loan has changed, as its borrower has told it."""
    ask = doors.known_effects_for(request.viewer, request.programme, ways.about(request, pk))
    told = queries.effects_known([ask.loan_id]).get(ask.loan_id, [])
    context = {"ask": ask, "told": told, "asked": ask.loan.request}
    return no_trace(render(request, "person/led_to.html", context))


# Her own page


def on_own_page(person: Person, contributor: Contributor | None) -> dict[str, Any]:
    """What waits for her after loans, and what she has said felt wrong."""
    found: dict[str, Any] = {"own_concerns": queries.concerns_of(person, 10)}
    if contributor is not None:
        found["how_are_you"] = queries.aftercare_of(contributor)
        found["own_effects"] = queries.open_asks_of(contributor)
    return found
