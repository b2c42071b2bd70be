"""Forms of courses: planning, times, places, who was there, how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.foundation.spans import Span
from erfara.peersupport.training.catalogue import Module, Slot
from erfara.peersupport.training.models import CourseSession, Enrolment, SessionKind
from erfara.peersupport.training.policies import session_version

LONG = 1000
DAYS = [
    (str(number), name)
    for number, name in enumerate(
        (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
         _("Sunday")), start=1,
    )
]  # fmt: skip
KINDS = [(kind.value, kind.label) for kind in SessionKind if kind != SessionKind.MAKE_UP]
OVERLAP = _("It may be so: those concerned know of it")


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def _certificate() -> forms.Check:
    return forms.Check(
        _("Who completes it can get a certificate"), required=False,
        hint=_("For the whole training, not for a short course beside it."),
    )  # fmt: skip


class CohortForm(forms.Form):
    """What a course is called, where it is held, how many places there are, who teaches it."""

    name = forms.Text(_("What is the course called?"), max_length=120)
    starts_on = forms.Date(
        _("Begins at the earliest"),
        hint=_("Like this: 2026-11-26. The course keeps its days of the week, and every date can "
               "be changed afterwards."),
    )  # fmt: skip
    place = forms.Text(
        _("Place"), max_length=300, required=False, hint=_("Address and room, or digital.")
    )
    places = forms.Number(_("How many places are there?"), min_value=1, max_value=200)
    answer_days = forms.Number(
        _("How many days does somebody have to answer?"), min_value=1, max_value=60, initial=7
    )
    teachers = forms.Checkboxes(
        _("Who teaches?"), coerce=UUID, required=False,
        hint=_("They see this course and no other."),
    )  # fmt: skip
    gives_certificate = _certificate()

    def __init__(
        self, *args: Any, today: date, users: Iterable[tuple[UUID, str]], planned: bool = False,
        certifies: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if not certifies:
            del self.fields["gives_certificate"]
        found: Any = [(str(pk), name) for pk, name in users]
        teachers: Any = self.fields["teachers"]
        teachers.choices = found
        if not found:
            del self.fields["teachers"]
        if planned:
            del self.fields["starts_on"]
        else:
            starts: Any = self.fields["starts_on"]
            starts.after = today

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        return {"teachers": (), **self.cleaned_data}


class ReasonForm(forms.Form):
    """Why something is called off."""

    reason = forms.Text(
        _("Why?"), max_length=300, hint=_("Those who are told read this."),
        missing=_("Write why, in a sentence."),
    )  # fmt: skip


class SessionForm(forms.Form):
    """One time: when, where, what it is about, who teaches it."""

    seen = forms.Hidden(required=False, max_length=40)
    day = forms.Date(_("Day"), hint=_("Like this: 2026-11-26"))
    starts = forms.Time(_("It begins"), hint=_("Like this: 09:00"))
    last_day = forms.Date(
        _("Last day"), required=False, hint=_("For what is done at home over several days.")
    )
    ends = forms.Time(_("It ends"))
    place = forms.Text(_("Place"), max_length=300, required=False)
    kind = forms.Radios(_("What kind of time is it?"), choices=KINDS, initial="class")
    module = forms.Text(_("What is it about?"), max_length=160)
    about = forms.LongText(
        _("More about it, or what is to be done at home"), max_length=LONG, rows=3, required=False
    )
    material = forms.Text(_("Material"), max_length=500, required=False)
    teacher = forms.Select(
        _("Who teaches?"), choices=[], required=False, coerce=UUID, empty_label=_("Nobody yet")
    )
    overlap_ok = forms.Check(OVERLAP, required=False)

    def __init__(
        self,
        *args: Any,
        teachers: Iterable[tuple[UUID, str]],
        session: CourseSession | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names: Any = self.fields["teacher"]
        names.choices = [(str(pk), name) for pk, name in teachers]
        if session is not None:
            del self.fields["kind"]
        if session is not None and session.kind != SessionKind.HOME:
            del self.fields["last_day"]
        self.may_overlap(asked=False)

    def may_overlap(self, *, asked: bool) -> None:
        """Show the box only when somebody is in the way."""
        self.overlaps = asked or bool(self.data.get("overlap_ok"))

    @staticmethod
    def written(session: CourseSession) -> dict[str, Any]:
        """A time as its form shows it."""
        starts, ends = (timezone.localtime(one) for one in (session.starts_at, session.ends_at))
        return {
            "seen": session_version(session), "day": starts.date(), "starts": starts.time(),
            "last_day": ends.date(), "ends": ends.time(), "place": session.place,
            "module": session.module, "about": session.about, "material": session.material,
            "teacher": str(session.teacher_id or ""),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if day and starts and ends:
            last = data.get("last_day") or day
            data["span"] = Span(_moment(day, starts), _moment(last, ends))
            if data["span"].ends_at <= data["span"].starts_at:
                self.add_error(
                    "ends", forms.said(_("Write a time that is later than when it begins."))
                )
        return data

    def around(self) -> dict[str, Any]:
        """What it is beside when it is."""
        data = self.cleaned_data
        return {
            "place": data["place"], "module": data["module"], "about": data["about"],
            "material": data["material"], "teacher_id": data["teacher"] or None,
        }  # fmt: skip


class MakeUpForm(SessionForm):
    """A time at which those who missed something make it up."""

    who = forms.Checkboxes(
        _("Who is to make it up?"), coerce=UUID, missing=_("Choose at least one person.")
    )

    def __init__(self, *args: Any, people: Sequence[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "last_day", "about", "material", "overlap_ok"):
            self.fields.pop(name, None)
        self.call((pk, "") for pk in people)

    def call(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Say what each is called."""
        field: Any = self.fields["who"]
        field.choices = [(str(pk), name) for pk, name in people]

    def around(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "place": data["place"],
            "module": data["module"],
            "teacher_id": data["teacher"] or None,
        }


