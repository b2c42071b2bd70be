"""Her own page on a phone: an experience changed, a consent taken back and given again, who has
opened her details asked about and answered, everything fetched, and leaving, twice."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from erfara.foundation import vault
from erfara.people.models import Contributor
from erfara.workflows import timekeeping
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
NAME, MAIL = "Alva Påhittad", "alva@exempel.invalid"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_she_stays_in_charge_and_leaves(story, scripts):
    story.at()
    siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    alva = story.meet(Asked, NAME, email=MAIL, phone=True, javascript=scripts)
    alva.is_in_the_register(
        "Följde min mamma genom en lång behandling.", role="relative",
        consents=("register", "email", "research"),
    )  # fmt: skip
    hers: Contributor = alva.contributor
    # Given Siri, who has opened her details
    siri.opens(reverse("coordinator:person", args=[story.library.slug, hers.pk]))
    # She signs in on her phone and changes what she has told
    alva.signs_in_by_code()
    alva.reads("Följde min mamma genom en lång behandling.")
    alva.follows("Change", any_of=True, beside="Följde min mamma")
    alva.writes("What have you been through?", "Följde min mamma i två år.")
    alva.chooses("Keep this out when somebody is searched for").presses("Save")
    alva.reads("Saved.", "Följde min mamma i två år.", "kept out of searches")
    # She has that too
    alva.follows("I have that too").writes("What have you been through?", "Väntade på ett brev.")
    alva.chooses("as a patient", of="How were you part of it?").presses("Save")
    alva.reads("Thank you. It is written down.", "Väntade på ett brev.")
    # She takes one consent back, and gives it again
    alva.follows("Read, say yes or take back")
    alva.follows("Take back", about=alva.said("research")).presses("Take it back")
    alva.reads("Done. What you have told is not used in research any more, and those who do "
               "research are told so within three days.", "you have said no")  # fmt: skip
    siri.comes_to_work().reads(siri.said("A consent was taken back, number {no}", no=hers.number))
    alva.follows("Say yes", about=alva.said("research")).presses("Yes")
    alva.reads("Thank you. Your yes is written down.")
    # She reads who has opened her details, and asks about it
    alva.opens_her_own_page().follows("See everything")
    alva.reads("opened your page").follows("Ask about this", any_of=True)
    alva.presses("Send the question").reads("Write what you wonder.")
    alva.writes("What do you wonder?", "Varför öppnade ni min sida?").presses("Send the question")
    alva.reads("We have got your question. The answer comes within a week, on this page.")
    siri.comes_to_work().reads("A question about the log")
    siri.follows("Answer", any_of=True).reads("Varför öppnade ni min sida?")
    siri.writes("Your answer", "Jag ville ringa dig om en fråga.").presses("Send the answer")
    siri.reads("Answered. A message says that there is an answer.")
    story.the_post_is_delivered()
    alva.opens_her_letter().reads("Here is the answer to your question",
                                  "Jag ville ringa dig om en fråga.")  # fmt: skip
    alva.reads_nothing_about(NAME)
    # She gets everything that is about her
    alva.opens_her_own_page().follows("Get all that is about you").follows("Read it on a page")
    alva.reads(NAME, MAIL, "Väntade på ett brev.", "Varför öppnade ni min sida?")
    answer = alva.context.request.get(f"{story.url}/{story.library.slug}/min-sida/allt/fil/")
    assert json.loads(answer.body())["identity"][0]["name"] == NAME
    # She leaves, after having read what goes and what stays; and regrets it by the letter
    alva.opens_her_own_page().follows("Leave {library:sg.def}")
    alva.reads("This goes", "This stays, without you").presses("Leave {library:sg.def}")
    alva.reads("Done. We don't ask you any more.")
    story.the_post_is_delivered()
    alva.opens_her_letter().presses("I want to stay after all")
    alva.reads("You are still in {library:sg.def}")
    # She leaves again, and two days later she is gone
    alva.opens_her_own_page().follows("Leave {library:sg.def}").presses("Leave {library:sg.def}")
    story.days_pass(3)
    assert timekeeping.erase_those_who_left(story.now) == 1
    assert vault.is_erased(hers.person_id)
    alva.asks_for_a_code()
    before = len(story.letters_to(MAIL))
    story.the_post_is_delivered()
    assert len(story.letters_to(MAIL)) == before, "Nobody is known at that address."
    siri.opens(reverse("coordinator:person", args=[story.library.slug, hers.pk]))
    siri.reads_nothing_about(NAME, "Väntade på ett brev.")
    story.ends()
