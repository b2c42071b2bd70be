"""What a part of peer support says on somebody's own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing of hers: what it is, where its page is, how it stands. `waits`: for her.

    `what` and `hint` are as they are to be read; `state` is said in the programme's words.
    """

    what: str
    url: str
    state: str | Promise
    waits: bool = False
    tone: str = "neutral"
    hint: str = ""
