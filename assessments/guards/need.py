"""What stands against the steps of a pressing social need (G 3). Each asks the record itself and writes nothing."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import guard
from assessments.states import Ground

if TYPE_CHECKING:
    from assessments.models import Need


@guard("G 3.1")
def factor_unanswered(need: "Need", by: Any, on: date) -> str | None:
    """The eight factors are eight answers with analysis; the alternatives are asked for on their own (T033–T040)."""
    rows = facts("need_factors")["need_factors"]
    missing = [_(row["label"]) for name, row in rows.items() if name != "alternatives" and not need.answered(name)]
    return _("Answer these factors with their analysis: %(what)s.") % {"what": ", ".join(missing)} if missing else None


@guard("G 1.7")
def no_alternative(need: "Need", by: Any, on: date) -> str | None:
    """Another tactic was considered, and why it is not enough (T011)."""
    if need.answered("alternatives"):
        return None
    return _("Name at least one other tactic, whether it intrudes less or more, and why it is not enough.")


@guard("G 3.2")
def no_weighing(need: "Need", by: Any, on: date) -> str | None:
    """The factors are weighed against each other (T041)."""
    return None if need.weighing.strip() else _("Weigh the factors against each other in words.")


@guard("G 3.2")
def no_conclusion(need: "Need", by: Any, on: date) -> str | None:
    """No conclusion, no submission (T041)."""
    return None if need.conclusion.strip() else _("Say what you conclude from the weighing.")


@guard("G 1.6")
def no_ground(need: "Need", by: Any, on: date) -> str | None:
    """A need stands on a threat that somebody assessed (T009)."""
    return None if need.ground_rows else _("Name the ground on which it stands, and the assessment that evidences it.")


@guard("G 2.1.2")
def ground_without_evidence(need: "Need", by: Any, on: date) -> str | None:
    """A ground counts with evidence in an endorsed assessment that is in date (T025)."""
    bare = [row for row in need.ground_rows if not row.is_evidenced(on)]
    if not bare:
        return None
    sentence = _("No endorsed assessment in date evidences: %(what)s. Leave it out, or have it assessed first.")
    return sentence % {"what": ", ".join(row.get_ground_display() for row in bare)}


@guard("G 2.5.1")
def reassurance_only(need: "Need", by: Any, on: date) -> str | None:
    """Reassurance alone justifies no camera: the aim is to detect, deter and disrupt crime (T031)."""
    reassuring = {name for name, row in facts("grounds")["grounds"].items() if row.get("reassurance")}
    grounds = {row.ground for row in need.ground_rows}
    if not grounds or grounds - reassuring or need.crime_aim():
        return None
    sentence = _(
        "“%(ground)s” is the only ground. Say under “How ANPR helps” how it detects, deters and disrupts crime."
    )
    return sentence % {"ground": Ground(grounds.pop()).label}


@guard("G 1.8")
def assessment_not_in_force(need: "Need", by: Any, on: date) -> str | None:
    """It is confirmed against the assessment that is endorsed and in date."""
    moved = [row for row in need.ground_rows if row.assessment_now(on) is None]
    if not moved:
        return None
    sentence = _("These assessments are not endorsed or not in date: %(what)s. Have a new version endorsed first.")
    return sentence % {"what": ", ".join(sorted({row.assessment.reference for row in moved}))}


@guard("G 2.1.2")
def ground_no_longer_evidenced(need: "Need", by: Any, on: date) -> str | None:
    """The version now in force still evidences each ground."""
    now = {row: row.assessment_now(on) for row in need.ground_rows}
    bare = [row for row, found in now.items() if found is not None and row.ground not in found.evidenced_grounds()]
    if not bare:
        return None
    sentence = _("The assessment now in force has no evidence for: %(what)s. Establish a new version of the need.")
    return sentence % {"what": ", ".join(row.get_ground_display() for row in bare)}
