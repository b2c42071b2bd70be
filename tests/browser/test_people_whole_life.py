"""A whole life in a library: she signs up on her phone, is taken in after a talk, lets a text about
her be shown, says not now, reads who has opened her details, leaves, and is gone."""

from __future__ import annotations

import pytest

from erfara.foundation import vault
from erfara.people.models import Contributor, Interview, SignUp
from erfara.workflows import timekeeping
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Outsider

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
NAME, MAIL = "Vera Påhittad", "vera@exempel.invalid"
TOLD = "Följde min granne till ögonmottagningen."
TEXT = "Jag har suttit bredvid, och hört det som inte sades."


def signs_up(vera: Outsider) -> None:
    """From the library's page, one thing on each page, without an account."""
    vera.opens("/sormland/").follows("See a map over what a life can hold")
    vera.reads("An invented person's map. A mark is something that was told.").follows("Join")
    vera.reads("You choose what you tell.").follows("Begin")
    vera.presses("Go on").reads("Write a name we can call you by.")
    vera.writes("What is your name?", NAME).presses("Go on")
    vera.presses("Go on").reads("Write an e-mail address, a phone number or a postal address.")
    vera.writes("E-mail", MAIL).presses("Go on")
    vera.writes("What do you want to tell?", TOLD).presses("Go on")
    vera.chooses("personal contact").presses("Go on")
    vera.reads(NAME, MAIL, TOLD)
    # Nothing is lost when she stops, and another day she goes on where she was
    address = vera.page.url
    vera.story.days_pass(1)
    vera.opens(address).reads(TOLD).presses("Send").reads("Thank you. We get in touch with you")
    assert vault.is_erased(SignUp.objects.get().pk)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_signing_up_to_being_gone(story, scripts):
    story.at()
    siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    vera = story.meet(Asked, NAME, email=MAIL, phone=True, javascript=scripts)
    signs_up(vera)
    story.the_post_is_delivered()
    vera.opens_her_letter().reads("We have got what you wrote. Next we get in touch and find a "
                                  "time to talk.")  # fmt: skip
    # She is interviewed by phone, and taken in
    siri.comes_to_work().follows("See who it is", any_of=True).reads("Wrote when signing up", TOLD)
    siri.presses("Have the talk now").follows("What they have lived through")
    siri.follows("Going along").writes("What was it?", TOLD)
    siri.picks("As what?", "as a companion").presses("Save this part")
    guide = f"/arbete/sormland/samtal/{Interview.objects.get().pk}/"
    siri.opens(guide).follows("What they agree to").chooses("be in the register")
    siri.chooses("be asked by e-mail").chooses("a public presentation without name")
    siri.chooses("by phone").presses("Save this part")
    siri.opens(guide).follows("Finish the talk")
    siri.chooses("Take in: from now on this person can be asked").presses("Go on")
    vera.contributor = Contributor.objects.get()
    assert vera.contributor.state == "active"
    # A text about her is written, and she approves it on her phone
    siri.follows("Write a text together").follows("Write a text")
    siri.writes("Title", "En stol bredvid").writes("Text", TEXT).chooses("Nothing")
    siri.presses("Save and look it through")
    siri.presses(siri.said("Let {name} read it", name=NAME))
    story.the_post_is_delivered()
    vera.opens_her_letter().reads(TEXT).presses("Yes, show it").reads("This is shown about you")
    anybody = story.meet(Outsider, "Någon")
    anybody.opens("/sormland/moten/").reads("En stol bredvid").reads_nothing_about(NAME)
    # She is asked, and says not now
    for number in range(2):
        factories.contributor(story.library, f"Maja {number} Påhittad", at=story.now)
    siri.takes_down_a_request(**{
        "What do they want to find out or get help with?": "Hur hittar man rätt?",
        "Organisation": "Region Påhitt", "Unit": "Ögonmottagningen",
        "Whom are you in touch with?": "Lars Lånarsson",
        "E-mail": "lars@exempel.invalid",
    })  # fmt: skip
    siri.books_the_first_meeting("2026-11-04 13:00")
    story.it_is("2026-11-04 14:00")
    siri.opens_request("Region Påhitt, Ögonmottagningen").holds_the_first_meeting()
    siri.completes_the_assignment(people=2)
    siri.chooses_whom_to_ask(NAME, "Maja 0 Påhittad")
    siri.sends(2, answer_by="2026-11-20")
    story.the_post_is_delivered()
    vera.opens_her_letter().answers("Not now").reads("You have answered not now")
    # She reads who has opened her details, and what for
    vera.signs_in_by_code().follows("See everything").reads("opened your page")
    # She leaves; what is told about her is gone at once, and two days later everything
    vera.opens_her_own_page().follows("Leave {library:sg.def}").presses("Leave {library:sg.def}")
    anybody.opens("/sormland/moten/").reads_nothing_about("En stol bredvid")
    story.days_pass(3)
    assert timekeeping.erase_those_who_left(story.now) == 1
    assert vault.is_erased(vera.contributor.person_id)
    siri.opens(f"/arbete/sormland/register/{vera.contributor.pk}/")
    siri.reads_nothing_about(NAME, TOLD, TEXT, MAIL)
    story.ends()
