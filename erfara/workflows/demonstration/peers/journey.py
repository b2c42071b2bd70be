"""The way of those who become peer supporters, for the demonstration: from an application to a
certificate, a place in the pool and a place at work. Everybody is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations.models import Programme
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool.actions import offers, wishes
from erfara.peersupport.pool.actions.already import enter_already
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.recruitment import guide
from erfara.peersupport.recruitment.actions import applying, deciding, interviewing, rounds
from erfara.peersupport.recruitment.models import InterviewNote, PeerCandidate, Round
from erfara.peersupport.training import queries as courses
from erfara.peersupport.training.actions import assessing, places, planning, sessions
from erfara.peersupport.training.actions.places import Invitee
from erfara.peersupport.training.models import Cohort, Enrolment
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.actions.persons import find_or_add_person
from erfara.workflows import certifying
from erfara.workflows.demonstration.hours import by_clock

FIRST = (
    "Alva Berit Cilla Dan Elsa Folke Greta Hans Ines Jonas Karin Leif Mona Nora Otto Pia Rolf "
    "Stina Tage Ulla Vera Walter Ylva Åke Ärla Östen Asta Bo Clara David Edit Fred"
).split()
LAST = ("Påhittad", "Låtsas", "Sagoson", "Exempelsson")
WHY = "Jag vill ge det jag själv saknade: någon som hade varit där."
OWN = "Jag har gått en lång väg, och kan berätta om den på ett sätt som hjälper andra."


def called(number: int) -> str:
    """An invented name, the same for the same number."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


@dataclass
class County:
    """A programme of peer support while it is set up, and those who work in it."""

    programme: Programme
    start: datetime
    lead: Actor
    other: Actor
    issuer: Actor
    recruiter: Actor
    trainer: Actor

    def days(self, number: float) -> datetime:
        """So many days before (-) or after the start of the demonstration."""
        return self.start + timedelta(days=number)

    def identity(self, number: int, *, address: bool = True) -> dict[str, str]:
        """Somebody invented, with an address that leads nowhere, or with a telephone alone."""
        email = f"{self.programme.slug}.{number}@exempel.invalid"
        return {
            "name": called(number), "email": email if address else "",
            "phone": f"070-{9_000_000 + number:07d}", "address": "",
        }  # fmt: skip

    def her(self, person_id: UUID) -> Actor:
        """Somebody acting on her own page."""
        return Actor(Role.PERSON, self.programme.pk, person_id)


# Recruitment


def drafted(county: County, opens: float, closes: float, title: str, at: datetime) -> Round:
    """A round of recruitment that is being prepared."""
    return rounds.plan_round(
        programme=county.programme, by=county.lead, at=at,
        values={
            "title": title,
            "text_sv": "Vi söker dig som har egen erfarenhet av psykisk ohälsa och återhämtning, "
            "och vill arbeta med att stödja andra. Du utbildas på betald tid.",
            "text_en": "We look for you who have lived through mental ill-health and recovery, and "
            "want to work with supporting others. You are trained on paid time.",
            "opens_on": clock.local_day(county.days(opens)),
            "closes_on": clock.local_day(county.days(closes)),
            "answer_by": clock.local_day(county.days(closes + 30)),
        },
    )  # fmt: skip


def announced(county: County, opens: float, closes: float, title: str) -> Round:
    """One that is announced on its first day."""
    at = county.days(opens)
    row = drafted(county, opens, closes, title, at)
    return rounds.announce(row=row, by=county.lead, at=at)


def closed(row: Round, at: datetime) -> Round:
    """Its last day has passed."""
    row.refresh_from_db()
    return rounds.close(row=row, by=Actor.system(row.programme_id), at=at)


def applies(
    county: County, row: Round, number: int, at: datetime, *, address: bool = True
) -> PeerCandidate:
    """Somebody applies; without an address by phone, taken down by a lead."""
    values = {
        **county.identity(number, address=address), "why": WHY, "own": OWN, "half_time": "yes",
        "begins": "när som helst", "where": "i hela länet", "practical": "", "channel": "web",
    }  # fmt: skip
    return applying.take_down(
        row=row, answers=values, way="paper" if address else "phone", by=county.lead, at=at
    )


def turned_down(county: County, one: PeerCandidate, at: datetime) -> PeerCandidate:
    """Kindly, before an interview."""
    return deciding.say_no(
        candidate=one, reason="Vill arbeta först om två år.",
        words="Tack för att du sökte. Hör gärna av dig när du kan börja.", by=county.lead, at=at,
    )  # fmt: skip


def invited(county: County, one: PeerCandidate, at: datetime) -> PeerCandidate:
    """To be interviewed."""
    return deciding.invite(
        candidate=one, reason="Skriver om andra, och kan arbeta halvtid.", by=county.lead, at=at
    )


