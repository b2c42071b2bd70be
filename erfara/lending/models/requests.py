"""What a borrower asks for, and the assignment it becomes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.organisations.models import Programme, Unit
from erfara.people.models import Person
from erfara.vocabulary.choices import Form, LadderStep, ParticipationLevel, TrainingKind


class EndReason(models.TextChoices):
    """How a request ended. Each end is as good as another, if somebody was told."""

    LOAN = "loan", _("it became a loan")
    NOBODY_FITS = "nobody_fits", _("nobody in {library:sg.def} has lived through it")
    NO_RESPONSE = "no_response", _("no clearer assignment came")
    TOO_FEW = "too_few", _("too few could take part")
    ASKED_ELSEWHERE = "asked_elsewhere", _("better asked elsewhere")
    DECLINED = "declined", _("{library:sg.def} said no")
    WITHDRAWN = "withdrawn", _("{borrower:sg.def} took it back")
    PASSED_ON = "passed_on", _("passed on to another {library:sg}")
    LIBRARY_CLOSES = "library_closes", _("{library:sg.def} closes")


class LoanRequest(StatefulModel, TenantModel):
    """A request for people, as the borrower wrote it or a coordinator took it down."""

    class Expertise(models.TextChoices):
        GENERAL = "general", _("general: what it is like to be in care or services")
        SPECIFIC = "specific", _("specific: a certain experience")

    class SpeaksFor(models.TextChoices):
        SELF = "self", _("each speaks for themself")
        ASSOCIATION = "association", _("sent by an association")

    class Prepared(models.TextChoices):
        YES = "yes", _("yes, they know why and how")
        BEGUN = "begun", _("some of them")
        NOT_YET = "not_yet", _("not yet")

    no = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="requests")
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    received_at = models.DateTimeField()
    taken_down = models.BooleanField(default=False)
    purpose = models.TextField()
    wished_experience = models.TextField(blank=True)
    wished_outcome = models.TextField(blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, blank=True)
    people_wanted = models.PositiveSmallIntegerField(null=True)
    recurring = models.BooleanField(default=False)
    when_wished = models.CharField(max_length=300, blank=True)
    where_wished = models.CharField(max_length=300, blank=True)
    level_wished = models.CharField(max_length=12, choices=ParticipationLevel.choices, blank=True)
    ladder_wished = models.CharField(max_length=16, choices=LadderStep.choices, blank=True)
    # What the borrower has in place. Empty: they don't know yet, to be talked about.
    use_of_answers = models.TextField(blank=True)
    day_contact = models.CharField(max_length=160, blank=True)
    room = models.CharField(max_length=300, blank=True)
    colleagues_prepared = models.CharField(max_length=12, choices=Prepared.choices, blank=True)
    budget_holder = models.CharField(max_length=160, blank=True)

    meeting_at = models.DateTimeField(null=True)
    meeting_held_on = models.DateField(null=True)
    terms_accepted_at = models.DateTimeField(null=True)
    terms_version = models.CharField(max_length=40, blank=True)
    terms_accepted_role = models.CharField(max_length=16, blank=True)
    terms_accepted_by = models.UUIDField(null=True)
    expertise = models.CharField(max_length=12, choices=Expertise.choices, blank=True)
    speaks_for = models.CharField(max_length=12, choices=SpeaksFor.choices, blank=True)
    level = models.CharField(max_length=12, choices=ParticipationLevel.choices, blank=True)
    ladder = models.CharField(max_length=16, choices=LadderStep.choices, blank=True)

    # How often the notes from the first meeting have been written; the words are in the vault.
    notes_number = models.PositiveIntegerField(default=0)

    clarify_by = models.DateField(null=True)
    clarify_asked_on = models.DateField(null=True)
    clarify_reminded_at = models.DateTimeField(null=True)
    # The day on which it ends by itself, said in the last reminder of a clearer assignment.
    ends_on = models.DateField(null=True)
    waits_for = models.CharField(max_length=300, blank=True)
    look_again_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)

    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    asked_elsewhere = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    # The one of which this is the second try.
    again_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="again"
    )

    table: ClassVar[StateTable] = states.REQUEST
    personal = Personal(
        none="state no received_at taken_down purpose wished_experience wished_outcome form "
        "people_wanted recurring when_wished where_wished level_wished ladder_wished "
        "use_of_answers colleagues_prepared terms_version terms_accepted_role "
        "meeting_at meeting_held_on "
        "terms_accepted_at expertise speaks_for level ladder notes_number clarify_by "
        "clarify_asked_on clarify_reminded_at ends_on waits_for look_again_on "
        "answer_by end_reason asked_elsewhere ended_at again_of",
        organisation="unit day_contact room budget_holder",
        pseudonym="contact terms_accepted_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "no"], name="request_no_once"),
            models.CheckConstraint(
                condition=models.Q(state="ended", ended_at__isnull=False) & ~models.Q(end_reason="")
                | ~models.Q(state="ended") & models.Q(ended_at__isnull=True, end_reason=""),
                name="request_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(end_reason="asked_elsewhere") | ~models.Q(asked_elsewhere=""),
                name="request_elsewhere_says_where",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting")
                | models.Q(look_again_on__isnull=False) & ~models.Q(waits_for=""),
                name="request_waiting_says_for_what",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "no"], name="request_list"),
            # When the first one came, of those that are over. Of all, SQLite would rather look for
            # what is open along this than by its state, to have it in order of its day.
            models.Index(
                fields=["programme", "received_at"],
                condition=models.Q(ended_at__isnull=False),
                name="request_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no}. {self.unit}"


class Assignment(TenantModel):
    """What has been agreed to ask people about. Complete when nothing in it is missing."""

    request = models.OneToOneField(LoanRequest, on_delete=models.CASCADE, related_name="assignment")
    title = models.CharField(max_length=120, blank=True)
    task = models.TextField(blank=True)
    use_of_answers = models.TextField(blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, blank=True)
    people_wanted = models.PositiveSmallIntegerField(null=True)
    one_person_reason = models.CharField(max_length=300, blank=True)
    time = models.CharField(max_length=300, blank=True)
    length = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=300, blank=True)
    digital = models.BooleanField(default=False)
    payer = models.CharField(max_length=16, choices=Programme.Payer.choices, blank=True)
    payment = models.CharField(max_length=300, blank=True)
    contact_person = models.CharField(max_length=160, blank=True)
    practical = models.TextField(blank=True)
    # What somebody who gives support is to be trained in; everybody is in the library without.
    training = models.CharField(max_length=20, choices=TrainingKind.choices, blank=True)

    personal = Personal(
        none="title task use_of_answers form people_wanted one_person_reason time length place "
        "digital payer payment practical training",
        organisation="request contact_person",
    )
