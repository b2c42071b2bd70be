"""Every other way in which a request has ended, and what those in it get to read.

The numbers are those of Sörmland's record. An end is as good as another when everybody is told.
"""

from __future__ import annotations

import pytest

from erfara.foundation.actors import Actor, Role
from erfara.lending.models import Participation
from erfara.organisations import actions as organisations
from erfara.workflows import timekeeping
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


class Beginning:
    """A request that has come in, its borrower, a coordinator, and two in the register."""

    def __init__(self, story, **wishes):
        self.story = story
        story.at()
        self.coordinator = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        self.borrower = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid")
        self.borrower.is_known()
        self.alva = story.meet(Asked, "Alva Påhittad", email="alva@exempel.invalid", phone=True)
        self.alva.is_in_the_register("Följde min mamma genom en lång behandling.", role="relative")
        self.erland = story.meet(Asked, "Erland Låtsas", email="erland@exempel.invalid")
        self.erland.is_in_the_register("Träffade många olika läkare.")
        self.request = factories.loan_request(
            story.library, contact=self.borrower.contact, **wishes
        )
        story.the_post_is_delivered()

    def have_been_asked(self, *others: str, **assignment: object) -> None:
        """The question has gone to Alva, Erland and others, and reached them."""
        self.coordinator.has_made_complete(self.request, **assignment)
        more = [factories.contributor(self.story.library, name) for name in others]
        factories.asked(
            self.request, [self.alva.contributor, self.erland.contributor, *more],
            at=self.story.now,
        )  # fmt: skip
        self.story.the_post_is_delivered()

    def both_say_yes(self) -> None:
        for one in (self.alva, self.erland):
            one.opens_her_letter().answers("Yes, gladly").reads("You have answered yes")

    def opens_the_request(self) -> Coordinator:
        return self.coordinator.opens_request()


@pytest.fixture
def begun(story):
    return Beginning(story, people_wanted=4)


def test_too_few_signed_up_and_it_was_cancelled(begun):
    # No 1. Given five who were asked, of whom two have said yes and are confirmed
    begun.have_been_asked("Bengt Exempelsson", "Carin Sagoson", "Fanny Sagoson", people_wanted=4)
    begun.both_say_yes()
    begun.opens_the_request().confirms("Alva Påhittad").confirms("Erland Låtsas")
    begun.story.the_post_is_delivered()
    begun.alva.opens_her_letter().reads("You are taking part")
    # When the coordinator cancels, for more were wished for
    begun.story.days_pass(9)
    begun.coordinator.opens_request().follows("See the loan").cancels_the_loan(
        "too few could take part", "Vi hade önskat fler. Två räckte inte den här gången."
    )
    begun.story.the_post_is_delivered()
    # Then the two who had said yes read why, and so does the borrower
    for one in (begun.alva, begun.erland):
        one.opens_her_letter().reads("Två räckte inte den här gången.")
        one.reads("You need not do anything. We gladly ask you again.")
        one.reads_nothing_about("Bengt", "Lars")
    begun.borrower.opens_her_letter().reads("Två räckte inte den här gången.")
    begun.borrower.reads_nothing_about("Alva", "Erland", "Bengt")
    # And those who never answered hear that it is over, in a letter of their own
    assert begun.request.inquiries.filter(state="told").count() == 3
    begun.coordinator.comes_to_work().reads("Nothing needs you right now")


def test_nobody_had_lived_through_it(begun):
    # No 3. After the first meeting it is clear that nobody in the library fits
    begun.coordinator.opens_request().books_the_first_meeting("2026-11-04 13:00")
    begun.story.it_is("2026-11-20 09:00")
    begun.opens_the_request().ends_the_request(
        "nobody in {library:sg.def} has lived through it",
        "Ingen i biblioteket har den erfarenheten än. Fråga gärna igen.",
    )
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads("Fråga gärna igen.", "It ended here")
    begun.borrower.sees_no_button("Take the request back")
    # Nobody was asked, and nobody is bothered
    begun.alva.has_got(0)
    begun.coordinator.opens_request().sees_no_button("End the request", "Choose whom to ask")


