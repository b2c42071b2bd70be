"""A way to each state whose pen is the coordinator's: for the day's tests, and its benchmark."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from erfara.compensation import actions as pay
from erfara.compensation.actions import claims
from erfara.compensation.actions import lists as payment_lists
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import (
    acceptances,
    aftercare,
    agreements,
    attending,
    concerns,
    effects,
    inquiries,
    meetings,
    occasions,
    owed,
    passing,
    requests,
    stories,
)
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.actions import interviews, presentations
from erfara.people.actions.errands import add_errand
from erfara.people.actions.log_questions import ask_about_log
from erfara.people.actions.print_lists import FEW, ask_print_list
from erfara.workflows import lend
from erfara.workflows import passing as between_libraries
from tests import factories as make
from tests.integration import files

AT = make.AT
_numbers = count(100)


def _parked(of):
    row = make.loan_request(of)
    requests.park(request=row, waits_for="en ansökan", look_again_on=(AT + timedelta(40)).date(),
                  by=make.system(of), at=AT)  # fmt: skip


def _booked(of):
    row = make.loan_request(of)
    requests.book_meeting(request=row, meeting_at=AT + timedelta(days=3), by=make.system(of), at=AT)


def _meeting(of, *, declined: bool = False):
    row = make.loan_request(of)
    meeting = meetings.offer(
        request=row, times=[AT + timedelta(days=n) for n in (3, 4)], ways=meetings.Ways(),
        by=make.system(of), at=AT,
    )  # fmt: skip
    if declined:
        meetings.decline_times(meeting=meeting, words="", by=make.borrower_actor(row), at=AT)


def _passed(of, state: str):
    there = make.programme(takes_from_others=True)
    if state == "back":
        passed = passing.ask_to_pass_on(
            request=make.loan_request(of), to=there, words="", answer_by=AT.date(),
            by=make.system(of), at=AT,
        )  # fmt: skip
        passing.refuse(passed=passed, by=make.system(of), at=AT)
        return
    row = make.specified(make.loan_request(of))
    of.contact_email = "funktion@exempel.invalid"
    of.save(update_fields=["contact_email"])
    row.programme = of
    passed = between_libraries.ask_for_people(
        request=row, to=there, number=2, words="", answer_by=(AT + timedelta(9)).date(),
        by=make.system(of), at=AT,
    )  # fmt: skip
    system = Actor.system(of.pk)
    passing.follow(passed=passed, coming=2, over=False, by=system, at=AT)
    passing.follow(passed=passed, coming=1, over=False, by=system, at=AT)


def _chosen(of):
    row = make.specified(make.loan_request(of))
    inquiries.choose(request=row, contributor=make.contributor(of), by=make.system(of), at=AT)


def _answered(of, answer: str):
    one, _other = make.asked(make.loan_request(of), 2)
    inquiries.answer(
        inquiry=one, answer=answer, words="Hur länge?" if answer == "asked_more" else "",
        by=make.person_actor(one), at=AT,
    )  # fmt: skip


def _interested(of):
    return people.note_interest(
        programme=of, identity={"email": f"{make.any_id()}@exempel.invalid"}, channel="web",
        by=make.system(of), at=AT,
    )  # fmt: skip


def _cant_come(of):
    occasion = _planned(of)
    row = occasion.attendances.order_by("id").first()
    her = make.person_actor(row.participation.inquiry)
    attending.say_coming(attendance=row, answer="not_coming", by=her, at=AT)


def _planned(of):
    loan = make.team(make.loan_request(of))
    return occasions.plan_occasion(
        loan=loan, starts_at=AT + timedelta(days=20), ends_at=AT + timedelta(days=20, hours=2),
        place="Här", digital=False, by=make.system(of), at=AT,
    )  # fmt: skip


def _carried_out(of):
    return make.carried_out(make.team(make.loan_request(of)))


def _summary_sent(of):
    loan = make.followed_up(_carried_out(of))
    summary = loan.feedback.get(kind="summary")
    owed.send_feedback(feedback=summary, text="Det här kom fram.", by=make.system(of), at=AT)


def _presented(of, *, wished: bool = False):
    row = make.contributor(of)
    by = make.system(of)
    draft = presentations.write(contributor=row, title="Rubrik", text="Text.", by=by, at=AT)
    if wished:
        sent = presentations.send(presentation=draft, found=[], looked_at=[], by=by, at=AT)
        her = Actor(Role.PERSON, of.pk, row.person_id)
        presentations.wish(presentation=sent, words="Mer.", by=her, at=AT)


def _talk(of, state):
    row, by, ends = _interested(of), make.system(of), AT + timedelta(days=2, hours=1)
    if state == "booked":
        interviews.book(
            contributor=row, starts_at=AT + timedelta(days=2), ends_at=ends, how="phone", where="",
            interviewer=None, by=by, at=AT,
        )  # fmt: skip
        return
    talk = interviews.begin_now(contributor=row, how="phone", by=by, at=AT)
    if state == "thinking":
        interviews.think(interview=talk, look_again_on=ends.date(), by=by, at=AT)


def _asked_about_log(of: Any) -> None:
    row = make.contributor(of)
    ask_about_log(
        person=row.person, day=AT.date(), purpose="person_page", actor_role="coordinator",
        actor_label="", words="Varför?", by=Actor(Role.PERSON, of.pk, row.person_id), at=AT,
    )  # fmt: skip


def _somebody_with_a_telephone() -> bytes:
    """A file with one row; somebody new each time."""
    return files.csv([[files.new_name(), "", f"070-123 4{next(_numbers)}", "", "", "", ""]])


def _list_asked_for(of: Any) -> None:
    for _number in range(FEW + 1):
        make.contributor(of)
    ask_print_list(
        programme=of, kind="register", day=None, reason="En dag i biblioteket.",
        by=Actor(Role.COORDINATOR, of.pk, uuid4()), at=AT,
    )  # fmt: skip


def _said_yes_late(of: Any) -> None:
    request = make.loan_request(of)
    team = make.asked(request, 3)
    for inquiry in team[:2]:
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(of), at=AT)
    lend.complete_team(request=request, by=make.system(of), at=AT)
    make.said_yes(team[2])


def _somebody_left(of: Any) -> None:
    loan = make.team(make.loan_request(of))
    part = loan.participations.order_by("id").first()
    assert part is not None
    lend.withdraw_from_loan(participation=part, by=make.system(of), at=AT)


def _agreement(of: Any, state: str) -> None:
    loan, by = make.team(make.loan_request(of)), make.system(of)
    of.asks_conflicts = True
    of.save(update_fields=["asks_conflicts"])
    row = agreements.prepare_agreement(loan=loan, by=by, at=AT)
    if state == "draft":
        return
    agreements.send_agreement(agreement=row, accept_by=AT.date(), pays={}, by=by, at=AT)
    if state == "late":
        agreements.pass_deadline(agreement=row, by=Actor.system(of.pk), at=AT)
        return
    answer = row.acceptances.exclude(participation=None).earliest("created_at")
    her = Actor(Role.PERSON, of.pk, answer.person_id)
    if state == "wants_change":
        acceptances.want_change(answer=answer, version=1, words="Mer.", by=her, at=AT)
        return
    acceptances.accept(
        answer=answer, version=1, support="nobody", conflict="declared", declaration="En bror.",
        by=her, at=AT,
    )  # fmt: skip


def _paid_by_list(of: Programme, state: str) -> None:
    """A list for whoever pays out: of many or of a few, sent, or with one who hasn't got it."""
    by = Actor(Role.COORDINATOR, of.pk, uuid4())
    loan = make.team(make.loan_request(of), 6 if state == "asked" else 2)
    for part in loan.participations.all():
        pay.agree(
            participation=part, amount=Decimal(900), basis="day", payer="library", by=by, at=AT
        )
    make.carried_out(loan, at=AT)
    row = payment_lists.make_list(programme=of, until=AT.date(), by=by, at=AT)
    if state in {"sent", "missing"}:
        payment_lists.send_list(row=row, on=AT.date(), by=by, at=AT)
    if state == "missing":
        pay.not_come(compensation=row.payments.all()[0], by=by, at=AT)


