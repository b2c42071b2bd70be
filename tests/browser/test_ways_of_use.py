"""The same pages by other ways: without scripts, by the keyboard, in English, twice at once."""

from __future__ import annotations

import pytest

from erfara.foundation.audit import history
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


@pytest.fixture
def library(story):
    """A library with a request that is complete, and two people who have been asked about it."""
    story.at()
    story.asked = story.meet(Asked, "Maja Påhittad", email="maja@exempel.invalid")
    story.asked.is_in_the_register("Fick kallelser på nätet och på papper om vartannat.")
    story.request = factories.specified(factories.loan_request(story.library))
    (story.inquiry, _other) = factories.asked(
        story.request, [story.asked.contributor, factories.contributor(story.library)]
    )
    story.the_post_is_delivered()
    return story


def test_the_question_without_scripts(library):
    # Given somebody whose telephone runs no scripts
    maja = library.meet(Asked, "Maja Påhittad", email=library.asked.email, phone=True,
                        javascript=False)  # fmt: skip
    # When she opens her letter she reads everything before she answers
    maja.opens_her_letter().reads(
        "Do you want to take part?", "You can say no without explaining why.", "1 066 kr var"
    )
    # Then each of the four answers works, and may be changed
    maja.wonders("Får jag ha med mig min syster?").reads("Får jag ha med mig min syster?")
    maja.answers("Not now").reads("You have answered not now")
    maja.chooses("Until a day that I choose")
    maja.writes("If you choose a day: which one?", "2027-01-15").presses("Save until when")
    maja.reads("15 januari")
    maja.answers("No, thank you").reads("You have answered no, thank you")
    maja.answers("Yes, gladly").reads("You have answered yes")


def test_asking_to_borrow_without_scripts(library):
    lars = library.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid", javascript=False)
    # What is missing is said, and nothing is lost
    lars.opens("/sormland/lana/").presses("Begin").follows("Who you are")
    lars.writes("Unit", "Ögonmottagningen").presses("Keep and go on")
    lars.reads("Write which organisation you belong to.").sees_what_was_written("Ögonmottagningen")
    lars.asks_to_borrow(
        organisation="Region Påhitt", unit="Ögonmottagningen", purpose="Kallelser att läsa.",
        people="3",
    ).reads("Thank you. We have got your request")  # fmt: skip
    library.the_post_is_delivered()
    lars.opens_her_letter().reads("Kallelser att läsa.").presses("We agree to this")
    lars.follows("Take the request back").writes("Why do you take it back?", "Vi väntar ett år.")
    lars.presses("Take it back").reads("Vi väntar ett år.")


def test_a_consent_taken_back_between_preview_and_sending(library):
    # Given a coordinator who has the list in front of her
    request = factories.specified(factories.loan_request(library.library, unit="Öronmottagningen"))
    nils = library.meet(Asked, "Nils Låtsas", email="nils@exempel.invalid")
    nils.is_in_the_register("Hjälper min pappa med hans tider.", role="relative")
    siri = library.meet(Coordinator, "Siri Samordnarsson").works_here()
    siri.opens_request("Region Påhitt, Öronmottagningen")
    siri.chooses_whom_to_ask("Maja Påhittad", "Nils Låtsas")
    # When one of those on it takes her consent back before it is sent
    maja = library.asked.signs_in_by_code()
    maja.follows("Read, say yes or take back")
    maja.follows("Take back", about=maja.said("be asked by e-mail")).presses("Take it back")
    siri.writes("Last day to answer", "2026-11-12").presses(
        siri.said_of(2, "Ask one person", "Ask {count} people")
    )
    # Then the question goes to the other alone, and the coordinator reads so
    siri.reads_of(1, "The question has gone to one person.",
                  "The question has gone to {count} people.")  # fmt: skip
    siri.reads_of(
        1, "One who stood on your list can no longer be asked and was left out.",
        "{count} who stood on your list can no longer be asked and were left out.",
    )  # fmt: skip
    before = len(library.letters_to(maja.email))
    assert library.the_post_is_delivered() == 1
    nils.has_got(1)
    maja.has_got(before)
    assert request.inquiries.filter(state="sent").count() == 1


def test_the_question_by_the_keyboard_alone(library):
    maja = library.asked
    maja.opens_her_letter()
    # The first stop is the way past everything else
    maja.tabs_to("Skip to the content").hits("Enter")
    assert maja.focus == "main"
    # Each answer can be reached, and is seen to be reached
    for answer in ("Yes, gladly", "Tell me more first", "Not now", "No, thank you"):
        maja.tabs_to(answer)
        assert maja.focus_is_seen, f"Nothing shows that “{answer}” has the focus."
    maja.tabs_to("Not now", backwards=True).hits("Enter", goes=True)
    maja.reads("You have answered not now")
    maja.tabs_to("Save until when")
    assert maja.focus_is_seen


def test_in_english(library):
    maja = library.asked
    maja.opens_her_letter()
    maja.language = "en"
    maja.presses("In English")
    maja.reads("Do you want to take part?", "You can say no without explaining why.")
    assert maja.page.locator("html").get_attribute("lang") == "en"
    maja.answers("Yes, gladly").reads("You have answered yes").presses("På svenska")
    maja.language = "sv"
    maja.reads("You have answered yes")


