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
            name='FigureSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('key', models.CharField(max_length=80)),
                ('counted_at', models.DateTimeField()),
                ('figures', models.JSONField()),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'key'), name='figure_sheet_once')],
            },
        ),
    ]
