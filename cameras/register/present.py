"""What the register says now, row by row, in the words of the file: what an export writes and an import compares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, DateField, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from cameras.models import PerformanceCheck, Site
from cameras.register.places import to_globe
from cameras.register.values import shortest

_PLAIN = (
    "site_reference", "name", "description", "relationship", "deployment", "place_type", "road", "direction", "lanes",
    "easting", "northing", "latitude", "longitude", "owner", "live_since", "intended_months",
)  # fmt: skip
_EXTRA = (
    "pk", "organisation__code", "state", "in_service", "origin", "suspended_for", "area__name", "dpia_outside",
    "review_before", "installed_on", "put", "put__since", "put__device__pk", "put__device__reference",
    "put__device__model__name", "put__device__serial", "put__device__gives_images", "put__device__check_before",
    "covered", "reviewed", "checked",
)  # fmt: skip
_PERIOD = ("state", "in_service", "relationship", "deployment", "easting", "northing")


@dataclass(slots=True)
class Present:
    """One row of the register as it stands, with the keys that an import needs."""

    site: int
    device: int | None
    origin: str
    state: str
    suspended_for: str
    has_place_of: tuple[float | None, float | None]
    values: dict[str, str]


def register_rows(sites: QuerySet[Site], on: date, as_at: date | None = None) -> QuerySet[Any]:
    """One row a device that stands at a site on `on` (and one for a site without), as a queryset of mappings.

    `as_at` asks what the site was at the end of that day; a site that was not yet known then is left out.
    """
    day = Q(placements__since__lte=on) & (Q(placements__until__isnull=True) | Q(placements__until__gt=on))
    rows = sites.annotate(
        put=FilteredRelation("placements", condition=day),
        covered=_covered(on),
        reviewed=_reviewed(on),
        checked=_checked(on),
    )
    names = [*_PLAIN, *_EXTRA]
    if as_at is not None:
        rows = rows.annotate(was=FilteredRelation("periods", condition=_at(as_at))).filter(was__isnull=False)
        names += [f"was__{name}" for name in _PERIOD]
    return rows.order_by("pk", "put__device__reference").values(*names)


def _at(day: date) -> Q:
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return Q(periods__since__lt=end) & (Q(periods__until__isnull=True) | Q(periods__until__gte=end))


def _covered(on: date) -> Subquery:
    """The number of the DPIA in force that covers the site: asked through the reverse manager's model."""
    coverage: Any = Site._meta.get_field("dpias").related_model
    rows = coverage._default_manager.in_force(on).filter(site=OuterRef("pk")).order_by("-pk")
    return Subquery(rows.values(said=Cast("dpia__number", CharField()))[:1], output_field=CharField())


def _reviewed(on: date) -> Subquery:
    review: Any = Site._meta.get_field("reviews").related_model
    rows = review._default_manager.done().filter(site=OuterRef("pk"), decision__on__lte=on).order_by("-decision__on")
    return Subquery(rows.values("decision__on")[:1], output_field=DateField())


def _checked(on: date) -> Subquery:
    rows = PerformanceCheck.objects.accepted().filter(device=OuterRef("put__device"), on__lte=on).order_by("-on")
    return Subquery(rows.values("on")[:1], output_field=DateField())


def presented(row: Mapping[str, Any]) -> Present:
    """A row of `register_rows` in the register's words."""
    values = {name: _text(row[name]) for name in _PLAIN}
    values |= _then(row)
    state, service = row.get("was__state", row["state"]), row.get("was__in_service", row["in_service"])
    values |= {
        "status": state or ("live" if service else "suspended"),
        "local_policing_area": row["area__name"] or "",
        "dpia_reference": f"{row['organisation__code']}-D-{int(row['covered']):04d}"
        if row["covered"]
        else row["dpia_outside"],
        "last_location_review": _text(row["reviewed"] or row["review_before"]),
        "installed_on": _text(row["installed_on"]),
    }
    if row["put"] is not None:
        values |= _device(row)
    place = (row["easting"], row["northing"])
    said = {name: value for name, value in values.items() if value}
    device = row["put__device__pk"] if row["put"] is not None else None
    return Present(row["pk"], device, row["origin"], row["state"], row["suspended_for"], place, said)


def _then(row: Mapping[str, Any]) -> dict[str, str]:
    """What the site was on the day asked, with latitude and longitude of the place where it stood then."""
    found = {name: _text(row[f"was__{name}"]) for name in _PERIOD[2:] if f"was__{name}" in row}
    easting, northing = row.get("was__easting"), row.get("was__northing")
    if easting is not None and northing is not None and (easting, northing) != (row["easting"], row["northing"]):
        latitude, longitude = to_globe([(easting, northing)])[0]
        found |= {"latitude": _text(latitude), "longitude": _text(longitude)}
    return found


def _dpia(row: Mapping[str, Any]) -> str:
    return f"{row['organisation__code']}-D-{int(row['covered']):04d}" if row["covered"] else row["dpia_outside"]


def _device(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "device_reference": row["put__device__reference"],
        "device_model": row["put__device__model__name"] or "",
        "device_serial": row["put__device__serial"],
        "gives_images": "yes" if row["put__device__gives_images"] else "no",
        "installed_on": _text(row["put__since"]) if row["installed_on"] else "",
        "last_performance_check": _text(row["checked"] or row["put__device__check_before"]),
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return shortest(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def present_rows(sites: QuerySet[Site], on: date, as_at: date | None = None) -> Iterator[Present]:
    """Every row as it stands, streamed."""
    for row in register_rows(sites, on, as_at).iterator(chunk_size=2000):
        yield presented(row)
