"""The demonstration's second start, and what each web process holds after a thousand requests."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from typing import Any

from tools.bench import _installation as installations
from tools.bench._installation import Installation
from tools.bench.pages import PAGES, answers

LANES = 8


def second_start() -> float:
    """Seconds from `./run demo` to the first page, in a home where it has been made ready."""
    with tempfile.TemporaryDirectory(prefix="erfara-bench-") as home:
        port = installations.free_port()
        env = installations.environment(home, PORT=str(port))
        run = str(installations.ROOT / "run")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([run, "demo", "--setup-only"], env=env, check=True, **quiet)  # type: ignore[call-overload]
        began = time.monotonic()
        process = subprocess.Popen([run, "demo"], env=env, **quiet)  # type: ignore[call-overload]
        try:
            installations.wait_for(f"http://127.0.0.1:{port}/", process)
            return time.monotonic() - began
        finally:
            installations.stop(process)


def memory(one: Installation, requests: int) -> dict[str, Any]:
    """What the web processes hold before and after so many requests for all kinds of pages."""
    before = one.resident()
    good = [page for page in PAGES if answers(one, page) == 200]
    mixed = [request for page in good for request in PAGES[page](one)[:1]]
    each = -(-requests // LANES)
    lanes = [[mixed[(lane + at) % len(mixed)] for at in range(each)] for lane in range(LANES)]
    result = installations.load(one.port, lanes, seconds=0, repeat=False)
    return {
        "requests": len(result["times"]),
        "pages": len(good),
        "status": result["status"],
        "before": before,
        "after": one.resident(),
    }


def main(words: list[str] | None = None) -> int:
    """Measure both."""
    parser = argparse.ArgumentParser(prog="./run bench demo", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--starts", type=int, default=3)
    options = parser.parse_args(words)
    result: dict[str, Any] = {**installations.machine()}
    if options.starts:
        result["second_start"] = [round(second_start(), 2) for _ in range(options.starts)]
    if installations.PROC.is_dir():
        with installations.installation(options.people) as one:
            result["memory"] = memory(one, options.requests)
    if options.json:
        json.dump(result, sys.stdout, indent=2)
        print()
        return 0
    if options.starts:
        seconds = ", ".join(f"{one} s" for one in result["second_start"])
        print(f"From ./run demo to the first page, the second time: {seconds}")
    if held := result.get("memory"):
        print(
            f"Web processes after {held['requests']} requests for {held['pages']} kinds of pages:"
        )
        print(
            f"  before: {held['before']} MB, after: {held['after']} MB (the parent and two workers)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
