"""What stands against the preparation of a proposal (G 5, 6). Each asks the record itself and writes nothing."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import guard

if TYPE_CHECKING:
    from assessments.models import Proposal


@guard("G 6.1")
def no_site(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A proposal is about places."""
    return None if proposal.site_rows else _("Add the site or sites that are proposed.")


@guard("G 6.1")
def assessment_not_in_date(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Nothing is proposed unless an assessment supports considering it (T009, T072)."""
    if proposal.assessment is not None and proposal.assessment.in_date(on):
        return None
    return _("Name the strategic assessment that supports it. It has to be endorsed and in date.")


@guard("G 1.6")
def no_purpose(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The purpose is one of the statute's, never words of one's own (T010)."""
    if proposal.purpose in facts("law_enforcement_purposes")["law_enforcement_purposes"]:
        return None
    return _("Choose the law enforcement purpose from the list of the Data Protection Act.")


@guard("G 6.1.2")
def cameras_not_reviewed(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The nearest camera of every owner is looked at: duplicate, mitigation, sharing (T002, T003, T074)."""
    open_rows = proposal.cameras_unanswered()
    if open_rows:
        names = ", ".join(site.title for site in open_rows)
        return _("Say for each of these cameras whether it duplicates and can be shared: %(names)s.") % {"names": names}
    if proposal.cameras_looked_at():
        return None
    return _("Look for existing and partner cameras nearby, and record what you found.")


@guard("G 1.3 b3")
def nothing_shareable(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A camera nearby was found that can be shared (T003)."""
    if any(row.shareable for row in proposal.camera_rows):
        return None
    return _("Record first of which camera nearby it can be shared or used.")


@guard("G 5.1.4")
def no_stakeholders(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Those who are consulted are named with why (T061)."""
    if proposal.has_stakeholders:
        return None
    return _("Name at least one stakeholder, and why they have an interest.")


@guard("G 4.1")
def no_dpia_begun(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The assessment of data protection begins at the start of the proposal."""
    return None if proposal.newest_dpia() is not None else _("Begin the data protection impact assessment first.")


@guard("G 5.3b")
def no_pack(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Consultees are told without exact places (T067)."""
    if proposal.consultation is not None and proposal.consultation.pack_id is not None:
        return None
    return _("Make the pack for consultees, which names no exact place.")


@guard("G 5.3b")
def pack_names_a_place(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A site that was added after the pack was made may stand in its words (T067)."""
    content = proposal.consultation.pack_content if proposal.consultation is not None else {}
    named = proposal.places_named(content["words"]) if content else []
    if not named:
        return None
    return _("The pack names a place of the proposal: %(what)s. Make it anew without.") % {"what": ", ".join(named)}


@guard("G 5.3b")
def extent_unjustified(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Method and extent follow from the need and from what it means for privacy (T066)."""
    asked = proposal.consultation
    if asked is not None and asked.methods and asked.extent_reason.strip():
        return None
    return _("Say by which methods people are consulted, and why this extent fits the need and the impact on privacy.")


@guard("G 5.1")
def task_open(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Every task of the list is done, each with date and person (T057)."""
    titles = proposal.open_task_titles()
    return _("These tasks are open: %(what)s.") % {"what": "; ".join(titles)} if titles else None


@guard("App A")
def matrix_not_looked_up(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Each place has its codes for the grounds of the need, with the edition of the matrix (T076)."""
    grounds = proposal.evidenced_grounds(on) if proposal.need is not None else set()
    rows = [row for row in proposal.site_rows if not row.matrix or (grounds and set(row.matrix) != grounds)]
    bare = [row.site.title for row in rows]
    if not bare:
        return None
    return _("Look the matrix up for these places; it needs their kind: %(what)s.") % {"what": ", ".join(bare)}


@guard("App A")
def exceptional_without_reason(proposal: "Proposal", by: Any, on: date) -> str | None:
    """*Exceptional cases only* needs what makes this case one (T077)."""
    bare = [row.site.title for row in proposal.site_rows if row.is_exceptional and not row.exceptional_reason.strip()]
    if not bare:
        return None
    sentence = _("The matrix advises exceptional cases only. Say what makes this one exceptional: %(what)s.")
    return sentence % {"what": ", ".join(bare)}


@guard("G 5.1.2")
def need_not_established(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A pressing social need is established (T009)."""
    if proposal.need is not None and proposal.need.state == "established":
        return None
    return _("Link a pressing social need that the strategic lead has established.")


@guard("G 5.1.2")
def need_lapsed(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The need stands on assessments that are in date."""
    if proposal.need is None or proposal.need.state != "established" or proposal.need.holds(on):
        return None
    return _("The need has lapsed: its assessment ran out or was superseded. Have it confirmed first.")


@guard("G 5.3b")
def consultation_open(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The consultation is closed."""
    if proposal.consultation is not None and proposal.consultation.closed_on is not None:
        return None
    return _("Close the consultation when everybody has had time to answer.")


@guard("G 5.3b")
def responses_unanswered(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Whoever answered gets an answer."""
    count = proposal.consultation.responses.filter(answered_on__isnull=True).count() if proposal.consultation else 0
    return _("Read and answer every response: %(count)d have no answer.") % {"count": count} if count else None


@guard("G 5.3b")
def responses_unread(proposal: "Proposal", by: Any, on: date) -> str | None:
    """What came by the public page is read by a person of the case."""
    count = proposal.consultation.unread.count() if proposal.consultation else 0
    return _("Read every response of the public page: %(count)d are unread.") % {"count": count} if count else None


@guard("G 5.3b")
def limited_without_reasons(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A limited consultation gives its full reasons (T063, T069)."""
    consultation = proposal.consultation
    if consultation is None or consultation.extent != "limited" or consultation.limited_with_reasons:
        return None
    return _("The consultation is limited. Give the full reasons for it.")


@guard("G 1.11")
def dpia_unfinished(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The DPIA is past the DPO's advice (T062)."""
    if proposal.has_advised_dpia:
        return None
    return _("The data protection impact assessment does not await sign-off yet.")
