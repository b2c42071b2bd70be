"""A party that wants something changed in who does what, and what a new manager changes."""

from __future__ import annotations

import pytest

from tests.browser.peers import PLACE, UNIT, AtWork, SpeaksForAParty
from tests.factories.peers import workplaces

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


@pytest.fixture
def north(story):
    """A lead at work, a workplace that gets ready, and those who speak for the parties."""
    of = story.at(kind="peer_support", vocabulary="peer_support")
    story.lead = story.meet(AtWork, "Lena Ledare").works_here()
    for key, name, phone in (
        ("karin", "Karin Kontakt", True), ("morgan", "Morgan Chefsson", False),
        ("nora", "Nora Förening", True), ("petra", "Petra Nychef", True),
    ):  # fmt: skip
        there = story.meet(SpeaksForAParty, name, email=f"{key}@exempel.invalid", phone=phone)
        setattr(story, key, there)
    workplaces.preparing(
        of, at=story.now, unit=UNIT,
        contact={**workplaces.identity(story.karin.name), "email": story.karin.email},
        manager={**workplaces.identity(story.morgan.name), "email": story.morgan.email},
    )  # fmt: skip
    return story


def test_a_party_wants_a_change_and_a_new_manager_is_asked_too(north):
    lead, karin, morgan, nora, petra = (
        north.lead, north.karin, north.morgan, north.nora, north.petra
    )  # fmt: skip
    # Given Lena, who adds a row to who does what, and sends it
    lead.comes_to_work().follows("See who does what", about=PLACE)
    lead.follows("Add something").writes("What is it about?", "Vem som bjuder på tårta")
    lead.chooses("The workplace", of="Who does it?").chooses("The employer", of="Who decides?")
    lead.presses("Add it").reads("Vem som bjuder på tårta")
    lead.follows("Send it to all parties").presses("Send it")
    lead.reads("Write who speaks for at least one party more.")
    lead.writes("The user organisation", "NSPH Påhitt")
    lead.writes("Who speaks for the user organisation?", nora.name)
    lead.writes("The user organisation’s e-mail", nora.email).presses("Send it")
    north.the_post_is_delivered()
    # When Nora wants something changed, and gets an answer
    nora.opens_her_letter().unfolds("We want something changed")
    nora.writes("What do you want changed?", "Det ska stå på arbetstid.")
    nora.presses("Send what you want changed")
    lead.comes_to_work().follows("Read and answer", about=PLACE).reads("Det ska stå på arbetstid.")
    lead.writes("Your answer", "Det står under utbildning, och gäller här med.")
    lead.presses("Send the answer")
    north.the_post_is_delivered()
    nora.opens_her_letter().reads("Det står under utbildning, och gäller här med.")
    nora.presses("Yes, we agree to this")
    morgan.opens_her_letter().presses("Yes, we agree to this")
    lead.opens_the_workplace().reads("everybody has said yes").follows("See who does what")
    lead.reads("Vem som bjuder på tårta")
    # When Karin says that the manager has changed, and later who it is
    karin.signs_in_by_code()
    karin.opens(f"/{north.library.slug}/min-arbetsplats/").follows(PLACE)
    karin.presses("The manager has changed")
    karin.reads("Written down. What hung on the manager is looked through again.")
    karin.follows("Change", about="Chef").writes("Name or function", petra.name)
    karin.writes("E-mail at work", petra.email).presses("Save").reads(petra.name)
    north.the_post_is_delivered()
    # Then Petra is asked for a yes of her own
    petra.opens_her_letter().reads("Read it in peace. Say yes, or say what you want changed.")
    petra.presses("Yes, we agree to this").reads("You have said yes to this.")
