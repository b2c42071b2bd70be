"""A register of 50 000 rows from an Excel file: seconds in the background, and memory.

Fills an installation to throw away with an empty library, makes the file, and runs the worker's own
job, once to read and judge all rows and then to write them, in a process of its own whose memory is
the figure. Each row has a name, an e-mail address, a telephone number, an address, an experience,
forms and a written consent; every tenth has none and is asked.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.bench import _installation as installations

ROWS = 50_000


def measure(rows: int, *, on_postgres: bool = False) -> dict[str, Any]:
    """One file of so many rows, from upload to done."""
    home = tempfile.mkdtemp(prefix="erfara-bench-")
    try:
        with installations.databases(on_postgres=on_postgres) as settings:
            env = installations.environment(home, **settings)
            file = str(Path(home) / "register.xlsx")
            found: dict[str, Any] = {}
            for step in ("make", "import"):
                found |= installations.inside("_import", step, file, str(rows), env=env)
            return {**installations.machine(), "load": round(os.getloadavg()[0], 1), **found}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str] | None = None) -> int:
    """Measure; 1 if not everybody was written in."""
    parser = argparse.ArgumentParser(prog="./run bench import", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args(words)
    found = measure(options.rows, on_postgres=options.postgres)
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
    else:
        print(
            f"{found['rows']} rows ({found['megabytes']} MB): first look {found['look']} s, "
            f"read {found['read']} s, written {found['write']} s "
            f"(cpu {found['read_cpu']} + {found['write_cpu']} s), {found['memory']} MB; "
            f"{found['in_register']} people"
        )
    return int(found["in_register"] != options.rows)


if __name__ == "__main__":
    sys.exit(main())
