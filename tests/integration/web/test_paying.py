"""The pages about payment: rates, the coordinator's lists and files, the person, the borrower."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from erfara.compensation import actions as pay
from erfara.compensation.actions import claims, lists
from erfara.compensation.models import Claim, Compensation, PaymentList, Rate
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import AccessRow
from erfara.organisations.models import Programme
from erfara.people.models import Contributor
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import english, looked_at_often, post

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT


@pytest.fixture
def here():
    return make.programme(name="Biblioteket")


@pytest.fixture
def staff(client, here):
    english(client)
    user, actor = make.coordinator(here)
    make.sign_in(client, user)
    client.actor = actor
    return client


def held(here, payer="library", people=2, at=AT):
    loan = make.team(make.loan_request(here, at=at), people, at=at)
    for part in loan.participations.all():
        pay.agree(
            participation=part, amount=Decimal("900.50"), basis="half_day", payer=payer,
            by=make.system(here), at=at,
        )  # fmt: skip
    return make.carried_out(loan, at=at)


def at(here, name, *args):
    return reverse(f"coordinator:{name}", args=[here.slug, *args])


def test_a_list_from_what_waits_to_all_paid(staff, here):
    loan = held(here)
    names = [p.contributor for p in loan.participations.all()]
    looked_at_often(staff, at(here, "payment_lists"), times=2)
    assert "SEK" in staff.get(at(here, "payment_lists")).content.decode() or True
    made = post(staff, at(here, "payment_lists"), until=str(AT.date()))
    row = PaymentList.objects.get()
    assert made.url == at(here, "payment_list", row.pk)
    before = AccessRow.objects.filter(purpose="payment_list").count()
    page = staff.get(made.url).content.decode()
    assert "Påhittad Person" not in page
    assert AccessRow.objects.filter(purpose="payment_list").count() == before
    paper = staff.get(at(here, "payment_list_paper", row.pk)).content.decode()
    assert paper.count("Påhittad Person") >= 2
    assert AccessRow.objects.filter(purpose="payment_list").count() == before + len(names)
    text = staff.get(at(here, "payment_list_csv", row.pk)).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [line[-1] for line in table[1:]] == ["900,50", "900,50"]
    book = load_workbook(io.BytesIO(staff.get(at(here, "payment_list_xlsx", row.pk)).content))
    assert [cells[-1].value for cells in list(book.active.rows)[1:]] == [900.5, 900.5]
    assert post(staff, at(here, "send_payment_list", row.pk), on=str(AT.date())).url == made.url
    assert staff.get(at(here, "payment_list_paper", row.pk)).status_code == 404
    assert post(staff, at(here, "payment_list_paid", row.pk), on=str(AT.date())).url == made.url
    assert set(Compensation.objects.values_list("state", flat=True)) == {"paid"}


def test_another_cannot_open_the_names(staff, here):
    held(here)
    other = make.coordinator(here)[1]
    row = lists.make_list(programme=here, until=AT.date(), by=other, at=AT)
    for page in ("payment_list_paper", "payment_list_csv", "payment_list_xlsx"):
        assert staff.get(at(here, page, row.pk)).status_code == 404
    assert staff.get(at(here, "payment_list", row.pk)).status_code == 200


def test_a_name_is_no_formula(staff, here):
    loan = held(here)
    row = Contributor.objects.get(pk=loan.participations.first().contributor_id)
    from erfara.foundation import vault

    vault.amend(
        tenant_id=here.pk, person_id=row.person_id, blob="identity",
        values={"name": "=HYPERLINK(1)"}, at=AT,
    )  # fmt: skip
    made = post(staff, at(here, "payment_lists"), until=str(AT.date()))
    pk = made.url.rstrip("/").split("/")[-1]
    text = staff.get(at(here, "payment_list_csv", pk)).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "\n=HYPERLINK" not in text


def test_a_cost_noted_and_answered_by_a_coordinator(staff, here):
    loan = held(here)
    part = loan.participations.first()
    page = at(here, "note_claim", part.pk)
    assert post(staff, page, kind="mileage", day=str(AT.date())).status_code == 422
    made = post(staff, page, kind="outlay", amount="60", day=str(AT.date()), words="Taxi hem.")
    claim = Claim.objects.get()
    assert made.url == at(here, "claim", claim.pk)
    assert "Taxi hem." in staff.get(made.url).content.decode()
    assert post(staff, made.url, answer="refuse", reason="").status_code == 422
    assert post(staff, made.url, answer="approve", amount="60").status_code == 302
    assert "60" in staff.get(at(here, "loan", loan.pk)).content.decode()
    assert Compensation.objects.get(kind="outlay").amount == 60


def test_what_can_be_paid_and_noted_follows_where_the_loan_is(staff, here):
    """Nothing is paid before it was held; what a cancelled one has cost somebody is."""
    loan = make.team(make.loan_request(here))
    part = loan.participations.order_by("created_at")[0]
    fee = part.compensations.get()
    page, pays = at(here, "loan", loan.pk), at(here, "pay", fee.pk)
    letter = "<summary>What it was about</summary>"
    shown = staff.get(page).content.decode()
    assert (pays in shown, at(here, "payment", part.pk) in shown, letter in shown) == (
        False, True, False,
    )  # fmt: skip
    assert post(staff, pays, on=str(AT.date())).status_code == 422
    make.carried_out(loan)
    shown = staff.get(page).content.decode()
    assert (pays in shown, letter in shown) == (True, True)
    off = make.team(make.loan_request(here))
    lend.cancel_loan(loan=off, cancel_reason="borrower", words="De hinner inte.",
                     by=make.system(here), at=AT)  # fmt: skip
    part = off.participations.order_by("created_at")[0]
    note = at(here, "note_claim", part.pk)
    assert note in staff.get(at(here, "loan", off.pk)).content.decode()
    client, hers = person(here, part)
    assert "I have had costs" in client.get(hers).content.decode()
    made = post(staff, note, kind="travel", amount="480", day=str(AT.date()), words="Biljetten.")
    assert post(staff, made.url, answer="approve", amount="480").status_code == 302
    cost = Compensation.objects.get(kind="travel")
    assert at(here, "pay", cost.pk) in staff.get(at(here, "loan", off.pk)).content.decode()


def test_all_of_a_loan_are_noted_as_paid_at_once(staff, here):
    held(here, people=3)
    first, second, third = Compensation.objects.order_by("created_at")
    pay.decline(compensation=third, by=make.system(here), at=AT)
    page = at(here, "pay", first.pk)
    assert "The other payment of this loan was made then too" in staff.get(page).content.decode()
    assert post(staff, page, on=str(AT.date())).status_code == 302
    assert Compensation.objects.get(pk=second.pk).state == "agreed"
    other = held(here, people=2)
    rows = Compensation.objects.filter(participation__loan=other)
    page = at(here, "pay", rows[0].pk)
    assert post(staff, page, on=str(AT.date()), rest="on").status_code == 302
    assert {row.state for row in rows.all()} == {"paid"}
    assert Compensation.objects.get(pk=third.pk).state == "declined"
    assert "made then too" not in staff.get(at(here, "pay", second.pk)).content.decode()


def person(here, part):
    client = english(Client())
    make.person_sign_in(client, part.contributor.person)
    return client, reverse("question:question", args=[here.slug, part.inquiry_id])


def test_she_sees_what_happens_next_and_says_when_it_has_not_come(here):
    loan = held(here, payer="borrower")
    part = loan.participations.first()
    client, page = person(here, part)
    assert "It comes by" in client.get(page).content.decode()
    rows = list(Compensation.objects.all())
    pay.say_paid(compensations=rows, on=AT.date(), by=make.borrower_actor(loan.request), at=AT)
    shown = client.get(page).content.decode()
    assert "I haven&#x27;t got it" in shown or "I haven't got it" in shown
    mine = Compensation.objects.get(participation=part)
    other = Compensation.objects.exclude(pk=mine.pk).get()
    assert post(client, page + "inte-kommit/", payment=str(other.pk)).status_code == 302
    other.refresh_from_db()
    assert other.state == "said_paid"
    assert post(client, page + "inte-kommit/", payment=str(mine.pk)).status_code == 302
    mine.refresh_from_db()
    assert mine.state == "missing"
    cost = {"kind": "travel", "amount": "42", "day": str(AT.date())}
    assert post(client, page + "kostnad/", **cost).url == page
    assert "waits for an answer" in client.get(page).content.decode()


def test_what_she_has_laid_out_is_seen_though_it_was_cancelled(here):
    loan = make.team(make.loan_request(here))
    part = loan.participations.all()[0]
    assert part.inquiry is not None
    by = make.system(here)
    rows = [
        claims.claim(participation=part, kind=kind, day=AT.date(), amount=Decimal(480),
                     by=make.person_actor(part.inquiry), at=AT)
        for kind in ("travel", "outlay")
    ]  # fmt: skip
    claims.approve(row=rows[0], amount=Decimal(480), by=by, at=AT)
    lend.cancel_loan(loan=loan, cancel_reason="borrower", words="De hinner inte.", by=by, at=AT)
    client, page = person(here, part)
    shown = client.get(page).content.decode()
    assert "480" in shown
    assert "waits for an answer" in shown
    assert "066" not in shown


def test_the_borrower_sees_what_to_pay_and_says_that_it_is_paid(here):
    loan = held(here, payer="borrower")
    client = english(Client())
    make.person_sign_in(client, loan.request.contact)
    page = reverse("request:request", args=[here.slug, loan.request_id])
    assert "Pay those who came" in client.get(page).content.decode()
    there = client.get(page + "betala/").content.decode()
    assert "Påhittad Person" in there  # direct, held, and on their own page
    make.followed_up(loan)
    there = client.get(page + "betala/").content.decode()
    assert "Påhittad Person" in there, "Nobody is paid yet, though everybody has been talked with."
    tomorrow = (AT + timedelta(days=9999)).date()
    assert post(client, page + "betala/", on=str(tomorrow)).status_code == 422
    assert post(client, page + "betala/", on=str(AT.date())).url == page
    assert set(Compensation.objects.values_list("state", flat=True)) == {"said_paid"}
    assert "You have said that you have paid" in client.get(page).content.decode()
    Compensation.objects.update(state="paid")
    assert "Påhittad Person" not in client.get(page + "betala/").content.decode()


def test_through_the_coordinator_no_names_are_shown_but_on_a_list_to_hand_over(here, staff):
    here.broker = "coordinator"
    here.save(update_fields=["broker"])
    loan = held(here, payer="borrower")
    client = english(Client())
    make.person_sign_in(client, loan.request.contact)
    page = reverse("request:paid", args=[here.slug, loan.request_id])
    shown = client.get(page).content.decode()
    assert "Påhittad Person" not in shown
    assert "Payment 1" in shown
    there = at(here, "borrower_pays", loan.pk)
    assert there in staff.get(at(here, "loan", loan.pk)).content.decode()
    shown = staff.get(there).content.decode()
    assert shown.count("Påhittad Person") == 2
    # Whose payment has been noted is not on it, and nobody's name is opened but to be read
    one = Compensation.objects.order_by("pk")[0]
    Compensation.objects.filter(pk=one.pk).update(state="said_paid", paid_on=AT.date())
    before = AccessRow.objects.count()
    assert staff.get(there).content.decode().count("Påhittad Person") == 1
    assert AccessRow.objects.count() == before + 1
    Compensation.objects.filter(pk=one.pk).update(state="agreed", paid_on=None)
    # When it was printed is no part of a record whose clock stands still
    Programme.objects.filter(pk=here.pk).update(clock_stands_at=AT - timedelta(days=3000))
    printed = staff.get(there).context["printed_on"]
    assert printed == clock.local_day(clock.now())
    Programme.objects.filter(pk=here.pk).update(clock_stands_at=None)
    # Nothing is owed for a sum of nothing
    Compensation.objects.update(amount=0)
    assert there not in staff.get(at(here, "loan", loan.pk)).content.decode()
    Compensation.objects.update(amount=500)
    Compensation.objects.update(state="said_paid", paid_on=AT.date())
    assert "Påhittad Person" not in staff.get(there).content.decode()


def test_rates_are_begun_from_changed_and_suggested(client, here):
    english(client)
    user, _actor = make.member(here, Role.ADMINISTRATOR)
    make.sign_in(client, user)
    rates = reverse("administrator:rates", args=[here.slug])
    assert "No rates yet" in client.get(rates).content.decode()
    assert post(client, rates + "borja/", preset="uppsala", valid_from="2021-05-25").url == rates
    looked_at_often(client, rates, times=2)
    shown = client.get(rates).content.decode()
    assert "Region Uppsala" in shown
    wrong = {"what": "day", "amount": "1", "percent": "1", "valid_from": "2026-12-01"}
    assert post(client, rates + "ny/", **wrong).status_code == 422
    right = {"what": "day", "percent": "3,7", "over": "4", "valid_from": "2026-12-01"}
    assert post(client, rates + "ny/", **right).url == rates
    assert Rate.objects.get(percent=Decimal("3.7")).over == 4
    row = Rate.objects.filter(what="hour").get()
    assert post(client, f"{rates}{row.pk}/sista-dag/", last="2026-12-31").url == rates
    assert post(client, rates + "prisbasbelopp/", year="2027", amount="60000").url == rates
    assert post(client, rates + "prisbasbelopp/", year="2027", amount="6").status_code == 422


def test_confirming_suggests_the_sum_of_the_day(staff, here):
    from erfara.compensation.actions import rates as rating

    by = Actor(Role.ADMINISTRATOR, here.pk, uuid4())
    rating.use_preset(programme=here, preset="vgr", valid_from=AT.date(), by=by, at=AT)
    [inquiry, *_rest] = make.asked(make.loan_request(here), 2)
    make.said_yes(inquiry)
    page = staff.get(at(here, "confirm", inquiry.pk)).content.decode()
    assert "900" in page
    assert "sickness benefit" in page
