"""The front end of the product."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "anpr_governance.pages"
    label = "pages"
    verbose_name = _("pages")
