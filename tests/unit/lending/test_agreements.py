"""Agreements: said yes to by both sides, version by version, whatever happens in between."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from erfara.compensation import actions as pay
from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.lending import agreement_queries, records, terms
from erfara.lending.actions import acceptances, agreements, requests
from erfara.lending.models import Acceptance, Agreement, Loan, Participation
from erfara.lending.models.agreements import LIVE
from erfara.lending.pay_said import in_kronor
from erfara.people.actions import parts
from erfara.people.models import Contributor
from erfara.web.agreements import document
from erfara.workflows import agreements as workflow
from erfara.workflows import consent, erasing, lend
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

UNTIL = (AT + timedelta(days=10)).date()
NEVER_MIND = {"support": "coordinator", "conflict": "nothing"}


def sent(number: int = 2, **settings: Any) -> Agreement:
    """An agreement that waits for both sides."""
    library = make.programme(asks_agreement=True, **settings)
    loan = make.team(make.loan_request(library), number)
    row = agreement_queries.live_agreement(loan)
    assert row is not None
    assert row.state == "draft"
    return workflow.send(agreement=row, accept_by=UNTIL, by=make.system(library), at=AT)


def sides(row: Agreement) -> tuple[Acceptance, list[Acceptance]]:
    """The borrower's answer, then each person's."""
    rows = list(row.acceptances.order_by("created_at", "id"))
    return next(a for a in rows if not a.participation_id), [a for a in rows if a.participation_id]


def part_of(answer: Acceptance) -> Participation:
    assert answer.participation is not None
    return answer.participation


def hers(answer: Acceptance) -> Actor:
    role = Role.PERSON if answer.participation_id else Role.BORROWER
    return Actor(role, answer.programme_id, answer.person_id)


def say_yes(answer: Acceptance, version: int = 1, **more: Any) -> Acceptance:
    return acceptances.accept(
        answer=answer, version=version, by=hers(answer), at=AT, **{**NEVER_MIND, **more}
    )


def everybody_says_yes(row: Agreement) -> Agreement:
    for answer in row.acceptances.filter(state="asked"):
        say_yes(answer, row.version)
    row.refresh_from_db()
    return row


def written(row: Agreement, **changes: Any) -> dict[str, Any]:
    return {**row.terms, **changes}


def test_it_holds_when_both_sides_have_said_yes() -> None:
    row = sent()
    borrower, people = sides(row)
    assert OutboxMessage.objects.filter(kind="agreement").count() == 3
    assert {a.amount for a in people} == {Decimal(1066)}
    assert borrower.amount is None
    say_yes(borrower)
    say_yes(people[0])
    row.refresh_from_db()
    assert row.state == "asked"
    say_yes(people[1])
    row.refresh_from_db()
    assert row.state == "agreed"
    make.carried_out(row.loan)


def test_saying_yes_twice_changes_nothing() -> None:
    row = sent()
    answer = sides(row)[1][0]
    first = say_yes(answer)
    again = acceptances.accept(
        answer=answer, version=1, by=hers(answer), at=AT + timedelta(days=1), **NEVER_MIND
    )
    assert again.answered_at == first.answered_at == AT


def test_a_change_that_matters_is_asked_about_anew_and_an_old_yes_is_refused() -> None:
    row = everybody_says_yes(sent())
    old = sides(row)[1][0]
    by = make.system(row.programme)
    same = agreements.write_agreement(
        loan=row.loan, written=written(row, time="En annan dag"), by=by, at=AT
    )
    assert same.pk == row.pk, "another time is told in a message of its own"
    new = agreements.write_agreement(
        loan=row.loan, written=written(row, task="Något annat."), by=by, at=AT
    )
    assert (new.version, new.state) == (2, "draft")
    row.refresh_from_db()
    assert row.state == "replaced"
    assert row.terms["task"] != "Något annat."
    old.refresh_from_db()
    with pytest.raises(Stale):
        say_yes(old)
    workflow.send(agreement=new, accept_by=UNTIL, by=by, at=AT)
    fresh = sides(new)[1][0]
    with pytest.raises(Stale):
        say_yes(fresh, version=1)
    assert everybody_says_yes(new).state == "agreed"


def test_what_was_agreed_stays_in_its_words() -> None:
    row = sent()
    before = row.terms["clauses"]
    stop = next(c for c in before if c["key"] == "stop")
    assert "sluta" in stop["sv"][1]
    assert "stop at any time" in stop["en"][1]
    library = row.programme
    library.vocabulary = "peer"
    library.save()
    row.refresh_from_db()
    assert row.terms["clauses"] == before


def test_another_payment_is_asked_about_and_only_hers() -> None:
    row = everybody_says_yes(sent())
    _borrower, (one, other) = sides(row)
    pay.agree(
        participation=part_of(one), amount=Decimal(500), basis="lump", payer="borrower",
        by=make.system(row.programme), at=AT,
    )  # fmt: skip
    states = dict(row.acceptances.values_list("pk", "state"))
    assert states[one.pk] == "asked"
    assert states[other.pk] == "accepted"
    row.refresh_from_db()
    assert row.state == "asked"
    one.refresh_from_db()
    assert one.amount == Decimal(500)
    said = render_to_string("agreements/document.html", {"doc": document(row, one)})
    assert "500\u00a0kr, en summa för allt" in said
    assert "<p>1 066 kr var</p>" not in said, "her own sum is the one that counts"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1066", "1 066 kr"), ("1 066,5", "1 066,50 kr"), ("533 var", "533 kr var"),
        ("1.066", "1 066 kr"), ("1 066 kr var", None), ("2 gånger 500 kr", None), ("", None),
    ],
)  # fmt: skip
def test_no_payment_stands_without_its_kronor(text: str, said: str | None) -> None:
    assert in_kronor(text).replace("\u00a0", " ") == (text if said is None else said)


def test_an_assignment_and_an_agreement_say_kronor() -> None:
    row = sent()
    by = make.system(row.programme)
    early = make.loan_request(row.programme)
    requests.change_assignment(request=early, values={"payment": "533"}, by=by, at=AT)
    assert early.assignment.payment == "533\u00a0kr"
    live = agreements.write_agreement(
        loan=row.loan, written=written(row, payment="600"), by=by, at=AT
    )
    assert live.terms["payment"] == "600\u00a0kr"


def test_a_wish_is_a_debt_that_ends_with_an_answer() -> None:
    row = sent()
    answer = sides(row)[1][0]
    acceptances.want_change(
        answer=answer, version=1, words="Gärna en annan sal.", by=hers(answer), at=AT
    )
    assert answer.state == "wants_change"
    late = AT + timedelta(days=20)
    acceptances.answer_wish(
        answer=answer, words="Det går inte.", by=make.system(row.programme), at=late
    )
    row.refresh_from_db()
    assert answer.state == "asked"
    assert row.accept_by is not None
    assert row.accept_by > late.date()
    assert OutboxMessage.objects.filter(kind="agreement_answer").count() == 1
    assert everybody_says_yes(row).state == "agreed"


def test_time_reminds_once_and_then_it_is_a_coordinators() -> None:
    row = sent()
    say_yes(sides(row)[0])
    for days in (1, 5, 6):
        workflow.keep_up(AT + timedelta(days=days))
    assert OutboxMessage.objects.filter(kind="agreement_reminder").count() == 2
    workflow.keep_up(AT + timedelta(days=12))
    row.refresh_from_db()
    assert row.state == "late"
    assert everybody_says_yes(row).state == "agreed", "late is not too late"


def test_held_without_every_yes_only_with_a_reason() -> None:
    row = sent()
    by = make.system(row.programme)
    with pytest.raises(Refused):
        agreements.held(loan=row.loan, reason=" ", by=by, at=AT)
    agreements.held(loan=row.loan, reason="Hon sade ja på plats.", by=by, at=AT)
    row.refresh_from_db()
    assert row.state == "without"
    assert set(row.acceptances.values_list("state", flat=True)) == {"over"}


def test_a_declaration_is_assessed_before_the_loan_is_held() -> None:
    row = sent(3, asks_conflicts=True)
    borrower, (one, other, third) = sides(row)
    for answer in (borrower, third):
        say_yes(answer)
    for answer in (one, other):
        say_yes(answer, conflict="declared", declaration="Min bror arbetar där.")
    by = make.system(row.programme)
    with pytest.raises(Refused):
        agreements.held(loan=row.loan, reason="Vi hann inte.", by=by, at=AT)
    workflow.assess(answer=one, suitable=True, reason="En annan enhet.", by=by, at=AT)
    workflow.assess(answer=other, suitable=False, reason="Samma enhet.", by=by, at=AT)
    assert one.state == "accepted"
    assert other.state == "unsuitable"
    part = part_of(other)
    part.refresh_from_db()
    assert part.state == "withdrew"
    row.refresh_from_db()
    assert row.state == "agreed"


def test_whoever_leaves_or_is_cancelled_is_waited_for_no_more() -> None:
    row = sent()
    one, other = sides(row)[1]
    lend.withdraw_from_loan(participation=part_of(one), by=hers(one), at=AT)
    one.refresh_from_db()
    assert one.state == "gone"
    with pytest.raises(Stale):
        say_yes(one)
    row.loan.refresh_from_db()
    lend.cancel_loan(
        loan=row.loan, cancel_reason="borrower", words="Vi hinner inte.",
        by=make.system(row.programme), at=AT,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.state == "ended"
    with pytest.raises(Stale):
        say_yes(other)


def test_a_new_contact_is_asked_but_a_yes_stays_whose_it_was() -> None:
    def change(row: Agreement) -> Acceptance:
        lend.give_new_contact(
            request=row.loan.request, by=make.system(row.programme), at=AT,
            contact={"name": "Ny Påhittad", "email": f"ny{make.any_id()}@exempel.invalid",
                     "phone": ""},
        )  # fmt: skip
        borrower = sides(row)[0]
        borrower.refresh_from_db()
        return borrower

    waits, given = sent(), sent()
    was = say_yes(sides(given)[0]).person_id
    assert change(waits).person_id == waits.loan.request.contact_id
    assert change(given).person_id == was != given.loan.request.contact_id


def test_what_is_left_of_one_who_is_erased(transactional_db) -> None:
    row = sent(asks_conflicts=True)
    answer = sides(row)[1][0]
    say_yes(answer, support="own", support_words="Min syster.")
    contributor = part_of(answer).contributor
    assert contributor is not None
    by = make.system(row.programme)
    consent.leave(contributor=contributor, how="phone", by=by, at=AT)
    erasing.erase(contributor=contributor, at=AT + timedelta(days=5))
    answer.refresh_from_db()
    assert (answer.answered_at, answer.how) == (AT, "page")
    assert not answer.support
    assert not answer.conflict
    assert vault.is_erased(answer.person_id)


def test_a_number_of_a_person_is_refused_everywhere() -> None:
    library = make.programme()
    with pytest.raises(Refused):
        make.loan_request(library, purpose="Stöd till 19121212-1212 på avdelningen.")
    request = make.loan_request(library)
    with pytest.raises(Refused):
        requests.change_assignment(
            request=request, values={"practical": "Ring om 121212-1212."},
            by=make.system(library), at=AT,
        )  # fmt: skip
    row = sent()
    with pytest.raises(Refused):
        agreements.write_agreement(
            loan=row.loan, written=written(row, more="191212121212"),
            by=make.system(row.programme), at=AT,
        )  # fmt: skip
    assert Agreement.objects.filter(loan=row.loan, state__in=LIVE).get().pk == row.pk


def trained(one: Contributor, kind: str = "peer_support", until: date | None = None) -> Contributor:
    parts.write_trainings(
        contributor=one, trained=[parts.Trained(kind, 2024, valid_until=until)], seen=0,
        by=make.system(one.programme), at=AT,
    )  # fmt: skip
    return one


def test_support_is_given_by_one_who_is_trained_for_it() -> None:
    library = make.programme()
    request = make.specified(
        make.loan_request(library, form="support"), form="support", people_wanted=1,
        training="peer_support",
    )  # fmt: skip
    assert request.terms_version == f"2/{library.payer}/1"
    assert not any("Minst" in one for one in terms.sentences(request.terms_version))
    lapsed = trained(make.contributor(library), until=AT.date() - timedelta(days=1))
    other = trained(make.contributor(library), kind="recovery")
    for one in (lapsed, other, make.contributor(library)):
        with pytest.raises(Refused):
            make.asked(request, [one])
    # It may have ended between her yes and the team.
    her = trained(make.contributor(library))
    (inquiry,) = make.asked(request, [her])
    make.said_yes(inquiry)
    her.trainings.update(valid_until=AT.date() - timedelta(days=1))
    with pytest.raises(Refused):
        lend.confirm(inquiry=inquiry, amount=None, by=make.system(library), at=AT)
    her.trainings.update(valid_until=AT.date())
    lend.confirm(inquiry=inquiry, amount=None, by=make.system(library), at=AT)


def support(**dates: date | None) -> tuple[Loan, Agreement]:
    library = make.programme(asks_agreement=True)
    request = make.specified(
        make.loan_request(library, form="support"), form="support", people_wanted=1,
        training="peer_support",
    )  # fmt: skip
    loan = make.team(request, [trained(make.contributor(library))])
    row = agreement_queries.live_agreement(loan)
    assert row is not None
    return loan, row


def test_a_support_assignment_has_limits_an_end_and_a_talk() -> None:
    loan, row = support()
    by = make.system(loan.programme)
    assert {"role", "unnamed", "help", "end"} <= {c["key"] for c in row.terms["clauses"]}
    with pytest.raises(Refused):
        workflow.send(agreement=row, accept_by=UNTIL, by=by, at=AT)
    end, talk = date(2027, 1, 31), date(2026, 12, 1)
    row = agreements.write_agreement(
        loan=loan, written=row.terms, ends_on=end, review_on=talk, by=by, at=AT
    )
    everybody_says_yes(workflow.send(agreement=row, accept_by=UNTIL, by=by, at=AT))
    agreements.note_review(agreement=row, next_on=date(2027, 1, 15), ends_on=None, by=by, at=AT)
    row.refresh_from_db()
    assert row.review_on == date(2027, 1, 15)
    assert row.state == "agreed"
    longer = agreements.note_review(
        agreement=row, next_on=None, ends_on=date(2027, 3, 31), by=by, at=AT
    )
    assert (longer.version, longer.state) == (2, "draft")


def test_somebody_in_anothers_place_is_asked_too() -> None:
    row = everybody_says_yes(sent())
    loan = row.loan
    newcomer = make.contributor(loan.programme)
    part = loan.participations.create(
        programme=loan.programme, contributor=newcomer, state="confirmed", created_at=AT
    )
    acceptances.joined(participation=part, pay=None, by=make.system(loan.programme), at=AT)
    row.refresh_from_db()
    assert row.state == "asked"
    assert row.acceptances.get(participation=part).state == "asked"


def test_a_record_is_the_same_bytes_and_names_nobody() -> None:
    case = records.Case(7, "Kallelser", "", "Region Påhitt", True, "OSL 25:1", date(2026, 11, 2))
    papers = [
        records.Paper(
            "agreement", "=Avtal, nummer 3", "01-agreement.pdf", b"%PDF-1.7", made=date(2026, 11, 1)
        )
    ]
    one, two = records.build(case, papers), records.build(case, papers)
    assert one == two
    other = records.build(case, [records.Paper("agreement", "A", "01.pdf", b"%PDF")])
    assert other != one
