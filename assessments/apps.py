"""The assessments app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("assessments")

    def ready(self) -> None:
        """Declare duties, listen to ground that moves, enter navigation, disposals and what can be searched."""
        from anpr_governance.desk import search
        from anpr_governance.documents.disposing import disposes
        from anpr_governance.pages import nav
        from anpr_governance.workflow import effects
        from assessments import duties, tasks  # noqa: F401 - duties declare themselves
        from assessments.models import Need, Proposal, StrategicAssessment, disposing

        effects.handles("assessments.ground_moved", tasks.tell_of_moved_ground)
        effects.handles("assessments.advice_asked", tasks.tell_asked)
        effects.handles("cameras.ceased", tasks.report_ceased)
        disposes("consultation_response", disposing.RESPONSES)
        disposes("stakeholder_contact", disposing.CONTACTS)
        nav.register("assessments", _("Assessments"), "assessments", 20)
        nav.register("needs", _("Needs"), "needs", 25)
        nav.register("proposals", _("Proposals"), "proposals", 30)
        nav.register("meetings", _("Meetings"), "meetings", 35)
        search.register(_("Strategic assessment"), StrategicAssessment, ("area",))
        search.register(_("Pressing social need"), Need, ("title", "conclusion"))
        search.register(_("Proposal"), Proposal, ("title", "description"))
