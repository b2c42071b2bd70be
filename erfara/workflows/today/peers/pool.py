"""Certificates to be proposed, those who wait long in the pool, wishes and offers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.peersupport.certificates import queries as certificates
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool import queries
from erfara.peersupport.pool.models import PlaceOffer, PlaceWish
from erfara.workflows.today.rows import LATER, LIMIT, NOW, WEEK, Row, covers, when_wanted

# The day is the page that is opened most: its queries are prepared.
_DONE = Prepared(
    lambda programme: (
        certificates.without_certificate(programme)
        .select_related(None)
        .values_list("ended_at", "created_at")[: LIMIT + 1]
    )
)
_BACK = Prepared(lambda programme: certificates.turned_back(programme)[: LIMIT + 1])
_WISHES = Prepared(lambda programme: queries.open_wishes(programme)[: LIMIT + 1])
_AGAIN = Prepared(lambda programme, day: queries.to_look_at_again(programme, day)[: LIMIT + 1])
_LATE = Prepared(lambda programme: queries.late_offers(programme)[: LIMIT + 1])
_PHONE = Prepared(lambda programme: queries.to_phone(programme)[: LIMIT + 1])

IN_POOL = _("Number {no} in the pool")
WISH = _("Wish {no}, {unit}")
OFFER = _("An offered place at {unit}")


def _row(
    step: str, pk: UUID, no: int, why: str | Promise, since: date, group: str,
    what: str | Promise, **more: Any,
) -> Row:  # fmt: skip
    values = {"no": no, **more.pop("values", {})}
    return Row(step, pk, no, why, since, group, None, values, what=what, **more)


def certified(programme: Programme, at: datetime) -> list[Row]:
    """Those who have completed and have no certificate, and what the issuer waits for or has had
    for long; certificates that soon run out."""
    found = []
    done = _DONE.rows(programme=programme.pk)
    if done:
        ended, created = done[0]
        first = local_day(ended or created)
        what = plural_lazy(
            "{count} has completed the training", "{count} have completed the training", len(done)
        )
        found.append(
            _row("certificates_propose", programme.pk, 0, _("Propose certificates to the issuer."),
                 first, NOW, what, values={"count": len(done)})
        )  # fmt: skip
    found += [
        _row("certificate_asked", one.pk, 0, _("The issuer asks for something first."),
             local_day(one.created_at), NOW, _("A proposed certificate"),
             covers=covers(("certificate", "turned_back")))
        for one in _BACK.objects(Certificate, programme=programme.pk)
    ]  # fmt: skip
    slow = [
        *certificates.slow_to_issue(programme, at)[:LIMIT].values_list("created_at"),
        *certificates.slow_errands(programme, at)[:LIMIT].values_list("created_at"),
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
    found += [
        _row("certificate_ends", one.pk, one.number or 0,
             _("Nobody has asked for a new one. Ask whether one is wanted."),
             one.valid_until or local_day(at), LATER, _("Certificate {label} runs out"),
             values={"label": one.label})
        for one in certificates.ending(programme, local_day(at))[: LIMIT + 1]
    ]  # fmt: skip
    return found


def waiting(programme: Programme, at: datetime) -> list[Row]:
    """Those who have waited long without anybody having been in touch."""
    return [
        _row("pool_forgotten", one.pk, one.number,
             _("Has waited long for a place. Get in touch."), one.waits_since, WEEK, IN_POOL)
        for one in queries.without_offer(programme, local_day(at))[: LIMIT + 1]
    ]  # fmt: skip


def wishes(programme: Programme, at: datetime) -> list[Row]:
    """Wishes that wait for an answer, and those to be looked at again."""
    day = local_day(at)
    return [
        *(
            _row("place_wish", one.pk, one.number,
                 _("A workplace wishes for somebody. Offer or answer."),
                 local_day(one.created_at), NOW, WISH, covers=covers(("place_wish", "open")),
                 values={"unit": str(one.workplace.unit)})
            for one in _WISHES.objects(PlaceWish, programme=programme.pk)
        ),
        *(
            _row("place_wish", one.pk, one.number, _("Nobody was there. Look again."),
                 one.look_again_on or day, NOW, WISH, values={"unit": str(one.workplace.unit)})
            for one in _AGAIN.objects(PlaceWish, programme=programme.pk, day=day)
        ),
    ]  # fmt: skip


def offers(programme: Programme, at: datetime) -> list[Row]:
    """Offers that nobody answered in time, and those about which somebody is to be phoned."""
    day = local_day(at)
    found = []
    for one in _LATE.objects(PlaceOffer, programme=programme.pk):
        hers = one.state == "late"
        last = one.answer_by if hers else one.workplace_answer_by or day
        why = _("No answer from the one who was offered it. Phone.")
        found.append(
            _row("offer", one.pk, one.supporter.number,
                 why if hers else _("No answer from the workplace. Phone."), last, NOW, OFFER,
                 last=last, covers=covers(("place_offer", one.state)),
                 values={"unit": str(one.wish.workplace.unit)})
        )  # fmt: skip
    for one in _PHONE.objects(PlaceOffer, programme=programme.pk):
        hers = one.state == "asked"
        last = one.answer_by if hers else one.workplace_answer_by or day
        found.append(
            _row("offer_phone", one.pk, one.supporter.number,
                 _("No message reaches who is to answer. Phone."), local_day(one.created_at),
                 when_wanted(local_day(one.created_at), day), OFFER, last=last,
                 values={"unit": str(one.wish.workplace.unit)})
        )  # fmt: skip
    return found


def rows(programme: Programme, at: datetime) -> list[Row]:
    """All of it."""
    return [row for source in (certified, waiting, wishes, offers) for row in source(programme, at)]
