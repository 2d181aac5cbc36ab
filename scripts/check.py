"""`make check`: everything that can be known without running the product. Words after ARGS= name single checks."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PACKAGES = ("anpr_governance", "cameras", "assessments", "dpia", "reviews")

CHECKS = {
    "format": [f"{BIN}/ruff", "format", "--check", "."],
    "lint": [f"{BIN}/ruff", "check", "."],
    "types": [f"{BIN}/mypy", *PACKAGES, "scripts", "tests"],
    "imports": [f"{BIN}/lint-imports"],
    "system": [sys.executable, "manage.py", "check"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "templates": [f"{BIN}/djlint", "templates", "--lint", "--quiet"],
    "licences": [sys.executable, "-m", "scripts.licences"],
    "compose": [sys.executable, "-m", "scripts.compose_file"],
    "locks": [sys.executable, "-m", "scripts.locks"],
    "shell": ["bash", "-n", "scripts/setup", ".ci/run"],
}


def main() -> int:
    """Run the checks in order, all of them even after a failure, so that one run tells everything."""
    os.chdir(ROOT)
    wanted = sys.argv[1:] or list(CHECKS)
    unknown = sorted(set(wanted) - set(CHECKS))
    if unknown:
        print(f"No such check: {', '.join(unknown)}. There are: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    failed = [name for name in wanted if not _passes(name)]
    print(f"Failed: {', '.join(failed)}" if failed else f"All {len(wanted)} checks hold.")
    return int(bool(failed))


def _passes(name: str) -> bool:
    """Run one check and print its line; what it said, only when it fails."""
    began = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "NO_COLOR": "1"}
    done = subprocess.run(CHECKS[name], env=environment, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<12} {verdict:<7} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
