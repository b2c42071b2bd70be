"""Peer support in the demonstration: three invented counties, played in through the actions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from erfara.workflows.demonstration.peers import counties


def play(at: datetime) -> None:
    """All three. Each in one transaction: thousands of small ones take three times as long."""
    for county in (counties.angslanda, counties.fjallnas, counties.skogsbygd):
        with transaction.atomic():
            county(at)
