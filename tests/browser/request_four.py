"""The steps of Sörmland's fourth request, as those in it take them.

The borrower, the purpose, the form and the number are the record's; people and days are invented.
"""

from __future__ import annotations

from erfara.lending.actions import inquiries
from erfara.lending.models import Loan, LoanRequest
from erfara.workflows import lend, timekeeping
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower
from tests.browser.story import Story

ORGANISATION, UNIT = "Region Sörmland", "Utvecklingsenheten"
WHOSE = f"{ORGANISATION}, {UNIT}"
PURPOSE = "Utveckling av digitala kallelser"
WONDERS = "Får jag ha med mig min syster?"
TOLD = "Ja, hon får gärna följa med och lyssna."
SUMMARY = "Det viktigaste ni berättade: dag och plats först, och ett nummer att ringa."
LED_TO = "Dag och plats står nu först i alla kallelser. Numret kommer till sommaren."
FOUR = ("Alva Påhittad", "Olle Låtsas", "Petra Sagoson", "Tora Exempelsson")
NO, SILENT = "Bengt Nejsson", "Carin Tystberg"
OTHERS = {
    FOUR[2]: "petra@exempel.invalid", FOUR[3]: "tora@exempel.invalid",
    NO: "bengt@exempel.invalid", SILENT: "carin@exempel.invalid",
}  # fmt: skip
# What those of whom we see no screen answer, in the order in which they joined.
ANSWERS = {3: "yes", 4: "yes", 5: "no"}


