"""What the pages about a presentation share: its words, what stands beside it, its forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.organisations.words import say
from erfara.people.actions import presentations as actions
from erfara.people.facets import NONE, Facets
from erfara.people.models import Contributor, Presentation
from erfara.vocabulary.choices import Area, ExperienceRole
from erfara.vocabulary.drawings import ALTS, Drawing
from erfara.web.components.showing import svg
from erfara.web.people_say import first_capital

TITLE_LENGTH, TEXT_LENGTH = 80, 1500


def beside(facets: Facets) -> str:
    """An area and a role in words; nothing for none."""
    if facets == NONE:
        return ""
    return f"{area_in_words(facets.area)}, {say(ExperienceRole(facets.role).label)}"


def area_in_words(area: str) -> str:
    """An area of the map, as a heading."""
    return first_capital(say(Area(area).label))


def facets_of(row: Presentation) -> Facets:
    """What she has said may stand beside it, shown or not."""
    return Facets(row.area, row.role)


def alt_of(picture: str) -> str:
    """What the picture shows, in words; nothing for none."""
    return say(ALTS[picture]) if picture else ""


def words_of(
    request: Any, contributor: Contributor, rows: Iterable[Presentation], *, purpose: str, case: str
) -> dict[UUID, dict[str, str]]:
    """Version → title, text and what she wished for. Opened once, and logged."""
    versions = list(rows)
    if not versions:
        return {}
    fields = [str(row.pk) for row in versions] + [actions.wish_field(row) for row in versions]
    opened = vault.open(
        tenant_id=contributor.programme_id, person_ids=[contributor.person_id],
        blob=actions.BLOB, fields=fields, purpose=purpose, case=case, actor=request.viewer,
        at=request.at,
    ).get(contributor.person_id, {})  # fmt: skip
    return {
        row.pk: {
            **(opened.get(str(row.pk)) or {"title": "", "text": ""}),
            "wish": opened.get(actions.wish_field(row)) or "",
        }
        for row in versions
    }


class WritingForm(forms.Form):
    """A text about somebody, and what of the experience map may stand beside it."""

    title = forms.Text(
        _("Title"), hint=_("As on a book. For example: To wait, and to be seen."),
        max_length=TITLE_LENGTH, missing=_("Write a title."), autocomplete="off",
    )  # fmt: skip
    text = forms.LongText(
        _("Text"), hint=_("A few sentences about what one can ask, without who it is."),
        max_length=TEXT_LENGTH, rows=9, missing=_("Write the text."),
    )  # fmt: skip
    shown = forms.Radios(
        _("What may stand beside the text?"),
        hint=_(
            "It is shown only while at least five people here share it. Until then nothing is "
            "shown beside the text."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, told: Iterable[Facets], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = {f"{one.area}|{one.role}": one for one in told}
        field: Any = self.fields["shown"]
        field.choices = [
            *((key, beside(one)) for key, one in self.told.items()), ("none", _("Nothing")),
        ]  # fmt: skip
        if not self.told:
            del self.fields["shown"]

    def facets(self) -> Facets:
        """What was chosen."""
        return self.told.get(self.cleaned_data.get("shown", ""), NONE)

    @staticmethod
    def written(row: Presentation | None, words: dict[str, str] | None) -> dict[str, str]:
        """What a form about this version begins with."""
        if row is None or words is None:
            return {"shown": "none"}
        facets = facets_of(row)
        shown = f"{facets.area}|{facets.role}" if facets != NONE else "none"
        return {"title": words["title"], "text": words["text"], "shown": shown}


def _picture(one: Drawing) -> str:
    return format_html(
        '<span class="drawing" aria-hidden="true">{}</span><span>{}</span>',
        svg(one.value), say(one.label),
    )  # fmt: skip


class PictureForm(forms.Form):
    """One of the drawn pictures, or none; with the consent to it where there is none yet."""

    picture = forms.Radios(_("Which picture?"), missing=_("Choose a picture, or none."))
    agrees = forms.Check("", required=False)

    def __init__(self, *args: Any, consent: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["picture"]
        field.choices = [
            ("none", _("No picture")), *((one.value, _picture(one)) for one in Drawing),
        ]  # fmt: skip
        if consent:
            tick: Any = self.fields["agrees"]
            tick.label = consent
        else:
            del self.fields["agrees"]

    def chosen(self) -> str:
        """The picture's name; "" for none."""
        picture: str = self.cleaned_data["picture"]
        return "" if picture == "none" else picture

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        wants = data.get("picture") not in {None, "none"}
        if wants and "agrees" in self.fields and not data.get("agrees"):
            self.add_error("agrees", forms.said(_("Tick that you agree, or choose no picture.")))
        return data
