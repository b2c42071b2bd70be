"""A messy register of sixty rows, as real ones are: made here, with a trap in almost every row."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

HEADINGS = (
    "Namn", "Mail", "Telefon", "Adress", "Ort", "Erfarenhet", "Roll", "Form", "Kom via",
    "Datum", "Födelseår", "Skriftligt samtycke", "Datum för samtycke", "Skyddad", "Övrigt",
)  # fmt: skip
# What each row is there for → how many rows of it. The sum is sixty.
CANARY = "Zebrafink"


def rows() -> list[tuple[object, ...]]:
    """The rows beneath the headings."""
    day = dt.date(2019, 5, 2)
    made: list[tuple[object, ...]] = []

    def add(name: str, **cells: object) -> None:
        n = len(made) + 1
        base: dict[str, object] = {
            "Namn": name, "Mail": f"rad{n}@exempel.invalid", "Telefon": f"070-555 {n:02d} 00",
            "Adress": f"Påhittade gatan {n}", "Ort": "Påhittköping",
            "Erfarenhet": f"Har väntat på vårdcentralen, {n} gånger.", "Roll": "patient",
            "Form": "fokusgrupp, workshop", "Kom via": "hemsidan", "Datum": dt.date(2019, 3, 1),
            "Födelseår": None, "Skriftligt samtycke": "ja", "Datum för samtycke": day,
            "Skyddad": None, "Övrigt": "ring inte på förmiddagen",
        }  # fmt: skip
        made.append(tuple((base | cells)[heading] for heading in HEADINGS))

    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXY":  # 25 clear ones
        add(f"{CANARY} Klar {letter}")
    for said in ("ja?", "muntligt", "se mail", None, "Ja, på mötet"):  # 5 to be asked
        add(f"{CANARY} Frågas", **{"Skriftligt samtycke": said})
    add(f"{CANARY} Utandatum", **{"Datum för samtycke": None})  # asked
    add(f"{CANARY} Vecka", **{"Datum för samtycke": "v 42 2020"})  # asked: no day to hold on to
    add(f"{CANARY} Sanefalskt", **{"Skriftligt samtycke": False})  # asked
    add(f"{CANARY} Utanmail", **{"Mail": None, "Skriftligt samtycke": None})  # to phone
    add(f"{CANARY} Barabrev", **{"Mail": None, "Telefon": None, "Skriftligt samtycke": "?"})
    add(f"{CANARY} Nej", **{"Skriftligt samtycke": "nej"})  # left out
    for when in ("v 42 2020", "hösten 2019", "03/04/20", "03/04/2020", "2019", 43556):  # 6 stops
        add(f"{CANARY} Dag", Datum=when)
    for year in (56, "1956-02-30 1956", "560101-1234"):  # 3 stops
        add(f"{CANARY} Född", Födelseår=year)
    add(f"{CANARY} Årtal", Födelseår=1956)  # goes in, the year is not kept
    add(f"{CANARY} Tvåmail", Mail="a@exempel.invalid; b@exempel.invalid")
    add(f"{CANARY} Tvånummer", Telefon="070-123 45 67 / 016-12 34 56")
    add(f"{CANARY} Anna och {CANARY} Bo")
    add(f"{CANARY} Siffertel", Telefon=705551234)  # the nought is put back, and said
    add(f"{CANARY} Dubblett", Mail="rad1@exempel.invalid", Telefon=None)
    add(f"{CANARY} Sammatelefon", Telefon="0705550200")
    add(f"{CANARY} Nåsinte", Mail=None, Telefon=None, Adress=None, Ort=None)
    add(f"{CANARY} Formel", Datum="=TODAY()-4000")
    add(f"{CANARY} Skyddadett", Skyddad="ja")
    add(f"{CANARY} Skyddadtvå", Övrigt="OBS sekretessmarkering!")
    add(f"{CANARY} Okändform", Form="fokusgrupp, quiz")
    add(f"{CANARY} Struken")
    add(f"{CANARY} Dold")
    assert len(made) == 59, len(made)
    return made


def book(*, extra_sheet: bool = True) -> bytes:
    """The workbook: titles above, merged headings, several sheets, totals beneath."""
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    first.title = "Läs mig"
    first["A1"] = "Registret ligger på nästa flik"
    sheet = workbook.create_sheet("Erfarna 2019–2021")
    sheet["A1"] = "Levande biblioteket, Påhittat län"
    sheet["A2"] = "Uppdaterad av olika personer"
    sheet["A4"], sheet["B4"], sheet["L4"] = "Namn", "Kontakt", "GDPR"
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("B4:E4")
    sheet.merge_cells("L4:M4")
    for column, heading in enumerate(HEADINGS, start=1):
        if column > 1:
            sheet.cell(5, column, heading)
    made = rows()
    for at, cells in enumerate(made, start=6):
        for column, value in enumerate(cells, start=1):
            sheet.cell(at, column, value)
    last = 5 + len(made)
    for column in range(1, len(HEADINGS) + 1):
        sheet.cell(last - 1, column).font = Font(strike=True)
    sheet.row_dimensions[last].hidden = True
    sheet.column_dimensions["O"].hidden = True
    # The first person once more, in all as her first row stands.
    for column, value in enumerate(made[0], start=1):
        sheet.cell(last + 1, column, value)
    sheet.cell(last + 3, 1, "Totalt antal:")
    sheet.cell(last + 3, 2, 60)
    if extra_sheet:
        workbook.create_sheet("Gamla").sheet_state = "hidden"
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()
