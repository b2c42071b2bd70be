"""A round from its announcement to answers to all: who applies, who interviews, who decides."""

from __future__ import annotations

from typing import Self

import pytest

from erfara.foundation.actors import Role
from erfara.peersupport.recruitment.models import InterviewNote, PeerCandidate, Round
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Outsider
from tests.factories.peers import recruitment as peers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
TITLE = "Peer supportrar i hela länet"


class Recruits(Coordinator):
    """A lead, or one of the two who interview."""

    def comes_as(self, role: Role) -> Self:
        """She has a membership in that role, and has signed in."""
        user, self.actor = factories.member(self.story.library, role, name=self.name)
        self.story.staff.append((self, user))
        self.story.signs_in(self, user)
        return self

    def opens_recruitment(self) -> Self:
        """All rounds."""
        return self.opens(f"{self._work}rekrytering/")

    def opens_the_round(self) -> Self:
        """The one that the story is about."""
        return self.opens_recruitment().follows(TITLE)

    def opens_her_interviews(self) -> Self:
        """Where one who interviews begins."""
        return self.opens(f"{self._work}rekrytering/mina-intervjuer/")

    def writes_her_note(self, words: str) -> Self:
        """Every part became clear; her own words at the end."""
        for choice in self.page.locator("input[type=radio][value=clear]").all():
            choice.check()
        self.chooses("Offer training", of="What do you advise?")
        self.page.locator("textarea[name=advice_why]").fill(words)
        return self


class Applies(Outsider):
    """Somebody who applies, without an account."""

    def applies(self) -> Self:
        """Page by page, to the last one."""
        self.opens(f"/{self.story.library.slug}/").follows("Read more and apply", any_of=True)
        self.reads("We don’t ask for diagnoses, or how ill you have been.").follows("Begin")
        self.writes("What is your name?", self.name).presses("Go on")
        self.writes("E-mail", self.email).presses("Go on")
        self.writes("Why do you want to do this?", "För att ge det jag själv saknade.")
        self.presses("Go on").presses("Go on")
        self.chooses("Yes").writes("Where could you work?", "I hela länet").presses("Go on")
        return self.chooses("a user organisation").presses("Go on")


@pytest.fixture
def autumn(story):
    """A programme with its two leads, one of each function, and nobody recruited yet."""
    story.at(kind="peer_support", vocabulary="peer_support")
    story.lena = story.meet(Recruits, "Lena Ledare").comes_as(Role.COORDINATOR)
    story.olle = story.meet(Recruits, "Olle Ödmark", phone=True).comes_as(Role.COORDINATOR)
    story.uno = story.meet(
        Recruits, "Uno Rörelse", phone=True, javascript=False
    ).comes_as(Role.USER_ORGANISATION)  # fmt: skip
    story.hanna = story.meet(Recruits, "Hanna Personal").comes_as(Role.RECRUITER)
    story.alva = story.meet(
        Applies, "Alva Björkdal", email="alva@exempel.invalid", phone=True, javascript=False
    )
    return story


