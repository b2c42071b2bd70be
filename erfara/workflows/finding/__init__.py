"""Choosing whom to ask: the place of the matching engine in the lending flow.

An index of each library in memory (`library.py`), proposals for a request (`proposing.py`) and
looking through the register (`searching.py`). See docs/adr/0018-an-index-in-memory.md. Beside it,
whom a name belongs to (`called.py`).
"""

from erfara.workflows.finding.called import Called, called, forget_names
from erfara.workflows.finding.following import keep_looking_after, look_after
from erfara.workflows.finding.library import Library, forget_all, library_of, warm
from erfara.workflows.finding.proposing import Line, Proposal, propose
from erfara.workflows.finding.searching import Asking, Filters, Looking, Preparing, Why, looking
from erfara.workflows.finding.wanted import LEFT_OUT, WISHES

__all__ = [
    "LEFT_OUT",
    "WISHES",
    "Asking",
    "Called",
    "Filters",
    "Library",
    "Line",
    "Looking",
    "Preparing",
    "Proposal",
    "Why",
    "called",
    "forget_all",
    "forget_names",
    "keep_looking_after",
    "library_of",
    "look_after",
    "looking",
    "propose",
    "warm",
]
