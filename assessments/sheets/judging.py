"""The bytes of an assessment and of a need, as whoever endorses or establishes them sees and seals them."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld
from anpr_governance.regulation import facts
from assessments.sheets.parts import iso, named, plain

if TYPE_CHECKING:
    from assessments.models import Need, StrategicAssessment


@sheet("strategic_assessment", 2)
class AssessmentSheet(Sheet):
    """One version of a strategic assessment with its evidence and the advice asked for."""

    reference: str = disclosed(_("Reference"))
    version: int = disclosed(_("Version"))
    area: str = withheld(_("Area assessed"), "internal")
    next_review_on: str = disclosed(_("Next review on"), clause="G 1.8")
    answers: dict[str, Any] = withheld(_("Answers by category"), "internal", clause="G 2.1.1")
    evidence: list[dict[str, str]] = withheld(_("Evidence"), "internal", clause="G 2.1.2")
    advice: dict[str, str] = withheld(_("Advice of the major crime staff"), "internal", clause="G 2.3.1")
    gaps: list[str] = withheld(_("Gaps in provision"), "internal", clause="G 1.3 b4")

    @classmethod
    def of(cls, record: "StrategicAssessment", on: date) -> Self:
        """The version as it stands."""
        return cls(
            reference=record.reference,
            version=record.version,
            area=record.area,
            next_review_on=iso(record.next_review_on),
            answers=record.answers,
            evidence=[_evidence(row) for row in record.evidence_rows],
            advice=_advice(record.advice()),
            gaps=[row.description for row in record.gap_rows],
        )


def opened(content: dict[str, Any], closed: Collection[str]) -> dict[str, Any]:
    """The content of an assessment for a reader to whom some categories are closed (T027): that they are is said."""
    if not closed or "answers" not in content:
        return content
    said = {"withheld": gettext("This part is read by named roles alone.")}
    grounds = facts("grounds")["grounds"]
    answers = {name: said if name in closed else value for name, value in content["answers"].items()}
    rows = content.get("evidence", [])
    evidence = [row for row in rows if grounds[row["ground"]]["category"] not in closed]
    return {**content, "answers": answers, "evidence": evidence}


def _evidence(row: Any) -> dict[str, str]:
    return {
        "ground": row.ground,
        "source": row.source,
        "effective_on": iso(row.effective_on),
        "analysis": row.analysis,
        "marking": row.marking,
        "file": f"{row.file.name} {row.file.sha256}" if row.file else "",
    }


def _advice(task: Any) -> dict[str, str]:
    if task is None:
        return {}
    return {
        "asked_on": iso(task.asked_on),
        "asked_of": task.asked_of.person.name if task.asked_of else "",
        "question": task.title,
        "reminded_on": iso(task.reminded_on),
        "answered_on": iso(task.done_on),
        "answer": task.answer,
        "absent": "yes" if task.absent else "",
    }


@sheet("need", 1)
class NeedSheet(Sheet):
    """A pressing social need: grounds, sites, eight factors, the weighing and the conclusion."""

    reference: str = disclosed(_("Reference"))
    version: int = disclosed(_("Version"))
    title: str = withheld(_("Title"), "internal")
    purpose: str = disclosed(_("Aim against which success is judged"), clause="G 7.3")
    grounds: list[dict[str, str]] = disclosed(_("Grounds and their assessments"), clause="G 2.1.2")
    sites: list[str] = withheld(_("Sites"), "internal")
    people: dict[str, str] = disclosed(_("People affected"), clause="G 3.1 b1")
    factors: dict[str, Any] = withheld(_("Factors"), "internal", clause="G 3.1")
    weighing: str = disclosed(_("Weighing"), clause="G 3.2")
    conclusion: str = disclosed(_("Conclusion"), clause="G 3.2")

    @classmethod
    def of(cls, record: "Need", on: date) -> Self:
        """The version as it stands."""
        return cls(
            reference=record.reference,
            version=record.version,
            title=record.title,
            purpose=record.purpose,
            grounds=[{"ground": row.ground, "assessment": named(row.assessment)} for row in record.ground_rows],
            sites=[link.site.reference for link in record.site_rows],
            people={"from": plain(record.people_from), "to": plain(record.people_to), "source": record.people_source},
            factors=record.answers,
            weighing=record.weighing,
            conclusion=record.conclusion,
        )
