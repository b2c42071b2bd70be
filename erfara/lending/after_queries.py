"""Reads about what comes after a loan. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from erfara.foundation.prepared import Prepared, among
from erfara.foundation.rows import the_one
from erfara.lending.models import (
    Acceptance,
    Aftercare,
    Attendance,
    Concern,
    Effect,
    EffectAsk,
    EffectDelivery,
    Feedback,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
)
from erfara.lending.states.loans import GOING
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.models import Contributor, Person
from erfara.people.silence_queries import months_before

# What was held so long ago is not asked about any more: nobody was there to ask in time.
ASKED_WITHIN = timedelta(days=14)
EFFECTS_ASKED_WITHIN = timedelta(days=60)
# A reminder of a follow-up did not help in so many days: somebody phones.
CALL_AFTER = timedelta(days=14)
# So long after its day a debt is proposed to be written off, with a reason.
WRITE_OFF_AFTER = timedelta(days=180)
# So long a unit's next requests show what it never told.
REMEMBERED_FOR = timedelta(days=730)


# How she is


def held_lately(at: datetime) -> QuerySet[Occasion]:
    """Times that were held and are young enough to ask about, where the programme asks."""
    return (
        Occasion.objects.filter(
            where_time_passes(), state="held", ends_at__gt=at - ASKED_WITHIN, ends_at__lte=at,
            programme__aftercare_days__isnull=False,
        )
        .select_related("programme", "loan")
        .order_by("ends_at", "id")
    )  # fmt: skip


def to_ask_after(occasion: Occasion) -> QuerySet[Participation]:
    """Those who were there and have not been asked about this time, nor about a later one.

    Whoever was not there is not asked. Whoever was, and has left the team since, is.
    """
    expected = Attendance.objects.filter(occasion=occasion)
    hers = expected.filter(participation=OuterRef("pk"))
    asked = Aftercare.objects.filter(
        Q(occasion=occasion) | Q(asked_at__gte=occasion.ends_at),
        contributor=OuterRef("contributor"),
    )
    return (
        Participation.objects.filter(
            Exists(hers.exclude(state__in=ABSENT)) | ~Exists(expected),
            Exists(hers.filter(state="came")) | Q(state__in=GOING),
            ~Exists(asked), loan_id=occasion.loan_id, outside=False, contributor__isnull=False,
        )
        .select_related("contributor")
        .order_by("created_at", "id")
    )  # fmt: skip


# Whoever was not at one of the times.
ABSENT = ("absent", "not_coming", "excused", "off")


def second_questions(day: date) -> QuerySet[Aftercare]:
    """Second questions whose day has come."""
    rows = Aftercare.objects.filter(where_time_passes(), state="waiting", due_on__lte=day)
    return rows.select_related("contributor", "programme").order_by("due_on", "id")


def fallen_silent(day: date) -> QuerySet[Aftercare]:
    """Asked by a message, and the week has passed."""
    rows = Aftercare.objects.filter(where_time_passes(), state="asked", answer_by__lt=day)
    return rows.order_by("answer_by", "id")


def seen_long_enough(day: date, shown: timedelta) -> QuerySet[Aftercare]:
    """Silences that a coordinator has had time to see."""
    rows = Aftercare.objects.filter(where_time_passes(), state="silent", answer_by__lt=day - shown)
    return rows.order_by("answer_by", "id")


_HOW_SHE_IS = Prepared(
    lambda contributor: (
        Aftercare.objects.filter(contributor=contributor, state="asked")
        .select_related("participation__loan__request__assignment")
        .order_by("id")
    )
)


def aftercare_of(contributor: Contributor) -> Aftercare | None:
    """What waits for her answer: how she is."""
    return next(iter(_HOW_SHE_IS.objects(Aftercare, contributor=contributor.pk)), None)


def care_after(loan: Loan) -> list[Aftercare]:
    """How everybody is after a loan, in the order they were asked."""
    rows = Aftercare.objects.filter(participation__loan=loan).select_related("occasion")
    return list(rows.order_by("created_at", "id"))


def support_of(participation: Participation) -> Acceptance | None:
    """Whom she has chosen to turn to, as she said in the agreement that counts."""
    rows = Acceptance.objects.filter(participation=participation).exclude(support="")
    return rows.order_by("-agreement__version", "-created_at").first()


def silent_with(row: Aftercare) -> QuerySet[Aftercare]:
    """All who did not answer after the same loan."""
    return (
        Aftercare.objects.filter(participation__loan_id=row.participation.loan_id, state="silent")
        .select_related("contributor")
        .order_by("created_at", "id")
    )


# What felt wrong


def concerns_to_settle(day: date) -> QuerySet[Concern]:
    """Answers that nobody has found too little in a month."""
    rows = Concern.objects.filter(where_time_passes(), state="answered", settles_on__lt=day)
    return rows.order_by("settles_on", "id")


_CONCERNS = Prepared(
    lambda person: Concern.objects.filter(person=person).order_by("-created_at", "id")
)


def concerns_of(person: Person, most: int) -> list[Concern]:
    """What she has said felt wrong, the newest first."""
    return _CONCERNS.objects(Concern, most=most, person=person.pk)


def contributor_who_wrote(concern: Concern) -> Contributor | None:
    """The entry in the register of whoever wrote, where there is one."""
    return Contributor.objects.filter(person=concern.person).first()


def concerns_about(request: LoanRequest, person_id: UUID) -> QuerySet[Concern]:
    """What one at the borrower's has said felt wrong about the loan of a request."""
    rows = Concern.objects.filter(person_id=person_id, loan__request=request)
    return rows.filter(kind=Concern.Kind.LOAN).order_by("-created_at", "id")


