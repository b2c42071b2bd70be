"""Reads for people's and borrowers' own pages. What is not theirs to know is not in here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from erfara.foundation import audit
from erfara.foundation.prepared import Prepared, among
from erfara.foundation.rows import the_one
from erfara.lending.models import (
    Delivery,
    EffectAsk,
    Feedback,
    FollowUp,
    Inquiry,
    InquiryMessage,
    Loan,
    LoanRequest,
    Meeting,
    Occasion,
    Participation,
    PassedOn,
)
from erfara.lending.policies import where_asking
from erfara.lending.states.loans import GOING
from erfara.people.models import Contributor

TOLD = ("on_its_way", "given")
ANSWERED = ("sent", "asked_more", "yes", "no", "not_now", "silent")


def participation_of(inquiry: Inquiry) -> Participation | None:
    """What became of a yes."""
    return the_one(
        Participation.objects.filter(inquiry=inquiry).select_related(
            "loan", "follow_up", "contributor", "programme"
        )
    )


def follow_up_of(inquiry: Inquiry) -> FollowUp | None:
    """The talk afterwards with the one who was asked, when there is to be one."""
    return the_one(
        FollowUp.objects.filter(participation__inquiry=inquiry).select_related(
            "participation__contributor__person", "loan__request", "programme"
        )
    )


def talk(inquiry: Inquiry) -> QuerySet[InquiryMessage]:
    """What has been said about a question, oldest first. The texts are in the vault."""
    return InquiryMessage.objects.filter(inquiry=inquiry).order_by("created_at", "id")


def occasions(loan: Loan) -> QuerySet[Occasion]:
    """When a loan is held, in order; cancelled times too, so that nobody goes there."""
    return Occasion.objects.filter(loan=loan).order_by("starts_at", "id")


def planned_ahead(request: LoanRequest, at: datetime) -> list[Occasion]:
    """When and where a loan is to be held, once it is planned: what holds instead of what was
    written in the assignment for whoever is asked in somebody's place."""
    rows = Occasion.objects.filter(loan__request=request, state="planned", starts_at__gt=at)
    return list(rows.order_by("starts_at", "id"))


def feedback_owed(loan: Loan) -> Feedback | None:
    """The borrower's own feedback of a loan, whatever its state."""
    return the_one(
        Feedback.objects.filter(loan=loan, kind=Feedback.Kind.BORROWER).select_related(
            "loan__request", "programme"
        )
    )


def follow_up_with_borrower(loan: Loan) -> FollowUp | None:
    """The talk afterwards with the borrower."""
    return the_one(
        FollowUp.objects.filter(loan=loan, participation__isnull=True).select_related(
            "loan__request__contact", "programme"
        )
    )


def owed_by_borrower(loan_ids: Iterable[UUID]) -> dict[UUID, dict[str, date]]:
    """Loan → what its borrower still owes ("follow_up", "feedback") → by which day. Two queries."""
    found: dict[UUID, dict[str, date]] = {}
    ids = list(loan_ids)
    talks = FollowUp.objects.filter(loan_id__in=ids, participation__isnull=True, state="due")
    for pk, day in talks.values_list("loan_id", "due_on"):
        found.setdefault(pk, {})["follow_up"] = day
    told = Feedback.objects.filter(loan_id__in=ids, kind=Feedback.Kind.BORROWER, state="owed")
    for pk, day in told.values_list("loan_id", "due_on"):
        found.setdefault(pk, {})["feedback"] = day
    return found


def loan_of(request: LoanRequest) -> Loan | None:
    """The loan that a request became, or is becoming."""
    return the_one(Loan.objects.filter(request=request).select_related("programme", "request"))


def team(loan: Loan) -> QuerySet[Participation]:
    """Those who are confirmed, as the borrower may know of them."""
    return (
        Participation.objects.filter(loan=loan, state__in=GOING)
        .select_related("contributor")
        .order_by("created_at", "id")
    )


# What one's own page asks every time. Their SQL is written once.


def _questions(contributor: Any) -> QuerySet[Inquiry]:
    return (
        Inquiry.objects.filter(
            Q(where_asking("request__"), state__in=ANSWERED)
            | Q(state__in=["waiting", "late"], request__loan__state="confirmed"),
            contributor=contributor, sent_at__isnull=False,
        )
        .select_related("request__assignment", "request__unit__organisation")
        .order_by("-sent_at", "id")
    )  # fmt: skip


