"""Files with registers for tests, brought as far as a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from erfara.organisations.models import Programme
from erfara.people import import_queries
from erfara.people.actions import imports
from erfara.people.importing import columns, judging, kept, reading
from erfara.people.models import Contributor, RegisterImport
from erfara.workflows import importing
from tests import factories

_numbers = count(1000)
HEADINGS = ("Namn", "E-post", "Telefon", "Erfarenhet", "Roll", "Samtycke", "Samtyckesdatum")


def csv(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV file as Swedish Excel writes it."""
    return "\r\n".join(";".join(row) for row in [headings, *rows]).encode("utf-8-sig")


def new_name() -> str:
    """Somebody who has not been in a file before."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(next(_numbers)))
    return f"Anna{letters}"


def described(of: Programme, data: bytes, at: datetime, **said: Any) -> RegisterImport:
    """A file that has come, with columns as they are guessed; the worker's turn is next."""
    by = factories.system(of)
    look = reading.look(data)
    row = imports.take_in(
        programme=of, data=data, look=look, source="Det gamla registret", by=by, at=at
    )
    sheet = columns.guess_sheet(look.sheets)
    header = columns.guess_header(look.sheets[sheet])
    assert header is not None
    imports.choose_sheet(register_import=row, look=look, sheet=sheet, header=header, by=by, at=at)
    choice = importing.open_for(row, by, at, kept.CHOICE)[kept.CHOICE]
    return imports.describe(
        register_import=row, choice=choice, by=by, at=at,
        mapping=import_queries.suggested(of, choice["labels"]),
        said={"paper": True, "channel": "other", "role": "patient", "hidden": "take", **said},
    )  # fmt: skip


def reviewed(of: Programme, data: bytes, at: datetime, **said: Any) -> RegisterImport:
    """A file whose rows are to be looked through."""
    row = described(of, data, at, **said)
    importing.work(at)
    row.refresh_from_db()
    assert row.state == "review", row.trouble
    return row


def judged(row: RegisterImport, at: datetime) -> dict[int, dict[str, Any]]:
    """Row number → how it was judged."""
    by = factories.system(row.programme)
    names = [kept.chunk_name(n) for n in range(row.chunks)]
    opened = importing.open_for(row, by, at, *names)
    return {int(n): one for chunk in opened.values() for n, one in chunk.items()}


def counts(row: RegisterImport, at: datetime) -> dict[str, int]:
    """Outcome → how many rows."""
    by = factories.system(row.programme)
    index = importing.open_for(row, by, at, kept.INDEX)[kept.INDEX]
    return {outcome: index["outcomes"].count(outcome) for outcome in judging.OUTCOMES}


def confirmed(of: Programme, data: bytes, at: datetime, **said: Any) -> RegisterImport:
    """A file that is to be written in; the worker's turn is next."""
    row = reviewed(of, data, at, **said)
    imports.confirm(register_import=row, counts=counts(row, at), by=factories.system(of), at=at)
    return row


def written(of: Programme, data: bytes, at: datetime, **said: Any) -> RegisterImport:
    """A file that is written in."""
    row = confirmed(of, data, at, **said)
    while row.state == "writing":
        importing.work(at)
        row.refresh_from_db()
    assert row.state in {"done", "erased"}, row.trouble
    return row


def waiting(of: Programme, state: str, at: datetime) -> RegisterImport:
    """A file in a state in which it waits for the coordinator."""
    data = csv([[new_name(), f"{new_name()}@exempel.invalid", *[""] * 5], ["Utan Väg", *[""] * 6]])
    if state == "stuck":
        row = described(of, data, at)
        importing._stop(row, "fault", at)
        return row
    if state == "done":
        return written(of, data, at)
    row = reviewed(of, data, at)
    if state == "described":
        imports.describe_again(register_import=row, by=factories.system(of), at=at)
    return row


def fill(life: Any, now: datetime) -> None:
    """Into a life of the world: somebody from an old register who is asked, and files that wait."""
    programme, of, filed = life.programme, life.identity("asked"), life.identity("filed")
    story = f"Jag {life.word('asked', 'story')}."
    row = [of["name"], of["email"], of["phone"], story, "", "", ""]
    old = written(programme, csv([row, ["Utan väg", *[""] * 6]]), now)
    life.things["import done"] = old
    life.people["asked"] = Contributor.objects.get(came_with=old)
    life.things["contributor asked"] = life.people["asked"]
    more = [filed["name"], filed["email"], "", "", ""]
    life.things["import review"] = reviewed(programme, csv([[*more, "", ""]]), now)
    life.things["import described"] = imports.describe_again(
        register_import=reviewed(programme, csv([[*more, "", "ja"]]), now), by=life.by, at=now
    )
