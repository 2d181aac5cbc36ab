"""The project package: wiring, and the kernel of idioms that every app stands on."""

from anpr_governance import checks as _checks  # noqa: F401 - registers them
from anpr_governance.celery import app as celery_app

__all__ = ["celery_app"]
