"""The Celery application; its tasks are thin and idempotent, driven by rows (docs/architecture.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anpr_governance.settings")

app = Celery("anpr_governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
