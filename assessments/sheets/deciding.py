"""The bytes of a proposal and of minutes, as whoever decides or signs sees and seals them."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld
from assessments.sheets.parts import iso, named, plain

if TYPE_CHECKING:
    from assessments.models import AgendaItem, Meeting, Proposal


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
