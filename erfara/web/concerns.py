"""Something felt wrong: the page where it is written, and the page where its answer is read.

The same for a person with experience and for a borrower. Nobody at the borrower's sees a person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms, vault
from erfara.foundation.actors import Actor
from erfara.lending import after_access as doors
from erfara.lending.actions import concerns as actions
from erfara.lending.models import Concern, Inquiry, Loan
from erfara.organisations.queries import has_administrator
from erfara.people.models import Person
from erfara.web import http
from erfara.web.signin.views import no_trace

SAID = ("words", "answer", "missing", "answer_again", "ended")


class ConcernForm(forms.Form):
    """What felt wrong, and who is to read it."""

    kind = forms.Radios(_("What is it about?"), choices=Concern.Kind.choices)
    words = forms.LongText(
        _("What felt wrong?"), max_length=4000, rows=6,
        missing=_("Write what felt wrong, in your own words."),
        hint=_("A few words are enough. You choose what you tell."),
    )  # fmt: skip
    route = forms.Radios(
        _("Who is to read it?"), choices=Concern.Route.choices, initial="coordinator",
        hints={
            "administrator": _("Choose this if it is about {coordinator:sg.def}. They read your "
                               "words, and don't see who you are."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[str], routes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Concern.Kind.choices)
        field: Any = self.fields["kind"]
        field.choices = [(kind, labels[kind]) for kind in kinds]
        field.initial = kinds[0]
        if len(kinds) == 1:
            del self.fields["kind"]
        if not routes:
            del self.fields["route"]


class MissingForm(forms.Form):
    """Why an answer is not enough."""

    words = forms.LongText(
        _("What is missing in the answer?"), max_length=4000, rows=4,
        missing=_("Write what is missing in the answer."),
    )  # fmt: skip


def raise_page(
    request: Any,
    person: Person,
    *,
    back: str,
    kinds: Sequence[str],
    inquiry: Inquiry | None = None,
    loan: Loan | None = None,
    title: Any = _("Something felt wrong"),
) -> HttpResponse:
    """Write it. An answer is promised with a day. `title` says what it is about."""
    routes = has_administrator(request.programme, clock.local_day(clock.now()))
    form = ConcernForm(http.posted(request), kinds=kinds, routes=routes)
    if sent := http.save(
        request, form,
        lambda: actions.raise_concern(
            person=person, **{"kind": kinds[0], **form.cleaned_data}, inquiry=inquiry, loan=loan,
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("Thank you for saying so. You get an answer."),
    ):  # fmt: skip
        return no_trace(sent)
    context = {
        "form": form, "back": back, "inquiry": inquiry, "loan": loan, "title": title,
        "days": request.programme.concern_days,
    }  # fmt: skip
    return no_trace(render(request, "person/raise_concern.html", context, status=form.status))


def said(viewer: Actor, row: Concern, purpose: str, at: Any) -> dict[str, str]:
    """What has been written, opened and logged. Empty when whose it was is erased."""
    if row.person.erased_at is not None:
        return {}
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=row.blob, fields=SAID,
        purpose=purpose, case=str(row.pk), actor=viewer, at=at,
    )  # fmt: skip
    return {name: text for name, text in (opened.get(row.person_id) or {}).items() if text}


def own_page(request: Any, pk: UUID) -> HttpResponse:
    """Whose it is: reads the answer, and says whether it is enough."""
    row = doors.concern_for(request.viewer, request.programme, pk)
    form = MissingForm(http.posted(request))
    here = request.path
    if request.method == "POST" and request.POST.get("do") == "enough":
        return no_trace(
            http.press(
                request,
                lambda: actions.settle_concern(concern=row, by=request.viewer, at=request.at),
                to=here, back=here, done=_("Thank you."),
            )
        )  # fmt: skip
    if sent := http.save(
        request, form,
        lambda: actions.reopen_concern(
            concern=row, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=here, done=_("Thank you. You get one more answer."),
    ):  # fmt: skip
        return no_trace(sent)
    context = {
        "row": row, "form": form, "here": here, "enough": {"do": "enough"},
        "said": said(request.viewer, row, "own_concern", request.at),
    }  # fmt: skip
    return no_trace(render(request, "person/concern.html", context, status=form.status))
