"""`make bench`: the benchmarks of docs/performance.md on a PostgreSQL database of their own, dropped at the end.

Words after ARGS= go to the benchmarks: ARGS="--scale 0.1". `KEEP_BENCH=1` keeps the database for the next run.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from scripts.servers import Missing, servers

ROOT = Path(__file__).resolve().parent.parent
NAME = "anpr_bench"


def main() -> int:
    """Give the benchmarks their servers; the exit code is theirs."""
    os.chdir(ROOT)
    try:
        with servers() as (server, broker), _database(server) as database:
            urls = {"DATABASE_URL": database, "CELERY_BROKER_URL": broker, "DJANGO_SETTINGS_MODULE": "bench.settings"}
            command = [sys.executable, "-m", "bench", *sys.argv[1:]]
            return subprocess.run(command, env={**os.environ, **urls}, check=False).returncode
    except Missing as piece:
        print(f"Missing: {piece}. The benchmarks need it.", file=sys.stderr)
        return 1


@contextmanager
def _database(server: str) -> Iterator[str]:
    """An empty, migrated database, or the one that was kept."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if found is None:
            connection.execute(f"CREATE DATABASE {NAME}".encode())
        environment = {**os.environ, "DATABASE_URL": f"{server}/{NAME}", "DJANGO_SETTINGS_MODULE": "bench.settings"}
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], env=environment, check=True)
            yield f"{server}/{NAME}"
        finally:
            if not os.environ.get("KEEP_BENCH"):
                connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)".encode())


if __name__ == "__main__":
    sys.exit(main())
