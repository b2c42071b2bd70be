"""How often one sender may do what anybody may do without signing in.

Each deed costs a ticket, and a ticket comes back when its time is over. Tickets lie in the cache
that all processes share, under a keyed hash: no address is stored.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache

from erfara.accounts.persons import sender_digest


def take_ticket(deed: str, *, sender_ip: str, most: int, within: timedelta) -> bool:
    """Take one of a sender's `most` tickets for a deed. False when none is left.

    Of two who take at the same moment each gets one of her own, or none. Call it in the
    transaction of the deed: when that is rolled back, so is the ticket.
    """
    sender = sender_digest(sender_ip)
    return any(
        cache.add(f"{deed}:{sender}:{number}", 1, within.total_seconds()) for number in range(most)
    )
