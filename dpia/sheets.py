"""The content of a DPIA as one document: what the DPO advises on, what is approved and what is signed.

Step 7 is not in it: it is the list of seals upon these bytes.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld

if TYPE_CHECKING:
    from dpia.models import Dpia, Finding, Measure, Release, ReleaseFile, Risk, Span


@sheet("dpia", 1)
class DpiaSheet(Sheet):
    """Steps 1 to 6, the impacts, coverage and evidence of one version; it does not depend on the day."""

    reference: str = disclosed(_("Reference"))
    version: int = disclosed(_("Version"))
    title: str = disclosed(_("Title"))
    controller: str = disclosed(_("Controller"), clause="G 1.9")
    template: str = disclosed(_("Version of the template"), clause="G 4.2")
    proposal: str = disclosed(_("Proposal"), clause="G 4.1")
    retrospective_reason: str = disclosed(_("Why it is made after the fact"), clause="G 4.1")
    force_wide: bool = disclosed(_("Covers the whole force"))
    system_type: str = disclosed(_("Type of system"), clause="G 4.1 fn1")
    systems_before: int | None = disclosed(_("ANPR systems before"), clause="G 1.13")
    systems_after: int | None = disclosed(_("ANPR systems after"), clause="G 1.13")
    large_increase: bool | None = disclosed(_("A large increase in systems"), clause="G 1.13")
    answers: dict[str, str] = disclosed(_("Steps 1 to 4"), clause="G 4.1")
    consultation: dict[str, Any] = disclosed(_("Consultation"), clause="G 5.2")
    impacts: list[dict[str, str]] = disclosed(_("Impacts"), clause="G 5.1.3")
    risks: list[dict[str, Any]] = disclosed(_("Risks and measures"), clause="ICO step 5")
    coverage: list[dict[str, Any]] = withheld(_("Sites covered"), "s31-1-a")
    owners: list[dict[str, Any]] = withheld(_("Who owns each measure"), "s40-2")
    evidence: list[dict[str, str]] = withheld(_("Evidence"), "internal")

    @classmethod
    def of(cls, record: "Dpia", on: date) -> Self:
        """The content as it stands; `on` plays no part, so that preview and seal agree."""
        return cls(
            reference=record.reference,
            version=record.version,
            title=record.title,
            controller=record.organisation.name,
            template=record.template.version if record.template else "",
            proposal=record.proposal.reference if record.proposal else "",
            retrospective_reason=record.retrospective_reason,
            force_wide=record.force_wide,
            system_type=record.system_type,
            systems_before=record.systems_before,
            systems_after=record.systems_after,
            large_increase=record.large_increase,
            answers={answer.question: answer.text for answer in record.plain_answers()},
            consultation=_consultation(record),
            impacts=record.impact_texts(),
            risks=[_risk(risk) for risk in record.risk_rows],
            coverage=_coverage(record),
            owners=[_owner(measure) for risk in record.risk_rows for measure in risk.measure_rows],
            evidence=_evidence(record),
        )


def _consultation(dpia: "Dpia") -> dict[str, Any]:
    consultation = dpia.consulted
    if consultation is None:
        return {}
    return {
        "method": consultation.method,
        "extent": consultation.extent,
        "limited_reasons": consultation.limited_reasons,
        "opened_on": consultation.opened_on,
        "closed_on": consultation.closed_on,
        "stakeholders": len(consultation.stakeholders.all()),
        "responses": len(consultation.responses.all()),
    }


def _risk(risk: "Risk") -> dict[str, Any]:
    return {
        "source": risk.source,
        "likelihood": risk.likelihood,
        "severity": risk.severity,
        "overall": risk.overall,
        "measures": [_measure(measure) for measure in risk.measure_rows],
    }


def _measure(measure: "Measure") -> dict[str, Any]:
    return {
        "option": measure.option,
        "effect": measure.effect,
        "residual": measure.residual,
        "owner": measure.owner.role if measure.owner else "",
        "due": measure.due,
    }


def _owner(measure: "Measure") -> dict[str, Any]:
    return {"measure": measure.title, "name": measure.owner.person.name if measure.owner else ""}


def _coverage(dpia: "Dpia") -> list[dict[str, Any]]:
    return [
        {
            "site": row.site.reference,
            "title": row.site.title,
            "group": row.group,
            "easting": _metres(row.easting),
            "northing": _metres(row.northing),
        }
        for row in dpia.coverage_rows
    ]


def _metres(value: float | None) -> int | None:
    return None if value is None else round(value)


def _evidence(dpia: "Dpia") -> list[dict[str, str]]:
    files = list(dpia.file_rows)
    if dpia.consulted and dpia.consulted.pack:
        files.append(dpia.consulted.pack)
    return sorted(({"name": file.name, "sha256": file.sha256} for file in files), key=lambda row: row["sha256"])


@sheet("release", 2)
class ReleaseSheet(Sheet):
    """What a second person checks and releases: every mark with its reasons, every ruling, the very files."""

    reference: str = disclosed(_("Reference"))
    signed: str = disclosed(_("Seal of the signed version"), clause="G 4.3")
    corrections: list[str] = disclosed(_("Confirmed corrections"), clause="G 4.3")
    title: dict[str, str] = disclosed(_("Title"))
    summary: dict[str, str] = disclosed(_("Summary"))
    marks: list[dict[str, Any]] = withheld(_("Marks, each with its exemptions"), "internal", clause="FOIA s.17")
    rulings: list[dict[str, Any]] = withheld(_("Words that may stay"), "internal")
    files: list[dict[str, str]] = disclosed(_("Files that passed the gate"))

    @classmethod
    def of(cls, record: "Release", on: date) -> Self:
        """The release as it stands; files are those that passed for exactly these marks."""
        return cls(
            reference=record.reference,
            signed=record.signed_seal.sha256,
            corrections=list(record.beside.get("errata", ())),
            title={"en": record.title_en, "cy": record.title_cy},
            summary={"en": record.summary_en, "cy": record.summary_cy},
            marks=[_mark(span) for span in record.marks],
            rulings=[_ruling(finding) for finding in record.rulings],
            files=[_file(row) for row in record.passed_files().values()],
        )


def _file(row: "ReleaseFile") -> dict[str, str]:
    return {"kind": row.kind, "language": row.language, "sha256": row.sha256}


def _mark(span: "Span") -> dict[str, Any]:
    pleas = [
        {"exemption": plea.exemption, "limb": plea.limb, "harm": plea.harm, "public_interest": plea.public_interest}
        for plea in span.pleas  # type: ignore[attr-defined]
    ]
    return {
        "path": span.path, "start": span.start, "end": span.end, "text_sha256": span.text_hash, "action": span.action,
        "replacement": span.replacement, "in_the_alternative": span.in_the_alternative, "exemptions": pleas,
    }  # fmt: skip


def _ruling(finding: "Finding") -> dict[str, Any]:
    return {
        "path": finding.path, "start": finding.start, "end": finding.end, "text_sha256": finding.text_hash,
        "reason": finding.innocent_reason, "ruled_by": finding.ruled_by_id, "confirmed_by": finding.confirmed_by_id,
    }  # fmt: skip
