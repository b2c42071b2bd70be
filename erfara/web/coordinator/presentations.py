"""A person's presentation, as the coordinator writes it with her. Never approved here: she does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, forms, vault
from erfara.organisations.words import say
from erfara.people import access
from erfara.people.actions import presentations as actions
from erfara.people.giveaways import Found, look
from erfara.people.models import Contributor, Presentation, Purpose
from erfara.people.models.presentations import HERE, OPEN
from erfara.people.presentation_queries import (
    published_at,
    shared_by_enough,
    told_by,
    versions_of,
)
from erfara.people.queries import live_purposes, reached_by_message
from erfara.web import http, people_say, presentations
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_changes import url_of
from erfara.web.history import sentences

# What to look for, since no program sees it all.
GIVES_AWAY = (
    _("Names: of people, places, workplaces, wards, schools, associations."),
    _("Numbers: ages, years, how many children, how many times."),
    _("What is rare: an unusual job, event or combination that neighbours would know again."),
    _("What is about others: a child, a partner, a colleague. They have not been asked."),
    _("Words that are hers alone: a saying, a nickname, something from the newspaper."),
)


class SendForm(forms.Form):
    """Each thing that may give her away, ticked when it has been looked at."""

    looked_at = forms.Checkboxes(
        _("Look at each of these. Tick what may stay, or go back and change it."),
        missing=_("Look at each thing, and tick what may stay. Change the rest in the text."),
    )

    def __init__(self, *args: Any, found: list[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = [f"{one.kind}|{one.words}" for one in found]
        field: Any = self.fields["looked_at"]
        field.choices = [
            (key, say(_("“{words}”: {kind}"), words=one.words, kind=say(one.label)))
            for key, one in zip(self.found, found, strict=True)
        ]
        if not found:
            del self.fields["looked_at"]


class SignedForm(forms.Form):
    """The day on which she put her name on a print-out."""

    signed_on = forms.Date(_("Which day was it signed?"), hint=_("For example 3 November."))


def _row(request: Any, pk: UUID) -> Contributor:
    return access.contributor_for(request.viewer, request.programme, pk)


def _here(slug: str, row: Contributor) -> str:
    return reverse("coordinator:presentation", args=[slug, row.pk])


def _name(request: Any, row: Contributor) -> str:
    """Her name, opened for the page that shows it and looks for it in the text."""
    opened = identities(request, [row.person_id], purpose="presentation", case=row.pk)
    return Names(opened).of(row.person_id)


def _words(
    request: Any, row: Contributor, versions: list[Presentation]
) -> dict[UUID, dict[str, str]]:
    return presentations.words_of(request, row, versions, purpose="presentation", case=str(row.pk))


def _under_way(versions: list[Presentation]) -> Presentation | None:
    return next((one for one in versions if one.state in OPEN), None)


def _may(row: Contributor) -> bool:
    return row.state in HERE and row.person_id not in vault.shielded(row.programme_id)


def on_persons_page(row: Contributor) -> dict[str, Any]:
    """What the page about a person says of it. Opens nothing."""
    versions = versions_of(row)
    return {
        "presentation": {
            "under_way": _under_way(versions),
            "public": next((one for one in versions if one.state == "public"), None),
            "may": _may(row),
        }
    }


def presentation(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Where it is, all its versions, and what can be done now."""
    row = _row(request, pk)
    versions = versions_of(row)
    words = _words(request, row, versions)
    under_way = _under_way(versions)
    public = next((one for one in versions if one.state == "public"), None)
    live = live_purposes([row.person_id])[row.person_id]
    seen = published_at(request.programme, public.page) if public else None
    address = reverse("public:presentation", args=[slug, public.page]) if public else ""
    facets = {one.pk: presentations.facets_of(one) for one in (under_way, public) if one}
    enough = shared_by_enough(request.programme, facets.values())
    return render(
        request,
        "coordinator/presentation.html",
        {
            "contributor": row,
            "name": _name(request, row),
            "back": url_of(slug, row.pk),
            "under_way": under_way,
            "under_way_words": words.get(under_way.pk) if under_way else None,
            "last_day": people_say.day(under_way.ends_on, now=request.at)
            if under_way and under_way.ends_on else "",
            "public": public,
            "public_words": words.get(public.pk) if public else None,
            "public_url": address if seen else "",
            "not_shown": public is not None and seen is None,
            "picture": seen.picture if seen else "",
            "beside": [
                {"text": presentations.beside(one), "now": one in enough}
                for one in facets.values() if one.area
            ],
            "social": f"{settings.BASE_URL}{address}"
            if seen and Purpose.SOCIAL_MEDIA in live else "",
            "agreed": Purpose.PRESENTATION in live,
            "picture_agreed": Purpose.PICTURE in live,
            "by_mail": bool(reached_by_message([row.person_id])),
            "on_paper": not actions.has_own_way(row),
            "older": [
                {"row": one, "words": words[one.pk]}
                for one in versions if one not in (under_way, public)
            ],
            "history": sentences(
                audit.history(*(one.pk for one in versions))[:50] if versions else [],
                request.programme,
            ),
            "may": _may(row),
        },
    )  # fmt: skip


