"""Those who want to join, and the talks: to be booked, held, finished, thought over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.interview_queries import OPEN_TALKS, open_interviews
from erfara.people.models import Interview
from erfara.people.queries import applicants
from erfara.vocabulary.choices import Channel
from erfara.workflows.today.rows import NOW, Row, covers, first_of, when_wanted

CHANNELS = dict(Channel.choices)
_TALKS = Prepared(
    lambda programme: (
        open_interviews(programme)
        .select_related(None)
        .values_list(
            "pk", "state", "starts_at", "ends_at", "begun_at", "look_again_on",
            "contributor__number", "contributor__state",
        )
    )
)  # fmt: skip
_APPLICANTS = Prepared(
    lambda programme: (
        applicants(programme)
        .select_related(None)
        # Those with a talk have its row.
        .exclude(Exists(Interview.objects.filter(contributor=OuterRef("pk"), state__in=OPEN_TALKS)))
        .values_list("pk", "number", "applied_on", "channel")
    )
)


def talks(programme: Programme, at: datetime) -> list[Row]:
    """A row for each talk that isn't over, and for each who wants to join and has none. Two
    queries."""
    day = local_day(at)
    waiting = [
        Row(
            "applicant", pk, number, _("Wants to join, through {channel}. Book a talk."),
            applied, NOW, None, {"channel": CHANNELS.get(channel, channel)},
            covers(("contributor", "interested")),
        )
        for pk, number, applied, channel in first_of(_APPLICANTS, programme=programme.pk)
    ]  # fmt: skip
    return [*(_talk(row, day, at) for row in first_of(_TALKS, programme=programme.pk)), *waiting]


def _talk(row: tuple[Any, ...], day: date, at: datetime) -> Row:
    pk, state, starts, ends, begun, again, number, stands = row
    begins = local_day(starts)
    if state == "under_way":
        why = _("The talk has begun. Finish it when you are ready.")
        since = local_day(begun or starts)
        step, group = "talk_go_on", NOW
    elif state == "thinking":
        why = _("Wanted to think about it. Get in touch again.")
        since = again or day
        step, group = "talk_thinking", when_wanted(since, day)
    elif ends < at:
        why, since = _("The time for the talk has passed. Did it take place?"), begins
        step, group = "talk_passed", NOW
    elif begins == day:
        why, since, step, group = _("A talk is booked for today."), day, "talk_today", NOW
    else:
        why, since = _("A talk is booked."), begins
        step, group = "talk_booked", when_wanted(begins, day)
    stands_for = [("interview", state)]
    if stands == "interested":
        stands_for.append(("contributor", "interested"))
    return Row(
        step, pk, number, why, since, group, None, {"no": number}, covers(*stands_for),
        _("Talk with number {no}"),
    )  # fmt: skip
