"""The last place given away twice at the same moment, on PostgreSQL."""

from __future__ import annotations

import pytest

from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import loans
from erfara.lending.models import Inquiry, Loan, Vacancy
from erfara.workflows import lend
from erfara.workflows import replacing as instead
from tests import factories as make
from tests.factories import AT
from tests.unit.lending.test_together import side_by_side

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.postgres,
]


def _fresh(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_related("contributor", "request__loan", "programme").get(
        pk=inquiry.pk
    )


def test_of_two_who_confirm_the_last_one_only_the_first_gets_through() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    rows = [make.said_yes(one) for one in make.asked(request, 3)]
    loans.confirm(inquiry=rows[0], most=2, by=by, at=AT)
    one, other = _fresh(rows[1]), _fresh(rows[2])
    refused = side_by_side(
        lambda: loans.confirm(inquiry=one, most=2, by=by, at=AT),
        lambda: loans.confirm(inquiry=other, most=2, by=by, at=AT),
    )
    assert len(refused) == 1
    assert Loan.objects.get().participations.filter(state="confirmed").count() == 2


def test_one_place_is_filled_once() -> None:
    library = make.programme()
    request = make.loan_request(library)
    by = make.system(library)
    rows = [make.said_yes(one) for one in make.asked(request, 4)]
    parts = [lend.confirm(inquiry=one, by=by, at=AT) for one in rows[:2]]
    for inquiry in rows[2:]:
        asking.wait(inquiry=inquiry, by=by, at=AT)
    lend.complete_team(request=request, by=by, at=AT)
    lend.withdraw_from_loan(participation=parts[0], by=by, at=AT)
    one, other = _fresh(rows[2]), _fresh(rows[3])
    refused = side_by_side(
        lambda: instead.comes_instead(inquiry=one, by=by, at=AT),
        lambda: instead.comes_instead(inquiry=other, by=by, at=AT),
    )
    assert refused == ["Stale"]
    assert Vacancy.objects.get().state == "filled"
    assert Loan.objects.get().participations.filter(state="confirmed").count() == 2
