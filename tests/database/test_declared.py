"""What the migrations declare stands in the database, and its going is seen."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from anpr_governance.audit.models import AccessEntry
from anpr_governance.database.checks import every_rule_stands
from anpr_governance.database.declared import declared_rules, missing_triggers, relay
from anpr_governance.database.testing import lifted
from tests.database.conftest import refused, run

DROP = {
    "sqlite": "DROP TRIGGER audit_event_append_only_delete",
    "postgresql": "DROP TRIGGER audit_event_append_only ON audit_event",
}
WEAKEN = {
    "sqlite": [
        "DROP TRIGGER audit_event_append_only_delete",
        "CREATE TRIGGER audit_event_append_only_delete BEFORE DELETE ON audit_event WHEN 0 BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NULL; END'"
    ],
}


@pytest.mark.django_db
def test_every_rule_that_the_migrations_declare_stands() -> None:
    """A migration that remakes a table on SQLite and does not repeat its rules fails here."""
    assert {"audit_event_append_only", "audit_head_moves_on"} <= {rule.name for rule in declared_rules()}
    assert missing_triggers() == []


@pytest.mark.django_db
def test_a_dropped_trigger_is_named_by_the_check_and_laid_again() -> None:
    run(DROP[connection.vendor])
    [message] = every_rule_stands(databases=["default"])
    assert "audit_event_append_only" in message.msg
    assert len(relay()) == 1
    assert every_rule_stands(databases=["default"]) == []


@pytest.mark.django_db
def test_a_trigger_that_was_made_harmless_is_found_too() -> None:
    for statement in WEAKEN[connection.vendor]:
        run(statement)
    assert missing_triggers()[0].startswith("audit_event_append_only")


@pytest.mark.django_db
def test_a_trigger_that_is_switched_off_is_found_too() -> None:
    off = {"postgresql": "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only"}
    run(off.get(connection.vendor, DROP[connection.vendor]))
    assert len(missing_triggers()) == 1


@pytest.mark.django_db
def test_a_lost_exclusion_in_time_is_found_too() -> None:
    lost = [rule for rule in declared_rules() if rule.name == "organisations_membership_no_overlap_first"]
    for laid in lost[0].laid(connection):
        for statement in laid.drop:
            run(statement)
    assert all(name.startswith("organisations_membership_no_overlap_first") for name in missing_triggers())
    assert missing_triggers()


@pytest.mark.django_db
def test_the_command_names_what_it_laid_again(capsys: pytest.CaptureFixture[str]) -> None:
    run(DROP[connection.vendor])
    call_command("lay_rules")
    assert "audit_event_append_only" in capsys.readouterr().out
    assert missing_triggers() == []


@pytest.mark.django_db
def test_rules_are_back_after_they_were_lifted_even_when_the_work_failed() -> None:
    with pytest.raises(RuntimeError), lifted():
        assert missing_triggers()
        raise RuntimeError
    assert missing_triggers() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_the_flush_of_a_test_database_passes_and_leaves_the_rules(round_: int) -> None:
    """The second round finds the table that the first one filled empty, and guarded."""
    assert not AccessEntry.objects.exists()
    run("INSERT INTO audit_accessentry (at, actor, address, path, outcome) VALUES ('2026-01-01', '', '', '', '')")
    assert "append-only" in refused("DELETE FROM audit_accessentry")


def test_nothing_but_tests_lifts_the_rules() -> None:
    root = Path(__file__).parents[2]
    apps = ("anpr_governance", "cameras", "assessments", "dpia", "reviews")
    users = [
        path.name
        for app in apps
        for path in (root / app).rglob("*.py")
        if "lifted" in path.read_text() or "lift_triggers" in path.read_text()
    ]
    assert sorted(users) == ["declared.py", "testing.py"]
