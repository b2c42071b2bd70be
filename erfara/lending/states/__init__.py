"""The lives of what is lent, one module for each of its things."""

from erfara.lending.states.aftercare import AFTERCARE
from erfara.lending.states.agreements import ACCEPTANCE, AGREEMENT
from erfara.lending.states.colleagues import COLLEAGUE
from erfara.lending.states.concerns import CONCERN
from erfara.lending.states.drafts import REQUEST_DRAFT
from erfara.lending.states.effects import EFFECT_ASK
from erfara.lending.states.inquiries import INQUIRY
from erfara.lending.states.loans import LOAN, PARTICIPATION
from erfara.lending.states.meetings import MEETING
from erfara.lending.states.occasions import ATTENDANCE, OCCASION
from erfara.lending.states.owed import FEEDBACK, FOLLOW_UP
from erfara.lending.states.passing import PASSED_ON
from erfara.lending.states.requests import REQUEST
from erfara.lending.states.stories import STORY
from erfara.lending.states.vacancies import VACANCY

__all__ = [
    "ACCEPTANCE",
    "AFTERCARE",
    "AGREEMENT",
    "ATTENDANCE",
    "COLLEAGUE",
    "CONCERN",
    "EFFECT_ASK",
    "FEEDBACK",
    "FOLLOW_UP",
    "INQUIRY",
    "LOAN",
    "MEETING",
    "OCCASION",
    "PARTICIPATION",
    "PASSED_ON",
    "REQUEST",
    "REQUEST_DRAFT",
    "STORY",
    "VACANCY",
]
