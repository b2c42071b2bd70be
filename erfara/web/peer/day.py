"""Where the steps of a programme lead's day are taken; the rows are in `workflows.today.peers`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.peersupport.steering.warnings import KINDS, OF_WORKPLACES

# What is about to go wrong: a row without a day, that leads to the page of the programme.
WARNINGS = tuple(f"warning_{key}" for key in KINDS)
# The same of one workplace, that leads to where it is mended.
WARNED = {
    f"warned_{key}": "duties:duties" if KINDS[key].where == "duties" else "workplaces:workplace"
    for key in OF_WORKPLACES
}
# They hold, and have no day.
DAYLESS = frozenset({*WARNINGS, *WARNED})
# The part of a page where the work is done.
PARTS = {name: "warnings" for name in WARNINGS if name != "warning_money"}
# What comes next in a row → where it is done.
ROUTES: dict[str, str] = {
    **dict.fromkeys(WARNINGS, "setup:home"),
    "warning_money": "pool:money",
    **WARNED,
    "round_draft": "recruiting:round",
    "round_deciding": "recruiting:round",
    "round_read": "recruiting:round",
    "round_read_one": "recruiting:candidate",
    "round_book": "recruiting:round",
    "round_book_one": "recruiting:candidate",
    "round_propose": "recruiting:round",
    "round_propose_one": "recruiting:candidate",
    "round_proposed": "recruiting:candidate",
    "round_proposed_one": "recruiting:candidate",
    "round_offered": "recruiting:round",
    "round_offered_one": "recruiting:candidate",
    "round_waiting": "recruiting:round",
    "round_waiting_one": "recruiting:candidate",
    "round_tell": "recruiting:round",
    "round_tell_one": "recruiting:candidate",
    "interview_ahead": "recruiting:candidate",
    "interview_passed": "recruiting:candidate",
    "interview_notes": "recruiting:candidate",
    "course_dates": "training:cohort",
    "course_open": "training:cohort",
    "course_phone": "training:cohort",
    "course_unnoted": "training:cohort",
    "course_assess": "training:cohort",
    "certificates_propose": "certificates:home",
    "certificate_asked": "certificates:one",
    "certificates_slow": "certificates:home",
    "certificate_ends": "certificates:one",
    "pool_forgotten": "pool:one",
    "place_wish": "pool:wish",
    "offer": "pool:offer",
    "offer_phone": "pool:offer",
    "offer_why": "pool:offer",
    "place_decide": "pool:decide",
    "setup_model": "setup:model",
    "setup_employer": "setup:new_party",
    "setup_movement": "setup:new_party",
    "setup_issuer": "setup:certificates",
    "setup_goals": "setup:new_goal",
    "setup_pair": "setup:pair",
    "workplace_hand": "workplaces:workplace",
    "workplace_silent": "workplaces:workplace",
    "workplace_out": "workplaces:workplace",
    "workplace_nobody": "workplaces:contact",
    "readiness_look": "workplaces:workplace",
    "readiness_late": "workplaces:workplace",
    "duties_write": "duties:duties",
    "duties_late": "duties:duties",
    "duties_wish": "duties:reply",
    "duties_phone": "duties:duties",
    "information_day": "setup:day",
    "information_day_over": "setup:hold_day",
}
# Pages about several at once: their address has no id.
ABOUT_MANY = frozenset(WARNINGS) | frozenset(
    {
        "certificates_propose", "certificates_slow",
        "setup_model", "setup_employer", "setup_movement", "setup_issuer", "setup_goals",
        "setup_pair",
    }
)  # fmt: skip
# How a day that lies ahead is said; otherwise it is the day by which something is to be done.
AHEAD: dict[str, str | Promise] = {
    "interview_ahead": _("It is on {day}."),
    "round_waiting": _("They hear from you by {day}."),
    "round_waiting_one": _("They hear from you by {day}."),
    "certificate_ends": _("The last day is {day}."),
    "information_day": _("It is on {day}."),
}
# One press is enough: where it goes, what it says, and what it carries along.
PRESSES: dict[str, tuple[str, str | Promise, dict[str, str]]] = {}
