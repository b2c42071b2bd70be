"""A lecture by one ambassador, from the list of tasks to the day when the loan is closed."""

from __future__ import annotations

import pytest

from erfara.lending.models import Loan, LoanRequest
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

WHOSE = "Påhittade sjukhuset, Röntgen"
PURPOSE = "Vi vill förstå hur det är att vänta på en röntgen."
ALONE = "En föreläsare räcker: det är en berättelse om ett liv, och sjuksköterskan sitter med."
SUMMARY = "Ni sa att väntan blir kortare när någon säger hur lång den är."
LED_TO = "Nu står väntetiden på skärmen, och någon säger den högt."
NOBODY = "Nils Någonannan"


class Lecture:
    """One request for one ambassador, and what those in it do."""

    def __init__(self, story) -> None:
        self.story = story
        story.at(asks_agreement=True, asks_conflicts=True)
        self.coordinator = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid")
        # Her phone is small, and runs no scripts
        self.maja = story.meet(Asked, "Maja Påhittad", email="maja@exempel.invalid", phone=True,
                               javascript=False)  # fmt: skip
        self.other = story.meet(Asked, NOBODY, email="nils@exempel.invalid")

    @property
    def request(self) -> LoanRequest:
        return LoanRequest.objects.get(programme=self.story.library)

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(request=self.request)

    def given_two_in_the_register(self) -> None:
        self.maja.is_in_the_register("Låg länge och väntade på röntgen med ett brutet ben.")
        self.other.is_in_the_register("Sökte ekonomiskt bistånd.", role="client")

    # It is asked for -----------------------------------------------------------------------------
    def when_the_borrower_begins_without_an_account(self) -> None:
        self.lars.begins_to_ask()
        self.lars.does_the_task("What you want to find out", {
            "What do you want to find out or develop?": PURPOSE,
        })  # fmt: skip
        self.lars.does_the_task("Who you are", {
            "Organisation": "Påhittade sjukhuset", "Unit": "Röntgen",
            "Your name": self.lars.name, "E-mail": self.lars.email,
        })  # fmt: skip

    def when_the_borrower_leaves_half_way(self) -> None:
        self.lars.presses("Send me the link").reads("You get a link that leads back here.")
        assert self.story.the_post_is_delivered() == 1
        self.lars.opens(f"/{self.story.library.slug}/")
        self.story.days_pass(1)

    def then_the_link_leads_back_to_what_was_written(self) -> None:
        self.lars.opens_her_letter().reads("Your request, piece by piece")
        self.lars.follows("What you want to find out").sees_what_was_written(PURPOSE)
        self.lars.presses("Keep and go on").reads(
            "Write as you would say it. You need no words of care."
        )

    def when_the_rest_is_written(self) -> None:
        self.lars.does_the_task("Whom you would like to hear", {
            "What should people have experience of?": "Att ligga och vänta på röntgen.",
        })  # fmt: skip
        self.lars.goes_to_the_task("How it is to be held").picks("In which form?", "lecture")
        self.lars.writes("How many people?", 1).presses("Keep and go on")
        self.lars.does_the_task("Are you ready?", {
            "What will you do with what you hear?": "Ändra hur vi tar emot i väntrummet.",
        })  # fmt: skip
        self.lars.goes_to_the_task("How much of a say people will have")
        self.lars.chooses("are asked", of="How much of a say will people have?")
        self.lars.presses("Keep and go on").reads("What you agree to by borrowing")
        self.lars.chooses("We agree to this").presses("Keep and go on")

    def when_it_is_sent_by_the_keyboard(self) -> None:
        # When the last page is kept, what comes next is to look it through
        self.lars.reads("Is this right?", PURPOSE, "Lars Lånarsson").tabs_to("Send the request")
        assert self.lars.focus_is_seen
        self.lars.hits("Enter", goes=True).reads("Thank you. We have got your request")
        assert self.story.the_post_is_delivered() == 1

    # The first meeting ---------------------------------------------------------------------------
    def when_three_times_are_offered(self) -> None:
        self.coordinator.comes_to_work().follows("Read the request", beside="Röntgen")
        self.coordinator.reads(PURPOSE, "Lars Lånarsson")
        self.coordinator.offers_times("2026-11-05 13:00", "2026-11-06 09:00", "2026-11-06 15:00")
        self.coordinator.reads("Waits for {borrower:sg.def} to choose a time.")
        assert self.story.the_post_is_delivered() == 1

    def when_the_borrower_chooses_one(self) -> None:
        self.lars.opens_her_letter().follows("Choose a time")
        self.lars.chooses("fredag 6 november, kl. 9").presses("Send the answer")
        self.lars.reads("Our first meeting", "fredag 6 november")
        calendar = self.lars.takes_the_calendar_file("Put it in your calendar")
        assert "ntgen" not in calendar, calendar

    def when_it_is_held_and_the_assignment_written(self) -> None:
        self.story.it_is("2026-11-06 10:00")
        self.coordinator.opens_request(WHOSE).holds_the_first_meeting(ladder="are asked")
        # Nobody is trained for a lecture
        training = self.coordinator.page.locator("[name=training]")
        assert (training.count(), training.is_visible()) == (1, False)
        self.coordinator.completes_the_assignment(
            people=1, form="lecture",
            **{"A title that gives nothing away": "Ett samtal om att vänta",
               "If they are fewer than your smallest team: why is that enough?": ALONE},
        )  # fmt: skip
        self.coordinator.reads("The assignment is complete")

    # The question --------------------------------------------------------------------------------
    def when_somebody_is_found_in_the_words_of_the_request(self) -> None:
        self.coordinator.follows("Choose whom to ask")
        self.coordinator.looks_through_the_register(words="röntgen")
        self.coordinator.reads_of(1, "One person found", "{count} people found")
        self.coordinator.reads("Maja Påhittad").reads_nothing_about(NOBODY)
        self.coordinator.presses("Choose", about="Maja Påhittad")
        self.coordinator.follows("Look through: one is chosen")
        self.coordinator.sends(1, answer_by="2026-11-16")
        assert self.story.the_post_is_delivered() == 1

    def when_she_says_yes_on_her_phone(self) -> None:
        self.maja.opens_her_letter().reads(
            "Ett samtal om att vänta", "1 066 kr var och resa",
            "You and those who ask. One person is enough this time.",
        ).reads_nothing_about("Lars Lånarsson")  # fmt: skip
        self.maja.answers("Yes, gladly").reads("You have answered yes")

    def when_she_is_confirmed_with_what_she_is_paid(self) -> None:
        self.story.days_pass(1)
        self.coordinator.comes_to_work().opens_request(WHOSE).confirms("Maja Påhittad")
        self.coordinator.completes_the_team()
        self.story.the_post_is_delivered()

    # The agreement -------------------------------------------------------------------------------
    def when_the_agreement_is_sent(self) -> None:
        self.coordinator.comes_to_work().reads("Look the agreement through and send it.")
        self.coordinator.opens_loan(WHOSE).follows("See the agreement")
        self.coordinator.sends_the_agreement(answer_by="2026-11-20")
        assert self.story.the_post_is_delivered() == 2

    def then_both_sides_say_yes(self) -> None:
        self.lars.opens_her_letter().agrees(
            "Yes, we agree to this", "Everybody hears what it led to"
        )
        self.maja.opens_her_letter().agrees(
            "Yes, I agree to this", "The right to stop",
            **{"Whom do you turn to, before, during or after?": "{coordinator:sg.def}",
               "Is there something that could make others doubt that you are free to say what "
               "you think?": "nothing to declare"},
        )  # fmt: skip
        self.coordinator.opens_loan(WHOSE).follows("See the agreement").reads("Version 1")

    # It is held ----------------------------------------------------------------------------------
    def when_a_time_is_planned(self) -> None:
        self.coordinator.opens_loan(WHOSE).plans_a_time("2026-11-26", "13:00", "15:00")
        assert self.story.the_post_is_delivered() == 2

    def then_it_can_be_put_in_a_calendar_that_tells_nothing(self) -> None:
        for one in (self.maja, self.lars):
            one.opens_her_letter().reads("torsdag 26 november")
            calendar = one.takes_the_calendar_file("Put the time in your calendar")
            assert "DTSTART" in calendar
            for telling in ("vänta", "ntgen", "Lars", "Maja"):
                assert telling not in calendar, calendar

    def when_both_are_asked_the_day_before(self) -> None:
        self.story.it_is("2026-11-25 09:00")
        assert self.story.time_does_its_work() == 2
        self.maja.opens_her_letter().reads("Are you still coming?").presses("I'm coming")
        self.maja.reads("you are coming")
        self.lars.opens_her_letter().presses("It is as agreed")
        self.lars.reads("You have said that it is as agreed.")

    def when_it_has_been_held(self) -> None:
        self.story.it_is("2026-11-26 16:00")
        self.coordinator.comes_to_work().reads("Was it held, and who came? Note it.")
        self.coordinator.opens_loan(WHOSE).notes_that_it_was_held()
        self.story.the_post_is_delivered()

    # Afterwards ----------------------------------------------------------------------------------
    def then_she_is_asked_how_she_is(self) -> None:
        self.story.days_pass(2)
        self.story.time_does_its_work()
        self.maja.opens_her_letter().reads("How are you after it?").presses("I am fine")
        self.maja.reads("You have said that you are fine. If it changes, press the button.")

    def when_both_sides_say_how_it_was(self) -> None:
        self.lars.opens_her_letter().says_how_it_went()
        self.maja.opens_her_letter(before=1).says_how_it_was("De lyssnade på riktigt.")
        self.maja.reads("You have told us how it was for you. Thank you.")

    def when_the_summary_is_sent(self) -> None:
        self.coordinator.opens_loan(WHOSE).follows("Read the answers", about="Maja Påhittad")
        self.coordinator.reads("De lyssnade på riktigt.").opens_loan(WHOSE)
        self.coordinator.tells_everybody("summary of the follow-up", SUMMARY)
        assert self.story.the_post_is_delivered() == 1
        self.maja.opens_her_letter().reads(SUMMARY)

    def when_the_borrower_tells_what_it_led_to(self) -> None:
        self.lars.opens_her_letter().tells_those_who_came(LED_TO)
        assert self.story.the_post_is_delivered() == 1
        self.maja.opens_her_letter().reads(LED_TO)

    def when_she_is_paid_and_the_loan_closed(self) -> None:
        self.coordinator.opens_loan(WHOSE).sees_no_button("Close the loan")
        self.coordinator.notes_payment("Maja Påhittad").presses("Close the loan")
        self.coordinator.reads("The loan is closed. Everything that was promised is kept.")

    def then_nothing_needs_anybody(self) -> None:
        self.coordinator.comes_to_work().reads("Nothing needs you right now")
        self.lars.opens_her_letter().reads("Everything is done. Thank you.")
        assert self.loan.state == "closed"


