"""The only place that reads the clock. Actions take `at=`; web, worker and commands call this."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, UTC."""
    return timezone.now()
