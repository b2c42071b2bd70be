"""What is written about a first meeting, and about a request that goes to another library."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending.actions.meetings import AGREED, Ways
from erfara.lending.meeting_queries import all_times
from erfara.lending.models import Elsewhere, LoanRequest, Meeting
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import LadderStep, ParticipationLevel, TalkWay
from erfara.web.coordinator.interview_forms import LENGTHS
from erfara.web.coordinator.request_forms import READS_THIS, AssignmentForm, said

HELD, KEEP = "held", "keep"


class MeetingForm(forms.Form):
    """When the first meeting is: one time, or some to choose among."""

    meeting_at = forms.Moment(
        _("When do you meet?"), hint=_("Day and time, like 30 November 13:00, or tomorrow 13:00"),
    )  # fmt: skip
    second = forms.Moment(
        _("Another time to choose"), required=False,
        hint=_("With one time the meeting is booked. With two or three {borrower:sg.def} chooses."),
    )  # fmt: skip
    third = forms.Moment(_("A third time to choose"), required=False)
    answer_by = forms.Date(
        _("Until which day may they choose?"), required=False,
        hint=_("Only with several times. Empty means a week."),
    )  # fmt: skip
    minutes = forms.Radios(_("How long?"), choices=LENGTHS, initial="60", required=False)
    how = forms.Radios(
        _("How do you meet?"), choices=TalkWay.choices, initial="video", required=False
    )
    place = forms.Text(_("Where, or which number?"), required=False, max_length=300)
    video_link = forms.Text(
        _("Link to the video meeting"), required=False, max_length=500,
        hint=_("It stands on the page of the request only, in no message. It begins with "
               "https://."),
    )  # fmt: skip
    agenda = forms.LongText(
        _("What else do you want to talk about?"), required=False, max_length=1500, rows=3,
        hint=_("One thing on each line. {borrower:sg.def.cap} reads this. Write nothing about a "
               "single person here."),
    )  # fmt: skip
    as_of = forms.Hidden(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any
        for name in ("meeting_at", "second", "third", "answer_by"):
            field = self.fields[name]
            field.after = today
        for name in ("minutes", "how"):  # one is chosen from the start
            field = self.fields[name]
            field.marks_optional = False

    @property
    def times(self) -> list[datetime]:
        """The times that are written."""
        found = (self.cleaned_data[name] for name in ("meeting_at", "second", "third"))
        return [one for one in found if one]

    @property
    def ways(self) -> Ways:
        """How it is held, as the actions want it."""
        data = self.cleaned_data
        return Ways(
            how=data["how"] or "video", minutes=int(data["minutes"] or 60), place=data["place"],
            video_link=data["video_link"], agenda=data["agenda"],
        )  # fmt: skip

    @staticmethod
    def written(meeting: Meeting | None) -> dict[str, Any]:
        """The meeting as it is."""
        if meeting is None:
            return {}
        times = [meeting.starts_at] if meeting.state == "booked" else []
        if meeting.state == "offered":
            times = [time.starts_at for time in all_times(meeting)]
        minutes = str(meeting.minutes)
        return {
            **dict(zip(("meeting_at", "second", "third"), times, strict=False)),
            "minutes": minutes if minutes in dict(LENGTHS) else "60", "how": meeting.how,
            "place": meeting.place, "video_link": meeting.video_link, "agenda": meeting.agenda,
            "answer_by": meeting.answer_by if meeting.state == "offered" else None,
        }  # fmt: skip


class HeldForm(AssignmentForm):
    """What is said at the meeting, what is agreed, and as much of the assignment as is clear.

    Kept as a draft nothing is needed. To say that the meeting has been held, what both sides
    agree on is: `needed` looks that through.
    """

    notes = forms.LongText(
        _("Notes"), required=False, max_length=5000, rows=6,
        hint=_("For {coordinator:pl} only. They go when the contact's details are erased."),
    )  # fmt: skip
    held_on = forms.Date(_("Which day did you meet?"))
    level = forms.Radios(
        _("Where will people's experience be used?"), choices=said(ParticipationLevel.choices)
    )
    ladder = forms.Radios(
        _("How much will they have a say?"), choices=said(LadderStep.choices),
        hint=_("The same is asked again afterwards: what was promised, and what happened."),
    )  # fmt: skip
    expertise = forms.Radios(
        _("Which experience is needed?"), choices=said(LoanRequest.Expertise.choices)
    )
    speaks_for = forms.Radios(
        _("For whom do they speak?"), choices=said(LoanRequest.SpeaksFor.choices)
    )
    terms_accepted = forms.Check(_("{borrower:sg.def.cap} has accepted the terms"))
    seen_notes = forms.Hidden(required=False, coerce=int)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["held_on"]
        field.before = today

    @property
    def keeps(self) -> bool:
        """Whether it is kept as a draft."""
        return bool(self.data.get("do") == KEEP)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.keeps:
            return values
        for name in ("held_on", *AGREED):
            field: Any = self.fields[name]
            if not values.get(name) and name not in self.errors:
                self.add_error(name, field.empty())
        if not values.get("terms_accepted"):
            self.add_error(
                "terms_accepted",
                forms.said(
                    _("Go through the terms with {borrower:sg.def} first, then tick the box")
                ),
            )
        return values

    @property
    def agreed(self) -> dict[str, str]:
        """What is agreed, as the actions want it."""
        return {name: self.cleaned_data[name] or "" for name in AGREED}


class PassOnForm(forms.Form):
    """To which library, why, and until when the borrower may answer."""

    to = forms.Select(_("To which {library:sg}?"), choices=[], coerce=UUID)
    words = forms.LongText(
        _("Why do you think so?"), required=False, max_length=1000, rows=3, hint=READS_THIS
    )
    answer_by = forms.Date(_("Until which day?"))

    def __init__(self, *args: Any, to: list[Programme], today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"answer_by": today + timedelta(days=14), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["to"]
        choice.choices = [(str(one.pk), f"{one.name}, {one.county}") for one in to]
        last: Any = self.fields["answer_by"]
        last.after = today


class PeopleForm(PassOnForm):
    """How many people another library is asked for."""

    number = forms.Number(_("How many people?"), min_value=1, max_value=100, width="short")
    field_order = ("to", "number", "words", "answer_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What do you want to say to the other {library:sg}?")
        self.fields["words"].hint = _(  # type: ignore[attr-defined]
            "The assignment is sent as it is. Write nothing about a single person here."
        )


class ElsewhereForm(forms.Form):
    """A place to turn to instead."""

    kind = forms.Radios(_("What is it?"), choices=said(Elsewhere.Kind.choices))
    name = forms.Text(_("What is it called?"), max_length=160)
    what_for = forms.Text(
        _("What is it good for?"), required=False, max_length=300,
        hint=_("For example: many answers from those who are patients there now."),
    )  # fmt: skip
    how = forms.Text(
        _("How does one reach it?"), max_length=300,
        hint=_("A web page, a switchboard, an address of the organisation. No single person."),
    )  # fmt: skip
