"""A workshop that is planned, moved once, and called off because the borrower wished it."""

from __future__ import annotations

import pytest
from icalendar import Calendar, Event

from erfara.compensation.models import Compensation
from erfara.lending.actions import inquiries
from erfara.lending.models import Loan, LoanRequest
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower, Outsider

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

WHOSE = "Påhittade kommunen, Socialkontoret"
TITLE = "En förmiddag om brev från myndigheter"
WHY = "Kontoret byggs om, och de hinner inte ta hand om det ni kommer med. De ber om ursäkt."
TEAM = ("Alva Påhittad", "Olle Låtsas", "Petra Sagoson")


class Workshop:
    """One request, three who said yes, and a day that never came."""

    def __init__(self, story) -> None:
        self.story = story
        story.at()
        self.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        # His computer at work runs no scripts
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid",
                               javascript=False)  # fmt: skip
        self.alva = story.meet(Asked, TEAM[0], email="alva@exempel.invalid", phone=True)
        self.others = [
            story.meet(Asked, name, email=f"{name.split()[0].lower()}@exempel.invalid")
            for name in TEAM[1:]
        ]  # fmt: skip
        self.files: dict[str, list[tuple[str, Event]]] = {}

    @property
    def team(self) -> list[Asked]:
        return [self.alva, *self.others]

    @property
    def everybody(self) -> list[Outsider]:
        return [self.lars, *self.team]

    @property
    def request(self) -> LoanRequest:
        return LoanRequest.objects.get(programme=self.story.library)

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(request=self.request)

    # Given ---------------------------------------------------------------------------------------
    def given_three_in_the_register(self) -> None:
        for one in self.team:
            one.is_in_the_register("Har läst många brev från myndigheter.", role="client")

    def when_the_borrower_asks_without_scripts(self) -> None:
        self.lars.asks_to_borrow(
            organisation="Påhittade kommunen", unit="Socialkontoret", form="workshop", people="3",
            purpose="Skriva om fem brev tillsammans.",
        ).reads("Thank you. We have got your request")  # fmt: skip
        assert self.story.the_post_is_delivered() == 1

    def when_three_say_yes_and_are_confirmed(self) -> None:
        self.siri.has_made_complete(self.request, form="workshop", people_wanted=3, title=TITLE)
        rows = factories.asked(
            self.request, [one.contributor for one in self.team], at=self.story.now
        )
        assert self.story.the_post_is_delivered() == 3
        self.alva.opens_her_letter().answers("Yes, gladly").reads("You have answered yes")
        for inquiry in rows:
            if inquiry.contributor != self.alva.contributor:
                inquiries.answer(inquiry=inquiry, answer="yes", at=self.story.now,
                                 by=factories.person_actor(inquiry))  # fmt: skip
        self.siri.comes_to_work().opens_request(WHOSE)
        for name in TEAM:
            self.siri.confirms(name)
        self.siri.completes_the_team()
        self.story.the_post_is_delivered()

    # The day -------------------------------------------------------------------------------------
    def then_everybody_gets_a_file(self, method: str) -> None:
        """One message each, and the file that goes with it: kept for comparing."""
        assert self.story.the_post_is_delivered() == len(self.everybody)
        for one in self.everybody:
            ((_name, content, kind),) = self.story.letters_to(one.email)[-1].attachments
            assert f"method={method}" in kind
            for telling in (TITLE, "Socialkontoret", WHY, *self.story.telling_words()):
                assert telling.lower() not in content.lower(), content
            (event,) = Calendar.from_ical(content).events
            self.files.setdefault(one.email, []).append((method, event))

    def when_a_time_is_planned(self) -> None:
        self.siri.opens_loan(WHOSE).plans_a_time("2026-11-26", "09:00", "12:00")

    def when_it_is_moved(self) -> None:
        self.story.days_pass(2)
        self.siri.comes_to_work().opens_loan(WHOSE).follows("Change it", any_of=True)
        self.siri.writes("Day", "2026-12-03").presses("Save the change")
        self.siri.reads("The time is changed.")

    def then_the_pages_say_the_new_day_alone(self) -> None:
        for one in (self.alva, self.lars):
            one.opens_her_letter().reads("torsdag 3 december")
            # What she was once asked stands folded away, as it was
            assert "26 november" not in one.text

    # It is called off ----------------------------------------------------------------------------
    def when_the_borrower_calls_and_it_is_cancelled(self) -> None:
        self.story.days_pass(3)
        self.siri.comes_to_work().opens_loan(WHOSE).follows("Cancel the loan")
        # Who will be told is said before anything is told; without a reason nothing happens
        self.siri.reads(*TEAM, "Lars Lånarsson").presses("Cancel the loan and tell everybody")
        self.siri.reads("Choose why the loan is cancelled.", "Write why, in a sentence.")
        assert self.loan.state == "confirmed"
        self.siri.chooses("{borrower:sg.def} cancelled").writes("Why?", WHY)
        self.siri.presses("Cancel the loan and tell everybody").reads("The loan is cancelled.")

    def then_the_day_leaves_every_calendar(self) -> None:
        for email, files in self.files.items():
            (_planned, first), (_moved, second), (_off, last) = files
            assert first["uid"] == second["uid"] == last["uid"], email
            numbers = [event.sequence for event in (first, second, last)]
            assert numbers == sorted(set(numbers)), f"{email}: {numbers} does not grow"
            assert last["status"] == "CANCELLED"
            assert last.DTSTART == second.DTSTART != first.DTSTART

    def then_everybody_reads_why(self) -> None:
        for one in self.team:
            one.opens_her_letter().reads(
                "It has been cancelled", WHY, "You need not do anything. We gladly ask you again."
            )
            one.sees_no_button(
                "Tell us how it was", "I can't take part after all", "Put the time in your calendar"
            )
            one.reads_nothing_about("Lars", *(name for name in TEAM if name != one.name))
        self.lars.opens_her_letter().reads("It was cancelled", WHY)
        self.lars.reads("Everybody who was going to come has been told.")
        self.lars.sees_no_button(
            "Answer how it went", "Tell those who came", "Take the request back",
            "Put the time in your calendar",
        )  # fmt: skip
        self.lars.reads_nothing_about(*TEAM)

    def then_her_own_page_says_so_too(self) -> None:
        self.story.lets_in(self.alva, self.story.library)
        self.alva.opens_her_own_page().reads(
            "Nothing just now. When there is a question for you, you get a message."
        )
        self.alva.unfolds("What you have been asked before").follows(TITLE, any_of=True)
        self.alva.reads("It has been cancelled", WHY)

    def then_nobody_is_paid_and_nothing_is_owed(self) -> None:
        payments = Compensation.objects.filter(participation__loan=self.loan)
        assert [row.state for row in payments] == ["cancelled"] * 3
        assert not self.loan.follow_ups.exclude(state__in=["written_off", "done"]).exists()
        assert not self.loan.feedback.filter(state="owed").exists()
        self.siri.opens_loan(WHOSE)
        self.siri.unfolds("How it was planned: who, when, and what was agreed")
        self.siri.reads("not to be paid")
        self.siri.sees_no_button("Cancel the loan", "Plan a time", "Close the loan")
        self.siri.comes_to_work().reads("Nothing needs you right now")

    def then_nothing_more_is_ever_heard_of_it(self) -> None:
        """Neither the day before, nor the days and months after."""
        before = {one.email: len(self.story.letters_to(one.email)) for one in self.everybody}
        for moment in ("2026-12-02 09:00", "2026-12-04 09:00", "2027-01-15 09:00"):
            self.story.it_is(moment)
            self.story.time_does_its_work()
        for one in self.everybody:
            one.has_got(before[one.email])
        assert self.loan.state == "cancelled"


def test_a_workshop_is_cancelled_by_the_borrowers_wish(story):
    journey = Workshop(story)
    journey.given_three_in_the_register()
    journey.when_the_borrower_asks_without_scripts()
    journey.when_three_say_yes_and_are_confirmed()

    journey.when_a_time_is_planned()
    journey.then_everybody_gets_a_file("PUBLISH")
    journey.when_it_is_moved()
    journey.then_everybody_gets_a_file("PUBLISH")
    journey.then_the_pages_say_the_new_day_alone()

    journey.when_the_borrower_calls_and_it_is_cancelled()
    journey.then_everybody_gets_a_file("CANCEL")
    journey.then_the_day_leaves_every_calendar()
    journey.then_everybody_reads_why()
    journey.then_her_own_page_says_so_too()
    journey.then_nobody_is_paid_and_nothing_is_owed()
    journey.then_nothing_more_is_ever_heard_of_it()
