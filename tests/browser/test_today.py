"""Two coordinators share a day: one takes a row, one lets another rest, on a screen and a phone."""

from __future__ import annotations

import pytest

from tests import factories
from tests.browser.coordinator import Coordinator

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


@pytest.fixture
def day(story):
    """Two requests have come in; Siri has a screen, Sam a phone without scripts."""
    story.at()
    story.rows = [factories.loan_request(story.library) for _number in range(2)]
    story.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    story.sam = story.meet(
        Coordinator, "Sam Samordnarsson", phone=True, javascript=False
    ).works_here()
    return story


def test_two_share_a_day(day):
    siri, sam = day.siri, day.sam
    first, second = (
        siri.said("Request {no}, {unit}", no=row.no, unit=str(row.unit)) for row in day.rows
    )
    # Given Siri, who takes a request
    siri.comes_to_work().presses("I take it", about=first).reads("It is yours.", "You have it")
    # When Sam comes he sees that, and lets the other one rest for a week
    sam.comes_to_work().reads(sam.said("{name} has it", name="Siri Samordnarsson"))
    sam.follows("Nobody’s", any_of=True).unfolds("Let it rest", beside=second)
    sam.presses("For a week", about=second).reads("It rests, and comes back by itself.")
    # Then it is away for both, and can be seen and taken back at once
    siri.comes_to_work().unfolds("One thing").reads("Rests")
    siri.presses("Take it back", about=second).reads("It is back.")
    # And a day that is written by hand is understood, also with the Enter key
    siri.unfolds("Let it rest", beside=second)
    field = siri.page.locator("li").filter(has_text=second).locator("input[name=day]")
    field.fill("25 november 2026")
    with siri.page.expect_navigation():
        field.press("Enter")
    siri.looks_around().reads("It rests, and comes back by itself.")
    # And it comes back by itself
    day.it_is("2026-11-25 08:00")
    sam.works_on().comes_to_work().reads(second)
