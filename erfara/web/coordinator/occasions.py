"""The times of a loan: planned, changed, cancelled, and how each went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.lending import access, occasion_queries, queries
from erfara.lending.actions import attending, occasions
from erfara.lending.attending import Busy, ahead_of
from erfara.lending.models import Loan, Occasion, Participation
from erfara.lending.policies import occasion_version
from erfara.lending.states.loans import PART
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator import needs
from erfara.web.coordinator.loan_forms import ReasonForm
from erfara.web.coordinator.loans import BACK, team_names, url_of
from erfara.web.coordinator.names import Names, called_in_team
from erfara.web.coordinator.occasion_forms import (
    ChangeOccasionForm,
    HowItWentForm,
    LastTimeForm,
    OccasionForm,
)
from erfara.web.coordinator.pages import Hearers, form_page, hearers
from erfara.workflows import held, lend


def called(team: Iterable[Participation], who: Names, busy: Iterable[UUID] = ()) -> Any:
    """Participation → name, and whether she takes part in something else at that time."""
    rows, taken = list(team), set(busy)
    names = called_in_team(rows, who)
    found = []
    for part in rows:
        name = names[part.pk]
        if part.contributor_id in taken:
            name = say(_("{name}: takes part in another loan at that time"), name=name)
        found.append((part.pk, name))
    return found


class _Planned:
    """Carries out, and remembers who was in the way, so that the page can say who it is."""

    def __init__(self, run: Any) -> None:
        self.run, self.busy = run, frozenset[UUID]()

    def __call__(self) -> Any:
        try:
            return self.run()
        except Busy as refusal:
            self.busy = refusal.contributor_ids
            raise


def new_occasion(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One time or several at which the loan is held; everybody who takes part is told."""
    row = access.loan_for(request.viewer, request.programme, pk)
    assignment = row.request.assignment
    coming = [p for p in queries.participations(row) if p.state == "confirmed"]
    form = OccasionForm(
        request.POST or None,
        team=[p.pk for p in coming],
        initial={
            "place": assignment.place, "digital": assignment.digital,
            "who": [str(p.pk) for p in coming],
        },
    )  # fmt: skip
    been = http.filled(request, form) and form.cleaned_data["held"]

    def plan() -> Any:
        who: Any = {"by": request.viewer, "at": request.at}
        if been:
            span = form.cleaned_data["span"]
            return occasions.note_occasion(loan=row, **span._asdict(), **form.around(), **who)
        return occasions.plan_occasions(loan=row, spans=form.spans(), **form.around(), **who)

    planned = _Planned(plan)
    if answer := http.save(
        request, form, planned, to=url_of(slug, row.pk),
        done=_("Noted: it was held.") if been else _("It is planned, and they get a message."),
    ):  # fmt: skip
        return answer
    team, who = team_names(request, row)
    form.call(called(coming, who, planned.busy))
    return form_page(
        request, "loan_occasion", form, hearers=hearers(row, team, who),
        needs=needs.of_team(request, row, team, who),
        heading=say(_("When is it held?")), button=say(_("Plan it and tell them")),
        back=url_of(slug, row.pk), back_label=say(BACK), wished=assignment.time,
    )  # fmt: skip


def _written(row: Occasion) -> dict[str, Any]:
    """An occasion as its form shows it."""
    starts, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    return {
        "seen": occasion_version(row), "day": starts.date(), "starts": starts.time(),
        "ends": ends.time(), "place": row.place, "digital": row.digital,
        "video_url": row.video_url, "access": row.access,
        "interpreter_by": row.interpreter_by or "none",
        "interpreter_language": row.interpreter_language, "booked": row.interpreter == "booked",
        "who": [str(pk) for pk in occasion_queries.coming_ids(row)],
    }  # fmt: skip


