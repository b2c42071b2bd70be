"""Two counties that are alive: their days are counted from the start of the demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import occasions, requests
from erfara.lending.models import Inquiry, Loan, LoanRequest
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.people.models.consents import How
from erfara.workflows import lend
from erfara.workflows.demonstration import (
    a_file,
    after,
    agreements,
    asked,
    borrowing,
    ended,
    finding,
    first_meetings,
    own_pages,
    paying,
    presentations,
    public_side,
    queues,
    staying,
    talks,
    texting,
    times,
    to_the_end,
)
from erfara.workflows.demonstration import asking as asking_turns
from erfara.workflows.demonstration.hours import by_clock
from erfara.workflows.demonstration.ways_in import LIVING, PEERS

PEOPLE = (
    ("Maja Påhittad", "maja@exempel.invalid", "patient", "Har fått kallelser på nätet och i brev."),
    ("Nils Låtsas", "nils@exempel.invalid", "relative", "Hjälper min pappa med hans tider."),
    ("Olga Sagoson", "olga@exempel.invalid", "companion", "Följde med en vän till tandläkaren."),
    ("Pelle Exempelsson", "pelle@exempel.invalid", "user", "Har haft hemtjänst några månader."),
    ("Rut Påhittad", "rut@exempel.invalid", "patient", "Bröt armen och gick hos en sjukgymnast."),
    ("Sune Låtsas", "sune@exempel.invalid", "client", "Har haft kontakt med socialtjänsten."),
    ("Tilda Sagoson", "", "patient", "Ringer helst, har ingen e-post."),
)
ASSIGNMENT = {
    "task": "Vi vill höra hur det har varit för dig, och vad som hade gjort det bättre.",
    "use_of_answers": "Det vi ändrar till våren.",
    "people_wanted": 3, "length": "två timmar", "place": "Påhittade huset, Storgatan 1",
    "digital": False, "payer": "borrower", "payment": "1 066 kr var",
    "practical": "Hiss, hörslinga och fika finns.",
}  # fmt: skip


class County:
    """A living county while it is set up."""

    def __init__(self, programme: Programme, start: datetime) -> None:
        self.programme, self.start = programme, start
        self.by = Actor(Role.COORDINATOR, programme.pk)

    def days(self, number: int) -> datetime:
        """So many days before (-) or after the start of the demonstration."""
        return self.start + timedelta(days=number)

    def join(self, name: str, email: str, role: str, told: str, number: int) -> Contributor:
        return people.register(
            programme=self.programme,
            identity={"name": name, "email": email, "phone": f"070-{number:07d}", "address": ""},
            channel="personal", told=[people.Told(role, told)],
            forms=["focus_group", "workshop", "interview", "interview_phone", "meeting"],
            consents=["register", "email"] if email else ["register"], how=How.IN_PERSON,
            by=self.by, at=self.days(-200 + number),
        )  # fmt: skip

    def ask_for(
        self,
        organisation: str,
        unit: str,
        purpose: str,
        days_ago: int,
        wished: str = "Att ha varit med om det, själv eller som närstående.",
    ) -> LoanRequest:
        at, who = self.days(-days_ago), asked.asks(purpose)
        contact = people.find_or_add_person(
            programme=self.programme, identity=who.identity, by=self.by, at=at
        )
        return requests.receive(
            programme=self.programme, contact=contact, taken_down=False, by=self.by, at=at,
            unit=organisations.find_or_add_unit(
                programme=self.programme, organisation=organisation, unit=unit, by=self.by, at=at
            ),
            wishes={
                "purpose": purpose,
                "wished_experience": wished,
                "wished_outcome": "Råd om vad vi ska ändra.", "form": who.form,
                "people_wanted": 3, "when_wished": "om några veckor", "where_wished": "hos oss",
            },
        )  # fmt: skip

    def prepare(self, request: LoanRequest, days_ago: int) -> None:
        at, who = self.days(-days_ago), asked.asks(request.purpose)
        requests.specify(
            request=request, held_on=clock.local_day(at), terms_accepted=True, by=self.by, at=at,
            agreed={"level": who.level, "ladder": who.ladder, "expertise": "general",
                    "speaks_for": "self"},
        )  # fmt: skip
        requests.change_assignment(
            request=request, by=self.by, at=at,
            values={
                **ASSIGNMENT, "title": request.purpose.rstrip("."), "form": who.form,
                "contact_person": who.identity["name"],
                "time": "Om två veckor, kl. 13–15",
            },
        )  # fmt: skip

    def ask(
        self, request: LoanRequest, whom: list[Contributor], days_ago: int, days: int = 10
    ) -> list[Inquiry]:
        at = self.days(-days_ago)
        rows = [asking.choose(request=request, contributor=c, by=self.by, at=at) for c in whom]
        return asking.send(
            request=request, inquiries=rows, answer_by=clock.local_day(at + timedelta(days=days)),
            by=self.by, at=at,
        )  # fmt: skip

    def answers(self, inquiry: Inquiry, answer: str, days_ago: int, words: str = "") -> Inquiry:
        her = Actor(Role.PERSON, self.programme.pk, inquiry.contributor.person_id)
        return asking.answer(
            inquiry=inquiry, answer=answer, words=words, by=her, at=self.days(-days_ago)
        )


def _programme(slug: str, at: datetime, **values: Any) -> Programme:
    programme = organisations.create_programme(
        slug=slug, takes_from_others=True, by=Actor(Role.OPERATOR),
        at=at - timedelta(days=400), **values,
    )  # fmt: skip
    return organisations.move_programme(
        programme=programme, transition="open", by=Actor(Role.ADMINISTRATOR, programme.pk),
        at=at - timedelta(days=390),
    )  # fmt: skip


def play(at: datetime) -> Programme:
    """A county in the midst of its work: something in every queue."""
    programme = _programme(
        LIVING, at, name="Blåbergs levande bibliotek", county="Blåberg (påhittat län)",
        owner="Region Blåberg", contact_email="bibliotek@exempel.invalid",
        contact_phone="0123-00 00 00", asks_agreement=False,
        first_week_over=True,
    )  # fmt: skip
    county = County(programme, at)
    folk = [county.join(*row, number) for number, row in enumerate(PEOPLE)]
    texting.play(county, folk[4])
    ended.play(county, folk)
    done = _finished(county, folk)
    public_side.told(county, done)
    _owing(county, folk)
    _coming(county, folk)
    _being_asked(county, folk)
    asking_turns.play(county, folk)
    times.play(county, folk)
    presentations.add(folk, county.by, at)
    county.prepare(
        county.ask_for("Region Blåberg", "Vårdcentralen Norr", "Hur ska väntrummet vara?", 12), 5
    )
    county.ask_for("Blåbergs kommun", "Äldreomsorgen", "Vad betyder en bra första dag hemma?", 2)
    unclear = county.ask_for("Blåbergs kommun", "Kulturskolan", "Vi vill låna någon.", 20)
    requests.ask_to_clarify(
        request=unclear, what="Vad vill ni få veta, och vad ska ni göra med svaren?",
        by_day=clock.local_day(county.days(8)), by=county.by, at=county.days(-6),
    )  # fmt: skip
    wanting = people.note_interest(
        programme=programme, channel="web", by=county.by, at=county.days(-1),
        identity={"name": "Ulla Sagoson", "email": "ulla@exempel.invalid", "phone": "",
                  "address": ""},
    )  # fmt: skip
    finding.play(county)
    public_side.sign_ups(county)
    talks.add(county, folk, wanting)
    first_meetings.add(county)
    own_pages.add(county, folk)
    borrowing.add(county)
    public_side.messages(county)
    staying.play(county)
    a_file.play(county)
    after.play(county, folk, team, hold, done)
    paying.play(county, folk, team, hold)  # before agreements are asked for
    agreements.play(county, folk)
    queues.play(county, folk)
    return programme


@transaction.atomic  # one commit of many: so that the demonstration starts sooner
def team(
    county: County,
    request: LoanRequest,
    folk: list[Contributor],
    days_ago: int,
    others: list[tuple[Contributor, str]] | None = None,
) -> None:
    """Those who come, and `others` who were asked with them: what each answered, if she did."""
    county.prepare(request, days_ago)
    rows = county.ask(request, [*folk, *(one for one, _said in others or [])], days_ago)
    for inquiry, (_who, said) in zip(rows[len(folk) :], others or [], strict=True):
        if said:
            county.answers(inquiry, said, days_ago - 1)
    for inquiry in rows[: len(folk)]:
        county.answers(inquiry, "yes", days_ago - 1)
        lend.confirm(
            inquiry=inquiry, amount=Decimal(1066), by=county.by, at=county.days(-days_ago + 2)
        )
    lend.complete_team(request=request, by=county.by, at=county.days(-days_ago + 3))
    request.refresh_from_db()


@transaction.atomic
def hold(county: County, request: LoanRequest, days_ago: int) -> None:
    day = by_clock(county.days(-days_ago), 13)
    occasion = occasions.plan_occasion(
        loan=request.loan, starts_at=day, ends_at=day + timedelta(hours=2),
        place="Påhittade huset", digital=False, by=county.by, at=day - timedelta(days=5),
    )  # fmt: skip
    occasions.hold_occasion(occasion=occasion, by=county.by, at=day + timedelta(hours=3))
    lend.carry_out(
        loan=request.loan,
        on=clock.local_day(day),
        by=county.by,
        at=day + timedelta(hours=4),
    )


def _finished(county: County, folk: list[Contributor]) -> Loan:
    """A loan that went all the way."""
    request = county.ask_for("Region Blåberg", "Utvecklingsenheten", "Bättre kallelser.", 120)
    team(county, request, folk[:3], 110, [(folk[5], "no"), (folk[4], "")])
    hold(county, request, 95)
    return to_the_end.finish(
        county, request.loan, 85,
        "Det viktigaste ni berättade: dag och plats först, och ett nummer att ringa.",
        "Ni sade att dagen och platsen ska stå först. Så är det nu.",
    )  # fmt: skip


def _owing(county: County, folk: list[Contributor]) -> None:
    """A loan that has been held and still owes follow-up, payment and feedback."""
    request = county.ask_for("Blåbergs kommun", "Socialförvaltningen", "Ett bra första möte.", 60)
    team(county, request, [folk[0], folk[3]], 50, [(folk[5], "not_now")])
    hold(county, request, 20)


def _coming(county: County, folk: list[Contributor]) -> None:
    """A team that is complete and meets in a week."""
    request = county.ask_for("Region Blåberg", "Akutmottagningen", "Att vänta på akuten.", 40)
    team(county, request, [folk[1], folk[4]], 25, [(folk[2], "no"), (folk[0], "no")])
    day = by_clock(county.days(7), 13)
    occasions.plan_occasion(
        loan=request.loan, starts_at=day, ends_at=day + timedelta(hours=2),
        place="Påhittade huset", digital=False, by=county.by, at=county.days(-4),
    )  # fmt: skip


def _being_asked(county: County, folk: list[Contributor]) -> None:
    """A question that has just gone out: yes, no, not now, one who wonders, others to answer."""
    request = county.ask_for(
        "Region Blåberg", "Ögonmottagningen", "Kallelser som går att läsa.", 15
    )
    county.prepare(request, 9)
    rows = county.ask(request, [folk[n] for n in (0, 1, 2, 4, 6, 3, 5)], 3)
    county.answers(rows[1], "yes", 2)
    county.answers(rows[2], "asked_more", 1, "Får jag ha med mig någon?")
    county.answers(rows[5], "no", 2)
    county.answers(rows[6], "not_now", 1)


def play_peers(at: datetime) -> Programme:
    """A network that uses other words: peers, lent to those who give assignments."""
    programme = _programme(
        PEERS, at, name="Peernätverket i Granlanda", county="Granlanda (påhittat län)",
        owner="Region Granlanda", vocabulary="peer", broker="coordinator",
        contact_email="peer@exempel.invalid", contact_phone="0321-00 00 00",
    )  # fmt: skip
    county = County(programme, at)
    folk = [
        county.join(name, f"granlanda.{email}" if email else "", role, told, number)
        for number, (name, email, role, told) in enumerate(PEOPLE[1:5])
    ]
    request = county.ask_for("Region Granlanda", "Psykiatrin", "Ett välkomnande väntrum.", 14)
    county.prepare(request, 8)
    county.ask(request, folk[:3], 2)
    return programme
