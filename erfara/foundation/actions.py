"""The frame of every write: by somebody, at a moment, atomic, audited."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from erfara.foundation import audit
from erfara.foundation.errors import Stale

P = ParamSpec("P")
R = TypeVar("R")
# What PostgreSQL calls it when two wait for each other and it gives up one of them.
DEADLOCK = "40P01"


class Unaudited(AssertionError):
    """An action that changed something and told nobody. A fault in our code."""


ACTIONS: dict[str, Callable[..., object]] = {}


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action.

    All its arguments are keywords, `by` and `at` among them; it runs in one transaction, and if
    it wrote no audit event the transaction is undone and `Unaudited` raised. An action that finds
    its work already done returns before it writes, through `unchanged`.

    Two that wait for each other's rows are rare, since locks are taken in one order; where it
    happens all the same, one is carried out and the other raises `Stale`, with nothing written.
    """
    parameters = inspect.signature(function).parameters
    keywords = {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    if any(p.kind not in keywords for p in parameters.values()):
        raise TypeError(f"{function.__qualname__}: an action takes keywords only")
    if not {"by", "at"} <= set(parameters):
        raise TypeError(f"{function.__qualname__}: an action takes by= and at=")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        token = audit.written.set(0)
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                if audit.written.get() == 0:
                    raise Unaudited(f"{function.__qualname__} wrote no audit event")
            return result
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) == DEADLOCK:
                raise Stale from error
            raise
        finally:
            count = audit.written.get()
            audit.written.reset(token)
            audit.written.set(audit.written.get() + count)

    ACTIONS[f"{function.__module__}.{function.__qualname__}"] = run
    return run


def unchanged() -> None:
    """Say, inside an action, that the work was already done: a repeated click changes nothing."""
    audit.written.set(audit.written.get() + 1)
