"""Every kind of message there is: to whom it goes, when, and how it looks.

For the page that shows all of them, and for where a programme may put words of its own. A test
fails when a kind that the outbox knows is missing here.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.accounts import letters as signing_in
from erfara.accounts import persons
from erfara.foundation.outbox import Letter
from erfara.organisations import own_words
from erfara.organisations.models import Programme
from erfara.people import address_letters
from erfara.people.letters import DOTS, sample_of
from erfara.workflows import weekly

PERSON = _("Whoever is asked")
TAKES_PART = _("Those who take part")
BOTH = _("Those who take part, and {borrower:sg.def}")
SIDES = _("{borrower:sg.def.cap} and those who take part")
BORROWER = _("{borrower:sg.def.cap}")
REGISTERED = _("Those in the register")
NEW = _("Whoever wants to join")
WRITES = _("Whoever has written to us")
THERE = _("Those who speak for a workplace")
PARTIES = _("Employer, workplace and user organisation")
APPLIES = _("Whoever applies")
INTERVIEWS = _("Those who interview")
TEACHES = _("Those who teach a course")
TRAINS = _("Those who train, or stand in line for it")
COMES = _("Those who train, and workplaces whose staff comes")
STAFF = _("Those who work here")
CODE = "123456"

# kind: (group, to whom, when); a star: it has a last day to answer.
_KINDS = {
    "inquiry*": ("asked", PERSON, _("When {coordinator:sg.def} sends a question.")),
    "inquiry_reply*": ("asked", PERSON, _("When somebody who wanted to know more gets an answer.")),
    "inquiry_instead*": ("asked", PERSON, _("When somebody is needed instead of one who can’t.")),
    "waiting_list": ("asked", PERSON, _("When the places are taken, and one may open.")),
    "inquiry_reminder*": ("reminder", PERSON, _("Once, halfway to the last day.")),
    "agreement_reminder*": ("reminder", SIDES, _("Once, when the agreement waits for an answer.")),
    "meeting_reminder": ("reminder", BORROWER, _("Before a booked meeting.")),
    "meeting_choose_reminder": ("reminder", BORROWER, _("When no time has been chosen.")),
    "clearer_reminder*": (
        "reminder", BORROWER, _("When the request is still to be made clearer.")
    ),
    "follow_up_reminder": ("reminder", BOTH, _("When nobody has answered how it went.")),
    "feedback_reminder": ("reminder", BORROWER, _("When what it led to is still to be told.")),
    "feedback_escalated": (
        "reminder", BORROWER, _("When what it led to has long been due.")
    ),
    "payment_reminder": ("reminder", BORROWER, _("When what they were to pay is late.")),
    "payment_escalated": ("reminder", BORROWER, _("Once more, two weeks later.")),
    "effect_reminder": ("reminder", BORROWER, _("When the question about effects waits.")),
    "consent_reminder*": ("reminder", REGISTERED, _("Once, before a consent runs out.")),
    "still_reminder": ("reminder", REGISTERED, _("When the question whether to go on waits.")),
    "confirmed": ("confirmed", TAKES_PART, _("When a place is theirs.")),
    "agreement*": ("confirmed", SIDES, _("When the agreement is there to read and answer.")),
    "agreement_answer": (
        "confirmed", SIDES, _("When somebody has written about the agreement.")
    ),
    "agreement_again": ("confirmed", SIDES, _("When the agreement has changed.")),
    "inquiry_ended": ("ended", PERSON, _("When it is settled without them: how it ended.")),
    "loan_cancelled": ("ended", BOTH, _("When it is called off.")),
    "occasion_planned": ("occasions", BOTH, _("When a time is set.")),
    "occasion_changed": ("occasions", BOTH, _("When time or place has changed.")),
    "occasion_cancelled": ("occasions", BOTH, _("When a time is called off.")),
    "still_coming": ("occasions", TAKES_PART, _("The day before.")),
    "as_agreed": ("occasions", BORROWER, _("The day before.")),
    "aftercare": ("afterwards", TAKES_PART, _("Within two days: how are you?")),
    "concern_answer": (
        "afterwards", TAKES_PART, _("When something that felt wrong has an answer.")
    ),
    "follow_up": ("afterwards", BOTH, _("When it is over: how did it go?")),
    "paid": ("afterwards", TAKES_PART, _("When they have been paid.")),
    "feedback": ("afterwards", TAKES_PART, _("When there is an answer to what it led to.")),
    "effect_ask": ("afterwards", BORROWER, _("After months: what has changed?")),
    "effects": ("afterwards", TAKES_PART, _("When something has changed, and is told.")),
    "story_asked*": ("afterwards", SIDES, _("When something about it may be told to everybody.")),
    "request_draft_link": ("borrower", BORROWER, _("When a request is begun and not sent.")),
    "request_received": ("borrower", BORROWER, _("When a request has come in.")),
    "colleague_added": ("borrower", BORROWER, _("When somebody is added to a request.")),
    "meeting_offered": ("borrower", BORROWER, _("When there are times to choose from.")),
    "meeting_booked": ("borrower", BORROWER, _("When a meeting is booked or has changed.")),
    "meeting_called_off": ("borrower", BORROWER, _("When a meeting is called off.")),
    "clearer_wanted*": ("borrower", BORROWER, _("When a request has to be clearer.")),
    "pass_on_asked": (
        "borrower", BORROWER, _("When a request may be passed on to another {library:sg}.")
    ),
    "request_waits": ("borrower", BORROWER, _("When a request has to wait.")),
    "request_ended": ("borrower", BORROWER, _("When a request ends without a loan.")),
    "team_ready": ("borrower", BORROWER, _("When it is settled who comes.")),
    "team_changed": ("borrower", BORROWER, _("When somebody else comes instead.")),
    "sign_up_link": ("register", NEW, _("When a sign-up is begun and not sent.")),
    "interest_received": ("register", NEW, _("When somebody wants to join.")),
    "interest_declined": ("register", NEW, _("When it wasn’t possible.")),
    "already_here": ("register", NEW, _("When somebody signs up who is here already.")),
    "imported*": ("register", REGISTERED, _("When they came with an older list.")),
    "talk_booked": ("register", NEW, _("When a talk is booked.")),
    "talk_called_off": ("register", NEW, _("When a talk is called off.")),
    "consents": ("register", REGISTERED, _("When they want to read what they agree to.")),
    "consent_again*": ("register", REGISTERED, _("When a consent is asked for again.")),
    "still": ("register", REGISTERED, _("After long silence: do you want to go on?")),
    "still_going*": ("register", REGISTERED, _("Before somebody of whom nothing is heard goes.")),
    "presentation*": ("register", REGISTERED, _("When a presentation is there to read.")),
    "presentation_taken_down": ("register", REGISTERED, _("When a presentation is taken down.")),
    "log_answer": ("contact", REGISTERED, _("When a question about the log has an answer.")),
    "leaving": ("register", REGISTERED, _("When somebody leaves, with the way back.")),
    "workplace_offered*": ("workplace", THERE, _("When a workplace is offered to take part.")),
    "workplace_received": ("workplace", THERE, _("When a workplace has raised its hand.")),
    "readiness*": ("workplace", THERE, _("When there is a list of what is to be in place.")),
    "readiness_recheck*": (
        "workplace", THERE, _("When the list is looked through again: a year, a new manager.")
    ),
    "readiness_left*": ("workplace", THERE, _("When something on the list is left to do.")),
    "workplace_ready": ("workplace", THERE, _("When the workplace is ready.")),
    "workplace_rests": ("workplace", THERE, _("When it rests for a while.")),
    "workplace_ended": ("workplace", THERE, _("When it takes no part any more.")),
    "workplace_reminder*": ("reminder", THERE, _("Once, when an offer waits for an answer.")),
    "readiness_reminder*": ("reminder", THERE, _("Once, when something on the list is left.")),
    "duties*": ("workplace", PARTIES, _("When who does what is there to read and answer.")),
    "duties_answer*": ("workplace", PARTIES, _("When what they wanted changed has an answer.")),
    "duties_again*": ("workplace", PARTIES, _("When somebody new speaks for a party.")),
    "duties_reminder*": ("reminder", PARTIES, _("Once, when who does what waits for a yes.")),
    "application_link": ("applying", APPLIES, _("When an application is begun and not sent.")),
    "application_received": ("applying", APPLIES, _("When an application has come in.")),
    "application_known": (
        "applying", APPLIES, _("When somebody applies who has applied already.")
    ),
    "peer_interview_booked": (
        "applying", APPLIES, _("When an interview is booked or has changed.")
    ),
    "peer_interview_off": ("applying", APPLIES, _("When an interview is called off.")),
    "application_answer": ("applying", APPLIES, _("When there is an answer to an application.")),
    "interview_yours": (
        "staff", INTERVIEWS, _("When there is an interview to hold, or a note to write.")
    ),
    "course_yours": ("staff", TEACHES, _("When a time of their course has changed.")),
    "place_offered*": ("training", TRAINS, _("When a place on a course is offered.")),
    "place_reminder*": ("reminder", TRAINS, _("Once, halfway to the last day to take a place.")),
    "place_lapsed": ("training", TRAINS, _("When a place went to the next in line.")),
    "place_none": ("training", TRAINS, _("When a course begins without a place for somebody.")),
    "place_assessed": ("training", TRAINS, _("When a course has been assessed.")),
    "course_dates": ("training", COMES, _("When a place is taken: the times.")),
    "course_session_added": ("training", COMES, _("When a time is added.")),
    "course_session_changed": ("training", COMES, _("When a time has changed.")),
    "course_session_cancelled": ("training", COMES, _("When a time is cancelled.")),
    "course_cancelled": ("training", COMES, _("When a whole course is cancelled.")),
    "ethics_again": ("training", TRAINS, _("When the ethical rules have a new version.")),
    "contact_leaving": ("contact", BORROWER, _("When a contact wants to be forgotten.")),
    "certificate_issued": (
        "pool", REGISTERED, _("When somebody’s certificate has been issued.")
    ),
    "certificate_ends*": ("reminder", REGISTERED, _("Once, before a certificate runs out.")),
    "certificate_expired": ("pool", REGISTERED, _("When a certificate has run out.")),
    "certificate_revoked": ("pool", REGISTERED, _("When a certificate is revoked.")),
    "certificate_no": ("pool", REGISTERED, _("When there is no new certificate.")),
    "offer_made*": ("pool", PERSON, _("When somebody in the pool is offered a place.")),
    "offer_reminder*": ("reminder", PERSON, _("Once, before the last day to answer an offer.")),
    "offer_candidate*": ("workplace", BORROWER, _("When somebody wants to come.")),
    "offer_candidate_reminder*": (
        "reminder", BORROWER, _("Once, before the last day to answer who wants to come.")
    ),
    "offer_agreed": ("pool", BOTH, _("When both have agreed on a place.")),
    "offer_fell": ("pool", BOTH, _("When an offered place came to nothing.")),
    "place_ended": (
        "workplace", BORROWER, _("When a lead has decided that a place there has ended.")
    ),
    "wish_nobody_yet": ("workplace", BORROWER, _("When nobody is there yet who could come.")),
    "message_answered": ("contact", WRITES, _("When what they wrote has an answer.")),
}  # fmt: skip

# Which of them a programme of peer support sends; those of neither line are a library's.
_OF_PEERS = (
    "workplace_", "readiness", "duties", "application_", "peer_interview_", "interview_yours",
    "place_", "course_", "ethics_", "certificate_", "offer_", "wish_",
)  # fmt: skip
_OF_BOTH = frozenset({"log_answer", "contact_leaving", "message_answered"})


def _of(kind: str) -> str:
    if kind in _OF_BOTH:
        return ""
    peers = kind.startswith(_OF_PEERS)
    return str(Programme.Kind.PEER_SUPPORT if peers else Programme.Kind.LIBRARY)


def _sign_in(programme: Programme, language: str) -> Letter:
    return signing_in.sign_in_letter(CODE, DOTS, language)


def _invitation(programme: Programme, language: str) -> Letter:
    return signing_in.invitation_letter(DOTS, language)


def _new_password(programme: Programme, language: str) -> Letter:
    return signing_in.new_password_letter(DOTS, language)


def _code(programme: Programme, language: str) -> Letter:
    return address_letters.code_letter(programme, CODE, language)


def _week(programme: Programme, language: str) -> Letter:
    return weekly.letter(programme, weekly.SAMPLE, language)


def register() -> None:
    """Tell where own words may stand, and what the page of all messages shows."""
    for name, (group, to, when) in _KINDS.items():
        kind = name.rstrip("*")
        sample = sample_of(kind, dated=name != kind)
        own_words.register_letter(kind, group=group, to=to, when=when, sample=sample, of=_of(kind))
    for kind, sample, to, when in (
        (persons.LETTER, _sign_in, REGISTERED, _("When somebody signs in.")),
        (signing_in.INVITATION, _invitation, STAFF, _("When somebody is to work here.")),
        (signing_in.NEW_PASSWORD, _new_password, STAFF, _("When a new password is wanted.")),
        ("new_address", _code, REGISTERED, _("When a new address is to be used.")),
        ("old_address", address_letters.word_letter, REGISTERED,
         _("To the old address, when a new one is used.")),
    ):  # fmt: skip
        own_words.register_letter(kind, group="sign_in", to=to, when=when, sample=sample)
    own_words.register_letter(
        weekly.KIND, group="staff", to=STAFF, when=_("On Mondays, to who has asked for it."),
        sample=_week,
    )  # fmt: skip