def _had_a_cost(of: Programme) -> None:
    loan = make.team(make.loan_request(of))
    claims.claim(
        participation=loan.participations.all()[0], kind="travel", day=AT.date(),
        amount=Decimal(60), by=make.system(of), at=AT,
    )  # fmt: skip


# Each state whose pen is the coordinator's, and a way to come there.
def _asked_how(of: Any) -> Any:
    loan = _carried_out(of)
    return aftercare.ask_after(
        occasion=loan.occasions.get(), participation=loan.participations.order_by("id").first(),
        by=Actor.system(of.pk), at=AT + timedelta(days=21),
    )  # fmt: skip


def _shaken(of: Any) -> None:
    aftercare.answer_aftercare(
        aftercare=_asked_how(of), answer="shaken", by=make.system(of), at=AT + timedelta(days=21)
    )


def _silent(of: Any) -> None:
    aftercare.fall_silent(
        aftercare=_asked_how(of), by=Actor.system(of.pk), at=AT + timedelta(days=30)
    )


def _felt_wrong(of: Any, *, again: bool = False) -> None:
    row = make.contributor(of)
    her = Actor(Role.PERSON, of.pk, row.person_id)
    concern = concerns.raise_concern(person=row.person, kind="wrong", words="Något.", by=her, at=AT)
    if again:
        concerns.answer_concern(concern=concern, words="Svar.", by=make.system(of), at=AT)
        concerns.reopen_concern(concern=concern, words="Mer.", by=her, at=AT)


