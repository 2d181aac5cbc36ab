"""An asset says what it is and when it was valued (P L46); evidence of equipment has a version and a date (P L45)."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cameras", "0005_cordon"),
        ("organisations", "0002_rules"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="asset",
            name="cameras_asset_unique",
        ),
        migrations.AddField(
            model_name="asset",
            name="kind",
            field=models.CharField(
                choices=[("addition", "Addition"), ("replacement", "Replacement"), ("upgrade", "Upgrade")],
                default="addition",
                max_length=11,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="method_words",
            field=models.CharField(blank=True, max_length=500, verbose_name="how it was disposed of"),
        ),
        migrations.AddField(
            model_name="asset",
            name="valued_on",
            field=models.DateField(blank=True, null=True, verbose_name="valued on"),
        ),
        migrations.AddField(
            model_name="asset",
            name="what",
            field=models.CharField(blank=True, max_length=200, verbose_name="what was bought"),
        ),
        migrations.AddField(
            model_name="equipmentmodel",
            name="evidence_dated",
            field=models.DateField(blank=True, null=True, verbose_name="date of the evidence"),
        ),
        migrations.AddField(
            model_name="equipmentmodel",
            name="evidence_version",
            field=models.CharField(blank=True, max_length=60, verbose_name="version of the evidence"),
        ),
        migrations.AddField(
            model_name="historicalasset",
            name="kind",
            field=models.CharField(
                choices=[("addition", "Addition"), ("replacement", "Replacement"), ("upgrade", "Upgrade")],
                default="addition",
                max_length=11,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="historicalasset",
            name="method_words",
            field=models.CharField(blank=True, max_length=500, verbose_name="how it was disposed of"),
        ),
        migrations.AddField(
            model_name="historicalasset",
            name="valued_on",
            field=models.DateField(blank=True, null=True, verbose_name="valued on"),
        ),
        migrations.AddField(
            model_name="historicalasset",
            name="what",
            field=models.CharField(blank=True, max_length=200, verbose_name="what was bought"),
        ),
        migrations.AddField(
            model_name="historicalequipmentmodel",
            name="evidence_dated",
            field=models.DateField(blank=True, null=True, verbose_name="date of the evidence"),
        ),
        migrations.AddField(
            model_name="historicalequipmentmodel",
            name="evidence_version",
            field=models.CharField(blank=True, max_length=60, verbose_name="version of the evidence"),
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "upgrade"), _negated=True),
                fields=("organisation", "finance_number"),
                name="cameras_asset_unique",
                violation_error_message="That number is another entry's. Give the one that finance gave this one.",
            ),
        ),
    ]
