"""Those whom peer support is about: who leads, interviews, teaches, issues, speaks for a party,
applies and steers."""

from __future__ import annotations

import re
from typing import Self
from urllib.parse import urlsplit

from django.utils import translation

from erfara.foundation.actors import Role
from erfara.peersupport.workplaces.readiness import ITEMS
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Outsider

UNIT = "Öppenvården norr"
PLACE = f"Region Påhitt, {UNIT}"
ROUND = "Peer supportrar i hela länet"


def title_of(key: str) -> str:
    """What a thing on the list of a workplace is called in the source."""
    with translation.override("en"):
        return str(ITEMS[key].title)


class AtWork(Coordinator):
    """One who works in the programme, in any role."""

    def comes_as(self, role: Role) -> Self:
        """She has a membership in that role, and has signed in."""
        user, self.actor = factories.member(self.story.library, role, name=self.name)
        self.story.staff.append((self, user))
        self.story.signs_in(self, user)
        return self

    def goes_to(self, part: str) -> Self:
        """A part of the programme, by what stands in its address."""
        return self.opens(f"{self._work}{part}/")

    def opens_the_round(self) -> Self:
        """Of recruitment: the one that the story is about."""
        return self.goes_to("rekrytering").follows(ROUND)

    def opens_the_workplace(self) -> Self:
        """From the list of all of them."""
        return self.goes_to("arbetsplatser").follows(PLACE)

    def opens_her_interviews(self) -> Self:
        """Where one who interviews begins."""
        return self.goes_to("rekrytering/mina-intervjuer")

    def opens_the_course(self, name: str) -> Self:
        """From the list of them."""
        return self.goes_to("utbildning").follows(name)

    def announces_a_round(self) -> Self:
        """With its days, from the list of all rounds."""
        self.goes_to("rekrytering").follows("Plan a round").writes("What do you announce?", ROUND)
        self.writes("The announcement, in Swedish", "Kom och arbeta med oss.")
        self.writes("First day to apply", "2026-11-02").writes("Last day to apply", "2026-11-20")
        self.writes("The day everybody has an answer by", "2026-12-18").presses("Save the round")
        return self.presses("Announce it").reads("Announced. It stands on your public page.")

    def writes_her_note(self, words: str) -> Self:
        """Of an interview: every part became clear; her own words at the end."""
        for choice in self.page.locator("input[type=radio][value=clear]").all():
            choice.check()
        self.chooses("Offer training", of="What do you advise?")
        self.page.locator("textarea[name=advice_why]").fill(words)
        return self


class SpeaksForAParty(Outsider):
    """Somebody at the workplace, or who speaks for another party."""

    def raises_a_hand(self) -> Self:
        """On the public page, from the front of the programme."""
        self.opens(f"/{self.story.library.slug}/").follows("Raise your hand")
        self.writes("Region, municipality or organisation", "Region Påhitt")
        self.writes("The workplace", UNIT).writes("Municipality", "Påhittstad")
        self.picks("What kind of workplace is it?", "psychiatric outpatient care")
        self.writes("Your name", self.name).writes("Your e-mail at work", self.email)
        return self.chooses("No", of="Are you the manager there?")

    def says_is_in_place(self, *keys: str) -> Self:
        """Things on the list, one after the other."""
        for key in keys:
            self.turns_to(key).chooses("It is in place")
            if ITEMS[key].counts:
                self.writes("How many were there?", "12")
            label = "In what way, or why not?" if ITEMS[key].may_skip else "In what way?"
            self.writes(label, "Ordnat").presses("Save").reads("Written down.")
        return self

    def turns_to(self, key: str) -> Self:
        """The page of one thing on the list."""
        return self.follows(title_of(key))


class Applies(Outsider):
    """Somebody who applies without an account, and later takes part, and holds a certificate."""

    def begins_to_apply(self) -> Self:
        """Page by page, to the last one."""
        self.opens(f"/{self.story.library.slug}/").follows("Read more and apply", any_of=True)
        self.reads("We don’t ask for diagnoses, or how ill you have been.").follows("Begin")
        self.writes("What is your name?", self.name).presses("Go on")
        self.writes("E-mail", self.email).presses("Go on")
        self.writes("Why do you want to do this?", "För att ge det jag själv saknade.")
        self.presses("Go on").presses("Go on")
        self.chooses("Yes").writes("Where could you work?", "I hela länet").presses("Go on")
        return self.chooses("a user organisation").presses("Go on")

    def address_on_the_certificate(self) -> str:
        """Where the QR code leads."""
        found = re.search(r"https?://\S+/intyg/[0-9A-Z]{16}/", self.text)
        assert found is not None
        return urlsplit(found.group()).path
