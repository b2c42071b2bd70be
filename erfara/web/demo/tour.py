"""The tour in words: at each stop who one is, what one sees, and what to press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.workflows.demonstration.tour import STOPS, Stop
from erfara.workflows.demonstration.ways_in import LIVING

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Told:
    """A stop told: who one is there, what to do, what one sees, and the page."""

    who: Words
    do: Words
    see: Words
    route: str
    part: str = ""


_BORROWER, _COORDINATOR = _("{borrower:sg.cap}"), _("{coordinator:sg.cap}")
_PERSON = _("{contributor:sg.cap}")
TOLD: dict[str, Told] = {
    "ask": Told(
        _BORROWER, _("Ask to borrow. Write what you want to find out, who you are, and send it."),
        _("You see a page without sign-in, with seven things to write about. Two are enough."),
        "public:borrow",
    ),
    "meet": Told(
        _COORDINATOR, _("Note what you agreed on at the first meeting, and tick the terms."),
        _("You see what they have written, what to talk through, and the assignment beside it. "
          "Four choices have to be made: where it is used, how much of a say, which experience, "
          "and for whom they speak. Write what you like: everything here is made up."),
        "coordinator:specify",
    ),
    "assignment": Told(
        _COORDINATOR, _("Write what is missing in the assignment, and save it."),
        _("You see what is in place and what is missing. It becomes the question that people get."),
        "coordinator:assignment",
    ),
    "choose": Told(
        _COORDINATOR, _("Choose three to ask, look through, and send."),
        _("You see everybody who can be asked, and nobody ranked. Before it goes you see exactly "
          "what each one gets."),
        "coordinator:choose",
    ),
    "answer": Told(
        _PERSON, _("Answer yes, as the one who was asked. Two times, as two people."),
        _("You see the question with four equal answers. No account was needed: it came in a "
          "message."),
        "question:question",
    ),
    "confirm": Told(
        _COORDINATOR, _("Confirm the two who said yes."),
        _("You see those who said yes beside each other. Only now does {borrower:sg.def} learn "
          "their names."),
        "coordinator:team",
    ),
    "complete": Told(
        _COORDINATOR, _("Say that the team is complete."),
        _("You see who takes part, and who is now thanked and told."),
        "coordinator:complete_team",
    ),
    "agreement": Told(
        _COORDINATOR, _("Send the agreement to both sides."),
        _("You see the agreement under the button, as they will read it. It was begun from the "
          "assignment."),
        "coordinator:send_agreement",
    ),
    "agree": Told(
        _("Both sides"), _("Say yes to the agreement, as each who gets it: three times."),
        _("You see what was agreed, and choose whom to turn to if something feels wrong."),
        "question:agreement",
    ),
    "hold": Told(
        _COORDINATOR, _("Note the time when it was held: write yesterday, and tick that it was."),
        _("You see the whole team ticked. A time that is still to come is told to all of them."),
        "coordinator:new_occasion",
    ),
    "carry_out": Told(
        _COORDINATOR, _("Say that the loan has been carried out."),
        _("You see what now is owed: how it was, payment, and what it led to."),
        "coordinator:carry_out",
    ),
    "borrower_says": Told(
        _BORROWER, _("Say how it went."),
        _("You see a short form, and that you promised something."), "request:follow_up",
    ),
    "person_says": Told(
        _PERSON, _("Say how it was, as each of the two."),
        _("You see questions about you, which {borrower:sg.def} never reads."),
        "question:afterwards",
    ),
    "summary": Told(
        _COORDINATOR, _("Write the summary, and send it to those who took part."),
        _("You see who gets it. It stands as a debt until each of them has it."),
        "coordinator:feedback",
    ),
    "led_to": Told(
        _BORROWER, _("Tell those who came what it led to."),
        _("You see who came, and an empty field: this is what they were promised."),
        "request:feedback",
    ),
    "pay": Told(
        _COORDINATOR, _("Note that both have been paid."),
        _("You see what was agreed with each of them. Before that the loan can’t be closed."),
        "coordinator:loan", "payment",
    ),
    "close": Told(
        _COORDINATOR, _("Close the loan. If a message is still on its way, wait a minute."),
        _("You see nothing left, and everything that happened in sentences."), "coordinator:loan",
    ),
}  # fmt: skip


def _address(told: Told, stop: Stop) -> str:
    about = [stop.about] if stop.about is not None else []
    if not about and stop.key != "ask":
        return ""
    route = "request:agreement" if stop.borrows else told.route
    url = reverse(route, args=[LIVING, *about])
    return f"{url}#{told.part}" if told.part else url


def stops_of(found: Iterable[Stop]) -> list[dict[str, Any]]:
    """All stops of the tour; the first that isn't done has the way to its page."""
    reached = {stop.key: stop for stop in found}
    shown, now = [], True
    for number, key in enumerate(STOPS if reached else (), 1):
        stop, told = reached.get(key), TOLD[key]
        done = stop is not None and stop.done
        current = now and not done
        now = now and done
        who = say(told.who)
        # Each of the two sides in turn: the button says which.
        turn = (
            who if stop is None or key != "agree" else say(_BORROWER if stop.borrows else _PERSON)
        )
        shown.append(
            {
                "number": number, "key": key, "done": done, "current": current,
                "who": who, "as": turn[0].lower() + turn[1:],
                "do": say(told.do), "see": say(told.see),
                "sign_in": stop.who if current and stop is not None and stop.about else None,
                "url": (url := _address(told, stop) if current and stop is not None else ""),
                "values": {"next": url},
            }
        )  # fmt: skip
    return shown