def change_occasion(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another time, another place: those concerned get one message with a new calendar file."""
    row = access.occasion_for(request.viewer, request.programme, pk)
    whole = access.loan_for(request.viewer, request.programme, row.loan_id)
    here = url_of(slug, whole.pk)
    if row.state != "planned" and request.method != "POST":
        return HttpResponseRedirect(here)
    coming = [p for p in queries.participations(whole) if p.state == "confirmed"]
    form = ChangeOccasionForm(
        request.POST or None, team=[p.pk for p in coming], initial=_written(row)
    )
    planned = _Planned(
        lambda: occasions.change_occasion(
            occasion=row, seen=form.cleaned_data["seen"], **form.cleaned_data["span"]._asdict(),
            **form.around(), by=request.viewer, at=request.at,
        )
    )  # fmt: skip
    if answer := http.save(request, form, planned, to=here, done=_("The time is changed.")):
        return answer
    team, who = team_names(request, whole)
    form.call(called(coming, who, planned.busy))
    return form_page(
        request, "loan_change_occasion", form, hearers=_concerned(row, whole, team, who),
        needs=needs.of_team(request, whole, team, who),
        heading=say(_("Change this time")), button=say(_("Save the change")),
        back=here, back_label=say(BACK), occasion=row,
    )  # fmt: skip


def _concerned(row: Occasion, whole: Loan, team: list[Any], who: Names) -> Hearers:
    """Who hears of one occasion: those who take part in it, and the borrower."""
    ids = occasion_queries.coming_ids(row)
    return hearers(whole, [p for p in team if p.pk in ids], who)


def hold_occasion(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """How it went: held or not, and who came. The last one's page ends the loan as well."""
    row = access.occasion_for(request.viewer, request.programme, pk)
    whole = access.loan_for(request.viewer, request.programme, row.loan_id)
    here = url_of(slug, whole.pk)
    if (row.state != "planned" or row.starts_at > request.at) and request.method != "POST":
        return HttpResponseRedirect(here)
    attendances = list(occasion_queries.expected_at(row))
    form = HowItWentForm(
        request.POST or None,
        team=[a.participation_id for a in attendances],
        away=[a.participation_id for a in attendances if a.state in ("not_coming", "excused")],
        may_end=held.may_be_last(row),
        agreed=held.is_agreed(whole),
    )

    def note() -> Any:
        data, by, at = form.cleaned_data, request.viewer, request.at
        if data["went"] == "not_held":
            return occasions.not_held(occasion=row, reason=data["reason"], by=by, at=at)
        return held.note_how_it_went(
            occasion=row, absent=set(data.get("absent", ())), last=bool(data.get("last")),
            without_agreement=data.get("without_agreement", ""), by=by, at=at,
        )  # fmt: skip

    ends = (
        http.filled(request, form) and form.cleaned_data["went"] == "held"
        and form.cleaned_data.get("last")
    )  # fmt: skip
    done = _("Noted. Now we ask everybody how it went.") if ends else _("Noted.")
    if answer := http.save(request, form, note, to=here, done=done):
        return answer
    team, who = team_names(request, whole)
    form.call(called([a.participation for a in attendances], who))
    return form_page(
        request, "loan_how_it_went", form, hearers=hearers(whole, team, who),
        heading=say(_("How did it go?")), title=say(_("Note how it went")),
        button=say(_("Save")), back=here, back_label=say(BACK), occasion=row,
        programme=request.programme,
    )  # fmt: skip


def carry_out(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """All times have been noted and there will be no more: everybody is asked how it went."""
    row = access.loan_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.pk)
    ahead = ahead_of(row, request.at)
    form = LastTimeForm(http.posted(request), agreed=held.is_agreed(row), ahead=bool(ahead))
    if answer := http.save(
        request, form,
        lambda: lend.carry_out(
            loan=row, no_more=form.cleaned_data.get("no_more", ""),
            without_agreement=form.cleaned_data.get("without_agreement", ""),
            by=request.viewer, at=request.at,
        ),
        to=here, done=_("Noted. Now we ask everybody how it went."),
    ):  # fmt: skip
        return answer
    if row.state != "confirmed":
        return HttpResponseRedirect(here)
    team, who = team_names(request, row)
    return form_page(
        request, "loan_carry_out", form, hearers=hearers(row, team, who),
        heading=say(_("End the loan here?") if ahead else _("Was that the last time?")),
        button=say(_("End it here, and ask everybody how it went") if ahead
                   else _("Yes, ask everybody how it went")), loan=row, ahead=ahead,
        back=here, back_label=say(BACK), programme=request.programme,
        came=_who_came(row, team, who),
    )  # fmt: skip


def _who_came(loan: Loan, team: list[Participation], who: Names) -> list[tuple[str, int]]:
    """Name → to how many times she came."""
    times = occasion_queries.times_came(loan)
    going = [p for p in team if p.state in PART]
    return [(name, times.get(pk, 0)) for pk, name in called(going, who)]


def cancel_occasion(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One time is cancelled; the loan may go on with others."""
    row = access.occasion_for(request.viewer, request.programme, pk)
    whole = access.loan_for(request.viewer, request.programme, row.loan_id)
    form = ReasonForm(request.POST or None, hint=_("Those who are told read this."))
    if answer := http.save(
        request,
        form,
        lambda: occasions.cancel_occasion(
            occasion=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=url_of(slug, whole.pk),
        done=_("The time is cancelled."),
    ):
        return answer
    team, who = team_names(request, whole)
    return form_page(
        request, "loan_cancel_occasion", form, hearers=_concerned(row, whole, team, who),
        occasion=row, heading=say(_("Cancel one time")),
        button=say(_("Cancel this time and tell them")), kind="danger",
        back=url_of(slug, whole.pk), back_label=say(BACK),
    )  # fmt: skip


def interpreter(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The interpreter is booked, or none is needed after all."""
    row = access.occasion_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.loan_id)

    def book() -> Occasion:
        value = request.POST.get("interpreter", "")
        if value not in (Occasion.Interpreter.BOOKED, Occasion.Interpreter.NONE):
            raise Refused(_("Say that the interpreter is booked, or that none is needed."))
        return occasions.book_interpreter(
            occasion=row, interpreter=value, by=request.viewer, at=request.at
        )

    return http.press(request, book, to=here, back=here, done=_("Noted."))


def talked(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The borrower said that something has changed, and it has been talked over."""
    row = access.occasion_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.loan_id)
    return http.press(
        request,
        lambda: attending.borrower_says(
            occasion=row, says=Occasion.Says.AS_AGREED, by=request.viewer, at=request.at
        ),
        to=here, back=here, done=_("Noted."),
    )  # fmt: skip


def says(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody has told us whether she comes; or it is settled that she doesn't."""
    row = access.attendance_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.occasion.loan_id)
    answer = request.POST.get("answer", "")[:20]

    def note() -> Any:
        if answer == "settled":
            return attending.settle(attendance=row, by=request.viewer, at=request.at)
        return attending.say_coming(attendance=row, answer=answer, by=request.viewer, at=request.at)

    return http.press(request, note, to=here, back=here, done=_("Noted."))
