from erfara.lending.models.inquiries import Inquiry, InquiryMessage
from erfara.lending.models.loans import Loan, Occasion, Participation
from erfara.lending.models.owed import Delivery, Feedback, FollowUp
from erfara.lending.models.requests import Assignment, EndReason, LoanRequest
from erfara.lending.models.stories import Story, StoryPermission

__all__ = [
    "Assignment",
    "Delivery",
    "EndReason",
    "Feedback",
    "FollowUp",
    "Inquiry",
    "InquiryMessage",
    "Loan",
    "LoanRequest",
    "Occasion",
    "Participation",
    "Story",
    "StoryPermission",
]
