"""What is well with an installation and what isn't, each with what to do about it.

Looks and changes nothing. One check that can't be made never stops the others.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as django_checks
from django.core import mail
from django.db import DatabaseError, OperationalError, connections
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from erfara.config.env import Env
from erfara.config.installation import DATABASES
from erfara.foundation import backup, clock, heartbeat, outbox, vault
from erfara.foundation.backup import schema
from erfara.foundation.models import AuditEvent
from erfara.foundation.outbox.checks import SMTP
from erfara.foundation.vault import VaultError

GOOD, WARNING, BAD = "good", "warning", "bad"
GIB = 1 << 30
OLDEST_POSTGRESQL = 15
# Mail is tried again every minute, then less often; an hour means that nobody takes it.
MAIL_SLOW, MAIL_STUCK = timedelta(minutes=15), timedelta(hours=1)
BACKUP_DUE, BACKUP_MISSED = timedelta(hours=26), timedelta(days=3)
KEYS_AT_MOST = timedelta(days=14)
CLOCK_SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `do` is empty when there is nothing to do."""

    name: str
    level: str
    said: str
    do: str = ""


def examine() -> list[Finding]:
    """All findings, in the order in which one mends them, in the language that is in force."""
    at, found = clock.now(), []
    for name, look in CHECKS:
        try:
            found += [Finding(name, *one) for one in look(at)]
        except DatabaseError as error:
            said = _("This can't be seen without both databases ({error}).")
            found.append(Finding(name, BAD, said.format(error=type(error).__name__)))
    return found


Found = Iterator[tuple[str, str] | tuple[str, str, str]]


def _env() -> Env:
    env: Env = settings.ENV
    return env


def _both_there() -> None:
    """Raise where a database isn't there: to look at it would make an empty file."""
    for alias in DATABASES:
        _is_there(alias)


def _is_there(alias: str) -> None:
    if not schema.is_there(alias):
        raise OperationalError(alias)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _configuration(at: datetime) -> Found:
    env = _env()
    served = urlsplit(env.base_url).hostname
    if env.production and served not in env.hosts:
        yield (
            BAD,
            _("Links in messages lead to {host}, which isn't served.").format(host=served),
            _("Add it to ERFARA_HOSTS, or correct ERFARA_BASE_URL."),
        )
    for problem in django_checks.run_checks():
        if problem.is_serious():
            yield BAD, str(problem.msg), str(problem.hint or "")
    said = _("The settings can be used. Mode: {mode}. Address: {address}.")
    yield GOOD, said.format(mode=env.mode, address=env.base_url)


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def _keys(at: datetime) -> Found:
    path = _env().key_file
    if not path.exists():
        yield (
            BAD,
            _("The key file {path} isn't there. Nobody's details can be read.").format(path=path),
            _("Put back your copy of it. For a new installation: erfara keys"),
        )
        return
    _both_there()
    try:
        people, keyless, lacking = vault.fits()
    except VaultError as error:
        yield (
            BAD,
            _("The key file doesn't fit: {error}").format(error=error),
            _("Put back the key file that belongs to these databases."),
        )
        return
    if lacking:
        yield (
            BAD,
            _("The key file lacks keys that are in use: {ids}.").format(ids=", ".join(lacking)),
            _("Put back the key file that belongs to these databases."),
        )
    if keyless:
        yield (
            BAD,
            _("People whose key is missing: {number}.").format(number=keyless),
            _("Restore the newest backup of the keys: erfara restore FILE --into here"),
        )
    if _open_to_others(path):
        yield (
            BAD if _env().production else WARNING,
            _("Others on this machine may read the key file {path}.").format(path=path),
            f"chmod 600 {path}",
        )
    if not lacking and not keyless:
        said = _("The key file opens the key store. People with something kept: {number}.")
        yield GOOD, said.format(number=people)


