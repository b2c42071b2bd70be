import django.db.models.deletion
import erfara.peersupport.setup.kinds
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateInterview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("in_person", "we meet"),
                            ("phone", "by phone"),
                            ("video", "by video"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("called_off_by_her", models.BooleanField(default=False)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["programme", "state", "starts_at"], name="candidate_interview_list"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="candidate_interview_lasts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                (
                    "for_whom",
                    models.CharField(
                        choices=[
                            ("peers", "those who become {contributor:pl}"),
                            ("supervisors", "supervisors with experience of their own"),
                            ("trainers", "trainers"),
                            ("workplaces", "staff at {borrower:pl}"),
                            ("organisations", "user organisations"),
                        ],
                        max_length=14,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(blank=True, max_length=300)),
                ("places", models.PositiveSmallIntegerField()),
                ("answer_days", models.PositiveSmallIntegerField(default=7)),
                ("starts_on", models.DateField()),
                ("share", models.PositiveSmallIntegerField()),
                ("criteria", models.JSONField(default=list)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state"], name="cohort_list"),
                    models.Index(
                        fields=["programme", "-starts_on", "-created_at", "id"],
                        name="cohort_newest",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1)), name="cohort_has_places"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_days__gte", 1)), name="cohort_time_to_answer"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expected", models.PositiveSmallIntegerField(null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="peersupport.cohort",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("cohort", "organisation"),
                        name="cohort_organisation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("module", models.CharField(max_length=160)),
                ("about", models.TextField(blank=True)),
                ("material", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("class", "together"),
                            ("home", "at home"),
                            ("role_play", "role play"),
                            ("make_up", "to make up what was missed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=300)),
                ("evidence", models.CharField(blank=True, max_length=40)),
                ("why_cancelled", models.CharField(blank=True, max_length=300)),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="peersupport.cohort",
                    ),
                ),
                (
                    "makes_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="peersupport.coursesession",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["cohort", "starts_at"], name="course_session_of"),
                    models.Index(
                        fields=["programme", "state", "ends_at"], name="course_session_unnoted"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="course_session_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("makes_up__isnull", True), ("kind", "make_up"), _connector="OR"
                        ),
                        name="course_session_make_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                (
                    "for_whom",
                    models.CharField(
                        choices=[
                            ("peers", "those who become {contributor:pl}"),
                            ("supervisors", "supervisors with experience of their own"),
                            ("trainers", "trainers"),
                            ("workplaces", "staff at {borrower:pl}"),
                            ("organisations", "user organisations"),
                        ],
                        max_length=14,
                    ),
                ),
                ("places", models.PositiveSmallIntegerField()),
                ("share", models.PositiveSmallIntegerField(default=80)),
                ("criteria", models.JSONField(default=list)),
                ("modules", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "key"), name="course_template_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 100)),
                        name="course_template_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1)), name="course_template_has_places"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="cohort",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cohorts",
                to="peersupport.coursetemplate",
            ),
        ),
        migrations.CreateModel(
            name="DutyMatrix",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("version", models.PositiveSmallIntegerField()),
                ("rows", models.JSONField(default=list)),
                ("answer_by", models.DateField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "state"], name="duty_matrix_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "replaced", "ended"]),
                            models.Q(("answer_by__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="duty_sent_with_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("employer", "the employer"),
                            ("workplace", "the workplace"),
                            ("user_org", "the user organisation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("organisation", models.CharField(max_length=160)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "on their own page"),
                            ("phone", "by phone"),
                            ("paper", "on paper"),
                            ("met", "when we met"),
                        ],
                        max_length=8,
                    ),
                ),
                ("noted_by", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "matrix",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="peersupport.dutymatrix",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "state"], name="duty_answer_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("matrix", "side"), name="duty_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("answered_at__isnull", False), models.Q(("how", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="duty_answer_given_when_and_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("seat", models.PositiveSmallIntegerField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("by_phone", models.BooleanField(default=False)),
                ("overlap_ok", models.BooleanField(default=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="peersupport.cohort",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state"], name="enrolment_list"),
                    models.Index(fields=["person"], name="enrolment_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "accepted", "taking_part", "assessing"))
                        ),
                        fields=("cohort", "seat"),
                        name="enrolment_seat_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("waiting", "asked", "accepted", "taking_part", "assessing"),
                            )
                        ),
                        fields=("cohort", "person"),
                        name="enrolment_person_once",
                    ),
                    models.UniqueConstraint(
                        fields=("cohort", "number"), name="enrolment_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("asked", "accepted", "taking_part", "assessing")),
                                _negated=True,
                            ),
                            models.Q(("seat__gte", 1), ("seat__isnull", False)),
                            _connector="OR",
                        ),
                        name="enrolment_holds_a_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            ("answer_by__isnull", False),
                            _connector="OR",
                        ),
                        name="enrolment_asked_has_last_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("number", models.PositiveIntegerField(null=True)),
                ("digest", models.BinaryField(max_length=32, null=True)),
                ("issuer", models.CharField(blank=True, max_length=160)),
                ("course", models.CharField(blank=True, max_length=160)),
                ("issued_on", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="peersupport.certificate",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="peersupport.enrolment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state"], name="certificate_state"),
                    models.Index(fields=["state", "valid_until"], name="certificate_until"),
                    models.Index(
                        fields=["programme", "issued_on", "number", "created_at", "state"],
                        name="certificate_list",
                    ),
                    models.Index(
                        fields=["programme", "person", "issued_on"], name="certificate_holders"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="certificate_number_once"
                    ),
                    models.UniqueConstraint(fields=("digest",), name="certificate_digest_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("proposed", "turned_back", "valid", "expired"))
                        ),
                        fields=("enrolment",),
                        name="certificate_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["valid", "expired", "replaced", "revoked"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("digest__isnull", False),
                                ("issued_on__isnull", False),
                                ("number__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_issued_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("completed", models.BooleanField()),
                ("share", models.PositiveSmallIntegerField()),
                ("criteria", models.JSONField(default=list)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("next", "a place on the next course"),
                            ("other", "something else, which we have talked about"),
                            ("nothing", "not this way now"),
                        ],
                        max_length=8,
                    ),
                ),
                ("assessed_by", models.UUIDField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment",
                        to="peersupport.enrolment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed", True), ("way", "")),
                            models.Q(("completed", False), ("way__gt", "")),
                            _connector="OR",
                        ),
                        name="assessment_has_a_way_on",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EthicsText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("written_by", models.UUIDField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "version"), name="ethics_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EthicsSigned",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[("page", "on the own page"), ("paper", "on paper")], max_length=5
                    ),
                ),
                ("noted_by", models.UUIDField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ethics_signed",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed",
                        to="peersupport.ethicstext",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("text", "person"), name="ethics_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("keep", "keep so many {contributor:pl}"),
                            ("grow", "grow by so many per cent"),
                            ("municipalities", "reach so many municipalities"),
                            ("per_clinic", "have somebody at so many outpatient clinics"),
                            ("interviewed", "interview so many"),
                            ("trained", "train so many"),
                            ("employed", "so many get a place"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("base", models.PositiveIntegerField(null=True)),
                ("by_day", models.DateField()),
                ("dropped_on", models.DateField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "by_day"], name="goal_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="goal_of_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "grow"), _negated=True),
                            models.Q(("base__gte", 1), ("base__isnull", False)),
                            _connector="OR",
                        ),
                        name="goal_grows_from_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupAttendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="peersupport.cohortgroup",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="peersupport.coursesession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "group"), name="group_attendance_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("no", models.PositiveIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(max_length=300)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state"], name="information_day_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "no"), name="information_day_no_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="information_day_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("user_org", "the user organisation"),
                            ("hr", "the employer’s HR"),
                            ("workplace", "the workplace"),
                        ],
                        max_length=10,
                    ),
                ),
                ("writer", models.UUIDField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="peersupport.candidateinterview",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["writer", "state"], name="interview_note_writer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "function"), name="interview_note_each_function"
                    ),
                    models.UniqueConstraint(
                        fields=("interview", "writer"), name="interview_note_two_people"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("came", models.PositiveSmallIntegerField(null=True)),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invited",
                        to="peersupport.informationday",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "unit"), name="invited_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employer", "employs {contributor:pl.def}"),
                            ("region", "region"),
                            ("municipality", "municipality"),
                            ("user_organisation", "user organisation"),
                            ("other", "somebody else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("programme", "organisation", "kind"),
                        name="party_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="party_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("function", models.CharField(max_length=120)),
                ("left_on", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group",
                        to="peersupport.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("party", "person"),
                        name="group_member_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerCandidate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("number", models.PositiveIntegerField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("web", "on the web"),
                            ("phone", "by phone"),
                            ("paper", "on paper"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("personal", "personal contact"),
                            ("web", "the web page"),
                            ("assignment", "during an assignment"),
                            ("user_organisation", "a user organisation"),
                            ("relatives_centre", "a relatives' centre"),
                            ("1177", "1177"),
                            ("campaign", "a campaign"),
                            ("other", "something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("late", models.BooleanField(default=False)),
                ("applied_on", models.DateField()),
                ("invited_on", models.DateField(null=True)),
                ("interviewed_on", models.DateField(null=True)),
                ("offered_on", models.DateField(null=True)),
                ("place_on", models.DateField(null=True)),
                ("completed_on", models.DateField(null=True)),
                ("employed_on", models.DateField(null=True)),
                (
                    "proposed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("offer", "Offer training"),
                            ("wait", "Waiting list for training"),
                            ("refuse", "Kindly no"),
                        ],
                        max_length=8,
                    ),
                ),
                ("proposed_by", models.UUIDField(null=True)),
                ("look_again_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("to_tell", models.BooleanField(default=False)),
                ("answered_on", models.DateField(null=True)),
                ("erase_after", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["programme", "state", "applied_on"], name="candidate_list"
                    ),
                    models.Index(fields=["state", "erase_after"], name="candidate_to_erase"),
                    models.Index(fields=["programme", "interviewed_on"], name="candidate_funnel"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="candidate_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "proposed"), _negated=True),
                            models.Q(
                                models.Q(("proposed", ""), _negated=True),
                                ("proposed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="candidate_proposed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["declined", "withdrew", "not_trained", "completed"]),
                                _negated=True,
                            ),
                            ("erase_after__isnull", False),
                            _connector="OR",
                        ),
                        name="candidate_ended_is_erased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("look_again_on__isnull", False),
                            _connector="OR",
                        ),
                        name="candidate_waits_until",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="candidate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="peersupport.peercandidate",
            ),
        ),
        migrations.AddField(
            model_name="candidateinterview",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="interviews",
                to="peersupport.peercandidate",
            ),
        ),
        migrations.CreateModel(
            name="PeerSetup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("model", models.CharField(max_length=16)),
                (
                    "employer_model",
                    models.CharField(
                        choices=[
                            ("principal", "the region or municipality"),
                            ("user_organisation", "a user organisation"),
                            ("social_enterprise", "a social enterprise"),
                            ("changes", "first one, then another, during the placement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("funded_until", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=160)),
                ("certificate_years", models.PositiveSmallIntegerField(null=True)),
                ("peers_per_workplace", models.PositiveSmallIntegerField(default=2)),
                ("keep_applicants_months", models.PositiveSmallIntegerField(default=6)),
                ("interviewed", models.PositiveSmallIntegerField(default=25)),
                ("trained", models.PositiveSmallIntegerField(default=12)),
                ("employed", models.PositiveSmallIntegerField(default=8)),
                (
                    "interviews",
                    models.JSONField(default=erfara.peersupport.setup.kinds.usual_interviews),
                ),
                ("municipalities", models.JSONField(blank=True, default=list)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("programme",), name="peer_setup_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="peer_setup_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("peers_per_workplace__in", [1, 2])),
                        name="peer_setup_one_or_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certificate_years__isnull", True),
                            ("certificate_years__gte", 1),
                            _connector="OR",
                        ),
                        name="peer_setup_certificate_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("keep_applicants_months__gte", 1), ("keep_applicants_months__lte", 24)
                        ),
                        name="peer_setup_keeps_two_years_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interviewed__gte", models.F("trained")),
                            ("trained__gte", models.F("employed")),
                        ),
                        name="peer_setup_funnel_narrows",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeerSupporter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("number", models.PositiveIntegerField()),
                ("extent", models.PositiveSmallIntegerField(null=True)),
                ("municipalities", models.JSONField(blank=True, default=list)),
                ("waits_since", models.DateField()),
                ("in_touch_on", models.DateField(null=True)),
                ("rests_until", models.DateField(null=True)),
                ("keeps_place_on", models.DateField(null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supporters",
                        to="peersupport.certificate",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peer_supporters",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state"], name="peer_supporter_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "left"), _negated=True),
                        fields=("programme", "person"),
                        name="peer_supporter_once",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="peer_supporter_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("extent__isnull", True),
                            models.Q(("extent__gte", 1), ("extent__lte", 100)),
                            _connector="OR",
                        ),
                        name="peer_supporter_extent_in_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("number", models.PositiveIntegerField()),
                ("peers", models.PositiveSmallIntegerField(default=2)),
                ("one_reason", models.CharField(blank=True, max_length=300)),
                ("extent", models.PositiveSmallIntegerField(default=50)),
                ("starts_on", models.DateField()),
                ("funded_until", models.DateField(null=True)),
                ("words", models.TextField(blank=True)),
                ("asked_by", models.UUIDField(null=True)),
                ("look_again_on", models.DateField(null=True)),
                (
                    "employer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="peersupport.party",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "state"], name="place_wish_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="place_wish_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("peers__in", [1, 2])), name="place_wish_one_or_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extent__gte", 1), ("extent__lte", 100)),
                        name="place_wish_extent_in_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("funded_until__isnull", True),
                            ("funded_until__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="place_wish_funded_from_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("answer_by", models.DateField()),
                ("workplace_answer_by", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("said_yes_on", models.DateField(null=True)),
                ("agreed_on", models.DateField(null=True)),
                ("fell_on", models.DateField(null=True)),
                (
                    "fell",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "the one who was offered it said no"),
                            ("workplace", "the workplace said no"),
                            ("taken_back", "the offer was taken back"),
                            ("withdrawn", "the workplace withdrew its wish"),
                            ("stopped", "the workplace doesn’t go on now"),
                            ("gone", "the one who was offered it is not in the pool any more"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_on", models.DateField(null=True)),
                ("without", models.CharField(blank=True, max_length=500)),
                ("lacked", models.CharField(blank=True, max_length=16)),
                ("by_phone", models.BooleanField(default=False)),
                ("workplace_by_phone", models.BooleanField(default=False)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "supporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="peersupport.peersupporter",
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="peersupport.placewish",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "state"], name="place_offer_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("asked", "late", "put_forward", "workplace_late"))
                        ),
                        fields=("supporter",),
                        name="place_offer_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            ("agreed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="place_offer_agreed_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "fell"), _negated=True),
                            models.Q(("fell", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="place_offer_fell_for_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Readiness",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("first", "the first time"),
                            ("new_manager", "there is a new manager"),
                            ("yearly", "a year has passed"),
                            ("asked", "somebody asked for it"),
                            ("back", "it takes part again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("filled_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "state"], name="readiness_list")],
            },
        ),
        migrations.CreateModel(
            name="ReadinessItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("key", models.CharField(max_length=16)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("missing", "to do"),
                            ("kept", "was in place before"),
                            ("done", "in place"),
                            ("not_needed", "not needed here"),
                        ],
                        default="missing",
                        max_length=10,
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("done_on", models.DateField(null=True)),
                (
                    "told_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("workplace", "the workplace"),
                            ("lead", "{coordinator:sg.def}"),
                            ("course", "a course that was held"),
                        ],
                        max_length=9,
                    ),
                ),
                ("left", models.CharField(blank=True, max_length=300)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "readiness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="peersupport.readiness",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["programme", "standing", "key"], name="readiness_item_left"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("readiness", "key"), name="readiness_item_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "done"), _negated=True),
                            ("done_on__isnull", False),
                            _connector="OR",
                        ),
                        name="readiness_item_done_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "not_needed"), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="readiness_item_not_needed_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text_sv", models.TextField()),
                ("text_en", models.TextField(blank=True)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("interviewed", models.PositiveSmallIntegerField(default=25)),
                ("trained", models.PositiveSmallIntegerField(default=12)),
                ("employed", models.PositiveSmallIntegerField(default=8)),
                ("keep_months", models.PositiveSmallIntegerField(default=6)),
                ("interview_place", models.CharField(blank=True, max_length=500)),
                ("closed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state", "closes_on"], name="round_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="round_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="round_closes_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_by__gte", models.F("closes_on"))),
                        name="round_answers_after_it_closes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_months__gte", 1), ("keep_months__lte", 24)),
                        name="round_keeps_two_years_at_most",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="peercandidate",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="candidates",
                to="peersupport.round",
            ),
        ),
        migrations.CreateModel(
            name="ApplicationDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("changed_at", models.DateTimeField()),
                ("emptied_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="peersupport.round",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["emptied_at", "changed_at"], name="application_to_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionPresence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("expected", "is expected"),
                            ("present", "was there"),
                            ("absent", "was not there"),
                            ("made_up", "has made it up"),
                        ],
                        max_length=8,
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="peersupport.enrolment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="peersupport.coursesession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "enrolment"), name="presence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Workplace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("no", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("inpatient", "psychiatric inpatient care"),
                            ("outpatient", "psychiatric outpatient care"),
                            ("addiction", "addiction care"),
                            ("social", "social psychiatry"),
                            ("housing", "supported housing"),
                            ("housing_first", "Housing First"),
                            ("day_centre", "day centre"),
                            ("forensic", "forensic psychiatry"),
                            ("act", "ACT, FACT or RACT team"),
                            ("base", "a base for several, such as a house of psychiatry"),
                            ("other", "something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80)),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("hand", "raised its hand"),
                            ("offered", "was offered to take part"),
                            ("told", "told us when we met or phoned"),
                        ],
                        max_length=8,
                    ),
                ),
                ("peers_wanted", models.PositiveSmallIntegerField(default=2)),
                ("why_one", models.CharField(blank=True, max_length=300)),
                ("manager_since", models.DateField(null=True)),
                ("manager_changed_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("look_again_on", models.DateField(null=True)),
                ("ready_on", models.DateField(null=True)),
                ("recheck_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "clinician",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["programme", "state"], name="workplace_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "no"), name="workplace_no_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("ended",)), _negated=True),
                        fields=("unit",),
                        name="workplace_unit_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("peers_wanted__in", [1, 2])),
                        name="workplace_one_or_two_peers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="workplace_ended_when",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="readiness",
            name="workplace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="peersupport.workplace",
            ),
        ),
        migrations.AddField(
            model_name="placewish",
            name="workplace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wishes",
                to="peersupport.workplace",
            ),
        ),
        migrations.AddField(
            model_name="dutymatrix",
            name="workplace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matrices",
                to="peersupport.workplace",
            ),
        ),
        migrations.AddField(
            model_name="cohortgroup",
            name="workplace",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="courses",
                to="peersupport.workplace",
            ),
        ),
        migrations.CreateModel(
            name="CertificateErrand",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[("renewal", "it runs out"), ("name", "another name")], max_length=8
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="errands",
                        to="peersupport.certificate",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["programme", "state"], name="certificate_errand_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("certificate",),
                        name="certificate_errand_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortTeacher",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teachers",
                        to="peersupport.cohort",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "user"), name="cohort_teacher_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("candidate__isnull", False),
                    ("state__in", ("waiting", "asked", "accepted", "taking_part", "assessing")),
                ),
                fields=("candidate",),
                name="enrolment_candidate_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidateinterview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["booked", "held"])),
                fields=("candidate",),
                name="candidate_interview_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="peercandidate",
            index=models.Index(fields=["round", "state", "number"], name="candidate_round"),
        ),
        migrations.AddConstraint(
            model_name="peercandidate",
            constraint=models.UniqueConstraint(
                fields=("round", "person"), name="candidate_once_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="readiness",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "late", "filled"))),
                fields=("workplace",),
                name="readiness_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="dutymatrix",
            index=models.Index(fields=["workplace", "state"], name="duty_matrix_of"),
        ),
        migrations.AddConstraint(
            model_name="dutymatrix",
            constraint=models.UniqueConstraint(
                fields=("workplace", "version"), name="duty_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dutymatrix",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "late", "agreed", "without"))),
                fields=("workplace",),
                name="duty_one_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutymatrix",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("workplace",), name="duty_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="cohortgroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("workplace__isnull", True), ("organisation__isnull", True), _connector="XOR"
                ),
                name="cohort_group_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="cohortgroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("workplace__isnull", False)),
                fields=("cohort", "workplace"),
                name="cohort_workplace_once",
            ),
        ),
    ]
