"""What the state of things allows, whoever asks. No user here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock
from erfara.lending.models import (
    Assignment,
    Feedback,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Meeting,
    Occasion,
    Participation,
)
from erfara.organisations.models import Programme
from erfara.people.interview_queries import trainings_of
from erfara.people.models import Contributor
from erfara.vocabulary.choices import ExperienceRole, Form

# What is written in an assignment.
ASSIGNMENT = (
    "title", "task", "use_of_answers", "form", "people_wanted", "one_person_reason", "time",
    "length", "place", "digital", "payer", "payment", "contact_person", "practical",
    "training",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that has to be in place. `field` is where on the form it is written."""

    field: str
    label: str | Promise
    done: bool


def assignment_items(assignment: Assignment) -> list[Item]:
    """The assignment, item by item: what is in place and what is missing."""
    return [
        Item("title", _("a title that gives nothing away"), bool(assignment.title.strip())),
        Item("task", _("what it is about"), bool(assignment.task.strip())),
        Item("use_of_answers", _("what the answers will be used for"),
             bool(assignment.use_of_answers.strip())),
        Item("form", _("the form"), bool(assignment.form)),
        Item("people_wanted", _("how many people"), bool(assignment.people_wanted)),
        Item("time", _("the time"), bool(assignment.time.strip())),
        Item("length", _("how long it takes"), bool(assignment.length.strip())),
        Item("place", _("the place, or that it is digital"),
             assignment.digital or bool(assignment.place.strip())),
        Item("payment", _("the payment"),
             bool(assignment.payment.strip()) and bool(assignment.payer)),
        Item("contact_person", _("a contact person"), bool(assignment.contact_person.strip())),
        Item("practical", _("practical needs"), bool(assignment.practical.strip())),
        *_training(assignment),
    ]  # fmt: skip


def _training(assignment: Assignment) -> list[Item]:
    """Whoever gives support is trained for it; everybody else is lent for what they have lived."""
    if assignment.form != Form.SUPPORT:
        return []
    return [Item("training", _("which training"), bool(assignment.training))]


def check_trained(request: LoanRequest, contributor: Contributor, day: date) -> None:
    """Raises Refused for one who lacks the training that a support assignment asks for.

    In every other form training is a merit and nothing is asked of anybody.
    """
    assignment = request.assignment
    if assignment.form != Form.SUPPORT or not assignment.training:
        return
    if not any(
        one.kind == assignment.training and (one.valid_until is None or one.valid_until >= day)
        for one in trainings_of([contributor.pk])[contributor.pk]
    ):
        raise Refused(
            _("This support assignment is for one who is trained: {training}. No such training is "
              "written down here, or it has ended. Write it among what the person has told."),
            training=assignment.get_training_display(),
        )  # fmt: skip


def meeting_version(request: LoanRequest) -> str:
    """What a page remembers of the meeting it showed; empty when there was none."""
    open_now = Meeting.objects.filter(request=request).exclude(state__in=["held", "called_off"])
    return "".join(f"{one.sequence} {one.state}" for one in open_now)


def check_meeting_as_seen(request: LoanRequest, seen: str) -> None:
    """Raises Stale when the meeting is another than the one a coordinator saw."""
    if seen != meeting_version(request):
        raise Stale(
            _("Somebody else has booked the meeting meanwhile. Look at the request in "
              "another window, and save again if yours is to stand.")
        )  # fmt: skip


def assignment_version(assignment: Assignment) -> str:
    """A fingerprint: differs when somebody else has written in between."""
    text = repr([getattr(assignment, name) for name in ASSIGNMENT])
    return sha256(text.encode()).hexdigest()[:16]


def check_assignment_as_seen(assignment: Assignment, seen: str) -> None:
    """Raises Stale when the assignment says something else than what a coordinator saw."""
    if seen != assignment_version(assignment):
        raise Stale(
            _("Somebody else has written in the assignment meanwhile. Look at it in "
              "another window, and save again if yours is to stand.")
        )  # fmt: skip


def needs_one_person_reason(assignment: Assignment, programme: Programme) -> bool:
    """Fewer people than the programme's smallest team want a reason; support is for one."""
    return (
        bool(assignment.people_wanted)
        and assignment.form != Form.SUPPORT
        and (assignment.people_wanted or 0) < programme.smallest_team
        and not assignment.one_person_reason.strip()
    )


def is_for_one(assignment: Assignment, programme: Programme) -> bool:
    """Whether whoever is asked would be the only one: as in a support assignment, and where a
    coordinator has said why."""
    return assignment.people_wanted == 1 and not needs_one_person_reason(assignment, programme)


def check_may_ask(request: LoanRequest, assignment: Assignment) -> None:
    """Raises Refused when a question about this request may not go out."""
    missing = [item for item in assignment_items(assignment) if not item.done]
    if missing:
        raise Refused(
            ngettext_lazy(
                "The assignment is not complete yet. One thing is missing.",
                "The assignment is not complete yet. {count} things are missing.",
                len(missing),
            ),
            count=len(missing),
        )
    if needs_one_person_reason(assignment, request.programme):
        raise Refused(
            _("Write why fewer than {smallest} people are enough."),
            smallest=request.programme.smallest_team,
        )
    if request.terms_accepted_at is None:
        raise Refused(_("{borrower:sg.def.cap} has not accepted the terms yet."))


def asks(request: LoanRequest) -> bool:
    """Whether people may be chosen, asked and answer now.

    The request is asking, or the loan it became looks for somebody in the place of one who left.
    `where_asking` is the same for queries.
    """
    if request.state == "asking":
        return True
    loan: Loan | None = getattr(request, "loan", None)
    return loan is not None and loan.state == "confirmed" and loan.seeks_until is not None


