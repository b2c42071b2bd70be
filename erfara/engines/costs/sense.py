"""What a scenario must be so that its figures mean something: looked over as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from erfara.engines.costs.errors import CostsError, Problem
from erfara.engines.costs.reading import Entry
from erfara.engines.costs.said import Said
from erfara.engines.costs.scenario import Item, Parameter, Scenario

_TAUGHT = ("times", "days", "hours_per_day", "employer", "wage")


def look_over(scenario: Scenario, entry: Entry) -> Scenario:
    """The scenario with its warnings; what makes no sense is an error with every problem."""
    fields = entry.fields or {}
    money_line = fields["money"].line
    problems = [
        *_money(scenario, money_line),
        *_organisations(scenario),
        *_posts(scenario),
        *_recruitment(scenario),
        *_training(scenario),
        *_dates(scenario),
        *_outcome(scenario),
    ]
    if problems:
        raise CostsError(problems)
    return replace(scenario, warnings=tuple(_warnings(scenario)))


def _problem(
    item: Item | None, field: str, code: str, en: str, sv: str, line: int | None = None
) -> Problem:
    where = f"{item.key}.{field}" if item and field else item.key if item else field
    return Problem(Said(code, en, sv), where, item.line if item else line)


def _money(scenario: Scenario, line: int) -> Iterator[Problem]:
    money = scenario.money
    indexed = "money.indexation" in scenario.parameters
    if money.prices == "nominal" and not indexed:
        yield _problem(
            None, "money.indexation", "money.no_index",
            "Nominal prices need an indexation.", "Löpande priser kräver en uppräkning.", line,
        )  # fmt: skip
    if money.prices == "fixed" and indexed:
        yield _problem(
            None, "money.indexation", "money.fixed_indexed",
            "Fixed prices are not indexed: take indexation away or say prices: nominal.",
            "Fasta priser räknas inte upp: ta bort indexation eller skriv prices: nominal.", line,
        )  # fmt: skip
    if money.discount is None:
        return
    if money.prices == "nominal" and money.rate_kind == "real":
        yield _problem(
            None, "money.discount", "money.real_on_nominal",
            "A real rate on indexed kronor takes inflation away twice. Use fixed prices, or give "
            "a nominal rate.",
            "En real ränta på uppräknade kronor drar av inflationen två gånger. Använd fasta "
            "priser, eller ange en nominell ränta.", line,
        )  # fmt: skip
    if money.prices == "fixed" and money.rate_kind == "nominal":
        yield _problem(
            None, "money.discount", "money.nominal_on_fixed",
            "A nominal rate on fixed prices takes inflation away that isn't there. Give a real "
            "rate.",
            "En nominell ränta på fasta priser drar av inflation som inte finns. Ange en real "
            "ränta.", line,
        )  # fmt: skip


def _organisations(scenario: Scenario) -> Iterator[Problem]:
    for item in scenario.items("organisations"):
        table = item.text("on_cost_table").en
        if bool(table) == bool(item.parameter("on_cost")):
            yield _problem(
                item, "on_cost", "organisation.on_cost",
                "Give either on_cost or on_cost_table.",
                "Ange antingen on_cost eller on_cost_table.",
            )  # fmt: skip
        elif table:
            ages = item.text("ages").en or "all"
            rows = [r for r in scenario.on_costs if r.sector == table and r.ages == ages]
            first = min((row.start for row in rows), default=None)
            if first is None or first.year > scenario.start.year:
                known = ", ".join(sorted({row.sector for row in scenario.on_costs}))
                yield _problem(
                    item, "on_cost_table", "organisation.no_table",
                    f"No on-costs for {table!r} ({ages}) as early as {scenario.start.year}. "
                    f"There are: {known}.",
                    f"Det finns inga pålägg för {table!r} ({ages}) så tidigt som "
                    f"{scenario.start.year}. Det finns: {known}.",
                )  # fmt: skip


def _posts(scenario: Scenario) -> Iterator[Problem]:
    for section in ("coordinators", "employment"):
        for item in scenario.items(section):
            start, end = item.day("start") or scenario.start, item.day("end") or scenario.end
            if end < start:
                yield _problem(
                    item, "end", "date.backwards",
                    "It ends before it begins.", "Den slutar innan den börjar.",
                )  # fmt: skip
            elif start > scenario.end or end < scenario.start:
                yield _problem(
                    item, "start", "date.outside",
                    "No day of it lies in the period.", "Ingen dag av den ligger i perioden.",
                )  # fmt: skip


def _recruitment(scenario: Scenario) -> Iterator[Problem]:
    for item in scenario.items("recruitment"):
        steps = [item.parameter(name) for name in ("interviewed", "trained", "employed")]
        given = [step.spread.ends()[1] for step in steps if step]
        if given != sorted(given, reverse=True):
            yield _problem(
                item, "interviewed", "recruitment.steps",
                "More are trained than interviewed, or employed than trained.",
                "Fler utbildas än intervjuas, eller anställs än utbildas.",
            )  # fmt: skip
        if "hours_per_year" not in scenario.parameters:
            yield _no_hours(item)


def _no_hours(item: Item) -> Problem:
    return _problem(
        item, "", "hours_per_year.missing",
        "hours_per_year is needed to make an hourly wage of a monthly one.",
        "hours_per_year behövs för att göra månadslön till timlön.",
    )  # fmt: skip


def _training(scenario: Scenario) -> Iterator[Problem]:
    for item in scenario.items("training"):
        there = [name for name in _TAUGHT if name in item.values]
        if there and len(there) < len(_TAUGHT):
            lacks = ", ".join(name for name in _TAUGHT if name not in there)
            yield _problem(
                item, lacks, "training.parts",
                f"To count the teachers' time, {lacks} is needed too.",
                f"För att räkna lärarnas tid behövs också {lacks}.",
            )  # fmt: skip
        elif there and "hours_per_year" not in scenario.parameters:
            yield _no_hours(item)
        if not there and not item.parameter("lump"):
            yield _problem(
                item, "lump", "training.empty",
                "Give a lump sum, or times, days, hours, employer and wage.",
                "Ange en klumpsumma, eller gånger, dagar, timmar, arbetsgivare och lön.",
            )  # fmt: skip
        for name, needed in (("travel", "times"), ("lodging", "days")):
            if name in item.values and needed not in item.values:
                yield _problem(
                    item, name, "training.parts",
                    f"{name} needs {needed}.", f"{name} behöver {needed}.",
                )  # fmt: skip


def _dates(scenario: Scenario) -> Iterator[Problem]:
    for section in ("recruitment", "training", "other"):
        for item in scenario.items(section):
            day = item.day("date")
            if day and item.word("repeat") == "yearly":
                yield _problem(
                    item, "date", "date.yearly",
                    "What comes every year has no date of its own.",
                    "Det som kommer varje år har inget eget datum.",
                )  # fmt: skip
            elif day and not scenario.start <= day <= scenario.end:
                yield _problem(
                    item, "date", "date.outside",
                    "This day lies outside the period.", "Dagen ligger utanför perioden.",
                )  # fmt: skip


def _outcome(scenario: Scenario) -> Iterator[Problem]:
    for item in scenario.items("outcome"):
        if ("kind" in item.values) == ("line" in item.values):
            yield _problem(
                item, "kind", "outcome.where",
                "Give either the kind of cost or the line.",
                "Ange antingen kostnadsslaget eller raden.",
            )  # fmt: skip
        if item.values["year"] not in scenario.years:
            yield _problem(
                item, "year", "outcome.year",
                "This year is not in the period.", "Året ligger inte i perioden.",
            )  # fmt: skip


def _warnings(scenario: Scenario) -> Iterator[Said]:
    for parameter in scenario.parameters.values():
        if parameter.last_valid and parameter.last_valid < scenario.end:
            yield _past(parameter, scenario)
    for item in scenario.items("organisations"):
        table = item.text("on_cost_table").en
        if not table:
            continue
        ages = item.text("ages").en or "all"
        rows = [r for r in scenario.on_costs if r.sector == table and r.ages == ages]
        last = max(row.until for row in rows)
        if last < scenario.end:
            yield Said(
                "on_cost.past",
                f"On-costs for {table} are known until {last}. Those of {last.year} are used for "
                "later years too.",
                f"Pålägg för {table} är kända till {last}. De för {last.year} används även för "
                "senare år.",
            )
        yield Said(
            "on_cost.average",
            f"On-costs for {table} are an average over all staff of all pay; low pay costs less.",
            f"Påläggen för {table} är ett snitt över all personal; låga löner kostar mindre.",
        )


def _past(parameter: Parameter, scenario: Scenario) -> Said:
    return Said(
        "parameter.past",
        f"{parameter.key} is known to hold until {parameter.last_valid}, and is used until "
        f"{scenario.end}.",
        f"{parameter.key} gäller säkert till {parameter.last_valid} och används till "
        f"{scenario.end}.",
    )
