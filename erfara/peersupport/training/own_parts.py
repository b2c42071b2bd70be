"""What training puts into somebody's own copy: her places, where she was, what was signed and
assessed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.training.actions.assessing import BLOB
from erfara.peersupport.training.models import (
    Assessment,
    Enrolment,
    EthicsSigned,
    SessionPresence,
)
from erfara.people.own_copy import Copy, Entry, Field, register_part


def places(copy: Copy) -> list[Entry]:
    """Her places on courses, and in the line for one."""
    rows = Enrolment.objects.filter(person=copy.person).select_related("cohort")
    return [
        [
            Field("course", _("Course"), row.cohort.name),
            Field("starts_on", _("First day"), row.cohort.starts_on),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("asked_at", _("Asked"), row.asked_at),
            Field("answer_by", _("Last day to answer"), row.answer_by),
            Field("ended_at", _("Over since"), row.ended_at),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def attended(copy: Copy) -> list[Entry]:
    """The times she was at, and was not."""
    rows = SessionPresence.objects.filter(enrolment__person=copy.person)
    rows = rows.select_related("session", "enrolment__cohort")
    return [
        [
            Field("course", _("Course"), row.enrolment.cohort.name),
            Field("module", _("What"), row.session.module),
            Field("starts_at", _("When"), row.session.starts_at),
            Field("came", _("How it was noted"), say(row.get_came_display()), row.came),
        ]
        for row in rows.order_by("session__starts_at", "id")
    ]


def signed(copy: Copy) -> list[Entry]:
    """The ethical rules she has signed, in the words they had."""
    rows = EthicsSigned.objects.filter(person=copy.person).select_related("text")
    return [
        [
            Field("version", _("Version"), row.text.version),
            Field("text", _("The rules"), row.text.text),
            Field("signed_at", _("Signed"), row.created_at),
            Field("how", _("How"), say(row.get_how_display()), row.how),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def assessed(copy: Copy) -> list[Entry]:
    """How her courses ended, with the words about it."""
    rows = list(
        Assessment.objects.filter(enrolment__person=copy.person)
        .select_related("enrolment__cohort")
        .order_by("created_at", "id")
    )
    names = [name for row in rows for name in (str(row.pk), f"{row.pk}:way")]
    words = copy.open(BLOB, names) if rows else {}
    return [
        [
            Field("course", _("Course"), row.enrolment.cohort.name),
            Field("completed", _("Completed"), row.completed),
            Field("share", _("Per cent of the times"), row.share),
            Field(
                "criteria", _("What was assessed"),
                [f"{one['text']} {'✓' if one['met'] else '–'}" for one in row.criteria],
            ),
            Field("words", _("What was written about it"), words.get(str(row.pk))),
            Field("way", _("How it goes on"), say(row.get_way_display()), row.way),
            Field("way_words", _("More about it"), words.get(f"{row.pk}:way")),
        ]
        for row in rows
    ]  # fmt: skip


def register() -> None:
    """Add them."""
    register_part("courses", _("Courses"), places, ["peersupport.enrolment"])
    register_part("course_times", _("Times of courses"), attended, ["peersupport.sessionpresence"])
    register_part("ethics", _("Ethical rules"), signed, ["peersupport.ethicssigned"])
    register_part("assessments", _("How courses ended"), assessed, ["peersupport.assessment"])
