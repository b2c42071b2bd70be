"""Loans, and what they owe those who took part."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.after_queries import stage_of_debt
from erfara.lending.models import Feedback, FollowUp, Loan
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import Form
from erfara.workflows.today.rows import (
    ANY_ID,
    LATER,
    LIMIT,
    NOW,
    Row,
    about_request,
    covers,
    when_wanted,
)

# The day is the page that is opened most: its queries are prepared.
_STEPS = Prepared(
    lambda programme: (
        Loan.objects.filter(programme_id=programme, state__in=["confirmed", "fed_back"])
        .exclude(state="confirmed", request__ended_at__isnull=True)
        .exclude(occasions__state="planned")
        .select_related("request__unit__organisation")
        .only("state", "created_at", "request__ended_at", *about_request("request__"))
        .annotate(
            held=Count("occasions", filter=Q(occasions__state="held")),
            last=Max("occasions__ends_at", filter=Q(occasions__state="held")),
        )
        .order_by("created_at", "id")[: LIMIT + 1]
    )
)
_THIN = Prepared(
    lambda programme, smallest: (
        Loan.objects.filter(programme_id=programme, state="confirmed", request__state="ended")
        .filter(team_reason="", request__assignment__one_person_reason="")
        .exclude(request__assignment__form=Form.SUPPORT)
        .exclude(vacancies__state="open")  # has a row of its own
        .select_related("request__unit__organisation")
        .only("state", "created_at", "request__ended_at", *about_request("request__"))
        .annotate(coming=Count("participations", filter=Q(participations__state="confirmed")))
        .filter(coming__lt=smallest)
        .order_by("created_at", "id")[: LIMIT + 1]
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
        .order_by("due", "loan_id")[: LIMIT + 1]
    )
)  # fmt: skip
_LOANS = Prepared(
    lambda loans: (
        Loan.objects.filter(pk__in=loans)
        .select_related("request__unit__organisation")
        .only("state", *about_request("request__"))
    )
)
_FEEDBACK = Prepared(
    lambda programme: (
        Feedback.objects.filter(programme_id=programme, state__in=["owed", "on_its_way"])
        .select_related("loan__request__unit__organisation")
        .only(
            "state",
            "kind",
            "due_on",
            "escalated_at",
            "loan__state",
            *about_request("loan__request__"),
        )
        .annotate(left=Count("deliveries", filter=Q(deliveries__reached_at__isnull=True)))
        .order_by("due_on", "id")[: LIMIT + 1]
    )
)


def of_loan(
    loan: Loan, step: str, pk: UUID, why: str | Promise, since: date, group: str,
    *kinds: tuple[str, str], **values: Any,
) -> Row:  # fmt: skip
    request = loan.request
    return Row(
        step, pk, request.no, why, since, group, str(request.unit), values,
        covers(("loan", loan.state), *kinds),
    )  # fmt: skip


def steps(programme: Programme) -> list[Row]:
    """Loans whose next step is the loan's own: to plan, to note as held, to close."""
    rows: list[Any] = _STEPS.objects(Loan, programme=programme.pk)
    found = []
    for loan in rows:
        began = local_day(loan.request.ended_at or loan.created_at)
        if loan.state == "fed_back":
            found.append(
                of_loan(loan, "close", loan.pk, _("Everybody knows what came of it. Close the "
                         "loan."), began, NOW)
            )  # fmt: skip
        elif loan.held:
            found.append(
                of_loan(
                    loan,
                    "carry_out",
                    loan.pk,
                    _("It has been held. Was that the last time?"),
                    local_day(loan.last),
                    NOW,
                )
            )
        else:
            found.append(
                of_loan(loan, "new_occasion", loan.pk, _("The team is complete. Plan when it is "
                         "held."), began, NOW)
            )  # fmt: skip
    return found


