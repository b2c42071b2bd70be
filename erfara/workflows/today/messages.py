"""What anybody has written to the library and nobody has answered yet."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.models import PublicMessage
from erfara.people.queries import messages_waiting
from erfara.workflows.today.rows import Row, covers, first_of, when_wanted

_WAITING = Prepared(
    lambda programme: messages_waiting(programme).values_list("pk", "created_at", "due_on", "about")
)


def unanswered(programme: Programme, day: date) -> list[Row]:
    """Messages that wait, each with the day by which it is to be answered."""
    return [
        Row(
            "message", pk, 0, _("Somebody waits for an answer."), local_day(created),
            when_wanted(due, day), None, {"about": PublicMessage.About(about).label},
            covers(("public_message", "received")), _("A message about {about}"), last=due,
        )
        for pk, created, due, about in first_of(_WAITING, programme=programme.pk)
    ]  # fmt: skip
