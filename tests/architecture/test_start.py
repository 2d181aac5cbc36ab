"""`make run` starts the product, answers, and leaves nothing behind however it is stopped."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

PATIENCE = 120.0  # seconds for the first migration on a busy machine


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    """A complete environment, so that the run writes no `.env`."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {
        **kept,
        "SECRET_KEY": "tests-only",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder}/run.sqlite3",
        "VAR_DIR": str(folder / "var"),
        "DEMO": "0",
        "CELERY_BROKER_URL": "filesystem://",
        "PORT": str(port),
    }


@contextmanager
def started(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The supervisor, once it has said where it serves."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.start"],
        cwd=ROOT,
        env=environment(folder, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert any("Ctrl-C stops it" in line for line in process.stdout)
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def children(process: subprocess.Popen[str]) -> set[int]:
    """Every process below the supervisor, as the kernel tells it."""
    found: set[int] = set()
    waiting = [process.pid]
    while waiting:
        tasks = Path(f"/proc/{waiting.pop()}/task")
        below = {int(pid) for path in tasks.glob("*/children") for pid in path.read_text().split()}
        waiting += below - found
        found |= below
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run."""
    return {pid for pid in pids if Path(f"/proc/{pid}/stat").exists() and _state(pid) != "Z"}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return "Z"


def test_it_serves_and_an_interrupt_stops_web_worker_and_beat(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, port) as process:
        below = children(process)
        assert len(below) >= 3
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert alive(below) == set()
    assert (tmp_path / "run.sqlite3").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_named_before_anything_is_touched(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "scripts.start"],
            cwd=ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert str(port) in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shim", ["exit 127", "echo pretending", "exit 1"])
def test_a_python_that_does_not_run_is_not_believed(tmp_path: Path, shim: str) -> None:
    fake = tmp_path / "python3.11"
    fake.write_text(f"#!/bin/sh\n{shim}\n")
    fake.chmod(0o755)
    script = (ROOT / "scripts" / "setup").read_text()
    functions = script[script.index("works()") : script.index("virtual_environment()")]
    search = f"{tmp_path}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"{functions}\nfind_python"], env={"PATH": search}, capture_output=True, text=True, check=True
    )
    assert done.stdout != "python3.11"
    assert done.stdout.startswith(("python3", "/usr/bin/python3"))
