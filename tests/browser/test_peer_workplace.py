"""A workplace from its raised hand to ready and agreed, and what a new manager changes."""

from __future__ import annotations

from typing import Self

import pytest
from django.utils import translation

from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.readiness import ITEMS
from tests.browser.coordinator import Coordinator
from tests.browser.others import Outsider

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

PLACE = "Region Påhitt, Öppenvården norr"
WORDS = "Vi har talat om det i ett år och vill komma i gång."


def title_of(key: str) -> str:
    """What a thing on the list is called in the source."""
    with translation.override("en"):
        return str(ITEMS[key].title)


class AtWork(Outsider):
    """Somebody at the workplace, or who speaks for another party."""

    def raises_a_hand(self) -> Self:
        """On the public page, from the front of the programme."""
        self.opens(f"/{self.story.library.slug}/").follows("Raise your hand")
        self.writes("Region, municipality or organisation", "Region Påhitt")
        self.writes("The workplace", "Öppenvården norr").writes("Municipality", "Påhittstad")
        self.picks("What kind of workplace is it?", "psychiatric outpatient care")
        self.writes("Your name", self.name).writes("Your e-mail at work", self.email)
        self.chooses("No", of="Are you the manager there?")
        return self.writes("Do you want to say anything more?", WORDS)

    def says_is_in_place(self, key: str, words: str = "Ordnat") -> Self:
        """One thing on the list."""
        self.turns_to(key).chooses("It is in place")
        if ITEMS[key].counts:
            self.writes("How many were there?", "12")
        label = "In what way, or why not?" if ITEMS[key].may_skip else "In what way?"
        return self.writes(label, words).presses("Save").reads("Written down.")

    def turns_to(self, key: str) -> Self:
        """The page of one thing on the list."""
        return self.follows(title_of(key))


class Lead(Coordinator):
    """One of the two who lead."""

    def opens_the_workplace(self) -> Self:
        """From the list of all of them."""
        return self.opens(f"{self._work}arbetsplatser/").follows(PLACE)


@pytest.fixture
def north(story):
    """A lead at work, and those who will speak for the parties."""
    story.at(kind="peer_support", vocabulary="peer_support")
    story.lead = story.meet(Lead, "Lena Ledare").works_here()
    story.karin = story.meet(AtWork, "Karin Kontakt", email="karin@exempel.invalid", phone=True)
    story.morgan = story.meet(AtWork, "Morgan Chefsson", email="morgan@exempel.invalid")
    story.henrik = story.meet(AtWork, "Henrik Huvudman", email="henrik@exempel.invalid")
    story.nora = story.meet(AtWork, "Nora Förening", email="nora@exempel.invalid", phone=True)
    story.petra = story.meet(AtWork, "Petra Nychef", email="petra@exempel.invalid", phone=True)
    return story


