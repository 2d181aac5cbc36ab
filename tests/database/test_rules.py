"""Rules that the database keeps by itself, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from anpr_governance.database.laid import missing
from anpr_governance.database.operations import AppendOnly, Immutable, Lift, NoOverlap, RowCheck
from tests.database.conftest import lay, lift, refused, run

EMPTY = {"sqlite": "DELETE FROM probe", "postgresql": "TRUNCATE probe"}
INSERT = "INSERT INTO probe (n, since, until) VALUES (%s, %s, %s)"


def test_an_append_only_table_takes_rows_and_gives_none_back(probe: str) -> None:
    lay(AppendOnly(probe))
    run(INSERT, 1, "2026-01-01", None)
    assert "append-only" in refused("UPDATE probe SET n = 2")
    assert "append-only" in refused("DELETE FROM probe WHERE n = 1")
    assert "append-only" in refused(EMPTY[connection.vendor])
    assert run("SELECT n FROM probe") == [(1,)]


def test_a_row_cannot_be_replaced_under_its_key(probe: str) -> None:
    lay(AppendOnly(probe))
    run("INSERT INTO probe (id, n) VALUES (7, 1)")
    replace = {
        "sqlite": "REPLACE INTO probe (id, n) VALUES (7, 2)",
        "postgresql": "INSERT INTO probe (id, n) VALUES (7, 2) ON CONFLICT (id) DO UPDATE SET n = 2",
    }
    assert "append-only" in refused(replace[connection.vendor])


def test_a_payload_may_go_but_neither_change_nor_take_the_row_with_it(probe: str) -> None:
    lay(AppendOnly(probe, allow_null=("payload",)))
    run("INSERT INTO probe (n, payload) VALUES (1, %s)", b"kept")
    assert refused("UPDATE probe SET payload = %s", b"other")
    assert refused("UPDATE probe SET payload = NULL, n = 2")
    run("UPDATE probe SET payload = NULL")
    assert refused("UPDATE probe SET payload = %s", b"back again")


def test_an_end_may_be_set_once(probe: str) -> None:
    lay(AppendOnly(probe, allow=("until",)))
    run(INSERT, 1, "2026-01-01", None)
    run("UPDATE probe SET until = '2026-02-01'")
    assert refused("UPDATE probe SET until = '2026-03-01'")
    assert refused("UPDATE probe SET until = NULL")


def test_a_free_column_changes_and_the_others_do_not(probe: str) -> None:
    lay(AppendOnly(probe, free=("n",)))
    run(INSERT, 1, "2026-01-01", None)
    run("UPDATE probe SET n = 2")
    assert refused("UPDATE probe SET since = '2026-01-02'")
    assert refused("DELETE FROM probe")


def test_an_immutable_column_keeps_its_value_while_others_change(probe: str) -> None:
    lay(Immutable(probe, "n"))
    run(INSERT, 1, "2026-01-01", None)
    run("UPDATE probe SET since = '2026-01-02', n = 1")
    assert "never changes" in refused("UPDATE probe SET n = 2")
    assert "never changes" in refused("UPDATE probe SET n = NULL")


def test_a_row_check_sees_other_rows(probe: str) -> None:
    earlier = "NEW.n > 0 AND NOT EXISTS (SELECT 1 FROM probe p WHERE p.n = NEW.n - 1)"
    lay(RowCheck(probe, "in_order", earlier, "an earlier body has not approved"))
    run(INSERT, 0, None, None)
    assert "earlier body" in refused(INSERT, 2, None, None)
    run(INSERT, 1, None, None)
    run(INSERT, 2, None, None)


def test_a_rule_comes_off_and_goes_on_again(probe: str) -> None:
    rule = AppendOnly(probe)
    lay(rule)
    lay(rule)
    assert missing(connection, rule.laid(connection)) == []
    lift(rule)
    run(INSERT, 1, None, None)
    run("DELETE FROM probe")
    Lift(rule).database_backwards("database", connection.schema_editor(), None, None)
    assert missing(connection, rule.laid(connection)) == []


def test_a_rule_survives_being_written_into_a_migration_file() -> None:
    rule = NoOverlap("probe", keys=["n"], where="n > 0", kind="moment")
    name, args, kwargs = rule.deconstruct()
    assert (name, NoOverlap(*args, **kwargs).on_postgresql()) == ("NoOverlap", rule.on_postgresql())


@pytest.mark.parametrize(
    ("since", "until", "clashes"),
    [
        ("2026-01-01", "2026-02-01", False),  # touches: the end is the first day that it no longer holds
        ("2026-01-01", "2026-02-02", True),
        ("2026-03-01", "2026-03-02", True),
        ("2026-04-30", None, True),
        ("2026-05-01", None, False),
        ("2025-01-01", None, True),
    ],
)
def test_two_spans_of_one_key_may_touch_and_not_overlap(
    probe: str, since: str, until: str | None, clashes: bool
) -> None:
    lay(NoOverlap(probe, keys=["n"]))
    run(INSERT, 1, "2026-02-01", "2026-05-01")
    run(INSERT, 2, since, until)
    if clashes:
        assert refused(INSERT, 1, since, until)
    else:
        run(INSERT, 1, since, until)


def test_a_span_cannot_be_moved_into_another(probe: str) -> None:
    lay(NoOverlap(probe, keys=["n"]))
    run(INSERT, 1, "2026-01-01", "2026-02-01")
    run(INSERT, 1, "2026-02-01", None)
    assert refused("UPDATE probe SET until = NULL WHERE since = '2026-01-01'")
    run("UPDATE probe SET until = '2026-01-15' WHERE since = '2026-01-01'")


def test_rows_outside_the_condition_and_without_a_key_do_not_clash(probe: str) -> None:
    lay(NoOverlap(probe, keys=["n"], where="payload IS NULL"))
    run("INSERT INTO probe (n, since, payload) VALUES (1, '2026-01-01', %s)", b"acting")
    run(INSERT, 1, "2026-01-01", None)
    run("INSERT INTO probe (n, since, payload) VALUES (1, '2026-01-01', %s)", b"acting")
    run(INSERT, None, "2026-01-01", None)
    run(INSERT, None, "2026-01-01", None)
    assert refused(INSERT, 1, "2027-01-01", None)
    assert refused("UPDATE probe SET payload = NULL WHERE payload IS NOT NULL")


def test_of_many_who_take_the_same_span_at_once_one_gets_it(committed_probe: str) -> None:
    lay(NoOverlap(committed_probe, keys=["n"]))
    together = Barrier(8)

    def take(day: int) -> bool:
        together.wait()
        try:
            with transaction.atomic():
                run(INSERT, 1, f"2026-01-{day:02}", None)
            return True
        except DatabaseError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(1, 9)))
    assert sum(taken) == 1
    assert len(run("SELECT n FROM probe")) == 1
