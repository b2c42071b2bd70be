"""Four focus groups, with two from an association, and somebody else on the day of the second."""

from __future__ import annotations

import pytest

from erfara.lending.models import Inquiry, Loan
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

DAYS = ["2026-11-12", "2026-11-19", "2026-11-26", "2026-12-03"]
# Who is asked; the first two and the one who waits have screens of their own in the story.
ALVA, OLLE, WERA = "Alva Påhittad", "Olle Låtsas", "Wera Väntarsson"
PETRA, SILENT, BY_PHONE = "Petra Exempelsson", "Sture Tystsson", "Tage Telefonsson"
EVERYBODY = [ALVA, OLLE, PETRA, WERA, SILENT, BY_PHONE]
NEXT_DAY = "torsdag 19 november"


class FocusGroups:
    """One team of six, four days, and what happens when one of them can't come."""

    def __init__(self, story) -> None:
        self.story = story
        story.at()
        self.coordinator = story.meet(Coordinator, "Siri Samordnarsson").works_here()
        self.lars = story.meet(Borrower, "Lars Lånarsson", email="lars@exempel.invalid").is_known()
        self.alva = story.meet(Asked, ALVA, email="alva@exempel.invalid", phone=True)
        # Her browser runs no scripts
        self.wera = story.meet(Asked, WERA, email="wera@exempel.invalid", javascript=False)
        self.olle = story.meet(Asked, OLLE, email="olle@exempel.invalid")

    @property
    def loan(self) -> Loan:
        return Loan.objects.get(request=self.request)

    def inquiry(self, name: str) -> Inquiry:
        return Inquiry.objects.get(contributor=self.known[name])

    def given_six_in_the_register_and_one_of_them_without_mail(self) -> None:
        for one in (self.alva, self.olle, self.wera):
            one.is_in_the_register("Fick kallelser på papper och på nätet om vartannat.")
        self.known = {one.name: one.contributor for one in (self.alva, self.olle, self.wera)}
        for name in (PETRA, SILENT):
            self.known[name] = factories.contributor(self.story.library, name)
        self.known[BY_PHONE] = factories.contributor(
            self.story.library, BY_PHONE, consents=["register"]
        )

    def given_a_request_that_is_written(self) -> None:
        self.request = factories.loan_request(self.story.library, contact=self.lars.contact)
        self.coordinator.has_made_complete(self.request, people_wanted=6)
        # Something else that waits, so that it is seen what comes first
        factories.loan_request(self.story.library, unit="Ögonmottagningen",
                               contact=factories.borrower_person(self.story.library))  # fmt: skip
        self.story.the_post_is_delivered()

    # The question --------------------------------------------------------------------------------
    def when_five_are_asked_by_mail_and_one_is_phoned(self) -> None:
        self.coordinator.opens_request().chooses_whom_to_ask(*EVERYBODY)
        self.coordinator.reads_of(
            1, "One of them you call yourself.", "{count} of them you call yourself."
        ).sends(6, answer_by="2026-11-09")
        assert self.story.the_post_is_delivered() == 5

    def when_five_say_yes(self) -> None:
        for one in (self.alva, self.olle, self.wera):
            one.opens_her_letter().answers("Yes, gladly").reads("You have answered yes")
        factories.said_yes(self.inquiry(PETRA), at=self.story.now)
        self.coordinator.opens_request().follows("Call them, one after the other")
        self.coordinator.reads(BY_PHONE, "Do you want to take part? You may say yes, no, not now, "
                               "or ask for more first. You need not say why.")  # fmt: skip
        self.coordinator.presses("Yes, gladly", about=BY_PHONE).reads("Nobody is left to call")

    # The team ------------------------------------------------------------------------------------
    def when_the_team_is_put_together_on_one_page(self) -> None:
        self.coordinator.opens_request().follows("Put the team together")
        self.coordinator.reads_of(5, "One has said yes", "{count} have said yes")
        for name in (ALVA, OLLE, PETRA, BY_PHONE):
            self.coordinator.chooses("Takes part", of=name)
        self.coordinator.chooses("Waiting list", of=WERA)
        self.coordinator.writes("Payment to each in kronor", "1 066")
        self.coordinator.presses("Save and tell those concerned").reads(
            self.coordinator.said("Call and say that they take part: {names}.", names=BY_PHONE)
        )
        assert self.story.the_post_is_delivered() == 4
        self.wera.opens_her_letter().reads("You are on the waiting list")

    def when_two_from_an_association_are_noted(self) -> None:
        self.coordinator.follows("Add somebody from outside").writes("How many?", 2)
        self.coordinator.chooses("an association sent them").chooses("as a relative")
        self.coordinator.presses("Add them").reads("an association sent them")

    def when_the_team_is_complete(self) -> None:
        self.coordinator.completes_the_team()
        self.coordinator.reads_of(6, "One takes part", "{count} take part")
        assert self.story.the_post_is_delivered() == 2  # the borrower, and the one who was silent
        states = {name: self.inquiry(name).state for name in (SILENT, WERA)}
        assert states == {SILENT: "told", WERA: "waiting"}

    # Four days -----------------------------------------------------------------------------------
    def when_four_times_are_planned_at_once(self) -> None:
        self.coordinator.plans_a_time(DAYS[0], "13:00", "15:00", *DAYS[1:])
        assert self.story.the_post_is_delivered() == 4  # three by mail, and the borrower
        self.alva.opens_her_letter().reads("torsdag 12 november", "torsdag 3 december")
        calendar = self.alva.takes_the_calendar_file(self.alva.said_of(
            4, "Put the time in your calendar", "Put the times in your calendar"
        ))  # fmt: skip
        assert calendar.count("BEGIN:VEVENT") == 4
        self.wera.has_got(2)

    def when_everybody_is_asked_the_day_before_the_first(self) -> None:
        self.story.it_is("2026-11-11 09:00")
        assert self.story.time_does_its_work() == 4
        for one in (self.alva, self.olle):
            one.opens_her_letter().reads("Are you still coming?").presses("I'm coming")
        self.lars.opens_her_letter().presses("It is as agreed")
        self.coordinator.comes_to_work().follows("See whom to call", any_of=True)
        self.coordinator.presses("Comes", about=BY_PHONE)

    def when_the_first_is_held(self) -> None:
        self.story.it_is("2026-11-12 16:00")
        self.coordinator.opens_loan().notes_that_it_was_held()
        self.coordinator.reads("Noted.")

    def then_everybody_is_asked_how_they_are(self) -> None:
        self.story.it_is("2026-11-14 09:00")
        assert self.story.time_does_its_work() == 3
        self.alva.opens_her_letter().reads("How are you after it?").presses("I am fine")

    # The second day ------------------------------------------------------------------------------
    def when_somebody_cannot_come_on_the_day(self) -> None:
        self.story.it_is("2026-11-18 09:00")
        assert self.story.time_does_its_work() == 4
        self.story.it_is("2026-11-19 09:00")
        self.alva.opens_her_letter().follows("I can't take part after all")
        self.alva.presses("I can't take part").reads("You take part no more")
        assert self.story.the_post_is_delivered() == 1
        self.lars.opens_her_letter().reads_of(5, "One person comes", "{count} people come")

    def then_it_is_the_first_thing_of_the_day(self) -> None:
        first = self.coordinator.comes_to_work().first_of_the_day
        said = self.coordinator.said_of(
            1, "Today: one can't come. Find somebody else.",
            "Today: {count} can't come. Find others.",
        )  # fmt: skip
        assert said in first, first
        self.coordinator.follows("Find somebody else", any_of=True).reads_of(
            1, "Today: one place to fill", "Today: {count} places to fill"
        ).reads(WERA).reads_nothing_about(SILENT, ALVA)  # fmt: skip

    def when_the_one_who_waits_is_asked_by_the_keyboard(self) -> None:
        button = self.coordinator.said_of(
            1, "Ask by message, answer within an hour",
            "Ask by message, answer within {count} hours",
        )  # fmt: skip
        self.coordinator.tabs_to(f"{button}: {WERA}")
        assert self.coordinator.focus_is_seen
        self.coordinator.hits("Enter", goes=True).reads(
            "Asked. You see the answer here and on your day."
        )
        assert self.story.the_post_is_delivered() == 1

    def then_she_comes(self) -> None:
        self.wera.opens_her_letter().reads("Somebody can't come. Can you?", "kl. 10")
        self.wera.reads_nothing_about(ALVA, OLLE).answers("Yes, gladly")
        self.wera.reads("You have answered yes")
        self.coordinator.comes_to_work().follows("Find somebody else", any_of=True)
        self.coordinator.follows("Confirm", about=WERA).presses("Confirm")
        self.coordinator.reads("Confirmed.")
        # She hears that she takes part and when, the borrower that the team has changed
        assert self.story.the_post_is_delivered() == 3
        self.wera.opens_her_letter().reads("You are taking part", NEXT_DAY)
        self.wera.reads("torsdag 3 december").reads_nothing_about("torsdag 12 november")

    def then_the_borrower_sees_who_comes_and_not_who_left(self) -> None:
        self.lars.opens_her_letter().reads_of(6, "One person comes", "{count} people come")
        self.lars.signs_in_by_code().follows("Kallelser på nätet")
        self.lars.reads(WERA, OLLE, PETRA, BY_PHONE).reads_nothing_about("Alva", "Sture")

    # The rest, and the end -----------------------------------------------------------------------
    def when_the_second_and_the_third_are_held(self) -> None:
        self.story.it_is(f"{DAYS[1]} 16:00")
        self.coordinator.opens_loan().follows("Note how it went", any_of=True)
        self.coordinator.reads_nothing_about(ALVA).opens_loan().notes_that_it_was_held()
        self.story.it_is(f"{DAYS[2]} 16:00")
        self.coordinator.opens_loan().notes_that_it_was_held(OLLE).reads("Noted.")

    def when_the_fourth_is_the_last(self) -> None:
        self.story.it_is(f"{DAYS[3]} 16:00")
        self.coordinator.opens_loan().notes_that_it_was_held(last=True)
        self.coordinator.reads("Noted. Now we ask everybody how it went.")

    def then_it_is_known_who_came_to_what(self) -> None:
        came = [occasion.attendances.filter(state="came").count()
                for occasion in self.loan.occasions.order_by("starts_at")]  # fmt: skip
        assert came == [6, 6, 5, 6]
        assert self.loan.state == "carried_out"
        assert self.loan.participations.filter(state="took_part").count() == 7
        assert self.inquiry(ALVA).participation.state == "took_part"

    def then_those_who_came_are_asked_how_it_was_and_also_she_who_left(self) -> None:
        got = len(self.story.letters_to(self.alva.email))
        assert self.story.the_post_is_delivered() == 5  # four by mail, and the borrower
        self.alva.has_got(got + 1)
        self.wera.opens_her_letter().says_how_it_was("Jag hann precis, och det var värt det.")
        self.wera.reads("You have told us how it was for you. Thank you.")
        self.coordinator.comes_to_work().reads_nothing_about("Find somebody else")


def test_four_focus_groups_and_somebody_else_on_the_day(story):
    journey = FocusGroups(story)
    journey.given_six_in_the_register_and_one_of_them_without_mail()
    journey.given_a_request_that_is_written()

    journey.when_five_are_asked_by_mail_and_one_is_phoned()
    journey.when_five_say_yes()

    journey.when_the_team_is_put_together_on_one_page()
    journey.when_two_from_an_association_are_noted()
    journey.when_the_team_is_complete()

    journey.when_four_times_are_planned_at_once()
    journey.when_everybody_is_asked_the_day_before_the_first()
    journey.when_the_first_is_held()
    journey.then_everybody_is_asked_how_they_are()

    journey.when_somebody_cannot_come_on_the_day()
    journey.then_it_is_the_first_thing_of_the_day()
    journey.when_the_one_who_waits_is_asked_by_the_keyboard()
    journey.then_she_comes()
    journey.then_the_borrower_sees_who_comes_and_not_who_left()

    journey.when_the_second_and_the_third_are_held()
    journey.when_the_fourth_is_the_last()
    journey.then_it_is_known_who_came_to_what()
    journey.then_those_who_came_are_asked_how_it_was_and_also_she_who_left()
