"""The rest of recruitment in the demonstration: a round that is prepared, and one that is nearly
over, with somebody to tell by phone, somebody offered training and a decision left."""

from __future__ import annotations

from datetime import timedelta

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.peersupport.recruitment.actions import rounds
from erfara.workflows.demonstration.peers import journey
from erfara.workflows.demonstration.peers.journey import County

# Of those in the round that is nearly over; they stand in no other.
FIRST_NUMBER = 150


def queues(county: County) -> None:
    """Something in every queue that a round which takes applications leaves empty."""
    spring = clock.local_day(county.days(60))
    rounds.plan_round(
        programme=county.programme, by=county.lead, at=county.days(-3),
        values={
            "title": "Peer supportrar till vårens kurs", "text_sv": "Vi söker fler till våren.",
            "opens_on": spring, "closes_on": spring + timedelta(days=28),
            "answer_by": spring + timedelta(days=84), "interviewed": 12, "trained": 6,
            "employed": 4,
        },
    )  # fmt: skip
    row = journey.announced(county, -60, -32, "Peer supportrar i de norra kommunerna")
    told, offered, left = (
        journey.applies(
            county, row, FIRST_NUMBER + number, county.days(-50 + number), address=number != 0
        )
        for number in range(3)
    )
    journey.turned_down(county, told, county.days(-30))
    journey.decided(
        county, journey.interviewed(county, offered, county.days(-28)), "offer", county.days(-25)
    )
    journey.interviewed(county, left, county.days(-24))
    row.refresh_from_db()
    rounds.close(row=row, by=Actor.system(county.programme.pk), at=county.days(-23))