def booked(county: County, one: PeerCandidate, when: datetime, at: datetime) -> None:
    """A time with both functions."""
    both = InterviewNote.Function
    interviewing.book(
        candidate=one, starts_at=when, ends_at=when + timedelta(hours=1), how="in_person",
        where="Påhittade huset, rum 3", by=county.lead, at=at,
        writers={
            both.USER_ORGANISATION: county.issuer.own_id, both.HR: county.recruiter.own_id,
        },
    )  # fmt: skip


def noted(one: PeerCandidate, who: Actor, at: datetime, advice: str = "yes") -> None:
    """One of the two writes what she heard, without having read the other's."""
    note = InterviewNote.objects.select_related("interview__candidate__round").get(
        interview__candidate=one, writer=who.own_id
    )
    said = {part.key: "Berättade lugnt och om andra." for part in guide.GUIDE}
    seen = {f"{part.key}_seen": "clear" for part in guide.GUIDE}
    values = {**said, **seen, "advice": advice, "advice_why": "Vill, kan och har någon hemma."}
    interviewing.send_note(note=note, values=values, by=who, at=at)


def at_work(one: PeerCandidate, at: datetime) -> datetime:
    """A time of that day at which people meet: whole hours of a morning and an afternoon, those
    who apply one after the other one after the other."""
    hours = (9, 10, 13, 14, 15)
    return by_clock(at, hours[one.number % len(hours)])


def interviewed(county: County, one: PeerCandidate, at: datetime) -> PeerCandidate:
    """Invited, met and written about by both."""
    at = at_work(one, at)
    invited(county, one, at - timedelta(days=4))
    booked(county, one, at, at - timedelta(days=3))
    for who in (county.issuer, county.recruiter):
        noted(one, who, at + timedelta(hours=2))
    return again(one)


def again(one: PeerCandidate) -> PeerCandidate:
    """As it is now."""
    rows = PeerCandidate.objects.select_related("round", "person", "programme")
    return rows.get(pk=one.pk)


def proposed(county: County, one: PeerCandidate, outcome: str, at: datetime) -> PeerCandidate:
    """One of the pair says what she thinks."""
    return deciding.propose(
        candidate=one, outcome=outcome, by=county.lead, at=at,
        reason="Båda anteckningarna säger samma sak.",
        words="Tack för att du kom och berättade. Vi hör av oss om nästa steg.",
    )  # fmt: skip


def decided(county: County, one: PeerCandidate, outcome: str, at: datetime) -> PeerCandidate:
    """One of the pair proposes, the other agrees."""
    proposed(county, one, outcome, at)
    return deciding.agree(candidate=one, by=county.other, at=at)


# Training


def planned(
    county: County, key: str, name: str, begins: float, at: float, seats: int = 12,
    certifies: bool | None = None,
) -> Cohort:  # fmt: skip
    """A course with the dates that come of its first day. Nobody knows of it yet. `certifies`: what
    the lead says of it, when her template says otherwise."""
    template = planning.take_template(
        programme=county.programme, key=key, by=county.lead, at=county.days(at)
    )
    return planning.plan_cohort(
        template=template, name=name, starts_on=clock.local_day(county.days(begins)),
        place="Påhittade folkhögskolan", places=seats, teachers=[county.trainer.own_id],
        gives_certificate=certifies, by=county.lead, at=county.days(at),
    )  # fmt: skip


def course(
    county: County, key: str, name: str, begins: float, at: float, seats: int = 12,
    certifies: bool | None = None,
) -> Cohort:  # fmt: skip
    """One that is open for those who are to be asked."""
    row = planned(county, key, name, begins, at, seats, certifies)
    return planning.open_cohort(cohort=row, by=county.lead, at=county.days(at))


def taken(county: County, cohort: Cohort, who: Sequence[Invitee], at: datetime) -> list[Enrolment]:
    """Places are offered, and taken by everybody who gets one."""
    rows = places.invite(cohort=cohort, who=who, overlap_ok=True, by=county.lead, at=at)
    for row in rows:
        row.refresh_from_db()
        if row.state == "asked":
            places.accept(enrolment=row, by=county.her(row.person_id), at=at)
    return rows


def some(county: County, numbers: Sequence[int], phones: Sequence[int] = ()) -> list[Invitee]:
    """People who come to a course from elsewhere, not by a round."""
    return [
        Invitee(
            find_or_add_person(
                programme=county.programme, by=county.lead, at=county.days(-395),
                identity=county.identity(number, address=number not in phones),
            )
        )
        for number in numbers
    ]  # fmt: skip


