"""Settings: environment variables only, and nothing is less safe because one is absent.

The README has the table of the variables; `make run` writes an ignored `.env` for the demonstration.
"""

import sys
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any, NoReturn
from warnings import catch_warnings

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from anpr_governance import logs

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    environ.Env.read_env(BASE_DIR / ".env")  # the process environment wins


# A real server never serves with the demonstration's password, plain http or tracebacks.
UNDER_SERVER = not {"gunicorn", "uwsgi", "uvicorn", "hypercorn", "daphne", "mod_wsgi"}.isdisjoint(sys.modules)


def _refuse(sentence: str) -> NoReturn:
    """Stop before anything runs: exit 2 with one sentence; 3 in a worker of gunicorn, which else starts another."""
    print(sentence, file=sys.stderr)
    raise SystemExit(3 if UNDER_SERVER else 2)


_missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL") if not env.str(name, "")]
if _missing:
    _refuse(f"Set {', '.join(_missing)} in the environment or in .env, then run this again.")


def _parsed(name: str, read: Callable[[str], Any], default: str = "") -> dict[str, Any]:
    """What an address in the environment says; one that nobody can read ends the process."""
    try:
        with catch_warnings(action="error"):
            parsed = dict(read(env.str(name, "") or default))
    except (ImproperlyConfigured, KeyError, ValueError, AttributeError, UserWarning):
        _refuse(f"{name} is no address that this product can read. See the table of settings in README.md.")
    if not any(parsed.get(key) for key in ("ENGINE", "BACKEND", "EMAIL_BACKEND")):
        _refuse(f"{name} has a scheme that this product does not know. See the table of settings in README.md.")
    return parsed


def _is_network(text: str) -> bool:
    try:
        return bool(ip_network(text))
    except ValueError:
        return False


SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
DEMO_PASSWORD = "roadside-demo"  # noqa: S105 - no secret: MembershipBackend refuses it without DEMO

for _name, _on in (("DEBUG", DEBUG), ("DEMO", DEMO)):
    if _on and UNDER_SERVER:
        _refuse(f"Unset {_name}: it is refused under gunicorn and every other real server.")
if DEMO and not {"127.0.0.1", "localhost", "[::1]"}.issuperset(ALLOWED_HOSTS):
    _refuse("Set ALLOWED_HOSTS to 127.0.0.1 or localhost: DEMO works on the loopback address only.")

VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var")

