"""A mapping made by hand on a page: what the file's columns are likely to be, and the TOML of what was chosen."""

from collections.abc import Mapping as Facts
from itertools import islice
from typing import Any

from cameras.register.columns import CHOICE, TEXT, YES_NO, register_columns
from cameras.register.mapping import Mapping, written
from cameras.register.reading import Sheet
from cameras.register.values import Wrong, choice, tidy, yes_no

_LIKELY = {
    "site_reference": ("site_id", "camera_id", "id", "reference", "ref", "site", "camera", "count_point_id"),
    "name": ("location", "site_name", "camera_name", "title"),
    "description": ("details", "notes", "comment"),
    "road": ("road_name", "street", "road_number"),
    "direction": ("direction_of_travel", "bearing", "heading"),
    "easting": ("x", "eastings", "osgr_easting"),
    "northing": ("y", "northings", "osgr_northing"),
    "latitude": ("lat",),
    "longitude": ("lon", "long", "lng"),
    "local_policing_area": ("area", "area_name", "borough", "district", "local_authority_name", "division"),
    "status": ("state", "operational_status"),
    "device_reference": ("device_id", "camera_ref", "nrd"),
    "device_serial": ("serial", "serial_number"),
    "device_model": ("model", "make_and_model"),
    "installed_on": ("install_date", "installed", "date_installed"),
    "live_since": ("live_date", "go_live", "live_from"),
    "last_performance_check": ("last_check", "last_test"),
    "last_location_review": ("last_review", "review_date"),
}
MOST_VALUES = 60
MOST_ROWS = 250_000


def guessed(header: list[str]) -> dict[str, str]:
    """Register column → the column of the file that is likely to hold it."""
    plain = {"_".join(name.lower().replace("-", " ").split()): name for name in reversed(header) if name}
    found = {}
    for name in register_columns():
        likely = [plain[word] for word in (name, *_LIKELY.get(name, ())) if word in plain]
        if likely:
            found[name] = likely[0]
    return found


def is_register(header: list[str]) -> bool:
    """Whether the file carries the register's own columns."""
    names = {name.strip().lower() for name in header}
    return all(column.name in names for column in register_columns().values() if column.required)


def values_of(sheet: Sheet, columns: Facts[str, str]) -> dict[str, list[str]]:
    """The values that stand in the columns of choices, in the order of their first row."""
    asked = {
        name: sheet.header.index(source)
        for name, source in columns.items()
        if register_columns()[name].kind in (CHOICE, YES_NO) and source in sheet.header
    }
    found: dict[str, dict[str, None]] = {name: {} for name in asked}
    if not asked:
        return {}
    for _number, cells in islice(sheet.rows(), MOST_ROWS):
        for name, at in asked.items():
            if at < len(cells) and (words := cells[at].strip()) and len(found[name]) < MOST_VALUES:
                found[name].setdefault(words)
    return {name: list(values) for name, values in found.items() if values}


def likely_value(name: str, words: str) -> str:
    """The register's value that the file's words mean without doubt; empty when a person has to say."""
    column = register_columns()[name]
    try:
        return yes_no(tidy(words), column) if column.kind == YES_NO else choice(tidy(words), column)
    except Wrong:
        return ""


def toml_of(
    columns: Facts[str, str],
    defaults: Facts[str, str],
    prefixes: Facts[str, str],
    values: Facts[str, Facts[str, str]],
    nothing: list[str],
) -> str:
    """The TOML of what was chosen on the page."""
    texts = [name for name in columns if register_columns()[name].kind == TEXT and nothing]
    made = Mapping(
        columns=_filled(columns),
        defaults=_filled(defaults),
        prefixes={name: value for name, value in prefixes.items() if value},
        values={name: dict(table) for name, table in values.items() if table},
        empty={name: frozenset(nothing) for name in texts},
        named=True,
    )
    return written(made)


def _filled(table: Facts[str, Any]) -> dict[str, str]:
    return {name: str(value).strip() for name, value in table.items() if str(value).strip()}
