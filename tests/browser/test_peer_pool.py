"""A certificate that is revoked: its holder reads why, and nobody else more than a no."""

from __future__ import annotations

import pytest

from erfara.foundation.actors import Role
from tests.browser.peers import Applies, AtWork
from tests.browser.visitor import Visitor
from tests.factories.peers import certificates as make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


def test_a_revoked_certificate_says_why_to_its_holder_and_no_to_anybody_else(story):
    of = story.at(kind="peer_support", vocabulary="peer_support")
    nora = story.meet(AtWork, "Nora Förening").comes_as(Role.USER_ORGANISATION)
    inger = story.meet(Applies, make.NAME, email="inger@exempel.invalid", phone=True)
    anybody = story.meet(Visitor, "Malte Utomstående", phone=True)
    # Given Inger's certificate
    make.issued(of, make.person(of, email=inger.email), story.now)
    story.the_post_is_delivered()
    address = inger.opens_her_letter().address_on_the_certificate()
    # When Nora revokes it, and has to say why
    nora.goes_to("intyg").follows("2026-001").follows("Revoke the certificate")
    nora.presses("Revoke the certificate").reads("Write why it is revoked. Its holder reads it.")
    nora.writes("Why is it revoked?", "Utbildningen var en annan.")
    nora.presses("Revoke the certificate").reads("Revoked. The holder has been told.")
    story.the_post_is_delivered()
    # Then she reads why, and nobody else reads more than that it is not valid
    inger.opens_her_letter().reads("Your certificate is revoked", "Utbildningen var en annan.")
    anybody.opens(address).reads("There is no valid certificate with that code")
    anybody.reads_nothing_about("Utbildningen var en annan.", make.NAME)
