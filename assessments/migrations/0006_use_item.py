"""A meeting takes the use of the cameras as an item of its own (P L46)."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("assessments", "0005_provision_gap"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="agendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening", "Opening"),
                    ("proposal", "Proposal"),
                    ("disposal", "Disposal"),
                    ("cease", "Ceased collection"),
                    ("review", "Review"),
                    ("use", "Use of the cameras, purchases and costs"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=10,
            ),
        ),
    ]
