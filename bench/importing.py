"""A register file: imported with every check, history and audit, against csv and COPY of its sites and devices."""

import csv
import io
from itertools import count

from django.db import connection

from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from bench.dataset import Size
from bench.measuring import Row, added_megabytes, interleaved, statements, taken_back
from cameras.models import Site
from cameras.register.importing import Given, run

COLUMNS = (
    "site_reference", "name", "description", "easting", "northing", "road", "direction", "status", "deployment",
    "place_type", "live_since", "device_reference", "device_serial", "gives_images",
)  # fmt: skip
SITE = (
    "organisation_id, number, site_reference, name, description, road, direction, easting, northing, latitude,"
    " longitude, state, deployment, place_type, live_since"
)
SITE_SAME: dict[str, object] = {
    "marking": "OFFICIAL-SENSITIVE", "relationship": "own", "owner": "", "controller": "", "origin": "found",
    "suspended_for": "", "dpia_outside": "", "authoriser": "", "authority_reference": "", "standard": "",
}  # fmt: skip
DEVICE = "organisation_id, reference, serial"
DEVICE_SAME: dict[str, object] = {"kind": "nrd", "gives_images": True}
_files = count()


def register_file(rows: int) -> bytes:
    """A register of `rows` sites with a device each, as a force would hand it in."""
    out, number = io.StringIO(), next(_files)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for n in range(rows):
        east, north = 300_000 + n % 300 * 1000, 200_000 + n // 300 * 1000
        road, since = f"A{400 + n % 90}", f"20{10 + n % 15}-03-{1 + n % 28:02d}"
        named = [f"R{number}-{n}", f"{road} camera {n}", f"Post {n}, by the bridge", east, north, road]
        kind = ["northbound", "live", "fixed", "la_major", since]
        writer.writerow([*named, *kind, f"D{number}-{n}", f"SN{n:08d}", "yes"])
    return out.getvalue().encode()


def importing(size: Size) -> list[Row]:
    """Into a force whose register is large already; every import is taken back, so that each round is the first."""
    rows = max(1000, round(20_000 * size.scale))
    force, data = Organisation.objects.get(code="F00"), register_file(rows)
    few = register_file(rows // 10)

    def ours(content: bytes = data) -> None:
        with taken_back():
            run(Given(force, "register.csv", content, "command:bench", clock.today()), write=True)
            if not Site.objects.filter(organisation=force, origin="found").exists():
                raise RuntimeError("Nothing was imported.")

    def copied() -> None:
        with taken_back():
            _copy(data, force.pk)

    memory = added_megabytes(ours)  # before anything has warmed the process up
    pair = interleaved(ours, copied, rounds=5)
    sent, fewer = statements(ours), statements(lambda: ours(few))
    return [
        Row("import.ratio", pair.ratio, 12, detail=f"{rows:,} rows; {pair}"),
        Row("import.memory_mb", memory, 64, "MB", detail="highest less before"),
        Row("import.statements", sent / rows * 1000, 100, "a 1,000 rows", detail=f"{sent} in all; {fewer} for a tenth"),
    ]


def _copy(data: bytes, force: int) -> None:
    """The same rows by the csv reader into the tables of sites and devices: no check but the database's own."""
    reader = csv.reader(io.StringIO(data.decode()))
    next(reader)
    sites, devices = [], []
    for number, row in enumerate(reader, start=1_000_000):
        (
            reference,
            name,
            description,
            east,
            north,
            road,
            direction,
            state,
            deployment,
            place,
            since,
            device,
            serial,
            _,
        ) = row
        where = (float(east), float(north), 51.5, -2.5)
        sites.append(
            (force, number, reference, name, description, road, direction, *where, state, deployment, place, since)
        )
        devices.append((force, device, serial))
    _into("cameras_site", SITE, SITE_SAME, sites)
    _into("cameras_device", DEVICE, DEVICE_SAME, devices)


def _into(table: str, columns: str, same: dict[str, object], rows: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}, {', '.join(same)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row, *same.values()))
