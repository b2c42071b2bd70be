"""Three counties with peer support, each in a manner of its own. All of it is invented.

In one region and municipalities share a programme, one has gone from zero to certificates, and one
has mentors.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.accounts.models import User
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations import actions as organisations
from erfara.organisations.models import Membership, Programme
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.pool.actions import offers, supporters
from erfara.peersupport.pool.actions import wishes as wish_actions
from erfara.peersupport.setup import actions as setup
from erfara.peersupport.training.actions import places
from erfara.peersupport.training.actions.places import Invitee
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.actions.persons import find_or_add_contact
from erfara.people.queries import may_be_written_to
from erfara.workflows import certifying
from erfara.workflows.demonstration.hours import by_clock
from erfara.workflows.demonstration.peers import journey, recruitment, training, workplaces
from erfara.workflows.demonstration.peers.journey import County
from erfara.workflows.demonstration.peers.workplaces import Party, Place
from erfara.workflows.demonstration.ways_in import ANGSLANDA, FJALLNAS, PEER_STAFF, SKOGSBYGD

OPERATOR = Actor(Role.OPERATOR)
MUNICIPALITIES = (
    "Fjällnäs Granboda Höglunda Isdala Järpvik Klippsjö Lingonby Mossmark Norrvattna Orrhult "
    "Pärlforsen Rönnskog Storvallen"
).split()


def _staff(programme: Programme, at: datetime) -> dict[str, Actor]:
    """Those who work in it: key → acting. Their accounts are shared by the three counties."""
    found = {}
    for key, (email, name, role, perspective) in PEER_STAFF.items():
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email=email, name=name, created_at=at
        )
        organisations.grant_membership(
            programme=programme, user=user, role=role, at=at, by=OPERATOR,
            ends_on=clock.local_day(at + timedelta(days=365)),
        )  # fmt: skip
        if perspective:
            Membership.objects.filter(programme=programme, user=user, role=role).update(
                perspective=perspective
            )
        found[key] = Actor(role, programme.pk, user.pk, name)
    return found


def _county(slug: str, name: str, county: str, owner: str, begun: float, at: datetime) -> County:
    programme = organisations.create_programme(
        slug=slug, name=name, county=county, owner=owner, kind=Programme.Kind.PEER_SUPPORT,
        vocabulary="peer_support", first_week_over=True, contact_email=f"{slug}@exempel.invalid",
        contact_phone="0456-00 00 00", by=OPERATOR, at=at + timedelta(days=begun),
    )  # fmt: skip
    organisations.move_programme(
        programme=programme, transition="open", by=Actor(Role.ADMINISTRATOR, programme.pk),
        at=at + timedelta(days=begun + 5),
    )  # fmt: skip
    who = _staff(programme, at)
    return County(
        programme, at, who["lead"], who["other"], who["issuer"], who["recruiter"], who["trainer"]
    )


def _setup(
    county: County, model: str, began: float, *, issuer: str, years: int | None,
    municipalities: list[str], employer: str, movement: str,
) -> None:  # fmt: skip
    """What the programme has decided, its parties and their contacts."""
    at, by = county.days(began), county.lead
    setup.decide(
        programme=county.programme, by=by, at=at,
        values={
            "model": model, "starts_on": clock.local_day(at), "issuer": issuer,
            "certificate_years": years, "municipalities": municipalities,
            "funded_until": clock.local_day(county.days(400)),
        },
    )  # fmt: skip
    parties = [("employer", employer), ("user_organisation", movement)]
    parties += [("municipality", f"{one} kommun") for one in municipalities]
    for number, (kind, name) in enumerate(parties):
        unit = organisations.find_or_add_unit(
            programme=county.programme, organisation=name, unit="", by=by, at=at
        )
        contact = None
        if kind != "municipality":
            contact = find_or_add_contact(
                programme=county.programme, by=by, at=at,
                identity={
                    **county.identity(900 + number), "name": ("Rut Regionsson", "Bo Brukarsson")
                    [number],
                },
            )  # fmt: skip
        setup.add_party(
            programme=county.programme, kind=kind, organisation=unit.organisation,
            contact=contact, by=by, at=at,
        )  # fmt: skip


def _goals(county: County, began: float, goals: list[tuple[str, int, int | None]]) -> None:
    for kind, number, base in goals:
        setup.set_goal(
            programme=county.programme, kind=kind, number=number, base=base, by=county.lead,
            by_day=clock.local_day(county.days(300)), at=county.days(began),
        )  # fmt: skip


def _day(county: County, on: float, told: float, came: int | None = None) -> None:
    """An information day to which three workplaces are invited; with `came`: it has been held."""
    at = county.days(told)
    starts = by_clock(county.days(on), 9)
    day = setup.plan_day(
        programme=county.programme, starts_at=starts, ends_at=starts + timedelta(hours=3),
        place="Påhittade huset, stora salen", by=county.lead, at=at,
    )  # fmt: skip
    rows = []
    for unit in ("Psykiatrimottagningen", "Boendestödet", "Träffpunkten"):
        found = organisations.find_or_add_unit(
            programme=county.programme, organisation=county.programme.owner, unit=unit,
            by=county.lead, at=at,
        )  # fmt: skip
        rows.append(setup.invite(day=day, unit=found, by=county.lead, at=at))
    if came is not None:
        setup.hold_day(
            day=day, came={row.pk: came for row in rows}, by=county.lead,
            at=starts + timedelta(hours=4),
        )  # fmt: skip


def _parties(county: County, employer: str, movement: str) -> list[Party]:
    there = county.programme.owner
    return [
        Party("employer", employer, "Rut Regionsson"),
        Party("workplace", there, "Viola Verksamhetsson"),
        Party("user_org", movement, "Bo Brukarsson"),
    ]


# In the manner of Uppsala's proposal: from zero to certificates, and eight places.


def angslanda(at: datetime) -> County:
    """25 interviewed, 12 trained and certified, 8 at four workplaces; four wait in the pool."""
    county = _county(
        ANGSLANDA, "Peer support i Ängslanda", "Ängslanda (påhittat län)", "Region Ängslanda",
        -350, at,
    )  # fmt: skip
    employer, movement = "Region Ängslanda", "Brukarrörelsen i Ängslanda"
    _setup(county, "nsph", -340, issuer=movement, years=3, municipalities=["Ängsby", "Åkersta"],
           employer=employer, movement=movement)  # fmt: skip
    _goals(county, -338, [("interviewed", 25, None), ("trained", 12, None), ("employed", 8, None)])
    _day(county, -325, -337, came=7)
    rows = journey.announced(county, -310, -289, "Tolv platser på utbildningen")
    who = [
        journey.applies(county, rows, number, county.days(-309 + number / 2))
        for number in range(28)
    ]
    for one in who[25:]:
        journey.turned_down(county, one, county.days(-287))
    met = [
        journey.interviewed(county, one, county.days(-280 + number // 3))
        for number, one in enumerate(who[:25])
    ]
    outcomes = ["offer"] * 12 + ["wait"] * 3 + ["refuse"] * 10
    chosen = [
        journey.decided(county, one, outcome, county.days(-262))
        for one, outcome in zip(met, outcomes, strict=True)
    ]
    cohort = journey.course(county, "five_weeks", "Grundutbildning, vår", -235, -258)
    invitees = [Invitee(journey.again(one).person, journey.again(one)) for one in chosen[:12]]
    done = journey.completed(county, cohort, invitees, -255)
    pool = [
        journey.in_pool(journey.certified(county, row, journey.called(number), county.days(-185)))
        for number, row in enumerate(done)
    ]
    for number, waits in enumerate(pool):
        supporters.change_wishes(
            supporter=waits, extent=(50, 75, 50)[number % 3], by=county.her(waits.person_id),
            municipalities=["Ängsby"] if number % 4 else [], at=county.days(-180),
        )  # fmt: skip
    there_are = workplaces.play(
        county.programme,
        [
            Place(employer, "Öppenvårdsmottagningen Söder", "outpatient", "Ängsby", "Klara Kontakt",
                  "Mats Chefsson"),
            Place(employer, "Avdelning 12", "inpatient", "Ängsby", "Kim Kontakt", "Maj Chefsson"),
            Place(employer, "Beroendemottagningen", "addiction", "Ängsby", "Kent Kontakt",
                  "Max Chefsson"),
            Place("Åkersta kommun", "Boendestödet", "social", "Åkersta", "Kajsa Kontakt",
                  "Mia Chefsson"),
        ],
        _parties(county, employer, movement), county.days(-150),
    )  # fmt: skip
    for number, there in enumerate(there_are):
        wish = journey.wished(county, there, county.days(-145 + number))
        for waits in pool[2 * number : 2 * number + 2]:
            journey.agreed(county, wish, waits, county.days(-140 + number))
    for waits in pool[8:10]:  # two of those who wait have heard from somebody
        supporters.note_contact(supporter=waits, by=county.lead, at=county.days(-20))
    return county


# In the manner of Jönköping: region and thirteen municipalities together.


def fjallnas(at: datetime) -> County:
    """In the midst of its work: something in every queue."""
    county = _county(
        FJALLNAS, "Peer support i Fjällnäs", "Fjällnäs (påhittat län)", "Region Fjällnäs", -420, at
    )
    employer, movement = "Region Fjällnäs", "Brukarrörelsen i Fjällnäs"
    _setup(county, "joint", -410, issuer=movement, years=1, municipalities=MUNICIPALITIES,
           employer=employer, movement=movement)  # fmt: skip
    _goals(county, -409, [("keep", 11, None), ("grow", 50, 11), ("municipalities", 13, None),
                          ("per_clinic", 6, None)])  # fmt: skip
    _day(county, -3, -30)
    _day(county, 9, -4)
    parties = _parties(county, employer, movement)
    kinds = ("outpatient", "inpatient", "social", "housing", "day_centre")
    named = [
        Place(
            employer if number % 2 else f"{one} kommun", f"Enheten i {one}",
            kinds[number % len(kinds)], one, f"{journey.FIRST[number]} Kontaktsson",
            f"{journey.FIRST[number + 14]} Chefsson",
        )
        for number, one in enumerate(MUNICIPALITIES)
    ]  # fmt: skip
    ready = workplaces.play(county.programme, named[10:], parties, county.days(-30))
    queues = workplaces.queues(county.programme, named[:10], parties, at)
    _here_before(county, ready, queues)
    _deciding(county)
    _recruiting(county)
    _training(county)
    _pool(county, ready)
    return county


def _here_before(county: County, ready: list[Workplace], queues: dict[str, Workplace]) -> None:
    """Ten who were at work when the programme began: one of them is alone."""
    there = [ready[0], *ready[1:] * 2, *[queues["new_manager"], queues["late"]] * 2]
    for number, one in enumerate([*there, queues["preparing"]]):
        journey.here_before(county, one, 120 + number, county.days(-22))


def _recruiting(county: County) -> None:
    """A round that takes applications, with somebody at each step."""
    row = journey.announced(county, -25, 10, "Peer supportrar i hela länet")
    who = [
        journey.applies(
            county, row, 40 + number, county.days(-20 + number), address=number != 1
        )
        for number in range(8)
    ]  # fmt: skip
    journey.invited(county, who[2], county.days(-6))
    journey.invited(county, who[3], county.days(-6))
    tomorrow = journey.at_work(who[3], county.days(1))
    journey.booked(county, who[3], tomorrow, county.days(-5))
    journey.invited(county, who[4], county.days(-8))
    journey.booked(county, who[4], journey.at_work(who[4], county.days(-3)), county.days(-7))
    journey.noted(who[4], county.recruiter, county.days(-2))
    journey.interviewed(county, who[5], county.days(-6))
    journey.proposed(
        county, journey.interviewed(county, who[6], county.days(-7)), "offer", county.days(-2)
    )
    journey.decided(
        county, journey.interviewed(county, who[7], county.days(-8)), "wait", county.days(-4)
    )
    recruitment.queues(county)


def _deciding(county: County) -> None:
    """A round that is closed, in which two wait for a decision or a place; and one to announce."""
    row = journey.announced(county, -75, -50, "Peer supportrar i bergen")
    who = [journey.applies(county, row, 30 + number, county.days(-60)) for number in range(2)]
    met = [journey.interviewed(county, one, county.days(-52)) for one in who]
    journey.closed(row, county.days(-49))
    journey.decided(county, met[0], "offer", county.days(-40))
    journey.proposed(county, met[1], "wait", county.days(-3))
    journey.drafted(county, 40, 70, "Peer supportrar nästa vår", county.days(-2))


def _training(county: County) -> None:
    """A course that goes on, and one that is to begin, with a line for it."""
    going = journey.course(county, "five_weeks", "Grundutbildning 3", -15, -60, seats=8)
    rows = journey.taken(county, going, journey.some(county, range(60, 66)), county.days(-50))
    journey.held(county, going, rows, county.days(-2))
    journey.signed(county, rows[:4], county.days(-3))
    over = journey.course(county, "two_days", "Två dagar om gränser", -9, -40)
    there = journey.taken(county, over, journey.some(county, range(66, 68)), county.days(-35))
    journey.held(county, over, there, county.start)
    journey.planned(county, "five_weeks", "Grundutbildning 5", 120, -1)
    coming = journey.course(county, "five_days", "Grundutbildning 4", 55, -9, 3, certifies=True)
    asked = journey.some(county, range(70, 75), phones=[71])
    rows = places.invite(cohort=coming, who=asked, by=county.lead, at=county.days(-4))
    rows[0].refresh_from_db()
    places.accept(enrolment=rows[0], by=county.her(rows[0].person_id), at=county.days(-2))
    training.queues(county)


def _pool(county: County, ready: list[Workplace]) -> None:
    """Certificates and places at every step."""
    by, start = county.lead, county.start
    old = journey.course(county, "two_days", "Grundutbildning 1", -360, -390, certifies=True)
    done = journey.completed(county, old, journey.some(county, range(80, 82)), -385)
    _ends, renews = (  # both soon run out, and one of them has asked for a new one
        journey.certified(county, row, journey.called(80 + n), county.days(-345))
        for n, row in enumerate(done)
    )
    certificates.ask_renewal(
        certificate=renews, by=county.her(renews.person_id), at=county.days(-5)
    )
    recent = journey.course(county, "five_days", "Grundutbildning 2", -160, -200, certifies=True)
    rows = journey.completed(
        county, recent, journey.some(county, range(90, 102), phones=[95]), -190
    )
    # Of the first nothing is proposed yet; the issuer has had the third for long.
    certificates.propose(enrolment=rows[1], by=by, at=county.days(-2))
    certificates.propose(enrolment=rows[2], by=by, at=county.days(-20))
    back = certificates.propose(enrolment=rows[3], by=by, at=county.days(-9))
    certificates.turn_back(
        certificate=back, words="Stämmer det att hemveckan är inlämnad?", by=county.issuer,
        at=county.days(-3),
    )  # fmt: skip
    pool = [
        journey.in_pool(
            journey.certified(county, row, journey.called(94 + number), county.days(-120))
        )
        for number, row in enumerate(rows[4:])
    ]
    for number, one in enumerate(pool):
        supporters.change_wishes(
            supporter=one, extent=(50, None, 75)[number % 3],
            municipalities=[] if number % 3 else MUNICIPALITIES[9:12],
            by=county.her(one.person_id), at=county.days(-110),
        )  # fmt: skip
    supporters.rest(
        supporter=pool[0], until=clock.local_day(county.days(40)), by=county.her(pool[0].person_id),
        at=county.days(-10),
    )  # fmt: skip
    first, second, third = (
        journey.wished(county, there, county.days(-40 + number), words=words)
        for number, (there, words) in enumerate(
            zip(ready, ("Vi har två rum.", "", "Gärna någon som kan kvällar."), strict=True)
        )
    )
    phoned = next(one for one in pool[1:] if not may_be_written_to(one.person))
    others = [one for one in pool[1:] if one.pk != phoned.pk]
    journey.agreed(county, first, others[0], county.days(-30))
    lost = others[0].certificate
    if lost is not None:  # she has a place, and a lead is to decide about it
        certifying.revoke(
            certificate=lost, reason="Intyget gavs för fel kurs.", by=county.issuer,
            at=county.days(-1),
        )  # fmt: skip
    journey.offered(county, first, phoned, county.days(-2))
    late = journey.offered(county, second, others[1], county.days(-20))
    offers.pass_deadline(offer=late, by=Actor.system(county.programme.pk), at=county.days(-5))
    journey.wanted(
        county, journey.offered(county, second, others[2], county.days(-6)), county.days(-3)
    )
    journey.offered(county, third, others[3], county.days(-1))
    silent = journey.wanted(
        county,
        journey.offered(
            county, journey.wished(county, ready[1], county.days(-33)), others[4], county.days(-28)
        ),
        county.days(-26),
    )
    offers.pass_deadline(offer=silent, by=Actor.system(county.programme.pk), at=county.days(-11))
    wish_actions.withdraw(
        wish=journey.wished(county, ready[1], county.days(-60)), by=by, at=county.days(-55)
    )
    again = journey.wished(county, ready[0], county.days(-70), extent=100)
    wish_actions.nobody_yet(
        wish=again, look_again_on=clock.local_day(start), by=by, at=county.days(-65)
    )
    journey.wished(county, ready[2], county.days(-1), extent=75)


# In the manner of Skåne: mentors in psychiatry.


def skogsbygd(at: datetime) -> County:
    """Mentors who are trained over two terms, and the places they are to come to."""
    county = _county(
        SKOGSBYGD, "Mentorer i Skogsbygd", "Skogsbygd (påhittat län)", "Region Skogsbygd", -220, at
    )
    employer, movement = "Psykiatrin i Skogsbygd", "Brukarrörelsen i Skogsbygd"
    _setup(county, "mentors", -210, issuer=movement, years=None, municipalities=["Skogsby"],
           employer=employer, movement=movement)  # fmt: skip
    _goals(county, -209, [("trained", 10, None), ("employed", 4, None)])
    cohort = journey.course(county, "twelve_meetings", "Mentorer, två terminer", -95, -150, seats=8)
    rows = journey.taken(county, cohort, journey.some(county, range(110, 117)), county.days(-140))
    journey.held(county, cohort, rows, county.days(-1))
    workplaces.play(
        county.programme,
        [Place(employer, "Mottagningen i Skogsby", "outpatient", "Skogsby", "Kalle Kontakt",
               "Moa Chefsson")],
        _parties(county, employer, movement), county.days(-20),
    )  # fmt: skip
    return county
