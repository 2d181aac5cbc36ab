"""The author says whether it is a large increase; items 5 to 7 name who answered them; evidence hangs on a version."""

import django.db.models.deletion
from django.db import migrations, models

from anpr_governance.database.operations import Immutable


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0002_rules"),
        ("documents", "0002_rules"),
        ("dpia", "0002_rules"),
        ("organisations", "0002_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="dpia",
            name="files",
            field=models.ManyToManyField(blank=True, related_name="+", to="documents.evidencefile"),
        ),
        migrations.AddField(
            model_name="dpia",
            name="large_increase",
            field=models.BooleanField(blank=True, null=True, verbose_name="a large increase in ANPR systems"),
        ),
        migrations.AddField(
            model_name="dpia",
            name="outcomes_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.membership",
            ),
        ),
        migrations.AddField(
            model_name="dpia",
            name="outcomes_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="items 5 to 7 answered on"),
        ),
        migrations.AddField(
            model_name="historicaldpia",
            name="large_increase",
            field=models.BooleanField(blank=True, null=True, verbose_name="a large increase in ANPR systems"),
        ),
        migrations.AddField(
            model_name="historicaldpia",
            name="outcomes_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organisations.membership",
            ),
        ),
        migrations.AddField(
            model_name="historicaldpia",
            name="outcomes_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="items 5 to 7 answered on"),
        ),
        migrations.AlterField(
            model_name="dpia",
            name="force_wide",
            field=models.BooleanField(default=False, editable=False, verbose_name="covers the whole force"),
        ),
        migrations.AlterField(
            model_name="dpia",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dpias",
                to="assessments.proposal",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldpia",
            name="force_wide",
            field=models.BooleanField(default=False, editable=False, verbose_name="covers the whole force"),
        ),
        migrations.AlterField(
            model_name="historicaldpia",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="assessments.proposal",
            ),
        ),
        migrations.AlterField(
            model_name="historicalicoconsultation",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("proceed", "May proceed"),
                    ("advice", "May proceed with written advice"),
                    ("warning", "May proceed, with a warning"),
                    ("limited", "Processing limited"),
                    ("refused", "Processing refused"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="icoconsultation",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("proceed", "May proceed"),
                    ("advice", "May proceed with written advice"),
                    ("warning", "May proceed, with a warning"),
                    ("limited", "Processing limited"),
                    ("refused", "Processing refused"),
                ],
                max_length=10,
            ),
        ),
        Immutable("dpia_dpia", "organisation_id"),
    ]
