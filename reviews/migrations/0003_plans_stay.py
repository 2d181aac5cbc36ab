"""A baseline plan stays with its force, as every other governed record."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import Immutable


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reviews", "0002_rules")]

    operations: ClassVar = [Immutable("reviews_baselineplan", "organisation_id")]
