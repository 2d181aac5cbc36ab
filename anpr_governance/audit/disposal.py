"""Disposing of payloads: the details go, that they were there and their hash stay, and the chain still verifies."""

from collections.abc import Iterable
from dataclasses import replace

from anpr_governance.audit.chain import append
from anpr_governance.audit.entry import Entry
from anpr_governance.audit.links import DISPOSED
from anpr_governance.audit.models import Event


class NotDisposable(ValueError):
    """A number is not that of an event with a payload, or it is of a disposal, which must stay readable."""


def dispose(organisation_code: str, numbers: Iterable[int], entry: Entry) -> Event:
    """Empty the payloads of the events `numbers` and append the event that tells of it.

    `entry` says who, when and on whose authority (in its payload); its kind is set here. Inside a transaction.
    Raises NotDisposable, and then nothing is changed.
    """
    wanted = sorted(set(numbers))
    events = Event.objects.filter(organisation_code=organisation_code, n__in=wanted, payload__isnull=False)
    if not wanted or events.exclude(kind=DISPOSED).count() != len(wanted):
        raise NotDisposable(organisation_code)
    events.update(payload=None)
    told = replace(entry, kind=DISPOSED, payload={**entry.payload, "events": _ranges(wanted)})
    return append(organisation_code, [told])[0]


def _ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Ordered numbers as pairs of first and last."""
    ranges: list[list[int]] = []
    for n in numbers:
        if ranges and n == ranges[-1][1] + 1:
            ranges[-1][1] = n
        else:
            ranges.append([n, n])
    return ranges
