"""Who asks the living county, for what form, and how far people are to have a say.

Spread as real requests are: a few units come back, some by another of their people, and most come
once. What isn't named here is a focus group of the development unit's own.
"""

from __future__ import annotations

from typing import NamedTuple


class Asks(NamedTuple):
    """The contact's first name, the form, the level of participation and the step of the ladder."""

    name: str = "Lars"
    form: str = "focus_group"
    level: str = "service"
    ladder: str = "dialogue"

    @property
    def identity(self) -> dict[str, str]:
        """How the contact is reached. All of them are made up."""
        email = f"{self.name.casefold()}@exempel.invalid"
        return {"name": f"{self.name} Exempelsson", "email": email, "phone": "", "address": ""}


# What the request is about → who asks. Each purpose is asked once.
_ASKED = {
    # The development unit comes back, by two of its people.
    "Bättre kallelser.": Asks(ladder="influence"),
    "Ett lugnt rum att vänta i.": Asks("Mona", "workshop"),
    "Digitala kallelser": Asks("Mona", "workshop", "system", "consultation"),
    "Digitala möten i vården.": Asks("Lars", "workshop", "system"),
    # Some units ask twice or more.
    "Hur är det att vänta på besked?": Asks("Petra", "meeting", "service", "discussion"),
    "Att få besked.": Asks("Petra", "management_group", "system", "influence"),
    "Att vara anhörig på avdelningen.": Asks("Jonas", "lecture", "service", "information"),
    "Att vänta på akuten.": Asks("Bengt", "interview_phone", "service", "consultation"),
    "Att hitta rätt ingång.": Asks("Kristin", "interview", "service", "consultation"),
    "Att hitta till rätt dörr.": Asks("Karl", "photo", "service", "influence"),
    "Kallelser till röntgen.": Asks("Karl", "workshop"),
    "En patient i ledningsgruppen.": Asks("Karl", "management_group", "system", "influence"),
    "Maten på boendet.": Asks("Gunnel", "meeting", "service", "consultation"),
    "Vad betyder en bra första dag hemma?": Asks("Gunnel", "interview"),
    "Vad tycker de som bor på Granen?": Asks("Gunnel", "reference_group"),
    "Ett bibliotek för alla.": Asks("Eivor", "reference_group", "service", "shared_decision"),
    "Att känna sig välkommen.": Asks("Eivor", "workshop"),
    "Vi funderar på en kväll.": Asks("Malte", "lecture"),
    "En lugnare väntan.": Asks("Disa", "process", "service", "influence"),
    "E-tjänster i habiliteringen.": Asks("Disa", "workshop"),
    "Att våga gå till tandläkaren.": Asks("Frans", "interview_phone"),
    "Färgerna i väntrummet.": Asks("Frans", "meeting"),
    # Most come once.
    "Ett bra första möte.": Asks("Agneta", "education", "individual", "discussion"),
    "Hur ska väntrummet vara?": Asks("Hedda", "workshop", "service", "influence"),
    "Vi vill låna någon.": Asks("Ivar", "lecture"),
    "Någon till en reklamfilm.": Asks("Ivar", "interview"),
    "Ett beslut att förstå.": Asks("Anita", "interview", "individual", "shared_decision"),
    "Stöd vid träffpunkten.": Asks("Rolf", "support", "individual"),
    "Inspirationsdag demens": Asks("Siv", "lecture", "service", "influence"),
    "Dialys hemma": Asks("Börje", "focus_group", "service", "influence"),
    "Hur möter vi den som är rädd?": Asks("Tage", "application", "system"),
    "Att höra dåligt i väntrummet.": Asks("Ester", "interview", "service", "consultation"),
    "Ett bättre första samtal.": Asks("Linnea", "focus_group"),
    "Hur blir inskrivningen trygg?": Asks("Birger", "planning_event"),
    "Att komma hem från avdelningen.": Asks("Birger", "interview", "service", "consultation"),
}


def asks(purpose: str) -> Asks:
    """Who asks for this."""
    return _ASKED.get(purpose, Asks())
