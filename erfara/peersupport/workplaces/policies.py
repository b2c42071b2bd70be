"""May this be done now? About workplaces; who may is another matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.lending.agreement_texts import check_no_numbers
from erfara.peersupport.workplaces.models import ReadinessItem, Workplace
from erfara.peersupport.workplaces.readiness import ITEMS

Standing = ReadinessItem.Standing
# Nobody begins there and nothing is wished for there, whatever the reason.
STANDS_STILL = ("wants_out", "resting")


def check_ready(workplace: Workplace, reason: str = "") -> bool:
    """Whether a workplace can receive somebody: ready, or not ready and somebody writes why it is
    done all the same. True when it is ready. Raises Refused without either.

    Whoever asks keeps the reason with what it lets through.
    """
    if workplace.state == "ready":
        return True
    if workplace.is_over:
        raise Refused(_("The workplace takes no part any more."))
    if workplace.state in STANDS_STILL:
        raise Refused(
            _("Nobody can begin at the workplace now: it {state}."), state=workplace.state_label
        )
    if not reason.strip():
        raise Refused(
            _("The workplace is not ready: it {state}. Wait until it is, or write why somebody "
              "begins there all the same."),
            state=workplace.state_label,
        )  # fmt: skip
    check_no_numbers({"reason": reason})
    return False


def check_facts(values: Mapping[str, Any], usual: int = 2) -> None:
    """Raises Refused when what is written about a workplace can't stand. `usual`: so many the
    programme has decided that there are at each; fewer need a reason."""
    check_no_numbers(values)
    if values.get("peers_wanted", usual) < usual and not str(values.get("why_one") or "").strip():
        raise Refused(_("Two are less alone than one. Write why there is to be one."))


def check_item(
    key: str, standing: str, evidence: str, number: int | None, done_on: date | None, today: date
) -> None:
    """Raises Refused when an item can't be said to stand so."""
    item = ITEMS[key]
    check_no_numbers({"evidence": evidence})
    if standing == Standing.NOT_NEEDED:
        if not item.may_skip:
            raise Refused(_("This is needed at every workplace."))
        if not evidence.strip():
            raise Refused(_("Write why it is not needed."))
    if standing == Standing.DONE:
        if not evidence.strip():
            raise Refused(_("Write in a few words how it is done."))
        if done_on is None:
            raise Refused(_("Write which day it was done."))
        if done_on > today:
            raise Refused(_("That day has not been yet. Come back when it is done."))
        if item.counts and not number:
            raise Refused(_("Write how many were there."))
