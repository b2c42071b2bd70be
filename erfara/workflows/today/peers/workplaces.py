"""Workplaces that wait for a lead, lists to be looked through, and who does what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.peersupport.duties import queries as duties
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.peersupport.workplaces import queries
from erfara.peersupport.workplaces.models import Readiness, Workplace
from erfara.workflows.today.rows import LIMIT, NOW, Row, covers, when_wanted

# What a row says of a workplace, from whatever leads to it. Of a matrix its long text is left out.
_CALLED = ("no", "unit__name", "unit__organisation__name")
_THERE = tuple(f"workplace__{name}" for name in _CALLED)
_PLACES = Prepared(
    lambda programme: queries.waiting(programme).only("state", "answer_by", "created_at", *_CALLED)[
        : LIMIT + 1
    ]
)
_ROUNDS = Prepared(
    lambda programme: queries.rounds_waiting(programme).only(
        "state", "due_on", "filled_at", "created_at", *_THERE
    )[: LIMIT + 1]
)
_MATRICES = Prepared(
    lambda programme: duties.waiting(programme).only("state", "answer_by", "created_at", *_THERE)[
        : LIMIT + 1
    ]
)
_ANSWERS = Prepared(
    lambda programme: duties.answers_waiting(programme).only(
        "state", "answered_at", "created_at", "person_id", "matrix__answer_by",
        *(f"matrix__{name}" for name in _THERE),
    )[: LIMIT + 1]
)  # fmt: skip

PLACE = _("{workplace}")
STEPS = {
    "interested": ("workplace_hand", _("It has raised its hand. Get in touch.")),
    "unanswered": ("workplace_silent", _("Nobody has answered the offer. Phone.")),
    "wants_out": ("workplace_out", _("It does not want to go on. Talk with them first.")),
}
NOBODY = _("Nobody there reads what is written. Ask who takes over.")


def _row(
    step: str, row: Workplace, pk: object, why: object, since: object, group: str, **more: object
) -> Row:
    return Row(
        step, pk, row.no, why, since, group, None,  # type: ignore[arg-type]
        {"workplace": str(row.unit)}, what=PLACE, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def places(programme: Programme, at: datetime) -> list[Row]:
    """Raised hands, unanswered offers, those that want out, and where nobody is left."""
    found = []
    for row in _PLACES.objects(Workplace, programme=programme.pk):
        since = row.answer_by or local_day(row.created_at)
        if row.state in STEPS:
            step, why = STEPS[row.state]
            if row.state != "unanswered":
                since = local_day(row.created_at)
            kinds = covers(("workplace", row.state))
            found.append(_row(step, row, row.pk, why, since, NOW, covers=kinds))
        else:
            since = local_day(row.created_at)
            found.append(_row("workplace_nobody", row, row.pk, NOBODY, since, NOW))
    return found


def lists(programme: Programme, at: datetime) -> list[Row]:
    """Lists to be looked through, and those that were not done in time."""
    found = []
    for row in _ROUNDS.objects(Readiness, programme=programme.pk):
        late = row.state == "late"
        why = (
            _("The list was not done in time. Phone and hear what is in the way.")
            if late
            else _("All on the list is written down. Look it through.")
        )
        since = row.due_on if late else local_day(row.filled_at or row.created_at)
        found.append(
            _row("readiness_late" if late else "readiness_look", row.workplace, row.workplace_id,
                 why, since, NOW, covers=covers(("readiness", row.state)))
        )  # fmt: skip
    return found


def matrices(programme: Programme, at: datetime) -> list[Row]:
    """Who does what: to be written and sent, or not said yes to in time."""
    found = []
    for row in _MATRICES.objects(DutyMatrix, programme=programme.pk):
        late = row.state == "late"
        why = (
            _("Somebody has not said yes to who does what in time.")
            if late
            else _("Read through who does what, and send it to all parties.")
        )
        since = row.answer_by if late and row.answer_by else local_day(row.created_at)
        found.append(
            _row("duties_late" if late else "duties_write", row.workplace, row.workplace_id, why,
                 since, NOW, covers=covers(("duty_matrix", row.state)))
        )  # fmt: skip
    return found


def answers(programme: Programme, at: datetime) -> list[Row]:
    """What a party wants changed, and who is to be phoned."""
    rows = _ANSWERS.objects(DutyAnswer, programme=programme.pk)
    asked = [row.person_id for row in rows if row.state == "asked"]
    reached = vault.index_holders(asked, "email") if asked else set()
    found, phoned, day = [], set(), local_day(at)
    for row in rows:
        workplace, last = row.matrix.workplace, row.matrix.answer_by
        if row.state == "wants_change":
            since = local_day(row.answered_at or row.created_at)
            why = _("A party wants something changed in who does what.")
            kinds = covers(("duty_answer", "wants_change"))
            found.append(_row("duties_wish", workplace, row.pk, why, since, NOW, covers=kinds))
        elif row.person_id not in reached and workplace.pk not in phoned:
            phoned.add(workplace.pk)
            why = _("Somebody has no e-mail, and is to be called about who does what.")
            group = when_wanted(last, day)
            found.append(_row("duties_phone", workplace, workplace.pk, why, last or day, group))
    return found


def rows(programme: Programme, at: datetime) -> list[Row]:
    """All of it. A constant number of queries."""
    return [
        *places(programme, at), *lists(programme, at), *matrices(programme, at),
        *answers(programme, at),
    ]  # fmt: skip
