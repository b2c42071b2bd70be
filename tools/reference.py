"""Write docs/reference from the code: states, roles, personal data, settings, cost scenarios.

python tools/reference.py           say which page is out of step
python tools/reference.py --write   write the pages
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.repository import ROOT, django_ready

if TYPE_CHECKING:
    from erfara.foundation.states import StateTable

NOTE = "<!-- Written by tools/reference.py from the code. Change the code, then run it. -->"


def _spoken(text: object) -> str:
    """A label in English and in the words of the default vocabulary."""
    from erfara.organisations.words import say

    return say(str(text)).replace("|", "/")


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return [*lines, ""]


def _states_of(table: StateTable) -> list[str]:
    lines = [f"## {table.name}", "", "```mermaid", "stateDiagram-v2"]
    for state in table.states.values():
        lines.append(f'    state "{_spoken(state.label)}" as {state.value}')
    lines.append(f"    [*] --> {table.initial}")
    for move in table.transitions.values():
        lines += [f"    {source} --> {move.target}: {move.name}" for source in move.source]
    lines += [f"    {state.value} --> [*]" for state in table.states.values() if state.final]
    lines += ["```", ""]
    lines += _table(
        ("state", "on screen", "holds the pen"),
        (
            (f"`{s.value}`", _spoken(s.label), s.pen.value if s.pen else "nobody")
            for s in table.states.values()
        ),
    )
    lines += _table(
        ("move", "from", "to", "made by", "in the history", "notices", "reason"),
        (
            (
                f"`{m.name}`",
                " ".join(f"`{source}`" for source in m.source),
                f"`{m.target}`",
                ", ".join(sorted(pen.value for pen in m.pens)),
                _spoken(m.event),
                " ".join(f"`{notice}`" for notice in m.notices) or "–",
                "needed" if m.needs_reason else "–",
            )
            for m in table.transitions.values()
        ),
    )
    return lines


def states() -> str:
    """Every state table, as a diagram and as tables."""
    from erfara.foundation.states import TABLES

    lines = [NOTE, "", "# States", "", "Where things can be, who moves them on, and what is told."]
    lines += ["Buttons, rights, notices and tests are read from the same tables.", ""]
    for name in sorted(TABLES):
        lines += _states_of(TABLES[name])
    return "\n".join(lines).rstrip() + "\n"


_DONE_WITH = {"GET": "reads", "POST": "sends"}


def roles() -> str:
    """Which role may do what at which route."""
    from erfara.foundation.actors import Role
    from erfara.web.roles_table import TABLE

    lines = [
        NOTE,
        "",
        "# Roles",
        "",
        "Who may open which page. What isn't in the table is refused.",
    ]
    lines += [
        "Read from `erfara.web.roles_table`, which the gate asks before any view runs.",
        "Which *object* (her own, her unit's, her programme's): see each app's `access.py`.",
        "",
    ]
    roles = [role for role in Role if role is not Role.SYSTEM]
    rows = []
    for name, row in TABLE.items():
        can = ", ".join(word for method, word in _DONE_WITH.items() if method in row.methods)
        notes = [f"by a link for *{row.link}*"] if row.link else []
        notes += ["not in production"] if row.outside_production else []
        cells = [can if role in row.roles else "" for role in roles]
        rows.append((f"`{name}`", *cells, ", ".join(notes)))
    lines += _table(("route", *(role.value for role in roles), "note"), rows)
    return "\n".join(lines).rstrip() + "\n"


KINDS = {
    "none": "says nothing about anybody",
    "pseudonym": "points to a person by an id",
    "contact": "name or address of a person; in the vault only",
    "sensitive": "what a person has told; in the vault only",
    "staff": "about staff at work",
    "organisation": "about an organisation",
}


def _models() -> list[Any]:
    from django.apps import apps

    ours = [m for m in apps.get_models() if m.__module__.startswith("erfara.")]
    return sorted(ours, key=lambda model: str(model._meta.label))


def personal_data() -> str:
    """What kind of data every field of every model holds."""
    lines = [
        NOTE,
        "",
        "# Personal data",
        "",
        "What each field holds. Each model says so itself.",
        "",
    ]
    lines += _table(("kind", "meaning"), KINDS.items())
    for model in _models():
        lines += [f"## {model._meta.label}", ""]
        personal = getattr(model, "personal", None)
        if personal is None:
            lines += ["Not classified.", ""]
            continue
        if personal.why:
            lines += [f"{personal.why[0].upper()}{personal.why[1:]}.", ""]
        kinds = personal.kind_of()
        lines += _table(
            ("kind", "fields"),
            (
                (kind, ", ".join(f"`{name}`" for name, of in kinds.items() if of == kind))
                for kind in KINDS
                if kind in kinds.values()
            ),
        )
    return "\n".join(lines).rstrip() + "\n"


def uppsala_cells() -> str:
    """Every printed cell of Uppsala's tables beside the figure computed for it."""
    from erfara.engines.costs.uppsala import Reproduction

    made = Reproduction()
    lines = [
        "# Uppsala's cost tables, cell by cell",
        NOTE,
        "",
        "What was printed, what Erfara computes, and how. The story is in",
        "[Lost brackets](../costs/uppsala.md); as JSON it is what",
        "`erfara costs reproduce uppsala --json` prints.",
        "",
    ]
    lines += _table(
        ("table", "row", "column", "printed", "computed", "how"),
        (
            (c.table, c.row, c.column, f"{c.printed:,}".replace(",", " "),
             f"{int(c.computed):,}".replace(",", " "), c.how)
            for c in (*made.tables, *made.totals_as_printed())
        ),
    )  # fmt: skip
    lines += ["## What was solved", "", "Not printed in the report; each explains these cells.", ""]
    lines += _table(
        ("parameter", "value", "explains"),
        ((s.name, s.value, "; ".join(s.cells)) for s in made.solved()),
    )
    return "\n".join(lines)


