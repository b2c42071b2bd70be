"""Every model stands in the glossary with its Swedish word and what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.repository import ROOT, django_ready

NAME = "glossary"
GLOSSARY = "docs/glossary.md"
_ROW = re.compile(
    r"^\|\s*`(\w+)`\s*\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*\|$", re.MULTILINE
)


def offences(names: Iterable[str], glossary: str) -> list[str]:
    """A line for each model without a row, and for each row of a model that is gone."""
    rows = {row[0] for row in _ROW.findall(glossary)}
    return [
        f"{GLOSSARY}: {name} has no row. Write: | `{name}` | Swedish word | meaning | betydelse |"
        for name in sorted(set(names) - rows)
    ]


def run() -> list[str]:
    """Failures between the models and the glossary."""
    django_ready()
    from django.apps import apps

    names = [
        model.__name__ for model in apps.get_models() if model.__module__.startswith("erfara.")
    ]
    path = ROOT / GLOSSARY
    return offences(names, path.read_text(encoding="utf-8") if path.exists() else "")
