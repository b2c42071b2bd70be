"""What has happened, in sentences: the audit's events in the programme's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.foundation.actors import STAFF, Role
from erfara.foundation.models import AuditEvent
from erfara.foundation.states import TABLES
from erfara.organisations.models import Programme
from erfara.organisations.words import say, say_plural
from erfara.web.people_say import full_day

# Events that are no move of a state table. Facts of the event fill in what stands in braces.
EVENTS: dict[str, str | Promise] = {
    "acceptance.asked": _("Was asked to say yes to the agreement"),
    "acceptance.more_words": _("Wrote more about what is to be changed"),
    "acceptance.new_contact": _("Somebody else at {borrower:sg.def} is asked to say yes"),
    "acceptance.pay_changed": _("What it says about the payment changed"),
    "agreement.begun": _("The agreement was begun, as the assignment says"),
    "agreement.reminded": _("Those who had not answered were reminded"),
    "agreement.review_held": _("It was talked about how the support goes"),
    "agreement.written": _("Version {version} of the agreement was written"),
    "peer_candidate.applied": _("Applied"),
    "peer_candidate.answered": _("Got an answer"),
    "peer_candidate.to_tell": _("The answer could not be sent; somebody phones"),
    "peer_candidate.employed": _("Was employed"),
    "candidate_interview.booked": _("An interview was booked"),
    "candidate_interview.changed": _("The interview was changed"),
    "interview_note.handed_over": _("Somebody else is to write about the interview"),
    "interview_note.kept": _("A note was begun"),
    "round.planned": _("The round was planned"),
    "round.changed": _("The round was changed"),
    "membership.feed_opened": _("An address for the calendar was made"),
    "membership.feed_closed": _("The address for the calendar was taken away"),
    "loan.diary_number": _("The diary number was written down"),
    "loan.record_made": _(
        "Papers were taken out for the registry: {files}. People named in them: {named}"
    ),
    "assignment.changed": _("The assignment was written"),
    "compensation.agreed": _("The payment was agreed"),
    "compensation.cost": _("A cost is to be paid"),
    "claim.claimed": _("A cost was noted"),
    "payment_list.made": _("A payment list was made"),
    "programme.rate": _("What is paid was changed"),
    "consent.given": _("A consent was given"),
    "consent.asked_again": _("Was asked whether a consent goes on"),
    "consent.kept": _("Nothing was heard, and a consent went on"),
    "consent.lapsed": _("A consent ran out"),
    "consent.page_sent": _("Got the page of consents by letter"),
    "consent.renewed": _("A consent was given anew"),
    "consent.withdrawn": _("A consent was withdrawn"),
    "consent_text.written": _("The words of a consent were written anew"),
    "contributor.rhythm": _("How often to be asked, or when away, was changed"),
    "contributor.spared": _("Is let rest from new questions for a while"),
    "contributor.asked_on": _("Can be asked again"),
    "contributor.rests_on": _("Was let rest another year"),
    "contributor.still_asked": _("Was asked whether they still want to be asked"),
    "contributor.still_here": _("Still wants to be asked"),
    "contributor.still_reminded": _("Was reminded of that question"),
    "contributor.told_of_going": _("Was told that the details are erased if nothing is heard"),
    "contributor.merged_in": _("Was written down twice; everything was put together here"),
    "contributor.not_same": _("Was looked at beside somebody else: they are two"),
    "errand.added": _("Something to do elsewhere came of it"),
    "log_question.asked": _("Asked about the log"),
    "loan_request.new_contact": _("Another contact took over"),
    "loan_request.colleague_added": _("A colleague of the contact was added"),
    "loan_request.colleague_left": _("A colleague of the contact is no longer part of it"),
    "colleague.added": _("Came along as a colleague of the contact"),
    "colleague.messages": _("Whether messages are wanted was changed"),
    "vacancy.opened": _("A place in the team became free"),
    "story.written": _("What it led to was written down, to be told to others"),
    "story.answered": _("Said whether it may be told"),
    "loan_request.notes_kept": _("What was said at the first meeting was written down"),
    "loan_request.clarify_reminded": _("A reminder of the clearer assignment was sent"),
    "loan_request.taken_up_again": _("Was taken up again, as request {no}"),
    "meeting.reminded": _("A reminder of the first meeting was sent"),
    "meeting.offer_reminded": _("A reminder to choose a time was sent"),
    "passed_on.asked": _("{borrower:sg.def.cap} was asked whether it may be passed on"),
    "passed_on.reminded": _("A reminder of that question was sent"),
    "passed_on.late": _("The other {library:sg} had found people, but nobody was looked for"),
    "elsewhere.written": _("A place to turn to instead was written down"),
    "elsewhere.dropped": _("A place to turn to instead was taken off the list"),
    "loan_request.ready": _("What is in place was written down"),
    "loan_request.concepts": _("It was written down what it is about"),
    "contributor.experiences": _("What they have lived through was written down"),
    "contributor.concepts": _("It was written down what the experiences are about"),
    "contributor.inquiries_stopped": _("Questions that waited for an answer were taken away"),
    "background.counted": _("It was counted who we are"),
    "figures.counted": _("The figures were counted"),
    "figures.ordered": _("Figures were ordered"),
    "figures.let_go": _("Figures that had been ordered were let go of"),
    "background.dropped": _("The background for statistics was taken away"),
    "contributor.interest": _("Wanted to join"),
    "contributor.part": _("A part of what they have told was written down"),
    "interview.booked": _("A talk was booked"),
    "interview.changed": _("The time or place of the talk was changed"),
    "aftercare.again": _("Is asked once more in some days"),
    "aftercare.words": _("Wrote something about how it is"),
    "concern.raised": _("Said that something felt wrong"),
    "effect_ask.asked": _("Was asked what has changed after {months} months"),
    "effect_ask.reminded": _("Was reminded of that question, what has changed"),
    "effect_ask.reached": _("One who took part was told what it led to"),
    "feedback.escalated": _("Reminders had not helped; others at {borrower:sg.def} were told"),
    "feedback.recipient_left": _("One who took part has left, and can't be told any more"),
    "feedback.reached": _("One who took part was told what came of it"),
    "loan.payment_reminded": _("{borrower:sg.def.cap} was reminded of what is to be paid"),
    "loan.payment_escalated": _("{borrower:sg.def.cap} was reminded of the payment once more"),
    "feedback.reminded": _("{borrower:sg.def.cap} was reminded to tell what came of it"),
    "feedback.written": _("What came of it was written down, not sent yet"),
    "follow_up.reminded": _("A reminder of the follow-up was sent"),
    "inquiry.chosen": _("Was chosen"),
    "inquiry.not_now_until": _("Said until when a question would suit better"),
    "inquiry.message": _("Wrote in the talk about the question"),
    "inquiry.reminded": _("Was reminded once"),
    "inquiry.late_yes": _("Said yes when the team was complete"),
    "inquiry.not_after_all": _("Does not want to wait in case somebody falls out"),
    "inquiry.phoned_in_vain": _("Was phoned, and nobody answered"),
    "loan.began": _("The first one was confirmed, and the loan began"),
    "loan.outside_added": _("People from outside {library:sg.def} were added: {number}"),
    "loan.search_ended": _("Nobody more is looked for"),
    "loan.looks_on": _("Somebody is looked for until {until}"),
    "loan_request.asked_more_people": _("More people were asked"),
    "loan_request.everybody_told": _("Those who don't take part were thanked"),
    "loan_request.received": _("The request came in"),
    "loan_request.terms_accepted": _("The terms were accepted"),
    "loan.not_needed": _("Those who asked for people no longer need any"),
    "occasion.follows": _("It is a time of the {library:sg} that asked for people"),
    "occasion.planned": _("A time was planned"),
    "occasion.arranged": _("Something around a time was changed"),
    "occasion.asked": _("Everybody was asked whether they still come"),
    "occasion.as_agreed": _("Said that it is as agreed"),
    "occasion.changed": _("Said that something has changed"),
    "occasion.interpreter_booked": _("The interpreter was booked"),
    "occasion.interpreter_none": _("No interpreter was needed after all"),
    "loan.hours_written": _("Time was noted: {minutes} minutes"),
    "loan.hours_corrected": _("A time was set right: {before} minutes, now {minutes}"),
    "participation.confirmed": _("Takes part"),
    "participation.called": _("Was told on the telephone"),
    "participation.not_reached": _("Could not be reached on the telephone"),
    "participation.outside_changed": _("What is known of somebody from outside was changed"),
    "presentation.picture": _("Another picture was chosen"),
    "presentation.written": _("The text was written"),
    "programme.created": _("The programme was made"),
    "programme.record": _("It became a record that is only looked at"),
    "programme.settings": _("Settings were changed"),
    "programme.own_words": _("Words of one's own were written"),
    "day_mark.swept": _("Marks on rows of the day that are done were taken away: {number}"),
    "person.added": _("Name and addresses were written down"),
    "person.erased": _("The details were erased"),
    "person.leaving": _("Asked to be forgotten"),
    "person.new_address_asked": _("Asked to be reached at another address"),
    "person.stayed": _("Changed their mind and stayed"),
    "person.signed_in": _("Signed in"),
    "person.stories": _("Stories that they were part of are no longer shown"),
    "person.changed": _("Name or addresses were changed"),
    "response.saved": _("Answers to the follow-up were saved"),
    "workplace.added": _("The workplace was written down"),
    "workplace.facts": _("What is known of the workplace was changed"),
    "workplace.new_contact": _("Another contact person was written down"),
    "workplace.new_clinician": _("Another clinician was written down"),
    "workplace.manager": _("The manager was written down"),
    "workplace.new_manager": _("There was another manager"),
    "workplace.reminded": _("Was reminded of the offer"),
    "readiness.item": _("Something on the list was written"),
    "readiness.left": _("Something on the list was left to do"),
    "readiness.still_so": _("All that was in place before still was"),
    "readiness.due": _("The list got another last day"),
    "readiness.reminded": _("Was reminded of the list"),
    "duty_matrix.begun": _("Version {version} of who does what was begun"),
    "duty_matrix.row": _("A row of who does what was written"),
    "duty_matrix.row_dropped": _("A row of who does what was taken out"),
    "duty_matrix.reminded": _("Those who had not said yes were reminded"),
    "duty_answer.more_words": _("Wrote more about what is to be changed"),
    "duty_answer.new_person": _("Somebody else speaks for a party"),
    "certificate.proposed": _("A certificate was proposed"),
    "certificate.reminded": _("Its holder was told that it runs out"),
    "certificate_errand.asked": _("A new certificate was asked for"),
    "peer_supporter.entered": _("Came to the pool"),
    "peer_supporter.entered_already": _("Came to the pool, with a place since before"),
    "peer_supporter.certificate": _("Got a newer certificate"),
    "peer_supporter.wishes": _("How much and where was changed"),
    "peer_supporter.in_touch": _("Somebody was in touch about a place"),
    "place_wish.asked": _("The workplace wished for somebody"),
    "place_wish.changed": _("The wish was changed"),
    "place_offer.made": _("The place was offered"),
    "place_offer.reminded": _("Whoever was to answer was reminded"),
    "peer_supporter.to_decide": _("The certificate is revoked: the place is to be decided about"),
    "peer_supporter.keeps_place": _("It was decided that the place goes on"),
    "place_offer.told": _("The workplace was told by phone that the place has ended"),
    "place_offer.without": _("It was written why somebody begins although something is missing"),
    "place_wish.funded": _("It was written until when there is money"),
    "person.certificates": _("Certificates ended"),
    "person.let_go": _("Is needed no more, and is erased"),
    "scenario.started": _("A cost scenario was begun"),
    "scenario.saved": _("A version of a cost scenario was saved: number {version}"),
    "scenario.back": _("A cost scenario went back to version {back_to}"),
}

# The same for events with a number that is one or several: which fact it is, and the sentence.
COUNTED: dict[str, tuple[str, Callable[[int], str]]] = {
    "loan.team_settled": (
        "people",
        lambda n: say_plural(
            "The team was complete: one person", "The team was complete: {count} people", n
        ),
    ),
}

_BY = {
    Role.BORROWER: _("{borrower:sg.def.cap}"),
    Role.PERSON: _("{contributor:sg.def.cap}"),
    Role.COORDINATOR: _("{coordinator:sg.def.cap}"),
    Role.STEERING: _("Steering reader"),
    Role.USER_ORGANISATION: _("The user organisation"),
    Role.RECRUITER: _("HR at the employer’s"),
    Role.TRAINER: _("The trainer"),
    Role.WORKPLACE: _("The workplace"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.OPERATOR: _("Operator"),
    Role.SYSTEM: _("Erfara, by itself"),
}
# Who it was about, when several things happened in one breath.
_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a history."""

    at: datetime
    text: str
    by: str
    reason: str = ""
    who: list[str] = field(default_factory=list)


