"""What waits for somebody in a peer support programme stands where that somebody begins.

The leads' own are held by `test_today`; those of libraries by `web/test_owners.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.models import StatefulModel
from erfara.organisations.models import Programme
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.pool.actions import offers
from erfara.workflows import workplaces as flow
from tests import factories as make
from tests.factories import AT
from tests.factories.peers import certificates as pool
from tests.factories.peers import training, workplaces

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
TODAY = clock.local_day(AT)
# Who, signed in, and what has to stand on the page where she begins.
Found = tuple[Any, Any]
Kind = tuple[str, str]


def _place(of: Programme) -> Found:
    row = training.invited(training.opened(of), 1)[0]
    return row.person, row.pk


def _offer(of: Programme) -> Found:
    row = pool.offered(of)
    return row.supporter.person, row.pk


def _put_forward(of: Programme) -> Found:
    row = pool.offered(of)
    offers.say_yes(offer=row, by=pool.her(row), at=AT)
    return row.wish.workplace.contact, row.wish_id


def _workplace(make_one: Callable[[Programme], Any]) -> Callable[[Programme], Found]:
    def found(of: Programme) -> Found:
        row = make_one(of)
        return row.contact, row.pk

    return found


def _rechecked(of: Programme) -> Any:
    row = workplaces.ready(of)
    flow.new_manager(
        workplace=row, identity=None, since=TODAY, by=workplaces.there(row.contact), at=AT
    )
    return row


def _duties(of: Programme) -> Found:
    row = workplaces.preparing(of)
    matrix = workplaces.draft_of(row)
    flow.send_duties(
        matrix=matrix, parties=workplaces.parties(), answer_by=TODAY + timedelta(days=14),
        by=make.system(of), at=AT,
    )  # fmt: skip
    answer = matrix.answers.order_by("id")[0]
    return answer.person, answer.pk


def _member(role: Role, make_one: Callable[[Programme, Any], Any]) -> Callable[[Programme], Found]:
    def found(of: Programme) -> Found:
        user, _actor = make.member(of, role)
        return user, make_one(of, user).pk

    return found


def _errand(of: Programme, _user: Any) -> Any:
    row = pool.issued(of)
    certificates.ask_new_name(certificate=row, by=make.system(of), at=AT)
    return row


OWN = "own_peer:home"
WAYS: dict[Kind, tuple[str, Callable[[Programme], Found]]] = {
    ("enrolment", "asked"): (OWN, _place),
    ("place_offer", "asked"): (OWN, _offer),
    ("place_offer", "put_forward"): (OWN, _put_forward),
    ("workplace", "offered"): (OWN, _workplace(workplaces.offered)),
    ("workplace", "preparing"): (OWN, _workplace(workplaces.preparing)),
    ("readiness", "open"): (OWN, _workplace(workplaces.preparing)),
    ("workplace", "rechecking"): (OWN, _workplace(_rechecked)),
    ("duty_answer", "asked"): (OWN, _duties),
    ("certificate", "proposed"): (
        "certificates:home",
        _member(Role.USER_ORGANISATION, lambda of, _user: pool.proposed(of)),
    ),
    ("certificate_errand", "asked"): (
        "certificates:home", _member(Role.USER_ORGANISATION, _errand),
    ),
    ("cohort", "running"): (
        "training:home",
        _member(Role.TRAINER, lambda of, user: training.running(of, teachers=[user.pk])),
    ),
    ("course_session", "planned"): (
        "training:home",
        _member(Role.TRAINER, lambda of, user: training.running(of, teachers=[user.pk])),
    ),
}  # fmt: skip


def test_every_owner_is_known() -> None:
    owned = {
        (model.table.name, state.value)
        for model in apps.get_app_config("peersupport").get_models()
        if issubclass(model, StatefulModel)
        for state in model.table.states.values()
        if state.pen not in {None, Role.COORDINATOR, Role.SYSTEM}
    }
    assert owned == set(WAYS)


@pytest.mark.parametrize("kind", list(WAYS), ids="-".join)
def test_what_waits_is_where_she_begins(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    here = workplaces.programme()
    route, way = WAYS[kind]
    who, key = way(here)
    client = Client()
    if route == OWN:
        make.person_sign_in(client, who)
    else:
        make.sign_in(client, who)
    page = client.get(reverse(route, args=[here.slug])).content.decode()
    assert str(key) in page
