"""Every address × method × role × relation, and what is to happen there. Written once, read here.

The table (`erfara.web.roles_table`) says which roles an address lets in. Which *things* they may
see is said by `expected` below. `walk` asks the product and reports where it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import SimpleNamespace
from unittest.mock import patch

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from erfara.foundation.actors import STAFF, Role
from erfara.foundation.crypto import envelope
from erfara.foundation.vault import public, reading
from erfara.organisations.models import Programme
from erfara.web.roles_table import TABLE, Row, belongs
from erfara.workflows import finding
from tests.integration import peers, steady
from tests.integration.about import ABOUT, BY_TOKEN, EVERY_STATE, NO_ID, NO_TOKEN, OTHER_PARTS
from tests.integration.leading import dead_ends
from tests.integration.life import WITH_TEAM
from tests.integration.peers import gathered
from tests.integration.watch import Watch
from tests.integration.world import Canary, Viewer, World, undone

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


class Relation(StrEnum):
    """Whose thing it is, and under whose address."""

    OWN = "own"
    OTHER = "another person's or unit's, same programme"
    SMUGGLED = "another programme's thing at the own programme's address"
    ELSEWHERE = "another programme's thing at its own address"
    NOTHING = "an id of nothing"
    NOWHERE = "a programme that isn't there"


class Outcome(StrEnum):
    """What comes back."""

    IN = "let in"
    SIGN_IN = "sent to sign in"
    NOT_YOURS = "403"
    NOT_THERE = "404"
    WRONG_METHOD = "405"


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the matrix: somebody asks for an address by a method."""

    route: str
    method: str
    viewer: str
    relation: Relation
    thing: str = ""

    def __str__(self) -> str:
        return f"{self.viewer} {self.method} {self.route} ({self.relation}; {self.thing})"


# --- what we mean, apart from the table: whoever widens a row has to widen this too --------------

OUTSIDE = {Role.PERSON, Role.BORROWER, Role.WORKPLACE}
AUDIENCES: dict[str, set[Role]] = {
    "": {Role.PUBLIC}, "accounts": {Role.PUBLIC}, "signin": {Role.PUBLIC},
    "public": {Role.PUBLIC}, "gallery": {Role.PUBLIC}, "demo": {Role.PUBLIC},
    "person": {Role.PERSON}, "consents": {Role.PERSON}, "consents_link": {Role.PERSON},
    "question": {Role.PERSON}, "question_link": {Role.PERSON},
    "sign_up": {Role.PERSON}, "borrow": {Role.BORROWER},
    "talk": {Role.PERSON}, "talk_link": {Role.PERSON},
    "presentation": {Role.PERSON}, "presentation_link": {Role.PERSON},
    "borrower": {Role.BORROWER}, "request": {Role.BORROWER}, "request_link": {Role.BORROWER},
    "coordinator": {Role.COORDINATOR},
    "steering": {Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR},
    "costs": {Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR},
    "handbook": set(STAFF) - {Role.OPERATOR},
    "administrator": {Role.ADMINISTRATOR},
    "operator": {Role.OPERATOR},
    "staff": set(STAFF),
    **gathered("audiences"),
}  # fmt: skip
EXCEPTIONS: dict[str, set[Role]] = {
    # Who reads figures alone has no first week to put away.
    "handbook:put_away": {Role.COORDINATOR, Role.ADMINISTRATOR},
    # Behind the link of one who wrote to the library.
    "public:message_answer": {Role.PERSON},
    "public:story_answer": {Role.PERSON},
    # A borrower's contact has a page of her own too, and a log of who has seen it.
    "person:home": {Role.PERSON, Role.BORROWER},
    "person:log": OUTSIDE,
    "person:ask_log": OUTSIDE,
    "person:details": OUTSIDE,
    "person:copy": OUTSIDE,
    "person:copy_page": OUTSIDE,
    "person:copy_data": OUTSIDE,
    "person:leave": {Role.PERSON, Role.BORROWER},
    "person:stay": {Role.PERSON, Role.BORROWER},
    # A second person's yes may be an administrator's; the names are not.
    "coordinator:print_lists": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "coordinator:print_list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "coordinator:agree_print_list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "coordinator:payment_lists": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "coordinator:payment_list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "coordinator:agree_payment_list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    # Every message as it looks, without anybody's name.
    "administrator:messages": {Role.ADMINISTRATOR, Role.COORDINATOR},
    # Nobody but a coordinator opens a figure to its rows.
    "steering:figure_rows": {Role.COORDINATOR},
    "steering:hours": {Role.COORDINATOR},
    # What felt wrong: whoever felt it, a borrower too.
    "person:raise_concern": {Role.PERSON, Role.BORROWER},
    # Who steers reads what others have reckoned.
    **{
        f"costs:{page}": {Role.COORDINATOR, Role.ADMINISTRATOR}
        for page in (
            "start read_file outcome from_loans basics new_row row name_version remove_row both "
            "go_back put_away take_out copy"
        ).split()
    },
    # Backgrounds, however rounded, are for those who work with people and those who steer.
    "steering:who_we_are": {Role.COORDINATOR, Role.STEERING},
    **gathered("exceptions"),
}

