"""Somebody at a screen: a browser of her own, and what one does with pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

from tests.browser import checks

if TYPE_CHECKING:
    from tests.browser.story import Story

PATIENCE_MS = 20_000


def plain(text: str) -> str:
    """As it is read: any kind of space is a space."""
    return re.sub(r"\s+", " ", text)


class Visitor:
    """One person in front of one screen. Nobody shares her cookies."""

    def __init__(
        self, story: Story, name: str, *, email: str = "", phone: bool = False,
        javascript: bool = True,
    ) -> None:  # fmt: skip
        self.story, self.name, self.email = story, name, email
        self.expects: set[int] = set()
        self.context = story.browser.new_context(
            base_url=story.url, locale="sv-SE", java_script_enabled=javascript,
            viewport=checks.NARROW if phone else checks.WIDE, reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", self._stays_here)
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("response", self._answered)

    # what may never happen ----------------------------------------------------------------------
    def _stays_here(self, request: Request) -> None:
        ours = urlsplit(self.story.url).netloc
        parts = urlsplit(request.url)
        if parts.netloc != ours and parts.scheme not in {"data", "blob"}:
            self.wrong.append(f"a request left the server: {request.url}")

    def _console(self, line: ConsoleMessage) -> None:
        # Chromium also says so when a page answers 422 because of what was written.
        if line.type == "error" and not line.text.startswith("Failed to load resource"):
            self.wrong.append(line.text)

    def _answered(self, response: Response) -> None:
        expected = {422} | self.expects if response.request.is_navigation_request() else set()
        if response.status >= 400 and response.status not in expected:
            self.wrong.append(f"{response.status} from {response.request.method} {response.url}")

    def looks_around(self) -> Self:
        """Hold the page she has come to against what is asked of every page."""
        assert not self.wrong, f"{self.name} at {self.page.url}: {self.wrong}"
        checks.look_through(self.page)
        return self

    # going -------------------------------------------------------------------------------------
    def opens(self, address: str, *, answers: int = 200) -> Self:
        """Write an address."""
        self.expects = {answers}
        response = self.page.goto(address)
        assert response is not None
        assert response.status == answers, f"{response.status} at {address}:\n{self.text[:600]}"
        self.looks_around()
        self.expects = set()
        return self

    def presses(self, name: str, *, beside: str = "") -> Self:
        """Press a button, by its text. `beside`: in the row where this stands too."""
        return self._go(self._one("button", name, beside))

    def follows(self, name: str, *, beside: str = "") -> Self:
        """Follow a link, by its text."""
        return self._go(self._one("link", name, beside))

    def _one(self, role: str, name: str, beside: str) -> Locator:
        place: Locator | Page = self.page
        if beside:
            rows = self.page.locator("li, tr, .person, .todo, article, section, dl > div")
            place = rows.filter(has_text=beside).filter(
                has=self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
            ).last  # fmt: skip
        found = place.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        assert found.count() > 0, f"{self.name} finds no {role} “{name}” at:\n{self.text}"
        return found.first

    def _go(self, what: Locator) -> Self:
        with self.page.expect_navigation():
            what.click()
        return self.looks_around()

    def goes_back(self) -> Self:
        """The browser's own button."""
        self.page.go_back()
        return self

    def loads_again(self) -> Self:
        """The browser's own button."""
        self.page.reload()
        return self.looks_around()

    # writing -----------------------------------------------------------------------------------
    def writes(self, label: str, text: object) -> Self:
        """Fill in a field, by its label."""
        self._field(label).fill(str(text))
        return self

    def picks(self, label: str, choice: str) -> Self:
        """Choose in a list, by label and text."""
        self._field(label).select_option(label=choice)
        return self

    def chooses(self, choice: str, *, of: str = "") -> Self:
        """Choose one of several or tick a box, by its text. `of`: the question above it."""
        place: Locator | Page = self.page
        if of:
            place = self.page.get_by_role("group", name=of)
        found = place.get_by_label(choice, exact=True)
        assert found.count() > 0, f"{self.name} finds no choice “{choice}” at:\n{self.text}"
        found.first.check()
        return self

    def _field(self, label: str) -> Locator:
        found = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(valfritt\))?\s*$"))
        assert found.count() > 0, f"{self.name} finds no field “{label}” at:\n{self.text}"
        return found.first

    # reading -----------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        """What stands on the page."""
        return plain(self.page.locator("body").inner_text())

    @property
    def heading(self) -> str:
        """The page's one heading."""
        return plain(self.page.locator("h1").inner_text()).strip()

    def reads(self, *texts: str) -> Self:
        """Each of these stands on the page."""
        here = self.text
        for text in texts:
            assert plain(text) in here, f"{self.name} does not read “{text}” at:\n{here}"
        return self

    def reads_nothing_about(self, *texts: str) -> Self:
        """None of these is in the page, not even unseen."""
        html = plain(self.page.content())
        for text in texts:
            assert plain(text) not in html, f"{self.name} meets “{text}” at {self.page.url}"
        return self

    def sees_no_button(self, *names: str) -> Self:
        """None of these can be pressed or followed here."""
        for name in names:
            for role in ("button", "link"):
                found = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
                assert found.count() == 0, f"{self.name} is offered “{name}” at:\n{self.text}"
        return self

    def leaves(self) -> None:
        """Close the browser."""
        assert not self.wrong, f"{self.name}: {self.wrong}"
        self.context.close()
