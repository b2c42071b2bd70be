"""A PostgreSQL of our own for a test run: made in a moment, thrown away afterwards.

It listens on this machine only, on a free port, and is as fast as a server may be that nobody will
miss (nothing is synced to disk).
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.system import postgres_folder

DATABASES = ("erfara", "erfara_keys")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: somebody else who does the work then, or None for us."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise SystemExit("PostgreSQL can't run as root, and there is no user postgres or nobody.")


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """Run the server; gives the two settings that point at its two databases."""
    programs = postgres_folder()
    if programs is None:
        raise SystemExit("PostgreSQL is not here. Debian, Ubuntu: apt install postgresql")
    owner = _owner()
    # Not under TMPDIR or root's home, which another user may not enter.
    folder = Path(tempfile.mkdtemp(prefix="erfara-pg-", dir="/tmp"))
    if owner:
        shutil.chown(folder, owner)
    port = _free_port()

    def as_owner(program: str, *words: str) -> None:
        before = ["runuser", "-u", owner, "--"] if owner else []
        result = subprocess.run(
            [*before, str(programs / program), *words],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if result.returncode:
            log = folder / "log"
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise SystemExit(f"{program} failed: {result.stderr.strip()}\n{said}")

    data = str(folder / "data")
    options = " ".join(f"-c {option}" for option in (*FAST, "listen_addresses=127.0.0.1"))
    started = False
    try:
        as_owner(
            "initdb", "-D", data, "-A", "trust", "-U", "erfara", "-E", "UTF8",
            "--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C", "--no-sync",
        )  # fmt: skip
        as_owner(
            "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"),
            "-o", f"-p {port} -k {folder} {options}", "start",
        )  # fmt: skip
        started = True
        for name in DATABASES:
            as_owner("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "erfara", name)
        address = f"postgresql://erfara@127.0.0.1:{port}"
        yield {
            "ERFARA_DATABASE_URL": f"{address}/{DATABASES[0]}",
            "ERFARA_KEYSTORE_URL": f"{address}/{DATABASES[1]}",
        }
    finally:
        if started:
            # pg_ctl stops the one server whose pid stands in our own folder.
            as_owner("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
