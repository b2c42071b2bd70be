"""One thing in each queue that the rest of the living county leaves empty."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import concerns, meetings, requests, stories
from erfara.lending.actions import inquiries as asking
from erfara.lending.models import Loan
from erfara.people.actions import presentations
from erfara.people.actions.print_lists import ask_print_list
from erfara.people.models import Contributor
from erfara.workflows.demonstration.hours import by_clock

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


def play(county: County, folk: list[Contributor]) -> None:
    """All of it."""
    _waits(county)
    _meetings(county)
    _chosen(county, folk)
    _said_again(county, folk[1])
    by = Actor(Role.COORDINATOR, county.programme.pk, county.programme.pk)
    ask_print_list(
        programme=county.programme, kind="register", day=None,
        reason="En heldag med samtal på folkhögskolan.", by=by, at=county.days(-2),
    )  # fmt: skip
    presentations.write(
        contributor=folk[6], title="Att få hjälp i tid",
        text="Jag vet hur det är att vänta på ett beslut.", by=county.by, at=county.days(-1),
    )  # fmt: skip
    loan = Loan.objects.filter(programme=county.programme, state="followed_up").first()
    if loan is not None:
        stories.write_story(
            loan=loan, title="Maten som fick vänta", text="Nu äter alla när de själva vill.",
            by=county.by, at=county.days(-3),
        )  # fmt: skip


def _waits(county: County) -> None:
    """One that waits for something else, and will be looked at again."""
    row = county.ask_for("Region Blåberg", "Ambulansen", "Hur möter vi den som är rädd?", 25)
    requests.park(
        request=row, waits_for="att den nya chefen har börjat",
        look_again_on=clock.local_day(county.days(9)), by=county.by, at=county.days(-20),
    )  # fmt: skip


def _meetings(county: County) -> None:
    """A first meeting in some days, and times of which none suited."""
    row = county.ask_for("Blåbergs kommun", "Biblioteken i Blåberg", "Att känna sig välkommen.", 6)
    starts = by_clock(county.days(3), 10)
    requests.book_meeting(request=row, meeting_at=starts, by=county.by, at=county.days(-4))
    row = county.ask_for("Region Blåberg", "Tandvården", "Att våga gå till tandläkaren.", 8)
    meeting = meetings.offer(
        request=row, times=[starts + timedelta(days=1), starts + timedelta(days=2)],
        ways=meetings.Ways(), by=county.by, at=county.days(-5),
    )  # fmt: skip
    borrower = Actor(Role.BORROWER, county.programme.pk, row.contact_id)
    meetings.decline_times(
        meeting=meeting, words="Den veckan är vi på kurs. Veckan efter går bra.", by=borrower,
        at=county.days(-2),
    )  # fmt: skip


def _chosen(county: County, folk: list[Contributor]) -> None:
    """Two have been chosen; nobody has been asked yet."""
    row = county.ask_for("Region Blåberg", "Hörselvården", "Att höra dåligt i väntrummet.", 13)
    county.prepare(row, 7)
    for one in folk[1:3]:
        asking.choose(request=row, contributor=one, by=county.by, at=county.days(-1))


def _said_again(county: County, who: Contributor) -> None:
    """Something that was answered, and of which something was missing in the answer."""
    her = Actor(Role.PERSON, county.programme.pk, who.person_id)
    concern = concerns.raise_concern(
        person=who.person, kind="wrong", words="Jag fick vänta länge utanför rummet.", by=her,
        at=county.days(-9),
    )  # fmt: skip
    concerns.answer_concern(
        concern=concern, words="Det ska inte hända. Vi har sagt till.", by=county.by,
        at=county.days(-6),
    )  # fmt: skip
    concerns.reopen_concern(
        concern=concern, words="Vem har ni sagt till?", by=her, at=county.days(-1)
    )
