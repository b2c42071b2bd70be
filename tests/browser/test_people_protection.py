"""Protected details, from a telephone call to a loan and out again; silence; two that are one."""

from __future__ import annotations

import pytest

from erfara.people.actions import signs
from erfara.people.models import Contributor
from erfara.workflows import lend, staying_true
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked, Borrower

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
NAME, PHONE, TOLD = "Ylva Hemligsson", "+46707654321", "Bytte namn och vårdcentral."


@pytest.fixture
def work(story):
    """Two coordinators at work: one at a screen, one with a telephone and no JavaScript."""
    story.at()
    story.siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    story.sam = story.meet(
        Coordinator, "Sam Samordnarsson", phone=True, javascript=False
    ).works_here()
    return story


def test_one_with_protected_details_is_in_a_loan_and_nobody_hears_who_she_is(work):
    siri, sam = work.siri, work.sam
    # Given somebody who calls, and says that her details are protected
    siri.opens(f"{siri._work}register/ny/")
    siri.writes("Name", NAME).writes("Telephone", PHONE)
    siri.chooses("The person has protected details").chooses("personal contact")
    siri.page.get_by_label(siri.said("What was it?")).first.fill(TOLD)
    siri.page.get_by_label(siri.said("As what?")).first.select_option(value="patient")
    siri.page.locator("input[name=agree_register]").check()
    siri.page.locator("input[name=how][value=phone]").check()
    siri.presses("Take in")
    # Then one more step stands before her page, and it says what it is to open it
    siri.reads(siri.said("Number {no} has protected details", no=1)).reads_nothing_about(NAME)
    siri.tabs_to("Open the page").hits("Enter", goes=True)
    siri.reads(NAME, PHONE, TOLD, "Protected details")
    # And she is in no list
    siri.opens(f"{siri._work}register/").reads_nothing_about(NAME, PHONE)
    sam.opens(f"{sam._work}register/skyddade/").reads(sam.said("Number {no}", no=1))
    sam.reads_nothing_about(NAME)
    # When a request comes that may be for her, and another is asked and says yes
    lars = work.meet(Borrower, "Lars Påhittad", email="lars@exempel.invalid").is_known()
    request = factories.specified(
        factories.loan_request(work.library, contact=lars.contact, at=work.now), at=work.now
    )
    mate = factories.contributor(work.library, "Maja Påhittad", at=work.now)
    (inquiry,) = factories.asked(request, [mate], at=work.now)
    lend.confirm(
        inquiry=factories.said_yes(inquiry, at=work.now), by=factories.system(work.library),
        at=work.now,
    )  # fmt: skip
    siri.opens_request().follows("Ask somebody with protected details")
    siri.writes("Which number?", 2).presses("Note that I call")
    siri.reads("Nobody with that number has protected details. Choose everybody else on the list.")
    siri.writes("Which number?", 1).presses("Note that I call")
    siri.reads(NAME, PHONE, "Noted. Now call, and write down the answer here.")
    siri.follows("Write down the answer").chooses("Yes, gladly")
    siri.presses("Save the answer").follows("Confirm").presses("Confirm")
    # Then she has a number where she stands with others
    siri.reads(siri.said("Number {no}, protected details", no=1)).reads_nothing_about(NAME)
    request.refresh_from_db()
    lend.complete_team(request=request, by=factories.system(work.library), at=work.now)
    # And the borrower meets the other one by name, and her not at all
    work.lets_in(lars, work.library)
    lars.opens(f"/{work.library.slug}/mina-forfragningar/{request.pk}/")
    lars.reads("Maja Påhittad").reads_nothing_about(NAME, PHONE)
    lars.reads_of(
        1, "One more person is among them. Contact goes through {coordinator:sg.def}.",
        "{count} more people are among them. Contact goes through {coordinator:sg.def}.",
    )  # fmt: skip
    # When protection ends, it is for a reason and asked twice
    row = Contributor.objects.get(number=1)
    sam.opens(f"{sam._work}register/{row.pk}/").presses("Open the page").reads(NAME)
    sam.follows("End the protection").presses("Go on").reads("Write why, in a sentence.")
    sam.writes("Why is protection no longer needed?", "Hon säger att det är över.")
    sam.presses("Go on").reads("The protection ends at once").presses("End the protection")
    sam.reads("Protection has ended. The person is in the register like everybody.", NAME)
    sam.opens(f"{sam._work}register/").reads(NAME)
    # And it begins again as quietly, and she leaves as everybody can
    sam.opens(f"{sam._work}register/{row.pk}/").follows("Does the person have protected details?")
    sam.presses("Protect the details").reads("People with protected details")
    sam.opens(f"{sam._work}register/{row.pk}/lamna/").chooses("by phone")
    sam.presses("Note it and erase the details").reads(NAME)
    sam.opens(f"{sam._work}register/").reads_nothing_about(NAME)


