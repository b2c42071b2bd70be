import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('name', models.CharField(max_length=160)),
                ('sort_key', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('uppsala-1', "from Uppsala's proposal 1"), ('uppsala-2', "from Uppsala's proposal 2"), ('uppsala-3', "from Uppsala's proposal 3"), ('empty', 'from nothing'), ('imported', 'from a file')], max_length=16)),
                ('version', models.PositiveIntegerField()),
                ('changed_at', models.DateTimeField()),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='scenario_programme_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='scenario_has_a_version'), models.CheckConstraint(condition=models.Q(('state__in', ['kept', 'put_away'])), name='scenario_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ScenarioVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('number', models.PositiveIntegerField()),
                ('called', models.CharField(blank=True, max_length=120)),
                ('content', models.JSONField()),
                ('figures', models.JSONField()),
                ('changed', models.JSONField(default=list)),
                ('back_to', models.PositiveIntegerField(null=True)),
                ('made_by', models.UUIDField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='governance.scenario')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scenario', 'number'), name='scenario_version_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='scenario_version_from_one')],
            },
        ),
    ]
