"""What recruitment puts into somebody's own copy: what she wrote, what was written of her."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.recruitment import guide
from erfara.peersupport.recruitment.actions.applying import WRITTEN
from erfara.peersupport.recruitment.models import (
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
)
from erfara.peersupport.recruitment.questions import LABELS, value_of
from erfara.people.own_copy import Copy, Entry, Field, register_part

DECIDED = {
    "screening": _("Why, after the application"),
    "reason": _("Why, after the interview"),
    "one_note": _("Why only one note was needed"),
    "words": _("What we wrote to you"),
}


def applications(copy: Copy) -> list[Entry]:
    """Every application, what she wrote in it and what was decided."""
    found: list[Entry] = []
    rows = PeerCandidate.objects.filter(person=copy.person).exclude(state="erased")
    for row in rows.select_related("round").order_by("applied_on", "id"):
        written = copy.open(row.blob, WRITTEN)
        decided = copy.open(row.decision_blob, DECIDED)
        # What is only proposed isn't decided, and isn't among these: it may still be thought over.
        found.append(
            [
                Field("round", _("Round"), row.round.title),
                Field("number", _("Number"), row.number),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("way", _("How you applied"), row.get_way_display(), row.way),
                Field("channel", _("How you got in touch"), row.get_channel_display(), row.channel),
                Field("late", _("After the last day"), row.late),
                Field("applied_on", _("Applied on"), row.applied_on),
                *(Field(name, LABELS[name], value_of(name, written.get(name))) for name in WRITTEN),
                Field("invited_on", _("Invited to an interview on"), row.invited_on),
                Field("interviewed_on", _("Interviewed on"), row.interviewed_on),
                Field("decided_on", _("Decided on"), row.decided_on),
                Field("offered_on", _("Offered training on"), row.offered_on),
                Field("look_again_on", _("Waits until"), row.look_again_on),
                Field("answered_on", _("Answered on"), row.answered_on),
                Field("place_on", _("Got a place on"), row.place_on),
                Field("completed_on", _("Completed training on"), row.completed_on),
                Field("employed_on", _("Employed on"), row.employed_on),
                Field("erase_after", _("Is erased after"), row.erase_after),
                *(Field(name, label, decided.get(name)) for name, label in DECIDED.items()),
            ]
        )
    return found


def interviews(copy: Copy) -> list[Entry]:
    """Her interviews: when and where."""
    rows = CandidateInterview.objects.filter(candidate__person=copy.person)
    found: list[Entry] = []
    for row in rows.select_related("candidate").order_by("starts_at", "id"):
        places = copy.open(row.candidate.place_blob, [str(row.pk)])
        found.append(
            [
                Field("starts_at", _("From"), row.starts_at),
                Field("ends_at", _("To"), row.ends_at),
                Field("how", _("How"), row.get_how_display(), row.how),
                Field("where", _("Where"), places.get(str(row.pk))),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("called_off_by_her", _("Called off by you"), row.called_off_by_her),
            ]
        )
    return found


def notes(copy: Copy) -> list[Entry]:
    """What was noted at them, once both have sent: until then nobody reads it."""
    rows = InterviewNote.objects.filter(
        interview__candidate__person=copy.person, state="sent", interview__state="done"
    ).select_related("interview")
    found: list[Entry] = []
    seen, advice = dict(guide.Seen.choices), dict(guide.Advice.choices)
    for row in rows.order_by("sent_at", "id"):
        texts = copy.open(row.blob, guide.fields())
        entry: Entry = [
            Field("function", _("Written by"), row.get_function_display(), row.function),
            Field("sent_at", _("Written"), row.sent_at),
        ]
        for one in guide.GUIDE:
            clear = texts.get(f"{one.key}_seen") or ""
            entry.append(Field(one.key, one.title, texts.get(one.key)))
            entry.append(
                Field(f"{one.key}_seen", _("How clear it became"),
                      say(seen[clear]) if clear in seen else None, clear or None)
            )  # fmt: skip
        told = texts.get("advice") or ""
        entry.append(
            Field("advice", _("Advice"), say(advice[told]) if told in advice else None, told)
        )
        entry.append(Field("advice_why", _("Why"), texts.get("advice_why")))
        found.append(entry)
    return found


def register() -> None:
    """Add them, in the order they are read."""
    for name, title, fn, models in (
        ("applications", _("What you have applied for"), applications,
         ["peersupport.peercandidate", "peersupport.round"]),
        ("candidate_interviews", _("Your interviews"), interviews,
         ["peersupport.candidateinterview"]),
        ("interview_notes", _("What was noted at your interviews"), notes,
         ["peersupport.interviewnote"]),
    ):  # fmt: skip
        register_part(name, title, fn, models)
