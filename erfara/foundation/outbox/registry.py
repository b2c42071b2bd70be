"""What upper apps tell the outbox at start: how to render, where to send, whom to keep still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from erfara.foundation.models.outbox import OutboxMessage
from erfara.foundation.outbox.letter import Letter

Render = Callable[[OutboxMessage, datetime], Letter | None]
Address = Callable[[OutboxMessage, datetime], str | None]
AfterSent = Callable[[OutboxMessage, datetime], None]
Hold = Callable[[UUID], bool]

kinds: dict[str, Render] = {}
addresses: dict[str, Address] = {}
hooks: dict[str, AfterSent] = {}
holds: list[Hold] = []

F = TypeVar("F")


def _register(table: dict[str, F], name: str, function: F) -> None:
    if table.get(name, function) is not function:
        raise ValueError(f"{name} is registered already.")
    table[name] = function


def register_kind(kind: str, render: Render) -> None:
    """Say how a kind of message is rendered. None: it may not be sent any more, it is cancelled.

    Called just before sending, outside any transaction, so it may open the vault. What it says
    must depend on the message alone: a repeated message is the same message.
    """
    _register(kinds, kind, render)


def register_address(to_kind: str, address: Address) -> None:
    """Say where a kind of recipient is reached. None: nowhere, and a human has to see to it."""
    _register(addresses, to_kind, address)


def after_sent(kind: str, hook: AfterSent) -> None:
    """Have something done when a message has left, in one transaction with that fact."""
    _register(hooks, kind, hook)


def register_hold(hold: Hold) -> None:
    """Say which programmes send nothing at all, such as one that plays back a record."""
    if hold not in holds:
        holds.append(hold)


def is_held(tenant_id: UUID) -> bool:
    """Whether this programme sends nothing."""
    return any(hold(tenant_id) for hold in holds)