def words_for(event: str) -> str | Promise:
    """An event in words; its bare name when a later version no longer knows it."""
    if event in EVENTS:
        return EVENTS[event]
    table, _dot, move = event.partition(".")
    if table in TABLES and move in TABLES[table].transitions:
        return TABLES[table].transitions[move].event
    return event


def sentences(
    events: Iterable[AuditEvent], programme: Programme, names: Mapping[UUID, str] | None = None
) -> list[Sentence]:
    """Events as sentences, in the order given.

    `names`: whom or what an event's object is about, by the object's id; only what the viewer may
    see anyway. The same thing done to several at once becomes one sentence that names them.
    """
    rows = [event for event in events if not _says_nothing(event)]
    staff = _staff_names(rows, programme)
    found = []
    for _key, group in groupby(rows, key=lambda e: (e.event, e.at, e.by_role, e.by_id, e.reason)):
        same = list(group)
        first = same[0]
        facts = {k: v for k, v in first.facts.items() if isinstance(v, int | str)}
        # Once, though it happened several times to the same.
        who = list(dict.fromkeys(names[e.about_id] for e in same if names and e.about_id in names))
        found.append(
            Sentence(
                first.at, _sentence(first.event, who, len(same), facts),
                (first.by_id and staff.get(first.by_id)) or _by(first.by_role), first.reason, who,
            )
        )  # fmt: skip
    return found


