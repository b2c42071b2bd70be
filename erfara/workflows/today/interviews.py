"""Those who want to join, and the talks: to be booked, held, finished, thought over."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.interview_queries import open_interviews
from erfara.people.models import Contributor, Interview
from erfara.people.queries import applicants
from erfara.workflows.today.rows import LIMIT, NOW, Row, covers, when_wanted

_TALKS = Prepared(
    lambda programme: open_interviews(programme).only(
        "state", "starts_at", "ends_at", "begun_at", "look_again_on", "contributor__number",
        "contributor__state",
    )[: LIMIT + 1]
)  # fmt: skip
_APPLICANTS = Prepared(
    lambda programme: (
        applicants(programme)
        .select_related(None)
        .only("number", "applied_on", "channel")[: LIMIT + 1]
    )
)


def talks(programme: Programme, at: datetime) -> list[Row]:
    """A row for each talk that isn't over, and for each who wants to join and has none. Two
    queries."""
    day = local_day(at)
    going = _TALKS.objects(Interview, programme=programme.pk)
    with_talk = {talk.contributor_id for talk in going}
    waiting = [
        Row(
            "applicant", one.pk, one.number, _("Wants to join, through {channel}. Book a talk."),
            one.applied_on, NOW, None, {"channel": one.get_channel_display()},
            covers(("contributor", "interested")),
        )
        for one in _APPLICANTS.objects(Contributor, programme=programme.pk)
        if one.pk not in with_talk
    ]  # fmt: skip
    return [*(_talk(talk, day, at) for talk in going), *waiting]


def _talk(talk: Interview, day: date, at: datetime) -> Row:
    begins = local_day(talk.starts_at)
    if talk.state == "under_way":
        why = _("The talk has begun. Finish it when you are ready.")
        since = local_day(talk.begun_at or talk.starts_at)
        step, group = "talk_go_on", NOW
    elif talk.state == "thinking":
        why = _("Wanted to think about it. Get in touch again.")
        since = talk.look_again_on or day
        step, group = "talk_thinking", when_wanted(since, day)
    elif talk.ends_at < at:
        why, since = _("The time for the talk has passed. Did it take place?"), begins
        step, group = "talk_passed", NOW
    elif begins == day:
        why, since, step, group = _("A talk is booked for today."), day, "talk_today", NOW
    else:
        why, since = _("A talk is booked."), begins
        step, group = "talk_booked", when_wanted(begins, day)
    stands_for = [("interview", talk.state)]
    if talk.contributor.state == "interested":
        stands_for.append(("contributor", "interested"))
    return Row(
        step, talk.pk, talk.contributor.number, why, since, group, None,
        {"no": talk.contributor.number}, covers(*stands_for), _("Talk with number {no}"),
    )  # fmt: skip
