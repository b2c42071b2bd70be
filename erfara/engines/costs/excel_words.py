"""The fixed words of the Excel file and the PDF, in both languages."""

from __future__ import annotations

from erfara.engines.costs.said import Language


def _two(en: str, sv: str) -> dict[Language, str]:
    return {"en": en, "sv": sv}


WORDS: dict[str, dict[Language, str]] = {
    "inputs": _two("Inputs", "Indata"),
    "calculation": _two("Calculation", "Beräkning"),
    "result": _two("Result", "Resultat"),
    "sources": _two("Sources", "Källor"),
    "change": _two(
        "Change a yellow cell: everything else is calculated from it.",
        "Ändra en gul cell: allt annat räknas fram ur den.",
    ),
    "cell": _two("Name of the cell", "Cellens namn"),
    "what": _two("What it is", "Vad det är"),
    "value": _two("Value", "Värde"),
    "unit": _two("Unit", "Enhet"),
    "source": _two("Source", "Källa"),
    "year": _two("Year", "År"),
    "evidence": _two("How well it is known", "Hur säkert det är"),
    "note": _two("Note", "Anmärkning"),
    "start": _two("first day", "första dag"),
    "end": _two("last day", "sista dag"),
    "line": _two("Line", "Rad"),
    "kind": _two("Kind of cost", "Kostnadsslag"),
    "repeat": _two("Once or yearly", "En gång eller varje år"),
    "once": _two("once", "en gång"),
    "yearly": _two("every year", "varje år"),
    "payer": _two("Who pays", "Vem som betalar"),
    "full_year": _two("A full running year", "Ett löpande helår"),
    "how": _two("How", "Hur"),
    "months": _two("Months", "Månader"),
    "whole_period": _two("The whole period", "Hela perioden"),
    "rounded": _two("In whole kronor", "I hela kronor"),
    "total": _two("Total", "Summa"),
    "amount": _two("Amount", "Belopp"),
    "once_sum": _two("What comes once", "Det som kommer en gång"),
    "yearly_sum": _two(
        "What comes every year, over the period", "Det som kommer varje år, under perioden"
    ),
    "full_year_sum": _two(
        "A full running year (nothing that comes once)",
        "Ett löpande helår (inget som kommer en gång)",
    ),
    "break_even": _two("How many a year would pay for it", "Hur många om året som skulle betala"),
    "discounted": _two(
        "cost, effects, cost for each at", "kostnad, effekter, kostnad för varje vid"
    ),
    "conventions": _two("How it is counted", "Så är det räknat"),
    "title": _two("Title", "Titel"),
    "address": _two("Address", "Adress"),
}

FIGURES: dict[str, dict[Language, str]] = {
    "low": _two("lowest", "lägst"),
    "mode": _two("most likely", "troligast"),
    "high": _two("highest", "högst"),
    "mean": _two("mean", "medelvärde"),
    "sd": _two("standard deviation", "standardavvikelse"),
    "shape": _two("shape", "form"),
    "scale": _two("scale", "skala"),
    "a": _two("a", "a"),
    "b": _two("b", "b"),
    "law": _two("by law", "enligt lag"),
    "insurance": _two("insurance", "försäkringar"),
    "pension": _two("pension", "pension"),
    "total": _two("total", "totalt"),
}
