"""A chain as a file that outlives the product: JSON lines, one event each in order, and a closing line.

The closing line names the end of the chain, so that a file cut short is seen. Payloads stand as the text that was
hashed; null where one has been disposed of.
"""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from anpr_governance.audit.links import HASHED, End, Link, stored_links
from anpr_governance.database.canonical import canonical

_AT_ONCE = 200  # lines: what fits the processor's cache verifies a tenth faster than thousands
_FIELDS = len(HASHED) + len(("payload", "hash"))
_decode: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


class NotAnExport(ValueError):
    """A line of the file is neither an event nor the closing line, or the closing line is not there."""


def write_chain(organisation_code: str, end: End, out: IO[str]) -> None:
    """Write events 1 to `end` of a stored chain and the closing line."""
    for links in stored_links(organisation_code, end.n):
        out.writelines(_line(_fields(Link(*link))) for link in links)
    out.write(_line({"end": {"organisation_code": organisation_code, "n": end.n, "hash": end.hash}}))


def _line(content: dict[str, Any]) -> str:
    return canonical(content).decode() + "\n"


def _fields(link: Link) -> dict[str, Any]:
    fields: dict[str, Any] = dict(zip(HASHED, link.text.split("\n"), strict=True))
    payload = None if link.payload is None else bytes(link.payload).decode()
    return fields | {"n": link.n, "version": int(fields["version"]), "payload": payload, "hash": link.hash}


class ExportedChain:
    """Reads such a file; `end` and `organisation_code` are known once `links` has run out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.organisation_code = ""
        self.end: End | None = None

    def links(self) -> Iterator[list[tuple[Any, ...]]]:
        """The events as `Link` names them, a few thousand at a time. Raises NotAnExport; OSError when unreadable."""
        before = 0
        with self.path.open(encoding="utf-8") as file:
            while lines := list(islice(file, _AT_ONCE)):
                links: list[tuple[Any, ...]] = []
                try:
                    self._read(lines, links.append)
                except (StopIteration, ValueError, KeyError, TypeError, AttributeError):
                    number = before + len(links) + (self.end is not None) + 1
                    raise NotAnExport(_("Line %(number)d is not an audit event.") % {"number": number}) from None
                yield links
                before += len(lines)

    def _read(self, lines: list[str], add: Callable[[tuple[Any, ...]], None]) -> None:
        """Hand each line's event to `add`. One loop, since it runs a million times in seconds."""
        decode = _decode
        for line in lines:
            d, stop = decode(line, 0)
            if len(d) != _FIELDS or stop < len(line) - 1 or self.end:
                self._close(d["end"])
                continue
            text = (
                f"{d['organisation_code']}\n{d['n']}\n{d['at']}\n{d['on']}\n{d['actor']}\n{d['acting_for']}\n{d['kind']}\n"
                f"{d['hat']}\n{d['subject']}\n{d['version']}\n{d['payload_hash']}\n{d['previous_hash']}"
            )
            payload = d["payload"]
            add((d["n"], text, None if payload is None else payload.encode(), d["hash"]))
        if not self.end:
            self.organisation_code = d["organisation_code"]

    def _close(self, end: dict[str, Any]) -> None:
        """Take the closing line; there is only one."""
        if self.end:
            raise KeyError
        self.organisation_code, self.end = end["organisation_code"], End(end["n"], end["hash"])
