"""The lives of a course, of each time it meets, and of a place on it, as tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

LEAD, TRAINER, PERSON, SYSTEM = Role.COORDINATOR, Role.TRAINER, Role.PERSON, Role.SYSTEM

COHORT = StateTable(
    "cohort",
    initial="planned",
    states=[
        State("planned", _("dates are proposed"), LEAD),
        State("open", _("places are given"), LEAD),
        State("running", _("going on"), TRAINER),
        State("assessing", _("to be assessed"), LEAD),
        State("done", _("finished"), final=True),
        State("cancelled", _("cancelled"), final=True),
    ],
    transitions=[
        moves("open", "planned", "open", _("The dates are right: give the places"),
              _("The dates were settled"), LEAD),
        moves("start", "planned open", "running", _("Begin the course"),
              _("The course began"), LEAD, TRAINER, SYSTEM),
        moves("assess", "running", "assessing", _("All times are over: assess"),
              _("All times were over"), LEAD, TRAINER, SYSTEM),
        moves("continue", "assessing", "running", _("Add a time"),
              _("One more time was added"), LEAD, TRAINER),
        moves("finish", "running assessing", "done", _("Finish the course"),
              _("The course was finished"), LEAD, TRAINER, SYSTEM),
        moves("cancel", "planned open running", "cancelled", _("Cancel the course"),
              _("The course was cancelled"), LEAD, needs_reason=True),
    ],
)  # fmt: skip

COURSE_SESSION = StateTable(
    "course_session",
    initial="planned",
    states=[
        State("planned", _("planned"), TRAINER),
        State("held", _("held"), final=True),
        State("cancelled", _("cancelled"), final=True),
    ],
    transitions=[
        moves("change", "planned", "planned", _("Change this time"), _("A time was changed"),
              LEAD, TRAINER, notices=["course_session_changed"]),
        moves("hold", "planned", "held", _("Note who came"), _("It was noted who came"),
              LEAD, TRAINER),
        moves("cancel", "planned", "cancelled", _("Cancel this time"), _("A time was cancelled"),
              LEAD, TRAINER, needs_reason=True, notices=["course_session_cancelled"]),
        # Everybody hears of the course itself.
        moves("fall", "planned", "cancelled", _("Cancel this time"),
              _("A time fell with its course"), LEAD),
    ],
)  # fmt: skip

# Those who hold a place: it is given to nobody else.
HOLDS = ("asked", "accepted", "taking_part", "assessing")
# Those with something still to come: nobody has two of these on one course.
LIVE = ("waiting", *HOLDS)

ENROLMENT = StateTable(
    "enrolment",
    initial="waiting",
    states=[
        State("waiting", _("on the waiting list")),
        State("asked", _("asked"), PERSON),
        State("accepted", _("has said yes")),
        State("taking_part", _("takes part")),
        State("assessing", _("to be assessed"), LEAD),
        State("completed", _("completed"), final=True),
        State("not_completed", _("not completed"), final=True),
        State("left", _("left the course"), final=True),
        State("declined", _("said no"), final=True),
        State("lapsed", _("did not answer"), final=True),
        State("no_place", _("there was no place this time"), final=True),
        State("called_off", _("the course was cancelled"), final=True),
    ],
    transitions=[
        moves("ask", "waiting", "asked", _("Ask"), _("A place was offered"),
              LEAD, SYSTEM, notices=["place_offered"]),
        moves("accept", "asked", "accepted", _("Yes, I take the place"),
              _("The place was taken"), PERSON, LEAD),
        moves("decline", "waiting asked accepted", "declined", _("No thanks"),
              _("The place was turned down"), PERSON, LEAD, SYSTEM),
        moves("lapse", "asked", "lapsed", _("Let the place go to the next"),
              _("There was no answer in time"), LEAD, SYSTEM, notices=["place_lapsed"]),
        moves("begin", "accepted", "taking_part", _("Begin"), _("The course began"),
              LEAD, TRAINER, SYSTEM),
        moves("to_assess", "taking_part", "assessing", _("Assess"), _("All times were over"),
              LEAD, TRAINER, SYSTEM),
        moves("go_on", "assessing", "taking_part", _("Go on"), _("One more time was added"),
              LEAD, TRAINER),
        moves("complete", "taking_part assessing", "completed", _("Completed"),
              _("The course was completed"), LEAD, TRAINER, notices=["place_assessed"]),
        moves("fail", "taking_part assessing", "not_completed", _("Not completed"),
              _("The course was not completed"), LEAD, TRAINER, notices=["place_assessed"]),
        moves("leave", "accepted taking_part assessing", "left", _("Leave the course"),
              _("The course was left"), PERSON, LEAD, TRAINER, SYSTEM),
        moves("no_place", "waiting", "no_place", _("There is no place this time"),
              _("There was no place this time"), LEAD, SYSTEM, notices=["place_none"]),
        moves("call_off", "waiting asked accepted taking_part", "called_off", _("Call off"),
              _("The course was cancelled"), LEAD, notices=["course_cancelled"]),
    ],
)  # fmt: skip
