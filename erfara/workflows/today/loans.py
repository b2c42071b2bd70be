"""Loans, and what they owe those who took part."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared, among
from erfara.lending.after_queries import stage_of_debt
from erfara.lending.models import Delivery, Feedback, FollowUp, Loan, Occasion
from erfara.organisations.models import Programme, unit_label
from erfara.organisations.words import plural_lazy
from erfara.vocabulary.choices import Form
from erfara.workflows.today.rows import (
    ANY_ID,
    LATER,
    NOW,
    Row,
    about_request,
    covers,
    first_of,
    when_wanted,
)


def about_loan(path: str) -> tuple[str, ...]:
    """The columns by which a row says a loan, by the path to it: those of `OfLoan`."""
    return (f"{path}id", f"{path}state", *about_request(f"{path}request__"))


# The day is the page that is opened most: its queries are prepared, and read the columns that a row
# says and no others.
_HELD = Occasion.objects.filter(loan=OuterRef("pk"), state="held").order_by().values("loan")
_STEPS = Prepared(
    lambda programme: (
        Loan.objects.filter(programme_id=programme, state__in=["confirmed", "fed_back"])
        .exclude(state="confirmed", request__ended_at__isnull=True)
        .exclude(occasions__state="planned")
        .order_by("created_at", "id")
        .values_list(
            *about_loan(""), "created_at", "request__ended_at",
            Subquery(_HELD.annotate(last=Max("ends_at")).values("last")),
        )
    )
)  # fmt: skip
_THIN = Prepared(
    lambda programme, smallest: (
        Loan.objects.filter(programme_id=programme, state="confirmed", request__state="ended")
        .filter(team_reason="", request__assignment__one_person_reason="")
        .exclude(request__assignment__form=Form.SUPPORT)
        .exclude(vacancies__state="open")  # has a row of its own
        .values_list(*about_loan(""), "created_at", "request__ended_at")
        .annotate(coming=Count("participations", filter=Q(participations__state="confirmed")))
        .filter(coming__lt=smallest)
        .order_by("created_at", "id")
    )
)
_FOLLOW_UPS = Prepared(
    lambda programme: (
        FollowUp.objects.filter(programme_id=programme, state="due")
        .values_list("loan_id")
        .annotate(
            number=Count("id"), one=ANY_ID, due=Min("due_on"), reminded=Min("reminded_at"),
            borrowers=Count("id", filter=Q(participation__isnull=True)),
        )
        .order_by("due", "loan_id")
    )
)  # fmt: skip
_LEFT = (
    Delivery.objects.filter(feedback=OuterRef("pk"), reached_at__isnull=True)
    .order_by()
    .values("feedback")
)
_FEEDBACK = Prepared(
    lambda programme: (
        Feedback.objects.filter(programme_id=programme, state__in=["owed", "on_its_way"])
        .order_by("due_on", "id")
        .values_list(
            *about_loan("loan__"), "id", "state", "kind", "due_on", "escalated_at",
            Coalesce(Subquery(_LEFT.annotate(number=Count("id")).values("number")), 0),
        )
    )
)  # fmt: skip


_LOANS = Prepared(
    lambda loans: Loan.objects.filter(among("id", loans)).values_list(*about_loan(""))
)


class OfLoan(NamedTuple):
    """What a row says of a loan."""

    pk: UUID
    state: str
    no: int
    organisation: str
    unit: str


def loans_of(rows: list[tuple[Any, ...]]) -> dict[UUID, OfLoan]:
    """The loans that rows begin with: for rows that the database puts together by loan, which it
    does faster by an id than by all that is said of a loan."""
    found = (OfLoan(*loan) for loan in _LOANS.rows(loans={row[0] for row in rows}))
    return {loan.pk: loan for loan in found}


def of_loan(
    loan: OfLoan, step: str, pk: UUID, why: str | Promise, since: date, group: str,
    *kinds: tuple[str, str], first: bool = False, last: date | None = None,
    pressed: UUID | None = None, **values: Any,
) -> Row:  # fmt: skip
    return Row(
        step, pk, loan.no, why, since, group, unit_label(loan.organisation, loan.unit), values,
        covers(("loan", loan.state), *kinds), first=first, last=last, pressed=pressed,
    )  # fmt: skip


def steps(programme: Programme) -> list[Row]:
    """Loans whose next step is the loan's own: to plan, to note as held, to close."""
    found = []
    for row in first_of(_STEPS, programme=programme.pk):
        loan, created, ended, held = OfLoan(*row[:5]), *row[5:]
        began = local_day(ended or created)
        if loan.state == "fed_back":
            found.append(
                of_loan(loan, "close", loan.pk, _("Everybody knows what came of it. Close the "
                         "loan."), began, NOW)
            )  # fmt: skip
        elif held is not None:
            found.append(
                of_loan(loan, "carry_out", loan.pk,
                        _("It has been held. Was that the last time?"), local_day(held), NOW)
            )  # fmt: skip
        else:
            found.append(
                of_loan(loan, "new_occasion", loan.pk, _("The team is complete. Plan when it is "
                         "held."), began, NOW)
            )  # fmt: skip
    return found


