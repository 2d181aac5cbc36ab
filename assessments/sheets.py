"""What is endorsed, established, decided and minuted: the bytes that the signer sees and seals.

None of them depends on the day. Evidence and other records are named with the hash of what they held.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld
from anpr_governance.regulation import facts

if TYPE_CHECKING:
    from assessments.models import AgendaItem, Meeting, Need, Proposal, StrategicAssessment


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


def iso(day: Any) -> str:
    """A day as ISO text, or nothing."""
    return day.isoformat() if day else ""


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


def plain(value: Any) -> str:
    """A value as text, or nothing."""
    return "" if value is None else str(value)


def named(record: Any) -> str:
    """A version with the hash of what was decided upon it: which content, not only which number."""
    if record is None:
        return ""
    sealed = record.decision.seal.sha256 if record.decision_id else ""
    return f"{record.reference} v{record.version} {sealed}".strip()


@sheet("proposal", 2)
class ProposalSheet(Sheet):
    """Everything that a deciding body sees: sites, need, matrix, cameras, consultation, tasks, DPIA, meetings."""

    reference: str = disclosed(_("Reference"))
    version: int = disclosed(_("Version submitted"))
    title: str = withheld(_("Title"), "internal")
    decided_for: str = disclosed(_("Organisation that will manage the cameras"), clause="App A NB")
    purpose: str = disclosed(_("Law enforcement purpose"), clause="G 1.6")
    description: str = withheld(_("What is to be installed"), "internal")
    deployment: dict[str, str] = disclosed(_("Deployment"), clause="G 1.4")
    community: dict[str, str] = disclosed(_("Community initiative"), clause="G 2.5.1")
    assessment: str = disclosed(_("Strategic assessment"), clause="G 1.8")
    need: str = disclosed(_("Pressing social need"), clause="G 5.1.2")
    sites: list[dict[str, Any]] = withheld(_("Sites with their matrix codes"), "internal", clause="App A")
    cameras: list[dict[str, str]] = withheld(_("Cameras considered"), "internal", clause="G 6.1.2")
    consultation: dict[str, Any] = disclosed(_("Consultation"), clause="G 5.3b")
    tasks: list[dict[str, str]] = disclosed(_("Tasks"), clause="G 5.1")
    statements: list[dict[str, str]] = disclosed(_("Compliance statements"), clause="G 1.5")
    dpia: str = disclosed(_("Data protection impact assessment"), clause="G 1.11")
    standard: str = disclosed(_("NASPLE version"), clause="P L54")
    passport: list[dict[str, str]] = withheld(_("Passport to compliance"), "internal", clause="G 5.1")
    files: list[dict[str, str]] = withheld(_("Files"), "internal")
    route: list[str] = disclosed(_("Route"), clause="P L16")
    conditions: list[dict[str, str]] = disclosed(_("Conditions"), clause="P L13")
    meetings: list[dict[str, Any]] = withheld(_("Record of the meetings"), "internal", clause="P L13")

    @classmethod
    def of(cls, record: "Proposal", on: date) -> Self:
        """The proposal as it stands, with the hash of each record that it leans on."""
        return cls(
            reference=record.reference,
            version=record.version,
            title=record.title,
            decided_for=record.organisation.name,
            purpose=record.purpose,
            description=record.description,
            deployment={"kind": record.deployment, "months": plain(record.intended_months)},
            community={"initiator": record.initiator, "cost": plain(record.cost_to_force)},
            assessment=named(record.assessment),
            need=named(record.need),
            sites=[_site(row) for row in record.site_rows],
            cameras=[_camera(row) for row in record.camera_rows],
            consultation=_consultation(record.consultation),
            tasks=[_task(task) for task in record.listed_tasks() if not task.kind.startswith("compliance:")],
            statements=[_task(task) for task in record.listed_tasks() if task.kind.startswith("compliance:")],
            dpia=_dpia(record.newest_dpia()),
            standard=f"{record.nasple.version} {record.nasple.sha256}" if record.nasple else "",
            passport=[row.told for row in record.passport_rows],
            files=[{"shows": row.shows, "name": row.file.name, "sha256": row.file.sha256} for row in record.file_rows],
            route=[entry.title for entry in record.entries],
            conditions=[_task(task) for task in record.conditions()],
            meetings=[_item(item) for item in record.item_rows],
        )


def _site(row: Any) -> dict[str, Any]:
    return {
        "site": row.site.reference,
        "register": row.site.site_reference,
        "place": [plain(row.site.easting), plain(row.site.northing)],
        "kind": row.site.place_type,
        "codes": row.matrix,
        "edition": f"{row.matrix_edition.version} {row.matrix_edition.sha256}" if row.matrix_edition else "",
        "exceptional_reason": row.exceptional_reason,
    }


def _camera(row: Any) -> dict[str, str]:
    return {
        "site": row.site.reference,
        "distance_m": str(round(row.distance_m)),
        "duplicates": "yes" if row.duplicates else "no",
        "mitigation": row.mitigation,
        "shareable": "yes" if row.shareable else "no",
        "why_not": row.why_not,
    }


def _consultation(record: Any) -> dict[str, Any]:
    if record is None:
        return {}
    responses = list(record.responses.all())
    return {
        "methods": list(record.methods),
        "method": record.method,
        "extent": record.extent,
        "extent_reason": record.extent_reason,
        "limited_reasons": record.limited_reasons,
        "stakeholders": [{"name": row.name, "why": row.why} for row in record.stakeholders.order_by("pk")],
        "opened_on": iso(record.opened_on),
        "closed_on": iso(record.closed_on),
        "published_on": iso(record.published_on),
        "responses": len(responses),
        "answered": len([row for row in responses if row.answered_on]),
        "answers": [row.answer for row in responses],
        "pack": record.pack.sha256 if record.pack else "",
    }


def _task(task: Any) -> dict[str, str]:
    by = task.done_by.person.name if task.done_by else ""
    owner = task.owner.person.name if task.owner else ""
    said = {"kind": task.kind, "what": task.title, "answer": task.answer, "on": iso(task.done_on), "by": by}
    return said | {"asked_on": iso(task.asked_on), "owner": owner, "due": iso(task.due)}


def _dpia(dpia: Any) -> str:
    return f"{dpia.reference} v{dpia.version} {dpia.content_hash()}" if dpia is not None else ""


def _item(item: "AgendaItem") -> dict[str, Any]:
    return {
        "body": item.meeting.body,
        "held_on": iso(item.meeting.on),
        "minutes": item.minutes,
        "balance": item.balance,
        "consensus": "yes" if item.consensus else "no",
        "dissent": item.dissent,
        "attendance": [_attendance(row) for row in item.attendance_rows],
    }


def _attendance(row: Any) -> dict[str, str]:
    return {
        "name": row.name,
        "discipline": row.discipline,
        "present": "yes" if row.present else "no",
        "interest": row.interest,
        "recused": "yes" if row.recused else "no",
        "vote": row.vote,
    }


@sheet("consultation_pack", 1)
class PackSheet(Sheet):
    """What consultees are told: page and paper show nothing else, and no exact place is in it (T067)."""

    reference: str = disclosed(_("Reference"))
    force: str = disclosed(_("Force"))
    contact: str = disclosed(_("Contact"))
    made_on: str = disclosed(_("Made on"))
    answer_by: str = disclosed(_("Answer by"))
    words: dict[str, str] = disclosed(_("What is proposed"), clause="G 5.3b")
    kinds: list[list[Any]] = disclosed(_("How many places, and of which kind"))
    purpose: str = disclosed(_("Purpose"), clause="G 1.6")
    advice: list[list[str]] = disclosed(_("What the national matrix advises"), clause="App A")

    @classmethod
    def asking(cls, record: "Proposal", on: date, words: dict[str, str], answer_by: date) -> Self:
        """What is asked about `record`, in the words of the manager by language."""
        kinds = Counter(row.site.place_type for row in record.site_rows)
        pairs = dict.fromkeys((ground, code) for row in record.site_rows for ground, code in row.matrix.items())
        return cls(
            reference=record.reference,
            force=record.organisation.name,
            contact=record.organisation.contact.strip(),
            made_on=iso(on),
            answer_by=iso(answer_by),
            words=words,
            kinds=[[kind, count] for kind, count in kinds.items()],
            purpose=record.purpose,
            advice=[list(pair) for pair in pairs],
        )

    def said(self, language: str) -> tuple[str, str]:
        """The manager's words and their language: English where nobody translated them."""
        return in_language(self.words, language)

    @property
    def until(self) -> date:
        """The day to answer by."""
        return date.fromisoformat(self.answer_by)


