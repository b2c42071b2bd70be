"""The frame of every write: audited, undone as a whole, carried out once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import connections

from erfara.foundation import audit, idempotency
from erfara.foundation.actions import ACTIONS, Unaudited, action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Stale
from erfara.foundation.models import AuditEvent, PostedOnce
from erfara.organisations.models import Organisation, Programme
from tests import factories as make
from tests.factories import AT

BY = Actor(Role.OPERATOR)
Wait = Callable[[], object]


@action
def _silent(*, programme: Programme, by: Actor, at: datetime) -> None:
    Organisation.objects.create(programme=programme, name="Tyst", sort_key="tyst", created_at=at)


@action
def _halfway(*, programme: Programme, by: Actor, at: datetime) -> None:
    Organisation.objects.create(programme=programme, name="Halv", sort_key="halv", created_at=at)
    audit.record("organisation.added", about=programme, by=by, at=at)
    raise RuntimeError("the power goes")


@action
def _rename(
    *, first: Organisation, then: Organisation, wait: Wait, by: Actor, at: datetime
) -> None:
    for row in (first, then):
        Organisation.objects.filter(pk=row.pk).update(name="Ny")
        wait()
    audit.record("organisation.added", about=first.programme, by=by, at=at)


ACTIONS.pop(f"{__name__}._rename")
ACTIONS.pop(f"{__name__}._silent")
ACTIONS.pop(f"{__name__}._halfway")


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_write_that_tells_nobody_is_undone() -> None:
    programme = make.programme()
    with pytest.raises(Unaudited):
        _silent(programme=programme, by=BY, at=AT)
    assert not Organisation.objects.filter(programme=programme).exists()


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_write_that_stops_halfway_leaves_nothing_behind() -> None:
    programme = make.programme()
    events = AuditEvent.objects.count()
    with pytest.raises(RuntimeError):
        _halfway(programme=programme, by=BY, at=AT)
    assert not Organisation.objects.filter(programme=programme).exists()
    assert AuditEvent.objects.count() == events


def test_an_action_takes_keywords_by_and_at() -> None:
    with pytest.raises(TypeError, match="keywords only"):
        action(lambda thing, *, by, at: None)
    with pytest.raises(TypeError, match="by= and at="):
        action(lambda *, thing: None)


@pytest.mark.django_db(databases=["default", "keystore"])
def test_the_log_cannot_be_rewritten() -> None:
    make.programme()
    event = AuditEvent.objects.order_by("at").first()
    assert event is not None
    event.event = "something.else"
    with pytest.raises(TypeError, match="append-only"):
        event.save()
    with pytest.raises(TypeError, match="append-only"):
        event.delete()


@pytest.mark.django_db(databases=["default", "keystore"])
def test_the_same_form_twice_is_carried_out_once() -> None:
    times = []

    def run() -> str:
        times.append(1)
        return "/dit/"

    for _ in range(3):
        assert idempotency.once(key="k", sender="s", at=AT, run=run) == "/dit/"
    assert len(times) == 1
    assert idempotency.once(key="k", sender="somebody else", at=AT, run=run) == "/dit/"
    assert len(times) == 2


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_form_that_failed_may_be_sent_again() -> None:
    def fail() -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        idempotency.once(key="k", sender="s", at=AT, run=fail)
    assert idempotency.once(key="k", sender="s", at=AT, run=lambda: "/dit/") == "/dit/"


@pytest.mark.django_db(databases=["default", "keystore"])
def test_old_keys_are_forgotten() -> None:
    idempotency.once(key="old", sender="s", at=AT, run=lambda: "/")
    idempotency.once(key="new", sender="s", at=AT + timedelta(days=6), run=lambda: "/")
    assert idempotency.sweep(AT + timedelta(days=8)) == 1
    assert PostedOnce.objects.get().key == "new"


@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_of_twins_at_the_same_moment_one_is_carried_out() -> None:
    programme = make.programme()
    start = threading.Barrier(4)
    answers: list[str] = []

    def run() -> str:
        row = Organisation.objects.create(
            programme=programme, name="En", sort_key=f"en {threading.get_ident()}", created_at=AT
        )
        return f"/{row.pk}/"

    def press() -> None:
        start.wait()
        answers.append(idempotency.once(key="twin", sender="s", at=AT, run=run))
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Organisation.objects.filter(programme=programme).count() == 1
    assert len(answers) == 4
    assert len(set(answers)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_of_two_that_wait_for_each_other_one_is_carried_out_and_one_may_be_done_again() -> None:
    programme = make.programme()
    one, other = (
        Organisation.objects.create(programme=programme, name=name, sort_key=name, created_at=AT)
        for name in ("en", "två")
    )
    both_hold_their_first = threading.Barrier(2, timeout=10)
    said: list[str] = []

    def wait() -> None:
        with suppress(threading.BrokenBarrierError):
            both_hold_their_first.wait()
        both_hold_their_first.abort()  # nobody waits for anybody a second time

    def press(first: Organisation, then: Organisation) -> None:
        try:
            _rename(first=first, then=then, wait=wait, by=BY, at=AT)
            said.append("done")
        except Stale:
            said.append("stale")
        connections.close_all()

    threads = [threading.Thread(target=press, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "stale"]
    assert set(Organisation.objects.values_list("name", flat=True)) >= {"Ny"}
    assert AuditEvent.objects.filter(about_id=programme.pk, event="organisation.added").count() == 1
