"""Times of loans, for the demonstration: one tomorrow to which somebody can't come, a series with
an interpreter to book, and the hours of a loan that is over. All of it is made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.spans import Span
from erfara.lending.actions import attending, hours, occasions
from erfara.lending.models import Loan, LoanRequest, Occasion
from erfara.lending.policies import occasion_version
from erfara.people.models import Contributor
from erfara.workflows import lend
from erfara.workflows.demonstration.hours import by_clock

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

VIDEO = "https://video.exempel.invalid/rum/blaberg"
# What those who are asked afterwards say about their time.
PERSON_HOURS = {"hours_prepared": "0.5", "hours_travelled": "1"}
BORROWER_HOURS = {"hours_prepared": "6.5"}


def coordinators_hours(county: County, loan: Loan, at: datetime) -> None:
    """What the coordinator of the county spent on a loan."""
    for what, minutes in (("preparation", 150), ("meeting", 60), ("follow_up", 45)):
        hours.write_hours(
            loan=loan, party="coordinator", what=what, minutes=minutes, day=clock.local_day(at),
            by=county.by, at=at,
        )  # fmt: skip


@transaction.atomic
def _team(county: County, request: LoanRequest, folk: list[Contributor], days_ago: int) -> Loan:
    county.prepare(request, days_ago)
    for inquiry in county.ask(request, folk, days_ago):
        county.answers(inquiry, "yes", days_ago - 1)
        lend.confirm(
            inquiry=inquiry, amount=Decimal(1066), by=county.by, at=county.days(-days_ago + 2)
        )
    return lend.complete_team(request=request, by=county.by, at=county.days(-days_ago + 3))


def _tomorrow(county: County, folk: list[Contributor]) -> None:
    """Everybody has been asked; one comes, one can't, one is to be phoned."""
    request = county.ask_for(
        "Blåbergs kommun", "Biblioteken i Blåberg", "Ett bibliotek för alla.", 25
    )
    loan = _team(county, request, folk, 20)
    day = by_clock(county.days(1), 9)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=day, ends_at=day + timedelta(hours=2), digital=False,
        place="Biblioteket i Norr, Storgatan 4", access="Hiss, hörslinga och ett tyst rum.",
        by=county.by, at=county.days(-9),
    )  # fmt: skip
    system = Actor.system(county.programme.pk)
    attending.ask_still_coming(occasion=occasion, by=system, at=county.start)
    rows = occasion.attendances.filter(by_phone=False).select_related(
        "participation__contributor", "participation__inquiry"
    )
    for row, answer in zip(rows.order_by("created_at", "id"), ("coming", "not_coming"),
                           strict=False):  # fmt: skip
        contributor = row.participation.contributor
        if contributor is not None:
            her = Actor(Role.PERSON, county.programme.pk, contributor.person_id)
            attending.say_coming(attendance=row, answer=answer, by=her, at=county.start)


def _series(county: County, folk: list[Contributor]) -> None:
    """Three times: the first has been, the next is by video, the last needs an interpreter."""
    request = county.ask_for("Region Blåberg", "Habiliteringen", "En lugnare väntan.", 45)
    loan = _team(county, request, folk, 40)
    first = by_clock(county.days(-10), 8)
    spans = [
        Span(first + timedelta(days=days), first + timedelta(days=days, hours=1, minutes=30))
        for days in (0, 14, 28)
    ]
    been, video, last = occasions.plan_occasions(
        loan=loan, spans=spans, place="Habiliteringen, Björkvägen 2", digital=False, by=county.by,
        at=county.days(-30),
    )  # fmt: skip
    occasions.hold_occasion(occasion=been, by=county.by, at=been.ends_at)
    changes: list[tuple[Occasion, dict[str, Any]]] = [
        (video, {"place": "", "digital": True, "video_url": VIDEO}),
        (last, {"place": last.place, "digital": False, "interpreter": "to_book",
                "interpreter_language": "svenskt teckenspråk", "interpreter_by": "library"}),
    ]  # fmt: skip
    for one, around in changes:
        occasions.change_occasion(
            occasion=one, seen=occasion_version(one), starts_at=one.starts_at,
            ends_at=one.ends_at, by=county.by, at=county.days(-6), **around,
        )  # fmt: skip


def play(county: County, folk: list[Contributor]) -> None:
    """Both."""
    _tomorrow(county, [folk[2], folk[5], folk[6]])
    _series(county, [folk[0], folk[3]])
