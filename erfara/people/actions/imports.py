"""A file with a register on its way in: taken in, described, mended, confirmed, stopped, erased.

What stands in the file is in the vault under the import's own id. Nobody is written into the
register here; that is `actions.imported`, which the worker calls.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme
from erfara.people.importing import columns, judging, kept
from erfara.people.importing.reading import Look
from erfara.people.models import RegisterImport, RememberedColumn

# How long a file lies here at the most, and how long people have to answer.
KEPT = timedelta(days=14)
ANSWER_DAYS = 30


def _keyed(programme: Programme, use: str, data: bytes) -> bytes:
    message = f"{use}|v1|".encode() + data
    return hmac.new(vault.keys.load().pepper(programme.pk), message, hashlib.sha256).digest()


def heading_digest(programme: Programme, heading: str) -> bytes:
    """What a heading is remembered by."""
    return _keyed(programme, "heading", columns.folded(heading).encode())


def file_digest(programme: Programme, data: bytes) -> bytes:
    """What a file is known again by, if it comes twice."""
    return _keyed(programme, "file", data)


@action
def take_in(
    *, programme: Programme, data: bytes, look: Look, source: str, by: Actor, at: datetime
) -> RegisterImport:
    """A file has come: sealed under a key of its own, with what a first look shows."""
    if not programme.recruits_on(clock.local_day(at)):
        raise Refused(_("{library:sg.def.cap} takes nobody in right now."))
    row = RegisterImport.objects.create(
        programme=programme, number=next_number(programme, "register_import", at), source=source,
        digest=file_digest(programme, data), state=RegisterImport.table.initial,
        erase_after=at + KEPT, created_at=at,
    )  # fmt: skip
    _store(row, {kept.FILE: kept.of_file(data), kept.LOOK: kept.of_look(look)}, at)
    audit.record("register_import.taken_in", about=row, by=by, at=at)
    return row


def _store(row: RegisterImport, blobs: Mapping[str, dict[str, Any]], at: datetime) -> None:
    vault.store_many(
        tenant_id=row.programme_id, at=at,
        blobs={name: {row.pk: values} for name, values in blobs.items()},
    )  # fmt: skip


@action
def choose_sheet(
    *, register_import: RegisterImport, look: Look, sheet: int, header: int, by: Actor, at: datetime
) -> RegisterImport:
    """Which sheet, and which row holds the headings. What the columns are is asked next."""
    _check(register_import, "described")
    labels = columns.headings(look.sheets[sheet], header)
    _store(
        register_import,
        {
            kept.LOOK: kept.of_look(look),
            kept.CHOICE: {
                "sheet": sheet, "header": header, "encoding": look.encoding, "labels": labels,
            },
        },
        at,
    )  # fmt: skip
    audit.record("register_import.sheet", about=register_import, by=by, at=at)
    return register_import


def _check(register_import: RegisterImport, *states: str) -> None:
    register_import.refresh_from_db(fields=["state"])
    if register_import.state not in states:
        raise Refused(
            _("Somebody has already taken this step. It is now: {state}."),
            state=register_import.state_label,
        )


@action
def describe(
    *,
    register_import: RegisterImport,
    choice: Mapping[str, Any],
    mapping: Sequence[str],
    said: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> RegisterImport:
    """What each column is. Remembered by its heading for the next file; the worker reads on."""
    _check(register_import, "described")
    programme = register_import.programme
    known = {
        heading_digest(programme, label): name
        for label, name in zip(choice["labels"], mapping, strict=False)
        if label
    }
    RememberedColumn.objects.bulk_create(
        [
            RememberedColumn(programme=programme, digest=digest, field=name, created_at=at)
            for digest, name in known.items()
        ],
        update_conflicts=True, unique_fields=["programme", "digest"], update_fields=["field"],
    )  # fmt: skip
    _store(
        register_import,
        {kept.CHOICE: {**choice, **said, "mapping": list(mapping), "forgive": []},
         kept.MENDED: {}},
        at,
    )  # fmt: skip
    return _read(register_import, "read", by, at)


def _read(row: RegisterImport, name: str, by: Actor, at: datetime) -> RegisterImport:
    fields = {"seen": 0, "rows": 0, "trouble": "", "held_until": None}
    return move(row, name, by=by, at=at, fields=fields)


@action
def describe_again(
    *, register_import: RegisterImport, by: Actor, at: datetime
) -> RegisterImport:  # fmt: skip
    """Back to what the columns are. What has been mended by hand is read from the file anew."""
    return move(register_import, "describe", by=by, at=at)


@action
def forgive(
    *, register_import: RegisterImport, choice: Mapping[str, Any], field: str, by: Actor,
    at: datetime,
) -> RegisterImport:  # fmt: skip
    """Leave a field empty in all rows where it can't be read. The rows are read once more."""
    _check(register_import, "review")
    if field not in judging.MAY_BE_EMPTY:
        raise Refused(_("That can't be left empty in all rows at once."))
    forgiven = sorted({*choice.get("forgive", []), field})
    _store(register_import, {kept.CHOICE: {**choice, "forgive": forgiven}}, at)
    return _read(register_import, "read", by, at)


