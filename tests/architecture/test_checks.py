"""`manage.py check` speaks up about an installation that is allowed and still worth a word."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")]


def ids() -> set[str]:
    """The checks of ours that have something to say about a real installation."""
    return {str(message.id) for message in run_checks(include_deployment_checks=True)} & {
        "anpr.E001",
        "anpr.W001",
        "anpr.W002",
        "anpr.W003",
    }


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Settings:
    """Settings about which there is nothing to say."""
    settings.ALLOWED_HOSTS = ["anpr.force.example"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://c"}}
    settings.AUDIT_WITNESS = str(tmp_path / "witness.jsonl")
    settings.VAR_DIR = tmp_path / "var"
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
    return settings


def test_a_production_installation_gets_no_word(production: Settings) -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALLOWED_HOSTS", ["*"], "anpr.E001"),
        ("CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, "anpr.W001"),
        ("DATABASES", {"default": {"ENGINE": "django.db.backends.sqlite3"}}, "anpr.W003"),
    ],
)
def test_a_weaker_setting_is_named(production: Settings, name: str, value: object, said: str) -> None:
    setattr(production, name, value)
    assert ids() == {said}


def test_a_witness_beside_the_files_is_named(production: Settings, tmp_path: Path) -> None:
    production.AUDIT_WITNESS = str(tmp_path / "var" / "witness.jsonl")
    assert ids() == {"anpr.W002"}
