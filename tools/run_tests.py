"""`./run test`: everything on SQLite; what differs elsewhere on PostgreSQL and on Python 3.13.

With words of its own it is plain pytest on SQLite. All parts run even if the first fails, and
nothing is ever skipped for what the machine lacks: that fails, with what to install. Two lanes, one
for each of two cores, take the parts from either end of one row, so that they end at about the same
time; what the second lane says is shown when the first is through.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from tools import postgres, system
from tools.setup import fingerprint, sync_python

ROOT = Path(__file__).resolve().parents[1]
NEWER = "3.13"
VENV_NEWER = ROOT / f".venv-{NEWER}"

# Tables are made from the models: what the migrations make of them, from the first version on, is
# seen in tests/integration/test_upgrading.py, on both databases.
TABLES_AT_ONCE = "--nomigrations"
# What walks every address, in worlds that are built once for all of it (tests/conftest.py).
EVERY_ADDRESS = [
    *(
        f"tests/integration/test_{name}.py"
        for name in (
            "bad_input",
            "doors",
            "headers",
            "logs",
            "openings",
            "peer_roles",
            "protected",
            "protected_peers",
            "roles",
        )
    ),
    "tests/rules/test_controls_bite.py",
]
ADDRESSES = ["-m", "not postgres", *EVERY_ADDRESS]
OTHERS = [f"--ignore={path}" for path in EVERY_ADDRESS]
PAGES = ["-m", "not postgres", *OTHERS, "tests/integration"]
UNITS = ["-m", "not postgres", *OTHERS, "tests/unit", "tests/published", "tests/rules"]
IN_A_BROWSER = ["-m", "not postgres", "tests/browser"]
# Models, actions and what happens at the same moment: whatever asks a database. The rules are about
# the repository, pages and journeys about what is shown: once is enough for those.
ON_POSTGRES = [
    "-m",
    "django_db and not sqlite",
    "tests/unit",
    *(
        f"tests/integration/test_{name}.py"
        for name in ("bad_luck", "bulk", "machine", "sormland", "upgrading")
    ),
]
JOURNEY_ON_POSTGRES = ["-m", "journey_pg", "tests/browser"]
# What may be another thing to another Python: its library, under the parts that stand on it, and
# every page and every form once, since a warning is a fault. What the product decides is the same.
ON_NEWER = [
    "-m",
    "not postgres",
    "tests/published",
    *(
        f"tests/unit/{name}"
        for name in ("accounts", "config", "engines", "foundation", "vocabulary", "web")
    ),
    "tests/integration/test_headers.py",
    "tests/integration/test_bad_input.py::test_forms_are_really_filled_in",
]

# The suite has a quarter of an hour: whoever wants it shorter begins with these.
SLOWEST = ["--durations=15", "--durations-min=3"]
NOTHING_COLLECTED = 5


Say = IO[str] | None


def pytest(python: Path | str, words: list[str], out: Say = None, **env: str) -> int:
    """Run pytest with the given Python; returns its exit status. `out`: where it speaks."""
    # Playwright keeps an event loop in the thread in which Django's live server is asked.
    more = {"DJANGO_ALLOW_ASYNC_UNSAFE": "1", "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(
        [str(python), "-m", "pytest", *words],
        cwd=ROOT,
        env={**os.environ, **more, **env},
        check=False,
        stdout=out,
        stderr=subprocess.STDOUT if out is not None else None,
    ).returncode


def newer_python() -> str | None:
    """A Python 3.13 that really runs: on PATH, or among pyenv's (whose shims may lead nowhere)."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [str(path) for path in sorted(pyenv.glob(f"{NEWER}*/bin/python"))]
    if found := shutil.which(f"python{NEWER}"):
        candidates.append(found)
    for candidate in candidates:
        said = subprocess.run(
            [candidate, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if said.stdout.strip() == NEWER:
            return candidate
    return None


def environment_for(base: str) -> Path:
    """The virtual environment with the newer Python, holding exactly requirements/dev.txt."""
    python = VENV_NEWER / "bin" / "python"
    stamp = VENV_NEWER / "erfara-setup.json"
    wanted = fingerprint([ROOT / "requirements" / "dev.txt"], base, str(ROOT))
    if python.exists() and stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return python
    print(f"Making {VENV_NEWER.name}…", file=sys.stderr, flush=True)
    shutil.rmtree(VENV_NEWER, ignore_errors=True)
    subprocess.run([base, "-m", "venv", "--without-pip", str(VENV_NEWER)], check=True)
    sync_python(VENV_NEWER, "dev")
    stamp.write_text(json.dumps(wanted), encoding="utf-8")
    return python


class Results:
    """How each part went: name, status, seconds."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, float]] = []

    def part(
        self, name: str, *runs: tuple[Path | str, list[str]], out: Say = None, **env: str
    ) -> None:
        """Run pytest for each of `runs`; the part fails when one of them does."""
        print(f"\n=== {name} ===", flush=True, file=out)
        began = time.monotonic()
        status = 0
        for python, words in runs:
            status = pytest(python, [*SLOWEST, TABLES_AT_ONCE, *words], out, **env) or status
        self.rows.append((name, status, time.monotonic() - began))

    def said(self) -> int:
        """Say how each went; 1 if any failed."""
        print()
        for name, status, seconds in self.rows:
            how = (
                "passed"
                if status == 0
                else "found no tests"
                if status == NOTHING_COLLECTED
                else "FAILED"
            )
            print(f"{how:>7}  {seconds:5.0f} s  {name}")
        return int(any(status for _, status, _ in self.rows))


Part = Callable[[Results, Say], None]


def on_sqlite(name: str, words: list[str]) -> Part:
    """A part of the run that everybody has."""
    title = "SQLite, Python {}.{}: {}".format(*sys.version_info[:2], name)

    def run(results: Results, out: Say) -> None:
        results.part(title, (sys.executable, words), out=out)

    return run


def on_postgres(results: Results, out: Say) -> None:
    """Whatever asks a database, and one journey."""
    with postgres.server() as databases:
        results.part(
            "PostgreSQL: models, actions, concurrency, one journey",
            (sys.executable, ON_POSTGRES),
            (sys.executable, JOURNEY_ON_POSTGRES),
            out=out,
            **databases,
        )


def on_newer(results: Results, out: Say) -> None:
    """What another Python may do otherwise, where there is one."""
    if newer := newer_python():
        python = environment_for(newer)
        results.part(f"SQLite, Python {NEWER}: units, every page", (python, ON_NEWER), out=out)
    else:
        print(f"\nNo Python {NEWER} here: everything ran on one Python.", flush=True, file=out)


def row() -> deque[Part]:
    """All parts: the first lane begins with the first, the second with the last."""
    return deque(
        [
            on_sqlite("every address", ADDRESSES),
            on_sqlite("pages", PAGES),
            on_sqlite("units, rules", UNITS),
            on_newer,
            on_postgres,
            on_sqlite("in a browser", IN_A_BROWSER),
        ]
    )


def lane(take: Callable[[], Part], results: Results, out: Say = None) -> None:
    """Run one part after the other, until none is left."""
    while True:
        try:
            part = take()
        except IndexError:
            return
        part(results, out)


def run_all() -> int:
    """Run all parts and say how each went; 1 if any failed."""
    results, parts = Results(), row()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        try:
            with ThreadPoolExecutor(1) as second:
                running = second.submit(lane, parts.pop, results, out)
                lane(parts.popleft, results)
        finally:
            out.seek(0)
            shutil.copyfileobj(out, sys.stdout)
        running.result()
    return results.said()


def main(words: list[str]) -> int:
    """With words: plain pytest. Without: everything."""
    system.ensure()
    if words:
        return pytest(sys.executable, words)
    return run_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
