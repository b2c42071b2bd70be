"""Where a request is on its way, in steps, with the next step's button at the step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Actor, Role
from erfara.lending.models import LoanRequest, Meeting
from erfara.lending.policies import (
    Item,
    asks,
    assignment_items,
    needs_one_person_reason,
    whose_turn,
)
from erfara.lending.queries import RequestLine
from erfara.organisations.words import say, say_plural
from erfara.web import people_say

# Move of the table → where it is made. One that is only pressed stands in PRESSED.
MOVES = {
    "book_meeting": "coordinator:book_meeting",
    "specify": "coordinator:specify",
    "ask_to_clarify": "coordinator:ask_to_clarify",
    "clarify": "coordinator:clarify",
    "park": "coordinator:park",
    "take_up": "coordinator:take_up",
    "start_asking": "coordinator:preview",
    "become_loan": "coordinator:complete_team",
    "end": "coordinator:end_request",
}
PRESSED = {"take_up"}
# State → the move that the request waits for.
NEXT = {
    "received": "book_meeting",
    "pre_meeting": "specify",
    "unclear": "clarify",
    "waiting": "take_up",
    "specified": "start_asking",
    "asking": "become_loan",
}
# State → the next step in a list, where the button's words say what is already so or who else acts.
_NEXT_SAID = {
    "pre_meeting": _("Note the meeting"),
    "unclear": _("{borrower:sg.def.cap} makes it clearer"),
    "asking": _("Complete the team"),
}
# Whose turn it is, in words that go on after a colon.
TURNS = {
    Role.COORDINATOR: _("{coordinator:sg.def}"),
    Role.BORROWER: _("{borrower:sg.def}"),
    Role.PERSON: _("those who have been asked"),
}
# A loan's state → what comes next, in the words of the steps on its page.
NEXT_OF_LOAN = {
    "confirmed": _("It is held"),
    "carried_out": _("We ask how it went"),
    "followed_up": _("Everybody hears what came of it"),
    "fed_back": _("Close the loan"),
}
# The same of one whose team is complete, as its row of the day says it.
_UNPLANNED, _HAS_BEEN = _("Plan a time"), _("Was that the last time?")
# How an inquiry's state is coloured; the word says it anyway.
TONES = {
    "yes": "good", "confirmed": "good", "asked_more": "action", "stopped": "warn",
    "chosen": "people", "sent": "neutral", "waiting": "people", "late": "action",
}  # fmt: skip
_BEFORE_MEETING = {"received", "unclear", "waiting", "pre_meeting"}


@dataclass(frozen=True, slots=True)
class Button:
    """What can be done at a step: a page, or with `press` a button that acts at once."""

    label: str
    url: str
    kind: str = "secondary"
    press: bool = False


@dataclass(slots=True)
class Step:
    """A step of a request's way."""

    title: str
    state: str
    when: date | datetime | None = None
    text: str = ""
    buttons: list[Button] = field(default_factory=list)


def next_step(request: LoanRequest | RequestLine) -> str:
    """What a request waits for; empty when it has ended."""
    return next_in(request.state)


def next_in(state: str) -> str:
    """What a request in this state waits for; empty when it has ended."""
    if state in _NEXT_SAID:
        return say(_NEXT_SAID[state])
    name = NEXT.get(state)
    return say(LoanRequest.table.transitions[name].label) if name else ""


def next_of_loan(state: str, times: Collection[str]) -> str:
    """What a loan in this state waits for, with the states of its times; empty when it is over."""
    if state == "confirmed" and "planned" not in times:
        return say(_HAS_BEEN if "held" in times else _UNPLANNED)
    return say(NEXT_OF_LOAN[state]) if state in NEXT_OF_LOAN else ""


def missing(request: LoanRequest) -> list[Item]:
    """What is missing before a question can go out."""
    items = [item for item in assignment_items(request.assignment) if not item.done]
    if needs_one_person_reason(request.assignment, request.programme):
        items.append(Item("one_person_reason", _("why so few people are enough"), False))
    return items


