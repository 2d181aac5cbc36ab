"""The list of sites seen as a drawing: the same rows and filters; and what stands near a place, and what is alike."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef
from django.db.models.functions import Floor
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents.places import places_in
from anpr_governance.pages import filters
from anpr_governance.regulation import facts
from cameras.models import Gap
from cameras.nearby import Near, Point, alike, around, of_every_owner
from cameras.states import Relationship, SiteState
from cameras.views.drawing import Frame, Sign, shape, written
from cameras.views.sites import SiteList

COLUMNS = ("number", "organisation__code", "name", "description", "site_reference", "road", "state", "in_service",
           "relationship", "easting", "northing", "lacks")  # fmt: skip
WHOSE, STATES = dict(Relationship.choices), dict(SiteState.choices)


@dataclass(frozen=True)
class Sought:
    """What a person looked for: a site or a place in figures, or the sentence that says why it is neither."""

    typed: str
    point: Point | None = None
    site: Any = None
    error: str = ""


class SiteMap(SiteList):
    """The same list for those who may see exact places; a place that is looked for shows what stands near it."""

    title, permission, template_name = gettext_lazy("Map of sites"), "view_locations", "cameras/site_map.html"
    lead = gettext_lazy("The same sites and filters as the list, drawn without fetching anything from elsewhere.")
    empty = gettext_lazy("No site with a place is in the register yet. Import a register, or add a site.")

    def records(self) -> Any:
        """Sites with a place, in the forces where the person may see places."""
        forces = self.person.organisations_where("view_locations")
        return super().records().filter(easting__isnull=False, organisation__in=forces)

    def listed(self) -> dict[str, Any]:
        """With the drawing and what stands near the place that is looked for."""
        known = super().listed()
        kept = [(name, self.request.GET[name]) for name in ("sort", "near", "at", "km") if name in self.request.GET]
        return known | {"kept": kept, "drawn": self.drawn(), "sought": self.sought, "near": self.near()}

    # The place that is looked for

    @cached_property
    def sought(self) -> Sought:
        """A site by either reference, else a place in figures."""
        typed = filters.clean(self.request.GET.get("near", "")).strip()
        if not typed:
            return Sought("")
        rows = self.records().select_related("organisation")
        site = rows.by_reference(typed.upper()).first() or rows.filter(site_reference__iexact=typed).first()
        if site is not None:
            return Sought(typed, (site.easting, site.northing), site)
        if places := places_in(typed):
            return Sought(typed, (places[0].easting, places[0].northing))
        return Sought(typed, error=_("That is neither a site you may see nor a place in figures. Give a reference, a "
                                     "grid reference such as SO 712 134, easting and northing, or latitude and "
                                     "longitude."))  # fmt: skip

    def near(self) -> dict[str, Any]:
        """The nearest of every owner, and all that stands or is sought around, each with what may be said of it."""
        point, site = self.sought.point, self.sought.site
        if point is None:
            return {}
        others = self.records().sought_or_standing().exclude(pk=site.pk if site else None)
        found = around([point], others, facts("register")["register"]["nearest_within_metres"])
        shown = found[: facts("register")["map"]["near_shown"]]
        return {"nearest": of_every_owner(found), "rows": [(one, said(one, site)) for one in shown], "all": len(found)}

    # The drawing

    def drawn(self) -> dict[str, Any] | None:
        """Signs, grid, rings and the addresses of other parts; None where there is nothing to draw."""
        frame = self.frame()
        if frame is None:
            return None
        point = self.sought.point
        return {
            "frame": frame,
            "waylines": [], "signs": self.signs(frame), "lines": frame.lines(), "tiles": frame.tiles(),
            "middle": frame.on(point) if point else None, "rings": frame.rings(point) if point else [],
            "ways": [(words, filters.query(self.request.GET, **to)) for words, to in frame.ways()],
            "whole": filters.query(self.request.GET, at=None, km=None, near=None),
        }  # fmt: skip

    def frame(self) -> Frame | None:
        """The part that the address asks for, else around the place looked for, else all rows."""
        if asked := Frame.asked(self.request.GET):
            return asked
        if self.sought.point:
            return Frame.centred(self.sought.point, facts("register")["map"]["near_kilometres_wide"])
        edges = self.rows.aggregate(
            west=Min("easting"), south=Min("northing"), east=Max("easting"), north=Max("northing")
        )
        if edges["west"] is None:
            return None
        return Frame.around([(edges["west"], edges["south"]), (edges["east"], edges["north"])])

    def signs(self, frame: Frame) -> list[Sign]:
        """One sign a site; where there are many, one a cell with its number."""
        rule = facts("register")["map"]
        inside = self.rows.filter(**frame.box()).order_by("pk")
        rows = list(_told(inside)[: rule["signs_most"] + 1])
        if len(rows) > rule["signs_most"]:
            return self.clustered(inside, frame)
        return [_sign(row, frame, named=len(rows) <= rule["labels_most"]) for row in rows]

    def clustered(self, inside: Any, frame: Frame) -> list[Sign]:
        """The cells of the drawing with their numbers, counted by the database."""
        cell = facts("register")["map"]["cell_pixels"] * frame.metres
        column, row = Floor((F("easting") - frame.west) / cell), Floor((F("northing") - frame.south) / cell)
        cells = inside.order_by().annotate(column=column, row=row).values("column", "row")
        counted = list(
            cells.annotate(count=Count("pk"), e=Avg("easting"), n=Avg("northing"), first=Min("pk")).order_by(
                "row", "column"
            )
        )
        alone = _told(inside.filter(pk__in=[one["first"] for one in counted if one["count"] == 1]))
        several = [self.several(one, frame, cell) for one in counted if one["count"] > 1]
        return [_sign(row, frame) for row in alone] + several

    def several(self, one: dict[str, Any], frame: Frame, cell: float) -> Sign:
        """Sites of one cell; its sign keeps off the edges, so that two neighbours stay two targets."""
        inside = [
            start + min(max(middle - start, cell * 0.3), cell * 0.7)
            for start, middle in (
                (frame.west + one["column"] * cell, one["e"]),
                (frame.south + one["row"] * cell, one["n"]),
            )
        ]
        href = filters.query(self.request.GET, at=written((one["e"], one["n"])), km=f"{cell * 3 / 1000:g}", near=None)
        words = _("%(count)d sites: look closer") % {"count": one["count"]}
        return Sign(*frame.on((inside[0], inside[1])), "several", words, href, one["count"])


def said(near: Near, site: Any) -> list[str]:
    """What may be said of a neighbour: likely the same camera, to be shared."""
    found = [_("Likely the same place twice")] if alike(near, site) else []
    return found + ([_("Could be shared instead of a new one")] if near.is_shareable else [])


def _told(rows: Any) -> Any:
    lacks = Exists(Gap.objects.open().filter(site=OuterRef("pk")))
    return rows.annotate(lacks=lacks).values_list(*COLUMNS, named=True)


def _sign(row: Any, frame: Frame, named: bool = False) -> Sign:
    reference = f"{row.organisation__code}-S-{row.number:04d}"
    name = row.name or row.description or f"{row.road} {row.site_reference}".strip()
    state = STATES.get(row.state) or (_("in service") if row.in_service else _("out of service"))
    words = [name, str(WHOSE[row.relationship]), str(state), *([_("papers are missing")] if row.lacks else [])]
    x, y = frame.on((row.easting, row.northing))
    label = name[:24] if named else ""
    return Sign(x, y, shape(row), ", ".join(words), f"/sites/{reference}/", label=label, gap=row.lacks)
