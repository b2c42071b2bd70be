"""People who have told of much, and requests that find them: for the search and its proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from erfara.lending.actions import proposals
from erfara.lending.models import LoanRequest
from erfara.people import actions as people
from erfara.people.actions import parts
from erfara.people.models import Contributor
from erfara.people.models.consents import How

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

# Name, e-mail, experiences (role, words), where it is easy to come.
PEOPLE = (
    ("Berit Fabelsson", "berit@exempel.invalid", (
        ("relative", ("Mamma glömde spisen på och frågade samma sak fem gånger. Till slut hittade "
                     "hon inte hem från affären. Jag skötte allt med kommunen i fyra år.")),
        ("patient", "Kallelsen till röntgen låg i appen. Jag läste den tre veckor för sent."),
    ), "Blåberga, Norrvik"),
    ("Omar Låtsas", "omar@exempel.invalid", (
        ("relative", ("Min fru fick alzheimer när hon var 58. Jag jobbade kvar i två år och sov "
                     "nästan inte.")),
    ), "Norrvik"),
    ("Gudrun Fantasi", "gudrun@exempel.invalid", (
        ("patient", ("Jag har inget bank-id och får aldrig upp mina kallelser på nätet. Brevet kom "
                    "inte heller, så jag missade operationen.")),
        ("companion", "Följde med grannen till minnesmottagningen och höll reda på papperen."),
    ), "Sjöby"),
    ("Tor Diktsson", "tor@exempel.invalid", (
        ("user", ("Logga in på 1177 gick bra, men jag förstod inte om tiden var bokad eller om jag "
                 "skulle ringa.")),
        ("relative", ("Pappa har blivit dement. Han ringer mig mitt i natten och tror att han är "
                     "på jobbet.")),
    ), "Blåberga"),
    ("Samira Hittepå", "", (
        ("relative", "Jag läser kallelserna åt min mor, för allt kommer digitalt och på svenska."),
    ), "Sjöby, Blåberga"),
)  # fmt: skip
FIRST_NUMBER = 60


@transaction.atomic
def play(county: County) -> None:
    """Two requests that find people, and something that nobody has told of."""
    for number, (name, email, told, places) in enumerate(PEOPLE, start=FIRST_NUMBER):
        _join(county, number, name, email, told, places)
    _asks(
        county, "Region Blåberg", "Utvecklingsenheten", "Digitala kallelser",
        "Personer som har fått digitala kallelser till vården, eller har svårt att få upp dem.", 9,
    )  # fmt: skip
    _asks(
        county, "Blåbergs kommun", "Demensteamet", "Inspirationsdag demens",
        "Anhöriga till personer med demenssjukdom som vill berätta om vardagen.", 8,
    )  # fmt: skip
    nobody = _asks(
        county, "Region Blåberg", "Dialysmottagningen", "Dialys hemma",
        "Personer som har gått i dialys.", 11,
    )  # fmt: skip
    proposals.seek(
        request=nobody, words=nobody.wished_experience, concepts=["dialysis-unit"], by=county.by,
        at=county.days(-3),
    )  # fmt: skip


def _join(
    county: County,
    number: int,
    name: str,
    email: str,
    told: tuple[tuple[str, str], ...],
    places: str,
) -> Contributor:
    at = county.days(-200 + number)
    row = people.register(
        programme=county.programme,
        identity={"name": name, "email": email, "phone": f"070-{number:07d}", "address": ""},
        channel="personal", told=[people.Told(role, words) for role, words in told],
        forms=["focus_group", "workshop", "lecture"],
        consents=["register", "email"] if email else ["register"], how=How.IN_PERSON,
        by=county.by, at=at,
    )  # fmt: skip
    parts.write_part(
        contributor=row, part="where", seen=0,
        wishes={"places": places, "on_screen": "yes" if number % 2 else ""}, by=county.by, at=at,
    )  # fmt: skip
    return row


def _asks(
    county: County, organisation: str, unit: str, purpose: str, wished: str, days_ago: int
) -> LoanRequest:
    row = county.ask_for(organisation, unit, purpose, days_ago, wished=wished)
    county.prepare(row, days_ago - 2)
    return row
