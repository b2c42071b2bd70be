"""Open requests, and the answers of those asked about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared, among
from erfara.lending.models import Assignment, Inquiry, Loan, LoanRequest, Participation
from erfara.lending.policies import assignment_items, needs_one_person_reason
from erfara.organisations.models import Programme, unit_label
from erfara.organisations.words import plural_lazy
from erfara.workflows.today.rows import (
    ANY_ID,
    LATER,
    NOW,
    Row,
    about_request,
    covers,
    first_of,
    when_wanted,
)

# The states of a request that has not ended: an index finds those.
OPEN = tuple(LoanRequest.table.open_states)
CHOSEN = ("inquiry", "chosen")
# Answers after which a person still has to hear how it ended.
TO_BE_TOLD = ("sent", "asked_more", "yes", "no", "not_now", "silent")

# Each branch by itself, so that each has its index: as one condition they would be looked for among
# all that ever were asked. Those of requests that may ask now: `where_asking`.
_ASKED = Prepared(
    lambda programme: (
        Inquiry.objects.filter(
            pk__in=Inquiry.objects.filter(
                request__in=LoanRequest.objects.filter(programme_id=programme, state__in=OPEN)
            )
            .values("pk")
            .union(
                Inquiry.objects.filter(
                    programme_id=programme, state__in=TO_BE_TOLD, by_phone=True
                ).values("pk"),
                Inquiry.objects.filter(programme_id=programme, state="late").values("pk"),
                Inquiry.objects.filter(
                    request__in=Loan.objects.filter(
                        programme_id=programme, state="confirmed", seeks_until__isnull=False
                    ).values("request")
                ).values("pk"),
                all=True,
            )
        )
        .values_list(
            "request_id", "state", "by_phone", *about_request("request__"),
            "request__state", "request__loan__state", "request__loan__seeks_until",
        )
        .annotate(
            number=Count("id"), one=ANY_ID,
            since=Min("answered_at"), first=Min("sent_at"), chosen=Min("created_at"),
        )
        .order_by("request_id", "state")
    )
)  # fmt: skip
_COMING = (
    Participation.objects.filter(loan=OuterRef("loan__id"), state="confirmed")
    .order_by()
    .values("loan")
    .annotate(number=Count("id"))
    .values("number")
)
# The columns that a row says or is decided by, no others: see `Open`.
_OPEN = Prepared(
    lambda programme: (
        LoanRequest.objects.filter(programme_id=programme, state__in=OPEN)
        # Not by number: SQLite would go through all that ever came by its index of numbers.
        .order_by("received_at", "id")
        .values_list(
            "pk", *about_request(""), "state", "loan__state", "received_at", "meeting_at",
            "meeting_held_on", "ends_on", "clarify_by", "look_again_on", "waits_for", "answer_by",
            Coalesce(Subquery(_COMING), 0),
        )
    )
)  # fmt: skip
_ASSIGNMENTS = Prepared(lambda requests: Assignment.objects.filter(among("request_id", requests)))


class About(NamedTuple):
    """What a row says of a request, and where it and its loan stand."""

    pk: UUID
    no: int
    organisation: str
    name: str
    state: str
    loan_state: str | None

    @property
    def unit(self) -> str:
        return unit_label(self.organisation, self.name)


class Open(NamedTuple):
    """An open request, as `_OPEN` reads it."""

    about: About
    received_at: datetime
    meeting_at: datetime | None
    meeting_held_on: date | None
    ends_on: date | None
    clarify_by: date | None
    look_again_on: date | None
    waits_for: str
    answer_by: date | None
    coming: int
    missing: int


@dataclass(slots=True)
class Asked:
    """How those asked about one request stand. `asks`: whether people may be asked about it."""

    about: About
    asks: bool = False
    counts: dict[tuple[str, bool], int] = field(default_factory=dict)
    since: dict[tuple[str, bool], datetime] = field(default_factory=dict)
    one: dict[tuple[str, bool], UUID] = field(default_factory=dict)

    def count(self, *states: str) -> int:
        """How many are in one of these states."""
        return sum(n for (state, _phone), n in self.counts.items() if state in states)


def asked_about(programme: Programme) -> dict[UUID, Asked]:
    """Request → how those asked about it stand: open requests, and ended ones with calls left."""
    found: dict[UUID, Asked] = {}
    for row in _ASKED.rows(programme=programme.pk):
        pk, state, by_phone, no, organisation, unit, at, loan, until, number, one, *days = row
        asked = found.get(pk)
        if asked is None:
            # As `lending.policies.asks`.
            asks = at == "asking" or (loan == "confirmed" and until is not None)
            asked = found[pk] = Asked(About(pk, no, organisation, unit, at, loan), asks)
        key = (state, by_phone)
        asked.counts[key] = number
        asked.since[key] = next(day for day in days if day is not None)
        asked.one[key] = UUID(one)
    return found


def _missing(programme: Programme, requests: list[UUID]) -> dict[UUID, int]:
    """Request → how many things its assignment lacks before anybody can be asked."""
    rows = _ASSIGNMENTS.objects(Assignment, requests=requests)
    return {
        row.request_id: sum(not item.done for item in assignment_items(row))
        + needs_one_person_reason(row, programme)
        for row in rows
    }


def waiting(
    programme: Programme, day: date, asked: dict[UUID, Asked], busy: set[UUID]
) -> list[Row]:
    """A row for each open request, the oldest first. `busy` are those that need no row here."""
    rows = [row for row in first_of(_OPEN, programme=programme.pk) if row[0] not in busy]
    missing = _missing(programme, [row[0] for row in rows if row[4] == "specified"])
    found = []
    for row in rows:
        about = About(*row[:6])
        one = Open._make((about, *row[6:], missing.get(about.pk, 0)))
        found.append(_WHY_REQUEST[about.state](one, asked.get(about.pk) or Asked(about), day))
    return found


def stands_for(state: str, asked: Asked | None) -> list[tuple[str, str]]:
    """What a row about a request stands for: the request, and those chosen, who wait with it."""
    chosen = asked is not None and asked.count("chosen")
    return [("loan_request", state), *([CHOSEN] if chosen else [])]


def _of_request(
    request: Open,
    asked: Asked,
    step: str,
    why: str | Promise,
    group: str,
    *kinds: tuple[str, str],
    since: date | None = None,
    **values: Any,
) -> Row:
    about = request.about
    loan = [("loan", about.loan_state)] if about.loan_state else []
    return Row(
        step, about.pk, about.no, why, since or local_day(request.received_at), group,
        about.unit, values, covers(*stands_for(about.state, asked), *kinds, *loan),
    )  # fmt: skip


def _received(request: Open, asked: Asked, day: date) -> Row:
    why = _("It has come in. Book a first meeting.")
    return _of_request(request, asked, "book_meeting", why, NOW)


def _pre_meeting(request: Open, asked: Asked, day: date) -> Row:
    meeting = ("meeting", "booked")
    booked = local_day(request.meeting_at) if request.meeting_at else None
    group = when_wanted(booked, day)
    if booked is not None and booked > day:
        return _of_request(
            request, asked, "prepare_meeting", _("A first meeting is booked."), group, meeting,
            since=booked,
        )  # fmt: skip
    return _of_request(
        request, asked, "specify", _("Note what was agreed at the first meeting."), group, meeting,
        since=booked,
    )  # fmt: skip


def _unclear(request: Open, asked: Asked, day: date) -> Row:
    if request.ends_on is not None:
        return _of_request(
            request, asked, "end_request",
            _("No clearer assignment has come. Call, or let the request end by itself."),
            NOW, since=request.ends_on,
        )  # fmt: skip
    if request.clarify_by is not None and request.clarify_by < day:
        return _of_request(
            request, asked, "end_request",
            _("No clearer assignment has come, and the day has passed."),
            NOW, since=request.clarify_by,
        )  # fmt: skip
    return _of_request(
        request, asked, "request",
        _("{borrower:sg.def.cap} has been asked for a clearer assignment."), LATER,
    )  # fmt: skip


def _waiting(request: Open, asked: Asked, day: date) -> Row:
    return _of_request(
        request, asked, "look_again", _("Waits for something else: {what}."),
        when_wanted(request.look_again_on, day), since=request.look_again_on,
        what=request.waits_for.rstrip("."),
    )  # fmt: skip


def _specified(request: Open, asked: Asked, day: date) -> Row:
    missing, chosen = request.missing, asked.count("chosen")
    since = request.meeting_held_on
    if missing:
        return _of_request(
            request, asked, "assignment", plural_lazy(
                "One thing is missing in the assignment before anybody can be asked.",
                "{count} things are missing in the assignment before anybody can be asked.",
                missing,
            ), NOW, since=since, count=missing,
        )  # fmt: skip
    if not chosen:
        return _of_request(request, asked, "choose", _("Choose whom to ask."), NOW, since=since)
    return _of_request(
        request, asked, "preview", plural_lazy(
            "One is chosen and has not been asked yet.",
            "{count} are chosen and have not been asked yet.", chosen,
        ), NOW, since=since, count=chosen,
    )  # fmt: skip


def _asking(request: Open, asked: Asked, day: date) -> Row:
    # Who has been confirmed may have withdrawn since, and there may be people from outside.
    silent, confirmed = asked.count("sent"), request.coming
    chosen = asked.count("chosen")
    sent = min((s for (state, _phone), s in asked.since.items() if state != "chosen"), default=None)
    since = local_day(sent) if sent else None
    if chosen:
        return _of_request(
            request, asked, "preview", _chosen_too(chosen), NOW, since=since, count=chosen
        )
    over = request.answer_by is not None and request.answer_by < day
    if silent and not over:
        return _of_request(
            request, asked, "request", plural_lazy(
                "One has not answered yet.", "{count} have not answered yet.", silent
            ),
            LATER, since=since, count=silent,
        )  # fmt: skip
    if confirmed:
        return _of_request(
            request, asked, "complete_team", plural_lazy(
                "One is confirmed. Is the team complete?",
                "{count} are confirmed. Is the team complete?", confirmed,
            ), NOW, since=request.answer_by, count=confirmed,
        )  # fmt: skip
    if asked.count("yes", "asked_more"):
        # The answers have a row of their own; the request itself waits for what they lead to.
        return _of_request(
            request, asked, "request", _("Everybody has answered."), LATER, since=request.answer_by
        )
    return _of_request(
        request, asked, "ask_more",
        _("Too few can take part. Ask more people, or end the request."),
        NOW, since=request.answer_by,
    )  # fmt: skip


_WHY_REQUEST: dict[str, Callable[[Open, Asked, date], Row]] = {
    "received": _received,
    "pre_meeting": _pre_meeting,
    "unclear": _unclear,
    "waiting": _waiting,
    "specified": _specified,
    "asking": _asking,
}


def answers(asked: dict[UUID, Asked]) -> list[Row]:
    """Answers that want something of the coordinator, and those reached by phone only."""
    rows: list[Row] = []
    for one in asked.values():
        rows += _by_state(one, ("late",), None, "late", _late)
        ended = one.about.state == "ended"
        if ended and not one.asks:
            rows += _by_state(one, TO_BE_TOLD, True, "tell", _call_end)
            continue
        if ended:  # looks for somebody in the place of one who left
            rows += _not_asked_yet(one)
        rows += _by_state(one, ("asked_more",), None, "tell_more", _more)
        rows += _by_state(one, ("yes",), None, "confirm", _yes)
        rows += _by_state(one, ("sent",), True, "answer_for", _call)
    return rows


def _not_asked_yet(asked: Asked) -> list[Row]:
    """Chosen in somebody's place, and the question has not gone out."""
    if not (chosen := asked.count("chosen")):
        return []
    since = min(since for (state, _phone), since in asked.since.items() if state == "chosen")
    return [
        Row(
            "preview", asked.about.pk, asked.about.no, _chosen_too(chosen), local_day(since),
            NOW, asked.about.unit, {"count": chosen}, covers(CHOSEN),
        )
    ]  # fmt: skip


