"""What a person who is asked and a borrower do: from their own letters, on their own pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from erfara.people.models import Contributor, Person
from tests import factories
from tests.browser.visitor import Visitor


class Outsider(Visitor):
    """One who has no account: her mail is the way in."""

    def opens_her_letter(self, *, before: int = 0, answers: int = 200) -> Self:
        """The latest one, or one so many before it, and the link in it."""
        letters = self.story.letters_to(self.email)
        assert letters, f"No letter has come to {self.name}."
        return self.opens(self.story.link_in(letters[-1 - before]), answers=answers)

    def has_got(self, number: int) -> Self:
        """So many letters have come in all."""
        got = len(self.story.letters_to(self.email))
        assert got == number, f"{self.name} has got {got} letters, not {number}."
        return self

    def asks_for_a_code(self) -> Self:
        self.opens(f"/{self.story.library.slug}/logga-in/")
        self.writes("Your e-mail address or telephone number", self.email).presses("Send the code")
        self.story.the_post_is_delivered()
        return self

    def signs_in_by_code(self) -> Self:
        """The code in her letter, typed in."""
        self.asks_for_a_code()
        code = re.search(r"\b\d{3} \d{3}\b", self.story.letters_to(self.email)[-1].body)
        assert code is not None
        return self.writes("The code", code.group()).presses("Go on")

    def signs_in_by_link(self) -> Self:
        """The link in her letter; opening it is not enough, for programs open links too."""
        self.asks_for_a_code()
        return self.opens_her_letter().presses("Sign in")

    def agrees(self, button: str, *reads: str, **answers: str) -> Self:
        """Read an agreement and say yes to it. `answers`: question → what she chooses."""
        self.follows("Read and answer").reads(*reads)
        for question, choice in answers.items():
            self.chooses(choice, of=question)
        return self.presses(button).reads("You have said yes to this.")

    def opens_her_own_page(self) -> Self:
        return self.opens(f"/{self.story.library.slug}/min-sida/")


class Asked(Outsider):
    """A person in the register."""

    contributor: Contributor

    def is_in_the_register(self, *told: str, role: str = "patient", **more: object) -> Self:
        """She has told what she has lived through, and agreed to be asked by e-mail."""
        from erfara.people.actions import Told

        self.contributor = factories.contributor(
            self.story.library, self.name, [Told(role, text) for text in told],
            email=self.email, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return self

    def answers(self, answer: str) -> Self:
        """One of the four buttons."""
        return self.presses(answer)

    def wonders(self, words: str) -> Self:
        """She wants to know more first, and writes what."""
        self.presses("Tell me more first")
        return self.writes("What do you wonder?", words).presses("Send what I wonder")

    def says_how_it_was(self, own_words: str = "") -> Self:
        self.follows("Tell us how it was")
        self.chooses("good", of="How was it to take part?")
        self.chooses("yes", of="Did they listen to you?")
        if own_words:
            self.writes("Is there something you want to say about it?", own_words)
        self.chooses("yes", of="May we ask you again?")
        return self.presses("Send my answers")


class Borrower(Outsider):
    """The contact at an organisation that borrows."""

    contact: Person

    def begins_to_ask(self) -> Self:
        """The list of what there is to write."""
        return self.opens(f"/{self.story.library.slug}/").follows("Ask to borrow").presses("Begin")

    def goes_to_the_task(self, task: str) -> Self:
        """From one page on to the next she is there already; else by way of the list."""
        if self.heading == self.said(task):
            return self
        if self.page.get_by_role("link", name=self.said("To the list")).count():
            self.follows("To the list")
        return self.follows(task)

    def does_the_task(self, task: str, written: Mapping[str, object]) -> Self:
        """One page of the list, kept at once."""
        self.goes_to_the_task(task)
        for label, text in written.items():
            self.writes(label, text)
        return self.presses("Keep and go on")

    def asks_to_borrow(self, *, organisation: str, unit: str, **letter: str) -> Self:
        """On the public page, without an account. It takes her five minutes."""
        self.begins_to_ask()
        self.does_the_task("What you want to find out", {
            "What do you want to find out or develop?": letter["purpose"],
        })  # fmt: skip
        if letter.get("experience"):
            self.does_the_task("Whom you would like to hear", {
                "What should people have experience of?": letter["experience"],
            })  # fmt: skip
        self.goes_to_the_task("How it is to be held")
        self.picks("In which form?", letter.get("form", "focus group"))
        self.writes("How many people?", letter.get("people", "4")).presses("Keep and go on")
        self.does_the_task("Who you are", {
            "Organisation": organisation, "Unit": unit, "Your name": self.name,
            "E-mail": self.email,
        })  # fmt: skip
        self.story.minutes_pass(5)
        return self.follows("Look through and send").presses("Send the request")

    def says_how_it_went(self) -> Self:
        self.follows("Answer how it went")
        self.chooses("very content", of="How content are you with the loan?")
        self.writes("How did it go?", "De talade fritt och hjälpte varandra.")
        self.chooses("yes", of="Did it help you develop your service?")
        self.writes("What will you do with it?", "Vi skriver om alla kallelser.")
        self.chooses("yes", of="Has everybody been paid?")
        return self.presses("Send the answers")

    def tells_those_who_came(self, text: str) -> Self:
        self.follows("Tell those who came")
        self.writes("What did you hear, and what have you done with it?", text)
        return self.presses("Send to those who came")

    def is_known(self) -> Self:
        """She has asked before."""
        self.contact = factories.borrower_person(self.story.library, self.name, self.email)
        return self
