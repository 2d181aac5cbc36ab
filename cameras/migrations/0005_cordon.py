"""The ways into a settlement are recorded (G 3.1 b8), and sites are found by their place."""

from typing import ClassVar

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cameras", "0004_difference"),
        ("organisations", "0002_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Cordon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settlement", models.CharField(max_length=120, verbose_name="settlement")),
                (
                    "within_m",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="a camera watches a way from within (metres)"
                    ),
                ),
                ("ways", models.JSONField(default=list, verbose_name="ways in and out")),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalCordon",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("settlement", models.CharField(max_length=120, verbose_name="settlement")),
                (
                    "within_m",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="a camera watches a way from within (metres)"
                    ),
                ),
                ("ways", models.JSONField(default=list, verbose_name="ways in and out")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical cordon",
                "verbose_name_plural": "historical cordons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="site",
            index=models.Index(fields=["organisation", "easting"], name="cameras_sit_organis_095f2e_idx"),
        ),
        migrations.AddField(
            model_name="cordon",
            name="organisation",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="historicalcordon",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalcordon",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="cordon",
            constraint=models.UniqueConstraint(fields=("organisation", "settlement"), name="cameras_cordon_unique"),
        ),
    ]
