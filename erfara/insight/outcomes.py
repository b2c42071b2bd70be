"""What can have become of a request, as the figures say it. In the order it is shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.lending.models import EndReason
from erfara.lending.states.loans import TEAM

OUTCOME_WORDS: dict[str, str | Promise] = {
    "carried_out": _("carried out"),
    "cancelled_too_few": _("cancelled, too few could take part"),
    "cancelled": _("cancelled"),
    "nobody_fits": _("nobody had lived through it"),
    "no_response": _("no clearer assignment came"),
    "waiting": _("waits for something else"),
    "declined": _("said no to"),
    "asked_elsewhere": _("better asked elsewhere"),
    "passed_on": _("passed on to another {library:sg}"),
    "withdrawn": _("taken back"),
    "library_closes": _("not done before {library:sg.def} closes"),
    "open": _("under way"),
}
# Those who were part of a loan, also when it was cancelled later.
IN_TEAM = (*TEAM, "cancelled")
# What the figures call a request's end; a request without one is still open.
_ENDS: dict[str, str] = {
    EndReason.NOBODY_FITS: "nobody_fits",
    EndReason.NO_RESPONSE: "no_response",
    EndReason.TOO_FEW: "cancelled_too_few",
    EndReason.ASKED_ELSEWHERE: "asked_elsewhere",
    EndReason.PASSED_ON: "passed_on",
    EndReason.DECLINED: "declined",
    EndReason.WITHDRAWN: "withdrawn",
    EndReason.LIBRARY_CLOSES: "library_closes",
}


def outcome_of(
    state: str, end_reason: str, loan_state: str | None, why: str | None, held: bool, people: bool
) -> str:
    """What became of a request, in the figures' word for it. `why`: why its loan was cancelled;
    `held`, `people`: whether the loan was held, and whether anybody was part of it."""
    if loan_state is not None and loan_state != "cancelled" and held and people:
        return "carried_out"
    if state == "waiting":
        return "waiting"
    if loan_state == "cancelled":
        return "cancelled_too_few" if why == "too_few" else "cancelled"
    return _ENDS.get(end_reason, "open")
