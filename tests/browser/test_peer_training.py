"""A course from its plan to its end: who leads it, who teaches it, and those who have places."""

from __future__ import annotations

from typing import Any, Self

import pytest

from erfara.foundation.actors import Role
from erfara.peersupport.training.models import Cohort, CourseSession, Enrolment
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Outsider
from tests.factories.peers import recruitment

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


class AtCourses(Coordinator):
    """A lead, or one who teaches."""

    def teaches_here(self) -> Self:
        """She has a membership as a trainer, and has signed in."""
        user, self.actor = factories.member(self.story.library, Role.TRAINER, name=self.name)
        self.story.staff.append((self, user))
        self.story.signs_in(self, user)
        return self

    def opens_courses(self) -> Self:
        """The list of them."""
        return self.opens(f"{self._work}utbildning/")

    def opens_the_course(self) -> Self:
        """The one that the story is about."""
        return self.opens_courses().follows("Vinterns kurs")


class OnACourse(Outsider):
    """Somebody who is offered training."""

    def opens_her_course(self) -> Self:
        """On the page of her own."""
        place = Enrolment.objects.get(candidate=self.candidate)
        return self.opens(f"/{self.story.library.slug}/mitt/utbildning/{place.pk}/")

    candidate: Any = None


@pytest.fixture
def winter(story):
    """Three are offered training; a lead and a trainer are at work."""
    story.at(kind="peer_support", vocabulary="peer_support")
    row = recruitment.announced(story.library)
    story.course = []
    for number, name in enumerate(("Alva Björkdal", "Bo Cedergård", "Cilla Dahlvik"), start=1):
        email = f"deltagare{number}@exempel.invalid"
        candidate = recruitment.decided(row, name=name, email=email)
        her = story.meet(OnACourse, name, email=email, phone=True)
        her.candidate = candidate
        story.course.append(her)
    story.it_is("2026-11-06 10:00")
    story.the_post_is_delivered()
    story.lena = story.meet(AtCourses, "Lena Ledare").works_here()
    story.tova = story.meet(AtCourses, "Tova Trygg", phone=True).teaches_here()
    return story


