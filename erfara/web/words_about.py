"""What somebody's words are about, as the search understands them, to be said yes or no to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.people.actions import concepts as said_concepts
from erfara.people.models import Contributor
from erfara.people.queries import experiences_of
from erfara.web import http
from erfara.workflows.finding.suggesting import Suggester, Suggestion


class AboutForm(forms.Form):
    """What texts are about: a tick for each concept that is meant. Nothing else is meant then."""

    def __init__(
        self,
        *args: Any,
        texts: Iterable[tuple[str, str | Promise, list[Suggestion]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.suggested: dict[str, list[Suggestion]] = {}
        for name, label, found in texts:
            self.suggested[name] = found
            if found:
                field: Any = forms.Checkboxes(
                    label, required=False, choices=[(one.concept, one.name) for one in found],
                    hints={one.concept: one.note for one in found if one.note},
                    initial=[one.concept for one in found if one.yes],
                )  # fmt: skip
                field.marks_optional = False
                self.fields[f"about_{name}"] = field

    def said(self, name: str) -> tuple[list[str], list[str]]:
        """What a text is about, and what was suggested and isn't meant."""
        ticked = self.cleaned_data.get(f"about_{name}") or []
        no = [one.concept for one in self.suggested[name] if one.concept not in ticked]
        return list(ticked), no


def about_form(request: Any, row: Contributor, *, purpose: str, case: str) -> AboutForm:
    """A tick for each concept that her words seem to be about; her words are opened once for it.

    What she keeps out of searches is not asked about.
    """
    rows = [one for one in experiences_of([row.pk])[row.pk] if one.matchable]
    names = [str(one.pk) for one in rows]

    def opened(blob: str) -> dict[str, Any]:
        found = vault.open(
            tenant_id=request.programme.pk, person_ids=[row.person_id], blob=blob, fields=names,
            purpose=purpose, case=case, actor=request.viewer, at=request.at,
        )  # fmt: skip
        return found.get(row.person_id) or {}

    texts, said = opened("experience"), opened(said_concepts.BLOB)
    reads = Suggester(request.programme)
    return AboutForm(
        http.posted(request),
        texts=[
            (name, texts[name], reads.of(texts[name], *_said(said.get(name))))
            for name in names if texts.get(name)
        ],
    )  # fmt: skip


def _said(known: dict[str, list[str]] | None) -> tuple[list[str], list[str]]:
    return (known or {}).get("yes", []), (known or {}).get("no", [])


def save_about(request: Any, row: Contributor, form: AboutForm, *, to: str) -> HttpResponse | None:
    """Keep what was ticked and what wasn't."""
    return http.save(
        request, form,
        lambda: said_concepts.say_what_it_is_about(
            contributor=row,
            said={UUID(name): form.said(name) for name in form.suggested},
            by=request.viewer, at=request.at,
        ),
        to=to, done=_("Saved."),
    )  # fmt: skip