def may_change(request: LoanRequest) -> bool:
    """Whether what was asked for can still be changed: nobody has been asked yet."""
    return request.state not in {"asking", "ended"}


def check_may_change(request: LoanRequest) -> None:
    """Raises Refused unless `may_change`."""
    if not may_change(request):
        raise Refused(_("The question has gone out. The assignment can't be changed any more."))


def may_choose(request: LoanRequest) -> bool:
    """Whether people can be put on the list of those to ask now."""
    return request.state == "specified" or asks(request)


def check_may_choose(request: LoanRequest) -> None:
    """Raises Refused unless `may_choose`. For a write: call `lock_asking` first."""
    if not may_choose(request):
        raise Refused(_("People are chosen when the first meeting has been held."))


def whose_turn(state: str, *, offered: bool, asked: Collection[str]) -> Role | None:
    """Whose turn it is about a request: the state's own pen, but where it is known better.

    `offered`: the borrower has times to meet to choose among; `asked`: the states of those asked.
    """
    if offered:
        return Role.BORROWER
    if state == "asking" and "sent" in asked and not {"yes", "asked_more", "chosen"} & set(asked):
        return Role.PERSON
    return LoanRequest.table.state(state).pen


def where_asking(prefix: str = "") -> Q:
    """Requests about which people may be asked now. `prefix`: the way there, as `request__`."""
    return Q(**{f"{prefix}state": "asking"}) | Q(
        **{f"{prefix}loan__state": "confirmed", f"{prefix}loan__seeks_until__isnull": False}
    )


def last_day_of(inquiry: Inquiry) -> date | None:
    """Her last day to answer: the request's, or her own when she was asked at short notice."""
    if inquiry.answer_before is not None:
        return clock.local_day(inquiry.answer_before - timedelta(seconds=1))
    return inquiry.request.answer_by


def last_moment_of(inquiry: Inquiry) -> date | datetime | None:
    """The same as it is told her: a moment, where hers isn't the end of a day."""
    before = inquiry.answer_before
    if before is None or timezone.localtime(before).time() == time.min:
        return last_day_of(inquiry)
    return before


def lock_asking(request: LoanRequest) -> bool:
    """Keep others from this request's people until the transaction ends; whether it asks now."""
    lock(request)
    if request.state == "asking":
        return True
    if "loan" in request._state.fields_cache:
        del request._state.fields_cache["loan"]
    return asks(request)


def check_may_answer(request: LoanRequest) -> None:
    """Raises Refused when those who are needed are found, or nobody is needed any more."""
    if not asks(request):
        raise Refused(_("Nobody more is needed this time. Thank you for wanting to answer."))


def check_room(loan: Loan, most: int | None) -> None:
    """Raises Refused when as many as `most` take part already (None: there is no such number).

    Call with the request locked: of two who confirm the last one at once, the second is refused.
    """
    if most is None:
        return
    there = loan.participations.filter(state="confirmed").count()
    if there >= most:
        raise Refused(
            _("The team is full: {there} of {most} take part. Put them on the waiting list, or "
              "say that you want more than were asked for."),
            there=there, most=most,
        )  # fmt: skip


def check_outside(through: str, brings: Collection[str]) -> dict[str, Any]:
    """What is noted of people from outside, in order. Raises Refused for what nobody can be."""
    if through and through not in Participation.Through.values:
        raise Refused(_("Choose through whom they come."))
    if set(brings) - set(ExperienceRole.values):
        raise Refused(_("Choose among the roles on the page."))
    return {"through": through, "brings": [r for r in ExperienceRole.values if r in brings]}


def check_team(loan: Loan, taking_part: int, reason: str) -> None:
    """Raises Refused when the team is smaller than the programme allows without a reason."""
    request = loan.request
    if not taking_part:
        raise Refused(_("Nobody is confirmed yet."))
    if request.assignment.form == Form.SUPPORT:
        return
    if taking_part < request.programme.smallest_team and not (
        reason.strip() or request.assignment.one_person_reason.strip()
    ):
        raise Refused(
            _("At least {smallest} people take part in a loan. If fewer are enough, write why."),
            smallest=request.programme.smallest_team,
        )


def left_to_do(
    follow_ups: Collection[FollowUp], feedback: Collection[Feedback]
) -> tuple[list[FollowUp], list[Feedback]]:
    """What keeps a loan from being closed."""
    return [f for f in follow_ups if not f.is_over], [f for f in feedback if not f.is_over]


def occasion_version(occasion: Occasion) -> str:
    """A fingerprint: differs when somebody else has changed the occasion, or who comes to it."""
    coming = occasion.attendances.exclude(state="off").order_by("participation_id")
    # The moment and not how it is written: one just planned may stand in another zone than one read
    span = [occasion.starts_at.timestamp(), occasion.ends_at.timestamp()]
    around = [span, occasion.place, occasion.digital,
              occasion.video_url, occasion.access, occasion.interpreter,
              occasion.interpreter_language, occasion.interpreter_by, occasion.state]  # fmt: skip
    text = repr([around, list(coming.values_list("participation_id", flat=True))])
    return sha256(text.encode()).hexdigest()[:16]


def check_occasion_as_seen(occasion: Occasion, seen: str) -> None:
    """Raises Stale when the occasion is another than the one a coordinator saw."""
    if seen != occasion_version(occasion):
        raise Stale(
            _("Somebody else has changed this time meanwhile. Look at the loan in another window, "
              "and save again if yours is to stand.")
        )  # fmt: skip
