"""Two programmes with everything in them, and everybody who could look.

Each name, address, story and purpose is a word that exists nowhere else (a canary), and the world
knows whose it is: a page that shows one to the wrong viewer is seen, whatever page it is.

Ask for it as `library_world`, `peer_world` or `worlds` (tests/conftest.py), with the tests marked
`django_db(databases=[…both…])`. It is one for all of them: whatever a test does in it is undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from erfara.accounts import persons, staff
from erfara.accounts.models import PersonSession, User
from erfara.compensation import actions as pay
from erfara.compensation.actions import claims, rates
from erfara.compensation.actions import lists as payment_lists
from erfara.compensation.models import PaymentList
from erfara.foundation import clock, links, outbox
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import JobRun, OutboxMessage
from erfara.governance import actions as governance
from erfara.lending.actions import elsewhere as elsewhere_actions
from erfara.lending.actions import meetings, passing, stories
from erfara.organisations import actions as organisations
from erfara.organisations.models import Membership, Programme
from erfara.people.actions import print_lists
from erfara.people.models import Person, PrintList
from tests import factories
from tests.factories import saved_costs
from tests.integration.life import Life

DATABASES = ("default", "keystore")
LONG_AGO = timedelta(days=60)
# What canaries look like: a word, and a number in which another may begin.
WORD = re.compile(r"kanarie\d{4}x")
NUMBER = re.compile(r"(?=(70481\d{4}))")
# Its sessions were just used, however long the tests take, and none is written by being used.
AWAKE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Canary:
    """A word that exists once. `of` is whose it is, `what` which of her details."""

    word: str
    programme: str
    life: str
    of: str
    what: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody with a browser. `life` says which of the lives is hers."""

    name: str
    role: Role
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def is_staff(self) -> bool:
        return settings.SESSION_COOKIE_NAME in self.cookies


class Browser(RequestFactory):
    """Asks the whole product, like the test client, but keeps no templates and contexts: twice as
    fast, which tells in ten thousand requests."""

    def __init__(self, *, checks_csrf: bool = False) -> None:
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=checks_csrf)

    def request(self, **environment: Any) -> Any:
        return self.handler(self._base_environ(**environment))  # type: ignore[attr-defined]


