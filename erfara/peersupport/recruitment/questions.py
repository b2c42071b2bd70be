"""What an application asks: the same page by page, on paper and by phone.

No question is about an illness, a diagnosis or care. What she tells of her own is hers to choose.
"""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say

Label = str | Promise


class HalfTime(models.TextChoices):
    """Whether somebody could work at least half time."""

    YES = "yes", _("Yes")
    LATER = "later", _("Not now, but later")
    UNSURE = "unsure", _("I don’t know yet")


LABELS: dict[str, Label] = {
    "when_to_reach": _("When and how is it good to reach you?"),
    "why": _("Why do you want to do this?"),
    "own": _("What do you want to tell about what you have been through, and what has helped you "
             "on?"),
    "half_time": _("Could you work at least half time?"),
    "begins": _("When could you begin?"),
    "where": _("Where could you work?"),
    "practical": _("Is there anything that would make it work better for you?"),
}  # fmt: skip


def value_of(name: str, value: str | None) -> str | None:
    """An answer as it is read."""
    if name == "half_time" and value:
        return say(dict(HalfTime.choices).get(value, value))
    return value
