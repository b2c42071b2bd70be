"""Who does what as it is read: the same for a lead, for each party, and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.duties import queries
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.peersupport.duties.tasks import SIDES
from erfara.web import paper
from erfara.web.coordinator.people_forms import capital

TEMPLATE = "peer/duties/paper.html"


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words."""

    key: str
    title: str
    note: str
    does: str
    decides: str
    told: str


@dataclass(frozen=True, slots=True)
class Document:
    """One version, and how each party stands to it. Nobody is named."""

    matrix: DutyMatrix
    lines: list[Line]
    answers: list[DutyAnswer]
    yes: set[UUID]

    @property
    def title(self) -> str:
        return say(_("Who does what: {workplace}"), workplace=str(self.matrix.workplace.unit))


def said(row: Mapping[str, Any], name: str) -> str:
    """A text of a row in the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "sv"
    return str(row[name].get(language) or row[name].get("sv") or "")


def _side(key: str) -> str:
    return capital(say(SIDES[key])) if key in SIDES else key


def line(row: Mapping[str, Any]) -> Line:
    """A row in words."""
    told = [say(SIDES[one]) for one in row["told"] if one in SIDES]
    return Line(
        row["key"], said(row, "title"), said(row, "note"), _side(row["does"]),
        _side(row["decides"]), capital(", ".join(told)) if told else "–",
    )  # fmt: skip


def document(matrix: DutyMatrix, answers: list[DutyAnswer]) -> Document:
    """One version, to be read."""
    return Document(matrix, [line(row) for row in matrix.rows], answers, queries.said_yes(answers))


def pdf(request: Any, found: Document) -> bytes:
    """The PDF twin."""
    return paper.pdf(request, TEMPLATE, {"doc": found, "language": get_language() or "sv"})


def file_name(found: Document) -> str:
    """What the file is called: a number, and no workplace."""
    return f"{say(_('duties'))}-{found.matrix.workplace.no}-{found.matrix.version}.pdf"