@action
def mend(
    *,
    register_import: RegisterImport,
    number: int,
    chunk: int,
    judged: Mapping[str, Any],
    index: Mapping[str, Any],
    keys: Mapping[str, int],
    by: Actor,
    at: datetime,
) -> RegisterImport:
    """Keep a row as it is now, after somebody has written in it, left it out or taken it in."""
    _check(register_import, "review")
    for blob, values in (
        (kept.chunk_name(chunk), dict(judged)),
        (kept.MENDED, judged.get("m") or None),
    ):
        vault.amend(
            tenant_id=register_import.programme_id, person_id=register_import.pk, blob=blob,
            values={str(number): values}, at=at,
        )  # fmt: skip
    _store(register_import, {kept.INDEX: dict(index), kept.KEYS: {"first": dict(keys)}}, at)
    audit.record("register_import.row", about=register_import, by=by, at=at, facts={"row": number})
    return register_import


@action
def confirm(
    *, register_import: RegisterImport, counts: Mapping[str, int], by: Actor, at: datetime
) -> RegisterImport:
    """Let it be written. From here on the worker does it, and nothing more has to be pressed."""
    today = clock.local_day(at)
    if not register_import.programme.recruits_on(today):
        raise Refused(_("{library:sg.def.cap} takes nobody in right now."))
    if not any(counts.get(outcome) for outcome in judging.WRITTEN):
        raise Refused(_("There is nobody to write in. Mend some rows first, or stop here."))
    return move(
        register_import, "write", by=by, at=at,
        facts={"rows": sum(counts.get(o, 0) for o in judging.WRITTEN)},
        fields={
            "confirmed_at": at, "confirmed_by": by.id, "written": 0, "held_until": None,
            "last_day": today + timedelta(days=ANSWER_DAYS), "counts": {},
        },
    )  # fmt: skip


@action
def go_on(*, register_import: RegisterImport, by: Actor, at: datetime) -> RegisterImport:
    """After it has stopped: go on where it was."""
    if register_import.confirmed_at is not None:
        return move(
            register_import, "go_on", by=by, at=at, fields={"trouble": "", "held_until": None}
        )
    return _read(register_import, "read_again", by, at)


@action
def note_fetched(*, register_import: RegisterImport, by: Actor, at: datetime) -> RegisterImport:
    """Somebody has fetched the rows that didn't come along."""
    register_import.fetched_at = at
    register_import.save(update_fields=["fetched_at"])
    audit.record("register_import.fetched", about=register_import, by=by, at=at)
    return register_import


def erase(*, register_import: RegisterImport, by: Actor, at: datetime) -> None:
    """Erase the file and everything read from it: its key first, then that it is gone.

    Not an action: the vault is emptied before and outside the transaction that notes it. Refused
    while it is being written. Safe to repeat.
    """
    register_import.refresh_from_db(fields=["state"])
    name = "erase" if register_import.state == "done" else "drop"
    if not register_import.table.may(name, register_import.state, by.role):
        raise Refused(_("It is being written just now. Wait until it is done."))
    vault.erase(tenant_id=register_import.programme_id, person_id=register_import.pk, at=at)
    _note_erased(register_import=register_import, name=name, by=by, at=at)


@action
def _note_erased(*, register_import: RegisterImport, name: str, by: Actor, at: datetime) -> None:
    move(register_import, name, by=by, at=at)
