"""The columns of the register file, in their order, and what a cell of each may hold."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import LocalPolicingArea
from anpr_governance.regulation import facts
from cameras.models import Device, EquipmentModel, Site
from cameras.states import FOUND_STATES, Deployment, PlaceType, Relationship, SiteState

TEXT, CHOICE, DAY, NUMBER, PLACE, YES_NO = "text", "choice", "day", "number", "place", "yes_no"
SITE, DEVICE = "site", "device"

DECIDED_STATES = ("approved", "refused", "withdrawn")
"""Decisions made here: a file may repeat them of a known site, and never brings a new one (interface.md)."""


@dataclass(frozen=True)
class Column:
    """One column: whose it is, what kind of value it holds, and its limits."""

    name: str
    kind: str = TEXT
    of: str = SITE
    most: int = 0
    least: int = 0
    choices: tuple[str, ...] = ()
    required: bool = False


def _text(name: str, of: str = SITE, field: str = "", model: type = Site, required: bool = False) -> Column:
    longest = model._meta.get_field(field or name).max_length  # type: ignore[attr-defined]
    return Column(name, TEXT, of, most=longest or 0, required=required)


@cache
def register_columns() -> dict[str, Column]:
    """Every column of the register by name, in the order of the file."""
    limits = facts("register")["register"]
    columns = [
        _text("site_reference", required=True),
        _text("name"),
        _text("description"),
        Column("relationship", CHOICE, choices=tuple(Relationship.values)),
        Column("deployment", CHOICE, choices=tuple(Deployment.values), required=True),
        Column("place_type", CHOICE, choices=tuple(PlaceType.values)),
        _text("road"),
        _text("direction"),
        Column("lanes", NUMBER, least=limits["lanes_least"], most=limits["lanes_most"]),
        *(Column(name, PLACE) for name in PLACES),
        _text("owner"),
        _text("local_policing_area", field="name", model=LocalPolicingArea),
        Column("status", CHOICE, choices=tuple(SiteState.values), required=True),
        Column("live_since", DAY),
        Column("intended_months", NUMBER, least=1, most=limits["intended_months_most"]),
        _text("dpia_reference", field="dpia_outside"),
        _text("device_reference", DEVICE, "reference", Device),
        _text("device_model", DEVICE, "name", EquipmentModel),
        _text("device_serial", DEVICE, "serial", Device),
        Column("gives_images", YES_NO, DEVICE, choices=("yes", "no")),
        Column("installed_on", DAY, DEVICE),
        Column("last_performance_check", DAY, DEVICE),
        Column("last_location_review", DAY),
    ]  # fmt: skip
    return {column.name: column for column in columns}


PLACES = ("easting", "northing", "latitude", "longitude")
FOUND_STATUSES = frozenset(FOUND_STATES)


@cache
def site_columns() -> tuple[str, ...]:
    """Columns on which all rows of one site agree."""
    return tuple(column.name for column in register_columns().values() if column.of == SITE)


@cache
def device_columns() -> tuple[str, ...]:
    """Columns of one device."""
    return tuple(column.name for column in register_columns().values() if column.of == DEVICE)


LABELS: dict[str, Any] = {
    "site_reference": _("Site reference"), "name": _("Name"), "description": _("Description"),
    "relationship": _("Whose it is"), "deployment": _("Deployment"), "place_type": _("Kind of place"),
    "road": _("Road"), "direction": _("Direction"), "lanes": _("Lanes"), "easting": _("Easting"),
    "northing": _("Northing"), "latitude": _("Latitude"), "longitude": _("Longitude"), "owner": _("Owner"),
    "local_policing_area": _("Local policing area"), "status": _("State"), "live_since": _("Live since"),
    "intended_months": _("Intended months in place"), "dpia_reference": _("Reference of its DPIA"),
    "device_reference": _("Device reference"), "device_model": _("Device model"),
    "device_serial": _("Serial number of the device"), "gives_images": _("Gives images"),
    "installed_on": _("Installed on"), "last_performance_check": _("Last performance check"),
    "last_location_review": _("Last review of the site"),
}  # fmt: skip
"""What a page calls each column."""


def choices_said(column: Column) -> list[tuple[str, Any]]:
    """The values of a column of choices in words."""
    said: dict[str, Any] = {"yes": _("Yes"), "no": _("No")}
    said |= {"relationship": Relationship, "deployment": Deployment, "place_type": PlaceType, "status": SiteState}
    kind = said.get(column.name)
    return [(value, kind(value).label if kind else said[value]) for value in column.choices]
