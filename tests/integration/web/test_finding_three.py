"""What matching is done by: three people for each of two requests of the demonstration, with
reasons that a coordinator would repeat to the borrower."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.lending.models import LoanRequest
from erfara.people.queries import contributors
from erfara.workflows import finding
from erfara.workflows.demonstration import finding as played
from erfara.workflows.demonstration.living import PEOPLE, County
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
REASON = re.compile("”(.+?)” .*?; förfrågan säger ”(.+?)”")


@pytest.fixture
def county():
    finding.forget_all()
    programme = make.programme()
    county = County(programme, clock.now())
    for number, (name, email, role, told) in enumerate(PEOPLE):
        county.join(name, email, role, told, number)
    played.play(county)
    yield programme
    finding.forget_all()


@pytest.mark.parametrize("about", ["Digitala kallelser", "Inspirationsdag demens"])
def test_a_coordinator_finds_three_with_reasons_to_repeat(county, about):
    user, _actor = make.coordinator(county)
    staff = make.sign_in(Client(), user)
    row = LoanRequest.objects.get(programme=county, purpose=about)
    here = reverse("coordinator:proposal", args=[county.slug, row.pk])
    page = staff.get(here, {"size": "3"})
    team = page.context["team"]
    assert len(team) == 3
    assert len(team) < contributors(county).count() / 2
    asked = f"{row.wished_experience} {row.purpose}".casefold()
    for one in team:
        told = " ".join(text for _role, text in one.told).casefold()
        quoted = [REASON.search(reason) for reason in one.reasons]
        assert any(quoted), one.reasons
        for found in filter(None, quoted):
            # Her own words, and the borrower's: nothing that neither of them has said.
            assert found[1].casefold() in told
            assert found[2].casefold() in asked
        for reason in one.reasons:
            assert reason in page.content.decode()
    # Put on the list with one press.
    staff.post(reverse("coordinator:choose_proposed", args=[county.slug, row.pk]),
               {"people": page.context["team_ids"]})  # fmt: skip
    assert row.inquiries.filter(state="chosen").count() == 3
