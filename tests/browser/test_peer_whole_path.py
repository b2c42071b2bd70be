"""A programme of peer support from nothing to a place at work, each step by whom it belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from erfara.foundation.actors import Role
from erfara.peersupport.recruitment.models import InterviewNote, PeerCandidate
from erfara.peersupport.workplaces.readiness import ITEMS
from tests.browser.peers import PLACE, ROUND, UNIT, Applies, AtWork, SpeaksForAParty, title_of
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

WORDS = "Vi har talat om det i ett år och vill komma i gång."
COURSE = "Vinterns kurs"
TEMPLATE = "Återhämtningsinriktad kurs, två dagar"
UNSETTLED = "Responsibilities between the parties are not settled"
MONEY = "The money is short-term"
ALONE = "{contributor:sg.def.cap} is alone"


@pytest.fixture
def year(story):
    """A programme in which nothing is written, those who work there, and those who come."""
    story.at(kind="peer_support", vocabulary="peer_support")
    for key, name, role, phone in (
        ("lena", "Lena Ledare", Role.COORDINATOR, False),
        ("olle", "Olle Ödmark", Role.COORDINATOR, True),
        ("uno", "Uno Rörelse", Role.USER_ORGANISATION, True),
        ("hanna", "Hanna Personal", Role.RECRUITER, False),
        ("tova", "Tova Trygg", Role.TRAINER, True),
        ("stina", "Stina Styr", Role.STEERING, False),
    ):
        setattr(story, key, story.meet(AtWork, name, phone=phone).comes_as(role))
    for key, name, phone in (
        ("karin", "Karin Kontakt", True), ("morgan", "Morgan Chefsson", False),
        ("henrik", "Henrik Huvudman", False), ("nora", "Nora Förening", True),
    ):  # fmt: skip
        there: dict[str, Any] = {"email": f"{key}@exempel.invalid", "phone": phone}
        setattr(story, key, story.meet(SpeaksForAParty, name, **there))
    story.alva = story.meet(
        Applies, "Alva Björkdal", email="alva@exempel.invalid", phone=True, javascript=False
    )
    story.anybody = story.meet(Visitor, "Malte Utomstående", phone=True)
    return story


def test_from_the_first_information_day_to_a_place_at_work(year):
    the_programme_is_begun(year)
    a_workplace_raises_its_hand_and_gets_ready(year)
    all_parties_agree(year)
    a_round_is_announced_and_two_apply(year)
    two_functions_interview_and_the_pair_decides(year)
    the_training(year)
    the_certificate(year)
    the_place(year)


def the_programme_is_begun(year):
    lena, olle, stina = year.lena, year.olle, year.stina
    # Given Stina, who steers a programme in which there is nothing to count
    stina.goes_to("program/lage").reads("Nothing to count yet")
    # When Lena comes to work: her day says what comes first
    lena.comes_to_work().follows("Choose a model", any_of=True)
    lena.chooses("Region and municipalities together").writes("From which day?", "2026-11-02")
    lena.presses("Save").reads("Begin with this", MONEY)
    # And writes who is behind it, who issues certificates and what is to be reached
    for link, kind, name, who, email in (
        ("Write who employs or pays", "employs {contributor:pl.def}", "Region Påhitt",
         year.henrik.name, year.henrik.email),
        ("Write which user organisation is part of it", "user organisation", "NSPH Påhitt",
         year.nora.name, year.nora.email),
    ):  # fmt: skip
        lena.follows(link).chooses(kind).writes("Which organisation?", name)
        lena.writes("Whom does one turn to there?", who).presses("Write it down")
        lena.reads("Write an e-mail address or a telephone number.")
        lena.writes("E-mail at work", email).presses("Write it down")
        lena.reads(lena.said("{organisation} is part of it.", organisation=name))
    lena.follows("Write who issues certificates")
    lena.writes("Who issues the certificates?", "NSPH Påhitt").presses("Save")
    lena.follows("Set a goal", any_of=True).chooses("so many get a place")
    lena.writes("How many, or how many per cent?", "1").writes("Until which day?", "2027-06-30")
    lena.presses("Set the goal").reads(lena.said("{number} gets a place", number=1), "On its way")
    # And both say from where they look at it; and the money is there, so that warning goes
    for lead, own in (
        (lena, "a profession in care or social work"),
        (olle, "experience of one’s own"),
    ):
        lead.goes_to("program").follows("Be two who lead, with different perspectives")
        lead.chooses(own, of="What do you bring?").presses("Save")
    olle.reads_nothing_about(olle.said("Begin with this"))
    olle.reads(MONEY).follows("See what can be done", about=olle.said(MONEY))
    olle.writes("Until which day is there money?", "2027-12-31").presses("Save")
    olle.reads("Nothing is about to go wrong").reads_nothing_about(olle.said(MONEY))
    # Then she holds an information day, and writes how many came
    lena.goes_to("program").follows("Go there", any_of=True).follows("Plan a day")
    lena.writes("Day", "2026-11-04").writes("It begins", "9").writes("It ends", "12")
    lena.writes("Where?", "Folkets hus").presses("Plan it")
    lena.writes("Organisation", "Region Påhitt").writes("Unit", UNIT)
    lena.presses("Put it on the list").reads(PLACE)
    year.it_is("2026-11-04 13:00")
    lena.comes_to_work().follows("Write how many came", any_of=True).writes(PLACE, "7").presses(
        "Save"
    )
    lena.reads("Written down. Now ask those who came whether they want to take part.")


def a_workplace_raises_its_hand_and_gets_ready(year):
    lena, karin, morgan = year.lena, year.karin, year.morgan
    # When Karin raises her workplace's hand, first for one and without saying why
    karin.raises_a_hand().writes("Do you want to say anything more?", WORDS)
    karin.chooses("One", of="How many {contributor:pl} would there be?")
    year.minutes_pass(2)
    karin.presses("Raise our hand").reads("Write why there is to be one.").sees_what_was_written(
        UNIT
    )
    karin.chooses("Two, so that nobody is alone")
    karin.presses("Raise our hand").reads("Thank you. We have seen your hand")
    year.the_post_is_delivered()
    karin.opens_her_letter().reads(PLACE, "{coordinator:sg.def.cap} gets in touch with you.")
    # And Lena reads what she wrote, and the list is theirs
    lena.comes_to_work().follows("See the workplace", about=PLACE).reads(WORDS)
    lena.follows("Change", about="Chef").writes("Name or function", morgan.name)
    lena.writes("E-mail at work", morgan.email).presses("Save")
    lena.follows("Change", about="Behandlare").writes(
        "Name or function", "Sjuksköterskan i ledningen"
    )
    lena.writes("E-mail at work", "ledning@exempel.invalid").presses("Save")
    lena.follows("Begin getting ready").presses("Send the list")
    lena.reads("The list is theirs now. A draft of who does what lies ready to be written.")
    year.the_post_is_delivered()
    # Then Karin and her manager fill it in, each on a page of their own
    keys = list(ITEMS)
    karin.opens_her_letter().says_is_in_place(*keys[:7])
    morgan.opens_her_letter().says_is_in_place(*(key for key in keys[7:] if key != "clothes"))
    morgan.turns_to("clothes").chooses("It is not needed here")
    morgan.presses("Save").reads("Write why it is not needed.")
    morgan.writes("In what way, or why not?", "Alla har egna kläder här.").presses("Save")
    morgan.reads("All is written down. {coordinator:sg.def.cap} looks it through.")
    # When Lena sends one thing back it is done once more, and she finds the workplace ready
    lena.comes_to_work().follows("Look through the list", any_of=True).follows(title_of("keys"))
    lena.follows("It is not enough: say what is left")
    lena.writes("What is left to do?", "Nyckel till förrådet.").presses("Send it back")
    year.the_post_is_delivered()
    karin.opens_her_letter().turns_to("keys").reads("Nyckel till förrådet.")
    karin.chooses("It is in place").writes("In what way, or why not?", "Nu finns den")
    karin.presses("Save")
    lena.opens_the_workplace().presses("The workplace is ready")
    lena.reads("The workplace is ready, and is told so.")


def all_parties_agree(year):
    lena, stina = year.lena, year.stina
    # Given a workplace that is ready without anybody having agreed: it is named to Lena, and Stina
    # sees that it is one
    lena.goes_to("program").reads(UNSETTLED, PLACE)
    stina.goes_to("program/lage").reads(UNSETTLED)
    stina.reads_nothing_about(UNIT, year.henrik.name, year.nora.name, year.karin.name)
    # When Lena reads through who does what and sends it
    lena.comes_to_work().follows("See who does what", any_of=True)
    lena.follows("Supervision by somebody with experience of their own")
    lena.writes("How, or how often?", "Varje vecka det första halvåret.").presses("Save")
    lena.follows("Send it to all parties")
    lena.sees_what_was_written(year.henrik.name, year.nora.email)
    lena.presses("Send it")
    year.the_post_is_delivered()
    # Then each of the three says yes on a page of their own, and the warning is gone
    for who in (year.henrik, year.nora, year.morgan):
        who.opens_her_letter().reads("Varje vecka det första halvåret.")
        who.presses("Yes, we agree to this").reads("You have said yes to this.")
    lena.opens_the_workplace().reads("everybody has said yes")
    lena.goes_to("program").reads_nothing_about(lena.said(UNSETTLED))


def a_round_is_announced_and_two_apply(year):
    lena, alva = year.lena, year.alva
    lena.announces_a_round()
    # When Alva applies on her phone, stops at the last page and goes on from her link another day
    alva.begins_to_apply().reads("Is this right?").presses("Send me the link")
    year.the_post_is_delivered()
    year.it_is("2026-11-05 18:00")
    alva.opens_her_letter().reads("Is this right?", "I hela länet").presses("Send my application")
    alva.reads("Thank you. Your application is here")
    # And Britt on paper
    lena.opens_the_round().follows("Enter an application by phone or on paper")
    lena.chooses("On paper").writes("Name", "Britt Papp").writes("Telephone", "070-1234567")
    lena.chooses("a campaign").presses("Save the application").reads("Britt Papp")
    # Then Lena reads: an interview for one, a kind no for the other
    year.it_is("2026-11-06 09:00")
    lena.comes_to_work().follows("Read", any_of=True).follows(alva.name)
    lena.follows("Decide: interview or not").chooses("Invite to an interview")
    lena.writes("Why?", "Skriver om andra.").presses("Save the decision")
    lena.follows("Book an interview").writes("When?", "2026-11-10 13:00").chooses("we meet")
    lena.writes("Where, which number, or which link?", "Påhittade huset, rum 3")
    lena.picks("Who comes from the user organisation?", year.uno.name)
    lena.picks("Who comes from the employer’s HR?", year.hanna.name).presses("Book it")
    lena.opens_the_round().follows("Britt Papp").follows("Decide: interview or not")
    lena.chooses("Say no, kindly").writes("Why?", "Kan inte halvtid.").presses("Save the decision")
    # And Alva reads when and where, and nothing of it stands in the mail
    year.the_post_is_delivered()
    alva.opens_her_letter().reads("We want to meet you", "Påhittade huset, rum 3")
    assert "huset" not in alva.takes_the_calendar_file("Put it in your calendar")
    # And the day says whom nobody has answered yet
    lena.comes_to_work().follows("See whom to call", any_of=True)
    lena.reads("This person has no answer yet", "Tack för din ansökan.")
    lena.presses("They have got the answer").reads("Noted. The answer is given.")


def two_functions_interview_and_the_pair_decides(year):
    lena, olle, uno, hanna, alva = year.lena, year.olle, year.uno, year.hanna, year.alva
    # When they have met, each writes by themself
    year.it_is("2026-11-10 15:00")
    uno.opens_her_interviews().follows("Write my note", any_of=True)
    uno.reads("What you advise", "Fråga inte om diagnoser")
    uno.writes_her_note("Unos egna ord").presses("Send my note")
    uno.reads("You can read the other’s when they have sent it.")
    lena.opens_the_round().follows(alva.name).reads_nothing_about("Unos egna ord")
    lena.reads("Nobody reads a note before both are sent, not you either.")
    hanna.opens_her_interviews().follows(hanna.said("Interview with {name}", name=alva.name))
    hanna.reads_nothing_about("Unos egna ord", alva.email)
    hanna.reads("För att ge det jag själv saknade.").follows("Write my note")
    hanna.presses("Send my note").reads("Say what you advise.")
    hanna.writes_her_note("Hannas egna ord").presses("Keep it, go on later")
    assert InterviewNote.objects.get(function="hr").state == "wanted"
    hanna.follows("Go on with my note").presses("Send my note")
    hanna.reads("Unos egna ord", "Hannas egna ord")
    # Then one of the pair proposes and the other decides
    lena.comes_to_work().follows("Read and propose", any_of=True)
    lena.reads("Unos egna ord", "Hannas egna ord").follows("Offer training")
    lena.writes("Why?", "Båda säger ja.").presses("Propose it to the other of you")
    lena.reads("It waits for the other of you.")
    olle.comes_to_work().follows("Look at what is proposed", any_of=True)
    olle.reads("Båda säger ja.").presses("I agree: decide and answer")
    year.the_post_is_delivered()
    alva.opens_her_letter().reads("You are offered training")
    alva.reads_nothing_about("Båda säger ja.", "Unos egna ord")
    # And the round closes by itself, and is over when everybody has their answer
    year.it_is("2026-11-24 09:00")
    year.time_does_its_work()
    lena.opens_the_round().reads("Everybody has an answer.")


def the_training(year):
    lena, tova, alva = year.lena, year.tova, year.alva
    # Given Lena, who plans a course and offers Alva a place on it
    lena.goes_to("utbildning").follows("Plan a course").follows("Plan it", about=TEMPLATE)
    lena.writes("What is the course called?", COURSE).chooses(tova.name)
    lena.writes("Begins at the earliest", "2026-11-30").writes("Place", "Påhittade huset, sal 2")
    lena.chooses("Who completes it can get a certificate")
    lena.presses("Propose the dates").presses("The dates are right: give the places")
    lena.follows("Offer places").chooses(alva.name).presses("Offer places to them")
    year.the_post_is_delivered()
    alva.opens_her_letter().reads("Do you want a place on a course?")
    alva.presses("Yes, I take the place").reads("You have a place on a course")
    # When Alva signs in and signs the rules, and comes to both days
    alva.signs_in_by_code().follows(COURSE, any_of=True).follows("Read the rules")
    alva.chooses("I have read the rules, and I keep to them").presses("Sign")
    assert "kurs" not in alva.takes_the_calendar_file("Put the times in your calendar").lower()
    for day in (1, 2):
        year.it_is(f"2026-12-0{day} 15:30")
        year.time_does_its_work()
        tova.goes_to("utbildning").follows("Note who came", about=COURSE).presses("Save")
    # Then Tova assesses her, in words that are for her alone
    year.time_does_its_work()
    tova.opens_the_course(COURSE).follows(alva.name).follows("Assess")
    tova.chooses("Har deltagit i övningarna.").chooses("Completed", of="How does it end?")
    tova.writes("What do you want to say to this person?", "Du höll i det svåra samtalet.")
    tova.presses("Save the assessment")
    year.the_post_is_delivered()
    alva.opens_her_letter().reads("What was written is for you alone. Sign in to read it.")
    alva.signs_in_by_code().follows(COURSE, any_of=True).reads("Du höll i det svåra samtalet.")


def the_certificate(year):
    lena, uno, alva, anybody = year.lena, year.uno, year.alva, year.anybody
    # Given Lena, who proposes a certificate from her day, and Uno who issues it for the movement
    lena.comes_to_work().follows("See who", any_of=True)
    lena.presses("Propose a certificate", about=alva.name).reads("Sent to the issuer.")
    uno.goes_to("intyg").follows("See and decide", about=alva.name)
    uno.follows("Issue the certificate").presses("Issue the certificate")
    uno.reads("Issued. The holder has been told, and waits in the pool.")
    year.the_post_is_delivered()
    # Then anybody can see that it is valid, and nothing more
    alva.opens_her_letter().reads("Your certificate", alva.name)
    address = alva.address_on_the_certificate()
    anybody.opens(address).reads("The certificate is valid").reads_nothing_about(alva.name)
    anybody.opens(address[:-17] + "0" * 16 + "/")
    anybody.reads("There is no valid certificate with that code")


def the_place(year):
    lena, karin, alva, stina = year.lena, year.karin, year.alva, year.stina
    # When Karin says on her workplace's page what it wishes for
    karin.signs_in_by_code().opens(f"/{year.library.slug}/min-arbetsplats/").follows(PLACE)
    karin.follows("Say what you wish for").writes("From which day?", "2027-02-01")
    karin.presses("Send the wish").reads("Thank you. You get an answer, and see it here.")
    # And Lena offers Alva the place, from the pool
    lena.comes_to_work().follows("Offer or answer", any_of=True)
    lena.follows("Offer the place", about=alva.name).presses("Offer the place").reads("Offered.")
    year.the_post_is_delivered()
    # Then she says yes, and so do they
    alva.opens_her_letter().reads("Do you want to work here?").presses("Yes, I want to")
    alva.reads("You have said yes")
    year.the_post_is_delivered()
    karin.opens_her_letter().reads(karin.said("{name} wants to come to you", name=alva.name))
    karin.presses("Yes, we agree").reads("Agreed. We get in touch about what comes next.")
    alva.loads_again().reads("The place is yours")
    # And the programme says that the goal is reached, and what is about to go wrong now
    lena.goes_to("program").reads("Reached", ALONE, "Supervision is thin", PLACE)
    assert PeerCandidate.objects.get(number=1).state == "completed"
    # While Stina reads the numbers and no names
    stina.goes_to("program/lage").reads(ALONE, "From application to a place", "Reached")
    stina.reads_of(1, "{count} has a place now.", "{count} have a place now.")
    stina.reads_nothing_about(UNIT, ROUND, alva.name, year.karin.name, "Britt Papp")
