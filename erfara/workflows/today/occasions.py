"""The times of loans: the next one, who can't come, whom to phone, interpreters to book."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Attendance, Occasion
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.workflows.today.loans import OfLoan, about_loan, of_loan
from erfara.workflows.today.rows import NOW, Row, first_of, when_wanted

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
        .values_list(*about_loan("loan__"), "id", "starts_at", "ends_at", "silent")
    )
)
_SAID = Prepared(
    lambda programme: (
        Attendance.objects.filter(
            programme_id=programme, state="not_coming", occasion__state="planned"
        )
        .values_list(*about_loan("occasion__loan__"))
        .annotate(number=Count("id"), since=Min("answered_at"), starts=Min("occasion__starts_at"))
        .order_by("starts", "occasion__loan_id")
    )
)
_PHONE = Prepared(
    lambda programme: (
        Attendance.objects.filter(
            programme_id=programme, state="expected", by_phone=True, occasion__state="planned",
            asked_at__isnull=False,
        )
        .values_list(*about_loan("occasion__loan__"))
        .annotate(number=Count("id"), starts=Min("occasion__starts_at"))
        .order_by("starts", "occasion__loan_id")
    )
)  # fmt: skip
_AROUND = Prepared(
    lambda programme: (
        Occasion.objects.filter(programme_id=programme, state="planned")
        .filter(Q(interpreter="to_book") | Q(borrower_says="changed"))
        .order_by("starts_at", "id")
        .values_list(
            *about_loan("loan__"), "starts_at", "interpreter", "interpreter_by", "borrower_says",
            "id",
        )
    )
)  # fmt: skip


def occasions(programme: Programme, at: datetime, day: date) -> list[Row]:
    """The next planned occasion of each loan, or the first one that has passed unnoted."""
    found: dict[UUID, Row] = {}
    for row in first_of(_NEXT, programme=programme.pk):
        loan, pk, starts_at, ends_at, silent = OfLoan(*row[:5]), *row[5:]
        if loan.pk in found:
            continue
        over, starts = ends_at <= at, local_day(starts_at)
        why: str | Promise = (
            _("Was it held, and who came? Note it.") if over else _("A time is planned.")
        )
        if not over and starts == day and silent:
            why = plural_lazy(
                "It is today. One has not said whether they come.",
                "It is today. {count} have not said whether they come.", silent,
            )  # fmt: skip
        found[loan.pk] = of_loan(
            loan, "hold_occasion" if over else "loan", pk if over else loan.pk, why,
            starts, NOW if over else when_wanted(starts, day), ("occasion", "planned"),
            count=silent,
        )  # fmt: skip
    return list(found.values())


def not_coming(programme: Programme, day: date) -> list[Row]:
    """Loans to a time of which somebody can't come: somebody else, or enough without."""
    return [
        of_loan(
            OfLoan(*loan), "not_coming", loan[0],
            plural_lazy(
                "Somebody can't come on {day}. Is it enough without?",
                "{count} can't come on {day}. Is it enough without them?", number,
            ),
            local_day(since or starts), NOW, ("attendance", "not_coming"), first=True,
            count=number, day=local_day(starts),
        )
        for *loan, number, since, starts in first_of(_SAID, grouped=True, programme=programme.pk)
    ]  # fmt: skip


def to_phone(programme: Programme, at: datetime, day: date) -> list[Row]:
    """Those who are asked by phone whether they still come."""
    return [
        of_loan(
            OfLoan(*loan), "phone_coming", loan[0],
            plural_lazy(
                "Phone one person: still coming on {day}?",
                "Phone {count} people: still coming on {day}?", number,
            ),
            day, NOW, count=number, day=local_day(starts),
        )
        for *loan, number, starts in first_of(_PHONE, grouped=True, programme=programme.pk)
        if starts > at
    ]  # fmt: skip


def around(programme: Programme, at: datetime, day: date) -> list[Row]:
    """Interpreters to book, and what the borrower says has changed. One row for each loan."""
    found: dict[tuple[UUID, str], Row] = {}
    for row in first_of(_AROUND, programme=programme.pk):
        loan, starts_at, interpreter, booked_by, says, occasion_id = OfLoan(*row[:5]), *row[5:]
        if starts_at <= at:
            continue
        starts = local_day(starts_at)
        if says == "changed":
            found.setdefault((loan.pk, "changed"), of_loan(
                loan, "occasion_changed", loan.pk,
                _("{borrower:sg.def.cap} says that something has changed for {day}. Get in touch."),
                day, NOW, first=True, pressed=occasion_id, day=starts,
            ))  # fmt: skip
        if interpreter == "to_book":
            theirs = booked_by == Occasion.BookedBy.BORROWER
            wanted_on = starts - BOOKED_BEFORE
            found.setdefault((loan.pk, "interpreter"), of_loan(
                loan, "interpreter", loan.pk,
                _("Ask whether {borrower:sg.def} has booked the interpreter for {day}.")
                if theirs else _("Book an interpreter for {day}."),
                wanted_on, when_wanted(wanted_on, day), pressed=occasion_id, day=starts,
            ))  # fmt: skip
    return list(found.values())
