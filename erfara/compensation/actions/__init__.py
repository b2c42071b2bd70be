"""All writes about payments."""

from erfara.compensation.actions.payments import (
    agree,
    cancel,
    decline,
    not_come,
    pay,
    pay_by_library,
    pay_several,
    say_paid,
    settle,
    stop,
)

__all__ = [
    "agree",
    "cancel",
    "decline",
    "not_come",
    "pay",
    "pay_by_library",
    "pay_several",
    "say_paid",
    "settle",
    "stop",
]
