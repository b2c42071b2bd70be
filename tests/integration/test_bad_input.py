"""Wrong, missing, huge and strange input to every form: a sentence, nothing lost, never a fault.

The forms are found in the pages themselves: each address that takes a form is looked at as
somebody who may, its fields are read as a browser reads them, and what is sent is what a browser
would send, with something wrong in it. An address that only takes a button is sent rubbish.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, unquote, urlencode

import pytest
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIRequest, get_bytes_from_wsgi
from django.http import QueryDict
from django.urls import Resolver404, resolve

from erfara.foundation import forms
from erfara.foundation.actors import Role
from erfara.web.roles_table import TABLE
from tests.integration import matrix, pages
from tests.integration.about import NO_ID
from tests.integration.world import DATABASES, Viewer, World, undone

pytestmark = pytest.mark.django_db(databases=DATABASES)

KEEP = "Behåll mig"
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
# What somebody may write where words are asked for.
WORDS = {
    "100 kB": f"{KEEP} " + "å" * 50_000,
    "signs that nobody sees": f"{KEEP} \0 \u202egpj.exe \x1b[2J\x07",
    "signs of other scripts": f"{KEEP} 👩🏽‍🦽👨‍👩‍👧🫠 مرحبا بالعالم e" + "\u0301" * 3_000,
    # A program, a template, a format and a query in one: none is refused, each is shown as it is.
    "programs": (
        f"{KEEP} {SCRIPT}"
        " {{ 7|add:7 }} {% now %} {contributor:pl} {nobody} {0} %s %(a)s"
        "'; DROP TABLE people_person; --"
    ),
    "a second header": f"{KEEP}\r\nBcc: alla@exempel.invalid",
}  # fmt: skip
# What may be wrong about a day, a time, a number or a sum; tried in one field at a time.
MEASURES = (
    "0001-01-01", "9999-12-31", "31/12 9999", "2026-02-30", "99:99", "-1", "999999999999999999999",
    "1e309", "NaN", "٣½", "9999-12-31 23:59", "0001-01-01 00:00", "2027-03-28 02:30",
)  # fmt: skip
CANDIDATES = (
    "2",
    "13.30",
    "ny@exempel.invalid",
    "070-174 06 05",
    "100",
    "123456",
    "Något ord",
    "a",
)
# Signs that nobody sees: refused with a sentence, and gone from what is given back.
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]")
ODD_PARTS = (
    "%00", "..", "%2e%2e%2f", "%ff%fe", "%F0%9F%AB%A0", "' OR 1=1", "a" * 3_000, "-", "_", "0",
    "null", "%0d%0aSet-Cookie:x=y", "{slug}", "%s", "KANARIE", "kanarie%00",
)  # fmt: skip
ODD_QUERIES = (
    "page=-1&q=%00&state=nobody&next=//evil.example&sort=;drop&filter[]=x&lang=xx",
    "page=abc&q=%F0%9F%AB%A0%ff&state=%00&next=javascript:alert(1)&year=%00&who=%ff",
    "page=%00&q=%27%20OR&state=&next=%00&page=2&=&&&;=&month=99&year=99999",
    "page=" + "9" * 400 + "&q=" + "a" * 60_000,
)

# What a wrong form may come to. Never a fault.
ANSWERS = frozenset({200, 302, 400, 403, 404, 410, 413, 415, 422})
asked: Counter[str] = Counter()


@pytest.fixture
def world(request, worlds):
    """The world in which an address is there; a library's where no address is asked for."""
    params = getattr(getattr(request.node, "callspec", None), "params", {})
    return worlds[matrix.kind_of(params["route"]) if "route" in params else matrix.LIBRARY]


def squares(method: str) -> Iterator[matrix.Cell]:
    """One square for each address that takes a method: its own thing, by one who is let in."""
    order = (
        "coordinator", "administrator", "operator", "person", "borrower", "workplace", "public",
        "user_org", "recruiter", "trainer", "steering",
    )  # fmt: skip
    for route in sorted(matrix.routes()):
        row = TABLE[route]
        if method not in row.methods:
            continue
        roles = {Role.PUBLIC} if row.link else row.roles
        if route in matrix.AFTER_SIGN_IN:
            roles = {Role.COORDINATOR}
        who = next(name for name in order if Role(name) in roles)
        (thing, *_more) = matrix._things(route, "POST", matrix.Relation.OWN, who)
        yield matrix.Cell(route, method, who, matrix.Relation.OWN, thing)


POSTED = {cell.route: cell for cell in squares("POST")}
READ = {cell.route: cell for cell in squares("GET")}