def write(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Write the text, or write it anew after what she wished for."""
    row = _row(request, pk)
    versions = versions_of(row)
    before = _under_way(versions) or next(iter(versions), None)
    words = _words(request, row, [before] if before else [])
    form = presentations.WritingForm(
        http.posted(request), told=told_by([row.pk])[row.pk],
        initial=presentations.WritingForm.written(before, words.get(before.pk) if before else None),
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: actions.write(
            contributor=row, title=form.cleaned_data["title"], text=form.cleaned_data["text"],
            facets=form.facets(), by=request.viewer, at=request.at,
        ),
        to=reverse("coordinator:send_presentation", args=[slug, row.pk]),
    ):  # fmt: skip
        return answer
    name = _name(request, row)
    return form_page(
        request, "presentation_write", form, heading=say(_("A text about {name}"), name=name),
        button=say(_("Save and look it through")), back=_here(slug, row), back_label=name,
        gives_away=[say(one) for one in GIVES_AWAY],
        wish=words[before.pk]["wish"] if before and before.state == "wished" else "",
    )  # fmt: skip


def send(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Look at what may give her away; then she gets it to read."""
    row = _row(request, pk)
    here = _here(slug, row)
    draft = _under_way(versions_of(row))
    if draft is None or draft.state != "draft":
        return HttpResponseRedirect(here)
    words = _words(request, row, [draft])[draft.pk]
    name = _name(request, row)
    found = look(f"{words['title']}.\n{words['text']}", name)
    form = SendForm(http.posted(request), found=found)
    by_mail = bool(reached_by_message([row.person_id]))
    if answer := http.save(
        request, form,
        lambda: actions.send(
            presentation=draft, found=form.found,
            looked_at=form.cleaned_data.get("looked_at", []), by=request.viewer, at=request.at,
        ),
        to=here,
        done=_("Sent. Now it is the person's turn.") if by_mail
        else _("Noted. Give it to the person to read."),
    ):  # fmt: skip
        return answer
    facets = presentations.facets_of(draft)
    return form_page(
        request, "presentation_send", form, heading=say(_("Look it through")),
        button=say(_("Let {name} read it"), name=name), back=here, back_label=name, words=words,
        by_mail=by_mail, on_paper=not actions.has_own_way(row), found=len(found),
        gives_away=[say(one) for one in GIVES_AWAY], beside=presentations.beside(facets),
        days=actions.ANSWER_LASTS.days, name=name, contributor=row,
    )  # fmt: skip


def on_paper(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The text to print, with a line for her name."""
    row = _row(request, pk)
    sent = _under_way(versions_of(row))
    if sent is None or sent.state != "sent":
        return HttpResponseRedirect(_here(slug, row))
    words = _words(request, row, [sent])[sent.pk]
    context = {
        "words": words, "back": _here(slug, row), "name": _name(request, row),
        "beside": presentations.beside(presentations.facets_of(sent)), "presentation": sent,
    }  # fmt: skip
    return render(request, "coordinator/presentation_print.html", context)


def signed(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She has signed the print-out: for one without e-mail only."""
    row = _row(request, pk)
    here = _here(slug, row)
    sent = _under_way(versions_of(row))
    if sent is None or sent.state != "sent" or actions.has_own_way(row):
        return HttpResponseRedirect(here)
    form = SignedForm(http.posted(request), initial={"signed_on": clock.local_day(request.at)})
    if answer := http.save(
        request, form,
        lambda: actions.approve_on_paper(
            presentation=sent, signed_on=form.cleaned_data["signed_on"], by=request.viewer,
            at=request.at,
        ),
        to=here, done=_("Noted. The text is public."),
    ):  # fmt: skip
        return answer
    name = _name(request, row)
    agreed = Purpose.PRESENTATION in live_purposes([row.person_id])[row.person_id]
    return form_page(
        request, "presentation_signed", form, heading=say(_("{name} has signed"), name=name),
        button=say(_("Show it")), back=here, back_label=name, agreed=agreed, contributor=row,
    )  # fmt: skip


def picture(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The picture that she has chosen on paper: for one without e-mail only."""
    row = _row(request, pk)
    here = _here(slug, row)
    versions = versions_of(row)
    shown = next((one for one in versions if one.state == "public"), None) or _under_way(versions)
    if shown is None or actions.has_own_way(row):
        return HttpResponseRedirect(here)
    form = presentations.PictureForm(
        http.posted(request), consent="", initial={"picture": shown.picture or "none"}
    )
    if answer := http.save(
        request, form,
        lambda: actions.choose_picture(
            presentation=shown, picture=form.chosen(), agrees=False, how="paper",
            by=request.viewer, at=request.at,
        ),
        to=here, done=_("Saved."),
    ):  # fmt: skip
        return answer
    name = _name(request, row)
    return form_page(
        request, "presentation_picture", form, back=here, back_label=name,
        heading=say(_("The picture that {name} has chosen"), name=name), button=say(_("Save")),
    )  # fmt: skip


def take_down(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Down at once."""
    row = _row(request, pk)
    here = _here(slug, row)
    return http.press(
        request,
        lambda: actions.take_down(
            contributor=row, drafts=False, by=request.viewer, at=request.at
        ),
        to=here, back=here, done=_("Done. It is taken down, and shown nowhere."),
    )  # fmt: skip


def discard(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Throw away what is under way. What is public stays."""
    row = _row(request, pk)
    here = _here(slug, row)
    under_way = _under_way(versions_of(row))
    if under_way is None:
        return HttpResponseRedirect(here)
    return http.press(
        request,
        lambda: actions.discard(presentation=under_way, by=request.viewer, at=request.at),
        to=here, back=here, done=_("The text is thrown away. It was never shown."),
    )  # fmt: skip