def in_language(words: dict[str, str], language: str) -> tuple[str, str]:
    """Words in a language and which it is: English where nobody translated them."""
    return (words[language], language) if words.get(language) else (words["en"], "en")


@sheet("consultation_record", 1)
class RecordSheet(Sheet):
    """The published record of a consultation: how people were asked, how many answered, what came of it (T068)."""

    reference: str = disclosed(_("Reference"))
    force: str = disclosed(_("Force"))
    opened_on: str = disclosed(_("Opened"))
    closed_on: str = disclosed(_("Closed"))
    extent: str = disclosed(_("Extent"), clause="G 5.3b")
    methods: list[str] = disclosed(_("Methods"), clause="G 5.3b")
    asked: list[list[Any]] = disclosed(_("Who was asked"), clause="G 5.1.4")
    received: int = disclosed(_("Responses"))
    by_page: int = disclosed(_("Responses by the public page"))
    summary: dict[str, str] = disclosed(_("What people said"))
    changed: dict[str, str] = disclosed(_("What we answered, and what changed"))
    state: str = disclosed(_("What became of the proposal"))
    published_on: str = disclosed(_("Published"))

    @classmethod
    def telling(cls, record: "Proposal", on: date, said: dict[str, dict[str, str]]) -> Self:
        """The consultation of `record` in numbers, and in the manager's words by language."""
        consultation: Any = record.consultation
        responses = list(consultation.responses.all())
        kinds = Counter(row.kind or "other" for row in consultation.stakeholders.order_by("pk"))
        return cls(
            reference=record.reference,
            force=record.organisation.name,
            opened_on=iso(consultation.opened_on),
            closed_on=iso(consultation.closed_on),
            extent=consultation.extent,
            methods=list(consultation.methods),
            asked=[[kind, count] for kind, count in kinds.items()],
            received=len(responses),
            by_page=len([row for row in responses if row.by_page]),
            summary=said["summary"],
            changed=said["changed"],
            state=record.state,
            published_on=iso(on),
        )

    @property
    def opened(self) -> date:
        """The first day."""
        return date.fromisoformat(self.opened_on)

    @property
    def closed(self) -> date | None:
        """The last day; None where the proposal was withdrawn before."""
        return date.fromisoformat(self.closed_on) if self.closed_on else None

    @property
    def published(self) -> date:
        """The day of this record."""
        return date.fromisoformat(self.published_on)


