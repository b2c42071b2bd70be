"""What stands in a cell, read without guessing: a value, or a problem that names what to write.

Codes, not sentences: `saying` has the words. A problem that `STOPS` has to be mended or the cell
left out; the others are said beside the row.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from erfara.foundation.forms import parse
from erfara.foundation.numbers import has_personal_number
from erfara.people.importing import reading
from erfara.people.importing.columns import folded
from erfara.people.importing.reading import Cell

EXCEL_DAYS = range(20_000, 60_000)  # 1954 to 2064, as the numbers that Excel keeps days as
_EMAIL = EmailValidator()
_ADDRESS = re.compile(r"[^\s<>;,()\"]+@[^\s<>;,()\"]+")
_PROTECTED = re.compile(
    r"skyddad|skyddat|sekretess|kvarskriv|hemlig(?:t|a)?\s+(?:adress|identitet|nummer|nr|tel)|"
    r"protected identity", re.IGNORECASE,
)  # fmt: skip
# A word that each of those begins with; looking for these five is much cheaper.
_PERHAPS = ("skydd", "sekretess", "kvarskr", "heml", "protected")
_NO = frozenset("nej no n ej inte 0 falskt falsk false nix".split())
_YES = frozenset("ja yes j y x 1 sant sann true ok japp".split())
_VAGUE = re.compile(r"^\W*(v\.?|vecka|hösten|våren|sommaren|vintern|ht|vt|q[1-4]|början|slutet|"
                    r"mitten|ca|cirka|omkring|runt)\W*\d*", re.IGNORECASE)  # fmt: skip
ROLES = {
    "patient": "patient", "patienten": "patient", "egen erfarenhet": "", "brukare": "user",
    "användare": "user", "user": "user", "klient": "client", "client": "client",
    "anhörig": "relative", "närstående": "relative", "förälder": "relative", "relative": "relative",
    "mamma": "relative", "pappa": "relative", "följeslagare": "companion",
    "ledsagare": "companion", "companion": "companion", "medföljande": "companion",
}  # fmt: skip
FORMS = {
    "workshop": "workshop", "workshops": "workshop", "fokusgrupp": "focus_group",
    "fokusgrupper": "focus_group", "focus group": "focus_group",
    "telefonintervju": "interview_phone", "intervju per telefon": "interview_phone",
    "intervju": "interview", "intervjuer": "interview", "interview": "interview",
    "möte": "meeting", "möten": "meeting", "meeting": "meeting", "föreläsning": "lecture",
    "föreläsningar": "lecture", "föreläsa": "lecture", "lecture": "lecture", "foto": "photo",
    "ledningsgrupp": "management_group", "referensgrupp": "reference_group",
    "arbetsgrupp": "process", "process": "process", "utbildning": "education",
    "education": "education", "stöduppdrag": "support", "stöd": "support",
}  # fmt: skip
CHANNELS = {
    "personlig kontakt": "personal", "bekant": "personal", "mun till mun": "personal",
    "personligen": "personal", "personal": "personal", "webb": "web", "webben": "web",
    "hemsida": "web", "hemsidan": "web", "webbplats": "web", "web": "web", "internet": "web",
    "uppdrag": "assignment", "brukarorganisation": "user_organisation",
    "brukarförening": "user_organisation", "förening": "user_organisation",
    "patientförening": "user_organisation", "anhörigcentrum": "relatives_centre", "1177": "1177",
    "kampanj": "campaign", "annons": "campaign", "tidning": "campaign", "facebook": "campaign",
    "annat": "other", "övrigt": "other", "other": "other",
}  # fmt: skip


@dataclass(slots=True)
class Read:
    """A row as it was understood: values by field, and problems as [code, field, what]."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[list[str]] = field(default_factory=list)

    def wrong(self, code: str, name: str, what: str = "") -> None:
        self.problems.append([code, name, what])


class Doubt(Exception):
    """A cell that isn't understood: the code of why, and what it could have meant."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


def is_protected(text: str) -> bool:
    """Whether a text, wherever it stands in a row, speaks of protected identity."""
    plain = text.casefold()
    return any(word in plain for word in _PERHAPS) and _PROTECTED.search(text) is not None


def marks_protected(cell: Cell | None) -> bool:
    """Whether the cell of a column for it marks somebody. Anything but a clear no does."""
    return cell is not None and bool(cell.text) and folded(cell.text) not in _NO


def name(text: str) -> str:
    """One person's name."""
    plain = " ".join(text.split())
    if "@" in plain or re.search(r"(?<!\w)\d", plain):
        raise Doubt("name_odd")
    if re.search(r"\s(?:och|and|samt)\s|[&/+]", plain, re.IGNORECASE):
        raise Doubt("name_two")
    if len(plain) > 160:
        raise Doubt("too_long")
    return plain