# Pages of the sign-in library that only somebody at work who has signed in gets to.
AFTER_SIGN_IN = frozenset(
    "mfa_index account_change_password account_reauthenticate mfa_reauthenticate "
    "mfa_reauthenticate_webauthn mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes "
    "mfa_generate_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_edit_webauthn "
    "mfa_remove_webauthn".split()
)
# What they say to the viewers here, who came by the demonstration's one click and have neither a
# password nor a second step to show or take away.
NOTHING_TO_SHOW = {
    "account_reauthenticate": Outcome.NOT_YOURS, "mfa_reauthenticate": Outcome.NOT_YOURS,
    "mfa_reauthenticate_webauthn": Outcome.NOT_YOURS, "mfa_deactivate_totp": Outcome.NOT_THERE,
    "mfa_view_recovery_codes": Outcome.NOT_THERE, "mfa_edit_webauthn": Outcome.NOT_THERE,
    "mfa_remove_webauthn": Outcome.NOT_THERE, "account_change_password": Outcome.NOT_THERE,
}  # fmt: skip
# Where each has a thing of her own: page → viewer → which.
ABOUT_FOR: dict[str, dict[str, str]] = gathered("about_for")
# A list of one's own, which may be empty: for everybody who has a session in the programme.
OWN_LISTS = frozenset({"borrower:home"}) | peers.OWN_LISTS

# What these say to everybody, with the parts in `OTHER_PARTS`: no such key, provider, link.
NOT_THERE_FOR_ANYBODY = frozenset(
    "openid_connect_login openid_connect_callback accounts:invitation accounts:new-password "
    "signin:link demo:sign_in".split()
)


@cache
def routes() -> dict[str, frozenset[str]]:
    """Each route of the URLconf → the parts in its address."""
    found: dict[str, frozenset[str]] = {}

    def look(node: URLResolver | URLPattern, space: tuple[str, ...], parts: frozenset[str]) -> None:
        parts = parts | frozenset(node.pattern.converters)
        if isinstance(node, URLPattern):
            name = ":".join([*space, node.name or f"unnamed {node.pattern}"])
            assert name not in found, f"two routes are called {name}"
            found[name] = parts
            return
        inner = (*space, node.namespace) if node.namespace else space
        for child in node.url_patterns:
            look(child, inner, parts)

    look(get_resolver(), (), frozenset())
    return found


def rows_and_routes() -> list[str]:
    """Routes without a row and rows without a route."""
    return [f"{name} has no row" for name in sorted(set(routes()) - set(TABLE))] + [
        f"{name} has no route" for name in sorted(set(TABLE) - set(routes()))
    ]


def audiences() -> list[str]:
    """Rows whose roles are not the ones we mean."""
    return [
        f"{name} lets in {sorted(row.roles)}, meant are {sorted(meant)}"
        for name, row in TABLE.items()
        if row.roles != (meant := EXCEPTIONS.get(name) or AUDIENCES[name.rpartition(":")[0]])
    ]


LIBRARY, PEER_SUPPORT = Programme.Kind.LIBRARY, Programme.Kind.PEER_SUPPORT


def kind_of(route: str) -> str:
    """The kind of programme in which an address is tried when once will do."""
    return LIBRARY if belongs(route, LIBRARY) else PEER_SUPPORT


