"""The benchmarks run: a small nation is built, both sides answer the same question, a miss is told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from anpr_governance.database import clock
from bench import __main__ as command
from bench import dataset, floor, opening
from bench.measuring import Row, statements, taken_back
from bench.rows import BENCHES
from cameras.models import Placement, Site
from reviews.models import Review
from reviews.opening import open_due_reviews

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"


def test_a_figure_meets_its_target_on_its_own_side() -> None:
    assert Row("less", 1.4, 1.5).meets and not Row("less", 1.6, 1.5).meets
    assert Row("more", 9, 8, higher_is_better=True).meets and not Row("more", 7, 8, higher_is_better=True).meets
    assert Row("measured", 99, None).meets


def test_the_table_marks_what_is_missed() -> None:
    lines = command.table([Row("good", 1.0, 1.5), Row("bad", 2.0, 1.5)]).splitlines()
    assert ["MISSED" in line for line in lines] == [False, True]


def test_a_result_is_written_with_what_a_reader_of_the_file_needs() -> None:
    written = command._written(Row("open_due.ratio", 1.23456, 1.5, detail="50,000 reviews"))
    assert json.loads(json.dumps(written)) == {
        "name": "open_due.ratio", "value": 1.2346, "target": 1.5, "unit": "×", "higher_is_better": False,
        "detail": "50,000 reviews",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(BENCHES))
def test_every_benchmark_is_in_the_document(name: str) -> None:
    assert re.search(rf"^\| `{name}[.`]", DOCUMENT.read_text(), re.MULTILINE)


class Tiny(dataset.Size):
    """Two forces of twenty sites."""

    forces = property(lambda self: 2)
    sites = property(lambda self: 40)
    people = property(lambda self: 40)


@pytest.fixture
def nation(transactional_db: Any) -> dataset.Size:
    """A nation small enough to build for one test."""
    size = Tiny(0)
    dataset.build(size)
    return size


if connection.vendor == "postgresql":  # the data set is born by its own SQL; the other group of `make test` runs there

    def test_the_nation_is_whole_and_every_review_falls_due(nation: dataset.Size) -> None:
        assert Placement.objects.count() == Site.objects.count() > 40
        assert Review.objects.count() == dataset.CYCLES * Site.objects.count()
        assert Site.history.count() == dataset.SITE_VERSIONS * Site.objects.count()

    def test_both_sides_of_open_due_open_the_same_reviews(nation: dataset.Size) -> None:
        today, forces = clock.today(), sorted(set(Site.objects.values_list("organisation_id", flat=True)))
        opened, sent = [], []
        for work in (lambda: open_due_reviews(today, forces), lambda: opening._pair(today)):
            with taken_back():
                work()
                opened.append(set(Review.objects.filter(state="open").values_list("site_id", "cycle", "due_on")))
        for some in (forces[:1], forces):
            with taken_back():
                sent.append(statements(lambda some=some: open_due_reviews(today, some)))
        assert opened[0] == opened[1] and len(opened[0]) == Site.objects.count()
        assert sent[0] == sent[1] <= 10

    def test_the_floor_shows_the_rows_that_the_register_shows(nation: dataset.Size) -> None:
        from bench import site

        session = site.signed_in(site.manager())
        by_hand, ours = floor.register(session)().decode(), site.page("/sites/", session)().decode()
        shown = [re.findall(r"/sites/(F00-S-\d+)/", page) for page in (by_hand, ours)]
        assert shown[0] == shown[1] and len(shown[0]) == 20
