"""What a programme's coordinators have to do now, read from the states and nowhere else.

A thing whose state gives its pen to the coordinator is here, whatever brought it there. Things of
the same kind about the same request or loan share a row. No name is read: who it is stands on the
page that the row leads to, so that looking at the day opens nobody's details.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from erfara.foundation import clock
from erfara.organisations.models import Programme
from erfara.workflows.today import (
    afterwards,
    agreements,
    consents,
    imports,
    interviews,
    loans,
    meetings,
    messages,
    occasions,
    payments,
    presentations,
    print_lists,
    replacing,
    requests,
    staying_true,
    stories,
)
from erfara.workflows.today.rows import LATER, LIMIT, NOW, WEEK, Kind, Row

__all__ = ["Kind", "Row", "Today", "today"]


@dataclass(frozen=True, slots=True)
class Today:
    """The day: rows by group, and whether there was more than is read."""

    now: list[Row]
    week: list[Row]
    later: list[Row]
    more: bool

    @property
    def rows(self) -> list[Row]:
        """All rows, the most pressing first."""
        return [*self.now, *self.week, *self.later]


def today(programme: Programme, at: datetime) -> Today:
    """Everything that waits in a programme at a moment. A constant number of queries."""
    day = clock.local_day(at)
    asked = requests.asked_about(programme)
    answers_wanted, busy = meetings.waiting(programme, day)
    sources: list[list[Row]] = [
        [r for r in requests.waiting(programme, day, asked) if r.pk not in busy],
        answers_wanted,
        meetings.cancelled_there(programme),
        requests.answers(asked),
        loans.steps(programme),
        replacing.places(programme, at),
        loans.thin_teams(programme),
        *loans.together(
            occasions.occasions(programme, at, day),
            occasions.not_coming(programme, day),
            occasions.to_phone(programme, at, day),
            occasions.around(programme, at, day),
            loans.follow_ups(programme, day),
            payments.payments(programme, day),
            payments.claims(programme),
        ),
        loans.feedback(programme, day),
        payments.lists(programme, day),
        interviews.talks(programme, at),
        consents.log_questions(programme, day),
        consents.errands(programme, day),
        consents.calls(programme, day),
        consents.contacts_gone(programme),
        agreements.agreements(programme, day),
        agreements.answers(programme, day),
        messages.unanswered(programme, day),
        print_lists.waiting(programme),
        afterwards.care(programme, day),
        afterwards.concerns(programme, day),
        afterwards.effects(programme, day),
        stories.stories(programme, day),
        presentations.waiting(programme, day),
        staying_true.calls(programme, day),
        staying_true.to_let_go(programme, day),
        staying_true.trainings(programme, day),
        staying_true.duplicates(programme, day),
        imports.files(programme),
        imports.to_phone(programme, day),
    ]
    rows = sorted(
        (row for source in sources for row in source[:LIMIT]),
        key=lambda r: (not r.first, str(r.since), str(r.pk)),
    )
    by_group = {name: [r for r in rows if r.group == name] for name in (NOW, WEEK, LATER)}
    return Today(
        by_group[NOW], by_group[WEEK], by_group[LATER],
        any(len(source) > LIMIT for source in sources),
    )  # fmt: skip