class Steps:
    """The steps of one request. `answers`: state of those chosen or asked → how many."""

    def __init__(
        self,
        request: LoanRequest,
        viewer: Actor,
        answers: Mapping[str, int],
        asked_at: datetime | None,
        now: datetime,
        meeting: Meeting | None = None,
    ) -> None:
        self.meeting = meeting
        self.request, self.answers, self.asked_at = request, answers, asked_at
        self.now = now
        self.slug = request.programme.slug
        self.loan = getattr(request, "loan", None)
        self.open = {t.name: t for t in request.table.available(request.state, viewer.role)}
        self.shown: set[str] = set()

    def _url(self, route: str, *args: Any) -> str:
        return reverse(route, args=[self.slug, *(args or (self.request.pk,))])

    def _move(self, name: str, kind: str = "secondary", label: str | Promise = "") -> list[Button]:
        """The button of a move, if the viewer may make it now."""
        if name not in self.open:
            return []
        self.shown.add(name)
        text = say(label or self.open[name].label)
        return [Button(text, self._url(MOVES[name]), kind, name in PRESSED)]

    def _on(self, words: str | Promise, day: date | None) -> str:
        """A sentence about a day that lies ahead, to follow another."""
        return f" {say(words, day=people_say.day(day, now=self.now))}" if day else ""

    def _page_of_meeting(self, label: str | Promise, meeting: Meeting) -> list[Button]:
        url = self._url("coordinator:answer_meeting", meeting.pk)
        return [Button(say(label), url, "primary")]

    def _page(self, route: str, label: str | Promise, kind: str = "secondary") -> Button:
        return Button(say(label), self._url(route), kind)

    def way(self) -> list[Step]:
        """Every step, the way a request goes when nothing stands in its way."""
        request = self.request
        steps = [
            Step(say(_("The request came in")), "done", request.received_at),
            self._meeting(),
            self._assignment(),
            self._question(),
            self._team(),
        ]
        if request.state == "ended" and self.loan is None:
            for step in steps:
                step.state = "skipped" if step.state in {"todo", "now"} else step.state
            steps.append(
                Step(say(_("It ended: {reason}"), reason=say(request.get_end_reason_display())),
                     "done", request.ended_at)
            )  # fmt: skip
        return steps

    def others(self) -> list[Button]:
        """Moves that are open without being the next step. Call after `way`."""
        elsewhere = {"start_asking", "become_loan"}
        if self.loan is not None and not self.loan.is_over:
            elsewhere.add("end")
        return [
            Button(say(t.label), self._url(MOVES[name]), "quiet", name in PRESSED)
            for name, t in self.open.items()
            if name in MOVES and name not in self.shown and name not in elsewhere
        ]

    def left(self, way: list[Step]) -> list[tuple[str, str]]:
        """What is left before it is a loan: each step that isn't done, and whose turn the first of
        them is. Nothing when it has ended."""
        if self.request.state == "ended":
            return []
        steps = [step for step in way if step.state in {"now", "todo"}]
        return [(step.title, self._turn() if step is steps[0] else "") for step in steps]

    def _turn(self) -> str:
        role = whose_turn(
            self.request.state,
            offered=self.meeting is not None and self.meeting.state == "offered",
            asked=[state for state, number in self.answers.items() if number],
        )
        return say(TURNS[role]) if role else ""

    def _meeting(self) -> Step:
        request = self.request
        step = Step(say(_("First meeting")), "now")
        if self.meeting is not None and self.meeting.state == "offered":
            step.text = say(_("Waits for {borrower:sg.def} to choose a time."))
            step.text += self._on(_("By {day}."), self.meeting.answer_by)
            step.buttons = [
                *self._page_of_meeting(_("Note the answer"), self.meeting),
                *self._move("book_meeting", label=_("Offer other times")),
                *self._move("specify", label=_("Note the meeting")),
            ]
        elif self.meeting is not None and self.meeting.state == "declined":
            step.text = say(_("No time has suited {borrower:sg.def} so far."))
            step.buttons = [
                *self._move("book_meeting", "primary", _("Offer other times")),
                *self._move("specify", label=_("Note the meeting")),
            ]
        elif request.state == "received":
            step.buttons = [*self._move("book_meeting", "primary"), *self._move("specify")]
        elif request.state == "pre_meeting":
            step.when = request.meeting_at
            step.buttons = [
                *self._move("specify", "primary"),
                *self._move("book_meeting", label=_("Change the day")),
            ]
        elif request.state == "unclear":
            step.text = say(_("Waits for a clearer assignment from {borrower:sg.def}."))
            step.text += self._on(_("By {day}."), request.clarify_by)
            step.buttons = [
                *self._move("clarify", "primary", _("Write it for them")),
                *self._move("book_meeting"),
            ]
        elif request.state == "waiting":
            step.text = say(
                _("Waits for something else: {what}."), what=request.waits_for.rstrip(".")
            )
            step.text += self._on(_("Look again on {day}."), request.look_again_on)
            step.buttons = self._move("take_up", "primary")
        else:
            step.state, step.when = "done", request.meeting_held_on
            if request.meeting_held_on is None:
                step.state = "todo"
        return step

    def _assignment(self) -> Step:
        title = say(_("A complete assignment"))
        count = len(missing(self.request))
        if self.request.state in _BEFORE_MEETING:
            return Step(title, "todo")
        if not count:
            return Step(title, "done")
        if self.request.state != "specified":
            return Step(title, "todo")
        text = say_plural("One thing is missing.", "{count} things are missing.", count)
        button = self._page("coordinator:assignment", _("Write what is missing"), "primary")
        return Step(title, "now", text=text, buttons=[button])

    def _question(self) -> Step:
        title = say(_("The question goes out"))
        if self.asked_at is not None:
            return Step(title, "done", self.asked_at)
        if self.request.state != "specified" or missing(self.request):
            return Step(title, "todo")
        count = self.answers.get("chosen", 0)
        choose = self._page(
            "coordinator:choose", _("Choose whom to ask"), "secondary" if count else "primary"
        )
        if not count:
            return Step(title, "now", buttons=[choose])
        text = say_plural("One person is chosen.", "{count} people are chosen.", count)
        preview = self._move("start_asking", "primary", _("Look through and send"))
        return Step(title, "now", text=text, buttons=[*preview, choose])

    def _team(self) -> Step:
        title = say(_("The team is complete"))
        request, answers = self.request, self.answers
        if self.loan is not None and request.state == "ended":
            button = Button(
                say(_("See the loan")), self._url("coordinator:loan", self.loan.pk), "primary"
            )
            if asks(request):
                find = self._url("coordinator:replace", self.loan.pk)
                button = Button(say(_("Find somebody else")), find, "primary")
            return Step(title, "done", request.ended_at, buttons=[button])
        if request.state != "asking":
            return Step(title, "todo")
        step = Step(title, "now", text=self._answers_in_words())
        chosen = answers.get("chosen", 0)
        more = self._page("coordinator:choose", _("Ask more people"))
        outside = self._page("coordinator:outside", _("Add somebody from outside"))
        waiting = answers.get("waiting", 0)
        if chosen:
            more = self._page("coordinator:preview", _("Look through and send"), "primary")
        complete = self._move("become_loan", "primary" if self._is_next(chosen) else "secondary")
        if not chosen and not self._is_next(chosen):
            yes = answers.get("yes", 0)
            step.buttons.append(
                self._page("coordinator:team", _("Put the team together"), "primary")
                if yes
                else Button(say(_("See the answers")), "#asked", "primary")
            )
        if waiting and self._is_next(chosen):
            step.buttons.append(self._page("coordinator:team", _("Put the team together")))
        step.buttons += [*(complete if self.loan is not None else []), more, outside]
        if chosen:
            step.buttons.append(self._page("coordinator:choose", _("Ask more people")))
        if self.loan is not None:
            # Where it can be cancelled: with somebody confirmed the request can't just end.
            step.buttons.append(
                Button(say(_("See the loan")), self._url("coordinator:loan", self.loan.pk))
            )
        return step

    def _is_next(self, chosen: int) -> bool:
        """Whether to complete the team is what is left to do."""
        waits = sum(self.answers.get(state, 0) for state in ("yes", "asked_more"))
        return not chosen and not waits

    def _answers_in_words(self) -> str:
        """How those asked have answered so far."""
        confirmed, yes, more, silent, no, unanswered, waiting = (
            sum(self.answers.get(state, 0) for state in states.split())
            for states in (
                "confirmed", "yes", "asked_more", "sent", "no not_now", "silent", "waiting",
            )
        )  # fmt: skip
        found = [
            confirmed and say_plural("One is confirmed.", "{count} are confirmed.", confirmed),
            yes and say_plural("One has said yes.", "{count} have said yes.", yes),
            more
            and say_plural(
                "One wants to know more first.", "{count} want to know more first.", more
            ),
            silent
            and say_plural("One has not answered yet.", "{count} have not answered yet.", silent),
            no
            and say_plural("One has said no or not now.", "{count} have said no or not now.", no),
            unanswered and say_plural("One did not answer.", "{count} did not answer.", unanswered),
            waiting
            and say_plural(
                "One is on the waiting list.", "{count} are on the waiting list.", waiting
            ),
        ]
        return " ".join(text for text in found if text)
