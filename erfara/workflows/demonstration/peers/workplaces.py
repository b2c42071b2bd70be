"""Workplaces of the demonstration: some get ready and agree, and each queue has one in it.

Everything is invented. The parts that follow place people at what `play` gives back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations.models import Programme
from erfara.peersupport.duties import actions as duties
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.workplaces import actions, queries, rounds
from erfara.peersupport.workplaces.models import Workplace
from erfara.workflows import workplaces as flow

# What is written on the list, and how many were there.
EVIDENCE: dict[str, tuple[str, int | None]] = {
    "manager": ("Beslutat på ledningsgruppens möte", None),
    "staff_2h": ("Två tillfällen, ett för natten", 24),
    "staff_4h": ("Dagpersonalen, på planeringsdagen", 9),
    "does": ("En sida, i pärmen med rutiner", None),
    "contact": ("En halvtimme varje tisdag", None),
    "clinician": ("Sjuksköterskan som leder avdelningen", None),
    "environment": ("Enhetschefen, med skriftlig delegation", None),
    "desk": ("Rummet bredvid köket", None),
    "phone": ("Beställd, finns första dagen", None),
    "email": ("Beställd från it", None),
    "keys": ("Hämtas i receptionen första dagen", None),
    "clothes": ("Ett skåp och tre ombyten", None),
    "routines": ("Samma introduktion som för alla, vecka ett", None),
    "meetings": ("Måndagar klockan nio", None),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A workplace of the demonstration. The addresses are made of its people's first names."""

    organisation: str
    unit: str
    kind: str
    municipality: str
    contact: str
    manager: str
    peers: int = 2
    why_one: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Who speaks for an employer or a user organisation."""

    side: str
    organisation: str
    name: str


def identity(name: str) -> dict[str, str]:
    """An invented name with an address that leads nowhere."""
    first = name.split()[0].lower().translate(str.maketrans("åäöé", "aaoe"))
    return {"name": name, "email": f"{first}.arbetsplats@exempel.invalid", "phone": ""}


# Clinicians, each at as many workplaces as it takes: nobody else of the county is called so.
_CLINICIANS = ("Siv", "Rolf", "Bodil", "Tage", "Vera", "Holger", "Elsy", "Ragnar")


def clinician(no: int) -> str:
    """Who is asked about what comes up in the work, at the workplace with this number."""
    return f"{_CLINICIANS[no % len(_CLINICIANS)]} Exempelbehandlare"


def _lead(programme: Programme) -> Actor:
    return Actor(Role.COORDINATOR, programme.pk)


def _there(row: Workplace) -> Actor:
    return Actor(Role.WORKPLACE, row.programme_id, row.contact_id)


def raise_hand(programme: Programme, place: Place, at: datetime, words: str = "") -> Workplace:
    """Its contact person raises its hand on the public page, and the manager is written down."""
    row = flow.raise_hand(
        programme=programme, organisation=place.organisation, unit=place.unit,
        contact=identity(place.contact),
        facts={"kind": place.kind, "municipality": place.municipality,
               "peers_wanted": place.peers, "why_one": place.why_one},
        words=words, by=Actor(Role.PUBLIC, programme.pk), at=at,
    )  # fmt: skip
    if place.manager:
        flow.new_manager(
            workplace=row, identity=identity(place.manager), since=clock.local_day(at),
            by=_lead(programme), at=at,
        )  # fmt: skip
    return row


def begin(row: Workplace, at: datetime, days: int = 60) -> None:
    """The list is theirs, and a draft of who does what lies ready."""
    flow.begin(
        workplace=row, due_on=clock.local_day(at + timedelta(days=days)),
        by=_lead(row.programme), at=at,
    )  # fmt: skip


def fill(row: Workplace, at: datetime, leave: Sequence[str] = ()) -> None:
    """They write what is in place, all but `leave`, and who the clinician is."""
    going_on = queries.live_round(row)
    if going_on is None:
        return
    if row.clinician_id is None:
        flow.name_person(
            workplace=row, role="clinician", identity=identity(clinician(row.no)),
            by=_there(row), at=at,
        )  # fmt: skip
    for key, item in queries.items_of(going_on).items():
        if key not in leave:
            words, number = EVIDENCE[key]
            rounds.write_item(
                item=item, standing="done", evidence=words, number=number,
                done_on=clock.local_day(at), by=_there(row), at=at,
            )  # fmt: skip


def approve(row: Workplace, at: datetime) -> None:
    """A lead has looked at it."""
    going_on = queries.live_round(row)
    if going_on is not None:
        going_on.workplace = row
        rounds.approve(readiness=going_on, by=_lead(row.programme), at=at)


def send_duties(row: Workplace, parties: Sequence[Party], at: datetime) -> DutyMatrix | None:
    """Who does what, to all parties."""
    matrix = duty_queries.draft(row)
    if matrix is None:
        return None
    matrix.workplace = row
    return flow.send_duties(
        matrix=matrix, answer_by=clock.local_day(at + timedelta(days=14)), at=at,
        parties=[
            flow.Spokesman(one.side, one.organisation, identity(one.name)) for one in parties
        ],
        by=_lead(row.programme),
    )  # fmt: skip


def agree(matrix: DutyMatrix | None, at: datetime, but: str = "") -> None:
    """The parties say yes, all but one side."""
    if matrix is None:
        return
    for answer in duty_queries.answers(matrix):
        if answer.side != but:
            duties.accept(
                answer=answer, version=matrix.version, at=at,
                by=Actor(Role.WORKPLACE, answer.programme_id, answer.person_id),
            )  # fmt: skip


def ready(programme: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    """From a raised hand to ready and agreed, in ten weeks that end at `at`."""
    row = raise_hand(programme, place, at - timedelta(days=70))
    begin(row, at - timedelta(days=63))
    agree(send_duties(row, parties, at - timedelta(days=40)), at - timedelta(days=33))
    fill(row, at - timedelta(days=14))
    approve(row, at)
    return row


def play(
    programme: Programme, places: Sequence[Place], parties: Sequence[Party], at: datetime
) -> list[Workplace]:
    """Workplaces that are ready and agreed, one every week before `at`."""
    return [
        ready(programme, place, parties, at - timedelta(days=7 * number))
        for number, place in enumerate(places)
    ]


# Ten of them, one for each queue.
IN_QUEUES = (
    "raised", "offered", "unanswered", "wants_out", "looks", "late", "preparing", "new_manager",
    "wish", "rests",
)  # fmt: skip


def queues(
    programme: Programme, places: Sequence[Place], parties: Sequence[Party], at: datetime
) -> dict[str, Workplace]:
    """One workplace in each queue, as many as there are places for, in the order of `IN_QUEUES`."""
    return {
        name: _QUEUES[name](programme, place, parties, at)
        for name, place in zip(IN_QUEUES, places, strict=False)
    }


def _raised(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    return raise_hand(of, place, at - timedelta(days=2),
                      "Vi var på informationsdagen och vill gärna höra mer.")  # fmt: skip


def _offer(of: Programme, place: Place, at: datetime) -> Workplace:
    return flow.offer(
        programme=of, organisation=place.organisation, unit=place.unit,
        contact=identity(place.contact), by=_lead(of), at=at,
        facts={"kind": place.kind, "municipality": place.municipality,
               "peers_wanted": place.peers, "why_one": place.why_one},
    )  # fmt: skip


def _offered(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    return _offer(of, place, at - timedelta(days=6))


def _unanswered(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = _offer(of, place, at - timedelta(days=30))
    return actions.pass_offer(
        workplace=row, by=Actor.system(of.pk), at=at - timedelta(days=8)
    )  # fmt: skip


def _preparing(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = raise_hand(of, place, at - timedelta(days=30))
    begin(row, at - timedelta(days=24))
    fill(row, at - timedelta(days=5), leave=("staff_4h", "keys", "clothes", "phone", "does"))
    return row


def _wants_out(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = _preparing(of, place, parties, at)
    return flow.want_out(workplace=row, by=_there(row), at=at - timedelta(days=1))


def _looks(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = raise_hand(of, place, at - timedelta(days=40))
    begin(row, at - timedelta(days=35))
    send_duties(row, parties, at - timedelta(days=4))
    fill(row, at - timedelta(days=1))
    return row


def _late(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = raise_hand(of, place, at - timedelta(days=70))
    begin(row, at - timedelta(days=66))
    agree(send_duties(row, parties, at - timedelta(days=60)), at - timedelta(days=55), "user_org")
    fill(row, at - timedelta(days=30), leave=("manager", "environment"))
    going_on, matrix = queries.live_round(row), duty_queries.counting(row)
    system = Actor.system(of.pk)
    if going_on is not None:
        rounds.pass_deadline(readiness=going_on, by=system, at=at - timedelta(days=5))
    if matrix is not None:
        duties.pass_deadline(matrix=matrix, by=system, at=at - timedelta(days=45))
    return row


def _new_manager(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = ready(of, place, parties, at - timedelta(days=100))
    return flow.new_manager(
        workplace=row, identity=None, since=clock.local_day(at - timedelta(days=3)),
        by=_there(row), at=at - timedelta(days=3),
    )  # fmt: skip


def _wish(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = _preparing(of, place, parties, at)
    matrix = send_duties(row, parties, at - timedelta(days=6))
    if matrix is not None:
        answer = duty_queries.answers(matrix)[-1]
        duties.want_change(
            answer=answer, version=matrix.version, at=at - timedelta(days=2),
            words="Vi vill att handledningen är varje vecka det första halvåret.",
            by=Actor(Role.WORKPLACE, of.pk, answer.person_id),
        )  # fmt: skip
    return row


def _rests(of: Programme, place: Place, parties: Sequence[Party], at: datetime) -> Workplace:
    row = raise_hand(of, place, at - timedelta(days=50))
    return flow.rest(
        workplace=row, look_again_on=clock.local_day(at + timedelta(days=60)), by=_lead(of),
        at=at - timedelta(days=44),
    )  # fmt: skip


_QUEUES = {
    "raised": _raised, "offered": _offered, "unanswered": _unanswered, "wants_out": _wants_out,
    "looks": _looks, "late": _late, "preparing": _preparing, "new_manager": _new_manager,
    "wish": _wish, "rests": _rests,
}  # fmt: skip
