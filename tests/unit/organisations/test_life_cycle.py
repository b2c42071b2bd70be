"""A programme is closed for good only when nobody is left waiting."""

from __future__ import annotations

import pytest

from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.workflows import consent, lend, life_cycle, timekeeping
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_closing_waits_for_requests_and_people() -> None:
    library = make.programme()
    by = Actor(Role.ADMINISTRATOR, library.pk)
    request = make.loan_request(library)
    person = make.contributor(library)

    def go(transition: str) -> None:
        life_cycle.move_programme(
            programme=library, transition=transition, reason="Beslutat.", by=by, at=AT
        )

    go("begin_closing")
    with pytest.raises(Refused):
        go("close")
    lend.end_request(
        request=request, end_reason="library_closes", words="Biblioteket läggs ned.",
        by=make.system(library), at=AT,
    )  # fmt: skip
    with pytest.raises(Refused):
        go("close")
    consent.leave(contributor=person, how="phone", by=make.system(library), at=AT)
    assert library.state == "closing"
    later = AT.replace(day=AT.day + 3)
    assert timekeeping.erase_those_who_left(later) == 1
    go("close")
    assert library.state == "closed"
