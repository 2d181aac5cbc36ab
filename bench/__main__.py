"""`make bench ARGS="--scale 0.1 --only open_due"`: build the nation, measure, print the table, say what is missed."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """Exit code 1 where a figure misses its target, 2 for a name that is none."""
    django.setup()
    from django.core.management import call_command

    from bench.dataset import Size, build
    from bench.rows import BENCHES

    asked = _arguments(sorted(BENCHES))
    call_command("collectstatic", interactive=False, verbosity=0)
    size = Size(asked.scale)
    _timed(f"data set, {size}", lambda: build(size))
    rows: list[Any] = []
    for name in asked.only or BENCHES:
        found = _timed(name, lambda one=BENCHES[name]: one(size))
        print(table(found), flush=True)
        rows += found
    RESULTS.write_text(json.dumps([_written(row) for row in rows], indent=2) + "\n")
    missed = [row.name for row in rows if not row.meets]
    print(f"Missed: {', '.join(missed)}." if missed else "Every figure meets its target.")
    return 1 if missed else 0


def _arguments(names: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the nation that is built (default 1)")
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=f"one of: {', '.join(names)}")
    return parser.parse_args()


def _timed(name: str, work: Callable[[], Any]) -> Any:
    begun = time.monotonic()
    done = work()
    print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return done


def table(rows: Sequence[Any]) -> str:
    """The rows in columns, the misses marked."""
    lines = []
    for row in rows:
        sign = "≥" if row.higher_is_better else "≤"
        target = "" if row.target is None else f"{sign} {row.target:g}"
        mark = "" if row.meets else "MISSED"
        lines.append(f"{row.name:26} {row.value:>10.2f} {row.unit:10} {target:>8} {mark:7} {row.detail}")
    return "\n".join(lines)


def _written(row: Any) -> dict[str, Any]:
    named = ("name", "value", "target", "unit", "higher_is_better", "detail")
    return {name: getattr(row, name) for name in named} | {"value": round(row.value, 4)}


if __name__ == "__main__":
    sys.exit(main())
