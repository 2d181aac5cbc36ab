"""A meeting stays with its force, as every other governed record."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import Immutable


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0003_record_of_meetings")]

    operations: ClassVar = [Immutable("assessments_meeting", "organisation_id")]
