"""Rows and columns of Uppsala's tables in both languages: the report's words, no programme's."""

from __future__ import annotations

from erfara.engines.costs.said import Language
from erfara.web.people_say import first_capital

# These are quoted from a printed report, so they don't follow a programme's words.
_SWEDISH = {
    "2 days, twice a year": "2 dagar, två gånger om året",
    "5 days, twice a year": "5 dagar, två gånger om året",
    "coordinator 50 %, Hjärnkoll": "samordnare 50 %, Hjärnkoll",
    "coordinator 50 %, region": "samordnare 50 %, regionen",
    "coordinator 75 %, Hjärnkoll": "samordnare 75 %, Hjärnkoll",
    "coordinator 75 %, region": "samordnare 75 %, regionen",
    "proposal 1": "förslag 1",
    "proposal 2": "förslag 2",
    "proposal 3": "förslag 3",
    "training of peer supporters": "utbildning av peer supportrar",
    "base": "lön",
    "contribution": "med arbetsgivaravgift",
    "coordinator": "samordnare",
    "employment": "anställning",
    "high": "högst",
    "hr_cost": "HR, kostnad",
    "hr_hours": "HR, timmar",
    "lodging": "logi",
    "low": "lägst",
    "nsph_cost": "NSPH, kostnad",
    "nsph_hours": "NSPH, timmar",
    "on_cost": "med pålägg",
    "on_cost_2022": "med pålägg 2022",
    "on_cost_2023": "med pålägg 2023",
    "per_person": "per person",
    "recruitment": "rekrytering",
    "total": "summa",
    "training": "utbildning",
    "travel": "resor",
    "wage": "lön",
}


def said(name: str, language: Language) -> str:
    """A row or column as the page writes it."""
    text = _SWEDISH.get(name, name) if language == "sv" else name.replace("_", " ")
    return first_capital(text)
