"""The desk app of the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "anpr_governance.desk"
    label = "desk"
    verbose_name = _("desk")