def _databases(at: datetime) -> Found:
    for alias in DATABASES:
        connection = connections[alias]
        try:
            _is_there(alias)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            newer = backup.from_the_future(schema.applied(alias))
            pending = backup.pending(alias)
        except DatabaseError as error:
            yield (
                BAD,
                _("The database with {what} doesn't answer ({error}).").format(
                    what=_what(alias), error=type(error).__name__
                ),
                _("See that it runs, and that the settings lead to it."),
            )
            continue
        if newer:
            yield (
                BAD,
                _("The database with {what} is newer than this version of Erfara.").format(
                    what=_what(alias)
                ),
                _("Install the version that it comes from, or a later one."),
            )
        elif pending:
            yield (
                BAD,
                _("The database with {what} lacks changes: {number}.").format(
                    what=_what(alias), number=len(pending)
                ),
                "erfara migrate",
            )
        else:
            yield GOOD, _kind(alias)
        if connection.vendor == "postgresql":
            version = connection.get_database_version()[0]
            if version < OLDEST_POSTGRESQL:
                yield (
                    WARNING,
                    _("PostgreSQL {version} is older than what is tested.").format(version=version),
                    _("Upgrade it to {version} or later.").format(version=OLDEST_POSTGRESQL),
                )


def _what(alias: str) -> str:
    return {"default": _("the data"), "keystore": _("the keys")}[alias]


def _kind(alias: str) -> str:
    said = _("The database with {what} answers and is up to date ({kind}).")
    connection = connections[alias]
    version = ".".join(map(str, connection.get_database_version()))
    return said.format(what=_what(alias), kind=f"{connection.display_name} {version}")


def _mail(at: datetime) -> Found:
    _both_there()
    seen = outbox.overview(at)
    leaves = settings.EMAIL_BACKEND == SMTP
    if leaves and (problem := _mail_server()):
        yield (
            BAD,
            _("The mail server can't be reached ({error}).").format(error=problem),
            _("See that ERFARA_SMTP_URL is right and that the server takes our messages."),
        )
    oldest = seen.oldest_due
    if oldest is not None and at - oldest > MAIL_SLOW:
        yield (
            BAD if at - oldest > MAIL_STUCK else WARNING,
            _("A message should have left at {time} and still waits.").format(time=_moment(oldest)),
            _("Look at the worker and the mail server."),
        )
    if seen.counts["failed"]:
        yield (
            WARNING,
            _("Messages that couldn't be sent: {number}.").format(number=seen.counts["failed"]),
            _("Look at them under {address} and try them again.").format(
                address=f"{settings.BASE_URL}/drift/"
            ),
        )
    waiting = seen.counts["waiting"] + seen.counts["sending"] + seen.counts["uncertain"]
    how = (
        _("Mail leaves by the mail server. Waiting: {number}.")
        if leaves
        else _("No mail leaves: it is kept here to be read. Waiting: {number}.")
    )
    yield GOOD, how.format(number=waiting)


def _mail_server() -> str:
    """Why the mail server doesn't let us in, or nothing. Sends nothing."""
    connection = mail.get_connection()
    try:
        connection.open()
        connection.close()
    except OSError as error:  # SMTP's own errors are such too
        return type(error).__name__
    return ""


def _worker(at: datetime) -> Found:
    _both_there()
    last = heartbeat.last_beat()
    start = _("Start it: erfara serve, or erfara worker.")
    if last is None:
        yield BAD, _("The worker has never run: no mail leaves, nothing is erased."), start
        return
    if not heartbeat.beats(at):
        said = _("The worker has been silent since {time}.")
        yield BAD, said.format(time=_moment(last)), start
    for job in heartbeat.failing():
        since = job.good_at or job.created_at
        yield (
            BAD,
            _("The job {name} fails ({error}). It last went well at {time}.").format(
                name=job.name, error=job.error, time=_moment(since)
            ),
            _("The log says where. Nothing is lost: it is tried again."),
        )
    if heartbeat.beats(at):
        yield GOOD, _("The worker was at work at {time}.").format(time=_moment(last))


def _backups(at: datetime) -> Found:
    path = _env().backup_key_file
    _both_there()
    try:
        key = backup.load_backup_key(path)
    except backup.BackupError as error:
        yield (BAD if _env().production else WARNING), error.said(), "erfara keys"
        return
    if _open_to_others(path):
        said = _("Others on this machine may read the backup key {path}.")
        yield WARNING, said.format(path=path), f"chmod 600 {path}"
    for part in backup.PARTS:
        yield from _backup_of(part, key, at)


