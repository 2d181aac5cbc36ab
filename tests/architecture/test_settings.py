"""Configuration by environment alone: a missing or unsafe setting stops every command with exit 2 and one sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

SAFE = {"SECRET_KEY": "a" * 50, "ALLOWED_HOSTS": "anpr.force.example", "DATABASE_URL": "sqlite:///var/none.sqlite3"}
LOCAL = {**SAFE, "ALLOWED_HOSTS": "127.0.0.1", "DEMO": "1"}
SHOWN = (
    "DEBUG DEMO SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS PASSWORD_HASHERS "
    "MAP_TILES_URL TRUSTED_PROXIES CONTENT_SECURITY_POLICY CELERY_BROKER_URL CELERY_TIMEZONE TIME_ZONE "
    "CELERY_TASK_ACKS_LATE CELERY_BROKER_TRANSPORT_OPTIONS"
)
SHOW = (
    "import json; from anpr_governance import settings; "
    f"print(json.dumps({{n: getattr(settings, n) for n in '{SHOWN}'.split()}}))"
)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A copy of the two files that settings stand in, without the `.env` that this tree may have."""
    package = tmp_path / "anpr_governance"
    package.mkdir()
    for name in ("settings.py", "logs.py"):
        (package / name).write_text((ROOT / "anpr_governance" / name).read_text())
    (package / "__init__.py").write_text("")
    return tmp_path


def settings_with(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a fresh process that has only this environment."""
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def shown(folder: Path, **environment: str) -> dict[str, object]:
    """The settings as that process has them."""
    done = settings_with(folder, **environment)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", sorted(SAFE))
def test_a_missing_setting_is_named_and_ends_with_exit_2(elsewhere: Path, name: str) -> None:
    done = settings_with(elsewhere, **{key: value for key, value in SAFE.items() if key != name})
    assert done.returncode == 2
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_command_stops_when_nothing_is_set(elsewhere: Path) -> None:
    (elsewhere / "manage.py").write_text((ROOT / "manage.py").read_text())
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=elsewhere, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert all(name in done.stderr for name in SAFE)


@pytest.mark.parametrize(("name", "base"), [("DEBUG", SAFE), ("DEMO", LOCAL)])
def test_gunicorn_ends_with_the_switches_of_a_workbench(elsewhere: Path, name: str, base: dict[str, str]) -> None:
    (elsewhere / "anpr_governance" / "wsgi.py").write_text("from anpr_governance import settings as application")
    command = [sys.executable, "-m", "gunicorn", "anpr_governance.wsgi", "--bind=127.0.0.1:0"]
    environment = {**base, name: "1"}
    done = subprocess.run(
        command, cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3
    assert f"Unset {name}" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "postgres://user@host:port/name"),
        ("DATABASE_URL", "carrier-pigeon://loft/nest"),
        ("CACHE_URL", "carrier-pigeon://loft"),
        ("EMAIL_URL", "carrier-pigeon://loft"),
        ("TRUSTED_PROXIES", "the proxy"),
    ],
)
def test_a_setting_that_nobody_can_read_is_named(elsewhere: Path, name: str, value: str) -> None:
    done = settings_with(elsewhere, **{**SAFE, name: value})
    assert done.returncode == 2
    assert done.stderr.startswith(name)
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_demonstration_works_on_the_loopback_address_only(elsewhere: Path) -> None:
    done = settings_with(elsewhere, **{**SAFE, "DEMO": "1"})
    assert done.returncode == 2
    assert "loopback" in done.stderr


def test_nothing_is_less_safe_because_a_variable_is_absent(elsewhere: Path) -> None:
    values = shown(elsewhere, **SAFE)
    assert values["DEBUG"] is False
    assert values["DEMO"] is False
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SESSION_COOKIE_SECURE"] is True
    assert values["CSRF_COOKIE_SECURE"] is True
    assert values["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert values["MAP_TILES_URL"] == ""
    assert values["TRUSTED_PROXIES"] == []
    assert values["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_demonstration_speaks_plain_http(elsewhere: Path) -> None:
    values = shown(elsewhere, **LOCAL)
    assert values["SECURE_SSL_REDIRECT"] is False
    assert values["SESSION_COOKIE_SECURE"] is False


def test_the_process_environment_wins_over_the_file(elsewhere: Path) -> None:
    lines = [f"{name}={value}" for name, value in SAFE.items()]
    (elsewhere / ".env").write_text("\n".join([*lines, "DEBUG=1"]))
    assert shown(elsewhere)["DEBUG"] is True
    assert shown(elsewhere, DEBUG="0")["DEBUG"] is False


def test_the_security_policy_allows_nothing_inline_and_nothing_from_elsewhere(elsewhere: Path) -> None:
    policy = json.dumps(shown(elsewhere, **SAFE)["CONTENT_SECURITY_POLICY"])
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "data:" not in policy


def test_the_security_policy_follows_the_tile_server(elsewhere: Path) -> None:
    values = shown(elsewhere, **SAFE, MAP_TILES_URL="https://tiles.force.example/{z}/{x}/{y}.png")
    policy = values["CONTENT_SECURITY_POLICY"]
    assert isinstance(policy, dict)
    assert policy["DIRECTIVES"]["img-src"] == ["'self'", "https://tiles.force.example"]


def test_the_embedded_broker_is_quick_and_private(elsewhere: Path) -> None:
    values = shown(elsewhere, **SAFE)
    options = values["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert isinstance(options, dict)
    assert options["polling_interval"] == 0.1
    folder = Path(options["data_folder_in"])
    assert folder.is_absolute()
    assert folder.stat().st_mode & 0o077 == 0


def test_tasks_survive_their_worker_and_run_in_london_time(elsewhere: Path) -> None:
    values = shown(elsewhere, **SAFE)
    assert values["CELERY_TASK_ACKS_LATE"] is True
    assert values["CELERY_TIMEZONE"] == values["TIME_ZONE"] == "Europe/London"