def test_her_own_page_by_code_and_by_link(library):
    maja = library.asked
    # By the code
    maja.signs_in_by_code().reads("What waits for you", "Here you see who has opened your details")
    # Signed out, the way back shows nothing
    maja.presses("Sign out").goes_back()
    maja.loads_again().reads("Sign in").reads_nothing_about("maja@exempel.invalid")
    # By the link: it is not used by being opened, and only once by being pressed
    maja.asks_for_a_code().opens_her_letter().opens_her_letter().presses("Sign in")
    maja.reads("Maja Påhittad")
    maja.opens_her_letter(answers=410).reads("This link is used up")
    # Whoever is unknown meets the same page, and no letter
    before = len(library.letters)
    stranger = library.meet(Asked, "En Främling", email="ingen@exempel.invalid")
    stranger.asks_for_a_code().reads("Look in your mail")
    assert len(library.letters) == before


def test_who_takes_back_a_consent_is_not_asked(library):
    maja = library.asked
    maja.signs_in_by_code().reads("Kallelser på nätet")
    maja.follows("Read, say yes or take back")
    maja.follows("Take back", about=maja.said("be asked by e-mail")).presses("Take it back")
    maja.opens_her_own_page().reads(
        "Nothing just now. When there is a question for you, you get a message."
    )
    # The letter she has got leads to a page that asks nothing
    letter = library.letters_to(maja.email)[0]
    maja.opens(library.link_in(letter)).reads("This question has been taken away")
    maja.sees_no_button("Yes, gladly")


def test_pressed_twice_and_gone_back(library):
    maja = library.asked
    # A question answered, gone back from, and answered again from the old page
    maja.opens_her_letter().answers("No, thank you").goes_back()
    maja.answers("Yes, gladly").reads("You have answered yes")
    # Two presses at once are one
    maja.opens_her_letter().presses_twice("Not now").reads("You have answered not now")
    assert [event.event for event in history(library.inquiry.pk)].count("inquiry.say_not_now") == 1
    # The letter's link stays hers, however often it is opened
    maja.opens_her_letter().opens_her_letter()


def test_two_coordinators_at_once(library):
    request = factories.loan_request(library.library, unit="Ögonmottagningen")
    siri = library.meet(Coordinator, "Siri Samordnarsson").works_here()
    sam = library.meet(Coordinator, "Sam Sammanhållen").works_here()
    # Both have the request in front of them
    siri.opens_request("Region Påhitt, Ögonmottagningen").follows("Book a first meeting")
    sam.opens_request("Region Påhitt, Ögonmottagningen").follows("Book a first meeting")
    siri.writes("When do you meet?", "2026-11-04 13:00").presses("Book the meeting")
    # The second is told, and loses nothing that was written
    sam.writes("When do you meet?", "2026-11-05 10:00").presses("Book the meeting")
    sam.reads(
        "Somebody else has booked the meeting meanwhile. Look at the request in another window, "
        "and save again if yours is to stand."
    ).sees_what_was_written("2026-11-05 10:00")
    request.refresh_from_db()
    assert request.meeting_at is not None
    assert request.meeting_at.day == 4
    # And so with the assignment
    siri.opens_request("Region Påhitt, Ögonmottagningen").holds_the_first_meeting()
    sam.opens_request("Region Påhitt, Ögonmottagningen").follows("Write what is missing")
    siri.completes_the_assignment()
    sam.unfolds("What is written already")
    sam.writes("Where", "I stora salen").presses("Save the assignment")
    sam.reads(
        "Somebody else has written in the assignment meanwhile. Look at it in another window, and "
        "save again if yours is to stand."
    )
    sam.sees_what_was_written("I stora salen")


def test_a_coordinators_form_by_the_keyboard_alone(library):
    siri = library.meet(Coordinator, "Siri Samordnarsson").works_here()
    siri.opens(f"/arbete/{library.library.slug}/forfragningar/ny/")
    siri.tabs_to("Take down the request").hits("Enter", goes=True)
    assert siri.focus == "error-summary"
    assert siri.page.title().startswith(siri.said("Error: "))
    siri.hits("Tab").hits("Enter")
    assert siri.focus == "organisation"
    for text in ("Region Påhitt", "Ögonmottagningen", "Lars Exempelsson", "lars@exempel.invalid"):
        siri.types(text).hits("Tab")
    siri.tabs_to_field("purpose").types("Kallelser som går att läsa.")
    siri.tabs_to("Take down the request").hits("Enter", goes=True)
    siri.reads("Kallelser som går att läsa.", "Lars Exempelsson")


def test_signed_out_the_way_back_shows_nothing(library):
    siri = library.meet(Coordinator, "Siri Samordnarsson").works_here()
    siri.opens_request().reads("Maja Påhittad")
    siri.presses("Sign out")
    siri.goes_back()
    siri.loads_again().reads_nothing_about("Maja Påhittad")
