"""What a part of peer support says of itself to the tests that walk every address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from erfara.foundation.actors import Role

if TYPE_CHECKING:
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer


@dataclass(frozen=True)
class Opening:
    """One right use of a purpose of the vault.

    `who`: names of `openings.actors` that may, the first of whom opens it here. `use`: from a
    life, whose details, for which case, and in which blob. `bound`: another case is no reason.
    """

    who: tuple[str, ...]
    use: Callable[[PeerLife], tuple[tuple[UUID, ...], object, str]]
    bound: bool = True


def nothing(life: PeerLife) -> None:
    """A part in which nothing has happened."""


def no_opinion(cell: Cell, viewer: Viewer, canary: Canary, role: Role) -> bool | None:
    """A part that shows nothing but what every part does."""
    return None


@dataclass(frozen=True)
class Part:
    """One part: whom its pages are meant for, what their addresses are about, what happens in it.

    `audiences`: namespace → roles, `exceptions`: page → roles; written apart from `roles_table`,
    so that whoever widens a row has to widen this too. `about`, `by_token`, `every_state`,
    `other_parts`: as in `tests.integration.about`. `own_lists`: pages with a list of one's own,
    for everybody who has a session. `about_for`: page → viewer → her own thing, where each has one;
    `own_only`: pages at work that are nobody else's, not a colleague's either; `own_for`: page →
    roles for whom it is so. `live`: makes its things in a life, through the actions, with
    words of the life (`life.word(of, what)`). `shows`: whether a word may stand on a page for a
    viewer who acts in this role: None when the common
    rules (`peers.may_see`) say it. `files`: pages that answer
    with a file, and of which kind. `same_page`: as in `test_headers`. `hers`: the ids of a kind
    that whoever may go to an address may put in it, None for the common rule.
    """

    audiences: Mapping[str, set[Role]] = field(default_factory=dict)
    exceptions: Mapping[str, set[Role]] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    by_token: Mapping[str, str] = field(default_factory=dict)
    every_state: Mapping[str, list[str]] = field(default_factory=dict)
    other_parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    own_lists: frozenset[str] = frozenset()
    about_for: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own_only: frozenset[str] = frozenset()
    own_for: Mapping[str, set[Role]] = field(default_factory=dict)
    openings: Mapping[str, Opening] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    same_page: Mapping[str, str] = field(default_factory=dict)
    live: Callable[[PeerLife], None] = nothing
    shows: Callable[[Cell, Viewer, Canary, Role], bool | None] = no_opinion
    hers: Callable[[PeerLife, str, type[Any]], set[Any] | None] = lambda life, route, kind: None
