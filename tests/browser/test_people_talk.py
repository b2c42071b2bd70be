"""A talk: booked, held by two on two screens, and the person taken in with a map to keep."""

from __future__ import annotations

from typing import Self

import pytest

from erfara.people import actions as people
from erfara.people.models import Contributor, Interview
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
NAME, MAIL = "Alva Påhittad", "alva@exempel.invalid"


class AtTalks(Coordinator):
    """A coordinator at her guide."""

    def opens_the_guide(self) -> Self:
        """By the address that both have on their screens."""
        return self.opens(f"{self._work}samtal/{Interview.objects.get().pk}/")

    def takes_up(self, part: str) -> Self:
        """A part of the guide."""
        return self.opens_the_guide().follows(part)

    def saves(self) -> Self:
        """And is back at the guide."""
        return self.presses("Save this part")


@pytest.fixture
def talk(story):
    """Somebody wants to join; two coordinators are at work."""
    story.at()
    story.siri = story.meet(AtTalks, "Siri Samordnarsson").works_here()
    story.sam = story.meet(AtTalks, "Sam Samordnarsson", phone=True, javascript=False).works_here()
    people.note_interest(
        programme=story.library, identity={"name": NAME, "email": MAIL, "phone": "070-1234567"},
        channel="web", by=factories.system(story.library), at=story.now,
    )  # fmt: skip
    return story


def test_two_hold_a_talk_and_the_person_keeps_her_map(talk):
    # Given Siri, who books a talk with somebody who waits for one
    siri, sam = talk.siri, talk.sam
    siri.comes_to_work().reads(siri.said("Somebody new, number {no}", no=1))
    siri.follows("See who it is", any_of=True)
    siri.follows("Book a talk").writes("When?", "2026-11-20 13:00").chooses("by phone")
    siri.writes("Where, which number, or which link?", "Vi ringer dig på 070-1234567.")
    siri.presses("Book it").reads("A talk is booked")
    talk.the_post_is_delivered()
    # When the person opens her letter on her phone she reads when, how and what about
    alva = talk.meet(Asked, NAME, email=MAIL, phone=True)
    alva.opens_her_letter().reads("We have a time for a talk", "Vi ringer dig på 070-1234567.")
    alva.reads("You choose what you tell. You can say no to any question without explaining why, "
               "and you can stop whenever you want.")  # fmt: skip
    # And both write in different parts at once
    siri.opens_the_guide().presses("Begin the talk")
    siri.follows("What they have lived through").follows("Screens, letters and forms")
    siri.reads("… väntat på ett brev").writes("What was it?", "Väntade sju veckor på ett brev.")
    siri.picks("As what?", "as a patient").saves()
    sam.takes_up("Language and interpreter")
    sam.writes("Which language is best to talk in?", "Lätt svenska").saves()
    # And in the same part at once, where nothing is lost
    siri.takes_up("What they don't talk about")
    sam.takes_up("What they don't talk about")
    sam.writes("What does the person not want to talk about?", "Skolan.").saves()
    siri.writes("What does the person not want to talk about?", "Sin bror.").saves()
    siri.reads("Somebody else has written here since you opened the page", "Skolan.")
    siri.sees_what_was_written("Sin bror.")
    siri.writes("What does the person not want to talk about?", "Skolan och sin bror.").saves()
    # Then nobody is taken in without her yes, and with it she is
    siri.opens_the_guide().follows("Finish the talk")
    siri.chooses("Take in: from now on this person can be asked").presses("Go on")
    siri.reads("There is no yes to being in the register yet")
    sam.takes_up("What they agree to").chooses("be in the register").chooses("be asked by e-mail")
    sam.chooses("by phone").saves()
    siri.opens_the_guide().follows("Finish the talk")
    siri.chooses("Take in: from now on this person can be asked").presses("Go on")
    siri.reads("Welcomed. From now on this person can be asked.", "Skolan och sin bror.")
    assert Contributor.objects.get().state == "active"
    assert Interview.objects.get().state == "done"
    # And her map, which she keeps
    siri.follows("Walk through the experience map").reads("The places on the map")
    alva.signs_in_by_code().opens(f"/{talk.library.slug}/min-sida/karta/")
    alva.reads("Your experience map", "Väntade sju veckor på ett brev.")
    with alva.page.expect_download() as kept:
        alva.finds("link", "Keep the map as a picture").click()
    assert kept.value.suggested_filename == "erfarenhetskarta.svg"
    drawn = kept.value.path().read_text()
    assert "Skärmar, brev" in drawn
    assert "Alva" not in drawn


def test_every_part_of_the_guide_can_be_looked_at_on_a_phone(talk):
    siri, sam = talk.siri, talk.sam
    siri.comes_to_work().follows("See who it is", any_of=True).presses("Have the talk now")
    for part in (
        "How they take part", "What they don't talk about", "What is needed",
        "Language and interpreter", "When it fits, and planned absence",
        "How to be reached, and how often", "Trainings", "What they agree to",
    ):  # fmt: skip
        sam.takes_up(part).reads(part)
        siri.takes_up(part)
    sam.takes_up("What they have lived through").follows("Everyday life").presses(
        "Room for one more"
    )
    row = Contributor.objects.get()
    people.give_consent(
        person=row.person, purpose="statistics", how="phone",
        by=factories.system(talk.library), at=talk.now,
    )  # fmt: skip
    sam.takes_up("Background for statistics").reads("would rather not say").saves()
    siri.opens(f"/arbete/{talk.library.slug}/vilka-ar-vi/").reads("Nothing is counted yet")
