"""A register from before, in the living county: its rows wait to be looked through.

A few made-up lines as a project leaves them behind: a title above the headings, a date in
words, two addresses in a cell, one who is here already, one line of a protected person, a sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from erfara.people.actions import imports
from erfara.people.importing import columns, reading
from erfara.workflows import importing

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

FILE = """Blåbergsprojektet: intresserade;;;;;;;
Uppdaterat v 42 2022;;;;;;;
;;;;;;;
Namn;Mejl;Telefon;Erfarenhet;Som;Skriftligt samtycke;Datum för samtycke;Skyddad
Asta Låtsas;asta@exempel.invalid;070-000 04 01;Fick hemtjänst en vinter.;patient;ja;2022-03-14;
Bosse Påhittad;bo@exempel.invalid, bo.p@exempel.invalid;;Väntade länge.;patient;ja;2022-03-14;
Cecilia Exempelsson;cecilia@exempel.invalid;;Följde pappa till vårdcentralen.;närstående;ja;i mars;
Dagny Sagoson;;070-000 04 04;Har haft god man.;klient;ja;2022-04-02;
Elof Låtsas;elof@exempel.invalid;;Bröt foten på jobbet.;patient;muntligt;;
Maja Påhittad;maja@exempel.invalid;;Har berättat förr.;patient;ja;2022-03-14;
Frida utan adress;;;Syster till en som fick stöd.;närstående;ja;2022-05-11;
Gösta Exempelsson;gosta@exempel.invalid;;;patient;nej;;
Skyddad Sagoson;s@exempel.invalid;;;patient;ja;2022-03-14;ja
Hedvig Låtsas;hedvig@exempel.invalid;;Lämnar blodprov var tredje månad.;patient;ja;2022-05-11;
Summa: 10;;;;;;;
"""


def play(county: County) -> None:
    """It came yesterday, was described, and has been read."""
    data, by, at = FILE.encode(), county.by, county.days(-1)
    look = reading.look(data)
    row = imports.take_in(
        programme=county.programme, data=data, look=look, source="Blåbergsprojektet, 2020–2022",
        by=by, at=at,
    )  # fmt: skip
    header = columns.guess_header(look.sheets[0]) or 1
    imports.choose_sheet(register_import=row, look=look, sheet=0, header=header, by=by, at=at)
    labels = columns.headings(look.sheets[0], header)
    imports.describe(
        register_import=row,
        choice={"sheet": 0, "header": header, "encoding": look.encoding, "labels": labels},
        mapping=columns.suggest(labels), by=by, at=at,
        said={"paper": True, "role": "", "channel": "other", "hidden": "take"},
    )  # fmt: skip
    importing.work(at)