def test_a_course_from_its_plan_to_its_end(winter):
    # Given Lena, who plans a course of two days with two places, and gives them
    lena, tova = winter.lena, winter.tova
    alva, bo, cilla = winter.course
    lena.opens_courses().follows("Plan a course").follows(
        "Plan it", about="Återhämtningsinriktad kurs, två dagar"
    )
    lena.writes("What is the course called?", "Vinterns kurs")
    lena.writes("Begins at the earliest", "2026-11-30").writes("Place", "Påhittade huset, sal 2")
    lena.writes("How many places are there?", "2").chooses("Tova Trygg")
    lena.presses("Propose the dates").reads(
        "The course is planned. Look through the dates, and then give the places."
    )
    lena.presses("The dates are right: give the places")
    lena.follows("Offer places").chooses("Alva Björkdal").chooses("Bo Cedergård")
    lena.chooses("Cilla Dahlvik").presses("Offer places to them")
    lena.reads("Done. Those there are places for are asked, and the rest stand in line.")
    # When one says yes and one says no, the one in line is asked by herself
    winter.the_post_is_delivered()
    alva.opens_her_letter().reads("Do you want a place on a course?")
    alva.presses("Yes, I take the place").reads("You have a place on a course")
    cilla.has_got(1)  # the answer to her application, and nothing else yet
    bo.opens_her_letter().reads("You can say no without explaining why.").presses("No thanks")
    winter.the_post_is_delivered()
    cilla.opens_her_letter().presses("Yes, I take the place")
    lena.opens_the_course().reads("All places are given or offered.", "Cilla Dahlvik")
    # And a time that is moved reaches those who come, with a file for the calendar
    _first, second = CourseSession.objects.order_by("starts_at")
    winter.the_post_is_delivered()
    got = {her.email: len(winter.letters_to(her.email)) for her in winter.course}
    lena.opens(f"/arbete/sormland/utbildning/tider/{second.pk}/andra/")
    lena.reads("These get a message when the time or the place changes:")
    lena.writes("It begins", "10:00").presses("Save the change").reads("The time is changed.")
    winter.the_post_is_delivered()
    told = {her.email for her in winter.course
            if len(winter.letters_to(her.email)) > got[her.email]}  # fmt: skip
    assert told == {alva.email, cilla.email}
    # Then the rules are read and signed, on a phone
    alva.signs_in_by_code().opens_her_course().follows("Read the rules")
    alva.chooses("I have read the rules, and I keep to them").presses("Sign")
    alva.reads("Signed. You can read the rules here whenever you want.")
    file = alva.takes_the_calendar_file("Put the times in your calendar")
    assert "kurs" not in file.lower()
    # And the first day Tova takes attendance on hers
    winter.it_is("2026-12-01 15:30")
    winter.time_does_its_work()
    tova.opens_courses().reads("Vinterns kurs").follows("Note who came", about="Vinterns kurs")
    tova.reads("Everybody is ticked. Take the tick away for those who were not there.")
    tova.page.get_by_label("Cilla Dahlvik").uncheck()
    tova.presses("Save").reads("Noted.")
    tova.follows("See who came", any_of=True).reads("Was not there")
    tova.presses("Has made it up", about="Cilla Dahlvik")
    # And the second day is cancelled, and another comes instead
    before = len(winter.letters_to(alva.email))
    tova.opens_the_course().follows("Change or cancel", any_of=True).follows("Cancel this time")
    tova.writes("Why?", "Läraren är sjuk.").presses("Cancel this time and tell them")
    winter.the_post_is_delivered()
    assert len(winter.letters_to(alva.email)) == before + 1
    winter.days_pass(1)
    lena.comes_to_work().reads("Vinterns kurs").follows("See who", about="Vinterns kurs")
    # And Lena assesses: one completes, one does not and knows how it goes on
    lena.follows("Alva Björkdal").follows("Assess").chooses("Har deltagit i övningarna.")
    lena.chooses("Completed", of="How does it end?")
    lena.writes("What do you want to say to this person?", "Du höll i det svåra samtalet.")
    lena.presses("Save the assessment")
    lena.follows("Cilla Dahlvik").follows("Assess").reads("Has not signed the ethical rules.")
    lena.chooses("Not completed", of="How does it end?").presses("Save the assessment")
    lena.reads("Write why, kindly and clearly.")
    lena.writes("What do you want to say to this person?", "Du missade en dag.")
    lena.chooses("a place on the next course").presses("Save the assessment")
    assert Cohort.objects.get().state == "done"
    winter.the_post_is_delivered()
    alva.opens_her_letter().reads("What was written is for you alone. Sign in to read it.")
    alva.signs_in_by_code().opens_her_course().reads(
        "You have completed the course", "Du höll i det svåra samtalet."
    )
    alva.presses("I have read it")
    states = {her.name.split()[0]: type(her.candidate).objects.get(pk=her.candidate.pk).state
              for her in winter.course}  # fmt: skip
    assert states == {"Alva": "completed", "Bo": "waiting", "Cilla": "waiting"}


def test_templates_rules_and_everything_around_a_course_can_be_looked_at(winter):
    lena = winter.lena
    lena.opens_courses().follows("The ethical rules").reads("The rules")
    lena.opens_courses().follows("Plan a course").follows("Grundutbildning, fem veckor")
    lena.reads("Its parts").follows("Change what it asks for").reads("What is assessed?")
    lena.opens("/arbete/sormland/utbildning/mallar/five_weeks/").follows("Add a part")
    lena.opens("/arbete/sormland/utbildning/mallar/five_weeks/").follows("Gränser")
    lena.opens("/arbete/sormland/utbildning/mallar/five_weeks/").follows("Plan this course")
    lena.writes("What is the course called?", "Vinterns kurs")
    lena.writes("Begins at the earliest", "2026-11-30").presses("Propose the dates")
    for link in ("Add somebody", "Change the course", "Add a time", "Cancel the whole course"):
        lena.opens_the_course().follows(link).reads("Vinterns kurs")
