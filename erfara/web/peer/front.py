"""What everybody may see of a peer support programme: each area says its part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erfara.foundation import drafts
from erfara.peersupport.recruitment.policies import AFTER_WITHDRAWING
from erfara.peersupport.setup import queries
from erfara.peersupport.setup.kinds import KEPT_MONTHS
from erfara.people.actions.staying import ERASED_AFTER
from erfara.people.policies import MESSAGE_KEPT
from erfara.web.peer.apply import views as applying
from erfara.web.peer.workplaces import raising
from erfara.workflows.training_in_time import KEPT
from erfara.workflows.workplaces import LET_GO_AFTER

# Each gives the template of its part and what that needs, or None when it has nothing to say.
PARTS: tuple[Callable[[Any], tuple[str, dict[str, Any]] | None], ...] = (
    applying.front,
    raising.on_front,
)


def programme(request: Any, slug: str) -> HttpResponse:
    """One programme: what it is, who may apply, how a workplace raises its hand."""
    parts = [found for part in PARTS if (found := part(request)) is not None]
    return render(request, "peer/front.html", {"parts": parts})


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def privacy(request: Any, slug: str) -> HttpResponse:
    """What becomes of what somebody tells, in whichever way she meets the programme."""
    setup = queries.setup_of(request.programme)
    context = {
        "interviewers": queries.who_interview(request.programme),
        "months": setup.keep_applicants_months if setup else KEPT_MONTHS,
        "withdrawn_hours": _hours(AFTER_WITHDRAWING), "hours": _hours(ERASED_AFTER),
        "draft_days": drafts.KEPT.days, "course_days": KEPT.days,
        "workplace_days": LET_GO_AFTER.days, "message_days": MESSAGE_KEPT.days,
    }  # fmt: skip
    return render(request, "peer/privacy.html", context)
