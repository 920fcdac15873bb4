import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('ideas', '0001_initial'),
        ('ideas', '0002_upvotes'),
        ('ideas', '0003_inquiries'),
        ('ideas', '0004_cluster_notes'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        ('network', '0001_tables'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Cluster',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('title', models.CharField(max_length=120, verbose_name='name')),
                    ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                    ('size', models.PositiveIntegerField(default=0)),
                    ('dots', models.PositiveIntegerField(default=0)),
                    ('voters', models.PositiveIntegerField(default=0)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='entries.entry')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('home', 'title'), name='ideas_cluster_name_once')],
                },
            ),
            migrations.CreateModel(
                name='Idea',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('text', models.TextField(max_length=600, verbose_name='idea')),
                    ('standing', models.CharField(choices=[('open', 'not decided yet'), ('chosen', 'goes on'), ('pool', 'in the pool of ideas')], default='open', max_length=8)),
                    ('dots', models.PositiveIntegerField(default=0)),
                    ('voters', models.PositiveIntegerField(default=0)),
                    ('upvotes', models.PositiveIntegerField(default=0)),
                    ('cluster', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='ideas.cluster')),
                    ('home', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='entries.entry')),
                ],
                options={
                    'indexes': [models.Index(fields=['home', '-dots', 'entry'], name='ideas_by_dots'), models.Index(fields=['cluster', '-dots', 'entry'], name='ideas_of_a_cluster'), models.Index(fields=['standing', '-entry'], name='ideas_by_standing'), models.Index(fields=['standing', '-upvotes', '-entry'], name='ideas_by_upvotes')],
                },
            ),
            migrations.CreateModel(
                name='Inquiry',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('context', models.TextField(blank=True, max_length=4000, verbose_name='context')),
                    ('due', models.DateField(verbose_name='answers until')),
                    ('to_all', models.BooleanField(default=False)),
                    ('state', models.CharField(choices=[('open', 'open'), ('summed-up', 'summed up'), ('closed', 'closed without a summary')], default='open', max_length=10)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'due'], name='ideas_inquiries_due')],
                },
            ),
            migrations.CreateModel(
                name='Experience',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('works', models.TextField(max_length=4000, verbose_name='what works')),
                    ('fails', models.TextField(blank=True, max_length=4000, verbose_name='what does not work')),
                    ('where', models.TextField(blank=True, max_length=1000, verbose_name='where it is done')),
                    ('contact', models.CharField(blank=True, max_length=240, verbose_name='whom to ask')),
                    ('inquiry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='experience', to='ideas.inquiry')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('works', ''), _negated=True), name='ideas_experience_says_something')],
                },
            ),
            migrations.CreateModel(
                name='AskedCity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('asked', 'has not answered yet'), ('answered', 'has answered'), ('nothing', 'has nothing to say')], default='asked', max_length=10)),
                    ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.city')),
                    ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='ideas.inquiry')),
                ],
                options={
                    'indexes': [models.Index(fields=['city', 'state'], name='ideas_what_a_city_is_asked')],
                    'constraints': [models.UniqueConstraint(fields=('inquiry', 'city'), name='ideas_city_asked_once')],
                },
            ),
            migrations.CreateModel(
                name='InquiryAnswer',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('text', models.TextField(max_length=4000, verbose_name='answer')),
                    ('call_welcome', models.BooleanField(default=False, verbose_name='call welcome')),
                    ('asked', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='ideas.askedcity')),
                    ('points_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='entries.entry')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='ideas_answer_says_something')],
                },
            ),
        ]),
    ]
