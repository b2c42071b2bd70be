"""Somebody at a screen: a browser of her own, and what one does with pages.

Journeys are told in English, as the messages are written in the source; the screen speaks Swedish.
Each text is looked up before it is looked for, in the programme's words, so that a journey breaks
when something is no longer said and not when it is said better.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

from erfara.organisations.words import say, say_plural, words_of
from tests.browser import checks

if TYPE_CHECKING:
    from tests.browser.story import Story

PATIENCE_MS = 20_000


def plain(text: str) -> str:
    """As it is read: any kind of space is a space."""
    return re.sub(r"\s+", " ", text)


def pattern_of(text: str) -> str:
    """A text as part of a pattern: any kind of space is a space."""
    return re.escape(text).replace(r"\ ", r"\s+")


class Visitor:
    """One person in front of one screen. Nobody shares her cookies."""

    def __init__(
        self, story: Story, name: str, *, email: str = "", phone: bool = False,
        javascript: bool = True,
    ) -> None:  # fmt: skip
        self.story, self.name, self.email = story, name, email
        self.language, self.javascript = "sv", javascript
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

    def said(self, text: str, **values: object) -> str:
        """A message as it stands on her screen; what is no message stays as it is."""
        with translation.override(self.language), words_of(self.story.programme):
            return plain(say(translation.gettext(text), **values)).strip()

    def said_of(self, count: int, one: str, many: str) -> str:
        """A message about so many, as it stands on her screen."""
        with translation.override(self.language), words_of(self.story.programme):
            return plain(say_plural(one, many, count))

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
        checks.look_through(self.page, scripts=self.javascript)
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

    def presses(self, name: str, *, beside: str = "", about: str = "") -> Self:
        """Press a button, by its text. `beside`: in the row where this stands too; `about`: what
        the button's text goes on with for those who don't see the row."""
        return self._go(self.finds("button", name, beside, about))

    def presses_twice(self, name: str) -> Self:
        """Two presses at once, with a browser that does not hold the second back."""
        button = self.finds("button", name)
        with self.page.expect_navigation():
            button.evaluate(
                "(b) => { const f = b.form; f.submit(); const g = f.cloneNode(true);"
                " document.body.append(g); g.submit(); }"
            )
        self.page.wait_for_load_state("networkidle")
        return self.looks_around()

    def follows(
        self, name: str, *, beside: str = "", about: str = "", any_of: bool = False
    ) -> Self:
        """Follow a link, by its text. `any_of`: the first of several, whatever it is about."""
        return self._go(self.finds("link", name, beside, about, any_of=any_of))

    def takes_the_calendar_file(self, name: str) -> str:
        """What lies behind a link that puts something in a calendar."""
        address = self.finds("link", name).get_attribute("href")
        assert address is not None
        answer = self.context.request.get(address)
        assert answer.status == 200, f"{answer.status} at {address}"
        text = answer.text()
        assert text.startswith("BEGIN:VCALENDAR"), text
        return text

    def finds(
        self, role: str, name: str, beside: str = "", about: str = "", *, any_of: bool = False
    ) -> Locator:
        """A link or a button, by the text that a screen reader says."""
        place: Locator | Page = self.page
        text = self.said(name)
        rest = ".*" if beside or any_of else rf"\s*:?\s*{re.escape(about)}\s*$"
        pattern = re.compile(rf"^\s*{re.escape(text)}{rest}", re.IGNORECASE)
        if beside:
            rows = self.page.locator("li, tr, .person, .todo, article, section, dl > div")
            place = rows.filter(has_text=beside).filter(
                has=self.page.get_by_role(role, name=pattern)  # type: ignore[arg-type]
            ).last  # fmt: skip
        found = place.get_by_role(role, name=pattern)  # type: ignore[arg-type]
        assert found.count() > 0, (
            f"{self.name} finds no {role} “{text}” {about or beside} at {self.page.url}:\n"
            f"{self.text}"
        )
        return found.first

    def unfolds(self, name: str, *, beside: str = "") -> Self:
        """Open what is folded away under a text."""
        place: Locator | Page = self.page
        if beside:
            place = self.page.locator("li, tr, section").filter(has_text=beside).last
        place.locator("summary").filter(has_text=self.said(name)).first.click()
        return self

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
        text = self.said(choice)
        field = self._field(label)
        pattern = re.compile(rf"^\s*{pattern_of(text)}\s*$", re.IGNORECASE)
        options = field.locator("option").filter(has_text=pattern)
        assert options.count() > 0, f"{self.name} finds no “{text}” in “{label}”"
        field.select_option(options.first.get_attribute("value"))
        return self

    def chooses(self, choice: str, *, of: str = "") -> Self:
        """Choose one of several or tick a box, by its text. `of`: the question above it."""
        place: Locator | Page = self.page
        if of:
            name = re.compile(rf"^\s*{re.escape(self.said(of))}")
            place = self.page.get_by_role("group", name=name)
        text = self.said(choice)
        pattern = re.compile(rf"^\s*{pattern_of(text)}\s*$", re.IGNORECASE)
        found = place.get_by_label(pattern)
        assert found.count() > 0, f"{self.name} finds no choice “{text}” at:\n{self.text}"
        found.first.check()
        return self

    def _field(self, label: str) -> Locator:
        optional = re.escape(self.said("(optional)"))
        text = self.said(label)
        found = self.page.get_by_label(
            re.compile(rf"^\s*{re.escape(text)}(\s+{optional})?\s*$", re.IGNORECASE)
        ).and_(self.page.locator("input, textarea, select"))
        assert found.count() > 0, f"{self.name} finds no field “{text}” at:\n{self.text}"
        return found.first

    # by the keyboard ---------------------------------------------------------------------------
    @property
    def focus(self) -> str:
        """What has the focus: its id, or what it is."""
        found: str = self.page.evaluate(
            "() => { const e = document.activeElement; return 'errorSummary' in e.dataset ?"
            " 'error-summary' : (e.name || e.id || e.tagName).replace(/^id_/, ''); }"
        )
        return found

    @property
    def focus_is_seen(self) -> bool:
        """Whether an outline or a shadow shows where the focus is."""
        seen: bool = self.page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
            " || s.boxShadow !== 'none'; }"
        )
        return seen

    def tabs_to(self, name: str, *, backwards: bool = False) -> Self:
        """Press Tab until a link or button has the focus."""
        return self._tabs(lambda: self._focused_text == self.said(name), name, backwards)

    def tabs_to_field(self, name: str) -> Self:
        """Press Tab until a field has the focus."""
        return self._tabs(lambda: self.focus == name, name, False)

    @property
    def _focused_text(self) -> str:
        text: str = self.page.evaluate("() => document.activeElement.textContent")
        return plain(text).strip()

    def _tabs(self, arrived: Callable[[], bool], what: str, backwards: bool) -> Self:
        for _i in range(80):
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            if arrived():
                return self
        raise AssertionError(f"The keyboard does not reach “{what}” at {self.page.url}")

    def hits(self, key: str, *, goes: bool = False) -> Self:
        """One key. `goes`: another page comes of it."""
        if not goes:
            self.page.keyboard.press(key)
            return self
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        return self.looks_around()

    def types(self, text: str) -> Self:
        """Into whatever has the focus."""
        self.page.keyboard.type(text)
        return self

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
            said = self.said(text)
            assert said in here, f"{self.name} does not read “{said}” at:\n{here}"
        return self

    def reads_of(self, count: int, one: str, many: str) -> Self:
        """A message about so many stands on the page."""
        said = self.said_of(count, one, many)
        assert said in self.text, f"{self.name} does not read “{said}” at:\n{self.text}"
        return self

    def reads_nothing_about(self, *texts: str) -> Self:
        """None of these is in the page, not even unseen."""
        html = plain(self.page.content())
        for text in texts:
            assert self.said(text) not in html, f"{self.name} meets “{text}” at {self.page.url}"
        return self

    def sees_no_button(self, *names: str) -> Self:
        """None of these can be pressed or followed here."""
        for name in names:
            assert self.said(name) != name, f"“{name}” is said nowhere: it would never be found."
            for role in ("button", "link"):
                found = self.page.get_by_role(role, name=self.said(name))
                assert found.count() == 0, f"{self.name} is offered “{name}” at:\n{self.text}"
        return self

    def sees_what_was_written(self, *texts: str) -> Self:
        """Each of these still stands in a field: nothing that was written is lost."""
        values: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('input, textarea')].map((e) => e.value)"
        )
        for text in texts:
            assert text in values, f"{self.name} has lost “{text}” at {self.page.url}"
        return self

    def leaves(self) -> None:
        """Close the browser."""
        assert not self.wrong, f"{self.name}: {self.wrong}"
        self.context.close()
