"""What everybody may see of a peer support programme: each area says its part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erfara.web.peer.apply import views as applying
from erfara.web.peer.workplaces import raising

# Each gives the template of its part and what that needs, or None when it has nothing to say.
PARTS: tuple[Callable[[Any], tuple[str, dict[str, Any]] | None], ...] = (
    applying.front,
    raising.on_front,
)


def programme(request: Any, slug: str) -> HttpResponse:
    """One programme: what it is, who may apply, how a workplace raises its hand."""
    parts = [found for part in PARTS if (found := part(request)) is not None]
    return render(request, "peer/front.html", {"parts": parts})
