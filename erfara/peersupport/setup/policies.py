"""What may be written about a programme, and when. No users here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.errors import Refused
from erfara.peersupport.setup.kinds import INTERVIEWERS, MODELS, Function
from erfara.peersupport.setup.models import Goal

FIELDS = (
    "model", "employer_model", "starts_on", "ends_on", "funded_until", "issuer",
    "certificate_years", "peers_per_workplace", "keep_applicants_months", "interviewed",
    "trained", "employed", "interviews", "municipalities",
)  # fmt: skip
MOST_MUNICIPALITIES = 60


def check_model(key: str) -> None:
    """Refuse a model that nobody knows."""
    if key not in MODELS:
        raise Refused(_("Choose a model."))


def check_setup(values: Mapping[str, Any]) -> None:
    """Refuse what can't be: an end before the start, a funnel that widens."""
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"no settings: {sorted(unknown)}")
    starts, ends = values["starts_on"], values.get("ends_on")
    if ends is not None and ends < starts:
        raise Refused(_("The last day is before the first."))
    if not values["interviewed"] >= values["trained"] >= values["employed"]:
        raise Refused(
            _("At each step there are as many as before, or fewer: interviewed, trained, employed.")
        )
    chosen = set(values["interviews"])
    if chosen - set(Function.values) or len(chosen) != INTERVIEWERS:
        raise Refused(_("Choose two who interview. Each writes without the other."))
    if len(values.get("municipalities", ())) > MOST_MUNICIPALITIES:
        raise Refused(_("That is more municipalities than a county has."))


def check_goal(
    kind: str, number: int, base: int | None, by_day: date, today: date, municipalities: int = 0
) -> None:
    """Refuse a goal that is about nothing, or whose day has been. `municipalities`: so many are
    written that are to be reached; 0 where none is."""
    if kind not in Goal.Kind.values:
        raise Refused(_("Choose what is to be reached."))
    if number < 1:
        raise Refused(_("Write a number of at least 1."))
    if kind == Goal.Kind.GROW and not base:
        raise Refused(_("Write from how many the growth is counted."))
    if kind == Goal.Kind.MUNICIPALITIES and 0 < municipalities < number:
        raise Refused(
            ngettext_lazy(
                "{count} municipality is written that is to be reached. Write the others in the "
                "plan first.",
                "{count} municipalities are written that are to be reached. Write the others in "
                "the plan first.", municipalities,
            ),
            count=municipalities,
        )  # fmt: skip
    if by_day < today:
        raise Refused(_("That day has been. Choose one that is to come."))
