"""The waiting list for training: what is proposed of one who stands there is nobody's decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from erfara.foundation import vault
from erfara.peersupport.recruitment.actions import deciding
from erfara.peersupport.recruitment.models import PeerCandidate
from tests import factories as make
from tests.factories.peers import recruitment as peers

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def again(one: PeerCandidate) -> PeerCandidate:
    return PeerCandidate.objects.get(pk=one.pk)


def read(one: PeerCandidate) -> dict[str, Any]:
    """The answer that she reads on her page, and what is only proposed."""
    return vault.open(
        tenant_id=one.programme_id, person_ids=[one.person_id], blob=one.decision_blob,
        fields=("words", "proposed_words"), purpose="own_page", case="own_page",
        actor=peers.herself(one), at=peers.AT,
    )[one.person_id]  # fmt: skip


def test_one_who_waits_keeps_her_day_and_her_answer_when_a_proposal_is_thought_over():
    row = peers.announced(peers.programme())
    by, later = make.coordinator(row.programme)[1], peers.AT + timedelta(days=9)
    one = peers.decided(row, "wait")
    until = one.look_again_on
    assert until is not None
    said: dict[str, Any] = {"reason": "Hellre någon annan.", "by": by, "at": later}
    make.coordinator(row.programme)  # somebody to agree with
    for outcome in ("refuse", "wait"):
        deciding.propose(candidate=again(one), outcome=outcome, words="Tyvärr.",
                         look_again_on=until + timedelta(days=1), **said)  # fmt: skip
        assert (again(one).known_state, again(one).look_again_on) == ("waiting", until)
        deciding.take_back(candidate=again(one), by=by, at=later)
        assert (again(one).state, again(one).look_again_on) == ("waiting", until)
    kept = read(one)
    assert kept == {"words": "Det här är ditt svar.", "proposed_words": None}
    deciding.propose(candidate=again(one), outcome="refuse", words="Tyvärr.", **said)
    deciding.agree(candidate=again(one), by=make.coordinator(row.programme)[1], at=later)
    kept = read(one)
    assert (again(one).state, kept) == ("declined", {"words": "Tyvärr.", "proposed_words": None})
