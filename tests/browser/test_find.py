"""A coordinator finds somebody, and sees where everything stands and when, by the keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erfara.lending.actions import occasions
from erfara.workflows import finding
from tests import factories
from tests.browser.coordinator import Coordinator

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


@pytest.fixture
def work(story):
    """A request that has come in, a loan with a time, and somebody in the register."""
    finding.forget_names()
    story.at()
    story.she = factories.contributor(story.library, name="Åsa Östlund-Ek", at=story.now)
    story.request = factories.loan_request(story.library, unit="Kliniken", at=story.now)
    story.loan = factories.team(
        factories.specified(factories.loan_request(story.library, at=story.now), at=story.now),
        at=story.now,
    )
    occasions.plan_occasion(
        loan=story.loan, starts_at=story.now + timedelta(days=2),
        ends_at=story.now + timedelta(days=2, hours=2), place="Stora salen", digital=False,
        by=factories.system(story.library), at=story.now,
    )  # fmt: skip
    story.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    yield story
    finding.forget_names()


def test_anything_is_found_by_the_keyboard(work):
    siri = work.siri.comes_to_work()
    # When she presses / the cursor is in the search, and there / is a sign like any other
    siri.hits("/")
    assert siri.focus == "q"
    assert siri.focus_is_seen
    siri.page.keyboard.type("östl/åsa")
    siri.hits("Enter", goes=True).reads("Åsa Östlund-Ek")
    assert "östl" not in siri.page.url
    # Then she comes to the page of the one she looked for, and back to it from what was opened
    siri.follows("Åsa Östlund-Ek", any_of=True).reads("Åsa Östlund-Ek")
    siri.opens(f"{siri._work}sok/").reads("What you opened last", "Åsa Östlund-Ek")
    # And ? tells of the keys, which can be turned off
    siri.hits("?", goes=True).reads("Keys that help")
    siri.tabs_to("Turn the keys off").hits("Enter", goes=True).reads("The keys are off.")
    siri.hits("/")
    assert siri.focus != "q"


def test_the_board_and_the_calendar_by_the_keyboard(work):
    siri = work.siri.comes_to_work().follows("Requests")
    siri.tabs_to("The board: everything on its way").hits("Enter", goes=True)
    siri.reads("2 förfrågningar och lån är på väg")
    siri.follows("Region Påhitt, Kliniken", any_of=True).reads("Region Påhitt, Kliniken")
    siri.follows("Requests").tabs_to("Calendar").hits("Enter", goes=True)
    siri.reads("One time is booked", "Stora salen", "Day by day")
    siri.tabs_to("Make an address").hits("Enter", goes=True).reads("Make a new address", ".ics")
    siri.tabs_to("The month after").hits("Enter", goes=True).reads("Nothing is booked this month.")


def test_a_phone_without_scripts_has_it_all(work):
    sam = work.meet(Coordinator, "Sam Samordnarsson", phone=True, javascript=False).works_here()
    sam.comes_to_work()
    sam.page.locator("input[name=q]").fill("kliniken")
    sam.presses("Search").reads("Region Påhitt, Kliniken")
    sam.opens(f"{sam._work}tavla/").reads("Kliniken")
    sam.opens(f"{sam._work}kalender/").reads("Stora salen")
