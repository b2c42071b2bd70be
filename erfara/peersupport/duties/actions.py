"""Writes about who does what: a version is written, sent to all parties, said yes to, replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import check, lock, move
from erfara.lending.agreement_texts import check_no_numbers
from erfara.peersupport.duties import queries, tasks
from erfara.peersupport.duties.letters import tell_parties
from erfara.peersupport.duties.models import COUNTS, DutyAnswer, DutyMatrix
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.actions.persons import needed_again
from erfara.people.models import Person
from erfara.people.policies import check_still_here

AFTER_AN_ANSWER = timedelta(days=3)
AFTER_A_CHANGE = timedelta(days=14)
WISH, REPLY = "wish", "reply"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who speaks for a party."""

    side: str
    organisation: str
    person: Person


@action
def prepare(*, workplace: Workplace, by: Actor, at: datetime) -> DutyMatrix:
    """The first draft for a workplace: as the newest one in the programme says, else the starting
    set. Nothing changes when there is one already."""
    lock(workplace)
    there = queries.draft(workplace) or queries.counting(workplace)
    if there is not None:
        unchanged()
        return there
    before = queries.last(workplace) or queries.newest_in(workplace.programme)
    rows = before.rows if before is not None else tasks.first_rows(workplace.programme)
    return _new(workplace, rows, by, at)


