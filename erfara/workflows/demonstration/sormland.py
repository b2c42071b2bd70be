"""Sörmland's record 2019–2022, walked through the product's own actions.

What is real and what is invented stands at the top of `sormland.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import loans, occasions, owed, requests
from erfara.lending.models import LoanRequest
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.people.models.consents import How
from erfara.workflows import consent, lend
from erfara.workflows.demonstration.ways_in import RECORD

FILE = Path(__file__).with_name("sormland.yaml")
STANDS_AT = datetime(2022, 3, 31, 10, 0, tzinfo=UTC)
OPENED = date(2019, 9, 2)
NOTE = (
    "Sörmlands levande bibliotek 2019–2022, efter bibliotekets slutrapport. Årtal, uppdragsgivare, "
    "form, antal som deltog, uppföljning och hur det slutade är rapportens. Alla personer, "
    "berättelser, dagar och övriga texter är påhittade. Rapporten säger inte om alla fick en "
    "sammanfattning: här har de fått den där uppföljningen är gjord."
)
PLAIN = str.maketrans("åäö", "aao")
FOLLOWED_UP = {"content": "rather", "developed": "yes", "paid": "yes"}
TOOK_PART = {"felt": "good", "listened": "yes", "again": "yes"}


def at(day: date, hour: int = 9) -> datetime:
    """A moment of an invented day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def weekday(day: date) -> date:
    """The day, or the Monday after it: nobody meets on a Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


class Record:
    """The library while its record is played."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.by = Actor(Role.COORDINATOR, programme.pk)
        self.people: dict[str, Contributor] = {}

    def join(self, day: date, name: str, told: list[list[str]]) -> Contributor:
        """Somebody is interviewed and joins."""
        row = people.register(
            programme=self.programme, identity=_identity(name), channel="personal",
            told=[people.Told(role, text) for role, text in told],
            forms=["workshop", "focus_group", "interview_phone"],
            consents=["register", "email"], how=How.IN_PERSON, by=self.by, at=at(day),
        )  # fmt: skip
        self.people[name.split()[0]] = row
        return row

    def leave(self, name: str, day: date) -> None:
        """Somebody leaves, and is erased when 48 hours have passed."""
        row = self.people[name.split()[0]]
        row.refresh_from_db()
        consent.leave(contributor=row, how=How.PHONE, by=self.by, at=at(day))
        row.refresh_from_db()
        consent.erase(contributor=row, at=at(day) + people.ERASED_AFTER)

    def turn_down(self, day: date, name: str) -> None:
        """Somebody wants to join when nobody is taken in any more."""
        row = people.note_interest(
            programme=self.programme, identity=_identity(name), channel="web", by=self.by,
            at=at(day),
        )  # fmt: skip
        people.decline(
            contributor=row, reason="Biblioteket väntar på besked om sin framtid.", by=self.by,
            at=at(day, 11),
        )  # fmt: skip
        row.refresh_from_db()
        if row.erase_after and row.erase_after <= STANDS_AT:
            consent.erase(contributor=row, at=row.erase_after)

    def receive(self, row: dict[str, Any]) -> LoanRequest:
        """A request comes in and a coordinator takes it down."""
        contact = people.find_or_add_person(
            programme=self.programme, identity=_identity(f"Kontakt {row['number']}, påhittad"),
            by=self.by, at=at(row["day"]),
        )  # fmt: skip
        return requests.receive(
            programme=self.programme,
            unit=organisations.find_or_add_unit(
                programme=self.programme, organisation=row["organisation"], unit=row["unit"],
                by=self.by, at=at(row["day"]),
            ),
            contact=contact,
            wishes={
                "purpose": row["purpose"], "wished_experience": row.get("wished", ""),
                "form": row["form"], "people_wanted": row.get("people"),
                "recurring": row.get("recurring", False),
            },
            taken_down=True, by=self.by, at=at(row["day"], 10),
        )  # fmt: skip

    def request(self, row: dict[str, Any]) -> None:
        """One request, from the day it came to where it stands when the clock stops."""
        request = self.receive(row)
        if unclear := row.get("unclear"):
            requests.ask_to_clarify(
                request=request, what=unclear["what"],
                by_day=unclear["asked"] + timedelta(days=21), by=self.by, at=at(unclear["asked"]),
            )  # fmt: skip
            lend.end_request(
                request=request, end_reason="no_response",
                words="Vi har inte fått något tydligare uppdrag. Hör gärna av er igen.",
                by=self.by, at=at(unclear["ended"]),
            )  # fmt: skip
            return
        if waits := row.get("waits"):
            requests.park(
                request=request, waits_for=waits["for"], look_again_on=waits["again"], by=self.by,
                at=at(waits["day"]),
            )  # fmt: skip
            return
        met = at(weekday(row["day"] + timedelta(days=4)))
        requests.book_meeting(request=request, meeting_at=met, by=self.by, at=at(row["day"], 14))
        if ended := row.get("ended"):
            lend.end_request(
                request=request, end_reason=ended["reason"], words=ended["words"], by=self.by,
                at=at(ended["day"]),
            )  # fmt: skip
            return
        self._specify(request, row, met)
        self._ask(request, row, at(weekday(met.date() + timedelta(days=1))))
        if cancelled := row.get("cancelled"):
            request.refresh_from_db()
            lend.cancel_loan(
                loan=request.loan, cancel_reason=cancelled["reason"], words=cancelled["words"],
                by=self.by, at=at(cancelled["day"]),
            )  # fmt: skip
            return
        self._hold(request, row)

    def _specify(self, request: LoanRequest, row: dict[str, Any], met: datetime) -> None:
        requests.specify(
            request=request, held_on=clock.local_day(met), terms_accepted=True, by=self.by, at=met,
            agreed={"level": "system" if row["number"] in {9, 11} else "service",
                    "ladder": "consultation", "expertise": "general", "speaks_for": "self"},
        )  # fmt: skip
        requests.change_assignment(
            request=request, by=self.by, at=met,
            values={
                "title": f"Uppdrag {row['number']}", "task": row["purpose"],
                "use_of_answers": "Underlag för utveckling.", "form": row["form"],
                "people_wanted": row["people"],
                "one_person_reason": row.get("one_person_reason", ""),
                "time": "Dagen är påhittad.", "length": "två timmar",
                "place": "" if row.get("digital") else "Hos uppdragsgivaren",
                "digital": row.get("digital", False), "payer": "borrower",
                "payment": "Efter regionens riktlinje.", "contact_person": "Påhittad kontakt",
                "practical": "Frågas om vid mötet.",
            },
        )  # fmt: skip

    def _ask(self, request: LoanRequest, row: dict[str, Any], day: datetime) -> None:
        chosen = [
            asking.choose(request=request, contributor=self.people[name], by=self.by, at=day)
            for name in row["ask"]
        ]
        asking.send(
            request=request, inquiries=chosen, answer_by=clock.local_day(day + timedelta(days=7)),
            by=self.by, at=day,
        )  # fmt: skip
        for name, inquiry in zip(row["ask"], chosen, strict=True):
            her = Actor(Role.PERSON, self.programme.pk, inquiry.contributor.person_id)
            says_yes = name in row["said_yes"]
            asking.answer(
                inquiry=inquiry, answer="yes" if says_yes else "no", by=her,
                at=day + timedelta(days=2),
            )  # fmt: skip
            if says_yes:
                lend.confirm(inquiry=inquiry, by=self.by, at=day + timedelta(days=8))
        if outside := row.get("outside"):
            loans.add_outside(
                request=request, count=outside, by=self.by, at=day + timedelta(days=8)
            )
        if not row.get("cancelled"):
            lend.complete_team(request=request, by=self.by, at=day + timedelta(days=9))

    def _hold(self, request: LoanRequest, row: dict[str, Any]) -> None:
        request.refresh_from_db()
        loan = request.loan
        days = [*row["held"], *row.get("planned", [])]
        for day in days:
            occasion = occasions.plan_occasion(
                loan=loan, starts_at=at(day, 12), ends_at=at(day, 14),
                place="" if row.get("digital") else "Hos uppdragsgivaren",
                digital=row.get("digital", False), by=self.by,
                at=at(row["held"][0], 8) - timedelta(days=2),
            )  # fmt: skip
            if day in row["held"]:
                occasions.hold_occasion(occasion=occasion, by=self.by, at=at(day, 15))
        if row.get("planned"):
            return
        last = row["held"][-1]
        lend.carry_out(loan=loan, on=last, by=self.by, at=at(last, 16))
        after = at(last + timedelta(days=10))
        for follow_up in loan.follow_ups.order_by("id"):
            values = FOLLOWED_UP if follow_up.participation_id is None else TOOK_PART
            lend.follow_up(
                follow_up=follow_up, values=values, channel="phone", by=self.by, at=after
            )
        for kind in ("summary", "borrower"):
            feedback = loan.feedback.get(kind=kind)
            text = row["summary"] if kind == "summary" else row["feedback"]
            told = after + timedelta(days=4 if kind == "summary" else 9)
            owed.send_feedback(feedback=feedback, text=text, by=self.by, at=told)
            for delivery in feedback.deliveries.select_related("participation").order_by("id"):
                how = "borrower" if delivery.participation.outside else "letter"
                owed.note_reached(delivery=delivery, how=how, by=self.by, at=told)
        loan.refresh_from_db()
        lend.close(loan=loan, by=self.by, at=after + timedelta(days=10))


