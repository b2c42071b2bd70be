"""When a loan is held, as those who take part and the borrower see it on their own pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.foundation.ids import NOTHING
from erfara.lending import access, occasion_queries, own_queries
from erfara.lending.actions import attending
from erfara.lending.models import Attendance, Inquiry, Loan, Occasion
from erfara.lending.occasion_letters import own_calendar
from erfara.web import http, ways

# What is not in her calendar, though it is on her page.
AWAY = ("not_coming", "excused")


@dataclass(frozen=True, slots=True)
class OwnTime:
    """One time, with her own answer to it. `asked`: it waits for her. `ahead`: may be answered."""

    occasion: Occasion
    attendance: Attendance | None
    asked: bool
    ahead: bool
    tomorrow: bool

    @property
    def comes(self) -> bool:
        """Whether she hasn't said that she can't."""
        return self.attendance is None or self.attendance.state not in AWAY

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """What the buttons send."""
        about = str(self.attendance.pk if self.attendance else self.occasion.pk)
        answers = ("coming", "not_coming", "as_agreed", "changed")
        return {answer: {"time": about, "answer": answer} for answer in answers}


def _of(request: Any, occasion: Occasion, attendance: Attendance | None) -> OwnTime:
    ahead = occasion.state == "planned" and occasion.starts_at > request.at
    # One who has just joined said yes to this very time: nobody asks her once more.
    asked_at = attendance.asked_at if attendance else occasion.asked_at
    waits = attendance.state == "expected" if attendance else not occasion.borrower_says
    days = (clock.local_day(occasion.starts_at) - clock.local_day(request.at)).days
    return OwnTime(occasion, attendance, ahead and waits and asked_at is not None, ahead, days == 1)


def of_person(request: Any, inquiry: Inquiry) -> dict[str, Any]:
    """The times that she takes part in, and those among them that wait for her word."""
    rows = [
        row for row in occasion_queries.own_attendances(inquiry)
        if row.state != "off" or row.occasion.state == "cancelled"
    ]  # fmt: skip
    return _context(request, (_of(request, row.occasion, row) for row in rows))


def of_borrower(request: Any, loan: Loan) -> dict[str, Any]:
    """All times of a loan, and those that the borrower is asked about."""
    return _context(request, (_of(request, one, None) for one in own_queries.occasions(loan)))


def _context(request: Any, times: Iterable[OwnTime]) -> dict[str, Any]:
    found = list(times)
    ahead = sum(1 for one in found if one.ahead and one.comes)
    return {
        "times": found,
        "ahead": ahead,
        "only_one": sum(1 for one in found if one.ahead) == 1,
        "calendar_url": ways.url(request, "times") if ahead else "",
        "coming_url": ways.url(request, "coming"),
    }


def person_calendar(
    request: Any, slug: str, pk: UUID | None = None, token: str = ""
) -> HttpResponse:
    """All times that are ahead, in one calendar file."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    return _calendar(request, occasion_queries.own_times_ahead(inquiry))


def borrower_calendar(
    request: Any, slug: str, pk: UUID | None = None, token: str = ""
) -> HttpResponse:
    """The same, for the borrower."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    loan = own_queries.loan_of(asked)
    return _calendar(request, own_queries.occasions(loan) if loan else [])


def _calendar(request: Any, occasions: Iterable[Occasion]) -> HttpResponse:
    ahead = [one for one in occasions if one.state == "planned" and one.ends_at > request.at]
    if not ahead:
        raise Http404
    return http.calendar(own_calendar(ahead, request.at))


def _nothing() -> None:
    raise Refused(_("Choose one of the two answers."))


def coming(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She comes to one of the times, or can't. No reason is asked for."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    about = http.posted_id(request, "time")
    if about == NOTHING:
        here = ways.url(request, "question")
        return http.press(request, _nothing, to=here, back=here)
    row = access.attendance_for(request.viewer, request.programme, about)
    if row.participation.inquiry_id != inquiry.pk or request.viewer.role != Role.PERSON:
        raise Http404
    here, answer = ways.url(request, "question"), request.POST.get("answer", "")[:20]
    done = {
        "coming": _("Thank you. We know that you are coming."),
        "not_coming": _("Noted. You need not explain. We see to the rest."),
    }
    return http.press(
        request,
        lambda: attending.say_coming(
            attendance=row, answer=answer, by=request.viewer, at=request.at
        ),
        to=here, back=here, done=done.get(answer, ""),
    )  # fmt: skip


def as_agreed(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The borrower: it is as agreed, or something has changed."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    about = http.posted_id(request, "time")
    if about == NOTHING:
        here = ways.url(request, "request")
        return http.press(request, _nothing, to=here, back=here)
    row = access.own_occasion_for(request.viewer, asked, about)
    here, says = ways.url(request, "request"), request.POST.get("answer", "")[:20]
    done = {
        "as_agreed": _("Thank you. Then it is as agreed."),
        "changed": _("We have noted it, and get in touch."),
    }
    return http.press(
        request,
        lambda: attending.borrower_says(
            occasion=row, says=says, by=request.viewer, at=request.at
        ),
        to=here, back=here, done=done.get(says, ""),
    )  # fmt: skip
