"""The `erfara` command.

Exit status: 0 good, 1 something is wrong with the data (said in words on stderr), 2 the call or
the configuration is wrong. With `--json` stdout holds JSON and nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from erfara.config import cost_commands, operations, stats_command

GOOD, BAD_DATA, BAD_CALL = 0, 1, 2
Run = Callable[[argparse.Namespace], int]
DEFAULT_PORT = 8000


class BadCall(Exception):
    """The command was called with something that can't be meant; `str` says what to write."""


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def _django() -> None:
    """Read the settings and load the apps; a wrong setting ends here with its sentence."""
    from erfara.config.env import ConfigurationError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
    try:
        import django

        django.setup()
    except ConfigurationError as error:
        raise BadCall(str(error)) from error


def _print_result(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=2, default=str))
        return
    import yaml

    plain = json.loads(json.dumps(result, default=str))
    print(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False).rstrip())


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number from 1 to 65535")
    return int(text)


def serve(options: argparse.Namespace) -> int:
    """Web server and background worker together, until SIGTERM or SIGINT."""
    # Links in messages are built from the port where no ERFARA_BASE_URL says otherwise.
    os.environ["PORT"] = str(options.port)
    _django()
    from erfara.config import serving

    operations.refuse_newer("Nothing was started.")
    return serving.serve(options.host, options.port)


def worker(options: argparse.Namespace) -> int:
    """The background worker alone: mail, reminders, the janitor."""
    _django()
    from erfara.foundation.worker import run_forever

    operations.refuse_newer("Nothing was started.")
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_forever(stop)
    return GOOD


def _with_django(run: Run) -> Run:
    """A word for which Django has to be set up, and nothing else."""

    @functools.wraps(run)
    def word(options: argparse.Namespace) -> int:
        _django()
        return run(options)

    return word


def restore(options: argparse.Namespace) -> int:
    """Put backups where the databases are, and erase again whoever has left since."""
    if options.into and options.into != operations.CONFIGURED:
        operations.point_home_at(Path(options.into))
    _django()
    return operations.restore(options)


def doctor(options: argparse.Namespace) -> int:
    """Say what is well with the installation and what isn't, each with what to do."""
    try:
        _django()
    except (BadCall, OSError) as error:
        # That the settings can't be used is what was asked for, not a wrong call.
        finding = {"name": "configuration", "level": "bad", "said": str(error), "do": ""}
        return operations.say_findings([finding], {"bad": "bad"}, {}, as_json=options.json)
    return operations.doctor(options)


def keys(options: argparse.Namespace) -> int:
    """Make the key file and the backup key if they lack. What is there is never touched."""
    _django()
    from erfara.config import installation

    for made, path in (installation.make_keys(), installation.make_backup_key()):
        kept = "Keep a copy apart from every backup."
        _say(f"{path} is made. {kept}" if made else f"{path} is there.")
    return GOOD


def operator(options: argparse.Namespace) -> int:
    """Let somebody run the installation: the first one who can make programmes."""
    _django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from erfara.config import installation

    try:
        validate_email(options.email)
    except ValidationError as error:
        raise BadCall(
            f"{options.email!r} is no e-mail address: write it like anna@example.se."
        ) from error
    link = installation.make_operator(options.email, options.name)
    if link:
        _say("A message is on its way. The same link, which works once and for 14 days:")
        print(link)
    else:
        _say(f"{options.email} runs the installation, and signs in as before.")
    return GOOD


def stats(options: argparse.Namespace) -> int:
    """Figures of one library, each counted from its rows."""
    _django()
    try:
        result = stats_command.figures(options)
    except stats_command.Unknown as error:
        raise BadCall(str(error)) from error
    _print_result(result, as_json=options.json)
    return GOOD


def costs(options: argparse.Namespace) -> int:
    """What a programme costs: reproduce, run, compare, simulate, export, evaluate, schema."""
    raise AssertionError("Each word of costs runs itself.")


def match(options: argparse.Namespace) -> int:
    """Propose people for requests: who has lived what is asked about, and why."""
    from erfara.engines.matching import command

    # Read here and handed on, without Django, which this word doesn't need.
    return command.run(options, this_year=datetime.now(ZoneInfo("Europe/Stockholm")).year)


def demo(options: argparse.Namespace) -> int:
    """Make the demonstration ready, and print the links that sign in to it."""
    os.environ.setdefault("ERFARA_MODE", "demo")
    _django()
    from erfara.config import installation

    if not options.links:
        # Only the links are the answer; whatever else is said is talk.
        with contextlib.redirect_stdout(sys.stderr):
            installation.prepare_demonstration(_say)
    for line in installation.sign_in_links():
        print(line)
    return GOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="erfara", description="Libraries of people with lived experience."
    )
    words = parser.add_subparsers(dest="word", metavar="WORD", required=True)

    def word(name: str, run: Run) -> argparse.ArgumentParser:
        text = (run.__doc__ or "").strip().split("\n")[0]
        made = words.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    made = word("serve", serve)
    made.add_argument("--host", default="127.0.0.1", help="address to listen on")
    made.add_argument(
        "--port", type=_port, default=os.environ.get("PORT") or str(DEFAULT_PORT), help="and port"
    )
    word("worker", worker)
    made = word("migrate", _with_django(operations.migrate))
    made.add_argument(
        "--without-backup", action="store_true", help="you have made one yourself just now"
    )
    operations.add_backup_options(word("backup", _with_django(operations.backup)))
    operations.add_restore_options(word("restore", restore))
    operations.add_doctor_options(word("doctor", doctor))
    word("keys", keys)
    made = word("operator", operator)
    made.add_argument("email", metavar="E-MAIL", help="address at work")
    made.add_argument("--name", default="", help="what others call her")
    stats_command.add_options(word("stats", stats))
    cost_commands.add_words(word("costs", costs))
    from erfara.engines.matching import command as matching

    matching.add_options(word("match", match))
    made = word("demo", demo)
    made.add_argument("--links", action="store_true", help="only print the sign-in links")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one word of the command and return its exit status."""
    options = _parser().parse_args(arguments)
    # Databases, keys and logs are for the user who runs Erfara and nobody else.
    os.umask(0o077)
    try:
        status: int = options.run(options)
    except BadCall as error:
        _say(str(error))
        return BAD_CALL
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read our output has enough (`erfara stats … | head`).
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return GOOD
    except Exception as error:
        from django.core.exceptions import ImproperlyConfigured
        from django.db import DatabaseError

        from erfara.foundation.backup.errors import BackupError, WrongCall
        from erfara.foundation.crypto.errors import VaultError
        from erfara.foundation.errors import Refused

        if isinstance(error, WrongCall):
            _say(str(error))
            return BAD_CALL
        if isinstance(error, Refused | BackupError):
            _say(str(error))
            return BAD_DATA
        if isinstance(error, VaultError):
            _say(str(error), "Does the key file belong to these databases? See: erfara doctor")
            return BAD_DATA
        if isinstance(error, DatabaseError):
            _say(f"The database does not answer as it should: {error}", "Try: erfara migrate")
            return BAD_DATA
        if isinstance(error, ImproperlyConfigured):
            _say(str(error))
            return BAD_CALL
        raise
    return status
