"""Sörmland's record comes out of the actions as the report has it."""

from __future__ import annotations

from collections import Counter

import pytest

from erfara.foundation.models import OutboxMessage
from erfara.insight.statistics import library_statistics
from erfara.workflows.demonstration import sormland

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

OUTCOMES = {
    1: "cancelled_too_few", 2: "carried_out", 3: "nobody_fits", 4: "carried_out",
    5: "carried_out", 6: "no_response", 7: "carried_out", 8: "waiting", 9: "carried_out",
    10: "no_response", 11: "carried_out", 12: "carried_out", 13: "carried_out",
}  # fmt: skip
PARTICIPANTS = {1: 2, 2: 3, 3: None, 4: 4, 5: 3, 6: None, 7: 2, 8: 0, 9: 7, 10: None, 11: 3,
                12: 1, 13: 6}  # fmt: skip
FOLLOW_UP = {2: "done", 4: "done", 5: "done", 7: "done", 8: "planned", 9: "done", 11: "done",
             12: "planned", 13: "done"}  # fmt: skip
YEARS = {1: 2019, 2: 2020, 3: 2020, **dict.fromkeys(range(4, 11), 2021),
         **dict.fromkeys(range(11, 14), 2022)}  # fmt: skip


def test_the_report_comes_out() -> None:
    programme = sormland.play()
    figures = library_statistics(programme)
    assert figures["by_year"] == {
        "2019": {"recruited": 7, "requests": 1, "carried_out": 0},
        "2020": {"recruited": 6, "requests": 2, "carried_out": 1},
        "2021": {"recruited": 15, "requests": 7, "carried_out": 4},
        "2022": {"recruited": 0, "requests": 3, "carried_out": 3},
    }
    assert figures["contributors"] == {"recruited": 28, "left": 2}
    rows = {row["no"]: row for row in figures["requests"]}
    assert {no: row["outcome"] for no, row in rows.items()} == OUTCOMES
    assert {no: row["participants"] for no, row in rows.items()} == PARTICIPANTS
    assert {no: row["follow_up"] for no, row in rows.items()} == {
        no: FOLLOW_UP.get(no) for no in rows
    }
    assert {no: row["received_year"] for no, row in rows.items()} == YEARS
    assert figures["feedback_rate"] == round(7 / 8, 3)
    assert figures["summary_reached_all"] == 7
    assert figures["outcomes"] == Counter(OUTCOMES.values())
    sent = set(OutboxMessage.objects.values_list("state", flat=True))
    assert sent <= {"held", "cancelled"}


def test_the_record_names_only_invented_people() -> None:
    text = sormland.FILE.read_text(encoding="utf-8")
    names = {line.split(", ")[1] for line in text.splitlines() if line.startswith("  - [20")}
    surnames = {name.rstrip("]").split()[-1] for name in names}
    assert surnames <= {"Påhittad", "Exempelsson", "Låtsas", "Sagoson"}
