"""Two at the same moment, on PostgreSQL, where transactions run side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction

from erfara.foundation.errors import Refused
from erfara.lending.actions import owed
from erfara.lending.models import Delivery, Feedback, FollowUp, Loan
from erfara.workflows import consent, lend
from tests import factories as make
from tests.factories import AT

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.postgres,
]


def side_by_side(*acts: Callable[[], object]) -> list[str]:
    """Each act in a transaction of its own, all open at once; what was refused, and how."""
    ready = threading.Barrier(len(acts))
    refused: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                ready.wait(timeout=10)
                act()
        except Refused as error:
            refused.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return refused


def test_the_loan_moves_on_when_the_last_two_answer_at_once() -> None:
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 1 + 1))
    by = make.system(library)
    for row in loan.follow_ups.filter(participation__isnull=True):
        owed.finish_follow_up(follow_up=row, by=by, at=AT)
    first, second = FollowUp.objects.filter(loan=loan, state="due").select_related("loan")
    side_by_side(
        lambda: owed.finish_follow_up(follow_up=first, by=by, at=AT),
        lambda: owed.finish_follow_up(follow_up=second, by=by, at=AT),
    )
    assert Loan.objects.get(pk=loan.pk).state == "followed_up"


def test_feedback_is_given_when_the_last_two_are_reached_at_once() -> None:
    library = make.programme()
    loan = make.followed_up(make.carried_out(make.team(make.loan_request(library), 2)))
    by = make.system(library)
    summary = loan.feedback.get(kind="summary")
    owed.send_feedback(feedback=summary, text="Det här kom fram.", by=by, at=AT)
    one, other = Delivery.objects.filter(feedback=summary).select_related("feedback__loan")
    side_by_side(
        lambda: owed.note_reached(delivery=one, how="phone", by=by, at=AT),
        lambda: owed.note_reached(delivery=other, how="phone", by=by, at=AT),
    )
    assert Feedback.objects.get(pk=summary.pk).state == "given"


def test_a_team_is_not_complete_without_those_who_leave_it_at_that_moment() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    parts = [
        lend.confirm(inquiry=make.said_yes(inquiry), by=by, at=AT)
        for inquiry in make.asked(request, 2)
    ]
    request.refresh_from_db()
    refused = side_by_side(
        lambda: lend.complete_team(request=request, by=by, at=AT),
        lambda: consent.leave(
            contributor=parts[0].inquiry.contributor, how="phone", by=by,  # type: ignore[union-attr]
            at=AT + timedelta(minutes=1),
        ),
    )  # fmt: skip
    loan = Loan.objects.get(request=request)
    going = loan.participations.filter(state="confirmed").count()
    assert going == 1
    # Either the team was complete before she left, or it was refused for being too small.
    settled = Loan.objects.get(pk=loan.pk).request.state == "ended"
    assert settled != bool(refused)
