"""What stands against the steps of a strategic assessment (G 2). Each asks the record itself and writes nothing."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.database.functions import add_days, add_months
from anpr_governance.regulation import facts, facts_for
from anpr_governance.workflow.reasons import guard

if TYPE_CHECKING:
    from assessments.models import StrategicAssessment

CONSIDERED_FIRST = ("cni", "borders", "crowded_places", "ct_intelligence")
COMMUNITY = ("community_initiative", "initiator", "cost_to_force")
HELD_BY_OTHERS = (*CONSIDERED_FIRST, *COMMUNITY, "major_crime_advice", "vehicle_movements", "privacy_weight")
"""Questions that a guard of their own asks for."""


def _labels(questions: list[str]) -> str:
    return ", ".join(_(facts("threat_categories")["questions"][name]["label"]) for name in questions)


@guard("G 2.1.1")
def category_unanswered(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """Each of the four categories is answered, or marked not relevant with a reason (T024)."""
    rows = facts("threat_categories")["threat_categories"]
    missing = [_(row["label"]) for name, row in rows.items() if not assessment.category_considered(name)]
    if not missing:
        return None
    sentence = _("Say whether these categories are relevant, and why if one is not: %(what)s.")
    return sentence % {"what": "; ".join(missing)}


@guard("G 2.1.1")
def question_unanswered(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """A relevant category has its analysis."""
    missing = [name for name in assessment.unanswered() if name not in HELD_BY_OTHERS]
    return _("Answer these questions: %(what)s") % {"what": _labels(missing)} if missing else None


@guard("G 2.1.2")
def evidence_missing(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """A category that is ticked without evidence does not count (T025)."""
    rows = facts("threat_categories")["threat_categories"]
    backed = assessment.evidenced_grounds()
    bare = [_(rows[name]["label"]) for name in assessment.relevant() if not backed & set(rows[name]["grounds"])]
    if not bare:
        return None
    return _("Add an item of evidence with source, effective date and analysis for: %(what)s.") % {
        "what": "; ".join(bare)
    }


@guard("G 2.2.1")
def national_security_unconsidered(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """The four subjects of national security are considered, if only to say that there is nothing (T026)."""
    missing = [name for name in assessment.unanswered() if name in CONSIDERED_FIRST]
    return (
        _("Consider each of these, even if there is nothing: %(what)s") % {"what": _labels(missing)}
        if missing
        else None
    )


@guard("G 2.3.1")
def advice_not_asked(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """The staff who investigate major crime are asked (T028)."""
    if assessment.advice() is not None:
        return None
    return _("Ask the staff who investigate serious, organised and major crime for their advice.")


@guard("G 2.3.1")
def advice_outstanding(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """Their advice came, or its absence is recorded after a reminder."""
    advice = assessment.advice()
    if advice is None or advice.is_done:
        return None
    return _("The advice of the major crime staff has not come. Record it, or after a reminder that none came.")


@guard("G 2.4.1")
def vehicle_movements_missing(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """Local crime counts as far as vehicles play a part in it (T029)."""
    if "vehicle_movements" not in assessment.unanswered():
        return None
    return _("Say what part vehicle movements play in local crime.")


@guard("G 2.5.1")
def community_incomplete(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """A community's initiative names who asked and what it costs the force (T030)."""
    missing = [name for name in assessment.unanswered() if name in COMMUNITY]
    return _("Complete the community's initiative: %(what)s") % {"what": _labels(missing)} if missing else None


@guard("G 2.5.1")
def local_crime_unassessed(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """A community's initiative stands only beside an assessment of local crime (T030)."""
    if not assessment.is_community_initiative() or "local_crime" in assessment.relevant():
        return None
    return _("A community asked for it, so local crime has to be assessed as well.")


@guard("G 2.5.2")
def privacy_unweighed(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """The less serious the crime, the more privacy counts (T032)."""
    if "privacy_weight" not in assessment.unanswered():
        return None
    return _("Weigh privacy against how serious the crime is.")


@guard("G 1.8")
def next_review_undated(assessment: "StrategicAssessment", by: Any, on: date) -> str | None:
    """The next review lies within the interval in force (T013)."""
    rule = facts_for("intervals", assessment.organisation.code, on)["intervals"]["assessment_review"]
    last = add_months(on, rule["at_most_months"])
    if assessment.next_review_on is not None and on < assessment.next_review_on <= last:
        return None
    return _("Give the day of the next review: after today and not after %(last)s.") % {"last": last.isoformat()}


def reminder_days(assessment: "StrategicAssessment", on: date) -> int:
    """Days to wait for the major crime staff before a reminder, and again before absence is recorded."""
    rule = facts_for("intervals", assessment.organisation.code, on)["intervals"]["major_crime_reminder"]
    return int(rule["days"])


def waited(since: date | None, days: int, on: date) -> bool:
    """Whether `days` have gone by since `since`."""
    return since is not None and add_days(since, days) <= on
