"""A worker to be killed: sends what is due, in children that die at random moments.

Called by test_outbox_faults with the folder of the databases in ERFARA_HOME. The first children
are killed at random; the mail server of the test kills others by the id in the file, at the moment
when it has taken a message and not said so. Prints how many died before they were done.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path

import django


def deliver(at):
    from django.db import connections

    from erfara.foundation import outbox
    from erfara.foundation.outbox import registry
    from tests.unit.foundation.mail import Asked

    connections.close_all()
    asked = Asked()
    for table in (registry.kinds, registry.addresses, registry.hooks, registry.holds):
        table.clear()  # what the product's own apps have registered
    outbox.register_kind("hello", asked.render)
    outbox.register_address("person", asked.address)
    outbox.deliver_due(at, limit=500)


def main(random_kills: int, other_kills: int, pid_file: Path):
    django.setup()
    from django.conf import settings

    from erfara.foundation.outbox.checks import SMTP
    from tests.unit.foundation.mail import AT

    settings.EMAIL_BACKEND = SMTP
    rng = random.Random(3)
    at, killed = AT, 0
    for turn in range(random_kills + other_kills + 4):
        child = os.fork()
        if child == 0:
            pid_file.write_text(str(os.getpid()))
            try:
                deliver(at)
            except BaseException:  # noqa: BLE001 - whatever it is, it ends here
                traceback.print_exc()
                os._exit(1)  # never back into the parent's loop
            os._exit(0)
        if turn < random_kills:
            time.sleep(rng.uniform(0.02, 0.15))
            os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            sys.exit("A child failed by itself.")
        killed += os.WIFSIGNALED(status)
        at += timedelta(minutes=6)
    print(killed)  # noqa: T201 - this is a program


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
