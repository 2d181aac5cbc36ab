"""One migrated SQLite file for all test processes: each starts from a copy, so migrations run once a change.

The file is named after everything that a migration reads; it lies in the folder for temporary files. Beside it lies,
for the tests over the demonstration, the same file with the story told, named after all of the code and the day.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
TOLD = ("*/**/*.py", "anpr_governance/regulation/*", "templates/**/*", "requirements/base.txt")


def migrated_copy(target: Path, told: bool = False) -> None:
    """Put a migrated database at `target`, with the demonstration where it is `told`; the first to come makes it."""
    shutil.copyfile(told_template() if told else migrated_template(), target)


def migrated_template() -> Path:
    """The migrated file."""
    return _made("migrated", READ, None, "migrate", "--verbosity=0")


def told_template() -> Path:
    """The migrated file with the story told."""
    return _made(time.strftime("told-%Y-%m-%d"), TOLD, migrated_template(), "load_demo")


def _made(name: str, read: Sequence[str], base: Path | None, *command: str) -> Path:
    """The file that a command made of `base`, made now unless it is there; a half-made one never gets the name."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    made = FOLDER / f"{name}-{_state_of_the_code(read)}.sqlite3"
    with (FOLDER / f"lock-{name}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made.exists():
            return made
        unfinished = made.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        if base:
            shutil.copyfile(base, unfinished)
        run_manage(f"sqlite:///{unfinished}", *command)
        unfinished.rename(made)
        _throw_away_old()
    return made


def run_manage(database: str, *command: str) -> None:
    """A command of the product on that database, in a process of its own."""
    known = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    if command[0] == "load_demo":
        known["TEST_DEMO"] = "1"
    whole = [sys.executable, "manage.py", *command]
    done = subprocess.run(whole, cwd=ROOT, env={**os.environ, **known}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")


def _state_of_the_code(read: Sequence[str]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for pattern in read:
        for path in sorted(path for path in ROOT.glob(pattern) if path.is_file()):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def _throw_away_old() -> None:
    for path in FOLDER.glob("*.*"):
        if time.time() - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)
