"""Whatever is sent: a table as it stands, or one refusal. Nothing else is ever raised."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from erfara.people.importing import columns, reading, values
from erfara.people.importing.reading import Cell, Unreadable
from tests.unit.people import messy

TABLE = "Namn;E-post;Ort\r\nÅsa Öberg;asa@exempel.invalid;Älvdalen\r\n"


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as why:
        reading.look(data)
    return why.value.code


def cell(row: reading.Row, at: int) -> Cell:
    found = row.cells[at]
    assert found is not None
    return found


def texts(data: bytes, **how) -> list[list[str]]:
    return [[c.text if c else "" for c in row.cells] for row in reading.rows(data, **how)]


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_letters_are_read_right(encoding):
    data = TABLE.encode(encoding)
    assert texts(data)[1] == ["Åsa Öberg", "asa@exempel.invalid", "Älvdalen"]
    assert reading.look(data).encodings == []


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_letters_are_recognised_or_asked_about(encoding):
    data = TABLE.encode(encoding)
    look = reading.look(data)
    assert look.encoding == encoding or encoding in dict(look.encodings)
    assert texts(data, encoding=encoding)[1][0] == "Åsa Öberg"


def test_letters_that_can_be_read_several_ways_are_said():
    """One odd letter: a Windows dash or a Mac ñ. The file doesn't tell, so it is asked."""
    look = reading.look("Namn;E-post\r\nAnna – Ek;a@exempel.invalid\r\n".encode("cp1252"))
    assert [name for name, _words in look.encodings][:1] == [look.encoding]
    assert len(look.encodings) == 3


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_what_stands_between_is_found(mark):
    text = f'Namn{mark}Adress\nAnna{mark}"Vägen 1{mark} uppgång B\nandra våningen"\n'
    assert texts(text.encode())[1] == ["Anna", f"Vägen 1{mark} uppgång B\nandra våningen".replace(
        "\t", " ")]  # fmt: skip


def test_excel_s_own_line_about_the_mark_is_no_row():
    assert texts(b"sep=|\nNamn|Ort\nAnna|Berg\n") == [["Namn", "Ort"], ["Anna", "Berg"]]


def test_a_sheet_as_it_stands():
    look = reading.look(messy.book())
    at = columns.guess_sheet(look.sheets)
    sheet = look.sheets[at]
    assert (sheet.name, columns.guess_header(sheet)) == ("Erfarna 2019–2021", 5)
    assert sheet.hidden_columns == [15]
    assert sheet.hidden_rows == 1
    assert look.sheets[2].hidden
    labels = columns.headings(sheet, 5)
    assert labels[:2] == ["Namn", "Kontakt: Mail"]
    rows = {row.number: row for row in reading.rows(messy.book(), at)}
    assert cell(rows[63], 0).struck
    assert rows[64].hidden
    assert rows[6].cells[9] == Cell("2019-03-01", reading.DATE)
    assert cell(rows[59], 9).kind == reading.UNCOUNTED


def test_values_of_all_kinds():
    book = Workbook()
    sheet = book.active
    struck, not_struck = InlineFont(strike=True), InlineFont(b=True)
    sheet.append([True, 3.5, 701234567, dt.date(2020, 1, 2), "a\u200bb", "#N/A"])
    sheet["G1"] = CellRichText([TextBlock(struck, "Anna"), TextBlock(struck, " Ek")])
    sheet["H1"] = CellRichText([TextBlock(struck, "070"), TextBlock(not_struck, " 016")])
    sheet["I1"] = "whole"
    sheet["I1"].font = Font(strike=True)
    (row,) = reading.rows(saved(book))
    kinds = [cell(row, n).kind for n in range(4)]
    assert kinds == [reading.BOOL, reading.NUMBER, reading.NUMBER, reading.DATE]
    assert [cell(row, n).text for n in range(4)] == ["1", "3.5", "701234567", "2020-01-02"]
    assert [cell(row, n).struck for n in (6, 7, 8)] == [True, False, True]


def test_hostile_files_are_refused_before_they_unpack():
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _n in range(300):
                part.write(b"\0" * 1_000_000)
    assert refused(bomb.getvalue()) == "bomb"
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for n in range(2_100):
            archive.writestr(f"{n}", "")
    assert refused(many.getvalue()) == "bomb"


def excels_own() -> bytes:
    """A book as Excel writes it: texts in a table of their own, some crossed out in part."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Register")
    struck = book.add_format({"font_strikeout": True})
    plain = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["Namn", "E-post"])
    sheet.write_row(1, 0, ["Åsa Ek", "asa@exempel.invalid"])
    sheet.write_rich_string(2, 0, struck, "Bo", struck, " Ek")
    sheet.write_rich_string(3, 0, struck, "Bo", plain, " Berg")
    sheet.write_formula(4, 0, '="Anna"', None, "Anna")
    book.close()
    return out.getvalue()


def test_a_book_as_excel_writes_it():
    rows = list(reading.rows(excels_own()))
    assert [cell(row, 0).text for row in rows] == ["Namn", "Åsa Ek", "Bo Ek", "Bo Berg", "Anna"]
    assert [cell(row, 0).struck for row in rows] == [False, False, True, False, False]
    assert cell(rows[4], 0).formula


def with_part(name: str, change, book=messy.book) -> bytes:
    """A book with one of its parts changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book())) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return out.getvalue()


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/workbook.xml",
             "xl/styles.xml"],
)  # fmt: skip
def test_entities_never_expand(part):
    lol = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    book = excels_own if "shared" in part else messy.book
    data = with_part(part, lambda old: lol + old.split(b"?>", 1)[-1], book)
    assert refused(data) in {"bomb", "corrupt"}