INSTALLED_APPS = [
    "anpr_governance.database",
    "anpr_governance.regulation",
    "anpr_governance.audit",
    "anpr_governance.organisations",
    "anpr_governance.workflow",
    "anpr_governance.duties",
    "anpr_governance.documents",
    "anpr_governance.pages",
    "anpr_governance.desk",
    "cameras",
    "assessments",
    "dpia",
    "reviews",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "anpr_governance.audit.access.AccessLogMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "anpr_governance.urls"
WSGI_APPLICATION = "anpr_governance.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "anpr_governance.pages.jinja.environment",
            "context_processors": ["anpr_governance.pages.context.frame"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Data. No ATOMIC_REQUESTS: every GET would take SQLite's write lock.
DATABASES: dict[str, dict[str, Any]] = {"default": _parsed("DATABASE_URL", env.db_url_config)}
_known = DATABASES["default"]["ENGINE"].rpartition(".")[2] in {"sqlite3", "postgresql"}
if not _known or DATABASES["default"]["NAME"] in {"", ":memory:"}:
    _refuse("DATABASE_URL names no database of ours. Write sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME.")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(BASE_DIR / DATABASES["default"]["NAME"])  # the same file from any folder
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds that a second writer waits
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    # Compiling a long statement costs PostgreSQL a second, which no statement of ours gains back.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# Files that people hand in: closed to other accounts of the machine, never under a public address.
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Languages and dates.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# Static files: served by the application itself, hashed and compressed outside the demonstration.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO or DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Celery: the embedded file-system broker, or the server that CELERY_BROKER_URL names.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or "filesystem://"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False  # the outbox row waits and the sweep hands it on
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2  # seconds
if CELERY_BROKER_URL.startswith("filesystem://"):
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    _broker = VAR_DIR / "broker"
    for _folder in ("messages", "processed", "control", "tmp"):
        (_broker / _folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,  # seconds; the default of one second is one task a second
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,  # seconds until the task of a dead worker comes back
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "max_retries": 1,  # a page does not wait for a broker that is down
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
        "retry_on_timeout": False,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "hand on what waits in the outbox": {"task": "workflow.sweep", "schedule": 10.0},
    "seal the access log, write the witness": {"task": "audit.daily", "schedule": crontab(hour=0, minute=40)},
    "open, remind and escalate duties": {"task": "duties.open_due", "schedule": crontab(hour=1, minute=10)},
    "throw old exports away": {"task": "pages.throw_away", "schedule": crontab(hour=2, minute=10)},
    "mail the digest": {"task": "workflow.digest", "schedule": crontab(hour=6, minute=0)},
}

# A list as a file: of more rows a worker writes it, and it is kept for some days.
EXPORT_ROWS_AT_ONCE = 5000
EXPORT_DAYS = 7

# A rate limit counts in this cache, so several processes need one that they share.
_shared = CELERY_BROKER_URL if CELERY_BROKER_URL.startswith("redis") else "locmemcache://"
CACHES = {"default": _parsed("CACHE_URL", env.cache_url_config, _shared)}

# People and sign-in. Nobody signs up; MembershipBackend answers every permission.
AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["anpr_governance.organisations.backends.MembershipBackend"]
ANONYMOUS_USER_NAME = None  # guardian's anonymous person is off
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # MembershipBackend asks guardian's rows itself, by today's memberships
    "auth.W004",  # the address is unique without regard to case, by a constraint on lower(email)
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", "") or f"{'http' if DEMO else 'https'}://{ALLOWED_HOSTS[0]}"
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds: the one-time link of a new account
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "anpr_governance.organisations.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters the address; the one-time link proves it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "1/m/ip",
    "consultation_response": "30/h/ip",  # answers to consultations by their public pages
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: an administrator entered the address
MFA_TOTP_ISSUER = "ANPR governance"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if env.str("OIDC_ISSUER", ""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "force",
                "name": env.str("OIDC_NAME", "Single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": env.str("OIDC_ISSUER")},
            }
        ],
    }

# The browser. Everything is closed; the demonstration alone speaks plain http, on the loopback address.
SESSION_COOKIE_AGE = 8 * 3600  # seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "anpr_governance.pages.errors.csrf_failure"
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])  # addresses whose X-Forwarded-* headers are believed
if not all(_is_network(proxy) for proxy in TRUSTED_PROXIES):
    _refuse("TRUSTED_PROXIES holds something that is no network. Write addresses such as 10.0.0.0/24.")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MAP_TILES_URL = env.str("MAP_TILES_URL", "")  # https://tiles.example/{z}/{x}/{y}.png of the force; none by default
_tiles = ["/".join(MAP_TILES_URL.split("/")[:3])] if MAP_TILES_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, *_tiles],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
_closed = ["accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation"]
_closed += ["gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"]
PERMISSIONS_POLICY: dict[str, list[str]] = {name: [] for name in _closed}

# Mail, logs, and the witness of the audit chain.
_email = _parsed("EMAIL_URL", env.email_url_config, "filemail://" if DEMO else "smtp://localhost:25")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _email.get("EMAIL_HOST") or "localhost", _email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_USER") or "", _email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _email.get("EMAIL_USE_TLS", False), _email.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or "anpr-governance@localhost"
AUDIT_WITNESS = env.str("AUDIT_WITNESS", "") or str(VAR_DIR / "witness.jsonl")
LOGGING_CONFIG = "anpr_governance.logs.configure"
LOGGING = logs.for_people() if DEMO or DEBUG else logs.for_machines()