def _backup_of(part: str, key: Any, at: datetime) -> Found:
    folder = backup.folder_of(part)
    there = backup.archives(part, folder)
    what = _what(backup.PARTS[part])
    if not there:
        yield (
            BAD if _env().production else WARNING,
            _("There is no backup of {what} in {folder}.").format(what=what, folder=folder),
            _("Make one every night: erfara backup"),
        )
        return
    made = backup.made_at(there[0])
    if at - made > BACKUP_DUE:
        yield (
            BAD if at - made > BACKUP_MISSED else WARNING,
            _("The newest backup of {what} is from {time}.").format(what=what, time=_moment(made)),
            _("Make one every night: erfara backup"),
        )
    try:
        manifest = backup.verify(there[0], key)
    except backup.BackupError as error:
        yield BAD, error.said(), "erfara backup"
        return
    if part == "keys":
        if at - backup.made_at(there[-1]) > KEYS_AT_MOST:
            yield (
                BAD,
                _("A backup of the keys is older than 14 days: who has left can be read in it."),
                _("Remove it, from every place it has been copied to: {path}").format(
                    path=there[-1]
                ),
            )
        if not set(vault.keks_in_use()) <= set(manifest.keks):
            yield (
                WARNING,
                _("The keys have been changed since the newest backup of them."),
                "erfara backup",
            )
    said = _("The backup of {what} from {time} has been read and is whole. There are {number}.")
    yield GOOD, said.format(what=what, time=_moment(made), number=len(there))


def _clock(at: datetime) -> Found:
    mend = _("Let the machine set its clock by itself (systemd-timesyncd or chrony).")
    _both_there()
    newest = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    if newest is not None:
        written = datetime.fromtimestamp(newest / 1e9, tz=at.tzinfo)
        if written - at > CLOCK_SLACK:
            said = _("The clock is {now}, but something was written at {time}.")
            yield BAD, said.format(now=_moment(at), time=_moment(written)), mend
            return
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            theirs: datetime = cursor.fetchone()[0]
        if abs(theirs - at) > CLOCK_SLACK:
            said = _("The clock is {now} here and {time} in the database.")
            yield BAD, said.format(now=_moment(at), time=_moment(theirs)), mend
            return
    said = _("It is {now} ({zone}).")
    yield GOOD, said.format(now=_moment(at), zone=settings.TIME_ZONE)


def _disk(at: datetime) -> Found:
    env = _env()
    if not os.access(env.home, os.W_OK):
        yield (
            BAD,
            _("Erfara may not write in {path}.").format(path=env.home),
            _("Let the user who runs Erfara own it."),
        )
    elif env.home.stat().st_mode & 0o007:
        said = _("Others on this machine may look into {path}.")
        yield WARNING, said.format(path=env.home), f"chmod o-rwx {env.home}"
    places = [p for p in (env.home, env.backup_data, env.backup_keys) if p.is_dir()]
    # Several folders often lie on the same disk: it is named once.
    disks = {path.stat().st_dev: path for path in reversed(places)}
    for path in reversed(disks.values()):
        free = shutil.disk_usage(path).free
        level = BAD if free < GIB / 2 else WARNING if free < 2 * GIB else GOOD
        said = _("Free on the disk of {path}: {size} GB.").format(
            path=path, size=number_format(free / GIB, decimal_pos=1)
        )
        yield level, said, _("Make room, or give it a larger disk.") if level != GOOD else ""


CHECKS: tuple[tuple[str, Callable[[datetime], Found]], ...] = (
    ("configuration", _configuration),
    ("keys", _keys),
    ("databases", _databases),
    ("mail", _mail),
    ("worker", _worker),
    ("backups", _backups),
    ("clock", _clock),
    ("disk", _disk),
)


def labels() -> dict[str, str]:
    """How each level is called."""
    return {GOOD: _("good"), WARNING: _("warning"), BAD: _("bad")}


def names() -> dict[str, str]:
    """How each check is called, in the language in force; in JSON its key stands."""
    return {
        "configuration": _("settings"),
        "keys": _("keys"),
        "databases": _("databases"),
        "mail": _("mail"),
        "worker": _("worker"),
        "backups": _("backups"),
        "clock": _("clock"),
        "disk": _("disk"),
    }
