"""Loans that go on in an installation for a benchmark, made through the product's own actions.

They are the same at every size: what a coordinator has before her, not what has been.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

MONTH = timedelta(days=30)
WRITTEN = {
    "task": "Hur kallelser kan bli tydligare.", "payment": "1 066 kr", "time": "två timmar",
    "place": "Påhittade gatan 1", "preparation": "Ingen.", "support": "Samordnaren.",
}  # fmt: skip


def _team(
    ask: Any, contributors: Iterable[Any], by: Any, at: datetime, payer: str = "library"
) -> tuple[Any, Any, list[Any]]:
    """A loan whose team is complete: with its request, and those who were asked."""
    from erfara.foundation.actors import Actor, Role
    from erfara.lending.actions import inquiries
    from erfara.workflows import lend

    request, asked = ask(list(contributors), at)
    for inquiry in asked:
        hers = Actor(Role.PERSON, inquiry.programme_id, inquiry.contributor.person_id)
        inquiries.answer(inquiry=inquiry, answer="yes", by=hers, at=at)
        lend.confirm(inquiry=inquiry, amount=Decimal(1066), payer=payer, by=by, at=at)
    return lend.complete_team(request=request, by=by, at=at), request, asked


def _plan(loan: Any, starts: datetime, by: Any, at: datetime) -> Any:
    from erfara.lending.actions import occasions

    return occasions.plan_occasion(
        loan=loan, starts_at=starts, ends_at=starts + timedelta(hours=2), place="Påhittade gatan 1",
        digital=False, by=by, at=at,
    )  # fmt: skip


def under_way(ask: Any, able: list[Any], by: Any, at: datetime) -> dict[str, Any]:
    """Four loans: one to come with its agreement out, one that lost somebody, one that has been
    held and not been talked about, and one whose borrower has told what came of it.

    `ask` asks people about a new request and gives it with the questions; needs twelve of `able`.
    """
    from erfara.foundation.actors import Actor, Role
    from erfara.lending.actions import agreements, concerns, effects, occasions
    from erfara.workflows import agreements as sending
    from erfara.workflows import lend

    loan, request, asked = _team(ask, able[:3], by, at)
    for week in (1, 2):
        _plan(loan, at + timedelta(days=7 * week), by, at)
    agreement = agreements.prepare_agreement(loan=loan, by=by, at=at)
    sending.send(
        agreement=agreement, accept_by=(at + timedelta(days=5)).date(), by=by, at=at
    )  # fmt: skip

    thin, _request, _asked = _team(ask, able[3:6], by, at)
    _plan(thin, at + timedelta(days=9), by, at)
    lend.withdraw_from_loan(
        participation=thin.participations.order_by("id")[0], by=by, at=at
    )  # fmt: skip

    tried = []
    for some, began in ((able[6:9], at - MONTH), (able[9:12], at - 8 * MONTH)):
        over, _request, _asked = _team(ask, some, by, began)
        day = began + timedelta(days=15)
        occasion = _plan(over, day, by, began)
        over.refresh_from_db()
        later = day + timedelta(hours=3)
        occasions.hold_occasion(occasion=occasion, by=by, at=later)
        over.request.refresh_from_db()
        lend.carry_out(
            loan=over, on=day.date(), without_agreement="Det var bråttom.", by=by, at=later
        )
        tried.append(over)
    told = effects.ask_for_effects(loan=tried[1], months=6, by=by, at=at)
    if told is None:
        raise RuntimeError("There is nobody to ask what the loan has led to.")
    borrower = Actor(Role.BORROWER, loan.programme_id, tried[1].request.contact_id)
    effects.tell_effects(ask=told, told={"practice": "Kallelsen är kortare."}, by=borrower, at=at)
    person = asked[0].contributor.person
    concerns.raise_concern(
        person=person, kind="wrong", words="De avbröt mig.",
        by=Actor(Role.PERSON, loan.programme_id, person.pk), at=at,
    )  # fmt: skip
    return {"loan": str(loan.pk), "held_loan": str(tried[0].pk), "lent": str(request.pk),
            "thin_loan": str(thin.pk), "lent_questions": asked}  # fmt: skip
