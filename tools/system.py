"""System packages that the tests need. As root on Debian or Ubuntu they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path


def chromium() -> str | None:
    """Where the browser is that the browser tests drive: the one without windows, if it is there.

    It is the same engine. The whole browser draws a window with buttons for every person of a
    story, which takes as long again as her pages do.
    """
    return headless_shell() or any_chromium()


def headless_shell() -> str | None:
    """Where the browser without windows is."""
    return shutil.which("chromium-headless-shell")


def any_chromium() -> str | None:
    """Where a whole browser is."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def postgres_folder() -> Path | None:
    """Folder with initdb and pg_ctl, newest version first. Debian keeps it out of PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def libreoffice() -> str | None:
    """Where the program is that opens sheets and recalculates them."""
    return shutil.which("soffice") or shutil.which("localc")


def library(name: str) -> Callable[[], str | None]:
    """Whether a shared library can be loaded."""
    return lambda: find_library(name)


@dataclass(frozen=True)
class Package:
    """What is needed, what Debian calls it, how to see that it is there, and what will do instead
    where it can't be had."""

    apt: str
    what: str
    there: Callable[[], object]
    instead: Callable[[], object] = lambda: None


# Only what something uses today.
# gettext is not needed: tools/messages.py reads and compiles what it would.
# python3-venv is seen to by ./run, which needs it first.
PACKAGES = (
    Package(
        "chromium-headless-shell",
        "Chromium without windows, for the browser tests",
        headless_shell,
        any_chromium,
    ),
    Package("postgresql", "PostgreSQL 15 or later, for the tests on it", postgres_folder),
    Package("libreoffice-calc", "LibreOffice Calc, for the sheets", libreoffice),
    Package("libpango-1.0-0", "Pango, for PDF", library("pango-1.0")),
    Package("libpangoft2-1.0-0", "Pango's font part, for PDF", library("pangoft2-1.0")),
)


def lacking() -> list[Package]:
    """The packages that are not there."""
    return [package for package in PACKAGES if not package.there()]


def ensure() -> None:
    """Install what lacks, or stop with one sentence that says what to install."""
    lack = lacking()
    if lack and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(p.what for p in lack)}…", file=sys.stderr, flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # One by one: a name that this Debian or Ubuntu doesn't know keeps none of the others out.
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends"]
        for words in (["apt-get", "update", "-qq"], *([*install, p.apt] for p in lack)):
            subprocess.run(words, env=env, stdout=sys.stderr, check=False)
        lack = lacking()
    lack = [package for package in lack if not package.instead()]
    if lack:
        apt = " ".join(p.apt for p in lack)
        what = "; ".join(p.what for p in lack)
        sys.exit(f"The tests need more of this machine ({what}). Debian, Ubuntu: apt install {apt}")
