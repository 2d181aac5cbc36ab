"""The house has its rooms and no others, so that a dumping ground cannot be born unnoticed."""

import re
import subprocess

from tests.architecture.tree import PACKAGES, ROOT, modules, named

FOLDERS = {*PACKAGES, ".ci", "bench", "docs", "locale", "requirements", "scripts", "static", "templates", "tests"}
FILES = {
    ".dockerignore",
    ".editorconfig",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "docker-compose.yml",
    "manage.py",
    "pyproject.toml",
}
DUMPING_GROUNDS = {"utils", "helpers", "common", "misc", "services", "signals"}
GENERATED = re.compile(r"(^|/)(\.env|staticfiles|var|__pycache__|node_modules)(/|$)|\.(mo|pyc|sqlite3)$")
MACHINE_PATH = re.compile(r"/(root|home/[a-z]+)/\w")
TRIES_THEM = {"tests/documents/test_gate.py"}  # the gate must find one in a file
TEXT = {".py", ".toml", ".html", ".md", ".txt", ".in", ".yml", ".sh", ".css", ".js", ""}


def tracked() -> list[str]:
    """What git keeps."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_stands_at_the_top_but_what_the_architecture_names() -> None:
    top = {name.partition("/")[0] for name in tracked()}
    assert top - FOLDERS - FILES == set()


def test_no_module_has_the_name_of_a_dumping_ground() -> None:
    found = [named(path) for path in modules() if DUMPING_GROUNDS & {path.stem, path.parent.name}]
    assert found == []


def test_nothing_generated_is_kept() -> None:
    assert [name for name in tracked() if GENERATED.search(name)] == []


def test_no_path_of_a_machine_is_kept() -> None:
    texts = [ROOT / name for name in tracked() if not name.startswith(("static/", "tests/vendor/"))]
    found = [
        named(path)
        for path in texts
        if path.suffix in TEXT
        and named(path) not in TRIES_THEM
        and MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
