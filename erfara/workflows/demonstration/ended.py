"""Requests of the living county that became no loan: one for each reason, as a year leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import ends, requests
from erfara.people.models import Contributor
from erfara.workflows import lend

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

# Organisation, unit, purpose, days ago it came, days ago it ended, why, what was written, where.
ENDED = (
    ("Region Blåberg", "Habiliteringen", "E-tjänster i habiliteringen.", 320, 301, "nobody_fits",
     "Ingen hos oss har varit med om det. Hör gärna av er igen längre fram.", ""),
    ("Blåbergs kommun", "Äldreomsorgen", "Vad tycker de som bor på Granen?", 250, 243,
     "asked_elsewhere", "De som bor där vet bäst. Fråga dem först.",
     "De som bor på Granen, och husets närståenderåd."),
    ("Blåbergs kommun", "Kulturskolan", "Någon till en reklamfilm.", 205, 204, "declined",
     "Vi lånar inte ut någon till reklam.", ""),
)  # fmt: skip


@transaction.atomic
def play(county: County, folk: list[Contributor]) -> None:
    """All of them, the oldest first."""
    for organisation, unit, purpose, came, ended, why, words, where in ENDED:
        row = county.ask_for(organisation, unit, purpose, came)
        lend.end_request(
            request=row, end_reason=why, words=words, elsewhere=where, by=county.by,
            at=county.days(-ended),
        )  # fmt: skip
    _too_few(county, folk)
    _taken_back(county)
    _never_answered(county)


def _too_few(county: County, folk: list[Contributor]) -> None:
    """Four were asked: one yes, one no, one not now, and one who never answered."""
    row = county.ask_for("Region Blåberg", "Utvecklingsenheten", "Digitala möten i vården.", 180)
    county.prepare(row, 172)
    asked = county.ask(row, [folk[n] for n in (3, 1, 4, 5)], 170)
    for inquiry, answer in zip(asked, ("yes", "no", "not_now"), strict=False):
        county.answers(inquiry, answer, 166)
    lend.end_request(
        request=row, end_reason="too_few", by=county.by, at=county.days(-158),
        words="Bara en kunde vara med, och ingen ska behöva vara ensam. Vi försöker igen i höst.",
    )  # fmt: skip


def _taken_back(county: County) -> None:
    row = county.ask_for("Region Blåberg", "Tandvården", "Färgerna i väntrummet.", 140)
    requests.end(
        request=row, end_reason="withdrawn", words="Ombyggnaden blev inte av.",
        by=Actor(Role.BORROWER, county.programme.pk, row.contact_id), at=county.days(-131),
    )  # fmt: skip


def _never_answered(county: County) -> None:
    """A clearer assignment was asked for, twice reminded of, and never came."""
    system = Actor.system(county.programme.pk)
    row = county.ask_for("Region Blåberg", "Röntgen", "En patient i ledningsgruppen.", 115)
    requests.ask_to_clarify(
        request=row, what="Vad ska den som är med få vara med och bestämma?", by=county.by,
        by_day=clock.local_day(county.days(-95)), at=county.days(-108),
    )  # fmt: skip
    ends.remind_to_clarify(request=row, by=system, at=county.days(-101))
    ends.remind_to_clarify(request=row, by=system, at=county.days(-94))
    lend.let_lapse(request=row, by=system, at=county.days(-80))
