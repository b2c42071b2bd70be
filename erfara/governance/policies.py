"""May this be done with a scenario now?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused, Stale
from erfara.governance.models import Scenario


class SavedMeanwhile(Stale):
    """Somebody saved after the page was opened: both are shown, and nothing is lost."""


def may_be_changed(scenario: Scenario) -> None:
    """What is put away is only looked at."""
    if scenario.state != "kept":
        raise Refused(_("This scenario is put away. Take it out again first."))


def saved_meanwhile() -> SavedMeanwhile:
    """The refusal when the newest version isn't the one that was seen."""
    return SavedMeanwhile(_("Somebody saved while you were here. Nothing of yours is lost."))
