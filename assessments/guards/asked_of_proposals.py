"""What a careful reader will ask of a proposal (G 1.3, 6.1). Advice, never a block."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from assessments.guards.noting import Found, Row, count, rule, speaks_of

if TYPE_CHECKING:
    from assessments.models import Proposal


@rule("proposal")
def purely_local(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """No ground reaches beyond the area (T074)."""
    grounds = {ground.ground for ground in proposal.need.ground_rows} if proposal.need else set()
    if grounds and not grounds & set(row["beyond"]):
        yield Found("#cameras", "cameras")


@rule("proposal")
def lists_unnamed(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """Places are chosen with an eye on the vehicles that are looked for (T073)."""
    task = proposal.task(row["task"])
    if task is not None and task.is_done and not speaks_of(task.answer, row["words"]):
        yield Found(f"task/{row['task']}/#id_answer", "tasks")


@rule("proposal")
def community_without_cost(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """Low cost is no reason, and hidden cost is none either (T030)."""
    if proposal.initiator.strip() and proposal.cost_to_force is None:
        yield Found("edit/#id_cost_to_force", "facts")


@rule("proposal")
def initiator_unnamed(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """Whose interest is served is said (T030)."""
    asked = proposal.assessment is not None and proposal.assessment.is_community_initiative()
    if asked and not proposal.initiator.strip():
        yield Found("edit/#id_initiator", "facts")


@rule("proposal")
def gap_unfilled(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """A place that no gap asks for (T004)."""
    gaps = proposal.assessment.gap_rows if proposal.assessment else []
    if gaps and not any(gap.filled_by_id == proposal.pk for gap in gaps):
        yield Found("gaps/", "gaps")


@rule("proposal")
def could_be_shared(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """As few cameras as possible (T003)."""
    for camera in proposal.camera_rows:
        if camera.shareable and not camera.why_not.strip():
            known = {"site": camera.site.title}
            yield Found(f"cameras/{camera.site.reference}/#id_why_not", "cameras", known)


@rule("proposal")
def exception_short(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """What makes a case exceptional takes more than a line (T077)."""
    for place in proposal.site_rows:
        if place.is_exceptional and 0 < count(place.exceptional_reason) < row["words"]:
            known = {"site": place.site.title, "n": count(place.exceptional_reason)}
            yield Found(f"sites/{place.pk}/exceptional/#id_exceptional_reason", "sites", known)


@rule("proposal")
def nobody_answered(proposal: "Proposal", on: date, row: Row) -> Iterator[Found]:
    """Silence is not consent (G 5.3b)."""
    asked = proposal.consultation
    if asked is not None and asked.closed_on is not None and not asked.responses.exists():
        yield Found("consultation/#id_method", "consultation")
