"""Letters about what somebody has said yes to: asked again, reminded once, or sent to be read.

All lead to the same page of consents, where each can be given, kept or taken back.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from erfara.foundation import audit, clock, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.models import Consent, Contributor
from erfara.people.queries import reached_by_message

KINDS = ("consent_again", "consent_reminder", "consents")
HERE = ("active", "paused", "resting")


def _put(kind: str, contributor: Contributor, occasion: str, at: datetime) -> bool:
    if not reached_by_message([contributor.person_id]):
        return False
    outbox.put(
        kind, tenant_id=contributor.programme_id, about_kind=audit.kind_of(contributor),
        about_id=contributor.pk, to_kind="person", to_id=contributor.person_id, at=at,
        occasion=occasion,
    )  # fmt: skip
    return True


def ask(contributor: Contributor, answer_by: date, at: datetime, *, reminder: bool = False) -> bool:
    """Ask by letter whether consents go on; once for each last day. Whether she is written to."""
    kind = "consent_reminder" if reminder else "consent_again"
    return _put(kind, contributor, answer_by.isoformat(), at)


def send_consents(contributor: Contributor, at: datetime) -> bool:
    """Send her the page of consents to read and answer by herself, once a day at most."""
    return _put("consents", contributor, clock.local_day(at).isoformat(), at)


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    contributor = (
        Contributor.objects.filter(pk=message.about_id).select_related("programme").first()
    )
    if contributor is None or contributor.state not in HERE:
        return None
    last: date | None = None
    if message.kind != "consents":
        asked = Consent.objects.filter(
            person_id=contributor.person_id, withdrawn_at__isnull=True, answer_by__isnull=False
        )
        last = asked.order_by("answer_by").values_list("answer_by", flat=True).first()
        if last is None:  # answered meanwhile
            return None
    lives = LINK_LIVES
    if last is not None:
        lives += max(timedelta(0), last - clock.local_day(message.created_at))
    return with_link(
        message, contributor.programme, "consents", contributor.person_id, lives=lives,
        deadline=last,
    )  # fmt: skip


def register() -> None:
    """Tell the outbox."""
    for kind in KINDS:
        outbox.register_kind(kind, _render)
