"""The field's own scales. None of them ranks an experience."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
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


class Area(models.TextChoices):
    """Where in life an experience belongs: the parts of the experience map. No order among them."""

    HEALTH_CENTRE = "health_centre", _("the health centre and 1177")
    TEETH_AND_SENSES = "teeth_and_senses", _("teeth, eyes, ears and aids")
    HOSPITAL = "hospital", _("the hospital, the ambulance and operations")
    MIND = "mind", _("how one feels, stress and psychiatry")
    BIRTH_AND_CHILDREN = "birth_and_children", _("pregnancy, birth and children")
    GROWING_OLD = "growing_old", _("growing old, home help and homes for the old")
    DISABILITY = "disability", _("disability, support and habilitation")
    SOCIAL_SERVICES = "social_services", _("the social services")
    DEPENDENCY = "dependency", _("alcohol, drugs and gambling")
    WORK_AND_MONEY = "work_and_money", _("work, sick leave and money")
    RELATIVES = "relatives", _("being close to somebody who needs care")
    GOING_ALONG = "going_along", _("going along with somebody")
    DIGITAL = "digital", _("digital services, letters and forms")
    NEW_HERE = "new_here", _("new in the country, language and interpreters")
    GRIEF_AND_CHANGE = "grief_and_change", _("loss, grief and a life that turned")
    EVERYDAY = "everyday", _("everyday life, exercise, food and friends")


class AskOften(models.TextChoices):
    """How often somebody wants to be asked."""

    ANY_TIME = "any_time", _("whenever it fits")
    MONTHLY = "monthly", _("once a month at most")
    QUARTERLY = "quarterly", _("a few times a year at most")
    YEARLY = "yearly", _("once a year at most")


class MessagesBy(models.TextChoices):
    """By what somebody wants our messages, when she has agreed to both."""

    MAIL = "mail", _("by e-mail")
    TEXT = "text", _("as a text message to the phone")


class TalkWay(models.TextChoices):
    """How somebody is talked with."""

    IN_PERSON = "in_person", _("we meet")
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")


class TrainingKind(models.TextChoices):
    """What people with experience are trained in. A merit, and a condition for giving support."""

    RECOVERY = "recovery", _("recovery-oriented course")
    AMBASSADOR = "ambassador", _("Hjärnkoll ambassador")
    USER_REPRESENTATIVE = "user_representative", _("course for user representatives")
    PEER_SUPPORT = "peer_support", _("peer support course")
    OTHER = "other", _("another course")


class EffectArea(models.TextChoices):
    """Where a loan can have changed something. After Modigh et al. 2021; no order among them."""

    PATIENTS = "patients", _("things have become better for those who are patients or users")
    TAKING_PART = "taking_part", _("those who took part have gained something themselves")
    PRACTICE = "practice", _("how we work")
    ATTITUDES = "attitudes", _("how we think and what we value")
    KNOWLEDGE = "knowledge", _("what we know and can do")
    SATISFACTION = "satisfaction", _("how content we are with our work")
    BASIS = "basis", _("what we base decisions on")
    PRIORITIES = "priorities", _("what comes first, and which way we go")
    REORGANISATION = "reorganisation", _("how we are organised")
    QUALITY = "quality", _("the quality of what we do")
    INFORMATION = "information", _("letters, web pages and other information")
    ACCESS = "access", _("how one gets in touch with us")
    PREMISES = "premises", _("rooms and surroundings")
    PROPOSALS = "proposals", _("a proposal to those who decide")
    DECISIONS = "decisions", _("a decision by those who decide")
    TRUST = "trust", _("trust in care and services")
    DEMOCRACY = "democracy", _("more people have a say")


# The areas by whom or what they are about, in the order they are asked about.
EFFECT_GROUPS: tuple[tuple[str | Promise, tuple[EffectArea, ...]], ...] = (
    (_("For patients and users"), (EffectArea.PATIENTS,)),
    (_("For those who took part"), (EffectArea.TAKING_PART,)),
    (_("For those who work with you"), (
        EffectArea.PRACTICE, EffectArea.ATTITUDES, EffectArea.KNOWLEDGE, EffectArea.SATISFACTION,
    )),
    (_("For your service"), (
        EffectArea.BASIS, EffectArea.PRIORITIES, EffectArea.REORGANISATION, EffectArea.QUALITY,
        EffectArea.INFORMATION, EffectArea.ACCESS, EffectArea.PREMISES,
    )),
    (_("For those who decide"), (EffectArea.PROPOSALS, EffectArea.DECISIONS)),
    (_("For society"), (EffectArea.TRUST, EffectArea.DEMOCRACY)),
)  # fmt: skip