class RequestFour:
    """One request, from the day it is written until the loan is closed."""

    def __init__(self, story: Story) -> None:
        self.story = story
        story.at()
        self.coordinator = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        self.borrower = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid")
        self.alva = story.meet(Asked, FOUR[0], email="alva@exempel.invalid", phone=True)
        self.olle = story.meet(Asked, FOUR[1], email="olle@exempel.invalid")

    @property
    def request(self) -> LoanRequest:
        return LoanRequest.objects.get(programme=self.story.library)

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(request=self.request)

    # Given --------------------------------------------------------------------------------------
    def given_six_people_in_the_register(self) -> None:
        self.alva.is_in_the_register("Fick kallelser på papper och på nätet om vartannat.")
        self.olle.is_in_the_register("Sköter min pappas tider åt honom.", role="relative")
        for name, email in OTHERS.items():
            factories.contributor(self.story.library, name, email=email)

    # When and then: it comes in ------------------------------------------------------------------
    def when_the_borrower_writes_without_an_account(self) -> None:
        self.borrower.asks_to_borrow(
            organisation=ORGANISATION, unit=UNIT, purpose=f"{PURPOSE}.", form="focus group",
            experience="Att ha fått kallelser till vården, på papper eller på nätet.", people="4",
        )  # fmt: skip
        self.borrower.reads("Thank you. We have got your request")

    def then_a_letter_leads_to_where_it_stands(self) -> None:
        assert self.story.the_post_is_delivered() == 1
        self.borrower.opens_her_letter().reads(PURPOSE, "We have got it")
        # The terms can be accepted at once
        self.borrower.presses("We agree to this").reads("Thank you. The terms are accepted.")

    def then_it_is_on_the_coordinators_day(self) -> None:
        self.coordinator.comes_to_work().reads(UNIT)
        self.coordinator.follows("Read the request", beside=UNIT).reads(PURPOSE)
        self.coordinator.goes_back()

    # The first meeting ---------------------------------------------------------------------------
    def when_the_first_meeting_is_booked_and_held(self) -> None:
        self.coordinator.opens_request(WHOSE).reads(PURPOSE, "Lars Lånarsson")
        self.coordinator.books_the_first_meeting("2026-11-05 13:00")
        self.story.the_post_is_delivered()
        self.borrower.opens_her_letter().reads("Our first meeting", "torsdag 5 november")
        self.story.it_is("2026-11-05 15:00")
        self.coordinator.opens_request(WHOSE).holds_the_first_meeting()

    def then_nobody_can_be_asked_before_the_assignment_is_complete(self) -> None:
        self.coordinator.opens_request(WHOSE).sees_no_button("Look through and send")
        self.coordinator.reads("Write what is missing")

    def when_the_assignment_is_written_item_by_item(self) -> None:
        self.coordinator.follows("Write what is missing")
        self.coordinator.writes("What the answers will be used for", "Nya kallelser till våren.")
        self.coordinator.presses("Save the assignment").reads("The assignment is saved.")
        self.coordinator.follows("Write what is missing").completes_the_assignment()

    # The question --------------------------------------------------------------------------------
    def when_six_are_chosen_previewed_and_asked(self) -> None:
        self.coordinator.reads("The assignment is complete")
        self.coordinator.chooses_whom_to_ask(*FOUR, NO, SILENT)
        self.coordinator.reads(
            "alva@exempel.invalid", "olle@exempel.invalid", "Ett samtal om post från vården"
        )
        self.coordinator.sends(6, answer_by="2026-11-15")
        assert self.story.the_post_is_delivered() == 6

    def then_one_wants_to_know_more_first_and_is_answered(self) -> None:
        self.alva.opens_her_letter().reads(
            "Ett samtal om post från vården", "1 066 kr var och resa", "två timmar",
            "You can say no without explaining why.", "You always hear what it led to.",
        )  # fmt: skip
        self.alva.reads_nothing_about("Olle", "Petra", "Lars Lånarsson")
        self.alva.wonders(WONDERS)
        self.coordinator.comes_to_work().reads(WHOSE)
        self.coordinator.opens_request(WHOSE).tells_more(FOUR[0], TOLD)
        assert self.story.the_post_is_delivered() == 1
        self.alva.opens_her_letter().reads(WONDERS, TOLD)
        self.alva.answers("Yes, gladly").reads("You have answered yes")

    def then_others_say_yes_no_or_nothing(self) -> None:
        self.olle.opens_her_letter().answers("Yes, gladly").reads("You have answered yes")
        for inquiry in self.request.inquiries.filter(contributor__number__in=ANSWERS):
            inquiries.answer(
                inquiry=inquiry, answer=ANSWERS[inquiry.contributor.number],
                by=factories.person_actor(inquiry), at=self.story.now,
            )  # fmt: skip

    def then_the_borrower_sees_neither_answers_nor_names(self) -> None:
        self.borrower.opens_her_letter().reads("People are asked").reads_nothing_about(
            *FOUR, NO, SILENT, "Nej tack"
        )

    # The team ------------------------------------------------------------------------------------
    def when_four_are_confirmed_with_what_they_are_paid(self) -> None:
        self.story.it_is("2026-11-16 09:00")
        timekeeping.close_unanswered(self.story.now)
        self.coordinator.comes_to_work().opens_request(WHOSE)
        for name in FOUR:
            self.coordinator.confirms(name)

    def when_the_team_is_complete(self) -> None:
        self.coordinator.completes_the_team()
        self.story.the_post_is_delivered()

    def then_everybody_else_is_thanked_and_told(self) -> None:
        states = list(self.request.inquiries.order_by("state").values_list("state", flat=True))
        assert states == ["confirmed"] * 4 + ["told"] * 2
        for name in (NO, SILENT):
            told = self.story.meet(Asked, name, email=OTHERS[name])
            told.opens_her_letter().reads("Those who are needed are now found.")
            told.sees_no_button("Yes, gladly").reads_nothing_about(*FOUR)

    def then_the_team_and_the_borrower_see_how_to_reach_each_other(self) -> None:
        # The letter alone opens nobody's name: it may be read by somebody else
        self.borrower.opens_her_letter().reads_nothing_about(*FOUR)
        self.borrower.signs_in_by_code().opens(f"/{self.story.library.slug}/mina-forfragningar/")
        self.borrower.follows("Ett samtal om post från vården").reads(*FOUR)
        self.borrower.reads_nothing_about(NO, SILENT)
        self.olle.opens_her_letter().reads("You are taking part").reads_nothing_about("Petra")

    # It is held ----------------------------------------------------------------------------------
    def when_a_time_is_planned_and_held(self) -> None:
        self.coordinator.opens_loan(WHOSE).plans_a_time("2026-11-26", "13:00", "15:00")
        assert self.story.the_post_is_delivered() == 5
        self.olle.opens_her_letter().reads("torsdag 26 november")
        self.borrower.opens_her_letter().reads("torsdag 26 november")
        self.story.it_is("2026-11-26 16:00")
        self.coordinator.opens_loan(WHOSE).notes_that_it_was_held()
        self.story.the_post_is_delivered()

    # Afterwards ----------------------------------------------------------------------------------
    def when_everybody_says_how_it_was(self) -> None:
        self.borrower.opens_her_letter().says_how_it_went()
        self.alva.opens_her_letter().says_how_it_was("De lyssnade på riktigt.")
        self.coordinator.opens_loan(WHOSE).takes_down_how_it_was(FOUR[1], "Bra, men långt.")
        for row in self.loan.follow_ups.filter(state="due"):
            lend.follow_up(
                follow_up=row, values=factories.FOLLOW_UP_PERSON, channel="phone",
                by=self.coordinator.actor, at=self.story.now,
            )  # fmt: skip
        self.coordinator.opens_loan(WHOSE).follows("Read the answers", about=FOUR[0])
        self.coordinator.reads("De lyssnade på riktigt.")

    def then_what_a_person_said_stays_in_the_library(self) -> None:
        self.borrower.opens_her_letter().reads_nothing_about("De lyssnade på riktigt.")

    def when_the_summary_is_sent(self) -> None:
        self.story.days_pass(6)
        self.coordinator.opens_loan(WHOSE)
        self.coordinator.tells_everybody("summary of the follow-up", SUMMARY)
        assert self.story.the_post_is_delivered() == 4

    def then_it_reaches_everybody_who_took_part(self) -> None:
        self.alva.opens_her_letter().reads("What it led to", SUMMARY)
        assert self.loan.feedback.get(kind="summary").state == "given"

    def when_the_borrower_tells_what_became_of_it(self) -> None:
        self.borrower.opens_her_letter().tells_those_who_came(LED_TO)
        assert self.story.the_post_is_delivered() == 4
        self.olle.opens_her_letter().reads(LED_TO, SUMMARY)

    def then_the_loan_cannot_be_closed_before_everybody_is_paid(self) -> None:
        self.coordinator.opens_loan(WHOSE).sees_no_button("Close the loan")

    def when_everybody_is_paid_and_the_loan_closed(self) -> None:
        for name in FOUR:
            self.coordinator.notes_payment(name)
        self.coordinator.presses("Close the loan")
        self.coordinator.reads("The loan is closed. Everything that was promised is kept.")

    # The end -------------------------------------------------------------------------------------
    def then_a_person_sees_what_it_led_to_and_who_has_opened_her_details(self) -> None:
        self.alva.signs_in_by_code().reads("Ett samtal om post från vården")
        self.alva.follows("See everything").reads("Siri Samordnarsson")
        self.alva.reads_nothing_about("Olle", "Petra")

    def then_nothing_needs_the_coordinator(self) -> None:
        self.coordinator.comes_to_work().reads("Nothing needs you right now")
        assert self.loan.state == "closed"
