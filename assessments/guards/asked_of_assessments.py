"""What a careful reader will ask of a strategic assessment (G 2). Advice, never a block."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.database.functions import add_months
from anpr_governance.regulation import facts
from assessments.guards.noting import Found, Row, aged, category_of, count, has_figure, lone, rule

if TYPE_CHECKING:
    from assessments.models import StrategicAssessment


def _written(assessment: "StrategicAssessment") -> Iterator[tuple[str, Any, str]]:
    """Each question of a relevant category that asks for words and has some: name, row, answer."""
    relevant = assessment.relevant()
    for name, question in facts("threat_categories")["questions"].items():
        answer = str(assessment.category(question["category"]).get(name, "")).strip()
        if question["kind"] == "text" and question["category"] in relevant and answer:
            yield name, question, answer


def _at(name: str, question: Any, **values: Any) -> Found:
    category = question["category"]
    known = {"question": _(question["label"]), **values}
    return Found(f"category/{category}/#id_{name}", f"category-{category}", known, category)


@rule("assessment")
def answer_short(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """An answer of a few words; that there is nothing of a subject may be said in few."""
    for name, question, answer in _written(assessment):
        if not question.get("may_be_nothing") and count(answer) < row["words"]:
            yield _at(name, question, n=count(answer), good=_(question["good_answer"]))


@rule("assessment")
def reason_short(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """A category that is set aside in a word or two."""
    for name, category in facts("threat_categories")["threat_categories"].items():
        said = assessment.category(name)
        if said.get("relevant") == "no" and 0 < count(said.get("reason")) < row["words"]:
            known = {"category": _(category["label"]), "n": count(said.get("reason"))}
            yield Found(f"category/{name}/#id_reason", f"category-{name}", known, name)


@rule("assessment")
def no_figure(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """A picture of crime without a number."""
    for name, question, answer in _written(assessment):
        if name in row["questions"] and not has_figure(answer):
            yield _at(name, question)


@rule("assessment")
def evidence_old(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """The newest item of a ground is older than the interval."""
    for known in aged(assessment.evidence_rows, on, row):
        item = known["item"]
        yield Found(f"evidence/{item.pk}/#id_effective_on_day", "evidence", known, category_of(item))


@rule("assessment")
def evidence_single(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """A ground on one source alone."""
    for known in lone(assessment.evidence_rows, row):
        yield Found("evidence/add/#id_source", "evidence", known, category_of(known["item"]))


@rule("assessment")
def evidence_thin(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """Evidence that is named and not analysed."""
    for item in assessment.evidence_rows:
        if 0 < count(item.analysis) < row["words"]:
            known = {"source": item.source, "n": count(item.analysis)}
            yield Found(f"evidence/{item.pk}/#id_analysis", "evidence", known, category_of(item))


@rule("assessment")
def privacy_thin(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """The hardest ground weighed against privacy in a line (T032)."""
    said = assessment.category("community")
    if said.get("relevant") == "yes" and 0 < count(said.get("privacy_weight")) < row["words"]:
        known = {"n": count(said.get("privacy_weight"))}
        yield Found("category/community/#id_privacy_weight", "category-community", known)


@rule("assessment")
def advice_none(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """They were asked, and nothing came (T028)."""
    advice = assessment.advice_row
    if advice is not None and advice.absent:
        yield Found("#advice", "advice")


@rule("assessment")
def no_gap_named(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """Proposals take up gaps (T004)."""
    if not assessment.gap_rows:
        yield Found("gaps/add/#id_description", "gaps")


@rule("assessment")
def review_far(assessment: "StrategicAssessment", on: date, row: Row) -> Iterator[Found]:
    """It is to stand longer than assessments usually do (T013)."""
    usual = facts("intervals")["intervals"][row["interval"]]["months"]
    if assessment.next_review_on is not None and assessment.next_review_on > add_months(on, usual):
        yield Found("edit/#id_next_review_on_day", "facts", {"months": usual})
