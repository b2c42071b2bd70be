"""What somebody's own page says of the workplaces and parties that she speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.people.models import Person
from erfara.web.peer.own.pieces import Piece
from erfara.web.peer.workplace.home import mine


def on_own_page(request: Any, person: Person) -> Sequence[Piece]:
    """Her workplaces, and who does what where it waits for her yes."""
    places, answers = mine(request)
    return [
        *(
            Piece(
                say(_("Who does what: {workplace}"), workplace=str(row.matrix.workplace.unit)),
                url, row.state_label, waits=row.state == "asked", tone="action",
            )
            for row, url in answers
        ),
        *(
            Piece(
                str(one.row.unit), one.url, one.row.state_label,
                waits=one.waits, tone=one.tone, hint=one.next,
            )
            for one in places
        ),
    ]  # fmt: skip
