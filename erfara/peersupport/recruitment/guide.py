"""The guide of an interview, as data: the same questions for everybody, in the same order.

Nothing in it asks for a diagnosis, for care or for how bad something was: what counts is what
somebody can do with her experience now.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """A part of the talk: what to ask, and what to listen for."""

    key: str
    title: Label
    asks: tuple[Label, ...]
    listen_for: Label


class Seen(models.TextChoices):
    """How clear a part became in the talk. About the talk, never about an illness."""

    CLEAR = "clear", _("Became clear")
    PARTLY = "partly", _("Became partly clear")
    UNCLEAR = "unclear", _("Is still unclear")
    NOT_ASKED = "not_asked", _("We did not get to it")


class Advice(models.TextChoices):
    """What one of the two functions advises."""

    YES = "yes", _("Offer training")
    HESITATES = "hesitates", _("I hesitate")
    NO = "no", _("Not this time")


GUIDE: tuple[Question, ...] = (
    Question(
        "motivation",
        _("Why this job"),
        (_("What made you apply?"), _("What do you think that somebody in this role does a "
                                      "usual Tuesday?")),
        _("That it is about others and not only about being well oneself."),
    ),
    Question(
        "distance",
        _("Distance to one's own experience"),
        (_("How do you decide what of your own you tell, and what you keep?"),
         _("What happens in you when somebody is in what you have been through?")),
        _("That the experience can be used, and put down again."),
    ),
    Question(
        "recovery",
        _("What recovery means"),
        (_("What has helped you on?"), _("What do you do when a week is heavy?")),
        _("Ways of one's own, and respect for other ways than those."),
    ),
    Question(
        "cooperation",
        _("Working with others"),
        (_("Tell about a time when you and a colleague wanted different things."),
         _("How would you say to staff that you see something in another way?")),
        _("To be a full member of a team, and still see things from the other side."),
    ),
    Question(
        "limits",
        _("Limits"),
        (_("Somebody you support asks for your own phone number. What do you do?"),
         _("Where does your part end and that of staff begin?")),
        _("That limits protect both, and that help is asked for in time."),
    ),
    Question(
        "half_time",
        _("Half time or more"),
        (_("The job is at least half time. How would a week look for you?"),
         _("What would you need, to manage it over time?")),
        _("At least half time, now or from a day that can be named."),
    ),
    Question(
        "practical",
        _("Practical things"),
        (_("When can you begin? Where can you work, and how do you get there?"),
         _("Is there anything we should arrange for the course: hearing, reading, food, rest?")),
        _("What has to be arranged, so that it works."),
    ),
)  # fmt: skip

# Said above the guide, to both who hold the interview.
NOT_ASKED = _(
    "Don't ask about diagnoses, care, medicines or how ill somebody has been. If it is told "
    "anyway, don't write it down."
)


def fields() -> list[str]:
    """All that a note may hold in the vault."""
    parts = [name for one in GUIDE for name in (one.key, f"{one.key}_seen")]
    return [*parts, "advice", "advice_why"]
