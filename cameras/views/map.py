"""The register seen on a plain drawing: nothing is fetched, each sign has its shape, and a table says the same."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import filters
from anpr_governance.pages.views import Page
from cameras.models import Site
from cameras.views.sites import SITE_FILTERS

WIDTH, HEIGHT, EDGE = 960, 640, 24
MOST_SIGNS = 400
CELLS = 24
ROWS = 100
COLUMNS = ("number", "organisation__code", "name", "site_reference", "road", "state", "relationship", "easting",
           "northing")  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """One sign: where it lies, its shape, how many sites it stands for, its words and its address."""

    x: float
    y: float
    shape: str
    count: int
    words: str
    href: str


class SiteMap(Page):
    """The same rows and filters as the list, for those who may see exact places."""

    title, section, permission = gettext_lazy("Map of sites"), "sites", "view_locations"
    template_name = "cameras/site_map.html"

    def rows(self) -> list[Any]:
        """Sites with a place, in the forces where the person may see places."""
        seen = Site.objects.visible_to(self.person).register().filter(easting__isnull=False)
        seen = seen.filter(organisation__in=self.person.organisations_where("view_locations"))
        asked = filters.narrowed(seen, SITE_FILTERS, self.request.GET, self.today)
        return list(asked.order_by("pk").values_list(*COLUMNS, named=True))

    def context(self, **more: Any) -> dict[str, Any]:
        """Signs, table and the way back to the list."""
        rows = self.rows()
        known = {
            "signs": signs(rows), "width": WIDTH, "height": HEIGHT, "total": len(rows), "rows": rows[:ROWS],
            "query": self.request.GET.urlencode(), "most": ROWS, "scale": scale_words(rows),
        }  # fmt: skip
        return super().context(**known, **more)


def shape(row: Any) -> str:
    """Partner = square, proposed = triangle, any other = disc."""
    if row.relationship == "partner":
        return "square"
    return "triangle" if row.state in ("proposed", "approved") else "disc"


def _frame(rows: list[Any]) -> tuple[float, float, float]:
    """West and south edge, and metres a pixel, so that all rows fit."""
    east, north = [row.easting for row in rows], [row.northing for row in rows]
    wide, high = max(east) - min(east), max(north) - min(north)
    metres = max(wide / (WIDTH - 2 * EDGE), high / (HEIGHT - 2 * EDGE), 1.0)
    return min(east), min(north), metres


def scale_words(rows: list[Any]) -> str:
    """How many kilometres the drawing is wide."""
    if not rows:
        return ""
    return _("The drawing is %(km)s km wide.") % {"km": round(_frame(rows)[2] * WIDTH / 1000)}


def signs(rows: list[Any]) -> list[Sign]:
    """One sign a site; where there are many, one a cell with its number."""
    if not rows:
        return []
    west, south, metres = _frame(rows)
    placed = [
        (EDGE + (row.easting - west) / metres, HEIGHT - EDGE - (row.northing - south) / metres, row) for row in rows
    ]
    if len(rows) <= MOST_SIGNS:
        return [_sign(x, y, row) for x, y, row in placed]
    cells: dict[tuple[int, int], list[Any]] = {}
    for x, y, row in placed:
        cells.setdefault((int(x // CELLS), int(y // CELLS)), []).append((x, y, row))
    return [_sign(*found[0]) if len(found) == 1 else _several(found) for found in cells.values()]


def _sign(x: float, y: float, row: Any) -> Sign:
    reference = f"{row.organisation__code}-S-{row.number:04d}"
    return Sign(round(x, 1), round(y, 1), shape(row), 1, row.name or row.road or reference, f"/sites/{reference}/")


def _several(found: list[Any]) -> Sign:
    x, y = (sum(place[n] for place in found) / len(found) for n in (0, 1))
    words = _("%(count)d sites") % {"count": len(found)}
    return Sign(round(x, 1), round(y, 1), "several", len(found), words, "")
