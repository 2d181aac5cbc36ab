"""One migrated SQLite file for all test processes: each starts from a copy, so migrations run once a change.

The file is named after everything that a migration reads; it lies in the folder for temporary files.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(tempfile.gettempdir()) / f"anpr-test-templates-{os.getuid()}"
DAY = 24 * 3600  # seconds after which a template of an older state of the code is thrown away
READ = (
    "*/migrations/*.py",
    "anpr_governance/*/migrations/*.py",
    "anpr_governance/database/*.py",
    "anpr_governance/regulation/*",
    "anpr_governance/*/models.py",
    "anpr_governance/settings.py",
    "requirements/base.txt",
)


def migrated_copy(target: Path) -> None:
    """Put a migrated database at `target`; whoever comes first makes the file that all copy."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    template = FOLDER / f"{_state_of_the_code()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _migrate(template)
            _throw_away_old()
        shutil.copyfile(template, target)


def _state_of_the_code() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for pattern in READ:
        for path in sorted(path for path in ROOT.glob(pattern) if path.is_file()):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def _migrate(template: Path) -> None:
    """Run the migrations in a process of its own; a half-made file never gets the name that is copied."""
    unfinished = template.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{unfinished}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The migrations failed:\n{done.stderr}")
    unfinished.rename(template)


def _throw_away_old() -> None:
    for path in FOLDER.glob("*.*"):
        if time.time() - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)
