"""How much of a say people have: the ladder of participation and the three levels, as pictures.

Drawn on the server, without scripts. The picture itself is for the eye; beside it everything
stands as a list, with a sentence for each step and the same marks as words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.vocabulary.choices import LadderStep, ParticipationLevel
from erfara.web.parts import Body, part
from erfara.web.people_say import first_capital

# A step or level → what it means on an ordinary day.
SENTENCES: dict[str, str | Promise] = {
    LadderStep.INFORMATION: _("You tell people what you have decided, and why."),
    LadderStep.CONSULTATION: _("You ask people what they think. You decide without them."),
    LadderStep.DIALOGUE: _("You meet and listen to each other. Both sides learn something."),
    LadderStep.DISCUSSION: _("You weigh for and against together before anything is settled."),
    LadderStep.INFLUENCE: _("What people say changes what you do, and they can see where."),
    LadderStep.SHARED_DECISION: _("People and you decide together, with the same say."),
    ParticipationLevel.INDIVIDUAL: _("For example how a plan of care is made with one person."),
    ParticipationLevel.SERVICE: _("For example how a ward or an office receives people."),
    ParticipationLevel.SYSTEM: _("For example a guideline for a whole county."),
}
# What stands in the picture of the levels: the whole words are too long for a phone.
SHORT: dict[str, str | Promise] = {
    ParticipationLevel.INDIVIDUAL: _("One person"),
    ParticipationLevel.SERVICE: _("A service"),
    ParticipationLevel.SYSTEM: _("The whole system"),
}
# What a mark says, and how it is coloured; later ones stand over earlier ones in the picture.
MARKS: dict[str, tuple[str | Promise, str]] = {
    "wished": (_("what you wish for"), "people"),
    "promised": (_("what was promised"), "action"),
    "happened": (_("what happened"), "good"),
}
WIDTH, HEIGHT, RISE = 320, 38, 17


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a step, and its colour."""

    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder or one of the levels, as the list beside the picture says it."""

    name: str
    short: str
    sentence: str
    marks: list[Mark]


def rungs(choices: Any, marked: Mapping[str, str]) -> list[Rung]:
    """Every step with its marks. `marked`: name of a mark → value of the step it is at."""
    return [
        Rung(
            say(label),
            say(SHORT.get(value, label)),
            say(SENTENCES[value]),
            [Mark(say(MARKS[name][0]), MARKS[name][1]) for name, at in marked.items()
             if at == value],
        )
        for value, label in choices
    ]  # fmt: skip


def stairs(steps: list[Rung]) -> SafeString:
    """The ladder as stairs: the higher a step, the more people have a say. Narrow as a phone."""
    last = len(steps) - 1
    rows = [
        format_html(
            '<g class="ladder-step{}"><rect x="{}" y="{}" width="{}" height="{}" rx="3"/>'
            '<text x="{}" y="{}">{}</text></g>',
            " ladder-marked" if step.marks else "",
            at * RISE, (last - at) * HEIGHT + 1, WIDTH - at * RISE - 1, HEIGHT - 4,
            at * RISE + 10, (last - at) * HEIGHT + 23, first_capital(step.short),
        )
        for at, step in enumerate(steps)
    ]  # fmt: skip
    return _picture(rows, len(steps) * HEIGHT)


def rings(levels: list[Rung]) -> SafeString:
    """The levels, each within the next: one person, a service, the whole system."""
    count = len(levels)
    rows = []
    for at, level in reversed(list(enumerate(levels))):
        inset = (count - 1 - at) * 18
        top = (count - 1 - at) * 36
        height = 46 + at * (36 + 10)
        rows.append(
            format_html(
                '<g class="ladder-step{}"><rect x="{}" y="{}" width="{}" height="{}" rx="12"/>'
                '<text x="{}" y="{}">{}</text></g>',
                " ladder-marked" if level.marks else "",
                inset + 1, top + 1, WIDTH - 2 * inset - 2, height, inset + 14, top + 24,
                first_capital(level.short),
            )
        )  # fmt: skip
    return _picture(rows, 46 + (count - 1) * 46 + 4)


def _picture(rows: list[SafeString], height: int) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH, height, format_html_join("", "{}", ((row,) for row in rows)),
    )  # fmt: skip


def _marked(wished: str, promised: str, happened: str) -> dict[str, str]:
    found = {"wished": wished, "promised": promised, "happened": happened}
    return {name: value for name, value in found.items() if value}


@part()
def ladder(
    context: Context,
    body: Body,
    *,
    wished: str = "",
    promised: str = "",
    happened: str = "",
    brief: bool = False,
) -> dict[str, Any]:
    """The steps of the ladder as stairs, with a sentence each, and where one wished or promised
    to be. `brief` says only the marked ones at once, and the others when they are asked for."""
    steps = rungs(LadderStep.choices, _marked(wished, promised, happened))
    return {"picture": stairs(steps), "rungs": steps, "brief": brief}


@part()
def levels(
    context: Context,
    body: Body,
    *,
    wished: str = "",
    promised: str = "",
    happened: str = "",
) -> dict[str, Any]:
    """The three levels, each within the next, with a sentence each."""
    found = rungs(ParticipationLevel.choices, _marked(wished, promised, happened))
    return {"picture": rings(found), "rungs": found}
