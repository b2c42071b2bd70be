"""Somebody in the living county who wants our messages as text messages."""

from __future__ import annotations

from typing import Any

from erfara.people.actions.consents import give_consent
from erfara.people.actions.staying import set_rhythm
from erfara.people.models import Contributor, Purpose
from erfara.people.models.consents import How
from erfara.vocabulary.choices import MessagesBy


def play(county: Any, row: Contributor) -> None:
    """She has agreed to text messages, and chosen them."""
    at = county.days(-180)
    give_consent(
        person=row.person, purpose=Purpose.TEXT_MESSAGE, how=How.IN_PERSON, by=county.by, at=at
    )
    set_rhythm(
        contributor=row, ask_often=row.ask_often, messages_by=MessagesBy.TEXT, away_from=None,
        away_until=None, by=county.by, at=at,
    )  # fmt: skip
