"""What the search proposed and what became of it, the words it is helped by, and what is sought.

Nothing here is about a person: a proposal keeps ranks and scores, and never whose they were.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, TenantModel
from erfara.lending.models.requests import LoanRequest


class Difference(models.TextChoices):
    """Why a coordinator has chosen otherwise than proposed, in a word."""

    KNOWS = "knows", _("I know more than what stands in the register")
    MISREAD = "misread", _("the words were understood wrongly")
    SHARE = "share", _("others should have their turn")
    PERSPECTIVES = "perspectives", _("I wanted other perspectives")
    PRACTICAL = "practical", _("time, place or something practical")
    TOGETHER = "together", _("who fits together in a group")
    OTHER = "other", _("something else")


class Proposal(TenantModel):
    """What was proposed for a request when somebody was first chosen: for learning, without names.

    `chosen_beside`: how many were chosen who were not among its lines.
    """

    request = models.ForeignKey(LoanRequest, on_delete=models.CASCADE, related_name="proposals")
    concepts = models.JSONField(default=list)
    size = models.PositiveSmallIntegerField()
    nobody_fits = models.BooleanField(default=False)
    chosen_beside = models.PositiveSmallIntegerField(default=0)
    difference = models.CharField(max_length=16, choices=Difference.choices, blank=True)

    personal = Personal(
        none="request concepts size nobody_fits chosen_beside difference",
        why="the concepts are the request's; who was proposed stands nowhere",
    )

    class Meta:
        indexes = [models.Index(fields=["request", "created_at"], name="proposal_of_request")]


class ProposalLine(TenantModel):
    """One place in a proposal: how well somebody fitted, and whether she was chosen. Not who."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    in_team = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)

    personal = Personal(none="proposal rank score in_team chosen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "rank"], name="proposal_line_once")
        ]


class RequestConcept(TenantModel):
    """A coordinator's word on what a request is about: this concept is meant, or it is not."""

    request = models.ForeignKey(LoanRequest, on_delete=models.CASCADE, related_name="concepts")
    concept = models.CharField(max_length=80)
    accepted = models.BooleanField()

    personal = Personal(none="request concept accepted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "concept"], name="request_concept_once")
        ]


class LocalWord(TenantModel):
    """A word that this library's people use for something the vocabulary has a concept for."""

    word = models.CharField(max_length=80)
    concept = models.CharField(max_length=80)
    added_by = models.UUIDField(null=True)

    personal = Personal(none="word concept", staff="added_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "word", "concept"], name="local_word_once")
        ]


class Sought(TenantModel):
    """An experience that a request asked for and nobody has told of: something to recruit for.

    `until`: it is sought until that day unless somebody ends it before.
    """

    class End(models.TextChoices):
        FOUND = "found", _("somebody has told of it now")
        DROPPED = "dropped", _("not sought any more")
        TIME = "time", _("the time was over")

    request = models.ForeignKey(
        LoanRequest, on_delete=models.SET_NULL, null=True, related_name="sought"
    )
    words = models.CharField(max_length=300)
    concepts = models.JSONField(default=list)
    noted_by = models.UUIDField(null=True)
    until = models.DateField()
    end = models.CharField(max_length=8, choices=End.choices, blank=True)
    ended_on = models.DateField(null=True)

    personal = Personal(none="request words concepts until end ended_on", staff="noted_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end="", ended_on__isnull=True)
                | ~models.Q(end="") & models.Q(ended_on__isnull=False),
                name="sought_ended_with_a_day",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(end=""), name="sought_once_for_a_request"
            ),
        ]
