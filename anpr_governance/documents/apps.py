"""The documents app of the kernel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "anpr_governance.documents"
    label = "documents"
    verbose_name = _("documents")