class OfferForm(forms.Form):
    """Who is to have a place, in the order in which they stand."""

    who = forms.Checkboxes(
        _("Who is offered a place?"), coerce=UUID, missing=_("Choose at least one person.")
    )
    overlap_ok = forms.Check(OVERLAP, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call(people)
        self.overlaps = bool(self.data.get("overlap_ok"))

    def call(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Say what each is called."""
        field: Any = self.fields["who"]
        field.choices = [(str(pk), name) for pk, name in people]


class PersonForm(forms.Form):
    """Somebody who has not come by recruitment."""

    name = forms.Text(_("Name"), max_length=100, autocomplete="off")
    email = forms.Email(
        _("E-mail"), required=False, autocomplete="off",
        hint=_("The question goes here. Without it, somebody phones."),
    )  # fmt: skip
    phone = forms.Phone(_("Telephone"), required=False, autocomplete="off")
    protected = forms.Check(
        _("The person lives with protected details"), required=False,
        hint=_("Then nobody who teaches sees the name, and nothing is sent. You phone."),
    )  # fmt: skip
    overlap_ok = forms.Check(OVERLAP, required=False)

    overlaps = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("phone"):
            self.add_error("email", forms.said(_("Write an e-mail address or a telephone number.")))
        return data

    def identity(self) -> dict[str, str]:
        """What is kept about her."""
        return {name: self.cleaned_data[name] or "" for name in ("name", "email", "phone")}


class GroupForm(forms.Form):
    """Whose people come, and how many."""

    which = forms.Select(
        _("Who comes?"), choices=[], coerce=UUID, empty_label=_("Choose"),
        missing=_("Choose who comes."),
    )  # fmt: skip
    expected = forms.Number(_("How many are expected?"), min_value=1, max_value=500, required=False)

    def __init__(self, *args: Any, which: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["which"]
        field.choices = [(str(pk), name) for pk, name in which]


class PresenceForm(forms.Form):
    """Who was there: everybody, but those whose box is emptied."""

    present = forms.Checkboxes(_("Who was there?"), coerce=UUID, required=False)

    def __init__(
        self, *args: Any, people: Iterable[tuple[UUID, str]], home: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.marks_optional = False
        field.choices = [(str(pk), name) for pk, name in people]
        if home:
            field.label = _("Who has handed it in?")


class NumbersForm(forms.Form):
    """How many of each group were there."""

    def __init__(self, *args: Any, groups: Iterable[tuple[UUID, str, int | None]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ids: list[UUID] = []
        for pk, name, before in groups:
            self.ids.append(pk)
            self.fields[f"g-{pk}"] = forms.Number(
                name, min_value=0, max_value=500, initial=before, width="short",
                missing=_("Write how many, 0 if nobody came."),
            )  # fmt: skip

    def numbers(self) -> dict[UUID, int]:
        """Group → how many."""
        return {pk: self.cleaned_data[f"g-{pk}"] for pk in self.ids}


class AssessForm(forms.Form):
    """How a course ended for somebody."""

    met = forms.Checkboxes(
        _("What is met?"), required=False, hint=_("Tick what this person can and does.")
    )
    outcome = forms.Radios(
        _("How does it end?"),
        choices=[("completed", _("Completed")), ("not_completed", _("Not completed"))],
        missing=_("Choose how it ends."),
    )
    words = forms.LongText(
        _("What do you want to say to this person?"), max_length=2000, rows=4, required=False,
        hint=_("Only this person, the leads and those who teach read it. Not completed: write why, "
               "kindly and clearly."),
    )  # fmt: skip
    way = forms.Radios(
        _("If not completed: how does it go on?"), choices=Enrolment.Way.choices, required=False
    )
    way_words = forms.Text(_("More about it"), max_length=500, required=False)

    def __init__(self, *args: Any, criteria: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        field: Any = self.fields["met"]
        field.marks_optional = False
        field.choices = [(str(number), text) for number, text in enumerate(criteria)]
        if not criteria:
            del self.fields["met"]
        way: Any = self.fields["way"]
        way.marks_optional = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("outcome") == "not_completed":
            if not data.get("words"):
                self.add_error("words", forms.said(_("Write why, kindly and clearly.")))
            if not data.get("way"):
                self.add_error("way", forms.said(_("Choose how it goes on.")))
        return data

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        ticked = set(data.get("met") or ())
        return {
            "completed": data["outcome"] == "completed",
            "met": [str(number) in ticked for number in range(len(self.criteria))],
            "words": data["words"], "way": data["way"] or "", "way_words": data["way_words"],
        }  # fmt: skip


class LeaveForm(forms.Form):
    """Leaving a course."""

    again = forms.YesNo(_("Is a place on a later course wanted?"), missing=_("Choose yes or no."))


class TemplateForm(forms.Form):
    """What a course asks for."""

    name = forms.Text(_("What is the course called?"), max_length=120)
    places = forms.Number(_("How many places are there?"), min_value=1, max_value=200)
    share = forms.Number(
        _("How many per cent of the times does one have to be at?"), min_value=0, max_value=100
    )
    criteria = forms.LongText(
        _("What is assessed?"), max_length=3000, rows=6, required=False,
        hint=_("One sentence on each line. Everything has to be met to complete the course."),
    )  # fmt: skip
    gives_certificate = _certificate()

    def __init__(self, *args: Any, certifies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not certifies:
            del self.fields["gives_certificate"]


class SlotForm(forms.Form):
    """Times of a part in a template: the same on each of the days."""

    kind = forms.Radios(_("What kind of time is it?"), choices=KINDS, initial="class")
    week = forms.Number(_("In which week of the course?"), min_value=1, max_value=104)
    days = forms.Checkboxes(
        _("On which days?"), choices=DAYS, missing=_("Choose at least one day."),
        hint=_("At home: the first and the last day."),
    )  # fmt: skip
    begins = forms.Time(_("It begins"), hint=_("Like this: 09:00"))
    hours = forms.Number(_("How many hours is it?"), min_value=1, max_value=12)

    @staticmethod
    def of(slot: Slot) -> dict[str, Any]:
        """One time as it stands, to begin from."""
        last = slot.day + slot.days - 1
        return {
            "kind": slot.kind, "week": slot.week, "begins": slot.at, "hours": slot.hours,
            "days": [str(day) for day in dict.fromkeys((slot.day, last))],
        }  # fmt: skip

    def slots(self, evidence: str = "") -> tuple[Slot, ...]:
        """As the catalogue has them. `evidence`: of what a workplace has been there."""
        data = self.cleaned_data
        days = sorted(int(one) for one in data["days"])
        shared: dict[str, Any] = {
            "week": data["week"], "at": data["begins"].strftime("%H:%M"),
            "hours": data["hours"], "kind": data["kind"], "evidence": evidence,
        }  # fmt: skip
        if data["kind"] == SessionKind.HOME:
            return (Slot(day=days[0], days=days[-1] - days[0] + 1, **shared),)
        return tuple(Slot(day=day, **shared) for day in days)


class ModuleForm(SlotForm):
    """A part of a course, and its first times. Of one that is known the times have pages of their
    own: they may lie in several weeks."""

    title = forms.Text(_("What is the part called?"), max_length=160)
    about = forms.LongText(_("What is it about?"), max_length=LONG, rows=3, required=False)
    material = forms.Text(_("Material"), max_length=500, required=False)

    def __init__(self, *args: Any, known: Module | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        times = tuple(SlotForm.base_fields)
        for name in times if known is not None else ():
            del self.fields[name]
        self.order_fields(["title", "about", "material", *times])

    def module(self) -> Module:
        """As the catalogue has it."""
        data = self.cleaned_data
        slots = self.known.slots if self.known is not None else self.slots()
        return Module(data["title"], slots, data["about"], data["material"])


class EthicsForm(forms.Form):
    """A new version of the ethical rules."""

    seen = forms.Hidden(coerce=int, max_length=9)
    text = forms.LongText(
        _("The rules"), max_length=10_000, rows=14, hint=_("One rule on each line."),
        missing=_("Write the rules."),
    )  # fmt: skip
