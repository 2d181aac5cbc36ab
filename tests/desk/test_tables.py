"""The two generated tables are what the code says, and the requirements of the thread have tests."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from anpr_governance.desk import permitted, tracing

DOCS = Path(settings.BASE_DIR) / "docs"
OF_THE_THREAD = [
    *range(5, 15), *range(16, 24), *range(76, 82), *range(85, 96), *range(109, 112), 129,
]  # fmt: skip


def test_the_traceability_table_is_up_to_date() -> None:
    assert (DOCS / "traceability.md").read_text(encoding="utf-8") == tracing.as_markdown(tracing.trace())


def test_the_permissions_table_is_up_to_date() -> None:
    assert (DOCS / "permissions.md").read_text(encoding="utf-8") == permitted.as_markdown()


@pytest.mark.parametrize("number", OF_THE_THREAD)
def test_every_requirement_of_the_thread_has_a_test(number: int) -> None:
    assert tracing.trace()[f"T{number:03d}"]["tests"]


def test_the_command_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("traceability", format="json")
    found = json.loads(capsys.readouterr().out)
    assert set(found["T019"]) == {"clause", "tests", "where"}
    assert len(found) == 160
