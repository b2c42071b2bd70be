"""Those who get no message are phoned, and stand on the day until they have been."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.lending.actions import owed
from erfara.workflows import lend
from erfara.workflows.today import today
from tests import factories as make
from tests.integration.web.looking import text as shown
from tests.integration.web.looking import url

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
NOW = clock.now()


def test_whoever_gets_no_message_is_phoned_when_it_is_cancelled_or_no_answer_came(
    staff: Client, library: Any
) -> None:
    by = make.system(library)
    for how in ("cancelled", "never"):
        by_phone = make.contributor(library, f"Ring {how}", consents=["register"])
        loan = make.team(make.loan_request(library), [by_phone, make.contributor(library)])
        if how == "cancelled":
            lend.cancel_loan(loan=loan, cancel_reason="other", words="Ingen el.", by=by, at=NOW)
        else:
            debt = make.carried_out(loan).feedback.get(kind="borrower")
            owed.write_off_feedback(feedback=debt, reason="De svarar inte.", by=by, at=NOW)
        rows = [row for row in today(library, NOW).rows if row.step == "call_team"]
        assert [(row.pk, row.number) for row in rows] == [(loan.pk, 1)]
        page = shown(staff.get(url("loan", loan)))
        called = url("called_in_team", loan.participations.get(contributor=by_phone))
        assert page.count("/ringd/") == 2  # told, or can't be reached
        answer = "" if how == "cancelled" else "not_reached"
        assert staff.post(called, {"answer": answer}).status_code == 302
        assert staff.post(called, {"answer": answer}).status_code == 302
        assert "/ringd/" not in shown(staff.get(url("loan", loan)))
        assert not [row for row in today(library, NOW).rows if row.step == "call_team"]


def test_nobody_is_to_be_phoned_who_has_left(library: Any) -> None:
    by_phone = make.contributor(library, consents=["register"])
    loan = make.team(make.loan_request(library), [by_phone, make.contributor(library)])
    lend.cancel_loan(loan=loan, cancel_reason="other", words="El.", by=make.system(library), at=NOW)
    owed.let_go(contributor=by_phone, by=Actor.system(library.pk), at=NOW)
    assert not [row for row in today(library, NOW).rows if row.step == "call_team"]
