"""What has been in a peer support programme for a benchmark, written in bulk.

Workplaces with their lists and who does what; rounds with all who applied; courses, times, places
and who came; certificates, the pool, wishes and offers. What waits for a lead is in proportion
until it is as much as one can have before her (`ALIVE`); beyond that there is only what is over or
goes by itself, as there is in a programme that has grown for years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from tools.bench._fill import FIRST, LAST, TOLD, sealed, write
from tools.bench._past import Rows

# The first so many of a kind are in all states in turn; the others wait for nobody.
ALIVE = 200
A_COURSE = 12
MEETINGS = 20
# Courses for staff: two times of two hours.
STAFF_MEETINGS = 2
MUNICIPALITIES = "Fjällnäs Påhittstad Ingenby Drömköping Sagolund Nyttinge Lillvik".split()
KINDS = "outpatient inpatient social housing day_centre".split()
# By turns: state of the workplace, of its round of getting ready, of who does what.
WORKPLACES = (
    ("interested", "", ""), ("ready", "approved", "agreed"), ("preparing", "open", "draft"),
    ("ready", "approved", "agreed"), ("preparing", "filled", "asked"),
    ("rechecking", "late", "agreed"), ("ready", "approved", "without"), ("offered", "", ""),
    ("ready", "approved", "agreed"), ("resting", "stopped", "agreed"),
    ("ready", "approved", "agreed"), ("ended", "approved", "ended"),
)  # fmt: skip
CANDIDATES = (
    "applied", "to_interview", "to_interview", "interviewed", "proposed", "offered_training",
    "waiting", "declined", "withdrew", "declined",
)  # fmt: skip
WHEN_OVER = ("completed", "erased", "completed", "erased", "erased")
SUPPORTERS = (
    "placed", "available", "left", "placed", "placed", "available", "resting", "placed",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much there is of what grows. `sessions`: times of all courses together."""

    workplaces: int
    applicants: int
    rounds: int
    sessions: int


SMALL = Size(workplaces=12, applicants=60, rounds=2, sessions=60)


