"""Decisions and candidate files stay; a version covers a site once at a time."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly, Immutable, NoOverlap


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dpia", "0001_initial")]

    operations: ClassVar = [
        NoOverlap("dpia_coverage", keys=["dpia_id", "site_id"]),
        AppendOnly("dpia_decision"),
        AppendOnly("dpia_releasefile"),
        Immutable("dpia_dpia", "organisation_id"),
        Immutable("dpia_release", "organisation_id"),
    ]
