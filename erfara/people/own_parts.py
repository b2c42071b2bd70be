"""What people, their consents and their log put into somebody's own copy."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.engines.matching.scheme import experience
from erfara.foundation import vault
from erfara.foundation.models import OutboxMessage
from erfara.organisations.words import say
from erfara.people import opened_by
from erfara.people.actions.concepts import BLOB as CONCEPTS
from erfara.people.duplicates import people_before
from erfara.people.models import (
    AddressChange,
    Consent,
    Errand,
    LogQuestion,
    Merging,
    Silence,
)
from erfara.people.own_copy import Copy, Entry, Field, register_part
from erfara.people.queries import experiences_of, in_language
from erfara.vocabulary.choices import Form

IDENTITY = ("name", "email", "phone", "address")
LABELS = {
    "name": _("Name"), "email": _("E-mail"), "phone": _("Telephone"), "address": _("Address"),
}  # fmt: skip


def identity(copy: Copy) -> list[Entry]:
    """Name and addresses."""
    found = copy.open("identity", IDENTITY)
    person = copy.person
    return [
        [
            *(Field(name, LABELS[name], found.get(name)) for name in IDENTITY),
            Field("known_since", _("Known to us since"), person.created_at),
            Field("erased_after", _("Is erased after"), person.erase_after),
        ]
    ]


def register_row(copy: Copy) -> list[Entry]:
    """The place in the register."""
    row = copy.contributor
    if row is None:
        return []
    forms = dict(Form.choices)
    return [
        [
            Field("number", _("Number"), row.number),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("channel", _("How you got in touch"), row.get_channel_display(), row.channel),
            Field("applied_on", _("Got in touch on"), row.applied_on),
            Field("joined_on", _("Joined on"), row.joined_on),
            Field("forms", _("Takes part in"), [say(forms.get(f, f)) for f in row.forms],
                  row.forms),
            Field("ask_often", _("How often to be asked"), row.get_ask_often_display(),
                  row.ask_often),
            Field("messages_by", _("By what you want messages"), row.get_messages_by_display(),
                  row.messages_by),
            Field("away_from", _("Away from"), row.away_from),
            Field("away_until", _("Away until"), row.away_until),
            Field("paused_until", _("Pauses until"), row.paused_until),
            Field("spared_until", _("Rests from new questions until"), row.spared_until),
            Field("last_seen_on", _("Last heard from"), row.last_seen_on),
            Field("erase_after", _("Is erased after"), row.erase_after),
        ]
    ]  # fmt: skip


def _named(concepts: list[str] | None) -> list[str] | None:
    """Concepts by their names; those no longer known by what they were called."""
    if not concepts:
        return None
    known = experience().concepts
    lang = "en" if (get_language() or "sv").startswith("en") else "sv"
    return [known[one].name(lang) if one in known else one for one in concepts]


def experiences(copy: Copy) -> list[Entry]:
    """What she has told."""
    if copy.contributor is None:
        return []
    rows = experiences_of([copy.contributor.pk])[copy.contributor.pk]
    texts = copy.open("experience", [str(row.pk) for row in rows]) if rows else {}
    said = copy.open(CONCEPTS, [str(row.pk) for row in rows]) if rows else {}
    return [
        [
            Field("text", _("In your own words"), texts.get(str(row.pk))),
            Field("role", _("As"), row.get_role_display(), row.role),
            Field("area", _("Where in life"), row.get_area_display() or None, row.area),
            Field("matchable", _("May be found when somebody asks"), row.matchable),
            *(
                Field(name, label, _named((said.get(str(row.pk)) or {}).get(which)))
                for name, label, which in (
                    ("about", _("What it is about, as was said"), "yes"),
                    ("not_about", _("What it is not about, as was said"), "no"),
                )
            ),
            Field("told_at", _("Written down"), row.created_at),
        ]
        for row in rows
    ]


def consents(copy: Copy) -> list[Entry]:
    """Every consent she has given, with its words."""
    rows = Consent.objects.filter(person=copy.person).select_related("text")
    return [
        [
            Field("purpose", _("For"), row.get_purpose_display(), row.purpose),
            Field("text", _("The words"), in_language(row.text)),
            Field("version", _("Version of the words"), row.text.version),
            Field("basis", _("Ground of the law"), row.text.get_basis_display(), row.text.basis),
            Field("given_at", _("Yes"), row.given_at),
            Field("given_how", _("How"), row.get_given_how_display(), row.given_how),
            Field("given_to_herself", _("By yourself"), row.given_by == copy.person.pk),
            Field("withdrawn_at", _("Over since"), row.withdrawn_at),
            Field("withdrawn_how", _("How it ended"), row.get_withdrawn_how_display() or None,
                  row.withdrawn_how),
            Field("answer_by", _("Asked again, answer by"), row.answer_by),
        ]
        for row in rows.order_by("given_at", "id")
    ]  # fmt: skip


def log(copy: Copy) -> list[Entry]:
    """Who has opened her details: every single time, her own visits too."""
    rows = vault.log_for(
        copy.person.programme_id, copy.person.pk, own=True, also=people_before(copy.person)
    )
    return [
        [
            Field("at", _("When"), row.at),
            Field(
                "who",
                _("Who"),
                opened_by.who(row.actor_role, row.actor_id, row.actor_label, her=copy.person.pk),
                row.actor_label or row.actor_role,
            ),
            Field("role", _("As"), opened_by.role(row.actor_role), row.actor_role),
            Field("why", _("Why"), say(vault.purpose_label(row.purpose)), row.purpose),
            Field("what", _("What"), opened_by.opened(row.blob), row.blob.partition(":")[0]),
        ]
        for row in rows.iterator()
    ]


def log_questions(copy: Copy) -> list[Entry]:
    """What she has asked about her log, and the answers."""
    found = []
    for row in LogQuestion.objects.filter(person=copy.person).order_by("created_at", "id"):
        texts = copy.open(row.blob, ("question", "answer"))
        found.append(
            [
                Field("about_day", _("About"), row.day),
                Field(
                    "who",
                    _("Who"),
                    row.actor_label or opened_by.role(row.actor_role),
                    row.actor_label or row.actor_role,
                ),
                Field("why", _("Why"), say(vault.purpose_label(row.purpose)), row.purpose),
                Field("asked_at", _("Asked"), row.created_at),
                Field("question", _("Your question"), texts.get("question")),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("answered_at", _("Answered"), row.answered_at),
                Field("answer", _("The answer"), texts.get("answer")),
            ]
        )
    return found


def messages(copy: Copy) -> list[Entry]:
    """That she was written to, and when. What was in a letter is kept nowhere."""
    rows = OutboxMessage.objects.filter(
        tenant_id=copy.person.programme_id, to_id__in=[copy.person.pk, *people_before(copy.person)]
    ).order_by("created_at", "id")
    return [
        [
            Field("written_at", _("Written"), row.created_at),
            Field("sent_at", _("Sent"), row.sent_at),
            Field("kind", _("Kind of message"), opened_by.about(row.kind), row.kind),
            Field("state", _("How it stands"), row.get_state_display(), row.state),
        ]
        for row in rows
    ]


def elsewhere(copy: Copy) -> list[Entry]:
    """What a coordinator has had to do outside because she said no."""
    rows = Errand.objects.filter(contributor__person=copy.person).order_by("created_at", "id")
    return [
        [
            Field("what", _("What"), row.get_kind_display(), row.kind),
            Field("since", _("Since"), row.created_at),
            Field("state", _("How it stands"), say(row.state_label), row.state),
        ]
        for row in rows
    ]


def silences(copy: Copy) -> list[Entry]:
    """When nothing had been heard for long, and what was asked."""
    rows = Silence.objects.filter(contributor__person=copy.person).order_by("asked_on", "id")
    return [
        [
            Field("since", _("Nothing heard since"), row.since),
            Field("asked_on", _("Asked whether you still want to"), row.asked_on),
            Field("reminded_on", _("Reminded"), row.reminded_on),
            Field("rested_on", _("Rested from"), row.rested_on),
            Field("goes_on", _("To be erased after"), row.goes_on),
            Field("ended_on", _("Heard from"), row.ended_on),
        ]
        for row in rows
    ]


def merged(copy: Copy) -> list[Entry]:
    """That she was written down twice, and when the two were put together."""
    rows = Merging.objects.filter(kept__person=copy.person).select_related("gone")
    return [
        [
            Field("number", _("Another number that was yours"), row.gone.number),
            Field("merged_at", _("Put together"), row.created_at),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def address_changes(copy: Copy) -> list[Entry]:
    """New addresses on their way."""
    found = []
    for row in AddressChange.objects.filter(person=copy.person).order_by("created_at", "id"):
        texts = copy.open(row.blob, ("old", "new"))
        found.append(
            [
                Field("asked_at", _("Asked"), row.created_at),
                Field("old", _("From"), texts.get("old")),
                Field("new", _("To"), texts.get("new")),
                Field("confirmed_at", _("Counts since"), row.confirmed_at),
            ]
        )
    return found


def register() -> None:
    """Add them, in the order they are read."""
    for name, title, fn, models in (
        ("identity", _("Name and how to reach you"), identity, ["people.person"]),
        ("register", _("Your place in the register"), register_row, ["people.contributor"]),
        ("experiences", _("What you have told"), experiences, ["people.experience"]),
        ("consents", _("What you have said yes to"), consents, ["people.consent"]),
        ("log", _("Who has opened your details"), log, ["foundation.accessrow"]),
        ("log_questions", _("What you have asked about that"), log_questions,
         ["people.logquestion"]),
        ("messages", _("Messages to you"), messages, ["foundation.outboxmessage"]),
        ("elsewhere", _("What has been done elsewhere"), elsewhere, ["people.errand"]),
        ("silences", _("When nothing was heard from you"), silences, ["people.silence"]),
        ("merged", _("If you were written down twice"), merged, ["people.merging"]),
        ("address_changes", _("New addresses"), address_changes, ["people.addresschange"]),
    ):  # fmt: skip
        register_part(name, title, fn, models)
