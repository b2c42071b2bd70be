"""Forms of recruitment: a round, an application that is entered, decisions, interviews, notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.peersupport.recruitment import guide
from erfara.peersupport.recruitment.models import InterviewNote, PeerCandidate
from erfara.peersupport.recruitment.questions import LABELS, HalfTime
from erfara.vocabulary.choices import TalkWay
from erfara.web.coordinator.interview_forms import LENGTHS
from erfara.web.peer.apply.forms import CHANNELS

INVITE, SAY_NO = "invite", "say_no"
KEEP, SEND = "keep", "send"
ONLY_LEADS = _(
    "Only {coordinator:pl.def} see this, and the person who asks for a copy of everything."
)


class RoundForm(forms.Form):
    """What a round says, its days and its plan."""

    title = forms.Text(
        _("What do you announce?"), max_length=120,
        hint=_("For example: {contributor:pl.cap} in the whole county"),
        missing=_("Write what you announce."),
    )  # fmt: skip
    text_sv = forms.LongText(
        _("The announcement, in Swedish"), max_length=4000, rows=8,
        hint=_("What the job is, where, half time or more, what it pays, who employs. It is shown "
               "to everybody."),
        missing=_("Write the announcement."),
    )  # fmt: skip
    text_en = forms.LongText(
        _("The announcement, in English"), max_length=4000, rows=6, required=False
    )
    opens_on = forms.Date(_("First day to apply"))
    closes_on = forms.Date(_("Last day to apply"))
    answer_by = forms.Date(
        _("The day everybody has an answer by"),
        hint=_("It is promised to those who apply."),
    )
    interviewed = forms.Number(
        _("How many do you plan to interview?"), min_value=1, max_value=500, width="short"
    )
    trained = forms.Number(
        _("How many of them to train?"), min_value=1, max_value=500, width="short"
    )
    employed = forms.Number(
        _("How many of those to employ?"), min_value=1, max_value=500, width="short"
    )
    keep_months = forms.Number(
        _("After how many months is erased what somebody wrote who got a no?"), min_value=1,
        max_value=24, width="short", hint=_("It is promised in the announcement."),
    )  # fmt: skip


class TakeDownForm(forms.Form):
    """An application by phone or on paper: all on one page, as it lies on the desk."""

    way = forms.Radios(
        _("How did it come?"),
        choices=[
            (PeerCandidate.Way.PHONE, _("By phone")), (PeerCandidate.Way.PAPER, _("On paper")),
        ],
        missing=_("Choose how it came."),
    )  # fmt: skip
    name = forms.Text(_("Name"), max_length=160, missing=_("Write the name."))
    email = forms.Email(_("E-mail"), required=False)
    phone = forms.Phone(_("Telephone"), required=False)
    address = forms.LongText(_("Postal address"), required=False, max_length=300, rows=3)
    when_to_reach = forms.LongText(LABELS["when_to_reach"], required=False, max_length=500, rows=2)
    why = forms.LongText(LABELS["why"], required=False, max_length=3000, rows=5)
    own = forms.LongText(
        LABELS["own"], required=False, max_length=3000, rows=5,
        hint=_("Only what the person chooses to tell. Don’t ask for diagnoses."),
    )  # fmt: skip
    half_time = forms.Radios(LABELS["half_time"], choices=HalfTime.choices, required=False)
    begins = forms.Text(LABELS["begins"], required=False, max_length=200)
    where = forms.Text(LABELS["where"], required=False, max_length=200)
    practical = forms.LongText(LABELS["practical"], required=False, max_length=1000, rows=3)
    channel = forms.Radios(
        _("How did the person find you?"), choices=CHANNELS,
        missing=_("Choose what comes closest."),
    )  # fmt: skip
    protected = forms.Check(
        _("The person lives with protected details"), required=False,
        hint=_("Then nobody who interviews sees the name, and nothing is sent. You phone."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        ways = ("email", "phone", "address")
        if not any(data.get(name) for name in ways) and not any(n in self.errors for n in ways):
            sentence = _("Write an e-mail address, a phone number or a postal address.")
            self.add_error("email", forms.said(sentence))
        return data


class ScreenForm(forms.Form):
    """After reading an application: an interview, or a kind no."""

    decision = forms.Radios(
        _("How does it go on?"),
        choices=[(INVITE, _("Invite to an interview")), (SAY_NO, _("Say no, kindly"))],
        missing=_("Choose how it goes on."),
    )
    reason = forms.LongText(
        _("Why?"), max_length=1000, rows=3, missing=_("Write why, in a sentence."),
        hint=ONLY_LEADS,
    )  # fmt: skip
    words = forms.LongText(
        _("What do you answer, if it is a no?"), required=False, max_length=3000, rows=7,
        hint=_("The person reads exactly this. Change it so that it fits."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("decision") == SAY_NO and not data.get("words"):
            self.add_error("words", forms.said(_("Write what you answer.")))
        return data


class ProposeForm(forms.Form):
    """What one of the pair proposes, why, and what is answered."""

    reason = forms.LongText(
        _("Why?"), max_length=1000, rows=4, missing=_("Write why, in a sentence."),
        hint=ONLY_LEADS,
    )  # fmt: skip
    words = forms.LongText(
        _("What do you answer?"), max_length=3000, rows=8, missing=_("Write what you answer."),
        hint=_("The person reads exactly this. Change it so that it fits."),
    )  # fmt: skip
    look_again_on = forms.Date(
        _("When do you get in touch again at the latest?"),
        missing=_("Write a day to get in touch again."),
    )

    def __init__(self, *args: Any, outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outcome != PeerCandidate.Outcome.WAIT:
            del self.fields["look_again_on"]


class BookForm(forms.Form):
    """When, how, where, and the two who hold it. `staff`: their functions → (id, name)."""

    starts_at = forms.Moment(_("When?"))
    minutes = forms.Radios(_("How long?"), choices=LENGTHS, initial="60")
    how = forms.Radios(_("How do you meet?"), choices=TalkWay.choices)
    where = forms.LongText(
        _("Where, which number, or which link?"), required=False, max_length=500, rows=2,
        hint=_("Seen by the person and by the two who interview. It stands in no mail."),
    )  # fmt: skip
    where_for_all = forms.Check(
        _("Propose the same place for the next interviews"), required=False,
        hint=_("Only a room at work: not somebody’s home, number or link."),
    )  # fmt: skip
    user_org = forms.Select(
        _("Who comes from the user organisation?"), choices=[], coerce=UUID,
        missing=_("Choose who comes from the user organisation."),
    )  # fmt: skip
    hr = forms.Select(
        _("Who comes from the employer’s HR?"), choices=[], coerce=UUID,
        missing=_("Choose who comes from HR."),
    )  # fmt: skip
    workplace = forms.Select(
        _("Who comes from the workplace?"), choices=[], coerce=UUID,
        missing=_("Choose who comes from the workplace."),
    )  # fmt: skip

    def __init__(self, *args: Any, staff: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.functions = list(staff)
        for name in set(InterviewNote.Function.values) - set(staff):
            del self.fields[name]
        for name, choices in staff.items():
            field: Any = self.fields[name]
            field.choices = choices
        field.help_text = _(
            "They write each for themselves, and read the other’s first when both have sent."
        )

    def values(self) -> dict[str, Any]:
        """What the actions want."""
        data = self.cleaned_data
        starts = data["starts_at"]
        return {
            "starts_at": starts,
            "ends_at": starts.astimezone(UTC) + timedelta(minutes=int(data["minutes"])),
            "how": data["how"], "where": data["where"],
            "where_for_all": bool(data["where_for_all"]),
            "writers": {name: data[name] for name in self.functions},
        }  # fmt: skip


class HandOverForm(forms.Form):
    """Somebody else who was there."""

    writer = forms.Select(
        _("Who was there and writes instead?"), choices=[], coerce=UUID,
        missing=_("Choose who writes."),
    )  # fmt: skip

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["writer"]
        field.choices = list(staff)


class WithoutForm(forms.Form):
    """Why one note is enough."""

    reason = forms.LongText(
        _("Why do you go on without the missing note?"), max_length=500, rows=3,
        missing=_("Write why, in a sentence."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """A note along the guide: a text for each part and how clear it became. Kept half done, or
    sent when it is whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # All but the texts is needed to send; to keep it, nothing is.
        needed = not self.is_bound or self.sends
        for one in guide.GUIDE:
            self.fields[one.key] = forms.LongText(
                _("What was said, in short"), required=False, max_length=2000, rows=3
            )
            self.fields[f"{one.key}_seen"] = forms.Radios(
                _("How clear did it become?"), choices=guide.Seen.choices, required=needed,
                missing=forms.said(
                    _("Say how clear this became: {part}"), part=forms.said(one.title)
                ),
            )  # fmt: skip
        self.fields["advice"] = forms.Radios(
            _("What do you advise?"), choices=guide.Advice.choices, required=needed,
            missing=_("Say what you advise."),
        )  # fmt: skip
        self.fields["advice_why"] = forms.LongText(
            _("Why?"), required=needed, max_length=2000, rows=4,
            missing=_("Write why, in a sentence."),
            hint=_("From what was said about the work. Nothing about an illness."),
        )  # fmt: skip

    def parts(self) -> list[tuple[guide.Question, Any, Any]]:
        """Each part of the guide with its two fields."""
        return [(one, self[one.key], self[f"{one.key}_seen"]) for one in guide.GUIDE]

    @property
    def sends(self) -> bool:
        """Whether it is to be sent, and not only kept."""
        return self.data.get("do") == SEND
