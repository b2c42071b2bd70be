import django.db.models.deletion
import uuid
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('lending', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('number', models.PositiveIntegerField()),
                ('until', models.DateField()),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.UUIDField(null=True)),
                ('sent_on', models.DateField(null=True)),
                ('paid_on', models.DateField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='payment_list_state')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='payment_list_number_once'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='payment_list_takes_two')],
            },
        ),
        migrations.CreateModel(
            name='Compensation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('kind', models.CharField(choices=[('fee', 'for taking part'), ('preparation', 'for preparing'), ('travel', 'for the journey'), ('mileage', 'for driving'), ('outlay', 'for an outlay')], default='fee', max_length=12)),
                ('payer', models.CharField(choices=[('borrower', '{borrower:sg.def.cap} pays'), ('library', '{library:sg.def.cap} pays')], max_length=16)),
                ('basis', models.CharField(choices=[('short', 'a short time'), ('hour', 'in all, counted by the hour'), ('half_day', 'half a day'), ('day', 'a day'), ('lecture', 'a lecture'), ('lump', 'a sum for everything')], default='lump', max_length=12)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9)),
                ('paid_on', models.DateField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('escalated_at', models.DateTimeField(null=True)),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='compensations', to='lending.participation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('payment_list', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='compensation.paymentlist')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='compensation_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='compensation_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['paid', 'said_paid']), _negated=True), ('paid_on__isnull', False), _connector='OR'), name='compensation_paid_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['listed', 'sent']), _negated=True), ('payment_list__isnull', False), _connector='OR'), name='compensation_on_a_list'), models.UniqueConstraint(condition=models.Q(('kind', 'fee')), fields=('participation',), name='compensation_one_fee')],
            },
        ),
        migrations.CreateModel(
            name='PriceBase',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('year', models.PositiveSmallIntegerField()),
                ('amount', models.PositiveIntegerField()),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'year'), name='price_base_year_once')],
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('what', models.CharField(choices=[('short', 'a short time'), ('half_day', 'half a day'), ('day', 'a day'), ('hour', 'an hour'), ('lecture', 'a lecture'), ('preparation', 'an hour of preparing'), ('mileage', "a kilometre in one's own car")], max_length=12)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('percent', models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ('over', models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ('up_to', models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', Decimal('0')), ('percent__isnull', True)), models.Q(('amount__isnull', True), ('percent__gt', Decimal('0'))), _connector='OR'), name='rate_one_way'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rate_ends_later'), models.UniqueConstraint(fields=('programme', 'what', 'valid_from'), name='rate_from_a_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(max_length=32)),
                ('kind', models.CharField(choices=[('preparation', 'time to prepare'), ('travel', 'bus, train or taxi'), ('mileage', 'driving my own car'), ('outlay', 'something else I paid for')], max_length=12)),
                ('day', models.DateField()),
                ('quantity', models.DecimalField(decimal_places=1, max_digits=7, null=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('said_by', models.UUIDField(null=True)),
                ('participation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='lending.participation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programme')),
                ('payment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claim', to='compensation.compensation')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state'], name='claim_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__isnull', False), ('quantity__isnull', False), _connector='OR'), name='claim_says_how_much'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('payment__isnull', False), _connector='OR'), name='claim_approved_is_paid')],
            },
        ),
    ]
