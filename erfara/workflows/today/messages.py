"""What anybody has written to the library and nobody has answered yet."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.models import PublicMessage
from erfara.people.queries import messages_waiting
from erfara.workflows.today.rows import LIMIT, Row, covers, when_wanted

_WAITING = Prepared(lambda programme: messages_waiting(programme)[: LIMIT + 1])


def unanswered(programme: Programme, day: date) -> list[Row]:
    """Messages that wait, each with the day by which it is to be answered."""
    return [
        Row(
            "message", one.pk, 0, _("Somebody waits for an answer."), local_day(one.created_at),
            when_wanted(one.due_on, day), None,
            {"about": one.get_about_display()},
            covers(("public_message", "received")), _("A message about {about}"), last=one.due_on,
        )
        for one in _WAITING.objects(PublicMessage, programme=programme.pk)
    ]  # fmt: skip