def test_a_lecture_by_one_ambassador(story):
    journey = Lecture(story)
    journey.given_two_in_the_register()

    journey.when_the_borrower_begins_without_an_account()
    journey.when_the_borrower_leaves_half_way()
    journey.then_the_link_leads_back_to_what_was_written()
    journey.when_the_rest_is_written()
    journey.when_it_is_sent_by_the_keyboard()

    journey.when_three_times_are_offered()
    journey.when_the_borrower_chooses_one()
    journey.when_it_is_held_and_the_assignment_written()

    journey.when_somebody_is_found_in_the_words_of_the_request()
    journey.when_she_says_yes_on_her_phone()
    journey.when_she_is_confirmed_with_what_she_is_paid()
    journey.when_the_agreement_is_sent()
    journey.then_both_sides_say_yes()

    journey.when_a_time_is_planned()
    journey.then_it_can_be_put_in_a_calendar_that_tells_nothing()
    journey.when_both_are_asked_the_day_before()
    journey.when_it_has_been_held()

    journey.then_she_is_asked_how_she_is()
    journey.when_both_sides_say_how_it_was()
    journey.when_the_summary_is_sent()
    journey.when_the_borrower_tells_what_it_led_to()
    journey.when_she_is_paid_and_the_loan_closed()
    journey.then_nothing_needs_anybody()
