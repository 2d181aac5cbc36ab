"""What follows in this app when ground moves: owners of what stands on it are told; safe to repeat."""

from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow import notices
from assessments.models import Meeting, Need, Proposal, StrategicAssessment
from assessments.states import Body

OWNERS = (Role.ANPR_MANAGER, Role.STRATEGIC_LEAD)


def tell_of_moved_ground(key: str) -> None:
    """An assessment was superseded or withdrawn: one line for each need and unfinished proposal that stands on it."""
    assessment: StrategicAssessment = notices.record_of(key)
    needs = Need.objects.filter(grounds__assessment=assessment).in_state("established").distinct()
    proposals = Proposal.objects.filter(assessment=assessment).unfinished()
    for record in [*needs.select_related("organisation"), *proposals.select_related("organisation")]:
        _tell(record, assessment, key)


def report_ceased(key: str) -> None:
    """A site ceased: it goes on the agenda of the next strategy group, once one is called."""
    site = notices.record_of(key)
    held = Meeting.objects.filter(organisation=site.organisation, body=Body.STRATEGY_GROUP, on__gte=clock.today())
    coming = held.exclude(decisions__step="sign_minutes").select_related("organisation").order_by("on").first()
    if coming is not None:
        coming.report_ceased()


def tell_asked(key: str) -> None:
    """Advice was asked: whoever is asked is told."""
    assessment: StrategicAssessment = notices.record_of(key)
    task = assessment.advice()
    if task is None or task.is_done or task.asked_of is None:
        return
    text = _("Your advice is asked on the assessment %(reference)s.") % {"reference": assessment.reference}
    path = f"{assessment.get_absolute_url()}advice/"
    notices.write([task.asked_of.person], assessment.organisation, "step", f"asked:{key}"[:200], text, path)


def _tell(record: Any, assessment: StrategicAssessment, key: str) -> None:
    text = _("The ground of %(reference)s moved: assessment %(assessment)s is now “%(state)s”.")
    said = {"reference": record.reference, "assessment": assessment, "state": assessment.get_state_display()}
    people = notices.holders(record.organisation, OWNERS)
    kept = f"moved:{record.reference}:{key}"[:200]
    notices.write(people, record.organisation, "duty", kept, text % said, record.get_absolute_url())
