"""The inside of `./run bench import`: makes the file, or imports it, and says what it took."""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

HEADINGS = (
    "Namn", "E-post", "Telefon", "Adress", "Erfarenhet", "Roll", "Form", "Kanal", "Datum",
    "Skriftligt samtycke", "Samtyckesdatum", "Övrigt",
)  # fmt: skip


def make(path: Path, rows: int) -> None:
    """A register of so many invented people."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.append(["Register 2020"])
    sheet.append(HEADINGS)
    day = dt.date(2019, 1, 1)
    letters = "abcdefghij"
    for n in range(rows):
        name = "".join(letters[int(c)] for c in f"{n:05d}").capitalize()
        agreed = n % 10 != 0
        sheet.append(
            [f"Påhittad {name}", f"rad{n}@exempel.invalid", f"070-{n:07d}", f"Vägen {n}",
             f"Har väntat på vårdcentralen {n} gånger, och gått dit med en vän.", "patient",
             "workshop, fokusgrupp", "hemsidan", day, "ja" if agreed else None,
             day if agreed else None, "inget särskilt"]
        )  # fmt: skip
    book.save(path)


def run(path: Path) -> dict[str, Any]:
    """From the upload until everybody is written in."""
    import gc
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")

    django.setup()
    from django.core.management import call_command

    for database in ("default", "keystore"):
        call_command("migrate", database=database, verbosity=0)

    from erfara.foundation import clock
    from erfara.foundation.actors import Actor, Role
    from erfara.organisations import actions as organisations
    from erfara.people import import_queries
    from erfara.people.actions import imports
    from erfara.people.importing import columns, kept, reading
    from erfara.people.models import Contributor
    from erfara.workflows import importing

    at = clock.now()
    programme = organisations.create_programme(
        slug="matning", name="Mätningen", county="Påhittat län", by=Actor(Role.OPERATOR), at=at
    )
    by = Actor(Role.COORDINATOR, programme.pk)
    organisations.move_programme(
        programme=programme, transition="open", by=Actor(Role.ADMINISTRATOR, programme.pk), at=at
    )
    data = path.read_bytes()
    found: dict[str, Any] = {"megabytes": round(len(data) / 1e6, 1)}
    began = time.monotonic()
    look = reading.look(data)
    row = imports.take_in(
        programme=programme, data=data, look=look, source="Mätningen", by=by, at=at
    )
    found["look"] = round(time.monotonic() - began, 1)
    sheet = columns.guess_sheet(look.sheets)
    header = columns.guess_header(look.sheets[sheet]) or 1
    imports.choose_sheet(register_import=row, look=look, sheet=sheet, header=header, by=by, at=at)
    del data, look
    choice = importing.open_for(row, by, at, kept.CHOICE)[kept.CHOICE]
    imports.describe(
        register_import=row, choice=choice, said={"paper": True, "channel": "other"},
        mapping=import_queries.suggested(programme, choice["labels"]), by=by, at=at,
    )  # fmt: skip
    gc.freeze()  # as the worker does when it begins
    _timed(found, "read", lambda: importing.work(at))
    row.refresh_from_db()
    index = importing.open_for(row, by, at, kept.INDEX)[kept.INDEX]
    counts = {outcome: index["outcomes"].count(outcome) for outcome in set(index["outcomes"])}
    found |= {"rows": row.rows, "counts": counts}
    del index
    imports.confirm(register_import=row, counts=counts, by=by, at=at)

    def write() -> None:
        while row.state == "writing":
            importing.work(at)
            row.refresh_from_db()

    _timed(found, "write", write)
    found["in_register"] = Contributor.objects.filter(programme=programme).count()
    found["memory"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def _timed(found: dict[str, Any], name: str, work: Any) -> None:
    began, cpu = time.monotonic(), time.process_time()
    work()
    found[name] = round(time.monotonic() - began, 1)
    found[f"{name}_cpu"] = round(time.process_time() - cpu, 1)


if __name__ == "__main__":
    step, file, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if step == "make":
        make(file, rows)
        print("{}")
    else:
        print(json.dumps(run(file)))
