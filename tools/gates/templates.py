"""Templates are used, hold no style or script of their own, and say nothing untranslated.

Inline style, script and handlers would need a looser Content-Security-Policy.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from django.template.base import Lexer, TokenType

from tools.repository import exceptions, files, unneeded

NAME = "templates"

_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
_RULES = {
    r"<style\b": "a style of its own. Put it in the style sheet",
    r"\sstyle\s*=": "an inline style. Put it in the style sheet",
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)": "an inline script. Put it in static",
    r"<[^>]*\son[a-z]+\s*=\s*[\"']": "an inline handler. Put it in a script file",
    r"javascript:": "a script as an address. Put it in a script file",
    r"\{% load [^%]*\bi18n\b": "Django's i18n loaded. Our translate and plural are built in",
}
_SPOKEN = re.compile(r"\b(?:aria-label|title|alt|placeholder)=\"[^\"{]*[A-Za-zÅÄÖåäö]{2}")
_CLASS_BLOCK = re.compile(r"\{% block \w*class %\}.*?\{% endblock %\}")
_LETTERS = re.compile(r"[A-Za-zÅÄÖåäö]{2,}")
# Said the same in both languages.
_NAMES = {"Erfara", "kr", "nbsp", "mdash", "ndash", "middot", "rarr", "larr", "doctype", "html"}
# Code, drawings, and what says which language it is in.
_QUIET = re.compile(
    r"<(script|style|code|pre|svg)\b.*?</\1>|<(?!html)(\w+)[^>]*\slang=\"[a-z]{2}\".*?</\2>",
    re.DOTALL,
)


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def offences(source: str, name: str) -> list[str]:
    """A line for each thing in one template that shouldn't be there."""
    lines = []
    plain = _CLASS_BLOCK.sub(_blank, _COMMENT.sub(_blank, source))
    for pattern, what in _RULES.items():
        for hit in re.finditer(pattern, plain, re.IGNORECASE):
            lines.append(f"{name}:{_line(plain, hit.start())}: {what}.")
    # The gallery is for developers and not there in production.
    translated = "/gallery/" not in name
    for hit in _SPOKEN.finditer(plain) if translated else ():
        lines.append(f"{name}:{_line(plain, hit.start())}: {hit[0]!r} is not translated.")
    spoken = ""
    for token in Lexer(plain).tokenize():
        if token.token_type == TokenType.TEXT:
            spoken += token.contents
            if left := re.search(r"\{\{|\}\}|\{%|%\}", token.contents):
                lines.append(f"{name}:{token.lineno}: a {left[0]} that no tag belongs to.")
        else:
            # Blank and as high as the tag, so that line numbers stay right.
            spoken += " " + "\n" * token.contents.count("\n")
    # Attributes may stand alone: in a part that is included inside a tag.
    text = re.sub(r"<[^>]*>|&[#\w]+;|[\w-]+=\"[^\"]*\"", _blank, _QUIET.sub(_blank, spoken))
    for hit in _LETTERS.finditer(text):
        if translated and hit[0] not in _NAMES:
            lines.append(f"{name}:{_line(text, hit.start())}: {hit[0]!r} is not translated.")
            break
    return lines


def named_in_python(source: str) -> list[str]:
    """Patterns of template names in a Python file; the open part of an f-string fits anything."""
    patterns = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^/]+"
                for part in node.values
            ]
            patterns.append("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            patterns.append(re.escape(node.value))
    return [pattern for pattern in patterns if re.search(r"\\\.(html|txt|svg|css)$", pattern)]


def _named_in_template(source: str) -> list[str]:
    return [
        re.escape(name) for name in re.findall(r"[\"']([\w/.-]+\.(?:html|txt|svg))[\"']", source)
    ]


def unused(templates: Iterable[str], named: Iterable[str]) -> list[str]:
    """A line for each template that nothing renders, extends or includes."""
    pattern = re.compile("|".join(f"(?:{one})" for one in named) or r"(?!)")
    return [
        f"erfara/web/templates/{name}: nothing uses it. Take it away."
        for name in templates
        if not pattern.fullmatch(name)
    ]


def _belongs_to_a_library(name: str) -> bool:
    """Whether it takes the place of a template of Django or allauth, or of an error page."""
    if re.fullmatch(r"[45]\d\d(_csrf)?\.html", name):
        return True
    for package in ("allauth", "django.forms"):
        spec = find_spec(package)
        if spec and spec.origin and (Path(spec.origin).parent / "templates" / name).exists():
            return True
    return False


def _sources() -> Mapping[str, str]:
    return {
        name.removeprefix("erfara/web/templates/"): file.read_text(encoding="utf-8")
        for file, name in files("erfara/web/templates", ".html", ".txt", ".svg")
    }


def run() -> list[str]:
    """Failures over all templates."""
    sources = _sources()
    let_pass = exceptions(NAME)
    lines, needed = [], []
    for name, source in sources.items():
        found = offences(source, f"erfara/web/templates/{name}")
        if found and name in let_pass:
            needed.append(name)
        else:
            lines += found
    named = [one for source in sources.values() for one in _named_in_template(source)]
    for file, _name in files("erfara", ".py"):
        named += named_in_python(file.read_text(encoding="utf-8"))
    ours = [name for name in sources if not _belongs_to_a_library(name)]
    return lines + unused(ours, named) + unneeded(NAME, needed)
