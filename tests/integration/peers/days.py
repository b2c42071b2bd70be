"""A way to each state of peer support whose pen is the lead's: for the day's tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps

from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import StatefulModel
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.duties import actions as duties
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.pool.actions import offers
from erfara.peersupport.recruitment.actions import interviewing, rounds
from erfara.peersupport.training.actions import planning
from erfara.peersupport.workplaces import actions as workplaces
from erfara.workflows import certifying
from erfara.workflows import workplaces as flow
from tests import factories as make
from tests.factories.peers import certificates as certified
from tests.factories.peers import recruitment as recruiting
from tests.factories.peers import setup
from tests.factories.peers import training as courses
from tests.factories.peers import workplaces as peers

AT = make.AT
LONG_AGO = AT - timedelta(days=90)


def _unanswered(of: Any) -> None:
    row = peers.offered(of, at=LONG_AGO)
    workplaces.pass_offer(workplace=row, by=Actor.system(of.pk), at=AT)


def _wants_out(of: Any) -> None:
    row = peers.preparing(of)
    flow.want_out(workplace=row, by=peers.there(row.contact), at=AT)


def _late_list(of: Any) -> None:
    peers.preparing(of, at=LONG_AGO)
    flow.keep_up(AT)


def _late_duties(of: Any) -> None:
    peers.duties_asked(peers.preparing(of), at=AT - timedelta(days=30))
    flow.keep_up(AT)


def _wants_change(of: Any) -> None:
    matrix = peers.duties_asked(peers.preparing(of))
    answer = duty_queries.answers(matrix)[0]
    duties.want_change(
        answer=answer, version=1, words="Tydligare om handledning.",
        by=peers.there(answer.person), at=AT,
    )  # fmt: skip


WORKPLACES: dict[tuple[str, str], Any] = {
    ("workplace", "interested"): peers.raised,
    ("workplace", "unanswered"): _unanswered,
    ("workplace", "wants_out"): _wants_out,
    ("readiness", "filled"): peers.filled,
    ("readiness", "late"): _late_list,
    ("duty_matrix", "draft"): peers.preparing,
    ("duty_matrix", "late"): _late_duties,
    ("duty_answer", "wants_change"): _wants_change,
}


def _to_assess(of: Any) -> None:
    cohort = courses.planned(of, starts_on=(AT - timedelta(days=30)).date(), at=LONG_AGO)
    by, first = make.system(of), courses.times(cohort)[0].starts_at
    before = first - timedelta(days=9)
    planning.open_cohort(cohort=cohort, by=by, at=before)
    (row,) = courses.invited(cohort, at=before)
    courses.yes(row, at=before)
    planning.start_cohort(cohort=cohort, by=by, at=first)
    courses.held(cohort)


TRAINING: dict[tuple[str, str], Any] = {
    ("cohort", "planned"): courses.planned,
    ("cohort", "open"): courses.opened,
    ("cohort", "assessing"): _to_assess,
    ("enrolment", "assessing"): _to_assess,
}


def _turned_back(of: Any) -> None:
    row = certified.proposed(of)
    certificates.turn_back(
        certificate=row, words="Var det 80 procent?", by=certified.issuer(of), at=AT
    )


def _late_offer(of: Any) -> None:
    certified.offered(of, at=AT - timedelta(days=20))
    certifying.keep_pool(AT)


def _workplace_silent(of: Any) -> None:
    row = certified.offered(of, at=AT - timedelta(days=20))
    offers.say_yes(offer=row, by=certified.her(row), at=AT - timedelta(days=19))
    certifying.keep_pool(AT)


POOL: dict[tuple[str, str], Any] = {
    ("certificate", "turned_back"): _turned_back,
    ("place_wish", "open"): certified.wish,
    ("place_offer", "late"): _late_offer,
    ("place_offer", "workplace_late"): _workplace_silent,
}


def _round(of: Any) -> Any:
    return recruiting.announced(of)


def _held(of: Any) -> None:
    interview = recruiting.booked(recruiting.invited(_round(of)))
    interviewing.hold(interview=interview, by=make.system(of), at=interview.ends_at)


def _deciding(of: Any) -> None:
    row = _round(of)
    recruiting.interviewed(row)
    rounds.close(row=row, by=make.system(of), at=AT + timedelta(days=60))


RECRUITMENT: dict[tuple[str, str], Any] = {
    ("round", "draft"): recruiting.plan,
    ("round", "deciding"): _deciding,
    ("peer_candidate", "applied"): lambda of: recruiting.candidate(_round(of)),
    ("peer_candidate", "to_interview"): lambda of: recruiting.invited(_round(of)),
    ("peer_candidate", "interviewed"): lambda of: recruiting.interviewed(_round(of)),
    ("peer_candidate", "proposed"): lambda of: recruiting.proposed(_round(of)),
    ("peer_candidate", "offered_training"): lambda of: recruiting.decided(_round(of), "offer"),
    ("peer_candidate", "waiting"): lambda of: recruiting.decided(_round(of), "wait"),
    ("candidate_interview", "booked"): lambda of: recruiting.booked(recruiting.invited(_round(of))),
    ("candidate_interview", "held"): _held,
}
SETUP: dict[tuple[str, str], Any] = {("information_day", "planned"): setup.information_day}
WAYS: dict[tuple[str, str], Any] = {**SETUP, **POOL, **WORKPLACES, **TRAINING, **RECRUITMENT}


def of_peer_support() -> set[tuple[str, str]]:
    """Every state of peer support whose pen is the lead's."""
    tables = [
        model.table
        for model in apps.get_app_config("peersupport").get_models()
        if issubclass(model, StatefulModel)
    ]
    return {
        (table.name, state.value)
        for table in tables
        for state in table.states.values()
        if state.pen == Role.COORDINATOR
    }