@dataclass
class Mass:
    """One programme that is filled, and what of it is pointed to."""

    programme: Any
    size: Size
    at: datetime
    by: Any
    rows: Rows = field(init=False)
    blobs: list[Any] = field(default_factory=list)
    indexes: list[Any] = field(default_factory=list)
    workplaces: list[Any] = field(default_factory=list)
    trained: list[Any] = field(default_factory=list)
    chosen: list[Any] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.rows = Rows(self.programme)

    @property
    def today(self) -> date:
        return self.at.date()

    def ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days)

    def person(self, made: datetime, more: dict[str, Any] | None = None) -> Any:
        """Somebody whose name can be opened."""
        from erfara.foundation.models.vault import BlindIndex
        from erfara.foundation.vault import index
        from erfara.people.models import Person

        number = next(self.numbers)
        row = self.rows.add(Person, made)
        email = f"nagon{number}@exempel.invalid"
        identity = {
            "name": f"{FIRST[number % 15]} {LAST[number // 15 % 15]}", "email": email,
            "phone": f"070-{number:07d}", "address": "",
        }  # fmt: skip
        self.blobs.append((row.pk, {"identity": identity, **(more or {})}))
        tenant = self.programme.pk
        self.indexes.append(
            BlindIndex(
                tenant_id=tenant, person_id=row.pk, kind="email", created_at=made,
                digest=index.index_digest(tenant, "email", email),
            )
        )  # fmt: skip
        return row

    def happened(self, row: Any, made: datetime, *names: str) -> None:
        """Its history."""
        from erfara.foundation.models import AuditEvent

        events = self.rows.rows[AuditEvent]
        # Not among the last minutes, which are looked at anew by whatever is kept in memory.
        when = int(min(made, self.at - timedelta(hours=1)).timestamp()) * 1_000_000_000
        for name in names:
            events.append(
                AuditEvent(
                    tenant_id=self.programme.pk, at=made, created_at=made, event=name,
                    about_kind=row._meta.label_lower, about_id=row.pk, by_role="coordinator",
                    sequence=when + len(events),
                )
            )  # fmt: skip

    def flush(self) -> None:
        """Write all that is held."""
        keys, boxes = sealed(self.programme.pk, self.blobs, self.at)
        write(keys)
        self.rows.write()
        write(boxes, self.indexes)
        self.blobs, self.indexes = [], []

    def counted(self, **values: int) -> None:
        """The last numbers that were given out."""
        from erfara.organisations.models import Counter

        write(
            [
                Counter(programme=self.programme, created_at=self.at, name=name, value=value)
                for name, value in values.items()
            ]
        )

    def fill(self) -> None:
        """All of it."""
        self._workplaces()
        self.flush()
        self._rounds()
        self.flush()
        self._courses()
        self.flush()
        self._pool()
        self.flush()

    def _workplaces(self) -> None:
        from erfara.organisations.models import Organisation, Unit
        from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
        from erfara.peersupport.duties.tasks import first_rows
        from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
        from erfara.peersupport.workplaces.readiness import ITEMS

        tasks, owners = first_rows(self.programme), []
        for name in ("Region Mätning", *(f"{one} kommun" for one in MUNICIPALITIES)):
            owners.append(self.rows.add(Organisation, self.at, name=name, sort_key=name.casefold()))
        union = self.person(self.at)
        for no in range(1, self.size.workplaces + 1):
            state, far, duties = WORKPLACES[no % 12] if no <= ALIVE else WORKPLACES[1]
            made = self.ago(30 + no % 900)
            name = f"Mottagning {no}"
            unit = self.rows.add(
                Unit, made, organisation=owners[no % len(owners)], name=name,
                sort_key=name.casefold(),
            )  # fmt: skip
            contact, manager = self.person(made), self.person(made)
            ready = state == "ready"
            row = self.rows.add(
                Workplace, made, no=no, unit=unit, kind=KINDS[no % 5], came="hand", state=state,
                municipality=MUNICIPALITIES[no % 7], contact=contact, peers_wanted=2,
                manager=None if no % 50 == 2 else manager, manager_since=made.date(),
                answer_by=self.today + timedelta(days=9) if state == "offered" else None,
                ready_on=made.date() if ready else None,
                recheck_on=self.today + timedelta(days=1 + no % 300) if ready else None,
                look_again_on=self.today + timedelta(days=40) if state == "resting" else None,
                ended_at=self.at if state == "ended" else None,
            )  # fmt: skip
            self.happened(row, made, "workplace.raise_hand", "workplace.begin")
            self.workplaces.append(row)
            # Every third has looked its list through once more.
            for before in ("approved", far) if far and no % 3 == 0 else (far,) if far else ():
                self._list(Readiness, ReadinessItem, row, before, made, ITEMS)
            if duties:
                sent = duties != "draft"
                matrix = self.rows.add(
                    DutyMatrix, made, workplace=row, version=1, rows=tasks, state=duties,
                    answer_by=self.today + timedelta(days=5) if sent else None,
                    sent_at=made if sent else None,
                )  # fmt: skip
                yes = duties in ("agreed", "ended")
                for side, who in (("employer", manager), ("workplace", contact),
                                  ("user_org", union)) if sent else ():  # fmt: skip
                    self.rows.add(
                        DutyAnswer, made, matrix=matrix, side=side, organisation="Påhitt",
                        person=who, state="accepted" if yes else "asked",
                        answered_at=made if yes else None, how="page" if yes else "",
                    )  # fmt: skip
            if no % 500 == 0:
                self.flush()
        self.counted(workplace=self.size.workplaces)

    def _list(
        self, readiness: Any, item: Any, row: Any, state: str, made: datetime, keys: Any
    ) -> None:
        done = state in ("approved", "filled")
        going = self.rows.add(
            readiness, made if state == "approved" else self.ago(20), workplace=row, why="first",
            due_on=self.today + timedelta(days=30 if state != "late" else -3), state=state,
            filled_at=made if done else None,
        )  # fmt: skip
        for place, key in enumerate(keys):
            in_place = done or place % 2 == 0
            self.rows.add(
                item, made, readiness=going, key=key, standing="done" if in_place else "missing",
                evidence="Ordnat på arbetsplatsträffen" if in_place else "",
                number=9 if in_place else None, done_on=made.date() if in_place else None,
                told_by="workplace" if in_place else "",
            )  # fmt: skip

    def _rounds(self) -> None:
        from erfara.peersupport.recruitment.models import PeerCandidate, Round

        each, number = self.size.applicants // self.size.rounds, 0
        for no in range(1, self.size.rounds + 1):
            last = no == self.size.rounds
            opened = self.ago(40 + 120 * (self.size.rounds - no))
            round_ = self.rows.add(
                Round, opened, number=no, title=f"Omgång {no}", text_sv="Vi söker dig.",
                opens_on=opened.date(), closes_on=(opened + timedelta(days=28)).date(),
                answer_by=(opened + timedelta(days=80)).date(),
                state="closed" if last else "done", closed_at=opened + timedelta(days=29),
                ended_at=None if last else opened + timedelta(days=90),
            )  # fmt: skip
            for _place in range(each):
                number += 1
                state = (CANDIDATES if last else WHEN_OVER)[number % (10 if last else 5)]
                self._candidate(PeerCandidate, round_, number, state, opened)
            self.flush()
        self.counted(round=self.size.rounds, candidate=number)

    def _candidate(
        self, model: Any, round_: Any, number: int, state: str, opened: datetime
    ) -> None:
        from erfara.people.models import Person

        made = opened + timedelta(days=number % 28)
        gone = state == "erased"
        met = number % 4 == 1 if gone else state not in ("applied", "to_interview", "withdrew")
        day, key = made.date(), uuid4()
        wrote = {"why": TOLD[number % 5], "own": TOLD[number // 5 % 5], "where": "i hela länet"}
        person = (
            self.rows.add(Person, made, erased_at=made + timedelta(days=150))
            if gone
            else self.person(made, {f"application:{key}": wrote})
        )
        ends = state in ("declined", "withdrew", "completed")
        chosen = state in ("completed", "offered_training", "waiting")
        row = self.rows.add(
            model, made, pk=key, person=person, round=round_, number=number, way="web",
            channel="email", applied_on=day, state=state,
            invited_on=day + timedelta(days=9) if met or state == "to_interview" else None,
            interviewed_on=day + timedelta(days=20) if met else None,
            proposed="offer" if state == "proposed" else "",
            proposed_by=uuid4() if state == "proposed" else None,
            offered_on=day + timedelta(days=30) if chosen and state != "waiting" else None,
            place_on=day + timedelta(days=50) if state == "completed" else None,
            completed_on=day + timedelta(days=200) if state == "completed" else None,
            decided_on=day + timedelta(days=30) if chosen or gone else None,
            look_again_on=self.today + timedelta(days=60) if state == "waiting" else None,
            answered_on=day + timedelta(days=31) if chosen or gone or ends else None,
            erase_after=self.at + timedelta(days=90) if ends else None,
        )  # fmt: skip
        self.happened(row, made, "peer_candidate.apply", "peer_candidate.invite")
        if state in ("to_interview", "interviewed", "proposed", "completed"):
            self._interview(row, state, number, made)
        if state == "completed":
            self.trained.append(row)
        elif chosen:
            self.chosen.append(row)

    def _interview(self, candidate: Any, state: str, number: int, made: datetime) -> None:
        from erfara.peersupport.recruitment.models import CandidateInterview, InterviewNote

        ahead = state == "to_interview"
        if ahead and (number % 2 or number > self.size.applicants - ALIVE):
            return  # not booked yet
        starts = self.at + timedelta(days=2 + number % 9) if ahead else made + timedelta(days=20)
        row = self.rows.add(
            CandidateInterview, made, candidate=candidate, starts_at=starts, how="in_person",
            ends_at=starts + timedelta(hours=1), state="booked" if ahead else "done",
            ended_at=None if ahead else starts,
        )  # fmt: skip
        for function in ("user_org", "hr"):
            self.rows.add(
                InterviewNote, made, interview=row, function=function, writer=uuid4(),
                state="wanted" if ahead else "sent", sent_at=None if ahead else starts,
            )  # fmt: skip

    def _courses(self) -> None:
        from erfara.peersupport.training.actions import planning
        from erfara.peersupport.training.models import EthicsText

        take = {"programme": self.programme, "by": self.by, "at": self.at}
        template = planning.take_template(key="five_weeks", **take)
        for_staff = planning.take_template(key="workplaces", **take)
        ethics = self.rows.add(EthicsText, self.at, version=1, text="Vi lovar varandra. " * 20)
        left, no = self.size.sessions, 0
        groups = [
            self.trained[start : start + A_COURSE]
            for start in range(0, len(self.trained), A_COURSE)
        ]
        for of in groups:
            no += 1
            self._course(template, no, of, ethics, "done")
            left -= MEETINGS
            if no % 20 == 0:
                self.flush()
        if self.chosen:
            no += 1
            self._course(template, no, self.chosen[: A_COURSE + 8], ethics, "open")
            left -= MEETINGS
        while left > 0:
            no += 1
            self._staff_course(for_staff, no)
            left -= STAFF_MEETINGS
            if no % 1000 == 0:
                self.flush()

    def _meetings(self, cohort: Any, begins: datetime, number: int, held: bool) -> list[Any]:
        from erfara.peersupport.training.models import CourseSession

        found = []
        for place in range(number):
            starts = begins + timedelta(days=7 * place)
            found.append(
                self.rows.add(
                    CourseSession, begins, cohort=cohort, module=f"Träff {place + 1}",
                    about="Vad rollen är, och vad den inte är.", kind="class", starts_at=starts,
                    ends_at=starts + timedelta(hours=3), place="Påhittade huset",
                    state="held" if held else "planned",
                )
            )  # fmt: skip
        return found

    def _cohort(self, template: Any, no: int, begins: datetime, state: str) -> Any:
        from erfara.peersupport.training.models import Cohort

        row = self.rows.add(
            Cohort, begins - timedelta(days=60), template=template, for_whom=template.for_whom,
            name=f"Kurs {no}", place="Påhittade huset", places=A_COURSE, state=state,
            starts_on=begins.date(), share=template.share, criteria=template.criteria,
            gives_certificate=template.gives_certificate,
        )  # fmt: skip
        self.happened(row, begins, "cohort.open", "cohort.start")
        return row

    def _course(self, template: Any, no: int, of: list[Any], ethics: Any, state: str) -> None:
        from erfara.peersupport.training.models import (
            Assessment,
            Enrolment,
            EthicsSigned,
            SessionPresence,
        )

        over = state == "done"
        begins = self.ago(200 + 7 * (no % 120)) if over else self.at + timedelta(days=20)
        cohort = self._cohort(template, no, begins, state)
        times = self._meetings(cohort, begins, MEETINGS, over)
        for number, candidate in enumerate(of, 1):
            seat = number if number <= A_COURSE else None
            going = "completed" if over else "accepted" if seat else "waiting"
            row = self.rows.add(
                Enrolment, begins, cohort=cohort, person=candidate.person, candidate=candidate,
                seat=seat, number=number, state=going, asked_at=begins if seat else None,
                answer_by=begins.date() if seat else None,
                ended_at=begins + timedelta(days=145) if over else None,
            )  # fmt: skip
            if not over:
                continue
            candidate.enrolment = row
            for place, session in enumerate(times):
                came = "absent" if (place + number) % 11 == 0 else "present"
                self.rows.add(
                    SessionPresence, begins, session=session, enrolment=row, came=came,
                    noted_at=session.ends_at,
                )  # fmt: skip
            self.rows.add(EthicsSigned, begins, text=ethics, person=candidate.person, how="page")
            self.rows.add(
                Assessment, begins, enrolment=row, completed=True, share=90,
                criteria=[[text, True] for text in template.criteria],
            )  # fmt: skip

    def _staff_course(self, template: Any, no: int) -> None:
        from erfara.peersupport.training.models import CohortGroup, GroupAttendance

        begins = self.ago(30 + no % 700)
        cohort = self._cohort(template, no, begins, "done")
        group = self.rows.add(
            CohortGroup, begins, cohort=cohort, expected=9,
            workplace=self.workplaces[no % len(self.workplaces)],
        )  # fmt: skip
        for session in self._meetings(cohort, begins, STAFF_MEETINGS, True):
            self.rows.add(GroupAttendance, begins, session=session, group=group, number=9)

    def _pool(self) -> None:
        """A certificate for everybody trained but the last, who waits for one; then the pool."""
        from erfara.peersupport.certificates.models import Certificate
        from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish

        waits, wish = max(1, min(8, len(self.trained) // 10)), None
        wishes = 0
        for number, candidate in enumerate(self.trained[:-waits], 1):
            made = self.ago(20 + number % 500)
            proposed = number <= waits
            certificate = self.rows.add(
                Certificate, made, person=candidate.person, enrolment=candidate.enrolment,
                state="proposed" if proposed else "valid", issuer="Påhittade brukarrörelsen",
                course="Grundutbildning", number=None if proposed else number,
                digest=None if proposed else uuid4().bytes + uuid4().bytes,
                issued_on=None if proposed else made.date(),
                valid_until=None if proposed else self.today + timedelta(days=200 + number % 700),
            )  # fmt: skip
            self.happened(certificate, made, "certificate.propose")
            if proposed:
                continue
            state = SUPPORTERS[number % len(SUPPORTERS)]
            supporter = self.rows.add(
                PeerSupporter, made, number=number, person=candidate.person, state=state,
                certificate=certificate, extent=(None, 50, 75)[number % 3],
                municipalities=[MUNICIPALITIES[number % 7]] if number % 2 else [],
                waits_since=made.date(), in_touch_on=self.ago(number % 40).date(),
                rests_until=self.today + timedelta(days=50) if state == "resting" else None,
            )  # fmt: skip
            self.happened(supporter, made, "peer_supporter.enter")
            if state != "placed":
                continue
            if wish is None or wish.held == wish.peers:
                wishes += 1
                wish = self._wish(PlaceWish, wishes, made, "filled")
                wish.held = 0
            wish.held += 1
            self.rows.add(
                PlaceOffer, made, supporter=supporter, wish=wish, answer_by=made.date(),
                said_yes_on=made.date(), agreed_on=made.date(), state="agreed",
            )  # fmt: skip
        for _turn in range(min(ALIVE // 10, max(3, self.size.workplaces // 10))):
            wishes += 1
            state = "answered" if wishes % 3 == 0 else "open"
            self._wish(PlaceWish, wishes, self.ago(9 + wishes % 9), state)
        self.counted(place_wish=wishes, peer_supporter=len(self.trained),
                     certificate=len(self.trained))  # fmt: skip

    def _wish(self, model: Any, number: int, made: datetime, state: str) -> Any:
        ready = [row for row in self.workplaces[:400] if row.state == "ready"]
        row = self.rows.add(
            model, made, number=number, workplace=ready[number % len(ready)], peers=2, extent=50,
            starts_on=self.today + timedelta(days=30), state=state, asked_by=uuid4(),
            funded_until=self.today + timedelta(days=900),
            look_again_on=self.today + timedelta(days=60) if state == "answered" else None,
        )  # fmt: skip
        self.happened(row, made, "place_wish.ask")
        return row
