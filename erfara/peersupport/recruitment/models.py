"""Rounds of recruitment and those who apply. Names and own words are in the vault only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.models.drafts import Draft
from erfara.foundation.states import StateTable
from erfara.peersupport.recruitment import states
from erfara.peersupport.setup.kinds import Function
from erfara.people.models import Person
from erfara.vocabulary.choices import Channel, TalkWay


class Round(StatefulModel, TenantModel):
    """A round of recruitment: announced, open until a day, over when everybody has an answer.

    `interviewed`, `trained`, `employed`: how many of each are planned. `answer_by`: the day that
    applicants are promised an answer by. `keep_months`: so long after a no what somebody wrote is
    kept, as the announcement promises.
    """

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text_sv = models.TextField()
    text_en = models.TextField(blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    answer_by = models.DateField()
    interviewed = models.PositiveSmallIntegerField(default=25)
    trained = models.PositiveSmallIntegerField(default=12)
    employed = models.PositiveSmallIntegerField(default=8)
    keep_months = models.PositiveSmallIntegerField(default=6)
    # A room or an address at work that a lead has said is proposed for the next interview too.
    # Where somebody is met otherwise is sealed with her.
    interview_place = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.ROUND
    personal = Personal(
        none="state number opens_on closes_on answer_by interviewed trained employed keep_months "
        "closed_at ended_at",
        organisation="title text_sv text_en interview_place",
        why="interview_place is a room at work, kept when somebody says so for all; personal "
        "identity numbers are refused",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="round_number_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="round_closes_later"
            ),
            models.CheckConstraint(
                condition=models.Q(answer_by__gte=models.F("closes_on")),
                name="round_answers_after_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(keep_months__gte=1, keep_months__lte=24),
                name="round_keeps_two_years_at_most",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "closes_on"], name="round_list")]

    def __str__(self) -> str:
        return self.title


class ApplicationDraft(Draft):
    """An application on its way. Nobody but whoever has its link can read it before it is sent."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")

    blob: ClassVar[str] = "application_draft"
    letter: ClassVar[str] = "application_link"
    table: ClassVar[StateTable] = states.APPLICATION_DRAFT
    personal = Personal(
        none="state changed_at emptied_at round",
        why="the id names what is in the vault until it is emptied; it points to nobody after that",
    )

    class Meta:
        indexes = [models.Index(fields=["emptied_at", "changed_at"], name="application_to_empty")]


class PeerCandidate(StatefulModel, TenantModel):
    """Somebody who has applied in a round. Outlives her details, as a number and days.

    The days are what the funnel counts when the rest is erased. `late`: came in after the last
    day. `proposed`, `proposed_by`: the decision that one of the lead pair proposes and the other
    makes. `look_again_on`: when one on the waiting list is thought of again. `to_tell`: the answer
    can't be written to her, so somebody phones. `answered_on`: when she got it.
    """

    class Way(models.TextChoices):
        WEB = "web", _("on the web")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")

    class Outcome(models.TextChoices):
        OFFER = "offer", _("Offer training")
        WAIT = "wait", _("Waiting list for training")
        REFUSE = "refuse", _("Kindly no")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="candidates")
    number = models.PositiveIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    late = models.BooleanField(default=False)
    applied_on = models.DateField()
    invited_on = models.DateField(null=True)
    interviewed_on = models.DateField(null=True)
    offered_on = models.DateField(null=True)
    place_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    employed_on = models.DateField(null=True)
    proposed = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    proposed_by = models.UUIDField(null=True)
    # While a proposal to wait is thought over: until when. `look_again_on` is what holds.
    proposed_until = models.DateField(null=True)
    look_again_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    to_tell = models.BooleanField(default=False)
    answered_on = models.DateField(null=True)
    erase_after = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.CANDIDATE
    personal = Personal(
        none="state round number way channel late applied_on invited_on interviewed_on offered_on "
        "place_on completed_on employed_on proposed proposed_until look_again_on decided_on "
        "to_tell answered_on erase_after",
        pseudonym="person",
        staff="proposed_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="candidate_number_once"),
            models.UniqueConstraint(fields=["round", "person"], name="candidate_once_a_round"),
            models.CheckConstraint(
                condition=~models.Q(state="proposed")
                | (~models.Q(proposed="") & models.Q(proposed_by__isnull=False)),
                name="candidate_proposed_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["declined", "withdrew", "not_trained", "completed"])
                | models.Q(erase_after__isnull=False),
                name="candidate_ended_is_erased",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | models.Q(look_again_on__isnull=False),
                name="candidate_waits_until",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "applied_on"], name="candidate_list"),
            models.Index(fields=["round", "state", "number"], name="candidate_round"),
            models.Index(fields=["state", "erase_after"], name="candidate_to_erase"),
            models.Index(fields=["programme", "interviewed_on"], name="candidate_funnel"),
        ]

    @property
    def was_waiting(self) -> bool:
        """Whether what is proposed is about one who stands on the waiting list meanwhile."""
        return self.state == "proposed" and self.look_again_on is not None

    @property
    def known_state(self) -> str:
        """How it stands as she knows it: a proposal is nobody's decision yet."""
        if self.state != "proposed":
            return self.state
        return "waiting" if self.was_waiting else "interviewed"

    @property
    def blob(self) -> str:
        """Where what she wrote is kept."""
        return f"application:{self.pk}"

    @property
    def decision_blob(self) -> str:
        """Where the reasons and the answer to her are kept."""
        return f"decision:{self.pk}"

    @property
    def place_blob(self) -> str:
        """Where the places of her interviews are kept."""
        return f"interview_place:{self.pk}"


class CandidateInterview(StatefulModel, TenantModel):
    """An interview by two functions. Where it is held stands in the vault.

    `sequence` counts the times it was moved, for calendars.
    """

    candidate = models.ForeignKey(
        PeerCandidate, on_delete=models.CASCADE, related_name="interviews"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=TalkWay.choices)
    sequence = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    called_off_by_her = models.BooleanField(default=False)

    table: ClassVar[StateTable] = states.INTERVIEW
    personal = Personal(
        none="state starts_at ends_at how sequence ended_at called_off_by_her",
        pseudonym="candidate",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=models.Q(state__in=["booked", "held"]),
                name="candidate_interview_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="candidate_interview_lasts",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["programme", "state", "starts_at"], name="candidate_interview_list"
            )
        ]


class InterviewNote(StatefulModel, TenantModel):
    """What one of the two functions writes about an interview. The words are in the vault.

    `writer` is a user. Nobody reads the other's before both are sent.
    """

    Function: ClassVar = Function

    interview = models.ForeignKey(
        CandidateInterview, on_delete=models.CASCADE, related_name="notes"
    )
    function = models.CharField(max_length=10, choices=Function.choices)
    writer = models.UUIDField()
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.NOTE
    personal = Personal(
        none="state function begun_at sent_at", pseudonym="interview", staff="writer"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "function"], name="interview_note_each_function"
            ),
            models.UniqueConstraint(
                fields=["interview", "writer"], name="interview_note_two_people"
            ),
        ]
        indexes = [models.Index(fields=["writer", "state"], name="interview_note_writer")]

    @property
    def blob(self) -> str:
        """Where its words are kept, under the candidate's own key."""
        return f"interview_note:{self.pk}"
