"""Three in the living county: one with protected details, one who rests, one written down twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from erfara.foundation.actors import Actor
from erfara.people import actions as people
from erfara.people.actions import signs
from erfara.people.models.consents import How

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


def play(county: County) -> None:
    """Written down, and what time has done to one of them."""
    programme, by = county.programme, county.by
    people.register(
        programme=programme, protected=True, channel="personal", how=How.PHONE,
        identity={"name": "Ylva Sagoson", "email": "", "phone": "070-0000041", "address": ""},
        told=[people.Told("patient", "Har bytt vårdcentral flera gånger.")],
        forms=["interview_phone", "lecture"], consents=["register"], by=by, at=county.days(-150),
    )  # fmt: skip
    twice = "maja.p@exempel.invalid"
    people.note_interest(
        programme=programme, channel="web", by=by, at=county.days(-3),
        identity={"name": "Påhittad, Maja", "email": twice, "phone": "", "address": ""},
    )  # fmt: skip
    quiet = people.register(
        programme=programme, channel="other", how=How.PAPER,
        identity={"name": "Vidar Låtsas", "email": "vidar@exempel.invalid", "phone": "070-0000042",
                  "address": ""},
        told=[people.Told("relative", "Har en bror som bor i gruppbostad.")],
        forms=["focus_group"], consents=["register", "email"], by=by, at=county.days(-455),
    )  # fmt: skip
    system = Actor.system(programme.pk)
    silence = signs.ask_still(contributor=quiet, by=system, at=county.days(-75))
    if silence is not None:
        signs.note_reminded(silence=silence, by=system, at=county.days(-45))
        signs.let_rest(silence=silence, by=system, at=county.days(-15))
