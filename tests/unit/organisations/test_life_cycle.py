"""A programme is closed for good only when nobody is left waiting."""

from __future__ import annotations

import pytest

from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.peersupport.recruitment.actions import applying
from erfara.peersupport.recruitment.policies import is_late
from erfara.peersupport.recruitment.queries import announced
from erfara.workflows import consent, lend, life_cycle, timekeeping
from tests import factories as make
from tests.factories import AT
from tests.factories.peers import certificates, recruitment, training

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


def test_closing_waits_for_whoever_applies_goes_to_a_course_or_is_at_work() -> None:
    peers = certificates.programme()
    by = Actor(Role.ADMINISTRATOR, peers.pk)

    def go(transition: str) -> None:
        life_cycle.move_programme(
            programme=peers, transition=transition, reason="Beslutat.", by=by, at=AT
        )

    def holds() -> dict[str, object]:
        with pytest.raises(Refused) as refused:
            go("close")
        return refused.value.values

    one = recruitment.candidate(recruitment.announced(peers))
    [on_course] = training.invited(training.opened(peers))
    waiting = certificates.supporter(peers)
    go("begin_closing")
    assert holds() == {"applications": 1, "places": 1, "supporters": 1}
    applying.withdraw(candidate=one, by=recruitment.herself(one), at=AT)
    assert holds() == {"applications": 0, "places": 1, "supporters": 1}
    move(on_course, "decline", by=make.system(peers), at=AT)
    assert holds() == {"applications": 0, "places": 0, "supporters": 1}
    move(waiting, "leave", by=make.system(peers), at=AT)
    go("close")
    assert peers.state == "closed"


def test_nobody_begins_to_apply_while_it_is_paused_and_who_has_begun_is_in_time() -> None:
    peers, public = certificates.programme(), {"name": "Alva"}
    by, row = Actor(Role.PUBLIC, peers.pk), recruitment.announced(peers)
    link = applying.begin_application(row=row, values=public, by=by, at=AT)
    assert announced(peers, AT.date()) == [row]
    life_cycle.move_programme(
        programme=peers, transition="pause", reason="Ledigt.",
        by=Actor(Role.ADMINISTRATOR, peers.pk), at=AT,
    )  # fmt: skip
    row.programme = peers
    assert announced(peers, AT.date()) == []
    with pytest.raises(Refused):
        applying.begin_application(row=row, values=public, by=by, at=AT)
    assert not is_late(row, link.created_at, AT)