def email(text: str) -> str:
    """One address."""
    found: list[str] = [one.removeprefix("mailto:").strip(".'") for one in _ADDRESS.findall(text)]
    different = {one.casefold() for one in found}
    if len(different) > 1:
        raise Doubt("email_two")
    if not found:
        raise Doubt("email_odd")
    rest = text.replace(found[0], "").replace("mailto:", "")
    if "@" in rest and len(found) == 1:
        raise Doubt("email_odd")
    try:
        _EMAIL(found[0])
    except ValidationError:
        raise Doubt("email_odd") from None
    if len(found[0]) > 254:
        raise Doubt("too_long")
    return found[0]


def phone(cell: Cell, read: Read) -> str:
    """One number, in the form it is kept. A nought that Excel took away is put back, and said."""
    text = cell.text
    if cell.kind == reading.NUMBER and re.fullmatch(r"7\d{8}", text):
        read.wrong("phone_nought", "phone", "0" + text)
        text = "0" + text
    digits = re.sub(r"\D", "", text)
    if re.search(r"[/;,]|\s(?:eller|och|or|and)\s", text) and len(digits) > 12:
        raise Doubt("phone_two")
    try:
        return parse.phone(text)
    except ValueError:
        raise Doubt("phone_two" if len(digits) > 15 else "phone_odd") from None


def day(cell: Cell, today: dt.date) -> dt.date:
    """A day that can be read in one way only, and has been."""
    text = cell.text.strip()
    if cell.kind == reading.NUMBER:
        if text.isdigit() and int(text) in EXCEL_DAYS:
            meant = dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
            raise Doubt("day_number", meant.isoformat())
        if not re.fullmatch(r"(19|20)\d{6}", text):
            raise Doubt("day_odd")
    if cell.kind == reading.BOOL:
        raise Doubt("day_odd")
    if _VAGUE.match(text):
        raise Doubt("day_vague")
    if match := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text):
        first, second = int(match[1]), int(match[2])
        if first <= 12 and second <= 12 and first != second:
            raise Doubt("day_two_ways")
    if re.fullmatch(r"\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]\s?\d{2}|\d{6}", text):
        raise Doubt("day_short_year")
    if re.fullmatch(r"\d{4}(?:[-/. ]\d{1,2})?|\D+\s?\d{4}", text) and not re.search(
        r"\d\s?[a-zåäö]", text
    ):
        raise Doubt("day_vague")
    try:
        found = parse.date(text)
    except ValueError:
        raise Doubt("day_odd") from None
    if found > today:
        raise Doubt("day_ahead", found.isoformat())
    if found.year < 1950:
        raise Doubt("day_odd")
    return found


def birth_year(cell: Cell, today: dt.date) -> int:
    """A year of four digits; a whole day of birth gives its year."""
    text = cell.text.strip()
    if has_personal_number(text) or re.fullmatch(r"\d{10}|\d{12}", text):
        raise Doubt("personal_number")
    if cell.kind == reading.DATE or re.fullmatch(r"\d{4}-\d{2}-\d{2}|(19|20)\d{6}", text):
        text = text[:4]
    if re.fullmatch(r"-?\d{2}|'\d{2}|\d{2}-talet", text):
        raise Doubt("year_short")
    if not re.fullmatch(r"\d{4}", text) or not 1900 <= int(text) <= today.year - 10:
        raise Doubt("year_odd")
    return int(text)


def yes(cell: Cell | None) -> str:
    """What a cell says to a question of yes or no: `yes`, `no`, `` (nothing) or `doubt`."""
    if cell is None or not cell.text.strip():
        return ""
    if cell.kind == reading.ERROR:
        return "doubt"
    plain = cell.text.strip().casefold().rstrip(".!")
    if plain in _NO:
        return "no"
    if plain in _YES:
        return "yes"
    if match := re.fullmatch(r"(ja|yes)?[,;:]?\s*(?:skriftligt|på papper|påskrivet|undertecknat)?"
                             r"[,;:]?\s*(?:den\s+)?(.*)", plain):  # fmt: skip
        rest = match[2]
        if not rest and plain:
            return "yes"
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", rest):
            return "yes"
    return "doubt"


def chosen(text: str, known: dict[str, str], code: str) -> list[str]:
    """The choices that a cell names, in the file's own words."""
    plain = folded(text)
    if plain in known:
        return [known[plain]] if known[plain] else []
    parts = [p for p in re.split(r"[,;/\n+&]|\s(?:och|and|samt)\s", text.casefold()) if p.strip()]
    found = []
    for part in parts:
        value = known.get(folded(part))
        if not value:
            raise Doubt(code, part.strip()[:60])
        found.append(value)
    return list(dict.fromkeys(found))