Why = Callable[[int], str | Promise]


def _chosen_too(count: int) -> str | Promise:
    return plural_lazy(
        "One more is chosen and has not been asked yet.",
        "{count} more are chosen and have not been asked yet.", count,
    )  # fmt: skip


def _yes(count: int) -> str | Promise:
    return plural_lazy("One has said yes.", "{count} have said yes.", count)


def _late(count: int) -> str | Promise:
    return plural_lazy(
        "One has said yes after the team was complete. Is there a waiting list?",
        "{count} have said yes after the team was complete. Is there a waiting list?", count,
    )  # fmt: skip


def _more(count: int) -> str | Promise:
    return plural_lazy("One wants to know more first.", "{count} want to know more first.", count)


def _call(count: int) -> str | Promise:
    return plural_lazy(
        "Call one who has no e-mail with us, and ask.",
        "Call {count} who have no e-mail with us, and ask.", count,
    )  # fmt: skip


def _call_end(count: int) -> str | Promise:
    return plural_lazy(
        "Call one who has no e-mail with us, and tell how it ended.",
        "Call {count} who have no e-mail with us, and tell how it ended.", count,
    )  # fmt: skip


def _by_state(
    asked: Asked,
    states: Iterable[str],
    by_phone: bool | None,
    step: str,
    why: Why,
) -> list[Row]:
    """One row for those in these states; it leads to the person when there is only one."""
    keys = [k for k in asked.counts if k[0] in states and by_phone in (None, k[1])]
    if not keys:
        return []
    count = sum(asked.counts[k] for k in keys)
    single = count == 1
    return [
        Row(
            step if single else f"{step}_many",
            asked.one[keys[0]] if single else asked.about.pk,
            asked.about.no,
            why(count),
            min(local_day(asked.since[k]) for k in keys),
            NOW,
            asked.about.unit,
            {"count": count},
            covers(*(("inquiry", k[0]) for k in keys)),
        )
    ]
