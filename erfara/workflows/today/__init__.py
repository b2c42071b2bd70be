"""What a programme's coordinators have to do now, read from the states and nowhere else.

A thing whose state gives its pen to the coordinator is here, whatever brought it there. Things of
the same kind about the same request or loan share a row. No name is read: who it is stands on the
page that the row leads to, so that looking at the day opens nobody's details.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from erfara.foundation import clock
from erfara.organisations.models import Programme, RowKey
from erfara.organisations.queries import Mark, day_marks
from erfara.workflows.kept import kept_or
from erfara.workflows.today import (
    afterwards,
    agreements,
    calling,
    consents,
    fallback,
    imports,
    interviews,
    loans,
    meetings,
    messages,
    occasions,
    payments,
    peers,
    presentations,
    print_lists,
    replacing,
    requests,
    staying_true,
    stories,
)
from erfara.workflows.today.rows import LATER, LIMIT, NOW, WEEK, Kind, Row, room_for

__all__ = ["Kind", "Row", "Today", "today"]


@dataclass(frozen=True, slots=True)
class Today:
    """The day: rows by group, those that rest, and how many there are beyond what was read.

    `beyond` may be more than there are: of those who may have to be phoned, not all have to be.
    `marks`: who has which row, and until when it rests, by the row's key. `read_at`: when the rows
    were read, which may be up to a minute before where a long day is `kept`.
    """

    now: list[Row]
    week: list[Row]
    later: list[Row]
    resting: list[Row]
    beyond: int
    marks: Mapping[RowKey, Mark]
    read_at: datetime | None = None

    @property
    def rows(self) -> list[Row]:
        """All rows that don't rest, the most pressing first."""
        return [*self.now, *self.week, *self.later]

    def mark(self, row: Row) -> Mark | None:
        """What has been said about a row."""
        return self.marks.get(row.key)


def _rests(row: Row, mark: Mark | None, day: date) -> bool:
    """Whether a row rests still. What is needed today never does; what has grown is back."""
    return (
        mark is not None
        and mark.rests_until is not None
        and mark.rests_until > day
        and row.number <= mark.number
        and not row.first
    )


def today(
    programme: Programme, at: datetime, most: int | None = LIMIT, *, may_be_kept: bool = False
) -> Today:
    """What waits in a programme at a moment: so many of a kind at the most, or all (None).

    A constant number of queries, and one more for each kind of which there is more than is read.
    `may_be_kept`: a long day may be as it was a little while ago, for a page that says so.
    """
    day, marks = clock.local_day(at), day_marks(programme)

    def read() -> tuple[list[Row], int]:
        with room_for(most) as room:
            rows = sorted(_everything(programme, at, day), key=lambda row: row.urgency)
        return rows, room.beyond

    if may_be_kept:
        # Who has a row and what rests is read each time: two look at that together.
        found = kept_or(read, programme, ("day", day, most), at, rows=lambda one: len(one[0]))
        (rows, beyond), read_at = found.what, found.at
    else:
        (rows, beyond), read_at = read(), at
    resting = [row for row in rows if _rests(row, marks.get(row.key), day)] if marks else []
    asleep = {row.key for row in resting}
    groups: dict[str, list[Row]] = {NOW: [], WEEK: [], LATER: []}
    for row in rows:
        if not asleep or row.key not in asleep:
            groups[row.group].append(row)
    return Today(groups[NOW], groups[WEEK], groups[LATER], resting, beyond, marks, read_at)


def _everything(programme: Programme, at: datetime, day: date) -> list[Row]:
    peer_support = programme.kind == Programme.Kind.PEER_SUPPORT
    sources = (_of_peers if peer_support else _of_library)(programme, at, day)
    return [row for source in sources for row in source]


def _of_peers(programme: Programme, at: datetime, day: date) -> list[list[Row]]:
    return [
        *(source(programme, at) for source in peers.SOURCES),
        consents.log_questions(programme, day),
        messages.unanswered(programme, day),
        fallback.unshown(programme),
    ]


def _of_library(programme: Programme, at: datetime, day: date) -> list[list[Row]]:
    asked = requests.asked_about(programme)
    answers_wanted, busy = meetings.waiting(programme, day, asked)
    return [
        requests.waiting(programme, day, asked, busy),
        answers_wanted,
        meetings.cancelled_there(programme),
        meetings.times_there(programme, at),
        requests.answers(asked),
        loans.steps(programme),
        replacing.places(programme, at),
        loans.thin_teams(programme),
        occasions.occasions(programme, at, day),
        occasions.not_coming(programme, day),
        occasions.to_phone(programme, at, day),
        occasions.around(programme, at, day),
        loans.follow_ups(programme, day),
        payments.payments(programme, day),
        payments.claims(programme),
        calling.calls(programme),
        loans.feedback(programme, day),
        payments.lists(programme, day),
        interviews.talks(programme, at),
        consents.log_questions(programme, day),
        consents.errands(programme, day),
        consents.calls(programme, day),
        consents.contacts_gone(programme),
        agreements.agreements(programme, day),
        agreements.answers(programme, day),
        agreements.to_phone(programme, day),
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
        fallback.unshown(programme),
    ]
