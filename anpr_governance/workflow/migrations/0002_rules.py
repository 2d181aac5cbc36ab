"""Seals are never changed."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workflow", "0001_initial")]

    operations: ClassVar = [
        AppendOnly("workflow_seal"),
    ]
