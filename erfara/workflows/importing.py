"""The worker's part of a file with a register: reading it, writing it, and what has run out.

Both are done in small steps that are committed one by one. A worker that is killed leaves a claim
that runs out; the next one reads from the beginning, or writes from the first chunk that isn't
written. No row is written twice.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import move
from erfara.foundation.worker import register_job
from erfara.people import import_queries
from erfara.people.actions import imported, imports
from erfara.people.actions.persons import KINDS
from erfara.people.importing import judging, kept, reading
from erfara.people.importing.judging import Judge, Options, Seen
from erfara.people.importing.reading import Row, Unreadable
from erfara.people.models import RegisterImport

logger = logging.getLogger("erfara.import")
# A claim is renewed with each step; so long after the last one, another worker takes over.
HELD = timedelta(seconds=90)
# Letters and everything else wait while a register is written: so long at a time.
SLICE_SECONDS = 8.0


def options_of(choice: dict[str, Any]) -> Options:
    """What the coordinator has said about the file, as it is judged by."""
    return Options(
        mapping=choice["mapping"], labels=choice["labels"], header=choice["header"],
        role=choice.get("role", ""), channel=choice.get("channel", "other"),
        paper=bool(choice.get("paper")), hidden=choice.get("hidden", "take"),
        forgive=frozenset(choice.get("forgive", [])),
    )  # fmt: skip


def open_for(
    row: RegisterImport, actor: Actor, at: datetime, *names: str
) -> dict[str, dict[str, Any]]:
    """Some of what is kept about a file."""
    return vault.open_blobs(
        tenant_id=row.programme_id, person_id=row.pk, blobs=names, purpose="import",
        case=str(row.pk), actor=actor, at=at,
    )  # fmt: skip


def work(at: datetime) -> int:
    """Go on with the files that are to be read or written. How many steps were taken."""
    steps = 0
    for row in import_queries.waiting_for_the_worker(at):
        if not _claim(row):
            continue
        try:
            here = row.programme.moment(at)
            steps += _read(row, here) if row.state == "reading" else _write(row, here)
        except Stale:
            continue  # stopped or moved on meanwhile
        except Unreadable as why:
            _stop(row, why.code, at)
        except Exception as error:  # noqa: BLE001 - whatever it was, the coordinator is told
            # Where, and which class: the error's own text could hold what stands in the file.
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error("A file stopped: %s\n%s", type(error).__name__, where)
            _stop(row, "fault", at)
    return steps


def _claim(row: RegisterImport) -> bool:
    """Hold a file for a while, unless another worker does. Real time: a record's clock stands."""
    now = timezone.now()
    mine = RegisterImport.objects.filter(pk=row.pk, state=row.state, held_until=row.held_until)
    row.held_until = now + HELD
    return bool(mine.update(held_until=row.held_until))


def _keep_hold(row: RegisterImport, **fields: object) -> None:
    """Say that somebody is still at it. Raises Stale when somebody else is."""
    mine = RegisterImport.objects.filter(pk=row.pk, state=row.state, held_until=row.held_until)
    row.held_until = timezone.now() + HELD
    if not mine.update(held_until=row.held_until, **fields):
        raise Stale("")


def _let_go(row: RegisterImport) -> None:
    RegisterImport.objects.filter(pk=row.pk, held_until=row.held_until).update(held_until=None)


def _stop(row: RegisterImport, code: str, at: datetime) -> None:
    try:
        move(
            row, "stop", by=Actor.system(row.programme_id), at=row.programme.moment(at),
            fields={"trouble": code, "held_until": None}, facts={"trouble": code},
        )  # fmt: skip
    except Refused:
        logger.info("A file had moved on when it was to be stopped.")


# reading ------------------------------------------------------------------------------------------


def _read(row: RegisterImport, at: datetime) -> int:
    """Read the whole file: each row judged, compared, sealed."""
    system = Actor.system(row.programme_id)
    opened = open_for(row, system, at, kept.FILE, kept.CHOICE, kept.MENDED)
    choice, mended = opened[kept.CHOICE], opened.get(kept.MENDED, {})
    judge = Judge(options_of(choice), clock.local_day(at))
    seen, outcomes, numbers = Seen(), [], []
    wrong: Counter[str] = Counter()
    count = 0
    for rows in _chunks(_file_rows(opened, choice)):
        judged = {}
        for one in rows:
            found = judge.judge(one, mended.get(str(one.number)))
            seen.look(one.number, found, normal)
            judged[one.number] = found
        meet_register(row, list(judged.values()))
        for number, found in judged.items():
            judging.name_cells(found, number, choice["mapping"])
        vault.store_many(
            tenant_id=row.programme_id, at=at,
            blobs={kept.chunk_name(count): {row.pk: {str(n): j for n, j in judged.items()}}},
        )  # fmt: skip
        count += 1
        outcomes += [found["o"] for found in judged.values()]
        numbers += list(judged)
        for found in judged.values():
            if found["o"] == judging.STOP:
                wrong.update({f"{p[0]} {p[1]}" for p in found["p"]})
        _keep_hold(row, seen=len(numbers))
    del opened
    if not numbers:
        raise Unreadable("no_rows")
    index = {"outcomes": "".join(outcomes), "numbers": numbers, "wrong": dict(wrong)}
    vault.store_many(
        tenant_id=row.programme_id, at=at,
        blobs={kept.INDEX: {row.pk: index}, kept.KEYS: {row.pk: {"first": seen.first}}},
    )  # fmt: skip
    _keep_hold(row, rows=len(numbers), chunks=count)
    fields = {"held_until": None}
    move(row, "show", by=system, at=at, fields=fields, facts={"rows": len(numbers)})
    return count


