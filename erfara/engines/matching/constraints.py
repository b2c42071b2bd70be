"""Who may be asked at all. Nothing here says how well anybody fits, and nothing there opens a door.

Each reason is a code with a sentence in each language, said of the person to the coordinator.
"""

from __future__ import annotations

from erfara.engines.matching.people import Person, Request

SENTENCES = {
    "consent": ("Har inte samtyckt till att bli tillfrågad.", "Has not consented to being asked."),
    "paused": ("Har paus.", "Is resting."),
    "form": ("Vill inte medverka i den formen.", "Does not take part in that form."),
    "digital": ("Medverkar inte på skärm.", "Does not take part on a screen."),
    "place": (
        "Bor på annan ort och reser inte dit.",
        "Lives elsewhere and does not travel there.",
    ),
    "too_old": ("Är äldre än förfrågan önskar.", "Is older than the request asks for."),
    "too_young": ("Är yngre än förfrågan önskar.", "Is younger than the request asks for."),
    "age_unknown": ("Har inte uppgett ålder.", "Has not given an age."),
    "language": ("Talar inte språket som önskas.", "Does not speak the language asked for."),
    "association": (
        "Är aktiv i en förening, vilket förfrågan undantar.",
        "Is active in an association, which the request leaves out.",
    ),
    "training": ("Saknar utbildningen som krävs.", "Lacks the training that is required."),
    "no_go": (
        "Vill inte prata om det som förfrågan gäller.",
        "Does not want to talk about what the request is about.",
    ),
}
LANGS = ("sv", "en")


def sentence(code: str, lang: str) -> str:
    """A reason in words."""
    return SENTENCES[code][LANGS.index(lang)]


def left_out(person: Person, request: Request) -> str | None:
    """The code of the first thing that keeps a person from being asked, or None."""
    if not person.consent:
        return "consent"
    if person.paused:
        return "paused"
    if request.form and request.form not in person.forms_ok:
        return "form"
    if request.digital:
        if not person.digital_ok:
            return "digital"
    elif (
        request.municipality
        and person.municipality.casefold() != request.municipality.casefold()
        and not person.travel_ok
    ):
        return "place"
    return _constraint(person, request)


def _constraint(person: Person, request: Request) -> str | None:
    asked = request.constraints
    low, high = asked.get("min_birth_year"), asked.get("max_birth_year")
    if low is not None or high is not None:
        if person.birth_year is None:
            return "age_unknown"
        if low is not None and person.birth_year < low:
            return "too_old"
        if high is not None and person.birth_year > high:
            return "too_young"
    if asked.get("language") and asked["language"] not in person.languages:
        return "language"
    if asked.get("exclude_association_active") and person.association_active:
        return "association"
    if asked.get("training") and asked["training"] not in person.trainings:
        return "training"
    return None
