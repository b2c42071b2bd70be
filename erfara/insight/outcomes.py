"""What can have become of a request, as the figures say it. In the order it is shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