def test_a_workplace_from_its_raised_hand_to_ready_and_agreed(north):
    lead, karin, morgan = north.lead, north.karin, north.morgan
    # Given Karin, who raises her workplace's hand, first for one and without saying why
    karin.raises_a_hand().chooses("One", of="How many {contributor:pl} would there be?")
    north.minutes_pass(2)
    karin.presses("Raise our hand").reads("Write why there is to be one.")
    karin.sees_what_was_written("Öppenvården norr")
    karin.chooses("Two, so that nobody is alone")
    karin.presses("Raise our hand").reads("Thank you. We have seen your hand")
    north.the_post_is_delivered()
    karin.opens_her_letter().reads(PLACE, "{coordinator:sg.def.cap} gets in touch with you.")
    # When Lena reads what she wrote, and the list is theirs
    lead.comes_to_work().follows("See the workplace", about=PLACE).reads(WORDS)
    lead.follows("Change", about="Chef").writes("Name", morgan.name)
    lead.writes("E-mail at work", morgan.email).presses("Save")
    lead.follows("Begin getting ready").presses("Send the list")
    lead.reads("The list is theirs now. A draft of who does what lies ready to be written.")
    north.the_post_is_delivered()
    # Then Karin and her manager fill it in, each on a page of their own
    karin.opens_her_letter()
    for key in list(ITEMS)[:7]:
        karin.says_is_in_place(key)
    morgan.opens_her_letter()
    for key in list(ITEMS)[7:]:
        if key == "clothes":
            morgan.turns_to(key).chooses("It is not needed here")
            morgan.presses("Save").reads("Write why it is not needed.")
            morgan.writes("In what way, or why not?", "Alla har egna kläder här.").presses("Save")
        else:
            morgan.says_is_in_place(key)
    morgan.reads("All is written down. {coordinator:sg.def.cap} looks it through.")
    # When Lena sends one thing back, it is done once more, and she finds the workplace ready
    lead.comes_to_work().follows("Look through the list", about=PLACE)
    lead.follows(title_of("keys"))
    lead.follows("It is not enough: say what is left")
    lead.writes("What is left to do?", "Nyckel till förrådet.").presses("Send it back")
    north.the_post_is_delivered()
    karin.opens_her_letter().turns_to("keys").reads("Nyckel till förrådet.")
    karin.chooses("It is in place").writes("In what way, or why not?", "Nu finns den")
    karin.presses("Save")
    lead.opens_the_workplace().presses("The workplace is ready")
    lead.reads("The workplace is ready, and is told so.")
    assert Workplace.objects.get().state == "ready"


def test_all_parties_agree_and_a_new_manager_is_asked_too(north):
    lead, karin, morgan = north.lead, north.karin, north.morgan
    henrik, nora, petra = north.henrik, north.nora, north.petra
    # Given a workplace that gets ready
    lead.opens(f"{lead._work}arbetsplatser/ny/").chooses("They have said that they are interested")
    lead.writes("Region, municipality or organisation", "Region Påhitt")
    lead.writes("The workplace", "Öppenvården norr")
    lead.picks("What kind of workplace is it?", "psychiatric outpatient care")
    lead.writes("Contact person", karin.name).writes("The contact person’s e-mail", karin.email)
    lead.writes("Manager", morgan.name).writes("The manager’s e-mail", morgan.email)
    lead.presses("Save").follows("Begin getting ready").presses("Send the list")
    # When Lena changes a row of who does what, adds one, and sends it
    lead.comes_to_work().follows("See who does what", about=PLACE)
    lead.follows("Supervision by somebody with experience of their own")
    lead.writes("How, or how often?", "Varje vecka det första halvåret.").presses("Save")
    lead.follows("Add something").writes("What is it about?", "Vem som bjuder på tårta")
    lead.chooses("The workplace", of="Who does it?").chooses("The employer", of="Who decides?")
    lead.presses("Add it").reads("Vem som bjuder på tårta")
    lead.follows("Send it to all parties").presses("Send it")
    lead.reads("Write who speaks for at least one party more.")
    for party, who, label in (
        ("The employer", henrik, "Who speaks for the employer?"),
        ("The user organisation", nora, "Who speaks for the user organisation?"),
    ):
        lead.writes(party, f"{who.name.split()[1]} i Påhitt").writes(label, who.name)
        lead.writes(f"{party}’s e-mail", who.email)
    lead.presses("Send it")
    north.the_post_is_delivered()
    # Then each says yes on a page of their own; Nora wants something changed first
    henrik.opens_her_letter().reads("Varje vecka det första halvåret.")
    henrik.presses("Yes, we agree to this").reads("You have said yes to this.")
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
    karin.follows("Change", about="Chef").writes("Name", petra.name)
    karin.writes("E-mail at work", petra.email).presses("Save").reads(petra.name)
    north.the_post_is_delivered()
    # Then Petra is asked for a yes of her own
    petra.opens_her_letter().reads("Read it in peace. Say yes, or say what you want changed.")
    petra.presses("Yes, we agree to this").reads("You have said yes to this.")
