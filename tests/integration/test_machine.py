"""Anything may happen in any order, and some things hold all the same.

Requests come, people are asked, answer, change their minds, pause, leave and are erased, loans are
held and cancelled; and whatever else a page lets somebody do, is done at any moment by anybody.
After each step: nobody takes part without a yes, a borrower learns who somebody is first when she
is confirmed, nobody is expected at two places at one time, nothing waits for one who has left or
taken back her yes, no message leaves to her, whatever waits for a coordinator is on her day, and
the figures agree with the rows. At the end time passes, and every debt ends.

The suite walks a short way; `--long` walks five hundred times forty steps.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from erfara.foundation import outbox, worker
from erfara.foundation.actors import Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import AuditEvent, OutboxMessage, StatefulModel
from erfara.insight.statistics import library_statistics
from erfara.lending import letters, openings
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import (
    occasions,
    owed,
)
from erfara.lending.models import Attendance, Inquiry, Loan, LoanRequest, Participation
from erfara.lending.policies import where_asking
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.people.policies import may_get_mail
from erfara.people.queries import live_purposes
from erfara.workflows import consent, lend
from erfara.workflows.today import Kind, today
from tests import factories as make
from tests.factories import AT
from tests.integration.anything import Anything, Nothing, hints
from tests.integration.called import called_from
from tests.integration.ends import WHY, pen_of, what_is_known, with_time_and_a_coordinator
from tests.integration.world import undone

# What a page or the worker lets happen to what is lent. Whatever else is called is part of these.
TURNS = {
    name: act
    for name, act in called_from("web").items()
    if name.startswith(("erfara.lending.", "erfara.compensation.", "erfara.workflows."))
    and name not in {
        # Of other things than a request: tried where they are at home.
        "erfara.workflows.consent.new_words", "erfara.workflows.merging.merge",
        "erfara.workflows.staying_true.tell_of_going",
    }
    # A library's own lists, rates and staff are settings: they have no life here.
    and not any(part in name for part in (".elsewhere.", ".rates.", ".staffing."))
    # Peer support lends nobody.
    and not any(part in name for part in (".certifying.", ".workplaces."))
}  # fmt: skip
# A kind of thing → the turns that are taken with one.
BY_KIND: dict[Any, list[str]] = {}
for _name, _act in TURNS.items():
    for _kind in hints(_act).values():
        if isinstance(_kind, type) and issubclass(_kind, Model):
            BY_KIND.setdefault(_kind, []).append(_name)
            break
# After these there is not much left to see: seldom taken.
LAST = {
    *("ask_to_pass_on", "cancel_loan", "close", "decline", "end_request", "end_story"),
    *("erase_contact", "leave", "park", "pause", "withdraw"),
}  # fmt: skip
# Everything that is lent, and whatever hangs on it, with a life of its own.
LENT: list[Any] = [
    model
    for app in ("lending", "compensation")
    for model in apps.get_app_config(app).get_models()
    if issubclass(model, StatefulModel)
]
# Letters about a person's own request, were she a borrower too.
TO_A_BORROWER = frozenset(letters.TO_BORROWER) - {
    *letters.TO_PERSON_ASKED,
    *letters.TO_PERSON_AFTER,
}
ROLES = (Role.COORDINATOR, Role.PERSON, Role.BORROWER)
WAITING_FOR_HER = ("chosen", "sent", "asked_more", "yes", "no", "not_now", "silent")
seen: Counter[tuple[str, str]] = Counter()
# Each as often as it stands here.
HAPPENS = [
    *["a_coordinator_does_something"] * 5,
    *["somebody_in_the_register_does_something"] * 3,
    *["a_borrower_does_something"] * 3,
    *["things_go_as_they_should"] * 3,
    *["time_passes"] * 3,
    "a_request_comes",
    "somebody_changes_her_mind",
]
# A seed, not a stream: what is drawn must not depend on which rows there are.
picks = st.integers(0, 2**32 - 1).map(random.Random)


class Library(RuleBasedStateMachine):
    """A small library in which everything happens."""

    def __init__(self) -> None:
        super().__init__()
        # Each walk begins in an empty country: the worker would go through all before it.
        self.undone = contextlib.ExitStack()
        self.undone.enter_context(undone())
        self.programme = make.programme()
        self.another = make.programme(takes_from_others=True)
        self.by = make.system(self.programme)
        self.at: datetime = AT
        self.people = [make.contributor(self.programme) for _ in range(4)]
        self.held: object = None
        self.taken: Counter[str] = Counter()

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

    def person(self, pick: random.Random) -> Contributor:
        return Contributor.objects.get(pk=pick.choice(self.people).pk)

    def requests(self) -> int:
        return LoanRequest.objects.filter(programme=self.programme).count()

    @initialize(ways=st.tuples(st.booleans(), st.booleans()))
    def the_first_request(self, ways: tuple[bool, bool]) -> None:
        self.programme.asks_agreement, self.programme.asks_conflicts = ways
        self.programme.save(update_fields=["asks_agreement", "asks_conflicts"])
        make.specified(make.loan_request(self.programme, at=self.at), at=self.at)

    @rule(pick=picks, what=st.sampled_from(HAPPENS))
    def happens(self, pick: random.Random, what: str) -> None:
        """One rule, so that how often something happens is ours to say."""
        getattr(self, what)(pick)

    def a_coordinator_does_something(self, pick: random.Random) -> None:
        self.whatever(Role.COORDINATOR, pick)

    def somebody_in_the_register_does_something(self, pick: random.Random) -> None:
        self.whatever(Role.PERSON, pick)

    def a_borrower_does_something(self, pick: random.Random) -> None:
        self.whatever(Role.BORROWER, pick)

    def whatever(self, role: Role, pick: random.Random) -> None:
        """Some of what the pages offer, around one request: three turns at most."""
        request = self.request(pick)
        assert request is not None
        for _turn in range(3):
            kind = pick.choice(self.kinds_about(request))
            names = [name for name in BY_KIND[kind] if self.now(name, pick)]
            # What has not been done yet comes first, so that few steps see much.
            for name in sorted(names, key=lambda name: (self.taken[name], pick.random())):
                if self.turn(TURNS[name], role, request, pick):
                    self.taken[name] += 1
                    break

    def now(self, name: str, pick: random.Random) -> bool:
        return name.rpartition(".")[2] not in LAST or pick.random() < 0.1

    def kinds_about(self, request: LoanRequest) -> list[Any]:
        """The kinds of things that there are about a request by now."""
        anything = Anything(self.programme, request, self.at, random.Random(0))
        return [
            kind for kind in BY_KIND if kind is not Programme and anything.around(kind).exists()
        ]

    def turn(self, act: Any, role: Role, request: LoanRequest, pick: random.Random) -> bool:
        """Whether it was taken. What this one may not do, is tried by the one who may."""
        request.refresh_from_db()
        for who in (role, *ROLES):
            self.at += timedelta(minutes=3)
            try:
                arguments = Anything(self.programme, request, self.at, pick).arguments(act, who)
                with transaction.atomic():
                    act(**arguments)
            except NotAllowed:
                continue
            except (Refused, Nothing):
                return False
            seen["turn", act.__name__] += 1
            return True
        return False

    def a_request_comes(self, pick: random.Random) -> None:
        if self.requests() < 4:
            make.specified(make.loan_request(self.programme, at=self.at), at=self.at)

    def things_go_as_they_should(self, pick: random.Random) -> None:
        """Left to chance alone nothing would ever be carried out."""
        request = self.request(pick)
        assert request is not None
        steps = (self._ask, self._yes, self._complete, self._plan, self._hold, self._give)
        for step in steps[: pick.choice((1, 2, 2, 3, 4, 4, 5, 6))]:
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

    def _plan(self, request: LoanRequest, pick: random.Random) -> None:
        self.plan(Loan.objects.filter(request=request).first(), pick.choice((1, 30, 100)))

    def _hold(self, request: LoanRequest, pick: random.Random) -> None:
        self.hold(Loan.objects.filter(request=request).first())

    def _give(self, request: LoanRequest, pick: random.Random) -> None:
        self.give(Loan.objects.filter(request=request).first())

    def plan(self, loan: Loan | None, hours: int) -> None:
        if loan is not None and not loan.occasions.filter(state="planned").exists():
            start = self.at + timedelta(hours=hours)
            self.try_to(
                occasions.plan_occasion, loan=loan, starts_at=start,
                ends_at=start + timedelta(hours=1), place="Här", digital=False,
            )  # fmt: skip

    def hold(self, loan: Loan | None) -> None:
        if loan is not None:
            for occasion in loan.occasions.filter(state="planned").order_by("starts_at"):
                self.at = max(self.at, occasion.starts_at)
                self.try_to(occasions.hold_occasion, occasion=occasion)
            self.at += timedelta(hours=1)
            self.try_to(lend.carry_out, loan=loan, on=self.at.date(), without_agreement=WHY)

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

    def somebody_changes_her_mind(self, pick: random.Random) -> None:
        row = self.person(pick)
        what = pick.choice(["no mail", "leave", "pause", "come back", "come back"])
        if what == "pause":
            self.try_to(consent.pause, contributor=row, until=None)
        elif what == "come back":
            self.try_to(people.resume, contributor=row)
            self.try_to(people.stay, contributor=row, how="phone")
        else:
            purpose = "email" if what == "no mail" else "register"
            self.try_to(consent.withdraw, person=row.person, purpose=purpose, how="phone")

    def time_passes(self, pick: random.Random) -> None:
        self.at += timedelta(days=pick.choice((1, 1, 2, 3, 5, 8)))
        self.the_worker_works()

    def the_worker_works(self) -> None:
        for job in worker.jobs():
            job.function(self.at)
        before = set(self.sent())
        while outbox.deliver_due(self.at).sent:
            pass
        people = {row.person_id for row in Contributor.objects.filter(programme=self.programme)}
        for kind, about, to in set(self.sent()) - before:
            if to in people and about.startswith("lending.") and kind not in TO_A_BORROWER:
                assert may_get_mail(live_purposes([to])[to]), f"{kind} left without her consent"

    def sent(self) -> Iterable[tuple[str, str, UUID]]:
        rows = OutboxMessage.objects.filter(tenant_id=self.programme.pk, state="sent")
        return rows.order_by("id").values_list("kind", "about_kind", "to_id")

    def teardown(self) -> None:
        with self.undone:
            for when in (lambda: None, lambda: with_time_and_a_coordinator(self)):
                when()
                for kind, model in (("loan", Loan), ("inquiry", Inquiry)):
                    rows = model.objects.filter(programme=self.programme)
                    seen.update((kind, state) for state in rows.values_list("state", flat=True))

    def open(self) -> list[Any]:
        """Whatever still waits for somebody."""
        return [
            row
            for model in LENT
            for row in model.objects.filter(programme=self.programme).order_by("created_at", "pk")
            if row.table.state(row.state).pen is not None
        ]

    @invariant()
    def everything_holds(self) -> None:
        """All of it, after every step that changed something."""
        stamp = (AuditEvent.objects.filter(tenant_id=self.programme.pk).count(), self.at.date())
        if stamp != self.held:
            for promise in PROMISES:
                promise(self)
            self.held = stamp

    def nobody_takes_part_without_a_yes(self) -> None:
        for row in Participation.objects.filter(programme=self.programme, outside=False):
            assert row.inquiry is not None
            assert row.inquiry.answer == "yes"
            assert row.inquiry.state == "confirmed"

    def a_borrower_learns_who_it_is_when_she_is_confirmed(self) -> None:
        for request in LoanRequest.objects.filter(programme=self.programme):
            borrower = make.borrower_actor(request)
            for one in self.people:
                if openings._for_team(borrower, self.programme.pk, [one.person_id],
                                      str(request.pk)):  # fmt: skip
                    row = Participation.objects.get(loan__request=request, contributor=one)
                    assert row.state in {"confirmed", "took_part"}
                    assert row.inquiry is not None
                    assert row.inquiry.answer == "yes"

    def nobody_is_expected_at_two_places_at_one_time(self) -> None:
        rows = Attendance.objects.filter(
            programme=self.programme, state__in=["expected", "coming"], occasion__state="planned",
            participation__contributor__isnull=False,
        ).select_related("occasion", "participation")  # fmt: skip
        for one, other in combinations(rows.order_by("id"), 2):
            if one.participation.contributor_id == other.participation.contributor_id:
                first, then = sorted([one.occasion, other.occasion], key=lambda o: o.starts_at)
                assert first.ends_at <= then.starts_at

    def what_waits_for_a_coordinator_is_on_her_day(self) -> None:
        to_come = set(
            Loan.objects.filter(programme=self.programme, state="confirmed").values_list(
                "pk", flat=True
            )
        )
        there = {kind for row in today(self.programme, self.at).rows for kind in row.covers}
        missing = [
            what_is_known(row)
            for row in self.open()
            # Before it is held there is nothing to pay: the loan itself is on her day.
            if pen_of(row) is Role.COORDINATOR
            and not (row.table.name == "compensation" and row.participation.loan_id in to_come)
            and Kind(row.table.name, row.state) not in there
        ]
        assert not missing, f"nobody hears of {missing}"

    def nothing_waits_for_one_who_has_left_or_pauses(self) -> None:
        waiting = Inquiry.objects.filter(
            programme=self.programme, state__in=WAITING_FOR_HER
        ).exclude(contributor__state="active")
        assert not waiting.exists()

    def no_message_could_leave_without_her_consent(self) -> None:
        for message in OutboxMessage.objects.filter(
            tenant_id=self.programme.pk, about_kind="lending.inquiry", state="waiting"
        ):
            if not may_get_mail(live_purposes([message.to_id])[message.to_id]):
                assert letters.render(message, self.at) is None

    def an_ended_request_keeps_nobody_waiting(self) -> None:
        """But those asked in the place of one who has left a loan that is still to come."""
        waiting = Inquiry.objects.filter(
            programme=self.programme, request__state="ended", by_phone=False,
            state__in=WAITING_FOR_HER,
        )  # fmt: skip
        assert not waiting.exclude(where_asking("request__")).exists()

    def a_closed_loan_owes_nothing(self) -> None:
        for loan in Loan.objects.filter(programme=self.programme, state="closed"):
            assert not loan.follow_ups.filter(state="due").exists()
            assert not loan.feedback.filter(state__in=["owed", "on_its_way"]).exists()

    def figures_agree_with_rows(self) -> None:
        figures = library_statistics(self.programme)
        assert (
            len(figures["requests"]) == LoanRequest.objects.filter(programme=self.programme).count()
        )
        held = Loan.objects.filter(
            programme=self.programme, occasions__state="held",
            participations__state__in=["confirmed", "left", "took_part"],
        ).exclude(state="cancelled").distinct().count()  # fmt: skip
        assert figures["carried_out"] == held


PROMISES = (
    Library.nobody_takes_part_without_a_yes,
    Library.a_borrower_learns_who_it_is_when_she_is_confirmed,
    Library.nobody_is_expected_at_two_places_at_one_time,
    Library.what_waits_for_a_coordinator_is_on_her_day,
    Library.nothing_waits_for_one_who_has_left_or_pauses,
    Library.no_message_could_leave_without_her_consent,
    Library.an_ended_request_keeps_nobody_waiting,
    Library.a_closed_loan_owes_nothing,
    Library.figures_agree_with_rows,
)


@pytest.mark.django_db(databases=["default", "keystore"])
def test_whatever_happens(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    # What another database may do otherwise (constraints, types, order) shows in fewer walks.
    short = (12, 25) if connection.vendor == "sqlite" else (5, 25)
    runs, steps = (500, 40) if request.config.getoption("--long") else short
    # Ids decide the order of what is made at the same moment: the same walk has the same ids.
    monkeypatch.setattr(os, "urandom", random.Random(steps).randbytes)
    seen.clear()
    run_state_machine_as_test(
        Library,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    done = {name for kind, name in seen if kind == "turn"}
    # A walk that never gets anywhere would hold every promise.
    assert ("inquiry", "confirmed") in seen
    assert len(done) >= 10
    never = sorted({act.__name__ for act in TURNS.values()} - done)
    print(f"{len(done)} turns were taken; never {never}")  # noqa: T201
