"""Objectives as rows, the report to the board, agenda items about either, and holes in the order of bodies mended."""

from typing import ClassVar

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from anpr_governance.database.operations import AppendOnly, RowCheck

DECIDES = "NEW.proposal_id IS NOT NULL AND NEW.step IN ('approve', 'approve_finally', 'refuse')"
COUNTS = "NEW.proposal_id IS NOT NULL AND NEW.step IN ('submit', 'approve', 'approve_finally', 'refuse')"
SAME = "SELECT 1 FROM assessments_decision e WHERE e.proposal_id = NEW.proposal_id AND e.id <> NEW.id"
SIGNED = "SELECT 1 FROM assessments_decision d WHERE d.step = 'sign_minutes' AND d.meeting_id"
OF_ITEM = "(SELECT i.meeting_id FROM assessments_agendaitem i WHERE i.id ="
CLOSED = "the minutes of this meeting are signed (P L13)"

OF_BODY = (
    "SELECT 1 FROM assessments_agendaitem i JOIN assessments_meeting m ON m.id = i.meeting_id"
    " WHERE i.id = NEW.agenda_item_id AND i.proposal_id = NEW.proposal_id AND m.body = NEW.body"
    ' AND m."on" <= NEW."on"'
)
AT_ITS_ITEM = (
    f"({DECIDES} AND NEW.agenda_item_id IS NULL AND NEW.step <> 'refuse' AND NEW.body <> '')"
    f" OR ({DECIDES} AND NEW.agenda_item_id IS NOT NULL"
    f" AND (EXISTS ({SAME} AND e.agenda_item_id = NEW.agenda_item_id) OR NOT EXISTS ({OF_BODY})))"
)


def _closed(table: str, row: str) -> list[RowCheck]:
    """Nothing of a signed meeting is added, changed or taken away; `row` says which meeting a row is of."""
    return [
        RowCheck(table, "open", f"EXISTS ({SIGNED} = {row.format('NEW')})", CLOSED),
        RowCheck(table, "kept", f"EXISTS ({SIGNED} = {row.format('OLD')})", CLOSED, events=("DELETE",)),
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("assessments", "0008_consulting_the_public"),
        ("organisations", "0002_rules"),
        ("workflow", "0002_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="agendaitem",
            name="condition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="assessments.casetask",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="title",
            field=models.CharField(blank=True, max_length=200, verbose_name="about"),
        ),
        migrations.AddField(
            model_name="decision",
            name="route_length",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="agendaitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opening", "Opening"),
                    ("proposal", "Proposal"),
                    ("disposal", "Disposal"),
                    ("cease", "Ceased collection"),
                    ("review", "Review"),
                    ("use", "Use of the cameras, purchases and costs"),
                    ("condition", "Condition not met"),
                    ("objective", "Objective not met"),
                    ("report", "Report of the strategy group"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalObjective",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="what is to be reached")),
                ("due", models.DateField(verbose_name="by which day")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("met", "Met"), ("given_up", "Given up")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="what was done, or why it was given up")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.meeting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical objective",
                "verbose_name_plural": "historical objectives",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300, verbose_name="what is to be reached")),
                ("due", models.DateField(verbose_name="by which day")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("met", "Met"), ("given_up", "Given up")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="what was done, or why it was given up")),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.membership",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objective_rows",
                        to="assessments.meeting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.membership"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="objective",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agenda_items",
                to="assessments.objective",
            ),
        ),
        migrations.CreateModel(
            name="BoardReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("given_on", models.DateField()),
                ("name", models.CharField(max_length=120)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.membership"
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report", to="assessments.agendaitem"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflow.seal"
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since__lte", models.F("until"))), name="assessments_report_period"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_by__isnull", True), ("ended_on__isnull", True), ("outcome", ""), ("state", "open")
                    ),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("ended_by__isnull", False),
                        ("ended_on__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessments_objective_ended_with_words",
            ),
        ),
        AppendOnly("assessments_decision"),
        AppendOnly("assessments_boardreport"),
        RowCheck(
            "assessments_decision",
            "placed",
            f"{COUNTS} AND (NEW.version IS NULL OR NEW.turn IS NULL OR NEW.position IS NULL OR NEW.route_length IS NULL"
            " OR (NEW.step = 'submit') <> (NEW.position = 0) OR NEW.position > NEW.route_length"
            " OR (NEW.step = 'approve' AND NEW.position = NEW.route_length)"
            " OR (NEW.step = 'approve_finally' AND NEW.position <> NEW.route_length))",
            "a decision has its version, turn and place in the route, and the last place alone is final (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_decision",
            "on_its_route",
            f"{DECIDES} AND NOT EXISTS ({SAME} AND e.step = 'submit' AND e.version = NEW.version"
            " AND (e.route_length IS NULL OR e.route_length = NEW.route_length))",
            "a decision is upon a version that was submitted to this route (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_decision",
            "newest_version",
            f"{COUNTS} AND EXISTS ({SAME} AND e.step = 'submit' AND (e.version > NEW.version"
            " OR (NEW.step = 'submit' AND e.version = NEW.version)))",
            "a later version was submitted (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_decision",
            "refused_in_turn",
            f"NEW.proposal_id IS NOT NULL AND NEW.step = 'refuse' AND NOT EXISTS ({SAME} AND e.version = NEW.version"
            " AND e.position = NEW.position - 1 AND e.step IN ('submit', 'approve'))",
            "a body refuses a version that the body before it has approved (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_decision",
            "not_ended",
            f"{COUNTS} AND EXISTS ({SAME} AND (e.step = 'refuse' OR (e.step = 'approve_finally'"
            " AND e.turn >= NEW.turn)))",
            "the proposal was decided finally already (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_decision",
            "turn_of_rescission",
            f"({COUNTS} AND NEW.turn > 0 AND NOT EXISTS ({SAME} AND e.step = 'rescind' AND e.turn = NEW.turn - 1))"
            " OR (NEW.proposal_id IS NOT NULL AND NEW.step = 'rescind'"
            f" AND (EXISTS ({SAME} AND e.step = 'rescind' AND e.turn = NEW.turn)"
            f" OR NOT EXISTS ({SAME} AND e.step = 'approve_finally' AND e.version = NEW.version"
            " AND e.turn = NEW.turn AND e.position = NEW.position)))",
            "a turn begins with a rescission, and a rescission takes back a final approval, once (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_decision",
            "at_its_item",
            AT_ITS_ITEM,
            "a body decides once at an item of its own meeting about this proposal (P L16)",
            events=("INSERT",),
        ),
        RowCheck(
            "assessments_attendance",
            "guest_without_vote",
            "NEW.membership_id IS NULL AND NEW.vote <> ''",
            "a guest casts no vote (P L13)",
        ),
        RowCheck(
            "assessments_objective",
            "ends_once",
            "OLD.state <> 'open'",
            "an objective that ended stays as it is (P L13)",
            events=("UPDATE",),
        ),
        *_closed("assessments_agendaitem", "{}.meeting_id"),
        *_closed("assessments_attendance", f"{OF_ITEM} {{}}.item_id)"),
    ]
