"""What a scenario may hold: one table, read by the reader, the JSON Schema and the reference page.

Every field says what it is, in both languages, with an example. Nothing else is let in.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from erfara.engines.costs.spread import RULES
from erfara.engines.costs.units import (
    Days,
    Degree,
    Hours,
    Kind,
    Kronor,
    Number,
    People,
    Percentage,
)

FORMAT = "costs/1"
CURRENCIES = ("SEK",)
PRICES = ("fixed", "nominal")
TIMINGS = ("start", "middle", "end")
RATE_KINDS = ("real", "nominal")
REPEATS = ("once", "yearly")
COST_KINDS = ("staff", "services", "material", "premises", "travel", "other")
SUPPORT = ("interpreter", "companion", "childcare", "travel", "adaptation")
STATUSES = ("preliminary", "decided")
# Strength of evidence: decided by law or agreement, found in studies, assumed, solved from a
# printed result, or a figure that only shows how something works.
EVIDENCE = ("decided", "strong", "moderate", "weak", "assumed", "solved", "example")

KIND_WORDS = {
    "staff": ("staff", "personal"),
    "services": ("bought services", "köpta tjänster"),
    "material": ("material", "material och objekt"),
    "premises": ("premises", "lokaler"),
    "travel": ("travel", "resor"),
    "other": ("other costs", "övriga kostnader"),
}
EVIDENCE_WORDS = {
    "decided": ("decided by law, agreement or price list", "beslutat i lag, avtal eller prislista"),
    "strong": ("strong evidence", "starkt underlag"),
    "moderate": ("moderate evidence", "måttligt underlag"),
    "weak": ("weak evidence", "svagt underlag"),
    "assumed": ("assumed", "antaget"),
    "solved": ("solved from printed figures", "uträknat ur tryckta siffror"),
    "example": ("an example, not a finding", "ett exempel, inget fynd"),
}

Type = Literal[
    "text", "id", "date", "year", "choice", "parameter", "reference", "references", "list", "group"
]
BILLIONS = Fraction(10**10)
LIMITS: dict[Kind, tuple[Fraction, Fraction]] = {
    Kronor: (Fraction(0), BILLIONS),
    Percentage: (Fraction(0), Fraction(2)),
    Degree: (Fraction(0), Fraction(1)),
    People: (Fraction(0), Fraction(100_000)),
    Hours: (Fraction(0), Fraction(8784)),
    Days: (Fraction(0), Fraction(366)),
    Number: (Fraction(0), Fraction(10**6)),
}


@dataclass(frozen=True)
class Field:
    """One field: what may stand there, and what it means."""

    name: str
    type: Type
    en: str
    sv: str
    example: str = ""
    required: bool = False
    kind: Kind = Number
    unit: str = ""
    above_zero: bool = False
    choices: tuple[str, ...] = ()
    to: str = ""  # which list a reference points to
    fields: tuple[Field, ...] = ()
    basis: bool = True  # whether source, year and evidence may be said for the whole item


def _text(name: str, en: str, sv: str, example: str = "", required: bool = False) -> Field:
    return Field(name, "text", en, sv, example, required)


def _choice(name: str, choices: tuple[str, ...], en: str, sv: str, required: bool = False) -> Field:
    return Field(name, "choice", en, sv, choices[0], required, choices=choices)


def _parameter(
    name: str,
    kind: Kind,
    unit: str,
    example: str,
    en: str,
    sv: str,
    required: bool = True,
    above_zero: bool = False,
) -> Field:
    return Field(
        name, "parameter", en, sv, example, required, kind=kind, unit=unit, above_zero=above_zero
    )


def _date(name: str, en: str, sv: str, required: bool = False) -> Field:
    return Field(name, "date", en, sv, "2023-01-01", required)


def _to(name: str, to: str, en: str, sv: str, example: str, required: bool = False) -> Field:
    return Field(name, "reference", en, sv, example, required, to=to)


ID = Field("id", "id", "short name, small letters and digits", "kort namn", "region", True)
NAME = _text("name", "what people call it", "vad det heter", "Region Uppsala", True)
NOTE = _text("note", "what a reader should know", "vad läsaren bör veta", "A lump sum.")
PAYER = _text("payer", "who pays", "vem som betalar", "Region Uppsala")
COST_KIND = _choice("kind", COST_KINDS, "kind of cost in the budget", "kostnadsslag i budgeten")
REPEAT = _choice("repeat", REPEATS, "once or every year", "en gång eller varje år", required=True)
WHEN = _date("date", "when it falls, if once", "när den infaller, om en gång")
BASIS = (
    _to("source", "sources", "where it comes from", "var den kommer ifrån", "report"),
    Field("year", "year", "the year it holds for", "året den gäller", "2023"),
    _choice("evidence", EVIDENCE, "how well it is known", "hur säker den är"),
)
EMPLOYER = Field(
    "employer",
    "references",
    "who employs; two mean either, at the mean of their on-costs",
    "vem som anställer; två betyder endera, till medelvärdet av påläggen",
    "region",
    True,
    to="organisations",
)
WAGE = _parameter(
    "wage", Kronor, "kr a month, full time", "36800", "monthly wage", "månadslön på heltid"
)
POST = (
    ID,
    NAME,
    EMPLOYER,
    _parameter("people", People, "people", "8", "how many", "hur många"),
    _text("called", "what they are called after a number", "vad de kallas efter en siffra",
          "peers"),
    _parameter("degree", Degree, "% of full time", "50 %", "degree of employment",
               "sysselsättningsgrad", above_zero=True),
    WAGE,
    _date("start", "first day of employment", "första anställningsdagen"),
    _date("end", "last day of employment", "sista anställningsdagen"),
    PAYER,
    COST_KIND,
    NOTE,
    *BASIS,
)  # fmt: skip
FUNCTION = Field(
    "functions", "list", "who interviews", "vilka som intervjuar", required=True,
    fields=(ID, NAME, EMPLOYER, WAGE, COST_KIND, PAYER, *BASIS),
)  # fmt: skip
RECRUITMENT = (
    ID,
    NAME,
    _parameter("interviewed", People, "people", "25", "interviewed", "intervjuade"),
    _parameter("trained", People, "people", "12", "trained", "utbildade", required=False),
    _parameter("employed", People, "people", "8", "employed", "anställda", required=False),
    _parameter("hours_per_interview", Hours, "hours", "3", "hours a function gives an interview",
               "timmar som en funktion lägger på en intervju"),
    FUNCTION,
    REPEAT,
    WHEN,
    PAYER,
    NOTE,
    *BASIS,
)  # fmt: skip
TRAINING = (
    ID,
    NAME,
    _parameter("lump", Kronor, "kr a year or once", "175000", "bought as a whole",
               "köps som helhet", required=False),
    _parameter("times", Number, "times a year", "2", "how many courses", "antal kurser",
               required=False),
    _parameter("days", Days, "days a course", "2", "length", "längd", required=False),
    _parameter("hours_per_day", Hours, "hours", "8", "paid hours a day", "betalda timmar per dag",
               required=False),
    Field("employer", "references", "who employs those who teach", "vem som anställer lärarna",
          "region", to="organisations"),
    _parameter("wage", Kronor, "kr a month, full time", "36800", "monthly wage of those who teach",
               "lärarnas månadslön på heltid", required=False),
    _parameter("travel", Kronor, "kr a course", "1000", "travel", "resor", required=False),
    _parameter("lodging", Kronor, "kr a day", "1000", "lodging", "logi", required=False),
    REPEAT,
    WHEN,
    PAYER,
    COST_KIND,
    NOTE,
    *BASIS,
)  # fmt: skip
PAYMENT = (
    ID,
    NAME,
    _parameter("assignments", Number, "assignments a year", "13", "assignments", "uppdrag"),
    _parameter("people", People, "people an assignment", "2", "people", "personer"),
    _parameter("fee", Kronor, "kr a person and assignment", "500", "payment", "ersättning"),
    _parameter("contribution", Percentage, "% of the payment", "31.42 %",
               "employer's contribution", "arbetsgivaravgift", required=False),
    _parameter("travel", Kronor, "kr a person and assignment", "150", "travel", "resor",
               required=False),
    PAYER,
    COST_KIND,
    NOTE,
    *BASIS,
)  # fmt: skip
ACCESS = (
    ID,
    NAME,
    _choice("group", SUPPORT, "what kind of support", "slags stöd", required=True),
    _parameter("number", Number, "times a year", "12", "how often", "hur ofta"),
    _parameter("price", Kronor, "kr a time", "800", "price", "pris"),
    PAYER,
    NOTE,
    *BASIS,
)
OTHER = (
    ID,
    NAME,
    _parameter("amount", Kronor, "kr a year or once", "20000", "amount", "belopp"),
    Field("kind", "choice", "kind of cost in the budget", "kostnadsslag i budgeten", "premises",
          True, choices=COST_KINDS),
    REPEAT,
    WHEN,
    PAYER,
    NOTE,
    *BASIS,
)  # fmt: skip
EFFECT = (
    ID,
    NAME,
    _text("unit", "one of it", "en sådan", "bed day", True),
    _parameter("number", Number, "a year", "100", "how many a year; leave out if nobody knows",
               "hur många om året; utelämna om ingen vet", required=False),
    _parameter("value", Kronor, "kr for each", "6000", "what one is worth; leave out likewise",
               "vad en är värd; utelämna likaså", required=False),
    _text("found", "what studies found", "vad studier har funnit", "No clear difference.", True),
    _text("payer", "who gains", "vem som vinner", "Region Uppsala"),
    NOTE,
    *BASIS,
)  # fmt: skip
ORGANISATION = (
    ID,
    NAME,
    _parameter("on_cost", Percentage, "% of gross pay", "42 %", "on-costs, contribution included",
               "personalomkostnadspålägg med arbetsgivaravgift", required=False),
    _text("on_cost_table", "or the sector of a dated table", "eller sektor i en tabell med datum",
          "regions"),
    _text("ages", "age band in that table", "åldersgrupp i tabellen", "all"),
    *BASIS,
)  # fmt: skip
ON_COST = (
    _text("sector", "whose on-costs", "vems pålägg", "regions", True),
    _date("from", "first day", "första dagen", True),
    _date("until", "last day it is known to hold", "sista dagen den säkert gäller", True),
    _text("ages", "age band", "åldersgrupp", "all"),
    _choice("status", STATUSES, "preliminary or decided", "preliminärt eller fastställt", True),
    _parameter("law", Percentage, "% of gross pay", "31.42 %", "by law", "enligt lag",
               required=False),
    _parameter("insurance", Percentage, "% of gross pay", "0.13 %", "insurance", "försäkringar",
               required=False),
    _parameter("pension", Percentage, "% of gross pay", "20.73 %", "pension", "pension",
               required=False),
    _parameter("total", Percentage, "% of gross pay", "44.53 %", "where the parts are not known",
               "där delarna inte är kända", required=False),
    NOTE,
    *BASIS,
)  # fmt: skip
OUTCOME = (
    Field("year", "year", "budget year", "budgetår", "2023", True),
    _choice("kind", COST_KINDS, "kind of cost", "kostnadsslag"),
    _text("line", "or one line of the model", "eller en rad i modellen", "employment.peers"),
    _parameter("amount", Kronor, "kr", "480000", "what it cost", "vad det kostade"),
    _parameter("volume", Number, "months at full time, hours or times", "9",
               "how much of it there was", "hur mycket det blev", required=False),
    _text("because", "why it differs", "varför det avviker", "The post was empty in spring."),
    *(field for field in BASIS if field.name != "year"),
)  # fmt: skip


def _list(name: str, fields: tuple[Field, ...], en: str, sv: str, basis: bool = True) -> Field:
    return Field(name, "list", en, sv, fields=fields, basis=basis)


SCENARIO: tuple[Field, ...] = (
    Field("erfara", "choice", "the format", "formatet", FORMAT, True, choices=(FORMAT,)),
    ID,
    NAME,
    _text("about", "what the scenario is", "vad scenariot är", "Eight peers and a coordinator."),
    Field("period", "group", "which time it covers", "vilken tid det gäller", required=True,
          fields=(_date("start", "first day", "första dagen", True),
                  _date("end", "last day", "sista dagen", True))),
    Field("money", "group", "how kronor are counted", "hur kronor räknas", required=True, fields=(
        _choice("currency", CURRENCIES, "currency", "valuta", True),
        Field("price_year", "year", "the year of the prices", "prisernas år", "2023", True),
        _choice("prices", PRICES, "fixed or nominal prices", "fasta eller löpande priser", True),
        _choice("timing", TIMINGS, "when in the year a cost falls", "när på året kostnaden faller",
                True),
        _choice("ranges", RULES, "how a range becomes one figure", "hur ett spann blir en siffra",
                True),
        _parameter("indexation", Percentage, "% a year", "2 %", "yearly rise of prices",
                   "årlig prisökning", required=False),
        Field("discount", "group", "only for the effects view", "bara för effekterna", fields=(
            _parameter("rate", Percentage, "% a year", "3 %", "rate", "räntesats"),
            _choice("kind", RATE_KINDS, "real or nominal", "real eller nominell", True)),
            basis=False),
    )),
    _list("sources", (ID, _text("title", "title", "titel", "Report", True),
                      Field("year", "year", "published", "utgiven", "2023", True),
                      _text("url", "address", "adress", "https://…"), NOTE),
          "what the figures come from", "varifrån siffrorna kommer", basis=False),
    Field("basis", "group", "source, year, evidence where nothing else is said",
          "källa, år och säkerhet där inget annat sägs", fields=BASIS),
    _list("organisations", ORGANISATION, "who employs", "vilka som anställer"),
    _list("on_costs", ON_COST, "on-costs by date, beside those shipped", "pålägg med datum"),
    _parameter("hours_per_year", Hours, "hours a year at full time", "1808", "working hours a year",
               "arbetstimmar om året på heltid", required=False, above_zero=True),
    _list("drivers", (ID, NAME, _parameter("factor", Number, "factor, 1 on average", "1",
                                           "what they share", "vad de delar"), *BASIS),
          "what moves several parameters together", "vad som rör flera värden tillsammans"),
    _list("coordinators", POST, "coordinators", "samordnare"),
    _list("recruitment", RECRUITMENT, "recruitment", "rekrytering"),
    _list("training", TRAINING, "training", "utbildning"),
    _list("employment", POST, "employed peers", "anställda"),
    _list("payments", PAYMENT, "payments for assignments", "ersättning för uppdrag"),
    _list("support", ACCESS, "support and access", "stöd och tillgänglighet"),
    _list("other", OTHER, "other costs", "övriga kostnader"),
    _list("effects", EFFECT, "effects, never promises", "effekter, aldrig löften"),
    _list("outcome", OUTCOME, "what it cost in the end", "vad det kostade till slut"),
)  # fmt: skip

LINE_GROUPS = (
    "coordinators", "recruitment", "training", "employment", "payments", "support", "other",
)  # fmt: skip
GROUP_WORDS = {f.name: (f.en, f.sv) for f in SCENARIO if f.name in LINE_GROUPS}

# The figures of a distribution, by name: what must stand beside it.
SHAPES: dict[str, tuple[tuple[str, ...], ...]] = {
    "uniform": (("low", "high"),),
    "triangular": (("low", "mode", "high"),),
    "pert": (("low", "mode", "high"),),
    "gamma": (("mean", "sd"), ("shape", "scale")),
    "beta": (("mean", "sd"), ("a", "b")),
    "normal": (("mean", "sd"),),
}
