"""What surveys put into somebody's own copy: her answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.people.own_copy import Copy, Entry, Field, register_part
from erfara.surveys.queries import responses_of
from erfara.surveys.sets import set_for


def answers(copy: Copy) -> list[Entry]:
    """Every set of questions she has answered, with the questions as they were put."""
    found = []
    for row in responses_of(copy.person):
        questions = set_for(row.set_key, row.set_version)
        own = [q.key for q in questions.questions if q.in_own_words]
        words = copy.open(row.blob, own) if own else {}
        entry = [
            Field("set", _("Questions"), say(questions.title), row.set_key),
            Field("answered_at", _("Answered"), row.created_at),
            Field("channel", _("How"), row.get_channel_display(), row.channel),
        ]
        for question in questions.questions:
            code = row.answers.get(question.key)
            value = dict(question.choices).get(code, code) if code else words.get(question.key)
            entry.append(
                Field(question.key, say(question.text), say(str(value)) if code else value, code)
            )
        found.append(entry)
    return found


def register() -> None:
    """Add it."""
    register_part("answers", _("What you have answered afterwards"), answers, ["surveys.response"])
