"""Messages to those who speak for a workplace. The rest stands behind the link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from erfara.foundation import audit, links, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.peersupport.workplaces import queries
from erfara.peersupport.workplaces.access import is_hers
from erfara.peersupport.workplaces.models import Readiness, Workplace
from erfara.people.letters import with_link

# kind of message → the states of the workplace in which it still holds
WHILE: dict[str, tuple[str, ...]] = {
    "workplace_offered": ("offered",),
    "workplace_reminder": ("offered",),
    "workplace_received": ("interested", "preparing"),
    "readiness": ("preparing",),
    "readiness_recheck": ("rechecking", "preparing"),
    "readiness_reminder": ("preparing", "rechecking"),
    "readiness_left": ("preparing", "rechecking"),
    "workplace_ready": ("ready",),
    "workplace_rests": ("resting",),
    "workplace_ended": ("ended",),
}
OF_OFFER = frozenset({"workplace_offered", "workplace_reminder"})
OF_ROUND = frozenset({"readiness", "readiness_recheck", "readiness_reminder", "readiness_left"})


def tell(workplace: Workplace, kind: str, at: datetime, only: Iterable[UUID] | None = None) -> None:
    """Put a message to whoever speaks for the workplace and has an address in the outbox."""
    people = [pk for pk in (workplace.contact_id, workplace.manager_id) if pk is not None]
    if only is not None:
        people = [pk for pk in people if pk in set(only)]
    reached = vault.index_holders(people, "email")
    for person_id in dict.fromkeys(people):
        if person_id in reached:
            outbox.put(
                kind, tenant_id=workplace.programme_id, about_kind=audit.kind_of(workplace),
                about_id=workplace.pk, to_kind="person", to_id=person_id, at=at,
                occasion=at.isoformat(),
            )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    row = Workplace.objects.filter(pk=message.about_id).select_related("programme").first()
    if row is None or row.state not in WHILE[message.kind] or not is_hers(row, message.to_id):
        return None
    last: date | None = row.answer_by if message.kind in OF_OFFER else None
    if message.kind in OF_ROUND:
        going_on = queries.live_round(row)
        if going_on is None or going_on.state == "filled":
            return None
        last = going_on.due_on
    return with_link(message, row.programme, "workplace", message.to_id, deadline=last)


def _notice(workplace: Workplace, kind: str, at: datetime) -> None:
    tell(workplace, kind, at)


def tell_of_round(readiness: Readiness, kind: str, at: datetime) -> None:
    """The same about a round."""
    tell(readiness.workplace, kind, at)


def register() -> None:
    """Tell outbox, state tables, and links how long they live."""
    links.register_life("workplace", queries.over)
    for kind in WHILE:
        outbox.register_kind(kind, _render)
    for kind in ("workplace_offered", "readiness", "readiness_recheck", "workplace_ready"):
        on_notice(kind, _notice)
