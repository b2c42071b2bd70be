"""Opening, pausing, handing over and closing a programme, with a look at what it still holds."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.lending.queries import open_requests
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.peersupport.pool import queries as pool
from erfara.peersupport.recruitment import queries as recruitment
from erfara.peersupport.training import queries as training
from erfara.people.queries import applicants, everybody


@action
def move_programme(
    *, programme: Programme, transition: str, by: Actor, at: datetime, reason: str = ""
) -> Programme:
    """Move a programme on in its life. It is closed for good only when nobody is left waiting."""
    if transition == "close":
        check_nobody_waits(programme)
    return organisations.move_programme(
        programme=programme, transition=transition, by=by, at=at, reason=reason
    )


def check_nobody_waits(programme: Programme) -> None:
    """Raises Refused while anything is on its way, or anybody there, that closing would end."""
    requests = open_requests(programme).count()
    people = everybody(programme).count() + applicants(programme).count()
    if requests or people:
        raise Refused(
            _(
                "Requests and loans on their way: {requests}. "
                "People in the register: {people}. See to them first."
            ),
            requests=requests,
            people=people,
        )
    applications, places = recruitment.under_way(programme), training.under_way(programme)
    supporters = pool.under_way(programme)
    if applications or places or supporters:
        raise Refused(
            _(
                "Applications on their way: {applications}. On courses: {places}. "
                "In the pool or at work: {supporters}. See to them first."
            ),
            applications=applications,
            places=places,
            supporters=supporters,
        )
