"""The field's own scales. None of them ranks an experience."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExperienceRole(models.TextChoices):
    """In what capacity somebody has lived through something. No order among them."""

    PATIENT = "patient", _("as a patient")
    USER = "user", _("as a user of a service")
    CLIENT = "client", _("as a client")
    RELATIVE = "relative", _("as a relative")
    COMPANION = "companion", _("as a companion")


class Form(models.TextChoices):
    """How people are lent."""

    WORKSHOP = "workshop", _("workshop")
    FOCUS_GROUP = "focus_group", _("focus group")
    INTERVIEW_PHONE = "interview_phone", _("interview by phone")
    INTERVIEW = "interview", _("interview")
    MEETING = "meeting", _("meeting")
    LECTURE = "lecture", _("lecture")
    PLANNING_EVENT = "planning_event", _("planning meeting and event")
    PHOTO = "photo", _("photo elicitation")
    MANAGEMENT_GROUP = "management_group", _("management group")
    REFERENCE_GROUP = "reference_group", _("reference group")
    PROCESS = "process", _("process over several meetings")
    EDUCATION = "education", _("education")
    APPLICATION = "application", _("application to be sent in")
    SUPPORT = "support", _("support assignment")


class ParticipationLevel(models.TextChoices):
    """At which level people take part."""

    INDIVIDUAL = "individual", _("a single person's own care or support")
    SERVICE = "service", _("a service")
    SYSTEM = "system", _("the whole system")


class LadderStep(models.TextChoices):
    """How much people have a say: the ladder of participation."""

    INFORMATION = "information", _("are told")
    CONSULTATION = "consultation", _("are asked")
    DIALOGUE = "dialogue", _("talk together")
    DISCUSSION = "discussion", _("discuss together")
    INFLUENCE = "influence", _("have influence")
    SHARED_DECISION = "shared_decision", _("decide together")


class Channel(models.TextChoices):
    """How somebody got in touch with the programme."""

    PERSONAL = "personal", _("personal contact")
    WEB = "web", _("the web page")
    ASSIGNMENT = "assignment", _("during an assignment")
    USER_ORGANISATION = "user_organisation", _("a user organisation")
    RELATIVES_CENTRE = "relatives_centre", _("a relatives' centre")
    HEALTH_LINE = "1177", _("1177")
    CAMPAIGN = "campaign", _("a campaign")
    OTHER = "other", _("something else")
