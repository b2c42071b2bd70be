"""Anything may happen in any order; five things hold all the same.

Requests come, people are asked, answer, change their minds, pause, leave and are erased, loans are
held and cancelled. After each step: nobody takes part without a yes, nothing waits for one who has
left or taken back her yes, no message could leave to her, an ended request keeps nobody waiting,
and the figures agree with the rows.
"""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.insight.statistics import library_statistics
from erfara.lending import letters
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import occasions, owed
from erfara.lending.models import Inquiry, Loan, LoanRequest, Participation
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.people.policies import may_get_mail
from erfara.people.queries import live_purposes
from erfara.workflows import consent, lend, timekeeping
from tests import factories as make
from tests.factories import AT

WAITING_FOR_HER = ("chosen", "sent", "asked_more", "yes", "no", "not_now", "silent")
seen: Counter[tuple[str, str]] = Counter()
picks = st.randoms(use_true_random=False)


class Library(RuleBasedStateMachine):
    """A small library in which everything happens."""

    def __init__(self) -> None:
        super().__init__()
        self.programme = make.programme()
        self.by = make.system(self.programme)
        self.at: datetime = AT
        self.people = [make.contributor(self.programme) for _ in range(4)]

    def try_to(self, act: Any, **arguments: Any) -> None:
        """A refusal is a good answer; anything else that is raised is a fault."""
        self.at += timedelta(minutes=7)
        by = arguments.pop("by", self.by)
        with contextlib.suppress(Refused):
            act(**arguments, by=by, at=self.at)

    def one(self, rows: Any, pick: random.Random) -> Any:
        found = list(rows.order_by("created_at", "id"))
        return pick.choice(found) if found else None

    def request(self, pick: random.Random) -> LoanRequest | None:
        return self.one(LoanRequest.objects.filter(programme=self.programme), pick)

    def inquiry(self, pick: random.Random) -> Inquiry | None:
        return self.one(Inquiry.objects.filter(programme=self.programme), pick)

    def loan(self, pick: random.Random) -> Loan | None:
        return self.one(Loan.objects.filter(programme=self.programme), pick)

    def person(self, pick: random.Random) -> Contributor:
        return Contributor.objects.get(pk=pick.choice(self.people).pk)

    def requests(self) -> int:
        return LoanRequest.objects.filter(programme=self.programme).count()

    @initialize()
    def the_first_request(self) -> None:
        make.specified(make.loan_request(self.programme, at=self.at), at=self.at)

    @precondition(lambda self: self.requests() < 4)
    @rule()
    def a_request_comes(self) -> None:
        make.specified(make.loan_request(self.programme, at=self.at), at=self.at)

    @rule(pick=picks, steps=st.integers(2, 7))
    def things_go_as_they_should(self, pick: random.Random, steps: int) -> None:
        """Left to chance alone nothing would ever be carried out."""
        request = self.request(pick)
        if request is None:
            return
        for step in (self._ask, self._yes, self._complete, self._hold, self._give)[:steps]:
            request.refresh_from_db()
            step(request, pick)

    def _ask(self, request: LoanRequest, pick: random.Random) -> None:
        for row in pick.sample(self.people, 3):
            self.try_to(
                asking.choose, request=request, contributor=Contributor.objects.get(pk=row.pk)
            )
        self.try_to(
            asking.send, request=request, answer_by=(self.at + timedelta(days=5)).date(),
            inquiries=list(request.inquiries.filter(state="chosen").select_related("contributor")),
        )  # fmt: skip

    def _yes(self, request: LoanRequest, pick: random.Random) -> None:
        for inquiry in request.inquiries.order_by("created_at", "id")[:2]:
            self.try_to(asking.answer, inquiry=inquiry, answer="yes", by=make.person_actor(inquiry))
            self.try_to(lend.confirm, inquiry=inquiry)

    def _complete(self, request: LoanRequest, pick: random.Random) -> None:
        self.try_to(lend.complete_team, request=request, reason="Det räcker.")

    def _hold(self, request: LoanRequest, pick: random.Random) -> None:
        self.hold(Loan.objects.filter(request=request).first())

    def _give(self, request: LoanRequest, pick: random.Random) -> None:
        self.give(Loan.objects.filter(request=request).first())

    @rule(pick=picks)
    def people_are_asked(self, pick: random.Random) -> None:
        request = self.request(pick)
        if request is None:
            return
        for _ in range(2):
            self.try_to(asking.choose, request=request, contributor=self.person(pick))
        chosen = list(request.inquiries.filter(state="chosen").select_related("contributor"))
        self.try_to(
            asking.send, request=request, inquiries=chosen,
            answer_by=(self.at + timedelta(days=5)).date(),
        )  # fmt: skip

    @rule(pick=picks, answer=st.sampled_from(["yes", "yes", "no", "asked_more", "not_now"]))
    def somebody_answers(self, pick: random.Random, answer: str) -> None:
        if inquiry := self.inquiry(pick):
            self.try_to(
                asking.answer, inquiry=inquiry, answer=answer, by=make.person_actor(inquiry)
            )

    @rule(pick=picks)
    def somebody_is_told_more(self, pick: random.Random) -> None:
        if inquiry := self.inquiry(pick):
            self.try_to(asking.tell_more, inquiry=inquiry, text="Ja, det går bra.")

    @rule(pick=picks)
    def somebody_is_confirmed(self, pick: random.Random) -> None:
        if inquiry := self.inquiry(pick):
            self.try_to(lend.confirm, inquiry=inquiry)

    @rule(pick=picks)
    def the_team_is_complete(self, pick: random.Random) -> None:
        if request := self.request(pick):
            self.try_to(lend.complete_team, request=request, reason="Det räcker.")

    @rule(pick=picks)
    def a_request_ends(self, pick: random.Random) -> None:
        if request := self.request(pick):
            self.try_to(
                lend.end_request, request=request, end_reason="nobody_fits", words="Ingen än."
            )

    @rule(pick=picks)
    def a_loan_is_cancelled(self, pick: random.Random) -> None:
        if loan := self.loan(pick):
            self.try_to(lend.cancel_loan, loan=loan, cancel_reason="borrower", words="Ställs in.")

    @rule(pick=picks)
    def a_loan_is_held(self, pick: random.Random) -> None:
        self.hold(self.loan(pick))

    def hold(self, loan: Loan | None) -> None:
        if loan is not None:
            start = self.at + timedelta(hours=1)
            self.try_to(
                occasions.plan_occasion, loan=loan, starts_at=start,
                ends_at=start + timedelta(hours=1), place="Här", digital=False,
            )  # fmt: skip
            self.at = start
            for occasion in loan.occasions.filter(state="planned").order_by("starts_at"):
                self.try_to(occasions.hold_occasion, occasion=occasion)
            self.try_to(lend.carry_out, loan=loan, on=self.at.date())

    @rule(pick=picks)
    def what_is_owed_is_given(self, pick: random.Random) -> None:
        self.give(self.loan(pick))

    def give(self, loan: Loan | None) -> None:
        if loan is None:
            return
        for row in loan.follow_ups.order_by("id"):
            values = (
                make.FOLLOW_UP_BORROWER if row.participation_id is None
                else make.FOLLOW_UP_PERSON
            )  # fmt: skip
            self.try_to(lend.follow_up, follow_up=row, values=values, channel="phone")
        for feedback in loan.feedback.order_by("kind"):
            self.try_to(owed.send_feedback, feedback=feedback, text="Det här kom fram.")
            for delivery in feedback.deliveries.order_by("id"):
                self.try_to(owed.note_reached, delivery=delivery, how="phone")
        loan.refresh_from_db()
        self.try_to(lend.close, loan=loan)

    @rule(pick=picks, purpose=st.sampled_from(["register", "email"]))
    def somebody_takes_a_consent_back(self, pick: random.Random, purpose: str) -> None:
        self.try_to(consent.withdraw, person=self.person(pick).person, purpose=purpose, how="phone")

    @rule(pick=picks)
    def somebody_pauses(self, pick: random.Random) -> None:
        self.try_to(consent.pause, contributor=self.person(pick), until=None)

    @rule(pick=picks)
    def somebody_comes_back(self, pick: random.Random) -> None:
        row = self.person(pick)
        self.try_to(people.resume, contributor=row)
        self.try_to(people.stay, contributor=row, how="phone")

    @rule(days=st.integers(1, 8))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        timekeeping.close_unanswered(self.at)
        timekeeping.remind(self.at)
        timekeeping.chase_debts(self.at)
        timekeeping.erase_those_who_left(self.at)

    def teardown(self) -> None:
        for kind, model in (("loan", Loan), ("inquiry", Inquiry)):
            rows = model.objects.filter(programme=self.programme)
            seen.update((kind, state) for state in rows.values_list("state", flat=True))

    @invariant()
    def nobody_takes_part_without_a_yes(self) -> None:
        for row in Participation.objects.filter(programme=self.programme):
            assert row.inquiry is not None
            assert row.inquiry.answer == "yes"
            assert row.inquiry.state == "confirmed"

    @invariant()
    def nothing_waits_for_one_who_has_left_or_pauses(self) -> None:
        waiting = Inquiry.objects.filter(
            programme=self.programme, state__in=WAITING_FOR_HER
        ).exclude(contributor__state="active")
        assert not waiting.exists()

    @invariant()
    def no_message_could_leave_without_her_consent(self) -> None:
        for message in OutboxMessage.objects.filter(
            tenant_id=self.programme.pk, about_kind="lending.inquiry", state="waiting"
        ):
            if not may_get_mail(live_purposes([message.to_id])[message.to_id]):
                assert letters.render(message, self.at) is None

    @invariant()
    def an_ended_request_keeps_nobody_waiting(self) -> None:
        assert not Inquiry.objects.filter(
            programme=self.programme, request__state="ended", by_phone=False,
            state__in=WAITING_FOR_HER,
        ).exists()  # fmt: skip

    @invariant()
    def a_closed_loan_owes_nothing(self) -> None:
        for loan in Loan.objects.filter(programme=self.programme, state="closed"):
            assert not loan.follow_ups.filter(state="due").exists()
            assert not loan.feedback.filter(state__in=["owed", "on_its_way"]).exists()

    @invariant()
    def figures_agree_with_rows(self) -> None:
        figures = library_statistics(self.programme)
        assert (
            len(figures["requests"]) == LoanRequest.objects.filter(programme=self.programme).count()
        )
        held = Loan.objects.filter(
            programme=self.programme, occasions__state="held",
            participations__state__in=["confirmed", "took_part"],
        ).exclude(state="cancelled").distinct().count()  # fmt: skip
        assert figures["carried_out"] == held


@pytest.mark.django_db(databases=["default", "keystore"])
def test_whatever_happens() -> None:
    seen.clear()
    run_state_machine_as_test(
        Library,
        settings=settings(
            max_examples=16, stateful_step_count=25, deadline=None, derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # A walk that never gets anywhere would hold every invariant.
    assert ("loan", "closed") in seen
    assert {("inquiry", "confirmed"), ("inquiry", "told")} <= set(seen)
