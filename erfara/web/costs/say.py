"""The engine's words on the screen: sections, fields, units, and what has to change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs import spec
from erfara.engines.costs.errors import CostsError, Problem
from erfara.engines.costs.said import Language, half_up, kronor, plain
from erfara.governance.content import Node, Tree, text_of
from erfara.governance.merging import Path, get
from erfara.organisations.words import say
from erfara.web.costs.figures import grouped, shown
from erfara.web.people_say import first_capital

# Section of the document → its heading and what it is for. The order is that of the pages.
SECTIONS: dict[str, tuple[Any, Any]] = {
    "organisations": (_("Employers and on-costs"),
        _("Who employs, and what comes on top of pay: contributions, insurance, pension.")),
    "employment": (_("People and employment"),
        _("Those who are employed: how many, how much of full time, and their wage.")),
    "coordinators": (_("Coordination"), _("Those who keep it together.")),
    "recruitment": (_("Recruitment"), _("Talks with those who might be employed.")),
    "training": (_("Training"), _("Courses: bought as a whole, or held by your own staff.")),
    "payments": (_("Assignments"), _("Payments to those who take part in an assignment.")),
    "support": (_("Support and access"),
        _("Interpreters, companions, childcare, travel: what lets everybody take part.")),
    "other": (_("Other costs"), _("Premises, material and all else.")),
    "effects": (_("Effects"),
        _("What it might lead to. Scenarios, never promises, and never taken off the cost.")),
    "sources": (_("Sources"), _("Where the figures come from.")),
    "on_costs": (_("Your own on-cost table"),
        _("On-costs by date, beside those that come with Erfara.")),
    "drivers": (_("What moves together"), _("Something that several figures share.")),
    "outcome": (_("Outcome"), _("What it cost in the end.")),
}  # fmt: skip
PAGES = tuple(name for name in SECTIONS if name != "outcome")
FUNCTIONS = (_("Who interviews"), _("Each who takes part in the talks, with their wage."))
FIELDS: dict[str, tuple[spec.Field, ...]] = {f.name: f.fields for f in spec.SCENARIO if f.fields}

CHOICES: dict[str, Any] = {
    "SEK": _("Swedish kronor"),
    "fixed": _("Fixed: the prices of one year all the time"),
    "nominal": _("Nominal: prices rise each year"),
    "start": _("At the start of the year"),
    "middle": _("In the middle of the year"),
    "end": _("At the end of the year"),
    "mean": _("Its middle"),
    "low": _("Its lowest end"),
    "high": _("Its highest end"),
    "distribution": _("The mean of its distribution"),
    "real": _("real"),
    "once": _("once"),
    "yearly": _("every year"),
    "interpreter": _("interpreter"),
    "companion": _("companion"),
    "childcare": _("childcare"),
    "travel": _("travel"),
    "adaptation": _("adaptation"),
    "preliminary": _("preliminary"),
    "decided": _("decided"),
}
_NOMINAL_RATE = _("nominal")

UNITS: dict[str, Any] = {
    "kr a month, full time": _("kr a month, full time"),
    "people": _("people"),
    "% of full time": _("% of full time"),
    "hours": _("hours"),
    "kr a year or once": _("kr a year or once"),
    "times a year": _("times a year"),
    "days a course": _("days a course"),
    "kr a course": _("kr a course"),
    "kr a day": _("kr a day"),
    "assignments a year": _("assignments a year"),
    "people an assignment": _("people an assignment"),
    "kr a person and assignment": _("kr a person and assignment"),
    "% of the payment": _("% of the payment"),
    "kr a time": _("kr a time"),
    "a year": _("a year"),
    "kr for each": _("kr for each"),
    "% of gross pay": _("% of gross pay"),
    "kr": _("kr"),
    "% a year": _("% a year"),
    "hours a year at full time": _("hours a year at full time"),
    "factor, 1 on average": _("factor, 1 on average"),
    "months at full time, hours or times": _("months at full time, hours or times"),
}

# Where the engine speaks of fields in a file, the screen says what to write.
_SENTENCES: dict[str, Any] = {
    "value.no_figure": _("Write a figure, like 36 800, or a range, like 150 000–200 000."),
    "value.no_percent": _("Write it with the per cent sign, like 50 %."),
    "value.form": _("Write one figure, or a range from the lowest to the highest."),
    "value.distribution_figures": _(
        "This way of spreading needs more. A range and the most likely, or a mean and how far it "
        "spreads."
    ),
    "range.backwards": _("Write the lowest figure first."),
    "value.whole": _("People are counted whole. Use the degree of employment for parts."),
    "value.zero": _("Write a figure above zero."),
    "organisation.on_cost": _("Write either the on-costs or the name of a table, not both."),
    "training.empty": _(
        "Write a lump sum, or how many courses, days and hours, who employs and the wage."
    ),
    "training.parts": _(
        "To count the teachers' time, write all of these: courses, days, hours, employer and wage."
    ),
    "hours_per_year.missing": _(
        "Write how many hours a year is at full time, under “Period and prices”."
    ),
    "recruitment.steps": _(
        "More are trained than interviewed, or employed than trained. Write fewer for each step."
    ),
    "money.no_index": _("Nominal prices need a yearly rise. Write it, like 2 %."),
    "money.fixed_indexed": _("Fixed prices don't rise. Empty the yearly rise, or choose nominal."),
    "outcome.twice": _("This kind of cost is already entered line by line."),
    "date.form": _("Write the day like this: 2027-01-31."),
    "year.form": _("Write the year with four digits."),
}


def language() -> Language:
    """Which of the engine's two languages the page is in."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def money(amount: Fraction | Any, places: int = 0) -> str:
    """Kronor, on one line. Less than nothing has a minus, and nothing has none."""
    exact = half_up(Fraction(amount), places)
    shown = kronor(abs(exact), language(), places).replace(" ", "\u00a0")
    return f"−{shown}" if exact < 0 else shown


