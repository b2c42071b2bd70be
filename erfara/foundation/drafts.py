"""Drafts of people without an account: kept page by page, sent or thrown away, or forgotten.

Whoever has the link goes on where she was, as long as somebody writes in it at least every two
weeks. What is written lies in the vault under a key of the draft's own, and goes with that key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, links, outbox, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link
from erfara.foundation.models.drafts import Draft
from erfara.foundation.states import State, StateTable, lock, move, moves

# So long a draft waits for its next page; as long as any other link lives.
KEPT = timedelta(days=14)
SENT = _("This has already been sent.")
D = TypeVar("D", bound=Draft)


def table(name: str, writer: Role) -> StateTable:
    """The life of a draft that `writer` writes."""
    return StateTable(
        name,
        initial="draft",
        states=[
            State("draft", _("is being written")),
            State("sent", _("has been sent"), final=True),
            State("thrown_away", _("was thrown away"), final=True),
            State("forgotten", _("was never sent, and is erased"), final=True),
        ],
        transitions=[
            moves("send", "draft", "sent", _("Send"), _("Was sent"), writer),
            moves("throw_away", "draft", "thrown_away", _("Throw away"), _("Was thrown away"),
                  writer),
            moves("forget", "draft", "forgotten", _("Erase"), _("Was never sent, and is erased"),
                  Role.SYSTEM),
        ],
    )  # fmt: skip


@action
def begin(
    *,
    kind: type[Draft],
    programme_id: UUID,
    values: Mapping[str, Any],
    fields: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Link:
    """Keep what is written first. The link that comes back is the way to the rest of it.

    `fields`: columns that such a draft has of its own, such as what it is written for.
    """
    draft = kind.objects.create(  # type: ignore[attr-defined]
        id=uuid4(), programme_id=programme_id, state=kind.table.initial, changed_at=at,
        created_at=at, **(fields or {}),
    )  # fmt: skip
    vault.store(
        tenant_id=programme_id, person_id=draft.pk, blob=kind.blob, values=dict(values), at=at
    )
    audit.record(
        f"{kind.table.name}.begun", about=draft, by=Actor(Role.PUBLIC, programme_id), at=at
    )
    return links.issue(
        tenant_id=programme_id, purpose=kind.blob, about_id=draft.pk, person_id=draft.pk,
        expires_at=at + KEPT, at=at,
    )  # fmt: skip


@action
def keep(*, draft: D, values: Mapping[str, Any], by: Actor, at: datetime) -> D:
    """Keep one more page. The others stay as they are."""
    lock(draft)
    if draft.state != "draft":
        raise Refused(SENT)
    vault.amend(
        tenant_id=draft.programme_id, person_id=draft.pk, blob=draft.blob, values=dict(values),
        at=at,
    )  # fmt: skip
    draft.changed_at = at
    draft.save(update_fields=["changed_at"])
    audit.record(f"{draft.table.name}.kept", about=draft, by=by, at=at)
    return draft


@action
def ask_way_back(*, draft: D, by: Actor, at: datetime) -> D:
    """Send the writer her link, once a day at most: to go on another time, on another device."""
    if draft.state != "draft":
        raise Refused(SENT)
    outbox.put(
        draft.letter, tenant_id=draft.programme_id, about_kind=audit.kind_of(draft),
        about_id=draft.pk, to_kind=draft.blob, to_id=draft.pk, at=at,
        occasion=clock.local_day(at).isoformat(),
    )  # fmt: skip
    audit.record(f"{draft.table.name}.way_back", about=draft, by=by, at=at)
    return draft


@action
def throw_away(*, draft: D, by: Actor, at: datetime) -> D:
    """The writer doesn't want to after all."""
    return move(draft, "throw_away", by=by, at=at)


@action
def forget(*, draft: D, by: Actor, at: datetime) -> D:
    """Nobody has written in it for two weeks."""
    return move(draft, "forget", by=by, at=at)


def empty(*, draft: Draft, at: datetime) -> None:
    """Destroy a draft's key, once it is no draft any more. Safe to repeat.

    Not an action: the vault empties itself outside every transaction.
    """
    vault.erase(tenant_id=draft.programme_id, person_id=draft.pk, at=at)
    rows = type(draft)._base_manager.filter(pk=draft.pk, emptied_at=None)
    rows.update(emptied_at=at)


def left(kind: type[D], at: datetime) -> QuerySet[D]:
    """Drafts in which nobody has written for as long as they are kept, where the clock runs."""
    rows: QuerySet[D] = kind._base_manager.filter(
        state="draft", changed_at__lte=at - KEPT, programme__clock_stands_at__isnull=True
    )
    return rows.select_related("programme").order_by("changed_at")


def to_empty(kind: type[D]) -> QuerySet[D]:
    """Those that are no drafts any more and still hold what was written."""
    return kind._base_manager.filter(emptied_at=None).exclude(state="draft").order_by("changed_at")


def register(kind: type[Draft]) -> None:
    """Let the links of such drafts live as long as somebody writes in them."""

    def written(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
        rows = kind._base_manager.filter(pk__in=ids).values_list("pk", "changed_at")
        return dict(rows)

    links.register_life(kind.blob, written)
