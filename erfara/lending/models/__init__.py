from erfara.lending.models.aftercare import Aftercare
from erfara.lending.models.agreements import Acceptance, Agreement
from erfara.lending.models.colleagues import Colleague
from erfara.lending.models.concerns import Concern
from erfara.lending.models.drafts import RequestDraft
from erfara.lending.models.draws import Draw, number_drawn
from erfara.lending.models.effects import Effect, EffectAsk, EffectDelivery
from erfara.lending.models.elsewhere import Elsewhere
from erfara.lending.models.hours import TimeSpent
from erfara.lending.models.inquiries import Inquiry, InquiryMessage
from erfara.lending.models.loans import Loan, Participation
from erfara.lending.models.meetings import Meeting, MeetingTime
from erfara.lending.models.occasions import Attendance, Occasion
from erfara.lending.models.owed import Delivery, Feedback, FollowUp
from erfara.lending.models.passing import PassedOn
from erfara.lending.models.proposals import (
    Difference,
    LocalWord,
    Proposal,
    ProposalLine,
    RequestConcept,
    Sought,
)
from erfara.lending.models.requests import Assignment, EndReason, LoanRequest
from erfara.lending.models.stories import Story, StoryPermission
from erfara.lending.models.vacancies import Vacancy
from erfara.lending.models.words import RequestWords

__all__ = [
    "Acceptance",
    "Aftercare",
    "Agreement",
    "Assignment",
    "Attendance",
    "Colleague",
    "Concern",
    "Delivery",
    "Difference",
    "Draw",
    "Effect",
    "EffectAsk",
    "EffectDelivery",
    "Elsewhere",
    "EndReason",
    "Feedback",
    "FollowUp",
    "Inquiry",
    "InquiryMessage",
    "Loan",
    "LoanRequest",
    "LocalWord",
    "Meeting",
    "MeetingTime",
    "Occasion",
    "Participation",
    "PassedOn",
    "Proposal",
    "ProposalLine",
    "RequestConcept",
    "RequestDraft",
    "RequestWords",
    "Sought",
    "Story",
    "StoryPermission",
    "TimeSpent",
    "Vacancy",
    "number_drawn",
]
