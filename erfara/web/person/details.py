"""Her name, how she is reached, and how often."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms, outbox, vault
from erfara.foundation.errors import Refused
from erfara.organisations.words import say_lazy
from erfara.people import access
from erfara.people.actions import addresses
from erfara.people.actions.staying import set_rhythm
from erfara.people.models import Person
from erfara.vocabulary.choices import AskOften, MessagesBy
from erfara.web import http
from erfara.web.own_home import own_home


class DetailsForm(forms.Form):
    """Who she is and how to reach her."""

    name = forms.Text(_("Your name"), max_length=160, autocomplete="name",
                      missing=_("Write your name."))  # fmt: skip
    email = forms.Email(
        _("E-mail"), required=False,
        hint=_("A new address counts when you have written back a code that we send to it."),
    )  # fmt: skip
    phone = forms.Phone(_("Telephone"), required=False)
    address = forms.LongText(_("Postal address"), required=False, max_length=300, rows=3)


class CodeForm(forms.Form):
    """The code that came to the new address."""

    code = forms.Code(_("The code in the message"), length=addresses.CODE_DIGITS)


class RhythmForm(forms.Form):
    """How often to be asked, and when not."""

    ask_often = forms.Radios(
        _("How often may we ask you?"), choices=[(k, say_lazy(v)) for k, v in AskOften.choices]
    )
    messages_by = forms.Radios(
        _("By what do you want our messages?"),
        choices=[(k, say_lazy(v)) for k, v in MessagesBy.choices],
        hint=_("If you have said yes to one of them only, we use that one. If to none, we phone."),
    )
    away_from = forms.Date(_("First day away"), required=False)
    away_until = forms.Date(_("Last day away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outbox.sends_texts():
            del self.fields["messages_by"]


def _identity(request: Any, person: Person) -> dict[str, Any]:
    opened = vault.open(
        tenant_id=person.programme_id, person_ids=[person.pk], blob="identity",
        fields=("name", "email", "phone", "address"), purpose="own_page", case="own_page",
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(person.pk) or {}


def details(request, slug: str) -> HttpResponse:
    """Change them. A new e-mail address waits for its code; the rest counts at once."""
    person = access.own_person(request.viewer, request.programme)
    home = own_home(request.programme)
    before = _identity(request, person)
    form = DetailsForm(http.posted(request), initial=before)
    changes: list[Any] = []

    def change() -> str:
        new = form.cleaned_data
        addresses.change_own(
            person=person, name=new["name"], phone=new["phone"] or "",
            address=new["address"] or "", by=request.viewer, at=request.at,
        )  # fmt: skip
        old, wanted = before.get("email") or "", (new["email"] or "").strip()
        if wanted and wanted.casefold() != old.casefold():
            changes.append(
                addresses.ask_new_address(
                    person=person, old=old, new=wanted, by=request.viewer, at=request.at
                )
            )
            return reverse("person:new_address", args=[slug, changes[0].pk])
        return home

    if http.filled(request, form) and before.get("email") and not form.cleaned_data["email"]:
        form.refuse(
            Refused(_("Take back your yes to e-mail if you don't want any. Then we phone.")),
            field="email",
        )
    elif answer := http.save(request, form, change, to=lambda url: url, done=_("Saved.")):
        return answer
    return render(request, "person/details.html", {"form": form, "back": home}, status=form.status)


def new_address(request, slug: str, pk: UUID) -> HttpResponse:
    """Write back the code. Each try counts, also one that is wrong."""
    change = access.own_address_change(request.viewer, request.programme, pk)
    home = own_home(request.programme)
    if change.confirmed_at is not None:
        return redirect(home)
    opened = vault.open(
        tenant_id=change.programme_id, person_ids=[change.person_id], blob=change.blob,
        fields=("new",), purpose="own_page", case="own_page", actor=request.viewer, at=request.at,
    )  # fmt: skip
    new = (opened.get(change.person_id) or {}).get("new") or ""
    form = CodeForm(http.posted(request))
    right = False
    if http.filled(request, form):
        try:
            addresses.try_code(change, form.cleaned_data["code"], request.at)
            right = bool(new)
        except Refused as refusal:
            form.refuse(refusal, field="code")
    if right and (
        answer := http.save(
            request, form,
            lambda: addresses.confirm_new_address(
                change=change, new=new, by=request.viewer, at=request.at
            ),
            to=home, done=_("From now on we write to your new address."),
        )
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": reverse("person:details", args=[slug]), "new": new}
    return render(request, "person/new_address.html", context, status=form.status)


def rhythm(request, slug: str) -> HttpResponse:
    """How often to be asked, and planned absence."""
    contributor = access.own_contributor(request.viewer, request.programme)
    home = reverse("person:home", args=[slug])
    form = RhythmForm(
        http.posted(request),
        initial={
            "ask_often": contributor.ask_often, "messages_by": contributor.messages_by,
            "away_from": contributor.away_from, "away_until": contributor.away_until,
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: set_rhythm(
            contributor=contributor, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=home, done=_("Saved. We keep to it."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": home, "today": clock.local_day(request.at)}
    return render(request, "person/rhythm.html", context, status=form.status)