def _relations(route: str, row: Row, kind: str) -> list[Relation]:
    parts = routes()[route]
    if not belongs(route, kind):  # not there, whatever else is in the address
        return [Relation.OWN]
    if "slug" not in parts:
        return [Relation.OWN, Relation.NOTHING] if route in ABOUT else [Relation.OWN]
    if row.link or route in ABOUT or route == "consents:one":
        kinds = [Relation.OTHER, Relation.SMUGGLED, Relation.NOTHING]
        if route == "consents:one":
            kinds = [Relation.NOTHING]
        return [Relation.OWN, *kinds, Relation.ELSEWHERE, Relation.NOWHERE]
    return [Relation.OWN, Relation.ELSEWHERE, Relation.NOWHERE]


def _things(route: str, method: str, relation: Relation, viewer: str) -> list[str]:
    row = TABLE[route]
    # Whoever is turned away is so before the state is looked at; a link's holder may be anybody.
    looks = viewer == "public" if row.link else viewer in row.roles
    if relation is Relation.OWN and method == "GET" and looks and route in EVERY_STATE:
        return EVERY_STATE[route]
    if route in BY_TOKEN:
        return [BY_TOKEN[route]]
    if viewer in (own := ABOUT_FOR.get(route, {})):
        return [own[viewer]]
    if (by_id := route.replace("_link:", ":")) != route:
        words = ABOUT.get(by_id, "").split()
        return [" ".join(words[:2])]
    return [ABOUT.get(route, "")]


def cells(route: str, viewers: Iterable[str], kind: str = LIBRARY) -> Iterator[Cell]:
    """All squares of one address in a kind of programme.

    What a wrong method gets depends on nobody and nothing: it is asked by one who may come in by
    the right one and by one who may not. A page is what it is with GET, and without its body with
    HEAD, which is asked where it stands and nowhere else.
    """
    row = TABLE[route]
    there = belongs(route, kind)
    viewers = list(viewers)
    for method in METHODS if there else sorted(row.methods - {"HEAD"}):
        right = method in row.methods
        whole = right and method != "HEAD"
        for relation in _relations(route, row, kind) if whole else [Relation.OWN]:
            for viewer in viewers if right else _two(row, viewers):
                for thing in _things(route, method, relation, viewer) if there else [""]:
                    yield Cell(route, method, viewer, relation, thing)


def _two(row: Row, viewers: list[str]) -> list[str]:
    """One who may come in by the right method, and one who may not, where there are such."""
    may = [name for name in viewers if name in row.roles]
    may_not = [name for name in viewers if name not in row.roles]
    return may[:1] + may_not[:1]


def address(world: World, cell: Cell) -> str:
    """The path that is asked for."""
    life = {
        Relation.OWN: world.own, Relation.OTHER: world.other, Relation.SMUGGLED: world.there,
        Relation.ELSEWHERE: world.there, Relation.NOTHING: world.own, Relation.NOWHERE: world.own,
    }[cell.relation]  # fmt: skip
    parts: dict[str, object] = dict(OTHER_PARTS.get(cell.route, {}))
    if world.kind == PEER_SUPPORT:
        parts |= peers.SHARED_PARTS.get(cell.route, {})
    wanted = routes()[cell.route]
    if "slug" in wanted:
        parts["slug"] = {
            Relation.ELSEWHERE: world.there.programme.slug, Relation.NOWHERE: "finns-inte",
        }.get(cell.relation, world.own.programme.slug)  # fmt: skip
    nothing = cell.relation is Relation.NOTHING
    if not belongs(cell.route, world.kind):
        fill: dict[str, object] = {"page": NO_ID, "pk": NO_ID, "token": NO_TOKEN}
        return reverse(cell.route, kwargs={**{p: fill[p] for p in wanted & set(fill)}, **parts})
    if "token" in wanted and "token" not in parts:
        # Another's token would open: it *is* the way in. What is no way in is a token of another
        # purpose, of another programme, and an invented one.
        key = "request asking" if cell.route.startswith("question") else "inquiry asking"
        key = key if world.kind == LIBRARY else "nothing"
        key = key if cell.relation is Relation.OTHER else cell.thing
        parts["token"] = NO_TOKEN if nothing else life.tokens[key]
    if "page" in wanted:
        parts["page"] = life.things["presentation mate"].page
    if "pk" in wanted and "pk" not in parts:
        parts["pk"] = NO_ID if nothing else life.things[cell.thing].pk
    if nothing and "purpose" in parts:
        parts["purpose"] = "nothing-like-this"
    return reverse(cell.route, kwargs=parts)