def concerns_for_administrator(programme: Programme) -> QuerySet[Concern]:
    """Those that are for whoever administers the programme, the longest waiting first."""
    return Concern.objects.filter(
        programme=programme, route=Concern.Route.ADMINISTRATOR, state__in=["raised", "reopened"]
    ).order_by("answer_by", "id")


# What it led to


def loans_to_ask(programmes: Iterable[Programme], months: int, day: date) -> QuerySet[Loan]:
    """Loans of these held so many months ago whose borrower has not been asked since.

    Not those that are long past: what was imported, or closed before the product asked.
    """
    last = months_before(day, months)
    asked = EffectAsk.objects.filter(
        Q(months__gte=months) | Q(state="asked") | Q(answer="nothing_more"),
        loan=OuterRef("pk"),
        participation__isnull=True,
    )
    return (
        Loan.objects.filter(
            ~Exists(asked),
            programme__in=list(programmes),
            carried_out_on__lte=last,
            carried_out_on__gt=last - EFFECTS_ASKED_WITHIN,
        )
        .exclude(state="cancelled")
        .select_related("request__contact", "programme")
        .order_by("carried_out_on", "id")
    )


def people_to_ask(
    programmes: Iterable[Programme], months: int, day: date
) -> QuerySet[Participation]:
    """Those in these who took part so many months ago and have not been asked what it led to."""
    last = months_before(day, months)
    return (
        Participation.objects.filter(
            # By their loans, of which few were held then.
            loan__programme__in=list(programmes), state="took_part", outside=False,
            contributor__person__erased_at__isnull=True, loan__carried_out_on__lte=last,
            loan__carried_out_on__gt=last - EFFECTS_ASKED_WITHIN, effect_asks__isnull=True,
        )
        .exclude(loan__state="cancelled")
        .select_related("loan__request__contact", "contributor")
        .order_by("loan__carried_out_on", "id")
    )  # fmt: skip


def asks_to_remind(day: date, after: timedelta, within: timedelta) -> QuerySet[EffectAsk]:
    """Asked by a message a month ago, without answer or reminder."""
    return (
        EffectAsk.objects.filter(
            where_time_passes(), state="asked", by_phone=False, reminded_at__isnull=True,
            answer_by__lte=day + within - after, answer_by__gte=day,
        )
        .select_related("loan__request__contact", "participation__contributor", "programme")
        .order_by("answer_by", "id")
    )  # fmt: skip


