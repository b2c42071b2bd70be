"""Which column is what: guessed from its heading, and where the headings stand. Knows no Django."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from erfara.people.importing.reading import DATE, NUMBER, Row, Sheet

# Fields that several columns may fill; what they hold is put together in the file's order.
SEVERAL = frozenset({"address", "experience", "forms", "avoid", "adaptations", "reach"})
FIELDS = (
    "name", "given", "family", "email", "phone", "address", "experience", "role", "forms",
    "channel", "joined", "birth_year", "consent", "consent_date", "consent_email",
    "consent_statistics", "protected", "avoid", "adaptations", "language", "availability", "reach",
)  # fmt: skip
# What the columns must give: somebody, and a way to reach her.
NAMES, WAYS = ("name", "given", "family"), ("email", "phone", "address")

_WORDS: dict[str, str] = {
    "name": "namn|för och efternamn|förnamn och efternamn|hela namnet|person|deltagare|medlem|name|"
    "full name|kontakt namn|namn på person|erfaren|levande bok|ambassadör|peer",
    "given": "förnamn|tilltalsnamn|first name|given name|firstname",
    "family": "efternamn|surname|last name|family name|lastname",
    "email": "e post|epost|mail|mejl|email|e mail|e postadress|epostadress|mailadress|mejladress|"
    "email address|mail adress",
    "phone": "telefon|tel|telefonnummer|telnr|tel nr|mobil|mobilnummer|mobiltelefon|mobilnr|phone|"
    "telephone|phone number|mobile|cell|tele",
    "address": "adress|gatuadress|postadress|bostadsadress|address|street|postnummer|postnr|"
    "post nr|ort|postort|stad|city|zip|postal code|co adress|c o",
    "experience": "erfarenhet|erfarenheter|egen erfarenhet|egna erfarenheter|erfarenhet av|"
    "berättelse|berättar om|kan berätta om|har erfarenhet av|experience|experiences|"
    "bakgrund och erfarenhet|vad har du varit med om",
    "role": "roll|i rollen som|patient anhörig|patient eller anhörig|patient närstående|role|"
    "erfarenhet som|som|som vad|perspektiv",
    "forms": "form|former|uppdragsform|vill delta i|uppdrag|typ av uppdrag|forms|deltar i|"
    "intresserad av|kan tänka sig",
    "channel": "kanal|rekryterad via|kom via|hur fick du veta|channel|källa|hittade oss|"
    "rekryterad genom|via",
    "joined": "datum|anmäld|anmäldes|anmälningsdatum|inskriven|med sedan|startdatum|registrerad|"
    "joined|date joined|intresseanmälan|inkom|datum för anmälan|intervjudatum",
    "birth_year": "födelseår|född|födelsedatum|födelsedata|birth year|year of birth|born|f år",
    "consent": "samtycke|gdpr|godkännande|medgivande|consent|skriftligt samtycke|gdpr samtycke|"
    "samtycke register|samtycke till register",
    "consent_date": "samtyckesdatum|datum samtycke|datum för samtycke|samtycke datum|consent date|"
    "gdpr datum|datum gdpr",
    "consent_email": "samtycke e post|samtycke mejl|samtycke mail|samtycke epost|consent email|"
    "får mejlas",
    "consent_statistics": "samtycke statistik|consent statistics",
    "protected": "skyddad|skyddad identitet|skyddade uppgifter|skyddade personuppgifter|sekretess|"
    "sekretessmarkering|skydd|protected|protected identity|skyddad id",
    "avoid": "vill inte prata om|pratar inte om|undvik|avoid|inte prata om|känsliga ämnen",
    "adaptations": "anpassning|anpassningar|behov|särskilda behov|tillgänglighet|adaptations|"
    "behov av anpassning|hjälpmedel|allergi|kost",
    "language": "språk|modersmål|language|tolk",
    "availability": "tillgänglig|tider|när|kan tider|availability|dagar",
    "reach": "nås bäst|hur nås|kontaktas helst|kontaktsätt|reach|bäst att nå",
}  # fmt: skip
_KNOWN = {
    word: field for field, words in _WORDS.items() for word in words.split("|")
}  # fmt: skip


_BETWEEN = re.compile(r"[^\w]+|_")


def folded(heading: str) -> str:
    """A heading as it is compared: lower case, letters and digits, single spaces."""
    if heading.isascii() and heading.isalnum():
        return heading.lower()
    text = unicodedata.normalize("NFKC", heading).casefold()
    return " ".join(_BETWEEN.sub(" ", text).split())


def suggest(headings: Sequence[str]) -> list[str]:
    """A field for each heading, or "" where it says nothing we know. No field twice, but those
    that several columns may fill."""
    taken: set[str] = set()
    found: list[str] = []
    for heading in headings:
        # "Kontakt: Mail": what is merged above is said first, and says less.
        field = _field(folded(heading.rpartition(": ")[2])) or _field(folded(heading))
        if field in taken and field not in SEVERAL:
            field = ""
        taken.add(field)
        found.append(field)
    if {"given", "family"} <= taken and "name" in taken:
        found = ["" if field == "name" else field for field in found]
    return found


def _field(text: str) -> str:
    if text in _KNOWN:
        return _KNOWN[text]
    # "Telefon (dagtid)", "Egen telefon": the longest known words that begin or end it.
    fits = [
        word for word in _KNOWN
        if len(word) > 3 and (text.startswith(f"{word} ") or text.endswith(f" {word}"))
    ]  # fmt: skip
    return _KNOWN[max(fits, key=len)] if fits else ""


def headings(sheet: Sheet, row: int) -> list[str]:
    """The headings in a row, with what is merged above or over them put before them."""
    by_number = {one.number: one for one in sheet.top}
    own = by_number.get(row)
    width = max((len(one.cells) for one in sheet.top), default=0)

    def text(at: int, column: int) -> str:
        one = by_number.get(at)
        cell = one.cells[column - 1] if one and column <= len(one.cells) else None
        return cell.text if cell else ""

    found = []
    for column in range(1, width + 1):
        label = text(row, column) if own else ""
        for first, left, last, right in sheet.merged:
            if not left <= column <= right:
                continue
            if first <= row <= last and not label:
                label = text(first, left)  # one heading over several rows or columns
            elif first <= last == row - 1 and right > left and text(first, left):
                label = f"{text(first, left)}: {label}" if label else ""
        found.append(" ".join(label.split()))
    return found


def guess_header(sheet: Sheet) -> int | None:
    """The number of the row that looks most like headings; None when none does."""
    best, best_score = None, 0.0
    for at, row in enumerate(sheet.top[:-1] if len(sheet.top) > 1 else sheet.top):
        labels = headings(sheet, row.number)
        known = {field for field in suggest(labels) if field}
        cells = [cell for cell in row.cells if cell and cell.text]
        odd = sum(c.kind in {NUMBER, DATE} or "@" in c.text or len(c.text) > 60 for c in cells)
        score = 2.0 * len(known) - 2.0 * odd - 0.05 * at
        if len(known) > 1 and score > best_score:
            best, best_score = row.number, score
    return best


def guess_sheet(sheets: Sequence[Sheet]) -> int:
    """The sheet that looks most like a register: visible, with headings that we know."""

    def worth(number: int) -> tuple[bool, int, int]:
        sheet = sheets[number]
        header = guess_header(sheet)
        known = {f for f in suggest(headings(sheet, header)) if f} if header else set()
        return (bool(known) and not sheet.hidden, len(known), len(sheet.top))

    return max(range(len(sheets)), key=lambda number: (*worth(number), -number), default=0)


def is_repeated(row: Row, labels: Sequence[str]) -> bool:
    """Whether a row is the headings once more, as on each page of a print. `labels`: folded,
    without what is merged above them."""
    filled = 0
    for at, cell in enumerate(row.cells):
        if cell and cell.text:
            if at >= len(labels) or folded(cell.text) != labels[at]:
                return False
            filled += 1
    return filled > 1
