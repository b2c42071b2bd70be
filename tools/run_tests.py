"""`./run test`: everything on SQLite; models, actions and one journey on PostgreSQL; units on 3.13.

With words of its own it is plain pytest on SQLite. All parts run even if the first fails, and
nothing is ever skipped for what the machine lacks: that fails, with what to install. The parts run
in two lanes side by side; what the second lane says is shown when the first is through.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from tools import postgres, system
from tools.setup import fingerprint, sync_python

ROOT = Path(__file__).resolve().parents[1]
NEWER = "3.13"
VENV_NEWER = ROOT / f".venv-{NEWER}"

# Two lanes side by side, one for each of two cores. What a browser is needed for goes with the
# shorter runs, so that both lanes end at about the same time.
WITHOUT_BROWSER = ["tests/unit", "tests/published", "tests/integration", "tests/rules"]
ON_SQLITE = ["-m", "not postgres", *WITHOUT_BROWSER]
IN_A_BROWSER = ["-m", "not postgres", "tests/browser"]
# Models, actions and what happens at the same moment. The rules are about the repository, pages
# and journeys about what is shown: once is enough for those.
ON_POSTGRES = [
    "-m",
    "not sqlite",
    # The engines ask no database: once is enough for them too.
    "--ignore=tests/unit/engines",
    "tests/unit",
    *(
        f"tests/integration/test_{name}.py"
        for name in ("bad_luck", "bulk", "machine", "sormland", "upgrading")
    ),
]
JOURNEY_ON_POSTGRES = ["-m", "journey_pg", "tests/browser"]
ON_NEWER = ["-m", "not postgres", "tests/unit", "tests/published"]

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
            status = pytest(python, [*SLOWEST, *words], out, **env) or status
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


def second_lane(results: Results, here: str, out: Say) -> None:
    """The browser, PostgreSQL and the newer Python, one after the other."""
    results.part(f"SQLite, Python {here}: in a browser", (sys.executable, IN_A_BROWSER), out=out)
    with postgres.server() as databases:
        results.part(
            "PostgreSQL: models, actions, concurrency, one journey",
            (sys.executable, ON_POSTGRES),
            (sys.executable, JOURNEY_ON_POSTGRES),
            out=out,
            **databases,
        )
    if newer := newer_python():
        results.part(f"SQLite, Python {NEWER}: units", (environment_for(newer), ON_NEWER), out=out)
    else:
        print(f"\nNo Python {NEWER} here: the units ran on {here} alone.", flush=True, file=out)


def run_all() -> int:
    """Run all parts and say how each went; 1 if any failed."""
    results, here = Results(), "{}.{}".format(*sys.version_info[:2])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        with ThreadPoolExecutor(1) as lane:
            running = lane.submit(second_lane, results, here, out)
            results.part(f"SQLite, Python {here}: all but the browser", (sys.executable, ON_SQLITE))
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
