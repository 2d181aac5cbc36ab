"""A witness: the ends of all chains written day by day to a file that the database's owner cannot reach.

Who rewrites a whole chain, its hashes and its head, is found out by it.
"""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from anpr_governance.audit.models import Head
from anpr_governance.database.canonical import canonical


class NotAWitness(ValueError):
    """A line of the witness file does not name a chain's end."""


def write_witness(path: Path, at: datetime) -> int:
    """Append the present end of each chain as a JSON line; returns how many."""
    heads = list(Head.objects.order_by("organisation_code"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        for head in heads:
            line = {"organisation_code": head.organisation_code, "n": head.n, "hash": head.hash, "at": at}
            file.write(canonical(line) + b"\n")
    return len(heads)


def read_witness(path: Path) -> dict[str, dict[int, str]]:
    """What the witness saw: hash by number, by organisation. Raises NotAWitness, OSError."""
    seen: dict[str, dict[int, str]] = defaultdict(dict)
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                end = json.loads(line)
                if end["n"]:
                    seen[end["organisation_code"]][end["n"]] = end["hash"]
            except (ValueError, KeyError, TypeError):
                raise NotAWitness(number) from None
    return dict(seen)
