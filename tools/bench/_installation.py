"""Installations to throw away: filled, served as in earnest, and measured from outside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import postgres

ROOT = Path(__file__).resolve().parents[2]
EMPTY_PAGE = "/galleri/tom/"
START_LIMIT = 60
# Seconds in which it is looked whether anything still works, how many of them in a row are calm,
# and after how many one gives up.
REST, CALM, REST_LIMIT = 0.5, 4, 1800
PROC = Path("/proc")


def environment(home: str, **more: str) -> dict[str, str]:
    """The surroundings of a demonstration with its own home, whatever is set outside."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ERFARA_") and k != "PORT"}
    return {
        **plain,
        "PYTHONDONTWRITEBYTECODE": "",
        "ERFARA_MODE": "demo",
        "ERFARA_HOME": home,
        **more,
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Installation:
    """One that is up: where it listens, its server's process, and what it was filled with."""

    port: int
    pid: int
    env: dict[str, str]
    filled: dict[str, Any]

    def answers_given(self) -> int:
        """How many answers to questions its database holds."""
        return int(inside("_fill", "0", env=self.env))

    def cpu_seconds(self) -> float:
        """What its web processes have worked until now; nan where the system doesn't tell."""
        return _cpu_seconds(_web_processes(self.pid)) if PROC.is_dir() else float("nan")

    def come_to_rest(self) -> None:
        """Wait until none of its processes has anything left to do: the worker has done what was
        due and counted the figures, and whoever keeps an index in memory has made it."""
        calm, began, before = 0, time.monotonic(), self._worked()
        while PROC.is_dir() and calm < CALM:
            if time.monotonic() - began > REST_LIMIT:
                raise SystemExit(f"It did not come to rest within {REST_LIMIT} s.")
            time.sleep(REST)
            now = self._worked()
            calm = calm + 1 if now - before < REST / 20 else 0
            before = now

    def _worked(self) -> float:
        """What all of its processes have worked until now: those that serve, and the worker."""
        return _cpu_seconds(_under(self.pid))

    def resident(self) -> list[float]:
        """MB that each of its web processes holds: the parent and its workers. Linux only."""
        found = []
        for pid in _web_processes(self.pid):
            status = (PROC / str(pid) / "status").read_text()
            found.append(round(int(status.partition("VmRSS:")[2].split()[0]) / 1024, 1))
        return sorted(found)

    def get(self, path: str, cookie: str = "") -> str:
        """A GET as it goes over the wire."""
        extra = f"Cookie: {cookie}\r\n" if cookie else ""
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{extra}\r\n"

    def post(self, path: str, body: str, cookie: str) -> str:
        """A form as it is sent; `body` is encoded already."""
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )


def _cpu_seconds(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        try:
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _web_processes(parent: int) -> list[int]:
    """Those that serve pages under `erfara serve`; the background worker is of another kind."""
    found = []
    for pid in _under(parent):
        command = (PROC / str(pid) / "cmdline").read_bytes()
        if b"granian" in command or b"multiprocessing" in command:
            found.append(pid)
    return found


def _under(parent: int) -> list[int]:
    """All processes that a process has begun, and those that these have."""
    children: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(int(after_name[1]), []).append(int(folder.name))
    found, waiting = [], [parent]
    while waiting:
        for pid in children.get(waiting.pop(), []):
            waiting.append(pid)
            found.append(pid)
    return found


def inside(module: str, *words: str, env: dict[str, str]) -> Any:
    """What a module beside this one prints last, as JSON, when it runs in the installation of these
    surroundings in a process of its own. Stops the benchmark when it fails."""
    command = [sys.executable, "-m", f"tools.bench.{module}", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command[2]} failed (see above).")
    return json.loads(done.stdout.splitlines()[-1])


def wait_for(url: str, process: subprocess.Popen[bytes], *, every: float = 0.05) -> float:
    """Seconds until the first page is there. Stops the benchmark if it never comes."""
    began = time.monotonic()
    while time.monotonic() - began < START_LIMIT:
        if process.poll() is not None:
            raise SystemExit(f"The server ended with status {process.returncode} (see above).")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own http
                if answer.status == 200:
                    return time.monotonic() - began
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{url} answers {error.code}.") from error
        except OSError:
            time.sleep(every)
    raise SystemExit(f"No page within {START_LIMIT} s.")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, as Ctrl-C would."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def databases(*, on_postgres: bool) -> Iterator[dict[str, str]]:
    """The settings for a database: SQLite needs none."""
    if on_postgres:
        with postgres.server() as settings:
            yield settings
    else:
        yield {}


@contextmanager
def installation(
    people: int,
    *,
    questions: int = 0,
    on_postgres: bool = False,
    fill: list[str] | None = None,
) -> Iterator[Installation]:
    """Fill an installation with so many people and serve it with `erfara serve`.

    `questions`: so many of them have a question of their own to answer. `fill`: the module that
    fills it instead, and its words.
    """
    home = tempfile.mkdtemp(prefix="erfara-bench-")
    try:
        with databases(on_postgres=on_postgres) as settings:
            env = environment(home, **settings)
            words = fill or ["_fill", str(people), "--questions", str(questions)]
            filled = inside(*words, env=env)
            port = free_port()
            serve = [sys.executable, "-m", "erfara", "serve", "--port", str(port)]
            process = subprocess.Popen(serve, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
            try:
                wait_for(f"http://127.0.0.1:{port}{EMPTY_PAGE}", process)
                yield Installation(port, process.pid, env, filled)
            finally:
                stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def load(port: int, lanes: list[list[str]], *, seconds: float, repeat: bool) -> dict[str, Any]:
    """Let the load client, a process of its own, work through these requests."""
    job = {"port": port, "lanes": lanes, "seconds": seconds, "repeat": repeat}
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench._load"],
        cwd=ROOT,
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def percentile(values: list[float], part: int) -> float:
    """The value below which so many per cent lie."""
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"cores": os.cpu_count(), "python": sys.version.split()[0], "system": sys.platform}
