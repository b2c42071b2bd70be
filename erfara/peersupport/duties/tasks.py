"""What has to be settled between the parties before somebody begins: the starting set as data.

Every evaluation names it: what nobody had agreed on is what went wrong. A matrix begins with these
and says, for each, who does it, who decides, and who is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.lending.agreement_texts import check_no_numbers
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of

Text = str | Promise

EMPLOYER, WORKPLACE, USERS, PROGRAMME, PEER = (
    "employer", "workplace", "user_org", "programme", "peer",
)  # fmt: skip
# Who can do, decide, and be told. The first three say yes to it.
SIDES: dict[str, Text] = {
    EMPLOYER: _("the employer"),
    WORKPLACE: _("the workplace"),
    USERS: _("the user organisation"),
    PROGRAMME: _("{coordinator:pl.def}"),
    PEER: _("{contributor:sg.def}"),
}
MOST_ROWS = 30
TEXTS = ("title", "note")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to settle, and how most have settled it."""

    key: str
    title: Text
    does: str
    decides: str
    told: tuple[str, ...]
    note: Text = ""


TASKS: tuple[Task, ...] = (
    Task("salary", _("Salary and contract"), EMPLOYER, EMPLOYER, (WORKPLACE, USERS, PEER)),
    Task("daily", _("Leading the work day by day"), WORKPLACE, WORKPLACE, (EMPLOYER, PEER)),
    Task("environment", _("The work environment"), WORKPLACE, EMPLOYER, (USERS, PEER),
         _("In writing, also when the employer is somebody else.")),
    Task("supervision", _("Supervision by somebody with experience of their own"), USERS, USERS,
         (EMPLOYER, WORKPLACE, PEER), _("In a group, every other week, on working time.")),
    Task("training", _("Training, and more of it later"), USERS, PROGRAMME,
         (EMPLOYER, WORKPLACE, PEER), _("On working time.")),
    Task("sick", _("Sick leave, and coming back"), EMPLOYER, EMPLOYER, (WORKPLACE, USERS),
         _("Reported as all others there do. The reason is nobody’s but hers.")),
    Task("holiday", _("Holiday and working hours"), WORKPLACE, EMPLOYER, (PEER,)),
    Task("concern", _("When something worries {contributor:sg.def}"), USERS, USERS, (PROGRAMME,),
         _("She can turn to the user organisation without being exposed.")),
    Task("evaluation", _("Following up and evaluating"), PROGRAMME, PROGRAMME,
         (EMPLOYER, WORKPLACE, USERS, PEER), _("After 12, 24 and 36 months.")),
    Task("funding", _("The money, and until when"), EMPLOYER, EMPLOYER,
         (WORKPLACE, USERS, PROGRAMME, PEER),
         _("Half a year before it ends, all know what is next.")),
    Task("new_manager", _("When the manager leaves"), WORKPLACE, WORKPLACE,
         (EMPLOYER, USERS, PROGRAMME, PEER), _("The new one reads this, and says yes to it too.")),
    Task("ending", _("If it has to end"), EMPLOYER, EMPLOYER, (WORKPLACE, USERS, PROGRAMME, PEER),
         _("Talked about with her first.")),
)  # fmt: skip
Row = dict[str, Any]


def _both(programme: Programme, text: Text) -> dict[str, str]:
    """A sentence of ours in both languages, with the programme's nouns: as it is agreed."""
    found = {}
    for language in ("sv", "en"):
        with translation.override(language), words_of(programme):
            found[language] = say(text) if text else ""
    return found


def first_rows(programme: Programme) -> list[Row]:
    """The starting set, as most have settled it."""
    return [
        {
            "key": task.key, "title": _both(programme, task.title), "does": task.does,
            "decides": task.decides, "told": list(task.told),
            "note": _both(programme, task.note),
        }
        for task in TASKS
    ]  # fmt: skip


def own_row(
    key: str, *, title: str, does: str, decides: str, told: Iterable[str], note: str,
    before: Mapping[str, Any] | None = None,
) -> Row:  # fmt: skip
    """A row as somebody has written it. Words that weren't touched stay in both languages."""
    check_no_numbers({"title": title, "note": note})
    if not title.strip():
        raise Refused(_("Write what it is about."))
    known = set(SIDES)
    if does not in known or decides not in known or not set(told) <= known:
        raise Refused(_("Choose who does it and who decides."))
    written = {"title": title.strip(), "note": note.strip()}
    return {
        "key": key, "does": does, "decides": decides,
        "told": [side for side in SIDES if side in set(told)],
        **{name: _kept(written[name], before, name) for name in TEXTS},
    }  # fmt: skip


def _kept(text: str, before: Mapping[str, Any] | None, name: str) -> dict[str, str]:
    there: dict[str, str] = (before or {}).get(name) or {}
    return there if text in there.values() else {"sv": text, "en": text}


def missing(rows: Sequence[Mapping[str, Any]]) -> list[Text]:
    """What of the starting set a matrix says nothing about."""
    there = {row["key"] for row in rows}
    return [task.title for task in TASKS if task.key not in there]
