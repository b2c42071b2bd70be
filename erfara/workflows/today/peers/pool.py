"""Certificates to be proposed, those who wait long in the pool, wishes and offers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme, unit_label
from erfara.organisations.words import plural_lazy
from erfara.peersupport.certificates import queries as certificates
from erfara.peersupport.certificates.models import label_of
from erfara.peersupport.certificates.policies import ISSUER_HAS
from erfara.peersupport.pool import queries
from erfara.peersupport.pool.policies import IN_TOUCH
from erfara.workflows.today.rows import LATER, NOW, WEEK, Row, covers, first_of, when_wanted

# The day is the page that is opened most: its queries are prepared.
_DONE = Prepared(
    lambda programme: (
        certificates.without_certificate(programme)
        .select_related(None)
        .values_list("ended_at", "created_at")[:1]
    )
)
_HOW_MANY = Prepared(
    lambda programme: certificates.without_certificate(programme).select_related(None)
)
_BACK = Prepared(
    lambda programme: (
        certificates.turned_back(programme).select_related(None).values_list("pk", "created_at")
    )
)
_SLOW = Prepared(
    lambda programme, before: (
        certificates.to_issue(programme)
        .filter(created_at__lte=before)
        .select_related(None)
        .values_list("created_at")
    )
)
_SLOW_ERRANDS = Prepared(
    lambda programme, before: (
        certificates.errands(programme)
        .filter(created_at__lte=before)
        .select_related(None)
        .values_list("created_at")
    )
)
_ENDING = Prepared(
    lambda programme, day, last: certificates.ending(programme, day, last).values_list(
        "pk", "number", "issued_on", "valid_until"
    )
)
_FORGOTTEN = Prepared(
    lambda programme, before: queries.without_offer(programme, before, before).values_list(
        "pk", "number", "waits_since"
    )
)
_DECIDE = Prepared(
    lambda programme: queries.to_decide(programme).values_list("pk", "number", "decide_since")
)
_UNIT = ("unit__organisation__name", "unit__name")
_WISHED = ("pk", "number", *(f"workplace__{name}" for name in _UNIT))
_WISHES = Prepared(
    lambda programme: (
        queries.open_wishes(programme).select_related(None).values_list(*_WISHED, "created_at")
    )
)
_AGAIN = Prepared(
    lambda programme, day: (
        queries.to_look_at_again(programme, day)
        .select_related(None)
        .values_list(*_WISHED, "look_again_on")
    )
)
_OFFERED = (
    "pk", "supporter__number", *(f"wish__workplace__{name}" for name in _UNIT), "state",
    "answer_by", "workplace_answer_by", "created_at",
)  # fmt: skip
_LATE = Prepared(
    lambda programme: queries.late_offers(programme).select_related(None).values_list(*_OFFERED)
)
_PHONE = Prepared(
    lambda programme: queries.to_phone(programme).select_related(None).values_list(*_OFFERED)
)
_WHY = Prepared(
    lambda programme: queries.to_write_why(programme).select_related(None).values_list(*_OFFERED)
)
_TELL = Prepared(
    lambda programme: (
        queries.ended_to_tell(programme)
        .select_related(None)
        .values_list(
            "pk", "supporter__number", *(f"wish__workplace__{name}" for name in _UNIT), "ended_on"
        )
    )
)

IN_POOL = _("Number {no} in the pool")
PLACED = _("Number {no}, who has a place")
WISH = _("Wish {no}, {unit}")
OFFER = _("An offered place at {unit}")
ENDED = _("A place at {unit}")


def _row(
    step: str, pk: UUID, no: int, why: str | Promise, since: date, group: str,
    what: str | Promise, **more: Any,
) -> Row:  # fmt: skip
    values = {"no": no, **more.pop("values", {})}
    return Row(step, pk, no, why, since, group, None, values, what=what, **more)


def certified(programme: Programme, at: datetime) -> list[Row]:
    """Those who have completed and have no certificate, and what the issuer waits for or has had
    for long; certificates that soon run out."""
    found, day = [], local_day(at)
    for ended, created in _DONE.rows(programme=programme.pk):
        number = _HOW_MANY.count(programme=programme.pk)
        what = plural_lazy(
            "{count} has completed the training", "{count} have completed the training", number
        )
        found.append(
            _row("certificates_propose", programme.pk, 0, _("Propose certificates to the issuer."),
                 local_day(ended or created), NOW, what, values={"count": number})
        )  # fmt: skip
    found += [
        _row("certificate_asked", pk, 0, _("The issuer asks for something first."),
             local_day(created), NOW, _("A proposed certificate"),
             covers=covers(("certificate", "turned_back")))
        for pk, created in first_of(_BACK, programme=programme.pk)
    ]  # fmt: skip
    slow = [
        row
        for query in (_SLOW, _SLOW_ERRANDS)
        for row in query.rows(programme=programme.pk, before=at - ISSUER_HAS)
    ]
    if slow:
        what = plural_lazy(
            "{count} certificate waits for the issuer", "{count} certificates wait for the issuer",
            len(slow),
        )  # fmt: skip
        since = min(local_day(created) for (created,) in slow)
        found.append(
            _row("certificates_slow", programme.pk, 0, _("It has been two weeks. Ask them."),
                 since, WEEK, what, values={"count": len(slow)})
        )  # fmt: skip
    soon = first_of(
        _ENDING, programme=programme.pk, day=day, last=day + certificates.SOON_OVER
    )  # fmt: skip
    found += [
        _row("certificate_ends", pk, number or 0,
             _("Nobody has asked for a new one. Ask whether one is wanted."),
             last or day, LATER, _("Certificate {label} runs out"),
             values={"label": label_of(number, issued_on)})
        for pk, number, issued_on, last in soon
    ]  # fmt: skip
    return found


def waiting(programme: Programme, at: datetime) -> list[Row]:
    """Those who have waited long without anybody having been in touch, and those who have a place
    and whose certificate is revoked."""
    before = local_day(at) - IN_TOUCH
    found = [
        _row("pool_forgotten", pk, number,
             _("Has waited long for a place. Get in touch."), since, WEEK, IN_POOL)
        for pk, number, since in first_of(_FORGOTTEN, programme=programme.pk, before=before)
    ]  # fmt: skip
    found += [
        _row("place_decide", pk, number,
             _("The certificate is revoked. Decide whether the place goes on."), since, NOW, PLACED)
        for pk, number, since in first_of(_DECIDE, programme=programme.pk)
    ]  # fmt: skip
    return found


def wishes(programme: Programme, at: datetime) -> list[Row]:
    """Wishes that wait for an answer, and those to be looked at again."""
    day = local_day(at)
    return [
        *(
            _row("place_wish", pk, number,
                 _("A workplace wishes for somebody. Offer or answer."),
                 local_day(created), NOW, WISH, covers=covers(("place_wish", "open")),
                 values={"unit": unit_label(organisation, unit)})
            for pk, number, organisation, unit, created in first_of(
                _WISHES, programme=programme.pk
            )
        ),
        *(
            _row("place_wish", pk, number, _("Nobody was there. Look again."),
                 again or day, NOW, WISH, values={"unit": unit_label(organisation, unit)})
            for pk, number, organisation, unit, again in first_of(
                _AGAIN, programme=programme.pk, day=day
            )
        ),
    ]  # fmt: skip


def offers(programme: Programme, at: datetime) -> list[Row]:
    """Offers that nobody answered in time, and those about which somebody is to be phoned."""
    day, found = local_day(at), []
    for row in first_of(_LATE, programme=programme.pk):
        pk, number, organisation, unit, state, answer_by, theirs, _created = row
        hers = state == "late"
        last = answer_by if hers else theirs or day
        why = _("No answer from the one who was offered it. Phone.")
        found.append(
            _row("offer", pk, number,
                 why if hers else _("No answer from the workplace. Phone."), last, NOW, OFFER,
                 last=last, covers=covers(("place_offer", state)),
                 values={"unit": unit_label(organisation, unit)})
        )  # fmt: skip
    for row in first_of(_PHONE, programme=programme.pk):
        pk, number, organisation, unit, state, answer_by, theirs, created = row
        began = local_day(created)
        found.append(
            _row("offer_phone", pk, number,
                 _("No message reaches who is to answer. Phone."), began, when_wanted(began, day),
                 OFFER, last=answer_by if state == "asked" else theirs or day,
                 values={"unit": unit_label(organisation, unit)})
        )  # fmt: skip
    found += [
        _row("offer_why", pk, number,
             _("The workplace is no longer as it has to be. Wait, write why, or take it back."),
             local_day(created), NOW, OFFER, values={"unit": unit_label(organisation, unit)})
        for pk, number, organisation, unit, _state, _hers, _theirs, created in first_of(
            _WHY, programme=programme.pk
        )
    ]  # fmt: skip
    found += [
        _row("offer_phone", pk, number,
             _("It has ended, and no message reaches the workplace. Phone."),
             ended or day, NOW, ENDED, values={"unit": unit_label(organisation, unit)})
        for pk, number, organisation, unit, ended in first_of(_TELL, programme=programme.pk)
    ]  # fmt: skip
    return found


def rows(programme: Programme, at: datetime) -> list[Row]:
    """All of it."""
    return [row for source in (certified, waiting, wishes, offers) for row in source(programme, at)]
