"""Colleagues of a contact: who gets in, who is told, and what ends when they leave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from erfara.foundation import links, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import Link, OutboxMessage
from erfara.foundation.vault import log_for
from erfara.lending import access, borrowers, readiness, terms
from erfara.lending.actions import colleagues as actions
from erfara.lending.actions import loans, requests
from erfara.lending.letters import render, tell_borrower
from erfara.lending.models import Colleague, LoanRequest
from erfara.lending.queries import requests_of_borrower
from erfara.surveys.models import Response
from erfara.workflows import borrowing, erasing, lend, merging
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
EMAIL = "kollega@exempel.invalid"


@pytest.fixture
def request_() -> LoanRequest:
    return make.loan_request(make.programme())


def added(request: LoanRequest, email: str = EMAIL, name: str = "Kim Kollega") -> Colleague:
    return borrowing.add_colleague(
        request=request, name=name, email=email, by=make.borrower_actor(request), at=AT
    )


def actor(row: Colleague) -> Actor:
    return Actor(Role.BORROWER, row.programme_id, row.person_id)


def told(request: LoanRequest, kind: str) -> set[object]:
    rows = OutboxMessage.objects.filter(about_id=request.pk, kind=kind).exclude(state="cancelled")
    return set(rows.values_list("to_id", flat=True))


def way_in(request: LoanRequest, person_id: object) -> Link:
    return links.issue(
        tenant_id=request.programme_id, purpose="request", about_id=request.pk,
        person_id=person_id, expires_at=AT + timedelta(days=14), at=AT,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_colleague_sees_and_does_what_the_contact_does(request_):
    row = added(request_)
    assert added(request_) == row
    her = actor(row)
    assert told(request_, "colleague_added") == {row.person_id}
    assert access.request_for(her, request_.programme, request_.pk) == request_
    assert list(requests_of_borrower(request_.programme, row.person_id)) == [request_]
    requests.accept_terms(request=request_, by=her, at=AT)
    request_.refresh_from_db()
    assert request_.terms_accepted_by == row.person_id
    tell_borrower(request_, "meeting_booked", AT)
    assert told(request_, "meeting_booked") == {request_.contact_id, row.person_id}
    # A third at the same unit sees nothing of it.
    other = make.borrower_person(request_.programme)
    with pytest.raises(Http404):
        access.request_for(
            Actor(Role.BORROWER, request_.programme_id, other.pk), request_.programme, request_.pk
        )


def test_what_she_says_afterwards_is_kept_under_her_own_key(request_):
    loan = make.carried_out(make.team(request_))
    row = added(request_)
    follow_up = access.follow_up_for(
        actor(row), request_.programme, loan.follow_ups.get(participation=None).pk
    )
    lend.follow_up(
        follow_up=follow_up, values=make.FOLLOW_UP_BORROWER, channel="web", by=actor(row), at=AT
    )
    assert Response.objects.get(about_id=follow_up.pk).person_id == row.person_id
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id],
        blob=Response.objects.get(about_id=follow_up.pk).blob, fields=("went",),
        purpose="follow_up", case=str(follow_up.pk), actor=make.system(request_.programme), at=AT,
    )  # fmt: skip
    assert opened[row.person_id]["went"] == "Bra samtal."


@pytest.mark.parametrize("way", ["leave", "taken_away", "erased"])
def test_when_she_is_gone_so_is_her_way_in_at_once(request_, way):
    row = added(request_)
    link = way_in(request_, row.person_id)
    contacts = way_in(request_, request_.contact_id)
    if way == "leave":
        actions.leave_request(colleague=row, by=actor(row), at=AT)
    elif way == "taken_away":
        actions.take_colleague_away(colleague=row, by=make.borrower_actor(request_), at=AT)
    else:
        erasing.erase_contact(person=row.person, at=AT)
    row.refresh_from_db()
    assert row.ended_at == AT
    assert links.find(links.token(link), purpose="request", at=AT) is None
    assert links.find(links.token(contacts), purpose="request", at=AT) is not None
    assert told(request_, "colleague_added") == set()
    with pytest.raises(Http404):
        access.request_for(actor(row), request_.programme, request_.pk)
    tell_borrower(request_, "meeting_booked", AT)
    assert told(request_, "meeting_booked") == {request_.contact_id}
    assert row.blob not in vault.blobs_of(row.programme_id, row.person_id)
    # She can be added again.
    if way != "erased":
        assert added(request_).pk != row.pk


def test_what_was_on_its_way_to_her_is_not_sent_when_she_has_gone(request_):
    row = added(request_)
    message = OutboxMessage.objects.get(kind="colleague_added")
    actions.take_colleague_away(colleague=row, by=make.system(request_.programme), at=AT)
    OutboxMessage.objects.filter(pk=message.pk).update(state="waiting", cancelled_at=None)
    assert render(message, AT) is None


def test_the_contact_leaves_and_the_colleagues_stay(request_):
    row, other = added(request_), added(request_, "tredje@exempel.invalid", "Tove Tredje")
    requests.change_contact(
        request=request_, contact=row.person, by=make.system(request_.programme), at=AT
    )
    row.refresh_from_db()
    assert (row.state, request_.contact_id) == ("took_over", row.person_id)
    tell_borrower(request_, "meeting_booked", AT)
    assert told(request_, "meeting_booked") == {row.person_id, other.person_id}


def test_an_address_that_is_known_from_the_register_tells_nothing(request_):
    known = make.contributor(request_.programme, name="Hemliga Namnet", email=EMAIL)
    row = added(request_, name="Kim")
    assert row.person_id == known.person_id
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=row.blob, fields=("name",),
        purpose="together", case=str(request_.pk), actor=make.borrower_actor(request_), at=AT,
    )  # fmt: skip
    assert opened[row.person_id]["name"] == "Kim"
    assert log_for(row.programme_id, row.person_id).filter(purpose="together").exists()
    stranger = Actor(Role.BORROWER, row.programme_id, make.borrower_person(row.programme).pk)
    with pytest.raises(NotAllowed):
        vault.open(
            tenant_id=row.programme_id, person_ids=[row.person_id], blob=row.blob,
            fields=("name",), purpose="together", case=str(request_.pk), actor=stranger, at=AT,
        )  # fmt: skip


def test_who_can_not_be_added(request_):
    contact = make.borrower_person(request_.programme, email="sig@exempel.invalid")
    mine = make.loan_request(request_.programme, contact=contact)
    with pytest.raises(Refused, match="egen adress"):
        added(mine, "sig@exempel.invalid")
    for number in range(actions.MOST):
        added(request_, f"k{number}@exempel.invalid")
    with pytest.raises(Refused):
        added(request_, "en-till@exempel.invalid")
    requests.end(
        request=request_, end_reason="declined", words="Nej.", by=make.system(request_.programme),
        at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="avslutad"):
        added(request_, "sen@exempel.invalid")


def test_two_entries_that_become_one_are_part_of_a_request_once(request_):
    one, two = (
        make.contributor(request_.programme, name="Samma Person", email=f"{n}@exempel.invalid")
        for n in ("ett", "två")
    )
    rows = [added(request_, "ett@exempel.invalid"), added(request_, "två@exempel.invalid")]
    mine = make.loan_request(request_.programme, contact=one.person)
    theirs = added(mine, "två@exempel.invalid")
    merging.merge(kept=one, gone=two, by=make.system(request_.programme), at=AT)
    for row in (*rows, theirs):
        row.refresh_from_db()
        assert row.person_id == one.person_id
    assert [row.person_id for row in borrowers.colleagues_of(request_)] == [one.person_id]
    assert not borrowers.colleagues_of(mine).exists()


def test_a_link_lives_as_long_as_the_request_and_two_weeks_more(request_):
    link = way_in(request_, request_.contact_id)
    token, late = links.token(link), AT + timedelta(days=300)

    def status(at: object) -> links.Status:
        return links.look(token, purpose="request", at=at).status  # type: ignore[arg-type]

    assert status(late) is links.Status.LIVE
    assert links.sweep(late) == 0
    loan = make.carried_out(make.team(request_, at=AT), at=AT + timedelta(days=20))
    request_.refresh_from_db()
    assert request_.is_over
    assert status(late) is links.Status.LIVE
    make.fed_back(make.followed_up(loan))
    closed = AT + timedelta(days=40)
    loans.close(loan=loan, by=make.system(request_.programme), at=closed)
    assert status(closed + timedelta(days=13)) is links.Status.LIVE
    assert status(closed + timedelta(days=15)) is links.Status.EXPIRED
    assert links.sweep(closed + timedelta(days=27)) == 0
    assert links.sweep(closed + timedelta(days=29)) >= 1


def test_a_persons_link_lives_as_long_as_what_she_is_in(request_):
    yes, no = make.asked(request_, 2)
    one, other = (
        links.issue(
            tenant_id=row.programme_id, purpose="inquiry", about_id=row.pk,
            person_id=row.contributor.person_id, expires_at=AT + timedelta(days=14), at=AT,
        )
        for row in (yes, no)
    )  # fmt: skip
    make.said_yes(yes)
    lend.confirm(inquiry=yes, by=make.system(request_.programme), at=AT)
    late = AT + timedelta(days=200)
    assert links.find(links.token(other), purpose="inquiry", at=late) is not None
    lend.complete_team(
        request=request_, reason="En räcker.", by=make.system(request_.programme), at=AT
    )
    assert links.find(links.token(one), purpose="inquiry", at=late) is not None
    assert links.find(links.token(other), purpose="inquiry", at=late) is None


def test_the_terms_stand_as_they_were_accepted(request_):
    programme = request_.programme
    assert requests.accept_terms(
        request=request_, by=make.borrower_actor(request_), at=AT
    ).terms_version == terms.version_now(programme)
    before = terms.sentences(request_.terms_version)
    programme.payer, programme.smallest_team = "library", 5
    programme.save()
    assert terms.sentences(request_.terms_version) == before
    assert terms.sentences(terms.version_now(programme)) != before
    for wrong in ("", "9/borrower/2", "1/ingen/2", "1/borrower/x"):
        assert terms.sentences(wrong) == []
    # What the borrower has said yes to stays hers when the coordinator notes the meeting.
    make.specified(request_)
    request_.refresh_from_db()
    assert (request_.terms_accepted_role, request_.terms_accepted_by) == (
        "borrower", request_.contact_id,
    )  # fmt: skip


def test_what_is_in_place_fills_what_is_empty_in_the_assignment(request_):
    by = make.borrower_actor(request_)
    assert len(readiness.gaps(request_)) == 5
    requests.write_readiness(
        request=request_, values={"use_of_answers": "Nya skyltar.", "day_contact": "Chefen",
                                  "room": "Sal 3", "colleagues_prepared": "yes",
                                  "budget_holder": "Områdeschefen"}, by=by, at=AT,
    )  # fmt: skip
    into = request_.assignment
    into.refresh_from_db()
    assert (into.use_of_answers, into.contact_person) == ("Nya skyltar.", "Chefen")
    # What stood there is not written over.
    assert into.place == "hos oss"
    assert readiness.gaps(request_) == []
    make.asked(request_, 2)
    with pytest.raises(Refused):
        requests.write_readiness(request=request_, values={"room": "X"}, by=by, at=AT)


def test_nobody_else_may_take_a_colleague_away(request_):
    row = added(request_)
    person = Actor(Role.PERSON, request_.programme_id, row.person_id)
    with pytest.raises(NotAllowed):
        actions.take_colleague_away(colleague=row, by=person, at=AT)