def _led_to(of: Any, *, sent: bool = False) -> None:
    ask: Any = effects.ask_for_effects(
        loan=_carried_out(of), months=3, by=Actor.system(of.pk), at=AT + timedelta(days=111)
    )
    by = make.system(of)
    effects.tell_effects(ask=ask, told={"trust": ""}, by=by, at=AT + timedelta(days=111))
    if sent:
        effects.send_effects(ask=ask, by=by, at=AT + timedelta(days=112))


WAYS: dict[tuple[str, str], Any] = {
    ("loan_request", "received"): make.loan_request,
    ("agreement", "draft"): lambda of: _agreement(of, "draft"),
    ("agreement", "late"): lambda of: _agreement(of, "late"),
    ("acceptance", "wants_change"): lambda of: _agreement(of, "wants_change"),
    ("acceptance", "declared"): lambda of: _agreement(of, "declared"),
    ("loan_request", "pre_meeting"): _booked,
    ("meeting", "booked"): _booked,
    ("meeting", "declined"): lambda of: _meeting(of, declined=True),
    ("passed_on", "back"): lambda of: _passed(of, "back"),
    ("passed_on", "changed"): lambda of: _passed(of, "changed"),
    ("loan_request", "waiting"): _parked,
    ("loan_request", "specified"): lambda of: make.specified(make.loan_request(of)),
    ("loan_request", "asking"): lambda of: make.asked(make.loan_request(of)),
    ("inquiry", "chosen"): _chosen,
    ("inquiry", "asked_more"): lambda of: _answered(of, "asked_more"),
    ("inquiry", "yes"): lambda of: _answered(of, "yes"),
    ("inquiry", "late"): _said_yes_late,
    ("vacancy", "open"): _somebody_left,
    ("loan", "confirmed"): lambda of: make.team(make.loan_request(of)),
    ("loan", "carried_out"): _carried_out,
    ("loan", "followed_up"): lambda of: make.followed_up(_carried_out(of)),
    ("loan", "fed_back"): lambda of: make.fed_back(make.followed_up(_carried_out(of))),
    ("occasion", "planned"): _planned,
    ("attendance", "not_coming"): _cant_come,
    ("follow_up", "due"): _carried_out,
    ("feedback", "owed"): _carried_out,
    ("feedback", "on_its_way"): _summary_sent,
    ("compensation", "agreed"): _carried_out,
    ("compensation", "missing"): lambda of: _paid_by_list(of, "missing"),
    ("claim", "claimed"): _had_a_cost,
    ("payment_list", "asked"): lambda of: _paid_by_list(of, "asked"),
    ("payment_list", "open"): lambda of: _paid_by_list(of, "open"),
    ("payment_list", "sent"): lambda of: _paid_by_list(of, "sent"),
    ("contributor", "interested"): _interested,
    ("contributor", "to_phone"): lambda of: files.written(of, _somebody_with_a_telephone(), AT),
    ("register_import", "described"): lambda of: files.waiting(of, "described", AT),
    ("register_import", "review"): lambda of: files.waiting(of, "review", AT),
    ("register_import", "stuck"): lambda of: files.waiting(of, "stuck", AT),
    ("register_import", "done"): lambda of: files.waiting(of, "done", AT),
    ("interview", "booked"): lambda of: _talk(of, "booked"),
    ("interview", "under_way"): lambda of: _talk(of, "under_way"),
    ("interview", "thinking"): lambda of: _talk(of, "thinking"),
    ("presentation", "draft"): _presented,
    ("presentation", "wished"): lambda of: _presented(of, wished=True),
    ("log_question", "asked"): _asked_about_log,
    ("aftercare", "needs_care"): _shaken,
    ("aftercare", "silent"): _silent,
    ("concern", "raised"): _felt_wrong,
    ("concern", "reopened"): lambda of: _felt_wrong(of, again=True),
    ("effect_ask", "told"): _led_to,
    ("effect_ask", "on_its_way"): lambda of: _led_to(of, sent=True),
    ("story", "draft"): lambda of: stories.write_story(
        loan=make.followed_up(_carried_out(of)),
        title="Nu går det att läsa",
        text="Det ledde dit.",
        by=make.system(of),
        at=AT,
    ),
    ("public_message", "received"): lambda of: people.receive_message(
        programme=of, about="contact", values={"text": "Hej."}, by=Actor(Role.PUBLIC, of.pk), at=AT
    ),
    ("print_list", "asked"): _list_asked_for,
    ("errand", "waiting"): lambda of: add_errand(
        contributor=make.contributor(of), kind="research", by=make.system(of), at=AT
    ),
}