@dataclass
class World:
    """Both programmes, of which one is the viewers' own, and everybody in them."""

    now: datetime
    canaries: dict[str, Canary] = field(default_factory=dict)
    browser: Browser = field(default_factory=Browser)
    viewers: dict[str, Viewer] = field(default_factory=dict)

    kind: ClassVar[str] = Programme.Kind.LIBRARY
    first: ClassVar[int] = 1000  # number of its canaries: two worlds share none
    own: Life = field(init=False)  # of the viewers: her, and the borrower who has borrowed her
    other: Life = field(init=False)  # of others in the same programme
    there: Life = field(init=False)  # in another programme

    def word(self, programme: str, life: str, of: str, what: str) -> str:
        for known in self.canaries.values():
            if (known.programme, known.life, known.of, known.what) == (programme, life, of, what):
                return known.word
        word = f"kanarie{self.first + len(self.canaries):04d}x"
        self.canaries[word] = Canary(word, programme, life, of, what)
        return word

    def phone(self, programme: str, life: str, of: str) -> str:
        """A number is a canary too: eight digits that stand nowhere else."""
        digits = f"70481{self.first + len(self.canaries):04d}"
        self.canaries[digits] = Canary(digits, programme, life, of, "phone")
        return f"+46{digits}"

    @property
    def lives(self) -> list[Life]:
        return [self.own, self.other, self.there]

    def user(self, name: str, **values: Any) -> User:
        """One who works somewhere. Without a password: hashing ten of them takes a second."""
        email = f"anstalld-{uuid4().hex}@exempel.invalid"
        return User.objects.create_user(email=email, name=name, **values)

    def staff(self, programme: Programme, role: Role, life: str) -> User:
        name = f"Anställd {self.word(programme.slug, life, role.value, 'staff')}"
        user = self.user(name)
        organisations.grant_membership(
            programme=programme, user=user, role=role,
            ends_on=self.now.date() + timedelta(days=100), by=factories.OPERATOR, at=self.now,
        )  # fmt: skip
        return user

    def build(self) -> None:
        here, elsewhere = (
            factories.programme(slug, takes_from_others=True) for slug in ("kanarie", "annat")
        )
        self.own, self.other, self.there = (
            Life(self, "own", here, self.now - LONG_AGO),
            Life(self, "other", here, self.now - LONG_AGO),
            Life(self, "own", elsewhere, self.now - LONG_AGO),
        )
        for life in self.lives:
            life.live()
            number = len(self.canaries)
            message = outbox.put(
                "inquiry_reminder", tenant_id=life.programme.pk, about_kind="lending.inquiry",
                about_id=life.things["inquiry asking she"].pk, to_kind="person",
                to_id=life.people["she"].person_id, at=self.now, occasion=str(number),
            )  # fmt: skip
            OutboxMessage.objects.filter(pk=message.pk).update(state="failed", error="NoAddress")
            life.things["message"] = message
            self._print_lists(life)
            self._paying(life)
            self._stories(life)
            self._between(life, elsewhere if life.programme == here else here)
            self._costs(life)
        self._viewers(here, elsewhere)

    def _between(self, life: Life, to: Programme) -> None:
        """Times that are offered, a yes that is waited for, and where else to ask."""
        offered = life.request("offered", at=self.now - timedelta(days=1))
        life.things["meeting offered"] = meetings.offer(
            request=offered, times=[self.now + timedelta(days=n) for n in (3, 4)],
            ways=meetings.Ways(place=f"Rum {life.word('unit', 'room')}"), by=life.by, at=self.now,
        )  # fmt: skip
        life.things["meeting booked"] = life.things["request met"].meetings.get()
        passing_row = life.request("passing", at=self.now - timedelta(days=1))
        life.things["passed on"] = passing.ask_to_pass_on(
            request=passing_row, to=to, words="De är närmare.", by=life.by, at=self.now,
            answer_by=(self.now + timedelta(days=9)).date(),
        )  # fmt: skip
        life.things["elsewhere"] = elsewhere_actions.write_elsewhere(
            programme=life.programme, by=life.by, at=self.now,
            values={"kind": "council", "name": f"Rådet {life.name}", "what_for": "Det mesta.",
                    "how": "Växeln."},
        )  # fmt: skip
        for row in (offered, passing_row):
            key = "request offered" if row is offered else "request passing"
            life.link(key, "request", row, life.things["borrower"].pk)

    def _stories(self, life: Life) -> None:
        """One that is being written, and one that waits for answers."""
        for key, name in (("told", "draft"), ("done", "asked")):
            life.things[f"story {name}"] = stories.write_story(
                loan=life.things[f"loan {key}"], title=life.word(name, "telling"),
                text="Det här ledde det till.", by=life.by, at=self.now,
            )  # fmt: skip
        story = stories.ask_for_story(story=life.things["story asked"], by=life.by, at=self.now)
        row = story.permissions.get(person=life.people["she"].person)
        life.things["story permission"] = row
        life.link("story", "story", row, row.person_id)

    def _costs(self, life: Life) -> None:
        """One that is in use, one that is put away. What they say is no secret in the programme."""
        for name in ("scenario", "scenario put away"):
            life.things[name] = saved_costs.scenario(life.programme, at=self.now)
        governance.move_scenario(
            scenario=life.things["scenario put away"], transition="put_away", by=life.by,
            at=self.now,
        )  # fmt: skip

    def _print_lists(self, life: Life) -> None:
        """One that waits for another's yes, and one that has it."""
        one, another = (Actor(Role.COORDINATOR, life.programme.pk, uuid4()) for _n in range(2))
        for name in ("print list", "print list open"):
            life.things[name] = print_lists.ask_print_list(
                programme=life.programme, kind="register", day=None, reason="En dag i biblioteket.",
                by=one, at=self.now,
            )  # fmt: skip
        print_lists.agree_to_print_list(row=life.things["print list open"], by=another, at=self.now)

    def _paying(self, life: Life) -> None:
        """A list that may be opened by the one who made it, a cost that waits, a rate."""
        one = Actor(Role.COORDINATOR, life.programme.pk, UUID(int=1))
        for name in ("she", "mate"):
            pay.agree(
                participation=life.things[f"participation held {name}"], amount=Decimal(900),
                basis="half_day", payer="library", by=one, at=self.now,
            )  # fmt: skip
        life.things["payment_list"] = payment_lists.make_list(
            programme=life.programme, until=self.now.date(), by=one, at=self.now
        )
        life.things["claim"] = claims.claim(
            participation=life.things["participation held she"], kind="travel",
            day=self.now.date(), amount=Decimal(60), words=life.word("she", "errand"), by=one,
            at=self.now,
        )  # fmt: skip
        life.things["rate"] = rates.add_rate(
            programme=life.programme, what="lecture", amount=Decimal(2000 + len(self.canaries)),
            valid_from=self.now.date() - timedelta(days=len(self.canaries)), by=one, at=self.now,
        )  # fmt: skip

    def _viewers(self, here: Programme, elsewhere: Programme) -> None:
        self.viewers["public"] = Viewer("public", Role.PUBLIC)
        own_people = {
            "borrower": self.own.things["borrower"], "person": self.own.people["she"].person,
        }  # fmt: skip
        for name, person in own_people.items():
            self.viewers[name] = Viewer(name, Role(name), self._person_cookies(person))
        for role in (Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR):
            user = self.staff(here, role, "own")
            self._staff_viewer(role.value, role, user)
            another = self.staff(here, role, "other")
            elsewhere_user = self.staff(elsewhere, role, "own")
            if role == Role.COORDINATOR:  # a list is opened by the one who asked for it alone
                PrintList.objects.filter(programme=here).update(asked_by=user.pk)
                PaymentList.objects.filter(programme=here).update(asked_by=user.pk)
                PrintList.objects.filter(programme=elsewhere).update(asked_by=elsewhere_user.pk)
                PaymentList.objects.filter(programme=elsewhere).update(asked_by=elsewhere_user.pk)
            for life, user in ((self.other, another), (self.there, elsewhere_user)):
                life.things[f"membership {role.value}"] = Membership.objects.get(user=user)
            self.own.things[f"membership {role.value}"] = self.other.things[
                f"membership {role.value}"
            ]
        for life in (self.other, self.there):
            member = life.things["membership coordinator"]
            link = organisations.open_feed(
                membership=member, at=self.now,
                by=Actor(Role.COORDINATOR, member.programme_id, member.user_id),
            )  # fmt: skip
            life.tokens["calendar"] = links.token(link)
        self.own.tokens["calendar"] = self.other.tokens["calendar"]
        self._staff_viewer("operator", Role.OPERATOR, self.user("Drift", is_operator=True))
        # Signed in at work, with a role in the other programme and none in this one.
        self._staff_viewer(
            "stranger", Role.COORDINATOR,
            Membership.objects.get(programme=elsewhere, role=Role.COORDINATOR).user,
        )  # fmt: skip

    def _person_cookies(self, person: Person) -> dict[str, str]:
        client = factories.person_sign_in(Client(), person)
        PersonSession.objects.filter(person_id=person.pk).update(
            last_seen_at=self.now + AWAKE, expires_at=self.now + 2 * AWAKE
        )
        return {persons.COOKIE: client.cookies[persons.COOKIE].value}

    def _staff_viewer(self, name: str, role: Role, user: User) -> None:
        client = factories.sign_in(Client(), user)
        session = client.session
        staff.start(session, self.now + AWAKE, demo=True)
        session.save()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.viewers[name] = Viewer(name, role, {settings.SESSION_COOKIE_NAME: cookie})

    def ask(self, viewer: Viewer, method: str, path: str, data: Any = None, **extra: Any) -> Any:
        """One request. Nothing of what it did stays."""
        with undone():
            return self.request(viewer, method, path, data, **extra)

    def request(
        self, viewer: Viewer, method: str, path: str, data: Any = None, **extra: Any
    ) -> Any:
        """One request; what it did stays until the transaction around it ends."""
        self.browser.cookies = SimpleCookie(viewer.cookies)
        if isinstance(data, dict):
            return getattr(self.browser, method.lower())(path, data, **extra)
        extra.setdefault("content_type", "application/x-www-form-urlencoded")
        return self.browser.generic(method, path, data or b"", **extra)

    def seen(self, text: str) -> list[Canary]:
        """The canaries that stand in a page."""
        if "kanarie" not in text and "70481" not in text and "70-481" not in text:
            return []
        plain = text.replace("-", "").replace(" ", "").replace("\xa0", "")
        found = {*WORD.findall(text), *NUMBER.findall(plain)}
        return [self.canaries[word] for word in sorted(found & self.canaries.keys())]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens to either database in here is taken back.

    Marked as a test case's own transaction: the vault, which refuses to open inside the product's
    transactions, does not mind it.
    """
    with ExitStack() as stack:
        for alias in DATABASES:
            block = transaction.atomic(using=alias)
            block._from_testcase = True  # type: ignore[attr-defined]
            stack.enter_context(block)
            stack.callback(transaction.set_rollback, True, using=alias)
        yield


def built(blocker: Any, kind: type[World] = World) -> Iterator[World]:
    """The world, built once and taken down when it is left."""
    with blocker.unblock(), undone():
        world = kind(clock.now())
        world.build()
        # The worker lives, however long the tests take: the page for load balancers says so.
        heard = world.now + timedelta(days=1)
        beats = {"created_at": heard, "ran_at": heard, "good_at": heard}
        JobRun.objects.get_or_create(name="outbox", defaults=beats)
        yield world
