"""The Deployment Assessment Matrix as a heat map: kinds of place by grounds, letter, words and colour (App A)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages.views import Page
from anpr_governance.regulation import facts, shipped
from anpr_governance.regulation.models import Edition


@dataclass(frozen=True)
class Cell:
    """One code, its words, and the places of the case for which it holds."""

    code: str
    words: Any
    sites: tuple[str, ...] = ()
    leads: bool = False


@dataclass(frozen=True)
class MatrixMap:
    """The whole table in one edition; `marked` says whether a case is marked in it."""

    version: str
    source: str
    verified_by: str
    grounds: tuple[Any, ...]
    rows: tuple[tuple[Any, tuple[Cell, ...]], ...]
    codes: Mapping[str, Any]
    marked: bool


def matrix_map(edition: Edition | None, site_rows: Iterable[Any] = ()) -> MatrixMap:
    """The matrix of `edition` (None: as shipped), with the cells that hold for the sites of a case."""
    table, told, sites = edition.facts if edition else facts("matrix"), edition or shipped()["matrix"], list(site_rows)
    grounds, places = facts("grounds")["grounds"], facts("place_types")["place_types"]
    rows = []
    for place, codes in table["matrix"].items():
        cells = tuple(_cell(table, place, ground, codes[ground], sites) for ground in grounds if ground in codes)
        rows.append((_(places[place]["label"]), cells))
    return MatrixMap(
        version=told.version,
        source=told.source,
        verified_by=told.verified_by,
        grounds=tuple(_(row["label"]) for row in grounds.values()),
        rows=tuple(rows),
        codes=table["codes"],
        marked=any(row.matrix for row in sites),
    )


def _cell(table: Mapping[str, Any], place: str, ground: str, code: str, sites: list[Any]) -> Cell:
    held = [row for row in sites if row.site.place_type == place and ground in row.matrix]
    leads = any(row.best == code for row in held)
    return Cell(code, _(table["codes"][code]["words"]), tuple(row.site.title for row in held), leads)


class MatrixPage(Page):
    """The matrix on its own, in the edition that binds the person's force today."""

    permission, section, template_name = "", "proposals", "assessments/matrix_page.html"
    title = gettext_lazy("Deployment Assessment Matrix")

    def context(self, **more: Any) -> dict[str, Any]:
        """The edition in force."""
        force = next((held.organisation.code for held in self.person.memberships_today), "")
        edition = Edition.objects.in_force("matrix", force, self.today)
        about = facts("matrix")["advice"]
        return super().context(**{**more, "map": matrix_map(edition), "about": about, "marking": "OFFICIAL"})
