"""What a new library has to do first, each thing ticked by what is there.

Nobody ticks anything: a thing is done when its trace is in the data. The list ends when all is done
or when somebody has put it away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Subquery

from erfara.compensation.models import Rate
from erfara.foundation.actors import Role
from erfara.foundation.models import OutboxMessage
from erfara.foundation.prepared import Prepared
from erfara.lending.models import LoanRequest
from erfara.organisations.models import Membership, Programme
from erfara.organisations.queries import where_counts_on
from erfara.people.models import ConsentText, Contributor, Interview

_AT = {"programme": OuterRef("pk")}
_STAFF = Membership.objects.filter(**_AT, role=Role.COORDINATOR).order_by().values("programme")
# On the page that is opened most: see `erfara.foundation.prepared`.
_DONE = Prepared(
    lambda programme, day: Programme.objects.filter(pk=programme).values_list(
        Subquery(_STAFF.filter(where_counts_on(day)).annotate(of=Count("user")).values("of")),
        Exists(ConsentText.objects.filter(**_AT)),
        Exists(Rate.objects.filter(**_AT)),
        Exists(OutboxMessage.objects.filter(tenant_id=OuterRef("pk"), state="sent")),
        Exists(Interview.objects.filter(**_AT, state="done")),
        Exists(Contributor.objects.filter(**_AT, joined_on__isnull=False)),
        Exists(LoanRequest.objects.filter(**_AT)),
    )
)
# So that nobody is alone, and a colleague can say yes to a list.
COORDINATORS = 2


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do, and whether it is done."""

    key: str
    done: bool


def is_new(programme: Programme) -> bool:
    """Whether the list may be shown: not where it is put away, over, or a record of the past. A
    programme of peer support says on its own page what comes first."""
    return (
        programme.kind == Programme.Kind.LIBRARY
        and not programme.first_week_over
        and programme.clock_stands_at is None
        and programme.state in {"building", "running"}
    )


def first_week(programme: Programme, day: date) -> list[Thing]:
    """The list, in the order in which it is done. One query."""
    ((staff, consents, rates, sent, talk, person, asked),) = _DONE.rows(
        programme=programme.pk, day=day
    )
    contact = programme.contact_email and programme.contact_phone
    return [
        Thing("who", bool(programme.owner and programme.about and contact)),
        Thing("staff", (staff or 0) >= COORDINATORS),
        Thing("consents", bool(consents)),
        Thing("rates", bool(rates)),
        Thing("sent", bool(sent)),
        Thing("talk", bool(talk)),
        Thing("person", bool(person)),
        Thing("open", programme.lends),
        Thing("asked", bool(asked)),
    ]
