"""From those who apply to those who have a place: how many at each step, against the plan."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.pool.queries import IN_POOL, count_by_state
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.setup.models import PeerSetup
from erfara.peersupport.training.models import Enrolment


class Step(NamedTuple):
    """A step of the funnel: how many have come so far, and how many were planned."""

    key: str
    label: str | Promise
    number: int
    plan: int | None = None


_APPLIED = Prepared(
    lambda programme: (
        PeerCandidate.objects.filter(programme_id=programme)
        .values_list("programme_id")
        .annotate(applied=Count("*"), interviewed=Count("interviewed_on"))
    )
)
_TRAINED = Prepared(
    lambda programme: (
        Enrolment.objects.filter(
            programme_id=programme, state="completed", cohort__gives_certificate=True
        )
        .values_list("programme_id")
        .annotate(n=Count("person_id", distinct=True))
    )
)
_CERTIFIED = Prepared(
    lambda programme: (
        Certificate.objects.filter(programme_id=programme, issued_on__isnull=False)
        .values_list("programme_id")
        .annotate(n=Count("person_id", distinct=True))
    )
)
_GOT_PLACE = Prepared(
    lambda programme: (
        PlaceOffer.objects.filter(programme_id=programme, state="agreed", already=False)
        .values_list("programme_id")
        .annotate(n=Count("supporter__person_id", distinct=True))
    )
)


def _counted(asked: Prepared, programme: Programme) -> tuple[int, ...]:
    """The counts of a query that has one line for a programme, or none."""
    rows = asked.rows(programme=programme.pk)
    return rows[0][1:] if rows else (0, 0)


def funnel(programme: Programme, setup: PeerSetup | None) -> list[Step]:
    """Everybody so far, whatever became of them after. Each is one person of one step: who applies
    twice is two applications, who is trained twice is one. Four queries."""
    applied, interviewed = _counted(_APPLIED, programme)
    trained, certified, got_place = (
        _counted(asked, programme)[0] for asked in (_TRAINED, _CERTIFIED, _GOT_PLACE)
    )
    return [
        Step("applied", _("have applied"), applied),
        Step("interviewed", _("have been interviewed"), interviewed,
             setup.interviewed if setup else None),
        Step("trained", _("have completed the training"), trained,
             setup.trained if setup else None),
        Step("certified", _("have a certificate"), certified),
        Step("employed", _("have got a place"), got_place, setup.employed if setup else None),
    ]  # fmt: skip


def in_between(programme: Programme) -> int:
    """How many have a certificate and wait for a place: nobody falls between without somebody
    knowing."""
    found = count_by_state(programme)
    return sum(found.get(state, 0) for state in IN_POOL)