def test_asked_to_be_clearer_and_nothing_came(begun):
    # Nos 6 and 10
    begun.opens_the_request().asks_for_a_clearer_assignment(
        "Vad ska den som kommer göra, och hur många möten är det?", "2026-11-16"
    )
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads("hur många möten är det?", "måndag 16 november")
    # The day passes, and it comes back on the coordinator's day
    begun.story.it_is("2026-11-17 09:00")
    begun.coordinator.comes_to_work().reads("Region Påhitt, Utvecklingsenheten")
    begun.opens_the_request().ends_the_request(
        "no clearer assignment came", "Vi har inte fått något tydligare uppdrag. Hör gärna av er."
    )
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads("Hör gärna av er.")


def test_asked_to_be_clearer_and_it_came(begun):
    begun.opens_the_request().asks_for_a_clearer_assignment("Vad ska de göra?", "2026-11-16")
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().follows("Write it more clearly")
    begun.borrower.writes("What do you want to find out or develop?", "Läsa fem nya kallelser.")
    begun.borrower.presses("Send").reads("Thank you. We read it and get in touch.")
    begun.opens_the_request().reads("Läsa fem nya kallelser.").sees_no_button("Write it for them")


def test_it_waits_for_something_else(begun):
    # No 8: the library is the first step of an application
    begun.opens_the_request().lets_it_wait("Att ansökan beviljas.", "2027-02-01")
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads("It waits", "Att ansökan beviljas.", "1 februari")
    # It rests until the day, and then it is back
    begun.story.it_is("2026-12-01 09:00")
    begun.coordinator.comes_to_work()
    begun.story.it_is("2027-02-01 09:00")
    begun.coordinator.comes_to_work().reads("Region Påhitt, Utvecklingsenheten")
    begun.opens_the_request().presses("Take up again").follows("Book a first meeting")


def test_some_were_found_outside_the_library(begun):
    # No 9: seven took part, of whom the library found some
    begun.have_been_asked(people_wanted=7)
    begun.both_say_yes()
    begun.opens_the_request().confirms("Alva Påhittad").confirms("Erland Låtsas")
    begun.coordinator.follows("Add somebody from outside").writes("How many?", "5")
    begun.coordinator.chooses("{borrower:sg.def} found them").presses("Add them")
    begun.coordinator.completes_the_team()
    begun.coordinator.reads_of(7, "One takes part", "{count} take part")
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads_of(7, "One person comes", "{count} people come")
    # Those from outside are a number: they have no page, no letter and no payment here
    begun.alva.opens_her_letter().reads("You are taking part")
    assert Participation.objects.filter(loan__request=begun.request, outside=True).count() == 5


def test_one_person_was_asked_for_and_was_enough(begun):
    # No 12: one particular person, and the coordinator writes why
    begun.coordinator.has_made_complete(
        begun.request, people_wanted=1, one_person_reason="De bad om just henne."
    )
    begun.opens_the_request().chooses_whom_to_ask("Alva Påhittad").sends(1, answer_by="2026-11-10")
    begun.story.the_post_is_delivered()
    begun.alva.opens_her_letter().reads("You and those who ask. One person is enough this time.")
    begun.alva.answers("Yes, gladly").reads("You have answered yes")
    begun.erland.has_got(0)
    begun.opens_the_request().confirms("Alva Påhittad").completes_the_team()
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads_of(1, "One person comes", "{count} people come")
    # The library closes before it is over: what was promised is written off, in words
    begun.coordinator.plans_a_time("2026-11-26", "13:00", "15:00")
    begun.story.it_is("2026-11-26 17:00")
    begun.coordinator.opens_loan().notes_that_it_was_held()
    begun.coordinator.writes_off_what_is_left("Biblioteket läggs ned innan uppföljningen.")
    begun.coordinator.notes_payment("Alva Påhittad").presses("Close the loan")
    begun.coordinator.reads("Biblioteket läggs ned innan uppföljningen.")


def test_the_library_said_no(begun):
    begun.opens_the_request().ends_the_request(
        "{library:sg.def} said no", "Uppdraget går ut på att granska en enskild anställd."
    )
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads("granska en enskild anställd", "How it ended")


