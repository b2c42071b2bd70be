"""A coordinator brings in a messy register of sixty, and one of those in it answers a letter."""

from __future__ import annotations

import pytest

from erfara.people.models import Contributor, RegisterImport
from erfara.workflows import importing, timekeeping
from tests.browser.coordinator import Coordinator
from tests.browser.others import Asked
from tests.unit.people import messy

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


def the_worker_works(story):
    """What goes on in the background."""
    importing.work(story.now)


def sends_in(siri, path):
    siri.opens(f"/arbete/{siri.story.library.slug}/register/")
    siri.follows("Bring in a register from a file")
    siri.page.set_input_files("input[type=file]", path)
    siri.writes("Where does the register come from?", "Det gamla registret i Påhittat län")
    return siri.presses("Send in the file")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_messy_register_of_sixty(story, tmp_path, javascript):
    story.at()
    path = tmp_path / "register.xlsx"
    path.write_bytes(messy.book())
    siri = story.meet(Coordinator, "Siri Samordnarsson", javascript=javascript).works_here()
    sends_in(siri, path).reads("Where do the headings stand?", "Läs mig")
    siri.presses("Go on").reads("What do the columns hold?", "Kontakt: Mail")
    siri.reads_nothing_about("Skyddadett")
    siri.presses("Read the rows")  # what a yes means isn't said yet
    siri.reads("Choose what a yes means in this file.")
    siri.chooses("There is a signed paper, and we have it")
    siri.chooses("Yes, read them like the others")
    siri.presses("Read the rows").reads("The rows are being read")
    the_worker_works(story)
    siri.comes_to_work().reads("The rows are to be looked through.")
    siri.follows("Go on with the file", about=siri.said("File {no} with a register", no=1))
    siri.reads("Nothing is written yet.").reads_nothing_about("Skyddadett", "Skyddadtvå")
    # She looks at what needs her, and mends a row.
    siri.opens(f"{siri.page.url}?visa=s").reads("J42")
    siri.follows(siri.said("Row {no}", no=42))
    siri.writes("When they came", "2020-10-14").presses("Save the row")
    siri.opens(f"/arbete/{story.library.slug}/register/import/{_file().pk}/rader/")
    siri.follows("Go on to writing them in")
    siri.reads_of(39, "One person is written in now", "{count} people are written in now")
    asked = "gets a question about consent, and can't be borrowed before the answer."
    siri.reads_of(10, f"One {asked}", f"{{count}} {asked.replace('gets', 'get')}")
    assert not Contributor.objects.exists()
    siri.presses("Write them in").reads("The people are being written in")
    the_worker_works(story)
    siri.follows("See how far it has come")
    siri.reads_of(29, "One person came into the register", "{count} people came into the register")
    # Those without an address she phones; one says yes.
    siri.follows("See whom to call").follows(f"{messy.CANARY} Utanmail")
    siri.reads("May we keep the details?").presses("Says yes: keep the details")
    siri.reads("can be asked")
    siri.comes_to_work().reads("Some rows didn't come along, and are to be fetched.")
    siri.opens(f"/arbete/{story.library.slug}/register/import/{_file().pk}/")
    with siri.page.expect_download() as fetched:
        siri.page.get_by_role("button", name=siri.said("Fetch the rows")).click()
    assert fetched.value.suggested_filename.endswith(".xlsx")
    siri.presses("Erase them now").reads("The file is erased.")


def _file():
    return RegisterImport.objects.get()


def test_one_of_them_answers_by_her_letter(story, tmp_path):
    story.at()
    path = tmp_path / "gamla.csv"
    path.write_bytes(
        "Namn;Mail;Telefon;Erfarenhet;Roll\r\n"
        "Åsa Påhittad;asa@exempel.invalid;;Bröt benet och fick vänta.;patient\r\n"
        "Örjan Låtsas;orjan@exempel.invalid;;;\r\n".encode("cp1252")
    )
    siri = story.meet(Coordinator, "Siri Samordnarsson").works_here()
    sends_in(siri, path).presses("Go on")
    siri.chooses("Said by phone or when we met, or we don't know").presses("Read the rows")
    the_worker_works(story)
    siri.follows("See how far it has come").follows("Go on to writing them in")
    siri.presses("Write them in")
    the_worker_works(story)
    story.the_post_is_delivered()
    asa = story.meet(Asked, "Åsa Påhittad", email="asa@exempel.invalid", phone=True)
    asa.opens_her_letter()
    asa.reads("May we keep your details?", "Det gamla registret i Påhittat län",
              "Bröt benet och fick vänta.")  # fmt: skip
    asa.presses("Yes, keep them").reads("Thank you, you are in {library:sg.def}")
    orjan = story.meet(Asked, "Örjan Låtsas", email="orjan@exempel.invalid", javascript=False)
    orjan.opens_her_letter().presses("No thank you, erase them").reads("We don't keep your details")
    story.days_pass(3)
    timekeeping.erase_those_who_left(story.now)
    states = dict(Contributor.objects.values_list("state", "number"))
    assert set(states) == {"active", "left"}