def number(amount: Fraction | Any, places: int = 0) -> str:
    """A figure, on one line."""
    return plain(Fraction(amount), language(), places).replace(" ", "\u00a0")


def label(field: spec.Field) -> str:
    """What a field is called."""
    return first_capital(short(field.sv if language() == "sv" else field.en))


def short(text: str) -> str:
    """The name alone of what the engine names and explains in one breath."""
    return text.partition(";")[0]


def explained(field: spec.Field) -> str:
    """What the engine says of a field after its name; often nothing."""
    text = field.sv if language() == "sv" else field.en
    return first_capital(text.partition(";")[2].strip())


def unit(field_or_unit: spec.Field | str) -> str:
    """What a figure is counted in."""
    text = field_or_unit if isinstance(field_or_unit, str) else field_or_unit.unit
    return say(UNITS[text]) if text in UNITS else text


def choice(field: spec.Field, value: str) -> str:
    """One of a field's choices in words."""
    swedish = language() == "sv"
    if field.name == "evidence":
        return spec.EVIDENCE_WORDS[value][swedish]
    if field.choices == spec.COST_KINDS:
        return spec.KIND_WORDS[value][swedish]
    if field.choices == spec.RATE_KINDS and value == "nominal":
        return say(_NOMINAL_RATE)
    return say(CHOICES[value]) if value in CHOICES else value


def kind(name: str) -> str:
    """A kind of cost, beginning a line."""
    return first_capital(spec.KIND_WORDS[name][language() == "sv"])


def section(name: str) -> str:
    """The heading of a section; of what stands inside a recruitment too."""
    if name in SECTIONS:
        return say(SECTIONS[name][0])
    return say(FUNCTIONS[0])


def fields_of(path: str) -> tuple[spec.Field, ...] | None:
    """The fields of a row: of `training`, or of `recruitment.peers.functions`."""
    if path in SECTIONS:
        return FIELDS[path]
    parts = path.split(".")
    if len(parts) == 3 and parts[0] == "recruitment" and parts[2] == "functions":
        return next(f.fields for f in FIELDS["recruitment"] if f.name == "functions")
    return None


def sentence(problem: Problem) -> str:
    """What to change, without the words of a file."""
    spoken = language()
    if problem.said.code == "value.outside" and problem.expected:
        return say(
            _("This is outside what can be meant: {ends}."), ends=problem.expected.say(spoken)
        )
    if problem.said.code in _SENTENCES:
        return say(_SENTENCES[problem.said.code])
    text = problem.said.say(spoken)
    if problem.expected:
        wanted = say(_("Write: {what}."), what=problem.expected.say(spoken))
        return f"{text} {wanted}"
    return text


def file_sentences(error: CostsError) -> list[str]:
    """What is wrong with a file: line, field, what is expected, an example."""
    return error.sentences(language())


def row_name(row: Node, otherwise: str = "") -> str:
    """What a row of the document is called."""
    if isinstance(row, Mapping):
        for name in ("name", "title"):
            if name in row:
                return text_of(row[name], language())
        if "sector" in row:
            return f"{row['sector']} {row.get('from', '')}".strip()
        if "year" in row and ("kind" in row or "line" in row):
            what = row.get("kind", "")
            what = kind(what) if what in spec.KIND_WORDS else str(row.get("line", ""))
            return f"{what} {row['year']}"
    return otherwise


def _field(fields: tuple[spec.Field, ...], name: str) -> spec.Field | None:
    return next((field for field in fields if field.name == name), None)


def path_words(path: Path, *trees: Tree) -> str:
    """A place in the document in words: Coordination: Coordinator: Monthly wage on full time."""
    fields: tuple[spec.Field, ...] = spec.SCENARIO
    found: list[str] = []
    inside: spec.Field | None = None
    for depth, name in enumerate(path, 1):
        if inside is not None and inside.type == "list":
            row = next((r for tree in trees if (r := get(tree, path[:depth])) is not None), None)
            found.append(row_name(row, name))
            fields, inside = inside.fields, None
            continue
        inside = _field(fields, name)
        if inside is None:
            found.append(name)
            continue
        top = depth == 1 and name in SECTIONS
        found.append(section(name) if top else label(inside))
        if inside.type == "group":
            fields = inside.fields
    return ": ".join(found)


def node_words(node: Node, path: Path = ()) -> str:
    """What stands at a place, in words."""
    if node is None:
        return say(_("nothing"))
    if isinstance(node, Mapping):
        if set(node) <= {"en", "sv"}:
            return text_of(node, language())
        figure = shown(node)
        if figure["figure"]:
            rest = [figure["shape"], figure["more"], figure["source"], figure["year"],
                    figure["note"]]  # fmt: skip
            if figure["evidence"] in spec.EVIDENCE_WORDS:
                rest.append(spec.EVIDENCE_WORDS[figure["evidence"]][language() == "sv"])
            beside = ", ".join(text for text in rest if text)
            return f"{figure['figure']} ({beside})" if beside else figure["figure"]
        parts = [node_words(value) for name, value in node.items() if name != "id"]
        return "; ".join(part for part in parts if part)
    if isinstance(node, list):
        return ", ".join(node_words(one) for one in node)
    text = grouped(str(node))
    if path and path[-1] == "kind" and text in spec.KIND_WORDS:
        return kind(text)
    return text


def day(text: str) -> date | None:
    """A day as the document has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
