"""Worked examples, shipped as content: what a good answer looks like, by the id of the question that it answers.

They are no rule, so they are no table: nothing pins them and no force has its own. They are documents in English.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from anpr_governance.regulation.loader import facts

FOLDER = Path(__file__).parent / "examples"
KINDS = ("assessment", "need", "proposal", "dpia")


@dataclass(frozen=True)
class Worked:
    """One answer of an example: the question as its table asks it, and what was written; `said` is all of its row."""

    key: str
    label: str
    clause: str
    good: str
    said: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The answer in words."""
        return str(self.said.get("text", ""))

    def rows(self, *names: str) -> list[dict[str, str]]:
        """The rows of the answer's table under the names that a record keeps them by."""
        return [dict(zip(names, row, strict=True)) for row in self.said["rows"]]


@dataclass(frozen=True)
class Example:
    """One example record; `answers` stand in the order of the page, a `part` begins where an answer names one."""

    kind: str
    title: str
    lead: str
    answers: Mapping[str, Worked]


def _questions() -> Mapping[str, Mapping[str, Any]]:
    """The rows of regulation that ask what an example of each kind answers, by id."""
    need, dpia = facts("need_factors"), facts("dpia_template")
    tasks = facts("proposal_tasks")["proposal_tasks"]
    return {
        "assessment": facts("threat_categories")["questions"],
        "need": {**need["need_factors"], "weighing": need["weighing"]},
        "proposal": {**tasks, **facts("compliance_statements")["compliance_statements"]},
        "dpia": {**dpia["dpia_template"], **dpia["impacts"], **dpia["risk"], **dpia["measure"]},
    }


@cache
def example(kind: str) -> Example:
    """The example of a kind: one of `KINDS`."""
    content = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
    asked = _questions()[kind]
    answers = {key: _worked(key, {**asked.get(key, {}), **row}, row) for key, row in content["answers"].items()}
    return Example(kind, content["title"], content["lead"], MappingProxyType(answers))


def _worked(key: str, row: Mapping[str, Any], said: Mapping[str, Any]) -> Worked:
    label = said.get("label") or row.get("question") or row["label"]
    return Worked(key, label, row.get("clause", ""), row.get("good") or row.get("good_answer", ""), said)


def worked(kind: str, key: str) -> Worked | None:
    """The example's answer to one question, or None where it has none."""
    return example(kind).answers.get(key)
