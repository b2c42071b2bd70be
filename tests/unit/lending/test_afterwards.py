"""What comes after a loan: how people are, what felt wrong, debts, and what it led to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused, Stale
from erfara.foundation.models import AuditEvent, OutboxMessage
from erfara.lending import after_queries as queries
from erfara.lending.actions import aftercare, concerns, effects, loans, occasions
from erfara.lending.models import Aftercare, Concern, Effect, EffectAsk, FollowUp, Story
from erfara.people.silence_queries import months_before
from erfara.workflows import afterwards, consent, erasing, lend, timekeeping
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

HELD = make.AT + timedelta(days=20)
DAY = timedelta(days=1)


@pytest.fixture
def library() -> Any:
    return make.programme()


@pytest.fixture
def loan(library: Any) -> Any:
    return make.carried_out(make.team(make.loan_request(library)), at=HELD)


def her(row: Any) -> Actor:
    return Actor(Role.PERSON, row.programme_id, row.contributor.person_id)


def asked(loan: Any, at: Any = HELD + DAY) -> list[Aftercare]:
    afterwards.ask_how_they_are(at)
    return list(Aftercare.objects.filter(participation__loan=loan).order_by("created_at", "id"))


def letters(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def test_each_is_asked_once_the_day_after(loan):
    assert asked(loan, HELD) == []  # the same day
    rows = asked(loan)
    assert [row.state for row in rows] == ["asked", "asked"]
    assert letters("aftercare") == 2
    assert len(asked(loan, HELD + 2 * DAY)) == 2
    assert letters("aftercare") == 2


def test_nobody_is_asked_where_the_programme_does_not(loan, library):
    type(library).objects.update(aftercare_days=None)
    assert asked(loan) == []


def test_what_was_long_ago_is_not_asked_about(loan):
    assert asked(loan, HELD + 30 * DAY) == []


def test_whoever_left_or_stayed_away_is_not_asked(library):
    loan = make.team(make.loan_request(library), 3)
    first, second, third = loan.participations.order_by("created_at", "id")
    loans.withdraw_participation(participation=first, by=make.system(library), at=make.AT)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=HELD - timedelta(hours=3), ends_at=HELD - timedelta(hours=1),
        place="Här", digital=False, by=make.system(library), at=make.AT,
    )  # fmt: skip
    occasions.hold_occasion(occasion=occasion, absent={second.pk}, by=make.system(library), at=HELD)
    assert [row.participation_id for row in asked(loan)] == [third.pk]


def test_shaken_is_with_the_coordinator_until_somebody_has_been_in_touch(loan):
    row = asked(loan)[0]
    by = make.system(loan.programme)
    aftercare.answer_aftercare(
        aftercare=row, answer="shaken", words="Det snurrar.", by=her(row), at=HELD + DAY
    )
    assert row.state == "needs_care"
    with pytest.raises(Refused):
        aftercare.look_after(aftercare=row, done=" ", again_in=3, by=by, at=HELD + DAY)
    aftercare.look_after(aftercare=row, done="Vi pratade.", again_in=3, by=by, at=HELD + DAY)
    again = Aftercare.objects.get(again=True)
    afterwards.ask_how_they_are(HELD + 3 * DAY)
    again.refresh_from_db()
    assert again.state == "waiting"
    afterwards.ask_how_they_are(HELD + 4 * DAY)
    again.refresh_from_db()
    assert again.state == "asked"
    aftercare.answer_aftercare(aftercare=again, answer="call", by=her(again), at=HELD + 5 * DAY)
    aftercare.look_after(aftercare=again, done="Ringt.", again_in=3, by=by, at=HELD + 5 * DAY)
    assert Aftercare.objects.count() == 3  # two were asked, one of them twice; no third time
    words = AuditEvent.objects.filter(about_id=row.pk).values_list("reason", "facts")
    assert "pratade" not in str(list(words))


def test_she_can_say_that_it_is_not_fine_after_all(loan):
    row = asked(loan)[0]
    for answer in ("fine", "fine", "call"):
        aftercare.answer_aftercare(aftercare=row, answer=answer, by=her(row), at=HELD + DAY)
    assert row.state == "needs_care"


def test_silence_ends_by_itself(loan):
    asked(loan)
    afterwards.let_silence_be(HELD + 8 * DAY)
    assert set(Aftercare.objects.values_list("state", flat=True)) == {"asked"}
    afterwards.let_silence_be(HELD + 9 * DAY)
    assert set(Aftercare.objects.values_list("state", flat=True)) == {"silent"}
    assert letters("aftercare") == 2  # nobody is chased
    afterwards.let_silence_be(HELD + 30 * DAY)
    assert set(Aftercare.objects.values_list("state", flat=True)) == {"unanswered"}


def test_after_several_times_one_question_is_open_for_each(library):
    loan = make.team(make.loan_request(library))
    by = make.system(library)
    for number in range(2):
        starts = HELD + number * 2 * DAY
        occasion = occasions.plan_occasion(
            loan=loan, starts_at=starts, ends_at=starts + timedelta(hours=2), place="Här",
            digital=False, by=by, at=make.AT,
        )  # fmt: skip
        occasions.hold_occasion(occasion=occasion, by=by, at=starts + timedelta(hours=3))
        afterwards.ask_how_they_are(starts + DAY)
    states = sorted(Aftercare.objects.values_list("state", flat=True))
    assert states == ["asked", "asked", "replaced", "replaced"]


def test_one_whose_details_go_is_asked_nothing(loan):
    row = asked(loan)[0]
    aftercare.answer_aftercare(aftercare=row, answer="call", by=her(row), at=HELD + DAY)
    concern = raised(row)
    consent.leave(contributor=row.contributor, how="phone", by=her(row), at=HELD + DAY)
    row.contributor.refresh_from_db()
    erasing.erase(contributor=row.contributor, at=HELD + 4 * DAY)
    row.refresh_from_db()
    concern.refresh_from_db()
    assert (row.state, concern.state) == ("stopped", "stopped")


# What felt wrong


def raised(row: Any, route: str = "coordinator") -> Concern:
    return concerns.raise_concern(
        person=row.contributor.person, kind="wrong", words="En fråga var konstig.", route=route,
        loan=row.participation.loan, by=her(row), at=HELD + DAY,
    )  # fmt: skip


def test_an_answer_is_owed_and_can_be_found_too_little_once(loan):
    row = asked(loan)[0]
    by, me = make.system(loan.programme), her(row)
    concern = raised(row)
    assert concern.answer_by == (HELD + 8 * DAY).date()
    concerns.answer_concern(concern=concern, words="Vi tar upp det.", by=by, at=HELD + 2 * DAY)
    assert letters("concern_answer") == 1
    concerns.reopen_concern(concern=concern, words="Men när?", by=me, at=HELD + 3 * DAY)
    assert concern.answer_by == (HELD + 10 * DAY).date()
    concerns.answer_concern(concern=concern, words="I morgon.", by=by, at=HELD + 4 * DAY)
    assert concern.state == "settled"
    with pytest.raises(Stale):
        concerns.reopen_concern(concern=concern, words="Igen", by=me, at=HELD + 5 * DAY)


def test_what_is_about_a_coordinator_is_not_answered_by_one(loan):
    concern = raised(asked(loan)[0], route="administrator")
    with pytest.raises(Stale):
        concerns.answer_concern(
            concern=concern, words="Nej.", by=make.system(loan.programme), at=HELD + DAY
        )
    administrator = Actor(Role.ADMINISTRATOR, loan.programme_id, make.any_id())
    concerns.answer_concern(concern=concern, words="Tack.", by=administrator, at=HELD + DAY)
    assert concern.state == "answered"
    afterwards.settle_concerns(HELD + 40 * DAY)
    concern.refresh_from_db()
    assert concern.state == "settled"


def test_a_talk_afterwards_raises_what_felt_wrong(loan):
    follow_up: Any = FollowUp.objects.filter(loan=loan, participation__isnull=False).first()
    values = {"felt": "both", "again": "yes", "felt_wrong": "yes", "wrong": "De skrattade."}
    lend.follow_up(
        follow_up=follow_up, values=values, channel="phone", by=make.system(loan.programme),
        at=HELD + 5 * DAY,
    )  # fmt: skip
    assert Concern.objects.get().person_id == follow_up.participation.contributor.person_id
    other: Any = FollowUp.objects.filter(
        loan=loan, participation__isnull=False, state="due"
    ).first()
    lend.follow_up(
        follow_up=other, values={**values, "felt_wrong": "no"}, channel="phone",
        by=make.system(loan.programme), at=HELD + 5 * DAY,
    )  # fmt: skip
    assert Concern.objects.count() == 1


# Debts


def test_two_reminders_then_others_are_told_and_then_nobody_is_written_to(loan):
    feedback = loan.feedback.get(kind="borrower")
    late = HELD + timedelta(days=loan.programme.feedback_days + 1)
    for days in (0, 10, 31, 62, 93, 124, 155):
        timekeeping.chase_debts(late + days * DAY)
    feedback.refresh_from_db()
    assert feedback.reminders == 2
    assert feedback.escalated_at == late + 62 * DAY
    assert OutboxMessage.objects.filter(kind="feedback_reminder").count() == 2
    assert queries.stage_of_debt(feedback.due_on, None, (late + 178 * DAY).date()) == ""
    assert queries.stage_of_debt(feedback.due_on, None, (late + 181 * DAY).date()) == "write_off"


# What it led to


def months(loan: Any, number: int) -> Any:
    return HELD + (months_before(loan.carried_out_on, -number) - loan.carried_out_on)


def ask(loan: Any, number: int = 3) -> EffectAsk:
    loan.refresh_from_db()
    afterwards.ask_what_changed(months(loan, number))
    return EffectAsk.objects.get(loan=loan, months=number, participation__isnull=True)


def test_the_borrower_is_asked_on_its_days_and_answers_end_it(loan):
    by = make.borrower_actor(loan.request)
    afterwards.ask_what_changed(months(loan, 3) - DAY)
    assert not EffectAsk.objects.exists()
    first = ask(loan, 3)
    assert letters("effect_ask") == 1
    effects.tell_nothing(ask=first, answer="nothing_yet", by=by, at=months(loan, 3))
    second = ask(loan, 6)
    effects.tell_nothing(ask=second, answer="nothing_more", by=by, at=months(loan, 6))
    afterwards.ask_what_changed(months(loan, 12))
    assert not EffectAsk.objects.filter(months=12, participation__isnull=True).exists()
    # Those who took part are asked once, whatever the borrower says.
    assert EffectAsk.objects.filter(months=12, participation__isnull=False).count() == 2


def test_a_closed_loan_is_asked_about_and_those_who_took_part_are_told(loan):
    make.fed_back(make.followed_up(loan))
    row = ask(loan, 6)
    at, by = months(loan, 6), make.system(loan.programme)
    told = {"information": "Breven har dag och plats först.", "knowledge": ""}
    effects.tell_effects(ask=row, told=told, by=make.borrower_actor(loan.request), at=at)
    with pytest.raises(Stale):  # the other colleague's answer
        effects.tell_effects(ask=row, told=told, by=make.borrower_actor(loan.request), at=at)
    assert Effect.objects.filter(ask=row).count() == 2
    effects.send_effects(ask=row, by=by, at=at)
    assert (row.state, letters("effects")) == ("on_its_way", 2)
    for message in OutboxMessage.objects.filter(kind="effects"):
        afterwards.after_effects_were_sent(message, at)
    row.refresh_from_db()
    assert row.state == "sent"
    story = effects.tell_publicly(ask=row, by=by, at=at)
    assert story.state == "draft"
    with pytest.raises(Refused):
        effects.tell_publicly(ask=row, by=by, at=at)
    assert Story.objects.count() == 1


def test_silence_is_reminded_of_once_and_ends(loan):
    row = ask(loan)
    start = months(loan, 3)
    for days in (0, 20, 31, 40, 60):
        afterwards.chase_effects(start + days * DAY)
    assert letters("effect_reminder") == 1
    row.refresh_from_db()
    assert row.state == "asked"
    afterwards.chase_effects(start + 61 * DAY)
    row.refresh_from_db()
    assert row.state == "silent"
    effects.tell_effects(  # by a link that still lives
        ask=row, told={"trust": ""}, by=make.borrower_actor(loan.request), at=start + 62 * DAY
    )
    assert row.state == "told"


def test_a_person_does_not_answer_for_the_borrower(loan):
    row = ask(loan)
    part = loan.participations.first()
    me = Actor(Role.PERSON, loan.programme_id, part.contributor.person_id)
    with pytest.raises((Refused, NotAllowed)):
        effects.tell_effects(ask=row, told={"trust": ""}, by=me, at=months(loan, 3))


def test_what_a_person_writes_about_herself_is_hers(loan):
    make.borrower_actor(loan.request)
    ask(loan, 12)
    row: Any = EffectAsk.objects.filter(participation__isnull=False).first()
    me = Actor(Role.PERSON, loan.programme_id, row.participation.contributor.person_id)
    at, by = months(loan, 12), make.system(loan.programme)
    effects.tell_effects(ask=row, told={"taking_part": "Jag vågar mer."}, by=me, at=at)
    assert Effect.objects.get(ask=row).text == ""
    with pytest.raises(Refused):
        effects.send_effects(ask=row, by=by, at=at)
    effects.note_effects(ask=row, reason="Läst.", by=by, at=at)
    assert row.state == "noted"


def test_asking_ends_with_a_reason_when_the_contact_is_erased(loan):
    make.fed_back(make.followed_up(loan))
    row = ask(loan, 6)
    erasing._nothing_more(
        loan.request.contact, None, Actor.system(loan.programme_id), months(loan, 6)
    )
    row.refresh_from_db()
    assert row.state == "stopped"
    event = AuditEvent.objects.get(about_id=row.pk, event="effect_ask.stop")
    assert event.reason


def test_a_cancelled_loan_is_not_asked_about(library):
    loan = make.team(make.loan_request(library))
    lend.cancel_loan(
        loan=loan, cancel_reason="borrower", words="Nej.", by=make.system(library), at=HELD
    )
    afterwards.ask_what_changed(HELD + 100 * DAY)
    afterwards.ask_how_they_are(HELD + DAY)
    assert not EffectAsk.objects.exists()
    assert not Aftercare.objects.exists()
