"""An answer to a question that reaches beyond it."""

from __future__ import annotations

from datetime import date, datetime

from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry
from erfara.workflows import consent


@action
def not_now(*, inquiry: Inquiry, until: date, everything: bool, by: Actor, at: datetime) -> Inquiry:
    """Not now, until a day. With `everything` she pauses until then: nobody asks her anything."""
    inquiries.answer(inquiry=inquiry, answer="not_now", until=until, by=by, at=at)
    contributor = inquiry.contributor
    if everything and contributor.state in {"active", "resting"}:
        consent.pause(contributor=contributor, until=until, by=by, at=at)
    return inquiry
