"""From a completed training to a certificate, checked by its address, and to a place agreed on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

import pytest

from erfara.foundation.actors import Role
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer
from tests import factories
from tests.browser.coordinator import Coordinator
from tests.browser.others import Outsider
from tests.factories.peers import certificates as make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keystore"])


class Lead(Coordinator):
    """One of the two who lead."""

    def goes_to_the_pool(self) -> Self:
        return self.opens(f"{self._work}pool/")


class Issuer(Coordinator):
    """Somebody at the user organisation, who issues."""

    def works_for_the_movement(self) -> Self:
        user, _actor = factories.member(self.story.library, Role.USER_ORGANISATION)
        self.story.signs_in(self, user)
        return self

    def goes_to_the_certificates(self) -> Self:
        return self.opens(f"{self._work}intyg/")


class Holder(Outsider):
    """The one whose certificate it is."""

    def address_on_it(self) -> str:
        """Where the QR code leads."""
        found = re.search(r"https?://\S+/intyg/[0-9A-Z]{16}/", self.text)
        assert found is not None
        return urlsplit(found.group()).path


@pytest.fixture
def autumn(story):
    """Somebody has completed her training, and a workplace has raised its hand."""
    story.at(kind="peer_support", vocabulary="peer_support")
    of = story.library
    story.lead = story.meet(Lead, "Lena Ledare").works_here()
    story.nora = story.meet(Issuer, "Nora Förening").works_for_the_movement()
    story.inger = story.meet(Holder, make.NAME, email="inger@exempel.invalid", phone=True)
    story.anybody = story.meet(Outsider, "Malte Chefsson", phone=True)
    person = make.person(of, email=story.inger.email)
    make.completed(of, person, story.now - timedelta(days=2))
    story.karin = story.meet(Outsider, "Karin Kontakt", email="karin@exempel.invalid", phone=True)
    contact = factories.borrower_person(of, story.karin.name, story.karin.email)
    make.workplace(of, "Öppenvården norr", contact=contact)
    return story


def test_from_a_completed_training_to_a_place_at_work(autumn):
    lead, nora, inger, karin = autumn.lead, autumn.nora, autumn.inger, autumn.karin
    # Given Lena, who sees on her day that somebody has completed, and proposes a certificate
    lead.comes_to_work().follows("See who", any_of=True)
    lead.presses("Propose a certificate", about=make.NAME).reads("Sent to the issuer.")
    # When Nora issues it for the user movement
    nora.goes_to_the_certificates().follows("See and decide", about=make.NAME)
    nora.follows("Issue the certificate").presses("Issue the certificate")
    nora.reads("Issued. The holder has been told, and waits in the pool.")
    autumn.the_post_is_delivered()
    # Then Inger has it on her phone, and anybody can see that it is valid, and nothing more
    inger.opens_her_letter().reads("Your certificate", make.NAME)
    address = inger.address_on_it()
    autumn.anybody.opens(address).reads("The certificate is valid")
    autumn.anybody.reads_nothing_about(make.NAME)
    autumn.anybody.opens(address[:-17] + "0" * 16 + "/")
    autumn.anybody.reads("There is no valid certificate with that code")
    # When a workplace wishes for somebody, Lena offers Inger the place, and says why so soon
    day = (autumn.now + timedelta(days=60)).date().isoformat()
    lead.goes_to_the_pool().follows("Write down a wish")
    lead.picks("{borrower:sg.cap}", "Region Påhitt, Öppenvården norr")
    lead.chooses("Two").writes("From which day?", day).presses("Write it down")
    lead.follows("Offer the place", about=make.NAME)
    lead.presses("Offer the place")
    lead.reads("Write why the place is offered although something is missing.")
    lead.writes("Why is it offered all the same?", make.WHY).presses("Offer the place")
    lead.reads("Offered.")
    autumn.the_post_is_delivered()
    # And she says yes, and so do they
    inger.opens_her_letter().reads("Do you want to work here?").presses("Yes, I want to")
    inger.reads("You have said yes")
    autumn.the_post_is_delivered()
    karin.opens_her_letter().reads(karin.said("{name} wants to come to you", name=make.NAME))
    karin.presses("Yes, we agree").reads("Agreed. We get in touch about what comes next.")
    inger.loads_again().reads("The place is yours")
    assert PlaceOffer.objects.get().state == "agreed"
    assert PeerSupporter.objects.get().state == "placed"


def test_a_revoked_certificate_says_why_to_its_holder_and_no_to_anybody_else(autumn):
    nora, inger = autumn.nora, autumn.inger
    # Given Inger's certificate
    autumn.lead.comes_to_work().follows("See who", any_of=True)
    autumn.lead.presses("Propose a certificate", about=make.NAME)
    nora.goes_to_the_certificates().follows("See and decide", about=make.NAME)
    nora.follows("Issue the certificate").presses("Issue the certificate")
    autumn.the_post_is_delivered()
    address = inger.opens_her_letter().address_on_it()
    # When Nora revokes it, and has to say why
    nora.follows("Revoke the certificate").presses("Revoke the certificate")
    nora.reads("Write why it is revoked. Its holder reads it.")
    nora.writes("Why is it revoked?", "Utbildningen var en annan.")
    nora.presses("Revoke the certificate").reads("Revoked. The holder has been told.")
    autumn.the_post_is_delivered()
    # Then she reads why, and nobody else reads more than that it is not valid
    inger.opens_her_letter().reads("Your certificate is revoked", "Utbildningen var en annan.")
    autumn.anybody.opens(address).reads("There is no valid certificate with that code")
    autumn.anybody.reads_nothing_about("Utbildningen var en annan.", make.NAME)