def test_each_wrong_kind_has_a_sentence_of_its_own():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    ods = BytesIO()
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refused(ole) == "xls"
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")) == "locked"
    assert refused(ods.getvalue()) == "ods"
    assert refused(b"%PDF-1.4") == "other"
    assert refused(b"") == refused(b"\r\n ;;\r\n") == "empty"
    assert refused(b"<html><table>") == "xls"
    assert refused(b"x" * (reading.MAX_BYTES + 1)) == "too_big"
    assert refused(messy.book()[:9_000]) == "cut_off"
    assert refused(bytes(range(1, 255)) * 9) == "other"


def test_too_much_is_refused_by_name():
    wide = ";".join(f"k{n}" for n in range(reading.MAX_COLUMNS + 1)).encode() + b"\n"
    with pytest.raises(Unreadable, match="too_many_columns"):
        list(reading.rows(wide * 3))
    with pytest.raises(Unreadable, match="too_many_rows"):
        list(reading.rows(b"a;b\n" * (reading.MAX_ROWS + 1)))
    with pytest.raises(Unreadable, match="long_cell"):
        list(reading.rows(b"a;b\n" + b"x" * (reading.MAX_CHARACTERS + 1) + b";y\n"))


def everything(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        look = reading.look(data)
        for at in range(len(look.sheets)):
            for row in reading.rows(data, at):
                assert row.number > 0


@given(st.binary(max_size=3_000))
@settings(max_examples=150)
def test_any_bytes(data):
    everything(data)


@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"]))
@settings(max_examples=150)
def test_any_text(text, encoding):
    everything(text.encode(encoding, "ignore"))


BOOK = messy.book(extra_sheet=False)


@given(st.integers(0, len(BOOK) - 1), st.integers(0, 255), st.integers(0, len(BOOK)))
@settings(max_examples=120)
def test_any_damage(place, byte, end):
    data = bytearray(BOOK)
    data[place] = byte
    everything(bytes(data))
    everything(bytes(data[:end]))


@given(st.binary(max_size=300), st.integers(0, 5_000))
@settings(max_examples=60)
def test_any_damage_within(noise, place):
    everything(with_part("xl/worksheets/sheet2.xml", lambda old: old[:place] + noise + old[place:]))


TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "code"),
    [("v 42 2020", "day_vague"), ("vecka 42", "day_vague"), ("hösten 2019", "day_vague"),
     ("2019", "day_vague"), ("mars 2019", "day_vague"), ("03/04/20", "day_short_year"),
     ("200304", "day_short_year"), ("03/04/2020", "day_two_ways"), ("2031-01-01", "day_ahead"),
     ("igår", "day_odd"), ("2020-02-30", "day_odd")],
)  # fmt: skip
def test_no_day_is_guessed(text, code):
    with pytest.raises(values.Doubt) as why:
        values.day(Cell(text), TODAY)
    assert why.value.code == code


@pytest.mark.parametrize(
    ("text", "day"),
    [("2020-04-03", (2020, 4, 3)), ("13/4/2020", (2020, 4, 13)), ("12 mars 2019", (2019, 3, 12)),
     ("20200403", (2020, 4, 3)), ("3.4.2020", (2020, 4, 3))],
)  # fmt: skip
def test_a_day_that_can_be_read_in_one_way(text, day):
    assert values.day(Cell(text), TODAY) == dt.date(*day)


def test_a_lost_date_says_what_it_could_be():
    with pytest.raises(values.Doubt) as why:
        values.day(Cell("43556", reading.NUMBER), TODAY)
    assert (why.value.code, why.value.what) == ("day_number", "2019-04-01")


@pytest.mark.parametrize(
    ("text", "said"),
    [("ja", "yes"), ("JA", "yes"), ("x", "yes"), ("ja, skriftligt 2019-03-04", "yes"),
     ("skriftligt", "yes"), ("nej", "no"), ("ja?", "doubt"), ("muntligt", "doubt"),
     ("se mail", "doubt"), ("?", "doubt"), ("ja kanske", "doubt"), ("", "")],
)  # fmt: skip
def test_only_a_clear_yes_is_a_yes(text, said):
    assert values.yes(Cell(text)) == said


@pytest.mark.parametrize(
    ("text", "code"),
    [("a@b.se, c@d.se", "email_two"), ("a@b.se c@d.se", "email_two"), ("anna(at)b.se", "email_odd"),
     ("anna@", "email_odd"), ("saknas", "email_odd")],
)  # fmt: skip
def test_an_address_is_one_address(text, code):
    with pytest.raises(values.Doubt) as why:
        values.email(text)
    assert why.value.code == code


def test_an_address_with_a_name_around_it():
    assert values.email("Anna Ek <anna@exempel.invalid>") == "anna@exempel.invalid"


@pytest.mark.parametrize("text", ["skyddad", "Sekretessmarkering", "hemlig adress", "kvarskriven"])
def test_protection_is_seen_wherever_it_stands(text):
    assert values.is_protected(f"obs {text}!")
    assert values.marks_protected(Cell("ja?"))
    assert not values.marks_protected(Cell("nej"))
