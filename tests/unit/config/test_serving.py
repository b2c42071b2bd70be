"""`erfara serve` holds two processes, and leaves none behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# Two children that write their pid and sleep stand in for the server and the worker.
SCRIPT = """
import sys
from erfara.config import serving
serving.PAUSE_SECONDS = 0
child = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1], str(os.getpid())).touch();"
def commands(host, port):
    return {
        serving.WEB: [sys.executable, "-c", child + "time.sleep(60)", sys.argv[1] + "/web"],
        serving.BACKGROUND: [sys.executable, "-c", child + "time.sleep(60)", sys.argv[1] + "/work"],
    }
serving._commands = commands
sys.exit(serving.serve("127.0.0.1", int(sys.argv[2])))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(folder: Path, count: int) -> list[int]:
    """The pids that appeared in the folder, when there are as many as expected."""
    for _ in range(200):
        pids = [int(path.name) for path in folder.iterdir()]
        if len(pids) >= count:
            return pids
        time.sleep(0.05)
    raise AssertionError(f"{folder} has not {count} processes")


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def parent(tmp_path):
    for name in ("web", "work"):
        (tmp_path / name).mkdir()
    words = [sys.executable, "-c", SCRIPT, str(tmp_path), str(free_port())]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        yield process
        if process.poll() is None:
            process.terminate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_both(parent, tmp_path, number) -> None:
    pids = children(tmp_path / "web", 1) + children(tmp_path / "work", 1)
    parent.send_signal(number)
    assert parent.wait(20) == 0
    assert all(gone(pid) for pid in pids)


def test_a_worker_that_falls_is_started_again(parent, tmp_path) -> None:
    (first,) = children(tmp_path / "work", 1)
    children(tmp_path / "web", 1)
    os.kill(first, signal.SIGKILL)
    assert len(children(tmp_path / "work", 2)) == 2
    assert parent.poll() is None


def test_a_web_server_that_falls_ends_it_all(parent, tmp_path) -> None:
    (web,) = children(tmp_path / "web", 1)
    (worker,) = children(tmp_path / "work", 1)
    os.kill(web, signal.SIGKILL)
    assert parent.wait(20) == 1
    assert gone(worker)


def test_a_port_in_use_is_said_in_a_sentence(capsys) -> None:
    from erfara.config import serving

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serving.serve("127.0.0.1", port) == 2
    assert f"Port {port} can't be used" in capsys.readouterr().err
