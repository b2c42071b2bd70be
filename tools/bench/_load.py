"""A small load client, in a process of its own: keep-alive connections that never pause.

Job on stdin, result on stdout, both JSON. Each connection has its lane of requests and sends the
next one when the answer to the last is there (a closed loop). Nothing but the answer's head and
length is read, so that the client takes little from the machine that it measures.

A job: {"port", "seconds" (0: until the lanes are empty), "lanes": [[request, …], …], "repeat"},
each request the whole HTTP text. The result: {"seconds", "times" (ms each), "status": {code: n},
"bytes" (of the last body), "errors": [text, …]}.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any, cast

TIME_LIMIT = 600


class Connection(asyncio.Protocol):
    """One connection that works through its lane."""

    def __init__(self, lane: Iterator[bytes], until: float, tally: Tally) -> None:
        self.lane, self.until, self.tally = lane, until, tally
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting = False
        self.buffer = b""
        self.sent_at = 0.0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._next()

    def _next(self) -> None:
        request = next(self.lane, None) if time.perf_counter() < self.until else None
        if request is None:
            self.transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self.buffer = b""
        self.waiting = True
        self.sent_at = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = _length(head)
        if len(body) < length:
            return
        self.waiting = False
        self.tally.times.append((time.perf_counter() - self.sent_at) * 1000)
        self.tally.status[head[9:12].decode()] += 1
        self.tally.bytes = length
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.waiting:
            self.tally.errors.append(f"connection lost: {exc or 'closed by the server'}")
        if not self.done.done():
            self.done.set_result(None)


class Tally:
    """What all connections together have met."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.status: Counter[str] = Counter()
        self.errors: list[str] = []
        self.bytes = 0


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    if b" 204 " in head[:20] or b" 304 " in head[:20]:
        return 0
    raise SystemExit(f"An answer without a length: {head[:200]!r}")


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Carry out one job."""
    tally = Tally()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    until = began + (job["seconds"] or TIME_LIMIT)  # no seconds: until the lanes are empty
    open_connections = []
    for texts in job["lanes"]:
        requests = [text.encode() for text in texts]
        lane = cycle(requests) if job.get("repeat") else iter(requests)
        _transport, connection = await loop.create_connection(
            lambda lane=lane: Connection(lane, until, tally),  # type: ignore[misc]
            "127.0.0.1",
            job["port"],
        )
        open_connections.append(connection)
    try:
        async with asyncio.timeout(TIME_LIMIT + (job["seconds"] or 0)):
            await asyncio.gather(*(one.done for one in open_connections))
    except TimeoutError:
        tally.errors.append(f"no answer within {TIME_LIMIT} s")
    return {
        "seconds": time.perf_counter() - began,
        "times": tally.times,
        "status": dict(tally.status),
        "bytes": tally.bytes,
        "errors": tally.errors,
    }


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