def ask(world: World, viewer: Viewer, method: str, path: str, *data: Any, **extra: Any) -> Any:
    """One request; a fault of ours fails right here. Inside `undone`."""
    asked[method] += 1
    answer = world.request(viewer, method, path, *data, **extra)
    shown = f"{method} {path[:200]} {str(data)[:300]}"
    assert answer.status_code < 500, f"{answer.status_code}: {shown}"
    text = answer.content.decode(errors="replace")  # a sheet or a PDF is no text
    assert "<script>alert" not in text, shown
    assert "<img src=x" not in text, shown
    assert "Traceback (most recent" not in text, shown
    assert "\n" not in answer.headers.get("Location", ""), shown
    assert "evil.example" not in answer.headers.get("Location", ""), shown
    return answer


@cache
def good(field: Any, day: Any) -> str | None:
    """Something that one of our fields takes."""
    days = [(day + timedelta(days=n)).isoformat() for n in (3, -1, 20, 200, 0)]
    for candidate in (*days, *(f"{one} 13:00" for one in days), *CANDIDATES):
        try:
            field.clean(candidate)
        except ValidationError:
            continue
        return str(candidate)
    return None


def is_refused(field: Any, value: str) -> bool:
    """Whether one of our fields says that this is nothing it takes. Any other fault is a fault."""
    try:
        field.clean(value)
    except ValidationError:
        return True
    return False


class Sheet:
    """A form as it is before somebody writes in it: every field, and something good for each."""

    def __init__(
        self, viewer: Viewer, path: str, fields: dict[str, pages.Field], ours: dict[str, Any],
        day: Any,
    ) -> None:  # fmt: skip
        self.viewer, self.path, self.fields, self.ours = viewer, path, fields, ours
        self.good = {name: self._good(field, day) for name, field in fields.items()}

    def _good(self, field: pages.Field, day: Any) -> list[str]:
        if field.kind == "hidden":
            return field.values
        if field.kind == "button":
            return field.options[-1:]  # the last one carries out, those before it help to write
        if field.kind in {"radio", "checkbox", "select"}:
            chosen = [value for value in field.values if value]
            return chosen or [value for value in field.options if value][:1]
        if any(field.values):
            return field.values
        ours = self.ours.get(field.name)
        if isinstance(ours, forms.Time):  # what ends does so later than it begins
            return [f"{12 + list(self.fields).index(field.name)}:00"]
        return [(ours and good(ours, day)) or "Något ord"]

    @property
    def words(self) -> list[str]:
        """Fields in which somebody writes words."""
        return [
            name
            for name, field in self.fields.items()
            if field.typed and isinstance(self.ours.get(name), forms.Text | forms.Email | None)
        ]

    @property
    def measured(self) -> list[str]:
        """Fields in which somebody writes a day, a time, a number, a sum, a telephone number."""
        return [n for n, f in self.fields.items() if f.typed and n not in self.words]

    def taken(self, name: str) -> list[str]:
        """Of the strange measures, those that get past the field: all, where it is none of ours."""
        refused = self.refused(name)
        return [measure for measure in MEASURES if measure not in refused]

    def refused(self, name: str) -> list[str]:
        """Those that our field refuses, the longest first."""
        ours = self.ours.get(name)
        some = MEASURES if ours else ()
        return sorted((one for one in some if is_refused(ours, one)), key=len, reverse=True)

    def with_(self, **changes: list[str]) -> dict[str, list[str]]:
        return {**self.good, **changes}


_sheets: dict[str, list[Sheet]] = {}


def sheets(world: World, cell: matrix.Cell) -> list[Sheet]:
    """Each form that a page posts to itself, read once: whatever is sent from it is undone."""
    if cell.route not in _sheets:
        _sheets[cell.route] = read_sheets(world, cell)
    return _sheets[cell.route]


def read_sheets(world: World, cell: matrix.Cell) -> list[Sheet]:
    """The forms of one page; for a button's address, one without fields."""
    viewer, path = world.viewers[cell.viewer], matrix.address(world, cell)
    found: list[dict[str, pages.Field]] = []
    made: dict[str, Any] = {}
    if "GET" in TABLE[cell.route].methods:
        with undone(), pages.forms_made() as made:
            answer = world.request(viewer, "GET", path)
        found = [
            form.sent
            for form in pages.Reader(answer.content.decode()).forms
            if form.method == "post" and form.action in {"", path}
        ]
    return [Sheet(viewer, path, fields, made, world.now.date()) for fields in found or [{}]]


def kept(text: str) -> str:
    """What is given back of what was written: all that can be seen, trimmed as the fields do."""
    return HIDDEN.sub("", text.replace("\r\n", "\n")).strip()


def is_kept(answer: Any, sheet: Sheet, written: dict[str, list[str]], names: list[str]) -> None:
    """A form that comes back says what is wrong, and everything stands where it was written."""
    text = answer.content.decode(errors="replace")  # a sheet or a PDF is no text
    assert "error-summary" in text
    there: dict[str, pages.Field] = {}
    for form in pages.Reader(text).forms:
        there |= form.fields
    for name in names:
        if sheet.fields[name].kind == "password":
            continue
        assert name in there, f"{name} is gone"
        ours = [kept(value) for value in there[name].values]
        assert kept(written[name][0]) in ours, f"{name} has lost {written[name][0][:80]!r}"


