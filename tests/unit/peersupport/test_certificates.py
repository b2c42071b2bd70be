"""Certificates: who issues them, what the code says, how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import AuditEvent, OutboxMessage
from erfara.peersupport.certificates import actions, codes, queries
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool.models import PeerSupporter
from erfara.peersupport.setup.models import PeerSetup
from erfara.workflows import certifying
from tests import factories
from tests.factories.peers import certificates as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY = clock.local_day(AT)


def code_of(row: Certificate) -> str:
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=Certificate.BLOB,
        fields=(f"code:{row.pk}", f"name:{row.pk}"), purpose="certificate", case=str(row.pk),
        actor=make.issuer(row.programme), at=AT,
    )  # fmt: skip
    return opened[row.person_id][f"code:{row.pk}"]


def sent(row: Certificate) -> list[str]:
    kinds = OutboxMessage.objects.filter(about_id=row.pk).order_by("created_at", "id")
    return list(kinds.values_list("kind", flat=True))


def setup(of, years: int | None = 3) -> None:
    PeerSetup.objects.create(
        programme=of, model="nsph", employer_model="principal", starts_on=DAY,
        issuer="NSPH i Påhitt", certificate_years=years, created_at=AT,
    )  # fmt: skip


def test_the_issuer_issues_what_the_lead_proposes_and_nobody_is_forgotten():
    of = make.programme()
    setup(of)
    row = make.proposed(of)
    with pytest.raises(NotAllowed):
        certifying.issue(certificate=row, name=make.NAME, by=factories.system(of), at=AT)
    certifying.issue(certificate=row, name=make.NAME, by=make.issuer(of), at=AT)
    assert (row.state, row.issuer, row.issued_on) == ("valid", "NSPH i Påhitt", DAY)
    assert row.valid_until == DAY.replace(year=DAY.year + 3)
    assert row.label == f"{DAY.year}-001"
    assert PeerSupporter.objects.get(person=row.person).state == "available"
    assert sent(row) == ["certificate_issued"]
    # A second press changes nothing.
    number = row.number
    certifying.issue(certificate=row, name=make.NAME, by=make.issuer(of), at=AT)
    assert (row.number, Certificate.objects.count()) == (number, 1)


def test_only_a_completed_training_is_the_ground():
    of = make.programme()
    enrolment = make.completed(of)
    type(enrolment).objects.filter(pk=enrolment.pk).update(state="not_completed")
    enrolment.refresh_from_db()
    with pytest.raises(Refused):
        actions.propose(enrolment=enrolment, by=factories.system(of), at=AT)


def test_a_code_says_valid_or_not_and_each_end_makes_it_not():
    of = make.programme()
    setup(of)
    row = make.issued(of)
    code = code_of(row)
    assert queries.holds(of, code, DAY)
    assert queries.holds(of, codes.shown(code).lower(), DAY)
    assert not queries.holds(of, codes.new_code(), DAY)
    assert not queries.holds(make.programme(), code, DAY)
    assert row.valid_until is not None
    assert not queries.holds(of, code, row.valid_until + timedelta(days=1))
    assert code.encode() not in bytes(row.digest or b"")
    certifying.revoke(certificate=row, reason="Det blev fel.", by=make.issuer(of), at=AT)
    assert not queries.holds(of, code, DAY)


def test_a_wrong_code_takes_as_many_queries_as_a_right_one(django_assert_num_queries):
    of = make.programme()
    code = code_of(make.issued(of))
    for one in (code, codes.new_code(), "", "x" * 500, "\x00", "🦊"):
        with django_assert_num_queries(1):
            queries.holds(of, one, DAY)


def test_why_it_was_revoked_is_sealed_and_told_kindly_and_an_offer_ends():
    of = make.programme()
    offer = make.offered(of)
    row = Certificate.objects.get(supporters=offer.supporter)
    with pytest.raises(Refused):
        certifying.revoke(certificate=row, reason="  ", by=make.issuer(of), at=AT)
    secret = "Hon har bett om det själv."
    certifying.revoke(certificate=row, reason=secret, by=make.issuer(of), at=AT)
    offer.refresh_from_db()
    offer.supporter.refresh_from_db()
    assert (offer.state, offer.fell, offer.supporter.state) == ("fell", "gone", "left")
    assert "certificate_revoked" in sent(row)
    assert not AuditEvent.objects.filter(reason__contains="själv").exists()
    assert not AuditEvent.objects.filter(facts__icontains="själv").exists()


def test_it_runs_out_after_a_word_and_a_new_one_takes_its_place_in_the_pool():
    of = make.programme()
    setup(of, years=1)
    row = make.issued(of)
    assert row.valid_until is not None
    with pytest.raises(Refused):
        actions.ask_renewal(certificate=row, by=Actor.system(of.pk), at=AT)
    near = AT + timedelta(days=300)
    certifying.keep_certificates(near)
    certifying.keep_certificates(near + timedelta(hours=1))
    assert sent(row).count("certificate_ends") == 1
    past = AT + timedelta(days=367)
    certifying.keep_certificates(past)
    row.refresh_from_db()
    supporter = PeerSupporter.objects.get(person=row.person)
    assert (row.state, supporter.state) == ("expired", "resting")
    errand = actions.ask_renewal(certificate=row, by=Actor.system(of.pk), at=past)
    new = certifying.grant(errand=errand, name="Inger Ny", by=make.issuer(of), at=past)
    row.refresh_from_db()
    supporter.refresh_from_db()
    assert (row.state, new.state, new.replaces) == ("replaced", "valid", row)
    assert (supporter.state, supporter.certificate) == ("available", new)
    assert not queries.holds(of, "", clock.local_day(past))


def test_another_name_makes_a_new_certificate_and_the_old_code_counts_no_more():
    of = make.programme()
    row = make.issued(of)
    old = code_of(row)
    errand = actions.ask_new_name(certificate=row, by=Actor.system(of.pk), at=AT)
    assert actions.ask_new_name(certificate=row, by=Actor.system(of.pk), at=AT) == errand
    new = certifying.grant(errand=errand, name="Inger Ny", by=make.issuer(of), at=AT)
    assert not queries.holds(of, old, DAY)
    assert queries.holds(of, code_of(new), DAY)


def test_what_the_issuer_asks_first_comes_back_to_the_lead():
    of = make.programme()
    row = make.proposed(of)
    actions.turn_back(certificate=row, words="Var det 80 procent?", by=make.issuer(of), at=AT)
    assert [one.pk for one in queries.turned_back(of)] == [row.pk]
    actions.propose_again(certificate=row, words="Ja, 92.", by=factories.system(of), at=AT)
    assert row.state == "proposed"


def test_whoever_completed_is_listed_until_something_is_decided():
    of = make.programme()
    enrolment = make.completed(of)
    assert list(queries.without_certificate(of)) == [enrolment]
    actions.pass_over(
        enrolment=enrolment, reason="Hon vill inte ha ett.", by=factories.system(of), at=AT
    )
    assert not queries.without_certificate(of).exists()


def test_when_its_holder_is_erased_it_ends():
    of = make.programme()
    row = make.issued(of)
    code = code_of(row)
    actions.forget(person=row.person, by=Actor.system(of.pk), at=AT)
    row.refresh_from_db()
    assert row.state == "ended"
    assert not queries.holds(of, code, DAY)
