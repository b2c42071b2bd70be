"""A real browser for the journeys: one Chromium for the run, a story for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.story import Calendar, Story
from tools import system

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright keeps an event loop in this thread; Django must not mind."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.chromium(), args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The story's own days: the product reads them instead of the machine's clock."""
    from erfara.foundation import clock

    calendar = Calendar()
    monkeypatch.setattr(clock, "now", calendar.now)
    return calendar


@pytest.fixture
def story(browser, calendar, live_server, mailoutbox, settings) -> Iterator[Story]:
    """A story with its own programme, days, post and people at their screens."""
    settings.BASE_URL = live_server.url
    story = Story(browser, live_server.url, calendar, mailoutbox)
    yield story
    story.ends()
