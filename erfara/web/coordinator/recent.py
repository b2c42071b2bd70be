"""What a coordinator has opened lately, to come back to: ids in her session, and no names.

They end with the session, and nobody else can see what she has looked at. Somebody whose details
are protected is never among them: a session is a row in the register's own database.
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

Kind = Literal["request", "loan", "person"]
KEY = "recent"
MOST = 8


def _kept(request: Any) -> dict[str, list[list[str]]]:
    kept = request.session.get(KEY)
    return kept if isinstance(kept, dict) else {}


def note(request: Any, kind: Kind, pk: UUID) -> None:
    """This page was opened. A page that is looked at again writes nothing."""
    kept, here, one = _kept(request), str(request.programme.pk), [kind, str(pk)]
    before = kept.get(here, [])
    if before[:1] == [one]:
        return
    request.session[KEY] = {**kept, here: [one, *(o for o in before if o != one)][:MOST]}


def opened(request: Any) -> list[tuple[str, UUID]]:
    """Kind and id of what was opened last here, the newest first."""
    return [(kind, UUID(pk)) for kind, pk in _kept(request).get(str(request.programme.pk), [])]
