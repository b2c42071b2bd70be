"""Presentations in a living county: some public, one that waits for its yes, one to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from erfara.foundation.actors import Actor, Role
from erfara.people import actions as people
from erfara.people.actions import presentations
from erfara.people.facets import NONE, Facets
from erfara.people.models import Contributor, Presentation

SHARED = Facets("digital", "patient")
ALSO = (
    "Har bokat om en tid på nätet.", "Har fyllt i en lång blankett på telefonen.",
    "Har fått kallelsen i en app.", "Har läst sina provsvar på nätet.",
    "Har haft besök av vården på video.",
)  # fmt: skip
PUBLIC = (
    ("Posten som ingen öppnade", "letterbox",
     ("Jag vet hur det är när viktig post kommer på fem olika sätt. Fråga mig vad som gör att man "
     "förstår ett brev, och vad som gör att man lägger det åt sidan.")),
    ("Att vara den som kör", "bicycle",
     ("Någon i familjen behöver vård, och jag är den som håller i tiderna. Fråga mig vad "
     "närstående behöver få veta, och när.")),
    ("En stol bredvid", "chair",
     ("Jag har följt med andra till sådant som känns svårt. Jag hör vad som sägs, och det som inte "
     "sägs. Fråga mig vad den som sitter bredvid lägger märke till.")),
    ("Nya händer varje dag", "keys",
     ("Hemma hos mig gick människor in och ut. Fråga mig vad som gör att hjälp hemma känns trygg, "
     "och vad en nyckel betyder.")),
)  # fmt: skip


@transaction.atomic
def add(folk: Sequence[Contributor], by: Actor, start: datetime) -> None:
    """Write, send and approve, each by the one who does it."""
    for row, text in zip(folk, ALSO, strict=False):
        people.set_experiences(
            contributor=row, told=[people.Told(SHARED.role, text, area=SHARED.area)], shown=(),
            by=by, at=start - timedelta(days=60),
        )  # fmt: skip
    for number, (row, (title, picture, text)) in enumerate(zip(folk, PUBLIC, strict=False)):
        at = start - timedelta(days=50 - number)
        hers = Actor(Role.PERSON, row.programme_id, row.person_id)
        sent = _sent(row, title, text, SHARED if number < 2 else NONE, by, at)
        presentations.approve(presentation=sent, agrees=True, how="link", by=hers, at=at)
        presentations.choose_picture(
            presentation=sent, picture=picture, agrees=True, how="link", by=hers, at=at
        )
    waits, changes = folk[4], folk[5]
    _sent(
        waits, "Armen och allt det andra",
        "Jag var borta från det vanliga en tid. Fråga mig vad som hjälpte mig tillbaka.", NONE, by,
        start - timedelta(days=4),
    )  # fmt: skip
    wished = _sent(
        changes, "Bakom disken",
        "Jag har suttit på båda sidor av en disk. Fråga mig hur ett första möte kan börja.", NONE,
        by, start - timedelta(days=9),
    )  # fmt: skip
    presentations.wish(
        presentation=wished, words="Skriv gärna att jag också fick bra hjälp.",
        by=Actor(Role.PERSON, changes.programme_id, changes.person_id),
        at=start - timedelta(days=2),
    )  # fmt: skip


def _sent(
    row: Contributor, title: str, text: str, facets: Facets, by: Actor, at: datetime
) -> Presentation:
    draft = presentations.write(
        contributor=row, title=title, text=text, facets=facets, by=by, at=at
    )
    return presentations.send(presentation=draft, found=[], looked_at=[], by=by, at=at)
