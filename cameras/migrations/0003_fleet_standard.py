"""A vehicle-mounted fleet says which version of NASPLE it meets (P L18); pages of the public are *web pages*."""

from typing import ClassVar

from django.db import migrations, models

from anpr_governance.database.operations import Immutable


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cameras", "0002_rules"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="historicalsite",
            name="standard",
            field=models.CharField(blank=True, max_length=40, verbose_name="NASPLE version that the fleet meets"),
        ),
        migrations.AddField(
            model_name="site",
            name="standard",
            field=models.CharField(blank=True, max_length=40, verbose_name="NASPLE version that the fleet meets"),
        ),
        migrations.AlterField(
            model_name="historicalpublicinformation",
            name="kind",
            field=models.CharField(
                choices=[("sign", "Sign"), ("web_page", "Web page"), ("publication", "Publication")], max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="historicalsite",
            name="in_service",
            field=models.BooleanField(blank=True, null=True, verbose_name="in service"),
        ),
        migrations.AlterField(
            model_name="publicinformation",
            name="kind",
            field=models.CharField(
                choices=[("sign", "Sign"), ("web_page", "Web page"), ("publication", "Publication")], max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="site",
            name="in_service",
            field=models.BooleanField(blank=True, null=True, verbose_name="in service"),
        ),
        Immutable("cameras_site", "organisation_id"),
    ]
