"""No committed file names a package registry or a folder of somebody's machine."""

from __future__ import annotations

import re
import subprocess

from tools.repository import ROOT, exceptions, unneeded

NAME = "hosts"
# Written in pieces, so that this file does not find itself.
_FORBIDDEN = {
    "a package registry": re.compile(
        r"pypi\.(?:org|io)|python" + r"hosted|registry\.np" + r"mjs|registry\.yarn"
        r"|arti" + r"factory|/simple/(?:\w|$)"
    ),
    "a folder of one machine": re.compile(
        r"(?<![\w.~*-])/(?:wor" + r"k|roo" + r"t|home/\w+|Users/\w+|opt/(?:pypi|wheels))/"
        r"|/tmp/er" + r"fara\b"
    ),
    "where a package was fetched": re.compile(r'^\s*"resolved":'),
}


def offences(text: str, name: str) -> list[str]:
    """A line for each place in a file."""
    return [
        f"{name}:{number}: names {what} ({found[0].strip()}). Take it away."
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in _FORBIDDEN.items()
        if (found := pattern.search(line))
    ]


def committed() -> list[str]:
    """Names of the files that git keeps, or is about to."""
    said = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return [name for name in said.split("\0") if name and (ROOT / name).is_file()]


def run() -> list[str]:
    """Failures over everything that git keeps."""
    let_pass = exceptions(NAME)
    found: dict[str, list[str]] = {}
    for name in committed():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if lines := offences(text, name):
            found[name] = lines
    lines = [line for name, rows in found.items() if name not in let_pass for line in rows]
    return lines + unneeded(NAME, found)
