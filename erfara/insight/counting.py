"""The figures, counted. Every number keeps the rows that it comes from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.insight import facts
from erfara.insight.facts import PersonFact, RequestFact
from erfara.insight.hours import as_hours
from erfara.insight.outcomes import OUTCOME_WORDS
from erfara.insight.spans import Span
from erfara.insight.tables import MEANS, NOT_SAID, Cell, Number, Row, Table, Words
from erfara.lending.models import Sought, TimeSpent
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import (
    Area,
    Channel,
    EffectArea,
    ExperienceRole,
    LadderStep,
    ParticipationLevel,
)

_LEVELS: tuple[tuple[str, Words], ...] = (*ParticipationLevel.choices, (NOT_SAID, _("not said")))
_STEPS = (*LadderStep.values, NOT_SAID)


class Whole:
    """What doesn't hang on a span: each part read when it is first needed, once for all spans."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    @cached_property
    def people(self) -> list[PersonFact]:
        return facts.people(self._programme)

    @cached_property
    def told_of(self) -> dict[UUID, set[str]]:
        return facts.told_of(self._programme)


class Counted:
    """What the figures of one programme and span are counted from, each part read when it is
    first needed. `within`: a longer span that has been read already, and this one is part of."""

    def __init__(self, programme: Programme, span: Span, within: Counted | None = None) -> None:
        self.programme, self.span, self._within = programme, span, within
        self.whole: Whole = within.whole if within else Whole(programme)

    @cached_property
    def requests(self) -> list[RequestFact]:
        if self._within is not None:
            return [one for one in self._within.requests if self.span.holds(one.received)]
        return facts.requests(self.programme, self.span)

    @cached_property
    def carried_out(self) -> list[RequestFact]:
        return [one for one in self.requests if one.held]

    @cached_property
    def first_answers(self) -> dict[UUID, date]:
        if self._within is not None:
            return self._within.first_answers
        return facts.first_answers(self.programme, self.span)

    @cached_property
    def told(self) -> facts.Told:
        return self._within.told if self._within else facts.told(self.programme, self.span)

    @cached_property
    def afterwards(self) -> dict[UUID, dict[str, Any]]:
        if self._within is not None:
            return self._within.afterwards
        return facts.afterwards(self.programme, self.span)

    @cached_property
    def changed(self) -> dict[str, set[UUID]]:
        return self._within.changed if self._within else facts.changed(self.programme, self.span)


def _years(days: Iterable[date]) -> list[str]:
    found = {day.year for day in days}
    return [str(y) for y in range(min(found), max(found) + 1)] if found else []


def _by_year(table: Table, column: str, those: Sequence[tuple[date, UUID]]) -> Table:
    for year in _years(day for day, _pk in those):
        ids = [pk for day, pk in those if str(day.year) == year]
        table.count(Row(year, year), column, ids)
    return table


def _recruited(of: Counted) -> Table:
    those = [(p.joined, p.id) for p in of.whole.people if p.here and of.span.holds(p.joined)]
    return _by_year(Table("recruited"), "people", those)


def _left(of: Counted) -> Table:
    those = [(p.joined, p.id) for p in of.whole.people if not p.here and of.span.holds(p.joined)]
    return _by_year(Table("left"), "people", those)


def _requests(of: Counted) -> Table:
    return _by_year(Table("requests"), "requests", [(r.received, r.id) for r in of.requests])


def _carried_out(of: Counted) -> Table:
    return _by_year(Table("carried_out"), "loans", [(r.received, r.id) for r in of.carried_out])


def _outcomes(of: Counted) -> Table:
    table, found = Table("outcomes"), defaultdict(list)
    for one in of.requests:
        found[one.outcome].append(one.id)
    for key, label in OUTCOME_WORDS.items():
        if key in found:
            table.count(Row(key, label), "requests", found[key])
    return table


def quartile(values: Sequence[Number], share: float) -> float | None:
    """The value below which so large a share lies; between two values in proportion."""
    ordered = sorted(float(one) for one in values)
    if not ordered:
        return None
    at = (len(ordered) - 1) * share
    low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
    return low + (high - low) * (at - math.floor(at))


_SPREAD = (("lower_quartile_days", 0.25), ("median_days", 0.5), ("upper_quartile_days", 0.75))


