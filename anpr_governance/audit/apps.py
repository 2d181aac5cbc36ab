"""The audit chain and the access log."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "anpr_governance.audit"
    label = "audit"
    verbose_name = _("audit")

    def ready(self) -> None:
        """Listen for sign-ins that worked and those that did not."""
        user_logged_in.connect(note_signed_in, dispatch_uid="audit.signed_in")
        user_login_failed.connect(note_sign_in_failed, dispatch_uid="audit.sign_in_failed")


def note_signed_in(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Enter a sign-in into the access log."""
    from anpr_governance.audit.access import note_request

    note_request(request, "signed in", f"person:{user.pk}")


def note_sign_in_failed(request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Enter a failed sign-in; not the name that was typed, which may be a password in the wrong box."""
    from anpr_governance.audit.access import note_request

    note_request(request, "sign-in failed")
