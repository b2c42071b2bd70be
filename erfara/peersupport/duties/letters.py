"""Messages to the parties about who does what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from erfara.foundation import audit, links, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.peersupport.duties import queries
from erfara.peersupport.duties.models import COUNTS, DutyAnswer, DutyMatrix
from erfara.people.letters import with_link

KINDS = ("duties", "duties_reminder", "duties_answer", "duties_again")


def tell_parties(
    matrix: DutyMatrix, kind: str, at: datetime, only: Iterable[DutyAnswer] | None = None
) -> None:
    """Put a message to each who has not answered in the outbox, where there is an address."""
    rows = list(only) if only is not None else list(matrix.answers.filter(state="asked"))
    reached = vault.index_holders([row.person_id for row in rows], "email")
    for row in sorted(rows, key=lambda one: one.side):
        if row.person_id in reached:
            outbox.put(
                kind, tenant_id=row.programme_id, about_kind=audit.kind_of(row),
                about_id=row.pk, to_kind="person", to_id=row.person_id, at=at,
                occasion=at.isoformat(),
            )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    """Only while the answer is still waited for, from the one who speaks for the party now."""
    row = (
        DutyAnswer.objects.filter(pk=message.about_id).select_related("matrix", "programme").first()
    )
    if row is None or row.state != "asked" or row.person_id != message.to_id:
        return None
    if row.matrix.state not in COUNTS:
        return None
    return with_link(
        message, row.programme, "duties", row.person_id, deadline=row.matrix.answer_by
    )  # fmt: skip


def _one(answer: DutyAnswer, kind: str, at: datetime) -> None:
    tell_parties(answer.matrix, kind, at, only=[answer])


def register() -> None:
    """Tell outbox, state tables, and links how long they live."""
    links.register_life("duties", queries.over)
    for kind in KINDS:
        outbox.register_kind(kind, _render)
    on_notice("duties", tell_parties)
    for kind in ("duties_answer", "duties_again"):
        on_notice(kind, _one)
