"""What two do at the same moment to an agreement, a time, a worry or a payment, on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from erfara.compensation.actions import lists, settle
from erfara.compensation.models import Compensation, PaymentList
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import AuditEvent
from erfara.lending.actions import acceptances, aftercare, agreements, concerns, effects, occasions
from erfara.lending.models import (
    Acceptance,
    Aftercare,
    Concern,
    EffectAsk,
    Loan,
    Occasion,
    Participation,
)
from erfara.lending.policies import occasion_version
from erfara.workflows import agreements as sending
from erfara.workflows import lend, lent
from tests import factories as make
from tests.factories import AT
from tests.unit.lending import test_passing as across
from tests.unit.lending.test_together import side_by_side

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.postgres,
]
HELD = AT + timedelta(days=20)


def _again(row: Any) -> Any:
    """The same row as another process reads it."""
    return type(row).objects.get(pk=row.pk)


def _sent(loan: Loan) -> list[Acceptance]:
    by = make.system(loan.programme)
    coordinator = Actor(Role.COORDINATOR, loan.programme_id, uuid4())
    agreement = agreements.prepare_agreement(loan=loan, by=by, at=AT)
    sending.send(
        agreement=agreement, accept_by=(AT + timedelta(days=9)).date(), by=coordinator, at=AT
    )
    return list(agreement.acceptances.order_by("created_at", "id"))


def _yes(answer: Acceptance) -> None:
    hers = answer.participation_id is not None
    acceptances.accept(
        answer=answer, version=1, support="nobody" if hers else "",
        by=Actor(Role.PERSON if hers else Role.BORROWER, answer.programme_id, answer.person_id),
        at=AT,
    )  # fmt: skip


def test_an_agreement_holds_when_the_last_two_say_yes_at_once_and_each_yes_counts_once() -> None:
    loan = make.team(make.loan_request(make.programme()), 2)
    first, *rest = _sent(loan)
    refused = side_by_side(
        lambda: _yes(_again(first)), lambda: _yes(_again(first)),
        *(lambda one=one: _yes(_again(one)) for one in rest),
    )  # fmt: skip
    assert refused == []
    assert first.agreement.__class__.objects.get().state == "agreed"
    said = AuditEvent.objects.filter(event="acceptance.accept", about_id=first.pk)
    assert said.count() == 1


def test_nobody_is_planned_at_two_places_at_once() -> None:
    library = make.programme()
    both = make.contributor(library)
    loans = []
    for _ in range(2):
        request = make.loan_request(library)
        rows = make.asked(request, [both, make.contributor(library)])
        for row in rows:
            lend.confirm(inquiry=make.said_yes(row), by=make.system(library), at=AT)
        loans.append(lend.complete_team(request=request, by=make.system(library), at=AT))

    def plan(loan: Loan, hours: int) -> None:
        starts = AT + timedelta(days=5, hours=hours)
        occasions.plan_occasion(
            loan=_again(loan), starts_at=starts, ends_at=starts + timedelta(hours=2), place="Här",
            digital=False, by=make.system(library), at=AT,
        )  # fmt: skip

    refused = side_by_side(lambda: plan(loans[0], 0), lambda: plan(loans[1], 1))
    assert refused == ["Busy"]
    assert Occasion.objects.count() == 1


def test_of_two_answers_to_one_worry_the_first_stands() -> None:
    library = make.programme()
    her = make.contributor(library)
    concern = concerns.raise_concern(
        person=her.person, kind="wrong", words="De avbröt mig.",
        by=Actor(Role.PERSON, library.pk, her.person_id), at=AT,
    )  # fmt: skip
    by = Actor(Role.COORDINATOR, library.pk, uuid4())
    refused = side_by_side(
        *(
            lambda words=words: concerns.answer_concern(
                concern=_again(concern), words=words, by=by, at=AT
            )
            for words in ("Tack.", "Förlåt.")
        )
    )
    assert refused == ["Stale"]
    assert Concern.objects.get().state == "answered"
    assert AuditEvent.objects.filter(event="concern.answer").count() == 1


def test_what_is_to_be_paid_goes_on_one_list_and_is_settled_once() -> None:
    library = make.programme()
    make.carried_out(make.team(make.loan_request(library), 2))
    Compensation.objects.update(payer="library")
    until = HELD.date()
    refused = side_by_side(
        *(
            lambda: lists.make_list(
                programme=library, until=until, by=Actor(Role.COORDINATOR, library.pk, uuid4()),
                at=HELD,
            )
            for _ in range(2)
        )
    )  # fmt: skip
    assert len(refused) == 1
    assert PaymentList.objects.count() == 1
    assert Compensation.objects.filter(payment_list__isnull=False).count() == 2

    paid = Compensation.objects.order_by("id")[0]
    Compensation.objects.filter(pk=paid.pk).update(state="said_paid", paid_on=until)
    refused = side_by_side(
        *(
            lambda: settle(compensation=_again(paid), by=make.system(library), at=HELD)
            for _ in range(2)
        )
    )
    assert AuditEvent.objects.filter(about_id=paid.pk, to_state="paid").count() == 1


def test_two_workers_ask_each_question_afterwards_once() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    by, occasion = make.system(library), Occasion.objects.get()
    part = Participation.objects.order_by("id")[0]
    side_by_side(
        *(
            lambda: aftercare.ask_after(
                occasion=_again(occasion), participation=_again(part), by=by, at=HELD
            )
            for _ in range(2)
        )
    )
    side_by_side(
        *(
            lambda: effects.ask_for_effects(loan=_again(loan), months=3, by=by, at=HELD)
            for _ in range(2)
        )
    )
    assert Aftercare.objects.count() == 1
    assert EffectAsk.objects.count() == 1


def test_one_who_is_lent_leaves_while_a_time_is_kept_for_her() -> None:
    here, there = across.two()
    passed, theirs, ours = across.lent(here, there)
    across.plan(theirs, 20)
    part = ours.participations.order_by("id").first()
    there_does = Actor(Role.COORDINATOR, there.pk)
    refused = side_by_side(
        lambda: lent.keep_times(passed=_again(passed), by=there_does, at=AT),
        lambda: lend.withdraw_from_loan(participation=_again(part), by=there_does, at=AT),
    )
    assert refused == []
    assert _again(part).state == "withdrew"


def test_a_loan_is_ended_while_the_time_that_is_to_come_is_changed() -> None:
    library = make.programme()
    by = make.system(library)
    loan = make.team(make.loan_request(library), 2)
    rows = [across.plan(loan, days) for days in (2, 30)]
    occasions.hold_occasion(occasion=rows[0], by=by, at=HELD)
    ahead = _again(rows[1])
    refused = side_by_side(
        lambda: lend.carry_out(loan=_again(loan), no_more="De nöjde sig.", by=by, at=HELD),
        lambda: occasions.change_occasion(
            occasion=ahead, seen=occasion_version(ahead), starts_at=ahead.starts_at,
            ends_at=ahead.ends_at, place="Sal 5", by=by, at=HELD,
        ),
    )  # fmt: skip
    assert _again(loan).state == "carried_out"
    assert len(refused) < 2


def test_the_asking_loan_is_cancelled_while_one_who_is_lent_leaves() -> None:
    here, there = across.two()
    _passed, theirs, ours = across.lent(here, there)
    part = ours.participations.order_by("id").first()
    side_by_side(
        lambda: lend.cancel_loan(
            loan=_again(theirs), cancel_reason="other", words="Nej.", by=make.system(here), at=AT
        ),
        lambda: lend.withdraw_from_loan(
            participation=_again(part), by=make.system(there), at=AT
        ),
    )  # fmt: skip
    assert (_again(theirs).state, _again(part).state) == ("cancelled", "withdrew")
