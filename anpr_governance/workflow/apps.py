"""Steps, offers, seals, hats, tasks and the outbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "anpr_governance.workflow"
    label = "workflow"
    verbose_name = _("workflow")

    def ready(self) -> None:
        """Register the kernel's own outbox handler."""
        from anpr_governance.workflow import effects, notices

        effects.handles("workflow.tell", notices.tell)
