"""Stories that were begun, and answers to be asked for by phone."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.lending.models import StoryPermission
from erfara.lending.story_letters import reached
from erfara.lending.story_queries import drafts, waiting
from erfara.organisations.models import Programme
from erfara.workflows.today.rows import LATER, Row, covers, first_of, when_wanted

_DRAFTS = Prepared(lambda programme: drafts(programme).values_list("loan_id", "created_at"))
_WAITING = Prepared(waiting)


def stories(programme: Programme, day: date) -> list[Row]:
    """Drafts, and for each story those who have no e-mail and are to be phoned."""
    rows = [
        Row("story", loan, 0, _("It has not been sent to those it is about."),
            clock.local_day(created), LATER, None, {},
            covers(("story", "draft")), _("A story about a loan is begun"))
        for loan, created in first_of(_DRAFTS, programme=programme.pk)
    ]  # fmt: skip
    asked = _WAITING.objects(StoryPermission, programme=programme.pk)
    by_mail = reached(asked) if asked else set()
    by_phone = {p.story_id: p for p in asked if p.person_id not in by_mail}
    return rows + [
        Row("story", p.story.loan_id, 0, _("Somebody has no e-mail and is to be phoned."),
            p.story.answer_by or day, when_wanted(p.story.answer_by, day), None, {}, frozenset(),
            _("A story waits for a yes"))
        for p in by_phone.values()
    ]  # fmt: skip
