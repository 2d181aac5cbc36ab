"""The register as a file: CSV against COPY of the same rows by hand, XLSX against bare XlsxWriter of the same cells."""

from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from bench import site
from bench.dataset import Size
from bench.measuring import Row, added_megabytes, interleaved
from cameras.models import Site
from cameras.register.exporting import write_csv, write_xlsx
from cameras.register.present import lines

COPY = """
COPY (
  SELECT s.site_reference, s.name, s.description, s.relationship, s.deployment, s.place_type, s.road, s.direction,
    s.lanes, s.easting, s.northing, s.latitude, s.longitude, s.owner, a.name,
    CASE WHEN s.state <> '' THEN s.state WHEN s.in_service THEN 'live' ELSE 'suspended' END, s.live_since,
    s.intended_months,
    coalesce((SELECT o.code || '-D-' || lpad(d.number::text, 4, '0') FROM dpia_coverage c
              JOIN dpia_dpia d ON d.id = c.dpia_id JOIN dpia_decision e ON e.id = d.decision_id
              WHERE c.site_id = s.id AND c.since <= current_date AND (c.until IS NULL OR c.until > current_date)
                AND e."on" <= current_date AND d.state IN ('signed_off', 'superseded')
                AND (d.ended_on IS NULL OR d.ended_on > current_date) ORDER BY c.id DESC LIMIT 1), s.dpia_outside),
    v.reference, m.name, v.serial, CASE WHEN v.gives_images THEN 'yes' WHEN v.id IS NOT NULL THEN 'no' END,
    CASE WHEN v.id IS NULL OR s.installed_on IS NULL THEN s.installed_on ELSE p.since END,
    coalesce((SELECT k."on" FROM cameras_performancecheck k WHERE k.device_id = v.id AND k.state = 'accepted'
              AND k."on" <= current_date ORDER BY k."on" DESC LIMIT 1), v.check_before),
    coalesce((SELECT e."on" FROM reviews_review r JOIN reviews_decision e ON e.id = r.decision_id
              WHERE r.site_id = s.id AND r.state IN ('confirmed', 'closed') AND e."on" <= current_date
              ORDER BY e."on" DESC LIMIT 1), s.review_before)
  FROM cameras_site s JOIN organisations_organisation o ON o.id = s.organisation_id
  LEFT JOIN organisations_localpolicingarea a ON a.id = s.area_id
  LEFT JOIN cameras_placement p ON p.site_id = s.id AND p.since <= current_date
    AND (p.until IS NULL OR p.until > current_date)
  LEFT JOIN cameras_device v ON v.id = p.device_id LEFT JOIN cameras_equipmentmodel m ON m.id = v.model_id
  WHERE s.organisation_id = ANY(%s) AND s.duplicate_of_id IS NULL ORDER BY s.id, v.reference
) TO STDOUT (FORMAT csv, HEADER)
"""
NOWHERE = Path("/dev/null")


def everything() -> QuerySet[Site]:
    """The register of every force, as its auditor may export it."""
    return Site.objects.visible_to(site.auditor()).register()


def csv_export(size: Size) -> list[Row]:
    """Every row of the nation's register as CSV, as a worker writes it, against the database's own."""
    sites, today = everything(), clock.today()
    forces = list(Organisation.objects.values_list("pk", flat=True))

    def ours() -> None:
        with NOWHERE.open("wb") as file:
            write_csv(lines(sites, today), file)

    def copied() -> int:
        with NOWHERE.open("wb") as file, connection.cursor() as cursor, cursor.copy(COPY, [forces]) as copy:
            return sum(file.write(part) for part in copy)

    memory = added_megabytes(ours)
    pair = interleaved(ours, copied, rounds=5)
    said = f"{sites.count():,} sites; {pair}"
    return [
        Row("csv_export.ratio", pair.ratio, 5, detail=said),
        Row("csv_export.memory_mb", memory, 8, "MB", detail="highest less before"),
    ]


def xlsx_export(size: Size) -> list[Row]:
    """The same rows as a workbook, against XlsxWriter of cells that are in memory already."""
    sites, today = everything(), clock.today()
    cells = [[_plain(value) for value in row] for row in lines(sites, today)]

    def ours() -> None:
        with NOWHERE.open("wb") as file:
            write_xlsx(lines(sites, today), file)

    pair = interleaved(ours, lambda: _bare(cells), rounds=5)
    return [Row("xlsx_export", pair.ratio, 1.15, detail=f"{len(cells):,} rows; {pair}")]


def _bare(cells: list[list[Any]]) -> None:
    import xlsxwriter

    with NOWHERE.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(cells):
            sheet.write_row(n, 0, row)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value or "")
