"""Decisions stay; a review stays with its site."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly, Immutable


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reviews", "0001_initial")]

    operations: ClassVar = [
        AppendOnly("reviews_decision"),
        Immutable("reviews_review", "organisation_id"),
        Immutable("reviews_review", "site_id"),
    ]