def thin_teams(programme: Programme) -> list[Row]:
    """Loans to come that somebody has left, so that fewer are in the team than there have to be."""
    found = []
    rows: list[Any] = _THIN.objects(Loan, programme=programme.pk, smallest=programme.smallest_team)
    for loan in rows:
        why: str | Promise = ngettext_lazy(
            "Only one is left in the team. Is that enough, or is it to be cancelled?",
            "Only {count} are left in the team. Is that enough, or is it to be cancelled?",
            loan.coming,
        )
        if not loan.coming:
            why = _("Nobody is left in the team. Cancel the loan.")
        since = local_day(loan.request.ended_at or loan.created_at)
        found.append(of_loan(loan, "loan", loan.pk, why, since, NOW, count=loan.coming))
    return found


# What is said of a talk that reminders did not bring about.
_LATE: dict[str, str | Promise] = {
    "call": _("The reminder did not help. Call and ask how it went."),
    "write_off": _("It is half a year late. Follow up now, or write it off with a reason."),
}


# Rows about loans that are read by others' ids: such a source says which, and is given them.
OfLoans = Generator[set[UUID], dict[UUID, Loan], list[Row]]


def together(*sources: OfLoans) -> list[list[Row]]:
    """The rows of several sources, with their loans read once for all: one query, not one each."""
    ids = [next(source) for source in sources]
    loans = {loan.pk: loan for loan in _LOANS.objects(Loan, loans=set().union(*ids))}
    return [_rows(source, loans) for source in sources]


def _rows(source: OfLoans, loans: dict[UUID, Loan]) -> list[Row]:
    try:
        source.send(loans)
    except StopIteration as done:
        rows: list[Row] = done.value
        return rows
    raise TypeError("A source of rows asks for its loans once.")


def follow_ups(programme: Programme, day: date) -> OfLoans:
    """Talks afterwards that are to be held, one row a loan."""
    wanted = _FOLLOW_UPS.rows(programme=programme.pk)
    loans = yield {loan_id for loan_id, *_how in wanted}
    found = []
    for loan_id, number, one, due, reminded, borrowers in wanted:
        single = number == 1
        people = number - borrowers
        if not people:
            why: str | Promise = _("Follow up with {borrower:sg.def}.")
        elif borrowers:
            why = ngettext_lazy(
                "Follow up with {borrower:sg.def} and one person.",
                "Follow up with {borrower:sg.def} and {count} people.", people,
            )  # fmt: skip
        else:
            why = ngettext_lazy(
                "Follow up with one person.", "Follow up with {count} people.", people
            )
        stage = stage_of_debt(due, local_day(reminded) if reminded else None, day)
        why = _LATE.get(stage, why)
        found.append(
            of_loan(
                loans[loan_id], "follow_up" if single else "follow_up_many",
                UUID(one) if single else loan_id, why, due,
                when_wanted(due, day), ("follow_up", "due"),
                count=people,
            )
        )  # fmt: skip
    return found


def feedback(programme: Programme, day: date) -> list[Row]:
    rows: list[Any] = _FEEDBACK.objects(Feedback, programme=programme.pk)
    found = []
    for one in rows:
        kind, group = ("feedback", one.state), when_wanted(one.due_on, day)
        if one.state == "on_its_way":
            step, why = (
                "reached",
                ngettext_lazy("One has not got it yet.", "{count} have not got it yet.", one.left),
            )
            group = NOW
        elif one.kind == Feedback.Kind.SUMMARY:
            step, why = "summary", _("Send the summary to everybody who took part.")
            if stage_of_debt(one.due_on, None, day) == "write_off":
                why = _("It is half a year late. Send the summary, or write it off with a reason.")
        else:
            step, why = (
                "borrowers_feedback",
                _("{borrower:sg.def.cap} has not told yet what it led to."),
            )
            group = NOW if group == NOW else LATER
            if stage_of_debt(one.due_on, None, day) == "write_off":
                why = _("It is half a year late. Ask once more, or write it off with a reason.")
            elif one.escalated_at is not None:
                why = _("Two reminders have not helped. Call {borrower:sg.def}.")
        found.append(of_loan(one.loan, step, one.pk, why, one.due_on, group, kind, count=one.left))
    return found
