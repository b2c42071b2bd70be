"""The talk about a question, as the person and the coordinator read it."""

from __future__ import annotations

from typing import Any

from erfara.foundation import vault
from erfara.lending import own_queries
from erfara.lending.models import Inquiry


def lines(request: Any, inquiry: Inquiry, *, purpose: str, case: object) -> list[dict[str, Any]]:
    """What has been said, oldest first. Opened once, under the person's own key, and logged."""
    rows = list(own_queries.talk(inquiry))
    if not rows:
        return []
    person = inquiry.contributor.person_id
    opened = vault.open(
        tenant_id=inquiry.programme_id, person_ids=[person], blob=rows[0].blob,
        fields=[str(row.pk) for row in rows], purpose=purpose, case=str(case),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    texts = opened.get(person, {})
    return [
        {"hers": row.from_person, "at": row.created_at, "text": texts[str(row.pk)]}
        for row in rows
        if texts.get(str(row.pk))
    ]
