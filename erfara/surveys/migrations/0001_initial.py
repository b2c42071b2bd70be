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
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('set_key', models.CharField(max_length=40)),
                ('set_version', models.PositiveSmallIntegerField()),
                ('about_kind', models.CharField(max_length=64)),
                ('about_id', models.UUIDField()),
                ('channel', models.CharField(choices=[('web', 'by themself, on the page'), ('phone', 'by phone, taken down'), ('meeting', 'in a meeting, taken down'), ('paper', 'on paper, taken down')], max_length=12)),
                ('answers', models.JSONField(default=dict)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('about_id', 'set_key'), name='response_once')],
            },
        ),
    ]
