"""`make run`: the whole product on one machine without a server, and `make demo-reset`.

The web process is Django's own threaded server, because DEMO is refused under gunicorn and its kin: the
demonstration can never be put in front of the public by changing one word of a command (docs/adr/0010).
Ctrl-C, a SIGTERM or the end of `make` stops everything that was started here.
"""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = ROOT / ".env"
HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds until the web process must answer
GRACE = 8.0  # seconds that a process has to end by itself


def main() -> int:
    """Prepare everything, then watch the three processes until one is told to stop."""
    os.chdir(ROOT)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until children run there is nothing to clear up
    os.umask(0o077)  # the database and the files are the owner's alone
    arguments = _arguments()
    port = int(os.environ.get("PORT") or 8000)
    if _answers(port):
        print(f"Something already answers at http://{HOST}:{port}. Stop it, or choose another: make run PORT=8001")
        return 2
    _write_env()
    _set_up_django()
    if arguments.reset:
        return _reset()
    _prepare_database()
    return _Processes(port).run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reset", action="store_true", help="make the demonstration database anew, start nothing")
    return parser.parse_args()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _write_env() -> None:
    """Write `.env` once, readable by its owner alone; one that is there, or a full environment, stays as it is."""
    if ENV_FILE.exists() or all(os.environ.get(name) for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")):
        return
    lines = (
        "DEMO=1",
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        f"ALLOWED_HOSTS={HOST},localhost",
        "DATABASE_URL=sqlite:///var/demo.sqlite3",
    )
    descriptor = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anpr_governance.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    compile_messages()


def compile_messages() -> None:
    """Make the .mo files, which are generated and so not kept in git, where a .po is newer."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, read_po(source))


def _prepare_database() -> None:
    """Migrate, and the first time tell the demonstration's story."""
    from django.conf import settings
    from django.core.management import call_command, get_commands

    call_command("migrate", interactive=False, verbosity=0)
    done = settings.VAR_DIR / "demonstration-loaded"
    database = str(settings.DATABASES["default"]["NAME"])
    if settings.DEMO and "load_demo" in get_commands() and not (done.exists() and _has_demo(done, database)):
        print("Making the demonstration data (the first time only) …", flush=True)
        call_command("load_demo")
        done.write_text(database)


def _has_demo(done: Path, database: str) -> bool:
    from anpr_governance.organisations.models import Organisation

    return done.read_text() == database and Organisation.objects.filter(code="DEMO").exists()


def _reset() -> int:
    """Delete the demonstration's database, files and waiting messages, and make the data again."""
    from django.conf import settings
    from django.db import connection

    if not settings.DEMO or connection.vendor != "sqlite":
        print("Only a demonstration on SQLite is reset: DEMO=1 and DATABASE_URL=sqlite:///…", file=sys.stderr)
        return 2
    connection.close()
    name = settings.DATABASES["default"]["NAME"]
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)
    for pattern in ("broker", "files", "mail", "demonstration-loaded", "celerybeat-schedule*", "witness.jsonl"):
        for leftover in settings.VAR_DIR.glob(pattern):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    for folder in ("messages", "processed", "control", "tmp"):
        (settings.VAR_DIR / "broker" / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    _prepare_database()
    print("The demonstration database is new.")
    return 0


class _Processes:
    """Web, worker and beat as children in groups of their own, so that each ends with all it started."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.stopping = False
        self.parent = os.getppid()
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "anpr_governance"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self.commands = {
            "web": [sys.executable, "manage.py", "runserver", f"{HOST}:{port}", "--noreload", "--skip-checks"],
            "worker": [*celery, "worker", "--loglevel=WARNING", "--concurrency=1", *quiet],
            "beat": [*celery, "beat", "--loglevel=WARNING", "--pidfile="],
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        """Start all, tell where, wait; the exit code is 0 when we were told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            for name in self.commands:
                self._start(name)
            if self._wait_for_web():
                _print_sign_ins(self.port)
                self._watch()
            return 0 if self.stopping else 1
        finally:
            self._end_all()

    def _start(self, name: str) -> None:
        from django.conf import settings

        environment = {**os.environ, "DJANGO_RUNSERVER_HIDE_WARNING": "true", "PYTHONWARNINGS": "ignore"}
        environment["TMPDIR"] = str(settings.VAR_DIR / "broker" / "tmp")  # the broker renames within one disk
        Path(environment["TMPDIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
        output = subprocess.DEVNULL if name == "web" else None  # errors go to standard error all the same
        self.running[name] = subprocess.Popen(
            self.commands[name], cwd=ROOT, env=environment, stdout=output, start_new_session=True
        )

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _wait_for_web(self) -> bool:
        until = time.monotonic() + PATIENCE
        while not self.stopping and time.monotonic() < until:
            if self.running["web"].poll() is not None:
                break
            if _answers(self.port):
                return True
            time.sleep(0.1)
        return False

    def _watch(self) -> None:
        """Start a worker or beat that ended again; without the web process there is nothing to watch."""
        while not self.stopping and self.running["web"].poll() is None:
            if os.environ.get("MAKELEVEL") and os.getppid() != self.parent:
                self.stopping = True
            for name in ("worker", "beat"):
                if self.running[name].poll() is not None and not self.stopping:
                    print(f"The {name} ended; starting it again.", file=sys.stderr)
                    self._start(name)
            time.sleep(0.5)

    def _end_all(self) -> None:
        """Ask the leaders, which ask their own children; whoever is left after the grace is killed."""
        for process in self.running.values():
            process.terminate()
        until = time.monotonic() + GRACE
        while time.monotonic() < until and any(p.poll() is None for p in self.running.values()):
            time.sleep(0.05)
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _print_sign_ins(port: int) -> None:
    """Print the address and who can sign in, as the database has them."""
    from django.conf import settings

    from anpr_governance.organisations.models import Person

    print(f"\nANPR governance is at http://{HOST}:{port}/   (Ctrl-C stops it)", flush=True)
    people = list(Person.objects.filter(email__endswith=".example")) if settings.DEMO else []
    people.sort(key=lambda person: person.email.split("@")[::-1])
    if people:
        print(f"\nDemonstration sign-ins, all with the password {settings.DEMO_PASSWORD}\n")
        for person in people:
            print(f"  {person.email:<36} {person.name}")
    print("", flush=True)


if __name__ == "__main__":
    sys.exit(main())
