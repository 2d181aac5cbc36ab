"""The pages of kernel facts: my work, duties, people, audit, search, help and statements."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "anpr_governance.desk"
    label = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        """Enter the kernel's words of the navigation."""
        from anpr_governance.pages import nav

        nav.register("work", _("My work"), "my-work", 0, permission="")
        nav.register("duties", _("Duties"), "duties", 80)
        nav.register("people", _("People"), "people", 90, permission="view_people")
        nav.register("audit", _("Audit"), "audit", 95, permission="view_audit")
