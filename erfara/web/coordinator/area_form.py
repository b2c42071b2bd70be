"""What somebody has been through at one place of the map, and what her words are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.people.actions import Told
from erfara.vocabulary.choices import ExperienceRole
from erfara.web.coordinator.part_forms import RowsForm
from erfara.web.coordinator.people_forms import check_told
from erfara.workflows.finding.suggesting import Suggester, Suggestion

# Experience → what it has been said to be about, and what not.
About = Mapping[str, tuple[list[str], list[str]]]


def said_by(one: Suggestion) -> str:
    """The words that a suggestion comes from."""
    return say(_("From the words: {words}"), words=one.words)


class AreaForm(RowsForm):
    """What somebody has been through at one place of the map.

    No question about how bad, how long ago or how close: experiences are not ranked. Under each
    text stands what it seems to be about, to be said yes or no to: what `about` says of it, and
    what `reads` understands of the words as they stand.
    """

    def __init__(
        self, data: Any = None, *, reads: Suggester | None = None, about: About | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.understood: dict[int, set[str]] = {}
        if reads is not None:
            for n in range(self.count):
                self._suggest(n, reads, about or {})

    def _value(self, name: str) -> str:
        found = self.data.get(name) if self.is_bound else self.initial.get(name)
        return str(found or "")

    def _suggest(self, n: int, reads: Suggester, about: About) -> None:
        """A tick for each concept that a row's words may be about."""
        known, told = self._value(f"known_{n}").split(), self._value(f"told_{n}")
        offered = self._value(f"offered_{n}").split()
        if self.is_bound:
            sent: Any = self.data
            ticked = sent.getlist(f"about_{n}")
        else:
            ticked = self.initial.pop(f"about_{n}", None) or []
        no = [one for one in offered if one not in ticked]
        if not self.is_bound and told in about:
            yes, no = about[told]
            known = [*yes, *no]
        # What was shown can be sent, also when the words have changed since.
        kept = [*known, *offered] if self.is_bound else known
        found = reads.of(
            self._value(f"text_{n}"), [one for one in kept if one not in no],
            [one for one in no if one in kept],
        )  # fmt: skip
        self.understood[n] = {one.concept for one in found if one.words or one.concept in known}
        self.fields[f"known_{n}"] = forms.Hidden(required=False, max_length=4000)
        self.fields[f"offered_{n}"] = forms.Hidden(required=False, max_length=4000)
        self.initial[f"known_{n}"] = " ".join(known)
        self.initial[f"offered_{n}"] = " ".join(one.concept for one in found)
        if not found:
            return
        field: Any = forms.Checkboxes(
            _("What is it about?"), required=False,
            choices=[(one.concept, one.name) for one in found],
            hint=_("The search understands the words like this. Untick what is wrong."),
            hints={one.concept: said_by(one) for one in found if one.words},
            initial=[one.concept for one in found if one.concept not in no],
        )  # fmt: skip
        field.marks_optional = False
        self.fields[f"about_{n}"] = field

    def _about(self, n: int) -> tuple[list[str], list[str]] | None:
        """What a row was said to be about and not; None when the writer wasn't asked."""
        data = self.cleaned_data
        shown = set((data.get(f"offered_{n}") or "").split())
        if f"about_{n}" not in self.fields or not shown:
            return None
        field: Any = self.fields[f"about_{n}"]
        ticked = data.get(f"about_{n}") or []
        # What is understood only now was shown to nobody; what no words say any more is gone.
        asked = [one for one in field.order() if one in shown & self.understood[n]]
        return [one for one in asked if one in ticked], [one for one in asked if one not in ticked]

    def add_row(self, n: int) -> None:
        text = forms.LongText(_("What was it?"), required=False, max_length=2000, rows=3)
        role = forms.Select(_("As what?"), required=False, choices=ExperienceRole.choices)
        kept: Any = forms.Check(
            _("Keep this one out of searches"),
            required=False,
            hint=_("Only {coordinator:pl.def} see it then, when they talk with the person."),
        )
        text.marks_optional = role.marks_optional = False
        self.fields[f"text_{n}"], self.fields[f"role_{n}"] = text, role
        self.fields[f"kept_{n}"] = kept
        self.fields[f"told_{n}"] = forms.Hidden(required=False, coerce=UUID)

    @property
    def told_rows(self) -> list[dict[str, Any]]:
        """The rows, to be rendered."""
        kinds = ("text", "role", "kept", "told", "about", "known", "offered")
        return [
            {k: self[f"{k}_{n}"] for k in kinds if f"{k}_{n}" in self.fields}
            for n in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        check_told(self, self.count)
        return data

    def told(self, area: str) -> list[Told]:
        """The rows that were filled in."""
        data = self.cleaned_data
        return [
            Told(data[f"role_{n}"], data[f"text_{n}"], data[f"told_{n}"], area,
                 not data[f"kept_{n}"], about=self._about(n))
            for n in range(self.count) if data[f"text_{n}"]
        ]  # fmt: skip

    def shown(self) -> set[UUID]:
        """The experiences that the writer had before her; those emptied are to be removed."""
        return {pk for n in range(self.count) if (pk := self.cleaned_data[f"told_{n}"])}

    @staticmethod
    def filled_with(told: Iterable[Told]) -> dict[str, Any]:
        """What fills the rows with what has been told before."""
        found: dict[str, Any] = {}
        for n, one in enumerate(told):
            found |= {f"text_{n}": one.text, f"role_{n}": one.role, f"told_{n}": one.id,
                      f"kept_{n}": one.matchable is False}  # fmt: skip
        return found
