"""Writes about what felt wrong: raised by whoever felt it, answered by a day, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import move
from erfara.lending.models import Concern, Inquiry, Loan
from erfara.people.models import Person
from erfara.people.policies import check_still_here

MOST_OPEN = 10
OPEN = ("raised", "reopened")
# So long an answer can be called not enough; then it is settled by itself.
SETTLES_AFTER = timedelta(days=30)


@action
def raise_concern(
    *,
    person: Person,
    kind: str,
    words: str,
    route: str = "coordinator",
    inquiry: Inquiry | None = None,
    loan: Loan | None = None,
    by: Actor,
    at: datetime,
) -> Concern:
    """Write down that something felt wrong. An answer is owed from here on."""
    check_still_here(person)
    if not words.strip():
        raise Refused(_("Write what felt wrong, in your own words."))
    if kind not in Concern.Kind.values or route not in Concern.Route.values:
        raise Refused(_("Choose one of the answers."))
    if Concern.objects.filter(person=person, state__in=OPEN).count() >= MOST_OPEN:
        raise Refused(_("Several things that you have written wait already. We answer them first."))
    row = Concern.objects.create(
        programme_id=person.programme_id, person=person, kind=kind, route=route, inquiry=inquiry,
        loan=loan, answer_by=clock.local_day(at) + _within(person), state=Concern.table.initial,
        created_at=at,
    )  # fmt: skip
    vault.store(
        tenant_id=person.programme_id, person_id=person.pk, blob=row.blob,
        values={"words": words.strip()}, at=at,
    )  # fmt: skip
    audit.record("concern.raised", about=row, by=by, at=at)
    return row


def _within(person: Person) -> timedelta:
    return timedelta(days=person.programme.concern_days)


def _check_may_read(concern: Concern, by: Actor) -> None:
    """Whoever it is not for does not answer it either."""
    wanted = Role.ADMINISTRATOR if concern.route == "administrator" else Role.COORDINATOR
    if by.role != wanted:
        raise Stale(_("This one is for somebody else to answer."))


def _write(concern: Concern, name: str, words: str, at: datetime) -> None:
    vault.amend(
        tenant_id=concern.programme_id, person_id=concern.person_id, blob=concern.blob,
        values={name: words.strip()}, at=at,
    )  # fmt: skip


@action
def answer_concern(*, concern: Concern, words: str, by: Actor, at: datetime) -> Concern:
    """Answer in words. A second answer, when the first was not enough, is the last one."""
    check_still_here(concern.person)
    _check_may_read(concern, by)
    if not words.strip():
        raise Refused(_("Write an answer first."))
    if concern.state == "reopened":
        move(concern, "answer_again", by=by, at=at, fields={"answered_at": at})
        _write(concern, "answer_again", words, at)
        return concern
    settles = clock.local_day(at + SETTLES_AFTER)
    move(concern, "answer", by=by, at=at, fields={"answered_at": at, "settles_on": settles})
    _write(concern, "answer", words, at)
    return concern


@action
def reopen_concern(*, concern: Concern, words: str, by: Actor, at: datetime) -> Concern:
    """The answer was not enough. Once, with what is missing."""
    check_still_here(concern.person)
    if not words.strip():
        raise Refused(_("Write what is missing in the answer."))
    due = clock.local_day(at) + _within(concern.person)
    move(concern, "not_enough", by=by, at=at, fields={"answer_by": due})
    _write(concern, "missing", words, at)
    return concern


@action
def settle_concern(*, concern: Concern, by: Actor, at: datetime) -> Concern:
    """The answer is enough, or nobody has said otherwise in a month."""
    return move(concern, "settle", by=by, at=at)


@action
def end_concern(*, concern: Concern, reason: str, by: Actor, at: datetime) -> Concern:
    """End it without an answer to the matter: why stands where an answer would, and she reads it.

    The reason is about her, so it is kept under her key and not in the history.
    """
    check_still_here(concern.person)
    _check_may_read(concern, by)
    if not reason.strip():
        raise Refused(_("Write why, in a sentence."))
    move(concern, "end", by=by, at=at, fields={"answered_at": at})
    _write(concern, "ended", reason, at)
    return concern


@action
def stop_concerns(*, person: Person, stays: bool = False, by: Actor, at: datetime) -> int:
    """Nobody waits for an answer any more. How many were ended.

    `stays`: as a borrower's contact; what she wrote as that goes on.
    """
    count = 0
    rows = Concern.objects.filter(person=person, state__in=[*OPEN, "answered"])
    if stays:
        rows = rows.exclude(kind=Concern.Kind.LOAN)
    for row in rows.order_by("id"):
        move(row, "stop", by=Actor.system(by.tenant_id), at=at)
        count += 1
    unchanged()
    return count
