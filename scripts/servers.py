"""PostgreSQL and Redis for tests and benchmarks: what is reachable here, or private ones that end with us."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds until a server that was started must answer


class Missing(Exception):
    """A server that could not be had; the message names it."""


@contextmanager
def servers() -> Iterator[tuple[str, str]]:
    """Give the addresses of PostgreSQL (its server, no database named) and of Redis; stop what was started."""
    folder = Path(tempfile.mkdtemp(prefix="anpr-servers-"))
    folder.chmod(0o755)  # PostgreSQL's own account must pass through
    try:
        with _postgres(folder) as database, _redis(folder) as broker:
            yield database, broker
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    reachable = f"postgres://{getpass.getuser()}@{HOST}:5432"
    if _may_create_databases(reachable):
        yield reachable
        return
    data, port, binaries = folder / "postgres", _free_port(), _binaries()
    owner = _unprivileged()
    data.mkdir()
    if owner:
        os.chown(data, owner.pw_uid, owner.pw_gid)
    account = ["runuser", "-u", owner.pw_name, "--"] if owner else []
    options = f"-p {port} -c listen_addresses={HOST} -c unix_socket_directories={data} -c fsync=off"
    control = [*account, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    _run([*account, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "anpr", "-E", "UTF8", "--locale=C"])
    _run([*control, "-l", str(data / "log"), "-o", options, "start"])
    try:
        yield f"postgres://anpr@{HOST}:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/")


def _may_create_databases(server: str) -> bool:
    try:
        with psycopg.connect(f"{server}/postgres", connect_timeout=2) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise Missing("PostgreSQL (apt-get install postgresql)")
    return Path(initdb).parent


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so root lends it the account that its package made."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    if _answers(6379):
        yield f"redis://{HOST}:6379/15"
        return
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("Redis (apt-get install redis-server)")
    port = _free_port()
    command = [program, "--port", str(port), "--bind", HOST, "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(port)
        yield f"redis://{HOST}:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        return bool(redis.Redis(HOST, port, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not _answers(port):
        if time.monotonic() > until:
            raise Missing(f"Redis (started, but it does not answer on port {port})")
        time.sleep(0.1)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise Missing(f"PostgreSQL ({Path(command[-1]).name}: {done.stderr.strip() or done.stdout.strip()})")