_TIMES = (
    Row("first_answer", _("first answer")),
    Row("ended", _("ended")),
    Row("closed", _("loan closed")),
    Row("feedback", _("feedback, from the loan")),
)
_FEEDBACK = (
    Row("everybody_heard", _("everybody heard")),
    Row("in_time", _("in time")),
    Row("borrower_told", _("{borrower:sg.def} told")),
)
_KEPT = (
    Row("as_promised", _("as much as was promised")),
    Row("more", _("more")),
    Row("less", _("less")),
    Row("not_comparable", _("can't be compared")),
)
_SOUGHT = (Row("open", _("goes on")), *(Row(k, v) for k, v in Sought.End.choices))


def _times(of: Counted) -> Table:
    answers, everybody = of.first_answers, of.told.everybody
    spoken = [one for one in of.requests if not one.taken_down]
    told_on = {
        one.id: everybody[one.loan_id]
        for one in of.carried_out
        if one.loan_id in everybody and one.carried_out_on
    }
    spans: tuple[list[tuple[UUID, date, date | None]], ...] = (
        [(one.id, one.received, answers.get(one.id)) for one in spoken],
        [(one.id, one.received, one.ended) for one in of.requests],
        [(one.id, one.received, one.closed) for one in of.requests],
        [(one.id, one.carried_out_on, told_on[one.id])
         for one in of.carried_out if one.id in told_on and one.carried_out_on],
    )  # fmt: skip
    table = Table("times")
    for row, those in zip(_TIMES, spans, strict=True):
        took = [(pk, max(0, (last - first).days)) for pk, first, last in those if last]
        ids, days = [pk for pk, _days in took], [days for _pk, days in took]
        table.rows.append(row)
        table.cells[row.key, "requests"] = Cell(len(ids), ids, days)
        for column, share in _SPREAD:
            table.cells[row.key, column] = Cell(quartile(days, share), ids, days)
    return table


def _feedback(of: Counted) -> Table:
    told, table = of.told, Table("feedback")
    every = [one.id for one in of.carried_out]
    heard = (told.everybody.keys(), told.in_time, told.borrower)
    for row, loans in zip(_FEEDBACK, heard, strict=True):
        table.count(row, "loans", [one.id for one in of.carried_out if one.loan_id in loans])
        table.count(row, "of_loans", every)
    return table


def _effects(of: Counted) -> Table:
    table, labels = Table("effects"), dict(EffectArea.choices)
    for area in EffectArea.values:
        loans = of.changed.get(area, set())
        if ids := [one.id for one in of.requests if one.loan_id in loans]:
            table.count(Row(area, labels[area]), "loans", ids)
    return table


def _say(of: Counted, key: str, said: Callable[[RequestFact], tuple[str, str]]) -> Table:
    table, found = Table(key), defaultdict(list)
    for one in of.carried_out:
        level, step = said(one)
        found[level or NOT_SAID, step or NOT_SAID].append(one.id)
    for level, label in _LEVELS:
        for step in _STEPS:
            table.count(Row(level, label), f"{step}_loans", found[level, step])
    return table


def _happened_to(of: Counted, one: RequestFact) -> tuple[str, str]:
    ticked = of.afterwards.get(one.loan_id, {}) if one.loan_id else {}
    return ticked.get("level", ""), ticked.get("ladder", "")


def _promised(of: Counted) -> Table:
    return _say(of, "promised", lambda one: (one.level, one.ladder))


def _happened(of: Counted) -> Table:
    return _say(of, "happened", lambda one: _happened_to(of, one))


def _kept(of: Counted) -> Table:
    steps, found = LadderStep.values, defaultdict(list)
    for one in of.carried_out:
        _level, step = _happened_to(of, one)
        if not step or not one.ladder:
            found["not_comparable"].append(one.id)
            continue
        more = steps.index(step) - steps.index(one.ladder)
        found["more" if more > 0 else "less" if more < 0 else "as_promised"].append(one.id)
    table = Table("kept")
    for row in _KEPT:
        table.count(row, "loans", found[row.key])
    return table