@pytest.mark.parametrize("route", sorted(POSTED))
def test_strange_words(route, world):
    for sheet in sheets(world, POSTED[route]):
        for name, words in WORDS.items() if sheet.words else ():
            data = sheet.with_(**{field: [words] for field in sheet.words})
            assert send(world, sheet, data, sheet.words).status_code in ANSWERS, name


@pytest.mark.parametrize("route", sorted(POSTED))
def test_strange_measures(route, world):
    for sheet in sheets(world, POSTED[route]):
        for name in sheet.measured:
            for measure in sheet.taken(name):
                send(world, sheet, sheet.with_(**{name: [measure]}), [name])
        # What a field of ours refuses goes no further than the field: all of them at once.
        refused = {name: sheet.refused(name) for name in sheet.measured}
        if wrong := {name: [some[0]] for name, some in refused.items() if some}:
            send(world, sheet, sheet.with_(**wrong), list(wrong))


def send(world: World, sheet: Sheet, data: dict[str, list[str]], written: list[str]) -> Any:
    """Send it. Turned back: all is kept. Taken in: it is shown as it is, wherever that is."""
    with undone():
        answer = ask(world, sheet.viewer, "POST", sheet.path, data)
        if answer.status_code == 422:
            is_kept(answer, sheet, data, written)
        elif answer.status_code == 302 and answer.headers["Location"].startswith("/"):
            ask(world, sheet.viewer, "GET", answer.headers["Location"])
    return answer


Shape = tuple[str, Any, dict[str, Any]]


def names_in(sheet: Sheet) -> list[str]:
    return list(sheet.fields) or ["reason", "how", "once"]


def shapes(sheet: Sheet) -> Iterator[Shape]:
    """The same form with wrong things in it: name, data, headers."""
    all_names = names_in(sheet)
    yield "nothing", {}, {}
    yield "ids of nothing", {name: [NO_ID] for name in all_names}, {}
    yield "lists", {name: ["ett", "två", "tre"] for name in all_names}, {}
    if not sheet.fields:  # a button asks for nothing, and reads nothing but what is above
        return
    yield "only the key", {"once": ["a"], **{f"{name}[]": ["x"] for name in all_names}}, {}
    yield "no such choice", {name: ["no-such-choice"] for name in all_names}, {}
    yield "blanks", {name: [" \t\u00a0"] for name in all_names}, {}
    if counts := [name for name in all_names if name.endswith(("TOTAL_FORMS", "INITIAL_FORMS"))]:
        yield "counts of forms", sheet.with_(**{name: ["999999999"] for name in counts}), {}


def ways_of_sending(sheet: Sheet) -> Iterator[Shape]:
    """The same form sent in a wrong way: what reads it is the same for all of an audience's."""
    all_names = names_in(sheet)
    for once in ("\0🫠\n", "a" * 5_000):
        yield "a strange key", sheet.with_(once=[once]), {}
    yield "empty", {name: [""] for name in all_names}, {}
    yield "counts of forms", sheet.with_(**{
        f"{prefix}-{what}": ["999999999"]
        for prefix in ("form", "told") for what in ("TOTAL_FORMS", "INITIAL_FORMS")
    }), {}  # fmt: skip
    yield "bytes", "&".join(f"{name}=%ff%fe%00%c3%28" for name in all_names), {}
    urlencoded = "application/x-www-form-urlencoded"
    pairs = urlencode(sheet.good, doseq=True)
    yield "1 000 fields", pairs + "&" + "&".join(f"f{n}=1" for n in range(1_000)), {}
    yield "1 000 of one field", "&".join(f"{all_names[0]}=x" for _n in range(1_000)), {}
    yield "1.5 MB", f"{all_names[0]}=" + "a" * 1_500_000, {}
    yield "raw bytes", b"&".join(quote(n).encode() + b"=\xff\xfe\xc3" for n in all_names), {}
    yield "latin-1", pairs, {"content_type": f"{urlencoded}; charset=latin-1"}
    yield "utf-16", pairs, {"content_type": f"{urlencoded}; charset=utf-16"}
    yield "no charset", pairs, {"content_type": f"{urlencoded}; charset=nonsense"}
    yield "JSON", "[]", {"content_type": "application/json"}
    yield (
        "half a multipart",
        b"--x\r\nContent-Disp",
        {"content_type": "multipart/form-data; boundary=x"},
    )
    yield "no boundary", b"x", {"content_type": "multipart/form-data"}
    part = '--x\r\nContent-Disposition: form-data; name="{}"; filename="a.exe"\r\n\r\nMZ\r\n'
    yield (
        "files",
        "".join(part.format(n) for n in all_names) + "--x--\r\n",
        {"content_type": "multipart/form-data; boundary=x"},
    )


