"""The log of a real installation: a line for each request and fault, and nobody in it."""

from __future__ import annotations

import io
import json
import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from erfara.config import env
from erfara.foundation import clock, logs, worker
from erfara.organisations import queries
from tests.integration import matrix
from tests.integration.test_bad_input import READ
from tests.integration.world import DATABASES, undone

pytestmark = pytest.mark.django_db(databases=DATABASES)
PERSONNUMMER = "19121212-1212"


@pytest.fixture(scope="module")
def world(library_world):
    return library_world


@pytest.fixture
def log(monkeypatch):
    """Everything that would be written, by whomever."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    said = logs.configuration("json")["loggers"]
    names = [name for name, about in said.items() if "handlers" in about]
    levels = {name: logging.getLogger(name).level for name in said}
    for name in (*names, None):
        logging.getLogger(name).addHandler(handler)
    for name, about in said.items():
        logging.getLogger(name).setLevel(about["level"])
    yield stream
    for name in (*names, None):
        logging.getLogger(name).removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def secrets(world, paths: list[str]) -> set[str]:
    """Canaries, and whatever in the addresses points to one thing or person."""
    parts = {part for path in paths for part in re.split(r"[/?=&]", path)}
    # A short number (a page, a year, a status) stands in every log, and points to nobody.
    ours = (p for p in parts if len(p) > 30 or (len(p) > 5 and re.search(r"\d", p)))
    return {*world.canaries, *ours}


def test_pages_and_faults_leave_nobody_in_the_log(world, log, monkeypatch):
    paths = []

    def ask(viewer, path, **more):
        paths.append(path)
        with undone():
            return world.request(viewer, "GET", path, **more)

    for cell in READ.values():
        if matrix.kind_of(cell.route) != matrix.LIBRARY:
            continue
        ask(world.viewers[cell.viewer], matrix.address(world, cell))
    somebody, words = world.viewers["coordinator"], list(world.canaries)
    walked = len(paths)
    ask(somebody, f"/arbete/kanarie/register/?q={words[0]}&mail=ylva@exempel.invalid")
    ask(somebody, f"/finns-inte/{uuid4()}/{words[1]}/{PERSONNUMMER}/")
    ask(somebody, f"/{words[2]}/", HTTP_HOST=f"{words[3]}.example")
    ask(somebody, "/", HTTP_USER_AGENT=words[4], HTTP_REFERER=words[5], REMOTE_ADDR="10.9.8.7")
    assert world.ask(somebody, "KANARIE9", "/").status_code in {403, 405}
    paths.append("KANARIE9")

    def fail(*_words):
        whole = f"{words[6]} ylva@exempel.invalid {PERSONNUMMER} {uuid4()}"
        logging.getLogger("some.library").error("Can't send to %s", whole)
        raise ValueError(whole)

    monkeypatch.setattr(queries, "programmes", fail)
    assert ask(somebody, "/").status_code == 500
    monkeypatch.setattr(worker, "_jobs", {"sad": worker.Job("sad", timedelta(1), fail)})
    # Others still walk in this world: the transaction that holds it is left open.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.run_due(clock.now())

    written = log.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    asked = [line for line in lines if line.get("event") == "request"]
    assert len(asked) == len(paths)
    assert all(line["route"] in READ for line in asked[:walked])
    assert {line["programme"] for line in asked} >= {None, "kanarie"}
    assert set(asked[0]) == {
        "at", "level", "from", "event", "route", "method", "status", "ms", "programme",
    }  # fmt: skip
    (fault,) = [line for line in lines if line["from"] == "django.request" and "error" in line]
    assert (fault["error"], fault["route"]) == ("ValueError", "public:front")
    assert any("test_logs.py" in place for place in fault["where"])
    assert any("sad failed: ValueError" in line.get("said", "") for line in lines)

    found = {one for one in secrets(world, paths) if one in written}
    assert not found, sorted(found)[:5]
    for pattern in ("@", PERSONNUMMER, "10.9.8.7", r"\?q="):
        assert not re.search(pattern, written), pattern


def test_what_could_point_to_somebody_is_blotted_out():
    token = "Zk3" * 14 + "A"
    said = f"to ylva@exempel.invalid about {uuid4()} by {token} at 070-481 00 01, 19121212-1212"
    assert logs.hidden(said) == "to […] about […] by […] at […], […]"
    assert logs.hidden("Job outbox failed 3 times in line 140") == (
        "Job outbox failed 3 times in line 140"
    )


def test_production_logs_json_and_a_terminal_plainly():
    assert env.read({}).log == "plain"
    assert env.read({"ERFARA_LOG": "json"}).log == "json"
    with pytest.raises(env.ConfigurationError, match="ERFARA_LOG"):
        env.read({"ERFARA_LOG": "xml"})
    said = logs.configuration("json")
    assert said["handlers"]["stderr"]["formatter"] == "json"
    assert said["root"]["handlers"] == ["stderr"]
    assert "root" not in logs.configuration("plain")
