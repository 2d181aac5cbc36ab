"""The thread of justification of a proposal: from the assessment to the review, with its gaps (G 1.8, 5.1; P L16)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.pages.markup import short_date
from anpr_governance.pages.views import GapNote, ThreadStep
from assessments.models.proposal_content import WORKED_ON
from assessments.states import ProposalState
from cameras.states import COLLECTING

UNDECIDED = (*WORKED_ON, ProposalState.READY, ProposalState.DECIDING)
IN_FORCE = ("endorsed", "established", "signed_off")
ENDED = ("superseded", "withdrawn", "not_established", "refused")


def thread_of(obj: Any, today: date) -> list[ThreadStep]:
    """Assessment, need, proposal, consultation, DPIA, the bodies in their order, sites, review."""
    return [
        assessment(obj, today), _record(obj, _("Need"), obj.need), proposal(obj), consultation(obj),
        _record(obj, _("DPIA"), obj.newest_dpia()), *(entry(obj, one) for one in obj.entries), sites(obj), review(obj),
    ]  # fmt: skip


def gaps_of(obj: Any, today: date) -> list[GapNote]:
    """What the thread lacks while it is not decided yet, each with the clause and where it is mended."""
    here, found = obj.get_absolute_url(), []
    if obj.state not in UNDECIDED:
        return []
    if obj.assessment is not None and not obj.assessment.in_date(today):
        sentence = _("The assessment it stands on ran out, or a later version was endorsed.")
        found.append(GapNote(_("ground moved"), sentence, "G 1.8"))
    if obj.need is not None and obj.need.state in ENDED:
        sentence = _("The need that it answers no longer stands. Link the one that does, or withdraw the proposal.")
        href = f"{here}edit/" if obj.state in WORKED_ON else ""
        found.append(GapNote(_("need"), sentence, "G 5.1.2", href, _("Change what is proposed")))
    return found


def assessment(obj: Any, today: date) -> ThreadStep:
    """The assessment, and whether it still carries the proposal."""
    step, record = _record(obj, _("Assessment"), obj.assessment), obj.assessment
    if record is None or obj.state not in UNDECIDED or record.in_date(today):
        return step
    words = step.words if record.state != "endorsed" else _("Ran out on %(day)s")
    return ThreadStep(step.name, "gap", words % {"day": short_date(record.next_review_on)}, step.label, step.href)


def _record(obj: Any, name: Any, record: Any) -> ThreadStep:
    if record is None:
        late = obj.state in (ProposalState.READY, ProposalState.DECIDING, ProposalState.APPROVED)
        return ThreadStep(name, "gap" if late else "ahead", _("Missing") if late else _("Not linked yet"))
    mark = "done" if record.state in IN_FORCE else "gap" if record.state in ENDED else "waits"
    return ThreadStep(name, mark, record.get_state_display(), record.reference, record.get_absolute_url())


def proposal(obj: Any) -> ThreadStep:
    """The proposal itself: how far its own work is."""
    name, sent = _("Proposal"), obj.submitted_on()
    if obj.state in (ProposalState.DECIDING, ProposalState.APPROVED, ProposalState.REFUSED) and sent:
        words = _("Version %(n)s submitted %(day)s") % {"n": obj.version, "day": short_date(sent)}
        return ThreadStep(name, "done", words, obj.reference, "")
    if obj.state == ProposalState.WITHDRAWN:
        return ThreadStep(name, "gap", _("Withdrawn"), obj.reference, "")
    open_ = len([task for task in obj.listed_tasks() if not obj.is_ended(task.kind)])
    words = _("%(n)s tasks open") % {"n": open_} if open_ else obj.get_state_display()
    return ThreadStep(name, "here", words, obj.reference, "#tasks")


def consultation(obj: Any) -> ThreadStep:
    """Whether people were asked, and how far."""
    name, record = _("Consultation"), obj.consultation
    if record is None or record.opened_on is None:
        return ThreadStep(name, "ahead", _("Not opened yet"))
    if record.closed_on is None:
        return ThreadStep(name, "here", _("Open since %(day)s") % {"day": short_date(record.opened_on)}, "", "")
    words = _("Closed %(day)s, limited") if record.extent == "limited" else _("Closed %(day)s")
    words %= {"day": short_date(record.closed_on)}
    return ThreadStep(name, "done", words, _("Record"), "#consultation")


def entry(obj: Any, one: Any) -> ThreadStep:
    """A body or a person of the route."""
    rows = [row for row in obj.decision_rows if row.position == one.position and row.version == obj.version]
    if one.position in obj.approved_positions():
        return ThreadStep(one.title, "done", _("Approved %(day)s") % {"day": short_date(rows[-1].on)})
    if rows and rows[-1].step == "refuse":
        return ThreadStep(one.title, "gap", _("Refused %(day)s") % {"day": short_date(rows[-1].on)})
    if obj.state == ProposalState.DECIDING and obj.present_entry() == one:
        return ThreadStep(one.title, "here", _("Decides now"))
    return ThreadStep(one.title, "ahead", _("Final decision") if one.is_last else _("Decides first"))


def sites(obj: Any) -> ThreadStep:
    """How far its places are."""
    rows = [row.site for row in obj.site_rows]
    if len(rows) != 1:
        live = len([site for site in rows if site.state in COLLECTING])
        words = _("%(live)s of %(all)s live") % {"live": live, "all": len(rows)} if rows else _("None added yet")
        return ThreadStep(_("Sites"), "done" if rows and live == len(rows) else "ahead", words, "", "")
    mark = "done" if rows[0].state in COLLECTING else "here" if rows[0].state in ("approved", "installed") else "ahead"
    mark = "gap" if rows[0].state in ENDED else mark
    words = rows[0].get_state_display() if rows[0].state else ""
    return ThreadStep(_("Site"), mark, words, rows[0].reference, rows[0].get_absolute_url())


def review(obj: Any) -> ThreadStep:
    """The newest annual review of its places, once one collects."""
    collecting = [row.site for row in obj.site_rows if row.site.state in COLLECTING]
    newest = collecting[0].reviews.select_related("organisation").order_by("-pk").first() if collecting else None
    if newest is None:
        return ThreadStep(_("Review"), "ahead", _("A year after it is live"))
    mark = "done" if newest.state == "confirmed" else "here"
    return ThreadStep(_("Review"), mark, newest.get_state_display(), newest.reference, newest.get_absolute_url())
