"""The letter that says that a question about the log has an answer."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation import audit, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.people.letters import with_link
from erfara.people.models import LogQuestion
from erfara.people.queries import may_be_written_to


def _put(question: LogQuestion, kind: str, at: datetime) -> None:
    if may_be_written_to(question.person):
        outbox.put(
            kind, tenant_id=question.programme_id, about_kind=audit.kind_of(question),
            about_id=question.pk, to_kind="person", to_id=question.person_id, at=at,
        )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    question = (
        LogQuestion.objects.filter(pk=message.about_id)
        .select_related("programme", "person")
        .first()
    )
    if question is None or question.state != "answered" or question.person.erased_at is not None:
        return None
    return with_link(message, question.programme, "log_question", question.person_id)


def register() -> None:
    """Tell outbox and state table."""
    outbox.register_kind("log_answer", _render)
    on_notice("log_answer", _put)
