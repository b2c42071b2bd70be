"""How long the secret address of a coordinator's calendar goes on: as long as her role."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from erfara.foundation import clock, links
from erfara.foundation.models import Link
from erfara.organisations.models import Membership
from erfara.organisations.queries import where_counts_on

FEED = "calendar"


def over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Membership → since when it is over, or will be."""
    rows = Membership.objects.filter(pk__in=ids).values_list("pk", "ended_at", "ends_on")
    return {pk: ended or clock.day_span(last)[1] for pk, ended, last in rows}


def feed_of(membership: Membership) -> Link | None:
    """The address that is open now."""
    rows = Link.objects.filter(about_id=membership.pk, purpose=FEED, revoked_at=None)
    return rows.order_by("-created_at").first()


def member_behind(link: Link, at: datetime) -> Membership | None:
    """Whose calendar a link is, while her role counts and her account is open: not an hour more."""
    return (
        Membership.objects.filter(
            where_counts_on(clock.local_day(at)),
            pk=link.about_id,
            programme_id=link.tenant_id,
            user__is_active=True,
        )
        .select_related("programme")
        .first()
    )


def register() -> None:
    """Tell foundation how long such a link lives."""
    links.register_life(FEED, over)
