"""What one who speaks for a party finds in her own copy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.duties.actions import REPLY, WISH
from erfara.peersupport.duties.queries import answers_of
from erfara.people.own_copy import Copy, Entry, Field, register_part


def _answers(copy: Copy) -> list[Entry]:
    """What she has said yes to, for whom, and what she wrote about it."""
    found = []
    for row in answers_of(copy.person.pk):
        words = copy.open(row.blob, (WISH, REPLY))
        found.append(
            [
                Field("workplace", _("Workplace"), str(row.matrix.workplace.unit)),
                Field("for", _("You spoke for"), say(row.get_side_display()), row.side),
                Field("organisation", _("Organisation"), row.organisation),
                Field("version", _("Version"), row.matrix.version),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("answered_at", _("Answered"), row.answered_at),
                Field("how", _("How"), say(row.get_how_display()), row.how),
                Field("wish", _("What you wanted changed"), words.get(WISH)),
                Field("reply", _("Our answer"), words.get(REPLY)),
            ]
        )  # fmt: skip
    return found


def register() -> None:
    """Tell the copy."""
    register_part(
        "duties", _("Who does what, as you have agreed"), _answers, ["peersupport.dutyanswer"]
    )