def cost_pages() -> dict[str, str]:
    """What the cost engine says of itself: fields, schema, Uppsala's cells, pictures."""
    import json

    from erfara.engines.costs import pictures, schema

    return {
        "docs/reference/cost-scenario.md": f"{NOTE}\n{schema.reference_page()}",
        "docs/reference/cost-scenario.schema.json": json.dumps(
            schema.json_schema(), ensure_ascii=False, indent=1
        )
        + "\n",
        "docs/reference/uppsala-cells.md": uppsala_cells(),
        "docs/pictures/uppsala-slip.svg": pictures.slip_picture("en"),
        "docs/pictures/uppsala-slip.sv.svg": pictures.slip_picture("sv"),
    }


def vocabulary() -> str:
    """The vocabulary of experience, to be read by anybody: in Swedish, with English beside."""
    from erfara.engines.matching.scheme import experience

    scheme = experience()
    lines = [
        "<!-- Written by tools/reference.py from erfara/engines/matching/scheme. -->",
        "",
        "# Erfarenheter, ord för ord",
        "",
        "Så här ordnar Erfara det som människor har varit med om.",
        f"{len(scheme.concepts)} erfarenheter i {len(scheme.facets)} grupper.",
        f"Version {scheme.version}, fri att använda (CC0).",
        "",
        "Orden är erfarenhetens, inte diagnosens. Efter varje namn står andra ord för samma sak.",
        "Det som människor säger i stället för ett namn finns också med när Erfara letar, men står",
        "inte här: det finns i filerna i `erfara/engines/matching/scheme/`.",
        "",
    ]
    shown: set[str] = set()

    def put(one: str, depth: int) -> None:
        concept = scheme.concepts[one]
        indent = "  " * depth
        others = [x.text for x in concept.labels if x.kind == "alt" and x.lang == "sv"]
        said = f" {', '.join(others[:8])}." if others else ""
        note = f" {concept.notes['sv']}" if "sv" in concept.notes else ""
        lines.append(f"{indent}- **{concept.name()}** (*{concept.name('en')}*).{note}{said}")
        shown.add(one)
        for below in scheme.children[one]:
            same = scheme.concepts[below].facet == concept.facet
            if same and scheme.concepts[below].broader[0] == one and below not in shown:
                put(below, depth + 1)

    for facet in scheme.facets.values():
        lines += [f"## {facet.names['sv']}", "", f"*{facet.names['en']}*", ""]
        for one, concept in scheme.concepts.items():
            if concept.facet != facet.id or one in shown:
                continue
            if not any(scheme.concepts[up].facet == facet.id for up in concept.broader[:1]):
                put(one, 0)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def settings() -> str:
    """Every setting, from `config/env.py`."""
    from erfara.config.env import IF_EMPTY, KNOWN, NEEDED_IN_PRODUCTION

    lines = [
        NOTE,
        "",
        "# Settings",
        "",
        "Variables of the environment, read once at the start. A wrong value, or a name that isn't",
        "here, stops the start with a sentence that says what to write. Those marked are needed in",
        "production. How they are used: [Run Erfara for real](../how-to/run-for-real.md).",
        "",
    ]
    lines += _table(
        ("variable", "what to write", "if empty", "needed"),
        (
            (f"`{name}`", what, IF_EMPTY[name], "yes" if name in NEEDED_IN_PRODUCTION else "")
            for name, what in KNOWN.items()
        ),
    )
    lines += ["`PORT` is the port of `./run demo` and `erfara serve`: 8000 if empty.", ""]
    return "\n".join(lines).rstrip() + "\n"


