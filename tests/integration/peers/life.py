"""A workplace, somebody who wants to become a peer supporter, and those around them.

Each part of peer support adds what happens to them in its own file beside this one. There are
three such lives: the viewers' own, another in the same programme, and one in another programme.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from erfara.accounts.models import User
from erfara.foundation import links
from erfara.foundation.actors import Actor, Role
from erfara.organisations import actions as organisations
from erfara.organisations.models import Membership, Unit
from erfara.people import actions as people
from erfara.people.actions import addresses, log_questions
from erfara.people.actions.persons import find_or_add_person
from erfara.people.models import Person
from tests.integration.lives import BaseLife

STAFF = (
    Role.COORDINATOR, Role.USER_ORGANISATION, Role.RECRUITER, Role.TRAINER, Role.STEERING,
    Role.ADMINISTRATOR,
)  # fmt: skip


@dataclass
class PeerLife(BaseLife):
    """What is there before any part begins.

    `people`: "she" (who applies and takes part), "mate" (another one), "contact" (a workplace's).
    `users`: who works here, by role. `unit`: whose words are canaries of "unit".
    """

    people: dict[str, Person] = field(default_factory=dict)
    users: dict[Role, User] = field(default_factory=dict)
    unit: Unit = field(init=False)

    @property
    def by(self) -> Actor:
        """The programme lead."""
        return self.staff(Role.COORDINATOR)

    def staff(self, role: Role) -> Actor:
        """Somebody who works here, acting."""
        user = self.users[role]
        return Actor(role, self.programme.pk, user.pk, user.name)

    def acting(self, of: str, role: Role = Role.PERSON) -> Actor:
        """One of the people, acting: the workplace's contact as `Role.WORKPLACE`."""
        return Actor(role, self.programme.pk, self.people[of].pk)

    def add(self, of: str) -> Person:
        """Somebody whose name, addresses and number are canaries of `of`."""
        self.people[of] = self.things[f"person {of}"] = find_or_add_person(
            programme=self.programme, identity=self.identity(of), by=self.by, at=self.at
        )
        return self.people[of]

    def begin(self) -> None:
        """Who is there, before any part."""
        for role in STAFF:
            user = self.users[role] = self.world.staff(self.programme, role, self.name)
            self.things[f"membership {role}"] = Membership.objects.get(user=user)
        self.unit = self.things["unit"] = organisations.find_or_add_unit(
            programme=self.programme, organisation=f"Region {self.word('unit', 'organisation')}",
            unit=f"Mottagningen {self.word('unit', 'unit')}", by=self.by, at=self.at,
        )  # fmt: skip
        for of in ("she", "mate", "contact"):
            self.add(of)
        self._shared()

    def _shared(self) -> None:
        """What every kind of programme has: a question about the log, messages, a feed."""
        she, now = self.people["she"], self.world.now
        question = log_questions.ask_about_log(
            person=she, day=self.at.date(), purpose="person_page", actor_role="coordinator",
            actor_label="", words=f"Varför {self.word('she', 'why')}?", by=self.acting("she"),
            at=now,
        )  # fmt: skip
        self.things["log_question she"] = question
        self.link("log_question", "log_question", question, she.pk)
        self.things["address_change she"] = addresses.ask_new_address(
            person=she, old=f"{self.word('she', 'email')}@exempel.invalid",
            new=f"{self.word('she', 'newmail')}@exempel.invalid", by=self.acting("she"), at=now,
        )  # fmt: skip
        for of in ("received", "answered"):
            self.things[f"message {of}"] = people.receive_message(
                programme=self.programme, about="contact",
                values={"text": self.word(of, "message"), "name": self.word(of, "name"),
                        "email": f"{of}@exempel.invalid"},
                by=Actor(Role.PUBLIC, self.programme.pk), at=now,
            )  # fmt: skip
        answered = people.answer_message(
            message=self.things["message answered"], answer="Svar.", by=self.by, at=now
        )
        self.link("message", "message", answered, answered.pk)
        feed = organisations.open_feed(
            membership=self.things["membership coordinator"], by=self.by, at=now
        )
        self.tokens["calendar"] = links.token(feed)
        self.link("contact", "contact", she, she.pk)
        # A token that opens no page: what isn't meant for a page is tried with it.
        self.link("nothing", "nothing", she, she.pk, expires_at=now + timedelta(days=9))
