"""A presentation: written, read on a phone, changed, approved, given a picture, taken down."""

from __future__ import annotations

import pytest

from erfara.people.actions import Told
from erfara.people.models import Presentation
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Outsider

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

TEXT = "Jag har väntat länge på svar, och vet vad som hjälper."


@pytest.fixture
def library(story):
    """A library with somebody in its register, and four more who share one thing with her."""
    story.at()
    told = Told("patient", "Väntade på svar.", area="hospital")
    story.maja = story.meet(Asked, "Maja Påhittad", email="maja@exempel.invalid", phone=True)
    story.maja.contributor = factories.contributor(
        story.library, "Maja Påhittad", [told], email=story.maja.email
    )
    for _ in range(4):
        factories.contributor(story.library, told=[told])
    story.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    return story


def test_from_the_first_words_to_public_and_down_with_one_click(library):
    siri, maja = library.siri, library.maja
    area = siri.said("the hospital, the ambulance and operations")
    hospital = area[:1].upper() + area[1:]
    # Given Siri, who writes a text together with Maja
    siri.opens("/arbete/sormland/register/").follows("Maja Påhittad", any_of=True)
    siri.follows("Write a text together").follows("Write a text")
    siri.writes("Title", "Att vänta, och att bli sedd")
    siri.writes("Text", f"{TEXT} Det var i Flen.")
    siri.chooses(f"{hospital}, {siri.said('as a patient')}")
    siri.presses("Save and look it through").reads("One thing may give the person away", "Flen")
    # What gives her away is looked at before she gets it
    siri.presses(siri.said("Let {name} read it", name="Maja Påhittad"))
    siri.reads("Look at each thing, and tick what may stay. Change the rest in the text.")
    siri.follows("Change the text").writes("Text", TEXT).presses("Save and look it through")
    siri.presses(siri.said("Let {name} read it", name="Maja Påhittad"))
    siri.reads("A message with a link has gone to the person.")
    library.the_post_is_delivered()
    # When Maja reads it on her phone she wishes for a change, in her own words
    maja.opens_her_letter().reads("May we show this?", TEXT)
    maja.reads("You take it down with one click, whenever you want. Whoever has copied it by then "
               "may have it still.")  # fmt: skip
    maja.writes("What do you want to change?", "Skriv något om tålamod.")
    maja.presses("Please change this").reads("We change the text", "Skriv något om tålamod.")
    siri.comes_to_work().reads("Wants something changed in the text.")
    siri.follows("See the text", any_of=True).reads("Skriv något om tålamod.")
    siri.follows("Write it anew").writes("Text", f"{TEXT} Mest tålamod.")
    siri.presses("Save and look it through")
    siri.presses(siri.said("Let {name} read it", name="Maja Påhittad"))
    library.the_post_is_delivered()
    # Then she says yes, by the consent that goes with it, and chooses a picture
    maja.opens_her_letter().reads("Mest tålamod.").presses("Yes, show it")
    maja.reads("Tick that you agree, if you want it to be shown.")
    maja.page.locator("input[name=agrees]").check()
    maja.presses("Yes, show it").reads("This is shown about you")
    maja.follows("Choose a picture").chooses("The bench")
    maja.page.locator("input[name=agrees]").check()
    maja.presses("Save").reads("See it as everybody sees it")
    # And everybody can find it, by what five share, and borrow
    lars = library.meet(Outsider, "Lars Lånarsson", phone=True, javascript=False)
    lars.opens("/sormland/moten/").reads("Att vänta, och att bli sedd")
    lars.picks("About", hospital).presses("Look")
    lars.reads_of(1, "One text fits.", "{count} texts fit.")
    lars.follows("Att vänta, och att bli sedd").reads("Mest tålamod.")
    lars.reads_nothing_about("Maja", "maja@exempel.invalid", "Flen")
    address = lars.page.url
    lars.follows("Ask to borrow").presses("Begin").follows("Whom you would like to hear")
    lars.sees_what_was_written("Jag har läst ”Att vänta, och att bli sedd”.")
    # And down it comes with one click on her own page, at once
    maja.signs_in_by_code().follows("See it, change it or take it down").presses("Take it down")
    maja.reads("Done. It is taken down, and shown nowhere.")
    lars.opens(address, answers=404)
    lars.opens("/sormland/moten/").reads("No texts are here just now")
    assert list(Presentation.objects.order_by("no").values_list("state", flat=True)) == [
        "rewritten", "taken_down",
    ]  # fmt: skip


def test_she_begins_herself_without_scripts_and_by_the_keyboard(library):
    maja = library.meet(Asked, "Maja Påhittad", email=library.maja.email, phone=True,
                        javascript=False)  # fmt: skip
    library.lets_in(maja, library.library)
    maja.opens_her_own_page().follows("Read more, and begin if you want").follows("Begin to write")
    maja.presses("Save").reads("Write a title.")
    maja.writes("Title", "Att vänta").writes("Text", TEXT).chooses("Nothing").presses("Save")
    maja.reads("A text about you is being written", TEXT)
    siri = library.siri
    siri.comes_to_work().reads("Has begun a text. Read it through together.")
    siri.follows("See the text", any_of=True).follows("Look it through")
    siri.presses(siri.said("Let {name} read it", name="Maja Påhittad"))
    maja.opens_her_own_page().follows("A text about you, to read").reads("May we show this?")
    for button in ("Yes, show it", "Please change this", "No, don't show it"):
        maja.tabs_to(button)
        assert maja.focus_is_seen, button
    maja.hits("Enter", goes=True).reads("Done. The text is not shown.")
    assert Presentation.objects.get().state == "withdrawn"
