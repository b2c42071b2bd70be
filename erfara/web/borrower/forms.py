"""What a borrower writes: the request, and what came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending.actions.requests import WISHES
from erfara.lending.models import LoanRequest
from erfara.lending.readiness import READY
from erfara.vocabulary.choices import Form, LadderStep, ParticipationLevel


class WhoForm(forms.Form):
    """Who asks."""

    organisation = forms.Text(
        _("Organisation"), hint=_("For example a region, a municipality or an association."),
        max_length=160, autocomplete="organization",
        missing=_("Write which organisation you belong to."),
    )  # fmt: skip
    unit = forms.Text(_("Unit"), required=False, max_length=160)
    name = forms.Text(
        _("Your name"), max_length=120, autocomplete="name", missing=_("Write your name.")
    )
    email = forms.Email(_("E-mail"), hint=_("We answer here."))
    phone = forms.Phone(_("Telephone"), required=False)


class AboutForm(forms.Form):
    """What somebody wants to find out."""

    purpose = forms.LongText(
        _("What do you want to find out or develop?"),
        hint=_("A few sentences in ordinary words are enough. Name nobody who gets care or "
               "support."), max_length=3000, rows=5,
        missing=_("Write what you want to find out or develop. A few sentences are enough."),
    )  # fmt: skip
    wished_outcome = forms.LongText(
        _("What do you hope to have afterwards?"), required=False, max_length=2000, rows=3,
        hint=_("For you, not for one person who gets care or support."),
    )  # fmt: skip


class WhomForm(forms.Form):
    """Whom somebody would like to hear, in words of everyday."""

    wished_experience = forms.LongText(
        _("What should people have experience of?"),
        hint=_("For example: having followed somebody to the emergency ward. Small things count. "
               "Name nobody."),
        required=False, max_length=2000, rows=4,
    )  # fmt: skip


class HowForm(forms.Form):
    """How it may be held."""

    form = forms.Select(
        _("In which form?"), choices=Form.choices, required=False,
        empty_label=_("We don't know yet"),
        hint=_("In a support assignment one trained person supports somebody for a time. Write "
               "nothing about who that is."),
    )  # fmt: skip
    people_wanted = forms.Number(
        _("How many people?"),
        hint=_("At least two, so that nobody has to be alone. In a support assignment one comes."),
        required=False, min_value=1, max_value=200,
    )  # fmt: skip
    recurring = forms.Radios(
        _("Does it happen once or several times?"),
        choices=[("no", _("Once")), ("yes", _("Several times"))], required=False,
    )  # fmt: skip
    when_wished = forms.Text(_("When?"), hint=_("For example: in November, in the afternoon."),
                             required=False, max_length=300)  # fmt: skip
    where_wished = forms.Text(
        _("Where?"), hint=_("A place, or by video."), required=False, max_length=300
    )


class ReadyForm(forms.Form):
    """What is in place. Everything may be left: then it is talked about at the first meeting."""

    use_of_answers = forms.LongText(
        _("What will you do with what you hear?"), required=False, max_length=2000, rows=3,
        hint=_("For example: a new letter of appointment, decided in March. People read this "
               "before they answer."),
    )  # fmt: skip
    day_contact = forms.Text(
        _("Who meets those who come?"), required=False, max_length=160,
        hint=_("A name or a role. Those who come see it."),
    )  # fmt: skip
    room = forms.Text(
        _("Which room, or which link?"), required=False, max_length=300,
        hint=_("A calm place that everybody can get into."),
    )  # fmt: skip
    colleagues_prepared = forms.Radios(
        _("Do your colleagues know why people come?"), choices=LoanRequest.Prepared.choices,
        required=False,
    )  # fmt: skip
    budget_holder = forms.Text(
        _("Who says yes to what it costs?"), required=False, max_length=160,
        hint=_("A name or a role. Only {coordinator:pl.def} see it."),
    )  # fmt: skip

    def values(self) -> dict[str, str]:
        """As `lending.actions.requests.write_readiness` takes them."""
        return {name: self.cleaned_data[name] or "" for name in READY}


class SayForm(forms.Form):
    """How much of a say people are to have, as the borrower wishes it."""

    level_wished = forms.Radios(
        _("Where will it be used?"), required=False,
        choices=[*ParticipationLevel.choices, ("", _("We don't know yet"))],
    )  # fmt: skip
    ladder_wished = forms.Radios(
        _("How much of a say will people have?"), required=False,
        choices=[*LadderStep.choices, ("", _("We don't know yet"))],
    )  # fmt: skip


class WishesForm(AboutForm, WhomForm, HowForm, ReadyForm):
    """What somebody wants to borrow for, on one page. Only the purpose has to be there; the rest
    can be worked out in the first meeting."""

    field_order = (
        "purpose", "wished_experience", "wished_outcome", "form", "people_wanted", "recurring",
        "when_wished", "where_wished", *READY,
    )  # fmt: skip

    def wishes(self) -> dict[str, object]:
        """As `lending.actions.requests` takes them."""
        found = {name: self.cleaned_data[name] for name in WISHES if name in self.cleaned_data}
        return {**found, **self.values(), "form": found.get("form") or "",
                "recurring": found.get("recurring") == "yes"}  # fmt: skip


class ColleagueForm(forms.Form):
    """A colleague to see to it together with."""

    name = forms.Text(
        _("What is your colleague called?"), max_length=120, autocomplete="off",
        missing=_("Write your colleague's name."),
    )  # fmt: skip
    email = forms.Email(
        _("Your colleague's e-mail"), autocomplete="off",
        hint=_("We send a link there, and nothing about what it is for."),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a request is taken back."""

    reason = forms.Text(
        _("Why do you take it back?"), hint=_("One sentence is enough."), max_length=500,
        missing=_("Write why in a sentence, so that we know what to tell those who were asked."),
    )  # fmt: skip


class FeedbackForm(forms.Form):
    """What the borrower did with what people said."""

    text = forms.LongText(
        _("What did you hear, and what have you done with it?"),
        hint=_("Everybody who took part reads this. Say also what you could not do, and why."),
        max_length=5000, rows=10, missing=_("Write what you want to tell first."),
    )  # fmt: skip