# One in each space of addresses, and whatever reads a file.
BY_SPACE = {route.rpartition(":")[0]: route for route in sorted(POSTED)}


@pytest.mark.parametrize("route", sorted(POSTED))
def test_wrong_shapes(route, world):
    (sheet, *_others) = sheets(world, POSTED[route])
    reads_a_file = any(field.kind == "file" for field in sheet.fields.values())
    ways = ways_of_sending(sheet) if reads_a_file or route in BY_SPACE.values() else ()
    for name, data, extra in (*shapes(sheet), *ways):
        body = data.encode() if isinstance(data, str) else data
        with undone():
            answer = ask(world, sheet.viewer, "POST", sheet.path, body, **extra)
        assert answer.status_code in ANSWERS, name


def odd_addresses(worlds: dict[str, World]) -> dict[str, tuple[World, str, str]]:
    """Path → world, method and viewer: every address with an id, a slug or a token that can't be
    one."""
    found: dict[str, tuple[World, str, str]] = {}
    spaces = set()
    for route, parts in sorted(matrix.routes().items()):
        cell = READ.get(route) or POSTED[route]
        world = worlds[matrix.kind_of(route)]
        path = matrix.address(world, cell)
        for name in parts:
            # The programme's part is read alike for a whole audience: once for each will do.
            if name == "slug" and (space := route.rpartition(":")[0]) in spaces:
                continue
            spaces.add(space if name == "slug" else route)
            value = resolve(path).kwargs[name]
            for one in ODD_PARTS:
                odd = path.replace(f"/{value}/", f"/{quote(one, safe='%')}/", 1)
                found[odd] = (world, cell.method, cell.viewer)
    return found


def leads_to_a_view(path: str) -> bool:
    try:
        resolve(unquote(path))
    except Resolver404:
        return False
    return True


def test_odd_addresses(worlds):
    """What is no id, no slug, no token: not here, never a fault."""
    found = odd_addresses(worlds)
    assert len(found) >= 1_000
    # What leads to no view is one page for all: asked for once of each odd part.
    nowhere: set[str] = set()
    for path, (world, method, viewer) in found.items():
        if not leads_to_a_view(path):
            if (odd := path.strip("/").rpartition("/")[2]) in nowhere:
                continue
            nowhere.add(odd)
        with undone():
            answer = ask(world, world.viewers[viewer], method, path)
        assert answer.status_code in ANSWERS, path


@contextmanager
def questions_read() -> Iterator[list[str]]:
    """What a page reads of that which stands after the question mark."""
    read: list[str] = []

    class Noted(QueryDict):
        """Says what is read of it."""

        def __getitem__(self, key: str) -> Any:
            read.append(key)
            return super().__getitem__(key)

        def __contains__(self, key: object) -> bool:
            read.append(str(key))
            return super().__contains__(key)

        def __iter__(self) -> Iterator[str]:
            read.append("all")
            return super().__iter__()

        def getlist(self, key: str, default: Any = None) -> Any:
            read.append(key)
            return super().getlist(key, default)

        def _iterlists(self) -> Any:
            read.append("all")
            return super()._iterlists()  # type: ignore[misc]  # all of it is read through this

    def asked(request: WSGIRequest) -> QueryDict:
        sent = get_bytes_from_wsgi(request.environ, "QUERY_STRING", "")
        return Noted(sent, encoding=request.encoding)

    with patch.object(WSGIRequest, "GET", property(asked)):
        yield read


@pytest.mark.parametrize("route", sorted(READ))
def test_odd_questions(route, world):
    """What stands after the question mark: left alone or answered, never a fault."""
    cell = READ[route]
    path = matrix.address(world, cell)
    for query in ODD_QUERIES:
        with undone(), questions_read() as read:
            ask(world, world.viewers[cell.viewer], "GET", f"{path}?{query}")
        if not read:  # whatever stands there, nobody looks
            return


def test_forms_are_really_filled_in(worlds):
    """The good sheet is good: most forms take it, so that what is wrong is what we made wrong."""
    taken: list[str] = []
    turned_back: list[str] = []
    for route, cell in POSTED.items():
        world = worlds[matrix.kind_of(route)]
        for sheet in sheets(world, cell):
            if not sheet.fields or route in matrix.AFTER_SIGN_IN:
                continue
            with undone():
                answer = ask(world, sheet.viewer, "POST", sheet.path, sheet.good)
            (taken if answer.status_code == 302 else turned_back).append(route)
    print(f"{len(taken)} forms take a good sheet, not {turned_back}; {dict(asked)}")  # noqa: T201
    assert len(taken) >= 40, turned_back
