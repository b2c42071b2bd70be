"""A new programme, from its first day at work to an information day and to whoever steers."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

import pytest

from erfara.foundation.actors import Role
from erfara.peersupport.setup.models import Invited
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.factories.peers import workplaces

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


class Lead(Coordinator):
    """One of the two who lead."""

    def goes_to_the_programme(self) -> Self:
        return self.opens(f"{self._work}program/")


class Reader(Coordinator):
    """Somebody in the steering group."""

    def steers(self) -> Self:
        assert self.story.programme is not None
        user, _actor = factories.member(self.story.programme, Role.STEERING)
        self.story.signs_in(self, user)
        return self

    def goes_to_the_figures(self) -> Self:
        return self.opens(f"{self._work}program/lage/")


@pytest.fixture
def spring(story):
    """A programme that has just been begun."""
    story.at(kind="peer_support", vocabulary="peer_support")
    story.lead = story.meet(Lead, "Lena Ledare", phone=True).works_here()
    story.stina = story.meet(Reader, "Stina Styr").steers()
    return story


def test_a_new_programme_is_begun_and_its_first_warning_is_seen(spring):
    lead, stina = spring.lead, spring.stina
    day = (spring.now + timedelta(days=30)).date().isoformat()
    # Given Lena, whose day says what comes first
    lead.comes_to_work().follows("Choose a model", any_of=True)
    lead.chooses("Region and municipalities together")
    lead.writes("From which day?", day).presses("Save").reads("Begin with this")
    # When she writes who is behind it, who issues certificates and what is to be reached
    lead.follows("Write which user organisation is part of it").chooses("user organisation")
    lead.writes("Which organisation?", "NSPH Påhitt")
    lead.writes("Whom does one turn to there?", "Ulla Påhittad").presses("Write it down")
    lead.reads("Write an e-mail address or a telephone number.")
    lead.writes("E-mail at work", "ulla@exempel.invalid").presses("Write it down")
    lead.reads("Ulla Påhittad")
    lead.goes_to_the_programme().follows("Set a goal", any_of=True)
    lead.chooses("grow by so many per cent").writes("How many, or how many per cent?", "50")
    lead.writes("From how many is a growth counted?", "11").writes("Until which day?", day)
    lead.presses("Set the goal").reads(
        lead.said(
            "Grow by {number} per cent, from {base} to {target}", number=50, base=11, target=17
        )
    )
    # And plans a day for workplaces
    lead.follows("All information days").follows("Plan a day")
    lead.writes("Day", day).writes("It begins", "9").writes("It ends", "12")
    lead.writes("Where?", "Folkets hus").presses("Plan it")
    lead.writes("Organisation", "Region Påhitt").writes("Unit", "Avdelning 4")
    lead.presses("Put it on the list").reads("Region Påhitt, Avdelning 4")
    assert Invited.objects.count() == 1
    # Then a workplace that is ready without anybody having agreed is seen, and named to her
    there = workplaces.ready(spring.library, at=spring.now)
    lead.goes_to_the_programme()
    lead.reads("Responsibilities between the parties are not settled", str(there.unit))
    # While whoever steers sees that it is one, and not which
    stina.goes_to_the_figures()
    stina.reads("Responsibilities between the parties are not settled")
    stina.reads_nothing_about(str(there.unit), "Ulla Påhittad")
