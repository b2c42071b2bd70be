"""Which actions the pages, the worker and the command line call themselves.

An action may be a part of another one, which sees to the rest: only what is called from outside is
a turn that somebody can take.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import erfara
from erfara.foundation.actions import ACTIONS

ROOT = Path(erfara.__file__).parent


def modules(*folders: str) -> Iterator[ModuleType]:
    """Every module in these folders of the product."""
    for folder in folders:
        package = importlib.import_module(f"erfara.{folder}")
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and ".demonstration" not in found.name:
                yield importlib.import_module(found.name)


def _used(module: ModuleType) -> Iterator[Any]:
    """What a module names that comes from elsewhere: `actions.send`, or `send` when imported."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = getattr(module, node.value.id, None)
            if isinstance(owner, ModuleType):
                yield getattr(owner, node.attr, None)
        elif isinstance(node, ast.Name):
            yield getattr(module, node.id, None)


def called_from(*folders: str) -> dict[str, Callable[..., object]]:
    """Name → action, of those that modules in these folders name."""
    known = {id(function): name for name, function in ACTIONS.items()}
    return {
        known[id(thing)]: thing
        for module in modules(*folders)
        for thing in _used(module)
        if id(thing) in known
    }
