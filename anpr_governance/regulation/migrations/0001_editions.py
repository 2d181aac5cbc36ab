"""Editions of the tables of regulation."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, verbose_name="table")),
                (
                    "organisation_code",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="organisation code"),
                ),
                ("version", models.CharField(max_length=40, verbose_name="version")),
                ("in_force_from", models.DateField(verbose_name="in force from")),
                ("source", models.TextField(verbose_name="source")),
                ("verified_by", models.CharField(blank=True, default="", max_length=200, verbose_name="verified by")),
                ("content", models.TextField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ("key", "organisation_code", "in_force_from", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "organisation_code", "version"), name="regulation_edition_one_of_a_version"
                    )
                ],
            },
        ),
    ]
