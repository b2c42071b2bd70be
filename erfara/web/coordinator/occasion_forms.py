"""Forms around a time at which a loan is held: when and where, who comes, how it went."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.foundation.spans import Span
from erfara.lending.models import Occasion
from erfara.web.coordinator.loan_forms import REASON_LENGTH

MOST_DAYS = 30
INTERPRETER = [
    ("none", _("none is needed")),
    ("library", _("yes, and {library:sg.def} books")),
    ("borrower", _("yes, and {borrower:sg.def} books")),
]


def span_of(day: date, starts: time, ends: time) -> Span:
    """From when to when, as moments. A time that the clock jumps over is the one after it."""
    zone = timezone.get_current_timezone()
    first, last = (
        datetime.combine(day, one, tzinfo=zone).astimezone(UTC) for one in (starts, ends)
    )
    return Span(first, last)


class WhoForm(forms.Form):
    """A form with boxes for those in the team. Their names come when it is to be looked at."""

    boxes = "who"

    def __init__(self, *args: Any, team: Iterable[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = list(team)
        self.call((pk, "") for pk in self.team)

    def call(self, team: Iterable[tuple[UUID, str]]) -> None:
        """Say what each in the team is called."""
        field: Any = self.fields[self.boxes]
        field.choices = [(str(pk), name) for pk, name in team]


class ChangeOccasionForm(WhoForm):
    """When and where, and who takes part in it."""

    seen = forms.Hidden(required=False, max_length=32)
    day = forms.Date(_("Day"), hint=_("Like this: 2026-11-26"))
    starts = forms.Time(_("It begins"), hint=_("Like this: 13:00"))
    ends = forms.Time(_("It ends"))
    place = forms.Text(
        _("Place"),
        max_length=300,
        required=False,
        hint=_("Address and room. Not for digital ones."),
    )
    digital = forms.Check(_("It is digital"), required=False)
    video_url = forms.Text(
        _("Link to the video meeting"),
        max_length=500,
        required=False,
        hint=_("Begins with https://. It stands on their pages, and in no message."),
    )
    access = forms.Text(
        _("What the place has"),
        max_length=500,
        required=False,
        hint=_("Lift, hearing loop, quiet room, parking close by."),
    )
    interpreter_by = forms.Radios(
        _("An interpreter?"), choices=INTERPRETER, initial="none", required=False
    )
    interpreter_language = forms.Text(
        _("Which language?"), max_length=60, required=False, hint=_("Sign language too.")
    )
    booked = forms.Check(_("The interpreter is booked"), required=False)
    who = forms.Checkboxes(
        _("Who takes part?"), coerce=UUID, missing=_("Choose at least one who takes part.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by: Any = self.fields["interpreter_by"]
        by.marks_optional = False  # one of the three is chosen already
        if len(self.team) < 2:
            del self.fields["who"]

    def call(self, team: Iterable[tuple[UUID, str]]) -> None:
        if "who" in self.fields:
            super().call(team)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "place" in data and not data["place"] and not data.get("digital"):
            self.add_error("place", forms.said(_("Write where it is, or tick that it is digital.")))
        url = data.get("video_url", "")
        if url and not re.match(r"https://[^\s/]+\.[^\s/]+", url):
            self.add_error(
                "video_url", forms.said(_("Write the whole link, beginning with https://."))
            )
        if data.get("interpreter_by") not in (None, "", "none") and not data.get(
            "interpreter_language"
        ):
            self.add_error("interpreter_language", forms.said(_("Write which language.")))
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if day and starts and ends:
            data["span"] = span_of(day, starts, ends)
            if ends <= starts or data["span"].ends_at <= data["span"].starts_at:
                self.add_error(
                    "ends", forms.said(_("Write a time that is later than when it begins."))
                )
        return data

    @property
    def needs_open(self) -> bool:
        """Whether what is folded away has something in it."""
        names = ("access", "interpreter_by", "interpreter_language", "booked")
        written = any(self[n].value() not in (None, "", "none", False) for n in names)
        return written or any(self[n].errors for n in names)

    def around(self) -> dict[str, Any]:
        """What it is beside its time: what the actions call `around`, and `who`."""
        data = self.cleaned_data
        by = data["interpreter_by"] or "none"
        booked = Occasion.Interpreter.BOOKED if data["booked"] else Occasion.Interpreter.TO_BOOK
        return {
            "place": data["place"],
            "digital": data["digital"],
            "video_url": data["video_url"],
            "access": data["access"],
            "interpreter": Occasion.Interpreter.NONE if by == "none" else booked,
            "interpreter_by": "" if by == "none" else by,
            "interpreter_language": data["interpreter_language"],
            "who": data["who"] if "who" in self.fields else None,
        }


class OccasionForm(ChangeOccasionForm):
    """A time, or the same time on several days; or one that has been already."""

    more_days = forms.LongText(
        _("The same time on these days too"),
        max_length=600,
        rows=3,
        required=False,
        hint=_("One day on each line."),
    )
    held = forms.Check(
        _("It has already been held"),
        required=False,
        hint=_("Then it is written down, and nobody is told."),
    )
    field_order = ["day", "starts", "ends", "more_days", "place", "digital", "video_url", "access",
                   "interpreter_by", "interpreter_language", "booked", "who", "held"]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]

    @property
    def more_open(self) -> bool:
        """Whether more days are written."""
        return bool(self["more_days"].value() or self["more_days"].errors)

    def clean_more_days(self) -> list[date]:
        """Each line as a day."""
        one, found = forms.Date(_("Day")), []
        for line in self.cleaned_data["more_days"].replace(",", "\n").split("\n"):
            if not line.strip():
                continue
            try:
                found.append(one.clean(line.strip()))
            except ValidationError:
                raise ValidationError(
                    forms.said(_("Write one day on each line, like this: 2026-12-03"))
                ) from None
        if len(found) > MOST_DAYS:
            raise ValidationError(forms.said(_("Write at most thirty days at a time.")))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("held") and data.get("more_days"):
            self.add_error(
                "more_days", forms.said(_("Write down one time after the other that has been."))
            )
        return data

    def spans(self) -> list[Span]:
        """All the times."""
        data = self.cleaned_data
        days = {data["day"], *data["more_days"]}
        return [span_of(day, data["starts"], data["ends"]) for day in sorted(days)]


class HowItWentForm(WhoForm):
    """Whether an occasion was held, and who did not come. Everybody came, if nothing is said."""

    went = forms.Radios(
        _("Was it held?"),
        choices=[("held", _("yes, it was held")), ("not_held", _("no, it came to nothing"))],
        initial="held",
    )
    absent = forms.Checkboxes(
        _("Who did not come?"),
        required=False,
        coerce=UUID,
        hint=_("Leave all boxes empty when everybody came. Nobody has to explain why."),
    )
    reason = forms.LongText(
        _("If it was not held: why?"),
        max_length=REASON_LENGTH,
        rows=2,
        required=False,
        hint=_("It stands in the history. Write nothing here about how somebody is."),
    )
    last = forms.YesNo(
        _("Was it the last time?"),
        required=False,
        hint=_("Then everybody is asked how it went."),
    )
    without_agreement = forms.LongText(
        _("Not everybody has said yes to the agreement. Why was it held all the same?"),
        max_length=REASON_LENGTH,
        rows=2,
        required=False,
        hint=_("It stands in the history. Only when this was the last time."),
    )
    boxes = "absent"

    def __init__(
        self, *args: Any, may_end: bool, agreed: bool, away: Collection[UUID], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if agreed or not may_end:
            del self.fields["without_agreement"]
        self.fields["absent"].initial = [str(pk) for pk in away]
        if may_end:
            self.fields["last"].required = True
            self.fields["last"].initial = True
        else:
            del self.fields["last"]
        if not self.team:
            del self.fields["absent"]

    def call(self, team: Iterable[tuple[UUID, str]]) -> None:
        if "absent" in self.fields:
            super().call(team)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("went") == "not_held" and not data.get("reason", "").strip():
            self.add_error("reason", forms.said(_("Write why, in a sentence.")))
        ends = data.get("went") == "held" and data.get("last")
        if ends and data.get("without_agreement") == "":
            self.add_error("without_agreement", forms.said(_("Write why, in a sentence.")))
        return data


class LastTimeForm(forms.Form):
    """All that has to be said when a loan has been held for the last time: nothing, mostly."""

    without_agreement = forms.LongText(
        _("Not everybody has said yes to the agreement. Why was it held all the same?"),
        max_length=REASON_LENGTH,
        rows=2,
        hint=_("It stands in the history."),
        missing=_("Write why, in a sentence."),
    )
    no_more = forms.LongText(
        _("Why are there no more times?"),
        max_length=REASON_LENGTH,
        rows=2,
        hint=_("Those who were to come, and {borrower:sg.def}, read this."),
        missing=_("Write why, in a sentence."),
    )

    def __init__(self, *args: Any, agreed: bool, ahead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreed:
            del self.fields["without_agreement"]
        if not ahead:
            del self.fields["no_more"]
