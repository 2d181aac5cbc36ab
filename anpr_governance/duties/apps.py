"""The duties app of the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "anpr_governance.duties"
    label = "duties"
    verbose_name = _("duties")
