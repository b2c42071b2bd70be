"""The times of loans: the next one, who can't come, whom to phone, interpreters to book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Attendance, Occasion
from erfara.organisations.models import Programme
from erfara.workflows.today.loans import OfLoans, of_loan
from erfara.workflows.today.rows import LIMIT, NOW, Row, when_wanted

# An interpreter is booked in good time.
BOOKED_BEFORE = timedelta(days=14)

# The first planned one of each loan.
_NEXT = Prepared(
    lambda programme: (
        Occasion.objects.filter(programme_id=programme, state="planned")
        .filter(
            ~Exists(
                Occasion.objects.filter(
                    loan=OuterRef("loan"), state="planned", starts_at__lt=OuterRef("starts_at")
                )
            )
        )
        .annotate(
            silent=Count(
                "attendances",
                filter=Q(attendances__state="expected", attendances__asked_at__isnull=False),
            )
        )
        .order_by("starts_at", "id")
        .values_list("id", "loan_id", "starts_at", "ends_at", "silent")[: LIMIT + 1]
    )
)
_SAID = Prepared(
    lambda programme: (
        Attendance.objects.filter(
            programme_id=programme, state="not_coming", occasion__state="planned"
        )
        .values_list("occasion__loan_id")
        .annotate(number=Count("id"), since=Min("answered_at"), starts=Min("occasion__starts_at"))
        .order_by("starts", "occasion__loan_id")[: LIMIT + 1]
    )
)
_PHONE = Prepared(
    lambda programme: (
        Attendance.objects.filter(
            programme_id=programme, state="expected", by_phone=True, occasion__state="planned",
            asked_at__isnull=False,
        )
        .values_list("occasion__loan_id")
        .annotate(number=Count("id"), starts=Min("occasion__starts_at"))
        .order_by("starts", "occasion__loan_id")[: LIMIT + 1]
    )
)  # fmt: skip
_AROUND = Prepared(
    lambda programme: (
        Occasion.objects.filter(programme_id=programme, state="planned")
        .filter(Q(interpreter="to_book") | Q(borrower_says="changed"))
        .order_by("starts_at", "id")
        .values_list(
            "loan_id", "starts_at", "interpreter", "interpreter_by", "borrower_says", "id"
        )[: LIMIT + 1]
    )
)  # fmt: skip


def occasions(programme: Programme, at: datetime, day: date) -> OfLoans:
    """The next planned occasion of each loan, or the first one that has passed unnoted."""
    wanted = _NEXT.rows(programme=programme.pk)
    loans = yield {row[1] for row in wanted}
    found: dict[UUID, Row] = {}
    for pk, loan_id, starts_at, ends_at, silent in wanted:
        if loan_id in found:
            continue
        over, starts = ends_at <= at, local_day(starts_at)
        why: str | Promise = (
            _("Was it held, and who came? Note it.") if over else _("A time is planned.")
        )
        if not over and starts == day and silent:
            why = ngettext_lazy(
                "It is today. One has not said whether they come.",
                "It is today. {count} have not said whether they come.", silent,
            )  # fmt: skip
        found[loan_id] = of_loan(
            loans[loan_id], "hold_occasion" if over else "loan", pk if over else loan_id, why,
            starts, NOW if over else when_wanted(starts, day), ("occasion", "planned"),
            count=silent,
        )  # fmt: skip
    return list(found.values())


def not_coming(programme: Programme, day: date) -> OfLoans:
    """Loans to a time of which somebody can't come: somebody else, or enough without."""
    wanted = _SAID.rows(programme=programme.pk)
    loans = yield {row[0] for row in wanted}
    found = [
        of_loan(
            loans[loan_id], "not_coming", loan_id,
            ngettext_lazy(
                "Somebody can't come on {day}. Is it enough without?",
                "{count} can't come on {day}. Is it enough without them?", number,
            ),
            local_day(since or starts), NOW, ("attendance", "not_coming"),
            count=number, day=local_day(starts),
        )
        for loan_id, number, since, starts in wanted
    ]  # fmt: skip
    return [replace(row, first=True) for row in found]


def to_phone(programme: Programme, at: datetime, day: date) -> OfLoans:
    """Those who are asked by phone whether they still come."""
    wanted = [row for row in _PHONE.rows(programme=programme.pk) if row[2] > at]
    loans = yield {row[0] for row in wanted}
    return [
        of_loan(
            loans[loan_id], "phone_coming", loan_id,
            ngettext_lazy(
                "Phone one person: still coming on {day}?",
                "Phone {count} people: still coming on {day}?", number,
            ),
            day, NOW, count=number, day=local_day(starts),
        )
        for loan_id, number, starts in wanted
    ]  # fmt: skip


def around(programme: Programme, at: datetime, day: date) -> OfLoans:
    """Interpreters to book, and what the borrower says has changed. One row for each loan."""
    wanted = [row for row in _AROUND.rows(programme=programme.pk) if row[1] > at]
    loans = yield {row[0] for row in wanted}
    found: dict[tuple[UUID, str], Row] = {}
    for loan_id, starts_at, interpreter, booked_by, says, occasion_id in wanted:
        starts = local_day(starts_at)
        if says == "changed":
            found.setdefault((loan_id, "changed"), of_loan(
                loans[loan_id], "occasion_changed", loan_id,
                _("{borrower:sg.def.cap} says that something has changed for {day}. Get in touch."),
                day, NOW, day=starts,
            ))  # fmt: skip
        if interpreter == "to_book":
            theirs = booked_by == Occasion.BookedBy.BORROWER
            wanted_on = starts - BOOKED_BEFORE
            found.setdefault((loan_id, "interpreter"), replace(
                of_loan(
                    loans[loan_id], "interpreter", loan_id,
                    _("Ask whether {borrower:sg.def} has booked the interpreter for {day}.")
                    if theirs else _("Book an interpreter for {day}."),
                    wanted_on, when_wanted(wanted_on, day), day=starts,
                ),
                pressed=occasion_id,
            ))  # fmt: skip
    return [replace(row, first=row.step == "occasion_changed") for row in found.values()]
