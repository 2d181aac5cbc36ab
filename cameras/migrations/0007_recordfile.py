"""Files hang on a site, a check or an asset, and stay."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from anpr_governance.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cameras", "0006_asset_kinds"),
        ("documents", "0002_rules"),
        ("organisations", "0002_rules"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RecordFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shows", models.CharField(max_length=200, verbose_name="what it shows")),
                ("added_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.evidencefile",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="cameras.recordfile",
                    ),
                ),
                *(
                    (
                        name,
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to=f"cameras.{model}",
                        ),
                    )
                    for name, model in (("site", "site"), ("check_made", "performancecheck"), ("asset", "asset"))
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asset__isnull", True), ("check_made__isnull", True), ("site__isnull", False)),
                            models.Q(("asset__isnull", True), ("check_made__isnull", False), ("site__isnull", True)),
                            models.Q(("asset__isnull", False), ("check_made__isnull", True), ("site__isnull", True)),
                            _connector="OR",
                        ),
                        name="cameras_recordfile_of_one",
                    ),
                    models.UniqueConstraint(fields=("site", "file"), name="cameras_recordfile_site_once"),
                    models.UniqueConstraint(fields=("check_made", "file"), name="cameras_recordfile_check_once"),
                    models.UniqueConstraint(fields=("asset", "file"), name="cameras_recordfile_asset_once"),
                ],
            },
        ),
        AppendOnly("cameras_recordfile"),
    ]
