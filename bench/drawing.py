"""What the map sends: a drawing of all sites as clusters, and no list of points."""

import gzip

from bench import site
from bench.dataset import Size
from bench.measuring import Row, interleaved
from cameras.models import Site

COLUMNAR = 400 * 1024
"""Bytes of 50,000 points written in columns and compressed: what a drawing in the browser would be sent at least."""


def drawing(size: Size) -> list[Row]:
    """The map of every site of the nation, compressed as a server sends it."""
    page = site.page("/sites/map/", site.signed_in(site.auditor()))()
    if b"look closer" not in page:
        raise RuntimeError("The map shows no clusters.")
    drawn = page[page.index(b"<svg viewBox") :].partition(b"</svg>")[0]
    whole, clusters = len(gzip.compress(page)), len(gzip.compress(drawn))
    viewer = site.manager()
    place = Site.objects.visible_to(viewer).filter(easting__isnull=False).order_by("-pk")[0]
    shown, session = f"at={place.easting:.0f},{place.northing:.0f}&km=14", site.signed_in(viewer)
    near = interleaved(
        site.page(f"/sites/map/?near={place.reference}", session), site.page(f"/sites/map/?{shown}", session), times=3
    )
    said = f"{Site.objects.count():,} sites: {whole / 1024:.1f} KB of page, the table of 50 sites with it"
    return [
        Row("map.points", whole / COLUMNAR, 1.1, detail=said),
        Row("map.clusters", clusters / 1024, 8, "KB", detail=f"{drawn.count(b'<a ')} signs at country zoom"),
        Row("map.near", near.ratio, 2.0, detail=f"{near}: what stands near a place, against the same part of the map"),
    ]
