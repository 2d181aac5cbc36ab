"""Files hang on needs, proposals and meetings; stages of the passport; a proposal that shares a camera instead."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from anpr_governance.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("assessments", "0006_use_item"),
        ("cameras", "0007_recordfile"),
        ("documents", "0003_jobpart"),
        ("organisations", "0002_rules"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="historicalproposal",
            name="shares",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cameras.site",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="shares",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cameras.site",
            ),
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shows", models.CharField(max_length=200, verbose_name="what it shows")),
                ("added_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.membership"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.evidencefile"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.meeting",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.need",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessments.proposal",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="assessments.casefile",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("meeting__isnull", True), ("need__isnull", False), ("proposal__isnull", True)),
                            models.Q(("meeting__isnull", True), ("need__isnull", True), ("proposal__isnull", False)),
                            models.Q(("meeting__isnull", False), ("need__isnull", True), ("proposal__isnull", True)),
                            _connector="OR",
                        ),
                        name="assessments_casefile_of_one",
                    ),
                    models.UniqueConstraint(fields=("need", "file"), name="assessments_casefile_need_once"),
                    models.UniqueConstraint(fields=("proposal", "file"), name="assessments_casefile_proposal_once"),
                    models.UniqueConstraint(fields=("meeting", "file"), name="assessments_casefile_meeting_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PassportStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2"), (3, "3")], verbose_name="stage"),
                ),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("kept_at", models.CharField(blank=True, max_length=300, verbose_name="where it is kept")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.evidencefile",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passport_stages",
                        to="assessments.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["stage"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "stage"), name="assessments_passport_stage_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", (1, 2, 3))), name="assessments_passport_stage_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("file__isnull", False), models.Q(("kept_at", ""), _negated=True), _connector="OR"
                        ),
                        name="assessments_passport_stage_kept",
                    ),
                ],
            },
        ),
        AppendOnly("assessments_casefile"),
    ]
