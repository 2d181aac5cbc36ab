"""The dpia app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DpiaConfig(AppConfig):
    name = "dpia"
    verbose_name = _("dpia")

    def ready(self) -> None:
        """Enter the navigation and the search, and declare the duties."""
        from anpr_governance.desk import search
        from anpr_governance.pages import nav
        from dpia import duties  # noqa: F401 - declares what falls due
        from dpia.models import Dpia

        nav.register("dpias", _("DPIAs"), "dpias", 40)
        search.register(_("DPIA"), Dpia, ("title",))
