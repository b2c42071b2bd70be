"""The part `pool` of peer support, for the tests that walk every address."""

from __future__ import annotations

from tests.integration.peers.part import Part

PART = Part()
