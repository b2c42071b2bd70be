"""Forms about a loan's agreement, and about its papers for the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending import records
from erfara.lending.models import Acceptance
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import Form
from erfara.web.coordinator.people_forms import capital
from erfara.web.coordinator.request_forms import NOBODY_NAMED


def begun(choices: Iterable[tuple[str, Any]]) -> Callable[[], list[tuple[str, str]]]:
    """Answers that begin with a capital, said when they are shown."""
    listed = list(choices)
    return lambda: [(key, capital(label)) for key, label in listed]


class AgreementForm(forms.Form):
    """What is agreed. It begins as the assignment says; the product's own sentences come after."""

    title = forms.Text(_("Title"), max_length=120, hint=_("It gives nothing away."))
    task = forms.LongText(_("What it is about"), rows=4, missing=_("Write what it is about."))
    use_of_answers = forms.LongText(_("What it is used for"), required=False, rows=3)
    time = forms.Text(
        _("When"), required=False, max_length=300, hint=_("Shown until times are planned.")
    )
    length = forms.Text(_("How long"), required=False, max_length=120)
    place = forms.Text(_("Where"), required=False, max_length=300)
    digital = forms.Check(_("It is by video"), required=False)
    payment = forms.Text(
        _("What is paid"), max_length=300, hint=_("Each one's own sum is added to hers."),
        missing=_("Write what is paid, also when it is nothing."),
    )  # fmt: skip
    payer = forms.Radios(_("Who pays?"), choices=Programme.Payer.choices)
    practical = forms.LongText(_("Preparation and practical things"), required=False, rows=3)
    contact_person = forms.Text(_("Contact person there"), required=False, max_length=160)
    more = forms.LongText(
        _("Anything else that is agreed"), required=False, rows=3,
        hint=_("Nobody who takes part is named here: everybody reads it."),
    )  # fmt: skip
    ends_on = forms.Date(_("Last day of the support"), required=False)
    review_on = forms.Date(_("When do you talk about how it goes?"), required=False)
    version = forms.Hidden(coerce=int, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Form.SUPPORT:
            del self.fields["ends_on"], self.fields["review_on"]
            return
        self.fields["ends_on"].required = self.fields["review_on"].required = True
        for name in ("title", "task", "use_of_answers", "place", "practical", "more"):
            self.fields[name].help_text = NOBODY_NAMED

    def written(self) -> dict[str, Any]:
        """What the action keeps of it."""
        apart = {"ends_on", "review_on", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class SendForm(forms.Form):
    """Until when both sides say yes."""

    accept_by = forms.Date(
        _("The last day to say yes"), hint=_("Halfway there, those who have not answered get one "
                                             "reminder."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["accept_by"]
        field.after = today


class WithoutForm(forms.Form):
    """Why it goes on without everybody's yes."""

    reason = forms.LongText(
        _("Why?"), rows=3, max_length=500, missing=_("Write why, in a sentence."),
        hint=_("It stands in the history. Name nobody."),
    )  # fmt: skip


class AnswerFields(forms.Form):
    """What one who takes part says with her yes."""

    support = forms.Radios(
        _("Whom do you turn to, before, during or after?"),
        choices=begun(Acceptance.Support.choices),
        missing=_("Choose whom you turn to. It can be nobody."),
    )  # fmt: skip
    support_words = forms.Text(
        _("If it is somebody you choose: who?"), required=False, max_length=200,
        hint=_("Only {coordinator:sg.def} reads it."),
    )  # fmt: skip
    conflict = forms.Radios(
        _("Is there something that could make others doubt that you are free to say what you "
          "think?"),
        choices=begun(Acceptance.Conflict.choices),
        hint=_("For example that you work there, or that somebody close to you does. The county "
               "asks everybody."),
        missing=_("Choose whether there is something to declare."),
    )  # fmt: skip
    declaration = forms.LongText(
        _("If there is: what is it?"), required=False, rows=3, max_length=1000,
        hint=_("A sentence or two. Only {coordinator:sg.def} reads it, and says if it matters."),
    )  # fmt: skip

    def __init__(self, *args: Any, declares: bool, hers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not declares or not hers:
            del self.fields["conflict"], self.fields["declaration"]
        if not hers:
            del self.fields["support"], self.fields["support_words"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("support") == Acceptance.Support.OWN and not data.get("support_words"):
            self.add_error("support_words", forms.said(_("Write who it is that you turn to.")))
        if data.get("conflict") == Acceptance.Conflict.DECLARED and not data.get("declaration"):
            self.add_error("declaration", forms.said(_("Write what it is, in a sentence or two.")))
        return data

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("support", "support_words", "conflict", "declaration")
        return {name: self.cleaned_data.get(name) or "" for name in names}


class NoteForm(AnswerFields):
    """An answer by phone, on paper or face to face, as a coordinator notes it."""

    how = forms.Radios(
        _("How did you get to know?"),
        choices=begun([one for one in Acceptance.How.choices if one[0] != "page"]),
        missing=_("Choose how you got to know."),
    )
    field_order = ("how", "support", "support_words", "conflict", "declaration")


class WishForm(forms.Form):
    """What somebody wants changed before saying yes."""

    words = forms.LongText(
        _("What do you want changed?"), rows=4, max_length=2000,
        missing=_("Write what you want changed."),
    )  # fmt: skip


class ReplyForm(forms.Form):
    """An answer to one who wants something changed."""

    words = forms.LongText(
        _("Your answer"), rows=4, max_length=2000, missing=_("Write an answer first.")
    )


class AssessForm(forms.Form):
    """What a declaration means for this assignment."""

    outcome = forms.Radios(
        _("What does it mean for this assignment?"), choices=begun(Acceptance.Outcome.choices),
        hints={
            "not_suitable": _("Then she takes no part in this loan. She stays in "
                              "{library:sg.def} and can be asked about other things."),
        },
        missing=_("Choose one of the two."),
    )  # fmt: skip
    reason = forms.LongText(
        _("Why?"), rows=3, max_length=1000, missing=_("Write why, in a sentence."),
        hint=_("She can read it."),
    )  # fmt: skip


class ReviewForm(forms.Form):
    """The talk about how a support assignment goes has been held."""

    next_on = forms.Date(
        _("When do you talk next?"), required=False, hint=_("Empty means that no more is needed.")
    )
    ends_on = forms.Date(
        _("Another last day?"), required=False,
        hint=_("Then both sides say yes again. Empty means that it ends as agreed."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("next_on", "ends_on"):
            field: Any = self.fields[name]
            field.after = today


class RecordForm(forms.Form):
    """Which papers go to the registry, and who is named in them."""

    papers = forms.Checkboxes(
        _("Which papers?"),
        choices=[
            ("borrower", _("The agreement with {borrower:sg.def}")),
            ("people", _("The agreements with each {contributor:sg}")),
            (records.ASSIGNMENT, _("The assignment")),
            (records.REQUEST, _("The request")),
            (records.OUTCOMES, _("What the declarations led to")),
        ],
        missing=_("Choose at least one paper."),
    )
    named = forms.Checkboxes(
        _("Who is named in their own agreement?"), required=False, coerce=UUID,
        hint=_("Everybody else is a number. At most five are named at once."),
    )  # fmt: skip
    secret = forms.YesNo(_("Is there anything in it that the county keeps secret?"))
    law = forms.Text(
        _("By which section of law?"), required=False, max_length=120,
        hint=_("As the county writes it."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), name) for pk, name in people]
        field: Any = self.fields["named"]
        field.choices = choices
        if not choices:
            del self.fields["named"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("secret") and not data.get("law"):
            self.add_error("law", forms.said(_("Write which section, as the county does.")))
        return data


class DiaryForm(forms.Form):
    """What the registry calls the case."""

    number = forms.Text(
        _("Diary number"), max_length=60, width="medium", missing=_("Write the diary number."),
        hint=_("As the registry writes it."),
    )  # fmt: skip
