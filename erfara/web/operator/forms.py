"""What the operator writes: a new programme and who is to administer it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.models import Programme
from erfara.organisations.words import vocabulary_choices
from erfara.web.administrator.forms import LastDay
from erfara.web.middleware import RESERVED


class ProgrammeForm(LastDay):
    """A new programme. Everything else is decided by its administrator."""

    name = forms.Text(_("Name"), max_length=120)
    slug = forms.Text(
        _("Its part of the address"), max_length=40, width="medium", autocomplete="off",
        hint=_("Small letters a to z, digits and hyphens, like blekinge."),
    )  # fmt: skip
    kind = forms.Radios(_("What is it?"), choices=Programme.Kind.choices, initial="library")
    county = forms.Text(_("County"), max_length=80)
    owner = forms.Text(_("Who owns it?"), max_length=160, required=False)
    vocabulary = forms.Radios(_("Which words do they use?"), choices=vocabulary_choices)
    email = forms.Email(_("E-mail of the first administrator"), autocomplete="off")
    person = forms.Text(_("Name of the first administrator"), max_length=120, autocomplete="off")
    field_order = ("name", "slug", "kind", "county", "owner", "vocabulary", "email", "person",
                   "ends_on")  # fmt: skip

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        try:
            validate_slug(slug)
        except ValidationError:
            slug = ""
        if not slug or slug != slug.lower() or "_" in slug:
            raise ValidationError(
                _("Write small letters a to z, digits and hyphens, like blekinge.")
            )
        if slug in RESERVED:
            raise ValidationError(_("That address is taken. Choose another one."))
        return slug

    def values(self) -> dict[str, Any]:
        """As `create_programme` takes them."""
        names = ("name", "slug", "kind", "county", "owner", "vocabulary")
        return {name: self.cleaned_data[name] for name in names}
