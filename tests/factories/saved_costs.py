"""Saved cost scenarios to test with, made through the product's own actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from erfara.foundation.actors import Actor
from erfara.governance import actions, content
from erfara.governance.models import Scenario
from erfara.organisations.models import Programme
from tests import factories


def scenario(
    programme: Programme, *, kind: str = "uppsala-1", name: str = "Vårt förslag",
    by: Actor | None = None, at: datetime = factories.AT,
) -> Scenario:  # fmt: skip
    """One that was begun from a proposal."""
    made = content.called(content.shipped(kind), name)
    return actions.start_scenario(
        programme=programme, kind=kind, content=made, by=by or factories.system(programme), at=at
    )


def with_effect(tree: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The same document where effects have numbers, so that they can be drawn."""
    effect = {
        "id": "days", "name": "Undvikna vårddygn", "unit": "vårddygn",
        "number": {"low": "100", "high": "300"}, "value": "6000",
        "found": "Ingen tydlig skillnad.", "evidence": "weak", **more,
    }  # fmt: skip
    return {**tree, "effects": [effect]}
