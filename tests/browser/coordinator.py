"""What a coordinator does, a page at a time, in the words on her screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from erfara.foundation.actors import Actor, Role
from erfara.lending.models import LoanRequest
from erfara.organisations import actions as organisations
from tests import factories
from tests.browser.visitor import Visitor, plain

# The assignment of request 4, as a coordinator would write it.
ASSIGNMENT = {
    "A title that gives nothing away": "Ett samtal om post från vården",
    "What it is about, in three lines": "Vi prövar nya kallelser på nätet och vill höra vad som "
    "är svårt och lätt i dem.",
    "What the answers will be used for": "Nya kallelser som prövas till våren.",
    "When": "Torsdag 26 november kl. 13–15",
    "How long it takes, with preparation": "två timmar",
    "Where": "Påhittade huset, Storgatan 1",
    "What each person gets paid": "1 066 kr var och resa",
    "Contact person on the day": "Kontaktpersonen på enheten",
    "Practical things": "Hiss, hörslinga och fika finns.",
}


class Coordinator(Visitor):
    """One who works at the library."""

    actor: Actor

    def works_here(self) -> Self:
        """She has a membership and has signed in this morning."""
        user, self.actor = factories.member(self.story.library, Role.COORDINATOR, name=self.name)
        self.story.staff.append((self, user))
        self.story.signs_in(self, user)
        return self

    def works_on(self) -> Self:
        """Her role is given for a year more."""
        user = next(user for visitor, user in self.story.staff if visitor is self)
        organisations.grant_membership(
            programme=self.story.library, user=user, role=Role.COORDINATOR,
            ends_on=self.story.now.date() + timedelta(days=365), by=factories.OPERATOR,
            at=self.story.now,
        )  # fmt: skip
        self.story.signs_in(self, user)
        return self

    @property
    def _work(self) -> str:
        return f"/arbete/{self.story.library.slug}/"

    def comes_to_work(self) -> Self:
        """Today, her first page."""
        return self.opens(self._work)

    @property
    def first_of_the_day(self) -> str:
        """What stands above everything else on her first page."""
        return plain(self.page.locator(".todos li").first.inner_text())

    def opens_request(self, of: str = "Region Påhitt, Utvecklingsenheten") -> Self:
        """From the list of all requests."""
        return self.opens(f"{self._work}forfragningar/?visa=alla").follows(of, any_of=True)

    def opens_loan(self, of: str = "Region Påhitt, Utvecklingsenheten") -> Self:
        """From the request that it grew out of."""
        return self.opens_request(of).follows("See the loan")

    # the request -------------------------------------------------------------------------------
    def takes_down_a_request(self, **letter: str) -> Self:
        """Somebody has phoned."""
        self.opens(f"{self._work}forfragningar/").follows("Take down a request")
        for label, text in letter.items():
            self.writes(label, text)
        return self.presses("Take down the request")

    def books_the_first_meeting(self, moment: str) -> Self:
        self.follows("Book a first meeting")
        return self.writes("When do you meet?", moment).presses("Book the meeting")

    def offers_times(self, *moments: str) -> Self:
        """Two or three times that the borrower chooses among."""
        self.follows("Book a first meeting")
        labels = ("When do you meet?", "Another time to choose", "A third time to choose")
        for label, moment in zip(labels, moments, strict=False):
            self.writes(label, moment)
        return self.presses("Book the meeting")

    def holds_the_first_meeting(self, *, ladder: str = "talk together") -> Self:
        """What was agreed on, and the terms."""
        self.follows("The meeting is held")
        self.chooses("a service").chooses(ladder)
        self.chooses("general: what it is like to be in care or services")
        self.chooses("each speaks for themself")
        self.chooses("{borrower:sg.def.cap} has accepted the terms")
        return self.presses("Save what you agreed on")

    def completes_the_assignment(
        self, *, people: int = 4, form: str = "focus group", training: str = "", **other: str
    ) -> Self:
        """All at once, on its page, where what is written already is folded."""
        if (
            self.page.locator("summary")
            .filter(has_text=self.said("What is written already"))
            .count()
        ):
            self.unfolds("What is written already")
        for label, text in {**ASSIGNMENT, **other}.items():
            self.writes(label, text)
        self.picks("Form", form).writes("How many people", people)
        if training:
            self.picks("For a support assignment: which training?", training)
        return self.presses("Save the assignment")

    def ends_the_request(self, reason: str, words: str, elsewhere: str = "") -> Self:
        self.follows("End the request")
        self.chooses(reason)
        if elsewhere:
            self.writes("If it is better asked elsewhere: where?", elsewhere)
        self.writes("What do you want to tell {borrower:sg.def}?", words)
        return self.presses("End the request")

    def asks_for_a_clearer_assignment(self, what: str, until: str) -> Self:
        self.follows("Ask for a clearer assignment")
        self.writes("What do you need to know?", what).writes("Until which day?", until)
        return self.presses("Ask for a clearer assignment")

    def lets_it_wait(self, what: str, until: str) -> Self:
        self.follows("Wait for something else")
        self.writes("What does it wait for?", what).writes("When do we look again?", until)
        return self.presses("Let it wait")

    # asking ------------------------------------------------------------------------------------
    def chooses_whom_to_ask(self, *names: str, link: str = "Choose whom to ask") -> Self:
        """From the register; nobody notices anything."""
        self.follows(link)
        for name in names:
            self.presses("Choose", about=name)
        return self.follows(
            self.said_of(
                len(names), "Look through: one is chosen", "Look through: {count} are chosen"
            )
        )

    def looks_through_the_register(self, **by: str) -> Self:
        """In the words of the request, and by what people have told of themselves."""
        self.unfolds("Look through the register")
        if words := by.pop("words", ""):
            self.writes("Words to look for", words)
        for label, choice in by.items():
            self.picks(label, choice)
        return self.presses("Show")

    def sends(self, number: int, *, answer_by: str) -> Self:
        """What is written before it goes stands above the button."""
        self.reads_of(
            number, "The question now goes to one person. After that it can't be changed.",
            "The question now goes to {count} people. After that it can't be changed.",
        )  # fmt: skip
        self.writes("Last day to answer", answer_by)
        self.presses(self.said_of(number, "Ask one person", "Ask {count} people"))
        return self.reads_of(
            number, "The question has gone to one person.",
            "The question has gone to {count} people.",
        )  # fmt: skip

    def tells_more(self, name: str, answer: str) -> Self:
        self.follows(name).follows("Answer")
        return self.writes("Your answer", answer).presses("Send the answer")

    def notes_an_answer(self, name: str, answer: str) -> Self:
        """She has phoned somebody who has no e-mail."""
        self.follows(name).follows("Write down the answer").chooses(answer)
        return self.presses("Save the answer")

    def confirms(self, name: str, kronor: str = "1 066") -> Self:
        self.follows(name).follows("Confirm")
        return self.writes("Payment in kronor", kronor).presses("Confirm")

    def completes_the_team(self, reason: str = "") -> Self:
        self.follows("The team is complete")
        if reason:
            self.writes("If they are fewer than your smallest team: why is that enough?", reason)
        return self.presses("The team is complete")

    # the agreement -----------------------------------------------------------------------------
    def writes_the_agreement(self, **written: str) -> Self:
        """What differs from the assignment."""
        self.follows("See the agreement").follows("Change what it says")
        for label, text in written.items():
            self.writes(label, text)
        return self.presses("Save the agreement")

    def sends_the_agreement(self, *, answer_by: str) -> Self:
        self.follows("Send the agreement").writes("The last day to say yes", answer_by)
        return self.presses("Send it to both sides")

    def notes_the_talk_about_how_it_goes(self, **days: str) -> Self:
        """A support assignment is talked over on its way."""
        self.follows("Note the talk")
        for label, day in days.items():
            self.writes(label, day)
        return self.presses("Note the talk")

    def answers_what_felt_wrong(self, words: str) -> Self:
        """From her first page."""
        self.follows("Read and answer", any_of=True).writes("Your answer", words)
        return self.presses("Send the answer")

    # the loan ----------------------------------------------------------------------------------
    def plans_a_time(
        self, day: str, begins: str, ends: str, *also: str, link: str = "Plan a time"
    ) -> Self:
        """`also`: the same time on more days."""
        self.follows(link).writes("Day", day)
        self.writes("It begins", begins).writes("It ends", ends)
        if also:
            self.unfolds("It is held several times")
            self.writes("The same time on these days too", "\n".join(also))
        return self.presses("Plan it and tell them")

    def notes_that_it_was_held(self, *absent: str, last: bool | None = None) -> Self:
        """Who did not come. When no more is planned it asks whether it was the last time."""
        self.follows("Note how it went", any_of=True)
        for name in absent:
            self.chooses(name, of="Who did not come?")
        if last is not None:
            self.chooses("Yes" if last else "No", of="Was it the last time?")
        return self.presses("Save")

    def cancels_the_loan(self, what: str, why: str) -> Self:
        self.follows("Cancel the loan").chooses(what).writes("Why?", why)
        return self.presses("Cancel the loan and tell everybody")

    def takes_down_how_it_was(self, name: str, own_words: str) -> Self:
        """A person who has been phoned afterwards."""
        self.follows("Note how it was", about=name)
        self.chooses("by phone, taken down", of="How did you talk?")
        self.chooses("good", of="How was it to take part?")
        self.writes("Is there something you want to say about it?", own_words)
        self.chooses("yes", of="May we ask you again?")
        return self.presses("Save the answers")

    def tells_everybody(self, kind: str, text: str) -> Self:
        """A summary, or what the borrower has said: sent to everybody who took part."""
        self.follows("Write it", about=self.said(kind))
        self.writes("What they are told", text)
        return self.presses("Send to everybody who took part")

    def writes_off_what_is_left(self, why: str) -> Self:
        """Follow-ups and feedback that will never be, each with its reason."""
        loan = self.page.url
        for link, off, button in (
            ("Note how it was", "The talk will never be held", "Write off the talk"),
            ("Write it", "It will never be told", "Write it off"),
        ):
            for _each in range(2):
                self.opens(loan).follows(link, any_of=True).follows(off)
                self.writes("Why?", why).presses(button)
        return self

    def notes_as_told(self, name: str, how: str = "by phone") -> Self:
        self.follows("I have told", about=name).chooses(how)
        return self.presses("Note it")

    def notes_payment(self, name: str) -> Self:
        self.follows("It is paid", about=name)
        return self.presses("Note that it is paid")

    # what she does with the product's own actions, for what another journey shows ---------------
    def has_made_complete(self, request: LoanRequest, **assignment: Any) -> LoanRequest:
        """The first meeting is held and the assignment written, days ago."""
        return factories.specified(request, at=self.story.now, **assignment)
