"""The front end of the product."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "anpr_governance.pages"
    label = "pages"
    verbose_name = _("pages")

    def ready(self) -> None:
        """Exports of many rows are handed to a worker."""
        from anpr_governance.pages import exporting
        from anpr_governance.workflow import effects

        effects.handles(exporting.KIND, exporting.hand_on)
