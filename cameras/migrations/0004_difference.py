"""Differences between the asset register and finance's stand with how they were resolved (P L56)."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cameras", "0003_fleet_standard"),
        ("documents", "0002_rules"),
        ("organisations", "0002_rules"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("only_here", "Only in the asset register"),
                            ("only_there", "Only in the finance register"),
                            ("field", "Written differently"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("finance_number", models.CharField(max_length=60, verbose_name="number in the finance register")),
                ("field", models.CharField(blank=True, max_length=12, verbose_name="what differs")),
                ("ours", models.CharField(blank=True, max_length=200, verbose_name="in the asset register")),
                ("theirs", models.CharField(blank=True, max_length=200, verbose_name="in the finance register")),
                ("resolved_on", models.DateField(blank=True, null=True, verbose_name="resolved on")),
                ("reason", models.TextField(blank=True, verbose_name="how it was resolved")),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="cameras.asset",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="documents.job",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "finance_number", "field"), name="cameras_difference_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", True), ("reason", ""), ("resolved_on__isnull", True)),
                            models.Q(
                                ("by__isnull", False),
                                ("resolved_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="cameras_difference_resolved_with_reason",
                    ),
                ],
            },
        ),
    ]
