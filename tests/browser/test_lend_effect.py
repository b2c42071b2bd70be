"""What a loan led to comes a year later: told by link, read on a phone, told to all, taken back."""

from __future__ import annotations

import pytest

from erfara.compensation.actions import payments
from erfara.compensation.models import Compensation
from erfara.foundation.clock import local_day
from erfara.lending.models import Loan
from erfara.workflows import lend
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

WHOSE = "Region Påhitt, Utvecklingsenheten"
TITLE = "Ett samtal om post från vården"
LETTERS = "Dag och plats står först i alla kallelser."
REACHED = "Det finns ett nummer som någon svarar på."
HERS = "Jag vågar fråga mer hos doktorn."
TOO_MUCH = "Kvinnan som låg sjuk i våras bad om dag och plats först. Så blev det."
ENOUGH = "Några som fått många kallelser bad om dag och plats först. Så blev det."
HEADING = "Nu går breven att läsa"


class AYearLater:
    """A loan that is closed, and the year after it."""

    def __init__(self, story) -> None:
        self.story = story
        # How people are after it, and whether they want to go on, are other stories
        story.at(aftercare_days=None, still_months=None)
        self.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here().works_on()
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid").is_known()
        self.alva = story.meet(Asked, "Alva Påhittad", email="alva@exempel.invalid", phone=True)
        # His computer runs no scripts
        self.olle = story.meet(Asked, "Olle Låtsas", email="olle@exempel.invalid",
                               javascript=False)  # fmt: skip
        self.anybody = story.meet(Visitor, "Vem Somhelst", phone=True)

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(programme=self.story.library)

    def given_a_loan_that_is_closed(self) -> None:
        self.alva.is_in_the_register("Fick kallelser på papper och på nätet om vartannat.")
        self.olle.is_in_the_register("Sköter min pappas tider åt honom.", role="relative")
        request = factories.loan_request(self.story.library, contact=self.lars.contact)
        factories.specified(request, title=TITLE)
        loan = factories.team(request, [self.alva.contributor, self.olle.contributor])
        self.story.it_is("2026-11-23 16:00")
        loan = factories.carried_out(loan, at=self.story.now)
        loan = factories.fed_back(factories.followed_up(loan, at=self.story.now), at=self.story.now)
        for row in Compensation.objects.filter(participation__loan=loan):
            payments.pay(compensation=row, on=local_day(self.story.now), by=self.siri.actor,
                         at=self.story.now)  # fmt: skip
        lend.close(loan=loan, by=self.siri.actor, at=self.story.now)
        self.story.the_post_is_delivered()

    # Nothing yet ---------------------------------------------------------------------------------
    def when_the_borrower_is_asked_at_three_months(self) -> None:
        self.story.it_is("2027-02-23 09:00")
        assert self.story.time_does_its_work() == 1
        self.lars.opens_her_letter().reads("What has changed?", TITLE)

    def then_nothing_yet_is_an_answer_too(self) -> None:
        self.lars.presses("Nothing yet").reads("Thank you. That is an answer too.")
        assert self.story.time_does_its_work() == 0

    # Silence -------------------------------------------------------------------------------------
    def when_nobody_answers_at_six_months(self) -> None:
        self.story.it_is("2027-05-23 09:00")
        assert self.story.time_does_its_work() == 1
        self.story.days_pass(31)
        assert self.story.time_does_its_work() == 1  # the one reminder
        self.story.days_pass(31)
        assert self.story.time_does_its_work() == 0

    def then_it_ends_by_itself_and_needs_nobody(self) -> None:
        assert self.loan.effect_asks.get(months=6).state == "silent"
        self.siri.comes_to_work().reads("Nothing needs you right now")
        self.siri.opens_loan(WHOSE).reads("nothing has come of it", "did not say what it led to")

    # A year --------------------------------------------------------------------------------------
    def when_all_are_asked_after_a_year(self) -> None:
        self.siri.works_on()
        self.story.it_is("2027-11-23 09:00")
        assert self.story.time_does_its_work() == 3

    def when_the_borrower_tells_by_the_letters_link(self) -> None:
        self.lars.opens_her_letter()
        # Nothing is ticked, and it says so
        self.lars.presses("Go on").reads("Choose what has changed, or say that nothing has.")
        self.lars.chooses("letters, web pages and other information")
        self.lars.chooses("how one gets in touch with us").presses("Go on")
        self.lars.reads("Tell in a sentence")
        self.lars.writes("letters, web pages and other information", LETTERS)
        self.lars.writes("how one gets in touch with us", REACHED)
        self.lars.presses("Send to those who took part")
        self.lars.reads("Thank you. It goes to those who took part.", LETTERS, REACHED)

    def then_nobody_has_got_it_before_the_coordinator_has_looked(self) -> None:
        assert self.story.the_post_is_delivered() == 0
        self.alva.signs_in_by_code().reads_nothing_about(LETTERS)

    def when_the_coordinator_looks_once_and_sends_it(self) -> None:
        self.siri.comes_to_work().reads(
            "It has been told what it led to. Look it through and send it on."
        )
        self.siri.follows("Look and send", beside="Utvecklingsenheten").reads(LETTERS, REACHED)
        self.siri.presses("Send to those who took part")
        assert self.story.the_post_is_delivered() == 2
        self.siri.loads_again().reads("Who knows", "Alva Påhittad", "by a message")

    def then_those_who_took_part_read_it(self) -> None:
        for one in (self.alva, self.olle):
            one.opens_her_letter().reads("This is what it led to", LETTERS, REACHED)
            one.reads_nothing_about("Lars Lånarsson").reads("You were part of it.")

    def then_it_stands_first_on_her_own_page(self) -> None:
        self.alva.opens_her_own_page().reads(LETTERS)
        page = self.alva.text
        for later in ("What waits for you", "My details"):
            assert page.index(LETTERS) < page.index(self.alva.said(later)), page

    def when_each_tells_what_it_led_to_for_herself(self) -> None:
        asked = self.alva.said("Has it led to something for you? {title}", title=TITLE)
        self.alva.follows(asked, any_of=True)
        self.alva.writes("What has it led to for you?", HERS).presses("Yes, it has")
        self.alva.reads("Thank you. It is written down.")
        # His question came before the letter about what they told
        self.olle.opens(self.story.link_in(self.story.letters_to(self.olle.email)[-2]))
        self.olle.presses("No").reads("You have answered. We don't ask more about this.")

    def then_that_is_passed_on_to_nobody(self) -> None:
        self.siri.comes_to_work().follows("Look and send", beside="Utvecklingsenheten")
        self.siri.reads(
            HERS, "This is one person's own. It is passed on to nobody, and counts in the figures."
        )
        self.siri.presses("I have read it")
        self.lars.opens_her_letter().reads(LETTERS).reads_nothing_about(HERS)
        assert self.story.the_post_is_delivered() == 0

    # Told to everybody ---------------------------------------------------------------------------
    def when_it_is_to_be_told_publicly(self) -> None:
        self.siri.opens_loan(WHOSE).follows("Låntagaren, efter 12 månader").presses(
            "Tell it publicly"
        )
        self.siri.reads("A draft is begun. Nobody has been asked yet.")
        self.siri.sees_what_was_written(TITLE)
        self._writes_and_asks(TOO_MUCH)

    def _writes_and_asks(self, text: str) -> None:
        self.siri.writes("Heading", HEADING).writes("What did it lead to?", text)
        self.siri.presses("Keep the changes")
        self.siri.presses("Ask everybody").reads(
            "Asked. It is told when everybody has said yes.", text
        )
        assert self.story.the_post_is_delivered() == 3

    def then_one_no_is_enough(self) -> None:
        self.lars.opens_her_letter().presses("Yes, you may")
        self.alva.opens_her_letter().reads(TOO_MUCH, "You can say no without explaining why.")
        self.alva.presses("No thanks").reads("Good. It is not told.", "Nothing is told yet")
        self.anybody.opens(self._told).reads("Nothing is told yet").reads_nothing_about(HEADING)

    def when_it_is_written_otherwise_and_asked_again(self) -> None:
        self.siri.opens_loan(WHOSE).follows("Tell others what it led to")
        self.siri.reads(
            "The last one was not told: somebody said no, or did not answer. Nobody has to say "
            "why. Its words are erased."
        ).reads_nothing_about(TOO_MUCH)
        self.siri.writes("Heading", HEADING).writes("What did it lead to?", ENOUGH)
        self.siri.presses("Keep the draft")
        self._writes_and_asks(ENOUGH)

    def then_it_is_told_when_both_sides_have_said_yes(self) -> None:
        self.lars.opens_her_letter().reads(ENOUGH).presses("Yes, you may")
        self.olle.opens_her_letter().presses("Yes, you may")
        self.olle.reads("You have said yes. It is told when everybody has.")
        self.anybody.opens(self._told).reads_nothing_about(HEADING)
        self.alva.opens_her_letter().presses("Yes, you may")
        self.alva.reads("You have said yes, and it is told. A no takes it down at once.")
        self.anybody.opens(f"/{self.story.library.slug}/").follows("See what loans have led to")
        self.anybody.reads(HEADING, ENOUGH).reads_nothing_about("Alva", "Olle", "Lars", TOO_MUCH)

    def when_one_takes_the_yes_back(self) -> None:
        self.story.days_pass(90)
        story = self.olle.said("The story about")
        self.olle.signs_in_by_code().follows(f"{story} {TITLE}").presses("No thanks")
        self.olle.reads("Good. It is not told.")

    def then_it_is_taken_down_at_once(self) -> None:
        self.anybody.loads_again().reads("Nothing is told yet").reads_nothing_about(HEADING, ENOUGH)
        self.siri.opens_loan(WHOSE).follows("Tell others what it led to")
        self.siri.reads(
            "The last one has been taken down, and its words are erased."
        ).reads_nothing_about("Olle")

    def then_nothing_needs_anybody_and_the_figures_say_it(self) -> None:
        self.story.time_does_its_work()
        self.siri.comes_to_work().reads("Nothing needs you right now")
        self.siri.follows("Figures").reads("What loans have led to")
        area = self.siri.said("letters, web pages and other information")
        self.siri.follows("1", beside=area, any_of=True).reads("What loans have led to")

    @property
    def _told(self) -> str:
        return f"/{self.story.library.slug}/berattelser/"


def test_a_loan_whose_effect_comes_a_year_later(story):
    journey = AYearLater(story)
    journey.given_a_loan_that_is_closed()

    journey.when_the_borrower_is_asked_at_three_months()
    journey.then_nothing_yet_is_an_answer_too()
    journey.when_nobody_answers_at_six_months()
    journey.then_it_ends_by_itself_and_needs_nobody()

    journey.when_all_are_asked_after_a_year()
    journey.when_the_borrower_tells_by_the_letters_link()
    journey.then_nobody_has_got_it_before_the_coordinator_has_looked()
    journey.when_the_coordinator_looks_once_and_sends_it()
    journey.then_those_who_took_part_read_it()
    journey.then_it_stands_first_on_her_own_page()
    journey.when_each_tells_what_it_led_to_for_herself()
    journey.then_that_is_passed_on_to_nobody()

    journey.when_it_is_to_be_told_publicly()
    journey.then_one_no_is_enough()
    journey.when_it_is_written_otherwise_and_asked_again()
    journey.then_it_is_told_when_both_sides_have_said_yes()
    journey.when_one_takes_the_yes_back()
    journey.then_it_is_taken_down_at_once()
    journey.then_nothing_needs_anybody_and_the_figures_say_it()
