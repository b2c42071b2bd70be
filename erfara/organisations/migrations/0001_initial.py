import django.db.models.deletion
import erfara.foundation.actors
import erfara.organisations.models.programmes
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('library', 'living library'), ('peer_support', 'peer support')], default='library', max_length=16)),
                ('county', models.CharField(max_length=80)),
                ('owner', models.CharField(blank=True, max_length=160)),
                ('about', models.TextField(blank=True)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=40)),
                ('vocabulary', models.CharField(default='erfaren', max_length=40)),
                ('word_overrides', models.JSONField(blank=True, default=dict)),
                ('broker', models.CharField(choices=[('direct', '{contributor:pl.cap} and {borrower:sg} contact each other'), ('coordinator', '{coordinator:sg.def.cap} passes everything on')], default='direct', max_length=16)),
                ('payer', models.CharField(choices=[('borrower', '{borrower:sg.def.cap} pays'), ('library', '{library:sg.def.cap} pays')], default='borrower', max_length=16)),
                ('inquiry_days', models.PositiveSmallIntegerField(default=10)),
                ('follow_up_days', models.PositiveSmallIntegerField(default=14)),
                ('feedback_days', models.PositiveSmallIntegerField(default=60)),
                ('smallest_team', models.PositiveSmallIntegerField(default=2)),
                ('aftercare_days', models.PositiveSmallIntegerField(blank=True, default=1, null=True)),
                ('concern_days', models.PositiveSmallIntegerField(default=7)),
                ('effect_months', models.JSONField(blank=True, default=erfara.organisations.models.programmes.three_times_a_year)),
                ('consent_years', models.PositiveSmallIntegerField(blank=True, default=3, null=True)),
                ('still_months', models.PositiveSmallIntegerField(blank=True, default=12, null=True)),
                ('recruits_from', models.DateField(blank=True, null=True)),
                ('recruits_until', models.DateField(blank=True, null=True)),
                ('asks_agreement', models.BooleanField(default=True)),
                ('asks_conflicts', models.BooleanField(default=False)),
                ('payment_days', models.PositiveSmallIntegerField(default=30)),
                ('secrecy_law', models.CharField(blank=True, max_length=120)),
                ('takes_from_others', models.BooleanField(default=False)),
                ('shows_staff_names', models.BooleanField(default=True)),
                ('sends_messages', models.BooleanField(default=True)),
                ('asks_day_before', models.BooleanField(default=True)),
                ('first_week_over', models.BooleanField(default=False)),
                ('clock_stands_at', models.DateTimeField(blank=True, null=True)),
                ('record_note', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('smallest_team__gte', 1)), name='programme_team_at_least_one'), models.CheckConstraint(condition=models.Q(('feedback_days__gte', 1), ('follow_up_days__gte', 1), ('inquiry_days__gte', 1)), name='programme_deadlines_at_least_a_day'), models.CheckConstraint(condition=models.Q(('consent_years__isnull', True), ('consent_years__gte', 1), _connector='OR'), name='programme_consents_hold_a_year'), models.CheckConstraint(condition=models.Q(('still_months__isnull', True), ('still_months__gte', 1), _connector='OR'), name='programme_silence_lasts_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('name', models.CharField(max_length=160)),
                ('sort_key', models.CharField(max_length=160)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'sort_key'), name='organisation_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('role', models.CharField(max_length=16)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.UUIDField(null=True)),
                ('granted_by', models.UUIDField(null=True)),
                ('weekly_mail', models.BooleanField(default=False)),
                ('perspective', models.CharField(blank=True, choices=[('profession', 'a profession in care or social work'), ('experience', 'experience of one’s own')], max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'programme'], name='membership_user_programme')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='membership_ends_later'), models.CheckConstraint(condition=models.Q(('role__in', [erfara.foundation.actors.Role['ADMINISTRATOR'], erfara.foundation.actors.Role['COORDINATOR'], erfara.foundation.actors.Role['RECRUITER'], erfara.foundation.actors.Role['STEERING'], erfara.foundation.actors.Role['TRAINER'], erfara.foundation.actors.Role['USER_ORGANISATION']])), name='membership_role_known'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_by__isnull', False), _connector='OR'), name='membership_ended_at_by'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('programme', 'user', 'role'), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='DayMark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('step', models.CharField(max_length=40)),
                ('table', models.CharField(max_length=40)),
                ('state', models.CharField(blank=True, max_length=40)),
                ('about_id', models.UUIDField()),
                ('rests_until', models.DateField(null=True)),
                ('rested_by', models.UUIDField(null=True)),
                ('number', models.PositiveIntegerField(default=1)),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'about_id', 'step', 'table', 'state'), name='day_mark_once'), models.CheckConstraint(condition=models.Q(('taken_by__isnull', False), ('rests_until__isnull', False), _connector='OR'), name='day_mark_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('name', models.CharField(max_length=20)),
                ('value', models.PositiveIntegerField(default=0)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'name'), name='counter_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('name', models.CharField(blank=True, max_length=160)),
                ('sort_key', models.CharField(blank=True, max_length=160)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'sort_key'), name='unit_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnWords',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('key', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=2)),
                ('version', models.PositiveIntegerField()),
                ('text', models.CharField(blank=True, max_length=600)),
                ('written_by', models.UUIDField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'key', 'language', 'version'), name='own_words_version_once')],
            },
        ),
    ]
