"""The way a programme goes, from its first information day to places: how far it has come."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.recruitment.models import Round
from erfara.peersupport.setup.models import InformationDay
from erfara.peersupport.training.models import Cohort, ForWhom
from erfara.peersupport.workplaces.models import Workplace


class Step(NamedTuple):
    """A step of the way: what it is called, what one does to begin it, whether it has begun."""

    key: str
    title: str | Promise
    begin: str | Promise
    begun: bool


WAY: dict[str, tuple[str | Promise, str | Promise]] = {
    "days": (_("Information day"), _("Invite workplaces to a day where they hear what it is.")),
    "workplaces": (_("Workplaces get ready"), _("Write the workplaces that raise their hands.")),
    "duties": (_("Who does what is agreed"), _("Send who does what to all three parties.")),
    "recruiting": (_("Recruitment"), _("Plan a round, and announce it.")),
    "training": (_("Training"), _("Plan a course, with its dates and places.")),
    "certificates": (_("Certificates"), _("Propose those who have completed the training.")),
    "pool": (_("Places"), _("Answer what workplaces wish for, from the pool first.")),
}


def _first(model: type[Model], **more: object) -> Prepared:
    return Prepared(
        lambda programme: model._default_manager.filter(programme_id=programme, **more).values_list(
            "pk"
        )[:1]
    )


# Whether there is any: the page of the programme asks all of them, each time.
_BEGUN = {
    "days": _first(InformationDay),
    "workplaces": _first(Workplace),
    "duties": _first(DutyMatrix, sent_at__isnull=False),
    "recruiting": _first(Round),
    "training": _first(Cohort, for_whom=ForWhom.PEERS),
    "certificates": _first(Certificate),
    "pool": _first(PlaceOffer, state="agreed", already=False),
}


def way(programme: Programme) -> list[Step]:
    """Each step, in the order in which most go it. It may be gone in another. Seven queries."""
    return [
        Step(key, title, begin, bool(_BEGUN[key].rows(programme=programme.pk)))
        for key, (title, begin) in WAY.items()
    ]
