"""What lending puts into somebody's own copy: what she was asked, what she took part in, what she
asked for as a borrower."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.lending.models import (
    Colleague,
    Delivery,
    Draw,
    FollowUp,
    Inquiry,
    InquiryMessage,
    LoanRequest,
    Participation,
    StoryPermission,
    number_drawn,
)
from erfara.organisations.words import say
from erfara.people.own_copy import Copy, Entry, Field, register_part


def inquiries(copy: Copy) -> list[Entry]:
    """What she was asked, and what she answered, with the talk about it."""
    if copy.contributor is None:
        return []
    rows = Inquiry.objects.filter(contributor=copy.contributor).select_related(
        "request__assignment", "request__unit__organisation"
    )
    found = []
    for row in rows.order_by("created_at", "id"):
        lines = list(InquiryMessage.objects.filter(inquiry=row).order_by("created_at", "id"))
        texts = copy.open(lines[0].blob, [str(line.pk) for line in lines]) if lines else {}
        found.append(
            [
                Field("about", _("About"), row.request.assignment.title or row.request.purpose),
                Field("from", _("From"), str(row.request.unit)),
                Field("why", _("Why you were thought of"), row.why or None),
                Field("sent_at", _("Asked"), row.sent_at),
                Field("by_phone", _("By phone"), row.by_phone),
                Field("reminded_at", _("Reminded"), row.reminded_at),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field(
                    "answer",
                    _("Your answer"),
                    say(Inquiry.table.state(row.answer).label) if row.answer else None,
                    row.answer or None,
                ),
                Field("answered_at", _("Answered"), row.answered_at),
                Field("not_now_until", _("Not before"), row.not_now_until),
                Field("answer_before", _("Asked at short notice, until"), row.answer_before),
                Field("phoned_at", _("Phoned in vain"), row.phoned_at),
                Field("talk", _("What was said"), [texts.get(str(line.pk)) for line in lines]),
            ]
        )
    return found


def draws(copy: Copy) -> list[Entry]:
    """Lotteries that she could be drawn in, as her number, and whether she was."""
    if copy.contributor is None:
        return []
    number = number_drawn(copy.contributor.number)
    rows = Draw.objects.filter(
        programme_id=copy.contributor.programme_id, pool__has_key=number
    ).select_related("request__assignment")
    return [
        [
            Field("about", _("About"), row.request.assignment.title or row.request.purpose),
            Field("drawn_on", _("Day"), row.created_at),
            Field("groups", _("You stood for"), row.pool[number]),
            Field("drawn", _("You were drawn"), number in row.panel),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def loans(copy: Copy) -> list[Entry]:
    """What she takes and took part in, with what she was told afterwards."""
    if copy.contributor is None:
        return []
    rows = Participation.objects.filter(contributor=copy.contributor).select_related(
        "loan__request__assignment", "loan__request__unit__organisation", "follow_up", "vacancy"
    )
    reached = {
        (d.participation_id, d.feedback.kind): d
        for d in Delivery.objects.filter(
            participation__contributor=copy.contributor
        ).select_related("feedback")
    }
    found = []
    for row in rows.order_by("created_at", "id"):
        follow_up: FollowUp | None = getattr(row, "follow_up", None)
        told = [d for (pk, _kind), d in reached.items() if pk == row.pk]
        times = list(row.attendances.select_related("occasion").order_by("occasion__starts_at"))
        found.append(
            [
                Field("about", _("About"), row.loan.request.assignment.title),
                Field("for", _("For"), str(row.loan.request.unit)),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("carried_out_on", _("Held on"), row.loan.carried_out_on),
                Field("times", _("When"), [a.occasion.starts_at for a in times]),
                Field("came", _("Whether you came"), [say(a.state_label) for a in times],
                      [a.state for a in times]),
                Field("minutes", _("Minutes noted as your time"),
                      [spent.minutes for spent in row.hours.all()]),
                Field("vacancy", _("Your place, when you had left it"),
                      say(place.state_label) if (place := getattr(row, "vacancy", None)) else None,
                      place.state if place else None),
                Field("follow_up", _("Talk afterwards"),
                      say(follow_up.state_label) if follow_up else None,
                      follow_up.state if follow_up else None),
                Field("told", _("What you were told"), [d.feedback.text for d in told]),
                Field("told_at", _("Told"), [d.reached_at for d in told]),
            ]
        )  # fmt: skip
    return found


def requests(copy: Copy) -> list[Entry]:
    """What she has asked for as a borrower's contact."""
    rows = LoanRequest.objects.filter(contact=copy.person).select_related(
        "unit__organisation", "assignment"
    )
    return [
        [
            Field("no", _("Number"), row.no),
            Field("for", _("For"), str(row.unit)),
            Field("purpose", _("What for"), row.purpose),
            Field("received_at", _("Came in"), row.created_at),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("ended_at", _("Ended"), row.ended_at),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def colleague(copy: Copy) -> list[Entry]:
    """The requests of others' that she was added to as a colleague."""
    rows = Colleague.objects.filter(person=copy.person).select_related(
        "request__unit__organisation"
    )
    return [
        [
            Field("no", _("Number"), row.request.no),
            Field("for", _("For"), str(row.request.unit)),
            Field("name", _("What you were called"), copy.open(row.blob, ["name"]).get("name")),
            Field("added_at", _("Added"), row.created_at),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("ended_at", _("Ended"), row.ended_at),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def stories(copy: Copy) -> list[Entry]:
    """Stories that needed her yes, and what she answered."""
    rows = StoryPermission.objects.filter(person=copy.person).select_related("story")
    return [
        [
            Field("state", _("How it stands"), say(row.story.state_label), row.story.state),
            Field("answer", _("Your answer"), row.get_answer_display(), row.answer),
            Field("answered_at", _("Answered"), row.answered_at),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def register() -> None:
    """Add them."""
    register_part("inquiries", _("What you have been asked"), inquiries,
                  ["lending.inquiry", "lending.inquirymessage"])  # fmt: skip
    register_part("draws", _("Lotteries you could be drawn in"), draws, ["lending.draw"])
    register_part("loans", _("What you have been part of"), loans,
                  ["lending.participation", "lending.vacancy", "lending.followup",
                   "lending.delivery",
                   "lending.attendance", "lending.timespent"])  # fmt: skip
    register_part("requests", _("What you have asked for"), requests, ["lending.loanrequest"])
    register_part("colleague", _("Requests that a colleague has added you to"), colleague,
                  ["lending.colleague"])  # fmt: skip
    register_part("stories", _("Stories about loans you were part of"), stories,
                  ["lending.storypermission"])  # fmt: skip
