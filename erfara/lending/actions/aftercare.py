"""Writes about how somebody is after it. Asked once, answered in one tap, never chased."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending.models import Aftercare, Occasion, Participation
from erfara.lending.models.aftercare import OPEN
from erfara.people.actions.signs import seen
from erfara.people.models import Contributor
from erfara.people.queries import reached_by_message
from erfara.people.states import GONE

# Silence is a full answer after so many days; a coordinator sees it once, for so many days more.
ANSWERED_WITHIN = timedelta(days=7)
SEEN_WITHIN = timedelta(days=14)
# How long after somebody was in touch it is asked again, unless a coordinator says otherwise.
AGAIN_AFTER_DAYS = 4
# She is not written to when she is on her way out.


def _ask(row: Aftercare, by: Actor, at: datetime) -> Aftercare:
    return move(
        row, "ask", by=by, at=at,
        fields={
            "asked_at": at, "answer_by": clock.local_day(at) + ANSWERED_WITHIN,
            "by_phone": row.contributor.person_id not in reached_by_message(
                [row.contributor.person_id]
            ),
        },
    )  # fmt: skip


@action
def ask_after(
    *, occasion: Occasion, participation: Participation, by: Actor, at: datetime
) -> Aftercare | None:
    """Ask one who took part how she is after one time. Not more than one is open for her.

    An older question without an answer gives way to this one. Whoever waits for a coordinator, or
    for the second question, is being taken care of already: None.
    """
    contributor = participation.contributor
    if contributor is None or contributor.state in GONE:
        unchanged()
        return None
    lock(contributor)
    hers = Aftercare.objects.filter(contributor=contributor)
    known = hers.filter(occasion=occasion, participation=participation, again=False).exists()
    if known or hers.filter(state__in=["waiting", "needs_care"]).exists():
        unchanged()
        return None
    for older in hers.filter(state__in=["asked", "silent"]).order_by("id"):
        move(older, "replace", by=Actor.system(by.tenant_id), at=at)
    row = Aftercare.objects.create(
        programme_id=occasion.programme_id, occasion=occasion, participation=participation,
        contributor=contributor, due_on=clock.local_day(at), state=Aftercare.table.initial,
        created_at=at,
    )  # fmt: skip
    return _ask(row, by, at)


@action
def ask_again(*, aftercare: Aftercare, by: Actor, at: datetime) -> Aftercare:
    """The second question, on its day."""
    if aftercare.contributor.state in GONE:
        return move(aftercare, "stop", by=by, at=at)
    return _ask(aftercare, by, at)


def _keep(row: Aftercare, name: str, words: str, at: datetime) -> None:
    """Under her key, whoever wrote it: it is about her."""
    if words.strip():
        vault.amend(
            tenant_id=row.programme_id, person_id=row.contributor.person_id, blob=row.blob,
            values={name: words.strip()}, at=at,
        )  # fmt: skip


@action
def answer_aftercare(
    *, aftercare: Aftercare, answer: str, words: str = "", by: Actor, at: datetime
) -> Aftercare:
    """How she is, by herself or by phone. Anything but fine is with a coordinator at once.

    She may say that she is not fine after all; the other way goes through whoever calls her.
    """
    if answer not in Aftercare.Answer.values:
        raise Refused(_("Choose one of the answers."))
    if aftercare.answer == answer and aftercare.state in {"fine", "needs_care"}:
        if not words.strip():
            unchanged()
            return aftercare
        _keep(aftercare, "words", words, at)
        audit.record("aftercare.words", about=aftercare, by=by, at=at)
        return aftercare
    move(
        aftercare, "say_fine" if answer == "fine" else "say_not_fine", by=by, at=at,
        fields={"answer": answer, "answered_at": at},
    )  # fmt: skip
    _keep(aftercare, "words", words, at)
    if by.role == Role.PERSON:
        seen([aftercare.contributor.person_id], clock.local_day(at))
    return aftercare


@action
def look_after(
    *, aftercare: Aftercare, done: str, again_in: int | None, by: Actor, at: datetime
) -> Aftercare:
    """A coordinator has been in touch: what was done, and in how many days it is asked again.

    The second one ends here, whatever was said: more is agreed in the talk itself.
    """
    if not done.strip():
        raise Refused(_("Write what you did, in a sentence."))
    lock(aftercare.contributor)
    move(aftercare, "look_after", by=by, at=at)
    _keep(aftercare, "done", done, at)
    if again_in and not aftercare.again and aftercare.contributor.state not in GONE:
        again = Aftercare.objects.create(
            programme_id=aftercare.programme_id, occasion=aftercare.occasion,
            participation=aftercare.participation, contributor=aftercare.contributor, again=True,
            due_on=clock.local_day(at) + timedelta(days=again_in),
            state=Aftercare.table.initial, created_at=at,
        )  # fmt: skip
        audit.record("aftercare.again", about=again, by=by, at=at)
    return aftercare


@action
def fall_silent(*, aftercare: Aftercare, by: Actor, at: datetime) -> Aftercare:
    """No answer in a week. Nobody is chased; one who is phoned has not been called yet."""
    return move(aftercare, "fall_silent", by=by, at=at)


@action
def leave_be(*, aftercare: Aftercare, by: Actor, at: datetime) -> Aftercare:
    """A coordinator has seen that there was no answer, or two weeks have passed."""
    return move(aftercare, "leave_be", by=by, at=at)


@action
def stop_aftercare(*, contributor: Contributor, by: Actor, at: datetime) -> int:
    """She leaves: nothing more is asked, and nobody waits. How many were ended."""
    rows = Aftercare.objects.filter(contributor=contributor)
    count = 0
    for row in rows.filter(state__in=[*OPEN, "silent", "unanswered", "fine"]).order_by("id"):
        move(row, "stop", by=Actor.system(by.tenant_id), at=at)
        count += 1
    unchanged()
    return count
