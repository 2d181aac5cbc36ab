"""Checking a chain from its first event to its end, in the database or in an exported file, in flat memory.

Found: an event changed, deleted, inserted or swapped; a tail cut off (against the head, the export's closing line and
a witness); a payload emptied without a disposal. A clock that ran backwards is a note, since clocks get corrected.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.audit.exported import ExportedChain, NotAnExport
from anpr_governance.audit.links import DISPOSED, FIRST_PREVIOUS, End, stored_end, stored_links

CLOCK_TOLERANCE = timedelta(minutes=5)
_MOST_NOTES = 20
_TELLS_OF_DISPOSAL = f"\n{DISPOSED}\n"

Witnessed = Mapping[int, str]  # hash by number, as a witness saw them


class Broken(Exception):
    """The first bad entry of a chain, in a sentence."""


@dataclass
class Report:
    """What became of one chain's verification; `broken` is empty when it is whole."""

    organisation_code: str
    events: int = 0
    disposed: int = 0
    notes: list[str] = field(default_factory=list)
    broken: str = ""


def verify_stored(organisation_code: str, witnessed: Witnessed | None = None) -> Report:
    """Verify one chain of the database."""
    walk = _Walk(organisation_code, witnessed or {})
    try:
        last, head = stored_end(organisation_code)
        for links in stored_links(organisation_code, last):
            walk.follow(links)
        walk.finish(head, beyond=last)
    except Broken as broken:
        walk.report.broken = str(broken)
    return walk.report


def verify_exported(path: Path, witnesses: Mapping[str, Witnessed] | None = None) -> Report:
    """Verify an exported file without a database. Raises OSError when it cannot be read."""
    exported = ExportedChain(path)
    walk = _Walk("", {})
    try:
        for links in exported.links():
            walk.belongs_to(exported.organisation_code, witnesses or {})
            walk.follow(links)
        walk.finish(exported.end, beyond=walk.end.n)
    except (Broken, NotAnExport) as broken:
        walk.report.broken = str(broken)
    return walk.report


class _Walk:
    """Follows a chain link by link; holds no more than its end and the disposals."""

    def __init__(self, organisation_code: str, witnessed: Witnessed) -> None:
        self.report = Report(organisation_code)
        self.witnessed = witnessed
        self.end = End(0, FIRST_PREVIOUS)
        self.latest = ""
        self.emptied: set[int] = set()

    def belongs_to(self, organisation_code: str, witnesses: Mapping[str, Witnessed]) -> None:
        """Say whose chain a file holds, once that has been read."""
        self.report.organisation_code = organisation_code
        self.witnessed = witnesses.get(organisation_code, {})

    def follow(self, links: Iterable[tuple[Any, ...]]) -> None:
        """Check the next links (see `Link`). Raises Broken. One loop, since it runs a million times in seconds."""
        (n, previous), latest, witnessed = self.end, self.latest, self.witnessed
        start = f"{self.report.organisation_code}\n"
        for number, text, payload, digest in links:
            if number != n + 1:
                raise Broken(self._gap(n, number))
            if sha256(text.encode()).hexdigest() != digest or not text.startswith(start):
                raise self._broken(number, _("was changed: its hash is not that of its content"))
            if text[-64:] != previous:
                raise self._broken(number, _("does not follow the event before it"))
            if payload is None:
                self.emptied.add(number)
            elif sha256(payload).hexdigest() != text[-129:-65]:
                raise self._broken(number, _("was changed: its details are not those that were hashed"))
            if witnessed and witnessed.get(number, digest) != digest:
                raise self._broken(number, _("is not the event that the witness saw"))
            if _TELLS_OF_DISPOSAL in text:
                self._account_for(payload)
            at = text.split("\n", 3)[2]
            if at < latest:
                self._clock_went_back(number, at, latest)
            else:
                latest = at
            n, previous = number, digest
        self.end, self.latest = End(n, previous), latest
        self.report.events = n

    def finish(self, head: End | None, beyond: int) -> None:
        """Compare where the events end with the head (or closing line) and the witness. Raises Broken."""
        if head is None:
            raise Broken(_("%(code)s has no end: its head or closing line is missing.") % self._names())
        if head.n > self.end.n:
            raise Broken(self._gap(self.end.n, head.n))
        if head != self.end or beyond > head.n:
            raise self._broken(head.n, _("is named as the end, and the events say otherwise"))
        if seen := [n for n in self.witnessed if n > self.end.n]:
            raise Broken(self._gap(self.end.n, max(seen)))
        if self.emptied:
            raise self._broken(min(self.emptied), _("lost its details without a disposal"))

    def _account_for(self, payload: bytes | None) -> None:
        """Count the payloads that a disposal tells of as rightly gone."""
        for first, last in json.loads(payload or b"{}").get("events", ()):
            told = self.emptied.intersection(range(first, last + 1))
            self.emptied -= told
            self.report.disposed += len(told)

    def _clock_went_back(self, number: int, at: str, latest: str) -> None:
        back = datetime.fromisoformat(latest) - datetime.fromisoformat(at)
        if back > CLOCK_TOLERANCE and len(self.report.notes) < _MOST_NOTES:
            words = _("%(code)s %(n)d was recorded %(back)s before an event that stands in front of it.")
            self.report.notes.append(words % (self._names() | {"n": number, "back": back}))

    def _gap(self, n: int, found: int) -> str:
        words = _("%(code)s %(missing)d is missing: after %(n)d comes %(found)d, or nothing.")
        return words % (self._names() | {"missing": n + 1, "n": n, "found": found})

    def _broken(self, number: int, what: str) -> Broken:
        return Broken(f"{self.report.organisation_code} {number} {what}.")

    def _names(self) -> dict[str, object]:
        return {"code": self.report.organisation_code}
