"""Worked examples: one answer for each question, beside it and on a page of its own."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from anpr_governance.pages.forms import render_field
from anpr_governance.regulation import clause, facts
from anpr_governance.regulation.worked import KINDS, example, worked
from assessments.forms.assessing import CategoryForm
from assessments.forms.needing import FactorForm, WeighingForm
from assessments.forms.proposing import TaskForm
from cameras.models import Cordon
from dpia.forms.content import section_form
from tests.make.people import World

NEED, DPIA = facts("need_factors")["need_factors"], facts("dpia_template")
TASKS = facts("proposal_tasks")["proposal_tasks"]
STATEMENTS = facts("compliance_statements")["compliance_statements"]


def asked() -> list[tuple[str, str, Any]]:
    """Each question that a page asks: kind of example, id, and the form that asks it."""
    categories = facts("threat_categories")["threat_categories"]
    found = [("assessment", name, form) for category in categories for name, form in questions(category)]
    found += [("need", name, FactorForm(factor=name, cordons=Cordon.objects.none())) for name in NEED]
    found += [("need", name, WeighingForm()) for name in ("weighing", "conclusion")]
    found += [("proposal", name, task_form(name, row)) for name, row in TASKS.items()]
    found += [("proposal", name, task_form(f"compliance:{name}", row)) for name, row in STATEMENTS.items()]
    rows = {**DPIA["dpia_template"], **DPIA["impacts"]}
    return found + [("dpia", name, section_form(rows)()) for name in rows]


def questions(category: str) -> list[tuple[str, Any]]:
    """The questions in words of one category; radios carry no example."""
    rows = facts("threat_categories")["questions"].items()
    return [
        (name, CategoryForm(category=category))
        for name, row in rows
        if row["category"] == category and row["kind"] in ("text", "number") and name != "major_crime_advice"
    ]


def task_form(kind: str, row: Any) -> TaskForm:
    """The form of one task."""
    return TaskForm(task=SimpleNamespace(kind=kind), row=row)


def test_each_question_shows_its_own_example_beside_it() -> None:
    for kind, name, form in asked():
        shown = "".join(render_field(bound) for bound in form)
        assert f'href="/help/example/{kind}/#{name}"' in shown, (kind, name)


def test_an_example_answers_no_question_that_nobody_asks() -> None:
    for kind in KINDS:
        for row in example(kind).answers.values():
            assert row.text or row.said["rows"], (kind, row.key)
            assert not row.clause or clause(row.clause)
            assert {len(cells) for cells in row.said.get("rows", ())} <= {len(row.said.get("columns", ()))}


def test_an_example_reads_as_prose_and_not_as_keys() -> None:
    texts = [row.text for kind in KINDS for row in example(kind).answers.values()]
    assert [text for text in texts if re.search(r"\w_\w|  |[{}]| [.,;]", text)] == []


@pytest.mark.django_db
def test_every_role_reads_the_examples_and_nobody_from_outside_does() -> None:
    client = Client()
    assert client.get("/help/example/need/").status_code == 302
    client.force_login(World().auditor)
    for kind in KINDS:
        html = client.get(f"/help/example/{kind}/").content.decode()
        assert html.count("<h3 id=") == len(example(kind).answers)
        assert "<form method" not in html.partition("<main")[2]
    assert client.get("/help/example/other/").status_code == 404
    assert "/help/example/proposal/" in client.get("/help/").content.decode()


def test_a_question_without_an_example_has_none() -> None:
    assert worked("need", "nothing of the kind") is None
