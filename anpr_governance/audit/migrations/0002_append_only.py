"""Lay the rules of the audit tables in the database: only a disposal empties a payload, and a head only moves on."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly, RowCheck


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]

    operations: ClassVar = [
        AppendOnly("audit_event", allow_null=("payload",)),
        AppendOnly("audit_head", free=("n", "hash")),
        RowCheck(
            "audit_head",
            "moves_on",
            "NEW.n <= OLD.n",
            "the head of a chain only moves on",
            events=("UPDATE",),
        ),
        AppendOnly("audit_accessentry"),
    ]
