"""What anybody has written to the library and nobody has answered yet."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.organisations.models import Programme
from erfara.people.queries import messages_waiting
from erfara.workflows.today.rows import LIMIT, Row, covers, when_wanted


def unanswered(programme: Programme, day: date) -> list[Row]:
    """Messages that wait, each with the day by which it is to be answered."""
    return [
        Row(
            "message", one.pk, 0, _("Somebody waits for an answer."), one.due_on,
            when_wanted(one.due_on, day), None,
            {"about": one.get_about_display()},
            covers(("public_message", "received")), _("A message about {about}"),
        )
        for one in messages_waiting(programme)[: LIMIT + 1]
    ]  # fmt: skip
