"""The lock files: every package at one version with its hashes, the same in both sets, and no address of a registry."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"\w+://|--(extra-)?index|--find-links|--trusted-host", re.IGNORECASE)


def main() -> int:
    """Print each fault; 1 when there is one."""
    locks = {path.name: path.read_text() for path in sorted((ROOT / "requirements").glob("*.txt"))}
    found = [f"{name}: an address" for name, text in locks.items() if ADDRESS.search(text)]
    found += [f"{name}: no hash for {line}" for name, text in locks.items() for line in _without_hash(text)]
    base, dev = (set(_pins(locks[name])) for name in ("base.txt", "dev.txt"))
    found += [f"dev.txt lacks {pin} of base.txt" for pin in sorted(base - dev)]
    print("\n".join(found) or f"{len(dev)} packages locked with hashes")
    return int(bool(found))


def _pins(text: str) -> list[str]:
    return [line.removesuffix(" \\") for line in text.splitlines() if line and line[0].isalnum()]


def _without_hash(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and line[0].isalnum() and not line.endswith("\\")]


if __name__ == "__main__":
    sys.exit(main())
