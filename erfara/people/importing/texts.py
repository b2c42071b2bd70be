"""CSV and its relatives: which letters, which mark between the cells, and then the rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from erfara.people.importing import reading
from erfara.people.importing.reading import Cell, Look, Row, Sheet, Unreadable

MARKS = (";", ",", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# One byte for each letter: the same byte is another letter in each, and none can be ruled out.
ONE_BYTE = {"cp1252": "Windows", "mac_roman": "Mac", "cp850": "DOS"}
_OURS = frozenset("åäöÅÄÖéÉüÜ")
_SAMPLE = 60


def _encoding(data: bytes) -> tuple[str, list[str]]:
    """How the bytes are letters, and how else they could be."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, []
    head = data[:4000]
    if head.count(0) > len(head) // 4:
        return ("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"), []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", []
    scores = {name: _score(data, name) for name in ONE_BYTE}
    best = max(scores, key=lambda name: scores[name])
    others = [name for name in scores if name != best]
    # Sure when the best reads all its letters as ours and no other reads any so.
    sure = scores[best] > 0.9 and all(scores[name] < 0.1 for name in others)
    return best, [] if sure else [best, *others]


def _score(data: bytes, encoding: str) -> float:
    """How many of the letters outside ASCII are Swedish ones."""
    text = data[:2_000_000].decode(encoding, "replace")
    letters = [c for c in text if ord(c) > 127]
    return sum(c in _OURS for c in letters) / len(letters) if letters else 0.0


def _decoded(data: bytes, encoding: str) -> str:
    if encoding and encoding not in ONE_BYTE:
        raise Unreadable("corrupt")
    name = encoding or _encoding(data)[0]
    # Windows leaves five bytes undefined; in a table they are damage, to be seen as such.
    errors = "replace" if name in ONE_BYTE else "strict"
    try:
        text = data.decode(name, errors)
    except UnicodeDecodeError:
        raise Unreadable("cut_off") from None
    text = text.removeprefix("\ufeff")
    head = text[:4000]
    if "\0" in head or sum(not (c.isprintable() or c in "\r\n\t") for c in head) > len(head) // 20:
        raise Unreadable("other")
    return text.replace("\0", " ")


def _mark(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text without Excel's own line about it."""
    first, _break, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said) == 5 and said[4] in MARKS:
        return said[4], rest
    best, best_score = ";", 0.0
    for mark in MARKS:
        widths = Counter(
            len(row) for row in _split(text[:20_000], mark, lines=60) if any(c.strip() for c in row)
        )
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        score = times / max(1, sum(widths.values())) * min(width, 40) if width > 1 else 0.0
        if score > best_score:
            best, best_score = mark, score
    return best, text


def _split(text: str, mark: str, lines: int = 0) -> Iterator[list[str]]:
    try:
        for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if lines and at >= lines:
                return
            yield row
    except csv.Error:
        if not lines:
            raise Unreadable("corrupt") from None


def rows(data: bytes, encoding: str = "") -> Iterator[Row]:
    """The rows, counted as Excel counts them: a broken line within quotes is one row."""
    mark, text = _mark(_decoded(data, encoding))
    for at, row in enumerate(_split(text, mark), start=1):
        cells = [Cell(tidied) if (tidied := reading.tidy(one)) else None for one in row]
        while cells and cells[-1] is None:
            cells.pop()
        yield Row(at, cells)


def look(data: bytes, encoding: str = "") -> Look:
    """The one sheet's top, and how its letters look in each encoding when that is doubtful."""
    found, doubtful = _encoding(data)
    sheet = Sheet("")
    for row in rows(data, encoding):
        if len(sheet.top) >= reading.LOOKED_AT:
            break
        if not row.is_empty:
            sheet.top.append(row)
    if not sheet.top:
        raise Unreadable("empty")
    return Look(
        "text", [sheet], encoding or found, [(name, _sample(data, name)) for name in doubtful]
    )


def _sample(data: bytes, encoding: str) -> str:
    """Some words in which the letters would differ."""
    words: list[str] = []
    for word in data[:200_000].decode(encoding, "replace").split():
        if not word.isascii() and word[:30] not in words:
            words.append(reading.tidy(word[:30]))
        if sum(map(len, words)) > _SAMPLE:
            break
    return " ".join(words)
