"""What a borrower agrees to, as text with a version.

A version names the text and what the library had settled that day: who pays, and the smallest
team. What somebody once accepted can so be read again word for word, whatever is settled later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.models import Programme
from erfara.organisations.words import say, say_plural
from erfara.vocabulary.choices import Form


@dataclass(frozen=True, slots=True)
class Settled:
    """What the library has settled, as far as the terms say it."""

    payer: str
    smallest_team: int


def _pays(settled: Settled) -> str:
    pays: str | Promise = (
        _("You pay those who come, by the region's guideline.")
        if settled.payer == Programme.Payer.BORROWER
        else _("Those who come are paid by the region's guideline. {library:sg.def.cap} pays.")
    )
    return say(pays)


def _what_is_owed() -> str:
    return say(
        _("Afterwards you tell {library:sg.def} and those who came what you heard and what you "
          "did with it. It is a condition for borrowing.")
    )  # fmt: skip


def _first(settled: Settled) -> list[str]:
    return [
        _pays(settled),
        say_plural(
            "At least one person comes.",
            "At least {count} people come, so that nobody is alone.",
            settled.smallest_team,
        ),
        _what_is_owed(),
        say(
            _("Those who come speak for themselves. They don't take the place of talking with your "
              "own users.")
        ),
    ]  # fmt: skip


def _support(settled: Settled) -> list[str]:
    return [
        _pays(settled),
        say(_("One person comes, who is trained to give support.")),
        _what_is_owed(),
        say(
            _("Whoever comes gives support as a fellow human being. They don't take the place of "
              "care or of staff.")
        ),
    ]  # fmt: skip


# Never change a text that has been accepted: write the next one.
TEXTS: dict[str, Callable[[Settled], list[str]]] = {"1": _first, "2": _support}
IN_FORCE, IN_FORCE_FOR_SUPPORT = "1", "2"


def version_now(programme: Programme, form: str = "") -> str:
    """The version that one who borrows here now is asked to accept. `form`: of the loan."""
    if form == Form.SUPPORT:
        return f"{IN_FORCE_FOR_SUPPORT}/{programme.payer}/1"
    return f"{IN_FORCE}/{programme.payer}/{programme.smallest_team}"


def number_of(version: str) -> str:
    """The number of the text, as people say it."""
    return version.split("/")[0]


def _read(version: str) -> tuple[str, Settled] | None:
    text, _slash, rest = version.partition("/")
    payer, _slash, team = rest.partition("/")
    if text not in TEXTS or payer not in Programme.Payer.values or not team.isdecimal():
        return None
    return text, Settled(payer, int(team))


def is_version(version: str) -> bool:
    """Whether there is such a version."""
    return _read(version) is not None


def sentences(version: str) -> list[str]:
    """The terms of a version, a sentence or two for each of them. Empty: there is no such one."""
    found = _read(version)
    return TEXTS[found[0]](found[1]) if found else []
