"""What the register says now, row by row, in the words of the file: what an export writes and an import compares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, DateField, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from cameras.models import PerformanceCheck, Site
from cameras.register.columns import register_columns
from cameras.register.places import to_globe

_ROW = (
    "pk", "origin", "organisation__code", "state", "in_service", "suspended_for", "site_reference", "name",
    "description", "relationship", "deployment", "place_type", "road", "direction", "lanes", "easting", "northing",
    "latitude", "longitude", "owner", "area__name", "live_since", "intended_months", "dpia_outside", "covered",
    "installed_on", "reviewed", "review_before", "put__device__pk", "put__device__reference",
    "put__device__model__name", "put__device__serial", "put__device__gives_images", "put__since", "checked",
    "put__device__check_before",
)  # fmt: skip
_PERIOD = ("state", "in_service", "relationship", "deployment", "easting", "northing")
_AT = {name: place for place, name in enumerate(_ROW)}
CHUNK = 1000


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
    """One row a device that stands at a site on `on` (and one for a site without), as a queryset of tuples.

    `as_at` asks what the site was at the end of that day; a site that was not yet known then is left out.
    """
    day = Q(placements__since__lte=on) & (Q(placements__until__isnull=True) | Q(placements__until__gt=on))
    rows = sites.annotate(
        put=FilteredRelation("placements", condition=day),
        covered=_covered(on),
        reviewed=_reviewed(on),
        checked=_checked(on),
    )
    names = list(_ROW)
    if as_at is not None:
        rows = rows.annotate(was=FilteredRelation("periods", condition=_at(as_at))).filter(was__isnull=False)
        names += [f"was__{name}" for name in _PERIOD]
    return rows.order_by("pk", "put__device__reference").values_list(*names)


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


def cells(row: Sequence[Any]) -> list[Any]:
    """A row of `register_rows` in the register's words, in the order of its columns (`register_columns`)."""
    (
        _site, _origin, code, state, service, _why, reference, name, description, relationship, deployment, place, road,
        direction, lanes, easting, northing, latitude, longitude, owner, area, live, months, outside, covered,
        installed, reviewed, reviewed_before, device, device_reference, model, serial, images, since, checked,
        checked_before,
    ) = row  # fmt: skip
    if easting is not None and easting % 1 == 0:
        easting = int(easting)
    if northing is not None and northing % 1 == 0:
        northing = int(northing)
    if latitude is not None and latitude % 1 == 0:
        latitude = int(latitude)
    if longitude is not None and longitude % 1 == 0:
        longitude = int(longitude)
    known = [
        reference, name, description, relationship, deployment, place, road, direction, lanes, easting, northing,
        latitude, longitude, owner, area, state or ("live" if service else "suspended"), live, months,
        f"{code}-D-{int(covered):04d}" if covered else outside,
    ]  # fmt: skip
    if device is None:
        return [*known, None, None, None, None, installed, None, reviewed or reviewed_before]
    gives = "yes" if images else "no"
    stood = since if installed else None
    return [
        *known, device_reference, model, serial, gives, stood, checked or checked_before, reviewed or reviewed_before,
    ]  # fmt: skip


def as_it_was(row: Sequence[Any]) -> Sequence[Any]:
    """A row with what the site was on the day asked, its degrees those of the place where it stood then."""
    then = list(row[: len(_ROW)])
    for name, value in zip(_PERIOD, row[len(_ROW) :], strict=True):
        then[_AT[name]] = value
    place, now = ((of[_AT["easting"]], of[_AT["northing"]]) for of in (then, row))
    if None not in place and place != now:
        then[_AT["latitude"]], then[_AT["longitude"]] = to_globe([place])[0]
    return then


def lines(sites: QuerySet[Site], on: date, as_at: date | None = None) -> Iterator[list[Any]]:
    """The cells of every row, streamed."""
    rows = register_rows(sites, on, as_at).iterator(chunk_size=CHUNK)
    return map(cells, map(as_it_was, rows) if as_at is not None else rows)


def present_rows(sites: QuerySet[Site], on: date) -> Iterator[Present]:
    """Every row as it stands, for an import to compare."""
    names = tuple(register_columns())
    for row in register_rows(sites, on).iterator(chunk_size=CHUNK):
        values = {name: str(cell) for name, cell in zip(names, cells(row), strict=True) if cell not in (None, "")}
        place = (row[_AT["easting"]], row[_AT["northing"]])
        yield Present(row[0], row[_AT["put__device__pk"]], row[1], row[3], row[5], place, values)
