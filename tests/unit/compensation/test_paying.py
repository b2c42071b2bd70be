"""Payment: by the county's rates, by a list that takes two, and never forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from erfara.compensation import actions as pay
from erfara.compensation import queries, rates
from erfara.compensation.actions import claims, lists
from erfara.compensation.actions import rates as rating
from erfara.compensation.models import Claim, Compensation, PaymentList, Rate
from erfara.compensation.policies import first_due_by, is_late
from erfara.compensation.price_base import SHIPPED
from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.lending import letters
from erfara.lending.pay_said import promised
from erfara.organisations.models import Programme
from erfara.workflows import lend, paying, protection
from erfara.workflows.today import today
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = AT.date()


@pytest.fixture
def here():
    return make.programme()


def admin(here):
    return Actor(Role.ADMINISTRATOR, here.pk, uuid4())


def her(participation):
    return Actor(Role.PERSON, participation.programme_id, participation.contributor.person_id)


def held(here, people=2, payer="library", amount=900):
    """A loan that has been held today, and what each in it gets."""
    loan = make.team(make.loan_request(here), people)
    rows = [
        pay.agree(
            participation=part, amount=Decimal(amount), basis="half_day", payer=payer,
            by=make.system(here), at=AT,
        )
        for part in loan.participations.order_by("created_at")
    ]  # fmt: skip
    make.carried_out(loan, at=AT)
    for row in rows:
        row.refresh_from_db()
    return loan, rows


# Rates --------------------------------------------------------------------------------------------


def suggested(here: Programme, **of: Any) -> rates.Suggestion:
    """What is suggested, where something is."""
    found = rates.suggest(here, **of)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("year", "hours", "kronor", "basis"),
    [
        # The example that Region Jönköping has published for 2024: 2 063, 1 031 and 286 an hour.
        (2024, "5", 2063, "day"), (2024, "4", 1031, "half_day"), (2024, "2", 516, "short"),
        (2021, "4.5", 1714, "day"), (2026, "3", 1066, "half_day"),
    ],
)  # fmt: skip
def test_uppsalas_rates_follow_the_price_base_amount(here, year, hours, kronor, basis):
    rating.use_preset(
        programme=here, preset="uppsala", valid_from=date(2021, 1, 1), by=admin(here), at=AT
    )
    found = suggested(here, form="workshop", hours=Decimal(hours), on=date(year, 6, 1))
    assert (found.amount, found.basis) == (kronor, basis)


@pytest.mark.parametrize("preset", [*rates.PRESETS, "an hour only"])
def test_a_sum_is_never_said_to_be_for_less_than_it_is(here, preset):
    """Signed agreements say the sum with these words: both have to be of the whole meeting."""
    if preset in rates.PRESETS:
        rating.use_preset(programme=here, preset=preset, valid_from=TODAY, by=admin(here), at=AT)
    else:
        rating.add_rate(
            programme=here, what="hour", amount=Decimal(267), valid_from=TODAY, by=admin(here),
            at=AT,
        )  # fmt: skip
    bases = rates.price_bases(here)
    for hours in (Decimal(half) / 2 for half in range(1, 21)):
        found = suggested(here, form="workshop", hours=hours, on=TODAY)
        one = rates.in_kronor(found.rate, TODAY, bases)
        assert one is not None
        if found.rate.what == "hour":
            assert (found.amount, found.what) == (
                Decimal(round(one * hours)),
                "sammanlagt, räknat per timme",
            )
        else:
            assert (found.amount, found.what) == (one, str(Rate.What(found.rate.what).label))


def test_an_hour_of_2024_is_rounded_as_published(here):
    rating.add_rate(
        programme=here, what="hour", percent=Decimal("0.5"), valid_from=date(2024, 1, 1),
        by=admin(here), at=AT,
    )  # fmt: skip
    assert suggested(here, form="x", hours=Decimal(1), on=date(2024, 5, 1)).amount == 286


def test_a_rate_holds_from_its_day_and_ends_the_one_before(here):
    for kronor, first in ((900, date(2019, 1, 1)), (950, date(2026, 11, 1))):
        rating.add_rate(
            programme=here, what="half_day", amount=Decimal(kronor), up_to=Decimal(4),
            valid_from=first, by=admin(here), at=AT,
        )  # fmt: skip
    sums = [
        suggested(here, form="workshop", hours=Decimal(3), on=on).amount
        for on in (date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert sums == [900, 950]
    assert rates.suggest(here, form="workshop", hours=Decimal(3), on=date(2018, 1, 1)) is None
    assert Rate.objects.get(amount=900).valid_to == date(2026, 10, 31)
    with pytest.raises(Refused):
        rating.add_rate(
            programme=here, what="half_day", amount=Decimal(1), valid_from=date(2026, 11, 1),
            by=admin(here), at=AT,
        )  # fmt: skip


def test_a_lecture_has_its_own_and_an_unknown_year_says_nothing(here):
    rating.add_rate(
        programme=here, what="lecture", amount=Decimal(2500), valid_from=TODAY, by=admin(here),
        at=AT,
    )  # fmt: skip
    found = suggested(here, form="lecture", hours=None, on=TODAY)
    assert (found.amount, found.basis) == (Decimal(2500), "lecture")
    assert rates.suggest(here, form="workshop", hours=None, on=TODAY) is None
    rating.add_rate(
        programme=here, what="day", percent=Decimal("3.6"), over=Decimal(4), valid_from=TODAY,
        by=admin(here), at=AT,
    )  # fmt: skip
    later = date(max(SHIPPED) + 1, 2, 1)
    assert rates.suggest(here, form="workshop", hours=Decimal(8), on=later) is None
    rating.set_price_base(programme=here, year=later.year, amount=60_000, by=admin(here), at=AT)
    assert suggested(here, form="workshop", hours=Decimal(8), on=later).amount == 2160


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("två timmar", "2.0"), ("2 h", "2.0"), ("1,5 timme", "1.5"), ("90 minuter", "1.5"),
        ("en timme och 30 min", "1.5"), ("två och en halv timme", "2.5"), ("halvdag", "4"),
        ("heldag", "8"), ("a day", "8"), ("en stund", None), ("", None),
    ],
)  # fmt: skip
def test_how_long_an_assignment_says_it_is(text, hours):
    assert rates.hours_said(text) == (None if hours is None else Decimal(hours))


# Lists --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kronor"),
    [("1 066 kr var", "1066"), ("1066 kronor", "1066"), ("1\u00a0066,50 kr each", "1066.50"),
     ("900 kr per person för en halv dag", "900"), ("533 kr per timme", None),
     ("900–1 800 kr", None), ("900 kr, och 200 kr i arvode", None), ("högst 900 kr", None),
     ("enligt riktlinjen", None), ("", None)],
)  # fmt: skip
def test_what_a_question_promises_each_is_a_sum_or_nothing_that_can_be_counted_on(text, kronor):
    assert promised(text) == (None if kronor is None else Decimal(kronor))


def test_a_few_names_take_one_and_more_take_two(here):
    held(here, 2)
    one, another = make.coordinator(here)[1], make.coordinator(here)[1]
    few = lists.make_list(programme=here, until=TODAY, by=one, at=AT)
    assert few.state == "open"
    assert not queries.to_be_paid(here, TODAY)
    lists.end_list(row=few, by=one, at=AT)
    held(here, 4)
    many = lists.make_list(programme=here, until=TODAY, by=one, at=AT)
    assert (many.state, queries.on_list(many).count()) == ("asked", 6)
    with pytest.raises(NotAllowed):
        lists.agree_to_list(row=many, by=one, at=AT)
    lists.agree_to_list(row=many, by=another, at=AT)
    assert PaymentList.objects.get(pk=many.pk).state == "open"


def opens(row, by):
    people = queries.people_on(row)
    return vault.open(
        tenant_id=row.programme_id, person_ids=sorted(people), blob="identity", fields=("name",),
        purpose="payment_list", case=str(row.pk), actor=by, at=AT,
    )  # fmt: skip


def test_names_are_opened_by_the_one_who_made_it_while_it_is_open(here):
    held(here, 2)
    one, another = make.coordinator(here)[1], make.coordinator(here)[1]
    row = lists.make_list(programme=here, until=TODAY, by=one, at=AT)
    assert len(opens(row, one)) == 2
    with pytest.raises(NotAllowed):
        opens(row, another)
    lists.send_list(row=row, on=TODAY, by=one, at=AT)
    with pytest.raises(NotAllowed):
        opens(row, one)


def test_sent_and_paid_in_one_press_but_not_what_has_not_come(here):
    loan, (first, _second) = held(here, 2)
    by = make.coordinator(here)[1]
    row = lists.make_list(programme=here, until=TODAY, by=by, at=AT)
    lists.send_list(row=row, on=TODAY, by=by, at=AT)
    first.refresh_from_db()
    late = AT + (here.payment_days + 1) * DAY
    with pytest.raises(Refused):  # it is on its way
        pay.not_come(compensation=first, by=her(first.participation), at=AT)
    pay.not_come(compensation=first, by=her(first.participation), at=late)
    lists.list_is_paid(row=row, on=TODAY, by=by, at=late)
    states = set(queries.payments(loan).values_list("state", flat=True))
    assert states == {"missing", "paid"}
    assert lend.unsettled(loan) == 1
    assert {k for r in today(here, late).rows for k in r.covers} >= {("compensation", "missing")}
    # And it can go on the next list.
    assert list(queries.to_be_paid(here, TODAY)) == [first]


def test_protected_people_are_on_no_list(here):
    _loan, (first, _second) = held(here, 2)
    by = make.coordinator(here)[1]
    row = lists.make_list(programme=here, until=TODAY, by=by, at=AT)
    protection.protect(contributor=first.participation.contributor, by=by, at=AT)
    first.refresh_from_db()
    assert (first.state, first.payment_list_id) == ("agreed", None)
    assert first.participation.contributor.person_id not in queries.people_on(row)
    lists.end_list(row=row, by=by, at=AT)
    assert queries.to_be_paid(here, TODAY).count() == 1
    assert queries.one_by_one(here, TODAY) == 1


def test_a_list_nobody_decides_on_ends(here):
    held(here, 6)
    row = lists.make_list(programme=here, until=TODAY, by=make.coordinator(here)[1], at=AT)
    assert paying.keep_up(AT + 3 * DAY) == 0
    assert paying.keep_up(AT + 8 * DAY) == 1
    row.refresh_from_db()
    assert row.state == "over"
    assert queries.to_be_paid(here, TODAY).count() == 6


# The borrower pays -----------------------------------------------------------------------------


def test_the_borrower_pays_and_she_says_whether_it_came(here):
    loan, (first, second) = held(here, 2, payer="borrower")
    borrower = make.borrower_actor(loan.request)
    pay.say_paid(compensations=[first, second], on=TODAY, by=borrower, at=AT)
    pay.not_come(compensation=first, by=her(first.participation), at=AT + DAY)
    assert paying.settle_what_has_come(AT + 15 * DAY) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("missing", "paid")
    pay.say_paid(compensations=[first], on=TODAY, by=borrower, at=AT + 16 * DAY)
    pay.settle(compensation=first, by=her(first.participation), at=AT + 17 * DAY)
    assert lend.unsettled(loan) == 0


def test_the_library_s_payments_are_not_the_borrower_s_to_note(here):
    loan, rows = held(here, 2)
    with pytest.raises(Refused):
        pay.say_paid(compensations=rows, on=TODAY, by=make.borrower_actor(loan.request), at=AT)


@pytest.mark.parametrize("state", ["agreed", "listed", "missing"])
def test_it_may_be_declined_until_it_is_on_its_way(here, state):
    _loan, (first, _second) = held(here, 2)
    if state == "listed":
        lists.make_list(programme=here, until=TODAY, by=make.coordinator(here)[1], at=AT)
        first.refresh_from_db()
    if state == "missing":
        pay_by = Actor(Role.COORDINATOR, here.pk)
        row = lists.make_list(programme=here, until=TODAY, by=replace(pay_by, id=uuid4()), at=AT)
        lists.send_list(row=row, on=TODAY, by=pay_by, at=AT)
        first.refresh_from_db()
        pay.not_come(compensation=first, by=pay_by, at=AT)
    pay.decline(compensation=first, by=her(first.participation), at=AT)
    first.refresh_from_db()
    assert (first.state, first.payment_list) == ("declined", None)


def test_overdue_is_said_on_the_day(here):
    held(here, 2)
    on_time, late = (today(here, AT + n * DAY) for n in (here.payment_days, here.payment_days + 1))
    said = [[str(r.why) for r in one.rows if r.step == "payments"] for one in (on_time, late)]
    assert said[0] != said[1]


def test_a_borrower_who_is_late_is_reminded_once_then_once_more_and_she_is_told_that_it_came(here):
    _loan, rows = held(here, 2, payer="borrower")
    held(here, 2)  # the library's own are not a borrower's
    late = AT + (here.payment_days + 1) * DAY

    def sent(kind: str) -> int:
        return OutboxMessage.objects.filter(kind=kind).count()

    assert paying.remind_borrowers(late - DAY) == 0
    for at in (late, late + HOUR):
        paying.remind_borrowers(at)
    assert (sent("payment_reminder"), sent("payment_escalated")) == (1, 0)
    pay.pay(compensation=rows[0], on=TODAY, by=make.system(here), at=late + DAY)
    for at in (late + 14 * DAY, late + 15 * DAY, late + 60 * DAY):
        paying.remind_borrowers(at)
    assert (sent("payment_reminder"), sent("payment_escalated")) == (1, 1)
    said = [str(row.why) for row in today(here, late + 15 * DAY).rows if row.step == "payments"]
    assert any("påmints två gånger, men en person" in why for why in said)
    told = OutboxMessage.objects.get(kind="paid")
    assert told.about_id == rows[0].participation.inquiry_id
    assert letters.render(told, late + DAY) is not None


def test_what_a_borrower_or_a_list_has_paid_is_told_once_to_each(here):
    loan, rows = held(here, 2, payer="borrower")
    pay.say_paid(compensations=rows, on=TODAY, by=make.borrower_actor(loan.request), at=AT)
    assert OutboxMessage.objects.filter(kind="paid").count() == 2
    held(here, 2)
    by = make.coordinator(here)[1]
    row = lists.make_list(programme=here, until=TODAY, by=by, at=AT)
    lists.send_list(row=row, on=TODAY, by=by, at=AT)
    lists.list_is_paid(row=row, on=TODAY, by=by, at=AT)
    assert OutboxMessage.objects.filter(kind="paid").count() == 4


def test_nothing_is_noted_as_paid_before_it_was_held(here):
    loan = make.team(make.loan_request(here), 2)
    row = queries.fees(loan)[0]
    with pytest.raises(Refused, match="varit"):
        pay.pay(compensation=row, on=TODAY, by=make.system(here), at=AT)
    with pytest.raises(Refused, match="varit"):
        pay.say_paid(compensations=[row], on=TODAY, by=make.borrower_actor(loan.request), at=AT)
    make.carried_out(loan, at=AT + DAY)
    row = queries.fees(loan)[0]
    pay.pay(compensation=row, on=TODAY, by=make.system(here), at=AT + DAY)


# Costs -----------------------------------------------------------------------------------------


def test_a_cost_is_answered_and_becomes_a_payment(here):
    rating.add_rate(
        programme=here, what="mileage", amount=Decimal("2.50"), valid_from=date(2026, 1, 1),
        by=admin(here), at=AT,
    )  # fmt: skip
    loan, (first, second) = held(here, 2)
    part = first.participation
    drove = claims.claim(
        participation=part, kind="mileage", day=TODAY, quantity=Decimal(84), words="Till Påhitt.",
        by=her(part), at=AT,
    )  # fmt: skip
    assert claims.suggested(drove) == Decimal("210.00")
    assert lend.unsettled(loan) == 3
    assert {k for r in today(here, AT).rows for k in r.covers} >= {("claim", "claimed")}
    claims.approve(row=drove, amount=Decimal(210), by=make.system(here), at=AT)
    row = Compensation.objects.get(kind="mileage")
    assert (row.amount, row.payer, row.state) == (Decimal(210), "library", "agreed")
    bus = claims.claim(
        participation=second.participation, kind="travel", day=TODAY, amount=Decimal(60),
        by=her(second.participation), at=AT,
    )  # fmt: skip
    claims.refuse(row=bus, reason="Kvittot saknas.", by=make.system(here), at=AT)
    assert lend.unsettled(loan) == 3
    # A fee that is declined leaves the cost.
    pay.decline(compensation=first, by=her(part), at=AT)
    assert queries.to_be_paid(here, TODAY).filter(kind="mileage").exists()


def test_what_it_was_for_is_in_the_vault_and_opened_for_its_case_only(here):
    _loan, (first, second) = held(here, 2)
    part = first.participation
    row = claims.claim(
        participation=part, kind="outlay", day=TODAY, amount=Decimal(60), words="Hemlig taxi.",
        by=her(part), at=AT,
    )  # fmt: skip

    def words(case, person):
        opened = vault.open(
            tenant_id=here.pk, person_ids=[person], blob=Claim.BLOB, fields=(str(row.pk),),
            purpose="claim", case=str(case), actor=Actor(Role.COORDINATOR, here.pk), at=AT,
        )  # fmt: skip
        return opened[person]

    assert words(row.pk, part.contributor.person_id) == {str(row.pk): "Hemlig taxi."}
    for case, person in (
        (uuid4(), part.contributor.person_id), (row.pk, second.participation.contributor.person_id)
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            words(case, person)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gold"}, {"amount": None}, {"amount": Decimal(0)}, {"day": TODAY + DAY},
        {"kind": "mileage"}, {"kind": "mileage", "quantity": Decimal(-1)},
    ],
)  # fmt: skip
def test_a_cost_that_cannot_be(here, wrong):
    _loan, (first, _second) = held(here, 2)
    values = {"kind": "travel", "day": TODAY, "amount": Decimal(60), **wrong}
    with pytest.raises(Refused):
        claims.claim(
            participation=first.participation, **values, by=her(first.participation), at=AT
        )


def test_a_ticket_that_cannot_be_returned_is_paid_though_it_was_cancelled(here):
    loan = make.team(make.loan_request(here))
    by = make.system(here)
    part = loan.participations.order_by("created_at")[0]
    lend.cancel_loan(loan=loan, cancel_reason="borrower", words="De hinner inte.", by=by, at=AT)
    part = type(part).objects.get(pk=part.pk)
    ticket = claims.claim(
        participation=part, kind="travel", day=TODAY, amount=Decimal(480), by=her(part), at=AT
    )
    assert {k for r in today(here, AT).rows for k in r.covers} >= {("claim", "claimed")}
    claims.approve(row=ticket, amount=Decimal(480), by=by, at=AT)
    cost = Compensation.objects.get(kind="travel")
    Compensation.objects.filter(pk=cost.pk).update(payer="library")
    # It is on the day, on the list, and late when it is not paid in time: no debt without an end.
    assert [r.step for r in today(here, AT).rows if ("compensation", "agreed") in r.covers] == [
        "payments"
    ]
    assert list(queries.to_be_paid(here, TODAY)) == [cost]
    assert not list(queries.to_be_paid(here, TODAY - DAY))
    assert is_late(cost, AT + (here.payment_days + 1) * DAY)
    pay.pay(compensation=cost, on=TODAY, by=by, at=AT)
    # One who could not come before it was cancelled has nothing to do with it any more.
    part.state = "withdrew"
    with pytest.raises(Refused):
        claims.claim(participation=part, kind="travel", day=TODAY, amount=Decimal(1), by=by, at=AT)


def test_of_a_cancelled_loan_each_cost_is_late_on_its_own_day(here):
    loan = make.team(make.loan_request(here))
    by = make.system(here)
    lend.cancel_loan(loan=loan, cancel_reason="borrower", words="De hinner inte.", by=by, at=AT)
    later = here.payment_days + 10
    for n, part in enumerate(loan.participations.order_by("created_at")[:2]):
        at = AT + n * later * DAY
        claim = claims.claim(
            participation=part, kind="travel", day=TODAY, amount=Decimal(480), by=her(part), at=at
        )
        claims.approve(row=claim, amount=Decimal(480), by=by, at=at)
    costs = Compensation.objects.filter(kind="travel")
    costs.update(payer="borrower")
    first, second = costs.order_by("created_at")
    last = AT + here.payment_days * DAY
    assert first_due_by([second, first]) == last.date()
    assert first_due_by([]) is None

    def sent() -> list[str]:
        rows = OutboxMessage.objects.filter(kind__startswith="payment_")
        return sorted(rows.values_list("kind", flat=True))

    # The second is not late with the first, and has a reminder and two weeks of its own.
    paying.remind_borrowers(last + DAY)
    second.refresh_from_db()
    assert (sent(), second.reminded_at) == (["payment_reminder"], None)
    for days in (later + 1, later + 14):
        paying.remind_borrowers(last + days * DAY)
        assert sent() == ["payment_reminder"] * 2
    paying.remind_borrowers(last + (later + 15) * DAY)
    assert sent() == ["payment_escalated", *["payment_reminder"] * 2]