def _says_nothing(event: AuditEvent) -> bool:
    """Thanks to everybody who was asked, where nobody was."""
    return event.event == "loan_request.everybody_told" and not event.facts.get("told", True)


def _sentence(event: str, who: list[str], count: int, facts: Mapping[str, int | str]) -> str:
    text = _what(event, facts)
    if who:
        shown = ", ".join(who[:_AT_MOST])
        if len(who) > _AT_MOST:
            return say_plural(
                "{what}: {who} and one more", "{what}: {who} and {count} more",
                len(who) - _AT_MOST, what=text, who=shown,
            )  # fmt: skip
        return say(_("{what}: {who}"), what=text, who=shown)
    if count > 1:
        return say_plural("{what} (once)", "{what} ({count} times)", count, what=text)
    return text


def _what(event: str, facts: Mapping[str, int | str]) -> str:
    """One event, with its facts in the places that its words leave for them."""
    if event in COUNTED:
        fact, words = COUNTED[event]
        return words(int(facts.get(fact, 0)))
    text = words_for(event)
    if not isinstance(text, Promise):
        return text
    # A bare number in a label: `count` is for sentences that have one and several.
    said: dict[str, Any] = {"number": facts.get("count", ""), **facts}
    if "until" in facts:
        said["until"] = full_day(date.fromisoformat(str(facts["until"])))
    return say(text, **said)


def _by(role: str) -> str:
    return say(_BY[Role(role)]) if role in _BY else ""


def _staff_names(rows: list[AuditEvent], programme: Programme) -> dict[UUID, str]:
    """Names of staff who acted, where the programme shows them. One query."""
    if not programme.shows_staff_names:
        return {}
    ids = {e.by_id for e in rows if e.by_id is not None and e.by_role in STAFF}
    return dict(names_of(ids))
