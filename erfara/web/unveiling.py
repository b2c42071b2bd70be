"""Which protected person's page a coordinator has said that she opens: kept in her session.

The session is a row in the register's own database, so it holds a keyed mark and no id.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from erfara.foundation import vault

# So long one page stays open; opening another one's closes it.
OPEN_FOR = timedelta(hours=2)
KEPT = "page"


def unveil(session: Any, tenant_id: UUID, person_id: UUID, now: datetime) -> None:
    """Open one page from now on, and close the one that was open."""
    session[KEPT] = {
        "mark": vault.shield_mark(tenant_id, person_id), "until": (now + OPEN_FOR).isoformat(),
    }  # fmt: skip


def going(request: Any, under: str, otherwise: str) -> str:
    """Where she was going when the step came before, if that is a page under this address."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    plain = wanted.isprintable() and "\\" not in wanted and "//" not in wanted
    return wanted if wanted.startswith(under) and plain else otherwise


def unveiled(session: Any, now: datetime) -> str:
    """The mark of the one whose page is open; empty when none is."""
    kept = session.get(KEPT) or {}
    until = parse_datetime(str(kept.get("until", "")))
    return str(kept.get("mark", "")) if until is not None and now < until else ""
