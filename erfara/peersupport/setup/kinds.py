"""The models of peer support that counties have, as data.

A model is where a programme begins: it proposes who employs, which course, how many are planned
at each step and who interviews. Everything it proposes can be changed afterwards; nothing in the
product asks which model it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role


class Function(TextChoices):
    """For whom somebody interviews, and writes a note of her own."""

    USER_ORGANISATION = "user_org", _("the user organisation")
    HR = "hr", _("the employer’s HR")
    WORKPLACE = "workplace", _("the workplace")


# Whose members hold which of them, beside the leads. A manager who interviews for her workplace
# works for the employer, like HR.
HELD_BY: dict[str, Role] = {
    Function.USER_ORGANISATION: Role.USER_ORGANISATION,
    Function.HR: Role.RECRUITER,
    Function.WORKPLACE: Role.RECRUITER,
}
# So many write about each interview, whichever they are: neither reads the other's before her own
# is sent.
INTERVIEWERS = 2
# So many months after a no what somebody wrote is kept, where nothing else is decided.
KEPT_MONTHS = 6


def municipality_of(written: str) -> str:
    """A municipality, however it is written: Bergs kommun is Bergs. To compare, never to show."""
    return written.casefold().removesuffix("kommun").strip()


@dataclass(frozen=True, slots=True)
class Model:
    """One model. `courses`: keys of shipped templates, the first is the basic course.

    `interviews`: the functions that each write a note of their own. `peer_role`: whether who is
    employed is a peer supporter; staff who have experience of their own are something else.
    """

    key: str
    name: str | Promise
    about: str | Promise
    employer: str
    courses: tuple[str, ...]
    interviewed: int
    trained: int
    employed: int
    peers_per_workplace: int = 2
    interviews: tuple[Function, ...] = (Function.USER_ORGANISATION, Function.HR)
    peer_role: bool = True


MODELS: dict[str, Model] = {
    model.key: model
    for model in (
        Model(
            "nsph", _("The user movement’s model"),
            _("The user movement recruits together with the employer, trains for five weeks and "
              "issues certificates."),
            "principal", ("five_weeks", "workplaces", "organisations", "trainers", "supervisors"),
            25, 12, 8,
        ),
        Model(
            "mentors", _("Mentors in psychiatry"),
            _("Psychiatry recruits, trains over twelve meetings in two terms, and employs."),
            "principal", ("twelve_meetings", "workplaces", "supervisors"), 20, 10, 4,
        ),
        Model(
            "joint", _("Region and municipalities together"),
            _("The region and its municipalities share one programme, and {contributor:pl} "
              "reach every municipality."),
            "principal", ("five_weeks", "five_days", "two_days", "workplaces", "supervisors"),
            25, 12, 8,
        ),
        Model(
            "merit", _("Experience as a merit"),
            _("Staff who have experience of their own use it in their work. That is something else "
              "than peer support, and is counted as such."),
            "principal", ("two_days", "workplaces"), 12, 8, 8, peers_per_workplace=1,
            interviews=(Function.HR, Function.WORKPLACE), peer_role=False,
        ),
        Model(
            "base", _("One base for many workplaces"),
            _("{contributor:pl.cap} have a base of their own together, and work from there at "
              "several workplaces."),
            "user_organisation", ("five_weeks", "workplaces", "supervisors"), 20, 10, 4,
        ),
    )
}  # fmt: skip


def usual_interviews() -> list[str]:
    """Who interviews where nothing else is decided."""
    return [str(one) for one in (Function.USER_ORGANISATION, Function.HR)]


def model(key: str) -> Model:
    """A model by its key."""
    return MODELS[key]
