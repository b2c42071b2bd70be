"""Courses that want something, for the demonstration: dates to settle, staff of workplaces who have
been to the first of two times, people to assess."""

from __future__ import annotations

from datetime import timedelta

from erfara.foundation import clock
from erfara.peersupport.training import queries
from erfara.peersupport.training.actions import groups, planning, sessions
from erfara.peersupport.workplaces.queries import receivers
from erfara.workflows.demonstration.peers import journey
from erfara.workflows.demonstration.peers.journey import County


def queues(county: County) -> None:
    """What the course that goes on and the one to come leave empty."""
    _planned(county)
    _to_assess(county)
    _staff(county)


def _planned(county: County) -> None:
    """Proposed dates that nobody has settled."""
    at = county.days(-1)
    template = planning.take_template(
        programme=county.programme, key="supervisors", by=county.lead, at=at
    )
    planning.plan_cohort(
        template=template, name="Handledare i vår", place="Påhittade huset, sal 2", places=10,
        starts_on=clock.local_day(county.days(38)), teachers=[county.trainer.own_id],
        by=county.lead, at=at,
    )  # fmt: skip


def _to_assess(county: County) -> None:
    """A short course whose times are over: three wait to hear how it ended, and one of them has
    not signed the rules."""
    row = journey.course(county, "two_days", "Två dagar i november", -16, -40, seats=4)
    who = journey.some(county, range(120, 123))
    rows = journey.taken(county, row, who, county.days(-35))
    journey.held(county, row, rows, county.start)
    journey.signed(county, rows[:2], county.days(-4))


def _staff(county: County) -> None:
    """Two workplaces whose staff has been to the two hours, and comes to the four."""
    row = journey.course(county, "workplaces", "För personalen, hösten", -14, -30, seats=40)
    for one in list(receivers(county.programme)[:2]):
        groups.add_group(
            cohort=row, workplace=one, expected=14, by=county.lead, at=county.days(-28)
        )
    first, *_rest = queries.sessions_of(row)
    planning.start_cohort(cohort=row, by=county.lead, at=first.starts_at)
    sessions.note_numbers(
        session=first, by=county.trainer, at=first.ends_at + timedelta(minutes=5),
        numbers={
            one.pk: 14 - 3 * number for number, one in enumerate(queries.groups_of(row))
        },
    )  # fmt: skip
