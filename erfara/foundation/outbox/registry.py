"""What upper apps tell the outbox at start: how to render, where to send, whom to keep still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from erfara.foundation.models.outbox import Channel, OutboxMessage
from erfara.foundation.outbox import gateways
from erfara.foundation.outbox.letter import Letter

Render = Callable[[OutboxMessage, datetime], Letter | None]
Address = Callable[[OutboxMessage, datetime], str | None]
AfterSent = Callable[[OutboxMessage, datetime], None]
Hold = Callable[[UUID], bool]
Way = Callable[[OutboxMessage, datetime], str]

kinds: dict[str, Render] = {}
addresses: dict[str, Address] = {}
numbers: dict[str, Address] = {}
ways: dict[str, Way] = {}
ways_of_kind: dict[str, Way] = {}
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


def register_number(to_kind: str, number: Address, way: Way) -> None:
    """Say which number a kind of recipient has, and by which channel a message to her leaves.

    The way is asked each time a message is about to leave, so it opens nothing.
    """
    _register(numbers, to_kind, number)
    _register(ways, to_kind, way)


def register_way(kind: str, way: Way) -> None:
    """Say by which channel one kind of message leaves, whatever is said for its recipients."""
    _register(ways_of_kind, kind, way)


def channel_of(message: OutboxMessage, at: datetime) -> str:
    """By which channel a message would leave now. By mail, where no gateway is."""
    if not gateways.is_there() or message.to_kind not in numbers:
        return Channel.MAIL
    way = ways_of_kind.get(message.kind) or ways[message.to_kind]
    return way(message, at)


def texts_may_be_repeated() -> bool:
    """Whether the gateway knows a message again, so that an uncertain one may be sent anew."""
    return gateways.is_there() and gateways.gateway().once


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
