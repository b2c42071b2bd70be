"""A reader of the Turtle that Erfara's vocabularies are written in.

A subset of W3C Turtle: prefixes, IRIs, prefixed names, `a`, strings in double quotes with a
language, `;` `,` `.` and comments. No blank nodes, no lists, no other literals; those end in a
`SchemeError` with the line. The standard's own library would cost every web process 5 MB and a
third of its start for 600 concepts; the tests read the same files with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from erfara.engines.matching.errors import SchemeError

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
      |(?P<string>"(?:[^"\\\n]|\\.)*")(?:@(?P<lang>[a-zA-Z]+(?:-[a-zA-Z0-9]+)*))?
      |<(?P<iri>[^<>"\s]*)>
      |(?P<prefix>@prefix)
      |(?P<name>[A-Za-z][\w-]*:(?:[\w-]*)|a(?=\s))
      |(?P<bool>true|false)
      |(?P<mark>[;,.])
    """,
    re.VERBOSE,
)
_ESCAPES = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t"}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Literal:
    """A text with its language (empty when it has none)."""

    text: str
    lang: str = ""


Object = str | Literal
Triple = tuple[str, str, Object]


def _tokens(text: str, name: str) -> Iterator[tuple[str, str, str, int]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise SchemeError(f"{name}, line {line}: {text[at : at + 20]!r} can't be read here.")
        kind = found.lastgroup or ""
        if kind == "lang":
            kind = "string"
        if kind != "space":
            yield kind, found.group(kind), found.group("lang") or "", at
        at = found.end()


def _unescape(quoted: str) -> str:
    return re.sub(r"\\.", lambda m: _ESCAPES.get(m.group(), m.group()), quoted[1:-1])


def triples(text: str, name: str = "Turtle") -> list[Triple]:
    """Every statement of a document. Raises `SchemeError` with the line for what isn't read."""
    prefixes: dict[str, str] = {}
    found: list[Triple] = []
    stream = iter([*_tokens(text, name), ("end", "", "", len(text))])
    subject = predicate = ""
    wanted = "subject"

    def fail(at: int, said: str) -> SchemeError:
        return SchemeError(f"{name}, line {text.count(chr(10), 0, at) + 1}: {said}")

    def iri(kind: str, value: str, at: int) -> str:
        if kind == "iri":
            return value
        if kind == "name" and value == "a":
            return RDF_TYPE
        if kind == "name":
            prefix, _, local = value.partition(":")
            if prefix not in prefixes:
                raise fail(at, f"the prefix {prefix!r} is not declared.")
            return prefixes[prefix] + local
        raise fail(at, f"a {wanted} was expected, not {value!r}.")

    for kind, value, lang, at in stream:
        if kind == "end":
            if wanted != "subject":
                raise fail(at, "the last statement has no end.")
            break
        if wanted == "subject" and kind == "prefix":
            _, prefix, _, _ = next(stream)
            _, address, _, _ = next(stream)
            prefixes[prefix.rstrip(":")] = address
            next(stream)
        elif wanted == "subject":
            subject, wanted = iri(kind, value, at), "predicate"
        elif wanted == "predicate":
            if kind == "mark" and value == ".":
                wanted = "subject"
            else:
                predicate, wanted = iri(kind, value, at), "object"
        elif wanted == "object":
            if kind == "string":
                found.append((subject, predicate, Literal(_unescape(value), lang)))
            elif kind == "bool":
                found.append((subject, predicate, Literal(value)))
            else:
                found.append((subject, predicate, iri(kind, value, at)))
            wanted = "mark"
        elif kind != "mark":
            raise fail(at, f"a mark was expected, not {value!r}.")
        else:
            wanted = {";": "predicate", ",": "object", ".": "subject"}[value]
    return found