def _identity(name: str) -> dict[str, str]:
    plain = name.lower().replace(",", "").replace(" ", ".").translate(PLAIN)
    return {
        "name": name, "email": f"{plain}@exempel.invalid", "phone": "",
        "address": "Påhittade vägen 1",
    }  # fmt: skip


def play() -> Programme:
    """Play the whole record in the order of its days, then let the clock stand still."""
    record = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    operator = Actor(Role.OPERATOR)
    programme = organisations.create_programme(
        slug=RECORD, name="Sörmlands levande bibliotek", county="Sörmland",
        owner="FoU i Sörmland, länets kommuner och regionen", vocabulary="erfaren",
        sends_messages=False, asks_agreement=False, contact_email="sormland@exempel.invalid",
        contact_phone="016-00 00 00",
        recruits_until=date(2021, 12, 31), by=operator, at=at(OPENED),
    )  # fmt: skip
    administrator = Actor(Role.ADMINISTRATOR, programme.pk)
    organisations.move_programme(
        programme=programme, transition="open", by=administrator, at=at(OPENED)
    )
    library = Record(programme)
    for _day, _order, step in sorted(_steps(record, library), key=lambda s: s[:2]):
        step()
    organisations.move_programme(
        programme=programme, transition="begin_closing", by=administrator, at=STANDS_AT,
        reason="Länsstyrgruppen har beslutat att lägga ned biblioteket.",
    )  # fmt: skip
    return organisations.set_record(
        programme=programme, clock_stands_at=STANDS_AT, note=NOTE, by=operator, at=STANDS_AT
    )


Step = tuple[date, int, Callable[[], object]]


def _steps(record: dict[str, Any], library: Record) -> list[Step]:
    """Everything that happened, each with its day: people join before requests of the same day."""
    steps: list[Step] = []
    for joined, name, told, *left in record["people"]:
        steps.append((joined, 0, partial(library.join, joined, name, told)))
        if left:
            steps.append((left[0], 1, partial(library.leave, name, left[0])))
    for row in record["requests"]:
        steps.append((row["day"], 2, partial(library.request, row)))
    for day, name in record["applicants"]:
        steps.append((day, 3, partial(library.turn_down, day, name)))
    return steps
