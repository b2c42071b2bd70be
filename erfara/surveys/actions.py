"""Writing down answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.models import BaseModel
from erfara.people.models import Person
from erfara.people.policies import check_still_here
from erfara.surveys.models import Response
from erfara.surveys.sets import QuestionSet

MOST_HOURS = 1000


def _hours(value: str, text: str | Promise) -> str:
    """A number of hours as it is kept: 2.5. No more than a thousand."""
    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= MOST_HOURS:
        raise Refused(_("Write a number of hours, from 0 to 1000: {question}"), question=text)
    return f"{round(number, 2).normalize():f}"


@action
def save_response(
    *,
    questions: QuestionSet,
    about: BaseModel,
    person: Person,
    values: Mapping[str, str],
    channel: str,
    by: Actor,
    at: datetime,
) -> Response:
    """Write down answers to a set. `person` is whose words they are: they open under her key.

    Raises Refused when a required question has no answer or a choice isn't one of its choices.
    """
    check_still_here(person)
    ticked: dict[str, str] = {}
    words: dict[str, str] = {}
    for question in questions.questions:
        value = (values.get(question.key) or "").strip()
        if question.required and not value:
            raise Refused(_("Answer the question: {question}"), question=question.text)
        if not value:
            continue
        if question.choices:
            if value not in {key for key, _label in question.choices}:
                raise Refused(_("Choose one of the answers to: {question}"), question=question.text)
            ticked[question.key] = value
        elif question.hours:
            ticked[question.key] = _hours(value, question.text)
        else:
            words[question.key] = value
    row = Response.objects.create(
        programme_id=person.programme_id, set_key=questions.key, set_version=questions.version,
        about_kind=audit.kind_of(about), about_id=about.pk, person=person, channel=channel,
        answers=ticked, created_at=at,
    )  # fmt: skip
    if words:
        vault.store(
            tenant_id=person.programme_id, person_id=person.pk, blob=row.blob, values=words, at=at
        )
    audit.record("response.saved", about=row, by=by, at=at, facts={"set": questions.key})
    return row
