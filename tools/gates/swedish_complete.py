"""Every message has a Swedish text that somebody has read, and nothing is kept that nobody uses."""

from __future__ import annotations

import ast

from tools import messages
from tools.repository import files

NAME = "swedish_complete"

SAYERS = {"say", "say_html", "say_lazy", "Refused", "NotAllowed", "Stale"}
LABELS = {"label", "help_text", "hint", "legend", "verbose_name"}


def _text(node: ast.expr) -> bool:
    literal = node.value if isinstance(node, ast.Constant) else ""
    return isinstance(literal, str) and any(letter.isalpha() for letter in literal)


def unwrapped(source: str, name: str) -> list[str]:
    """A line for each text that a person would read and gettext never sees."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        word = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        texts = node.args[:1] if word in SAYERS else []
        texts += [key.value for key in node.keywords if key.arg in LABELS]
        found += [
            f"{name}:{text.lineno}: {ast.unparse(text)[:60]} is not translated. Put it in _(…)."
            for text in texts
            if _text(text)
        ]
    return found


def run() -> list[str]:
    """Failures between the source and django.po."""
    try:
        lines = messages.complaints(messages.extract(), messages.catalogue())
    except messages.Unreadable as problem:
        return [str(problem)]
    for file, name in files("erfara", ".py"):
        if messages.UNTRANSLATED in file.parts:
            continue
        lines += unwrapped(file.read_text(encoding="utf-8"), name)
    return lines
