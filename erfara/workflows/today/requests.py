"""Open requests, and the answers of those asked about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Inquiry, Loan, LoanRequest
from erfara.lending.policies import (
    asks,
    assignment_items,
    needs_one_person_reason,
)
from erfara.organisations.models import Programme
from erfara.workflows.today.rows import (
    ANY_ID,
    LATER,
    LIMIT,
    NOW,
    Kind,
    Row,
    covers,
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
        .values_list("request_id", "state", "by_phone")
        .annotate(
            number=Count("id"), one=ANY_ID,
            since=Min("answered_at"), first=Min("sent_at"), chosen=Min("created_at"),
        )
        .order_by("request_id", "state")
    )
)  # fmt: skip
_REQUESTS = Prepared(
    lambda requests: LoanRequest.objects.filter(pk__in=requests).select_related(
        "unit__organisation", "loan"
    )
)
_OPEN = Prepared(
    lambda programme: (
        LoanRequest.objects.filter(programme_id=programme, state__in=OPEN)
        .select_related("unit__organisation", "assignment", "loan")
        .annotate(
            coming=Count("loan__participations", filter=Q(loan__participations__state="confirmed"))
        )
        .order_by("no")[: LIMIT + 1]
    )
)


@dataclass(slots=True)
class Asked:
    """How those asked about one request stand."""

    request: LoanRequest
    counts: dict[tuple[str, bool], int] = field(default_factory=dict)
    since: dict[tuple[str, bool], datetime] = field(default_factory=dict)
    one: dict[tuple[str, bool], UUID] = field(default_factory=dict)

    def count(self, *states: str) -> int:
        """How many are in one of these states."""
        return sum(n for (state, _phone), n in self.counts.items() if state in states)


def asked_about(programme: Programme) -> dict[UUID, Asked]:
    """Request → how those asked about it stand: open requests, and ended ones with calls left."""
    wanted = _ASKED.rows(programme=programme.pk)
    ids = {request_id for request_id, *_how in wanted}
    requests = {one.pk: one for one in _REQUESTS.objects(LoanRequest, requests=ids)}
    found: dict[UUID, Asked] = {}
    for request_id, state, by_phone, number, one, since, first, chosen in wanted:
        asked = found.setdefault(request_id, Asked(requests[request_id]))
        key = (state, by_phone)
        asked.counts[key] = number
        asked.since[key] = since or first or chosen
        asked.one[key] = UUID(one)
    return found


def waiting(programme: Programme, day: date, asked: dict[UUID, Asked]) -> list[Row]:
    """A row for each open request, the oldest first."""
    requests = _OPEN.objects(LoanRequest, programme=programme.pk)
    for request in requests:
        request.programme = programme  # the one at hand
    return [
        _WHY_REQUEST[request.state](request, asked.get(request.pk, Asked(request)), day)
        for request in requests
    ]


def stands_for(request: LoanRequest, asked: Asked) -> list[tuple[str, str]]:
    """What a row about a request stands for: the request, and those chosen, who wait with it."""
    return [("loan_request", request.state), *([CHOSEN] if asked.count("chosen") else [])]


def _of_request(
    request: LoanRequest,
    asked: Asked,
    step: str,
    why: str | Promise,
    group: str,
    *kinds: tuple[str, str],
    since: date | None = None,
    **values: Any,
) -> Row:
    begun = getattr(request, "loan", None)
    loan = [("loan", begun.state)] if begun else []
    return Row(
        step, request.pk, request.no, why, since or local_day(request.received_at), group,
        str(request.unit), values, covers(*stands_for(request, asked), *kinds, *loan),
    )  # fmt: skip


def _received(request: LoanRequest, asked: Asked, day: date) -> Row:
    why = _("It has come in. Book a first meeting.")
    return _of_request(request, asked, "book_meeting", why, NOW)


def _pre_meeting(request: LoanRequest, asked: Asked, day: date) -> Row:
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


def _unclear(request: LoanRequest, asked: Asked, day: date) -> Row:
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


def _waiting(request: LoanRequest, asked: Asked, day: date) -> Row:
    return _of_request(
        request, asked, "look_again", _("Waits for something else: {what}."),
        when_wanted(request.look_again_on, day), since=request.look_again_on,
        what=request.waits_for.rstrip("."),
    )  # fmt: skip


def _specified(request: LoanRequest, asked: Asked, day: date) -> Row:
    missing = sum(not item.done for item in assignment_items(request.assignment))
    missing += needs_one_person_reason(request.assignment, request.programme)
    chosen = asked.count("chosen")
    since = request.meeting_held_on
    if missing:
        return _of_request(
            request, asked, "assignment", ngettext_lazy(
                "One thing is missing in the assignment before anybody can be asked.",
                "{count} things are missing in the assignment before anybody can be asked.",
                missing,
            ), NOW, since=since, count=missing,
        )  # fmt: skip
    if not chosen:
        return _of_request(request, asked, "choose", _("Choose whom to ask."), NOW, since=since)
    return _of_request(
        request, asked, "preview", ngettext_lazy(
            "One is chosen and has not been asked yet.",
            "{count} are chosen and have not been asked yet.", chosen,
        ), NOW, since=since, count=chosen,
    )  # fmt: skip


def _asking(request: Any, asked: Asked, day: date) -> Row:
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
            request, asked, "request", ngettext_lazy(
                "One has not answered yet.", "{count} have not answered yet.", silent
            ),
            LATER, since=since, count=silent,
        )  # fmt: skip
    if confirmed:
        return _of_request(
            request, asked, "complete_team", ngettext_lazy(
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


_WHY_REQUEST: dict[str, Callable[[LoanRequest, Asked, date], Row]] = {
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
        if one.request.is_over and not asks(one.request):
            rows += _by_state(one, TO_BE_TOLD, True, "tell", _call_end)
            continue
        if one.request.is_over:  # looks for somebody in the place of one who left
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
            "preview", asked.request.pk, asked.request.no, _chosen_too(chosen), local_day(since),
            NOW, str(asked.request.unit), {"count": chosen}, covers(CHOSEN),
        )
    ]  # fmt: skip


Why = Callable[[int], str | Promise]


def _chosen_too(count: int) -> str | Promise:
    return ngettext_lazy(
        "One more is chosen and has not been asked yet.",
        "{count} more are chosen and have not been asked yet.", count,
    )  # fmt: skip


def _yes(count: int) -> str | Promise:
    return ngettext_lazy("One has said yes.", "{count} have said yes.", count)


def _late(count: int) -> str | Promise:
    return ngettext_lazy(
        "One has said yes after the team was complete. Is there a waiting list?",
        "{count} have said yes after the team was complete. Is there a waiting list?", count,
    )  # fmt: skip


def _more(count: int) -> str | Promise:
    return ngettext_lazy("One wants to know more first.", "{count} want to know more first.", count)


def _call(count: int) -> str | Promise:
    return ngettext_lazy(
        "Call one who has no e-mail with us, and ask.",
        "Call {count} who have no e-mail with us, and ask.", count,
    )  # fmt: skip


def _call_end(count: int) -> str | Promise:
    return ngettext_lazy(
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
            asked.one[keys[0]] if single else asked.request.pk,
            asked.request.no,
            why(count),
            min(local_day(asked.since[k]) for k in keys),
            NOW,
            str(asked.request.unit),
            {"count": count},
            frozenset(Kind("inquiry", k[0]) for k in keys),
        )
    ]
