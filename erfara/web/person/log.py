"""Who has opened her details, and asking about it in own words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.people import access
from erfara.people.actions.log_questions import ask_about_log
from erfara.people.models import LogQuestion, Person
from erfara.people.own_queries import openings_of, openings_on, questions_about_log
from erfara.web import http, openings

PER_PAGE = 25


class AskForm(forms.Form):
    """What she wonders about one row."""

    words = forms.LongText(
        _("What do you wonder?"), max_length=3000, rows=5, missing=_("Write what you wonder."),
        hint=_("Only {coordinator:pl.def} read it. The answer comes within a week."),
    )  # fmt: skip


def key_of(row: Mapping[str, Any]) -> str:
    """What names a folded row of the log in an address: its day and a digest of the rest."""
    rest = "|".join((row["purpose"], row["actor_role"], row["actor_label"]))
    return f"{row['day']:%Y%m%d}-{hashlib.sha256(rest.encode()).hexdigest()[:16]}"


def in_words(person: Person, rows: Any) -> list[dict[str, Any]]:
    """Rows of the log in words, each with where one asks about it."""
    found = list(rows)
    protected = person.pk in vault.shielded(person.programme_id)
    said = openings.in_words(found, protected=protected)
    for row, line in zip(found, said, strict=True):
        line["ask"] = reverse("person:ask_log", args=[person.programme.slug, key_of(row)])
    return said


def asked_about(person: Person) -> list[dict[str, Any]]:
    """What she has asked about her log, in words but without the text."""
    return [
        {"question": row, **openings.one_in_words(row.actor_role, row.actor_label, row.purpose)}
        for row in questions_about_log(person)[:PER_PAGE]
    ]


def log(request, slug: str) -> HttpResponse:
    """Who has opened her details, day by day."""
    person = access.own_person(request.viewer, request.programme)
    page = Paginator(openings_of(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "openings": in_words(person, page), "questions": asked_about(person),
    }  # fmt: skip
    return render(request, "person/log.html", context)


def _row(person: Person, key: str) -> Mapping[str, Any] | None:
    try:
        day = date.fromisoformat(key.partition("-")[0])
    except ValueError:
        return None
    rows = openings_on(person, day)
    return next((row for row in rows if key_of(row) == key), None)


def ask_log(request, slug: str, row: str) -> HttpResponse:
    """Ask about one row, in own words."""
    person = access.own_person(request.viewer, request.programme)
    back = reverse("person:log", args=[slug])
    found = _row(person, row)
    if found is None:
        return http.go(request, back, _("That row isn't there. Choose one of these."))
    form = AskForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: ask_about_log(
            person=person, day=found["day"], purpose=found["purpose"],
            actor_role=found["actor_role"], actor_label=found["actor_label"],
            words=form.cleaned_data["words"], by=request.viewer, at=request.at,
        ),
        to=back,
        done=_("We have got your question. The answer comes within a week, on this page."),
    ):  # fmt: skip
        return answer
    (line,) = openings.in_words([found])
    context = {"form": form, "line": line, "back": back}
    return render(request, "person/ask_log.html", context, status=form.status)


def _show(request: Any, question: LogQuestion, back: str) -> HttpResponse:
    opened = vault.open(
        tenant_id=question.programme_id, person_ids=[question.person_id], blob=question.blob,
        fields=("question", "answer"), purpose="own_page", case="own_page", actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    context = {
        "question": question, "back": back, "texts": opened.get(question.person_id, {}),
        "line": openings.one_in_words(question.actor_role, question.actor_label, question.purpose),
    }  # fmt: skip
    return render(request, "person/log_question.html", context)


def log_question(request, slug: str, pk: UUID) -> HttpResponse:
    """One question about the log, and its answer."""
    question = access.own_log_question(request.viewer, request.programme, pk)
    return _show(request, question, reverse("person:log", args=[slug]))


def log_answer(request, slug: str, token: str) -> HttpResponse:
    """The same behind the letter that says that there is an answer."""
    question = access.own_log_question(request.viewer, request.programme, request.link.about_id)
    if question.person_id != request.link.person_id:
        raise Http404
    return _show(request, question, "")
