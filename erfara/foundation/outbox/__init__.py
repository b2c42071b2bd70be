"""Messages: put in a table with what they report, sent by the worker, rendered when they leave.

Sending may repeat, never differ or go astray. Bodies are not stored. See docs/adr/0004-outbox.md.
"""

from erfara.foundation.outbox.gateways import is_there as sends_texts
from erfara.foundation.outbox.kept import forget_letters_to
from erfara.foundation.outbox.letter import Letter, body_of
from erfara.foundation.outbox.overview import Overview, overview
from erfara.foundation.outbox.put import cancel, put, put_many, retry
from erfara.foundation.outbox.registry import (
    after_sent,
    register_address,
    register_hold,
    register_kind,
    register_number,
    register_way,
)
from erfara.foundation.outbox.send import Delivered, deliver_due

__all__ = [
    "Delivered",
    "Letter",
    "Overview",
    "after_sent",
    "body_of",
    "cancel",
    "deliver_due",
    "forget_letters_to",
    "overview",
    "put",
    "put_many",
    "register_address",
    "register_hold",
    "register_kind",
    "register_number",
    "register_way",
    "retry",
    "sends_texts",
]
