"""A course on its way: a place that goes to the next in line, times moved, missed and cancelled."""

from __future__ import annotations

from typing import Any

import pytest

from erfara.foundation.actors import Role
from erfara.peersupport.training.models import CourseSession
from tests.browser.others import Outsider
from tests.browser.peers import AtWork
from tests.factories.peers import recruitment
from tests.factories.peers import training as make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])

NAME = "Vinterns kurs"


class OnACourse(Outsider):
    """Somebody who is offered training."""

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
    story.lena = story.meet(AtWork, "Lena Ledare").works_here()
    story.tova = story.meet(AtWork, "Tova Trygg", phone=True).comes_as(Role.TRAINER)
    cohort = make.opened(
        story.library, teachers=[story.tova.actor.own_id], places=2, at=story.now
    )  # fmt: skip
    make.invited(cohort, who=[her.candidate for her in story.course], at=story.now)
    return story


def test_what_happens_to_a_course_on_its_way(winter):
    # Given two places, offered to two of three
    lena, tova = winter.lena, winter.tova
    alva, bo, cilla = winter.course
    # When one says yes and one says no, the one in line is asked by herself
    winter.the_post_is_delivered()
    alva.opens_her_letter().reads("Do you want a place on a course?")
    alva.presses("Yes, I take the place").reads("You have a place on a course")
    cilla.has_got(1)  # the answer to her application, and nothing else yet
    bo.opens_her_letter().reads("You can say no without explaining why.").presses("No thanks")
    winter.the_post_is_delivered()
    cilla.opens_her_letter().presses("Yes, I take the place")
    lena.opens_the_course(NAME).reads("All places are given or offered.", "Cilla Dahlvik")
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
    # And the first day Tova takes attendance on hers
    winter.it_is("2026-12-01 15:30")
    winter.time_does_its_work()
    tova.goes_to("utbildning").follows("Note who came", about=NAME)
    tova.reads("Everybody is ticked. Take the tick away for those who were not there.")
    tova.page.get_by_label("Cilla Dahlvik").uncheck()
    tova.presses("Save").reads("Noted.")
    tova.follows("See who came", any_of=True).reads("Was not there")
    tova.presses("Has made it up", about="Cilla Dahlvik")
    # And the second day is cancelled, and another comes instead
    before = len(winter.letters_to(alva.email))
    tova.opens_the_course(NAME).follows("Change or cancel", any_of=True).follows("Cancel this time")
    tova.writes("Why?", "Läraren är sjuk.").presses("Cancel this time and tell them")
    winter.the_post_is_delivered()
    assert len(winter.letters_to(alva.email)) == before + 1
    winter.days_pass(1)
    # And Lena assesses: one does not complete, and knows how it goes on
    lena.comes_to_work().follows("See who", about=NAME).follows("Cilla Dahlvik").follows("Assess")
    lena.reads("Has not signed the ethical rules.")
    lena.chooses("Not completed", of="How does it end?").presses("Save the assessment")
    lena.reads("Write why, kindly and clearly.")
    lena.writes("What do you want to say to this person?", "Du missade en dag.")
    lena.chooses("a place on the next course").presses("Save the assessment")
    states = {her.name.split()[0]: type(her.candidate).objects.get(pk=her.candidate.pk).state
              for her in winter.course}  # fmt: skip
    assert states == {"Alva": "in_training", "Bo": "waiting", "Cilla": "waiting"}


def test_what_a_lead_can_change_can_be_looked_at(winter):
    lena = winter.lena
    lena.goes_to("utbildning").follows("The ethical rules").reads("The rules")
    template = "utbildning/mallar/five_weeks"
    lena.goes_to(template).reads("Its parts").follows("Change what it asks for")
    lena.reads("What is assessed?").goes_to(template).follows("Add a part")
    lena.goes_to(template).follows("Gränser")
    for link in ("Add somebody", "Change the course", "Add a time", "Cancel the whole course"):
        lena.opens_the_course(NAME).follows(link).reads(NAME)