def groups_of_people() -> list[Row]:
    """The groups that people are told apart in: by place of life, and by in what capacity."""
    return [
        Row("everybody", _("everybody")),
        *(Row(f"area:{key}", label) for key, label in Area.choices),
        *(Row(f"role:{key}", label) for key, label in ExperienceRole.choices),
    ]


def _asked(of: Counted) -> Table:
    asked, yes, chosen = facts.questions(of.programme, of.span)
    here = [one.id for one in of.whole.people if one.here and not one.protected]
    table = Table("asked")
    for row in groups_of_people():
        those = [
            pk
            for pk in here
            if row.key == "everybody" or row.key in of.whole.told_of.get(pk, set())
        ]
        if not those and row.key != "everybody":
            continue
        table.count(row, "in_register_people", those)
        table.count(row, "never_asked_people", [pk for pk in those if pk not in asked])
        table.count(row, "asked_people", [pk for pk in those if pk in asked])
        table.count(row, "said_yes_people", [pk for pk in those if pk in yes])
        table.count(row, "chosen_people", [pk for pk in those if pk in chosen])
    return table


def _channels(of: Counted) -> Table:
    table, found = Table("channels"), defaultdict(list)
    for one in of.whole.people:
        if one.here and not one.protected and of.span.holds(one.joined):
            found[one.channel].append(one.id)
    for key, label in Channel.choices:
        if key in found:
            table.count(Row(key, label), "people", found[key])
    return table


def _hours(of: Counted) -> Table:
    rows = TimeSpent.objects.filter(programme=of.programme, **of.span.days("day"))
    if of.span.unit:
        rows = rows.filter(loan__request__unit_id=of.span.unit)
    minutes: dict[tuple[str, str], dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    days = set()
    for day, party, request_id, some in rows.values_list(
        "day", "party", "loan__request_id", "minutes"
    ).order_by("loan__request__no"):
        minutes[str(day.year), f"{party}_hours"][request_id] += some
        days.add(day)
    table = Table("hours")
    for year in _years(days):
        table.rows.append(Row(year, year))
        for column in MEANS["hours"].columns:
            spent = minutes[year, column]
            table.cells[year, column] = Cell(
                float(as_hours(sum(spent.values()))), list(spent),
                [float(as_hours(some)) for some in spent.values()],
            )  # fmt: skip
    return table


def _sought(of: Counted) -> Table:
    rows = Sought.objects.filter(programme=of.programme, **of.span.moments("created_at"))
    if of.span.unit:
        rows = rows.filter(request__unit_id=of.span.unit)
    found = defaultdict(list)
    for pk, end in rows.order_by("created_at").values_list("id", "end"):
        found[end or "open"].append(pk)
    table = Table("sought")
    for row in _SOUGHT:
        table.count(row, "needs", found[row.key])
    return table


_COUNTS: dict[str, Callable[[Counted], Table]] = {
    "recruited": _recruited, "left": _left, "requests": _requests, "carried_out": _carried_out,
    "outcomes": _outcomes, "times": _times, "feedback": _feedback, "effects": _effects,
    "promised": _promised, "happened": _happened, "kept": _kept, "asked": _asked,
    "channels": _channels, "hours": _hours, "sought": _sought,
}  # fmt: skip


@cache
def _words(key: str) -> dict[str, Words]:
    if key == "outcomes":
        return OUTCOME_WORDS
    if key == "effects":
        return dict(EffectArea.choices)
    if key in {"promised", "happened"}:
        return dict(_LEVELS)
    if key == "channels":
        return dict(Channel.choices)
    if key == "asked":
        return {row.key: row.label for row in groups_of_people()}
    rows = {"times": _TIMES, "feedback": _FEEDBACK, "kept": _KEPT, "sought": _SOUGHT}.get(key, ())
    return {row.key: row.label for row in rows}


def label_of(key: str, row: str) -> Words:
    """What a row of a figure is called; a year is called what it is."""
    return _words(key).get(row, row)


def table_of(of: Counted, key: str) -> Table:
    """One figure."""
    return _COUNTS[key](of)


def tables_of(of: Counted) -> list[Table]:
    """All figures; those that can't be told for one unit are left out when it is asked for."""
    return [_COUNTS[key](of) for key, one in MEANS.items() if one.by_unit or not of.span.unit]
