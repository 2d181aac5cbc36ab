"""What stands against the steps of a DPIA (`design/workflows.md` 5). Each asks the record itself and writes nothing."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anpr_governance.workflow import hats
from anpr_governance.workflow.reasons import guard

if TYPE_CHECKING:
    from dpia.models import Dpia


@guard("ICO step 1")
def plan_undescribed(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Steps 1 and 2 come before anybody is asked for a view."""
    return _count_open(len(dpia.unanswered({1, 2})), _("Answer the questions of steps 1 and 2 first: %(count)s open."))


@guard("DPA s.64(3)")
def questions_unanswered(dpia: "Dpia", by: Any, on: date) -> str | None:
    """The DPO reads all of steps 1 to 4."""
    return _count_open(len(dpia.unanswered({1, 2, 3, 4})), _("Answer every question of steps 1 to 4: %(count)s open."))


def _count_open(count: int, sentence: str) -> str | None:
    return sentence % {"count": count} if count else None


@guard("ICO step 5")
def no_risk_named(dpia: "Dpia", by: Any, on: date) -> str | None:
    """An assessment of the risks holds one at least (DPA s.64(3))."""
    return None if dpia.risk_rows else _("Name the risks to people in step 5. None stands there yet.")


@guard("ICO step 6")
def risk_without_measure(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Medium and high risks need measures, each with its effect and what is left (T049)."""
    bare = [str(risk.position) for risk in dpia.risks_without_measure()]
    sentence = ngettext(
        "Risk %(numbers)s needs a measure with its effect and the risk that is left.",
        "Risks %(numbers)s need a measure each, with its effect and the risk that is left.",
        len(bare),
    )
    return sentence % {"numbers": ", ".join(bare)} if bare else None


@guard("G 5.1.3")
def impact_unanswered(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Location, residents and those who pass through are three answers for each site or group (T047)."""
    count = len(dpia.unanswered_impacts())
    return _count_open(count, _("Answer the three impacts for every group of sites: %(count)s open."))


@guard("G 5.3b")
def consultation_missing(dpia: "Dpia", by: Any, on: date) -> str | None:
    """People are asked, or the full reasons for a limit are written down."""
    consultation = dpia.consulted
    if consultation is not None and consultation.recorded:
        return None
    return _("Record the consultation and close it, or give the full reasons for limiting it.")


@guard("G 4.1")
def covers_nothing(dpia: "Dpia", by: Any, on: date) -> str | None:
    """A version says which sites it is about, unless it is about the whole force."""
    if dpia.force_wide or dpia.coverage_rows:
        return None
    return _("Name the sites that it covers, or begin one for the whole force.")


@guard("G 4.1 fn1")
def system_type_missing(dpia: "Dpia", by: Any, on: date) -> str | None:
    """The type is chosen from the list (T045)."""
    return None if dpia.system_type else _("Choose the type of system from the list.")


@guard("G 1.13")
def increase_unanswered(dpia: "Dpia", by: Any, on: date) -> str | None:
    """The counts and the author's own answer are on the record (T022)."""
    answered = None not in (dpia.systems_before, dpia.systems_after, dpia.large_increase)
    return None if answered else _("Say how many ANPR systems there were and will be, and whether that is much more.")


@guard("G 1.13")
def regulator_undecided(dpia: "Dpia", by: Any, on: date) -> str | None:
    """A risk that is high before measures and lower after asks for a reasoned decision of the DPO."""
    decided = dpia.ico_needed is not None and dpia.ico_reason.strip()
    if decided or not dpia.high_before_measures():
        return None
    return _("A risk is high before its measures. Decide, with reasons, whether to consult the regulator.")


@guard("house")
def written_by_signer(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Approving is a hat of its own: whoever wrote this version does not wear it."""
    found = hats.conflicts(dpia, "approver", by, "")
    return found[0].sentence if found else None


@guard("ICO step 7")
def measure_without_owner(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Each measure goes into a plan: somebody does it by a day."""
    count = len(dpia.measures_without_owner())
    sentence = ngettext(
        "%(count)s measure has no owner or no date. Return it to the author to name them.",
        "%(count)s measures have no owner or no date. Return it to the author to name them.",
        count,
    )
    return sentence % {"count": count} if count else None


@guard("DPA s.65")
def no_request_pack(dpia: "Dpia", by: Any, on: date) -> str | None:
    """The regulator gets the assessment and what else a request holds."""
    request = dpia.open_request()
    return None if request is not None and request.pack_id else _("Add the pack that goes to the regulator.")


@guard("DPA s.65")
def reply_without_document(dpia: "Dpia", by: Any, on: date) -> str | None:
    """An outcome is what the regulator wrote."""
    request = dpia.open_request()
    return None if request is not None and request.document_id else _("Add the letter in which the regulator replied.")


@guard("ICO step 7")
def measures_not_approved(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Item 1 of the sign-off, on the content as it stands."""
    if dpia.sealed_on_content("approve_measures"):
        return None
    return _("The measures are not approved on this content.")


@guard("ICO step 7")
def residual_risk_not_approved(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Item 2 of the sign-off, on the content as it stands."""
    if dpia.sealed_on_content("approve_residual_risk"):
        return None
    return _("The risk that remains is not approved on this content.")


@guard("ICO step 7")
def outcomes_unanswered(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Items 5 to 7 of the sign-off, taken in their own form (T050)."""
    if None not in (dpia.advice_accepted, dpia.views_followed) and dpia.kept_under_review_by.strip():
        return None
    return _("Answer items 5 to 7: the DPO's advice, the responses, and who keeps it under review.")


@guard("G 1.11")
def advice_missing(dpia: "Dpia", by: Any, on: date) -> str | None:
    """The DPO's advice, on the content as it stands (T020)."""
    return None if dpia.binding_advice() else _("The data protection officer has not advised on this content.")


@guard("G 1.11")
def view_missing(dpia: "Dpia", by: Any, on: date) -> str | None:
    """The view of the senior person for overt surveillance, on the content as it stands (T020)."""
    if dpia.binding_view():
        return None
    return _("The senior person for overt surveillance has not given a view on this content.")


@guard("DPA s.65")
def regulator_unheard(dpia: "Dpia", by: Any, on: date) -> str | None:
    """A high risk that remains, a large increase, or the DPO's decision lead to the regulator first (T022, T023)."""
    reasons = dpia.regulator_reasons(on)
    if not reasons or dpia.regulator_lets_go_on():
        return None
    return _("The regulator has to be consulted first: %(reasons)s.") % {"reasons": "; ".join(reasons)}


@guard("ICO step 7")
def overruled_without_reasons(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Overruling the DPO needs reasons (T050)."""
    if dpia.advice_accepted is False and not dpia.advice_reasons.strip():
        return _("The advice is overruled. Give the reasons in items 5 to 7.")
    return None


@guard("ICO step 7")
def accepted_yet_against(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Accepting the advice not to proceed means not to sign."""
    advice = dpia.binding_advice()
    if advice is not None and advice.proceed is False and dpia.advice_accepted:
        return _("The accepted advice says that it cannot go ahead. Return it, or overrule the advice with reasons.")
    return None


@guard("ICO step 7")
def departed_without_reasons(dpia: "Dpia", by: Any, on: date) -> str | None:
    """Departing from what people said needs reasons (T050)."""
    if dpia.views_followed is False and not dpia.views_reasons.strip():
        return _("The decision departs from people's views. Give the reasons in items 5 to 7.")
    return None
