"""Settings of the benchmarks: as in production where it costs time, and Django's admin as the peer."""

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, _folder
from tests.settings import INSTALLED_APPS as PRODUCT_APPS

INSTALLED_APPS = [*PRODUCT_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.urls"
STRICT_TEMPLATES = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_ROOT = _folder / "collected"
SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E406", "admin.E408"]
DATABASES["default"]["CONN_MAX_AGE"] = None  # the server process whose CPU is read stays the same
CELERY_BROKER_URL = "memory://"  # nobody works off what the benchmarks leave in the outbox
CELERY_BROKER_TRANSPORT_OPTIONS = {}