def test_it_was_better_asked_elsewhere(begun):
    # Where has to be said
    begun.opens_the_request().ends_the_request("better asked elsewhere", "Det är era egna som vet.")
    begun.coordinator.reads("Write where it is better asked")
    begun.coordinator.sees_what_was_written("Det är era egna som vet.")
    begun.coordinator.writes(
        "If it is better asked elsewhere: where?", "Brukarrådet på er egen enhet."
    ).presses("End the request")
    begun.story.the_post_is_delivered()
    begun.borrower.opens_her_letter().reads("Brukarrådet på er egen enhet.", "Det är era egna")


def test_the_borrower_took_it_back(begun):
    # Given two who have been asked, of whom one has said yes
    begun.have_been_asked()
    begun.erland.opens_her_letter().answers("Yes, gladly")
    # When the borrower takes the request back
    begun.borrower.opens_her_letter().follows("Take the request back")
    begun.borrower.writes("Why do you take it back?", "Pengarna räcker inte i år.")
    begun.borrower.presses("Take it back").reads(
        "Your request is taken back. We tell those who need to know."
    )
    # Then both are thanked and told, and neither learns anything about the other
    begun.story.the_post_is_delivered()
    for one in (begun.alva, begun.erland):
        one.opens_her_letter().sees_no_button("Yes, gladly")
        one.reads_nothing_about("Pengarna räcker inte i år.", "Lars")
    begun.erland.reads("Thank you for answering.")
    begun.opens_the_request().reads("Pengarna räcker inte i år.")


def test_the_library_closes(begun):
    # Given a team that is complete, and somebody else who has just asked
    begun.have_been_asked()
    begun.both_say_yes()
    begun.opens_the_request().confirms("Alva Påhittad").confirms("Erland Låtsas")
    begun.coordinator.completes_the_team()
    other = factories.loan_request(begun.story.library, unit="Ögonmottagningen",
                                   contact=begun.borrower.contact, at=begun.story.now)  # fmt: skip
    # When the library is to be closed
    organisations.move_programme(
        programme=begun.story.library, transition="begin_closing", at=begun.story.now,
        reason="Ingen äger biblioteket.", by=Actor(Role.ADMINISTRATOR, begun.story.library.pk),
    )  # fmt: skip
    begun.coordinator.opens_loan().cancels_the_loan(
        "{library:sg.def} closes", "Biblioteket läggs ned den 1 december."
    )
    begun.coordinator.opens_request("Region Påhitt, Ögonmottagningen").ends_the_request(
        "{library:sg.def} closes", "Vi hinner inte. Tack för att ni frågade."
    )
    begun.story.the_post_is_delivered()
    # Then everybody in it reads so, and nobody new can ask
    begun.alva.opens_her_letter().reads("Biblioteket läggs ned den 1 december.")
    begun.borrower.opens_her_letter().reads("Vi hinner inte. Tack för att ni frågade.")
    begun.borrower.opens("/sormland/").sees_no_button("Ask to borrow")
    begun.borrower.opens("/sormland/lana/").reads("No new requests are taken in just now")
    other.refresh_from_db()
    assert other.end_reason == "library_closes"


def test_nobody_answered_in_time(begun):
    # Given a question that nobody has answered when the last day has passed
    begun.have_been_asked()
    begun.story.days_pass(14)
    timekeeping.close_unanswered(begun.story.now)
    # Then it can still be answered, for the request still asks
    begun.alva.opens_her_letter().reads(
        "The last day has passed, but you can still answer for now."
    )
    begun.alva.answers("Not now").reads("You have answered not now")
    # Until it ends, and everybody is thanked
    begun.opens_the_request().ends_the_request("too few could take part", "Ingen kunde den dagen.")
    begun.story.the_post_is_delivered()
    begun.alva.opens_her_letter().reads("Thank you for this time", "för få kunde vara med")
    begun.alva.sees_no_button("Yes, gladly")
    begun.borrower.opens_her_letter().reads("Ingen kunde den dagen.")
