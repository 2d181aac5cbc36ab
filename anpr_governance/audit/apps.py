"""The audit chain and the access log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "anpr_governance.audit"
    label = "audit"
    verbose_name = _("audit")