def _file_rows(opened: dict[str, dict[str, Any]], choice: dict[str, Any]) -> Iterator[Row]:
    data = kept.file_of(opened.pop(kept.FILE))
    for row in reading.rows(data, choice["sheet"], choice["encoding"] if _asked(choice) else ""):
        if row.number > choice["header"]:
            yield row


def _asked(choice: dict[str, Any]) -> bool:
    """Whether the letters of the file could be read in several ways, so that one was chosen."""
    from erfara.people.importing.texts import ONE_BYTE

    return choice.get("encoding") in ONE_BYTE


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == kept.CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def normal(kind: str, value: str) -> str:
    return vault.normalise("email" if kind == "email" else "phone", value) or value


def meet_register(row: RegisterImport, judged: list[dict[str, Any]]) -> None:
    """Compare rows with the register, by address and number alone. Two queries a chunk."""
    known = {}
    for kind in KINDS:
        values = [one["v"].get(kind) or "" for one in judged if "v" in one]
        known[kind] = set(vault.index_find_many(row.programme_id, kind, values))
    for one in judged:
        judging.meet_register(one, lambda kind, value: normal(kind, value) in known[kind])  # type: ignore[index]


# writing ------------------------------------------------------------------------------------------


def _write(row: RegisterImport, at: datetime) -> int:
    """Write chunk after chunk, for a slice of time."""
    began, steps, system = time.monotonic(), 0, Actor.system(row.programme_id)
    while row.written < row.chunks and time.monotonic() - began < SLICE_SECONDS:
        rows = _chunk(row, row.written, system, at)
        imported.write_chunk(
            register_import=row, chunk=row.written, rows=rows, by=imported.by_of(row), at=at
        )
        row.written += 1
        steps += 1
        if row.held_until is None or row.held_until - timezone.now() < HELD / 2:
            _keep_hold(row)
    if row.written < row.chunks:
        _let_go(row)
        return steps
    rejected, labels = _rejected(row, system, at)
    imported.finish(register_import=row, rejected=rejected, labels=labels, by=system, at=at)
    if not rejected:
        imports.erase(register_import=row, by=system, at=at)
    return steps + 1


def _chunk(
    row: RegisterImport, number: int, actor: Actor, at: datetime
) -> list[tuple[int, dict[str, Any]]]:
    name = kept.chunk_name(number)
    opened = open_for(row, actor, at, name).get(name, {})
    return sorted((int(key), value) for key, value in opened.items())


def _rejected(
    row: RegisterImport, actor: Actor, at: datetime
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows that didn't come along, each with why. Of those protected the number alone."""
    opened = open_for(row, actor, at, kept.CHOICE, kept.INDEX)
    choice, outcomes = opened[kept.CHOICE], opened[kept.INDEX]["outcomes"]
    row.refresh_from_db(fields=["counts"])
    found = []
    for number in range(row.chunks):
        here = outcomes[number * kept.CHUNK : (number + 1) * kept.CHUNK]
        if set(here) <= judging.WRITTEN and number not in row.counts.get("away", []):
            continue
        for at_row, one in _chunk(row, number, actor, at):
            if one["o"] not in judging.WRITTEN:
                found.append({"n": at_row, "o": one["o"], "p": one.get("p", []),
                              "c": one.get("c", [])})  # fmt: skip
    return found, choice.get("labels", [])


# what has run out ---------------------------------------------------------------------------------


def erase_old_files(at: datetime) -> int:
    """Files that have lain here for as long as a file may."""
    count = 0
    for row in import_queries.kept_too_long(at):
        try:
            imports.erase(register_import=row, by=Actor.system(row.programme_id), at=at)
        except Refused:
            continue
        count += 1
    return count


def lapse_unanswered(at: datetime) -> int:
    """Those who were asked and whose last day has passed. Erased by the job that erases."""
    count = 0
    for contributor in import_queries.unanswered(at):
        try:
            imported.lapse(
                contributor=contributor, by=Actor.system(contributor.programme_id), at=at
            )
        except Refused:
            continue
        count += 1
    return count


def register() -> None:
    """Tell the worker."""
    register_job("imports", timedelta(seconds=1), work)
    register_job("erase_old_files", timedelta(hours=1), erase_old_files)
    register_job("lapse_unanswered", timedelta(minutes=15), lapse_unanswered)