def asks_over(day: date) -> QuerySet[EffectAsk]:
    """Nobody has answered in two months, by message or by phone."""
    rows = EffectAsk.objects.filter(where_time_passes(), state="asked", answer_by__lt=day)
    return rows.order_by("answer_by", "id")


def phoned_long_enough(at: datetime, within: timedelta) -> QuerySet[EffectAsk]:
    """Sent so long ago that those who were not reached are let be."""
    rows = EffectAsk.objects.filter(
        where_time_passes(), state="on_its_way", sent_at__lt=at - within
    )
    return rows.order_by("sent_at", "id")


def effect_delivery_of(ask_id: UUID, person_id: UUID) -> EffectDelivery | None:
    """The delivery to one who took part."""
    return EffectDelivery.objects.filter(
        ask_id=ask_id, participation__contributor__person_id=person_id
    ).first()


def told_in(ask: EffectAsk) -> list[Effect]:
    """What was told, in the order it was."""
    return list(Effect.objects.filter(ask=ask).order_by("created_at", "id"))


def who_knows(ask: EffectAsk) -> list[EffectDelivery]:
    """Who has been told what it led to, and who hasn't."""
    rows = EffectDelivery.objects.filter(ask=ask).select_related("participation__contributor")
    return list(rows.order_by("created_at", "id"))


def asks_of(loan: Loan) -> QuerySet[EffectAsk]:
    """Everything that was asked about a loan afterwards, oldest first."""
    return (
        EffectAsk.objects.filter(loan=loan)
        .select_related("participation__contributor")
        .prefetch_related("effects")
        .order_by("created_at", "id")
    )


def open_ask_of_borrower(loan: Loan) -> EffectAsk | None:
    """What waits for the borrower's answer."""
    return the_one(EffectAsk.objects.filter(loan=loan, participation__isnull=True, state="asked"))


_ASKED_OF_HER = Prepared(
    lambda contributor: (
        EffectAsk.objects.filter(participation__contributor=contributor, state="asked")
        .select_related("loan__request__assignment")
        .order_by("answer_by", "id")
    )
)


def open_asks_of(contributor: Contributor) -> list[EffectAsk]:
    """What waits for her answer about what loans led to."""
    return _ASKED_OF_HER.objects(EffectAsk, contributor=contributor.pk)


_EFFECTS = Prepared(
    lambda loans: (
        Effect.objects.filter(among("ask__loan_id", loans), ask__state__in=["on_its_way", "sent"])
        .select_related("ask")
        .order_by("ask__answered_at", "created_at", "id")
    )
)


def effects_known(loan_ids: Iterable[UUID]) -> dict[UUID, list[Effect]]:
    """Loan → what it has changed, as those who took part may know it. One query."""
    found: dict[UUID, list[Effect]] = {}
    for row in _EFFECTS.objects(Effect, loans=list(loan_ids)):
        # Asked for in SQL, SQLite reads everything that was ever asked of a borrower.
        if row.ask.participation_id is None:
            found.setdefault(row.ask.loan_id, []).append(row)
    return found


# Debts


def debts_of(request: LoanRequest, day: date) -> list[Feedback]:
    """Feedback that the same unit owes those of its earlier loans, past its day.

    After those what it never gave: written off, and remembered for two years.
    """
    late = Q(state="owed", due_on__lt=day)
    never = Q(state="written_off", due_on__gt=day - REMEMBERED_FOR, deliveries__isnull=True)
    rows = Feedback.objects.filter(
        late | never, programme_id=request.programme_id, kind=Feedback.Kind.BORROWER,
        state__in=["owed", "written_off"],  # once more, for the index: not what has been given
        loan__request__unit_id=request.unit_id,
    ).exclude(loan__request=request)  # fmt: skip
    rows = rows.select_related("loan__request__assignment")
    return list(rows.order_by("state", "due_on", "id")[:5])


def stage_of_debt(due_on: date, tried_on: date | None, day: date) -> str:
    """How far a debt has come: "", "call" (what was tried did not help) or "write_off"."""
    if day > due_on + WRITE_OFF_AFTER:
        return "write_off"
    if tried_on is not None and tried_on + CALL_AFTER <= day:
        return "call"
    return ""
