"""An edition that a record pins never changes."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("regulation", "0001_editions")]
    operations: ClassVar = [AppendOnly("regulation_edition")]
