"""`./run bench`: without words the list, with names those benchmarks, each `tools/bench/<name>.py`.

What follows the names (`--json` and the like) is handed on.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tools" / "bench"


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_"))


def main(words: list[str]) -> int:
    """Run the named ones in turn; 2 for a name that is not there."""
    asked = [word for word in words if not word.startswith("-") and word in names()]
    if not asked:
        print(f"./run bench knows: {', '.join(names()) or 'nothing yet'}.", file=sys.stderr)
        return 2 if words else 0
    more = [word for word in words if word not in asked]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    status = 0
    for name in asked:
        words_now = [sys.executable, "-m", f"tools.bench.{name}", *more]
        status = subprocess.run(words_now, cwd=ROOT, env=env, check=False).returncode or status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
