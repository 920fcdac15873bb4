import django.db.models.deletion
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('search', '0001_initial'),
        ('search', '0002_indexes_of_the_databases'),
        ('search', '0003_texts_apart'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        ('network', '0001_tables'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=24)),
                    ('themes', models.CharField(blank=True, max_length=400)),
                    ('at', models.DateTimeField()),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.city')),
                    ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_document', to='entries.entry')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.citynetwork')),
                ],
                options={
                    'indexes': [models.Index(fields=['-at', '-id'], name='search_newest')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('entry__isnull', True), ('kind', 'city')), fields=('city',), name='search_city_once'), models.UniqueConstraint(condition=models.Q(('entry__isnull', True), ('kind', 'network')), fields=('network',), name='search_network_once'), models.CheckConstraint(condition=models.Q(('entry__isnull', False), models.Q(('city__isnull', False), ('kind', 'city')), models.Q(('kind', 'network'), ('network__isnull', False)), _connector='OR'), name='search_document_is_about_something')],
                },
            ),
            migrations.CreateModel(
                name='Term',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('word', models.CharField(max_length=40, unique=True)),
                    ('shown', models.CharField(max_length=80)),
                    ('stem', models.CharField(max_length=40)),
                    ('parts', models.CharField(blank=True, max_length=200)),
                ],
            ),
            migrations.CreateModel(
                name='DocumentText',
                fields=[
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='search.document')),
                    ('title', models.TextField()),
                    ('words', models.TextField(blank=True)),
                    ('plain', models.TextField(blank=True)),
                ],
            ),
            migrations.CreateModel(
                name='Rebuild',
                fields=[
                    ('only', models.BooleanField(default=True, primary_key=True, serialize=False)),
                    ('step', models.CharField(choices=[('learn', 'learning words'), ('write', 'writing documents')], default='learn', max_length=8)),
                    ('last', models.BigIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='search_one_rebuild')],
                },
            ),
            migrations.CreateModel(
                name='Trigram',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('gram', models.CharField(max_length=3)),
                    ('length', models.PositiveSmallIntegerField()),
                    ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trigrams', to='search.term')),
                ],
                options={
                    'indexes': [models.Index(fields=['gram', 'length', 'term'], name='search_trigrams')],
                },
            ),
        ]),
    ]
