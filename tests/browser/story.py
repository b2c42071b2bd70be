"""A story: its days, its post, and the people in it."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from erfara.accounts import persons
from erfara.foundation import clock, outbox, vault, worker
from erfara.organisations.models import Programme
from tests import factories
from tests.browser.visitor import Visitor

HERE = ZoneInfo("Europe/Stockholm")
# A Monday morning. Stories have days of their own, so that what stands on a page is known.
BEGINS = datetime(2026, 11, 2, 10, 0, tzinfo=HERE)
NEUTRAL = ("Du har ett meddelande",)
SomeVisitor = TypeVar("SomeVisitor", bound=Visitor)


class Calendar:
    """Days that pass when the story says so; in between, seconds pass as they do."""

    def __init__(self) -> None:
        self._from, self._since = BEGINS, time.monotonic()

    def now(self) -> datetime:
        return (self._from + timedelta(seconds=time.monotonic() - self._since)).astimezone(
            ZoneInfo("UTC")
        )

    def turn_to(self, moment: datetime) -> None:
        assert moment >= self.now(), "Days pass forwards only."
        self._from, self._since = moment, time.monotonic()


class Story:
    """What a journey is told in."""

    def __init__(self, browser: Browser, url: str, calendar: Calendar, letters: list[Any]) -> None:
        self.browser, self.url, self.calendar, self.letters = browser, url, calendar, letters
        self.people: list[Visitor] = []
        self.programme: Programme | None = None
        self.staff: list[tuple[Visitor, Any]] = []

    @property
    def library(self) -> Programme:
        """The programme of the story."""
        assert self.programme is not None, "Say `story.at()` first."
        return self.programme

    # days --------------------------------------------------------------------------------------
    @property
    def now(self) -> datetime:
        """The story's moment."""
        return self.calendar.now()

    def it_is(self, moment: str) -> None:
        """A later day and time, like `2026-11-26 16:00`. Whoever works has signed in again."""
        self.calendar.turn_to(datetime.fromisoformat(moment).replace(tzinfo=HERE))
        for visitor, user in self.staff:
            self.signs_in(visitor, user)

    def days_pass(self, number: int) -> None:
        """So many days later, at the same time."""
        later = self.calendar.now().astimezone(HERE) + timedelta(days=number)
        self.it_is(later.replace(tzinfo=None).isoformat())

    def time_does_its_work(self) -> int:
        """What happens because time passes, and the post that comes of it."""
        for job in worker.jobs():
            job.function(clock.now())
        return self.the_post_is_delivered()

    def minutes_pass(self, number: int) -> None:
        """So many minutes in front of a page."""
        self.calendar.turn_to(self.now + timedelta(minutes=number))

    # people ------------------------------------------------------------------------------------
    def at(self, **values: Any) -> Programme:
        """The library where the story takes place."""
        self.programme = factories.programme(
            "sormland", name="Sörmlands levande bibliotek", contact_phone="016-00 00 00",
            contact_email="bibliotek@exempel.invalid", **values,
        )  # fmt: skip
        return self.programme

    def meet(self, kind: type[SomeVisitor], name: str, **values: Any) -> SomeVisitor:
        """Somebody comes into the story, with a browser of her own."""
        visitor = kind(self, name, **values)
        self.people.append(visitor)
        return visitor

    def signs_in(self, visitor: Visitor, user: Any) -> None:
        """A staff session as after password and second step (`test_staff_sign_in` does those)."""
        key = factories.sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        visitor.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.url}]
        )

    def lets_in(self, visitor: Visitor, library: Programme) -> None:
        """A person's session, for a story that is not about how she signs in."""
        person_id = vault.index_find(library.pk, "email", visitor.email)
        assert person_id is not None
        _row, key = persons.start_session(
            tenant_id=library.pk, person_id=person_id, at=self.now, how="test"
        )
        visitor.context.add_cookies(
            [{"name": persons.COOKIE, "value": key, "url": f"{self.url}/{library.slug}/"}]
        )

    # post --------------------------------------------------------------------------------------
    def the_post_is_delivered(self) -> int:
        """What the worker does: answer those who ask to sign in, and send what is due."""
        persons.handle_waiting(clock.now())
        before = len(self.letters)
        while outbox.deliver_due(clock.now()).sent:
            pass
        for letter in self.letters[before:]:
            assert len(letter.recipients()) == 1, "One message, one recipient."
            assert not letter.cc
            assert not letter.bcc
        return len(self.letters) - before

    def letters_to(self, email: str) -> list[Any]:
        """All letters to an address, oldest first."""
        return [letter for letter in self.letters if letter.to == [email]]

    def link_in(self, letter: Any) -> str:
        """The one link of a letter, which says nothing but that there is a message."""
        words = re.sub(r"https?://\S+", "", letter.subject + letter.body)
        for telling in self.telling_words():
            assert telling.lower() not in words.lower(), f"A letter tells: {words}"
        links = re.findall(rf"{re.escape(self.url)}\S+", letter.body)
        assert len(links) == 1, letter.body
        return str(links[0])

    def telling_words(self) -> list[str]:
        """Words that no letter may hold: names, and what a request is about."""
        return [
            "kallelse", "Utvecklingsenheten", "fokusgrupp", "erfaren",
            *(part for person in self.people for part in person.name.split()),
        ]  # fmt: skip

    def ends(self) -> None:
        """Everybody closes the browser."""
        for visitor in self.people:
            visitor.leaves()