def test_one_of_whom_nothing_is_heard_answers_from_her_letter(work):
    # Given somebody of whom nothing has been heard for a year
    maja = work.meet(Asked, "Maja Påhittad", email="maja@exempel.invalid", phone=True,
                     javascript=False).is_in_the_register("Bröt benet.", at=work.now)  # fmt: skip
    silent = work.meet(Asked, "Vidar Påhittad", email="vidar@exempel.invalid")
    silent.is_in_the_register("Har en bror.", at=work.now, consents=("register",))
    work.staff.clear()
    work.days_pass(366)
    staying_true.ask_those_silent(work.now)
    work.the_post_is_delivered()
    # When she opens her letter it asks, and looking changes nothing
    maja.opens_her_letter().reads("Do you still want to be asked?")
    maja.loads_again().reads("All three answers are equally good. You need not say why.")
    maja.presses("Yes, you may ask me").reads("Thank you, you are still with us")
    # And whom no letter reaches is phoned
    saga = work.meet(Coordinator, "Saga Samordnarsson").works_here().comes_to_work()
    saga.reads(saga.said("Number {no} in the register", no=silent.contributor.number))
    saga.follows("Call and ask whether they still want to be asked.", any_of=True)
    saga.reads("Vidar Påhittad")
    saga.presses("Yes, they may be asked").reads("Noted. This person can be asked as before.")
    silent.contributor.refresh_from_db()
    assert silent.contributor.last_seen_on == work.now.date()


def test_a_coordinator_puts_two_together(work):
    # Given the same person written down twice, and another of the same name
    library, siri = work.library, work.siri
    told = {"at": work.now}
    first = factories.contributor(library, "Maja Påhittad", email="maja@exempel.invalid", **told)
    second = factories.contributor(library, "Påhittad, Maja", email="m@exempel.invalid", **told)
    other = factories.contributor(library, "Maja  Påhittad", email="maj@exempel.invalid", **told)
    signs.seen([first.person_id], work.now.date())
    # When she looks at them by number
    siri.comes_to_work().follows("See which", any_of=True).reads_nothing_about("Maja")
    numbers = siri.said("Numbers {first} and {second}", first=first.number, second=other.number)
    siri.follows(numbers).reads("maja@exempel.invalid", "maj@exempel.invalid")
    # Then two may be two, and are not asked about again
    siri.presses("They are two").reads("Noted: they are two. They are not proposed again.")
    siri.reads_nothing_about(numbers)
    # And two that are one become one, after she has read what will happen
    siri.follows(
        siri.said("Numbers {first} and {second}", first=first.number, second=second.number)
    )
    siri.reads(siri.said("Number {first} is kept.", first=first.number))
    siri.presses("They are the same: put them together")
    siri.reads("Was written down twice; everything was put together here", "Maja Påhittad")
    assert first.experiences.count() == 2
    second.refresh_from_db()
    assert second.state == "merged"
