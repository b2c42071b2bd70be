"""Make an installation ready: keys, tables, the demonstration. Used by the `erfara` command."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from erfara.config.env import ROOT, Env

DATABASES = ("default", "keystore")


def _env() -> Env:
    env: Env = settings.ENV
    return env


def migrate(verbosity: int = 0) -> None:
    """Apply the migrations to both databases."""
    for alias in DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=verbosity)


def make_keys() -> tuple[bool, Path]:
    """Make the key file if it is not there: (was it made, where it is)."""
    from erfara.foundation.vault import keys

    path = _env().key_file
    path.parent.mkdir(parents=True, exist_ok=True)
    return keys.create_key_file(path), path


def make_backup_key() -> tuple[bool, Path]:
    """Make the key that seals backups if it is not there: (was it made, where it is)."""
    from erfara.foundation import backup

    path = _env().backup_key_file
    return backup.create_backup_key(path), path


def make_operator(email: str, name: str) -> str:
    """Let somebody run the installation; the address of her invitation, empty if she needs none."""
    from erfara.accounts import actions, letters
    from erfara.foundation import clock
    from erfara.foundation.actors import Actor

    _user, token = actions.make_operator(email=email, name=name, by=Actor.system(), at=clock.now())
    return letters.invitation_address(token) if token else ""


def _fingerprint(paths: Iterable[Path], *, contents: bool) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        if contents:
            digest.update(path.read_bytes())
        else:
            about = path.stat()
            digest.update(f"{about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _clear_databases() -> None:
    """Take away a demonstration that was cut while it was played in."""
    from django.db import connections

    if _env().database_url:
        raise SystemExit(
            "The demonstration was cut while it was played in. Empty both databases and try again."
        )
    connections.close_all()
    for alias in DATABASES:
        name = Path(str(settings.DATABASES[alias]["NAME"]))
        for path in name.parent.glob(f"{name.name}*"):
            path.unlink()


def prepare_demonstration(tell: Callable[[str], None]) -> None:
    """Keys, tables, static files and the counties, each only if it is lacking.

    A note in ERFARA_HOME says what was done for which files, so that the second start skips it.
    """
    env = _env()
    if env.mode != "demo":
        raise SystemExit("The demonstration needs ERFARA_MODE=demo.")
    note = env.home / "demonstration.json"
    done = _read(note)

    def remember(**more: str) -> None:
        done.update(more)
        note.write_text(json.dumps(done, indent=1), encoding="utf-8")

    if done.get("played") == "begun":
        tell("The demonstration was cut half-way: it starts again.")
        _clear_databases()
        done.clear()
    make_keys()

    migrations = _fingerprint(ROOT.glob("erfara/*/migrations/*.py"), contents=True)
    if done.get("migrations") != migrations or not _has_tables():
        tell("Making the tables…")
        migrate()
        remember(migrations=migrations)

    static = _fingerprint(
        (p for p in (ROOT / "erfara/web/static").rglob("*") if p.is_file()), contents=False
    )
    if done.get("static") != static or not (settings.STATIC_ROOT / "staticfiles.json").exists():
        tell("Collecting styles and scripts…")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        remember(static=static)

    from erfara.organisations.models import Programme
    from erfara.workflows import demonstration

    if not Programme.objects.exists():
        tell("Playing in the demonstration counties…")
        remember(played="begun")
        demonstration.play()
        remember(played="yes")


def _has_tables() -> bool:
    """Are the databases there at all? A note may outlive the files that it speaks of."""
    if _env().database_url:
        return True
    return all(Path(str(settings.DATABASES[alias]["NAME"])).exists() for alias in DATABASES)


def sign_in_links() -> list[str]:
    """One line for each way into the demonstration."""
    from erfara.workflows import demonstration

    return [f"{label}: {url}" for label, url in demonstration.links()]