@sheet("meeting", 2)
class MeetingSheet(Sheet):
    """The minutes of a meeting: who was there at each item, what was said and decided."""

    reference: str = disclosed(_("Reference"))
    body: str = disclosed(_("Body"))
    held_on: str = disclosed(_("Held on"))
    quorum: str = disclosed(_("Rule of the quorum"), clause="P L13")
    objectives: str = withheld(_("Objectives in words"), "internal", clause="P L13")
    objectives_set: list[dict[str, str]] = withheld(_("Objectives set"), "internal", clause="P L13")
    items: list[dict[str, Any]] = withheld(_("Items"), "internal", clause="P L13")

    @classmethod
    def of(cls, record: "Meeting", on: date) -> Self:
        """The meeting as it is minuted."""
        rows = record.objective_rows.select_related("owner__person").order_by("due", "pk")
        return cls(
            reference=record.reference,
            body=record.body,
            held_on=iso(record.on),
            quorum=f"{record.quorum.version} {record.quorum.sha256}" if record.quorum else "",
            objectives=record.objectives,
            objectives_set=[
                {"what": row.text, "owner": row.owner.person.name, "due": iso(row.due)} for row in rows
            ],
            items=[_numbered(item) for item in record.item_rows],
        )  # fmt: skip


def _numbered(item: "AgendaItem") -> dict[str, Any]:
    about = item.proposal or item.site
    known = {"position": item.position, "kind": item.kind, "about": about.reference if about else item.title}
    said = {"outcome": item.outcome, "late_reason": item.late_reason, "quorum_missing": item.quorum_missing() or ""}
    return _item(item) | known | said
