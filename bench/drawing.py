"""What the map sends: a drawing of all sites as clusters, and no list of points."""

import gzip

from bench import site
from bench.dataset import Size
from bench.measuring import Row
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
    said = f"{Site.objects.count():,} sites: {whole / 1024:.1f} KB of page, the table of 50 sites with it"
    return [
        Row("map.points", whole / COLUMNAR, 1.1, detail=said),
        Row("map.clusters", clusters / 1024, 8, "KB", detail=f"{drawn.count(b'<a ')} signs at country zoom"),
    ]
