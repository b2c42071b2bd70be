"""Writes about the times at which a loan is held: planned, changed, held or cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.spans import Span
from erfara.foundation.states import lock, move
from erfara.lending.actions.hours import note_meeting
from erfara.lending.attending import OPEN, check_free, hold_still
from erfara.lending.models import Attendance, Loan, Occasion, Participation
from erfara.lending.occasion_letters import tell_of
from erfara.lending.policies import check_occasion_as_seen

INTERPRETER = ("interpreter", "interpreter_language", "interpreter_by")
# What an occasion is, beside when it is.
AROUND = ("place", "digital", "video_url", "access", *INTERPRETER)
# What those who take part have to hear of at once when it changes.
TOLD = ("starts_at", "ends_at", "place", "digital", "video_url")


def _checked(around: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `AROUND`, in order: no language or booker without an interpreter."""
    if unknown := set(around) - set(AROUND):
        raise ValueError(f"not about an occasion: {sorted(unknown)}")
    found = {
        name: value.strip() if isinstance(value, str) else value for name, value in around.items()
    }
    if found.get("interpreter", "none") == "none":
        found |= {"interpreter": "none", "interpreter_language": "", "interpreter_by": ""}
    elif not found.get("interpreter_by"):
        found["interpreter_by"] = Occasion.BookedBy.LIBRARY
    if found.get("video_url") and not str(found["video_url"]).startswith("https://"):
        raise Refused(_("Write the whole link to the video, beginning with https://."))
    return found


def _who(loan: Loan, chosen: Collection[UUID] | None) -> list[Participation]:
    """Those in the team who are to come: all, or some of them."""
    rows = loan.participations.filter(state="confirmed").order_by("created_at", "id")
    team = [row for row in rows if chosen is None or row.pk in chosen]
    if chosen is not None and not team:
        raise Refused(_("Choose at least one who takes part."))
    return team


def _planned(
    loan: Loan, span: Span, team: Iterable[Participation], around: Mapping[str, Any], by: Actor,
    at: datetime,
) -> Occasion:  # fmt: skip
    if span.ends_at <= span.starts_at:
        raise Refused(_("It ends before it begins. Change one of the times."))
    occasion = Occasion.objects.create(
        programme_id=loan.programme_id, loan=loan, starts_at=span.starts_at, ends_at=span.ends_at,
        state=Occasion.table.initial, created_at=at, **around,
    )  # fmt: skip
    audit.record("occasion.planned", about=occasion, by=by, at=at)
    for participation in team:
        _expect(occasion, participation, at)
    return occasion


def expect_at(
    occasions: Iterable[Occasion], participations: Iterable[Participation], at: datetime
) -> None:
    """Those who join later come to what is planned already. `attending.check_free_in` first."""
    joined = list(participations)
    for occasion in occasions:
        for participation in joined:
            _expect(occasion, participation, at)


def _expect(occasion: Occasion, participation: Participation, at: datetime) -> None:
    Attendance.objects.create(
        programme_id=occasion.programme_id, occasion=occasion, participation=participation,
        state=Attendance.table.initial, created_at=at,
    )  # fmt: skip


def _check_open(loan: Loan) -> None:
    lock(loan)
    if loan.state != "confirmed":
        raise Refused(_("The loan has already been held or cancelled."))


def _held_still(loan: Loan, chosen: Collection[UUID] | None) -> list[Participation]:
    """The team, each of whom nobody else plans anything with meanwhile; then the loan itself.

    In this order everywhere: whoever takes a consent back has herself locked before her loans.
    """
    hold_still([p.contributor_id for p in _who(loan, chosen) if p.contributor_id is not None])
    _check_open(loan)
    return _who(loan, chosen)


@action
def plan_occasions(
    *,
    loan: Loan,
    spans: Collection[Span],
    who: Collection[UUID] | None = None,
    by: Actor,
    at: datetime,
    **around: Any,
) -> list[Occasion]:
    """Times at which the loan is held. Each who takes part hears of them in one message.

    `who`: ids of participations; None is the whole team. `around` has names of `AROUND`. Raises
    Busy when somebody is expected somewhere else then: nothing is planned.
    """
    if not spans:
        raise Refused(_("Write when it is held."))
    if any(span.starts_at <= at for span in spans):
        raise Refused(
            _("That time has passed, so nobody can be told of it. Write one that is still to "
              "come, or say that it has already been held.")
        )  # fmt: skip
    values, wanted = _checked(around), sorted(set(spans))
    if any(one.overlaps(other) for one, other in pairwise(wanted)):
        raise Refused(_("Two of the times overlap. Change one of them."))
    team = _held_still(loan, who)
    check_free(team, wanted)
    planned = [_planned(loan, span, team, values, by, at) for span in wanted]
    tell_of(planned[0], "occasion_planned", at)
    return planned


