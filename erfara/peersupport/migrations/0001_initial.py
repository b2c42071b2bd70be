import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Workplace',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('no', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('inpatient', 'psychiatric inpatient care'), ('outpatient', 'psychiatric outpatient care'), ('addiction', 'addiction care'), ('social', 'social psychiatry'), ('housing', 'supported housing'), ('housing_first', 'Housing First'), ('day_centre', 'day centre'), ('forensic', 'forensic psychiatry'), ('act', 'ACT, FACT or RACT team'), ('base', 'a base for several, such as a house of psychiatry'), ('other', 'something else')], max_length=16)),
                ('municipality', models.CharField(blank=True, max_length=80)),
                ('came', models.CharField(choices=[('hand', 'raised its hand'), ('offered', 'was offered to take part'), ('told', 'told us when we met or phoned')], max_length=8)),
                ('peers_wanted', models.PositiveSmallIntegerField(default=2)),
                ('why_one', models.CharField(blank=True, max_length=300)),
                ('manager_since', models.DateField(null=True)),
                ('answer_by', models.DateField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('look_again_on', models.DateField(null=True)),
                ('ready_on', models.DateField(null=True)),
                ('recheck_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('clinician', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='workplace_list')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'no'), name='workplace_no_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('ended',)), _negated=True), fields=('unit',), name='workplace_unit_once'), models.CheckConstraint(condition=models.Q(('peers_wanted__in', [1, 2])), name='workplace_one_or_two_peers'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='workplace_ended_when')],
            },
        ),
        migrations.CreateModel(
            name='Readiness',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('why', models.CharField(choices=[('first', 'the first time'), ('new_manager', 'there is a new manager'), ('yearly', 'a year has passed'), ('back', 'it takes part again')], max_length=12)),
                ('due_on', models.DateField()),
                ('reminded_at', models.DateTimeField(null=True)),
                ('filled_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('workplace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='peersupport.workplace')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='readiness_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'late', 'filled'))), fields=('workplace',), name='readiness_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='DutyMatrix',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('version', models.PositiveSmallIntegerField()),
                ('rows', models.JSONField(default=list)),
                ('answer_by', models.DateField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('workplace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matrices', to='peersupport.workplace')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='duty_matrix_list')],
                'constraints': [models.UniqueConstraint(fields=('workplace', 'version'), name='duty_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'late', 'agreed', 'without'))), fields=('workplace',), name='duty_one_counts'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('workplace',), name='duty_one_draft'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'replaced', 'ended']), models.Q(('answer_by__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='duty_sent_with_a_day')],
            },
        ),
        migrations.CreateModel(
            name='DutyAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('side', models.CharField(choices=[('employer', 'the employer'), ('workplace', 'the workplace'), ('user_org', 'the user organisation')], max_length=12)),
                ('organisation', models.CharField(max_length=160)),
                ('answered_at', models.DateTimeField(null=True)),
                ('how', models.CharField(blank=True, choices=[('page', 'on their own page'), ('phone', 'by phone'), ('paper', 'on paper'), ('met', 'when we met')], max_length=8)),
                ('noted_by', models.UUIDField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('matrix', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='peersupport.dutymatrix')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='duty_answer_list')],
                'constraints': [models.UniqueConstraint(fields=('matrix', 'side'), name='duty_answer_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='duty_answer_given_when_and_how')],
            },
        ),
        migrations.CreateModel(
            name='ReadinessItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('key', models.CharField(max_length=16)),
                ('standing', models.CharField(choices=[('missing', 'to do'), ('kept', 'was in place before'), ('done', 'in place'), ('not_needed', 'not needed here')], default='missing', max_length=10)),
                ('evidence', models.CharField(blank=True, max_length=500)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('done_on', models.DateField(null=True)),
                ('told_by', models.CharField(blank=True, choices=[('workplace', 'the workplace'), ('lead', '{coordinator:sg.def}'), ('course', 'a course that was held')], max_length=9)),
                ('left', models.CharField(blank=True, max_length=300)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('readiness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='peersupport.readiness')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('readiness', 'key'), name='readiness_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('standing', 'done'), _negated=True), ('done_on__isnull', False), _connector='OR'), name='readiness_item_done_when'), models.CheckConstraint(condition=models.Q(models.Q(('standing', 'not_needed'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='readiness_item_not_needed_why')],
            },
        ),
    ]
