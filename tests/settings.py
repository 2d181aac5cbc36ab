"""The product's settings for tests: a database in a file, and no secret worth keeping.

`DATABASE_URL` and `CELERY_BROKER_URL` choose the servers; without them each test process has a folder of
its own with a SQLite file and the file-system broker, removed when it ends.
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="anpr-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ.update({"SECRET_KEY": "tests-only", "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1"})
os.environ.update({"DEBUG": "0", "DEMO": "0", "VAR_DIR": str(_folder), "MAP_TILES_URL": ""})
os.environ.update({"AUDIT_WITNESS": "", "TRUSTED_PROXIES": "", "CACHE_URL": "locmemcache://", "EMAIL_URL": ""})
if os.environ.get("TEST_DEMO"):  # a process that tells the demonstration which many tests begin with
    os.environ.update({"DEMO": "1", "ALLOWED_HOSTS": "localhost"})
# Counters of each test process are its own: one clears them before every test.
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or f"sqlite:///{_folder}/main.sqlite3"
os.environ["CELERY_BROKER_URL"] = os.environ.get("CELERY_BROKER_URL") or "filesystem://"
if _numbered := re.fullmatch(r"(redis://.*/)(\d+)", os.environ["CELERY_BROKER_URL"]):
    # So are its queues: a worker that one process starts must not take the tasks of the other.
    _process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
    os.environ["CELERY_BROKER_URL"] = f"{_numbered[1]}{(int(_numbered[2]) - _process) % 16}"

from anpr_governance.settings import *  # noqa: E402, F403
from anpr_governance.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: or WAL, IMMEDIATE and a second process would never be tried.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
elif os.environ.get("TEST_TEMPLATE"):
    _template = os.environ["TEST_TEMPLATE"] + ("_told" if os.environ.get("TEST_TOLD") else "")
    DATABASES["default"]["TEST"] = {"TEMPLATE": _template}  # made once by `make test`

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
STRICT_TEMPLATES = True  # a template that prints what nobody gave is an error
STATIC_ROOT = _folder / "static"
STATIC_ROOT.mkdir()
# The test client and the browser speak plain http; tests/architecture asks a fresh process for the real values.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