@action
def plan_occasion(
    *,
    loan: Loan,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    digital: bool,
    who: Collection[UUID] | None = None,
    by: Actor,
    at: datetime,
    **around: Any,
) -> Occasion:
    """One time at which the loan is held. Everybody who takes part in it is told."""
    (occasion,) = plan_occasions(
        loan=loan, spans=[Span(starts_at, ends_at)], who=who, place=place, digital=digital, by=by,
        at=at, **around,
    )  # fmt: skip
    return occasion


def _check_begun(starts_at: datetime, at: datetime) -> None:
    """Refuse to write down as held what is still to come."""
    if starts_at > at:
        raise Refused(_("It has not begun yet. Note it when it has been held."))


@action
def note_occasion(
    *,
    loan: Loan,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    digital: bool,
    who: Collection[UUID] | None = None,
    by: Actor,
    at: datetime,
    **around: Any,
) -> Occasion:
    """A time at which the loan was held without being planned here. Nobody is told of it.

    `who`: those who came; None is the whole team.
    """
    _check_begun(starts_at, at)
    _check_open(loan)
    team = _who(loan, who)
    values = _checked({"place": place, "digital": digital, **around})
    occasion = _planned(loan, Span(starts_at, ends_at), team, values, by, at)
    return hold_occasion(occasion=occasion, by=by, at=at)


@action
def change_occasion(
    *,
    occasion: Occasion,
    seen: str,
    starts_at: datetime,
    ends_at: datetime,
    who: Collection[UUID] | None = None,
    by: Actor,
    at: datetime,
    **around: Any,
) -> Occasion:
    """Another time, another place, other people. Those concerned get one neutral message each.

    `seen` is the `policies.occasion_version` that was shown: of two who change it at once the
    second is told. With another time whoever said yes to coming is asked again. Raises Busy like
    `plan_occasions`.
    """
    team = _held_still(occasion.loan, who)
    lock(occasion)
    occasion.refresh_from_db()
    check_occasion_as_seen(occasion, seen)
    # An interpreter of whom nothing is said stays as arranged.
    values = _checked({name: getattr(occasion, name) for name in INTERPRETER} | around)
    span = Span(starts_at, ends_at)
    if occasion.starts_at <= at:
        raise Refused(_("It has begun. Note how it went instead."))
    if span.starts_at <= at:
        raise Refused(_("That time has passed. Write one that is still to come."))
    if span.ends_at <= span.starts_at:
        raise Refused(_("It ends before it begins. Change one of the times."))
    values |= {"starts_at": starts_at, "ends_at": ends_at}
    changed = [name for name, value in values.items() if getattr(occasion, name) != value]
    rows = {row.participation_id: row for row in occasion.attendances.order_by("created_at", "id")}
    new = [p for p in team if p.pk not in rows or rows[p.pk].state == "off"]
    gone = [r for pk, r in rows.items() if r.state in OPEN and pk not in {p.pk for p in team}]
    if not changed and not new and not gone:
        unchanged()
        return occasion
    moved = {"starts_at", "ends_at"} & set(changed)
    stay = [p for p in team if p.pk in rows and rows[p.pk].state in ("expected", "coming")]
    check_free([*new, *stay] if moved else new, [span], but=occasion)
    for row in gone:
        move(row, "call_off", by=by, at=at)
    for participation in new:
        if (before := rows.get(participation.pk)) is not None:
            move(before, "expect", by=by, at=at)
        else:
            _expect(occasion, participation, at)
    fields = {name: values[name] for name in changed}
    if moved:
        fields |= {"asked_at": None, "borrower_says": ""}
        _ask_anew(occasion, by, at)
    elif occasion.borrower_says == Occasion.Says.CHANGED:
        fields |= {"borrower_says": ""}
    told = bool(set(changed) & set(TOLD))
    if told:
        move(
            occasion, "change", by=by, at=at, facts={"changed": sorted(changed)},
            fields={**fields, "sequence": occasion.sequence + 1},
        )  # fmt: skip
    else:
        _arrange(occasion, fields, changed, by, at)
        if new:
            tell_of(occasion, "occasion_planned", at, only=[p.pk for p in new], borrower=False)
    if gone:
        off = [row.participation_id for row in gone]
        tell_of(occasion, "occasion_cancelled", at, only=off, borrower=False)
    return occasion