def test_a_round_from_its_announcement_to_answers_to_all(autumn):
    # Given Lena, who plans a round and announces it
    lena, olle, uno, hanna, alva = (
        autumn.lena, autumn.olle, autumn.uno, autumn.hanna, autumn.alva
    )  # fmt: skip
    lena.opens_recruitment().follows("Plan a round").writes("What do you announce?", TITLE)
    lena.writes("The announcement, in Swedish", "Kom och arbeta med oss.")
    lena.writes("First day to apply", "2026-11-02").writes("Last day to apply", "2026-11-20")
    lena.writes("The day everybody has an answer by", "2026-12-18").presses("Save the round")
    lena.presses("Announce it").reads("Announced. It stands on your public page.")
    # When Alva applies on her phone and Britt on paper
    alva.applies().reads("Is this right?", "För att ge det jag själv saknade.")
    autumn.minutes_pass(1)
    alva.presses("Send my application").reads("Thank you. Your application is here")
    lena.opens_the_round().follows("Enter an application by phone or on paper")
    lena.chooses("On paper").writes("Name", "Britt Papp").writes("Telephone", "070-1234567")
    lena.chooses("a campaign").presses("Save the application").reads("Britt Papp")
    # And Lena reads: an interview for one, a kind no for the other
    lena.comes_to_work().follows("Read", any_of=True).follows("Alva Björkdal")
    lena.follows("Decide: interview or not").chooses("Invite to an interview")
    lena.writes("Why?", "Skriver om andra.").presses("Save the decision")
    lena.follows("Book an interview").writes("When?", "2026-11-10 13:00").chooses("we meet")
    lena.writes("Where, which number, or which link?", "Påhittade huset, rum 3")
    lena.picks("Who comes from the user organisation?", "Uno Rörelse")
    lena.picks("Who comes from the employer’s HR?", "Hanna Personal").presses("Book it")
    lena.opens_the_round().follows("Britt Papp").follows("Decide: interview or not")
    lena.chooses("Say no, kindly").writes("Why?", "Kan inte halvtid.").presses("Save the decision")
    # Then Alva reads when and where, and nothing of it stands in the mail
    autumn.the_post_is_delivered()
    alva.opens_her_letter().reads("We want to meet you", "Påhittade huset, rum 3")
    file = alva.takes_the_calendar_file("Put it in your calendar")
    assert "huset" not in file
    # And today says whom nobody has answered yet
    lena.comes_to_work().follows("See whom to call", any_of=True)
    lena.reads("This person has no answer yet", "Tack för din ansökan.")
    lena.presses("They have got the answer").reads("Noted. The answer is given.")
    # When they have met, each writes by themself
    autumn.it_is("2026-11-10 15:00")
    uno.opens_her_interviews().follows("Write my note", any_of=True)
    uno.reads("What you advise", "Fråga inte om diagnoser")
    uno.writes_her_note("Unos egna ord").presses("Send my note")
    uno.reads("You can read the other’s when they have sent it.")
    lena.opens_the_round().follows("Alva Björkdal").reads_nothing_about("Unos egna ord")
    lena.reads("Nobody reads a note before both are sent, not you either.")
    hanna.opens_her_interviews().follows(hanna.said("Interview with {name}", name="Alva Björkdal"))
    hanna.reads_nothing_about("Unos egna ord", "alva@exempel.invalid")
    hanna.reads("För att ge det jag själv saknade.").follows("Write my note")
    hanna.presses("Send my note").reads("Say what you advise.")
    hanna.writes_her_note("Hannas egna ord").presses("Keep it, go on later")
    assert InterviewNote.objects.get(function="hr").state == "wanted"
    hanna.follows("Go on with my note").presses("Send my note")
    hanna.reads("Unos egna ord", "Hannas egna ord")
    # Then one of the pair proposes and the other decides
    lena.comes_to_work().follows("Read and propose", any_of=True)
    lena.reads("Unos egna ord", "Hannas egna ord").follows("Offer training")
    lena.writes("Why?", "Båda säger ja.").presses("Propose it to the other of you")
    lena.reads("It waits for the other of you.")
    olle.comes_to_work().follows("Look at what is proposed", any_of=True)
    olle.reads("Båda säger ja.").presses("I agree: decide and answer")
    assert PeerCandidate.objects.get(number=1).state == "offered_training"
    # And the round closes by itself, and is over when everybody has their answer
    autumn.the_post_is_delivered()
    alva.opens_her_letter().reads("You are offered training")
    alva.reads_nothing_about("Båda säger ja.", "Unos egna ord")
    autumn.it_is("2026-11-24 09:00")
    autumn.time_does_its_work()
    assert Round.objects.get().state == "done"
    lena.opens_the_round().reads("Everybody has an answer.")


def test_somebody_stops_halfway_goes_on_and_withdraws(autumn):
    # Given a round, and Alva who stops at the last page and asks for her link
    alva = autumn.alva
    peers.announced(autumn.library, opens_on=autumn.now.date())
    alva.applies().presses("Send me the link")
    autumn.the_post_is_delivered()
    # When she goes on another day and sends
    autumn.it_is("2026-11-05 18:00")
    alva.opens_her_letter().reads("Is this right?", "I hela länet").presses("Send my application")
    autumn.the_post_is_delivered()
    # Then she can take it back on her own page, without a reason
    alva.opens_her_letter().reads("Your application is here").follows("Withdraw the application")
    alva.reads("You don’t have to explain why.").presses("Withdraw my application")
    alva.reads("You have withdrawn")
    autumn.it_is("2026-11-08 09:00")
    autumn.time_does_its_work()
    assert PeerCandidate.objects.get().state == "erased"
