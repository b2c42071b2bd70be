"""What the demonstration plans for a day is on that day here, at whatever hour it is started."""

from datetime import UTC, datetime

import pytest

from erfara.foundation import clock
from erfara.workflows.demonstration.hours import by_clock


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 22, 22, 59, tzinfo=UTC),  # a minute to midnight
        datetime(2026, 11, 21, 23, 1, tzinfo=UTC),  # a minute past it: yesterday in UTC
        datetime(2026, 7, 21, 22, 1, tzinfo=UTC),  # the same in summer
        datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_time_is_on_the_day_it_is_here(at):
    found = by_clock(at, 13, 30)
    assert clock.local_day(found) == clock.local_day(at)
    assert f"{found:%H:%M:%S}" == "13:30:00"
