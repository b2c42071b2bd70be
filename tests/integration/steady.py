"""What is asked of Django again in every square of the matrix, and answered as the first time.

Which view an address leads to and what a session holds is the same for as long as whatever is done
is undone. Looking once took a quarter off the walk through sixty thousand squares.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.contrib.sessions.backends.db import SessionStore
from django.urls import ResolverMatch, URLResolver
from django.urls.resolvers import RegexPattern


@contextmanager
def here() -> Iterator[None]:
    """Look once for each address and each session, as long as nothing stays of what is done."""
    resolve, load = URLResolver.resolve, SessionStore.load
    led: dict[str, ResolverMatch] = {}
    held: dict[str, dict[str, Any]] = {}

    def resolve_once(resolver: URLResolver, path: str) -> ResolverMatch:
        if not isinstance(resolver.pattern, RegexPattern):  # only the outermost one has such
            return resolve(resolver, path)
        if path not in led:
            led[path] = resolve(resolver, path)
        match = ResolverMatch.__new__(ResolverMatch)  # each request its own
        match.__dict__ |= led[path].__dict__ | {"kwargs": dict(led[path].kwargs)}
        return match

    def load_once(store: SessionStore) -> dict[str, Any]:
        key = store.session_key or ""
        if key not in held:
            held[key] = load(store)
        return dict(held[key])

    with (
        patch.object(URLResolver, "resolve", resolve_once),
        patch.object(SessionStore, "load", load_once),
    ):
        yield
