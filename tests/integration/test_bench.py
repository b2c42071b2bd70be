"""The benchmarks run, with numbers too small to say anything: they must not rot.

Nothing here is timed. What was measured, and how to measure again, is in docs/reference/speed.md.
"""

from __future__ import annotations

import json

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tools.bench import _installation as installations
from tools.bench import _peers, demo, jobs, pages, writes
from tools.bench._peers_rows import Size

# They make databases of their own.
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.sqlite,
]


def test_the_empty_page_asks_the_database_for_nothing(client):
    with (
        CaptureQueriesContext(connections["default"]) as data,
        CaptureQueriesContext(connections["keystore"]) as keys,
    ):
        answer = client.get("/galleri/tom/")
    assert answer.status_code == 200
    assert not [*data.captured_queries, *keys.captured_queries]


def test_peer_support_asks_no_more_of_a_larger_programme():
    """Its pages are found in what its benchmark fills in, and ask no more in the larger size."""
    filled = _peers.fill(2, Size(workplaces=24, applicants=90, rounds=2, sessions=90))
    looked = _peers.look(filled, rounds=0)
    asked = {
        size: {page: one["queries"] for page, one in looked[size].items()}
        for size in ("small", "large")
    }
    small, large = asked["small"], asked["large"]
    assert small.keys() == large.keys()
    assert {page: number for page, number in large.items() if number > small[page]} == {}


def test_the_benchmarks_run():
    """Every page is found in an installation that is filled and served as the real ones are."""
    with installations.installation(30, questions=3) as one:
        result = pages.measure({30: one}, list(pages.PAGES), rounds=1, seconds=0.1)
        assert result["broken"] == {}
        assert all(row["by_size"]["30"]["rate"] > 0 for row in result["pages"].values())

        answered = writes.measure(one, each=4)
        assert (answered["sent"], answered["written"], answered["failed"]) == (12, 12, 0)

        # No page goes through what has been, or through everybody, to find what it shows.
        seen = installations.inside("_pages", json.dumps(one.filled), env=one.env)
        assert set(seen) == set(pages.PAGES)
        seen["figures"] = []  # where so little has been they are counted at once
        through = {(page, one) for page, read in seen.items() for one in read}
        calls = "participation_to_call"  # an index of nobody but those to be called
        assert {one for one in through if "lending_" in one[1] and calls not in one[1]} == set()

        rounds = jobs.measure_in(one.env, "0", "0", "--here")
        assert rounds["ask_what_changed"]["queries"] >= 1
        # What is looked for among loans, requests and payments is found by an index.
        assert [name for name, job in rounds.items() if "SCAN lending" in str(job["reads"])] == []

        held = demo.memory(one, 8)
        assert held["status"] == {"200": 8}
        assert len(held["after"]) >= 2
