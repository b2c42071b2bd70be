"""A loan's papers for the county's registry (diarium), as one file: the papers, and what they are.

The registry reads the metadata by machine (XML, CSV) or by eye (a text in Swedish). It is always in
Swedish: it is kept by a Swedish authority. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from xml.etree import ElementTree

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say

# Zip files can't say "no time"; this is the first one they know.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
AGREEMENT, ASSIGNMENT, REQUEST, OUTCOMES = "agreement", "assignment", "request", "outcomes"
# What the registry calls each kind of paper (handlingstyp).
KINDS: dict[str, str | Promise] = {
    AGREEMENT: _("agreement"),
    ASSIGNMENT: _("description of the assignment"),
    REQUEST: _("request"),
    OUTCOMES: _("declarations of conflicts of interest, what they led to"),
}
# The registry's own fields, in its own order. They are names in a format, not texts.
FIELDS = (
    "nr", "handlingstyp", "rubrik", "upprattad", "inkommen", "avsandare", "mottagare",
    "sekretess", "lagrum", "fil", "format", "storlek_byte", "sha256",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `made` is when it was drawn up here, `came_in` when it came from outside."""

    kind: str
    title: str
    file: str
    data: bytes
    made: date | None = None
    came_in: date | None = None
    sender: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What the papers belong to. `secret` and `law` as the county has decided."""

    no: int
    title: str
    diary_number: str
    keeper: str
    secret: bool
    law: str
    made_on: date


def _rows(case: Case, papers: Sequence[Paper]) -> list[dict[str, str]]:
    """The metadata of each paper, field by field, all as text."""
    found = []
    for number, paper in enumerate(papers, start=1):
        values = (
            str(number), say(KINDS[paper.kind]), paper.title, _day(paper.made),
            _day(paper.came_in), paper.sender, paper.receiver, "ja" if case.secret else "nej",
            case.law if case.secret else "", paper.file, "application/pdf",
            str(len(paper.data)), sha256(paper.data).hexdigest(),
        )  # fmt: skip
        found.append(dict(zip(FIELDS, values, strict=True)))
    return found


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _xml(case: Case, rows: Sequence[dict[str, str]]) -> bytes:
    root = ElementTree.Element("arende", {"version": "1"})
    for name, value in (
        ("diarienummer", case.diary_number), ("arendenummer_avsandare", str(case.no)),
        ("arendemening", case.title), ("arkivbildare", case.keeper),
        ("uttag", case.made_on.isoformat()), ("antal_filer", str(len(rows))),
    ):  # fmt: skip
        ElementTree.SubElement(root, name).text = value
    papers = ElementTree.SubElement(root, "handlingar")
    for row in rows:
        paper = ElementTree.SubElement(papers, "handling")
        for name, value in row.items():
            ElementTree.SubElement(paper, name).text = value
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _csv(rows: Sequence[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FIELDS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    # With the mark that spreadsheets need to read Swedish letters.
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """A cell that a spreadsheet doesn't take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _readme(case: Case, rows: Sequence[dict[str, str]]) -> bytes:
    secrecy = f"ja, {case.law}".rstrip(", ") if case.secret else "nej"
    lines = [
        say(_("Papers for the registry")), "",
        say(_("Case: {title}"), title=case.title),
        say(_("From: {keeper}"), keeper=case.keeper),
        say(_("Taken out: {day}"), day=case.made_on.isoformat()),
        say(_("Diary number: {number}"), number=case.diary_number or "–"),
        say(_("Number of files: {number}"), number=len(rows)),
        say(_("Secrecy: {answer}"), answer=secrecy),
        "",
        say(_("The same is in metadata.xml and metadata.csv (semicolons, UTF-8).")),
        say(_("sha256 is a fingerprint: it is another one if a file has been changed.")),
        say(_("People who took part are numbers, unless the agreement itself names somebody.")),
        "",
    ]  # fmt: skip
    lines += [f"{row['nr']}. {row['handlingstyp']}: {row['rubrik']} ({row['fil']})" for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode()


def build(case: Case, papers: Sequence[Paper]) -> bytes:
    """The zip file's bytes."""
    with translation.override("sv"):
        rows = _rows(case, papers)
        files = [
            ("LAS-MIG.txt", _readme(case, rows)),
            ("metadata.csv", _csv(rows)),
            ("metadata.xml", _xml(case, rows)),
            *((paper.file, paper.data) for paper in papers),
        ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            pack.writestr(entry, data)
    return out.getvalue()
