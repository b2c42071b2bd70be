"""Cost scenarios for tests: a small one in text, and random ones that are always right."""

from __future__ import annotations

import json
import random
from typing import Any

from erfara.engines.costs import checking
from erfara.engines.costs.scenario import Scenario

SMALL = """\
erfara: costs/1
id: small
name: Small
period: {start: 2023-01-01, end: 2024-12-31}
money: {currency: SEK, price_year: 2023, prices: fixed, timing: middle, ranges: mean}
sources:
  - {id: report, title: A report, year: 2023}
basis: {source: report, year: 2023, evidence: assumed}
organisations:
  - {id: region, name: Region, on_cost: 50 %}
hours_per_year: 1800
employment:
  - {id: peers, name: Peers, employer: region, people: 2, degree: 50 %, wage: 30000}
other:
  - {id: room, name: Room, amount: 12000, kind: premises, repeat: yearly}
  - {id: desks, name: Desks, amount: 5000, kind: material, repeat: once}
"""


def small(**changes: str) -> str:
    """The small scenario with lines replaced: small(**{"people: 2": "people: 3"})."""
    text = SMALL
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def of(text: str) -> Scenario:
    """The scenario in a text."""
    return checking.loads(text)


def random_scenario(number: int) -> Scenario:
    """The same scenario for the same number."""
    return of(random_text(number))


def random_text(number: int) -> str:
    """A scenario with every section, every distribution and odd days."""
    return json.dumps(random_data(number), ensure_ascii=False, indent=1)  # which is YAML too


def random_data(number: int) -> dict[str, Any]:
    """As data, so that a test can turn it around."""
    chance = random.Random(number)
    start = f"20{chance.randint(22, 23)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    end = f"20{chance.randint(24, 26)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    nominal = chance.random() < 0.5
    money: dict[str, Any] = {
        "currency": "SEK",
        "price_year": str(chance.randint(2021, 2024)),
        "prices": "nominal" if nominal else "fixed",
        "timing": chance.choice(["start", "middle", "end"]),
        "ranges": chance.choice(["mean", "low", "high", "distribution"]),
        "discount": {"rate": "3 %", "kind": "nominal" if nominal else "real"},
    }
    if nominal:
        money["indexation"] = f"{chance.randint(0, 500) / 100} %"

    def figure(low: int, high: int, unit: str = "", whole: bool = False) -> Any:
        a, b, c = sorted(chance.randint(low * 100, high * 100) / 100 for _ in range(3))
        if whole:
            a, b, c = int(a), int(b), int(c)
        kind = chance.randint(0, 5)
        if kind == 1:
            return {"low": f"{a}{unit}", "high": f"{c}{unit}"}
        if kind == 2 and a < c:
            return {"distribution": chance.choice(["triangular", "pert"]),
                    "low": f"{a}{unit}", "mode": f"{b}{unit}", "high": f"{c}{unit}"}  # fmt: skip
        if kind == 3 and not unit and b > 0:
            return {"distribution": "gamma", "mean": str(b), "sd": f"{b / 10:.4f}"}
        if kind == 4 and not unit and b > 0:
            return {"distribution": "normal", "mean": str(b), "sd": f"{b / 20:.4f}"}
        if kind == 5 and unit:
            return {"distribution": "beta", "mean": f"{b}{unit}", "sd": "0.5 %"}
        return f"{b}{unit}"

    def post(id: str) -> dict[str, Any]:
        employers = chance.sample(["region", "county", "club"], chance.randint(1, 2))
        wage: Any = figure(20000, 45000)
        if isinstance(wage, dict):
            wage["driver"] = "pay"
        return {
            "id": id, "name": f"={id} & <co>", "employer": employers,
            "people": str(chance.randint(1, 12)), "degree": figure(10, 99, " %"), "wage": wage,
            "payer": chance.choice(["Region", "Municipality"]),
        }  # fmt: skip

    def one(section: str, **more: Any) -> list[dict[str, Any]]:
        return [{"id": f"{section}_{n}", "name": f"{section} {n}", **more} for n in (1, 2)]

    repeat = chance.choice(["once", "yearly"])
    return {
        "erfara": "costs/1", "id": f"random_{number}", "name": f"Random {number}",
        "period": {"start": start, "end": end}, "money": money,
        "sources": [{"id": "dice", "title": "Dice", "year": "2023"}],
        "basis": {"source": "dice", "year": "2023", "evidence": "example"},
        "organisations": [
            {"id": "region", "name": "Region", "on_cost_table": "regions"},
            {"id": "county", "name": "County", "on_cost_table": "municipalities"},
            {"id": "club", "name": "Club", "on_cost": figure(30, 50, " %")},
        ],
        "hours_per_year": figure(1600, 1900),
        "drivers": [{"id": "pay", "name": "Pay",
                     "factor": {"distribution": "triangular", "low": "0.9", "mode": "1",
                                "high": "1.1"}}],
        "coordinators": [post("lead"), post("second")],
        "employment": [post("peers")],
        "recruitment": one("call", interviewed="20", trained="10", employed="5",
                           hours_per_interview=figure(1, 5), repeat=repeat,
                           functions=[{"id": "hr", "name": "HR", "employer": "county",
                                       "wage": figure(30000, 40000)}]),
        "training": [
            {"id": "lump", "name": "Lump", "lump": figure(10000, 200000), "repeat": "once"},
            {"id": "days", "name": "Days", "times": "2", "days": figure(2, 5),
             "hours_per_day": "8", "employer": "region", "wage": figure(30000, 40000),
             "travel": figure(500, 2000), "lodging": figure(700, 1500), "repeat": "yearly"},
        ],
        "payments": [{"id": "fees", "name": "Fees", "assignments": figure(5, 40),
                      "people": "2", "fee": figure(300, 900), "contribution": "31.42 %",
                      "travel": figure(50, 300)}],
        "support": [{"id": "sign", "name": "Sign", "group": "interpreter",
                     "number": figure(1, 20), "price": figure(500, 1500)}],
        "other": one("thing", amount=figure(1000, 90000), kind="premises", repeat=repeat),
        "effects": [{"id": "days", "name": "Days", "unit": "day", "found": "Nothing sure.",
                     "number": figure(50, 400), "value": figure(4000, 9000)}],
    }  # fmt: skip
