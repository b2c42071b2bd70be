"""Between libraries: with a yes only, each side as its own, in step, and ended on both sides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.lending import passing_queries as queries
from erfara.lending.actions import meetings, occasions, owed, passing, requests
from erfara.lending.models import EndReason, Loan, LoanRequest, Occasion, PassedOn
from erfara.lending.policies import occasion_version
from erfara.organisations.models import Programme
from erfara.people.models import Person
from erfara.web.coordinator.passing import times_there
from erfara.workflows import between, lend
from erfara.workflows import lent as kept
from erfara.workflows import passing as workflow
from erfara.workflows.today import today
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
LATER = AT + timedelta(days=1)
BY_DAY = (AT + timedelta(days=14)).date()


def two() -> tuple[Programme, Programme]:
    values: dict[str, Any] = {
        "takes_from_others": True,
        "contact_email": "funktion@exempel.invalid",
    }
    return make.programme(**values), make.programme(**values)


def asked_over(here: Programme, there: Programme) -> PassedOn:
    return passing.ask_to_pass_on(
        request=make.loan_request(here), to=there, words="Ni är närmare.", answer_by=BY_DAY,
        by=make.system(here), at=AT,
    )  # fmt: skip


def says_yes(passed: PassedOn, by: Actor | None = None) -> PassedOn:
    by = by or make.borrower_actor(passed.request)
    contact = workflow.contact_to_pass_on(passed, by, AT)
    notes = workflow.notes_to_pass_on(passed, by, AT)
    return workflow.agree(passed=passed, contact=contact, notes=notes, by=by, at=AT)


def helped(here: Programme, there: Programme, number: int = 2) -> PassedOn:
    request = make.specified(make.loan_request(here))
    request.programme = here
    return workflow.ask_for_people(
        request=request, to=there, number=number, words="", answer_by=BY_DAY,
        by=make.system(here), at=AT,
    )  # fmt: skip


def there_of(passed: PassedOn) -> LoanRequest:
    """The request that it became in the other programme."""
    assert passed.received is not None
    return passed.received


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_with_a_yes_it_becomes_a_request_there_and_ends_here() -> None:
    here, there = two()
    passed = says_yes(asked_over(here, there))
    request, received = fresh(passed.request), there_of(passed)
    assert (request.state, request.end_reason) == ("ended", EndReason.PASSED_ON)
    assert (received.programme_id, received.state) == (there.pk, "received")
    assert received.contact_id != request.contact_id
    assert received.purpose == request.purpose
    opened = vault.open(
        tenant_id=there.pk, person_ids=[received.contact_id], blob="identity",
        fields=("name", "email"), purpose="request", case=str(received.pk),
        actor=make.system(there), at=AT,
    )[received.contact_id]  # fmt: skip
    assert opened["name"].startswith("Påhittad Låntagare")


def test_what_was_worked_out_goes_along() -> None:
    here, there = two()
    passed = asked_over(here, there)
    request, by = passed.request, make.system(here)
    requests.change_assignment(
        request=request, values={"title": "Mötet i väntrummet", "practical": "Hiss finns.",
                                 "payer": "library"}, by=by, at=AT,
    )  # fmt: skip
    meetings.keep_notes(
        request=request, notes="De vill veta hur det är att vänta.",
        agreed={**dict.fromkeys(meetings.AGREED, ""), "level": "service"}, by=by, at=AT,
    )  # fmt: skip
    received = there_of(says_yes(passed))
    assert (received.assignment.title, received.assignment.practical) == (
        "Mötet i väntrummet", "Hiss finns.",
    )  # fmt: skip
    assert received.assignment.payer == there.payer
    assert fresh(received).level == "service"
    opened = vault.open(
        tenant_id=there.pk, person_ids=[received.contact_id], blob=meetings.BLOB,
        fields=(str(received.pk),), purpose="request", case=str(received.pk),
        actor=make.system(there), at=AT,
    )[received.contact_id]  # fmt: skip
    assert opened[str(received.pk)] == "De vill veta hur det är att vänta."


def test_nothing_is_copied_without_a_yes() -> None:
    here, there = two()
    passed = asked_over(here, there)
    assert not Person.objects.filter(programme=there).exists()
    for actor in (
        make.system(there), Actor.system(here.pk), Actor(Role.BORROWER, here.pk, make.any_id()),
        Actor(Role.PERSON, here.pk, passed.request.contact_id),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            workflow.contact_to_pass_on(passed, actor, AT)
    passing.refuse(passed=passed, by=make.borrower_actor(passed.request), at=AT)
    with pytest.raises(NotAllowed):
        workflow.contact_to_pass_on(fresh(passed), make.system(here), AT)
    assert not LoanRequest.objects.filter(programme=there).exists()


def test_no_answer_in_time_brings_it_back_to_the_coordinator_and_it_can_be_seen() -> None:
    here, there = two()
    passed = asked_over(here, there)
    days = [AT + timedelta(days=n) for n in (1, 7, 8, 15, 16)]
    counts = [workflow.pass_on_in_time(at) for at in days]
    assert counts == [0, 1, 0, 1, 0]
    assert (fresh(passed).state, fresh(passed).outcome) == ("back", "silent")
    assert "passed_on" in {row.step for row in today(here, days[-1]).now}
    assert not today(there, days[-1]).rows
    passing.seen(passed=fresh(passed), by=make.system(here), at=days[-1])
    assert "passed_on" not in {row.step for row in today(here, days[-1]).rows}


def test_a_library_that_closes_meanwhile_gets_nothing() -> None:
    here, there = two()
    passed = asked_over(here, there)
    Programme.objects.filter(pk=there.pk).update(takes_from_others=False)
    passed = PassedOn.objects.select_related("to_programme", "request").get(pk=passed.pk)
    assert says_yes(passed).state == "back"
    assert fresh(passed.request).state == "received"
    assert not Person.objects.filter(programme=there).exists()
    with pytest.raises(Refused):
        asked_over(here, make.programme())


def test_people_lent_across_come_as_many_and_no_more() -> None:
    here, there = two()
    passed = helped(here, there)
    received = there_of(passed)
    assert received.unit is not None
    assert received.unit.name == here.name
    lent = make.asked(received, 2)
    for inquiry in lent:
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(there), at=AT)
    assert not passed.participations.exists()  # until the team there is complete
    loan = lend.complete_team(request=received, by=make.system(there), at=AT)
    passed = fresh(passed)
    assert (passed.state, passed.number) == ("helped", 2)
    here_now = passed.participations.filter(state="confirmed")
    assert [(p.outside, p.contributor_id, p.programme_id) for p in here_now] == [
        (True, None, here.pk)
    ] * 2
    part = loan.participations.first()
    assert part is not None
    lend.withdraw_from_loan(participation=part, by=make.system(there), at=LATER)
    passed = fresh(passed)
    assert (passed.state, passed.outcome, here_now.all().count()) == ("changed", "fewer", 1)
    assert "passed_on" in {row.step for row in today(here, LATER).now}
    loan.refresh_from_db()
    lend.cancel_loan(
        loan=loan, cancel_reason="people", words="Sjuka.", by=make.system(there), at=LATER
    )
    assert (fresh(passed).state, here_now.all().count()) == ("back", 0)


def test_those_who_come_later_are_expected_at_what_is_planned_already() -> None:
    here, there = two()
    passed = helped(here, there)
    request = fresh(passed.request)
    loan = lend.confirm(
        inquiry=make.said_yes(make.asked(request, 1)[0]), by=make.system(here), at=AT
    ).loan
    row = plan(loan, 20)
    for inquiry in make.asked(there_of(passed), 2):
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(there), at=AT)
    ours = lend.complete_team(request=there_of(passed), by=make.system(there), at=AT)
    assert row.attendances.filter(state="expected").count() == 3
    kept.keep_in_time(AT)
    assert planned(ours) == [(row.starts_at, "Sal 3")]


def test_one_who_is_lent_in_the_place_of_another_takes_it() -> None:
    here, there = two()
    passed = helped(here, there, 1)
    request = fresh(passed.request)
    mine = [
        lend.confirm(inquiry=make.said_yes(one), by=make.system(here), at=AT)
        for one in make.asked(request, 2)
    ]
    loan = lend.complete_team(request=fresh(request), by=make.system(here), at=AT)
    lend.withdraw_from_loan(participation=fresh(mine[0]), by=make.system(here), at=AT)
    assert fresh(loan).seeks_until is not None
    (inquiry,) = make.asked(there_of(passed), 1)
    lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(there), at=AT)
    lend.complete_team(request=there_of(passed), reason="En.", by=make.system(there), at=AT)
    assert fresh(passed).state == "helped"
    assert fresh(loan).seeks_until is None
    assert list(loan.vacancies.values_list("state", flat=True)) == ["filled"]


def test_when_the_asking_side_ends_the_other_side_is_taken_back_or_told() -> None:
    here, there = two()
    early = helped(here, there)
    lend.end_request(
        request=fresh(early.request), end_reason="too_few", words="Nej.", by=make.system(here),
        at=AT,
    )  # fmt: skip
    assert fresh(early).state == "done"
    assert fresh(early.received).end_reason == EndReason.WITHDRAWN
    late = helped(here, there)
    for inquiry in make.asked(there_of(late), 2):
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(there), at=AT)
    lend.complete_team(request=there_of(late), by=make.system(there), at=AT)
    lend.cancel_loan(
        loan=fresh(late.request).loan, cancel_reason="other", words="Nej.", by=make.system(here),
        at=AT,
    )  # fmt: skip
    assert any(row.step == "loan" and row.values.get("name") for row in today(there, AT).now)


def lent(here: Programme, there: Programme, number: int = 2) -> tuple[PassedOn, Loan, Loan]:
    """A thread by which so many come, the loan that asked, and the one that lends."""
    passed = helped(here, there, number)
    for inquiry in make.asked(there_of(passed), number):
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(there), at=AT)
    ours = lend.complete_team(
        request=there_of(passed), reason="De vill ha en.", by=make.system(there), at=AT
    )
    theirs = lend.complete_team(
        request=fresh(passed.request), reason="De räcker.", by=make.system(here), at=AT
    )
    return fresh(passed), theirs, ours


def planned(loan: Loan) -> list[tuple[Any, str]]:
    rows = loan.occasions.filter(state="planned").order_by("starts_at")
    return [(row.starts_at, row.place) for row in rows]


def plan(loan: Loan, days: int, **more: Any) -> Occasion:
    return occasions.plan_occasion(
        loan=loan, starts_at=AT + timedelta(days=days), ends_at=AT + timedelta(days=days, hours=2),
        place="Sal 3", digital=False, by=make.system(loan.programme), at=AT, **more,
    )  # fmt: skip


def told(loan: Loan, kind: str) -> int:
    return OutboxMessage.objects.filter(tenant_id=loan.programme_id, kind=kind).count()


def test_the_times_of_those_lent_are_kept_by_their_own_library() -> None:
    here, there = two()
    _passed, theirs, ours = lent(here, there)
    own = plan(ours, 3)  # a talk beforehand, of the lending library itself
    before = told(ours, "occasion_planned")
    row = plan(theirs, 20)
    assert "loan" in {one.step for one in today(there, AT).now}
    shown = times_there(fresh(ours), AT)
    assert shown is not None
    assert (shown["name"], shown["times"]) == (here.name, [(row, 2)])
    kept.keep_in_time(AT)
    assert planned(ours)[1:] == planned(theirs)
    assert told(ours, "occasion_planned") == before + 3  # each of them, and the borrower there
    assert kept.keep_in_time(AT) == 0 or told(ours, "occasion_planned") == before + 3
    assert "loan" not in {one.step for one in today(there, AT).now}
    occasions.change_occasion(
        occasion=row, seen=occasion_version(row), starts_at=row.starts_at + timedelta(days=1),
        ends_at=row.ends_at + timedelta(days=1), place="Sal 4", by=make.system(here), at=AT,
    )  # fmt: skip
    kept.keep_in_time(AT)
    assert planned(ours)[1:] == planned(theirs) == [(AT + timedelta(days=21), "Sal 4")]
    assert told(ours, "occasion_changed") == 3
    occasions.cancel_occasion(occasion=fresh(row), reason="Rummet.", by=make.system(here), at=AT)
    kept.keep_in_time(AT)
    assert planned(ours) == [(own.starts_at, "Sal 3")]
    assert told(ours, "occasion_cancelled") == 3


def test_the_interpreter_that_the_lending_library_sees_to_stays_and_is_booked_anew() -> None:
    here, there = two()
    _passed, theirs, ours = lent(here, there)
    row = plan(theirs, 20)
    kept.keep_in_time(AT)
    own = ours.occasions.get()
    with_interpreter: dict[str, Any] = {
        "interpreter": "to_book", "interpreter_language": "arabiska", "interpreter_by": "library",
    }  # fmt: skip
    occasions.change_occasion(
        occasion=own, seen=occasion_version(own), starts_at=own.starts_at, ends_at=own.ends_at,
        **with_interpreter, by=make.system(there), at=AT,
    )  # fmt: skip
    occasions.book_interpreter(
        occasion=fresh(own), interpreter="booked", by=make.system(there), at=AT
    )
    for days, place, wanted in ((0, "Sal 4", "booked"), (1, "Sal 4", "to_book")):
        row, later = fresh(row), timedelta(days=days)
        occasions.change_occasion(
            occasion=row, seen=occasion_version(row), starts_at=row.starts_at + later,
            ends_at=row.ends_at + later, place=place, by=make.system(here), at=AT,
        )  # fmt: skip
        kept.keep_in_time(AT)
        mine = fresh(own)
        assert (mine.starts_at, mine.place) == (fresh(row).starts_at, place)
        assert (mine.interpreter, mine.interpreter_language) == (wanted, "arabiska")


def test_a_time_that_one_lent_can_not_come_at_is_on_the_day_of_the_lending_library() -> None:
    here, there = two()
    _passed, theirs, ours = lent(here, there)
    row = plan(theirs, 20)
    kept.keep_in_time(AT)
    part = ours.participations.order_by("id").first()
    assert part is not None
    assert part.contributor is not None
    request = make.loan_request(there)
    inquiry, mate = make.asked(request, [part.contributor, make.contributor(there)])
    for one in (inquiry, mate):
        lend.confirm(inquiry=make.said_yes(one), by=make.system(there), at=AT)
    plan(lend.complete_team(request=request, by=make.system(there), at=AT), 25)
    occasions.change_occasion(
        occasion=row, seen=occasion_version(row), starts_at=AT + timedelta(days=25),
        ends_at=AT + timedelta(days=25, hours=2), by=make.system(here), at=AT,
    )  # fmt: skip
    kept.keep_in_time(AT)
    assert planned(ours) == []
    why = {str(one.why) for one in today(there, AT).now if one.pk == ours.pk}
    assert any("planned a time" in one or "planerat en tid" in one for one in why), why


def test_who_is_lent_is_said_by_the_lending_library_alone() -> None:
    here, there = two()
    _passed, theirs, _ours = lent(here, there)
    row = theirs.participations.order_by("id").first()
    assert row is not None
    with pytest.raises(Refused):
        lend.withdraw_from_loan(participation=row, by=make.system(here), at=AT)
    workflow.pass_on_in_time(LATER)
    assert list(theirs.participations.values_list("state", flat=True)) == ["confirmed"] * 2
    assert told(theirs, "team_changed") == 0


def test_one_lent_who_leaves_a_complete_team_leaves_a_place_that_another_can_take() -> None:
    here, there = two()
    passed, theirs, ours = lent(here, there)
    gone = ours.participations.order_by("id").first()
    assert gone is not None
    lend.withdraw_from_loan(participation=gone, by=make.system(there), at=AT)
    assert theirs.vacancies.filter(state="open").count() == 1
    assert fresh(theirs).seeks_until is not None
    assert told(theirs, "team_changed") == 1
    between.take_back(fresh(passed), make.system(here), AT)
    assert theirs.vacancies.filter(state="open").count() == 2
    assert told(theirs, "team_changed") == 2


def test_when_people_are_taken_back_the_lending_library_has_it_on_its_day() -> None:
    here, there = two()
    passed, _theirs, ours = lent(here, there)
    between.take_back(passed, make.system(here), AT)
    assert ours.pk in {one.pk for one in today(there, AT).now if one.step == "loan"}


def test_when_it_has_been_held_there_nobody_more_comes_from_there() -> None:
    here, there = two()
    passed, theirs, ours = lent(here, there)
    first, later = AT + timedelta(days=3), AT + timedelta(days=4)
    for loan in (theirs, ours):
        row = plan(loan, 2)
        occasions.hold_occasion(occasion=row, by=make.system(loan.programme), at=first)
    gone = ours.participations.order_by("id").first()
    assert gone is not None
    lend.withdraw_from_loan(participation=gone, by=make.system(there), at=first)
    assert (fresh(passed).number, fresh(passed).outcome) == (1, "fewer")
    lend.carry_out(loan=fresh(ours), by=make.system(there), at=later)
    workflow.pass_on_in_time(later)
    assert (fresh(passed).number, fresh(passed).outcome) == (1, "fewer")


def test_what_came_of_it_reaches_those_lent() -> None:
    here, there = two()
    _passed, theirs, ours = lent(here, there)
    later = AT + timedelta(days=20)
    for loan in (theirs, ours):
        make.carried_out(loan, at=later)
    for kind in ("summary", "borrower"):
        owed.send_feedback(
            feedback=theirs.feedback.get(kind=kind), text=f"Det blev så: {kind}.",
            by=make.system(here), at=later,
        )  # fmt: skip
    before = told(ours, "feedback")
    kept.keep_in_time(later)
    assert dict(ours.feedback.values_list("kind", "text")) == {
        "summary": "Det blev så: summary.", "borrower": "Det blev så: borrower.",
    }  # fmt: skip
    assert told(ours, "feedback") == before + 4
    kept.keep_in_time(later)
    assert told(ours, "feedback") == before + 4


def test_what_a_coordinator_has_begun_to_tell_those_lent_is_left() -> None:
    here, there = two()
    _passed, theirs, ours = lent(here, there)
    for loan in (theirs, ours):
        make.carried_out(loan, at=LATER)
    owed.send_feedback(
        feedback=theirs.feedback.get(kind="summary"), text="Det blev så.", by=make.system(here),
        at=LATER,
    )  # fmt: skip
    ((row, text),) = queries.to_hand_on()
    owed.write_feedback(feedback=fresh(row), text="Vi tror", by=make.system(there), at=LATER)
    asker = Actor(Role.BORROWER, there.pk, ours.request.contact_id)
    kept.hand_on(feedback=row, text=text, by=asker, at=LATER)
    assert (fresh(row).state, fresh(row).text) == ("owed", "Vi tror")


def test_a_no_there_is_said_here() -> None:
    here, there = two()
    passed = helped(here, there)
    lend.end_request(
        request=there_of(passed), end_reason="nobody_fits", words="Ingen.",
        by=make.system(there), at=AT,
    )  # fmt: skip
    assert (fresh(passed).state, fresh(passed).outcome) == ("back", "declined")
    workflow.pass_on_in_time(LATER)
    assert fresh(passed).state == "back"


def test_an_erased_contact_can_be_asked_nothing() -> None:
    here, there = two()
    request = make.loan_request(here)
    Person.objects.filter(pk=request.contact_id).update(erased_at=AT)
    request.contact.refresh_from_db()
    with pytest.raises(Refused):
        passing.ask_to_pass_on(
            request=request, to=there, words="", answer_by=BY_DAY, by=make.system(here), at=AT
        )