def held(county: County, cohort: Cohort, rows: Sequence[Enrolment], until: datetime) -> None:
    """The course begins, and everybody comes to what has been held until a moment."""
    planned = courses.sessions_of(cohort)
    planning.start_cohort(cohort=cohort, by=county.lead, at=planned[0].starts_at)
    present = {row.pk for row in rows}
    for one in planned:
        if one.ends_at < until:
            one.cohort = cohort
            sessions.note_presence(
                session=one, present=present, by=county.trainer,
                at=max(one.ends_at, one.starts_at) + timedelta(minutes=10),
            )  # fmt: skip


def signed(county: County, rows: Sequence[Enrolment], at: datetime) -> None:
    """Everybody has read the ethical rules, and keeps to them."""
    rules = courses.ethics_in_force(county.programme.pk)
    version = rules.version if rules is not None else 1
    for row in rows:
        assessing.sign_ethics(
            person=row.person, version=version, by=county.her(row.person_id), at=at
        )


def assessed(county: County, rows: Sequence[Enrolment], at: datetime) -> list[Enrolment]:
    """Everybody has completed."""
    for row in rows:
        row.refresh_from_db()
        assessing.assess(
            enrolment=row, completed=True, met=[True] * len(row.cohort.criteria),
            words="Du lyssnar, och vet när du ska säga till.", by=county.trainer, at=at,
        )  # fmt: skip
    return list(rows)


def completed(
    county: County, cohort: Cohort, who: Sequence[Invitee], offered: float
) -> list[Enrolment]:
    """From the offered place to the assessment."""
    rows = taken(county, cohort, who, county.days(offered))
    last = max(one.ends_at for one in courses.sessions_of(cohort))
    held(county, cohort, rows, last + timedelta(days=1))
    signed(county, rows, last + timedelta(hours=1))
    return assessed(county, rows, last + timedelta(days=2))


# Certificates and the pool


def here_before(county: County, there: Workplace, number: int, at: datetime) -> PlaceOffer:
    """Somebody who was at work when the programme began; every third with a certificate from
    elsewhere. Of every fifth nobody knows who pays in half a year."""
    return enter_already(
        workplace=there, identity=county.identity(number), by=county.lead, at=at,
        since=clock.local_day(county.days(-700 + 20 * (number % 11))),
        elsewhere="" if number % 3 else "Riksbrukarna (påhittat), 2023",
        values={
            "extent": (50, 75)[number % 2],
            "funded_until": clock.local_day(county.days(300 if number % 5 else 120)),
        },
    )  # fmt: skip


def certified(county: County, row: Enrolment, name: str, at: datetime) -> Certificate:
    """Proposed by a lead, issued by the user movement."""
    one = certificates.propose(enrolment=row, by=county.lead, at=at - timedelta(days=3))
    return certifying.issue(certificate=one, name=name, by=county.issuer, at=at)


def in_pool(row: Certificate) -> PeerSupporter:
    """Her place in the pool."""
    return PeerSupporter.objects.select_related("person", "certificate", "programme").get(
        certificate=row
    )


def wished(
    county: County, there: Workplace, at: datetime, *, extent: int = 50, words: str = ""
) -> PlaceWish:
    """A workplace's contact wishes for two, three months from then."""
    return wishes.ask(
        workplace=there, at=at, by=Actor(Role.WORKPLACE, county.programme.pk, there.contact_id),
        values={
            "peers": 2, "extent": extent, "words": words,
            "starts_on": clock.local_day(at + timedelta(days=90)),
            "funded_until": clock.local_day(at + timedelta(days=640)),
        },
    )  # fmt: skip


def offered(
    county: County, wish: PlaceWish, who: PeerSupporter, at: datetime, days: int = 14
) -> PlaceOffer:
    """A place is offered to one in the pool."""
    wish.refresh_from_db()
    who.refresh_from_db()
    return offers.offer(
        wish=wish, supporter=who, answer_by=clock.local_day(at + timedelta(days=days)),
        without="Arbetsplatsen blir klar innan den nya börjar.", by=county.lead, at=at,
    )  # fmt: skip


def wanted(county: County, offer: PlaceOffer, at: datetime) -> PlaceOffer:
    """She says yes."""
    return offers.say_yes(offer=offer, by=county.her(offer.supporter.person_id), at=at)


def agreed(county: County, wish: PlaceWish, who: PeerSupporter, at: datetime) -> PlaceOffer:
    """Both say yes: the place is hers."""
    offer = wanted(county, offered(county, wish, who, at), at + timedelta(days=3))
    there = Actor(Role.WORKPLACE, county.programme.pk, wish.workplace.contact_id)
    return offers.agree(offer=offer, by=there, at=at + timedelta(days=9))
