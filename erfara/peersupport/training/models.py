"""Courses, the times they meet, who has a place, who came, what was signed and assessed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.organisations.models import Organisation
from erfara.peersupport.training import states
from erfara.people.models import Person


class ForWhom(models.TextChoices):
    """Whom a course is for. From the first three come people who are assessed, from the last two
    groups that are counted."""

    PEERS = "peers", _("those who become {contributor:pl}")
    SUPERVISORS = "supervisors", _("supervisors with experience of their own")
    TRAINERS = "trainers", _("trainers")
    WORKPLACES = "workplaces", _("staff at {borrower:pl}")
    ORGANISATIONS = "organisations", _("user organisations")


# Here groups come, counted and not named.
BY_GROUP = frozenset({ForWhom.WORKPLACES.value, ForWhom.ORGANISATIONS.value})


class SessionKind(models.TextChoices):
    CLASS = "class", _("together")
    HOME = "home", _("at home")
    ROLE_PLAY = "role_play", _("role play")
    MAKE_UP = "make_up", _("to make up what was missed")


class CourseTemplate(TenantModel):
    """What a course is made of: the programme's own copy of one that is shipped, or its own.

    `modules`: what `catalogue.Module` says, as data. `share`: so much of the time, in per cent,
    somebody has to be there to complete it. `criteria`: sentences that are assessed.
    `gives_certificate`: who completes it can get a certificate, and so come into the pool.
    """

    key = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    for_whom = models.CharField(max_length=14, choices=ForWhom.choices)
    places = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField(default=80)
    criteria = models.JSONField(default=list)
    modules = models.JSONField(default=list)
    gives_certificate = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)

    personal = Personal(
        none="key name for_whom places share criteria modules gives_certificate changed_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="course_template_once"),
            models.CheckConstraint(
                condition=models.Q(share__gte=0, share__lte=100), name="course_template_share"
            ),
            models.CheckConstraint(
                condition=models.Q(places__gte=1), name="course_template_has_places"
            ),
            models.CheckConstraint(
                condition=models.Q(gives_certificate=False) | models.Q(for_whom="peers"),
                name="course_template_certifies_peers",
            ),
        ]


class Cohort(StatefulModel, TenantModel):
    """A course that is given once, to those who have places on it.

    `places` are given once each (`Enrolment.seat`); `answer_days`: so long one who is asked has to
    answer. What it asks for to be completed was copied from its template when it was planned.
    `gives_certificate`: of its template too, unless the lead says otherwise while she plans it.
    """

    template = models.ForeignKey(CourseTemplate, on_delete=models.PROTECT, related_name="cohorts")
    for_whom = models.CharField(max_length=14, choices=ForWhom.choices)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=300, blank=True)
    places = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField(default=7)
    starts_on = models.DateField()
    share = models.PositiveSmallIntegerField()
    criteria = models.JSONField(default=list)
    gives_certificate = models.BooleanField(default=False)

    table: ClassVar[StateTable] = states.COHORT
    personal = Personal(
        none="state template for_whom name places answer_days starts_on share criteria "
        "gives_certificate",
        organisation="place",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(places__gte=1), name="cohort_has_places"),
            models.CheckConstraint(
                condition=models.Q(answer_days__gte=1), name="cohort_time_to_answer"
            ),
            models.CheckConstraint(
                condition=models.Q(gives_certificate=False) | models.Q(for_whom="peers"),
                name="cohort_certifies_peers",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="cohort_list"),
            models.Index(
                fields=["programme", "-starts_on", "-created_at", "id"], name="cohort_newest"
            ),
        ]

    @property
    def by_group(self) -> bool:
        """Whether groups come to it, counted and not named."""
        return self.for_whom in BY_GROUP


class CohortTeacher(TenantModel):
    """Who teaches a course: she sees it, and what she needs of those on it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="teachers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cohorts"
    )

    personal = Personal(none="cohort", staff="user")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="cohort_teacher_once")
        ]


