"""The words of the command with which an installation is kept: backup, restore, migrate."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from erfara.config.env import ROOT

CONFIGURED = "here"


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def add_backup_options(made: argparse.ArgumentParser) -> None:
    """What `erfara backup` takes."""
    made.add_argument(
        "--to", type=Path, metavar="DIR", help="into DIR/data and DIR/keys, not where settings say"
    )
    made.add_argument("--only", choices=("data", "keys"), help="one part alone")
    made.add_argument("--json", action="store_true", help="JSON on stdout")


def add_restore_options(made: argparse.ArgumentParser) -> None:
    """What `erfara restore` takes."""
    made.add_argument("files", nargs="+", type=Path, metavar="FILE", help="data, keys, or both")
    where = made.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--into", metavar="WHERE",
        help=f"a folder (SQLite), or {CONFIGURED}: the databases that the settings name",
    )  # fmt: skip
    where.add_argument(
        "--check", action="store_true", help="only see that the archives are whole and open"
    )
    made.add_argument("--overwrite", action="store_true", help="replace what is there")
    made.add_argument("--json", action="store_true", help="JSON on stdout")


def add_doctor_options(made: argparse.ArgumentParser) -> None:
    """What `erfara doctor` takes."""
    made.add_argument("--json", action="store_true", help="JSON on stdout")
    made.add_argument("--language", choices=("en", "sv"), default="en", help="of the sentences")


def point_home_at(folder: Path) -> None:
    """Let the settings speak of another home with SQLite in it; keys stay where they are.

    Must come before the settings are read.
    """
    home = Path(os.environ.get("ERFARA_HOME") or ROOT / "var").expanduser().resolve()
    for name, file in (
        ("ERFARA_KEY_FILE", "keys.json"),
        ("ERFARA_BACKUP_KEY_FILE", "backup-key.json"),
        ("ERFARA_SECRET_KEY_FILE", "secret_key"),
    ):
        if not os.environ.get(name):
            os.environ[name] = str(home / file)
    for name in ("ERFARA_DATABASE_URL", "ERFARA_KEYSTORE_URL"):
        os.environ.pop(name, None)
    os.environ["ERFARA_HOME"] = str(folder.expanduser().resolve())


def backup(options: argparse.Namespace) -> int:
    """Make a backup of the data and one of the wrapped keys, and read both again."""
    from erfara.foundation import backup as backups
    from erfara.foundation import clock

    made = backups.back_up(
        at=clock.now(), to=options.to, parts=[options.only] if options.only else backups.PARTS
    )
    rows = [
        {
            "part": one.manifest.part,
            "file": str(one.path),
            "bytes": one.bytes,
            "rows": one.manifest.rows,
            "sha256": one.manifest.sha256,
            "removed_old": one.pruned,
        }
        for one in made
    ]
    if options.json:
        print(json.dumps({"backups": rows}, indent=2))
        return 0
    for row in rows:
        print(row["file"])
        _say(f"{row['part']}: {row['rows']} rows, {row['bytes']} bytes, read again and whole.")
        if row["removed_old"]:
            _say(f"{row['part']}: {row['removed_old']} old ones removed.")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put backups where the databases are, and erase again whoever has left since."""
    from erfara.foundation import backup as backups
    from erfara.foundation import clock

    if options.check:
        found = [_about(manifest) for manifest in backups.check(options.files)]
        _answer({"whole": found}, options.json)
        return 0
    done = backups.restore(options.files, overwrite=options.overwrite, at=clock.now())
    _answer(
        {
            "restored": [_about(manifest) for manifest in done.manifests],
            "migrated": done.migrated,
            "erased_again": done.erased_again,
        },
        options.json,
    )
    return 0


def _about(manifest: Any) -> dict[str, Any]:
    return {
        "part": manifest.part,
        "made_at": manifest.made_at,
        "erfara": manifest.erfara,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
    }


def _answer(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(result, indent=2))
        return
    for one in result.get("whole", []) + result.get("restored", []):
        word = "is whole" if "whole" in result else "is restored"
        print(f"{one['part']} of {one['made_at']} {word}: {one['rows']} rows.")
    if result.get("migrated"):
        print(f"Brought up to date: {', '.join(result['migrated'])}.")
    if "restored" in result:
        print(f"Erased again because they have left since: {result['erased_again']}.")


def refuse_newer(after: str) -> None:
    """Stop when a database has had a migration that this code doesn't know: a newer version made
    it, and what it keeps in new columns would be passed over or written wrong. `after`: what is to
    be said last. One that isn't there or doesn't answer is for others to complain about."""
    from django.db import DatabaseError, connections

    from erfara.config import installation
    from erfara.foundation import backup as backups
    from erfara.foundation.backup import schema

    for alias in installation.DATABASES:
        try:
            newer = backups.has_tables(alias) and backups.from_the_future(schema.applied(alias))
        except DatabaseError:
            continue
        finally:
            connections[alias].close()  # whoever asks may then wait for hours beside its children
        if newer:
            raise backups.BackupError(
                f"The database is newer than this version of Erfara: it has had {newer[0]}, which "
                f"isn't known here. Install the version that it comes from, or a later one. {after}"
            )


def migrate(options: argparse.Namespace) -> int:
    """Back up, then bring both databases up to date: the data, and the store of wrapped keys."""
    from django.conf import settings

    from erfara.config import installation
    from erfara.foundation import backup as backups
    from erfara.foundation import clock

    refuse_newer("Nothing was changed.")
    filled = [alias for alias in installation.DATABASES if backups.has_tables(alias)]
    if not any(backups.pending(alias) for alias in installation.DATABASES):
        _say("Both databases are up to date.")
        return 0
    if len(filled) == len(installation.DATABASES):
        if options.without_backup:
            _say("No backup is made first, as you wrote.")
        else:
            _say("A backup comes first.")
            if not settings.ENV.production:
                backups.create_backup_key(settings.ENV.backup_key_file)
            for one in backups.back_up(at=clock.now()):
                _say(f"{one.path} is made.")
    installation.migrate(verbosity=1)
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Look at settings, keys, databases, mail, worker, backups, clock and disk. 1: one is bad."""
    from django.utils import translation

    from erfara.config import doctor as doctors

    with translation.override(options.language):
        findings = doctors.examine()
        labels, names = doctors.labels(), doctors.names()
    rows = [vars_of(one) for one in findings]
    return say_findings(rows, labels, names, as_json=options.json)


def vars_of(finding: Any) -> dict[str, str]:
    """A finding as it stands in JSON."""
    return {name: str(getattr(finding, name)) for name in ("name", "level", "said", "do")}


def say_findings(
    rows: list[dict[str, str]], labels: dict[str, str], names: dict[str, str], *, as_json: bool
) -> int:
    """Print what was found; the exit status."""
    bad = any(row["level"] == "bad" for row in rows)
    if as_json:
        print(json.dumps({"well": not bad, "checks": rows}, ensure_ascii=False, indent=2))
        return int(bad)
    width = max(map(len, labels.values()), default=0)
    for row in rows:
        name = names.get(row["name"], row["name"])
        print(f"{labels.get(row['level'], row['level']):<{width}}  {name:<13}  {row['said']}")
        if row["do"]:
            print(f"{'':<{width + 17}}→ {row['do']}")
    return int(bad)