def thin_teams(programme: Programme) -> list[Row]:
    """Loans to come that somebody has left, so that fewer are in the team than there have to be."""
    found = []
    rows = first_of(_THIN, grouped=True, programme=programme.pk, smallest=programme.smallest_team)
    for row in rows:
        loan, created, ended, coming = OfLoan(*row[:5]), *row[5:]
        why: str | Promise = plural_lazy(
            "Only one is left in the team. Is that enough, or is it to be cancelled?",
            "Only {count} are left in the team. Is that enough, or is it to be cancelled?", coming,
        )  # fmt: skip
        if not coming:
            why = _("Nobody is left in the team. Cancel the loan.")
        since = local_day(ended or created)
        found.append(of_loan(loan, "loan", loan.pk, why, since, NOW, count=coming))
    return found


# What is said of a talk that reminders did not bring about.
_LATE: dict[str, str | Promise] = {
    "call": _("The reminder did not help. Call and ask how it went."),
    "write_off": _("It is half a year late. Follow up now, or write it off with a reason."),
}


def follow_ups(programme: Programme, day: date) -> list[Row]:
    """Talks afterwards that are to be held, one row a loan."""
    rows, found = first_of(_FOLLOW_UPS, grouped=True, programme=programme.pk), []
    loans = loans_of(rows)
    for pk, number, one, due, reminded, borrowers in rows:
        loan = loans[pk]
        single = number == 1
        people = number - borrowers
        if not people:
            why: str | Promise = _("Follow up with {borrower:sg.def}.")
        elif borrowers:
            why = plural_lazy(
                "Follow up with {borrower:sg.def} and one person.",
                "Follow up with {borrower:sg.def} and {count} people.", people,
            )  # fmt: skip
        else:
            why = plural_lazy(
                "Follow up with one person.", "Follow up with {count} people.", people
            )
        stage = stage_of_debt(due, local_day(reminded) if reminded else None, day)
        why = _LATE.get(stage, why)
        found.append(
            of_loan(
                loan, "follow_up" if single else "follow_up_many",
                UUID(one) if single else loan.pk, why, due,
                when_wanted(due, day), ("follow_up", "due"),
                count=people,
            )
        )  # fmt: skip
    return found


def feedback(programme: Programme, day: date) -> list[Row]:
    found = []
    for row in first_of(_FEEDBACK, programme=programme.pk):
        loan, pk, state, about, due, escalated, left = OfLoan(*row[:5]), *row[5:]
        kind, group = ("feedback", state), when_wanted(due, day)
        why: str | Promise
        if state == "on_its_way":
            step = "reached"
            why = plural_lazy("One has not got it yet.", "{count} have not got it yet.", left)
            group = NOW
        elif about == Feedback.Kind.SUMMARY:
            step, why = "summary", _("Send the summary to everybody who took part.")
            if stage_of_debt(due, None, day) == "write_off":
                why = _("It is half a year late. Send the summary, or write it off with a reason.")
        else:
            step, why = (
                "borrowers_feedback",
                _("{borrower:sg.def.cap} has not told yet what it led to."),
            )
            group = NOW if group == NOW else LATER
            if stage_of_debt(due, None, day) == "write_off":
                why = _("It is half a year late. Ask once more, or write it off with a reason.")
            elif escalated is not None:
                why = _("Two reminders have not helped. Call {borrower:sg.def}.")
        found.append(of_loan(loan, step, pk, why, due, group, kind, count=left))
    return found
