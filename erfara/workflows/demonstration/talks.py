"""Talks that are booked, under way and thought over; maps, wishes, trainings and backgrounds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from erfara.foundation import clock
from erfara.people import actions as people
from erfara.people.actions import background, interviews, parts
from erfara.people.actions.parts import Trained
from erfara.people.models import Contributor, Purpose
from erfara.people.models.consents import How
from erfara.workflows.demonstration.hours import by_clock

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

# What else the first of them has told: where on the map, as what, and in her own words.
MORE = (
    ("digital", "patient", "Fick samma kallelse tre gånger, med tre olika tider."),
    ("health_centre", "patient", "Ringde 1177 en natt när febern inte gick ner."),
    ("teeth_and_senses", "patient", "Väntade med tandläkaren tills det gjorde ont."),
    ("going_along", "companion", "Följde en granne till röntgen. Vi gick fel två gånger."),
    ("relatives", "relative", "Skötte telefonen åt min mamma i flera år."),
    ("everyday", "patient", "Började gå på morgnarna när ryggen gjorde ont."),
)
BACKGROUNDS = (
    ("1951", "woman", "Eskilstuna", "retired", "yes"),
    ("1948", "woman", "Eskilstuna", "retired", "no"),
    ("1955", "man", "Eskilstuna", "retired", "yes"),
    ("1960", "woman", "Eskilstuna", "work", "no"),
    ("1953", "woman", "Eskilstuna", "retired", "yes"),
    ("1972", "man", "Flen", "work", "skip"),
    ("1949", "woman", "Eskilstuna", "retired", "no"),
)


@transaction.atomic
def add(county: County, folk: list[Contributor], wanting: Contributor) -> None:
    """Put talks and what is told in them beside what happens in the county."""
    _map(county, folk[0])
    _wishes(county, folk)
    _backgrounds(county, folk)
    _talks(county, folk, wanting)


def _map(county: County, row: Contributor) -> None:
    people.set_experiences(
        contributor=row, told=[people.Told(role, text, None, area) for area, role, text in MORE],
        shown=set(), by=county.by, at=county.days(-150),
    )  # fmt: skip
    parts.write_trainings(
        contributor=row, seen=0, by=county.by, at=county.days(-150),
        trained=[Trained("recovery", 2023), Trained("user_representative", 2025)],
    )  # fmt: skip


def _wishes(county: County, folk: list[Contributor]) -> None:
    by, at = county.by, county.days(-150)
    parts.write_part(
        contributor=folk[0], part="adaptations", seen=0, by=by, at=at,
        wishes={"adaptations": "Frågorna i förväg, och en paus efter en timme."},
    )  # fmt: skip
    parts.write_part(
        contributor=folk[1], part="avoid", seen=0, by=by, at=at,
        wishes={"avoid": "Det som hände hösten när pappa blev sjuk."},
    )  # fmt: skip
    parts.write_part(
        # 1: she has asked for text messages already (see texting).
        contributor=folk[4], part="reach", seen=1, by=by, at=at,
        columns={"ask_often": "quarterly"},
        wishes={"reach_ways": ["phone"], "reach": "Efter lunch. Det går bra att tala in något."},
    )  # fmt: skip


def _backgrounds(county: County, folk: list[Contributor]) -> None:
    for row, told in zip(folk, BACKGROUNDS, strict=False):
        at = county.days(-100)
        people.give_consent(
            person=row.person, purpose=Purpose.STATISTICS, how=How.PHONE, by=county.by, at=at
        )
        names = ("birth_year", "gender", "municipality", "occupation", "association")
        background.write(
            contributor=row, values=dict(zip(names, told, strict=True)), seen=0, by=county.by, at=at
        )


def _talks(county: County, folk: list[Contributor], wanting: Contributor) -> None:
    starts = by_clock(county.days(3), 13)
    interviews.book(
        contributor=wanting, starts_at=starts, ends_at=starts + timedelta(hours=1), how="in_person",
        where="Biblioteket, rummet bredvid läshörnan. Fråga efter oss i disken.", interviewer=None,
        by=county.by, at=county.days(-1),
    )  # fmt: skip
    signed_up = Contributor.objects.filter(
        programme=county.programme, state="interested", channel="campaign"
    ).first()
    if signed_up is not None:
        interviews.book(
            contributor=signed_up, starts_at=starts + timedelta(days=2), interviewer=None,
            ends_at=starts + timedelta(days=2, hours=1), how="phone", where="", by=county.by,
            at=county.days(-1),
        )  # fmt: skip
    again = interviews.begin_now(contributor=folk[5], how="phone", by=county.by, at=county.days(-2))
    later = interviews.begin_now(contributor=folk[2], how="phone", by=county.by, at=county.days(-9))
    interviews.think(
        interview=later, look_again_on=clock.local_day(county.days(5)), by=county.by,
        at=county.days(-9),
    )  # fmt: skip
    parts.write_part(
        contributor=again.contributor, part="availability", seen=0, by=county.by,
        at=county.days(-2), wishes={"availability": "Vardagar före tre. Aldrig på fredagar."},
    )  # fmt: skip