FIGURES = """# Figures

What `erfara stats --library SLUG --json` prints under `figures`, and what the page of figures and
its files show. Keys are stable; each column's key ends with its unit.

    erfara stats --library sormland --json --from 2021-01-01 --to 2021-12-31

`--unit NAME` counts only what that unit asked for, and then leaves out what can't be told for a
unit. `--definitions` adds what each figure means, in Swedish and English, as `figure_definitions`.
Without them everything is counted. `figures_counted_at` is empty when the figures were counted just
now.

`--from` and `--to` are days: requests count by the day they came, people by the day they joined,
questions by the day they were sent, hours by the day they were spent, needs by the day they were
noted. Loans, times, feedback and effects belong to their request's day.

**Groups of people** (marked) are exact for coordinators alone. For everybody else, and in the
command, they are counted once a quarter, for all years, rounded to the nearest five; under five is
`null`, and a row or a number that would give such a one away is left out.

Each number on the page opens to its rows: as many as it says, or rows with as many hours or days.
"""


def figures() -> str:
    """Every figure, with its keys in `erfara stats --json`."""
    from erfara.insight.tables import MEANS, SECTIONS

    lines = [NOTE, "", FIGURES]
    for title, keys in SECTIONS:
        lines += [f"## {_spoken(title)}", ""]
        for key in keys:
            one = MEANS[key]
            marks = [
                f"Rows: {_spoken(one.first).lower()}.",
                *(["Groups of people."] if one.people else []),
                *([] if one.by_unit else ["Not for one unit."]),
            ]
            lines += [
                f"### `{key}`: {_spoken(one.title)}", "", _spoken(one.definition), "",
                " ".join(marks), "",
                *_table(
                    ("column", "on screen"),
                    ((f"`{column}`", _spoken(label)) for column, label in one.columns.items()),
                ),
            ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def pages() -> dict[str, str]:
    """Name → text of every page, as the code is now."""
    django_ready()
    from django.utils.translation import override

    with override("en"):
        return {
            "docs/reference/states.md": states(),
            "docs/reference/roles.md": roles(),
            "docs/reference/personal-data.md": personal_data(),
            "docs/reference/vocabulary.md": vocabulary(),
            "docs/reference/settings.md": settings(),
            "docs/reference/figures.md": figures(),
            **cost_pages(),
        }


def main() -> int:
    """The command: exit 0 when the pages are in step, 1 when not."""
    wanted = pages()
    if "--write" in sys.argv[1:]:
        for name, text in wanted.items():
            path = ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    from tools.gates import docs_in_step

    lines = docs_in_step.run()
    print("\n".join(lines) or "The reference is in step.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
