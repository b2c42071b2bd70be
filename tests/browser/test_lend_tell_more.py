"""Somebody who says “tell me more”, then “not now”, then no; and is thanked as much as anybody."""

from __future__ import annotations

import pytest

from erfara.lending.models import Inquiry
from erfara.workflows import lend
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

TITLE = "Kallelser på nätet"
OTHERS = ["Olle Låtsas", "Petra Exempelsson"]
WONDERS = "Får jag ha min syster med mig? Jag hör dåligt."
TOLD = "Ja, hon är välkommen. Det finns hörslinga i rummet."
MORE = "Måste jag säga vilken sjukdom jag har?"
TOLD_MORE = "Nej. Du väljer själv vad du berättar, och ingen frågar."
TOO = "Min mamma fick sina kallelser till fel adress i ett år."


class TellMore:
    """One question to Nora, among others, and everything that she says to it."""

    def __init__(self, story) -> None:
        self.story = story
        story.at()
        self.coordinator = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        # Where the borrower sits no scripts are run
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid",
                               javascript=False).is_known()  # fmt: skip
        self.nora = story.meet(Asked, "Nora Påhittad", email="nora@exempel.invalid", phone=True)

    @property
    def inquiry(self) -> Inquiry:
        return Inquiry.objects.get(contributor=self.nora.contributor)

    @property
    def wants_to_know(self) -> str:
        return self.coordinator.said_of(
            1, "One wants to know more first.", "{count} want to know more first."
        )

    def given_three_who_are_asked(self) -> None:
        self.nora.is_in_the_register("Fick kallelser på papper och på nätet om vartannat.")
        self.request = factories.loan_request(self.story.library, contact=self.lars.contact)
        self.coordinator.has_made_complete(self.request, people_wanted=2)
        others = [factories.contributor(self.story.library, name) for name in OTHERS]
        factories.asked(
            self.request, [self.nora.contributor, *others], at=self.story.now
        )  # fmt: skip
        self.story.the_post_is_delivered()

    # She wants to know more ----------------------------------------------------------------------
    def when_she_says_tell_me_more(self) -> None:
        self.nora.opens_her_letter().reads(TITLE, "You can say no without explaining why.")
        self.nora.wonders(WONDERS).reads("We have got what you wrote.", WONDERS)

    def then_it_is_on_the_coordinators_day(self) -> None:
        self.coordinator.comes_to_work().reads(self.wants_to_know)

    def when_it_is_answered_by_the_keyboard(self) -> None:
        self.coordinator.tabs_to(self._row("Answer")).hits("Enter", goes=True).reads(WONDERS)
        self.coordinator.tabs_to_field("text").types(TOLD).tabs_to("Send the answer")
        assert self.coordinator.focus_is_seen
        self.coordinator.hits("Enter", goes=True).reads(
            "The answer is sent. The question is open again.", WONDERS, TOLD
        )
        assert self.story.the_post_is_delivered() == 1
        self.coordinator.comes_to_work().reads_nothing_about(self.wants_to_know)

    def _row(self, button: str) -> str:
        what = self.coordinator.said(
            "Request {no}, {unit}", no=self.request.no, unit=self.request.unit
        )
        return f"{self.coordinator.said(button)}: {what}"

    def when_she_wonders_once_more(self) -> None:
        self.nora.opens_her_letter().reads(WONDERS, TOLD).wonders(MORE)
        self.coordinator.opens_request().tells_more(self.nora.name, TOLD_MORE)
        assert self.story.the_post_is_delivered() == 1

    def then_both_sides_read_it_all_and_no_address(self) -> None:
        self.nora.opens_her_letter().reads(WONDERS, TOLD, MORE, TOLD_MORE)
        self.nora.reads_nothing_about(
            "Lars Lånarsson", "lars@exempel.invalid", "016-10 00 00", "Siri", "Olle", "Petra",
            "anstalld", "nora@exempel.invalid",
        )  # fmt: skip

    def when_it_makes_her_remember_something(self) -> None:
        self.nora.follows("I have that too").writes("What have you been through?", TOO)
        self.nora.chooses("as a relative").presses("Save")
        self.nora.reads("Thank you. It is written down.", "What do you want to answer?")

    # Not now, and then no ------------------------------------------------------------------------
    def when_she_says_not_now_and_then_no(self) -> None:
        self.nora.answers("Not now").reads("You have answered not now", TOLD_MORE)
        self.nora.chooses("A week", of="For how long?").presses("Save until when")
        self.nora.reads("We have written down until when.", "måndag 9 november")
        self.nora.answers("No, thank you").reads(
            "You have answered no, thank you", "Thank you for answering. You need not explain."
        )  # fmt: skip
        assert self.inquiry.not_now_until is None

    def then_nothing_about_her_waits_for_anybody(self) -> None:
        self.coordinator.comes_to_work().reads_nothing_about(self.nora.name)
        self.coordinator.opens_request().follows(self.nora.name).reads("no", MORE, TOLD_MORE)
        self.nora.has_got(3)

    def then_no_reminder_comes(self) -> None:
        for inquiry in self.request.inquiries.exclude(pk=self.inquiry.pk):
            factories.said_yes(inquiry, at=self.story.now)
        for _week in range(2):
            self.story.days_pass(6)
            self.story.time_does_its_work()
        self.nora.has_got(3)

    def then_the_coordinator_finds_what_she_remembered(self) -> None:
        self.coordinator.opens_request().follows(self.nora.name, any_of=True)
        self.coordinator.follows(self.nora.name).reads(TOO, "new: told when asked")

    # How it ended --------------------------------------------------------------------------------
    def when_the_team_is_complete_without_her(self) -> None:
        who = {"by": self.coordinator.actor, "at": self.story.now}
        for inquiry in self.request.inquiries.filter(state="yes"):
            lend.confirm(inquiry=inquiry, **who)
        lend.complete_team(request=self.request, **who)
        self.story.the_post_is_delivered()

    def then_she_is_thanked_and_hears_how_it_ended(self) -> None:
        self.nora.has_got(4).opens_her_letter().reads(
            "Thank you for this time", "Thank you for answering.",
            "Those who are needed are now found.", TITLE, MORE, TOLD_MORE,
        ).sees_no_button("Yes, gladly", "No, thank you")  # fmt: skip
        self.nora.reads_nothing_about("Olle", "Petra", "Lars Lånarsson")

    def then_the_borrower_never_hears_of_her(self) -> None:
        self.lars.opens_her_letter().reads_of(2, "One person comes", "{count} people come")
        self.lars.reads_nothing_about("Nora", "nora@", WONDERS, MORE, TOLD, TOO)
        self.lars.signs_in_by_code().follows(TITLE).reads("Olle Låtsas", "Petra Exempelsson")
        self.lars.reads_nothing_about("Nora", "nora@", WONDERS, MORE, TOLD, TOO)

    def then_her_own_page_keeps_what_was_said_and_who_has_looked(self) -> None:
        self.nora.signs_in_by_code().reads(TOO, "Siri Samordnarsson")
        self.nora.unfolds("What you have been asked before").follows(TITLE, any_of=True)
        self.nora.reads(WONDERS, TOLD, MORE, TOLD_MORE)
        self.nora.opens_her_own_page().follows("See everything").reads("Siri Samordnarsson")
        self.nora.reads_nothing_about("Lars Lånarsson")

    def then_it_is_over(self) -> None:
        self.story.days_pass(40)
        self.story.time_does_its_work()
        self.nora.has_got(5)  # the fifth is the code that she signed in with
        self.coordinator.comes_to_work().reads_nothing_about(self.nora.name)


def test_somebody_wants_to_know_more_and_then_says_no(story):
    journey = TellMore(story)
    journey.given_three_who_are_asked()

    journey.when_she_says_tell_me_more()
    journey.then_it_is_on_the_coordinators_day()
    journey.when_it_is_answered_by_the_keyboard()
    journey.when_she_wonders_once_more()
    journey.then_both_sides_read_it_all_and_no_address()
    journey.when_it_makes_her_remember_something()

    journey.when_she_says_not_now_and_then_no()
    journey.then_nothing_about_her_waits_for_anybody()
    journey.then_no_reminder_comes()
    journey.then_the_coordinator_finds_what_she_remembered()

    journey.when_the_team_is_complete_without_her()
    journey.then_she_is_thanked_and_hears_how_it_ended()
    journey.then_the_borrower_never_hears_of_her()
    journey.then_her_own_page_keeps_what_was_said_and_who_has_looked()
    journey.then_it_is_over()
