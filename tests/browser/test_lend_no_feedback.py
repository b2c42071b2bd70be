"""A borrower who never gives feedback: reminded, phoned, written off, and told kindly to all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erfara.lending.actions import colleagues
from erfara.lending.models import Loan
from erfara.workflows import lend
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

WHOSE = "Region Påhitt, Utvecklingsenheten"
TITLE = "Ett samtal om post från vården"
SUMMARY = "Ni sa att brevet ska börja med dagen och platsen."
WHY = "Enheten har bytt uppdrag. Ingen där kan svara."
OWN = "Bra samtal. Nu vill jag veta vad det blir av det."


class Owed:
    """A loan that was held, and what is owed for it."""

    def __init__(self, story) -> None:
        self.story = story
        # How people are after it, and what it has led to months later, are other stories
        story.at(aftercare_days=None, effect_months=[])
        self.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here().works_on()
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid").is_known()
        # Her computer at work runs no scripts
        self.karin = story.meet(Borrower, "Karin Kollegasson", email="karin@exempel.invalid",
                                javascript=False).is_known()  # fmt: skip
        self.alva = story.meet(Asked, "Alva Påhittad", email="alva@exempel.invalid", phone=True)
        self.olle = story.meet(Asked, "Olle Låtsas", email="olle@exempel.invalid")

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(programme=self.story.library)

    def given_a_loan_that_two_took_part_in(self) -> None:
        self.alva.is_in_the_register("Fick kallelser på papper och på nätet om vartannat.")
        self.olle.is_in_the_register("Sköter min pappas tider åt honom.", role="relative")
        request = factories.loan_request(self.story.library, contact=self.lars.contact)
        colleagues.add_colleague(
            request=request, person=self.karin.contact, name=self.karin.name,
            by=factories.borrower_actor(request), at=self.story.now,
        )  # fmt: skip
        factories.specified(request, title=TITLE)
        people = [self.alva.contributor, self.olle.contributor]
        loan = factories.team(request, people)
        self.story.it_is("2026-11-23 16:00")
        factories.carried_out(loan, at=self.story.now)
        self.story.the_post_is_delivered()

    # What is kept --------------------------------------------------------------------------------
    def when_everybody_has_been_phoned(self) -> None:
        self.story.days_pass(1)
        self.siri.opens_loan(WHOSE).follows("Note how it was", about=self.lars.name)
        self.siri.chooses("by phone, taken down", of="How did you talk?")
        self.siri.chooses("very content", of="How content are you with the loan?")
        self.siri.writes("How did it go?", "De talade fritt och hjälpte varandra.")
        self.siri.chooses("partly", of="Did it help you develop your service?")
        self.siri.chooses("no", of="Has everybody been paid?").presses("Save the answers")
        self.siri.takes_down_how_it_was(self.alva.name, OWN)
        last = self.loan.follow_ups.get(state="due")
        lend.follow_up(follow_up=last, values=factories.FOLLOW_UP_PERSON, channel="phone",
                       by=self.siri.actor, at=self.story.now)  # fmt: skip

    def when_the_summary_is_sent(self) -> None:
        self.siri.opens_loan(WHOSE).tells_everybody("summary of the follow-up", SUMMARY)
        assert self.story.the_post_is_delivered() == 2

    def then_it_reaches_everybody_and_says_that_more_is_promised(self) -> None:
        assert self.loan.feedback.get(kind="summary").state == "given"
        self.alva.opens_her_letter().reads(
            SUMMARY,
            "They have promised to tell more about what they did with it. You will hear.",
        )

    def when_everybody_is_paid(self) -> None:
        self.siri.opens_loan(WHOSE).notes_payment(self.alva.name).notes_payment(self.olle.name)
        self.siri.sees_no_button("Close the loan")

    # What is not ---------------------------------------------------------------------------------
    def when_the_day_passes_and_two_reminders_go_out(self) -> None:
        due = self.loan.feedback.get(kind="borrower").due_on
        self.story.it_is(f"{due + timedelta(days=1)} 09:00")
        # Each reminder goes to the contact and to the colleague
        assert self.story.time_does_its_work() == 2
        last = self.lars.said(
            "The last day was {day}. It was a condition for borrowing, and it matters to those "
            "who came.", day="fredag 22 januari",
        )  # fmt: skip
        self.lars.opens_her_letter().reads("You owe an answer to those who came", last)
        assert self.story.time_does_its_work() == 0
        self.story.days_pass(30)
        assert self.story.time_does_its_work() == 2

    def then_nothing_is_asked_of_the_coordinator_yet(self) -> None:
        self.siri.comes_to_work().reads("{borrower:sg.def.cap} has not told yet what it led to.")

    def when_a_colleague_is_told_instead(self) -> None:
        self.story.days_pass(30)
        got = len(self.story.letters_to(self.lars.email))
        assert self.story.time_does_its_work() == 1
        self.lars.has_got(got)
        self.karin.opens_her_letter().reads("You owe an answer to those who came")
        self.karin.follows("Tell those who came").reads("Tell those who came what it led to")
        # And does not write it after all
        self.karin.reads_of(
            2, "What you write goes to the one who took part. After that it can't be changed.",
            "What you write goes to each of the {count} who took part. After that it can't be "
            "changed.",
        )  # fmt: skip

    def when_the_coordinator_phones(self) -> None:
        self.siri.comes_to_work().reads("Two reminders have not helped. Call {borrower:sg.def}.")
        self.siri.follows("See how it stands", beside="Utvecklingsenheten")
        self.siri.reads_of(2, "{borrower:sg.def.cap} has been reminded once.",
                           "{borrower:sg.def.cap} has been reminded {count} times.")  # fmt: skip
        self.siri.reads("Others at {borrower:sg.def} have been told that an answer is owed.")
        self.siri.follows("See whom to call", any_of=True).reads(self.lars.name, "016-10 00 00")

    def then_nobody_writes_to_them_any_more(self) -> None:
        self.story.days_pass(60)
        assert self.story.time_does_its_work() == 0

    # The end -------------------------------------------------------------------------------------
    def when_half_a_year_has_passed_it_is_written_off_with_a_reason(self) -> None:
        self.story.days_pass(65)
        self.story.time_does_its_work()
        self.siri.comes_to_work().reads(
            "It is half a year late. Ask once more, or write it off with a reason."
        )
        self.siri.follows("See how it stands", beside="Utvecklingsenheten")
        self.siri.follows("It will never be told").presses("Write it off")
        self.siri.reads(
            "Those who took part get a message that no answer came. They don't see why."
        )
        self.siri.writes("Why?", WHY).presses("Write it off")
        self.siri.reads("Noted. Those who took part hear that nothing came.")

    def then_everybody_hears_kindly_that_nothing_came(self) -> None:
        assert self.story.the_post_is_delivered() == 2
        never = self.alva.said(
            "We know now that no answer will come from {unit} about what they did with it. We are "
            "sorry. You were promised one, and you did your part. If we hear something later, we "
            "tell you.", unit=WHOSE,
        )  # fmt: skip
        for one in (self.alva, self.olle):
            one.opens_her_letter().reads(never, SUMMARY).reads_nothing_about(WHY)
        self.alva.signs_in_by_code().reads(
            "No answer came about what they did with it. We are sorry."
        )

    def when_the_loan_is_closed(self) -> None:
        self.siri.opens_loan(WHOSE).presses("Close the loan")
        self.siri.reads("The loan is closed. What was written off stands in its history.")
        assert self.loan.state == "closed"

    def then_the_borrower_is_not_thanked_for_what_never_came(self) -> None:
        never = "Nobody waits any more. Those who came never heard from you what it led to."
        self.lars.opens_her_letter().reads(never)
        self.lars.reads_nothing_about("Everything is done. Thank you.", WHY)
        self.lars.sees_no_button("Tell those who came")
        self.lars.signs_in_by_code().opens(f"/{self.story.library.slug}/mina-forfragningar/")
        self.lars.reads(never)

    def then_nothing_is_left_on_the_day(self) -> None:
        self.siri.comes_to_work().reads("Nothing needs you right now")

    def then_the_figures_say_it(self) -> None:
        self.siri.follows("Figures").reads("What was told")
        self.siri.follows("1", beside=self.siri.said("{borrower:sg.def} told"), any_of=True)
        self.siri.reads("Who heard what it led to", "Of loans carried out")

    def then_the_next_request_shows_the_old_debt(self) -> None:
        factories.loan_request(self.story.library, contact=self.lars.contact, at=self.story.now,
                               purpose="Vi vill förstå köerna.")  # fmt: skip
        self.siri.comes_to_work().follows("Read the request", beside="Utvecklingsenheten")
        self.siri.reads(
            "An answer is missing from before",
            TITLE,
            "it never came, and was written off",
            "Nothing stops you from lending. Bring it up at the first meeting.",
        )


def test_a_borrower_who_never_gives_feedback(story):
    journey = Owed(story)
    journey.given_a_loan_that_two_took_part_in()

    journey.when_everybody_has_been_phoned()
    journey.when_the_summary_is_sent()
    journey.then_it_reaches_everybody_and_says_that_more_is_promised()
    journey.when_everybody_is_paid()

    journey.when_the_day_passes_and_two_reminders_go_out()
    journey.then_nothing_is_asked_of_the_coordinator_yet()
    journey.when_a_colleague_is_told_instead()
    journey.when_the_coordinator_phones()
    journey.then_nobody_writes_to_them_any_more()

    journey.when_half_a_year_has_passed_it_is_written_off_with_a_reason()
    journey.then_everybody_hears_kindly_that_nothing_came()
    journey.when_the_loan_is_closed()
    journey.then_the_borrower_is_not_thanked_for_what_never_came()
    journey.then_nothing_is_left_on_the_day()
    journey.then_the_figures_say_it()
    journey.then_the_next_request_shows_the_old_debt()
