"""Set up what the checkout lacks: `python -m tools.setup base|dev`. Called by ./run only.

Each step has a stamp: the hash of what it was made from. A step whose stamp still fits costs
nothing, so that a second start takes seconds. Standard library only: this runs before anything
is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMPS = VENV / "erfara-setup.json"
LOCALE = ROOT / "erfara" / "locale"
OLDEST_NODE = 18


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """Hash of the files' contents, by name, and of whatever else the result depends on."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def call(*words: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program; stop the set-up with its own words if it fails."""
    result = subprocess.run([str(w) for w in words], cwd=ROOT, env=env, check=False)
    if result.returncode:
        name = Path(words[0]).name
        sys.exit(f"Set-up stopped: {name} ended with status {result.returncode} (see above).")


def sync_python(venv: Path, level: str) -> None:
    """Install exactly what requirements/<level>.txt says, hashes checked, bytecode compiled."""
    env = {
        **os.environ,
        "UV_COMPILE_BYTECODE": "1",
        "UV_PYTHON": str(venv / "bin" / "python"),
        "VIRTUAL_ENV": str(venv),
    }
    call(
        VENV / "bin" / "uv", "pip", "sync", "-q", "--require-hashes",
        ROOT / "requirements" / f"{level}.txt", env=env,
    )  # fmt: skip
    for packages in venv.glob("lib/python3*/site-packages"):
        # The checkout itself is importable, from any folder and for every tool.
        (packages / "erfara-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def node_folder() -> str | None:
    """Folder of a Node that is new enough, on PATH or in .venv."""
    for path in (os.environ.get("PATH", ""), str(VENV / "bin")):
        node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
        if not node or not npm:
            continue
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = said.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return str(Path(node).parent)
    return None


def install_node() -> str:
    """Node from the Python index, for a machine without one."""
    env = {**os.environ, "UV_PYTHON": str(VENV / "bin" / "python")}
    call(
        VENV / "bin" / "uv", "pip", "install", "-q", "--require-hashes",
        "-r", ROOT / "requirements" / "node.txt", env=env,
    )  # fmt: skip
    folder = node_folder()
    if not folder:
        sys.exit("Set-up stopped: Node.js could not be made ready. Install Node.js 18 or later.")
    return folder


def install_npm(level: str) -> None:
    """What the pages are built from; with dev also what the tests need."""
    folder = node_folder() or install_node()
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    less = [] if level == "dev" else ["--omit=dev"]
    npm = Path(folder) / "npm"
    call(npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error", *less, env=env)


@dataclass(frozen=True)
class Step:
    """One thing to make: what says that it is up to date, what must exist, how to make it.

    With an empty stamp it is enough that the thing exists.
    """

    name: str
    talk: str
    stamp: str
    there: Callable[[], bool]
    make: Callable[[], None]


def steps(level: str) -> list[Step]:
    """The steps in order, for `base` (serving) or `dev` (tests and checks too)."""
    from tools.copy_assets import SOURCES, copy_assets, missing

    locked = sorted((ROOT / "requirements").glob("*.txt"))
    packages = [ROOT / "package.json", ROOT / "package-lock.json"]
    messages = list(LOCALE.glob("*/LC_MESSAGES/*.po"))

    def compile_messages() -> None:
        call(VENV / "bin" / "python", "-m", "tools.compile_messages")

    found = [
        Step(
            "python",
            "Installing the Python packages…",
            fingerprint(locked, level, sys.version, str(ROOT)),
            lambda: True,
            lambda: sync_python(VENV, level),
        ),
        Step(
            "npm",
            "Installing the front-end packages…",
            fingerprint(packages, level),
            lambda: (ROOT / "node_modules").is_dir(),
            lambda: install_npm(level),
        ),
        Step(
            "assets",
            "Copying styles and scripts…",
            fingerprint([*packages, ROOT / "tools" / "copy_assets.py"], *sorted(SOURCES)),
            lambda: not missing(),
            copy_assets,
        ),
        Step(
            "messages",
            "Compiling translations…",
            fingerprint(messages),
            lambda: all(path.with_suffix(".mo").exists() for path in messages),
            compile_messages,
        ),
    ]
    if level == "dev":
        # The tests run a real identity provider, which needs Node at hand.
        found.append(
            Step("node", "Installing Node.js…", "", lambda: bool(node_folder()), _install_node)
        )
    return found


def _install_node() -> None:
    install_node()


def _read_stamps() -> dict[str, str]:
    try:
        stamps = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def main(level: str) -> None:
    """Bring the checkout to the level; a checkout that once tested stays able to."""
    with (VENV / "erfara-setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamps = _read_stamps()
        level = "dev" if "dev" in (level, stamps.get("level")) else "base"
        for step in steps(level):
            if step.stamp in ("", stamps.get(step.name)) and step.there():
                continue
            print(step.talk, file=sys.stderr, flush=True)
            stamps.pop(step.name, None)
            STAMPS.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
            step.make()
            stamps[step.name] = step.stamp
            stamps["level"] = level
            STAMPS.write_text(json.dumps(stamps, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
