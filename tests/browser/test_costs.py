"""A coordinator reckons on a proposal, a colleague does so at once, and nobody loses anything."""

from __future__ import annotations

import pytest

from erfara.governance.models import Scenario
from tests.browser.coordinator import Coordinator

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


def begins(siri, choice, name):
    siri.chooses(choice).writes("What is it to be called?", name)
    return siri.presses("Begin")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_from_uppsalas_proposal_to_a_version_of_ones_own(story, javascript):
    story.at()
    siri = story.meet(Coordinator, "Siri Samordnarsson", javascript=javascript).works_here()
    siri.comes_to_work().follows("Costs").reads("Nobody has reckoned on anything yet")
    siri.follows("Begin a scenario")
    begins(siri, "Uppsala's proposal 1: eight employed, and {coordinator:a}", "Vårt län")
    siri.reads(
        "Anställning 2 192 832 kr = 8 peer supportrar × 30 000 kr × 12 × 50 % × (1 + 52,28 %)",
        "What comes once and what comes every year are two things. The first year has both, so it "
        "says nothing about what a year costs.",
    )  # fmt: skip
    address = siri.page.url
    # A wage, with where it comes from; the sum stands there before anything is saved.
    siri.follows("People and employment").follows("Change", about="anställning")
    siri.writes("Månadslön på heltid", "31 000")
    if javascript:
        siri.page.get_by_text(siri.said("So it would cost. Nothing is saved yet.")).wait_for()
    else:
        siri.presses("Calculate without saving")
    siri.reads("So it would cost. Nothing is saved yet.")
    siri.writes("Månadslön på heltid", "trettio").presses("Save")
    siri.reads("Write a figure, like 36 800, or a range, like 150 000–200 000.")
    siri.sees_what_was_written("trettio")
    siri.writes("Månadslön på heltid", "31 000").presses("Save")
    siri.reads("Saved. The costs are calculated anew.", "31 000 kr")
    siri.opens(address).reads("8 peer supportrar × 31 000 kr")
    if javascript:
        keeps_it_beside_another_and_goes_back(siri, address)


def keeps_it_beside_another_and_goes_back(siri, address):
    """Pages without a script of their own: what they do is the same in both browsers."""
    # A name for the version.
    siri.follows("Versions").follows("Save under a name")
    siri.writes("What do you want to call this version?", "Till styrgruppen")
    siri.presses("Save the version").reads("Till styrgruppen")
    # Beside proposal 3.
    siri.follows("Costs").follows("Begin a scenario")
    begins(siri, "Uppsala's proposal 3: nobody employed, {coordinator:a} at half time", "Det lilla")
    siri.follows("Costs").follows("Put some side by side")
    siri.chooses("Det lilla").chooses("Vårt län").presses("Show side by side")
    siri.reads("A full running year" if siri.language == "en" else "Ett löpande helår")
    # And back to how it was.
    siri.opens(address).follows("Versions").presses("Go back", about=": version 1")
    siri.reads(siri.said("It is as in version {no} again.", no=1))
    siri.opens(address).reads("8 peer supportrar × 30 000 kr")
    for page in ("How sure it is", "What would pay for it", "Budget and outcome"):
        siri.follows(page)
    siri.opens(address)
    with siri.page.expect_download() as fetched:
        siri.page.get_by_role("link", name=siri.said("Fetch as Excel")).click()
    assert fetched.value.suggested_filename == "vart_lan.xlsx"


def test_two_at_once(story):
    story.at()
    siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    siri.opens(f"/arbete/{story.library.slug}/kostnader/nytt/")
    begins(siri, "Uppsala's proposal 1: eight employed, and {coordinator:a}", "Vårt län")
    row = Scenario.objects.get()
    address = f"/arbete/{story.library.slug}/kostnader/{row.pk}/delar/employment/rad/peers/"
    siri.opens(address)
    olle = story.meet(Coordinator, "Olle Kollega", phone=True).works_here()
    olle.opens(address).writes("Månadslön på heltid", "32 000").writes("Hur många", "9")
    olle.presses("Save").reads("32 000 kr")
    siri.writes("Månadslön på heltid", "31 000").writes("Sysselsättningsgrad", "60 %")
    siri.presses("Save")
    siri.reads(siri.said("{who} saved version {no}. Nothing of yours is lost.",
                         who="Olle Kollega", no=2),
               "Both of you have changed this", "Only they have changed this. It is kept.",
               "Only you have changed this. It is kept.")  # fmt: skip
    siri.page.get_by_label(siri.said("Theirs: {what}", what="32 000")).check()
    siri.presses("Save together").reads("Saved, with what both of you had changed.")
    siri.reads("9 peer supportrar × 32 000 kr × 12 × 60 %")
