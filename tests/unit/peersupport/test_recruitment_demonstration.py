"""The rounds of the demonstration: something in every queue of recruitment."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.peersupport.recruitment.models import CandidateInterview, PeerCandidate, Round
from erfara.workflows.demonstration.peers import recruitment
from erfara.workflows.demonstration.peers.journey import County
from tests import factories as make
from tests.factories.peers import recruitment as peers

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_a_round_is_prepared_and_one_is_nearly_over():
    of = peers.programme()
    lead, other = make.coordinator(of)[1], make.coordinator(of)[1]
    both = peers.writers(of)
    county = County(
        of, clock.now(), lead, other, both[peers.FUNCTIONS.USER_ORGANISATION],
        both[peers.FUNCTIONS.HR], make.member(of, Role.TRAINER)[1],
    )  # fmt: skip
    recruitment.queues(county)
    assert Counter(Round.objects.values_list("state", flat=True)) == {"draft": 1, "deciding": 1}
    states = Counter(PeerCandidate.objects.values_list("state", flat=True))
    assert states == {"declined": 1, "offered_training": 1, "interviewed": 1}
    met = CandidateInterview.objects.values_list("starts_at", flat=True)
    assert {9 <= timezone.localtime(at).hour <= 16 and at.minute == 0 for at in met} == {True}
    assert PeerCandidate.objects.filter(to_tell=True).count() == 1
