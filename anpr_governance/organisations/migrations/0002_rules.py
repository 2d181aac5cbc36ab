"""A role is held once at a time, a body has one chair, and nobody moves a membership to another force."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import Immutable, NoOverlap


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organisations", "0001_initial")]

    operations: ClassVar = [
        NoOverlap("organisations_membership", keys=["person_id", "organisation_id", "role"]),
        NoOverlap(
            "organisations_membership",
            keys=["organisation_id", "role"],
            where="first AND acting_for_id IS NULL",
            name="first",
        ),
        Immutable("organisations_membership", "organisation_id"),
        Immutable("organisations_membership", "person_id"),
        Immutable("organisations_organisation", "code"),
    ]
