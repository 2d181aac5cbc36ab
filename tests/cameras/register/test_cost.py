"""The cost of an import grows by batch, not by row."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from anpr_governance.organisations.models import Organisation
from cameras.register.checking import batch_size
from tests.cameras.register.files import data, imported, rows

MOST_A_BATCH = 45


def statements(force: Organisation, count: int, **changes: str) -> int:
    """How many statements an import of `count` rows takes."""
    content = data(*rows(count, **changes))
    with CaptureQueriesContext(connection) as sent:
        assert imported(force, content).rows == count
    return len(sent)


def test_statements_grow_by_batch(force: Organisation) -> None:
    size = batch_size()
    one = statements(force, size)
    assert statements(force, size, name="Renamed") <= one + MOST_A_BATCH
    three = statements(force, 3 * size, name="Renamed again")
    assert three - one <= 2 * MOST_A_BATCH


def test_a_file_that_is_known_is_asked_for_and_not_written(force: Organisation) -> None:
    size = batch_size()
    imported(force, data(*rows(size)))
    assert statements(force, size) < 20
