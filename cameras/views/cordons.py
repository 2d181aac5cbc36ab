"""Cordons: the ways into and out of a settlement, and whether anybody could still come or go unseen (G 3.1 b8)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.views import ListPage
from cameras.forms import CordonForm
from cameras.models import Cordon, Site
from cameras.models.cordon import KEEP_CORDONS, Way, closes
from cameras.tables import CordonTable
from cameras.views.assets import Keeping, KeepingOne
from cameras.views.drawing import Frame, Sign, shape

WHY = gettext_lazy("Where every way into and out of a place is watched, nobody can come or go unseen. That is the "
                   "gravest intrusion that cameras together can make, whatever each does alone.")  # fmt: skip


class CordonList(ListPage):
    """Settlements whose ways are recorded."""

    model, table, title, section = Cordon, CordonTable, gettext_lazy("Cordons of settlements"), "sites"
    permission, lead, noun = "view_locations", WHY, gettext_lazy("settlements")
    search = ("settlement",)
    sort = "settlement"
    empty = gettext_lazy("No settlement is recorded yet. Name its ways in and out, and the product says which are "
                         "watched.")  # fmt: skip

    def listed(self) -> dict[str, Any]:
        """With the button for those who keep them."""
        keeps = any(held.role in KEEP_CORDONS for held in self.person.memberships_today)
        actions = [(_("Record a settlement"), "cordon-new")] if keeps else []
        return super().listed() | {"actions": [(_("Map"), "site-map"), *actions]}

    def matching(self, q: str) -> Any:
        """A cordon has no reference of the product."""
        from django.db.models import Q

        return Q(settlement__icontains=q)


class KeepingCordons(Keeping):
    """Who keeps cordons, and the sites that their ways may be named by."""

    form_class, section, permission = CordonForm, "sites", "view_locations"
    why = WHY
    next = gettext_lazy("The product says which ways are watched, and warns when all are, or all but one.")

    @cached_property
    def forces(self) -> list[int]:
        """The forces in which the person keeps cordons today."""
        return sorted({m.organisation_id for m in self.person.memberships_today if m.role in KEEP_CORDONS})

    def form_kwargs(self) -> dict[str, Any]:
        """The sites by which a place may be named."""
        return {"sites": Site.objects.visible_to(self.person).filter(organisation__in=self.forces)}

    def back(self) -> str:
        """The cordons."""
        return "/sites/cordons/"


class NewCordon(KeepingCordons):
    """The ways of a settlement."""

    title, whose, button = gettext_lazy("Record a settlement"), KEEP_CORDONS, gettext_lazy("Record the ways")

    def take(self, form: Any) -> Any:
        """One record."""
        force = Organisation.objects.get(pk=self.forces[0])
        return Cordon.record(by=self.person, on=self.today, organisation=force, **form.cleaned_data)


class CordonPage(KeepingCordons, KeepingOne):
    """One settlement: its ways, what watches each, the drawing, and its change."""

    model, title, button = Cordon, gettext_lazy("Cordon"), gettext_lazy("Save the ways")
    permission = "view_locations"
    template_name = "cameras/cordon.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who sees no places is refused before anything is looked for."""
        if request.user.is_authenticated and not self.opened_by_roles():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> Any:
        """With the force."""
        return super().rows().select_related("organisation")

    @cached_property
    def ways(self) -> list[Way]:
        """Each way with what watches it."""
        return self.row.looked_at()

    def initial(self) -> dict[str, Any]:
        """As it is recorded."""
        return {"settlement": self.row.settlement, "within_m": self.row.within_m, "ways": as_lines(self.row.ways)}

    def take(self, form: Any) -> Any:
        """One change."""
        return self.row.change(by=self.person, on=self.today, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """Ways, warning and drawing; a site that the person may not see has no name."""
        sites = [one.site for way in self.ways for one in (*way.existing, *way.proposed)]
        seen = set(
            Site.objects.visible_to(self.person).filter(pk__in=[s.pk for s in sites]).values_list("pk", flat=True)
        )
        known = {"ways": self.ways, "seen": seen, "warning": self.warning(), "drawn": self.drawn(seen), "row": self.row}
        return super().context(**{**known, **more})

    def warning(self) -> str:
        """What the ways together say, no more than they say."""
        if closes(self.ways, with_proposed=False):
            return _("Every way in and out, or all but one, is watched today.")
        if closes(self.ways, with_proposed=True):
            return _("Every way in and out, or all but one, would be watched with the proposed sites.")
        return ""

    def drawn(self, seen: set[int]) -> dict[str, Any]:
        """The ways as crosses, the cameras near them as on the map."""
        frame = Frame.around([way.point for way in self.ways])
        near = {one.site.pk: one.site for way in self.ways for one in (*way.existing, *way.proposed)}
        signs = [
            Sign(*frame.on((s.easting, s.northing)), shape(s), f"{s.title}, {s.get_relationship_display()}",
                 s.get_absolute_url())
            for key, s in near.items() if key in seen
        ]  # fmt: skip
        marks = [(*frame.on(way.point), way.road) for way in self.ways]
        return {"frame": frame, "signs": signs, "lines": frame.lines(), "tiles": frame.tiles(), "middle": None,
                "rings": [], "waylines": marks}  # fmt: skip


def as_lines(ways: list[dict[str, Any]]) -> str:
    """The ways as the form takes them: a line each."""
    return "\n".join(f"{w['road']} | {w['direction']} | {w['easting']} {w['northing']}" for w in ways)