def _arrange(
    occasion: Occasion, fields: dict[str, Any], changed: list[str], by: Actor, at: datetime
) -> None:
    """A change that nobody has to be told of: what the place has, an interpreter, who comes."""
    for name, value in fields.items():
        setattr(occasion, name, value)
    if fields:
        occasion.save(update_fields=list(fields))
    audit.record(
        "occasion.arranged", about=occasion, by=by, at=at, facts={"changed": sorted(changed)}
    )


def _ask_anew(occasion: Occasion, by: Actor, at: datetime) -> None:
    """Who said yes said it to another time."""
    for row in occasion.attendances.filter(state="coming").order_by("id"):
        move(row, "ask_again", by=by, at=at)
    occasion.attendances.filter(state="expected").update(asked_at=None, answered_at=None)


@action
def book_interpreter(*, occasion: Occasion, interpreter: str, by: Actor, at: datetime) -> Occasion:
    """The interpreter is booked, or none is needed after all."""
    if occasion.state != "planned":
        raise Refused(_("It is over, so no interpreter is needed."))
    fields = _checked({
        "interpreter": Occasion.Interpreter(interpreter),
        "interpreter_language": occasion.interpreter_language,
        "interpreter_by": occasion.interpreter_by,
    })  # fmt: skip
    changed = (
        Occasion.objects.filter(pk=occasion.pk, state="planned")
        .exclude(interpreter=interpreter)
        .update(**fields)
    )
    if not changed:
        unchanged()
        return occasion
    for name, value in fields.items():
        setattr(occasion, name, value)
    audit.record(f"occasion.interpreter_{interpreter}", about=occasion, by=by, at=at)
    return occasion


@action
def hold_occasion(
    *, occasion: Occasion, absent: Collection[UUID] | None = None, by: Actor, at: datetime
) -> Occasion:
    """It was held. `absent`: participations of those who did not come.

    None: all came but those who had said that they couldn't. How long it was is noted as the time
    of each who came, of the borrower and of nobody at the library: not every meeting has us there.
    """
    _check_begun(occasion.starts_at, at)
    lock(occasion.loan)
    move(occasion, "hold", by=by, at=at)
    rows = occasion.attendances.filter(state__in=OPEN).select_related("participation")
    came = []
    for row in rows.order_by("created_at", "id"):
        away = (
            row.state in ("not_coming", "excused") if absent is None
            else row.participation_id in absent
        )  # fmt: skip
        move(row, "stay_away" if away else "come", by=by, at=at)
        if not away:
            came.append(row.participation)
    note_meeting(occasion=occasion, came=came, by=by, at=at)
    return occasion


def _call_off(occasion: Occasion, by: Actor, at: datetime) -> None:
    for row in occasion.attendances.filter(state__in=OPEN).order_by("id"):
        move(row, "call_off", by=by, at=at)


def _one_change_more(occasion: Occasion) -> dict[str, Any]:
    # Read anew: a calendar takes the file in only when its number is higher than the last.
    occasion.refresh_from_db(fields=["sequence"])
    return {"sequence": occasion.sequence + 1}


@action
def cancel_occasion(*, occasion: Occasion, reason: str, by: Actor, at: datetime) -> Occasion:
    """One occasion is cancelled; the loan may go on with others. Those concerned are told."""
    if occasion.starts_at <= at:
        raise Refused(_("It has begun. Note how it went instead."))
    lock(occasion)
    move(occasion, "cancel", by=by, at=at, reason=reason, fields=_one_change_more(occasion))
    _call_off(occasion, by, at)
    return occasion


@action
def not_held(*, occasion: Occasion, reason: str, by: Actor, at: datetime) -> Occasion:
    """Its time has passed without it. Nobody is told: they were there, or heard before."""
    _check_begun(occasion.starts_at, at)
    lock(occasion)
    move(occasion, "not_held", by=by, at=at, reason=reason, fields=_one_change_more(occasion))
    _call_off(occasion, by, at)
    return occasion


def fall_with_loan(loan: Loan, by: Actor, at: datetime) -> None:
    """Cancel what is planned of a loan that is cancelled. Everybody hears of the loan itself."""
    for occasion in loan.occasions.filter(state="planned").order_by("starts_at", "id"):
        move(occasion, "fall", by=by, at=at, fields=_one_change_more(occasion))
        _call_off(occasion, by, at)
