"""The lives of what is lent, one module for each of its things."""

from erfara.lending.states.inquiries import INQUIRY
from erfara.lending.states.loans import LOAN, OCCASION, PARTICIPATION
from erfara.lending.states.owed import FEEDBACK, FOLLOW_UP
from erfara.lending.states.requests import REQUEST
from erfara.lending.states.stories import STORY

__all__ = [
    "FEEDBACK",
    "FOLLOW_UP",
    "INQUIRY",
    "LOAN",
    "OCCASION",
    "PARTICIPATION",
    "REQUEST",
    "STORY",
]
