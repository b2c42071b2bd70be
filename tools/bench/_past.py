"""What has been in an installation for a benchmark: requests that are over, and all that they left.

A third became loans. Each loan leaves what a real one does: a time or two, who came, hours, an
agreement with everybody's yes, talks afterwards, feedback, how people were, what was asked about
effects, payments on lists, now and then a place that somebody left. Written in bulk, a few thousand
requests at a time; nothing of it waits for anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

ASSIGNMENT = {
    "title": "Kallelser som går att förstå", "task": "Hur kallelser kan bli tydligare.",
    "use_of_answers": "En förstudie om nya kallelser.", "form": "focus_group",
    "people_wanted": 4, "time": "Torsdag kl. 13–15", "length": "två timmar",
    "place": "Påhittade gatan 1", "payer": "borrower", "payment": "1 066 kr var",
    "contact_person": "Kontaktpersonen på enheten", "practical": "Hiss finns. Fika ingår.",
}  # fmt: skip
# So many are asked about a request, and two of them are in the team when it becomes a loan.
ASKED = 3
TEAM = 2
TERMS = {"task": ASSIGNMENT["task"], "time": ASSIGNMENT["time"], "place": ASSIGNMENT["place"]}
# A list of payments for so many requests: a third are loans, half of them paid by the library.
ON_A_LIST = 150
AT_ONCE = 3000
DAYS, LAST = 1400, 100
MONTHS = (3, 6, 12)


@dataclass
class Rows:
    """Rows to write, by model, in the order in which they point to each other."""

    programme: Any
    rows: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def add(self, model: Any, made: datetime, **values: Any) -> Any:
        row = model(programme=self.programme, created_at=made, **values)
        self.rows[model].append(row)
        return row

    def write(self) -> None:
        from django.db import transaction

        with transaction.atomic():
            for model, some in self.rows.items():
                model.objects.bulk_create(some, batch_size=1000)
        self.rows.clear()


def past(
    programme: Any, asked: list[Any], count: int, at: datetime, borrowers: list[tuple[Any, Any]]
) -> None:
    """So many requests that are over, a third of them loans. Those asked take turns, and so do
    the borrowers: units, each with its contact."""
    from erfara.foundation.models import AuditEvent
    from erfara.lending import models
    from erfara.organisations.models import Counter

    rows, lists = Rows(programme), _payment_lists(programme, count, at)
    turn = 0
    for no in range(1, count + 1):
        day = at - timedelta(days=DAYS - no * (DAYS - LAST) // count)
        lent = no % 3 == 0
        unit, contact = borrowers[no % len(borrowers)]
        request = rows.add(
            models.LoanRequest, day, no=no, unit=unit, contact=contact, received_at=day,
            purpose="Vi vill göra kallelser på nätet bättre.", form="focus_group", people_wanted=4,
            meeting_held_on=day.date(), terms_accepted_at=day, answer_by=day.date(), state="ended",
            ended_at=day + timedelta(days=40), end_reason="loan" if lent else "nobody_fits",
        )  # fmt: skip
        rows.add(models.Assignment, day, request=request, **ASSIGNMENT)
        rows.add(models.Meeting, day, request=request, how="phone", starts_at=day, state="held")
        for name in ("received", "specify", "start_asking", "end"):
            event = AuditEvent(
                tenant_id=programme.pk, at=day, created_at=day, event=f"loan_request.{name}",
                about_kind="lending.loanrequest", about_id=request.pk, by_role="coordinator",
                # Written then, and not now: whoever looks at the last minutes doesn't see it.
                sequence=int(day.timestamp()) * 1_000_000_000 + no,
            )  # fmt: skip
            rows.rows[AuditEvent].append(event)
        inquiries = []
        for place in range(ASKED):
            contributor = asked[turn % len(asked)]
            turn += 1
            in_team = lent and place < TEAM
            state = "confirmed" if in_team else "told"
            inquiries.append(
                rows.add(
                    models.Inquiry, day, request=request, contributor=contributor, state=state,
                    answer="yes" if place < TEAM else "no", sent_at=day, answered_at=day,
                )
            )  # fmt: skip
        if lent:
            _loan(rows, request, inquiries[:TEAM], day, lists[no // 6 % len(lists)], at)
        if no % AT_ONCE == 0:
            rows.write()
    rows.write()
    Counter.objects.create(programme=programme, name="request", value=count, created_at=at)


def _payment_lists(programme: Any, requests: int, at: datetime) -> list[Any]:
    """A list of payments for each month of what has been, all paid; more often where there are so
    many that a list would hold hundreds."""
    from uuid import uuid4

    from erfara.compensation.models import PaymentList

    asked_by, decided_by = uuid4(), uuid4()
    made = []
    many = max((DAYS - LAST) // 30, requests // ON_A_LIST)
    for number in range(1, 1 + many):
        day = at - timedelta(days=DAYS - (DAYS - LAST) * number // many)
        made.append(
            PaymentList(
                programme=programme, created_at=day, number=number, until=day.date(),
                asked_by=asked_by, asked_at=day, decided_by=decided_by, sent_on=day.date(),
                paid_on=day.date(), state="paid",
            )
        )  # fmt: skip
    PaymentList.objects.bulk_create(made)
    return made


def _loan(
    rows: Rows, request: Any, inquiries: list[Any], day: datetime, payment_list: Any, at: datetime
) -> None:
    from erfara.lending import models

    held = day + timedelta(days=45)
    loan = rows.add(
        models.Loan, day, request=request, state="closed", carried_out_on=held.date(),
        closed_at=day + timedelta(days=90),
    )  # fmt: skip
    team = [
        rows.add(
            models.Participation, day, loan=loan, contributor=inquiry.contributor, inquiry=inquiry,
            state="took_part",
        )
        for inquiry in inquiries
    ]  # fmt: skip
    if request.no % 30 == 0:  # the first of them left, and nobody was found instead
        team[0].state = "withdrew"
        rows.add(models.Vacancy, day, loan=loan, left_by=team[0], state="let_be")
    _times(rows, loan, team, held)
    _agreement(rows, loan, team, day)
    for step in (_talks, _effects):
        step(rows, loan, team, held, at)
    _payments(rows, team, held, payment_list)


def _times(rows: Rows, loan: Any, team: list[Any], held: datetime) -> None:
    from erfara.lending import models

    for time in range(1 + (loan.request.no % 4 == 0)):
        starts = held - timedelta(days=7 * time)
        ends = starts + timedelta(hours=2)
        occasion = rows.add(
            models.Occasion, starts, loan=loan, starts_at=starts, ends_at=ends, state="held",
            place=ASSIGNMENT["place"], asked_at=starts - timedelta(days=1),
        )  # fmt: skip
        for part in team:
            came = part.state == "took_part"
            rows.add(
                models.Attendance, starts, occasion=occasion, participation=part,
                state="came" if came else "off", asked_at=starts, answered_at=starts,
            )  # fmt: skip
            if not came:
                continue
            spent = {"loan": loan, "party": "person", "participation": part, "day": starts.date()}
            rows.add(
                models.TimeSpent, ends, occasion=occasion, what="meeting", known="occasion",
                minutes=120, **spent,
            )  # fmt: skip
            if not time:
                rows.add(
                    models.TimeSpent, ends, what="travel", known="follow_up", minutes=45, **spent
                )
                rows.add(
                    models.Aftercare, ends, occasion=occasion, participation=part,
                    contributor=part.contributor, due_on=ends.date(), asked_at=ends,
                    answer_by=ends.date() + timedelta(days=7), answered_at=ends, answer="fine",
                    state="fine",
                )  # fmt: skip
    for party in ("borrower", "coordinator"):
        rows.add(
            models.TimeSpent, held, loan=loan, party=party, what="preparation", known="coordinator",
            minutes=90, day=held.date(),
        )  # fmt: skip


def _agreement(rows: Rows, loan: Any, team: list[Any], day: datetime) -> None:
    from erfara.lending import models

    agreement = rows.add(
        models.Agreement, day, loan=loan, version=1, terms=TERMS, sent_at=day,
        accept_by=day.date() + timedelta(days=10), state="agreed",
    )  # fmt: skip
    yes: dict[str, Any] = {"agreement": agreement, "answered_at": day, "how": "page"}
    contact = loan.request.contact
    rows.add(models.Acceptance, day, person=contact, state="accepted", **yes)
    for part in team:
        came = part.state == "took_part"
        rows.add(
            models.Acceptance, day, person_id=part.contributor.person_id, participation=part,
            amount=Decimal(1066), basis="lump", payer="library", support="coordinator",
            state="accepted" if came else "gone", **yes,
        )  # fmt: skip


def _talks(rows: Rows, loan: Any, team: list[Any], held: datetime, at: datetime) -> None:
    from erfara.lending import models

    due = (held + timedelta(days=14)).date()
    rows.add(models.FollowUp, held, loan=loan, due_on=due, state="done")
    for kind in ("summary", "borrower"):
        given = rows.add(
            models.Feedback, held, loan=loan, kind=kind, due_on=due, text="Det här kom fram.",
            state="given",
        )  # fmt: skip
        for part in team:
            rows.add(
                models.Delivery, held, feedback=given, participation=part, reached_at=held,
                how="message",
            )  # fmt: skip
    for part in team:
        rows.add(models.FollowUp, held, loan=loan, participation=part, due_on=due, state="done")


def _effects(rows: Rows, loan: Any, team: list[Any], held: datetime, at: datetime) -> None:
    """What was asked months later, as far as those months have come. Half have told of something,
    and then they are not asked about what is between."""
    from erfara.lending import models

    for months in MONTHS:
        asked = held + timedelta(days=31 * months)
        told = months == MONTHS[-1] and loan.request.no % 2 == 0
        late = asked + timedelta(days=60) > at  # still open in earnest: here it has ended already
        ask = rows.add(
            models.EffectAsk, asked, loan=loan, months=months,
            answer_by=(asked + timedelta(days=60)).date(), answered_at=asked,
            answer="changed" if told and not late else "nothing_yet",
            state="sent" if told and not late else "nothing",
        )  # fmt: skip
        if not told or late:
            continue
        rows.add(models.Effect, asked, ask=ask, area="practice", text="Kallelsen är kortare nu.")
        for part in team:
            rows.add(
                models.EffectDelivery, asked, ask=ask, participation=part, reached_at=asked,
                how="message",
            )  # fmt: skip
    for part in team:
        rows.add(
            models.EffectAsk, held, loan=loan, participation=part, months=MONTHS[-1],
            answer_by=held.date(), state="nothing", answer="nothing_more", answered_at=held,
        )  # fmt: skip


def _payments(rows: Rows, team: list[Any], held: datetime, payment_list: Any) -> None:
    from erfara.compensation.models import Compensation

    by_library: Callable[[Any], bool] = lambda part: part.loan.request.no % 2 == 0  # noqa: E731
    for part in team:
        if part.state != "took_part":
            continue
        listed = by_library(part)
        rows.add(
            Compensation, held, participation=part, payer="library" if listed else "borrower",
            amount=Decimal(1066), paid_on=held.date(), state="paid",
            payment_list=payment_list if listed else None,
        )  # fmt: skip
