"""Evidence stays; only a disposal empties it, and disposals themselves stay."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly, Immutable


class Migration(migrations.Migration):
    dependencies: ClassVar = [("documents", "0001_initial")]

    operations: ClassVar = [
        AppendOnly("documents_evidencefile", allow_null=("bytes",)),
        AppendOnly("documents_disposal"),
        Immutable("documents_job", "organisation_id"),
    ]