def _new(workplace: Workplace, rows: Sequence[Any], by: Actor, at: datetime) -> DutyMatrix:
    last = workplace.matrices.aggregate(no=Max("version"))["no"] or 0
    row = DutyMatrix.objects.create(
        programme_id=workplace.programme_id, workplace=workplace, version=last + 1,
        rows=list(rows), state=DutyMatrix.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("duty_matrix.begun", about=row, by=by, at=at, facts={"version": row.version},
                 to_state=row.state)  # fmt: skip
    return row


@action
def new_version(*, workplace: Workplace, by: Actor, at: datetime) -> DutyMatrix:
    """Begin to write another version. The one that counts does so until this one is sent."""
    lock(workplace)
    if workplace.is_over:
        raise Refused(_("The workplace takes no part any more."))
    there = queries.draft(workplace)
    if there is not None:
        unchanged()
        return there
    before = queries.last(workplace)
    rows = before.rows if before is not None else tasks.first_rows(workplace.programme)
    return _new(workplace, rows, by, at)


def _check_draft(matrix: DutyMatrix) -> None:
    lock(matrix)
    matrix.refresh_from_db(fields=["rows"])
    if matrix.state != "draft":
        raise Stale(_("This version has been sent. Write a new one instead."))


@action
def write_row(
    *,
    matrix: DutyMatrix,
    key: str,
    title: str,
    does: str,
    decides: str,
    told: Iterable[str],
    note: str = "",
    by: Actor,
    at: datetime,
) -> DutyMatrix:
    """Write one row of a draft, or add it when its key is not there."""
    _check_draft(matrix)
    before = next((row for row in matrix.rows if row["key"] == key), None)
    made = tasks.own_row(
        key, title=title, does=does, decides=decides, told=told, note=note, before=before
    )
    if before == made:
        unchanged()
        return matrix
    if before is None and len(matrix.rows) >= tasks.MOST_ROWS:
        raise Refused(_("{most} rows are more than anybody reads."), most=tasks.MOST_ROWS)
    if before is None:
        matrix.rows = [*matrix.rows, made]
    else:
        matrix.rows = [made if row["key"] == key else row for row in matrix.rows]
    matrix.save(update_fields=["rows"])
    audit.record("duty_matrix.row", about=matrix, by=by, at=at, facts={"row": key[:40]})
    return matrix


@action
def drop_row(*, matrix: DutyMatrix, key: str, by: Actor, at: datetime) -> DutyMatrix:
    """Take a row out of a draft."""
    _check_draft(matrix)
    left = [row for row in matrix.rows if row["key"] != key]
    if len(left) == len(matrix.rows):
        unchanged()
        return matrix
    matrix.rows = left
    matrix.save(update_fields=["rows"])
    audit.record("duty_matrix.row_dropped", about=matrix, by=by, at=at, facts={"row": key[:40]})
    return matrix


@action
def send(
    *, matrix: DutyMatrix, parties: Sequence[Asked], answer_by: date, by: Actor, at: datetime
) -> DutyMatrix:
    """Ask all parties to say yes by a day. The version that counted until now is replaced."""
    workplace = matrix.workplace
    lock(workplace)
    _check_draft(matrix)
    check(matrix, "send", by=by)
    if workplace.is_over:
        raise Refused(_("The workplace takes no part any more."))
    if answer_by < clock.local_day(at):
        raise Refused(_("The last day has already been. Choose a later one."))
    if not matrix.rows:
        raise Refused(_("There is nothing in it to say yes to. Write at least one row."))
    sides = [one.side for one in parties]
    if len(set(sides)) != len(sides) or DutyAnswer.Side.WORKPLACE not in sides or len(sides) < 2:
        raise Refused(_("Write who speaks for the workplace, and for at least one party more."))
    before = queries.counting(workplace)
    if before is not None:
        _pass_over(before, by, at)
        move(before, "replace", by=by, at=at)
    for one in parties:
        needed_again(one.person)
        DutyAnswer.objects.create(
            programme_id=matrix.programme_id, matrix=matrix, side=one.side,
            organisation=one.organisation.strip()[:160], person=one.person,
            state=DutyAnswer.table.initial, created_at=at,
        )  # fmt: skip
    return move(matrix, "send", by=by, at=at, fields={"answer_by": answer_by, "sent_at": at},
                facts={"version": matrix.version})  # fmt: skip


def _pass_over(matrix: DutyMatrix, by: Actor, at: datetime) -> None:
    for answer in matrix.answers.filter(state__in=queries.OPEN).order_by("created_at", "id"):
        move(answer, "pass_over", by=by, at=at)


@action
def go_without(*, matrix: DutyMatrix, reason: str, by: Actor, at: datetime) -> DutyMatrix:
    """Go on without everybody's yes, and why. Those who have not answered still can."""
    check_no_numbers({"reason": reason})
    return move(matrix, "go_without", by=by, at=at, reason=reason)


@action
def remind(*, matrix: DutyMatrix, by: Actor, at: datetime) -> DutyMatrix:
    """The one reminder to the parties that have not answered."""
    rows = DutyMatrix.objects.filter(pk=matrix.pk, state="asked", reminded_at__isnull=True)
    if not rows.update(reminded_at=at):
        unchanged()
        return matrix
    audit.record("duty_matrix.reminded", about=matrix, by=by, at=at)
    tell_parties(matrix, "duties_reminder", at)
    return matrix


@action
def pass_deadline(*, matrix: DutyMatrix, by: Actor, at: datetime) -> DutyMatrix:
    """The last day has passed and somebody has not said yes: a lead decides."""
    return move(matrix, "pass_deadline", by=by, at=at)


@action
def end(*, workplace: Workplace, by: Actor, at: datetime) -> int:
    """The workplace takes no part any more: nobody's yes is waited for. How many versions ended."""
    rows = list(DutyMatrix.objects.filter(workplace=workplace, state__in=[*COUNTS, "draft"]))
    for row in rows:
        _pass_over(row, by, at)
        move(row, "end", by=by, at=at)
    if not rows:
        unchanged()
    return len(rows)


# Each party's answer


def _check_counts(answer: DutyAnswer, version: int) -> DutyMatrix:
    matrix = answer.matrix
    lock(matrix)
    lock(answer)
    if matrix.state not in COUNTS or answer.state == "over" or matrix.version != version:
        raise Stale(_("This version no longer counts. Read the one that does."))
    return matrix


def _complete(matrix: DutyMatrix, by: Actor, at: datetime) -> None:
    waiting = matrix.answers.filter(state__in=["asked", "wants_change"])
    if matrix.state in {"asked", "late", "without"} and not waiting.exists():
        move(matrix, "complete", by=by, at=at)


def _theirs(how: str, by: Actor) -> dict[str, Any]:
    if by.role != Role.COORDINATOR:
        return {"how": DutyAnswer.How.PAGE, "noted_by": None}
    if how not in {"phone", "paper", "met"}:
        raise Refused(_("Write how you got to know: by phone, on paper, or when you met."))
    return {"how": how, "noted_by": by.id}


@action
def accept(
    *, answer: DutyAnswer, version: int, how: str = "", by: Actor, at: datetime
) -> DutyAnswer:
    """One party says yes to the version it has read. The same yes again changes nothing."""
    matrix = _check_counts(answer, version)
    if answer.state == "accepted":
        unchanged()
        return answer
    fields = {**_theirs(how, by), "answered_at": at}
    move(answer, "accept", by=by, at=at, fields=fields,
         facts={"version": version, "side": answer.side})  # fmt: skip
    _complete(matrix, by, at)
    return answer


def _amend(answer: DutyAnswer, at: datetime, **words: str | None) -> None:
    check_still_here(answer.person)
    vault.amend(
        tenant_id=answer.programme_id, person_id=answer.person_id, blob=answer.blob, at=at,
        values={name: text.strip() if text else None for name, text in words.items()},
    )  # fmt: skip


@action
def want_change(
    *, answer: DutyAnswer, version: int, words: str, how: str = "", by: Actor, at: datetime
) -> DutyAnswer:
    """One party wants something changed before it says yes. A lead owes an answer."""
    matrix = _check_counts(answer, version)
    if not words.strip():
        raise Refused(_("Write what you want changed."))
    check_no_numbers({"words": words})
    if answer.state != "wants_change":
        move(answer, "want_change", by=by, at=at, fields={**_theirs(how, by), "answered_at": at})
        if matrix.state == "agreed":
            move(matrix, "reopen", by=by, at=at, fields=_time(matrix, AFTER_AN_ANSWER, at))
    else:
        audit.record("duty_answer.more_words", about=answer, by=by, at=at)
    _amend(answer, at, **{WISH: words, REPLY: None})
    return answer


def _time(matrix: DutyMatrix, more: timedelta, at: datetime) -> dict[str, Any]:
    """Nobody is to be late because we were: some days at least."""
    first = clock.local_day(at + more)
    return {"answer_by": max(first, matrix.answer_by or first), "reminded_at": None}


def _give_time(matrix: DutyMatrix, more: timedelta, by: Actor, at: datetime) -> None:
    fields = _time(matrix, more, at)
    if matrix.state in {"late", "agreed"}:
        move(matrix, "reopen", by=by, at=at, fields=fields)
        return
    for name, value in fields.items():
        setattr(matrix, name, value)
    matrix.save(update_fields=list(fields))


@action
def answer_wish(*, answer: DutyAnswer, words: str, by: Actor, at: datetime) -> DutyAnswer:
    """Answer one who wants something changed, when it stays as it is."""
    if not words.strip():
        raise Refused(_("Write an answer first."))
    check_no_numbers({"words": words})
    matrix = _check_counts(answer, answer.matrix.version)
    _give_time(matrix, AFTER_AN_ANSWER, by, at)
    move(answer, "answer", by=by, at=at)
    if answer.person.erased_at is None:
        _amend(answer, at, **{REPLY: words})
    return answer


@action
def hand_over(
    *, matrix: DutyMatrix, side: str, person: Person, by: Actor, at: datetime
) -> DutyAnswer | None:
    """Somebody else speaks for a party: she reads it, and is asked for a yes of her own.

    None when that party was never asked. The yes of the one before stands in the history.
    """
    answer = matrix.answers.filter(side=side).select_related("person").first()
    if answer is None or matrix.state not in COUNTS or answer.person_id == person.pk:
        unchanged()
        return answer
    check_still_here(person)
    answer.matrix = matrix
    lock(matrix)
    lock(answer)
    _give_time(matrix, AFTER_A_CHANGE, by, at)
    answer.person = person
    audit.record("duty_answer.new_person", about=answer, by=by, at=at, facts={"side": side})
    if answer.state == "asked":
        answer.save(update_fields=["person"])
        tell_parties(matrix, "duties_again", at, only=[answer])
        return answer
    return move(
        answer, "ask_again", by=by, at=at,
        fields={"person_id": person.pk, "answered_at": None, "how": "", "noted_by": None},
    )  # fmt: skip
