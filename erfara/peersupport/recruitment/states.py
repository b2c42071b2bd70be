"""The lives of a round, of one who applies in it, of an interview and of a note about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation import drafts
from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

LEAD, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM
# The two functions that hold an interview; one of the lead pair may stand in.
NOTES = (Role.USER_ORGANISATION, Role.RECRUITER, LEAD)

ROUND = StateTable(
    "round",
    initial="draft",
    states=[
        State("draft", _("is being prepared"), LEAD),
        State("open", _("announced")),
        State("closed", _("no more applications, interviews go on")),
        State("deciding", _("interviews are over, decisions are left"), LEAD),
        State("done", _("everybody has an answer"), final=True),
        State("dropped", _("came to nothing"), final=True),
    ],
    transitions=[
        moves("announce", "draft", "open", _("Announce it"), _("Was announced"), LEAD),
        moves("drop", "draft", "dropped", _("Throw it away"), _("Was thrown away"), LEAD),
        moves("close", "open", "closed", _("Take no more applications"),
              _("The last day had passed; no more applications are taken"), LEAD, SYSTEM),
        moves("decide", "closed", "deciding", _("The interviews are over"),
              _("The last interview was over"), LEAD, SYSTEM),
        moves("go_back", "deciding", "closed", _("One more interview"),
              _("Somebody is still to be interviewed"), LEAD, SYSTEM),
        moves("finish", "closed deciding", "done", _("Everybody has an answer"),
              _("Everybody had an answer; the round is over"), LEAD, SYSTEM),
    ],
)  # fmt: skip

APPLICATION_DRAFT = drafts.table("application_draft", PERSON)

CANDIDATE = StateTable(
    "peer_candidate",
    initial="applied",
    states=[
        State("applied", _("has applied"), LEAD),
        State("to_interview", _("is to be interviewed"), LEAD),
        State("interviewed", _("has been interviewed"), LEAD),
        State("proposed", _("a decision waits for the other {coordinator:sg}"), LEAD),
        State("offered_training", _("is offered training"), LEAD),
        State("waiting", _("is on the waiting list for training"), LEAD),
        State("in_training", _("takes part in training")),
        State("completed", _("has completed training"), SYSTEM),
        State("not_trained", _("did not complete training"), SYSTEM),
        State("declined", _("has been answered no"), SYSTEM),
        State("withdrew", _("has withdrawn"), SYSTEM),
        State("erased", _("the application is erased"), final=True),
    ],
    transitions=[
        moves("invite", "applied", "to_interview", _("Invite to an interview"),
              _("Is invited to an interview"), LEAD),
        moves("say_no", "applied", "declined", _("Say no, kindly"),
              _("Was answered no after the application"), LEAD, notices=["application_answer"]),
        moves("interviewed", "to_interview", "interviewed", _("The interview is done"),
              _("The interview and both notes were done"), LEAD, SYSTEM),
        moves("propose", "interviewed waiting", "proposed", _("Propose a decision"),
              _("A decision was proposed"), LEAD),
        moves("take_back", "proposed", "interviewed", _("Think again"),
              _("The proposal was taken back"), LEAD),
        moves("keep_waiting", "proposed", "waiting", _("Think again"),
              _("The proposal was taken back; is still on the waiting list"), LEAD),
        moves("offer", "proposed", "offered_training", _("Offer training"),
              _("Was offered training"), LEAD, notices=["application_answer"]),
        moves("wait", "proposed", "waiting", _("Put on the waiting list"),
              _("Was put on the waiting list"), LEAD, notices=["application_answer"]),
        moves("refuse", "proposed", "declined", _("Say no, kindly"),
              _("Was answered no after the interview"), LEAD, notices=["application_answer"]),
        moves("get_place", "offered_training waiting", "in_training", _("Give a place"),
              _("Got a place in training"), LEAD, SYSTEM, PERSON),
        moves("lose_place", "offered_training in_training", "waiting",
              _("Put on the waiting list"), _("There was no place; is on the waiting list"),
              LEAD, SYSTEM),
        moves("wait_on", "in_training", "waiting", _("Put on the waiting list"),
              _("Completed a course that gives no certificate; waits for the whole training"),
              LEAD, SYSTEM),
        moves("complete", "in_training", "completed", _("Completed"), _("Completed training"),
              LEAD, SYSTEM, Role.TRAINER),
        moves("leave_training", "in_training", "not_trained", _("Did not complete"),
              _("Did not complete training"), LEAD, SYSTEM, Role.TRAINER, PERSON),
        moves("withdraw", "applied to_interview interviewed proposed offered_training waiting",
              "withdrew", _("Withdraw the application"), _("Withdrew the application"),
              PERSON, LEAD),
        moves("apply_again", "withdrew", "applied", _("Apply again"), _("Applied again"),
              PERSON, LEAD),
        moves("erase", "declined withdrew not_trained completed", "erased", _("Erase"),
              _("What was written was erased"), SYSTEM),
        # Her details are erased because she has asked to be forgotten, whatever was going on.
        moves("forget", "applied to_interview interviewed proposed offered_training waiting "
              "in_training completed not_trained declined withdrew", "erased", _("Erase"),
              _("Asked to be forgotten; what was written was erased"), SYSTEM),
    ],
)  # fmt: skip

INTERVIEW = StateTable(
    "candidate_interview",
    initial="booked",
    states=[
        State("booked", _("booked"), LEAD),
        State("held", _("held, notes are still to come"), LEAD),
        State("done", _("both notes are here"), final=True),
        State("called_off", _("called off"), final=True),
        State("missed", _("never took place"), final=True),
        State("stopped", _("is no longer needed"), final=True),
    ],
    transitions=[
        moves("hold", "booked", "held", _("It took place"), _("The interview took place"),
              *NOTES),
        moves("finish", "held", "done", _("Both notes are here"), _("Both notes were here"),
              SYSTEM),
        moves("go_without", "held", "done", _("Go on without the missing note"),
              _("Went on without a note"), LEAD),
        moves("call_off", "booked", "called_off", _("Call it off"),
              _("The interview was called off"), LEAD, PERSON, notices=["peer_interview_off"]),
        moves("miss", "booked", "missed", _("It never took place"),
              _("The interview never took place"), LEAD),
        moves("stop", "booked held", "stopped", _("Stop"), _("The interview was not needed"),
              LEAD, PERSON, SYSTEM, notices=["peer_interview_off"]),
    ],
)  # fmt: skip

NOTE = StateTable(
    "interview_note",
    initial="wanted",
    states=[
        State("wanted", _("is to be written")),
        State("sent", _("sent"), final=True),
        State("dropped", _("was never written"), final=True),
    ],
    transitions=[
        moves("send", "wanted", "sent", _("Send my note"), _("The note was sent"), *NOTES),
        moves("drop", "wanted", "dropped", _("Drop it"), _("The note was no longer needed"),
              LEAD, PERSON, SYSTEM),
    ],
)  # fmt: skip
