"""Bodies decide in the order of their route upon the same version; decisions stay; links do not overlap."""

from typing import ClassVar

from django.db import migrations

from anpr_governance.database.operations import AppendOnly, Immutable, NoOverlap, RowCheck


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0001_initial")]

    operations: ClassVar = [
        NoOverlap("assessments_needsite", keys=["need_id", "site_id"]),
        NoOverlap("assessments_proposalsite", keys=["proposal_id", "site_id"]),
        AppendOnly("assessments_decision"),
        RowCheck(
            "assessments_decision",
            "in_order",
            "NEW.position > 0 AND NEW.step IN ('approve', 'approve_finally') AND NOT EXISTS ("
            "SELECT 1 FROM assessments_decision e WHERE e.proposal_id = NEW.proposal_id AND e.version = NEW.version "
            "AND e.position = NEW.position - 1 AND e.step IN ('submit', 'approve', 'approve_finally'))",
            "a body decides upon a version that the body before it has approved (P L16)",
            events=("INSERT",),
        ),
        Immutable("assessments_strategicassessment", "organisation_id"),
        Immutable("assessments_need", "organisation_id"),
        Immutable("assessments_proposal", "organisation_id"),
    ]
