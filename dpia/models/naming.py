"""What the register calls the sites of a version and what stands there: every name that a text could give away."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from anpr_governance.audit.models import Event
from anpr_governance.documents.finder import Known
from anpr_governance.documents.places import Place
from anpr_governance.documents.spelling import Plain
from anpr_governance.organisations.models import Membership
from cameras.models import Device, Site, SourceRow

NAMES = ("site_reference", "name", "description", "road")
"""The fields of a site by which a text names it."""
IDENTIFIER_LEAST = 5
"""Letters and figures from which a reference of any site of the force is looked for, not only of those covered."""
PIECES_MOST = 5
_PIECE = re.compile(r"[^\W_]+")


def known_of(release: Any, places: Iterable[Place]) -> Known:
    """People, and all that sites and devices are or were called, of the sites covered; references of the whole force.

    A device counts that stands, stood, was checked, listed by a source or entered as an asset there.
    """
    content = release.sealed["content"]
    sites = [cover.site for cover in release.dpia.coverage.select_related("site__organisation")]
    owners = [row.get("name", "") for row in content.get("owners", [])]
    people = Membership.objects.filter(organisation=release.organisation_id).values_list("person__name", flat=True)
    signers = [row.name for row in release.dpia.decisions.all()]
    named = [row.get(key, "") for row in content.get("coverage", []) for key in ("site", "title")]
    force_sites, force_devices = _of_the_force(release.organisation_id, release.texts.values())
    return Known(
        people=_each_once(sorted({*people, *owners, *signers})),
        surnames=_each_once(name.split()[-1] for name in (*owners, *signers) if len(name.split()) > 1),
        files=_each_once(row.get("name", "") for row in content.get("evidence", [])),
        sites=_each_once([*named, *_names_of(sites), *force_sites]),
        devices=_each_once([*_devices_of(sites), *force_devices]),
        places=tuple(places),
    )


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word.strip()))


def _names_of(sites: list[Site]) -> Iterator[str]:
    """Their names of today and of former days, and the keys under which sources list them."""
    ids = [site.pk for site in sites]
    yield from (site.reference for site in sites)
    for row in (*(vars(site) for site in sites), *Site.history.filter(id__in=ids).values(*NAMES)):
        yield from (row[name] for name in NAMES)
    for source in SourceRow.objects.filter(site__in=ids, device=None):
        yield from (source.key, *_listed(source.values, NAMES))


def _devices_of(sites: list[Site]) -> Iterator[str]:
    there = Q()
    for relation in ("placements", "source_rows", "checks", "assets"):
        there |= Q(**{f"{relation}__site__in": [site.pk for site in sites]})
    ids = set(Device.objects.filter(there).values_list("pk", flat=True)) if sites else set()
    for reference, serial in (
        *Device.objects.filter(pk__in=ids).values_list("reference", "serial"),
        *Device.history.filter(id__in=ids).values_list("reference", "serial"),
    ):
        yield from (reference, serial)
    for source in SourceRow.objects.filter(site__in=[site.pk for site in sites]).exclude(device=None):
        yield from (source.key, *_listed(source.values, (*NAMES, "device_reference", "serial")))
    yield from _ever_noted(sites)


def _listed(values: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [str(values[name]) for name in names if values.get(name)]


def _ever_noted(sites: list[Site]) -> Iterator[str]:
    """Devices that the chain names at a site, also where the placement was taken back on its day."""
    kinds = [f"cameras.site.{kind}" for kind in ("place_device", "remove_device", "change_device")]
    for event in Event.objects.filter(subject__in=[site.reference for site in sites], kind__in=kinds):
        yield str((event.details or {}).get("device", ""))


def _of_the_force(organisation: int, texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """References of any site and device of the force that stand in the texts: each leads to a place."""
    said = {run for text in texts for run in _runs(text)}
    sites = Site.objects.filter(organisation=organisation).values_list("site_reference", flat=True)
    devices = Device.objects.filter(organisation=organisation).values_list("reference", flat=True)
    return [one for one in sites if _tight(one) in said], [one for one in devices if _tight(one) in said]


def _tight(reference: str) -> str:
    return "".join(_PIECE.findall(reference)).casefold()


def _runs(text: str) -> Iterator[str]:
    """Runs of pieces of a text that could be a reference: long enough, with a letter and a figure."""
    pieces = [piece.casefold() for piece in _PIECE.findall(Plain(text).text)]
    for start in range(len(pieces)):
        for size in range(1, PIECES_MOST + 1):
            run = "".join(pieces[start : start + size])
            if len(run) >= IDENTIFIER_LEAST and re.search(r"\d", run) and re.search(r"[^\W\d_]", run):
                yield run
