"""Web server and background worker as two processes under one parent, which stops both."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from types import FrameType

WORKERS = 2
# More threads cost speed: each worker has one interpreter lock.
BLOCKING_THREADS = 1
GRACE_SECONDS = 10
PAUSE_SECONDS = 2

WEB = "web"
BACKGROUND = "worker"


def _busy(host: str, port: int) -> str:
    """Why the port can't be used, or nothing."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _commands(host: str, port: int) -> dict[str, list[str]]:
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(WORKERS), "--blocking-threads", str(BLOCKING_THREADS)]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", str(GRACE_SECONDS)]
    web += ["--log-level", "warning", "erfara.config.wsgi:application"]
    return {
        WEB: [sys.executable, "-m", *web],
        BACKGROUND: [sys.executable, "-m", "erfara", "worker"],
    }


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which then stops each child once.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS + 2
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def serve(host: str, port: int) -> int:
    """Run both until told to stop. A worker that falls is started again; a fallen web server ends.

    Returns 0 after SIGTERM or SIGINT, 2 if the port is taken, 1 if the web server fell.
    """
    if why := _busy(host, port):
        print(f"Port {port} can't be used: {why}. Choose another with PORT=…", file=sys.stderr)
        return 2
    asked: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    commands = _commands(host, port)
    children = {name: _start(command) for name, command in commands.items()}
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    print(f"Erfara serves on http://{shown}:{port} (Ctrl-C stops it).", file=sys.stderr, flush=True)
    try:
        while not asked:
            time.sleep(0.2)
            if (status := children[WEB].poll()) is not None:
                print(f"The web server ended with status {status}.", file=sys.stderr, flush=True)
                return 1
            if children[BACKGROUND].poll() is not None and not asked:
                print("The worker fell and is started again.", file=sys.stderr, flush=True)
                time.sleep(PAUSE_SECONDS)
                children[BACKGROUND] = _start(commands[BACKGROUND])
    finally:
        _stop(children)
    return 0
