"""Protecting somebody's details: what it takes away, what goes on, and that it can end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from erfara.compensation import actions as pay
from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry, Participation
from erfara.people import actions as people
from erfara.people import queries
from erfara.people.actions.protection import ENDED, end_protection
from erfara.people.models import Contributor
from erfara.people.veil import Veiled, check_open, is_protected
from erfara.workflows import lend
from erfara.workflows.protection import protect
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT


@pytest.fixture
def here():
    return make.programme()


@pytest.fixture
def she(here):
    row = make.contributor(here)
    return protect(contributor=row, by=make.system(here), at=AT)


def opened_by(actor, row, purpose="person_page", case=None, people=None):
    return vault.open(
        tenant_id=row.programme_id, person_ids=people or [row.person_id], blob="identity",
        fields=("name",), purpose=purpose, case=str(case or row.pk), actor=actor, at=AT,
    )  # fmt: skip


def unveiled(row) -> Actor:
    mark = vault.shield_mark(row.programme_id, row.person_id)
    return Actor(Role.COORDINATOR, row.programme_id, None, "", mark)


def test_she_is_in_no_list_and_not_counted_beside_one(here, she):
    other = make.contributor(here)
    assert list(queries.contributors(here)) == [other]
    assert [row[0] for row in queries.register_rows(here)] == [other.pk]
    assert queries.count_by_state(here)["active"] == 1
    assert list(queries.protected_people(here)) == [she]
    assert queries.people_for_list(here, "register", None, vault.shielded(here.pk)) == [other.pk]


def test_one_is_protected_from_the_first_word_that_is_written(here, monkeypatch):
    """A stop after the mark and before the name leaves a mark, never a name without one."""
    seen = []

    def stops(**values):
        seen.append(vault.shielded(here.pk))
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "amend", stops)
    with pytest.raises(KeyboardInterrupt):
        people.note_interest(
            programme=here, channel="personal", protected=True, by=make.system(here), at=AT,
            identity={"name": "Någon", "email": "", "phone": "0701112233", "address": ""},
        )  # fmt: skip
    assert len(seen[0]) == 1


def test_her_page_opens_only_for_the_one_who_has_said_so(here, she):
    plain = make.system(here)
    with pytest.raises(NotAllowed):
        opened_by(plain, she)
    with pytest.raises(Veiled):
        check_open(plain, she)
    check_open(unveiled(she), she)
    assert opened_by(unveiled(she), she)
    another = protect(contributor=make.contributor(here), by=plain, at=AT)
    with pytest.raises(NotAllowed):
        opened_by(unveiled(another), she)


def test_never_in_bulk_whatever_has_been_said(here, she):
    other = make.contributor(here)
    with pytest.raises(NotAllowed):
        opened_by(unveiled(she), she, "register", "register", [she.person_id, other.person_id])
    with pytest.raises(NotAllowed):
        opened_by(unveiled(she), she, "register", "register")


def test_the_log_s_row_is_like_everybody_s(here, she):
    other = make.contributor(here)
    opened_by(unveiled(she), she)
    opened_by(make.system(here), other)
    rows = [vault.log_for(here.pk, row.person_id).get() for row in (she, other)]
    assert rows[0].purpose == rows[1].purpose == "person_page"


def test_she_is_asked_by_phone_and_by_nothing_else(here, she):
    request = make.specified(make.loan_request(here))
    by = make.system(here)
    with pytest.raises(Refused):
        inquiries.choose(request=request, contributor=she, by=by, at=AT)
    with pytest.raises(Refused):
        inquiries.ask_by_phone(
            request=request, contributor=make.contributor(here), answer_by=AT.date(), by=by, at=AT
        )
    inquiry = inquiries.ask_by_phone(
        request=request, contributor=she, answer_by=AT.date(), by=by, at=AT
    )
    again = inquiries.ask_by_phone(
        request=request, contributor=she, answer_by=AT.date(), by=by, at=AT
    )
    assert inquiry == again
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.by_phone) == ("sent", True)
    assert not OutboxMessage.objects.filter(kind="inquiry").exists()


def test_the_programme_pays_her(here, she):
    request = make.specified(make.loan_request(here), payer="borrower")
    by = make.system(here)
    inquiry = inquiries.ask_by_phone(
        request=request, contributor=she, answer_by=AT.date(), by=by, at=AT
    )
    part = lend.confirm(inquiry=make.said_yes(inquiry), amount=Decimal(1066), by=by, at=AT)
    assert part.compensations.get().payer == "library"
    with pytest.raises(Refused):
        pay.agree(
            participation=part, amount=Decimal(1), basis="lump", payer="borrower", by=by, at=AT
        )


def test_one_who_is_in_something_goes_on_in_it(here):
    request = make.loan_request(here)
    loan = make.team(request)
    part = Participation.objects.filter(loan=loan)[0]
    assert part.contributor is not None
    waits = make.specified(make.loan_request(here))
    inquiries.choose(request=waits, contributor=part.contributor, by=make.system(here), at=AT)
    protect(contributor=part.contributor, by=make.system(here), at=AT)
    part.refresh_from_db()
    assert part.state == "confirmed"
    assert part.compensations.get().payer == "library"
    assert Inquiry.objects.get(request=waits).state == "dropped"


def test_the_borrower_opens_the_others_and_never_her(here):
    request = make.loan_request(here)
    loan = make.team(request)
    her, mate = Contributor.objects.filter(participations__loan=loan).order_by("number")
    protect(contributor=her, by=make.system(here), at=AT)
    borrower = make.borrower_actor(request)
    assert opened_by(borrower, mate, "team", request.pk)
    with pytest.raises(NotAllowed):
        opened_by(borrower, her, "team", request.pk)
    with pytest.raises(NotAllowed):
        opened_by(borrower, her, "team", request.pk, [her.person_id, mate.person_id])


def test_ending_it_needs_a_reason_that_is_sealed_with_her(
    here, she, django_capture_on_commit_callbacks
):
    with pytest.raises(Refused):
        end_protection(person=she.person, reason=" ", by=make.system(here), at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        end_protection(person=she.person, reason="Behövs inte.", by=make.system(here), at=AT)
    assert not is_protected(she)
    kept = vault.open(
        tenant_id=here.pk, person_ids=[she.person_id], blob="identity", fields=(ENDED,),
        purpose="person_page", case=str(she.pk), actor=make.system(here), at=AT,
    )[she.person_id][ENDED]  # fmt: skip
    assert kept["why"] == "Behövs inte."
    people.change_identity(
        person=she.person, by=make.system(here), at=AT,
        identity={"name": "Ny", "email": "", "phone": "0701112233", "address": ""},
    )  # fmt: skip
    assert she in queries.contributors(here)


def test_ending_it_that_is_undone_leaves_her_protected(here, she):
    end_protection(person=she.person, reason="Behövs inte.", by=make.system(here), at=AT)
    assert is_protected(she), "the mark goes only when the rest is committed"


def test_erasing_her_takes_the_mark_along(here, she):
    vault.erase(tenant_id=here.pk, person_id=she.person_id, at=AT)
    assert vault.shielded(here.pk) == frozenset()
