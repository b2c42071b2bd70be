"""A support assignment: one trained person, several times, a worry that is answered, an end."""

from __future__ import annotations

import pytest

from erfara.lending.models import Concern, Loan
from erfara.people.actions import parts
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

TITLE = "En stund i veckan"
WORRY = "Kylen är tom varje gång jag kommer. Jag vet inte vem jag ska säga det till."
ANSWER = "Tack. Vi har ringt kontaktpersonen, som går dit i dag. Du behöver inte bära det."


class Support:
    """One person who is trained for it is lent to support somebody for a time."""

    def __init__(self, story) -> None:
        self.story = story
        story.at(asks_agreement=True)
        self.coordinator = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid").is_known()
        self.tora = story.meet(Asked, "Tora Exempelsson", email="tora@exempel.invalid", phone=True)
        self.untrained = story.meet(Asked, "Olle Låtsas", email="olle@exempel.invalid")

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(request=self.request)

    def given_one_who_is_trained_and_one_who_is_not(self) -> None:
        for one in (self.tora, self.untrained):
            one.is_in_the_register("Var länge ensam hemma efter en sjukdom.")
        parts.write_trainings(
            contributor=self.tora.contributor, seen=0, by=self.coordinator.actor,
            trained=[parts.Trained("peer_support", 2024)], at=self.story.now,
        )  # fmt: skip

    def given_a_request_for_support(self) -> None:
        self.request = factories.loan_request(
            self.story.library, contact=self.lars.contact, form="support", people_wanted=1,
            purpose="Vi söker någon som kommer på besök en stund i veckan.",
        )  # fmt: skip
        self.story.the_post_is_delivered()

    # The assignment and the one it is for --------------------------------------------------------
    def when_the_assignment_is_written_without_a_training(self) -> None:
        self.coordinator.opens_request().holds_the_first_meeting().completes_the_assignment(
            people=1, form="support assignment",
            **{"A title that gives nothing away": TITLE,
               "What it is about, in three lines": "Komma på besök, prata, och gå ut en stund."},
        )  # fmt: skip

    def then_the_training_is_asked_for(self) -> None:
        self.coordinator.reads_of(
            1, "One thing is missing in the assignment",
            "{count} things are missing in the assignment",
        ).follows("Write what is missing")  # fmt: skip
        self.coordinator.picks("For a support assignment: which training?", "peer support course")
        self.coordinator.presses("Save the assignment").reads("The assignment is complete")

    def when_one_who_is_trained_is_found_and_asked(self) -> None:
        self.coordinator.follows("Choose whom to ask")
        self.coordinator.looks_through_the_register(**{"Trained in": "peer support course"})
        self.coordinator.reads("Tora Exempelsson").reads_nothing_about("Olle Låtsas")
        self.coordinator.presses("Choose", about="Tora Exempelsson")
        self.coordinator.follows("Look through: one is chosen").sends(1, answer_by="2026-11-10")
        self.story.the_post_is_delivered()

    def when_she_says_yes_and_is_confirmed(self) -> None:
        self.tora.opens_her_letter().reads(
            TITLE, "You and those who ask. One person is enough this time."
        ).answers("Yes, gladly")
        self.coordinator.opens_request().confirms("Tora Exempelsson").completes_the_team()

    # The agreement and its limits ----------------------------------------------------------------
    def when_the_agreement_is_written_with_an_end(self) -> None:
        self.coordinator.opens_loan().writes_the_agreement(**{
            "Last day of the support": "2026-12-20",
            "When do you talk about how it goes?": "2026-11-24",
        })  # fmt: skip
        self.coordinator.sends_the_agreement(answer_by="2026-11-10")
        self.story.the_post_is_delivered()

    def then_she_reads_the_limits_of_the_role(self) -> None:
        self.tora.opens_her_letter().agrees(
            "Yes, I agree to this", "What the role is", "Nobody's details", "How to get help",
            "It has an end", "20 december 2026",
            "Whoever gives support is a fellow human being with experience of their own. They keep "
            "no records and read none. They are no case manager and no personal representative. "
            "They give no medical advice. They handle no keys and no money, and don't stand in for "
            "staff.",
            **{"Whom do you turn to, before, during or after?": "the contact person where I am "
               "going"},
        )  # fmt: skip
        self.lars.opens_her_letter().agrees("Yes, we agree to this", "Nobody's details")

    # Several times -------------------------------------------------------------------------------
    def when_three_times_are_planned(self) -> None:
        self.coordinator.opens_loan().plans_a_time(
            "2026-11-12", "13:00", "15:00", "2026-11-19", "2026-11-26"
        )
        assert self.story.the_post_is_delivered() == 2
        self.tora.opens_her_letter().reads(
            "torsdag 12 november", "torsdag 19 november", "torsdag 26 november"
        )
        self.lars.opens_her_letter().reads("torsdag 26 november").reads_nothing_about("Tora")

    def when_the_first_has_been_held(self) -> None:
        self.story.it_is("2026-11-12 16:00")
        self.coordinator.comes_to_work().reads("Was it held, and who came? Note it.")
        self.coordinator.opens_loan().notes_that_it_was_held()
        assert self.loan.state == "confirmed"

    # A worry -------------------------------------------------------------------------------------
    def when_she_says_what_worries_her(self) -> None:
        self.story.days_pass(1)
        self.tora.opens_her_letter().follows("Read the agreement").follows("Something worries me")
        self.tora.chooses("worry about a support assignment").writes("What felt wrong?", WORRY)
        self.tora.presses("Send")
        self.tora.reads("Thank you for saying so. You get an answer.")

    def then_it_is_answered_the_same_day(self) -> None:
        self.coordinator.comes_to_work().reads("Somebody waits for an answer.")
        self.coordinator.answers_what_felt_wrong(ANSWER)
        assert self.story.the_post_is_delivered() == 1
        self.tora.opens_her_letter().reads(WORRY, ANSWER).presses("Yes, that is enough")
        concern = Concern.objects.get()
        assert (concern.kind, concern.state, concern.loan) == ("support", "settled", self.loan)
        self.lars.opens_her_letter().reads_nothing_about(WORRY, ANSWER)

    # How it goes, and the end --------------------------------------------------------------------
    def when_they_talk_about_how_it_goes(self) -> None:
        self.story.it_is("2026-11-24 10:00")
        self.coordinator.opens_loan().notes_that_it_was_held()
        self.coordinator.comes_to_work().reads("Talk about how the support goes.")
        self.coordinator.opens_loan().follows("See the agreement")
        self.coordinator.notes_the_talk_about_how_it_goes()
        self.coordinator.comes_to_work().reads_nothing_about("Talk about how the support goes.")

    def when_the_last_time_has_been_held(self) -> None:
        self.story.it_is("2026-11-26 16:00")
        self.coordinator.opens_loan().notes_that_it_was_held(last=True)
        self.story.the_post_is_delivered()
        self.tora.opens_her_letter().says_how_it_was("Det blev en bra tid.")
        self.tora.reads("You have told us how it was for you. Thank you.")

    def then_the_loan_ends_with_everything_kept(self) -> None:
        factories.fed_back(factories.followed_up(self.loan, at=self.story.now), at=self.story.now)
        self.coordinator.opens_loan().notes_payment("Tora Exempelsson").presses("Close the loan")
        self.coordinator.reads("The loan is closed. Everything that was promised is kept.")
        self.coordinator.comes_to_work().reads("Nothing needs you right now")


def test_a_support_assignment(story):
    journey = Support(story)
    journey.given_one_who_is_trained_and_one_who_is_not()
    journey.given_a_request_for_support()

    journey.when_the_assignment_is_written_without_a_training()
    journey.then_the_training_is_asked_for()
    journey.when_one_who_is_trained_is_found_and_asked()
    journey.when_she_says_yes_and_is_confirmed()

    journey.when_the_agreement_is_written_with_an_end()
    journey.then_she_reads_the_limits_of_the_role()

    journey.when_three_times_are_planned()
    journey.when_the_first_has_been_held()

    journey.when_she_says_what_worries_her()
    journey.then_it_is_answered_the_same_day()

    journey.when_they_talk_about_how_it_goes()
    journey.when_the_last_time_has_been_held()
    journey.then_the_loan_ends_with_everything_kept()
