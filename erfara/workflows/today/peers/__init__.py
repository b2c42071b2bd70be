"""What a peer support programme's leads have to do now: one small module for each part.

A part adds a module here with `rows(programme, at)`, its line in `SOURCES`, what its steps are
called (`today.steps.BUTTONS`) and where they are done (`web.peer.day.ROUTES`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from erfara.organisations.models import Programme
from erfara.workflows.today.peers import (
    pool,
    recruitment,
    setup,
    steering,
    training,
    workplaces,
)
from erfara.workflows.today.rows import Row

SOURCES: tuple[Callable[[Programme, datetime], list[Row]], ...] = (
    setup.rows,
    workplaces.rows,
    recruitment.rows,
    training.rows,
    pool.rows,
    steering.rows,
)
