"""The JSON Schema of a scenario and its page of reference, both from the table in `spec`."""

from __future__ import annotations

from typing import Any

from erfara.engines.costs import spec
from erfara.engines.costs.spec import Field
from erfara.engines.costs.spread import RULES
from erfara.engines.costs.units import Degree, Percentage

_SHARES = (Percentage, Degree)


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _figure(plain: dict[str, Any]) -> dict[str, Any]:
    """A value alone, or what describes it with where it comes from."""
    bare = {"type": ["number", "string"]}
    figures = ("value", "low", "mode", "high", "mean", "sd")
    return {
        "anyOf": [
            plain,
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    **{name: dict(plain) for name in figures},
                    **{name: dict(bare) for name in ("shape", "scale", "a", "b")},
                    "distribution": {"enum": list(spec.SHAPES)},
                    "rule": {"enum": list(RULES)},
                    "unit": {"type": "string"},
                    "source": _ref("id"),
                    "year": _ref("year"),
                    "evidence": {"enum": list(spec.EVIDENCE)},
                    "note": _ref("text"),
                    "driver": _ref("id"),
                    "last_valid": _ref("date"),
                },
            },
        ]
    }


def _definitions() -> dict[str, Any]:
    both = {
        "type": "object",
        "properties": {"en": {"type": "string"}, "sv": {"type": "string"}},
        "additionalProperties": False,
    }
    return {
        "text": {"anyOf": [{"type": "string"}, both]},
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9]*(_[a-z0-9]+)*$", "maxLength": 40},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "year": {"type": ["integer", "string"]},
        "figure": _figure({"type": ["number", "string"]}),
        "share": _figure({"type": "string", "pattern": "^[0-9 .,]+ ?%$"}),
    }


def _of(field: Field) -> dict[str, Any]:
    if field.type == "parameter":
        made = {**_ref("share" if field.kind in _SHARES else "figure"), "x-unit": field.unit}
    elif field.type == "references":
        made = {"anyOf": [_ref("id"), {"type": "array", "items": _ref("id"), "minItems": 1}]}
    elif field.type == "choice":
        made = {"enum": list(field.choices)}
    elif field.type == "list":
        made = {"type": "array", "items": _mapping(field.fields)}
    elif field.type == "group":
        made = _mapping(field.fields)
    else:
        made = _ref("id" if field.type == "reference" else field.type)
    return {**made, "description": f"{field.en} ({field.sv})"}


def _mapping(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _of(field) for field in fields},
        "required": [field.name for field in fields if field.required],
    }


def json_schema() -> dict[str, Any]:
    """The schema. It says the shape; what makes sense together only the reader can say."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A cost scenario of Erfara",
        **_mapping(spec.SCENARIO),
        "$defs": _definitions(),
    }


def reference_page() -> str:
    """The fields as a page: what each is, its unit, an example."""
    lines = [
        "# A cost scenario, field by field",
        "",
        "The same as a [JSON Schema](cost-scenario.schema.json); how to write one is in",
        "[Calculate what it costs](../how-to/calculate-costs.md).",
        "",
        "A **figure** is a value (`36800`), a range (`{low: 2, high: 5}`) or a distribution",
        "(`{distribution: pert, low: 1, mode: 2, high: 4}`). Shares need their per cent sign.",
        "Beside it may stand `source`, `year`, `evidence`, `note`, `driver`, `rule`, `last_valid`;",
        "what isn't said there is taken from the item, then from `basis`. A figure without source,",
        "year and evidence is refused.",
        "",
        "| distribution | its figures |",
        "|---|---|",
    ]
    for name, shapes in spec.SHAPES.items():
        lines.append(f"| `{name}` | {' or '.join(', '.join(shape) for shape in shapes)} |")
    lines += ["", "| evidence | means | betyder |", "|---|---|---|"]
    lines += [f"| `{key}` | {en} | {sv} |" for key, (en, sv) in spec.EVIDENCE_WORDS.items()]
    lines += ["", "## The file", "", *_table(spec.SCENARIO)]
    for field in spec.SCENARIO:
        lines += _section(field, field.name)
    return "\n".join(lines) + "\n"


def _section(field: Field, path: str) -> list[str]:
    if not field.fields:
        return []
    kind = "A list." if field.type == "list" else ""
    lines = ["", f"## {path}", "", " ".join((f"{field.en} ({field.sv}).", kind)).strip(), ""]
    lines += _table(field.fields)
    for inner in field.fields:
        lines += _section(inner, f"{path}.{inner.name}")
    return lines


def _table(fields: tuple[Field, ...]) -> list[str]:
    lines = [
        "| field | what it is | vad det är | unit or choices | example |",
        "|---|---|---|---|---|",
    ]
    for field in fields:
        what = (
            field.unit
            or ", ".join(field.choices)
            or {"list": "list", "group": "fields"}.get(field.type, "")
        )
        must = " *" if field.required else ""
        example = f"`{field.example}`" if field.example else ""
        lines.append(f"| `{field.name}`{must} | {field.en} | {field.sv} | {what} | {example} |")
    return [*lines, "", "\\* must be there."]
