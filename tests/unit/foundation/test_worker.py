"""The loop: what is due runs, what fails stops nothing, what is told to stop stops."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from erfara.foundation import heartbeat, worker
from erfara.foundation.models import JobRun

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def jobs(monkeypatch):
    monkeypatch.setattr(worker, "_jobs", {})
    monkeypatch.setattr(heartbeat, "_noted", {})


def test_foundation_registers_its_own():
    assert {"outbox", "vault", "keys"} <= set(worker._jobs)


def test_all_of_foundations_jobs_run(transactional_db, monkeypatch):
    fresh = {
        name: worker.Job(name, timedelta(hours=1), worker._jobs[name].function)
        for name in ("outbox", "vault", "keys")
    }
    monkeypatch.setattr(worker, "_jobs", fresh)
    assert worker.run_due(AT) == ["outbox", "vault", "keys"]


@pytest.mark.usefixtures("jobs")
def test_each_job_runs_when_its_time_has_come():
    seen = []
    worker.register_job("often", timedelta(seconds=10), lambda at: seen.append("often"))
    worker.register_job("seldom", timedelta(hours=1), lambda at: seen.append("seldom"))
    assert worker.run_due(AT) == ["often", "seldom"]
    assert worker.run_due(AT + timedelta(seconds=9)) == []
    assert worker.run_due(AT + timedelta(seconds=10)) == ["often"]
    assert worker.run_due(AT + timedelta(hours=2)) == ["often", "seldom"]
    assert seen == ["often", "seldom", "often", "often", "seldom"]


@pytest.mark.usefixtures("jobs")
def test_a_failing_job_stops_nobody_and_says_nothing_personal(caplog):
    name = "Canary".upper()

    def fail(at):
        raise ValueError(name)

    worker.register_job("bad", timedelta(seconds=1), fail)
    worker.register_job("good", timedelta(seconds=1), lambda at: None)
    assert worker.run_due(AT) == ["good"]
    assert "bad failed: ValueError" in caplog.text
    assert "test_worker.py" in caplog.text
    assert "CANARY" not in caplog.text
    assert worker.run_due(AT + timedelta(seconds=1)) == ["good"]


@pytest.mark.usefixtures("jobs")
def test_how_each_job_went_is_noted_now_and_then(transactional_db, django_assert_num_queries):
    def job(at):
        if at == AT + timedelta(seconds=16):
            raise ValueError("Canary")

    worker.register_job("job", timedelta(seconds=1), job)
    assert not heartbeat.beats(AT)
    worker.run_due(AT)
    assert heartbeat.beats(AT + heartbeat.SILENT_AFTER - timedelta(seconds=1))
    assert not heartbeat.beats(AT + heartbeat.SILENT_AFTER)
    with django_assert_num_queries(0):
        worker.run_due(AT + timedelta(seconds=9))
    worker.run_due(AT + timedelta(seconds=16))
    (row,) = heartbeat.failing()
    assert (row.name, row.error, row.good_at) == ("job", "ValueError", AT)
    assert row.failed_at == AT + timedelta(seconds=16)
    worker.run_due(AT + timedelta(seconds=17))  # well again: said at once
    assert (heartbeat.failing(), JobRun.objects.get().failed_at) == ([], row.failed_at)


@pytest.mark.usefixtures("jobs")
def test_a_name_belongs_to_one_job():
    def job(at):
        return None

    worker.register_job("x", timedelta(seconds=1), job)
    worker.register_job("x", timedelta(seconds=2), job)
    with pytest.raises(ValueError, match="registered"):
        worker.register_job("x", timedelta(seconds=1), lambda at: None)


@pytest.mark.usefixtures("jobs")
def test_it_runs_until_an_event_is_set(monkeypatch):
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.001)
    stop = threading.Event()
    turns = []

    def job(at):
        turns.append(at)
        if len(turns) == 3:
            stop.set()

    worker.register_job("count", timedelta(0), job)
    worker.run_forever(stop)
    assert len(turns) == 3
    assert all(at.tzinfo is not None for at in turns)


@pytest.mark.usefixtures("jobs")
def test_it_runs_until_a_question_is_answered_with_yes(monkeypatch):
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.001)
    turns: list = []
    worker.register_job("count", timedelta(0), turns.append)
    worker.run_forever(lambda: len(turns) >= 2)
    assert len(turns) == 2
