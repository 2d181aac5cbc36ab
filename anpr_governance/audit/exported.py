"""A chain as a file that outlives the product: JSON lines, one event each in order, and a closing line.

The closing line names the end of the chain, so that a file cut short is seen. Payloads stand as the text that was
hashed; null where one has been disposed of.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from anpr_governance.audit.links import HASHED, End, Link, stored_links
from anpr_governance.database.canonical import canonical

_AT_ONCE = 5000
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

    def links(self) -> Iterator[list[Link]]:
        """The events, a few thousand at a time. Raises NotAnExport, or OSError when the file cannot be read."""
        batch: list[Link] = []
        with self.path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                self._refuse_after_end(number)
                link = self._link(number, line)
                if link is not None:
                    batch.append(link)
                if len(batch) == _AT_ONCE:
                    yield batch
                    batch = []
        yield batch

    def _link(self, number: int, line: str) -> Link | None:
        """The event of one line; None for the closing line. Written out, since it runs a million times."""
        try:
            d, stop = _decode(line, 0)
            if "end" in d:
                self._close(d["end"])
                return None
            if len(d) != _FIELDS or stop < len(line) - 1:
                raise KeyError
            code = self.organisation_code = d["organisation_code"]
            text = (
                f"{code}\n{d['n']}\n{d['at']}\n{d['on']}\n{d['actor']}\n{d['acting_for']}\n{d['kind']}\n{d['hat']}\n"
                f"{d['subject']}\n{d['version']}\n{d['payload_hash']}\n{d['previous_hash']}"
            )
            payload = d["payload"]
            return Link(d["n"], text, None if payload is None else payload.encode(), d["hash"])
        except (StopIteration, ValueError, KeyError, TypeError, AttributeError):
            raise NotAnExport(_("Line %(number)d is not an audit event.") % {"number": number}) from None

    def _close(self, end: dict[str, Any]) -> None:
        self.organisation_code = end["organisation_code"]
        self.end = End(end["n"], end["hash"])

    def _refuse_after_end(self, number: int) -> None:
        if self.end is not None:
            raise NotAnExport(_("Line %(number)d stands after the closing line.") % {"number": number})
