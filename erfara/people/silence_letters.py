"""Letters to those of whom nothing has been heard. All lead to one page with equal answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from erfara.foundation import audit, clock, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.people.erasing import on_erased
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.models import Contributor, NotSame, Silence
from erfara.people.queries import reached_by_message

ASK, REMIND, GOING = "still", "still_reminder", "still_going"
ANSWER_WITHIN = timedelta(days=60)


def tell(silence: Silence, kind: str, at: datetime) -> bool:
    """Put a letter in the outbox, once for each silence and kind. Whether she is written to."""
    contributor = silence.contributor
    if not reached_by_message([contributor.person_id]):
        return False
    occasion = str(silence.told_on) if kind == GOING else str(silence.pk)
    outbox.put(
        kind, tenant_id=silence.programme_id, about_kind=audit.kind_of(contributor),
        about_id=contributor.pk, to_kind="person", to_id=contributor.person_id, at=at,
        occasion=occasion,
    )  # fmt: skip
    return True


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    contributor = (
        Contributor.objects.filter(pk=message.about_id).select_related("programme").first()
    )
    silence = Silence.objects.filter(contributor_id=message.about_id, ended_on=None).first()
    if contributor is None or silence is None:  # something has been heard meanwhile
        return None
    if not reached_by_message([contributor.person_id]):
        return None
    last: date | None = silence.asked_on + ANSWER_WITHIN
    if message.kind == GOING:
        last = silence.goes_on
        if last is None:  # rests on after all
            return None
    lives = LINK_LIVES + max(timedelta(0), (last or date.min) - clock.local_day(message.created_at))
    # Nobody is hurried: only the last letter has a day.
    return with_link(
        message, contributor.programme, "still", contributor.person_id, lives=lives,
        deadline=last if message.kind == GOING else None,
    )  # fmt: skip


def _clear(contributor: Contributor, at: datetime) -> None:
    Silence.objects.filter(contributor=contributor).delete()
    NotSame.objects.filter(Q(first=contributor) | Q(second=contributor)).delete()


def register() -> None:
    """Tell the outbox, and what goes when somebody is erased."""
    on_erased("silences and looks", _clear)
    for kind in (ASK, REMIND, GOING):
        outbox.register_kind(kind, _render)