class CourseSession(StatefulModel, TenantModel):
    """One time a course meets, or a span in which something is done at home.

    `sequence` counts its changes, for calendars. `makes_up`: the time that was missed by those who
    come to this one. `evidence`: what a workplace has shown by having been there.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    module = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    material = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=SessionKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    makes_up = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=40, blank=True)
    why_cancelled = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    table: ClassVar[StateTable] = states.COURSE_SESSION
    personal = Personal(
        none="state cohort module about material kind starts_at ends_at makes_up evidence "
        "why_cancelled sequence",
        staff="teacher",
        organisation="place",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="course_session_ends_later",
            ),
            models.CheckConstraint(
                condition=models.Q(makes_up__isnull=True) | models.Q(kind="make_up"),
                name="course_session_make_up",
            ),
        ]
        indexes = [
            models.Index(fields=["cohort", "starts_at"], name="course_session_of"),
            models.Index(fields=["programme", "state", "ends_at"], name="course_session_unnoted"),
        ]


class Enrolment(StatefulModel, TenantModel):
    """Somebody's place on a course, or her place in the line for one.

    `seat`: which of the places it is; the database gives each to one at a time. `number`: where
    she stands in the line; it stays hers. `candidate`: how she came here, if by recruitment.
    `by_phone`: no message reaches her. `overlap_ok`: it was said that she may be on two courses
    at the same time. Why a place was left is in no column.
    """

    class Way(models.TextChoices):
        """How it goes on for one who has not completed."""

        NEXT = "next", _("a place on the next course")
        OTHER = "other", _("something else, which we have talked about")
        NOTHING = "nothing", _("not this way now")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    candidate = models.ForeignKey(
        "peersupport.PeerCandidate", null=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    seat = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField()
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    by_phone = models.BooleanField(default=False)
    overlap_ok = models.BooleanField(default=False)

    table: ClassVar[StateTable] = states.ENROLMENT
    personal = Personal(
        none="state cohort seat number asked_at answer_by reminded_at ended_at by_phone overlap_ok",
        pseudonym="person candidate",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "seat"],
                condition=models.Q(state__in=states.HOLDS),
                name="enrolment_seat_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=models.Q(state__in=states.LIVE),
                name="enrolment_person_once",
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(state__in=states.LIVE, candidate__isnull=False),
                name="enrolment_candidate_once",
            ),
            models.UniqueConstraint(fields=["cohort", "number"], name="enrolment_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=states.HOLDS)
                | models.Q(seat__isnull=False, seat__gte=1),
                name="enrolment_holds_a_seat",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="asked") | models.Q(answer_by__isnull=False),
                name="enrolment_asked_has_last_day",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="enrolment_list"),
            models.Index(fields=["person"], name="enrolment_of"),
        ]


class SessionPresence(TenantModel):
    """Whether somebody was at a time, or handed in what was done at home.

    `expected` stands for the few who are to come to a time at which something is made up.
    """

    class Came(models.TextChoices):
        EXPECTED = "expected", _("is expected")
        PRESENT = "present", _("was there")
        ABSENT = "absent", _("was not there")
        MADE_UP = "made_up", _("has made it up")

    session = models.ForeignKey(CourseSession, on_delete=models.CASCADE, related_name="presences")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="presences")
    came = models.CharField(max_length=8, choices=Came.choices)
    noted_at = models.DateTimeField()

    personal = Personal(none="session enrolment came noted_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="presence_once")
        ]


class EthicsText(TenantModel):
    """A version of the programme's ethical rules. One that somebody has signed never changes."""

    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_by = models.UUIDField(null=True)

    personal = Personal(none="version text", staff="written_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="ethics_version_once")
        ]


class EthicsSigned(TenantModel):
    """Somebody has read the rules and said that she keeps to them: on her page, or on paper."""

    class How(models.TextChoices):
        PAGE = "page", _("on the own page")
        PAPER = "paper", _("on paper")

    text = models.ForeignKey(EthicsText, on_delete=models.PROTECT, related_name="signed")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ethics_signed")
    how = models.CharField(max_length=5, choices=How.choices)
    noted_by = models.UUIDField(null=True)

    personal = Personal(none="text how", pseudonym="person", staff="noted_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "person"], name="ethics_once")]


class Assessment(TenantModel):
    """How somebody's course ended, and why. The words about it are sealed under her key.

    `share`: how much of the time she was there, in per cent, as counted then. `criteria`: each
    sentence and whether it was met. `way`: how it goes on for one who has not completed.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="assessment")
    completed = models.BooleanField()
    share = models.PositiveSmallIntegerField()
    criteria = models.JSONField(default=list)
    way = models.CharField(max_length=8, choices=Enrolment.Way.choices, blank=True)
    assessed_by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    personal = Personal(none="enrolment completed share criteria way read_at", staff="assessed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(completed=True, way="") | models.Q(completed=False, way__gt=""),
                name="assessment_has_a_way_on",
            ),
        ]


class CohortGroup(TenantModel):
    """A workplace or an organisation whose people come to a course. They are counted, not named."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="groups")
    workplace = models.ForeignKey(
        "peersupport.Workplace", null=True, on_delete=models.PROTECT, related_name="courses"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expected = models.PositiveSmallIntegerField(null=True)

    personal = Personal(none="cohort expected", organisation="workplace organisation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(workplace__isnull=True) ^ models.Q(organisation__isnull=True),
                name="cohort_group_is_one",
            ),
            models.UniqueConstraint(
                fields=["cohort", "workplace"],
                condition=models.Q(workplace__isnull=False),
                name="cohort_workplace_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="cohort_organisation_once",
            ),
        ]


class GroupAttendance(TenantModel):
    """How many of a group were at a time. For a workplace it shows that its staff is prepared."""

    session = models.ForeignKey(CourseSession, on_delete=models.CASCADE, related_name="groups")
    group = models.ForeignKey(CohortGroup, on_delete=models.PROTECT, related_name="attendances")
    number = models.PositiveSmallIntegerField()

    personal = Personal(none="session group number")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "group"], name="group_attendance_once")
        ]