def expected(cell: Cell, viewer: Viewer, kind: str = LIBRARY) -> Outcome:
    """What is to happen in a square: the rule book."""
    row, relation = TABLE[cell.route], cell.relation
    here = relation not in {Relation.ELSEWHERE, Relation.NOWHERE}
    if cell.method not in row.methods:
        return Outcome.WRONG_METHOD
    if not belongs(cell.route, kind):  # whoever asks: another kind of programme has such a page
        return Outcome.NOT_THERE
    if relation is Relation.NOWHERE:
        return Outcome.NOT_THERE
    if cell.route in AFTER_SIGN_IN and not viewer.is_staff:
        return Outcome.SIGN_IN
    if cell.route in NOT_THERE_FOR_ANYBODY:
        return Outcome.NOT_THERE
    if cell.route in NOTHING_TO_SHOW:
        return NOTHING_TO_SHOW[cell.route]
    if row.is_public:
        # What is shown to everybody is there or not, whoever asks.
        missing = cell.thing and relation in {Relation.SMUGGLED, Relation.NOTHING}
        return Outcome.NOT_THERE if missing else Outcome.IN
    if row.link:  # the token is the way in, whoever has it, in its own programme
        mine = relation in {Relation.OWN, Relation.ELSEWHERE}
        return Outcome.IN if mine else Outcome.NOT_THERE
    if row.for_staff:
        return _for_staff(cell, row, viewer, here)
    if viewer.role not in OUTSIDE or not here:
        return Outcome.SIGN_IN  # a person's session counts in her own programme only
    hers = viewer.role in row.roles or cell.route in OWN_LISTS
    return Outcome.IN if hers and relation is Relation.OWN else Outcome.NOT_THERE


def _for_staff(cell: Cell, row: Row, viewer: Viewer, here: bool) -> Outcome:
    if not viewer.is_staff:
        return Outcome.SIGN_IN
    in_programme = "slug" in routes()[cell.route]
    if not in_programme:
        may = cell.route == "staff:start" or viewer.role in row.roles
        there = cell.relation is Relation.OWN
        return (Outcome.IN if there else Outcome.NOT_THERE) if may else Outcome.NOT_YOURS
    # Nobody learns that a programme is there who doesn't work in it. The stranger works elsewhere.
    works = not here if viewer.name == "stranger" else here and viewer.role is not Role.OPERATOR
    if not works:
        return Outcome.NOT_THERE
    if viewer.role not in row.roles:
        return Outcome.NOT_YOURS
    if cell.relation in {Relation.SMUGGLED, Relation.NOTHING}:
        return Outcome.NOT_THERE
    hers = cell.route in peers.OWN_ONLY or viewer.role in peers.OWN_FOR.get(cell.route, ())
    if cell.relation is Relation.OTHER and hers:
        return Outcome.NOT_THERE
    return Outcome.IN


def outcome(response: object) -> Outcome | str:
    """What a response means."""
    status = response.status_code  # type: ignore[attr-defined]
    away = response.headers.get("Location", "")  # type: ignore[attr-defined]
    if status == 302 and "/logga-in/?next=" in away:
        return Outcome.SIGN_IN
    known = {
        403: Outcome.NOT_YOURS, 404: Outcome.NOT_THERE, 410: Outcome.NOT_THERE,
        405: Outcome.WRONG_METHOD, 422: Outcome.IN,
    }  # fmt: skip
    return known.get(status, Outcome.IN if 200 <= status < 400 else str(status))


