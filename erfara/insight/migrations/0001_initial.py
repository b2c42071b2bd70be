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
                ('counted_at', models.DateTimeField(null=True)),
                ('figures', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField(null=True)),
                ('waits', models.BooleanField(default=False)),
                ('taken_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['asked_at'], name='figure_sheet_asked')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'key'), name='figure_sheet_once'), models.CheckConstraint(condition=models.Q(('counted_at__isnull', False), ('waits', True), _connector='OR'), name='figure_sheet_counted')],
            },
        ),
        migrations.CreateModel(
            name='FigureRows',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('figure', models.CharField(max_length=20)),
                ('line', models.CharField(max_length=20)),
                ('column', models.CharField(max_length=30)),
                ('part', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('numbers', models.BinaryField()),
                ('amounts', models.BinaryField(default=b'')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='insight.figuresheet')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'figure', 'column', 'part'), name='figure_rows_once')],
            },
        ),
    ]
