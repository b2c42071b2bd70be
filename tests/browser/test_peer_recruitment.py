"""Somebody who has applied takes it back, without a reason."""

from __future__ import annotations

import pytest

from erfara.peersupport.recruitment.models import PeerCandidate
from tests.browser.peers import Applies
from tests.factories.peers import recruitment as peers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


def test_somebody_withdraws_and_is_forgotten(story):
    of = story.at(kind="peer_support", vocabulary="peer_support")
    alva = story.meet(Applies, "Alva Björkdal", email="alva@exempel.invalid", phone=True)
    # Given Alva, who has applied
    row = peers.announced(of, opens_on=story.now.date())
    peers.candidate(row, name=alva.name, email=alva.email, at=story.now)
    story.the_post_is_delivered()
    # When she takes it back behind her link
    alva.opens_her_letter().reads("Your application is here").follows("Withdraw the application")
    alva.reads("You don’t have to explain why.").presses("Withdraw my application")
    alva.reads("You have withdrawn")
    # Then nothing of it is left in two days
    story.days_pass(3)
    story.time_does_its_work()
    assert PeerCandidate.objects.get().state == "erased"
