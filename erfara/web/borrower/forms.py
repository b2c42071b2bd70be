"""What a borrower writes: the request, and what came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.vocabulary.choices import Form

WISHES = (
    "purpose", "wished_experience", "wished_outcome", "form", "people_wanted", "recurring",
    "when_wished", "where_wished",
)  # fmt: skip


class WishesForm(forms.Form):
    """What somebody wants to borrow for. Only the purpose has to be there; the rest can be
    worked out in the first meeting."""

    purpose = forms.LongText(
        _("What do you want to find out or develop?"),
        hint=_("A few sentences in ordinary words are enough."), max_length=3000, rows=5,
        missing=_("Write what you want to find out or develop. A few sentences are enough."),
    )  # fmt: skip
    wished_experience = forms.LongText(
        _("What should people have experience of?"),
        hint=_("For example: having followed somebody to the emergency ward. Small things count."),
        required=False, max_length=2000, rows=3,
    )  # fmt: skip
    wished_outcome = forms.LongText(
        _("What do you hope to have afterwards?"), required=False, max_length=2000, rows=3
    )
    form = forms.Select(
        _("In which form?"), choices=Form.choices, required=False,
        empty_label=_("We don't know yet"),
    )  # fmt: skip
    people_wanted = forms.Number(
        _("How many people?"), hint=_("At least two, so that nobody has to be alone."),
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

    def wishes(self) -> dict[str, object]:
        """As `lending.actions.requests` takes them."""
        found = {name: self.cleaned_data[name] for name in WISHES if name in self.cleaned_data}
        return {**found, "form": found.get("form") or "",
                "recurring": found.get("recurring") == "yes"}  # fmt: skip


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