def may_see(cell: Cell, viewer: Viewer, canary: Canary) -> bool:
    """Whether a word may stand on a page, for the one who looks at it."""
    role = viewer.role
    link = TABLE[cell.route].link
    home, life = "kanarie", "own"
    if cell.route == "demo:start" and canary.what == "staff":
        return True  # whom one can be, in the demonstration
    if link:  # whoever comes by a link is the one it is for
        role = Role.BORROWER if link in {"request", "request_draft", "effect_ask"} else Role.PERSON
        home = "annat" if cell.relation is Relation.ELSEWHERE else home
        if link == "calendar":  # everything that is booked there: who borrows, and nobody's name
            return canary.programme == home and canary.of == "unit"
    elif viewer.name == "stranger":
        home = "annat"
    if canary.what == "staff" and canary.life == life and canary.of == role:
        return canary.programme == home  # her own name, beside the way out
    if canary.programme != home or TABLE[cell.route].is_public:
        return False
    if role is Role.COORDINATOR:
        return True
    if role is Role.ADMINISTRATOR:
        # What a person wants an administrator to read: the words, and nobody's name.
        read = cell.route in {"administrator:concern", "administrator:end_concern"}
        return canary.what == "staff" or (read and canary.what == "complaint")
    if role not in {Role.BORROWER, Role.PERSON} or canary.life != life:
        return False
    if canary.of == "unit" or canary.what == "staff":
        return True
    # Names pass between a borrower and a person when she is confirmed, and there alone.
    together = bool(set(cell.thing.split()) & WITH_TEAM)
    reach = canary.what in {"name", "email", "phone"}
    if link == "request_draft":
        return canary.of == "borrow draft"
    if role is Role.BORROWER and canary.of == "colleague":
        return cell.route == "request:colleagues" and canary.what == "name"
    if role is Role.BORROWER:
        return canary.of == "borrower" or (
            together and reach and canary.of in {"she", "mate"}
            and cell.route.startswith("request")
        )  # fmt: skip
    herself = {
        "register": "leaving", "imported": "asked", "still": "silent", "sign_up": "draft",
        "message": "answered",
    }.get(link, "she")  # fmt: skip
    if canary.what == "telling":  # she reads it before she says yes or no
        return canary.of == "asked" and cell.route in {"public:story_answer", "person:story"}
    return canary.of == herself or (canary.of == "borrower" and together and reach)


def walk(world: World, squares: Iterable[Cell]) -> list[str]:
    """Ask for each square and say where the product doesn't do what is expected."""
    watch = Watch()
    # What everybody may read leaves no row, nor what the search reads; whom it shows is opened.
    unlogged = SimpleNamespace(**vars(envelope))
    libraries = {life.programme.pk: life.programme for life in world.lives}
    for programme in libraries.values() if world.kind == LIBRARY else ():
        finding.library_of(programme).fresh(programme, world.now)  # making one is a row
    with (
        steady.here(),
        patch.object(envelope, "unpack", watch.unpack),
        patch.object(public, "envelope", unlogged),
        patch.object(public, "Sealed", watch.published()),
        patch.object(reading, "envelope", unlogged),
    ):
        rows = watch.rows()  # before each square: whatever happens in one is undone
        return [line for cell in squares for line in _at(world, cell, watch, rows)]


def _at(world: World, cell: Cell, watch: Watch, rows_before: tuple[int, int]) -> Iterator[str]:
    viewer = world.viewers[cell.viewer]
    wanted = expected(cell, viewer, world.kind)
    path = address(world, cell)
    before = (*rows_before, watch.opened)
    with undone():
        response = world.request(viewer, cell.method, path)
        after = watch.count()
    got = outcome(response)
    if got != wanted:
        yield f"{cell}: {got}, expected {wanted}"
        return
    looks = cell.method in {"GET", "HEAD", "OPTIONS"}
    rows, logged, opened = (now - then for now, then in zip(after, before, strict=True))
    if (looks or wanted is not Outcome.IN) and rows:
        yield f"{cell}: wrote {rows} rows"
    if wanted is not Outcome.IN and opened:
        yield f"{cell}: opened the vault"
    if looks and opened != logged:
        yield f"{cell}: opened {opened} details, {opened - logged} of them unseen"
    sees = may_see if world.kind == LIBRARY else peers.may_see
    text = response.content.decode(errors="replace")
    for wrong in dead_ends(text, world.own.programme.slug, world.kind):
        yield f"{cell}: leads to {wrong}"
    for canary in world.seen(text):
        if not sees(cell, viewer, canary):
            yield (
                f"{cell}: shows the {canary.what} of {canary.of}, {canary.life} life in "
                f"{canary.programme}"
            )