def _before(contributor: Any) -> QuerySet[Inquiry]:
    takes_part = Participation.objects.filter(
        contributor=contributor, inquiry__isnull=False, state__in=GOING
    )
    return (
        Inquiry.objects.filter(contributor=contributor, sent_at__isnull=False)
        .exclude(state="stopped")
        .exclude(pk__in=takes_part.values("inquiry"))
        .exclude(pk__in=_questions(contributor).order_by().values("pk"))
        .select_related("request__assignment")
        .order_by("-sent_at", "id")
    )


def _talks(contributor: Any) -> QuerySet[FollowUp]:
    return (
        FollowUp.objects.filter(
            participation__contributor=contributor, state="due",
            participation__inquiry__isnull=False,
        )
        .select_related("participation__inquiry", "loan__request__assignment")
        .order_by("due_on", "id")
    )  # fmt: skip


def _parts(contributor: Any) -> QuerySet[Participation]:
    return (
        Participation.objects.filter(
            contributor=contributor, state__in=GOING,
            inquiry__isnull=False,
        )
        .select_related(
            "loan__request__assignment", "loan__request__unit__organisation", "inquiry"
        )
        .order_by("-created_at", "id")
    )  # fmt: skip


def _told(loans: Any) -> QuerySet[Feedback]:
    sent = Exists(Delivery.objects.filter(feedback=OuterRef("pk")))
    rows = Feedback.objects.filter(among("loan_id", loans), state__in=[*TOLD, "written_off"])
    return rows.annotate(sent=sent).order_by("id")


_QUESTIONS, _BEFORE, _TALKS, _PARTS, _TOLD = map(
    Prepared, (_questions, _before, _talks, _parts, _told)
)


def questions_of(contributor: Contributor) -> list[Inquiry]:
    """What a person has been asked and is not over for her, newest first."""
    return _QUESTIONS.objects(Inquiry, contributor=contributor.pk)


def asked_before(contributor: Contributor, most: int) -> list[Inquiry]:
    """What a person was asked that is over and that she took no part in, newest first: also what
    was cancelled. What she wrote about it and was answered stands there still."""
    return _BEFORE.objects(Inquiry, most=most, contributor=contributor.pk)


def follow_ups_of(contributor: Contributor) -> list[FollowUp]:
    """Talks afterwards that wait for a person."""
    return _TALKS.objects(FollowUp, contributor=contributor.pk)


def taken_part_in(contributor: Contributor) -> list[Participation]:
    """What a person takes or took part in, newest first."""
    return _PARTS.objects(Participation, contributor=contributor.pk)


def told(loan_ids: Iterable[UUID]) -> dict[UUID, dict[str, Feedback]]:
    """Loan → kind → what those who took part have been told, in one query.

    What was written off before it was sent stands under `no_summary` or `no_borrower`.
    """
    found: dict[UUID, dict[str, Feedback]] = {pk: {} for pk in loan_ids}
    for row in _TOLD.objects(Feedback, loans=list(found)):
        sent: bool = row.sent  # type: ignore[attr-defined]
        was_told = row.state in TOLD or sent  # some had got it when it was written off
        found[row.loan_id][row.kind if was_told else f"no_{row.kind}"] = row
    return found


def last_words(about_id: UUID, *events: str) -> str:
    """The reason given at the last of these events, in the words of whoever gave it."""
    row = audit.history(about_id).filter(event__in=events).first()
    return row.reason if row else ""


def waits_for_borrower(request_ids: Iterable[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """Request → what beside its own state waits for its borrower, and the last day: a time to
    choose, a yes to passing it on, what has changed since. Three queries."""
    ids = list(request_ids)
    found: dict[UUID, tuple[str, date | None]] = {}
    asked = EffectAsk.objects.filter(
        loan__request_id__in=ids, participation=None, state="asked"
    ).values_list("loan__request_id", "answer_by")
    passed = PassedOn.objects.filter(request_id__in=ids, state="asked")
    offered = Meeting.objects.filter(request_id__in=ids, state="offered")
    for what, rows in (
        ("effects", asked),
        ("passed_on", passed.values_list("request_id", "answer_by")),
        ("meeting", offered.values_list("request_id", "answer_by")),
    ):
        found |= {pk: (what, day) for pk, day in rows}
    return found
