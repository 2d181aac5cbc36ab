"""What a site was is never rewritten; a device stands at one place at a time; decisions stay."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly, Immutable, NoOverlap


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cameras", "0001_initial")]

    operations: ClassVar = [
        NoOverlap("cameras_siteperiod", keys=["site_id"], kind="moment"),
        AppendOnly("cameras_siteperiod", allow=("until",)),
        NoOverlap("cameras_placement", keys=["device_id"]),
        AppendOnly("cameras_decision"),
        Immutable("cameras_site", "organisation_id"),
        Immutable("cameras_device", "organisation_id"),
        Immutable("cameras_performancecheck", "organisation_id"),
    ]
