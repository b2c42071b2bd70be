"""What waits before a loan: times that are offered, a reminder that was sent, a yes to be given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from erfara.foundation import clock
from erfara.lending.actions import elsewhere, ends, meetings, passing, requests
from erfara.organisations.models import Programme
from erfara.workflows.demonstration.hours import by_clock

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

ELSEWHERE = (
    ("council", "Brukarrådet i Blåberg", "Många svar, och frågor som rör beslut.",
     "Växeln 0123-00 00 00, be om brukarrådet."),
    ("association", "Föreningen Påhittad hälsa", "Någon som talar för många.",
     "www.pahittad.invalid"),
    ("own_users", "Era egna patienter", "Det som bara gäller er mottagning.",
     "Fråga i väntrummet, eller med en enkät."),
)  # fmt: skip


def add(county: County) -> None:
    """Rows for the living county."""
    by = county.by
    for kind, name, what_for, how in ELSEWHERE:
        elsewhere.write_elsewhere(
            programme=county.programme, by=by, at=county.days(-60),
            values={"kind": kind, "name": name, "what_for": what_for, "how": how},
        )  # fmt: skip
    offered = county.ask_for("Region Blåberg", "Kvinnokliniken", "Ett bättre första samtal.", 4)
    meetings.offer(
        request=offered, by=by, at=county.days(-2),
        times=[by_clock(county.days(n), 10) for n in (5, 6)],
        ways=meetings.Ways(video_link="https://mote.exempel.invalid/forsta", agenda="Lokalen"),
        answer_by=clock.local_day(county.days(4)),
    )  # fmt: skip
    late = county.ask_for(
        "Blåbergs kommun", "Biblioteken i Blåberg", "Vi funderar på en kväll.", 30
    )
    requests.ask_to_clarify(
        request=late, what="Vad vill ni att kvällen ska leda till?", by=by, at=county.days(-16),
        by_day=clock.local_day(county.days(-3)),
    )  # fmt: skip
    ends.remind_to_clarify(request=late, by=by, at=county.days(-9))
    ends.remind_to_clarify(request=late, by=by, at=county.days(-2))


def pass_on(county: County, to: Programme) -> None:
    """Somebody who has been asked whether the request may go to the other county."""
    row = county.ask_for("Region Blåberg", "Psykiatrin Väst", "Hur blir inskrivningen trygg?", 5)
    passing.ask_to_pass_on(
        request=row, to=to, words="De har många som har varit med om just det här.",
        answer_by=clock.local_day(county.start + timedelta(days=10)), by=county.by,
        at=county.days(-1),
    )  # fmt: skip
